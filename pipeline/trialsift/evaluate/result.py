"""What evaluating a part of a criterion gives: its truth, and all that explains it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from trialsift.answers import Missing, Truth
from trialsift.chart import Chart
from trialsift.criteria import FactTest, UlnRange
from trialsift.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """Truth of a part. silent: the notes say nothing of it; open_tests: the leaves that are unknown."""

    truth: Truth
    because: str = ""
    used: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()
    warnings: tuple[str, ...] = ()
    silent: bool = False
    open_tests: tuple[FactTest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A patient on a day: the chart, the screening date, the trial's limits, and answers taken as given."""

    chart: Chart
    on: dt.date
    upper_limits: Mapping[str, UlnRange] = field(default_factory=dict)
    supposed: Mapping[FactTest, Truth] = field(default_factory=dict)
