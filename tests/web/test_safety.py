"""Sign-in, forms, headers, hosts, limits: what keeps strangers and hostile text out."""

from pathlib import Path

import pytest
from web_support import HOSTILE, PASSWORD, Browser, token_in

from trialsift.web.database import open_desk

PAGES = ("/", "/trials/NCT05602415", "/cases/1", "/api", "/api/trials", "/api/openapi.json")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_signing_in(browser: Browser, path: str) -> None:
    answer = browser().get(path)
    assert answer.status_code == (401 if path.startswith("/api") else 303)
    assert "p1" not in answer.text


def test_after_signing_in_one_goes_where_one_wanted(browser: Browser) -> None:
    client = browser()
    assert client.get("/cases/1").headers["location"] == "/sign-in?next=/cases/1"
    form = {
        "name": "SAM",
        "password": PASSWORD,
        "next": "/cases/1",
        "form_token": token_in(client.get("/sign-in").text),
    }
    answer = client.post("/sign-in", data=form)
    assert answer.headers["location"] == "/cases/1"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert client.get("/cases/1").status_code == 200


@pytest.mark.parametrize("elsewhere", ["//evil.test", "https://evil.test", "/\\evil.test", "/a?b=c"])
def test_sign_in_leads_to_no_other_site(browser: Browser, elsewhere: str) -> None:
    client = browser()
    form = {
        "name": "sam",
        "password": PASSWORD,
        "next": elsewhere,
        "form_token": token_in(client.get("/sign-in").text),
    }
    assert client.post("/sign-in", data=form).headers["location"] == "/"


@pytest.mark.parametrize("name", ["nobody", "sAm"])
def test_a_wrong_password_and_an_unknown_name_read_alike(browser: Browser, name: str) -> None:
    client = browser()
    form = {
        "name": name,
        "password": "wrong wrong wrong",
        "form_token": token_in(client.get("/sign-in").text),
    }
    answer = client.post("/sign-in", data=form)
    assert answer.status_code == 403
    assert "Name or password is wrong." in answer.text


def test_guessing_is_slowed_down(browser: Browser) -> None:
    client = browser()
    form = {"name": "guessed", "password": "wrong", "form_token": token_in(client.get("/sign-in").text)}
    codes = [client.post("/sign-in", data=form).status_code for _ in range(6)]
    assert codes == [403] * 5 + [429]


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_its_token_is_refused(browser: Browser, token: str) -> None:
    client = browser("sam")
    assert client.post("/sign-out", data={"form_token": token}).status_code == 403
    assert client.get("/trials/NCT05602415").status_code == 200


def test_the_token_of_another_browser_is_refused(browser: Browser) -> None:
    other = token_in(browser("ada").get("/trials/NCT05602415").text)
    assert browser("sam").post("/sign-out", data={"form_token": other}).status_code == 403


def test_a_form_from_another_site_is_refused(browser: Browser) -> None:
    client = browser("sam")
    form = {"form_token": token_in(client.get("/trials/NCT05602415").text)}
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/sign-out", data=form, headers=headers).status_code == 403


def test_signing_out_ends_the_session_at_the_server(browser: Browser) -> None:
    client = browser("sam")
    cookie = client.cookies["trialsift-8765"]
    form = {"form_token": token_in(client.get("/trials/NCT05602415").text)}
    assert client.post("/sign-out", data=form).status_code == 303
    client.cookies.set("trialsift-8765", cookie)
    assert client.get("/cases/1").status_code == 303


def test_two_servers_on_one_machine_keep_their_sign_ins_apart(browser: Browser) -> None:
    client = browser("sam")
    assert client.get("http://127.0.0.1:8766/cases/1").status_code == 303  # to the sign-in of the other one
    form = token_in(client.get("http://127.0.0.1:8766/sign-in").text)
    answer = client.post(
        "http://127.0.0.1:8766/sign-in", data={"name": "ann", "password": PASSWORD, "form_token": form}
    )
    assert answer.status_code == 303
    assert "sam" in client.get("/trials/NCT05602415").text
    assert "ann" in client.get("http://127.0.0.1:8766/trials/NCT05602415").text


@pytest.mark.parametrize("path", [*PAGES, "/nothing", "/sign-in", "/static/keys.js", "/report.css"])
def test_every_answer_carries_the_headers(browser: Browser, path: str) -> None:
    headers = browser("sam").get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == ("max-age=300" if "." in path and "json" not in path else "no-store")


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "", "localhost:1:2"])
def test_a_foreign_host_name_is_refused(browser: Browser, host: str) -> None:
    assert browser("sam").get("/cases/1", headers={"host": host}).status_code == 421


def test_large_requests_are_refused(browser: Browser) -> None:
    client = browser("sam")
    assert client.post("/sign-out", data={"form_token": "x" * 70_000}).status_code == 413
    assert client.get("/api/trials?" + "x" * 5000).status_code == 414


def test_a_body_that_hides_its_length_is_refused(browser: Browser) -> None:
    def endless() -> object:
        for _ in range(100):
            yield b"x" * 1024

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = browser("sam").post("/sign-out", content=endless(), headers=headers)  # type: ignore[arg-type]
    assert answer.status_code == 413


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fusers.py", "/static//etc/passwd"]
)
def test_no_path_leads_out_of_the_static_folder(browser: Browser, path: str) -> None:
    assert browser("sam").get(path).status_code == 404


def test_hostile_report_text_is_inert(browser: Browser) -> None:
    client = browser("sam")
    listed = client.get("/trials/NCT05602415").text
    number = next(n for n in (1, 2, 3) if "U+202E" in client.get(f"/cases/{n}").text)
    shown = client.get(f"/cases/{number}").text
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "{{ 7 * 7 }}" in shown
    assert "\u202e" not in shown
    assert "<b>" not in listed.replace("<b>Pathology", "").replace("<b>Radiology", "").split("p2/../")[1][:20]
    assert HOSTILE not in shown


def test_one_can_sign_in_again_when_the_session_has_ended(browser: Browser, screened: Path) -> None:
    client = browser("sam")
    with open_desk(screened) as db:
        db.execute("DELETE FROM sessions WHERE user = 'sam'")
    assert client.get("/cases/1").status_code == 303
    form = {"name": "sam", "password": PASSWORD, "form_token": token_in(client.get("/sign-in").text)}
    assert client.post("/sign-in", data=form).status_code == 303
    assert client.get("/cases/1").status_code == 200


def test_a_form_of_a_session_that_has_ended_leads_to_signing_in(browser: Browser, screened: Path) -> None:
    client = browser("sam")
    form = {"form_token": token_in(client.get("/cases/1").text), "version": "0", "to": "sam"}
    with open_desk(screened) as db:
        db.execute("DELETE FROM sessions WHERE user = 'sam'")
    client.get("/sign-in")  # in another tab
    assert client.post("/cases/1/assign", data=form).headers["location"] == "/sign-in"
