"""How long the server takes for the pages of a long worklist: example patients, copied under new names."""

import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from fastapi.testclient import TestClient

from trialsift.batch import read_into, screen_due
from trialsift.packs.load import load_packs
from trialsift.readers import read_notes
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.trials import load_trial
from trialsift.web.app import create_app
from trialsift.web.database import open_desk, prepare
from trialsift.web.sessions import begin, cookie_at
from trialsift.web.users import add_user

TRIAL = "NCT05602415"
RUNS = 15
_PORT = 8765
_COPIED = {"patients": "patient_id", "screenings": "patient_id, trial", "notes": "note_id, patient_id"}


def page_times(notes: Path, *, patients: int, trial: str = TRIAL) -> dict[str, float]:
    """The median milliseconds of each page, asked for in turn by one user, warm."""
    with tempfile.TemporaryDirectory() as folder:
        client = _client(Path(folder), notes, patients, trial)
        pages = {
            "first page": f"/trials/{trial}",
            "last page, by newest note": f"/trials/{trial}?sort=newest&down=true&page={patients // 50}",
            "open ones by days flaggable": f"/trials/{trial}?flag=open&sort=days",
            "those who miss a radiologist's answer": f"/trials/{trial}?who=Radiology&sort=missing",
            "search": f"/trials/{trial}?q=tn07-9",
            "a patient": f"/cases/{patients // 2}",
            "JSON, first page": f"/api/trials/{trial}/cases",
            "numbers": f"/trials/{trial}/numbers",
            "screening log as CSV": f"/trials/{trial}/log.csv",
        }
        return {name: _milliseconds(partial(_seen, client, path)) for name, path in pages.items()}


def _client(folder: Path, notes: Path, patients: int, trial_id: str) -> TestClient:
    """A signed-in client of a results folder with so many patients."""
    packs = load_packs()
    trial = load_trial(trial_id, packs)
    with Store(folder / STORE) as store:
        read_into(store, read_notes(notes), packs)
        list(screen_due(store, [trial], packs.hash))
        _multiply(store.db, patients)
    prepare(folder)
    with open_desk(folder) as db:
        cookie = begin(db, add_user(db, "bench", role="administrator", password="only for this run"))  # noqa: S106
    client = TestClient(create_app(folder, trials=[trial]), base_url=f"http://127.0.0.1:{_PORT}")
    client.cookies.set(cookie_at(_PORT), cookie)
    return client


def _multiply(db: sqlite3.Connection, patients: int) -> None:
    """Copy the patients, with their notes and screenings, under new names until there are so many."""
    held = db.execute("SELECT count(*) FROM patients").fetchone()[0]
    for table, key in _COPIED.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        new = [f"{name} || '-' || at" if name in key and name != "trial" else name for name in columns]
        db.execute(
            f"WITH RECURSIVE copies(at) AS (SELECT 1 UNION ALL SELECT at + 1 FROM copies WHERE at < ?) "  # noqa: S608
            f"INSERT INTO {table} SELECT {', '.join(new)} FROM {table}, copies",
            (patients // held - 1,),
        )
    # The JSON of a screening names its patient too.
    db.execute(
        "UPDATE screenings SET row = json_set(row, '$.patient_id', patient_id) WHERE patient_id LIKE '%-%'"
    )


def _seen(client: TestClient, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


def _milliseconds(ask: Callable[[], None]) -> float:
    ask()
    taken = []
    for _ in range(RUNS):
        start = perf_counter()
        ask()
        taken.append(perf_counter() - start)
    return round(1000 * median(taken), 1)
