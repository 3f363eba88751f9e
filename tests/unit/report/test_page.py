"""The report of the shipped example patients as a page: whole, self-contained, usable by keyboard and on paper."""

import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from tests.support.page import Page, read_page

from trialsift.answers import Screening
from trialsift.note import Note, Refusal
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.report import report_html, write_report
from trialsift.screen import by_patient, chart_for, screen_chart
from trialsift.trials import load_trial

NOTES = Path(__file__).parents[3] / "annotated_notes" / "dev"
Made = tuple[str, Page, list[Screening], dict[str, Note]]


@pytest.fixture(scope="module")
def made(packs: Packs) -> Made:
    trial = load_trial("NCT05602415", packs)
    refused: list[Refusal] = []
    patients = list(by_patient(read_notes(NOTES), refused))
    notes = {note.note_id: note for patient in patients for note in patient.notes}
    screenings = [
        screen_chart(chart_for(patient, packs), trial, packs_hash=packs.hash) for patient in patients
    ]
    html = report_html(screenings, notes, trial)
    return html, read_page(html), screenings, notes


def test_every_tag_is_closed_in_order(made: Made) -> None:
    assert made[1].unclosed == []


def test_ids_are_unique_and_every_link_leads_somewhere(made: Made) -> None:
    page = made[1]
    assert len(set(page.ids)) == len(page.ids)
    assert len(page.links) > 100
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert all(link.startswith("#") for link in page.links)


def test_headings_begin_at_one_and_skip_no_level(made: Made) -> None:
    headings = made[1].headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_the_page_needs_nothing_from_outside(made: Made) -> None:
    html, page, _, _ = made
    assert {"script", "link", "img", "iframe", "object", "base"}.isdisjoint(page.tags)
    assert {"src", "srcset", "style", "data"}.isdisjoint(page.attributes)
    assert re.findall(r"url\(|@import|https?://", page.style) == []
    assert "<meta http-equiv=" in html


def test_the_policy_allows_this_style_sheet_and_nothing_else(made: Made) -> None:
    page = made[1]
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert page.policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_everything_works_by_keyboard(made: Made) -> None:
    page = made[1]
    assert {"tabindex", "onclick", "accesskey", "contenteditable"}.isdisjoint(page.attributes)
    assert page.links[0] == "#patients"
    assert "a:focus-visible" in page.style


def test_there_is_a_style_for_paper(made: Made) -> None:
    assert "@media print" in made[1].style
    assert "break-before: page" in made[1].style


def test_every_quote_is_highlighted_where_it_stands(made: Made) -> None:
    _, page, screenings, notes = made
    texts = {text: number for number, text in enumerate(page.note_texts)}
    used = [
        (notes[item.note_id].text, item)
        for screening in screenings
        for answer in screening.answers
        for fact in answer.used
        for item in fact.evidence
    ]
    assert len(used) > 100
    assert [
        item
        for text, item in used
        if not set(range(item.start, item.end)) <= page.highlighted[texts[text]]
    ] == []  # fmt: skip
    assert {item.quote for _, item in used} == set(page.quotes)


def test_only_what_is_used_is_highlighted(made: Made) -> None:
    _, page, screenings, notes = made
    used: dict[str, set[int]] = {}
    for screening in screenings:
        for answer in screening.answers:
            for item in (item for fact in answer.used for item in fact.evidence):
                used.setdefault(notes[item.note_id].text, set()).update(range(item.start, item.end))
    assert [used.get(text, set()) for text in page.note_texts] == page.highlighted


def test_a_file_is_the_same_page_and_leaves_no_part(made: Made, packs: Packs, tmp_path: Path) -> None:
    html, _, screenings, notes = made
    stream = (
        (item, [note for note in notes.values() if note.patient_id == item.patient_id]) for item in screenings
    )
    write_report(tmp_path / "report.html", stream, load_trial("NCT05602415", packs))
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == html
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_no_patient_is_said_so(packs: Packs) -> None:
    html = report_html([], {}, load_trial("NCT05602415", packs))
    assert "No patient was screened." in html
    assert read_page(html).unclosed == []


def test_a_screening_without_its_notes_quotes_but_links_nowhere(made: Made, packs: Packs) -> None:
    html = report_html(made[2][:1], {}, load_trial("NCT05602415", packs))
    page = read_page(html)
    assert "not highlighted: the note is not at hand" in html
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.note_texts == []


def test_no_because_is_longer_than_a_glance_takes_in(made: Made) -> None:
    longest = max(len(answer.because) for screening in made[2] for answer in screening.answers)
    assert longest <= 420
