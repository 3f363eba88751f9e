"""What holds of reading any note: quotes are the text, order and strangers change nothing, nothing leaks."""

import datetime as dt
import logging
import random
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loguru import logger

from trialsift import workers
from trialsift.batch import read_into, screen_due
from trialsift.extract import read_facts
from trialsift.extract.kinds import facts_of
from trialsift.note import Note, Refusal
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.rows import screening_row
from trialsift.screen import PatientNotes, by_patient, chart_for, screen_chart
from trialsift.store import Store
from trialsift.trials import load_trial

NOTES = Path(__file__).parents[2] / "annotated_notes" / "dev"
REFUSED: list[Refusal] = []
PATIENTS = list(by_patient(read_notes(NOTES), REFUSED))
ALL = [note for patient in PATIENTS for note in patient.notes]
NOISE = {"l": "1", "O": "0", "rn": "m", " ": "  ", ".": " .", "e": "é", "-": "–", ",": ";", "\n": "\r\n", "m": "rn"}  # fmt: skip


@cache
def shipped() -> Packs:
    return load_packs()


def screened(patient: PatientNotes) -> dict[str, object]:
    trial = load_trial("NCT05602415", shipped())
    row = screening_row(
        screen_chart(chart_for(patient, shipped()), trial, packs_hash="", on=dt.date(2025, 6, 30))
    )
    return {key: row[key] for key in ("flag", "reasons", "answers", "flip_list", "checklist", "warnings")}  # fmt: skip


def holds(note: Note) -> None:
    for fact in read_facts(note, shipped()).facts:
        assert fact.evidence
        for item in fact.evidence:
            assert item.note_id == note.note_id
            assert note.text[item.start : item.end] == item.quote


@pytest.mark.parametrize("note", ALL, ids=lambda note: note.note_id)
def test_every_quote_is_the_text_it_points_to(note: Note) -> None:
    holds(note)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(ALL),
    st.integers(0, 4000),
    st.integers(1, 900),
    st.sampled_from(sorted(NOISE)),
    st.text(max_size=8),
)
def test_every_quote_is_the_text_of_a_damaged_note(
    note: Note, start: int, length: int, sign: str, odd: str
) -> None:
    cut = note.text[start % max(len(note.text), 1) :][:length]
    text = f"{odd}{cut.replace(sign, NOISE[sign])}{odd}{cut}"
    holds(Note(note_id="n", patient_id="p", text=text, note_type=note.note_type, note_date=note.note_date))


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.patient_id)
def test_the_order_of_notes_changes_nothing(patient: PatientNotes) -> None:
    notes = list(patient.notes)
    random.Random(7).shuffle(notes)  # noqa: S311 - an order, not a secret
    for order in (notes, notes[::-1]):
        other = PatientNotes(patient_id=patient.patient_id, notes=tuple(order), patient=patient.patient)
        assert screened(other) == screened(patient)


@pytest.mark.parametrize("patient", PATIENTS, ids=lambda patient: patient.patient_id)
def test_a_note_about_nothing_changes_no_answer(patient: PatientNotes) -> None:
    more = Note(
        note_id="z-note", patient_id=patient.patient_id, note_type="parking", note_date=dt.date(2020, 1, 1),
        text="The car park by the east gate is closed on Tuesdays.\nPlease use the north gate.\n",
    )  # fmt: skip
    other = PatientNotes(patient_id=patient.patient_id, notes=(*patient.notes, more), patient=patient.patient)
    before, after = screened(patient), screened(other)
    assert [(item["criterion"], item["answer"], item["because"]) for item in after["answers"]] == [  # type: ignore[attr-defined]
        (item["criterion"], item["answer"], item["because"])
        for item in before["answers"]  # type: ignore[attr-defined]
    ]
    assert after["flag"] == before["flag"]


MARKER = "Zwiebelfisch"
SECRET = f"Mrs {MARKER} was seen. ECOG 1. Biopsy of {MARKER} shows leiomyosarcoma of the right thigh, 82 mm. {MARKER}: no metastases.\n"


def _failing(reading: object, packs: Packs) -> object:
    del packs
    raise ValueError(f"cannot read {reading.note.text}")  # type: ignore[attr-defined]


@pytest.mark.parametrize("fails", [False, True], ids=["reading works", "a kind fails"])
def test_no_word_of_a_note_is_in_logs_or_errors(
    fails: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    told: list[str] = []
    sink = logger.add(told.append, level="DEBUG")
    if fails:
        monkeypatch.setattr("trialsift.extract.kinds.facts_of", _failing)
    note = Note(note_id="n1", patient_id="p1", text=SECRET, note_type="clinic", note_date=dt.date(2025, 3, 1))
    packs, trial = shipped(), load_trial("NCT05602415", shipped())
    with Store(tmp_path / "s.sqlite") as store:
        counts = read_into(store, [note], packs)
        screenings = list(screen_due(store, [trial], packs.hash))
    logger.remove(sink)
    shown = capfd.readouterr()
    assert (counts.done, len(counts.refused), len(screenings)) == ((0, 1, 1) if fails else (1, 0, 1))
    spoken = [*told, *(record.getMessage() for record in caplog.records), shown.out, shown.err]
    spoken += [item.reason for item in counts.refused] + counts.remarks
    assert [words for words in spoken if MARKER in words] == []
    assert shown.err == ""


def test_the_failing_kind_of_the_law_is_the_one_that_reading_calls() -> None:
    assert facts_of is sys.modules["trialsift.extract.kinds"].facts_of
    assert workers.read_facts is read_facts
