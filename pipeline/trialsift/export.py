"""The store as Parquet tables, for SQL engines and data frames: notes, facts, screenings, answers, set_aside."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from trialsift.errors import UsageError
from trialsift.store import Store

_ROWS_AT_ONCE = 10_000
_TEXT, _DAY, _WORDS, _WHOLE = pa.string(), pa.date32(), pa.list_(pa.string()), pa.int64()
NOTES = {
    "note_id": _TEXT, "patient_id": _TEXT, "note_type": _TEXT, "note_date": _DAY, "source": _TEXT,
    "document": _TEXT, "partly_read": _WORDS, "sha256": _TEXT, "pack_hash": _TEXT, "code_hash": _TEXT, "characters": _WHOLE,
}  # fmt: skip
FACTS = {
    "note_id": _TEXT, "place": _WHOLE, "patient_id": _TEXT, "kind": _TEXT, "value": _TEXT, "presence": _TEXT,
    "time": _TEXT, "person": _TEXT, "date": _DAY, "part": _TEXT, "about": _TEXT, "standing": _TEXT,
    "start": _WHOLE, "end": _WHOLE, "quote": _TEXT, "section": _TEXT, "rule_id": _TEXT, "cues": _WORDS,
    "evidence": _TEXT,
}  # fmt: skip
SCREENINGS = {
    "patient_id": _TEXT, "trial": _TEXT, "on": _DAY, "on_from": _TEXT, "flag": _TEXT, "reasons": _WORDS,
    "newest_note": _DAY, "flaggable": _DAY, "written": _TEXT, "pack_hash": _TEXT, "trial_hash": _TEXT, "code_hash": _TEXT, "flip_list": _TEXT,
    "checklist": _TEXT, "warnings": _WORDS,
}  # fmt: skip
ANSWERS = {
    "patient_id": _TEXT, "trial": _TEXT, "on": _DAY, "criterion": _TEXT, "answer": _TEXT, "passes": pa.bool_(),
    "because": _TEXT, "used": _TEXT, "missing": _TEXT, "warnings": _WORDS,
}  # fmt: skip
_ASIDE = {"source": _TEXT, "patient_id": _TEXT, "reason": _TEXT}
_DAYS = frozenset({"note_date", "date", "on", "newest_note", "flaggable"})
_NOTES_ALONE = (
    "SELECT note_id, patient_id, note_type, note_date, source, document, partly_read, sha256, pack_hash, code_hash, "
    "length(text) AS characters FROM notes ORDER BY note_id"
)
_NOTES_WITH_TEXT = _NOTES_ALONE.replace("AS characters", "AS characters, text")
Row = Mapping[str, Any]


def export_tables(store: Store, out: Path, *, with_text: bool = False) -> dict[str, int]:
    """Write every table of the store below `out`; returns the rows of each.

    All tables show the store at one moment, also while a run writes to it. Note texts are left out unless
    with_text; quotes of facts are words of notes too. Each file appears when it is whole.
    """
    notes = {**NOTES, "text": _TEXT} if with_text else NOTES
    tables: list[tuple[str, Mapping[str, Any], Callable[[Store], Iterator[Row]]]] = [
        ("notes", notes, lambda held: _notes(held, with_text=with_text)),
        ("facts", FACTS, _facts),
        ("screenings", SCREENINGS, _screenings),
        ("answers", ANSWERS, _answers),
        ("set_aside", _ASIDE, _aside),
    ]
    try:
        out.mkdir(parents=True, exist_ok=True)
        with _one_moment(store):
            return {name: _write(out / f"{name}.parquet", kinds, rows(store)) for name, kinds, rows in tables}
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror or error}") from error


@contextmanager
def _one_moment(store: Store) -> Iterator[None]:
    store.db.execute("BEGIN")
    try:
        yield
    finally:
        store.db.execute("ROLLBACK")


def _write(path: Path, kinds: Mapping[str, Any], rows: Iterable[Row]) -> int:
    schema = pa.schema(list(kinds.items()))
    part = path.with_name(path.name + ".part")
    stream, written = iter(rows), 0
    with pq.ParquetWriter(part, schema, compression="zstd") as writer:
        while held := [typed(row, kinds) for row in islice(stream, _ROWS_AT_ONCE)]:
            writer.write_table(pa.Table.from_pylist(held, schema=schema))
            written += len(held)
    part.replace(path)
    return written


def typed(row: Row, kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _day(row[name]) if name in _DAYS else row[name] for name in kinds}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _rows(store: Store, words: str) -> Iterator[dict[str, Any]]:
    cursor = store.db.execute(words)
    names = [item[0] for item in cursor.description]
    while held := cursor.fetchmany(200):
        yield from (dict(zip(names, row, strict=True)) for row in held)


def _notes(store: Store, *, with_text: bool) -> Iterator[Row]:
    for row in _rows(store, _NOTES_WITH_TEXT if with_text else _NOTES_ALONE):
        yield {**row, "partly_read": json.loads(row["partly_read"])}


def _facts(store: Store) -> Iterator[Row]:
    for row in _rows(store, "SELECT note_id, place, row FROM facts ORDER BY note_id, place"):
        yield {"place": row["place"], **fact_columns(json.loads(row["row"]))}


def fact_columns(row: Row) -> dict[str, Any]:
    """A fact's JSON row as flat columns: value and the whole evidence as JSON, the first evidence in columns."""
    first = row["evidence"][0]
    flat = {name: first[name] for name in ("start", "end", "quote", "section", "rule_id", "cues")}
    return {**row, **flat, "value": _json(row["value"]), "evidence": _json(row["evidence"])}


def _screenings(store: Store) -> Iterator[Row]:
    for row in _rows(
        store, "SELECT newest_note, flaggable, written, row FROM screenings ORDER BY trial, patient_id"
    ):
        said = json.loads(row["row"])
        asks = {name: _json(said[name]) for name in ("flip_list", "checklist")}
        yield {**said, **row, **asks}


def _answers(store: Store) -> Iterator[Row]:
    for row in _rows(store, "SELECT row FROM screenings ORDER BY trial, patient_id"):
        yield from answer_columns(json.loads(row["row"]))


def answer_columns(screening: Row) -> Iterator[dict[str, Any]]:
    """The answers of a screening's JSON row as flat rows, facts used and gaps as JSON."""
    head = {name: screening[name] for name in ("patient_id", "trial", "on")}
    answers: Sequence[Row] = screening["answers"]
    for answer in answers:
        yield {**head, **answer, "used": _json(answer["used"]), "missing": _json(answer["missing"])}


def _aside(store: Store) -> Iterator[Row]:
    return _rows(store, "SELECT source, patient_id, reason FROM set_aside ORDER BY source")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
