"""A second tumour in a report of its own."""

import datetime as dt

import pytest

from trialsift.chart import Chart, chart_of, document_of
from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs

KIDNEY = "Right radical nephrectomy.\nDIAGNOSIS: Clear cell renal cell carcinoma of the right kidney, 42 mm."
THIGH = "Core biopsy of a mass in the left thigh.\nDIAGNOSIS: Leiomyosarcoma, FNCLCC grade 3."
FIRST = "Core biopsy of a mass in the left thigh.\nDIAGNOSIS: Poorly differentiated carcinoma."


def chart(packs: Packs, *texts: str) -> Chart:
    notes = [
        Note(
            note_id=f"n{place}",
            patient_id="p",
            note_type="pathology",
            note_date=dt.date(2023 + place, 5, 1),
            text=text,
        )
        for place, text in enumerate(texts)
    ]
    facts = [fact for note in notes for fact in facts_in(note, packs)]
    return chart_of("p", facts, [document_of(note) for note in notes], notes=notes)


@pytest.mark.parametrize(
    ("texts", "about"),
    [
        ((KIDNEY, THIGH), {"other_tumour"}),
        ((FIRST, THIGH), {"this_tumour"}),  # the same place: a first reading
        ((KIDNEY,), {"this_tumour"}),  # nothing else is known of this patient
    ],
)
def test_a_report_on_another_cancer_elsewhere(texts: tuple[str, ...], about: set[str], packs: Packs) -> None:
    first = [
        fact
        for fact in chart(packs, *texts).facts
        if fact.note_id == "n0" and fact.kind in {"histology", "site"}
    ]
    assert {fact.about for fact in first} == about


MRI = "MRI of the left thigh. A mass in the vastus lateralis measures 84 x 60 x 50 mm."
SECOND = "Ultrasound. 16 mm lesion in the vastus lateralis, solid. Fine needle aspiration."
SMALLER = "Ultrasound. The mass in the left thigh measures 60 mm."


@pytest.mark.parametrize(("later", "about"), [(SECOND, "other_tumour"), (SMALLER, "this_tumour")])
def test_a_lesion_far_below_the_mri_is_another_one(later: str, about: str, packs: Packs) -> None:
    notes = [
        Note(note_id="n0", patient_id="p", note_type="mri", note_date=dt.date(2025, 5, 6), text=MRI),
        Note(note_id="n1", patient_id="p", note_type="ultrasound", note_date=dt.date(2025, 6, 3), text=later),
    ]
    facts = [fact for note in notes for fact in facts_in(note, packs)]
    made = chart_of("p", facts, [document_of(note) for note in notes], notes=notes)
    assert [fact.about for fact in made.of_kind("tumour_size") if fact.note_id == "n1"] == [about]
