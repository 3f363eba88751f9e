"""A folder of notes: each sub-folder a patient, each .txt a note, patient.json what else is known."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from trialsift.note import Note, Patient, Refusal
from trialsift.readers.dates import date_in_name
from trialsift.readers.decode import NotTextError, decode, readable

# Files that belong beside notes and are none: gold marks, expected answers.
_COMPANIONS = frozenset({"expected.json", "truth.json", "floor.json", "README.md"})
_COMPANION_ENDINGS = frozenset({".ann"})


class _Record(BaseModel):
    """patient.json as it may be written."""

    model_config = ConfigDict(extra="forbid")

    id: str | None = None
    sex: str | None = None
    birth_date: dt.date | None = None
    screening_date: dt.date | None = None


def folder_items(folder: Path) -> Iterator[Note | Patient | Refusal]:
    """All patients of a folder by name; a folder with a patient.json, or with notes of its own, is one too."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    if any(path.name == "patient.json" for path in files):
        yield from patient_items(folder, readable(folder.name))
    else:
        for path in files:
            yield from _file_item(path, patient_id=readable(path.stem), note_id=readable(path.name))
    for inside in sorted(
        path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")
    ):
        yield from patient_items(inside, readable(inside.name))


def patient_items(folder: Path, name: str) -> Iterator[Note | Patient | Refusal]:
    """One patient's folder, with all below it: the record first, then the notes by file name."""
    record = folder / "patient.json"
    patient_id = name
    if record.is_file():
        patient = _patient(record, name)
        yield patient
        patient_id = patient.patient_id if isinstance(patient, Patient) else name
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and path != record and not hidden:
            note_id = f"{name}/{readable(path.relative_to(folder).as_posix())}"
            yield from _file_item(path, patient_id=patient_id, note_id=note_id)


def _file_item(path: Path, *, patient_id: str, note_id: str) -> Iterator[Note | Refusal]:
    if path.name in _COMPANIONS or path.suffix.lower() in _COMPANION_ENDINGS:
        return
    if path.suffix.lower() != ".txt":
        yield Refusal(
            source=readable(str(path)),
            reason=f"not a .txt file ({path.suffix or 'no ending'}). Export it as plain text",
        )
        return
    yield note_of_file(path, patient_id=patient_id, note_id=note_id)


def note_of_file(path: Path, *, patient_id: str, note_id: str) -> Note | Refusal:
    """The note in a .txt file; type and date from its name, "02_mri_2024-03-15.txt"."""
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        return Refusal(source=readable(str(path)), reason=f"cannot be opened: {error.strerror}")
    except NotTextError as error:
        return Refusal(source=readable(str(path)), reason=str(error))
    stem = readable(path.stem)
    words, date = date_in_name(stem)
    remarks = decoded.remarks
    if words and date is None:
        remarks = (*remarks, f"the date {words} in its name can be read in two ways; it has no date")
    return Note(
        note_id=note_id, patient_id=patient_id, text=decoded.text, note_type=_type_in_name(stem, words),
        note_date=date, source=readable(str(path)), remarks=remarks,
    )  # fmt: skip


def _type_in_name(stem: str, date_words: str) -> str:
    """What is left of a file name without its number and date: "02_mri_2024-03-15" gives "mri"."""
    bare = stem.replace(date_words, " ") if date_words else stem
    bare = re.sub(r"^\d+(?=[_\- .])", " ", bare)
    return re.sub(r"[\s_]+", "-", bare.strip(" _-.")).strip("-").lower()


def _patient(path: Path, name: str) -> Patient | Refusal:
    try:
        text = decode(path.read_bytes()).text
        record = _Record.model_validate_json(text)
    except (OSError, NotTextError) as error:
        return Refusal(source=readable(str(path)), reason=str(error))
    except ValidationError as error:
        return Refusal(source=readable(str(path)), reason=_faults(error))
    patient_id = record.id or name
    note = Note(
        note_id=f"{name}/patient.json", patient_id=patient_id, text=text, note_type="patient_record",
        note_date=record.screening_date, source=readable(str(path)),
    )  # fmt: skip
    return Patient(
        patient_id=patient_id, sex=record.sex, birth_date=record.birth_date,
        screening_date=record.screening_date, record=note,
    )  # fmt: skip


def _faults(error: ValidationError) -> str:
    """Pydantic's faults in one line, without the values: keys and what is wrong with each."""
    known = ", ".join(_Record.model_fields)
    told = "; ".join(f"{'.'.join(map(str, item['loc'])) or 'file'}: {item['msg']}" for item in error.errors())
    return f"{told}. Known keys: {known}; dates as 2024-03-15"
