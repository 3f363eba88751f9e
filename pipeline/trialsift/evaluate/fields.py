"""One operator on one field of one fact."""

import datetime as dt
from typing import Any

from dateutil.relativedelta import relativedelta

from trialsift.answers import Truth
from trialsift.criteria import FieldTest, Limit
from trialsift.evaluate.interval import Interval, compare, stated
from trialsift.evaluate.result import Case
from trialsift.facts import TIMES_ULN, Fact
from trialsift.traits import fields_of, python_name

_NEAR = {"mm": 2.0, "ms": 10.0}  # reporting error of a measured length (mm) and of a QTc (ms)
_NEAR_SHARE = 0.03  # of a laboratory limit


def holds(test: FieldTest, fact: Fact, case: Case) -> Truth | None:
    """Whether a fact's field passes. None: the fact does not state that field at all."""
    if fields_of(fact.kind)[test.field][0] == "number":
        return _number_holds(test, fact, case)
    word = word_of(fact, test.field)
    if word is None:
        return None
    if test.members:
        return _class_holds(test, fact, word)
    if fact.kind == "grade" and test.field == "value":
        return _grade_holds(test, fact)
    if word in test.words:
        return "yes"
    return "unknown" if word in test.unclear else "no"


def word_of(fact: Fact, field: str) -> str | None:
    """A field's word; yes or no for flags; None when the fact does not state it."""
    value = getattr(fact.value, python_name(fact.kind, field))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "", ()) else None


def _class_holds(test: FieldTest, fact: Fact, word: str) -> Truth:
    """Membership in a class; a word for a wider class leaves it open, and so does a member that `unclear` names."""
    above = set(getattr(fact.value, "is_a", ()))
    if word in test.unclear and word not in test.words:
        return "unknown"
    if word in test.members or above & set(test.words):
        return "yes"
    if above & set(test.unclear):
        return "unknown"
    return "unknown" if is_wider(test, fact) else "no"


def is_wider(test: FieldTest, fact: Fact) -> bool:
    """Whether a fact's word is of a class above the one asked for, as "sarcoma" is above "synovial sarcoma"."""
    if not test.members:
        return False
    above = set(getattr(fact.value, "is_a", ()))
    return word_of(fact, test.field) in test.wider or (
        bool(above) and above <= test.wider and fact.value.code.endswith("NOS")
    )


def _grade_holds(test: FieldTest, fact: Fact) -> Truth:
    """A range of grades ("2-3") passes when both ends do, fails when neither does."""
    ends = {fact.value.value, fact.value.high or fact.value.value}
    passing = {end in test.words for end in ends}
    if ends & set(test.unclear) or len(passing) == 2:
        return "unknown"
    return "yes" if passing == {True} else "no"


def _number_holds(test: FieldTest, fact: Fact, case: Case) -> Truth | None:
    if (
        fact.kind == "lab"
        and fact.value.unit == TIMES_ULN
        and not all(limit.times_uln for limit in test.limits)
    ):
        return None  # "twice the upper limit" says nothing of a limit in a unit
    if fact.kind == "lab" and fact.value.word == "normal":
        return "yes" if _is_normal_enough(test) else None
    value = number_of(fact, test.field, case)
    limits = tuple(found for limit in test.limits if (found := limit_of(limit, fact, case)) is not None)
    if value is None:
        return None
    if len(limits) < len(test.limits):
        return "unknown"
    return compare(value, test.op, limits)


def _is_normal_enough(test: FieldTest) -> bool:
    """Whether every value within the limits of normal passes: "at most 2.5 xULN"."""
    upper = test.op in {"at_most", "less_than"} and all(
        limit.times_uln and limit.number >= 1 for limit in test.limits
    )
    return upper or (
        test.op in {"at_least", "more_than"}
        and all(limit.times_lln and limit.number <= 1 for limit in test.limits)
    )


def number_of(fact: Fact, field: str, case: Case) -> Interval | None:
    """The values a fact leaves possible for a field; None when it states none."""
    value = fact.value
    if fact.kind == "ecog":
        return None if value.low is None else Interval(value.low, value.high)
    if (fact.kind, field) == ("person", "age"):
        return _age(fact, case.on)
    if fact.kind == "lab" and field == "value" and value.unit is None:
        return None  # a number whose unit nobody knows is no value
    number = getattr(value, python_name(fact.kind, field))
    if number is None:
        return None
    if (fact.kind, field) == ("mitoses", "count") and value.high is not None:
        return Interval(number, value.high)
    return stated(float(number), _comparator(value, field))


def _comparator(value: Any, field: str) -> str:
    if field == "life_expectancy_days":
        return str(value.life_expectancy_comparator)
    return str(getattr(value, "comparator", "="))


def _age(fact: Fact, on: dt.date) -> Interval | None:
    """Completed years on a day: exact from the birth date, within a year from a stated age."""
    if fact.value.birth_date is not None:
        age = relativedelta(on, fact.value.birth_date).years
        return Interval(age, age)
    if fact.value.age is None:
        return None
    since = relativedelta(on, fact.date).years if fact.date and fact.date <= on else 0
    spare = 1 if fact.date and fact.date < on else 0
    return Interval(fact.value.age + since, fact.value.age + since + spare)


def limit_of(limit: Limit, fact: Fact, case: Case) -> Interval | None:
    """The limit as a number; a multiple of a limit of normal takes the note's own, else (upper ones) the trial's range."""
    if limit.times_lln:
        low = fact.value.lln
        return None if low is None else Interval(low, low).times(limit.number)
    if not limit.times_uln:
        return Interval(limit.number, limit.number)
    if fact.value.uln is not None:
        return Interval(fact.value.uln, fact.value.uln).times(limit.number)
    known = case.upper_limits.get(fact.value.analyte)
    return Interval(known.low, known.high).times(limit.number) if known else None


def near_limit(test: FieldTest, fact: Fact, case: Case) -> str:
    """A warning when the value lies within reporting error of the limit, else ""."""
    if not test.limits or fields_of(fact.kind)[test.field][0] != "number":
        return ""
    value = number_of(fact, test.field, case)
    if value is None or value.low != value.high:
        return ""
    for limit in test.limits:
        found, spare = limit_of(limit, fact, case), _spare(limit)
        if found and spare and min(abs(value.low - found.low), abs(value.low - found.high)) <= spare:
            return (
                f"{fact.evidence[0].quote.strip()!r} is within reporting error of the limit {limit.written}"
            )
    return ""


def _spare(limit: Limit) -> float:
    if limit.unit in _NEAR:
        return _NEAR[limit.unit]
    return (
        limit.number * _NEAR_SHARE
        if limit.unit and limit.unit not in {"years", "days"} and not (limit.times_uln or limit.times_lln)
        else 0.0
    )
