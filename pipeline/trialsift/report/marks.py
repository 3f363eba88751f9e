"""Note text made safe to show, and cut so that every piece of evidence can be highlighted exactly."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

# Characters that a reader cannot see but that hide, reorder or end text: control characters other than
# tab and line ends, direction marks and overrides, zero-width spaces, tags, halves of surrogate pairs.
# Joiners (U+200C, U+200D) stay: Persian, Indic scripts and emoji need them.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPECIAL = re.compile(f"(\r\n?|{CONTROL.pattern})")
_CONTROL_SPAN = Markup('<span class="control" data-code="{0}" title="{1}">U+{0}</span>')


def visible(text: str) -> Markup:
    """Escaped text in which each hidden or direction-changing character is shown as its code, such as U+202E.

    Line ends stay as they are, a lone carriage return also breaks the line.
    """
    return Markup("").join(
        _shown(part) if at % 2 else part for at, part in enumerate(_SPECIAL.split(text))
    )  # fmt: skip


def _shown(special: str) -> Markup:
    if special == "\r\n":
        return Markup("&#13;\n")  # a parser would turn a bare \r into \n; the reference keeps the text whole
    if special == "\r":
        return Markup("&#13;<br>")
    name = unicodedata.name(special, "control character")
    return _CONTROL_SPAN.format(f"{ord(special):04X}", name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Characters start to end of a note that an answer rests on, with the criterion's id as label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a note under one set of spans: labels that cover it, labels whose span opens here."""

    start: int
    end: int
    text: str
    labels: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


def pieces(text: str, spans: Iterable[Span]) -> tuple[Piece, ...]:
    """The text cut wherever a span starts or ends. Joined, the pieces are the text again.

    Spans may overlap, nest and repeat; one that does not lie inside the text is a ValueError.
    """
    ordered = sorted(set(spans), key=lambda span: (span.start, span.end))
    if any(not 0 <= span.start < span.end <= len(text) for span in ordered):
        raise ValueError("a span lies outside the note")
    cuts = sorted({0, len(text)}.union(*((span.start, span.end) for span in ordered)))
    return tuple(_piece(text, start, end, ordered) for start, end in pairwise(cuts))


def _piece(text: str, start: int, end: int, spans: Iterable[Span]) -> Piece:
    covering = [span for span in spans if span.start <= start and end <= span.end]
    return Piece(
        start=start, end=end, text=text[start:end],
        labels=_unique(span.label for span in covering),
        opens=_unique(span.label for span in covering if span.start == start),
    )  # fmt: skip


def _unique(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(labels))
