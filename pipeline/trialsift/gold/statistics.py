"""Shares with their uncertainty: a count is never shown without what it is out of."""

from dataclasses import dataclass
from math import sqrt

Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """hits out of total, with the 95 % interval of Wilson (1927); all None when total is 0."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """hits / total."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper end."""
        if not self.total:
            return None
        share, square = self.hits / self.total, Z * Z
        middle = (share + square / (2 * self.total)) / (1 + square / self.total)
        spread = share * (1 - share) / self.total + square / (4 * self.total * self.total)
        half = Z * sqrt(spread) / (1 + square / self.total)
        return max(middle - half, 0.0), min(middle + half, 1.0)

    def __str__(self) -> str:
        """ "0.900 (0.596 to 0.982) of 10"; "none" when there is nothing to count."""
        if self.value is None or self.interval is None:
            return "none"
        return f"{self.value:.3f} ({self.interval[0]:.3f} to {self.interval[1]:.3f}) of {self.total}"

    def plain(self) -> dict[str, float | int | None]:
        """The share for JSON, rounded to four places."""
        low, high = self.interval or (None, None)
        return {
            "hits": self.hits,
            "total": self.total,
            "value": _rounded(self.value),
            "low": _rounded(low),
            "high": _rounded(high),
        }


def f1(*, found: int, right: int, gold: int) -> float | None:
    """The harmonic mean of precision and recall, None when there is nothing to find and nothing found."""
    return 2 * right / (found + gold) if found + gold else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
