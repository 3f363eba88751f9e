"""Days of past treatments that their own sentences do not give."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs


def days(text: str, packs: Packs) -> list[dt.date | None]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 6, 1))
    return [
        fact.date
        for fact in facts_in(note, packs)
        if fact.kind == "treatment" and fact.value.treatment_class == "surgery"
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Past history\n1. 2009 carcinoma of the colon. Right hemicolectomy was performed.\n2. Gout.", 2009),
        ("This 61-year-old man had an appendicectomy at the age of twelve.", 1976),
        ("45F. Had a tonsillectomy as a child.", 1997),
        ("DOB 03/06/1965. Had an appendicectomy at seventeen.", 1983),
        ("Age: 60. Appendicectomy in her last year of school.", 1985),
        ("OP: appendectomy (30YA)", 1995),
        ("Hernia repair many years ago.", 2023),
        ("Op date: 20241219, hernia repair.", 2024),
    ],
)
def test_a_day_told_elsewhere(text: str, year: int, packs: Packs) -> None:
    found = days(text, packs)
    assert [day.year if day else None for day in found] == [year]


@pytest.mark.parametrize(
    "text",
    [
        "Past history\n1. 2009 carcinoma of the colon.\n2. Had a right hemicolectomy.",
        "Recurrence of the sarcoma (prim. 2021 T21-04, gr 2). Had a hernia repair.",  # broken at a stop, no item's head
        "He had an appendicectomy at the age of twelve.",
        "This 61-year-old man had an appendicectomy.",
    ],
)
def test_a_day_that_nothing_tells(text: str, packs: Packs) -> None:
    assert days(text, packs) == [None]
