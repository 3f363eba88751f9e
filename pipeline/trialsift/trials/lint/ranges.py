"""The values that a number test leaves to those who pass, and how two such ranges stand to each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from trialsift.criteria import FieldTest
from trialsift.trials.lint.uses import Use, asked_of

_OPPOSITE = {"at_least": "less_than", "more_than": "at_most", "at_most": "more_than", "less_than": "at_least"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """low to high of one quantity; open ends are left out. use and test say where it was asked."""

    quantity: tuple[object, ...]
    low: float = -inf
    high: float = inf
    low_open: bool = False
    high_open: bool = False
    use: Use
    test: FieldTest

    @property
    def rises(self) -> bool | None:
        """True: only a lower end ("at least"), False: only an upper one, None: both."""
        if self.low > -inf and self.high < inf:
            return None
        return self.low > -inf

    def written(self) -> str:
        """ "more than 5 cm"."""
        limits = " and ".join(dict.fromkeys(item.written or f"{item.number:g}" for item in self.test.limits))
        return f"{self.test.op.replace('_', ' ')} {limits}"


def ranges_of(use: Use) -> Iterator[Range]:
    """One range a number test. A leaf of several tests that must fail leaves no single range."""
    if not use.wanted and len(use.test.tests) > 1:
        return
    for test in use.test.tests:
        if test.limits and (found := _range(use, test)):
            yield found


def _range(use: Use, test: FieldTest) -> Range | None:
    op = str(test.op) if use.wanted else _OPPOSITE.get(test.op, "")
    quantity = (*asked_of(use.test), test.field, test.limits[0].times_uln, test.limits[0].times_lln)
    first, last = test.limits[0].number, test.limits[-1].number
    if op in {"between", "is"}:
        return Range(quantity=quantity, low=first, high=last, use=use, test=test)
    if op in {"at_least", "more_than"}:
        return Range(quantity=quantity, low=first, low_open=op == "more_than", use=use, test=test)
    if op in {"at_most", "less_than"}:
        return Range(quantity=quantity, high=first, high_open=op == "less_than", use=use, test=test)
    return None


def apart(one: Range, other: Range) -> bool:
    """No value lies in both."""
    low, high = max(one.low, other.low), min(one.high, other.high)
    if low != high:
        return low > high
    lows = [item.low_open for item in (one, other) if item.low == low]
    highs = [item.high_open for item in (one, other) if item.high == high]
    return any(lows) or any(highs)


def differ_at_the_limit(one: Range, other: Range) -> bool:
    """The same limit in the same direction, in one with the value itself and in the other without."""
    lows = one.low == other.low > -inf and one.low_open != other.low_open
    highs = one.high == other.high < inf and one.high_open != other.high_open
    return lows or highs


def same_source(one: Range, other: Range) -> bool:
    """Whether one reading could be asked by both: a size on MRI and a size in the specimen are two."""
    left, right = set(one.use.test.sources), set(other.use.test.sources)
    return not left or not right or bool(left & right)
