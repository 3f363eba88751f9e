"""The lines of a note, those that mean nothing marked, and how wide the note was set."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One line of the note without its line end; bare is without white space at its ends.

    junk lines are bar codes and page numbers: they stand between words of one sentence and mean nothing.
    """

    start: int
    end: int
    text: str
    bare: str
    junk: bool


# An OCR'd bar code: long runs of the strokes 1, I, l, | and little else.
_BARCODE = re.compile(r"^[\s1IlLiHT|!\][.,:;'\"^/\\-]{12,}$")
_PAGE = re.compile(
    r"^[^\w(]*(?:page\s*(?::\s*)?\d+(?:\s*(?:of|/)\s*\d+)?|continued (?:on next|from previous) page|\d+\s*(?:of|/)\s*\d+)\W*$",
    re.IGNORECASE,
)
# Nobody sets running text narrower than this; shorter lines are statements of their own.
_NARROWEST = 60
_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|$)")


def lines_of(text: str) -> list[Line]:
    """The lines with their places; CRLF, CR and LF end a line."""
    found: list[Line] = []
    for match in _LINE.finditer(text):
        if match.end() > match.start():
            start, end = match.span(1)
            line = match[1]
            bare = line.strip()
            found.append(Line(start, end, line, bare, bool(bare) and _is_junk(bare)))
    return found


def _is_junk(bare: str) -> bool:
    if _PAGE.match(bare) or _BARCODE.match(bare):
        return True
    return len(bare) >= 16 and sum(map(bare.count, "1Il|")) >= 0.6 * len(bare)


def width_of(lines: Sequence[Line]) -> int:
    """How wide the note was set: a line about as long as this was broken by the typewriter, not the author."""
    lengths = sorted([len(line.bare) for line in lines if line.bare and not line.junk])
    return max(lengths[int(len(lengths) * 0.9)], _NARROWEST) if lengths else _NARROWEST
