"""Numbers as notes give them: exact, "less than 5", "0-1", or a limit that laboratories set differently."""

from dataclasses import dataclass
from math import inf

from trialsift.answers import Truth
from trialsift.criteria import Op


@dataclass(frozen=True, slots=True)
class Interval:
    """All values a statement leaves possible. below/above say whether the end itself is left out."""

    low: float
    high: float
    above: bool = False
    below: bool = False

    def times(self, factor: float) -> "Interval":
        """Every value multiplied, without the crumbs of binary fractions: 1.5 times 1.2 is 1.8."""
        return Interval(round(self.low * factor, 6), round(self.high * factor, 6), self.above, self.below)


def stated(number: float, comparator: str = "=") -> Interval:
    """A number with its comparator; "about 5" is anything within a tenth of 5."""
    if comparator == "~":
        return Interval(number * 0.9, number * 1.1)
    if comparator in {"<", "<="}:
        return Interval(-inf, number, below=comparator == "<")
    if comparator in {">", ">="}:
        return Interval(number, inf, above=comparator == ">")
    return Interval(number, number)


def compare(value: Interval, op: Op, limits: tuple[Interval, ...]) -> Truth:
    """Whether the comparison holds for every value left possible (yes), for none (no), or for some."""
    if op in {"between", "is"}:
        low, high = compare(value, "at_least", limits[:1]), compare(value, "at_most", limits[1:])
        return "no" if "no" in {low, high} else "yes" if (low, high) == ("yes", "yes") else "unknown"
    limit = limits[0]
    if op == "at_least":
        return _rising(value, limit, strict=False)
    if op == "more_than":
        return _rising(value, limit, strict=True)
    opposite = _rising(value, limit, strict=op == "at_most")
    return {"yes": "no", "no": "yes", "unknown": "unknown"}[opposite]  # type: ignore[return-value]


def _rising(value: Interval, limit: Interval, *, strict: bool) -> Truth:
    """value >= limit, or value > limit when strict."""
    sure = value.low > limit.high or (value.low == limit.high and (not strict or value.above or limit.below))
    never = value.high < limit.low or (value.high == limit.low and (strict or value.below or limit.above))
    return "yes" if sure else "no" if never else "unknown"
