"""Which columns of a laboratory table are results, and of which day."""

import datetime as dt
import re
from collections.abc import Sequence

from trialsift.extract.columns import cells
from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.lines import Line
from trialsift.extract.reading import Reading, Sentence
from trialsift.extract.words import fold

_RESULT = re.compile(r"$|[<>\u2264\u2265] ?\d|\d|-+$|n/?[ad]\b|nd\b|pending|haemol|hemol", re.IGNORECASE)
_ROWS_UP = 60  # lines above a row in which its heading may stand
_ASIDE = 3  # letters by which a value may stand beside its heading

# "Test | Previous | Result": the heading of what was, and of what is.
_OF_BEFORE = re.compile(
    r"\W*(?:previous|prior|prev\.?|last|old|earlier|baseline)(?: (?:results?|values?))?\W*", re.IGNORECASE
)
_OF_NOW = re.compile(
    r"\W*(?:(?:current|today(?:'s)?|new|present|this|latest)(?: (?:results?|values?|visit))?|results?|values?|now)\W*",
    re.IGNORECASE,
)


def column_of_now(sentence: Sentence, date: dt.date | None) -> list[tuple[int, dt.date | None]]:
    """The column of today's values where the heading has one of earlier values in front of it."""
    before = [column for column, words in enumerate(sentence.header) if _OF_BEFORE.fullmatch(words)]
    now = [column for column, words in enumerate(sentence.header) if _OF_NOW.fullmatch(words)]
    stands = before and now and before[0] < now[0] < len(sentence.cells) == len(sentence.header)
    return [(now[0], date)] if stands else []


def dated_columns(
    sentence: Sentence, reading: Reading, order: DayOrder | None
) -> list[tuple[int, dt.date | None]]:
    """The columns of a table whose header holds dates, as (column, date).

    A heading row may leave out the first column's heading and those after the dates; the columns are
    where the row has values.
    """
    if not sentence.cells or not sentence.header:
        return []
    found: list[tuple[int, dt.date | None]] = []
    for column, words in enumerate(sentence.header):
        dated = dates_in(words, anchor=reading.note.note_date, order=order)
        if len(dated) == 1 and dated[0].precision == "day" and dated[0].to - dated[0].at >= len(words) - 2:
            found.append((column, dated[0].date))
    if placed := _by_place(sentence, reading, found):
        return placed
    for offset in (0, 1) if len(found) > 1 else ():
        columns = [(column + offset, date) for column, date in found]
        if all(_may_be_value(sentence, column) for column, _ in columns):
            return columns
    return []


def _may_be_value(sentence: Sentence, column: int) -> bool:
    """Whether a row's column holds a number, or nothing, as a column of results does."""
    if not 0 < column < len(sentence.cells):
        return False
    at, to = sentence.cells[column]
    return bool(_RESULT.match(sentence.text[at:to]))


_Span = tuple[int, int]


def _by_place(
    sentence: Sentence, reading: Reading, dated: Sequence[tuple[int, dt.date | None]]
) -> list[tuple[int, dt.date | None]]:
    """The columns that stand below the heading's dates, where flags or units stand between them in columns of their own."""
    if len(dated) < 2:
        return []
    text = fold(reading.note.text)
    start = text.rfind("\n", 0, sentence.starts[0]) + 1
    row = _cells_of(text, start)
    head = _heading_above(text, start, sentence.header)
    ruled = any(
        mark in text[start : sentence.ends[-1]] for mark in "|\t"
    )  # nothing stands below anything there
    if ruled or len(row) != len(sentence.cells) or len(head) != len(sentence.header):
        return []
    found: list[tuple[int, dt.date | None]] = []
    for column, date in dated:
        below = [
            place
            for place, cell in enumerate(row)
            if _overlap(cell, head[column]) > 0 and _may_be_value(sentence, place)
        ]
        if below:
            found.append((max(below, key=lambda place: _overlap(row[place], head[column])), date))
    distinct = len({column for column, _ in found}) == len(found)
    return found if found and distinct else []


def _overlap(cell: _Span, head: _Span) -> int:
    """How many letters of a line a cell and a heading share, the cell taken a little wider."""
    return min(cell[1] + _ASIDE, head[1]) - max(cell[0] - _ASIDE, head[0])


def _cells_of(text: str, start: int) -> list[_Span]:
    """The columns of the line that begins at a place, counted from its beginning."""
    end = text.find("\n", start)
    words = text[start : end if end >= 0 else len(text)].rstrip("\r")
    return [
        (at - start, to - start)
        for at, to in cells(Line(start, start + len(words), words, words.strip(), False))
    ]


def _heading_above(text: str, start: int, header: Sequence[str]) -> list[_Span]:
    """The columns of the nearest line above that holds the words of the heading."""
    for _ in range(_ROWS_UP):
        if start <= 0:
            return []
        start = text.rfind("\n", 0, start - 1) + 1
        found = _cells_of(text, start)
        if tuple(text[start + at : start + to].strip() for at, to in found) == tuple(header):
            return found
    return []
