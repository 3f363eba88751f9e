"""The rows of a table in plain text: where their cells stand, and which row names the columns."""

import re
from collections.abc import Sequence

from trialsift.extract.lines import Line

_CELL_GAP = re.compile(r"[ \t]*(?:\t|\|| {3,})[ \t|]*|(?<=\S) {2}(?=\S)")
# The day of a column: 12/03/2024, 12-Dec-24, 3 Mar 2025 08:30.
_DATE = re.compile(
    r"^\d{1,4}(?:[/.\-]\d{1,2}|[/.\- ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?:[/.\- ]\d{2,4})?(?: \d{1,2}[:.]\d{2})?$",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"[A-Za-z]{3}|\d[/.\-]\d{1,2}[/.\-]\d"
)  # a date with its year or its month's name, and no "8.7"
_WIDEST_ROW = 240  # characters; what is longer is running text that lost its line breaks


def cells(line: Line) -> tuple[tuple[int, int], ...]:
    """The columns of a table row as places in the note; a line of running text has none."""
    bars = line.text.count("|") + line.text.count("\t")
    if bars > 1:
        return _ruled(line)
    if (not bars and "  " not in line.bare) or len(line.text) > _WIDEST_ROW:
        return ()
    indent = len(line.text) - len(line.text.lstrip())
    gaps = [match.span() for match in _CELL_GAP.finditer(line.text, indent)]
    edges = [indent, *(edge for gap in gaps for edge in gap), len(line.text)]
    found = [
        (line.start + at, line.start + to)
        for at, to in zip(edges[::2], edges[1::2], strict=True)
        if line.text[at:to].strip()
    ]
    found = _without_number(line, found)
    wide = any("\t" in line.text[at:to] or "|" in line.text[at:to] or to - at >= 3 for at, to in gaps)
    return tuple(found) if wide and len(found) > 1 else ()


# "6   Epilepsy or fits? ....... no": the number of a form's question is no column.
_NUMBER = re.compile(r"(?:Q\.? ?)?\d{1,2}[.)]?", re.IGNORECASE)
_QUESTION = re.compile(r"[A-Za-z]{3}.*(?:\?|\.{4})")


def _without_number(line: Line, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The columns without a question's number in front of it."""
    if len(found) < 2:
        return found
    first, second = (line.text[at - line.start : to - line.start].strip() for at, to in found[:2])
    numbered = _NUMBER.fullmatch(first) and (
        _QUESTION.search(second) or (len(found) == 2 and second[:1].isalpha())
    )
    return found[1:] if numbered else found


def _ruled(line: Line) -> tuple[tuple[int, int], ...]:
    """The columns between bars or tabs, empty ones too, so that a value stays under its heading."""
    edges = [at for at, character in enumerate(line.text) if character in "|\t"]
    framed = line.text.strip().startswith("|")
    starts = [line.start + at for at in ([] if framed else [0]) + [edge + 1 for edge in edges]]
    ends = [line.start + at for at in (edges[1:] if framed else edges)] + [line.end]
    found = [_trimmed(line, at, to) for at, to in zip(starts, ends, strict=True)]
    if framed and found and found[-1][0] == found[-1][1]:
        found.pop()
    return tuple(found) if sum(at < to for at, to in found) > 1 else ()


def _trimmed(line: Line, start: int, end: int) -> tuple[int, int]:
    words = line.text[start - line.start : end - line.start]
    lead = len(words) - len(words.lstrip())
    return start + min(lead, len(words)), start + max(len(words.rstrip()), min(lead, len(words)))


def is_row(line: Line) -> bool:
    """Whether a line has at least two cells."""
    return len(cells(line)) >= 2


def is_header(words: Sequence[str]) -> bool:
    """A row of names or of dates: no cell but a date holds a bare number."""
    dates = [bool(_DATE.match(cell)) for cell in words]
    bare = [bool(re.match(r"^[<>]?\s*\d", cell)) for cell in words]
    return len(words) >= 2 and all(date or not number for date, number in zip(dates, bare, strict=True))


def of_days(words: Sequence[str]) -> bool:
    """Whether a row names days: it heads the values below it, whatever heads the page."""
    return sum(bool(_DATE.match(cell) and _WHOLE.search(cell)) for cell in words) > 1
