"""A small results folder with a hostile note, and browsers that are signed in."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="needs the extra trialsift[web]")
pytest.importorskip("argon2", reason="needs the extra trialsift[web]")
from fastapi.testclient import TestClient
from web_support import HOSTILE, PASSWORD, Browser, token_in

from trialsift.batch import read_into, screen_due
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.trials import load_trial
from trialsift.web.app import create_app
from trialsift.web.cases import take_in
from trialsift.web.database import open_desk, prepare
from trialsift.web.users import add_user


def _notes() -> Iterator[Note]:
    words = {
        "p1": ["ECOG 1. High-grade myxofibrosarcoma of the left thigh.\n", "ECOG 2.\n"],
        "p2/../<b>": [f"ECOG 3. {HOSTILE}\n"],
        "p3": ["Haemoglobin 11.2 g/dL. ECOG 4 today; elsewhere ECOG 0 today.\n"],
    }
    for patient, texts in words.items():
        for at, text in enumerate(texts):
            day = dt.date(2025, 1 + at, 10)
            yield Note(note_id=f"{patient}-{at}", patient_id=patient, text=text, note_type="clinic", note_date=day)  # fmt: skip


@pytest.fixture(scope="session")
def screened(packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A results folder with three patients and two users."""
    folder = tmp_path_factory.mktemp("results")
    with Store(folder / STORE) as store:
        read_into(store, _notes(), packs)
        list(screen_due(store, [load_trial("NCT05602415", packs)], packs.hash))
    prepare(folder)
    with open_desk(folder) as db:
        for name, role in (("sam", "screener"), ("ann", "annotator"), ("ada", "administrator")):
            add_user(db, name, role=role, password=PASSWORD)
        take_in(db, "NCT05602415")  # tests that run alone ask for a case by its number
    return folder


@pytest.fixture(scope="session")
def browser(screened: Path, packs: Packs) -> Browser:
    """A new browser; signed in when a name is given."""
    app = create_app(screened, trials=[load_trial("NCT05602415", packs)], packs=packs)

    def opened(name: str = "") -> TestClient:
        client = TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False)
        if name:
            form = {"name": name, "password": PASSWORD, "form_token": token_in(client.get("/sign-in").text)}
            assert client.post("/sign-in", data=form).status_code == 303
        return client

    return opened
