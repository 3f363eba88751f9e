"""A fact of a kind rests on a mention of that kind: readers that are not asked would have said nothing."""

import gzip
import json
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from trialsift.extract.engine import engine_for
from trialsift.extract.kinds import facts_of, reader_of
from trialsift.facts import FACT_KINDS
from trialsift.note import Note
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes

TOP = Path(__file__).resolve().parents[2]
DATA = TOP.parent / "shared" / "data"
OWN = [
    note
    for item in read_notes(TOP / "annotated_notes" / "dev")
    if isinstance(note := item if isinstance(item, Note) else getattr(item, "record", None), Note)
]


@cache
def shipped() -> Packs:
    return load_packs()


def says_the_same(note: Note) -> bool:
    reading = engine_for(shipped()).read(note)
    asked = {fact for kind in FACT_KINDS for fact in reader_of(kind)(reading, shipped())}
    return asked == set(facts_of(reading, shipped()))


@pytest.mark.parametrize("note", OWN, ids=lambda note: note.note_id)
def test_asking_every_reader_finds_no_more_in_our_own_notes(note: Note) -> None:
    assert says_the_same(note)


def test_asking_every_reader_finds_no_more_in_the_examples_of_the_packs() -> None:
    rules = [
        *(rule for kind in shipped().facts.values() for rule in kind),
        *shipped().cues,
        *shipped().sections,
    ]
    texts = [example.text for rule in rules for example in (*rule.hits, *rule.misses)]
    notes = [Note(note_id="n", patient_id="p", text=text) for text in texts]
    assert [note.text for note in notes if not says_the_same(note)] == []


@pytest.mark.skipif(not DATA.exists(), reason="the public texts are not beside the checkout")
@pytest.mark.parametrize("name", ["sarcoma_reports", "registry_gold_reports", "pathology_reports"])
def test_asking_every_reader_finds_no_more_in_public_notes(name: str) -> None:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, 40)]
    notes = [Note(note_id=str(number), patient_id="p", text=text) for number, text in enumerate(texts)]
    assert [note.note_id for note in notes if not says_the_same(note)] == []
