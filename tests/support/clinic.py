"""A clinic note of one day, and the facts of one kind in it."""

import datetime as dt

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2025, 3, 10)


def found(text: str, kind: str, packs: Packs) -> list[Fact]:
    """What a clinic note of that day states of a kind."""
    note = Note(note_id="n", patient_id="n", note_type="clinic", note_date=DAY, text=text, source="n")
    return [fact for fact in facts_in(note, packs) if fact.kind == kind]
