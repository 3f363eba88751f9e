"""Laboratory values in sentences, lists and tables, each in its analyte's standard unit.

A number without a unit is read in the one unit in which it is plausible for a living adult; where two
units are (bilirubin 12 in umol/L or mg/dL), the printed reference range decides, and failing that the
value is kept without a unit.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.making import fact_from
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Comparator, Fact, Lab
from trialsift.packs.rules import Packs, Term

_FILL = re.compile(
    r"(?:[ :=|_~]|\.{2,}|-(?=[ |\d])|\((?:total|tot|t|serum|s|plasma|absolute|abs|sgot|sgpt|c ?-?& ?g|cg|measured|"
    r"calculated|calc|estimated|est|fasting)\)|\)(?= ?[<>]? ?\d)|\b(?:is|was|were|are|of|at|count|level|levels|value|total|tot|serum|"
    r"(?:dropped|fell|fallen|risen|rose|improved|increased|decreased|down|up|went|came)(?: from \d+(?:\.\d+)?(?: ?[a-z/%]{1,6})?)? to|"
    r"today|now|currently|result|approximately|about|normal at|stable at|up to|down to)\b|[HL*](?= ))*+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<sign><=|>=|<|>|\u2264|\u2265)? ?(?P<number>\d+(?:\.\d+)?)(?![\d/]*\d*[/.-]\d{1,2}[/.-])"
)
_FLAG = re.compile(
    r" ?\|? ?(?:\((?:H|L|HH|LL|high|low)\)|\b(?:H|L|HH|LL|high|low|N(?! ?[:=-]? ?\d)|A)\b|\*|\+{1,2}(?!\d))(?![\w/])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:(?P<low>\d+(?:\.\d+)?) ?(?:-|to|\u2013) ?(?P<high>\d+(?:\.\d+)?)|(?:<|<=|\u2264|up to|less than) ?(?P<most>\d+(?:\.\d+)?)|(?:>|>=|\u2265) ?(?P<least>\d+(?:\.\d+)?))"
)
_DIFFERENTIAL = re.compile(
    r"[ ,;|(\[-]*(?:[a-z0-9^*/]{0,8}[ ,;(\[]+)?(?:(?:DLC|DC|diff(?:erential)?)[ :,-]*)?\b(?:N|P|Poly?s?|Neu|Segs?) ?[:=-]? ?(?P<number>\d{1,2}(?:\.\d+)?)(?!\d|[.,]\d)(?P<percent> ?%)?"
)
# "WBC 8.6 with 61% neutrophils", "(61 polys, 30 lymphs)": the share stands before the name.
_SHARE_FIRST = re.compile(
    r"[ ,;(]*(?:with |and |of which )?(?P<number>\d{1,2}(?:\.\d+)?) ?(?:%|percent)? ?(?:neutrophils|neuts|segs|polys|pmns?|segmented)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"(?:normal|within normal limits|wnl|in range|unremarkable)\b", re.IGNORECASE)
_OTHER_UNIT = re.compile(r"(?:[a-z%]{1,6}|\*?10\^?\d{1,2}) ?/ ?(?:[a-z]{1,4}|\d)\b(?!/)")
_TIMES_LIMIT = re.compile(r" ?(?:x|times) ?(?:the )?(?:uln|upper limit)", re.IGNORECASE)
_UPPER = re.compile(r"[ (\[,]*(?:uln|upper limit(?: of normal)?)[ :=]*(?P<high>\d+(?:\.\d+)?)", re.IGNORECASE)
# "234.000/mm3": a continental point between thousands, where the unit counts single cells.
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_URINE = re.compile(
    r"\b(?:mean (?:cell|corpuscular)|glyc(?:osyl)?ated|f(?:o)?etal|spinal fluid|urine|urinary|u|spot|csf|fluid|ascitic|drain)[ -]*$",
    re.IGNORECASE,
)
_RESULT = re.compile(r"$|[<>\u2264\u2265] ?\d|\d|-+$|n/?[ad]\b|nd\b|pending|haemol|hemol", re.IGNORECASE)
_PAIR = re.compile(r" ?/ ?$")
_SIGNS: Mapping[str, Comparator] = {
    "\u2264": "<=",
    "\u2265": ">=",
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
}
_NOT_DONE = re.compile(
    r"(?:not (?:done|requested|available|back|recorded|sent|measured)|pending|awaited|haemolysed|hemolysed|n/?a\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """A number read after an analyte's name, still in the unit as written ("" when none)."""

    number: float
    written: str
    unit: str
    sign: Comparator
    low: float | None
    high: float | None
    at: int
    to: int


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Values of known analytes with their limits of normal; limits in criteria text are no values."""
    if "analyte" not in packs.vocab:
        return []
    terms = packs.vocab["analyte"].terms
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence in reading.sentences:
        named = [mention for mention in sentence.mentions if mention.role == "analyte"]
        if named:
            made.extend(_of_sentence(reading, sentence, named, terms, order))
    return _with_counts(_in_one_system(made, terms), terms)


def _in_one_system(found: Sequence[Fact], terms: Mapping[str, Term]) -> list[Fact]:
    """A laboratory writes molar or gram units, not both: creatinine 66 beside bilirubin 7 makes that µmol/L too."""
    known = {unit for fact in found if (unit := _system(fact))}
    if len(known) != 1:
        return list(found)
    system = known.pop()
    return [_told_by_system(fact, terms[fact.value.analyte], system) for fact in found]


def _system(fact: Fact) -> str:
    """ "molar" or "gram" where a value of creatinine or bilirubin shows it by its unit or its size."""
    value = fact.value
    if value.analyte not in {"creatinine", "bilirubin"} or value.unit is None or value.value is None:
        return ""
    number = re.match(r"[\d.]+", value.written)
    return "molar" if number and abs(float(number[0]) - value.value) < _SAME else "gram"


def _told_by_system(fact: Fact, term: Term, system: str) -> Fact:
    value = fact.value
    units = {"creatinine": ("umol/l", "mg/dl"), "bilirubin": ("umol/l", "mg/dl"), "haemoglobin": ("", "g/dl")}
    unit = units.get(term.id, ("", ""))[system == "gram"]
    if value.unit is not None or value.value is None or not unit or "?" in value.written:
        return fact
    told = standard(term, value.value, unit, written=value.written, low=value.lln, high=value.uln)
    return replace(fact, value=replace(told, comparator=value.comparator))


_SAME = 1e-6  # a number that its unit's factor left as it was


def _of_sentence(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    terms: Mapping[str, Term],
    order: DayOrder | None,
) -> Iterator[Fact]:
    date = _date(reading, sentence, named[0].at, order)
    columns = _dated_columns(sentence, reading, order)
    for place, mention in enumerate(named):
        if _URINE.search(sentence.text[max(0, mention.at - 12) : mention.at]):
            continue
        end = named[place + 1].at if place + 1 < len(named) else len(sentence.text)
        term = terms[str(mention.value)]
        if columns:
            yield from _columns(reading, sentence, mention, term, columns)
            continue
        value = _paired(sentence, named, place) or _value(sentence.text, mention.to, end, term)
        if value:
            yield _fact(reading, sentence, mention, term, value, date)
        if value and term.id == "wbc" and "neutrophils" in terms:
            yield from _differential(reading, sentence, mention, terms, value, date)


def _differential(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    terms: Mapping[str, Term],
    white: _Value,
    date: dt.date | None,
) -> Iterator[Fact]:
    """The neutrophils of a differential count behind the white cells: "TLC 7,400 (N 62%)", "WCC 7.7 N 5.1"."""
    found = _DIFFERENTIAL.match(sentence.text, white.to) or _SHARE_FIRST.match(sentence.text, white.to)
    if found is None:
        return
    term, white_term = terms["neutrophils"], terms["wbc"]
    count = standard(white_term, white.number, white.unit, written="").value or 0
    unit = "%" if found.re is _SHARE_FIRST or found["percent"] or float(found["number"]) > count else ""
    value = replace(
        white,
        number=float(found["number"]),
        written=found["number"],
        unit=unit,
        sign="=",
        low=None,
        high=None,
        to=found.end(),
    )
    yield _fact(reading, sentence, mention, term, value, date)


def _value(text: str, start: int, end: int, term: Term) -> _Value | None:
    fill = _FILL.match(text, start, end)
    at = fill.end() if fill else start
    match = _NUMBER.match(text, at, end)
    if match is None or _NOT_DONE.match(text, at) or _TIMES_LIMIT.match(text, match.end()):
        return None
    to = match.end()
    unit, to = _unit(text, to, end, term)
    flag = _FLAG.match(text, to, end)
    if flag:
        to = flag.end()
        if not unit:
            unit, to = _unit(text, to, end, term)
    low, high, range_unit = _range(text, to, end, term)
    sign = _SIGNS.get(match["sign"] or "", "=")
    if sign != "=" and not unit and low is None and high is None and term.id not in {"inr", "egfr"}:
        return None
    if term.more.get("needs_unit") == "yes" and not (unit or range_unit):
        return None
    return _Value(
        number=_number(match["number"], unit or range_unit, term), written=match["number"], unit=unit or range_unit, sign=sign,
        low=low, high=high, at=at, to=to,
    )  # fmt: skip


def _number(written: str, unit: str, term: Term) -> float:
    single = cast("Mapping[str, str]", term.more.get("units", {})).get(unit) == "0.001"
    return float(written.replace(".", "") if single and _THOUSANDS.fullmatch(written) else written)


def _unit(text: str, at: int, end: int, term: Term) -> tuple[str, int]:
    """The unit spelled after a number, as the vocabulary spells it, and where it ends."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    rest = text[at:end]
    lead = re.match(r" ?\|? ?", rest)
    offset = lead.end() if lead else 0
    bare = rest[offset : offset + 24].lower().replace("\u03bc", "u").replace("\u00b5", "u")
    squeezed = re.sub(r"(?<=[/^*]) | (?=[/^*])", "", bare)
    for unit in sorted(units, key=len, reverse=True):
        folded = unit.replace("\u03bc", "u").replace("\u00b5", "u")
        for candidate in (bare, squeezed, squeezed.removeprefix("x ").removeprefix("x")):
            if folded and re.match(re.escape(folded) + r"(?![\w^*])", candidate):
                return unit, at + offset + _consumed(bare, folded)
    if bare.startswith("%") and "%" not in units:
        return "%", at + offset + 1
    if other := _OTHER_UNIT.match(bare):  # a unit that the analyte is not known in is not no unit
        return "?", at + offset + other.end()
    return "", at


def _consumed(text: str, unit: str) -> int:
    """How many characters of the text spell a unit when spaces and a leading x are passed over."""
    left = list(unit)
    for count, character in enumerate(text, 1):
        if left and character == left[0]:
            left.pop(0)
        if not left:
            return count
    return len(text)


def _range(text: str, at: int, end: int, term: Term) -> tuple[float | None, float | None, str]:
    lead = re.match(
        r"[ |(\[]*(?:ref(?:erence)?(?: range)?|normal|range|nr|uln)?[ :.]*", text[at:end], re.IGNORECASE
    )
    start = at + (lead.end() if lead else 0)
    if upper := _UPPER.match(text, at, end):
        return None, float(upper["high"]), ""
    match = _RANGE.match(text, start, end)
    if match is None or (start == at and text[at : at + 1] not in " |(["):
        return None, None, ""
    unit, _ = _unit(text, match.end(), end, term)
    high = match["high"] or match["most"]
    low = match["low"] or match["least"]
    return float(low) if low else None, float(high) if high else None, unit


def _paired(sentence: Sentence, named: Sequence[Mention], place: int) -> _Value | None:
    """ "PT / INR  12.1 / 1.0": names joined by a stroke, then their values in the same order."""
    text = sentence.text
    first = place
    while first and re.fullmatch(r" ?/ ?", text[named[first - 1].to : named[first].at]):
        first -= 1
    last = place
    while last + 1 < len(named) and re.fullmatch(r" ?/ ?", text[named[last].to : named[last + 1].at]):
        last += 1
    if first == last:
        return None
    values = re.match(r"[ :=|-]*(\d+(?:\.\d+)?(?: ?/ ?\d+(?:\.\d+)?)+)", text[named[last].to :])
    if not values or len(numbers := values.group(1).split("/")) != last - first + 1:
        return None
    at = named[last].to + values.start(1)
    number = numbers[place - first].strip()
    return _Value(
        number=float(number),
        written=number,
        unit="",
        sign="=",
        low=None,
        high=None,
        at=at,
        to=named[last].to + values.end(1),
    )


def _dated_columns(sentence: Sentence, reading: Reading, order: DayOrder | None) -> list[tuple[int, dt.date]]:
    """The columns of a table whose header holds dates, as (column, date).

    A heading row may leave out the first column's heading and those after the dates; the columns are
    where the row has values.
    """
    if not sentence.cells or not sentence.header:
        return []
    found: list[tuple[int, dt.date]] = []
    for column, words in enumerate(sentence.header):
        dated = dates_in(words, anchor=reading.note.note_date, order=order)
        if len(dated) == 1 and dated[0].precision == "day" and dated[0].to - dated[0].at >= len(words) - 2:
            found.append((column, dated[0].date))
    for offset in (0, 1) if len(found) > 1 else ():
        columns = [(column + offset, date) for column, date in found]
        if all(_may_be_value(sentence, column) for column, _ in columns):
            return columns
    return []


def _may_be_value(sentence: Sentence, column: int) -> bool:
    """Whether a row's column holds a number, or nothing, as a column of results does."""
    if not 0 < column < len(sentence.cells):
        return False
    at, to = sentence.cells[column]
    return bool(_RESULT.match(sentence.text[at:to]))


def _columns(
    reading: Reading, sentence: Sentence, mention: Mention, term: Term, columns: Sequence[tuple[int, dt.date]]
) -> Iterator[Fact]:
    others = [cell for number, cell in enumerate(sentence.cells) if number and number not in dict(columns)]
    for column, date in columns:
        if column >= len(sentence.cells):
            continue
        at, to = sentence.cells[column]
        value = _value(sentence.text, at, to, term)
        if value is None:
            continue
        for cell in others:
            unit, _ = _unit(sentence.text, cell[0], cell[1], term)
            low, high, range_unit = _range(" " + sentence.text, cell[0], cell[1] + 1, term)
            value = replace(
                value, unit=value.unit or unit or range_unit, low=value.low or low, high=value.high or high
            )
        yield _fact(reading, sentence, mention, term, value, date)


def _fact(
    reading: Reading, sentence: Sentence, mention: Mention, term: Term, value: _Value, date: dt.date | None
) -> Fact:
    lab = standard(
        term,
        value.number,
        value.unit,
        written=f"{value.written} {value.unit}".strip(),
        low=value.low,
        high=value.high,
    )
    return fact_from(
        reading, sentence, [mention], kind="lab", value=replace(lab, comparator=value.sign), at=mention.at, to=value.to,
        date=date, presence="present", person="patient",
    )  # fmt: skip


def standard(
    term: Term, number: float, unit: str, *, written: str, low: float | None = None, high: float | None = None
) -> Lab:
    """A value in the analyte's standard unit; without a unit where none was written and none can be told."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    chosen = unit if unit in units else _told_by_size(term, number, high) if not unit else None
    loinc = str(term.more["loinc"]) if "loinc" in term.more else None
    if chosen is None:
        return Lab(
            analyte=term.id,
            loinc=loinc,
            written=written,
            value=number,
            unit="%" if unit == "%" else None,
            uln=high,
            lln=low,
        )
    factor = float(units[chosen])
    return Lab(
        analyte=term.id, loinc=loinc, written=written, value=_round(number * factor), unit=str(term.more["unit"]),
        uln=None if high is None else _round(high * factor), lln=None if low is None else _round(low * factor),
    )  # fmt: skip


def _told_by_size(term: Term, number: float, high: float | None) -> str | None:
    """The one unit in which a bare number is plausible; among several, the one that fits the printed limit."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    least, most = (
        float(str(limit)) for limit in cast("Sequence[str]", term.more.get("plausible", ("0", "inf")))
    )
    for unit, (low, top) in cast("Mapping[str, tuple[str, str]]", term.more.get("bare", {})).items():
        if float(low) <= number <= float(top) and (high is None or float(low) <= high <= float(top)):
            return unit
    for unit, (low, top) in cast("Mapping[str, tuple[str, str]]", term.more.get("limit", {})).items():
        if high is not None and float(low) <= high <= float(top):
            return unit
    factors: dict[float, str] = {}
    for unit, factor in units.items():
        fits = least <= number * float(factor) <= most and (
            high is None or least <= high * float(factor) <= most
        )
        if fits:
            factors.setdefault(float(factor), unit)
    return next(iter(factors.values())) if len(factors) == 1 else None


def _round(number: float) -> float:
    return float(f"{number:.6g}")


def _with_counts(found: Sequence[Fact], terms: Mapping[str, Term]) -> list[Fact]:
    """A neutrophil percentage becomes a count where the same note gives the white cells of that day."""
    whites = {fact.date: fact for fact in found if fact.value.analyte == "wbc" and fact.value.unit}
    made: list[Fact] = []
    for fact in found:
        white = whites.get(fact.date)
        if fact.value.unit != "%" or fact.value.analyte not in {"neutrophils", "lymphocytes"}:
            made.append(fact)
        elif white and fact.value.value is not None and white.value.value is not None:
            count = _round(fact.value.value * white.value.value / 100)
            term = terms[fact.value.analyte]
            value = replace(fact.value, value=count, unit=str(term.more["unit"]), uln=None, lln=None)
            made.append(replace(fact, value=value, evidence=(*fact.evidence, *white.evidence)))
        else:
            made.append(fact)
    return made


def _date(reading: Reading, sentence: Sentence, at: int, order: DayOrder | None) -> dt.date | None:
    """The day of the sample: written before the values in the sentence, else in the block's header, else the note's."""
    note = reading.note
    for text in (sentence.text[:at], " ".join(sentence.header)):
        dated = [
            item for item in dates_in(text, anchor=note.note_date, order=order) if item.precision == "day"
        ]
        if dated and (note.note_date is None or dated[-1].date <= note.note_date):
            return dated[-1].date
    return note.note_date
