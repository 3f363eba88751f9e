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
    r"[ \t]*\[?(?=\d{1,4}[-/. ](?:\d{1,2}[-/. ]|[A-Z][a-z]{2})|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d"
    r"|\d{1,2}[-/]\d{1,2}[ \t:])"
)
_LONGEST_DATE = 24  # characters
_GIVEN = re.compile(
    r"\b(?:today|this (?:am|morning|afternoon)|given|transfused|received|\d{4} ?- ?\d{4})\b", re.IGNORECASE
)
_OWN_DAY = re.compile(r"[ \t]*\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?[ \t:]*")
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
    opens = _OWN_DAY.fullmatch(text, max(start, text.rfind("\n", start, first) + 1), first)
    return transfusion and bool(opens or _GIVEN.search(around)) and not _EARLIER.search(around)


def _entries(note: Note) -> Iterator[tuple[int, int, dt.date]]:
    """Start, end and day of each entry: from a line that opens with a day to the next one, or to a blank line.

    Nothing where fewer than two days open lines, where a day is after the note's, or where days go up and down.
    """
    order = day_order(note.text, note.note_date) or _bare_order(note.text)
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


_BARE = re.compile(
    r"(\d{1,2})[-/](\d{1,2})(?: {2,}|\t| ?: )(?=(?!mm|cm|days?|weeks?|months?|times|cores?|nodes?|fractions?)[^\W\d]|\d ?(?:u|units?|pints?|bags?)\b)"
)
_BARE_LINES = re.compile(r"^[ \t]*(\d{1,2})[-/](\d{1,2})(?= {2}|\t| ?: )", re.MULTILINE)


def _bare_order(text: str) -> DayOrder | None:
    """Whether lines that open with "15-3" put the day first; None where no number above twelve tells."""
    pairs = [(int(match[1]), int(match[2])) for match in _BARE_LINES.finditer(text)]
    day_first, month_first = (any(pair[at] > 12 for pair in pairs) for at in (0, 1))
    return None if day_first == month_first else "dmy" if day_first else "mdy"


def _in_year(first: int, second: int, note: Note, order: DayOrder | None) -> dt.date | None:
    """The last such day up to the note's: "15-3" in a sheet of 20 March; None where it is no day."""
    day, month = (second, first) if order == "mdy" else (first, second)
    last = note.note_date
    for year in (last.year, last.year - 1) if last and order else ():
        try:
            date = dt.date(year, month, day)
        except ValueError:
            return None
        if last and date <= last:
            return date
    return None


def _day(line: str, note: Note, order: DayOrder | None) -> dt.date | None:
    """The day that a line opens with; a month or a year alone opens no entry."""
    opens = _OPENS.match(line)
    if not opens:
        return None
    head = line[opens.end() : opens.end() + _LONGEST_DATE]
    if bare := _BARE.match(head):
        return _in_year(int(bare[1]), int(bare[2]), note, order)
    first = next(iter(dates_in(head, anchor=note.note_date, order=order)), None)
    return first.date if first and first.at == 0 and first.precision == "day" else None
