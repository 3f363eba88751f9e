"""Spark gives what a local run gives, on the gold notes of annotated_notes/dev."""

import datetime as dt
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from trialsift.batch import read_into, screen_due
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.rows import screening_row
from trialsift.store import Store
from trialsift.trials import load_trial

ROOT = Path(__file__).parents[2]
DEV = ROOT / "annotated_notes" / "dev"
TRIAL = "NCT05602415"
LACKING = [
    *(["Java"] if shutil.which("java") is None else []),
    *(name for name in ("pyspark", "pandas") if importlib.util.find_spec(name) is None),
]
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"Spark needs {', '.join(LACKING)}, not installed here")


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gold notes and their patients as Parquet, one note that cannot be read among them."""
    folder = tmp_path_factory.mktemp("tables")
    items = list(read_notes(DEV))
    patients = [item for item in items if isinstance(item, Patient)]
    notes = [
        note for item in items if isinstance(note := item.record if isinstance(item, Patient) else item, Note)
    ]
    rows = [
        {"note_id": note.note_id, "patient_id": note.patient_id, "note_type": note.note_type, "note_date": note.note_date, "text": note.text}
        for note in notes
    ]  # fmt: skip
    rows.append({**rows[0], "note_id": "empty", "text": ""})
    pq.write_table(pa.Table.from_pylist(rows), folder / "notes.parquet")
    known = [
        {"patient_id": item.patient_id, "sex": item.sex, "birth_date": item.birth_date, "screening_date": item.screening_date}
        for item in patients
    ]  # fmt: skip
    pq.write_table(pa.Table.from_pylist(known), folder / "patients.parquet")
    return folder


@pytest.fixture(scope="module")
def spark_run(tables: Path) -> Path:
    """scripts/spark_screen over the tables, in a process of its own."""
    words = [str(tables / "notes.parquet"), str(tables / "out"), "--trial", TRIAL, "--patients", str(tables / "patients.parquet"), "--master", "local[2]"]  # fmt: skip
    path = os.pathsep.join([str(ROOT / "pipeline"), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "spark_screen"), *words],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable},
    )  # fmt: skip
    assert done.returncode == 12, done.stderr[-2000:]
    assert "empty: text is missing or empty" in done.stderr
    return tables / "out"


@pytest.fixture(scope="module")
def local(tables: Path, tmp_path_factory: pytest.TempPathFactory, packs: Packs) -> Iterator[Store]:
    """The same run on one machine: the folder, and of the table the note that cannot be read (Spark knows no row numbers)."""
    read = read_notes(tables / "notes.parquet")
    refused = [replace(item, source="empty") for item in read if isinstance(item, Refusal)]
    assert len(refused) == 1
    with Store(tmp_path_factory.mktemp("local") / "s.sqlite") as store:
        read_into(store, [*read_notes(DEV), *refused], packs)
        list(screen_due(store, [load_trial(TRIAL, packs)], packs.hash))
        yield store


def plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}


def test_facts_are_those_of_the_local_run(spark_run: Path, local: Store) -> None:
    held = local.db.execute("SELECT note_id, place, row FROM facts ORDER BY note_id, place").fetchall()
    rows = [plain(row) for row in pq.read_table(spark_run / "facts").to_pylist()]
    assert len(held) > 100
    assert sorted((row["note_id"], row["place"]) for row in rows) == [row[:2] for row in held]
    by_place = {(row["note_id"], row["place"]): row for row in rows}
    for note_id, place, fact in held:
        said, found = json.loads(fact), by_place[(note_id, place)]
        assert json.loads(found["value"]) == said["value"]
        assert json.loads(found["evidence"]) == said["evidence"]
        same = ("kind", "presence", "time", "person", "date", "part", "about", "standing", "patient_id")
        assert {name: found[name] for name in same} == {name: said[name] for name in same}


def test_screenings_are_those_of_the_local_run(spark_run: Path, local: Store) -> None:
    rows = pq.read_table(spark_run / "screenings").to_pylist()
    held = {item.patient_id: screening_row(item) for item in local.screenings(TRIAL)}
    assert len(rows) == len(held) > 5
    assert {row["patient_id"]: json.loads(row["screening"]) for row in rows} == held
    answers = pq.read_table(spark_run / "answers").num_rows
    assert answers == sum(len(row["answers"]) for row in held.values())
