"""The report and its kin on names and notes that are written to break them."""

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from rich.console import Console
from tests.support.page import Page, read_page

from trialsift.chart import chart_of
from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.report import report_html, summary_table, write_summary_csv
from trialsift.report.marks import Span, pieces, visible
from trialsift.report.sheet import safe_cell
from trialsift.screen import screen_chart
from trialsift.trials import load_trial

NAME = "<script>alert(1)</script>\"'&[bold red]=1+1\u202egnp.\x1b[31m"
TEXTS = (
    "ECOG 1</div></mark><script>alert('x')</script> & <b>bold</b> &lt;i&gt;\n"
    '"><img src=x onerror=alert(1)> <a href="javascript:alert(2)">here</a>\n'
    "High grade leiomyosarcoma of the right thigh, 82 mm.\r\nNo metastases.\rHb 98 g/L\n",
    "\u202eECOG 2\u202c \u2066hidden\u2069 \u200b zero \x00\x07\x1b[2J\ufeff \U000e0041\n"
    "מטופל with ECOG 1 and مريض. " + "W" * 5000 + "\n{{ 7 * 7 }} {% raw %} ]]> <!-- --> </style></title>\n",
)


@pytest.fixture(scope="module")
def hostile(packs: Packs) -> tuple[str, Page, list[Note], list[object]]:
    notes = [
        Note(note_id=f"{NAME}/{number}", patient_id=NAME, text=text, note_type="<i>mri</i>", note_date=dt.date(2025, 3, number + 1))
        for number, text in enumerate(TEXTS)
    ]  # fmt: skip
    facts = [fact for note in notes for fact in facts_in(note, packs)]
    trial = load_trial("NCT05602415", packs)
    chart = chart_of(NAME, facts, notes=notes)
    screening = screen_chart(chart, trial, packs_hash=packs.hash, on=dt.date(2025, 3, 31))
    html = report_html([screening], {note.note_id: note for note in notes}, trial)
    return html, read_page(html), notes, [screening]


def test_nothing_of_a_note_becomes_markup(hostile: tuple[str, Page, list[Note], list[object]]) -> None:
    _, page, _, _ = hostile
    assert {"script", "img", "iframe", "object", "form", "input", "link"}.isdisjoint(page.tags)
    assert [name for name in page.attributes if name.startswith("on")] == []
    assert [link for link in page.links if not link.startswith("#")] == []


def test_control_and_direction_characters_are_shown_as_codes(
    hostile: tuple[str, Page, list[Note], list[object]],
) -> None:
    html, _, _, _ = hostile
    forbidden = re.findall(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ud800-\udfff]", html
    )
    assert forbidden == []
    assert {"U+202E", "U+0000", "U+001B", "U+FEFF"} <= set(re.findall(r"U\+[0-9A-F]+", html))
    assert html.encode("utf-8")


def test_the_notes_stand_in_the_report_as_they_were(
    hostile: tuple[str, Page, list[Note], list[object]],
) -> None:
    _, page, notes, _ = hostile
    assert [unshown(text) for text in page.note_texts] == [unshown(note.text) for note in notes]


def unshown(text: str) -> str:
    """Text without hidden characters and with one kind of line end."""
    plain = re.sub(
        "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\U000e0041]", "", text
    )
    return plain.replace("\r\n", "\n").replace("\r", "\n").strip()


def test_the_summary_runs_no_formula(
    hostile: tuple[str, Page, list[Note], list[object]], tmp_path: Path
) -> None:
    _, _, _, screenings = hostile
    write_summary_csv(tmp_path / "summary.csv", screenings)  # type: ignore[arg-type]
    held = (tmp_path / "summary.csv").read_bytes()
    rows = list(csv.reader(held.decode("utf-8-sig").splitlines()))
    assert held.startswith(b"\xef\xbb\xbf")
    assert [len(row) for row in rows] == [len(rows[0])] * 2
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "＠"])
def test_a_cell_that_would_run_gets_an_apostrophe(start: str) -> None:
    assert safe_cell(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["p1", "1=1", "a@b", "E1: none"])
def test_a_plain_cell_stays(text: str) -> None:
    assert safe_cell(text) == text


def test_the_terminal_table_takes_no_commands(
    hostile: tuple[str, Page, list[Note], list[object]],
) -> None:
    _, _, _, screenings = hostile
    console = Console(width=400, force_terminal=False, color_system=None, record=True)
    with console.capture() as shown:
        console.print(summary_table(screenings))  # type: ignore[arg-type]
    assert "\x1b" not in shown.get()
    assert "\u202e" not in shown.get()
    assert "[bold red]" in shown.get()


def test_a_span_outside_the_note_is_refused() -> None:
    with pytest.raises(ValueError, match="a span lies outside the note"):
        pieces("ECOG 1", [Span(start=0, end=7, label="I5")])


def test_overlapping_spans_are_cut_and_joined_again() -> None:
    cut = pieces("ECOG 1 today", [Span(start=0, end=6, label="I5"), Span(start=5, end=12, label="E1")])
    assert "".join(piece.text for piece in cut) == "ECOG 1 today"
    assert [(piece.text, piece.labels) for piece in cut] == [
        ("ECOG ", ("I5",)), ("1", ("I5", "E1")), (" today", ("E1",)),
    ]  # fmt: skip


def test_joiners_stay_so_that_scripts_are_readable() -> None:
    assert visible("می\u200cخواهم") == "می\u200cخواهم"


def test_half_a_character_is_shown_as_its_code() -> None:
    assert "U+D800" in visible("a\ud800b")
