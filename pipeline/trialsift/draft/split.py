"""The criteria of an eligibility text, each with its place; what is no criterion keeps its place too."""

import re
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Literal

from trialsift.draft.lines import Line, Opens, Section, heading_of, lines_of

Kind = Literal["criterion", "heading", "remark"]

_REMARK = re.compile(
    r"\\?\*?(?:(?:please )?note:?\s*)?(?:(?:other|further|additional)\s[^.]{0,80}criteria\b[^.]{0,40}\b(?:apply|applied|specified|details)"
    r"|the (?:list|above|criteria)(?: below| above)? (?:is|are) (?:a )?(?:summar|representative|not intended)|this list (?:is|of)"
    r"|the above information is not|<!--|https?://\S+$|\\?[-–_*]+$|none$)",
    re.IGNORECASE,
)
_CONTINUES = re.compile(r"(?:note|nb|n\.b\.|or|and|and/or|either|\(|\\?\*)(?:\b|\s|:|$)", re.IGNORECASE)
_JOINS = re.compile(r"(?:\b(?:and|or)|[:,])\s*$")
_INTRODUCES = re.compile(
    r"(?:following|the below|all of these|any of these)\b[^.:]{0,80}(?::|\.|$)", re.IGNORECASE
)
_BOUND = re.compile(r"\w[^:]*(?:[≥≤]|[<>]=?)\s*\d")
_COHORT = re.compile(r"(?:cohort|group|arm|part|stratum|phase)s? \S{1,12}", re.IGNORECASE)
_MOST_TITLE = 110  # characters
_MOST_TITLE_WORDS = 7
_LONG = 55  # characters of a line that ends only because the page is narrow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the source text: a criterion (with its id), a heading, or a remark.

    Stretches stand in order, do not overlap, and hold all characters of the text but white space.
    """

    start: int
    end: int
    kind: Kind
    section: Section
    id: str = ""
    lines: tuple[Line, ...] = ()


def split(text: str) -> tuple[Stretch, ...]:
    """Every stretch of the text; "1. Age ≥ 18\\n2. ECOG 0-1" gives the criteria I1 and I2."""
    lines = lines_of(text)
    reader = _Reader(begun=not _opens_with_a_page(lines))
    for line, after in zip_longest(lines, lines[1:]):
        if line is not None:
            reader.take(line, after)
    return _numbered(tuple(reader.done()))


def _opens_with_a_page(lines: tuple[Line, ...]) -> bool:
    """Whether words that are no criteria (a listing's page) stand before the heading of the inclusions."""
    headings = [opens for opens in map(heading_of, lines) if opens in ("inclusion", "exclusion")]
    return bool(headings) and headings[0] == "inclusion"


def _numbered(stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    counts = {"inclusion": 0, "exclusion": 0}
    named: list[Stretch] = []
    for item in stretches:
        if item.kind == "criterion":
            counts[item.section] += 1
            letter = "I" if item.section == "inclusion" else "E"
            named.append(replace(item, id=f"{letter}{counts[item.section]}"))
        else:
            named.append(item)
    return tuple(named)


@dataclass
class _Reader:
    """Walks the lines once. open holds the lines of the criterion being read; top is its list's first line."""

    begun: bool
    section: Section = "inclusion"
    open: list[Line] = field(default_factory=list)
    top: Line | None = None
    inner: Line | None = None
    out: list[Stretch] = field(default_factory=list)

    def take(self, line: Line, after: Line | None) -> None:
        opens = heading_of(line)
        if opens and self._is_item(line, opens, after):
            self._close()
            self._start(line)
        elif opens:
            self._close()
            self._add(line, "heading" if len(line.words) < 300 else "remark", opens)
        elif not self.begun:
            self._add(line, "remark", None)
        elif self._belongs(line):
            self.open.append(line)
        elif _is_remark(line):
            self._close()
            self._add(line, "remark", None)
        elif _is_title(line, after):
            self._close()
            self._add(line, "heading", None)
            self.top = None
        else:
            self._close()
            self._start(line)

    def _is_item(self, line: Line, opens: Opens, after: Line | None) -> bool:
        """ "8. Patients with brain metastases, if all of the following are met:" is item 8 of its list, with a list of its own."""
        top = self.top
        listed = top is not None and top.mark == line.mark != "" and top.depth == line.depth
        nests = after is not None and after.mark != "" and after.depth > line.depth
        return listed and nests and opens in {"other", self.section}

    def done(self) -> list[Stretch]:
        self._close()
        return self.out

    def _add(self, line: Line, kind: Kind, opens: Opens | None) -> None:
        if opens and opens != "other":
            self.section = opens
        if opens:
            self.top, self.begun = None, True
        self.out.append(
            Stretch(start=line.start, end=line.end, kind=kind, section=self.section, lines=(line,))
        )

    def _start(self, line: Line) -> None:
        self.open = [line]
        self.inner = None
        top = self.top
        if top is None or (line.mark and (not top.mark or line.depth < top.depth)):
            self.top = line

    def _close(self) -> None:
        if not self.open:
            return
        lines, self.open, self.inner = tuple(self.open), [], None
        self.out.append(
            Stretch(
                start=lines[0].start,
                end=lines[-1].end,
                kind="criterion",
                section=self.section,
                lines=lines,
            )
        )

    def _belongs(self, line: Line) -> bool:
        """Whether a line goes on with the open criterion: nested, wrapped, noted, or introduced by a colon."""
        if not self.open or self.top is None:
            return False
        if not line.mark:
            return self._goes_on(line)
        if line.depth > self.top.depth and self.top.mark and not line.inline:
            return True
        return self._wrapped_number(line) or self._other_kind_of_list(line)

    def _wrapped_number(self, line: Line) -> bool:
        """A wrapped line that happens to begin with "(1)" or "2." but does not go on counting."""
        last = self.open[-1]
        if line.blank_before or line.inline or line.mark != "number" or not self.top:
            return False
        if line.depth < self.top.depth:  # of the list around
            return False
        first = self.open[0].number
        follows = first.isdigit() and line.number.isdigit() and int(line.number) == int(first) + 1
        return self.top.mark == "number" and not follows and len(last.words) > _LONG and line.number != "1"

    def _goes_on(self, line: Line) -> bool:
        if line.inline:
            return False
        last = self.open[-1]
        if not line.blank_before:
            wrapped = len(last.words) > _LONG or line.words[:1].islower() or line.words[:1] in "(≥≤<>"
            return wrapped or bool(self.top and self.top.mark and not line.words.rstrip().endswith(":"))
        if _is_remark(line):
            return False
        introduced = bool(_JOINS.search(last.words)) and not line.words.rstrip().endswith(":")
        nested = bool(self.top and self.top.mark) and line.depth > (self.top.depth if self.top else 0)
        return introduced or nested or bool(_CONTINUES.match(line.words)) or line.words[:1].islower()

    def _other_kind_of_list(self, line: Line) -> bool:
        """At the same depth: letters below numbers, bullets below numbers, "1." below a colon."""
        top = self.top
        if top is None or not top.mark or line.mark == top.mark or line.depth < top.depth:
            if top is not None and top.mark == line.mark == "number" and "." in line.number:
                return "." not in top.number
            return False
        if line.mark in ("letter", "roman"):
            return True
        introduced = bool(_JOINS.search(self.open[-1].words))
        if line.mark == "bullet" and top.mark == "number":
            return True
        if introduced or (self.inner is not None and self.inner.mark == line.mark):
            self.inner = line
            return True
        return False


def _is_title(line: Line, after: Line | None) -> bool:
    """ "Phase 1:" or "Disease related" above a list; a title says nothing that could be held or failed."""
    words = line.words.strip("*_# ")
    if line.mark or len(words) > 2 * _MOST_TITLE:
        return False
    if _asks_a_number(words):
        return False
    if words.endswith(":") or _INTRODUCES.search(words) or _in_capitals(words) or _COHORT.fullmatch(words):
        return True
    return (
        bool(after and after.mark and after.blank_before)
        and len(words.split()) <= _MOST_TITLE_WORDS
        and not re.search(r"[\d≥≤<>].*[.;]?$|[.;]$", words)
    )


def _asks_a_number(words: str) -> bool:
    """Whether a line bounds a number outside brackets: "Clearance > 60 mL/min by this formula:"; "Part 1 (≤ 5 cm):" does not."""
    return not _COHORT.match(words) and bool(_BOUND.search(re.sub(r"\([^)]*\)", "", words)))


def _in_capitals(words: str) -> bool:
    """A line in capitals is a title unless it is "KPS > 60" or "ECOG 0-1"."""
    letters = sum(letter.isalpha() for letter in words)
    return words.isupper() and letters > 6 and not re.search(r"[≥≤<>%]|\d\s*(?:-|OR|TO)\s*\d", words)


def _is_remark(line: Line) -> bool:
    return bool(_REMARK.match(line.words)) and len(line.words) < 400
