"""A folder of notes: each sub-folder a patient, each .txt a note, patient.json what else is known."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from trialsift.errors import UsageError
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
    """All patients of a folder by name. With a patient.json of its own it is one patient, with all below it.

    Else a sub-folder is a patient, and so is each note that stands in none. Only names are held, so that
    a folder of a million patients is no burden. Raises UsageError for a folder that cannot be opened.
    """
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder}: cannot be opened: {error.strerror}") from error
    if "patient.json" in names:
        yield from patient_items(folder, readable(folder.name))
        return
    inside = [name for name in names if not name.startswith(".") and _is_folder(folder / name)]
    if not names:
        yield _without_notes(folder)
    for name in sorted(set(names) - set(inside)):
        for path in _files_at(folder / name):
            yield from _item_of(path, patient_id=readable(Path(name).stem), note_id=readable(name))
    for name in inside:
        yield from patient_items(folder / name, readable(name))


def patient_items(folder: Path, name: str) -> Iterator[Note | Patient | Refusal]:
    """One patient's folder, with all below it: the record first, then the notes by file name.

    A folder that holds nothing is refused by name, so that no patient is passed over in silence.
    """
    found = False
    patient_id = name
    for item in _items_of(folder, name):
        found = True
        if isinstance(item, Patient):
            patient_id = item.patient_id
        yield replace(item, patient_id=patient_id) if isinstance(item, Refusal) else item
    if not found:
        yield replace(_without_notes(folder), patient_id=name)


def _items_of(folder: Path, name: str) -> Iterator[Note | Patient | Refusal]:
    record = folder / "patient.json"
    patient_id = name
    if _is_file(record):
        patient = _patient(record, name)
        yield patient
        patient_id = patient.patient_id if isinstance(patient, Patient) else name
    for path in _files_below(folder):
        if path != record:
            below = path.relative_to(folder).as_posix() if isinstance(path, Path) else ""
            yield from _item_of(path, patient_id=patient_id, note_id=f"{name}/{readable(below)}")


def _files_below(folder: Path) -> Iterator[Path | Refusal]:
    """All files below a folder by name; what cannot be looked into is refused, not passed over."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        yield _closed(folder, error)
        return
    for name in names:
        path = folder / name
        if _is_folder(path) and not path.is_symlink() and not name.startswith("."):
            yield from _files_below(path)
        else:
            yield from _files_at(path)


def _files_at(path: Path) -> Iterator[Path | Refusal]:
    """The file at a path, if it is one; hidden ones are nobody's notes."""
    if path.name.startswith("."):
        return
    try:
        is_file = path.is_file()
    except OSError as error:
        yield _closed(path, error)
        return
    if is_file:
        yield path
    elif path.is_symlink():
        where = "a folder, which is not followed" if path.is_dir() else "nowhere"
        yield Refusal(source=readable(str(path)), reason=f"a link that leads to {where}")
    else:
        yield Refusal(source=readable(str(path)), reason="no file: a pipe, a device or the like")


def _item_of(path: Path | Refusal, *, patient_id: str, note_id: str) -> Iterator[Note | Refusal]:
    if isinstance(path, Refusal):
        yield path
    else:
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
        return replace(_closed(path, error), patient_id=patient_id)
    except NotTextError as error:
        return Refusal(source=readable(str(path)), reason=str(error), patient_id=patient_id)
    stem = readable(path.stem)
    words, date = date_in_name(stem)
    remarks = decoded.remarks
    if words and date is None:
        remarks = (*remarks, f"the date {words} in its name cannot be read in one way only; it has no date")
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
    except OSError as error:
        return _closed(path, error)
    except NotTextError as error:
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
    """What is wrong with each key in one line, without the values."""
    known = ", ".join(_Record.model_fields)
    told = "; ".join(
        _fault(item["type"], ".".join(map(str, item["loc"])), item["msg"]) for item in error.errors()
    )
    return f"{told}. Known keys: {known}; dates as 2024-03-15"


def _fault(sort: str, key: str, words: str) -> str:
    if sort == "json_invalid":
        return words.replace("Invalid JSON", "it is not JSON")
    if sort == "extra_forbidden":
        return f'unknown key "{key}"'
    if not key:
        return "it is no JSON object with keys"
    return f'"{key}" is no date' if key.endswith("_date") else f'"{key}" is not text'


def _is_file(path: Path) -> bool:
    """Whether a file is there; False too where one may not look, which reading the folder tells."""
    try:
        return path.is_file()
    except OSError:
        return False


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _closed(path: Path, error: OSError) -> Refusal:
    return Refusal(source=readable(str(path)), reason=f"cannot be opened: {error.strerror}")


def _without_notes(folder: Path) -> Refusal:
    return Refusal(source=readable(str(folder)), reason="the folder holds no note")
