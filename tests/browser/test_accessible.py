"""No page has a finding of axe-core that is serious or critical (WCAG 2.1 A and AA, and best practice)."""

import json
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from site_support import TRIAL, Site, case_number

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


def findings(page: Any) -> list[str]:
    """Rule, weight and first element of every finding that is serious or critical."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document).then(done => JSON.stringify(done.violations))")
    return [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['target']}"
        for item in json.loads(found)
        if item["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_in_page(site: Site, scheme: str) -> None:
    assert findings(site.page(color_scheme=scheme)) == []


@pytest.mark.parametrize(
    "path", ["", f"trials/{TRIAL}", f"trials/{TRIAL}?q=nobody", f"trials/{TRIAL}?flag=open&sort=days", "api", "nothing/here", f"trials/{TRIAL}/numbers"]
)  # fmt: skip
def test_lists_and_errors(site: Site, path: str) -> None:
    page = site.page("ada")
    page.goto(f"{site.address}{path}")
    assert findings(page) == []


@pytest.mark.parametrize("patient", ["tn01", "tn06", "tn09", "x<b>/../y"])
def test_a_patient(site: Site, patient: str) -> None:
    page = site.page("sam")
    page.goto(f"{site.address}cases/{case_number(page, patient)}")
    assert findings(page) == []


@pytest.mark.parametrize("patient", ["tn01", "x<b>/../y"])
def test_a_summary(site: Site, patient: str) -> None:
    page = site.page("sam")
    page.goto(f"{site.address}cases/{case_number(page, patient)}/summary")
    assert findings(page) == []


def test_rules_and_the_notes_about_them(site: Site) -> None:
    page = site.page("ada")
    page.goto(f"{site.address}cases/{case_number(page, 'tn01')}")
    page.locator("details.evidence summary").first.click()
    page.locator("a.rule-link:visible").first.click()
    page.wait_for_selector("h1:has-text('Which rule')")
    assert findings(page) == []
    page.select_option("#wrong", "negated")
    page.fill("#comment", "=the sentence denies it")
    page.click("main form button")
    page.wait_for_selector("#told")
    page.click("nav a:has-text('Notes about rules')")
    page.wait_for_selector("table.figures")
    assert findings(page) == []


def test_the_page_that_asks_why(site: Site) -> None:
    page = site.page("sam")
    page.goto(f"{site.address}cases/{case_number(page, 'tn06')}")
    page.click("li.card:has(h4:has-text('I4')) button[value=yes]")
    page.wait_for_selector("h1:has-text('Why is I4')")
    assert findings(page) == []
