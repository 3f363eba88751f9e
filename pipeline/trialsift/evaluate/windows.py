"""Whether a fact's date lies in a window before the screening date, or against another fact."""

import datetime as dt
from typing import Any, cast

from dateutil.relativedelta import relativedelta

from trialsift.answers import Truth
from trialsift.criteria import Period, Window
from trialsift.facts import Fact, Treatment


def inside(window: Window, fact: Fact, anchor: dt.date | None) -> Truth:
    """Yes, no, or unknown where the fact or what it is measured against has no date.

    The first day of a window belongs to it: a transfusion 14 days ago is within 14 days.
    """
    if anchor is None or fact.date is None:
        return "unknown"
    if window.op == "since":
        return "yes" if fact.date >= anchor else "no"
    edge = before(anchor, cast("Period", window.period))
    if window.op == "before":
        return "yes" if fact.date <= edge else "no"
    if fact.date < edge:
        return "no"
    return "unknown" if _may_be_before(fact, edge) else "yes"


def _may_be_before(fact: Fact, edge: dt.date) -> bool:
    """Whether what takes one day is told only to a month or a year that begins before the window: "operated in 2024"."""
    value = fact.value
    return bool(
        isinstance(value, Treatment)
        and value.treatment_class in {"surgery", "transfusion"}
        and value.start
        and value.start < edge
    )


def before(day: dt.date, period: Period) -> dt.date:
    """The day so long before: calendar months and years; hours count as the days they touch."""
    if period.unit == "hours":
        return day - dt.timedelta(days=-(-period.number // 24))
    return day - relativedelta(**cast("Any", {period.unit: period.number}))
