"""Numbers with a comparison: "≥ 1500/mm3", "18-75 years", "50% or greater", "≤ ULN"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trialsift.draft.units import ULN, Unit, unit_at

Op = Literal[">=", ">", "<=", "<", "="]
OPS: dict[str, Op] = {"≥": ">=", "≤": "<=", ">": ">", "<": "<"}

_NUMBER = r"\d+(?:\.\d+)?"
_START = re.compile(
    rf"(?P<sign>[≥≤<>])\s*(?:\(\s*)?(?:(?:or\s+)?equal\s+to\s+)?(?:the\s+|an?\s+)*(?:ages?\s+(?:of\s+)?|score\s+of\s+|value\s+of\s+)?(?P<number>{_NUMBER})(?![\d^])|(?<![\w.^≥≤<>/-])(?P<bare>{_NUMBER})(?![\d^]|\.\d)|(?P<uln>[≥≤<>])\s*(?:the\s+)?(?={ULN})",
    re.IGNORECASE,
)
_TO = re.compile(
    rf"\s*(?P<joint>-|to|through|and|until)?\s*(?P<sign>[≥≤<>])?\s*(?P<number>{_NUMBER})(?![\d^]|\.\d)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:between|from|range\s+(?:of|from)?)\s*(?:the\s+)?(?:ages?\s+(?:of\s+)?)?$", re.IGNORECASE
)
_AFTER = re.compile(
    r"\s*(?:\+(?!\w)|(?:\(?(?:of\s+age|old)\)?)?,?\s*(?:\(inclusive\)\s*)?[(/]?\s*(?:or|and|of|&|/)\s*(?:(?P<more>older|greater|more|higher|above|over|better|up(?:wards?)?|≥|>(?!\s*\d)|beyond|longer|larger)|(?P<less>less|lower|below|under|younger|fewer|smaller|≤|worse))\b)",
    re.IGNORECASE,
)


# "Dose levels 1-3", "part 2": the number is a name.
_OF_A_NAME = re.compile(
    r"\b(?:dose\s+levels?|cohorts?|parts?|arms?|phases?|groups?|strat(?:um|a)|appendix|version)\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One comparison with a number. A range gives two bounds with the same start and end."""

    start: int
    end: int
    op: Op
    number: float
    unit: Unit
    than: str = ""  # "better", "worse": which way that is, the scale says


def bounds_in(text: str) -> tuple[Bound, ...]:
    """Every bound of a text in the spelling of `plain`; a number without any comparison is none."""
    found: list[Bound] = []
    at = 0
    while match := _START.search(text, at):
        made = tuple(_bounds_at(text, match)) or _special_case(text, match, found)
        found.extend(made)
        at = max([match.end(), *(bound.end for bound in made)])
    return tuple(_with_units(found))


def _bounds_at(text: str, match: re.Match[str]) -> Iterator[Bound]:
    start, sign = match.start(), match["sign"] or match["uln"] or ""
    if match["uln"]:
        unit = unit_at(text, match.end())
        yield Bound(start=start, end=unit.end, op=OPS[sign], number=1.0, unit=unit)
        return
    if match["bare"] and _OF_A_NAME.search(text, max(0, match.start() - 30), match.start()):
        return
    number = float(match["number"] or match["bare"])
    unit = unit_at(text, match.end())
    if made := _range(text, match, unit, number, sign):
        yield from made
    elif sign:
        yield Bound(start=start, end=unit.end, op=OPS[sign], number=number, unit=unit)
    elif after := _AFTER.match(text, unit.end):
        op: Op = "<=" if after["less"] else ">="
        unit = unit if unit.sort else unit_at(text, after.end())
        than = next((word for word in ("better", "worse") if after.group().lower().endswith(word)), "")
        yield Bound(start=start, end=max(after.end(), unit.end), op=op, number=number, unit=unit, than=than)


_SPECIAL = re.compile(
    r"[\s,;]*[(\[]?\s*(?:or|and|but)?\s*(?:(?:for|in|if|with)\b[^()≥≤<>\d.;]{0,60})?$", re.IGNORECASE
)


def _special_case(text: str, match: re.Match[str], found: list[Bound]) -> tuple[Bound, ...]:
    """ "≤ 3 x ULN (5 x ULN if liver metastases)": a second multiple has the comparison of the first."""
    unit = unit_at(text, match.end())
    if not match["bare"] or unit.sort != "uln" or not found or found[-1].unit.sort != "uln":
        return ()
    if not _SPECIAL.fullmatch(text[found[-1].end : match.start()]):
        return ()
    return (
        Bound(start=match.start(), end=unit.end, op=found[-1].op, number=float(match["bare"]), unit=unit),
    )


def _range(text: str, match: re.Match[str], unit: Unit, number: float, sign: str) -> tuple[Bound, ...]:
    """Both ends of "18 to 75 years"; "≥ 18 and ≤ 75" are two bounds that are found one by one."""
    to = _TO.match(text, unit.end)
    if not to or (sign and to["sign"]):
        return ()
    joint = (to["joint"] or "").lower()
    if not joint and not (to["sign"] == "≤" and _BETWEEN.search(text, 0, match.start())):
        return ()
    if joint == "and" and (sign or not _BETWEEN.search(text, 0, match.start())):
        return ()
    high = float(to["number"])
    last = unit_at(text, to.end())
    ages = unit.sort in ("days", "weeks", "months") and last.sort == "years"
    if (high <= number and not ages) or (last.sort and unit.sort and last.sort != unit.sort and not ages):
        return ()
    own = unit if unit.sort else last
    start = match.start()
    return (
        Bound(start=start, end=last.end, op=OPS[sign or "≥"], number=number, unit=own),
        Bound(
            start=start, end=last.end, op=OPS[to["sign"] or "≤"], number=high, unit=last if last.sort else own
        ),
    )


def _with_units(bounds: list[Bound]) -> Iterator[Bound]:
    """ "≥ 18 and ≤ 75 years": a bound without a unit has that of the bound that follows at once."""
    for bound, after in zip(bounds, [*bounds[1:], None], strict=False):
        if after and not bound.unit.sort and after.unit.sort and after.start - bound.end < 6:
            yield Bound(start=bound.start, end=bound.end, op=bound.op, number=bound.number, unit=after.unit)
        else:
            yield bound
