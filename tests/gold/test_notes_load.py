"""Every annotated folder loads: marks and quotes agree, ids are unique, dev and test share no patient."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from trialsift.gold.answers import Truth
from trialsift.gold.brat import house_form, quoted, read_marks

GOLD = Path(__file__).parents[2] / "annotated_notes"
FOLDERS = sorted(path.parent for path in GOLD.glob("*/*/patient.json"))
CRITERIA = {f"I{number}" for number in range(1, 12)} | {f"E{number}" for number in range(1, 20)}
TITLE = r"(?:Mrs?|Ms|Miss|Dr|Prof|Frau|Herr|Smt|[Nn]ame|NAME|[Pp]atient|PATIENT|PT|Pt|Re)\b"
TITLED = re.compile(TITLE + r"[.: ]*((?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w'-]+(?:[ ,]+[A-Z][\w'-]+){0,2})")
DOUBLE = re.compile(r"\b[A-Z][A-Za-z]{3,}-[A-Z][A-Za-z]{3,}\b")
WORD = re.compile(r"[a-z]{4,}")


def _of(folder: Path) -> str:
    return f"{folder.parent.name}-{folder.name}"


def _patient(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "patient.json").read_text(encoding="utf-8")))


def test_there_are_dev_and_test_patients() -> None:
    assert {folder.parent.name for folder in FOLDERS} == {"dev", "test"}


@pytest.mark.parametrize("folder", FOLDERS, ids=_of)
def test_every_note_has_marks_in_house_form_with_true_quotes(folder: Path) -> None:
    notes = sorted(folder.glob("*.txt"))
    assert notes
    assert [note.stem for note in notes] == sorted(marks.stem for marks in folder.glob("*.ann"))
    for note in notes:
        raw = note.read_bytes()
        assert b"\r" not in raw
        text = raw.decode("utf-8")
        ann = note.with_suffix(".ann").read_text(encoding="utf-8")
        for mark in read_marks(text, ann, file=note.name):
            assert quoted(text, mark.start, mark.end) == mark.quote
        assert house_form(text, ann, file=note.name) == ann


@pytest.mark.parametrize("folder", FOLDERS, ids=_of)
def test_patient_and_expected_answers_are_complete(folder: Path) -> None:
    patient = _patient(folder)
    assert set(patient) == {"id", "sex", "birth_date", "screening_date"}
    assert patient["id"] == folder.name
    born, screened = (dt.date.fromisoformat(patient[key]) for key in ("birth_date", "screening_date"))
    assert born < screened
    assert max(note.stem.rsplit("_", 1)[1] for note in folder.glob("*.txt")) <= screened.isoformat()
    truth = Truth.model_validate_json((folder / "expected.json").read_text(encoding="utf-8"))
    assert set(truth.criteria) == CRITERIA
    for said in truth.criteria.values():
        assert said.answer in said.accept
        assert said.why


@pytest.mark.parametrize("folder", FOLDERS, ids=_of)
def test_flag_follows_from_the_answers(folder: Path) -> None:
    truth = Truth.model_validate_json((folder / "expected.json").read_text(encoding="utf-8"))
    answers = {criterion: said.answer for criterion, said in truth.criteria.items()}
    fails = any(answers[key] == ("no" if key.startswith("I") else "yes") for key in answers)
    decided = all(answers[f"I{number}"] == "yes" for number in range(1, 7))
    assert truth.overall == ("excluded" if fails else "candidate" if decided else "open")


def test_ids_are_unique_across_dev_and_test() -> None:
    ids = [_patient(folder)["id"] for folder in FOLDERS]
    assert len(ids) == len(set(ids))


def test_no_person_stands_in_both_dev_and_test() -> None:
    def people(part: str) -> set[tuple[str, str]]:
        found = [_patient(folder) for folder in FOLDERS if folder.parent.name == part]
        return {(one["sex"], one["birth_date"]) for one in found}

    def names(part: str) -> set[str]:
        texts = [note.read_text(encoding="utf-8") for note in (GOLD / part).glob("*/*.txt")]
        plain = {word for text in texts for word in re.findall(r"\b[a-z]{4,}\b", text)}
        titled = [name for text in texts for found in (TITLED, DOUBLE) for name in found.findall(text)]
        return {word for name in titled for word in WORD.findall(name.lower())} - plain

    assert not people("dev") & people("test")
    assert not names("dev") & names("test")
