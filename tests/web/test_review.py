"""Confirm, overrule, assign, set the state: what is kept, what is refused, and two people at once."""

import datetime as dt
import html
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_support import PASSWORD, token_in

from trialsift.batch import read_into, screen_due
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.trials import load_trial
from trialsift.web.app import create_app
from trialsift.web.database import WEB_STORE, open_desk

WHY = "the words were misread"


class Desk:
    """A results folder of a test's own, and its browsers."""

    def __init__(self, folder: Path, packs: Packs) -> None:
        self.folder, self.packs = folder, packs
        self.app = create_app(folder, trials=[load_trial("NCT05602415", packs)])

    def browser(self, name: str) -> TestClient:
        client = TestClient(self.app, base_url="http://127.0.0.1:8765", follow_redirects=False)
        form = {"name": name, "password": PASSWORD, "form_token": token_in(client.get("/sign-in").text)}
        assert client.post("/sign-in", data=form).status_code == 303
        client.get("/trials/NCT05602415")
        return client

    def audit(self) -> list[dict[str, Any]]:
        with open_desk(self.folder) as db:
            return [dict(row) for row in db.execute("SELECT * FROM audit ORDER BY id")]

    def add_note(self, text: str) -> None:
        day = dt.date(2025, 3, 10)
        note = Note(note_id="p1-later", patient_id="p1", text=text, note_type="clinic", note_date=day)
        with Store(self.folder / STORE) as store:
            read_into(store, iter([note]), self.packs, keep=True)
            list(screen_due(store, [load_trial("NCT05602415", self.packs)], self.packs.hash))


@pytest.fixture
def desk(screened: Path, packs: Packs, tmp_path: Path) -> Desk:
    return Desk(Path(shutil.copytree(screened, tmp_path / "results")), packs)


def form_of(page: str, action: str, criterion: str = "") -> dict[str, str]:
    """The hidden fields of a form of the page."""
    for form in re.findall(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL):
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
        fields = {name: html.unescape(value) for name, value in found}
        if not criterion or fields.get("criterion") == criterion:
            return fields
    raise AssertionError(action)


def decide(client: TestClient, answer: str, *, page: str = "", criterion: str = "I5", **more: str) -> Any:
    fields = form_of(page or client.get("/cases/1").text, "/cases/1/answers", criterion)
    return client.post("/cases/1/answers", data={**fields, "answer": answer, **more})


def answer_of(desk: Desk, criterion: str = "I5") -> str:
    screening = desk.browser("sam").get("/api/cases/1").json()["screening"]
    return str(next(item["answer"] for item in screening["answers"] if item["criterion"] == criterion))


def other_than(answer: str) -> str:
    return "yes" if answer == "no" else "no"


def test_a_confirmed_answer_is_kept_with_its_evidence(desk: Desk) -> None:
    client, said = desk.browser("sam"), answer_of(desk)
    answer = decide(client, said)
    assert answer.status_code == 303
    assert re.fullmatch(r"/cases/1#p1-c\d+", answer.headers["location"])
    (row,) = desk.audit()
    assert (row["who"], row["act"], row["criterion"], row["after"]) == ("sam", "confirm", "I5", said)
    assert '"rule": "ecog.' in row["evidence"]
    assert row["pack_hash"]
    assert row["trial_hash"]
    assert "Confirmed: <b>" in client.get("/cases/1").text


def test_an_overruling_asks_for_its_reason_first(desk: Desk) -> None:
    client, wanted = desk.browser("sam"), other_than(answer_of(desk))
    asked = decide(client, wanted)
    assert asked.status_code == 200
    assert desk.audit() == []
    fields = form_of(asked.text, "/cases/1/answers")
    done = client.post("/cases/1/answers", data={**fields, "reason": WHY, "words": "=looked <b>twice"})
    assert done.status_code == 303
    assert [(row["act"], row["after"], row["reason"]) for row in desk.audit()] == [("overrule", wanted, WHY)]
    page = client.get("/cases/1").text
    assert "looked &lt;b&gt;twice" in page
    assert "Contested" not in page


@pytest.mark.parametrize(
    "more", [{"reason": "because"}, {"reason": "other"}, {"reason": "other", "words": "  "}]
)
def test_an_overruling_without_a_right_reason_is_refused(desk: Desk, more: dict[str, str]) -> None:
    assert decide(desk.browser("sam"), other_than(answer_of(desk)), **more).status_code == 422
    assert desk.audit() == []


def test_an_overruling_survives_and_is_contested_by_new_evidence(desk: Desk) -> None:
    client, wanted = desk.browser("sam"), other_than(answer_of(desk))
    decide(client, wanted, reason=WHY)
    desk.add_note("ECOG 0 today.\n")
    page = client.get("/cases/1").text
    assert f"Overruled: <b>{wanted}</b> by sam" in page
    assert page.count("<b>Contested:</b>") == 1


def test_a_new_note_on_something_else_contests_nothing(desk: Desk) -> None:
    client = desk.browser("sam")
    decide(client, other_than(answer_of(desk)), reason=WHY)
    desk.add_note("Haemoglobin 13.0 g/dL.\n")
    page = client.get("/cases/1").text
    assert "Overruled: <b>" in page
    assert "Contested" not in page


def test_of_two_people_at_once_the_second_sees_both_values(desk: Desk) -> None:
    first, second, wanted = desk.browser("sam"), desk.browser("ada"), other_than(answer_of(desk))
    shown = second.get("/cases/1").text
    decide(first, wanted, reason=WHY)
    clash = decide(second, "unknown", page=shown, reason="other", words="seen differently")
    assert clash.status_code == 409
    assert "Both values" in clash.text
    assert re.search(rf"<b>{wanted}</b><br>sam, .*{WHY}", clash.text)
    assert "<b>unknown</b><br>other seen differently" in clash.text
    assert len(desk.audit()) == 1
    fields = form_of(clash.text, "/cases/1/answers")
    again = second.post(
        "/cases/1/answers", data={**fields, "reason": "other"} | {"words": "seen differently"}
    )
    assert again.status_code == 303
    assert [(row["who"], row["before"], row["after"]) for row in desk.audit()][1] == (
        "ada",
        wanted,
        "unknown",
    )


def test_two_people_on_two_criteria_do_not_clash(desk: Desk) -> None:
    first, second = desk.browser("sam"), desk.browser("ada")
    shown = second.get("/cases/1").text
    decide(first, answer_of(desk))
    assert decide(second, answer_of(desk, "I1"), page=shown, criterion="I1").status_code == 303
    assert [row["version"] for row in desk.audit()] == [1, 2]


def test_an_answer_that_changed_under_the_page_is_not_confirmed_unseen(desk: Desk) -> None:
    client = desk.browser("sam")
    shown = client.get("/cases/1").text
    desk.add_note("ECOG 0 today.\n")
    clash = decide(client, answer_of(desk), page=shown)
    assert clash.status_code == 409
    assert "The screening was run again" in clash.text
    assert desk.audit() == []


def test_a_case_is_assigned_and_a_second_assignment_clashes(desk: Desk) -> None:
    first, second = desk.browser("sam"), desk.browser("ada")
    fields = form_of(second.get("/cases/1").text, "/cases/1/assign")
    mine = form_of(first.get("/cases/1").text, "/cases/1/assign")
    assert first.post("/cases/1/assign", data={**mine, "to": "sam"}).status_code == 303
    clash = second.post("/cases/1/assign", data={**fields, "to": "ada"})
    assert clash.status_code == 409
    assert "nobody → sam" in clash.text
    assert "assigned to sam" in first.get("/cases/1").text
    mended = form_of(clash.text, "/cases/1/assign")
    assert second.post("/cases/1/assign", data=mended).status_code == 303
    assert "assigned to ada" in first.get("/cases/1").text


@pytest.mark.parametrize("name", ["nobody-here", "ann"])
def test_a_case_goes_only_to_who_can_take_it(desk: Desk, name: str) -> None:
    client = desk.browser("sam")
    fields = form_of(client.get("/cases/1").text, "/cases/1/assign")
    assert client.post("/cases/1/assign", data={**fields, "to": name}).status_code == 422


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"state": "screened"}, 303),
        ({"state": "in review", "words": "called"}, 303),
        ({"state": "declined", "reason": "not reached"}, 303),
        ({"state": "failed", "reason": "other", "words": "moved"}, 303),
        ({"state": "failed", "reason": "other"}, 422),
        ({"state": "failed"}, 422),
        ({"state": "declined", "reason": "died"}, 422),
        ({"state": "enrolled", "reason": "died"}, 422),
        ({"state": "lost"}, 422),
    ],
)
def test_the_state_and_its_reason(desk: Desk, said: dict[str, str], status: int) -> None:
    client = desk.browser("sam")
    fields = form_of(client.get("/cases/1").text, "/cases/1/state")
    assert client.post("/cases/1/state", data={**fields, **said}).status_code == status
    assert [row["after"] for row in desk.audit()] == ([said["state"]] if status == 303 else [])


def test_an_annotator_looks_on(desk: Desk) -> None:
    client = desk.browser("ann")
    page = client.get("/cases/1").text
    assert "/cases/1/answers" not in page
    form = {"form_token": token_in(page), "version": "0", "to": "sam"}
    assert client.post("/cases/1/assign", data=form).status_code == 403
    assert desk.audit() == []


@pytest.fixture
def trail(desk: Desk) -> Iterator[sqlite3.Connection]:
    decide(desk.browser("sam"), answer_of(desk))
    db = sqlite3.connect(desk.folder / WEB_STORE)
    yield db
    db.close()


@pytest.mark.parametrize(
    "words",
    [
        "UPDATE audit SET who = 'ada'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
    ],
)
def test_the_trail_only_grows(trail: sqlite3.Connection, words: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        trail.execute(words)


def look_back(desk: Desk, seconds: float) -> None:
    """As if every page had been opened so much earlier."""
    with open_desk(desk.folder) as db:
        db.execute("UPDATE openings SET since = since - ?, seen = seen - ?", (seconds, seconds))


def test_review_time_is_counted_by_the_server_whatever_the_form_says(desk: Desk) -> None:
    client = desk.browser("sam")
    client.get("/cases/1")
    look_back(desk, 120)
    decide(client, answer_of(desk), opened="1")
    (row,) = desk.audit()
    assert 115 <= row["seconds"] <= 130
    assert 'name="opened"' not in client.get("/cases/1").text


@pytest.mark.parametrize(
    ("visits", "back", "seconds"),
    [
        (["/cases/1", "/cases/1?only=I5"], 120, 120),  # the page one is on, loaded again
        (["/cases/1", "/cases/2", "/cases/1"], 120, 0),  # another patient in between
        (["/cases/1", "/cases/1"], 16 * 60, 0),  # left open, then loaded again
    ],
)
def test_loading_the_page_again_goes_on_counting_unless_one_was_elsewhere(
    desk: Desk, visits: list[str], back: int, seconds: int
) -> None:
    client = desk.browser("sam")
    for at, path in enumerate(visits):
        client.get(path)
        if at == len(visits) - 2:
            look_back(desk, back)
    page = client.get("/cases/1").text
    decide(client, answer_of(desk), page=page)
    assert abs(desk.audit()[0]["seconds"] - seconds) <= 60  # a busy machine takes its time between two pages


def line_of(page: str, number: int) -> str:
    found = re.search(rf'<tr id="case-{number}".*?</tr>', page, re.DOTALL)
    assert found is not None
    return found[0]


def test_the_list_shows_what_staff_overruled_and_what_is_contested_since(desk: Desk) -> None:
    client = desk.browser("sam")
    wanted = other_than(answer_of(desk))
    decide(client, answer_of(desk, "I1"), criterion="I1")
    assert "overruled:" not in client.get("/trials/NCT05602415").text
    decide(client, wanted, reason=WHY)
    page = client.get("/trials/NCT05602415").text
    assert "overruled: I5<" in line_of(page, 1)
    assert "overruled:" not in line_of(page, 2)
    assert "contested:" not in page
    assert "an answer that staff judged has changed" not in page
    desk.add_note("ECOG 0 today.\n")
    page = client.get("/trials/NCT05602415").text
    assert "contested: I5<" in line_of(page, 1)
    assert "Of 1 patient an answer that staff judged has changed since." in page
    decide(client, "unknown", reason=WHY)
    page = client.get("/trials/NCT05602415").text
    assert "contested:" not in page
    assert "overruled: I5<" in line_of(page, 1)


@pytest.mark.parametrize(("staff", "found"), [("overruled", ["1"]), ("contested", []), ("", ["1", "2", "3"])])
def test_the_list_is_filtered_by_what_staff_said(desk: Desk, staff: str, found: list[str]) -> None:
    client = desk.browser("sam")
    decide(client, other_than(answer_of(desk)), reason=WHY)
    page = client.get(f"/trials/NCT05602415?staff={staff}").text
    assert sorted(re.findall(r'<tr id="case-(\d+)"', page)) == found
    neighbour = 'data-key="]"' in client.get("/cases/1").text
    assert neighbour == (not staff)
    rows = client.get(f"/api/trials/NCT05602415/cases?staff={staff}").json()["cases"]
    assert sorted(str(row["number"]) for row in rows) == found
    assert all(row["overruled"] == (["I5"] if row["number"] == 1 else []) for row in rows)
