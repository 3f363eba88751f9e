"""What comes in: one note of one patient, and what is known of the patient beside the notes."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One document as received. `text` is never altered: every offset points into it.

    note_date is the date of the document (not of the events it tells of), None when not known.
    note_type is free text from the file name or table ("mri", "core-biopsy"), "" when not known;
    source says where it was read, for error messages. remarks are what the reader could not settle
    ("its date 03/04/2024 can be read in two ways"), in words for the person who runs the command.
    """

    note_id: str
    patient_id: str
    text: str
    note_type: str = ""
    note_date: date | None = None
    source: str = ""
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.note_id:
            raise ValueError("a note needs a note_id")
        if not self.patient_id:
            raise ValueError(f"note {self.note_id!r} needs a patient_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """What patient.json says: sex and birth date in the words of the record, the screening date.

    `record` is the file itself as a Note of type "patient_record", so that age and sex have a quote.
    """

    patient_id: str
    sex: str | None = None
    birth_date: date | None = None
    screening_date: date | None = None
    record: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A note, row or file that could not be read, by name and with the reason. Never its text.

    patient_id says whose note it would have been, "" when that is not known either.
    """

    source: str
    reason: str
    patient_id: str = ""
