"""The same road on Spark: a DataFrame of notes in, DataFrames of facts and of screenings out.

The functions that a laptop runs are mapped over the rows; no rule is written twice. Every executor needs
trialsift itself (and, for packs of your own, the same patterns/ folder at the same path).
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from trialsift.chart import document_of
from trialsift.criteria import Trial
from trialsift.errors import MissingExtraError, UsageError
from trialsift.export import ANSWERS, FACTS, answer_columns, fact_columns, typed
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.readers.table import COLUMNS, note_of_row
from trialsift.rows import fact_from_row, fact_row, screening_row
from trialsift.screen import ReadPatient, screen_chart
from trialsift.workers import Unread, read_one

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_TEXT, _DAY, _WORDS = pa.string(), pa.date32(), pa.list_(pa.string())
_READ = {
    "note_id": _TEXT, "patient_id": _TEXT, "note_type": _TEXT, "note_date": _DAY, "text": _TEXT,
    "document": _TEXT, "partly_read": _WORDS, "facts": _WORDS, "refused": _TEXT,
}  # fmt: skip
_SCREENED = {
    "patient_id": _TEXT, "trial": _TEXT, "on": _DAY, "flag": _TEXT, "reasons": _WORDS, "set_aside": _WORDS,
    "screening": _TEXT,
}  # fmt: skip
_KNOWN = ("sex", "birth_date", "screening_date")
_NOTES_A_BATCH = 256
_TWICE = "its note_id stands twice among the patient's notes"
Row = Mapping[str, Any]


def session(name: str, *, master: str | None = None) -> "SparkSession":
    """A Spark session with small Arrow batches, since one row is a whole note. Raises MissingExtraError."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise MissingExtraError("spark", "pyspark") from error
    builder = SparkSession.builder.appName(name).config(
        "spark.sql.execution.arrow.maxRecordsPerBatch", _NOTES_A_BATCH
    )
    return (builder.master(master) if master else builder).getOrCreate()


def read_frame(notes: "DataFrame", *, patterns: Path | None = None) -> "DataFrame":
    """One row a note: its columns, its facts as JSON rows, and `refused`, the reason why there are none.

    notes needs the columns note_id and text; patient_id, note_type and note_date are used when there.
    Keep the result (cache, or write as Parquet) when both facts and screenings are wanted.
    """
    lacking = [name for name in ("note_id", "text") if name not in notes.columns]
    if lacking:
        raise UsageError(
            f"the notes have no column {' and '.join(lacking)}. Found: {', '.join(notes.columns)}."
        )
    wanted = [name for name in COLUMNS if name in notes.columns]
    packs_hash = load_packs(patterns).hash

    def read(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        packs = _packs(patterns, packs_hash)
        for batch in batches:
            yield _batch([_read_row(row, packs) for row in batch.to_pylist()], _READ)

    return notes.select(*wanted).mapInArrow(read, _spark_schema(_READ))


def facts_frame(notes: "DataFrame", *, patterns: Path | None = None) -> "DataFrame":
    """One row a fact, in the columns of `trialsift export`. `notes` may be the result of `read_frame`."""

    def flatten(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            rows = [
                {"place": place, **fact_columns(json.loads(fact))}
                for facts in batch.column("facts").to_pylist()
                for place, fact in enumerate(facts)
            ]
            yield _batch([typed(row, FACTS) for row in rows], FACTS)

    return _as_read(notes, patterns).select("facts").mapInArrow(flatten, _spark_schema(FACTS))


def refused_frame(read: "DataFrame") -> "DataFrame":
    """The notes that could not be read, by name and reason, of the result of `read_frame`."""
    return read.filter("refused is not null").select("note_id", "patient_id", "refused")


def screenings_frame(
    notes: "DataFrame", trial: Trial, *, on: dt.date | None = None, patients: "DataFrame | None" = None,
    patterns: Path | None = None,
) -> "DataFrame":  # fmt: skip
    """One row a patient: flag, reasons, and the whole screening as the JSON row of screening.jsonl.

    All notes of a patient come together on one executor. patients may say of each patient_id what a
    patient.json says: sex, birth_date, screening_date. `notes` may be the result of `read_frame`.
    """
    read = _as_read(notes, patterns)
    packs_hash = load_packs(patterns).hash
    known = [name for name in _KNOWN if patients is not None and name in patients.columns]
    if patients is not None:
        read = read.join(patients.select("patient_id", *known), on="patient_id", how="left")

    def screen(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for screened in _screened(_rows(batches), trial, packs_hash, on):
            yield _batch([screened], _SCREENED)

    together = read.repartition("patient_id").sortWithinPartitions("patient_id", "note_id")
    return together.mapInArrow(screen, _spark_schema(_SCREENED))


def answers_frame(screenings: "DataFrame") -> "DataFrame":
    """One row an answer, in the columns of `trialsift export`, of the result of `screenings_frame`."""

    def flatten(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            said = (json.loads(words) for words in batch.column("screening").to_pylist())
            yield _batch([typed(row, ANSWERS) for one in said for row in answer_columns(one)], ANSWERS)

    return screenings.select("screening").mapInArrow(flatten, _spark_schema(ANSWERS))


def _as_read(notes: "DataFrame", patterns: Path | None) -> "DataFrame":
    return notes if {"facts", "refused"} <= set(notes.columns) else read_frame(notes, patterns=patterns)


@lru_cache(maxsize=2)
def _packs(patterns: Path | None, packs_hash: str) -> Packs:
    """The packs of this Python worker, which Spark keeps from task to task."""
    packs = load_packs(patterns)
    if packs.hash != packs_hash:
        raise UsageError("an executor has other patterns than the driver. Put the same trialsift on both.")
    return packs


def _read_row(row: Row, packs: Packs) -> dict[str, Any]:
    note = note_of_row(row, f"note {row['note_id']}")
    if isinstance(note, Refusal):
        return _empty(row) | {"refused": note.reason, "patient_id": note.patient_id or None}
    said = {name: getattr(note, name) for name in ("note_id", "patient_id", "note_type", "note_date", "text")}
    found = read_one(note, packs)
    if isinstance(found, Unread):
        return _empty(row) | said | {"refused": found.reason}
    family = document_of(note, family=found.document).family
    facts = [
        json.dumps(fact_row(fact, patient_id=note.patient_id), ensure_ascii=False) for fact in found.facts
    ]
    return said | {
        "document": family,
        "partly_read": list(found.partly_read),
        "facts": facts,
        "refused": None,
    }


def _empty(row: Row) -> dict[str, Any]:
    names = {
        name: str(row[name]) if row.get(name) is not None else None for name in ("note_id", "patient_id")
    }
    rest: dict[str, Any] = {
        "note_type": "",
        "note_date": None,
        "text": "",
        "document": "",
        "partly_read": [],
        "facts": [],
    }
    return names | rest


def _screened(
    rows: Iterable[Row], trial: Trial, packs_hash: str, on: dt.date | None
) -> Iterator[dict[str, Any]]:
    for patient_id, own in groupby(rows, key=lambda row: row["patient_id"]):
        if patient_id is None:
            continue
        read = _read_patient(patient_id, list(own))
        screening = screen_chart(read.chart(), trial, packs_hash=packs_hash, on=on)
        row = screening_row(screening)
        yield {
            "patient_id": patient_id, "trial": trial.id, "on": screening.on, "flag": row["flag"],
            "reasons": row["reasons"], "set_aside": [f"{item.source}: {item.reason}" for item in read.unread], "screening": json.dumps(row, ensure_ascii=False),
        }  # fmt: skip


def _whole(rows: Sequence[Row]) -> tuple[list[Row], list[Refusal]]:
    """The notes of a patient that were read, each id once; and what was set aside, by name with its reason."""
    whole: dict[str, Row] = {}
    aside: list[Refusal] = []
    for row in rows:
        why = row["refused"] or (_TWICE if row["note_id"] in whole else "")
        if why:
            aside.append(Refusal(source=str(row["note_id"]), reason=why))
        else:
            whole[row["note_id"]] = row
    return list(whole.values()), aside


def _read_patient(patient_id: str, own: Sequence[Row]) -> ReadPatient:
    rows, unread = _whole(own)
    notes = [
        Note(note_id=row["note_id"], patient_id=patient_id, text=row["text"], note_type=row["note_type"], note_date=row["note_date"])
        for row in rows
    ]  # fmt: skip
    documents = [
        document_of(note, family=row["document"], partly_read=tuple(row["partly_read"]))
        for note, row in zip(notes, rows, strict=True)
    ]
    patient = Patient(
        patient_id=patient_id, sex=own[0].get("sex"), birth_date=_day(own[0].get("birth_date")),
        screening_date=_day(own[0].get("screening_date")),
    )  # fmt: skip
    facts = tuple(fact_from_row(json.loads(fact)) for row in rows for fact in row["facts"])
    return ReadPatient(
        patient_id=patient_id, facts=facts, documents=tuple(documents), notes=tuple(notes), patient=patient,
        unread=tuple(unread),
    )  # fmt: skip


def _day(said: dt.date | str | None) -> dt.date | None:
    """A date column may be of Spark's type date or hold ISO 8601 words."""
    if isinstance(said, str):
        return dt.date.fromisoformat(said) if said else None
    return said


def _rows(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    for batch in batches:
        yield from batch.to_pylist()


def _batch(rows: Sequence[Row], kinds: Mapping[str, Any]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([dict(row) for row in rows], schema=pa.schema(list(kinds.items())))


def _spark_schema(kinds: Mapping[str, Any]) -> Any:
    try:
        from pyspark.sql.pandas.types import from_arrow_schema
    except ImportError as error:
        raise MissingExtraError("spark", "pyspark") from error
    return from_arrow_schema(pa.schema(list(kinds.items())))
