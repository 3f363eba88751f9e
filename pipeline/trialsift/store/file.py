"""The file of a store: its tables, its transactions, and the runs that wrote to it."""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from trialsift.errors import UsageError
from trialsift.store.lock import Lock

SCHEMA_VERSION = 4
_SCHEMA = """
CREATE TABLE IF NOT EXISTS notes (
  note_id TEXT PRIMARY KEY, patient_id TEXT NOT NULL, note_type TEXT NOT NULL, note_date TEXT, text TEXT NOT NULL,
  source TEXT NOT NULL, sha256 TEXT NOT NULL, pack_hash TEXT NOT NULL, document TEXT NOT NULL, partly_read TEXT NOT NULL,
  run INTEGER NOT NULL, code_hash TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS notes_patient ON notes (patient_id);
CREATE TABLE IF NOT EXISTS facts (
  note_id TEXT NOT NULL REFERENCES notes ON DELETE CASCADE, place INTEGER NOT NULL, kind TEXT NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (note_id, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS patients (
  patient_id TEXT PRIMARY KEY, sex TEXT, birth_date TEXT, screening_date TEXT, version INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS set_aside (
  source TEXT PRIMARY KEY, reason TEXT NOT NULL, sha256 TEXT NOT NULL DEFAULT '', pack_hash TEXT NOT NULL DEFAULT '',
  code_hash TEXT NOT NULL DEFAULT '', patient_id TEXT NOT NULL DEFAULT '', run INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS screenings (
  patient_id TEXT NOT NULL, trial TEXT NOT NULL, flag TEXT NOT NULL, unknown INTEGER NOT NULL, on_date TEXT NOT NULL,
  newest_note TEXT, version INTEGER NOT NULL, pack_hash TEXT NOT NULL, trial_hash TEXT NOT NULL, asked_on TEXT NOT NULL,
  written TEXT NOT NULL, flaggable TEXT, asks TEXT NOT NULL, row TEXT NOT NULL,
  code_hash TEXT NOT NULL DEFAULT '', passes TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (patient_id, trial)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS screenings_flag ON screenings (trial, flag, unknown);
CREATE INDEX IF NOT EXISTS screenings_listed ON screenings (
  trial, patient_id, flag, unknown, newest_note, flaggable, asks);
CREATE TABLE IF NOT EXISTS runs (run INTEGER PRIMARY KEY, begun TEXT NOT NULL, ended TEXT, counts TEXT);
CREATE TABLE IF NOT EXISTS changes (
  patient_id TEXT NOT NULL, trial TEXT NOT NULL, written TEXT NOT NULL, flag TEXT NOT NULL, before TEXT NOT NULL,
  criteria TEXT NOT NULL, why TEXT NOT NULL, newest_note TEXT, flaggable TEXT);
CREATE INDEX IF NOT EXISTS changes_patient ON changes (patient_id, trial);
"""

_TO_3 = (
    *(f"ALTER TABLE {name} ADD COLUMN code_hash TEXT NOT NULL DEFAULT ''" for name in ("notes", "set_aside", "screenings")),
    "ALTER TABLE screenings ADD COLUMN passes TEXT NOT NULL DEFAULT '{}'",
    "UPDATE screenings SET passes = (SELECT json_group_object(value->>'criterion', json(value->'passes')) "
    "FROM json_each(screenings.row, '$.answers'))",
)  # fmt: skip
_CLOSED = frozenset({sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN})
_TO_4 = (
    "ALTER TABLE set_aside ADD COLUMN patient_id TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE set_aside ADD COLUMN run INTEGER NOT NULL DEFAULT 0",
)
_STEPS = {
    2: (*_TO_3, *_TO_4),
    3: _TO_4,
}  # from a format to this one; what an older program read is read again
_SET_ASIDE_INDEX = (
    "CREATE INDEX IF NOT EXISTS set_aside_patient ON set_aside (patient_id)"  # once the column is there
)


class StoreFile:
    """An open file. Use as a context manager; one writer at a time, readers beside it."""

    def __init__(self, path: Path, *, make: bool = True) -> None:
        if not make and not path.is_file():
            raise UsageError(
                f"{path}: there is no store. Run trialsift screen with this folder as --out first."
            )
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except FileExistsError as error:
            raise UsageError(f"{path.parent}: this is a file. Name a folder for the results.") from error
        except OSError as error:
            raise UsageError(f"{path.parent}: cannot be made: {error.strerror}") from error
        self.path = path
        self.run = 0
        self._lock: Lock | None = None
        try:
            self.db = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
            self.db.execute("PRAGMA journal_mode=WAL")
            self.db.execute("PRAGMA synchronous=NORMAL")
            self.db.execute("PRAGMA foreign_keys=ON")
            self.db.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _CLOSED:
                raise UsageError(
                    f"{path}: cannot be opened for writing ({error}), which reading needs too. Allow it, or name another folder."
                ) from error
            raise UsageError(f"{path}: is no trialsift store ({error}). Name another folder.") from error
        self._check_version()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file, and of the right to write to it."""
        self.db.close()
        if self._lock:
            self._lock.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:  # SQLite has rolled back by itself when the disk is full
                self.db.execute("ROLLBACK")
            raise

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Inside it all that is read is of the same moment, whatever is written meanwhile."""
        self.db.execute("BEGIN")
        try:
            yield
        finally:
            self.db.execute("ROLLBACK")

    def begin_run(self) -> int:
        """Start a run; notes that pass from here on belong to it.

        Raises UsageError while another open store runs on the same file: each would take the other's notes out.
        """
        self._lock = self._lock or Lock(self.path)
        now = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
        self.run = int(
            self.db.execute("INSERT INTO runs (begun) VALUES (?) RETURNING run", (now,)).fetchone()[0]
        )
        return self.run

    def end_run(self, counts: Mapping[str, int], *, keep: bool = False, unread: Collection[str] = ()) -> int:
        """Close the run; unless keep, take out the notes of its patients that were not among its notes.

        unread are the sources (files, rows, folders, tables) that could not be read this time: a note that
        came from one stays as it was read last. Returns how many were taken out.
        """
        gone = [] if keep else self._gone(frozenset(unread))
        with self.transaction():
            for note_id, patient_id in gone:
                self.db.execute("DELETE FROM notes WHERE note_id = ?", (note_id,))
                self._touch(patient_id)
            self._forget_aside(frozenset(unread), keep=keep)
            now = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
            said = json.dumps({**counts, "gone": len(gone)})
            self.db.execute("UPDATE runs SET ended = ?, counts = ? WHERE run = ?", (now, said, self.run))
        return len(gone)

    def _gone(self, unread: frozenset[str]) -> list[tuple[str, str]]:
        rows = self.db.execute(
            "SELECT note_id, patient_id, source FROM notes n WHERE run < ? AND EXISTS "
            "(SELECT 1 FROM notes o WHERE o.patient_id = n.patient_id AND o.run = ?)",
            (self.run, self.run),
        )
        return [row[:2] for row in rows if unread.isdisjoint(_came_from(row[2]))]

    def _forget_aside(self, unread: frozenset[str], *, keep: bool) -> None:
        """Take out what earlier runs set aside and this one has read, or, unless keep, did not meet among its patient's notes."""
        whose = "FALSE" if keep else "patient_id IN (SELECT patient_id FROM notes WHERE run = :run)"
        rows = self.db.execute(
            f"SELECT source, patient_id FROM set_aside WHERE run < :run AND ({whose} "  # noqa: S608 - fixed words
            "OR source IN (SELECT source FROM notes WHERE run = :run))",
            {"run": self.run},
        ).fetchall()
        for source, patient_id in rows:
            if unread.isdisjoint(_came_from(source)):
                self.db.execute("DELETE FROM set_aside WHERE source = ?", (source,))
                if patient_id:
                    self._touch(patient_id)

    def _stream(self, words: str, values: Sequence[Any]) -> Iterator[Any]:
        cursor = self.db.execute(words, values)
        while rows := cursor.fetchmany(200):
            yield from rows

    def _touch(self, patient_id: str) -> None:
        self.db.execute(
            "INSERT INTO patients (patient_id) VALUES (?) ON CONFLICT (patient_id) DO UPDATE SET version = version + 1",
            (patient_id,),
        )

    def _check_version(self) -> None:
        held = self.db.execute("PRAGMA user_version").fetchone()[0]
        if held == 0 or held in _STEPS:
            with self.transaction():
                for step in _STEPS.get(held, ()):
                    self.db.execute(step)
                self.db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        elif held != SCHEMA_VERSION:
            raise UsageError(
                f"{self.path}: this store was made by another version of trialsift (format {held}, this one writes "
                f"{SCHEMA_VERSION}). Name another folder with --out; the notes are read again into it."
            )
        self.db.execute(_SET_ASIDE_INDEX)


def _came_from(source: str) -> set[str]:
    """All that a note is gone with when it cannot be read: "a/t.csv:7" came from that row, the table and the folder."""
    table = source.rsplit(":", 1)[0].rsplit(" row ", 1)[0]
    return {source, table, *map(str, Path(table).parents)}
