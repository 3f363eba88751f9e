"""What an author of packs is told: file, line, what was found, what to do, the nearest word, all faults at once."""

from pathlib import Path

import pytest

from trialsift.errors import PackError, UsageError
from trialsift.packs.check import check
from trialsift.packs.load import load_packs

RULE = 'fact: ecog\nrules:\n  - id: ecog.x\n    phrases: [x]\n    hits: ["x"]\n    misses: ["y"]\n'
CUE = 'cues: negation\nrules:\n  - id: neg.x\n    phrases: [no]\n    sets: absent\n    hits: ["No [[x]]."]\n    misses: ["A [[x]]."]\n'
TERM = "vocabulary: site\nsource: own\nterms:\n  - id: a\n    name: a\n    words: [a]\n"


def told(tmp_path: Path, **files: str) -> list[str]:
    for name, text in files.items():
        folder, _, stem = name.partition("_")
        (tmp_path / "patterns" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "patterns" / folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    return [str(item) for item in check(tmp_path / "patterns")]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    hits:", "    hit:", 'patterns/facts/ecog.yaml:5 rule ecog.x: unknown key "hit". Did you mean "hits"?'),
        ('    misses: ["y"]\n', "", 'patterns/facts/ecog.yaml:3 rule ecog.x: missing key "misses".'),
        ("fact: ecog", "fact: ecogs", 'patterns/facts/ecog.yaml:1 unknown fact kind "ecogs". Did you mean "ecog"?'),
        ("ecog.x", "margin.x", 'patterns/facts/ecog.yaml:3 rule margin.x: the id must begin with "ecog." because the file is about ecog.'),
        ("phrases: [x]", "phrases: x", 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" must be a list: [one, two].'),
        ("phrases: [x]", "phrases: []", 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" is an empty list. Give at least one.'),
        ("phrases: [x]", "phrases: [x, x]", 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" holds "x" twice. Keep one.'),
        ("phrases: [x]", 'phrases: [""]', 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" item holds an empty text. Delete it.'),
        ("phrases: [x]", "phrases: [[x]]", 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" item must be one text. Put quotes around text that holds [ ] or { }.'),
        ("phrases: [x]", "phrases:", 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" has no value. Fill it in, or delete the key.'),
        ("phrases: [x]", "role: x", "patterns/facts/ecog.yaml:3 rule ecog.x: needs one of phrases, regex or labels."),
        ("phrases: [x]", "phrases: [x]\n    labels: [x]", "patterns/facts/ecog.yaml:3 rule ecog.x: has phrases and labels; give exactly one of phrases, regex or labels, and split the rule."),
        ("phrases: [x]", "phrases: [x]\n    case: exakt", 'patterns/facts/ecog.yaml:5 rule ecog.x: unknown case "exakt". Did you mean "exact"?'),
        ("phrases: [x]", "phrases: [x]\n    documents: [mrii]", 'patterns/facts/ecog.yaml:5 rule ecog.x: "documents" item: unknown kind of document "mrii". Did you mean "mri"?'),
        ("phrases: [x]", 'phrases: ["{numbr}"]', 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" item: unknown slot "numbr". Did you mean "number"?'),
        ("phrases: [x]", 'phrases: ["{number"]', 'patterns/facts/ecog.yaml:4 rule ecog.x: "phrases" item: a brace is not closed. Slots are written {number}.'),
        ("phrases: [x]", "regex: x", 'patterns/facts/ecog.yaml:4 rule ecog.x: a regex needs a "why": what phrases cannot say here.'),
        ("phrases: [x]", "regex: 'x*'\n    why: so", "patterns/facts/ecog.yaml:4 rule ecog.x: regex matches empty text, so it would match everywhere."),
        ("phrases: [x]", "regex: 'x(?=y)'\n    why: so", "does not compile: RE2 has no lookaround (?= (?! (?<= (?<!. Use unless_before or unless_after."),
        ("phrases: [x]", "regex: '(x)\\1'\n    why: so", "does not compile: RE2 has no back references. Write the alternatives out."),
        ("phrases: [x]", "regex: '(x'\n    why: so", "regex does not compile: missing ): (x. The syntax is RE2's."),
        ('hits: ["x"]', "hits: [[[x]]]", 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item must be one text. Put quotes around a sentence that holds [[ ]].'),
        ('hits: ["x"]', 'hits: [" "]', 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item holds an empty text. Delete it.'),
        ('hits: ["x"]', 'hits: ["[[x"]', 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item: brackets must be pairs around words: [[like this]].'),
        ('hits: ["x"]', 'hits: ["[[a [[x]] b"]', 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item: brackets must not stand inside brackets.'),
        ('hits: ["x"]', "hits: [{text: x, value: 3}]", 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item: "value" must be a mapping: {max_mm: 40}.'),
        ('hits: ["x"]', "hits: [{txt: x}]", 'patterns/facts/ecog.yaml:5 rule ecog.x: "hits" item: unknown key "txt". Did you mean "text"?'),
        ('misses: ["y"]', "misses: [{text: y, value: {a: b}}]", 'patterns/facts/ecog.yaml:6 rule ecog.x: "misses" item: a miss states no value. Delete it.'),
        ("  - id: ecog.x\n", "  - ecog.x\n  - id: ecog.x\n", "patterns/facts/ecog.yaml:3 rule 1: must be a mapping that begins with id."),
        ('misses: ["y"]', 'misses: ["\\d"]', "a quote above is not closed, or text in double quotes holds a backslash (use single quotes)."),
        ("    phrases: [x]", "    phrases: [x", "a bracket is not closed, or text that holds : { } [ ] or , stands without quotes."),
        ("    phrases: [x]", "    phrases: [x]\n    phrases: [y]", 'patterns/facts/ecog.yaml:5 key "phrases" stands twice, first in line 4. Keep one.'),
        ("    phrases: [x]", "\tphrases: [x]", "a tab stands at the start of the line; indent with spaces."),
        ("    phrases: [x]", "    phrases: &a [x]", 'patterns/facts/ecog.yaml:4 anchor "&a" is not read here. Write the value out where it is used.'),
        ("    phrases: [x]", "    phrases: !!set [x]", 'patterns/facts/ecog.yaml:4 tag "!!set" is not read here. Delete it; all values are text.'),
        ("    phrases: [x]", "    phrases: [*a]", 'patterns/facts/ecog.yaml:4 alias "*a" is not read here. Write the value out.'),
        ('    misses: ["y"]\n', '    misses: ["y"]\n---\na: b\n', 'patterns/facts/ecog.yaml:7 a second document starts at "---". Keep one document a file.'),
        ("fact: ecog", "fact: ecog\n[x]: y", "patterns/facts/ecog.yaml:2 a key must be one word of text."),
        ("fact: ecog", "fact: \x07ecog", "patterns/facts/ecog.yaml:1 the file holds a control character. Delete it."),
        ("    phrases: [x]", f"    value: {'[' * 45}{']' * 45}\n    phrases: [x]", "nested deeper than 40 levels."),
    ],
)  # fmt: skip
def test_a_faulty_rule(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in RULE
    assert message in "\n".join(told(tmp_path, facts_ecog=RULE.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sets: absent", "sets: abcent", 'patterns/cues/neg.yaml:5 rule neg.x: unknown sets "abcent". Did you mean "absent"?'),
        ("sets: absent", "sets: absent\n    reach: 0", 'patterns/cues/neg.yaml:6 rule neg.x: "reach" must be a whole number above 0.'),
        ("sets: absent", "sets: absent\n    skips: [margn]", 'patterns/cues/neg.yaml:6 rule neg.x: "skips" item: unknown fact kind "margn". Did you mean "margin"?'),
        ("No [[x]].", "No x.", 'patterns/cues/neg.yaml:6 rule neg.x: "hits" item: put [[ ]] around the concept that the cue is about.'),
        ("id: neg.x", "id: neg", 'patterns/cues/neg.yaml:3 rule neg: the id needs two parts with a dot between: "neg.no_evidence_of".'),
    ],
)  # fmt: skip
def test_a_faulty_cue(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert message in told(tmp_path, cues_neg=CUE.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("words: [a]", "words: [a]\n    is_a: [bb]", 'patterns/vocab/site.yaml:7 term a: "is_a" item: unknown term "bb". Known here: a.'),
        ("words: [a]", "words: [a]\n    is_a: [a]", 'patterns/vocab/site.yaml:4 term a: "is_a" leads back to the term itself.'),
        ("words: [a]", 'short: ["{number}"]', 'patterns/vocab/site.yaml:6 term a: "short" item: an abbreviation holds no slots.'),
        ("words: [a]", "wrds: [a]", 'patterns/vocab/site.yaml:6 term a: unknown key "wrds". Did you mean "words"?'),
        ("source: own\n", "", 'patterns/vocab/site.yaml:1 missing key "source".'),
    ],
)  # fmt: skip
def test_a_faulty_term(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert message in told(tmp_path, vocab_site=TERM.replace(old, new, 1))


def test_a_word_of_a_vocabulary_that_is_nearly_one_of_its_own_is_asked_about(tmp_path: Path) -> None:
    terms = "".join(f"  - id: t{at:02d}\n    name: t\n    compartment: calf\n" for at in range(12))
    odd = "  - id: z\n    name: z\n    compartmnt: calf\n"
    assert told(tmp_path, vocab_site=f"vocabulary: site\nsource: own\nterms:\n{terms}{odd}") == [
        'patterns/vocab/site.yaml:42 term z: unknown key "compartmnt". Did you mean "compartment"?'
    ]


def test_a_section_that_no_heading_opens(tmp_path: Path) -> None:
    rule = RULE.replace("phrases: [x]", "phrases: [x]\n    sections: [diagnosis, diagnossis]")
    heading = 'sections: s\nrules:\n  - id: section.d\n    section: diagnosis\n    titles: [d]\n    hits: ["D: x"]\n    misses: ["x"]\n'
    assert told(tmp_path, facts_ecog=rule, sections_s=heading) == [
        'patterns/facts/ecog.yaml:5 rule ecog.x: "sections" item: unknown section "diagnossis". Did you mean "diagnosis"?'
    ]


def test_a_class_may_be_reached_by_two_ways(tmp_path: Path) -> None:
    terms = [("a", "[b, c]"), ("b", "[d]"), ("c", "[d]"), ("d", None)]
    text = "".join(
        f"  - id: {name}\n    name: {name}\n" + (f"    is_a: {above}\n" if above else "")
        for name, above in terms
    )
    assert told(tmp_path, vocab_site=f"vocabulary: site\nsource: own\nterms:\n{text}") == []


def test_rules_stand_sorted_and_ids_once(tmp_path: Path) -> None:
    later = RULE.split("rules:\n")[1]
    text = RULE.replace("ecog.x", "ecog.z") + later + later
    assert told(tmp_path, facts_ecog=text) == [
        'patterns/facts/ecog.yaml:3 rule ecog.z: rules stand sorted by id. Move it behind "ecog.x".',
        'patterns/facts/ecog.yaml:11 the id "ecog.x" stands already in patterns/facts/ecog.yaml:7. Choose another.',
    ]


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ("abczde", {"z": 'behind "ecog.e"'}),
        ("bcad", {"a": "to the top"}),
        ("bac", {"b": 'behind "ecog.a"'}),
        ("dcba", {"d": 'behind "ecog.a"', "c": 'behind "ecog.a"', "b": 'behind "ecog.a"'}),
        ("abcd", {}),
    ],
)
def test_of_rules_out_of_order_only_those_are_named_that_have_to_move(
    tmp_path: Path, order: str, moved: dict[str, str]
) -> None:
    head, rule = RULE.split("  - id")
    text = head + "".join(f"  - id{rule.replace('ecog.x', f'ecog.{name}')}" for name in order)
    assert [words.split(" rule ")[1] for words in told(tmp_path, facts_ecog=text)] == [
        f"ecog.{name}: rules stand sorted by id. Move it {where}." for name, where in moved.items()
    ]


def test_all_faults_of_all_files_come_at_once(tmp_path: Path) -> None:
    told(tmp_path, facts_ecog=RULE.replace("hits", "hit"), cues_neg=CUE.replace("absent", "abcent"))
    with pytest.raises(PackError) as caught:
        load_packs(tmp_path / "patterns")
    assert [(item.file, item.line) for item in caught.value.faults] == [
        ("patterns/cues/neg.yaml", 5), ("patterns/facts/ecog.yaml", 3), ("patterns/facts/ecog.yaml", 5),
    ]  # fmt: skip
    assert caught.value.exit_code == 10


@pytest.mark.parametrize(
    ("name", "held", "message"),
    [
        ("fact/ecog.yaml", b"a: b", 'patterns/fact/ecog.yaml:1 nothing reads a file in this place. Did you mean "facts"?'),
        ("facts/ecog.yml", b"a: b", "patterns/facts/ecog.yml:1 nothing reads a file of this name. Packs end in .yaml."),
        ("facts/ecog.yaml", b"a: b\n\xff", "patterns/facts/ecog.yaml:2 not UTF-8. Save the file as UTF-8."),
        ("facts/ecog.yaml", b"", "patterns/facts/ecog.yaml:1 the file is empty."),
        ("facts/ecog.yaml", b"- a\n", 'patterns/facts/ecog.yaml:1 the file must begin with keys such as "fact: \xe2\x80\xa6".'),
    ],
)  # fmt: skip
def test_a_file_that_is_none(name: str, held: bytes, message: str | bytes, tmp_path: Path) -> None:
    (tmp_path / "patterns" / "cues").mkdir(parents=True)
    path = tmp_path / "patterns" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(held)
    words = str(message).encode("latin-1").decode("utf-8")
    assert words in [str(item) for item in check(tmp_path / "patterns")]


def test_notes_for_people_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path, facts_ecog=RULE) == []
    for name in ("README.md", ".swp", "facts/ecog.yaml~"):
        (tmp_path / "patterns" / name).write_text("- x")
    assert check(tmp_path / "patterns") == []


def test_a_folder_without_packs_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError, match=r"holds no packs\. It needs folders named facts, cues, sections, vocab"
    ):
        load_packs(tmp_path)
