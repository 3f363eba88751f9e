"""Where sentences, list items, pairs, table rows, sections and specimen parts begin in a raw note.

Pure text work: nothing here knows a fact kind. A Piece is a stretch of the folded note that rules
may read as one sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialsift.extract.boxes import choice_at, unticked
from trialsift.extract.columns import cells, is_header, is_row, of_days
from trialsift.extract.headings import Heading, Titles, starts
from trialsift.extract.lines import Line, lines_of, width_of
from trialsift.extract.overlong import LONGEST, stretches
from trialsift.extract.quick import quick
from trialsift.extract.ticks import Tick, cells_of, ticks_of


class Piece(NamedTuple):
    """A stretch of the note: text[start:end] less the `dropped` stretches (page headers, empty boxes)."""

    start: int
    end: int
    section: str = ""
    heading: str = ""
    sets: str = ""
    part: str = ""
    label: tuple[int, int] | None = None
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    ticked: str = ""
    block: int = 0
    soft: tuple[int, ...] = ()
    dropped: tuple[tuple[int, int], ...] = ()


_BULLET = re.compile(
    r"^[ \t]*(?:[-*\u2022\u25cf\u25aa\u2023>+]+[ \t]*(?=\S)|\(?\d{1,2}[.)\]:][ \t]+(?=\S)|\(?[A-Za-z][.)][ \t]+(?=\S))"
)
_LONE_BULLET = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z]|[IVX]{1,4})\.")
# The mark of a list item below the title that opens its piece.
_BULLET_BELOW = re.compile(r":[ \t]*\r?\n\s*\(?(?:\d{1,2}|[A-Za-z])\.\Z")
_PART = re.compile(
    r"[ \t]*(?:(?:part|specimen)\s+)?[(#]?([A-Z]|\d{1,2})\s*(?:[.):](?!\d)|\s-\s)\s*(?=\S)", re.IGNORECASE
)
_LABEL = re.compile(
    r"^[ \t]*(?:[-*\u2022]+[ \t]*|\(?[A-Za-z\d]{1,2}[.)][ \t]+|Q?\d{1,2}[ \t]{2,})?([A-Za-z\u00c0-\u017f(](?:[^:.\n]|\.(?! )){1,60}?)[ \t]*(?::(?!\d)|\.{4,}:?|_{3,})[ \t]*(?:\r?\n[ \t]*)?(?=\S|$)"
)
# Begins with the signs themselves, which a search skips to.
_SENTENCE_END = re.compile(
    r"[.!?;](?:(?<=[.!?])(?<!\.[.!?])(?!(?<= c\.) \d)[\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9\u00c0-\u00de?])|(?<=[.!?])(?=\s*$)|(?<=[.;])(?=[A-Z][a-z]{2,} )|"
    r"(?<=[.])(?= (?:pt|patient|he|she|sister|brother|mother|father|daughter|son|denies|never|lives|works|mum|dad|wife|husband)\b))"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|approx|ca|cf|e\.g|i\.e|no|nos|fig|max|min|resp|incl|excl|diff|gr|mit|nec|necr|wt|ht|dept|"
    r"hx|pt|pts|x|neg|pos|lat|med|ant|post|inf|sup|dx|rec|est|prev|temp|ref|reg|aet)|(?<!&)\b(?-i:[A-Z])|\d)$",
    re.IGNORECASE,
)
# "Hb. 9.8", "Aug. 2023": the stop of a short name before its number.
_SHORT_NAME = re.compile(
    r"\b(?:creat|crea|cr|scr|anc|neu|leuk|leuc?ko|bili?|hb|hgb|plts?|neuts?|wbc|wcc|alb|abs|alk|phosph?|lymphs?|tot|ges|calc|gran|ser|thromb|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|d|"
    r"died|b)\. \d",
    re.IGNORECASE,
)
# The answer to a form's question stays with it: "Any fits? No".
_ANSWER = re.compile(
    r"[ \t.]*(?:(?:a|ans|answer|reply|pt|patient)[ \t]?[:.-][ \t]*|(?:the )?(?:pt|patient|he|she) (?:says?|said|states?|stated|answers?|answered|replie[sd]|reports?) |-[ \t]*)?(?:no|none|"
    r"nil|never|yes|[yn]|i have not|i haven.t|i did not|i didn.t|(?:he|she) has not|has not|not so far|not yet)(?![\w'])(?=[ \t]*(?:[.,;(]|$|\r?\n))",
    re.IGNORECASE,
)


def _label(text: str) -> re.Match[str] | None:
    """The label that a line begins with; none without one of the signs that end it."""
    return _LABEL.match(text) if ":" in text or "...." in text or "___" in text else None


def pieces(text: str, titles: Titles, *, parts: bool) -> list[Piece]:
    """The note cut into pieces in text order. parts: read "A." and "1." as specimen parts."""
    lines = lines_of(text)
    headings = titles.headings(text)
    width = width_of(lines)
    found: list[Piece] = []
    for piece in _cut(text, lines, headings, width):
        for sentence in _sentences(text, piece):
            found.extend(_bounded(text, sentence))
    return _with_parts(text, _with_headers(text, _with_sections(found, headings, text)), parts=parts)


def _cut(text: str, lines: Sequence[Line], headings: Sequence[Heading], width: int) -> Iterator[Piece]:
    """Join wrapped lines; break at blank lines, bullets, labels, headings and table rows."""
    starts_heading = [heading.start for heading in headings]
    ticks = ticks_of(lines)
    open_at: list[Line] = []
    dropped: list[tuple[int, int]] = []
    block = 0
    for line in lines:
        if line.junk:
            dropped.append((line.start, line.end))
            continue
        if not line.bare:
            yield from _closed(text, open_at, dropped, block, width, headings)
            open_at, dropped, block = [], [], block + 1
            continue
        ticked = line.start in ticks
        if open_at and (ticked or _begins(line, open_at, width, starts_heading)):
            yield from _closed(text, open_at, dropped, block, width, headings)
            open_at, dropped = [], []
        if ticked:
            yield _ticked(line, ticks[line.start], block)
        else:
            open_at.append(line)
    yield from _closed(text, open_at, dropped, block, width, headings)


def _begins(line: Line, before: Sequence[Line], width: int, headings: Sequence[int]) -> bool:
    last = before[-1]
    if _BULLET.match(line.text) or _opens_pair(line, last, width) or is_row(line) or is_row(last):
        return not _waits(last) or bool(_BULLET.match(line.text)) or is_row(last)
    if _opens_heading(line, headings) or _RULE.match(line.bare) or _RULE.match(last.bare):
        return True
    if _COLUMN.match(line.text) and _COLUMN.match(before[0].text):
        return True
    first = line.bare[0]
    if (last.bare[-1] in ".!?" and not first.islower()) or _ANSWERED.search(last.bare):
        return True
    if (
        first.islower()
        or first in "(/"
        or last.bare[-1] in ",-/("
        or _waits(last)
        or _HANGS.search(last.bare)
    ):
        return False
    return len(last.text.rstrip()) < 0.8 * width or last.bare[-1] == ":"


# A clerking sheet with its titles in a column: "PHx  DM", "Gyn  menopause 52".
_COLUMN = re.compile(r"[ \t]*[A-Z][A-Za-z./]{1,9}(?: [A-Za-z]{2,9})?(?: {2,}|\t+)\S")


def _ticked(line: Line, tick: Tick, block: int) -> Piece:
    """A form's row whose answer is the place of a mark."""
    return Piece(
        start=line.start, end=line.end, cells=cells_of(line, tick), ticked=tick.presence, block=block
    )


# "Any fits? No": the line of a form is answered, and the next one asks anew.
_ANSWERED = quick(
    r"(?:(?:[?:]| [-\u2013] )[^?:\w]{0,8}(?:no|none|nil|never|yes|[yn]|i have not|i did not|(?:he|she) has not|not yet|not so far)|"
    r"(?:[\]\u2610-\u2612\u2713\u2714\u25a0\u25a1]|\([ xX]?\)) ?(?:yes|no|y|n)|\b(?:yes|no|y|n) ?(?:\[[ xX_]*\]|[\u2610-\u2612\u25a0\u25a1]))[^\w,;]*$",
    re.IGNORECASE,
)
_HANGS = quick(
    r"\b(?:and|or|of|the|a|an|with|without|to|in|on|for|from|by|no|not|at|is|was|are|were|which|that)$|\d\s*x$",
    re.IGNORECASE,
)


_RULE = re.compile(r"[-_=*~]{10}")  # a line drawn between two parts of a report


def _opens_heading(line: Line, headings: Sequence[int]) -> bool:
    """Whether a title stands first in a line; one behind other words begins inside the line."""
    place = bisect_left(headings, line.start)
    if place == len(headings) or headings[place] >= line.end:
        return False
    return not re.search(r"[A-Za-z]{2}", line.text[: headings[place] - line.start])


def _opens_pair(line: Line, last: Line, width: int) -> bool:
    """Whether a line is a `Label: value` of its own and not the rest of a wrapped sentence."""
    if not _label(line.text):
        return False
    if line.bare[0] == "(" and last.bare[-1] not in ".:;!?":  # "Performance status" before it, "(ECOG): 0"
        return False
    return not line.bare[0].islower() or len(last.text.rstrip()) < 0.62 * width


def _waits(line: Line) -> bool:
    """Whether a label waits for its value on the next line."""
    return line.bare.endswith(":") and bool(_label(line.text)) and len(line.bare) < 48


def _closed(
    text: str,
    lines: Sequence[Line],
    dropped: Sequence[tuple[int, int]],
    block: int,
    width: int,
    headings: Sequence[Heading],
) -> Iterator[Piece]:
    if not lines:
        return
    start, end = lines[0].start, lines[-1].end
    soft = tuple(line.end for line, after in pairwise(lines) if _soft_end(line, after, width))
    row = cells(lines[0]) if len(lines) == 1 else ()
    label = None
    if (match := _label(text[start:end])) and not row:
        label = (start + match.start(1), start + match.end(1))
    boxes = unticked(text, start, end)
    inside = tuple(span for span in (*dropped, *boxes) if start <= span[0] < end)
    whole = Piece(start=start, end=end, label=label, cells=row, block=block, soft=soft, dropped=inside)
    first_in = bisect_right(headings, start, key=starts)
    last_in = bisect_left(headings, end, key=starts)
    cuts = [heading.start for heading in headings[first_in:last_in]]
    if not cuts:
        yield whole
        return
    for piece_start, piece_end in zip([start, *cuts], [*cuts, end], strict=True):
        first = piece_start == start
        yield whole._replace(start=piece_start, end=piece_end, label=label if first else None)


def _soft_end(line: Line, after: Line, width: int) -> bool:
    """Whether a line inside a piece ended early enough that a denial on it may not reach the next."""
    return len(line.text.rstrip()) < 0.62 * width and line.bare[-1] != "," and not after.bare[0].islower()


def _sentences(text: str, piece: Piece) -> Iterator[Piece]:
    if piece.cells:
        yield from _row(text, piece)
        return
    start = piece.start
    for match in _SENTENCE_END.finditer(text, piece.start, piece.end):
        if _LONE_BULLET.fullmatch(text, start, match.end()) or _BULLET_BELOW.search(
            text, max(start, match.end() - 12), match.end()
        ):
            continue
        short = _ABBREVIATION.search(text, max(piece.start, match.start() - 8), match.start())
        if match.group()[0] == "." and short and not _ends_anyway(text, match):
            continue
        if match.group()[0] == "." and _SHORT_NAME.search(
            text, max(piece.start, match.start() - 6), match.end() + 2
        ):
            continue
        if match.group()[0] == "?" and (
            _ANSWER.match(text, match.end(), piece.end) or choice_at(text, match.end(), piece.end)
        ):
            continue
        yield piece._replace(
            start=start, end=match.end(), label=piece.label if start == piece.start else None
        )
        start = match.end()
    if text[start : piece.end].strip():
        yield piece if start == piece.start else piece._replace(start=start, label=None)


def _bounded(text: str, piece: Piece) -> Iterator[Piece]:
    """The piece; one too long to be a sentence or a row as several, of which the first keeps the label."""
    if piece.end - piece.start <= LONGEST:
        yield piece
        return
    for start, end in stretches(text, piece.start, piece.end):
        label = piece.label if start == piece.start and piece.label and piece.label[1] <= end else None
        if text[start:end].strip():
            yield piece._replace(start=start, end=end, label=label, cells=())


def _row(text: str, piece: Piece) -> Iterator[Piece]:
    """A table row as it is; a line of several `Label: value` pairs as one piece a pair."""
    labels = [_label(text[at:to]) for at, to in piece.cells]
    if sum(label is not None for label in labels) < 2 and not _signed(text, piece):
        yield piece
        return
    for (at, to), label in zip(piece.cells, labels, strict=True):
        place = (at + label.start(1), at + label.end(1)) if label else None
        yield piece._replace(start=at, end=to, cells=(), label=place)


# "HBsAg (-)   anti-HCV (-)   HIV Ag/Ab (-)": names with their own answers, and no row of values below a header.
_SIGNED = re.compile(
    r"[^\s|].*[A-Za-z)][ \t]*(?:\([+-]\)|\b(?:neg(?:ative)?|pos(?:itive)?|NR|non-?reactive|nil)\.?)",
    re.IGNORECASE,
)


def _signed(text: str, piece: Piece) -> bool:
    return len(piece.cells) > 1 and all(_SIGNED.fullmatch(text[at:to].strip()) for at, to in piece.cells)


_UNIT_NEXT = re.compile(r"(?:cms?|mms?)\b", re.IGNORECASE)  # "0.5. CM": the stop is a speck


_CARCINOMA = re.compile(r"cell(?:ular)? ca$", re.IGNORECASE)  # not circa


def _ends_anyway(text: str, match: re.Match[str]) -> bool:
    """A full stop after a digit or single letter ends the sentence when a capitalised word follows."""
    before = text[match.start() - 1]
    following = text[match.end() : match.end() + 12].lstrip()
    if _CARCINOMA.search(text, max(match.start() - 14, 0), match.start()):
        return following[:1].isupper()
    if before.isdigit():
        return not following[:1].isdigit() and not _UNIT_NEXT.match(following)
    return False


def _with_sections(found: Sequence[Piece], headings: Sequence[Heading], text: str) -> list[Piece]:
    """Each piece with its section; one whose text follows its title, or that sets an assertion, ends at a blank line.

    What has ended stays so: a sentence in the middle of a later line is not its again.
    """
    if not headings:
        return list(found)
    starts_at = [heading.start for heading in headings]
    given: list[Piece] = []
    ended = -1
    for piece in found:
        place = bisect_right(starts_at, piece.start + _indent(text, piece)) - 1
        if place < 0 or place == ended:
            given.append(piece)
            continue
        heading = headings[place]
        if (heading.inline or heading.rule.sets) and not _still_open(heading, piece, text):
            ended = place
            given.append(piece)
            continue
        given.append(
            piece._replace(section=heading.rule.section, heading=heading.title, sets=heading.rule.sets)
        )
    return given


def _indent(text: str, piece: Piece) -> int:
    stretch = text[piece.start : piece.end]
    match = _BULLET.match(stretch)
    return match.end() if match else len(stretch) - len(stretch.lstrip())


def _still_open(heading: Heading, piece: Piece, text: str) -> bool:
    between = text[heading.body : piece.start].lstrip()
    if _BULLET.match(text[piece.start : piece.end]):
        return True
    if (
        heading.inline
        and heading.rule.sets
        and re.search(r"\n$", between)
        and not text[piece.start].isspace()
    ):
        return False
    if heading.inline and heading.rule.section in _ASKS and _LINE_DONE.search(between):
        return False
    return not re.search(r"\n[ \t]*\r?\n", between)


# "Indication: lump, ?sarcoma." is a line of its own: the findings below it, without a blank line, are none of it.
_ASKS = frozenset({"request", "technique"})
_LINE_DONE = re.compile(r"[.?!][ \t\r]*\n")


def _with_headers(text: str, found: Sequence[Piece]) -> list[Piece]:
    """Table rows with the words of the header row above them in the same block."""
    header: tuple[str, ...] = ()
    block = -1
    given: list[Piece] = []
    for piece in found:
        if not piece.cells or piece.block != block:
            header, block = (), piece.block
        if piece.cells:
            words = tuple(text[at:to].strip() for at, to in piece.cells)
            header = words if is_header(words) and (not header or of_days(words)) else header
        given.append(piece._replace(header=header) if piece.cells else piece)
    return given


_IN_WORD = re.compile(r"\w")
_COLON = re.compile(r"[ \t]*:\s*")


def _body_of(text: str, piece: Piece) -> int:
    """Where the words of a piece begin behind the title that opens it: "FINAL DIAGNOSIS: A. Thigh, …"."""
    at = text.find(piece.heading, piece.start, piece.end) if piece.heading else -1
    if at < 0 or _IN_WORD.search(text, piece.start, at):
        return piece.start
    opened = _COLON.match(text, at + len(piece.heading), piece.end)
    return opened.end() if opened else piece.start


def _with_parts(text: str, found: Sequence[Piece], *, parts: bool) -> list[Piece]:
    """Each piece with the specimen part it stands under, until the next part or section."""
    if not parts:
        return list(found)
    part, section = "", ""
    given: list[Piece] = []
    for piece in found:
        if piece.section != section:
            part, section = "", piece.section
        match = _PART.match(text, _body_of(text, piece), piece.end)
        if match and not piece.cells:
            mark = match.group(1).upper()
            # "1." below "F." is a line of part F; scanners read "1)" as "I)".
            if part in {"", "I"} or mark.isdigit() == part.isdigit():
                part = mark
        given.append(piece._replace(part=part) if part else piece)
    return given
