"""Since when a patient could have been flagged: the screening replayed over the dates of the notes."""

import datetime as dt
from pathlib import Path

import pytest

from trialsift.chart import document_of
from trialsift.criteria import Trial
from trialsift.extract import read_facts
from trialsift.note import Note, Patient
from trialsift.packs.rules import Packs
from trialsift.screen import ReadPatient, first_flaggable
from trialsift.trials import load_trial

ON = dt.date(2025, 3, 20)
TRIAL = """
trial: SINCE-1
protocol: "own words"
title: "Since when"
criteria:
  - id: I1
    says: "ECOG 0 or 1 within 60 days"
    deciding: yes
    include_if: {ecog: {one_of: [0, 1], pick: newest, within: 60 days}}
  - id: E1
    says: "Seizures"
    exclude_if: {condition: {is: seizure, pick: any}}
cases:
  - {have: {}, get: {all: unknown}}
"""


def note(text: str, day: dt.date | None) -> Note:
    return Note(note_id=f"{day}-{text[:6]}", patient_id="p1", text=text, note_type="clinic", note_date=day)


def read(packs: Packs, *notes: Note, patient: Patient | None = None) -> ReadPatient:
    found = [read_facts(item, packs) for item in notes]
    return ReadPatient(
        patient_id="p1",
        facts=tuple(fact for one in found for fact in one.facts),
        documents=tuple(
            document_of(item, family=one.document) for item, one in zip(notes, found, strict=True)
        ),
        notes=notes,
        patient=patient,
    )


@pytest.fixture
def trial(tmp_path: Path, packs: Packs) -> Trial:
    path = tmp_path / "since.yaml"
    path.write_text(TRIAL)
    return load_trial(str(path), packs)


def since(held: ReadPatient, trial: Trial, on: dt.date = ON) -> dt.date | None:
    return first_flaggable(held, trial, on=on)


def test_the_first_note_that_completes_the_picture_counts(packs: Packs, trial: Trial) -> None:
    held = read(
        packs,
        note("Never had seizures.", dt.date(2025, 2, 1)),
        note("ECOG 1 today.", dt.date(2025, 3, 1)),
        note("ECOG 0 today.", dt.date(2025, 3, 10)),
    )
    assert since(held, trial) == dt.date(2025, 3, 1)


def test_who_was_a_candidate_before_and_again_was_first_one_then(packs: Packs, trial: Trial) -> None:
    held = read(
        packs,
        note("ECOG 1 today.", dt.date(2025, 2, 1)),
        note("ECOG 3 today.", dt.date(2025, 2, 20)),
        note("ECOG 1 again.", dt.date(2025, 3, 10)),
    )
    assert since(held, trial) == dt.date(2025, 2, 1)


def test_a_later_note_does_not_make_an_earlier_day_flaggable(packs: Packs, trial: Trial) -> None:
    held = read(packs, note("Seen in clinic.", dt.date(2025, 2, 1)), note("ECOG 1.", dt.date(2025, 4, 1)))
    assert since(held, trial) is None


def test_a_silent_chart_was_never_flaggable(packs: Packs, trial: Trial) -> None:
    assert since(read(packs), trial) is None
    assert since(read(packs, note("Seen in clinic.", dt.date(2025, 2, 1))), trial) is None


def test_undated_notes_count_from_the_screening_date_on(packs: Packs, trial: Trial) -> None:
    held = read(packs, note("2025-03-01: ECOG 1.", None), note("Seen in clinic.", dt.date(2025, 3, 5)))
    assert since(held, trial) == ON


def test_the_patient_record_holds_from_the_first_day_on(packs: Packs, tmp_path: Path) -> None:
    path = tmp_path / "aged.yaml"
    path.write_text(
        TRIAL.replace(
            "{ecog: {one_of: [0, 1], pick: newest, within: 60 days}}",
            "{all: [{ecog: {one_of: [0, 1], pick: newest}}, {person: {at_least: 18 years, pick: newest}}]}",
        )
    )
    trial = load_trial(str(path), packs)
    record = Note(
        note_id="p1/patient.json", patient_id="p1", text='{"birth_date": "1960-04-02", "sex": "female"}',
        note_type="patient_record", note_date=ON,
    )  # fmt: skip
    patient = Patient(patient_id="p1", birth_date=dt.date(1960, 4, 2), screening_date=ON)
    held = read(packs, record, note("ECOG 1 today.", dt.date(2025, 3, 1)), patient=patient)
    assert since(held, trial) == dt.date(2025, 3, 1)
