"""Performance status: "ECOG 0-1", "ECOG PS ≤ 2", "0, 1 or 2", "KPS > 60%", "Lansky ≥ 50"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialsift.draft.bounds import Bound, Op
from trialsift.draft.conditions import NumberCondition
from trialsift.draft.units import fits
from trialsift.draft.variables import Named

Placed = tuple[int, int, NumberCondition]

_SCALES = ("ecog", "performance", "karnofsky", "lansky")
_LIST = re.compile(
    r"(?P<lead>[^.;\n≥≤<>]{0,70}?)(?<![\w.])(?P<list>[0-5](?:(?:\s*(?:,|/|-|\bto\b|\bor\b|\band\b|&|\bthrough\b|;))+\s*(?:(?:a\s+)?(?:ECOG|PS|score|grade|status)\s*(?:of\s+)?)*(?:=\s*)?[0-5](?!\d|\.\d|\s?%))*)(?!\d|\s?%|\.\d|\s*(?:x|weeks?|months?|days?|years?|\^))",
    re.IGNORECASE,
)
_NO_LEAD = re.compile(
    r"\b(?:appendix|section|version|table|phase|cohort|day|cycle|arm|part|stratum|attachment|within|RECIST|v)\s*:?\s*$",
    re.IGNORECASE,
)
_WORSE = re.compile(
    r"\s*(?:or|and)\s+(?P<word>better|less|lower|below|worse|greater|higher|more|above)\b", re.IGNORECASE
)
_FARTHEST = 90  # characters
_WORST = {"ecog": 4, "karnofsky": 100, "lansky": 100}


def performance_in(text: str, names: Sequence[Named], bounds: Sequence[Bound]) -> Iterator[Placed]:
    """The performance bounds of a segment. A list from 0 up is "<=": 0 is the scale's end and says nothing."""
    scales = [name for name in names if name.variable in _SCALES]
    taken: list[tuple[int, int]] = []
    for number, name in enumerate(scales):
        if number + 1 < len(scales) and _JOINED.fullmatch(text[name.end : scales[number + 1].start]):
            yield from _shared(text, name, scales[number + 1], bounds)
            continue
        until = scales[number + 1].start if number + 1 < len(scales) else len(text)
        placed = [item for item in _after(text, name, until, bounds) if (item[0], item[1]) not in taken]
        if taken and _restates(text, taken[-1][1], name):
            placed = [(start, end, replace(condition, alternative=True)) for start, end, condition in placed]
        yield from placed
        taken.extend((start, end) for start, end, _ in placed)
    if not taken:
        yield from _before(scales, bounds)


_JOINED = re.compile(r"\s*(?:or|/|and/or)\s*", re.IGNORECASE)


def _shared(text: str, name: Named, after: Named, bounds: Sequence[Bound]) -> Iterator[Placed]:
    """ "Karnofsky or Lansky ≥ 60%": the bound of the second scale is the first's too."""
    if {name.variable, after.variable} == {"ecog", "karnofsky"}:  # "ECOG or Karnofsky status of 0-2"
        yield from _listed(text, name, len(text))
    if {name.variable, after.variable} != {"karnofsky", "lansky"}:
        return
    for start, end, condition in _after(text, after, len(text), bounds):
        yield start, end, replace(condition, variable=name.variable, alternative=True)


def _restates(text: str, end: int, name: Named) -> bool:
    """ "ECOG ≤ 2 (Karnofsky ≥ 60%)": the bracket says the same on another scale."""
    return bool(re.fullmatch(r"\s*[(\[,/]?\s*(?:or\s+|i\.?e\.?,?\s*)?(?:a\s+)?", text[end : name.start]))


def _after(text: str, name: Named, until: int, bounds: Sequence[Bound]) -> list[Placed]:
    stop = min(until, name.end + _FARTHEST)
    signed = [
        bound
        for bound in bounds
        if name.end <= bound.start < stop and not _other_word(text, name.end, bound.start)
    ]
    if signed and (found := _signed(name, signed)):
        return found
    if name.variable in ("ecog", "performance"):
        return _listed(text, name, until)
    return []


def _other_word(text: str, start: int, end: int) -> bool:
    return bool(re.search(r"[.;]\s+[A-Z]|\n|\bage[ds]?\b|\byears\b|\bexpectancy\b", text[start:end]))


def _signed(name: Named, bounds: Sequence[Bound]) -> list[Placed]:
    """The first bound of a fitting size, with its mate of the same range, and a second limit after "or"."""
    found: list[Placed] = []
    for bound in bounds:
        variable = _scale(name.variable, bound)
        if not variable or not fits(variable, bound.unit.sort, bound.number):
            continue
        if bound.than:
            bound = replace(bound, op="<=" if (variable == "ecog") == (bound.than == "better") else ">=")
        if found and bound.start - found[-1][1] > 25 and found[-1][0] != bound.start:
            break
        if _says_nothing(variable, bound):
            continue
        found.append((bound.start, bound.end, _condition(variable, bound)))
    return found


def _scale(variable: str, bound: Bound) -> str:
    if variable != "performance":
        return variable
    return "ecog" if bound.number <= 5 and not bound.unit.sort else "karnofsky"


def _says_nothing(variable: str, bound: Bound) -> bool:
    """≥ 0 on ECOG, ≤ 100 on Karnofsky: the end of the scale is no bound."""
    if variable == "ecog":
        return (bound.op == ">=" and bound.number == 0) or (
            bound.op == "<=" and bound.number >= _WORST["ecog"]
        )
    return bound.op == "<=" and bound.number == _WORST[variable]


def _condition(variable: str, bound: Bound) -> NumberCondition:
    return NumberCondition(variable=variable, op=bound.op, value=bound.number, unit=bound.unit.written)


def _listed(text: str, name: Named, until: int) -> list[Placed]:
    """ "0, 1 or 2" gives <= 2; "1-2" gives both ends; "2" alone gives =, "2 or less" gives <=."""
    match = _LIST.match(text, name.end, min(len(text), until + 1 if until < len(text) else len(text)))
    while match and _NO_LEAD.search(match["lead"] or ""):
        further = _LIST.match(text, match.end("list"), until)
        match = further
    if not match:
        return []
    digits = [int(digit) for digit in re.findall(r"[0-5]", re.sub(r"[A-Za-z]+", " ", match["list"]))]
    low, high = min(digits), max(digits)
    start, end = match.start("list"), match.end("list")
    if after := _WORSE.match(text, end):
        op: Op = ">=" if after["word"].lower() in ("worse", "greater", "higher", "more", "above") else "<="
        return [(start, after.end(), _ecog(op, high if op == "<=" else low))]
    if low == high:
        return [(start, end, _ecog("=", low))]
    ends = [] if low == 0 else [(start, end, _ecog(">=", low))]
    return ends if high >= _WORST["ecog"] else [*ends, (start, end, _ecog("<=", high))]


def _ecog(op: Op, value: int) -> NumberCondition:
    return NumberCondition(variable="ecog", op=op, value=float(value), unit="")


def _before(scales: Sequence[Named], bounds: Sequence[Bound]) -> Iterator[Placed]:
    """ "A score ≤ 1 on the ECOG scale": the bound stands before the only scale that is named."""
    for name in scales[:1]:
        near = [bound for bound in bounds if 0 <= name.start - bound.end < 40]
        yield from _signed(name, near)
