"""Forms whose answers are marks in a column: under "Yes" or under "No", as the row of headings says."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from trialsift.extract.lines import Line


class Tick(NamedTuple):
    """The answer that a row's mark gives ("present", "absent", "open" where it is neither), and where the mark stands."""

    presence: str
    start: int
    end: int


_MARK = re.compile(
    r"(?<![^\s|])(?:[\[(] ?[xXvV/\u2713\u2714\u221a\u2717*] ?[\])]|[xX\u2713\u2714\u221a\u2611\u2612\u25a0\u25cf])(?![^\s|])"
)
_BOX = re.compile(rf"{_MARK.pattern}|(?<![^\s|])(?:[\[(][ _]*[\])]|[\u2610\u25a1])(?![^\s|])")
_ONLY_ASKED = re.compile(
    rf"[^|\[\](){{}}]*\w[^|\[\](){{}}\w]*?(?P<rest>(?=[ \t|]*(?:\||[ \t]{{2,}}\S))(?:[ \t]*\||[ \t]*{_BOX.pattern})+[ \t]*)"
)
_YES_AND_NO = re.compile(
    r"(?P<lead>^|^.*?(?:[ \t]{2}|\t|\|)[ \t]*)(?:(?P<yes>yes|y)(?P<between>[ \t|]+)(?P<no>no|n)|(?P<no_first>no|n)[ \t|]+(?P<yes_last>yes|y))(?=[ \t|]|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}|\d")
_MOST_WORDS = 12  # beside Yes and No: the question's own heading, "Not known", "Comments"
_MOST_BARE = 4  # lines without a mark after which the headings no longer hold
_OPENS = frozenset("[(\u2610\u2611\u2612\u25a1\u25a0")  # a box; a bare mark alone stands under its heading
_NEAR = 4  # characters that a mark may stand beside its heading


def ticks_of(lines: Sequence[Line]) -> dict[int, Tick]:
    """The marked rows below a row of Yes and No, by where their lines start.

    A row with a mark under both, or under neither, is left unanswered: its question states nothing.
    """
    found: dict[int, Tick] = {}
    head: dict[str, tuple[int, int, int]] = {}
    bare = 0
    for line in lines:
        if opened := _headings(line):
            head, bare = opened, 0
        elif head and line.bare:
            tick = _tick(line, head) or _left_open(line)
            bare = 0 if tick and tick.presence != "open" else bare + 1
            if tick:
                found[line.start] = tick
            if bare > _MOST_BARE:
                head = {}
    return found


def cells_of(line: Line, tick: Tick) -> tuple[tuple[int, int], ...]:
    """The question, the mark and the comment of a marked row as places in the note."""
    asked = line.text[: tick.start - line.start].rstrip(" \t|[]()_")
    lead = len(asked) - len(asked.lstrip(" \t|"))
    said = line.text[tick.end - line.start :]
    behind = len(said) - len(said.lstrip(" \t|"))
    if not asked.strip(" \t|") and said.strip(" \t|[]()_"):  # the boxes stand in front of the question
        return ((tick.end + behind, line.end), (tick.start, tick.end))
    comment = [(tick.end + behind, line.end)] if said.strip(" \t|") else []
    return ((line.start + lead, line.start + len(asked)), (tick.start, tick.end), *comment)


def _headings(line: Line) -> dict[str, tuple[int, int, int]]:
    """Where "Yes" and "No" stand in a row of headings: first and last character, and the number of the column."""
    match = _YES_AND_NO.match(line.text) if len(line.text) < 160 else None
    if match is None or len(_WORD.findall(line.text)) > _MOST_WORDS + 2:
        return {}
    names = ("yes", "no") if match["yes"] else ("yes_last", "no_first")
    return {
        said: (*match.span(name), _column(line, match.start(name)))
        for said, name in zip(("present", "absent"), names, strict=True)
    }


def _column(line: Line, at: int) -> int:
    """How many bars or tabs stand before a place of a line."""
    return line.text.count("|", 0, at) + line.text.count("\t", 0, at)


def _tick(line: Line, head: dict[str, tuple[int, int, int]]) -> Tick | None:
    marks = list(_MARK.finditer(line.text))
    told = [
        Tick(said, line.start + mark.start(), line.start + mark.end())
        for mark in marks
        for said in (_of_two(line, mark, head) or _under(line, mark, head),)
        if said and line.text[: mark.start()].strip(" \t|")
    ]
    return told[0] if len(told) == 1 else None


def _left_open(line: Line) -> Tick | None:
    """A row of which only its question and empty cells or marks under other headings are there: "Stroke | | | x"."""
    row = _ONLY_ASKED.fullmatch(line.text.rstrip())
    return Tick("open", line.start + row.start("rest"), line.start + row.end("rest")) if row else None


def _of_two(line: Line, mark: re.Match[str], head: dict[str, tuple[int, int, int]]) -> str | None:
    """The heading of a mark that is one of two boxes, by their order: a long question may push both aside."""
    boxes = list(_BOX.finditer(line.text))
    if len(boxes) != len(head) or line.text[boxes[0].start()] not in _OPENS:
        return None
    if line.text[boxes[0].end() : boxes[1].start()].strip(" ") or line.text[boxes[1].start()] not in _OPENS:
        return None
    return sorted(head, key=lambda said: head[said])[int(mark.start() >= boxes[1].start())]


def _under(line: Line, mark: re.Match[str], head: dict[str, tuple[int, int, int]]) -> str | None:
    """Under which of the two headings a mark stands: in its column of a ruled row, else the nearest by place."""
    column = _column(line, mark.start())
    if column or any(number for _, _, number in head.values()):
        return next((said for said, (_, _, number) in head.items() if number == column), None)
    if not re.search(r"[ \t]{2}$", line.text[: mark.start()]):
        return None
    middle = (mark.start() + mark.end() - 1) / 2
    far = {said: max(at - middle, middle - (to - 1), 0) for said, (at, to, _) in head.items()}
    nearest = min(far, key=far.__getitem__)
    return nearest if far[nearest] <= _NEAR and len(set(far.values())) == 2 else None
