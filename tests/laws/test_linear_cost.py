"""A long note costs per page what a short one costs, counted in work and not by clocks."""

import sys
from collections import Counter
from types import FrameType

import pytest

from trialsift.bench.texts import report
from trialsift.extract import facts_in
from trialsift.extract.words import words_in
from trialsift.note import Note
from trialsift.packs.load import load_packs


def _calls(note: Note) -> int:
    """How many functions, Python's and C's, are called to read a note."""
    packs = load_packs()
    facts_in(report(2), packs)
    counts: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, _held: object) -> None:
        counts[event] += 1

    sys.setprofile(count)
    try:
        facts_in(note, packs)
    finally:
        sys.setprofile(None)
    return counts["call"] + counts["c_call"]


def test_many_pages_make_no_more_calls_a_page_than_four() -> None:
    assert _calls(report(1, pages=160)) < 1.3 * 40 * _calls(report(1, pages=4))


@pytest.mark.parametrize("pages", [1, 40])
def test_each_character_is_made_into_words_once(pages: int, monkeypatch: pytest.MonkeyPatch) -> None:
    packs = load_packs()
    facts_in(report(2), packs)
    read: list[int] = []

    def counted(folded: str, start: int, end: int) -> object:
        read.append(end - start)
        return words_in(folded, start, end)

    monkeypatch.setattr("trialsift.extract.engine.words_in", counted)
    note = report(1, pages=pages)
    facts_in(note, packs)
    assert sum(read) <= len(note.text)
