"""The worklist served on this machine, and what a test does with its pages."""

import json
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn

from trialsift.packs.rules import Packs
from trialsift.trials import load_trial
from trialsift.web.app import create_app

ROOT = Path(__file__).parents[2]
TRIAL = "NCT05602415"
PATIENTS = ("tn01", "tn06", "tn09")  # a candidate, an open one and an excluded one
PASSWORD = "four words in row"  # noqa: S105 - of users that exist in these tests only
HOSTILE = (
    "ECOG 3. </div></article><script>document.title='ran'</script> {{ 7 * 7 }} \u202eevil\u202c "
    "<img src=x onerror=\"document.title='ran'\"> <a href='javascript:alert(1)'>x</a>\n"
)
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
# A browser for tests alone: no sandbox because tests may run as root, and nothing of its own on the network.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip


@dataclass
class Site:
    """A running application over a folder of its own, and the pages that were opened on it."""

    address: str
    folder: Path
    browser: Any
    troubles: list[str] = field(default_factory=list)
    contexts: list[Any] = field(default_factory=list)

    def page(self, name: str = "", **options: Any) -> Any:
        """A page in a browser of its own; signed in when a name is given."""
        context = self.browser.new_context(
            **{"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **options}
        )
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: self._watch(request.url))
        page.on("console", lambda line: self._hear(line))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append("a dialog opened"), dialog.dismiss()))
        page.goto(self.address)
        if name:
            page.fill("input[name=name]", name)
            page.fill("input[name=password]", PASSWORD)
            page.press("input[name=password]", "Enter")
            page.wait_for_selector("nav[aria-label=Account]")
        return page

    def _hear(self, line: Any) -> None:
        refused = "Failed to load resource" in line.text  # a page that answers 409 is told so by the browser
        if line.type == "error" and not refused:
            self.troubles.append(line.text)

    def _watch(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", "about:")):
            self.troubles.append(f"asked for another host: {url.split('/')[2]}")


def browser_program() -> str | None:
    """The system's own Chromium, None when there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


@contextmanager
def serving(folder: Path, packs: Packs) -> Iterator[str]:
    """The application over a folder, on a free port of this machine."""
    app = create_app(folder, trials=[load_trial(TRIAL, packs)], packs=packs)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


def case_number(page: Any, patient: str) -> str:
    """The number under which the worklist shows a patient."""
    rows = page.request.get(f"{page.url.split('/')[0]}//{page.url.split('/')[2]}/api/trials/{TRIAL}/cases")
    return str(
        next(row["number"] for row in json.loads(rows.text())["cases"] if row["patient_id"] == patient)
    )
