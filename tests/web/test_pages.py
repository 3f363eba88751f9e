"""The worklist, the patient page and the JSON side."""

import re

import pytest
from web_support import Browser

LIST = "/trials/NCT05602415"


def rows(page: str) -> list[str]:
    return re.findall(r'<tr id="case-\d+".*?<bdi>(.*?)</bdi>', page, re.DOTALL)


def test_the_worklist_counts_by_flag_and_lists_everybody(browser: Browser) -> None:
    page = browser("sam").get(LIST).text
    assert "<strong>3</strong> all" in page
    assert len(rows(page)) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=patient", ["p1", "p2/../&lt;b&gt;", "p3"]),
        ("sort=patient&down=true", ["p3", "p2/../&lt;b&gt;", "p1"]),
        ("sort=newest", ["p3", "p2/../&lt;b&gt;", "p1"]),
        ("q=P3", ["p3"]),
        ("q=%25", []),
        ("q=../<b>", ["p2/../&lt;b&gt;"]),
        ("flag=open", ["p1", "p3"]),
        ("who=Radiology", ["p1", "p3"]),
        ("assigned=sam", []),
        ("state=enrolled", []),
        ("page=2", []),
    ],
)
def test_sorting_and_filters(browser: Browser, query: str, expected: list[str]) -> None:
    found = rows(browser("sam").get(f"{LIST}?{query}").text)
    assert sorted(found) == sorted(expected)
    assert not query.startswith("sort=patient") or found == expected


def test_the_worklist_says_why(browser: Browser) -> None:
    page = browser("sam").get(LIST).text
    excluded = re.search(r'<tr id="case-2".*?</tr>', page, re.DOTALL)
    assert excluded is not None
    assert re.search(
        r'class="why"><b>I5</b> ECOG performance status "ECOG 3"', excluded[0].replace("&#34;", '"')
    )
    rows = browser("sam").get("/api/trials/NCT05602415/cases?flag=excluded").json()["cases"]
    assert [row["reasons"] for row in rows] == [["I5"]]


def test_an_empty_list_says_what_to_do(browser: Browser) -> None:
    page = browser("sam").get(f"{LIST}?q=nobody").text
    assert "No patient fits these filters" in page
    assert "Show all 3" in page


def test_the_way_back_leads_to_the_view_one_came_from(browser: Browser) -> None:
    client = browser("sam")
    client.get(f"{LIST}?sort=patient&q=p")
    page = client.get("/cases/2").text
    assert "/trials/NCT05602415?q=p&amp;sort=patient#case-2" in page
    assert 'href="/cases/1" data-key="["' in page
    assert 'href="/cases/3" data-key="]"' in page


def test_the_patient_page_shows_answers_beside_marked_notes(browser: Browser) -> None:
    page = browser("sam").get("/cases/1").text
    cards = re.findall(r"<h4>.*?data-open[^>]*>(\w+)<", page)
    assert cards == [f"I{n}" for n in range(1, 12)] + [f"E{n}" for n in range(1, 20)]
    link = re.search(r'<h4><a href="#([\w-]+)" data-open[^>]*>I5<', page)
    assert link is not None
    assert f'<mark id="{link[1]}"' in page
    assert "<svg" in page
    assert "Questions that would decide" in page


def test_one_criterion_can_stand_out_alone(browser: Browser) -> None:
    page = browser("sam").get("/cases/1?only=I5").text
    assert "Only the words for" in page
    faint = re.findall(r'faint">(?:<a [^>]*aria-label="criterion (\w+),[^>]*>\w+.</a>)+', page)
    assert faint
    assert "I5" not in faint


def test_conflicting_readings_stand_side_by_side(browser: Browser) -> None:
    page = browser("sam").get("/cases/3").text
    table = re.search(r'<table class="conflict">.*?</table>', page, re.DOTALL)
    assert table is not None
    assert "ECOG 4" in table[0]
    assert "ECOG 0" in table[0]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/cases/99", 404, "not_found"),
        ("/api/cases/x", 422, "bad_value"),
        ("/api/cases/99999999999999999999999", 404, "not_found"),
        ("/api/trials/none/cases", 404, "not_found"),
        ("/api/trials/NCT05602415/cases?sort=height", 422, "bad_value"),
        ("/api/trials/NCT05602415/cases?hieght=1", 422, "bad_value"),
        ("/api/nothing", 404, "not_found"),
    ],
)
def test_every_error_below_api_has_one_shape(browser: Browser, path: str, status: int, code: str) -> None:
    answer = browser("sam").get(path)
    body = answer.json()
    assert answer.status_code == status
    assert body["error"]["code"] == code
    assert set(body["error"]) == {"code", "message", "what_to_do", "fields"}
    assert "height" not in answer.text


def test_errors_of_pages_say_what_to_do(browser: Browser) -> None:
    answer = browser("sam").get("/cases/99")
    assert answer.status_code == 404
    assert "Go to the list and choose from there." in answer.text


def test_the_json_side_says_what_the_pages_say(browser: Browser) -> None:
    client = browser("ann")
    assert client.get("/api/trials").json()[0]["open"] == 2
    listed = client.get("/api/trials/NCT05602415/cases?sort=patient").json()
    assert [row["patient_id"] for row in listed["cases"]] == ["p1", "p2/../<b>", "p3"]
    case = client.get("/api/cases/1").json()
    assert len(case["screening"]["answers"]) == 30
    assert "GET /api/cases/{number}" in client.get("/api").text
    assert client.get("/api/openapi.json").json()["openapi"].startswith("3.")
