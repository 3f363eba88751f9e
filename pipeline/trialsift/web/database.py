"""The web side's own SQLite file beside the store: users, sessions, and what staff made of each patient.

It is a file of its own so that no run of `trialsift screen` can touch it. Each request opens it with the
store attached, read only, as `screened`.
"""

import datetime as dt
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trialsift.errors import UsageError
from trialsift.report.run import STORE
from trialsift.store import Store

WEB_STORE = "trialsift-web.sqlite"
FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS users (
  name TEXT PRIMARY KEY COLLATE NOCASE, role TEXT NOT NULL, password TEXT NOT NULL, made TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1);
CREATE TABLE IF NOT EXISTS sessions (
  token TEXT PRIMARY KEY, user TEXT NOT NULL, begun REAL NOT NULL, seen REAL NOT NULL,
  places TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS openings (
  session TEXT NOT NULL, number INTEGER NOT NULL, since REAL NOT NULL, seen REAL NOT NULL,
  PRIMARY KEY (session, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS attempts (who TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS attempts_who ON attempts (who, at);
CREATE TABLE IF NOT EXISTS cases (
  number INTEGER PRIMARY KEY, trial TEXT NOT NULL, patient_id TEXT NOT NULL, assigned_to TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'to review', version INTEGER NOT NULL DEFAULT 0, UNIQUE (trial, patient_id));
CREATE TABLE IF NOT EXISTS audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, number INTEGER NOT NULL, trial TEXT NOT NULL,
  patient_id TEXT NOT NULL, act TEXT NOT NULL CHECK (act IN ('confirm', 'overrule', 'assign', 'state')),
  criterion TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, answered TEXT NOT NULL, reason TEXT NOT NULL,
  words TEXT NOT NULL, evidence TEXT NOT NULL, pack_hash TEXT NOT NULL, trial_hash TEXT NOT NULL,
  version INTEGER NOT NULL, seconds INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS audit_case ON audit (number, criterion, id);
CREATE INDEX IF NOT EXISTS audit_trial ON audit (trial, act, criterion);
CREATE TABLE IF NOT EXISTS exports (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, trial TEXT NOT NULL, form TEXT NOT NULL,
  audience TEXT NOT NULL CHECK (audience IN ('site', 'sponsor')));
CREATE TABLE IF NOT EXISTS rule_notes (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, number INTEGER NOT NULL, criterion TEXT NOT NULL,
  rule TEXT NOT NULL, kind TEXT NOT NULL, sentence TEXT NOT NULL, quote TEXT NOT NULL, found TEXT NOT NULL, wrong TEXT NOT NULL,
  comment TEXT NOT NULL, pack_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS rule_note_states (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL, note INTEGER NOT NULL REFERENCES rule_notes,
  state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'done')));
CREATE INDEX IF NOT EXISTS rule_note_states_note ON rule_note_states (note, id);
"""
_ONLY_GROW = ("audit", "exports", "rule_notes", "rule_note_states")
# INSERT OR REPLACE takes a row out without asking the trigger on DELETE, hence the third.
_GROWS = """
CREATE TRIGGER IF NOT EXISTS {table}_stays BEFORE UPDATE ON {table}
  BEGIN SELECT raise(ABORT, 'the {table} table only grows'); END;
CREATE TRIGGER IF NOT EXISTS {table}_keeps BEFORE DELETE ON {table}
  BEGIN SELECT raise(ABORT, 'the {table} table only grows'); END;
CREATE TRIGGER IF NOT EXISTS {table}_adds BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = new.id)
  BEGIN SELECT raise(ABORT, 'the {table} table only grows'); END;
"""


def prepare(results: Path) -> Path:
    """Make the web side's file in a results folder, readable by its owner only, and say where it is.

    UsageError when the folder holds no store: `trialsift screen` comes first.
    """
    Store(results / STORE, make=False).db.close()
    path = results / WEB_STORE
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    with _opened(path) as db:
        held = db.execute("PRAGMA user_version").fetchone()[0]
        if held not in (0, FORMAT):
            raise UsageError(
                f"{path}: was made by another version of trialsift (format {held}, this one reads {FORMAT})."
            )
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(_SCHEMA)
        for table in _ONLY_GROW:
            db.executescript(_GROWS.format(table=table))
        db.execute(f"PRAGMA user_version = {FORMAT}")
        db.execute("INSERT OR IGNORE INTO settings VALUES ('secret', ?)", (secrets.token_hex(32),))
    return path


@contextmanager
def open_desk(results: Path) -> Iterator[sqlite3.Connection]:
    """The web side's file with the store attached as `screened`; one connection a request."""
    with _opened(results / WEB_STORE) as db:
        store = (results / STORE).resolve().as_uri()
        db.execute("ATTACH DATABASE ? AS screened", (f"{store}?mode=ro",))
        yield db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing, with the write lock from the start, so that what was read inside still holds."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def secret_of(db: sqlite3.Connection) -> bytes:
    """The secret that form tokens are made with."""
    return bytes.fromhex(db.execute("SELECT value FROM settings WHERE name = 'secret'").fetchone()[0])


def keep_export(db: sqlite3.Connection, *, who: str, trial: str, form: str, audience: str) -> None:
    """Keep that somebody took something out, before it is handed over."""
    db.execute(
        "INSERT INTO exports (at, who, trial, form, audience) VALUES (?, ?, ?, ?, ?)",
        (dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds"), who, trial, form, audience),
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{path.resolve().as_uri()}?mode=rw"
    db = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=30, check_same_thread=False)
    db.row_factory = sqlite3.Row
    try:
        yield db
    except sqlite3.DatabaseError as error:
        if error.__class__ is sqlite3.DatabaseError:
            raise UsageError(f"{path}: is no trialsift file ({error}). Move it away.") from error
        raise
    finally:
        db.close()
