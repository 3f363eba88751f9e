"""Limits on one quantity in two places: contradictory, differing at the limit itself, or one of them idle."""

from collections.abc import Iterator
from itertools import combinations

from trialsift.criteria import Trial
from trialsift.trials.lint.finding import Finding, between
from trialsift.trials.lint.ranges import Range, apart, differ_at_the_limit, ranges_of, same_source
from trialsift.trials.lint.uses import name_of, uses_of


def thresholds(trial: Trial) -> Iterator[Finding]:
    """Pairs of limits of one quantity that do not go together."""
    held = [found for item in trial.criteria for use in uses_of(item) for found in ranges_of(use)]
    for one, other in combinations(held, 2):
        if one.quantity == other.quantity and same_source(one, other):
            yield from _pair(one, other)


def _pair(one: Range, other: Range) -> Iterator[Finding]:
    criteria = (one.use.criterion, other.use.criterion)
    what = name_of(one.use.test)
    said = f"{what}: {criteria[0].id} says {one.written()}, {criteria[1].id} {other.written()}."
    both_needed = one.use.needed and other.use.needed
    if differ_at_the_limit(one, other):
        at = next(item.written or f"{item.number:g}" for item in one.test.limits)
        yield from between(
            criteria, "boundary", f"{said} At exactly {at} they disagree.", "Ask which holds, and write it in both."
        )  # fmt: skip
    elif both_needed and apart(one, other):
        yield from between(
            criteria, "contradiction", f"{said} No value satisfies both.", "Ask which of the two is meant."
        )
    elif both_needed and _overlap(one, other):
        yield from between(
            criteria, "overlap", f"{said} The looser one decides nothing.", "Keep the limit that is meant."
        )


def _overlap(one: Range, other: Range) -> bool:
    """Two different limits in the same direction in two criteria."""
    if one.rises is None or one.rises != other.rises:
        return False
    return (one.low, one.high) != (other.low, other.high)
