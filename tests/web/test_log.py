"""The screening log: safe in a spreadsheet, empty of identifiers for the sponsor, for those who may have it, and kept."""

import csv
import io
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner
from web_support import Browser, token_in

from trialsift.cli import app
from trialsift.web.database import WEB_STORE, open_desk
from trialsift.web.log import Done, Screened, pseudonym, site_rows, sponsor_rows
from trialsift.web.log_files import log_file
from trialsift.web.numbers import numbers_of

TRIAL = "NCT05602415"
RUN = '=HYPERLINK("http://x","+1")'


def case(number: int = 1, patient: str = "p1", **changes: Any) -> Screened:
    made = {
        "on": "2025-03-14",
        "flag": "open",
        "state": "failed",
        "assigned_to": "sam",
        "failed": ("I2",),
        "pending": ("E3",),
    }
    return Screened(**{"number": number, "patient_id": patient, **made, **changes})


def done(**changes: Any) -> Done:
    made = {"number": 1, "at": "2025-03-15T10:00:00+00:00", "who": "sam", "act": "overrule", "criterion": "I4", "after": "yes",
            "answered": "no", "reason": "other", "words": "told by phone", "evidence": '[{"rule": "ecog.plain"}]', "seconds": 90}  # fmt: skip
    return Done(**{**made, **changes})


FAILED = done(
    act="state",
    criterion="",
    after="failed",
    reason="other",
    words="Mrs Pell of Harrow told sam",
    evidence="[]",
)


def cells(content: bytes) -> list[Any]:
    return [cell for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row]


@pytest.mark.parametrize("words", [RUN, "@SUM(A1)", "-1+1", "\t=1", "\n=1", "#N/A"])
def test_no_cell_of_either_form_is_a_formula(words: str) -> None:
    rows = site_rows(
        [case(patient=words)], [done(act="state", criterion="", after="failed", reason="", words=words)]
    )
    table = list(csv.reader(io.StringIO(log_file(rows, audience="site", form="csv").decode("utf-8-sig"))))
    sheet = cells(log_file(rows, audience="site", form="xlsx"))
    assert not [cell for row in table for cell in row if re.match(r"[=+\-@\t\r\n]", cell)]
    assert {cell.data_type for cell in sheet if cell.value is not None} == {"s"}
    assert not [cell for cell in sheet if re.match(r"[=+\-@\t\r\n]", str(cell.value or ""))]
    assert sheet[12].value == table[1][0]


def test_the_site_sees_who_did_what() -> None:
    (row,) = site_rows([case()], [done(), FAILED])
    assert (row.overruled_criteria, row.failed_criteria, row.pending_criteria) == (
        ("I4: yes",),
        ("I2",),
        ("E3",),
    )
    assert (row.reviewed_by, row.review_seconds, row.reason) == (
        ("sam",),
        180,
        "other: Mrs Pell of Harrow told sam",
    )


def test_an_overruling_taken_back_is_none() -> None:
    (row,) = site_rows([case()], [done(), done(act="confirm", after="no")])
    assert row.overruled_criteria == ()


def test_the_sponsor_sees_neither_patient_nor_staff_nor_words_nor_days() -> None:
    rows = sponsor_rows([case(patient="MRN-778")], [done(), FAILED], trial=TRIAL, secret=b"k")
    said = log_file(rows, audience="sponsor", form="csv").decode("utf-8-sig")
    assert not [words for words in ("778", "sam", "Pell", "phone", "2025-03-1") if words in said]
    assert said.splitlines()[1].endswith(",2025-03,open,I2,E3,I4: yes,failed,other,3.0")


def test_words_that_are_no_standard_reason_do_not_reach_the_sponsor() -> None:
    (row,) = sponsor_rows([case()], [done(act="state", criterion="", after="failed", reason="Mrs Pell")], trial=TRIAL, secret=b"k")  # fmt: skip
    assert row.reason == ""


def test_a_pseudonym_holds_within_a_folder_and_trial_only() -> None:
    name = pseudonym("p1", trial=TRIAL, secret=b"k")
    assert name == pseudonym("p1", trial=TRIAL, secret=b"k")
    assert (
        len({name, pseudonym("p1", trial="B", secret=b"k"), pseudonym("p1", trial=TRIAL, secret=b"l")}) == 3
    )


def test_numbers_count_what_staff_said_last() -> None:
    cases = [
        case(),
        case(2, "p2", flag="excluded", failed=("I2", "E1")),
        case(3, "p3", flag="excluded", state="enrolled"),
    ]
    acts = [done(), done(number=2, act="confirm"), done(number=3), done(number=3, act="confirm", seconds=30)]
    found = numbers_of(cases, acts)
    assert (dict(found.flags)["excluded"], dict(found.states)["enrolled"], found.screened) == (2, 1, 3)
    assert found.exclusions == (("I2", 2), ("E1", 1))
    assert [(item.name, item.judged, item.overruled) for item in (*found.criteria, *found.rules)] == [
        ("I4", 3, 1), ("ecog.plain", 3, 1)
    ]  # fmt: skip
    assert (found.reviewed, found.minutes) == (3, 1.5)


@pytest.mark.parametrize("name", ["sam", "ada"])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_screeners_get_the_log_and_it_is_kept(browser: Browser, screened: Path, name: str, form: str) -> None:
    got = browser(name).get(f"/trials/{TRIAL}/log.{form}?for=sponsor")
    assert got.status_code == 200
    assert got.headers["content-disposition"] == f'attachment; filename="screening-log-sponsor.{form}"'
    assert b"p2/../" not in got.content
    with open_desk(screened) as db:
        newest = db.execute("SELECT who, trial, form, audience FROM exports ORDER BY id DESC").fetchone()
    assert tuple(newest) == (name, TRIAL, form, "sponsor")


@pytest.mark.parametrize("path", [f"/trials/{TRIAL}/log.csv", f"/trials/{TRIAL}/log.xlsx?for=sponsor", f"/api/trials/{TRIAL}/log"])  # fmt: skip
@pytest.mark.parametrize(("name", "status"), [("", (303, 401)), ("ann", (403,))])
def test_others_get_none(browser: Browser, path: str, name: str, status: tuple[int, ...]) -> None:
    assert browser(name).get(path).status_code in status


def test_wrong_requests_are_refused(browser: Browser) -> None:
    client = browser("sam")
    statuses = [client.get(path).status_code for path in ("/trials/none/log.csv", f"/trials/{TRIAL}/log.pdf", f"/trials/{TRIAL}/log.csv?for=all", "/trials/none/numbers")]  # fmt: skip
    assert statuses == [404, 422, 422, 404]


def test_a_spreadsheet_without_its_library_says_what_to_install(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trialsift.web.log_files.find_spec", lambda _: None)
    got = browser("sam").get(f"/trials/{TRIAL}/log.xlsx")
    assert got.status_code == 500
    assert "trialsift[web]" in got.text
    assert browser("sam").get(f"/trials/{TRIAL}/log.csv").status_code == 200


def test_the_log_as_json(browser: Browser) -> None:
    rows = browser("sam").get(f"/api/trials/{TRIAL}/log").json()
    assert {row["patient_id"] for row in rows} == {"p1", "p2/../<b>", "p3"}
    assert "patient_id" not in browser("sam").get(f"/api/trials/{TRIAL}/log?for=sponsor").json()[0]


def test_exports_only_grow(browser: Browser, screened: Path) -> None:
    assert browser("sam").get(f"/trials/{TRIAL}/log.csv").status_code == 200
    with open_desk(screened) as db:
        for words in (
            "UPDATE exports SET who = 'x'",
            "DELETE FROM exports",
            "REPLACE INTO exports SELECT * FROM exports",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="only grows"):
                db.execute(words)


def test_summary_and_numbers_are_shown(browser: Browser) -> None:
    client = browser("ann")
    assert "<script>alert" not in client.get("/cases/2/summary").text
    assert "Why patients are excluded" in client.get(f"/trials/{TRIAL}/numbers").text
    assert client.get("/cases/999/summary").status_code == 404
    assert token_in(client.get("/cases/1").text)


@pytest.mark.parametrize("name", ["log.csv", "log.xlsx"])
def test_the_command_writes_the_log(screened: Path, tmp_path: Path, name: str) -> None:
    folder, out = Path(shutil.copytree(screened, tmp_path / "results")), tmp_path / name
    ran = CliRunner().invoke(app, ["log", str(folder), "--trial", TRIAL, "--out", str(out)])
    assert (ran.exit_code, ran.output) == (0, f"3 patients in {out}.\n")
    text = (
        out.read_text("utf-8-sig")
        if name.endswith("csv")
        else " ".join(str(cell.value) for cell in cells(out.read_bytes()))
    )
    assert "p2/../<b>" in text
    held = (
        sqlite3.connect(folder / WEB_STORE)
        .execute("SELECT who, form, audience FROM exports ORDER BY id DESC")
        .fetchone()
    )
    assert held == ("(command line)", out.suffix[1:], "site")


@pytest.mark.parametrize(("trial", "name"), [("NONE", "log.csv"), (TRIAL, "log.pdf")])
def test_the_command_says_what_is_wrong(screened: Path, tmp_path: Path, trial: str, name: str) -> None:
    ran = CliRunner().invoke(app, ["log", str(screened), "--trial", trial, "--out", str(tmp_path / name)])
    assert ran.exit_code != 0
    assert not (tmp_path / name).exists()
