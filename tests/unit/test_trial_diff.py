"""Two versions of a trial file laid side by side."""

import pytest

from trialsift.packs.rules import Packs
from trialsift.trials import trial_from
from trialsift.trials.diff import diff

TAIL = "\ncases:\n  - {have: {}, get: {all: unknown}}\n"
BASE = 'id: I1, says: "Tumour over 5 cm on MRI", include_if: {tumour_size: {more_than: 5 cm, pick: newest, from: mri}}'


def told(old: list[str], new: list[str], packs: Packs, *, heads: tuple[str, str] = ("", "")) -> list[str]:
    made = [
        trial_from(
            f"trial: T\n{head}criteria:\n" + "".join(f"  - {{{item}}}\n" for item in items) + TAIL,
            packs,
            file="t.yaml",
        )
        for head, items in zip(heads, (old, new), strict=True)
    ]
    return [str(change) for change in diff(*made)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (BASE, BASE, []),
        (BASE, BASE.replace("more_than: 5 cm", "at_least: 5 cm"),
            ["I1 condition: tumour size, more than 5 cm, from MRI, the newest reading -> tumour size, at least 5 cm, from MRI, the newest reading"]),
        (BASE, BASE.replace("over 5 cm", "of 5 cm or more"), ['I1 reworded: "Tumour over 5 cm on MRI" -> "Tumour of 5 cm or more on MRI"']),
        (BASE, BASE.replace("id: I1", "id: I1, deciding: yes"), ["I1 deciding: no -> yes"]),
        (BASE, BASE.replace("id: I1", "id: I1, settled_by: examination"), ["I1 settled_by: none -> examination"]),
        (BASE, BASE.replace("id: I1", "id: I1, ask: Size?"), []),
        (BASE, BASE.replace("include_if", "exclude_if"), ["I1 section: inclusion -> exclusion"]),
        (BASE, BASE.replace("I1", "I2"), ["I2 added: Tumour over 5 cm on MRI", "I1 dropped: Tumour over 5 cm on MRI"]),
    ],
)  # fmt: skip
def test_one_criterion(before: str, after: str, expected: list[str], packs: Packs) -> None:
    assert told([before], [after], packs) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{all: [%s]}", "{any: [%s]}", ["all > ECOG performance status -> any > ECOG performance status"]),
        (
            "{all: [%s]}",
            "{all: [{not: %s}]}",
            ["all > ECOG performance status -> all > not ECOG performance status"],
        ),
        (
            "{all: [%s]}",
            "{all: [%s, {margin: {is: positive, pick: any}}]}",
            ["none -> all > resection margin"],
        ),
        (
            "{all: [{if_stated: %s}]}",
            "{all: [%s]}",
            ["all > if stated ECOG performance status -> all > ECOG performance status"],
        ),
        (
            "{at_least_n_of: {n: 1, of: [%s]}}",
            "{first_known: [%s]}",
            ["at least 1 of > ECOG performance status -> first known > ECOG performance status"],
        ),
        ("{all: [%s]}", "{all: [%s, {for_a_person: fit}]}", ["none -> all > for a person: fit"]),
        (
            "{that: %s, ruled_out_by: {margin: {is: positive, pick: any}}}",
            "%s",
            ["ruled out by resection margin -> none"],
        ),
    ],
)
def test_the_tree(before: str, after: str, expected: list[str], packs: Packs) -> None:
    ecog = "{ecog: {at_most: 1, pick: newest}}"
    pair = [f"id: I1, says: words, include_if: {item.replace('%s', ecog)}" for item in (before, after)]
    lines = told([pair[0]], [pair[1]], packs)
    assert [
        " -> ".join(part.split(",")[0] for part in line.removeprefix("I1 condition: ").split(" -> "))
        for line in lines
    ] == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("within: 6 months", "within: 4 weeks"),
        ("within: 6 months", "before: 6 months"),
        ("within: 6 months", "within: {period: 6 months, of: {recurrence: {pick: newest}}}"),
        ("pick: any", "pick: newest"),
        ("pick: any", "pick: any, outside: 'no'"),
        ("pick: any", "pick: any, absent: ignored"),
        ("pick: any", "pick: any, undated: ignored"),
        ("pick: any", "pick: any, doubt: ignored"),
        ("pick: any", "pick: any, ties: any"),
        ("pick: any", "pick: any, person: relative"),
        ("pick: any", "pick: any, about: this_tumour"),
        ("pick: any", "pick: any, from: clinic"),
        ("pick: any", "pick: any, time: planned"),
        ("pick: any", "pick: any, where: {major: 'yes'}"),
        ("pick: any", "pick: any, count: {at_least: 2, together: 1 weeks, per: day}"),
    ],
)
def test_every_part_of_a_test_shows(before: str, after: str, packs: Packs) -> None:
    base = "id: E1, says: words, exclude_if: {treatment: {class: surgery, within: 6 months, pick: any}}"
    assert len(told([base], [base.replace(before, after)], packs)) == 1


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{person: {age: {at_least: 18 years}, pick: newest}}", "age at least 18 years, the newest reading"),
        ("{person: {sex: female, pick: newest}}", "sex female, the newest reading"),
        ("{site: {one_of: [head_neck, uterus], unclear: other, pick: agree}}", "site of the tumour, head neck or uterus (unclear: other), readings that agree"),
        ("{histology: {is_a: carcinoma, about: other_tumour, pick: any}}", "histology, a kind of carcinoma, any reading, about other tumour"),
        ("{treatment: {class: surgery, since: {tumour_size: {pick: newest, from: mri}}, pick: any}}", "surgery, since the tumour size, from MRI, the newest reading, any reading"),
        ("{treatment: {class: surgery, within: {period: 4 weeks, of: {recurrence: {pick: newest}}}, pick: any}}", "surgery, within 4 weeks of the recurrence, the newest reading, any reading"),
        ("{condition: {concept: [hiv, hepatitis_b], within: 3 months, outside: 'no', pick: newest}}", "HIV or hepatitis B, within 3 months, the newest reading, outside the window: no"),
        ("{condition: {concept: long_qt_syndrome, person: relative, pick: any}}", "long qt syndrome, any reading, of a relative"),
    ],
)  # fmt: skip
def test_words_for_staff(condition: str, words: str, packs: Packs) -> None:
    made = f"id: I1, says: words, include_if: {condition}"
    bare = "id: I1, says: words, settled_by: interview"
    assert told([bare], [f"{made}, settled_by: interview"], packs) == [f"I1 condition: none -> {words}"]


def test_upper_limits(packs: Packs) -> None:
    heads = ("upper_limits: {alt: [33 U/L, 56 U/L]}\n", "upper_limits: {alt: [33 U/L, 50 U/L]}\n")
    assert told([BASE], [BASE], packs, heads=heads) == ["upper limit of alt limits: 33 to 56 -> 33 to 50"]
