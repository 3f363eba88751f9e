"""Numbers with units, through one registry (pint); laboratory units through the analyte vocabulary.

Lengths become millimetres, periods stay calendar periods or become days of at most so many.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from trialsift.criteria import Limit, Period, TimeUnit
from trialsift.packs.rules import Term

_PERIOD = re.compile(r"(?P<number>\d+)\s*(?P<unit>hour|day|week|month|year)s?", re.IGNORECASE)
_NORMAL = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*[x×*]?\s*(?P<end>U|L)LN", re.IGNORECASE)
_QUANTITY = re.compile(r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>\S.*)?")
# What the registry says of the units that trial files use most, so that it need not be loaded for them.
USUAL = {("mm", "mm"): 1.0, ("cm", "mm"): 10.0, ("ms", "ms"): 1.0, ("years", "years"): 1.0}
_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}  # lower bounds: "2 years" is at least 730 days
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@cache
def registry() -> Any:
    """The one unit registry. Loading it costs a third of a second, so it waits for the first quantity."""
    import pint

    return pint.UnitRegistry()


def period(text: str) -> Period:
    """ "6 months" as a calendar period. Raises ValueError for anything else."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        raise ValueError(
            f'"{text}" is no period. Write a whole number and hours, days, weeks, months or years.'
        )
    return Period(number=int(match["number"]), unit=cast("TimeUnit", match["unit"].lower() + "s"))


def days(text: str) -> float:
    """A period as days, months of 30 and years of 365."""
    found = period(text)
    if found.unit == "hours":
        return found.number / 24
    return float(found.number * _DAYS[found.unit])


def limit(text: str, *, unit: str, analyte: Term | None = None) -> Limit:
    """A limit of a trial file in the standard unit: mm, ms, years, days, an analyte's unit, or bare.

    "5 cm" gives 50, "150 µmol/L" of creatinine 150, "2.5 xULN" two and a half times the laboratory's
    upper limit, "1 xLLN" its lower limit. Raises ValueError where the unit is missing, unknown or of the wrong dimension.
    """
    if multiple := _NORMAL.fullmatch(text.strip()):
        if analyte is None:
            raise ValueError(f'"{text}": only laboratory values have a limit of normal.')
        upper = multiple["end"].upper() == "U"
        return Limit(
            number=float(multiple["number"]), unit=str(analyte.more["unit"]), times_uln=upper, times_lln=not upper, written=text
        )  # fmt: skip
    if analyte is not None:
        return _lab_limit(text, analyte)
    if unit == "days":
        return Limit(number=days(text), unit=unit, written=text)
    return _plain_limit(text, unit)


def _plain_limit(text: str, unit: str) -> Limit:
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is no number.')
    given = (match["unit"] or "").strip()
    if not given:
        if unit in {"mm", "ms"}:
            example = "20 mm" if unit == "mm" else "470 ms"
            raise ValueError(f'"{text}" has no unit. Write one, as in "{example}".')
        return Limit(number=float(match["number"]), unit=unit, written=text)
    if not unit:
        raise ValueError(f'"{text}": this field is a bare number.')
    return Limit(number=_converted(float(match["number"]), given, unit), unit=unit, written=text)


def _converted(number: float, given: str, unit: str) -> float:
    if factor := USUAL.get((given, unit)):
        return round(number * factor, 6)
    try:
        return float(round(registry().Quantity(number, given).to(unit).magnitude, 6))
    except Exception as error:  # pint has a family of errors without a common base worth naming
        if isinstance(error, KeyboardInterrupt | MemoryError):
            raise
        raise ValueError(f'"{given}" is no unit that can become {unit}.') from error


def _lab_limit(text: str, analyte: Term) -> Limit:
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise ValueError(f'"{text}" is no number.')
    units = cast("Mapping[str, str]", analyte.more.get("units", {}))
    given = folded(match["unit"] or "")
    known = {folded(name): float(factor) for name, factor in units.items()}
    if given not in known:
        shown = ", ".join(name for name in units if name) or "none"
        raise ValueError(f'{analyte.name}: unit "{given}" is not known. Known: {shown}; xULN or xLLN.')
    return Limit(
        number=round(float(match["number"]) * known[given], 6), unit=str(analyte.more["unit"]), written=text
    )


def folded(unit: str) -> str:
    """A unit as compared: lower case, µ and μ as u, no white space, no leading multiplication sign."""
    plain = unit.lower().replace("µ", "u").replace("μ", "u").replace(" ", "").replace("×", "x")
    return plain.removeprefix("x")
