"""The scan before reading changes nothing but the time: on every note there is, and on hostile ones."""

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialsift.extract import facts_in
from trialsift.extract.engine import Engine, engine_for
from trialsift.extract.kinds import facts_of
from trialsift.extract.matching import Pattern
from trialsift.extract.scan import Scan, python_gate, re2_gate, wanted_of
from trialsift.extract.words import fold
from trialsift.note import Note
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs

TOP = Path(__file__).resolve().parents[2]
DATA = TOP.parent / "shared" / "data"
SETS = {
    "sarcoma_reports": 15,
    "registry_gold_reports": 20,
    "pathology_reports": 90,
    "sample_transcriptions": 90,
}


@lru_cache(maxsize=1)
def _packs() -> Packs:
    return load_packs()


def _engine() -> Engine:
    return engine_for(_packs())


def _own_notes() -> list[Path]:
    return sorted((TOP / "annotated_notes").rglob("*.txt"))


def _public_notes(name: str) -> Iterator[str]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["text"] for line in islice(lines, SETS[name]))


def _same(text: str, note_type: str = "") -> bool:
    note = Note(note_id="n", patient_id="p", note_type=note_type, text=text)
    with_scan = _engine().read(note)
    without = _engine().read(note, scan=False)
    return with_scan == without and facts_of(with_scan, _packs()) == facts_of(without, _packs())


@pytest.mark.parametrize("path", _own_notes(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_scan_changes_no_fact_of_our_own_notes(path: Path) -> None:
    assert _same(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(not DATA.exists(), reason="the public texts are not beside the checkout")
@pytest.mark.parametrize("name", SETS)
def test_the_scan_changes_no_fact_of_public_notes(name: str) -> None:
    assert [number for number, text in enumerate(_public_notes(name)) if not _same(text)] == []


def test_the_scan_changes_no_example_of_the_packs() -> None:
    rules = [rule for kind in _packs().facts.values() for rule in kind]
    texts = [example.text for rule in rules for example in (*rule.hits[:1], *rule.misses[:1])]
    assert [text for text in texts if not _same(text)] == []


TUMOUR = ("histology", "grade", "tumour_size", "margin", "recurrence", "metastasis")


SOME = [TUMOUR, ("histology",), ("ecog", "ecg"), ("tumour_size",), ("nodes", "stage")]


@pytest.mark.skipif(not DATA.exists(), reason="the public texts are not beside the checkout")
@pytest.mark.parametrize("kinds", SOME)
def test_asking_for_some_kinds_gives_those_of_all(kinds: tuple[str, ...]) -> None:
    texts = [*_public_notes("sarcoma_reports"), *islice(_public_notes("sample_transcriptions"), 40)]
    assert [text for text in texts if not _of_all(text, kinds)] == []


@pytest.mark.parametrize("kinds", SOME)
def test_asking_for_some_kinds_gives_those_of_all_of_our_own_notes(kinds: tuple[str, ...]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in _own_notes()]
    assert [text for text in texts if not _of_all(text, kinds)] == []


def _of_all(text: str, kinds: tuple[str, ...]) -> bool:
    """Whether asking for some kinds gives what asking for all gives of them."""
    note = Note(note_id="n", patient_id="p", text=text)
    of_all = tuple(fact for fact in facts_in(note, _packs()) if fact.kind in kinds)
    return facts_in(note, _packs(), kinds=kinds) == of_all


HARD = (
    "Biopsy: dedifferentiated lipo-\nsarcoma of the thigh.",
    "Biopsy: leiomyo sarcoma, high\u00a0grade.",
    "Final diagnosis: Ieiomyosarcorna, grade 2.",
    "Myxoid\u2003liposarcoma, 4,5 cm.",
    "Undifferentiated pleomorphic\nPage 2 of 3\nsarcoma of the left thigh.",
    "MALIGNANT PERIPHERAL\r\nNERVE\tSHEATH\r\nTUMOUR",
    "ECOG\tPS\u00a01; mitoses 12/10HPF; FNCLCC G 2; 10cm mass",
    "\u017farcoma of the \u212anee",
    "SARC\u00c9OMA; s\u00e9minome; na\u00efve M\u00c9NI\u00c8RE'S disease",
)


@pytest.mark.parametrize("text", HARD)
def test_words_that_are_broken_damaged_or_exotic_are_not_missed(text: str) -> None:
    assert _same(text, "pathology")


WORDS = st.sampled_from(
    [*["sarcoma", "lipo", "leiomyo", "Iiposarcorna", "grade", "cm", "FNCLCC", "margin", "clear", "no", "metastasis", "ECOG", "high", "necrosis", "thigh"], "of",
     "\n", " ", "\u00a0", "\t", "  ", "2", "5", ",", ".", ":", "[ ]", "[x]", "0/12", "node", "dedifferentiated", "diabetes",
     "margins are", "Page 1 of 2\n", "IIIIIIIIIIIIIIIIIIII\n", "-", "-\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=24), st.sampled_from(["", " "]))
def test_the_scan_changes_no_fact_of_words_thrown_together(words: list[str], between: str) -> None:
    assert _same(between.join(words), "pathology")


def _unmended(_: str) -> None:
    """A repair that mends nothing."""


@pytest.mark.parametrize("text", [*HARD, "The weather was fine.", "", "   \n"])
def test_both_engines_answer_alike(text: str) -> None:
    patterns = [
        Pattern("a", phrase="myxoid liposarcoma"),
        Pattern("b", regex=r"tumou?r|mass"),
        Pattern("c", phrase="PS", exact=True),
    ]
    fast, plain = (Scan(wanted_of(patterns), _unmended, gate=gate) for gate in (re2_gate, python_gate))
    assert fast.hit(fold(text)) == plain.hit(fold(text))


def test_a_note_without_a_hit_costs_only_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def not_called(*_: object, **__: object) -> None:
        raise AssertionError

    _engine()
    monkeypatch.setattr("trialsift.extract.engine.pieces", not_called)
    assert facts_in(Note(note_id="n", patient_id="p", text="Sunny day, warm air. " * 50), _packs()) == ()
