"""The fewest questions whose answers would make an open patient a candidate, exactly."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from trialsift.answers import Ask, Missing, Truth
from trialsift.chart import Chart
from trialsift.criteria import Criterion, FactTest, Trial, tests_of
from trialsift.evaluate import case_of, passes
from trialsift.evaluate.result import Case
from trialsift.evaluate.tree import result_of

_MOST_TESTS = 12  # of one criterion; a trial file with more open tests in one criterion asks the first twelve
_TRUTHS: tuple[Truth, ...] = ("yes", "no")

Supposed = Mapping[FactTest, Truth]


@dataclass(frozen=True, slots=True)
class _Open:
    """A criterion that is still open, and the tests whose answers could turn it."""

    criterion: Criterion
    tests: tuple[FactTest, ...]


def flip_list(trial: Trial, chart: Chart, on: dt.date) -> tuple[Ask, ...]:
    """Questions, each to somebody, that together could make every deciding criterion pass; as few tests as possible.

    A test that several criteria share is one question and has one answer.
    """
    case = case_of(chart, trial, on)
    open_ones = _still_open([item for item in trial.criteria if item.deciding], case)
    chosen = _fewest(open_ones, case)
    asked: dict[tuple[str, str], list[str]] = {}
    for item in open_ones:
        own = [test for test in chosen if test in item.tests]
        for gap in _gaps(item.criterion, own, case):
            asked.setdefault((gap.who, gap.question), []).append(item.criterion.id)
    return tuple(
        Ask(who=who, question=question, settles=tuple(dict.fromkeys(ids)))
        for (who, question), ids in asked.items()
    )


def fewest_tests(
    criteria: Sequence[Criterion], trial: Trial, chart: Chart, on: dt.date
) -> frozenset[FactTest]:
    """The smallest set of open tests by whose answers all those of the criteria could pass that can pass at all."""
    case = case_of(chart, trial, on)
    return _fewest(_still_open(criteria, case), case)


def _still_open(criteria: Sequence[Criterion], case: Case) -> list[_Open]:
    """What a file leaves out where notes are silent is not asked for; asked for elsewhere, its answer counts."""
    found = [(item, result_of(item.condition, case)) for item in criteria if item.condition]
    held = [(item, result.open_tests[:_MOST_TESTS]) for item, result in found if result.truth == "unknown"]
    asked = {test for _, tests in held for test in tests}
    return [
        _Open(item, tuple(dict.fromkeys((*tests, *(test for test in _leaves(item) if test in asked)))))
        for item, tests in held
    ]


def _leaves(criterion: Criterion) -> Iterator[FactTest]:
    return tests_of(criterion.condition) if criterion.condition else iter(())


def _fewest(items: Sequence[_Open], case: Case) -> frozenset[FactTest]:
    chosen: frozenset[FactTest] = frozenset()
    for group in _sharing(items):
        chosen |= _fewest_of_group(group, case)
    return chosen


def _sharing(items: Sequence[_Open]) -> list[list[_Open]]:
    """Groups of criteria that share tests, directly or through others; what shares none is decided by itself."""
    groups: list[list[_Open]] = []
    for item in items:
        near = [group for group in groups if any(set(item.tests) & set(other.tests) for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append([*(other for group in near for other in group), item])
    return groups


def _fewest_of_group(group: Sequence[_Open], case: Case) -> frozenset[FactTest]:
    """Search by size: no set need be larger than the criteria's own smallest sets together."""
    turned = [(item, least) for item in group if (least := next(_turning(item, case), None)) is not None]
    together = frozenset(test for _, least in turned for test in least)
    if len(turned) < 2:
        return together
    bound = sum(len(least) for _, least in turned)
    items = [item for item, _ in turned]
    found = _joined(items, [list(_turning(item, case, most=bound)) for item in items], case)
    return frozenset(found) if found is not None else together


def _joined(items: Sequence[_Open], choices: Sequence[Sequence[Supposed]], case: Case) -> Supposed | None:
    """The smallest answers that agree with one choice of every criterion, and by which all pass together."""
    best: Supposed | None = None
    waiting: list[tuple[int, Supposed]] = [(0, {})]
    while waiting:
        place, held = waiting.pop()
        if best is not None and len(held) >= len(best):
            continue
        if place < len(items):
            merged = (_merged(held, choice) for choice in reversed(choices[place]))
            waiting += [(place + 1, item) for item in merged if item is not None]
        elif all(_passes_with(item.criterion, held, case) for item in items):
            best = held
    return best


def _merged(held: Supposed, more: Supposed) -> Supposed | None:
    """Both, or None where they answer one test in two ways."""
    if any(held.get(test, truth) != truth for test, truth in more.items()):
        return None
    return {**held, **more}


def _turning(item: _Open, case: Case, *, most: int = _MOST_TESTS) -> Iterator[Supposed]:
    """Every set of answers to its tests by which a criterion passes, the smallest first."""
    for size in range(1, min(len(item.tests), most) + 1):
        for chosen in combinations(item.tests, size):
            for truths in product(_TRUTHS, repeat=size):
                supposed = dict(zip(chosen, truths, strict=True))
                if _passes_with(item.criterion, supposed, case):
                    yield supposed


def _passes_with(criterion: Criterion, supposed: Supposed, case: Case) -> bool:
    condition, with_answers = criterion.condition, replace(case, supposed=supposed)
    return condition is not None and passes(criterion, result_of(condition, with_answers).truth) is True


def _gaps(criterion: Criterion, tests: Iterable[FactTest], case: Case) -> list[Missing]:
    """What is missing for the chosen tests; the criterion's own question where it gives one."""
    found = [
        gap for test in sorted(tests, key=lambda item: item.line) for gap in result_of(test, case).missing
    ]
    if criterion.ask and found:
        return [
            Missing(what=criterion.id, silence=found[0].silence, who=found[0].who, question=criterion.ask)
        ]
    return found
