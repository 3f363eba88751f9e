"""What can be drawn over time: sizes, performance status, laboratory values and QTc against the limits, treatments."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.chart import Chart
from trialsift.criteria import FieldTest, Trial, tests_of
from trialsift.facts import Fact

_SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<", "between": "limit"}
_NUMBERS = {"tumour_size": "max_mm", "ecg": "qtc_ms"}
_TITLES = {"tumour_size": "Tumour, largest diameter", "ecog": "ECOG", "ecg": "QTc"}
_NEAR = 730  # days
_FIELDS = {"tumour_size": ("max_mm",), "ecog": ("grade",), "ecg": ("qtc_ms",), "lab": ("value",)}
_UNITS = {"tumour_size": "mm", "ecog": "", "ecg": "ms"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One reading: its day, the range of its value (low = high for one number), and its words for a table."""

    day: dt.date
    low: float
    high: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A limit of the protocol: its value in the unit of the points, and "I5 ≤ 2"."""

    value: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is drawn in one plot."""

    title: str
    unit: str
    points: tuple[Point, ...]
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A treatment from a day to a day (the same one when only one is known)."""

    title: str
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All plots of a patient, and the span of days that they share."""

    series: tuple[Series, ...] = ()
    treatments: tuple[Stretch, ...] = ()
    on: dt.date

    @property
    def span(self) -> tuple[dt.date, dt.date]:
        """First and last day of the readings, the screening date and the treatments of the two years before it.

        An older treatment would squeeze everything else into a corner; its bar starts at the edge.
        """
        days = [self.on, *(point.day for line in self.series for point in line.points)]
        treated = (day for item in self.treatments for day in (item.first, item.last))
        days += [day for day in treated if abs((self.on - day).days) <= _NEAR]
        return min(days), max(days)


Key = tuple[str, str]  # kind, and the analyte of a laboratory value
_ALWAYS: tuple[Key, ...] = (("tumour_size", ""), ("ecog", ""))


def timeline_of(chart: Chart, trial: Trial, on: dt.date) -> Timeline:
    """Sizes, performance status and every number that the trial limits, over time; only what stands and has a date."""
    tests = _tests(trial)
    facts: dict[Key, list[Fact]] = {}
    for fact in chart.facts:
        if _counts(fact):
            facts.setdefault(_key(fact), []).append(fact)
    wanted = dict.fromkeys((*_ALWAYS, *tests))
    usual = {item.analyte: (item.low, item.high) for item in trial.upper_limits}
    series = (
        _series(key, facts[key], tests.get(key, ()), usual.get(key[1], ())) for key in wanted if key in facts
    )
    return Timeline(
        series=tuple(item for item in series if item.points), treatments=_treatments(chart), on=on
    )


def _counts(fact: Fact) -> bool:
    mine = fact.standing == "stands" and fact.presence == "present" and fact.person == "patient"
    return mine and fact.date is not None and fact.about == "this_tumour" and fact.time != "planned"


def _key(fact: Fact) -> Key:
    return (fact.kind, fact.value.analyte if fact.kind == "lab" else "")


def _series(
    key: Key, facts: Iterable[Fact], tests: Iterable[tuple[str, FieldTest]], usual: Sequence[float]
) -> Series:
    kind, analyte = key
    held = list(facts)
    units = [fact.value.unit for fact in held if kind == "lab" and fact.value.unit]
    unit = _UNITS.get(kind, units[-1] if units else "")
    points = dict.fromkeys(point for fact in held if (point := _point(fact, unit)))
    return Series(
        title=_TITLES.get(
            kind, analyte.upper() if len(analyte) < 4 else analyte.replace("_", " ").capitalize()
        ),
        unit=unit if unit != "1" else "",
        points=tuple(sorted(points, key=lambda point: (point.day, point.low))),
        bounds=tuple(_bounds(tests, held, usual)),
    )


def _point(fact: Fact, unit: str) -> Point | None:
    value: Any = fact.value
    if fact.kind == "ecog":
        low, high = value.low, value.high
    elif fact.kind == "lab":
        low = high = value.value if value.unit == unit or not unit else None
    else:
        low = high = None if getattr(value, "prior", False) else getattr(value, _NUMBERS[fact.kind])
    if low is None or high is None or fact.date is None:
        return None
    words = " ".join(fact.evidence[0].quote.split())
    return Point(day=fact.date, low=float(low), high=float(high), words=words[:120])


def _bounds(
    tests: Iterable[tuple[str, FieldTest]], facts: Iterable[Fact], usual: Sequence[float]
) -> Iterable[Bound]:
    """The limits as values; a multiple of the upper limit of normal by the newest one printed, else by the usual ones."""
    printed = {fact.date: fact.value.uln for fact in facts if fact.kind == "lab" and fact.value.uln}
    normals = [printed[max(day for day in printed if day)]] if printed else list(usual)
    found: dict[Bound, None] = {}
    for name, test in tests:
        for limit in test.limits:
            words = f"{name} {_SIGNS.get(test.op, '')} {limit.written}".strip()
            for normal in normals if limit.times_uln else [1.0]:
                said = f"{words} (ULN {normal:.3g})" if limit.times_uln else words
                found[Bound(value=limit.number * normal, words=said)] = None
    return found


def _tests(trial: Trial) -> Mapping[Key, tuple[tuple[str, FieldTest], ...]]:
    """Every test of a number that can be drawn, with the criterion that it belongs to, in protocol order."""
    found: dict[Key, list[tuple[str, FieldTest]]] = {}
    for criterion in trial.criteria:
        for leaf in tests_of(criterion.condition) if criterion.condition else ():
            for test in leaf.tests:
                if test.limits and leaf.kind in {*_TITLES, "lab"} and test.field in _FIELDS[leaf.kind]:
                    for analyte in [item.word for item in leaf.subjects] or [""]:
                        found.setdefault((leaf.kind, analyte), []).append((criterion.id, test))
    return {key: tuple(tests) for key, tests in found.items()}


def _treatments(chart: Chart) -> tuple[Stretch, ...]:
    found: dict[Stretch, None] = {}
    for fact in chart.of_kind("treatment"):
        first = fact.value.start or fact.value.end or fact.date
        done = fact.presence == "present" and fact.person == "patient" and fact.time != "planned"
        if done and first and (fact.value.start or fact.value.end):
            name = fact.value.agent or fact.value.procedure or fact.value.treatment_class
            found[Stretch(title=str(name).replace("_", " "), first=first, last=fact.value.end or first)] = (
                None
            )
    return tuple(sorted(found, key=lambda item: (item.first, item.title)))
