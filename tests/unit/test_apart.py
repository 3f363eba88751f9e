"""A second tumour in a report of its own."""

import datetime as dt

import pytest

from trialsift.chart import Chart, chart_of, document_of
from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.screen import screen_chart
from trialsift.trials import load_trial

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


def warnings(made: Chart, packs: Packs) -> list[str]:
    """What the answers to a trial warn of."""
    screening = screen_chart(made, load_trial("NCT05602415", packs), packs_hash=packs.hash)
    return [words for answer in screening.answers for words in answer.warnings]


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


def test_what_is_set_apart_as_another_tumours_is_told(packs: Packs) -> None:
    told = [words for words in warnings(chart(packs, KIDNEY, THIGH), packs) if "another tumour's" in words]
    assert any("Clear cell renal cell carcinoma" in words for words in told)
    assert not [words for words in warnings(chart(packs, FIRST, THIGH), packs) if "another tumour's" in words]


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
    told = [words for words in warnings(made, packs) if "far below the MRI's size" in words]
    assert bool(told) == (about == "other_tumour")
    assert all("16 mm" in words for words in told)
    assert [fact.about for fact in made.of_kind("tumour_size") if fact.note_id == "n1"] == [about]


MINUTES = "Item 4. CT chest: no metastases.\n\nItem 5. (other patient) lung metastases on CT.\n"


def test_what_minutes_tell_of_another_patient_is_set_apart_and_told(packs: Packs) -> None:
    note = Note(note_id="n0", patient_id="p", note_type="clinic", note_date=dt.date(2025, 5, 1), text=MINUTES)
    facts = facts_in(note, packs)
    assert {(fact.presence, fact.person, fact.standing) for fact in facts if fact.kind == "metastasis"} == {
        ("absent", "patient", "stands"),
        ("present", "relative", "other_patient"),
    }
    made = chart_of("p", facts, [document_of(note)], notes=[note])
    assert {fact.person for fact in made.facts} == {"patient"}
    told = [words for words in warnings(made, packs) if "another patient's" in words]
    assert any('Metastasis "metastases"' in words for words in told)


def test_a_wider_word_of_another_day_is_another_tumour(packs: Packs) -> None:
    """ "Carcinoma" is what breast cancer is too, but the one of this year is not the one of 2010."""
    text = "PMH: breast cancer 2010, lobectomy. A second carcinoma was diagnosed in January 2025."
    note = Note(note_id="n0", patient_id="p", note_type="clinic", note_date=dt.date(2025, 3, 1), text=text)
    made = chart_of("p", facts_in(note, packs), [document_of(note)], notes=[note])
    screened = screen_chart(made, load_trial("NCT05602415", packs), packs_hash="p", on=dt.date(2025, 3, 10))
    assert {item.criterion: item.answer for item in screened.answers}["E10"] == "yes"
