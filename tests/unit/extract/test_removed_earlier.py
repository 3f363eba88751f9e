"""A tumour removed long ago keeps the date of its removal beside what is said of its recurrence."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

NOTED = dt.date(2025, 3, 1)


def grades(text: str, packs: Packs, note_type: str = "clinic") -> dict[str, dt.date | None]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=NOTED)
    found: list[Fact] = [fact for fact in facts_in(note, packs) if fact.kind == "grade"]
    return {fact.value.value: fact.date for fact in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Grade 2 tumour taken out in 2020 and irradiated, recurrence this winter, biopsy shows grade 3 disease.",
            {"2": dt.date(2020, 12, 31), "3": NOTED},
        ),
        (
            "In October 2020 she had a lump removed from the thigh. That turned out to be a grade 2 myxofibrosarcoma.",
            {"2": dt.date(2020, 10, 31)},
        ),
        ("Synovial sarcoma, grade 2, excised in 2021; now recurrent, grade 3.", {"2": dt.date(2021, 12, 31), "3": NOTED}),
        ("Resection of the grade 2 liposarcoma in 2016.", {"2": dt.date(2016, 12, 31)}),
        ("On review the 2021 tumour is a myxofibrosarcoma, grade 1.", {"1": dt.date(2021, 12, 31)}),
        # a date within the year, another organ's removal, a biopsy, another lump: the note's own date stays
        ("Grade 3 leiomyosarcoma of the thigh resected on 3 February 2025.", {"3": NOTED}),
        ("Leiomyosarcoma of the thigh grade 3, appendix removed in 2001.", {"3": NOTED}),
        ("Leiomyosarcoma of the thigh grade 3, thyroid nodule removed in 2015.", {"3": NOTED}),
        ("Ovarian cyst removed in 2012, sarcoma of the thigh grade 3.", {"3": NOTED}),
        ("PEG removed in 2019, sarcoma of the thigh grade 3.", {"3": NOTED}),
        ("Thigh UPS G3, toe removed 2001 after frostbite.", {"3": NOTED}),
        ("UPS grade 3 of the calf on biopsy in 2023; excision planned.", {"3": NOTED}),
        ("Excision of gallbladder 2012, leiomyosarcoma of the thigh grade 3.", {"3": NOTED}),
        ("Lump excised from the back 2010. The sarcoma of the thigh is grade 3.", {"3": NOTED}),
        ("She had surgery in 2012 for a hernia. It was a grade 3 sarcoma that we found in the thigh.", {"3": NOTED}),
    ],
)  # fmt: skip
def test_the_date_of_a_grade(text: str, expected: dict[str, dt.date], packs: Packs) -> None:
    assert grades(text, packs) == expected


def test_slides_of_an_earlier_operation(packs: Packs) -> None:
    text = "A. Right arm, core biopsy:\n   Myxofibrosarcoma, FNCLCC grade 3.\nB. Right arm, excision (outside, 2020):\n   Myxofibrosarcoma, FNCLCC grade 2."
    assert grades(text, packs, "pathology") == {"3": NOTED, "2": dt.date(2020, 12, 31)}
