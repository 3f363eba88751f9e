"""Every cell of the three-valued tables, and what holds of any condition."""

import datetime as dt
from typing import get_args

import pytest

from trialsift.answers import Truth
from trialsift.chart import chart_of
from trialsift.criteria import ForAPerson
from trialsift.evaluate.interval import Interval, compare, stated
from trialsift.evaluate.logic import AND, NOT, OR, all_of, any_of, at_least_of
from trialsift.evaluate.result import Case
from trialsift.evaluate.tree import result_of

TRUTHS: tuple[Truth, ...] = get_args(Truth)
RANK = {"no": 0, "unknown": 1, "yes": 2}


@pytest.mark.parametrize("left", TRUTHS)
@pytest.mark.parametrize("right", TRUTHS)
def test_and_is_the_lesser_and_or_the_greater(left: Truth, right: Truth) -> None:
    assert RANK[AND[left, right]] == min(RANK[left], RANK[right])
    assert RANK[OR[left, right]] == max(RANK[left], RANK[right])
    assert NOT[AND[left, right]] == OR[NOT[left], NOT[right]]


def test_nothing_said_is_unknown_and_never_no() -> None:
    assert (all_of([]), any_of([]), at_least_of(1, [])) == ("unknown", "unknown", "unknown")


@pytest.mark.parametrize(
    ("number", "truths", "expected"),
    [
        (2, ("yes", "yes", "no"), "yes"),
        (2, ("yes", "unknown", "no"), "unknown"),
        (2, ("yes", "no", "no"), "no"),
        (1, ("unknown", "no"), "unknown"),
    ],
)
def test_at_least_of(number: int, truths: tuple[Truth, ...], expected: Truth) -> None:
    assert at_least_of(number, truths) == expected


@pytest.mark.parametrize(
    ("value", "op", "limits", "expected"),
    [
        (stated(50), "more_than", [50], "no"),
        (stated(50), "at_least", [50], "yes"),
        (stated(5, "<"), "less_than", [5], "yes"),
        (stated(5, "<="), "less_than", [5], "unknown"),
        (stated(5, ">"), "at_most", [5], "no"),
        (stated(5, ">="), "at_most", [5], "unknown"),
        (Interval(1, 3), "at_most", [2], "unknown"),
        (Interval(0, 1), "at_most", [2], "yes"),
        (stated(40), "between", [18, 75], "yes"),
        (stated(80), "between", [18, 75], "no"),
        (stated(2), "is", [2, 2], "yes"),
    ],
)
def test_compare(value: Interval, op: str, limits: list[float], expected: Truth) -> None:
    bounds = tuple(Interval(limit, limit) for limit in limits)
    assert compare(value, op, bounds) == expected  # type: ignore[arg-type]


def test_a_limit_that_laboratories_set_differently_leaves_the_middle_open() -> None:
    limit = (Interval(25.5, 39.0),)
    assert compare(stated(20), "at_most", limit) == "yes"
    assert compare(stated(30), "at_most", limit) == "unknown"
    assert compare(stated(45), "at_most", limit) == "no"


def test_what_is_for_a_person_is_unknown_whatever_the_chart_says() -> None:
    found = result_of(
        ForAPerson(words="Ask about sleep."), Case(chart=chart_of("p", []), on=dt.date(2026, 3, 1))
    )
    assert (found.truth, [gap.question for gap in found.missing]) == ("unknown", ["Ask about sleep."])
