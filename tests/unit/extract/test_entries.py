"""Chart notes of several days in one document: each entry's facts are of its own day."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

LAST = dt.date(2025, 5, 9)
NOTES = """4 May 2025  Day unit
Hb 74 g/L. 2 units of red cells given today.

6 May 2025  Bloods
Hb 92 g/L

9 May 2025  Clinic
ECOG 1
"""


def found(text: str, packs: Packs) -> list[Fact]:
    note = Note(note_id="n", patient_id="p", note_type="clinic", note_date=LAST, text=text, source="n")
    return list(facts_in(note, packs))


def test_each_entry_has_its_day(packs: Packs) -> None:
    days = {(fact.kind, fact.date.day) for fact in found(NOTES, packs) if fact.date}
    assert days == {("lab", 4), ("treatment", 4), ("lab", 6), ("ecog", 9)}


@pytest.mark.parametrize(
    "text",
    [
        "4 May 2025  Day unit\nHb 74 g/L",  # one day only: a letter's head
        "4 May 2025\nHb 74 g/L\n\n9 May 2025\nwell\n\n2 May 2025\nwell",  # days that go up and down
        "4 May 2025\nwell\n\n12 June 2025\nHb 74 g/L",  # a day after the note's
        "4 May 2025  seen\n\n9 May 2025 seen\n\nBloods of the visit\nHb 74 g/L",  # behind the entries
    ],
)
def test_no_entry_gives_its_day(text: str, packs: Packs) -> None:
    assert {fact.date for fact in found(text, packs) if fact.kind == "lab"} == {LAST}


def test_an_earlier_transfusion_is_not_of_the_entry(packs: Packs) -> None:
    text = NOTES.replace("given today", "in the past")
    given = [fact.date for fact in found(text, packs) if fact.kind == "treatment"]
    assert dt.date(2025, 5, 4) not in given


SHEET = """25-4  Hb 5.9. Bleeding stopped.
26-4  PRBC 1 u. No reaction.
9-5  2 units PRBC reserved.
"""


def test_days_without_a_year_open_the_entries_of_a_sheet(packs: Packs) -> None:
    held = [(fact.kind, fact.date) for fact in found(SHEET, packs) if fact.kind in {"lab", "treatment"}]
    assert held == [("lab", dt.date(2025, 4, 25)), ("treatment", dt.date(2025, 4, 26))]


@pytest.mark.parametrize(
    "text",
    [
        "3-4  Hb 9.0.\n5-4  Hb 8.0.\n",  # no number tells the day from the month
        "1-2  mm deep.\n3-20  Hb 8.0.\n",
    ],
)
def test_numbers_that_are_no_day_open_no_entry(text: str, packs: Packs) -> None:
    assert {fact.date for fact in found(text, packs) if fact.kind == "lab"} <= {LAST}
