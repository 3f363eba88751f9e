"""What the numeric rules make of a criterion: a variable, a comparison as written, a number, a unit."""

from dataclasses import dataclass

from trialsift.draft.bounds import Op


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberCondition:
    """One bound of a criterion. alternative: one of several ways ("or"), or a special case's limit.

    unit is as written ("/mm3") or "xULN"; ages are in years, life expectancy in days, sizes in mm.
    """

    variable: str
    op: Op
    value: float
    unit: str
    alternative: bool = False
