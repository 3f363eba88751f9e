"""Laboratory values in sentences, lists and tables, each in its analyte's standard unit.

Of several values of one analyte told over time the last is of now and the others are of the past.
"""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.lab_columns import column_of_now, dated_columns
from trialsift.extract.lab_differential import has_differential, neutrophils_behind
from trialsift.extract.lab_pairs import half_of_pair, in_order, paired, respective
from trialsift.extract.lab_sample import (
    in_fluid,
    is_another,
    is_control,
    is_unsound,
    is_wanted,
    tells_limits,
    whose,
)
from trialsift.extract.lab_system import in_one_system, told_by_language
from trialsift.extract.lab_table import facts_below
from trialsift.extract.lab_value import Value, range_at, rounded, standard, unit_at, unit_of_name, value_at
from trialsift.extract.lab_word import told_in_words
from trialsift.extract.making import fact_from
from trialsift.extract.over_time import is_past, is_today, later, outdone
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact
from trialsift.packs.rules import Packs, Term

_LIMITS_TOLD = re.compile(
    r"\b(?:ref(?:erence)?|normal|target)\b\.?(?: (?:range|interval|limit|value|level)s?)?", re.IGNORECASE
)
_A_LIMIT = re.compile(r"(?: (?:is|falls|drops|goes|below|under|less than|above))* ?[<>\u2264\u2265]")
_DAY = re.compile(
    r"[ :=]*(?:\((?P<inside>(?:on |of |from )?\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?|\d{1,2}[ -]?[A-Z][a-z]{2,8}(?:[ -]\d{2,4})?)\)|"
    r"(?:on |of |from )?(?P<day>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{2,4}|\d{1,2}[ -]?[A-Z][a-z]{2,8}[ -]\d{2,4}(?=[ :=]+[<>]?\d)|"
    r"\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?))(?=[ :=])"
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Values of known analytes with their limits of normal; limits in criteria text are no values."""
    if "analyte" not in packs.vocab:
        return []
    terms = packs.vocab["analyte"].terms
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence in reading.sentences:
        named = [mention for mention in sentence.mentions if mention.role == "analyte"]
        told = list(_of_sentence(reading, sentence, named, terms, order)) if named else []
        if named:
            made.extend(told or facts_below(reading, sentence, named, terms, order))
        known = {fact.value.analyte for fact in told}
        made.extend(_written_together(reading, sentence, terms, known=known))
        made.extend(told_in_words(reading, sentence, terms, known=_in_sentence(made, sentence)))
    in_units = [told_by_language(fact, terms, reading.note.text) for fact in in_one_system(made, terms)]
    return _with_counts(in_units, terms)


_A_RANGE = re.compile(r"\d ?(?:-|to) ?\d")


def _in_sentence(made: Sequence[Fact], sentence: Sentence) -> set[str]:
    """The analytes that have a value of this sentence's names."""
    at, to = sentence.starts[0], sentence.ends[-1]
    return {fact.value.analyte for fact in made if at <= fact.evidence[0].start < to}


def _written_together(
    reading: Reading, sentence: Sentence, terms: Mapping[str, Term], *, known: Collection[str]
) -> Iterator[Fact]:
    """The values that a rule found with their names: "Hb118", a bare N among other counts."""
    for mention in sentence.mentions:
        if mention.kind != "lab" or mention.role not in {"glued", "beside_others"}:
            continue
        ranged = _A_RANGE.search(sentence.text, mention.at, mention.to + 4)  # "(N: 3.5-5.0)" prints limits
        if mention.role == "beside_others" and (ranged or not known or mention.value in known):
            continue
        slots = dict(mention.slots)
        number = slots.get("number") or slots["number_after"]
        value = Value(
            number=float(number), written=number, unit="", sign="=", low=None, high=None, at=mention.at, to=mention.to,
        )  # fmt: skip
        yield _fact(reading, sentence, mention, terms[str(mention.value)], value, reading.note.note_date)


def _of_sentence(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    terms: Mapping[str, Term],
    order: DayOrder | None,
) -> Iterator[Fact]:
    date = _date(reading, sentence, named[0].at, order)
    columns = dated_columns(sentence, reading, order) or column_of_now(sentence, date)
    if is_control(sentence.text[: named[0].at]):
        return
    person, fluid, told_to = "patient", False, 0
    for place, mention in enumerate(named):
        person = whose(sentence.text[told_to : mention.at], person=person)
        told_to = mention.to
        fluid = in_fluid(sentence.text, named, place, before=fluid)
        if (
            fluid
            or is_another(sentence.text, mention.at, mention.to)
            or tells_limits(sentence.text, named[0].at, mention)
        ):
            continue
        term = terms[str(mention.value)]
        if columns:
            yield from _columns(reading, sentence, mention, term, columns)
            continue
        values = _values(reading, sentence, named, place, term, order)
        for value in values:
            unsound = is_unsound(sentence.text, mention.at, value, analyte=term.id)
            since = values[-2].to if value is values[-1] and len(values) > 1 else mention.at
            time = _time(reading, sentence, named, place, value, last=value is values[-1], since=since)
            yield _fact(
                reading, sentence, mention, term, value, value.date or date, time=time, person=person,
                presence="uncertain" if unsound else "present",
            )  # fmt: skip
        if values and term.id == "wbc" and "neutrophils" in terms:
            yield from _differential(reading, sentence, mention, terms, values[0], date)


def _values(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    place: int,
    term: Term,
    order: DayOrder | None,
) -> list[Value]:
    """The values told of one name, oldest first."""
    text, mention = sentence.text, named[place]
    end = named[place + 1].at if place + 1 < len(named) else len(text)
    first = (
        paired(sentence.text, named, place)
        or half_of_pair(sentence.text, mention)
        or respective(text, named, place, term)
        or (None if in_order(text, mention.to) else _dated_value(reading, text, mention.to, end, term, order))
    )
    if first and (_is_range(text, first, term) or _counts_something_else(text, mention, first)):
        return []
    if first and is_wanted(
        text[: mention.at], first, text[first.to : first.to + 30]
    ):  # "transfuse if Hb <70 g/L"
        first = None
    limit = None if first else _A_LIMIT.match(text, mention.to, end)
    values = [first] if first else []
    at = first.to if first else limit.end() if limit else None
    while at is not None and (at := _later(text, mention.to, at, end)) is not None:
        after = value_at(text, at, end, term)
        if after is None:
            break
        values.append(after)
        at = after.to
    unit = next((value.unit for value in reversed(values) if value.unit), "")
    return [replace(value, unit=value.unit or unit) for value in values]


def _later(text: str, name: int, at: int, end: int) -> int | None:
    return later(text, at, end, moved=bool(_FROM.search(text[name:at])))


_FROM = re.compile(r"\bfrom \d+(?:\.\d+)? ?(?:(?!to\b)[^ ,;]{1,10} ?){0,3}$")


def _dated_value(
    reading: Reading, text: str, at: int, end: int, term: Term, order: DayOrder | None
) -> Value | None:
    """ "Creatinine: 12-Feb-25 1.3 mg/dL": the value behind its day, or at once."""
    day = _DAY.match(text, at, end)
    if day is None:
        return value_at(text, at, end, term)
    dated = dates_in(day["inside"] or day["day"], anchor=reading.note.note_date, order=order)
    value = value_at(text, day.end(), end, term)
    if value is None or not dated or dated[0].precision != "day":
        return value
    return replace(value, date=dated[0].date)


def _is_range(text: str, value: Value, term: Term) -> bool:
    """Whether the number is the lower end of the limits that a report prints: "Ref. intervals: Hb 130-170"."""
    ranged = re.match(r" ?- ?\d", text[value.to :])
    return bool(ranged and term.id != "lvef" and _LIMITS_TOLD.search(text[: value.at]))


def _counts_something_else(text: str, mention: Mention, value: Value) -> bool:
    """A "total count" is one of white cells where their unit or their differential stands behind it."""
    return mention.words.lower() == "total count" and not (value.unit or has_differential(text, value.to))


def _time(
    reading: Reading,
    sentence: Sentence,
    named: Sequence[Mention],
    place: int,
    value: Value,
    *,
    last: bool,
    since: int,
) -> str | None:
    """ "past" for a value that a later one follows or that is told of an earlier time; else what the cues say."""
    mention = named[place]
    same = next((other for other in named[place + 1 :] if other.value == mention.value), None)
    if not last or (same and outdone(sentence.text, value.to, same.at)):
        return "past"
    if is_past(sentence.text, since, value.to, reading.note.note_date):
        return "past"
    return "now" if since > mention.at else None


def _differential(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    terms: Mapping[str, Term],
    white: Value,
    date: dt.date | None,
) -> Iterator[Fact]:
    """The neutrophils of a differential count behind the white cells."""
    count = standard(terms["wbc"], white.number, white.unit, written="").value or 0
    if value := neutrophils_behind(sentence.text, white, count):
        yield _fact(reading, sentence, mention, terms["neutrophils"], value, date)


def _columns(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    term: Term,
    columns: Sequence[tuple[int, dt.date | None]],
) -> Iterator[Fact]:
    others = [cell for number, cell in enumerate(sentence.cells) if number and number not in dict(columns)]
    told = unit_of_name(sentence.text, mention.to, sentence.cells[0][1], term) or next(
        (
            unit
            for cell in others
            if (unit := unit_at(sentence.text, cell[0], cell[1], term)[0]) not in {"", "?", "%"}
        ),
        "",
    )
    for column, date in columns:
        if column >= len(sentence.cells):
            continue
        at, to = sentence.cells[column]
        value = value_at(sentence.text, at, to, term, told=told)
        if value is None:
            continue
        for cell in others:
            unit, _ = unit_at(sentence.text, cell[0], cell[1], term)
            low, high, range_unit = range_at(" " + sentence.text, cell[0], cell[1] + 1, term)
            value = replace(
                value, unit=value.unit or unit or range_unit, low=value.low or low, high=value.high or high
            )
        yield _fact(reading, sentence, mention, term, value, date)


def _fact(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    term: Term,
    value: Value,
    date: dt.date | None,
    *,
    time: str | None = None,
    person: str = "patient",
    presence: str = "present",
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
        date=date, presence=presence, time=time, person=person,
    )  # fmt: skip


def _with_counts(found: Sequence[Fact], terms: Mapping[str, Term]) -> list[Fact]:
    """A neutrophil percentage becomes a count where the same note gives the white cells of that day."""
    whites = {fact.date: fact for fact in found if fact.value.analyte == "wbc" and fact.value.unit}
    made: list[Fact] = []
    for fact in found:
        white = whites.get(fact.date)
        if fact.value.unit != "%" or fact.value.analyte not in {"neutrophils", "lymphocytes"}:
            made.append(fact)
        elif white and fact.value.value is not None and white.value.value is not None:
            count = rounded(fact.value.value * white.value.value / 100)
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
            item
            for item in dates_in(text, anchor=note.note_date, order=order)
            if item.precision == "day" and not is_today(text, item.at)
        ]
        if dated and (note.note_date is None or dated[-1].date <= note.note_date):
            return dated[-1].date
    return note.note_date
