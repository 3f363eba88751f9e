"""The fewest questions whose answers would make an open patient a candidate, exactly."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from trialsift.answers import Ask, Missing, Truth
from trialsift.chart import Chart
from trialsift.criteria import Criterion, FactTest, Trial
from trialsift.evaluate import case_of, passes
from trialsift.evaluate.tree import result_of

_MOST_TESTS = 12  # 4,096 subsets; a criterion with more open tests is asked as a whole


def flip_list(trial: Trial, chart: Chart, on: dt.date) -> tuple[Ask, ...]:
    """Questions, each to somebody, that together could make every deciding criterion pass.

    Each deciding criterion is turned by its own smallest set of open tests (a test that several
    criteria share is one question); of sets of one size, those that share most are taken.
    """
    case = case_of(chart, trial, on)
    open_ones = [
        item for item in trial.criteria
        if item.deciding and item.condition and result_of(item.condition, case).truth == "unknown"
    ]  # fmt: skip
    choices = [turning_sets(item, trial, chart, on) for item in open_ones]
    chosen = _smallest_union(choices)
    asked: dict[tuple[str, str], list[str]] = {}
    for criterion, tests in zip(open_ones, chosen, strict=True):
        for gap in _gaps(criterion, tests, trial, chart, on):
            asked.setdefault((gap.who, gap.question), []).append(criterion.id)
    return tuple(
        Ask(who=who, question=question, settles=tuple(dict.fromkeys(ids)))
        for (who, question), ids in asked.items()
    )


def turning_sets(criterion: Criterion, trial: Trial, chart: Chart, on: dt.date) -> list[frozenset[FactTest]]:
    """Every smallest set of open tests by whose answers the criterion could pass; empty when none could."""
    assert criterion.condition is not None  # noqa: S101 - only criteria with a condition are turned
    tests = result_of(criterion.condition, case_of(chart, trial, on)).open_tests[:_MOST_TESTS]
    for size in range(1, len(tests) + 1):
        found = [
            frozenset(chosen)
            for chosen in combinations(tests, size)
            if _can_pass(criterion, chosen, trial, chart, on)
        ]
        if found:
            return found
    return []


def _can_pass(
    criterion: Criterion, tests: Sequence[FactTest], trial: Trial, chart: Chart, on: dt.date
) -> bool:
    answers: tuple[Truth, ...] = ("yes", "no")
    return any(
        _passes_with(criterion, dict(zip(tests, truths, strict=True)), trial, chart, on)
        for truths in product(answers, repeat=len(tests))
    )


def _passes_with(
    criterion: Criterion, supposed: Mapping[FactTest, Truth], trial: Trial, chart: Chart, on: dt.date
) -> bool:
    assert criterion.condition is not None  # noqa: S101
    found = result_of(criterion.condition, case_of(chart, trial, on, supposed=supposed))
    return passes(criterion, found.truth) is True


def _smallest_union(choices: Sequence[list[frozenset[FactTest]]]) -> list[frozenset[FactTest]]:
    """One set a criterion, together as few tests as possible; the first of equals, so that runs agree."""
    options = [choice or [frozenset[FactTest]()] for choice in choices]
    best = min(product(*options), key=lambda sets: len(frozenset[FactTest]().union(*sets)), default=())
    return list(best)


def _gaps(
    criterion: Criterion, tests: Iterable[FactTest], trial: Trial, chart: Chart, on: dt.date
) -> list[Missing]:
    """What is missing for the chosen tests; the criterion's own question where it gives one."""
    case = case_of(chart, trial, on)
    found = [
        gap for test in sorted(tests, key=lambda item: item.line) for gap in result_of(test, case).missing
    ]
    if criterion.ask and found:
        return [
            Missing(what=criterion.id, silence=found[0].silence, who=found[0].who, question=criterion.ask)
        ]
    return found
