"""brat standoff: the marks of one gold note, read strictly and written in house form.

A mark is three kinds of line, tied by the mark's id:

    T1  ecog 120 126  ECOG 1                     kind, characters of the .txt, the words there
    A1  Presence T1 absent                       an axis that is not at its default
    #1  AnnotatorNotes T1  value={"high":1}      the fields that matter, as a fact's JSON value
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args

from trialsift.errors import Fault, GoldError
from trialsift.facts import FACT_KINDS, About, Presence, Standing, Time, Whose

AXES: Mapping[str, tuple[str, ...]] = {
    "presence": get_args(Presence),
    "time": get_args(Time),
    "person": get_args(Whose),
    "about": get_args(About),
    "standing": get_args(Standing),
}
_SPAN = re.compile(r"(\w+) (\d+) (\d+)")
_NOTE = re.compile(r"AnnotatorNotes (T\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One fact that a reader marked in a note.

    quote is the marked text with line breaks as spaces, as brat writes it. value holds only the
    fields that matter, in the fact's JSON form. optional: a reader may or may not take it for a
    fact, so it counts neither as missed nor as a false alarm. line is its place in the .ann file.
    """

    kind: str
    start: int
    end: int
    quote: str
    presence: str = "present"
    time: str = "now"
    person: str = "patient"
    about: str = "this_tumour"
    standing: str = "stands"
    optional: bool = False
    value: Mapping[str, Any] = field(default_factory=dict)
    line: int = 0


def quoted(text: str, start: int, end: int) -> str:
    """The words of a span as an .ann file shows them: each line break or tab is one space."""
    return re.sub(r"[\r\n\t]", " ", text[start:end])


def read_marks(text: str, ann: str, *, file: str = "note.ann") -> tuple[Mark, ...]:
    """The marks of a note, in file order; GoldError lists every fault of the file at once."""
    faults: list[Fault] = []
    marks: dict[str, Mark] = {}
    for number, row in enumerate(ann.split("\n"), start=1):
        if row:
            try:
                _take(marks, row.split("\t"), text, number)
            except ValueError as fault:
                faults.append(Fault(file=file, line=number, what=str(fault)))
    if faults:
        raise GoldError(faults)
    return tuple(marks.values())


def _take(marks: dict[str, Mark], cells: list[str], text: str, line: int) -> None:
    """Add one line to the marks read so far; ValueError says what is wrong with it."""
    if len(cells) < 2:
        raise ValueError("a line needs an id, a tab and what it says")
    first = cells[0][:1]
    if first == "T":
        if cells[0] in marks:
            raise ValueError(f"the id {cells[0]} stands twice")
        marks[cells[0]] = _mark(cells, text, line)
    elif first == "A":
        _attribute(marks, cells[1].split(" "))
    elif first == "#":
        _value(marks, cells)
    else:
        raise ValueError(f"a line cannot begin with {first!r}. Known are T (mark), A (attribute), # (value)")


def _mark(cells: list[str], text: str, line: int) -> Mark:
    found = _SPAN.fullmatch(cells[1])
    if found is None or len(cells) != 3:
        raise ValueError("a mark is written: id, tab, kind start end, tab, quote (one unbroken span)")
    kind, start, end = found[1], int(found[2]), int(found[3])
    if kind not in FACT_KINDS:
        raise ValueError(f"unknown fact kind {kind!r}. Known are {', '.join(FACT_KINDS)}")
    start, end = _placed(text, start, end, cells[2])
    return Mark(kind=kind, start=start, end=end, quote=cells[2], line=line)


def _placed(text: str, start: int, end: int, quote: str) -> tuple[int, int]:
    """Where the quote stands: at the offsets, else at its nearest other place in the text.

    The quote decides, because a person can see it; offsets cannot be checked by eye.
    """
    if start < end and quoted(text, start, end) == quote:
        return start, end
    flat = quoted(text, 0, len(text))
    places = [found.start() for found in re.finditer(re.escape(quote), flat)] if quote else []
    if not places:
        raise ValueError("the quote is not in the note. Copy it from the .txt file, line breaks as spaces")
    nearest = min(places, key=lambda place: abs(place - start))
    return nearest, nearest + len(quote)


def _attribute(marks: dict[str, Mark], words: list[str]) -> None:
    name, target, *rest = [*words, ""] if len(words) == 2 else words
    if target not in marks:
        raise ValueError(f"the attribute {name} stands before its mark {target}")
    if name == "Optional":
        marks[target] = replace(marks[target], optional=True)
        return
    allowed = AXES.get(name.lower())
    if allowed is None:
        raise ValueError(f"unknown attribute {name!r}. Known are Optional, {', '.join(map(str.title, AXES))}")
    if rest[0] not in allowed:
        raise ValueError(f"{name} {rest[0]!r} is not one of {', '.join(allowed)}")
    marks[target] = replace(marks[target], **cast("Any", {name.lower(): rest[0]}))


def _value(marks: dict[str, Mark], cells: list[str]) -> None:
    found = _NOTE.fullmatch(cells[1])
    if found is None or found[1] not in marks or len(cells) != 3 or not cells[2].startswith("value="):
        raise ValueError("a value is written after its mark: id, tab, AnnotatorNotes T1, tab, value={...}")
    try:
        value = json.loads(cells[2].removeprefix("value="))
    except json.JSONDecodeError as fault:
        raise ValueError(f"the value is not JSON: {fault.msg} at character {fault.pos}") from fault
    if not isinstance(value, dict):
        raise ValueError('the value must be a JSON object such as {"max_mm": 42}')
    marks[found[1]] = replace(marks[found[1]], value=value)


def write_marks(marks: Iterable[Mark]) -> str:
    """An .ann file in house form: sorted by place, ids renumbered, each mark's lines together."""
    rows: list[str] = []
    attributes = values = 0
    for number, mark in enumerate(sorted(marks, key=lambda one: (one.start, one.end, one.kind)), start=1):
        rows.append(f"T{number}\t{mark.kind} {mark.start} {mark.end}\t{mark.quote}")
        for name in _attributes(mark):
            attributes += 1
            head, _, word = name.partition(" ")
            rows.append(f"A{attributes}\t{head} T{number} {word}".rstrip())
        if mark.value:
            values += 1
            written = json.dumps(mark.value, ensure_ascii=False, separators=(",", ":"))
            rows.append(f"#{values}\tAnnotatorNotes T{number}\tvalue={written}")
    return "".join(f"{row}\n" for row in rows)


def _attributes(mark: Mark) -> list[str]:
    """The axes that differ from what is understood, in the order of AXES."""
    words = [f"{name.title()} {getattr(mark, name)}" for name in AXES]
    usual = {f"{name.title()} {Mark.__dataclass_fields__[name].default}" for name in AXES}
    return [word for word in words if word not in usual] + (["Optional"] if mark.optional else [])


def house_form(text: str, ann: str, *, file: str = "note.ann") -> str:
    """The same marks as the .ann file, sorted, renumbered, with offsets set to where the quotes stand."""
    return write_marks(read_marks(text, ann, file=file))
