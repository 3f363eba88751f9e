"""What staff do from sign-in to a settled patient, in a real browser: by keyboard alone, two at once, on hostile notes."""

import re
from pathlib import Path
from typing import Any

import pytest
from site_support import PASSWORD, TRIAL, Site, case_number


def focused(page: Any) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def open_case(page: Any, patient: str) -> None:
    page.goto(f"{page.url.split('/trials')[0]}/cases/{case_number(page, patient)}")


def exported(page: Any, link: str) -> str:
    """The screening log that a link, chosen by keyboard, lets the browser save."""
    page.get_by_role("link", name=link, exact=True).focus()
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename.startswith("screening-log-")
    return Path(saved.value.path()).read_text(encoding="utf-8-sig")


def test_a_patient_is_settled_by_keyboard_alone(site: Site) -> None:
    page = site.page()
    for words in ("sam", PASSWORD):
        page.keyboard.press("Tab") if words == PASSWORD else page.focus("input[name=name]")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_selector("table.list")  # with one trial there is no choice of trials to make
    page.keyboard.press("j")
    page.keyboard.press("j")
    patient = focused(page)
    page.keyboard.press("k")
    assert focused(page) != patient
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("section.criteria")
    page.keyboard.press("j")
    assert focused(page) == "I1"
    given = re.search(r"answer: (yes|no|unknown)", page.inner_text("[data-item] h4"))
    assert given is not None
    page.keyboard.press("u" if given[1] != "unknown" else "y")
    page.wait_for_selector("h1:has-text('Why is I1')")
    page.keyboard.press("Escape")
    page.focus("select[name=reason]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter") if focused(page) == "" else page.locator("form.filters button").press(
        "Enter"
    )
    page.wait_for_selector("p.judged")
    assert "Overruled" in page.inner_text("p.judged")
    page.keyboard.press("b")
    page.wait_for_selector("table.list")
    assert focused(page) == patient  # the place is remembered
    assert f"{patient}," in exported(page, "CSV")
    assert f"I1: {'unknown' if given[1] != 'unknown' else 'yes'}" in exported(page, "CSV for the sponsor")


def test_search_is_reached_by_its_key_and_keeps_the_keys_to_itself(site: Site) -> None:
    page = site.page("sam")
    page.goto(f"{site.address}trials/{TRIAL}")
    page.keyboard.press("/")
    page.keyboard.type("tn0j")
    assert page.input_value("input[name=q]") == "tn0j"
    page.fill("input[name=q]", "tn06")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 1")
    assert page.inner_text("tbody th") == "tn06"


def test_a_criterion_leads_to_its_words_and_they_lead_back(site: Site) -> None:
    page = site.page("sam")
    open_case(page, "tn01")
    page.click("li.card h4 a:has-text('I2')")
    mark = page.locator("mark:target")
    assert mark.count() == 1
    assert mark.bounding_box()["y"] < 900
    mark.locator("a.label:has-text('I2')").click()
    assert page.locator("li.card:target").inner_text().startswith("I2")


def test_a_hostile_note_is_shown_and_never_run(site: Site) -> None:
    page = site.page("sam")
    open_case(page, "x<b>/../y")
    text = page.inner_text("article.note")
    assert "<script>document.title='ran'</script>" in text
    assert "{{ 7 * 7 }}" in text
    assert "U+202E" in text
    assert page.title() != "ran"
    assert (
        page.locator("article.note img, article.note script, article.note a[href^=javascript]").count() == 0
    )


def test_two_people_see_both_values_and_nothing_is_lost(site: Site) -> None:
    sam, ada = site.page("sam"), site.page("ada")
    for page in (sam, ada):
        open_case(page, "tn06")
    for page, answer in ((sam, "yes"), (ada, "no")):
        page.click(f"li.card:has(h4:has-text('I4')) button[value={answer}]")
        page.select_option("select[name=reason]", index=1)
        page.click("form.filters button")
    ada.wait_for_selector("h1:has-text('Changed meanwhile')")
    assert "sam" in ada.inner_text("table.conflict")
    ada.click("form.filters button")
    ada.wait_for_selector("p.judged")
    assert "Overruled: no by ada" in ada.inner_text("p.judged")


def test_the_pages_work_without_any_script(site: Site) -> None:
    page = site.page("sam", java_script_enabled=False)
    page.click("tbody a:has-text('tn06')")
    page.click("li.card:has(h4:has-text('I4')) button[value=yes]")
    assert "Why is I4 yes?" in page.inner_text("h1")


@pytest.mark.parametrize("width", [1280, 390])
def test_the_list_is_read_in_words_not_letters(site: Site, width: int) -> None:
    page = site.page("sam", viewport={"width": width, "height": 900})
    page.goto(f"{site.address}trials/{TRIAL}")
    for shown in ("tbody th a", ".why", ".asks"):
        for box in page.locator(f".list {shown}").all():
            assert box.evaluate("item => item.getBoundingClientRect().height") < 9 * 24  # lines of text
    assert "ECOG" in page.inner_text("tr:has(.badge.excluded) .why")


@pytest.mark.parametrize("width", [1280, 1024, 768, 390])
@pytest.mark.parametrize("patient", ["", "tn01", "tn09"])
def test_no_page_is_wider_than_the_screen(site: Site, width: int, patient: str) -> None:
    page = site.page("sam", viewport={"width": width, "height": 900})
    page.goto(f"{site.address}trials/{TRIAL}")
    if patient:
        open_case(page, patient)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_a_patient_prints_with_every_criterion(site: Site) -> None:
    page = site.page("sam")
    open_case(page, "tn01")
    page.emulate_media(media="print")
    assert page.locator("header.bar").is_hidden()
    assert page.locator("li.card").count() == 30
    assert page.locator("form.review").first.is_hidden()
    assert page.pdf().startswith(b"%PDF")


def test_the_summary_prints_without_notes(site: Site) -> None:
    page = site.page("sam")
    open_case(page, "tn01")
    page.click("a:has-text('One-page summary')")
    page.wait_for_selector("h2:has-text('Criteria')")
    page.emulate_media(media="print")
    assert page.locator("header.bar").is_hidden()
    assert page.locator("article.note").count() == 0
    assert page.locator("tbody tr").count() == 30
    assert len(re.findall(rb"/Type ?/Page\b", page.pdf(format="A4"))) == 1
