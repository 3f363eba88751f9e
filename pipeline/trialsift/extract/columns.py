"""The rows of a table in plain text: where their cells stand, and which row names the columns."""

import re
from collections.abc import Sequence

from trialsift.extract.lines import Line

_CELL_GAP = re.compile(r"[ \t]*(?:\t|\|| {3,})[ \t|]*|(?<=\S) {2}(?=\S)")
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
    wide = any("\t" in line.text[at:to] or "|" in line.text[at:to] or to - at >= 3 for at, to in gaps)
    return tuple(found) if wide and len(found) > 1 else ()


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
    dates = [bool(re.match(r"^\d{1,4}[/.\-]\d{1,2}([/.\-]\d{2,4})?$", cell)) for cell in words]
    bare = [bool(re.match(r"^[<>]?\s*\d", cell)) for cell in words]
    return len(words) >= 2 and all(date or not number for date, number in zip(dates, bare, strict=True))
