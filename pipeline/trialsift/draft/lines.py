"""The lines of an eligibility text: where each stands, its list mark, its indentation, and headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Mark = Literal["", "bullet", "number", "letter", "roman"]
Section = Literal["inclusion", "exclusion"]
Opens = Literal["inclusion", "exclusion", "other"]  # other: a heading that leaves the section as it is

_MARK = re.compile(
    r"(?P<bullet>(?:\\?[*+•●▪◦‣·∙°➢✓](?:\s*[•●▪])?|\\?[-–—]+|o(?=\s))(?!\d))\s*"
    r"|\\?[\[(]?(?P<number>\d{1,2}(?:\.\d{1,2})*)(?:\\?[.)\]]+(?!\d)\s*|:\s)"
    r"|\\?\(?(?P<roman>[ivx]{2,5}|[IVX]{2,5}|[ivx](?=[.)]))\\?[.)]\s+"
    r"|\\?\(?(?P<letter>[a-zA-Z])\\?[.)]\s+"
)
_NAMED = re.compile(
    r"\b(?P<kind>inclusion|exclusion|eligibility|ineligibility|non-inclusion)\b(?:\s+(?:and|&|/)?\s*\w+)?\s+criteri(?:a|on)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?:key|main|major|general|additional|selected|other|specific)?\s*(?P<kind>inclusions?|exclusions?)\s*(?::|$)",
    re.IGNORECASE,
)
_EXCLUDED = re.compile(
    r"\b(?:(?:will|must|should|shall|are|is|be)\s+(?:be\s+)?(?:excluded|ineligible|not (?:be )?(?:eligible|included))|(?:should|must|may) not (?:enter|be enrolled|participate))\b",
    re.IGNORECASE,
)
_ALL_OF = re.compile(
    r"^\D*\b(?:eligib\w+|meets?|fulfill?s?|satisf(?:y|ies))\b\D{0,60}\b(?:following|these|below)\b\D{0,30}\bcriteria\b\D{0,20}:\s*$",
    re.IGNORECASE,
)
_POINTS_BELOW = re.compile(
    r"^(?:\w+\s+){0,4}(?:will|are|is|shall)\s+(?:be\s+)?(?:ineligible|excluded|not\s+(?:be\s+)?eligible)\b[^.]{0,60}\b(?:exclusion\s+criteria|criteria\s+below|the\s+following)\b",
    re.IGNORECASE,
)
_STARTS_LIST = re.compile(r"(?:following|these|below)\b[^.]{0,60}(?::|$)|:\s*$", re.IGNORECASE)
_MOST_HEADING = 240  # characters; a longer line that says "inclusion criteria" is prose about them
_MOST_WORDS_BEFORE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line without its end: start and end of its words, mark ("2." is number), depth in columns.

    number is a numbered line's own number ("7"); blank_before tells a paragraph from a wrapped line;
    inline is true where the line is one of several run together in one line of the file.
    """

    start: int
    end: int
    words: str
    mark: Mark
    depth: int
    number: str = ""
    blank_before: bool = False
    inline: bool = False


def lines_of(text: str) -> tuple[Line, ...]:
    """All lines with words, run-together lists ("4) … 5) … 6) …") and inline headings parted."""
    found: list[Line] = []
    at, blank = 0, True
    for raw in text.splitlines(keepends=True):
        if raw.strip():
            found.extend(_lines_in(text, at, at + len(raw.rstrip()), blank=blank))
            blank = False
        else:
            blank = True
        at += len(raw)
    return tuple(found)


def _lines_in(text: str, start: int, end: int, *, blank: bool) -> Iterator[Line]:
    own = text[start:end]
    depth = len(own.expandtabs(4)) - len(own.expandtabs(4).lstrip())
    first = start + len(own) - len(own.lstrip())
    cuts = sorted({first, *_inline_headings(text, first, end)})
    cuts = sorted({cut for a, b in pairwise([*cuts, end]) for cut in (a, *_run_together(text, a, b))})
    for number, (a, b) in enumerate(pairwise([*cuts, end])):
        words = text[a:b].strip()
        if words:
            lead = a + len(text[a:b]) - len(text[a:b].lstrip())
            yield _line(
                text, lead, lead + len(words), depth=depth, blank=blank and not number, inline=bool(number)
            )


def _line(text: str, start: int, end: int, *, depth: int, blank: bool, inline: bool) -> Line:
    words = text[start:end]
    match = _MARK.match(words)
    mark: Mark = ""
    number = ""
    if match and match.end() < len(words) and match.lastgroup:
        mark = match.lastgroup  # type: ignore[assignment]
        number = match["number"] or match["letter"] or match["roman"] or ""
        words = words[match.end() :]
    return Line(
        start=start,
        end=end,
        words=words,
        mark=mark,
        depth=depth,
        number=number,
        blank_before=blank,
        inline=inline,
    )


_INLINE = re.compile(
    r"(?<![A-Za-z])(?:(?:Key|Main|Major|General|Additional)\s+)?(?:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+(?:Criteria|CRITERIA|criteria)\s*:"
)


def _inline_headings(text: str, start: int, end: int) -> list[int]:
    """ "… consent. Exclusion Criteria: 1. …" in one line: where the heading starts and where it ends."""
    found: list[int] = []
    for match in _INLINE.finditer(text, start, end):
        if _ends_a_sentence(text[start : match.start()]):
            found.append(match.start())
        if text[match.end() : end].strip():
            found.append(match.end())
    return found


def _ends_a_sentence(before: str) -> bool:
    """Whether the words before a heading are a criterion's, and not the first words of the heading."""
    words = before.strip(" *-•#")
    return len(words.split()) > 4 or words.endswith((".", ";"))


_NEXT = re.compile(r"(?<=[\s.;,])\(?(\d{1,2})\\?([.)])\s*(?=[A-Z≥≤<>*])")


_DOT = re.compile(r"(?<=\s)[•●▪](?=\s)")


def _run_together(text: str, start: int, end: int) -> list[int]:
    """Where item 5, 6 … of a numbered line start that lost its line breaks, or each "•" of a bulleted one.

    Only numbers that go on counting from the line's own are item marks, so "grade 2. No" is not.
    """
    dots = [dot.start() for dot in _DOT.finditer(text, start, end) if text[start : dot.start()].strip(" *")]
    if dots:
        return dots
    match = _MARK.match(text[start:end].lstrip())
    if not match or not match["number"] or not match["number"].isdigit():
        return []
    last, closes, cuts = int(match["number"]), match.group().rstrip()[-1:], list[int]()
    for other in _NEXT.finditer(text, start + match.end(), end):
        if int(other[1]) == last + 1 and other[2] == closes:
            last += 1
            cuts.append(other.start())
    return cuts


def heading_of(line: Line) -> Opens | None:
    """Which section a line opens; "other" for a heading that opens neither; None for a criterion's line."""
    words = line.words.strip("*_# ").strip()
    if len(words) > _MOST_HEADING:
        return None
    if bare := _BARE.match(words):
        return "exclusion" if bare["kind"].lower().startswith("ex") else "inclusion"
    if not line.mark and _POINTS_BELOW.match(words):
        return "exclusion"
    named = _NAMED.search(words)
    if named and _is_title(words, named, line):
        return _section_named(named["kind"].lower(), words)
    if _ALL_OF.search(words):
        return "other"
    if not re.search(r"\d", words) and _EXCLUDED.search(words) and _STARTS_LIST.search(words):
        return "exclusion"
    return None


def _is_title(words: str, named: re.Match[str], line: Line) -> bool:
    """A title ends in a colon or is little else than the name; in a list it must be nothing else."""
    before = len(words[: named.start()].split())
    closed = words.endswith(":") or not re.search(r"[.;]$", words)
    if line.mark:
        return before <= 2 and closed and (words.endswith(":") or named.end() == len(words))
    introduces = bool(_STARTS_LIST.search(words)) or words.rstrip(".").endswith("limited to")
    return (before <= 4 and closed) or (before <= _MOST_WORDS_BEFORE and introduces)


def _section_named(kind: str, words: str) -> Opens:
    both = re.search(r"inclusion\b.{0,12}\bexclusion", words, re.IGNORECASE)
    if kind in ("exclusion", "ineligibility", "non-inclusion") and not both:
        return "exclusion"
    if _EXCLUDED.search(words) and not both:
        return "exclusion"
    return "other" if both else "inclusion"
