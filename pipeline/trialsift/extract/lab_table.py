"""Values that stand on the lines below their names: a row of names over rows of numbers, or a name over its number."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.lab_value import Value, standard, value_at
from trialsift.extract.making import fact_from
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.words import fold, spaced, words_in
from trialsift.facts import Fact, evidence_in
from trialsift.packs.rules import Term

_RULE = re.compile(r"[\s|:=_+-]*")
_RESULT = re.compile(
    r"[<>]? ?\d[\d.,]*(?: ?[HL*]| ?\([HL]\))?(?: ?[a-z/%][^\s]*)?|-+|n/?[ad]|nd|pending", re.IGNORECASE
)
# A line that holds a value and nothing else: "118 g/L", "11.8 L (12.0-15.5)".
_VALUE_LINE = re.compile(
    r"[ \t]*[<>]?[ ]?\d[\d.,]*[ ]?"
    r"(?:(?:[a-zA-Z\u00b5\u03bc%\u00d7/^*]|10[\^*eE(\u00b3\u2079])(?:[^\s()]|\(\d\)){0,14}(?:[ ](?:10\S{1,9}|/[ ]?\S{1,6}|cent|1\.73\S*(?:[ ]m\S)?))?)?"
    r"(?:[ \t]*\(?[HL*]\)?)?(?:[ \t]*[(\[]?[\d.]+[ ]?-[ ]?[\d.]+[)\]]?)?[ \t]*"
)
_LIST_MARK = re.compile(r"[ \t]*\d{1,2}[.)]?[ \t]*")
_MOST_ROWS, _MOST_BETWEEN = 40, 2


class _Cell(NamedTuple):
    at: int
    to: int
    words: str


def _cells(pattern: str) -> Callable[[str, int], list[_Cell]]:
    gap = re.compile(pattern)

    def parted(line: str, start: int) -> list[_Cell]:
        body = line.strip(" |\t")
        at = line.find(body) if body else 0
        found: list[_Cell] = []
        place = 0
        for match in [*gap.finditer(body), None]:
            end = match.start() if match else len(body)
            words = body[place:end]
            lead = len(words) - len(words.lstrip())
            found.append(
                _Cell(start + at + place + lead, start + at + place + len(words.rstrip()), words.strip())
            )
            place = match.end() if match else end
        return found

    return parted


_WAYS = tuple(map(_cells, (r"\|", r"\t+", r"[;,]", r" {2,}|\t+", r"[ \t]+(?![(\[])")))


def facts_below(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    terms: Mapping[str, Term],
    order: DayOrder | None,
) -> Iterator[Fact]:
    """The values of a sentence's names on the lines below it, of which the sentence itself told none."""
    text = fold(reading.note.text)
    start = text.rfind("\n", 0, named[0].start) + 1
    end = _line_end(text, named[0].start)
    on_line = [mention for mention in named if mention.start < end]
    if len(on_line) > 1:
        yield from _rows(reading, sentence, on_line, text[start:end], start, terms, order)
    elif (
        len(named) == 1
        and _VALUE_LINE.fullmatch(below := _line(text, end + 1))
        and not _LIST_MARK.fullmatch(below)
    ):
        at = end + 1
        value = _value(text[named[0].end : end], below, terms[str(named[0].value)])
        if value:
            yield _fact(
                reading,
                sentence,
                named[0],
                terms,
                value,
                (at, at + len(below.rstrip())),
                reading.note.note_date,
            )


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _line(text: str, at: int) -> str:
    return text[at : _line_end(text, at)].rstrip("\r") if at < len(text) else ""


def _rows(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    head: str,
    start: int,
    terms: Mapping[str, Term],
    order: DayOrder | None,
) -> Iterator[Fact]:
    """The rows of numbers below a row of names."""
    text = fold(reading.note.text)
    at = start + len(head) + 1
    between = rows = 0
    while at < len(text) and rows < _MOST_ROWS:
        line = _line(text, at)
        columns = None if _RULE.fullmatch(line) else _columns(named, head, start, line, at)
        if columns:
            rows += 1
            yield from _of_row(reading, sentence, columns, line, terms, order)
        elif rows or not line.strip() or (between := between + 1) > _MOST_BETWEEN:
            return
        at = _line_end(text, at) + 1


_Column = tuple[Mention, str, _Cell]


def _columns(named: Sequence[Mention], head: str, start: int, line: str, at: int) -> list[_Column] | None:
    """Each name with what else its heading says and its cell of the row; None where the row does not fit."""
    for way in _WAYS:
        heads, row = way(head, start), way(line, at)
        if len(heads) != len(row) or len(heads) < len(named):
            continue
        found = [
            (mention, heading.words[mention.end - heading.at :], cell)
            for heading, cell in zip(heads, row, strict=True)
            for mention in named
            if heading.at <= mention.start < heading.to
        ]
        if len({cell.at for _, _, cell in found}) == len(named) and all(
            _RESULT.fullmatch(cell.words) for _, _, cell in found
        ):
            return found
    return None


def _of_row(
    reading: Reading,
    sentence: Sentence,
    columns: Sequence[_Column],
    line: str,
    terms: Mapping[str, Term],
    order: DayOrder | None,
) -> Iterator[Fact]:
    note = reading.note
    dated = [item for item in dates_in(line, anchor=note.note_date, order=order) if item.precision == "day"]
    date = dated[0].date if dated else note.note_date
    if note.note_date and date and date > note.note_date:
        return
    for mention, said, cell in columns:
        value = _value(said, cell.words, terms[str(mention.value)])
        if value:
            yield _fact(reading, sentence, mention, terms, value, (cell.at, cell.to), date)


def _value(said: str, words: str, term: Term) -> Value | None:
    """The value of a cell in the unit that it or the heading names."""
    text = " " + spaced(words_in(f"{said} {words}", 0, len(said) + 1 + len(words)))[0]
    return value_at(text, 0, len(text), term)


def _fact(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    terms: Mapping[str, Term],
    value: Value,
    place: tuple[int, int],
    date: dt.date | None,
) -> Fact:
    term = terms[str(mention.value)]
    lab = standard(term, value.number, value.unit, written=value.written, low=value.low, high=value.high)
    own = evidence_in(reading.note, *place, section=sentence.section, rule_id=mention.rule_id)
    return fact_from(
        reading, sentence, [mention], kind="lab", value=lab, date=date, more=[own], presence="present", time="now", person="patient",
    )  # fmt: skip
