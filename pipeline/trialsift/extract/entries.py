"""Chart notes of several days in one document: what stands under "4 Nov 2024" is of that day and not of the last."""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.facts import Fact, Treatment
from trialsift.note import Note

_LINE = re.compile(r"[^\n]+")
_OPENS = re.compile(
    r"[ \t]*\[?(?=\d{1,4}[-/. ](?:\d{1,2}[-/. ]|[A-Z][a-z]{2})|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d)"
)
_LONGEST_DATE = 24  # characters
_GIVEN = re.compile(
    r"\b(?:today|this (?:am|morning|afternoon)|given|transfused|received|\d{4} ?- ?\d{4})\b", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:previous\w*|prior|history|last|ago|past|since|ever|before|never)\b", re.IGNORECASE
)


def by_entry(note: Note, facts: Sequence[Fact]) -> list[Fact]:
    """The same facts; those that only had the note's own date with the date of the entry that they stand in."""
    entries = list(_entries(note)) if note.note_date else []
    if len(entries) < 2:
        return list(facts)
    starts = [start for start, _, _ in entries]
    return [_dated(note, fact, entries[bisect_right(starts, fact.evidence[0].start) - 1]) for fact in facts]


def _dated(note: Note, fact: Fact, entry: tuple[int, int, dt.date]) -> Fact:
    start, end, date = entry
    place = fact.evidence[0].start
    if not start <= place < end or date == note.note_date:
        return fact
    if fact.date == note.note_date:
        return replace(fact, date=date)
    if fact.date is None and isinstance(fact.value, Treatment) and _is_given(note.text, fact, start, end):
        return replace(fact, date=date, value=replace(fact.value, start=date, end=date))
    return fact


def _is_given(text: str, fact: Fact, start: int, end: int) -> bool:
    """Whether the words around a transfusion tell that it was given in this entry, and not of an earlier one."""
    first, last = fact.evidence[0].start, fact.evidence[-1].end
    left = max(start, text.rfind(". ", start, first) + 1, text.rfind("\n", start, first) + 1)
    stops = [place for place in (text.find(". ", last, end), text.find("\n", last, end)) if place >= 0]
    around = text[left : min([end, *stops])]
    transfusion = isinstance(fact.value, Treatment) and fact.value.treatment_class == "transfusion"
    return transfusion and bool(_GIVEN.search(around)) and not _EARLIER.search(around)


def _entries(note: Note) -> Iterator[tuple[int, int, dt.date]]:
    """Start, end and day of each entry: from a line that opens with a day to the next one, or to a blank line.

    Nothing where fewer than two days open lines, where a day is after the note's, or where days go up and down.
    """
    order = day_order(note.text, note.note_date)
    opened = [
        (match.start(), date)
        for match in _LINE.finditer(note.text)
        if (date := _day(match.group(), note, order))
    ]
    days = [date for _, date in opened]
    steady = days in (sorted(days), sorted(days, reverse=True))
    if len(set(days)) < 2 or not steady or any(note.note_date and day > note.note_date for day in days):
        return
    for (start, date), (after, _) in pairwise([*opened, (len(note.text), dt.date.max)]):
        blank = re.compile(r"\n[ \t]*\n").search(note.text, start, after)
        yield start, blank.start() if blank else after, date


def _day(line: str, note: Note, order: DayOrder | None) -> dt.date | None:
    """The day that a line opens with; a month or a year alone opens no entry."""
    opens = _OPENS.match(line)
    if not opens:
        return None
    head = line[opens.end() : opens.end() + _LONGEST_DATE]
    first = next(iter(dates_in(head, anchor=note.note_date, order=order)), None)
    return first.date if first and first.at == 0 and first.precision == "day" else None
