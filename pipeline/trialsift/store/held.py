"""What a store holds: notes with their facts, patients, and every patient's screenings.

A note and its facts are written in one transaction, so that a run that is killed has lost nothing and
has nothing twice. `version` counts a patient's changes; a screening remembers the version it saw.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from trialsift.answers import Screening
from trialsift.chart import Chart, Document
from trialsift.made_by import DECIDES, READS, code_hash
from trialsift.note import Note, Patient, Refusal
from trialsift.rows import fact_from_row, screening_from_row
from trialsift.screen import ReadPatient
from trialsift.store.changes import COLUMNS
from trialsift.store.file import StoreFile
from trialsift.store.screened import Screened

_DUE = (
    "SELECT p.patient_id FROM patients p LEFT JOIN screenings s ON s.patient_id = p.patient_id AND s.trial = ? "
    "WHERE (s.patient_id IS NULL OR s.version != p.version OR s.pack_hash != ? OR s.trial_hash != ? OR s.asked_on != ? "
    "OR s.code_hash != ?) "
    "AND (EXISTS (SELECT 1 FROM notes n WHERE n.patient_id = p.patient_id AND n.run >= ?) "
    "OR EXISTS (SELECT 1 FROM set_aside a WHERE a.patient_id = p.patient_id AND a.run >= ?))"
)
_DUE_PAGE = f"{_DUE} AND p.patient_id > ? ORDER BY p.patient_id LIMIT 1000"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRows:
    """What was found in one note, as it is kept: its kind of document, and each fact's kind and JSON row."""

    document: str
    partly_read: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One patient in a trial's list: what a table shows without opening the whole screening."""

    patient_id: str
    flag: str
    unknown: int
    on: str
    newest_note: str | None
    first_flagged: str | None


class Store(StoreFile):
    """An open store. Use as a context manager; one writer at a time, readers beside it."""

    def standing(self, note: Note, pack_hash: str) -> Literal["new", "known", "aside", "twice"]:
        """Whether this very text was read ("known") or set aside with these packs by this code, or its id has passed in this run already."""
        row = self.db.execute(
            "SELECT sha256, pack_hash, code_hash, run FROM notes WHERE note_id = ?", (note.note_id,)
        ).fetchone()
        if row is not None and row[3] == self.run:
            return "twice"
        same = (fingerprint(note), pack_hash, code_hash(READS))
        if row is not None and row[:3] == same:
            return "known"
        aside = self.db.execute(
            "SELECT sha256, pack_hash, code_hash FROM set_aside WHERE source = ?", (note.note_id,)
        ).fetchone()
        return "aside" if aside == same else "new"

    def pass_on(self, note_ids: Iterable[str]) -> None:
        """Mark notes as part of this run that did not have to be read again."""
        with self.transaction():
            self.db.executemany(
                "UPDATE notes SET run = ? WHERE note_id = ?", [(self.run, name) for name in note_ids]
            )

    def put_note(self, note: Note, rows: NoteRows, *, pack_hash: str) -> None:
        """Write a note with its facts in place of what was there, inside the caller's transaction."""
        earlier = self.db.execute(
            "SELECT patient_id FROM notes WHERE note_id = ?", (note.note_id,)
        ).fetchone()
        if earlier and earlier[0] != note.patient_id:
            self._touch(earlier[0])
        self.db.execute("DELETE FROM notes WHERE note_id = ?", (note.note_id,))
        self.db.execute("DELETE FROM set_aside WHERE source IN (?, ?)", (note.note_id, note.source))
        self.db.execute(
            "INSERT INTO notes VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (note.note_id, note.patient_id, note.note_type, _iso(note.note_date), note.text, note.source,
             fingerprint(note), pack_hash, rows.document, json.dumps(list(rows.partly_read)), self.run, code_hash(READS)),
        )  # fmt: skip
        self.db.executemany(
            "INSERT INTO facts VALUES (?,?,?,?)",
            [(note.note_id, place, kind, row) for place, (kind, row) in enumerate(rows.facts)],
        )
        self._touch(note.patient_id)

    def put_patient(self, patient: Patient) -> None:
        """Write what patient.json says; a change makes the patient due for screening."""
        said = (patient.sex, _iso(patient.birth_date), _iso(patient.screening_date))
        held = self.db.execute(
            "SELECT sex, birth_date, screening_date FROM patients WHERE patient_id = ?", (patient.patient_id,)
        ).fetchone()
        if held != said:
            self._touch(patient.patient_id)
            self.db.execute(
                "UPDATE patients SET sex = ?, birth_date = ?, screening_date = ? WHERE patient_id = ?",
                (*said, patient.patient_id),
            )

    def set_aside(self, refusal: Refusal, *, note: Note | None = None, pack_hash: str = "") -> None:
        """Keep the name and reason of what could not be read; with its note, so that it is not tried again.

        Its patient, where known, is due for screening when this is new: what the notes say is not all there is.
        """
        shown = fingerprint(note) if note else ""
        source = note.note_id if note else refusal.source
        held = self.db.execute(
            "SELECT patient_id, reason FROM set_aside WHERE source = ?", (source,)
        ).fetchone()
        if refusal.patient_id and held != (refusal.patient_id, refusal.reason):
            self._touch(refusal.patient_id)
        self.db.execute(
            "INSERT OR REPLACE INTO set_aside VALUES (?,?,?,?,?,?,?)",
            (source, refusal.reason, shown, pack_hash, code_hash(READS), refusal.patient_id, self.run),
        )

    def aside_again(self, note: Note) -> Refusal:
        """The reason for which a note of standing "aside" was set aside, which stays so."""
        reason = self.db.execute(
            "UPDATE set_aside SET run = ? WHERE source = ? RETURNING reason", (self.run, note.note_id)
        ).fetchone()[0]
        return Refusal(source=note.source or note.note_id, reason=reason, patient_id=note.patient_id)

    def aside(self, patient_id: str) -> tuple[Refusal, ...]:
        """What was set aside of a patient, by name."""
        rows = self.db.execute(
            "SELECT source, reason FROM set_aside WHERE patient_id = ? ORDER BY source", (patient_id,)
        )
        return tuple(Refusal(source=source, reason=reason, patient_id=patient_id) for source, reason in rows)

    def due(self, trial: str, *, trial_hash: str, pack_hash: str, asked_on: str) -> Iterator[str]:
        """The patients whose screening for a trial is missing or was made on other notes, packs, protocol or date, or by other code.

        They may be screened meanwhile: a page of them is held at a time.
        """
        asked, last = (
            (trial, pack_hash, trial_hash, asked_on, code_hash((*READS, *DECIDES)), self.run, self.run),
            "",
        )
        while page := self.db.execute(_DUE_PAGE, (*asked, last)).fetchall():
            yield from (row[0] for row in page)
            last = page[-1][0]

    def count_due(self, trial: str, *, trial_hash: str, pack_hash: str, asked_on: str) -> int:
        """How many patients `due` would give."""
        asked = (trial, pack_hash, trial_hash, asked_on, code_hash((*READS, *DECIDES)), self.run, self.run)
        return int(self.db.execute(f"SELECT count(*) FROM ({_DUE})", asked).fetchone()[0])  # noqa: S608 - fixed words

    def version(self, patient_id: str) -> int:
        """Counts the changes of a patient's notes and record; 0 for nobody."""
        row = self.db.execute("SELECT version FROM patients WHERE patient_id = ?", (patient_id,)).fetchone()
        return int(row[0]) if row else 0

    def chart(self, patient_id: str) -> Chart:
        """The chart of a patient from the facts as they were read."""
        return self.read_patient(patient_id).chart()

    def read_patient(self, patient_id: str) -> ReadPatient:
        """All that was read of a patient, before facts are held against each other."""
        rows = self.db.execute(
            "SELECT f.row FROM facts f JOIN notes n USING (note_id) WHERE n.patient_id = ? ORDER BY f.note_id, f.place",
            (patient_id,),
        )
        return ReadPatient(
            patient_id=patient_id, facts=tuple(fact_from_row(json.loads(row)) for (row,) in rows),
            documents=tuple(self._documents(patient_id)), notes=tuple(self.notes(patient_id)),
            patient=self.patient(patient_id), unread=self.aside(patient_id),
        )  # fmt: skip

    def notes(self, patient_id: str) -> list[Note]:
        """All notes of a patient, by date."""
        rows = self.db.execute(
            "SELECT note_id, patient_id, text, note_type, note_date, source FROM notes WHERE patient_id = ? ORDER BY note_date, note_id",
            (patient_id,),
        )
        return [
            Note(
                note_id=row[0],
                patient_id=row[1],
                text=row[2],
                note_type=row[3],
                note_date=_day(row[4]),
                source=row[5],
            )
            for row in rows
        ]

    def patient(self, patient_id: str) -> Patient | None:
        """What is known of a patient beside the notes."""
        row = self.db.execute(
            "SELECT sex, birth_date, screening_date FROM patients WHERE patient_id = ?", (patient_id,)
        ).fetchone()
        if row is None:
            return None
        return Patient(
            patient_id=patient_id, sex=row[0], birth_date=_day(row[1]), screening_date=_day(row[2])
        )

    def put_screened(self, made: Screened) -> None:
        """Write a screening in place of the last one, and what changed against it."""
        with self.transaction():
            if made.change:
                self.db.execute("INSERT INTO changes VALUES (?,?,?,?,?,?,?,?,?)", made.change)
            self.db.execute(
                "INSERT OR REPLACE INTO screenings VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", made.row
            )

    def screening(self, patient_id: str, trial: str) -> Screening | None:
        """The newest screening of a patient for a trial."""
        row = self.db.execute(
            "SELECT row FROM screenings WHERE patient_id = ? AND trial = ?", (patient_id, trial)
        ).fetchone()
        return screening_from_row(json.loads(row[0])) if row else None

    def screenings(self, trial: str) -> Iterator[Screening]:
        """All newest screenings for a trial, by patient, one at a time."""
        for row in self.screening_lines(trial):
            yield screening_from_row(json.loads(row))

    def screening_lines(self, trial: str) -> Iterator[str]:
        """The JSON rows of all newest screenings for a trial, by patient, one at a time."""
        for (row,) in self._stream(
            "SELECT row FROM screenings WHERE trial = ? ORDER BY patient_id", (trial,)
        ):
            yield row

    def flags(self, trial: str) -> dict[str, int]:
        """How many patients have each flag that any has."""
        return dict(
            self.db.execute("SELECT flag, count(*) FROM screenings WHERE trial = ? GROUP BY flag", (trial,))
        )

    def listed(self, trial: str) -> list[Listed]:
        """The table of a trial's patients, without their answers."""
        rows = self.db.execute(
            "SELECT s.patient_id, s.flag, s.unknown, s.on_date, s.newest_note, "
            "(SELECT min(c.written) FROM changes c WHERE c.patient_id = s.patient_id AND c.trial = s.trial AND c.flag = 'candidate') "
            "FROM screenings s WHERE s.trial = ? ORDER BY s.patient_id",
            (trial,),
        )
        return [
            Listed(
                patient_id=row[0],
                flag=row[1],
                unknown=row[2],
                on=row[3],
                newest_note=row[4],
                first_flagged=row[5],
            )
            for row in rows
        ]

    def trials(self) -> list[str]:
        """The trials that patients were screened for."""
        return [row[0] for row in self.db.execute("SELECT DISTINCT trial FROM screenings ORDER BY trial")]

    def changes(self, *, since: str = "", after: int = 0) -> list[dict[str, Any]]:
        """What changed from one screening to the next, oldest first: flag before and now, criteria, and why.

        flaggable is the day since which the notes make the patient a candidate; after: see `last_change`.
        """
        rows = self.db.execute(
            f"SELECT {', '.join(COLUMNS)} FROM changes WHERE written >= ? AND rowid > ? ORDER BY written, patient_id",  # noqa: S608 - fixed names
            (since, after),
        )
        return [dict(zip(COLUMNS, row, strict=True)) for row in rows]

    def last_change(self) -> int:
        """A mark to ask `changes` for what comes after now."""
        return int(self.db.execute("SELECT coalesce(max(rowid), 0) FROM changes").fetchone()[0])

    def counts(self) -> dict[str, int]:
        """How many notes, facts and patients are held, and how many notes were set aside."""
        tables = ("notes", "facts", "patients", "set_aside")
        return {name: self.db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}  # noqa: S608

    def _documents(self, patient_id: str) -> Iterable[Document]:
        rows = self.db.execute(
            "SELECT note_id, note_type, note_date, document, partly_read FROM notes WHERE patient_id = ?",
            (patient_id,),
        )
        for row in rows:
            yield Document(
                note_id=row[0], note_type=row[1], date=_day(row[2]), family=row[3] or "clinic", partly_read=tuple(json.loads(row[4])),
            )  # fmt: skip


def fingerprint(note: Note) -> str:
    """sha256 over all of a note that can change its facts: text, type, date and patient."""
    said = "\0".join((note.patient_id, note.note_type, _iso(note.note_date) or "", note.text))
    return hashlib.sha256(said.encode()).hexdigest()


def _iso(date: dt.date | None) -> str | None:
    return date.isoformat() if date else None


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
