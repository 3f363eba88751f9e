"""Screened example patients, and Debian's Chromium to look at them."""

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from site_support import FLAGS, HOSTILE, PASSWORD, PATIENTS, ROOT, TRIAL, Site, browser_program, serving

from trialsift.batch import read_into, screen_due
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.readers.folder import patient_items
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.trials import load_trial
from trialsift.web.database import open_desk, prepare
from trialsift.web.users import add_user


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Headless Chromium, the system's own."""
    program = browser_program()
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def screened(packs: Packs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three example patients and one whose note is hostile, screened; three users."""
    folder = tmp_path_factory.mktemp("browser")
    shipped = (item for name in PATIENTS for item in patient_items(ROOT / "annotated_notes/dev" / name, name))
    hostile = Note(note_id="x-1", patient_id="x<b>/../y", text=HOSTILE, note_type="clinic")
    with Store(folder / STORE) as store:
        read_into(store, chain(shipped, [hostile]), packs)
        list(screen_due(store, [load_trial(TRIAL, packs)], packs.hash))
    prepare(folder)
    with open_desk(folder) as db:
        for name, role in (("sam", "screener"), ("ann", "annotator"), ("ada", "administrator")):
            add_user(db, name, role=role, password=PASSWORD)
    return folder


@pytest.fixture
def site(screened: Path, packs: Packs, chromium: Any, tmp_path: Path) -> Iterator[Site]:
    """The application and a browser; a test fails when its pages had any trouble."""
    folder = Path(shutil.copytree(screened, tmp_path / "results"))
    with serving(folder, packs) as address:
        found = Site(address, folder, chromium)
        yield found
        for context in found.contexts:
            context.close()
    assert found.troubles == []
