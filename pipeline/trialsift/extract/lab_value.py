"""The number behind an analyte's name: its unit, flag and printed limits, and what it is in the standard unit.

A number without a unit is read in the one unit in which it is plausible for a living adult; where two
units are (bilirubin 12 in umol/L or mg/dL), the printed reference range decides, and failing that the
value is kept without a unit.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from trialsift.extract.over_time import OTHER_NUMBER
from trialsift.extract.spelled import spelled
from trialsift.facts import Comparator, Lab
from trialsift.packs.rules import Term

_FILL = re.compile(
    r"(?:\b(?:(?:on|at) (?:admission|arrival|discharge|referral|baseline|presentation)|(?:pre|post) ?-?op(?:eratively)?)\b|"
    r",(?= at \d)|"
    r",(?= ?\d+(?:\.\d+)? ?(?:g/|gm|mg|umol|u/l|iu|k/|x ?10|10 ?[\^*(]|/|thou|%|ml/min))|[ :=|_~]|;(?=[<>\d])|\.{2,}|(?<=[a-z])\.(?= ?\d)|-(?=[ |\d])|#|,(?= ?t\b)|\bt(?=[ |]*\d)|\bno(?=\.[ |]*\d)|"
    r"\((?:total|tot|t|abs\.|segs? ?[+&] ?bands?|jaffe|enzymatic|serum|s|plasma|absolute|abs|auto|sgot|sgpt|c ?[-&/]? ?g|cockcroft(?:[ -]gault)?|ckd ?-?epi|mdrd|measured|"
    r"calculated|calc|estimated|est|repeat(?:ed)?|rechecked|random|today|fasting|24 ?-?h(?:ours?|rs?)?(?: urine)?)\)|"
    r"\((?:(?:c ?[-&/]? ?g|cockcroft(?:[ -]gault)?|(?:body )?(?:weight|wt|bw)|age)\b[ ,:=]*(?:\d{2,3}(?: ?(?:kg|y|yrs?|years?))?\b)?[ ,;]*){1,3}\)|\(\d{2,3} ?kg\)|"
    r"\((?:(?:the )?(?:19|20)\d\d |modified |on |by |using )?(?:biplane|simpson|teichholz|visual(?:ly)?|m ?-?mode|2 ?-?d|3 ?-?d|(?:trans ?-?thoracic )?echo(?:cardiogra(?:m|phy))?|tte|muga|cmr|mri|"
    r"ckd ?-? ?epi(?: 20\d\d)?|creatinine|cystatin c)(?:'s)?(?: (?:simpson(?:'s)?|method|formula|equation|estimate|scan))*\)|"
    r"in (?:the )?24 ?-?h(?:our|r)? urine\b|[*\u2191\u2193](?= ?\d)|"
    r"\b(?:(?:mildly|slightly|minimally|moderately|markedly|significantly|a little|just|still|remains?) ){0,2}(?:raised|elevated|low|reduced|borderline|deranged|high|normal|"
    r"satisfactory|acceptable|adequate|ok(?:ay)?|fine|good|stable|unchanged|in range|wnl)(?: at| \((?=[<>]? ?\d))|\b(?:estimation|auto|ser|approx\.?|roughly|remains?(?: at)?|stays at|still)\b|"
    r", ?(?:total|tot|ser|serum|plasma|estimated|ser/plas|(?:whole )?blood|absolute|abs|automated|auto|venous|poc|calculated|calc)\b|"
    r"\)(?=[ :=|.]*[<>]? ?\d)|\b(?:is|was|were|are|of|at|count|level|levels|value|total|tot|serum|plasma|abs|absolute|ct|conc|concentration|"
    r"today|now|currently|result|approximately|about|est\.?|calc\.?|estimated|calculated|measured|only|just|latest|at least(?! \d)|normal at|stable at|up to|down to|"
    r"(?:has |have |had )?(?:(?:down|up) ?)?(?:(?:trending|trended|dropped|dropping|drifted|drifting|fallen|falling|fell|declined|slipped|risen|rising|rose|increased|decreased|improved|crept|"
    r"recovered|gone|went|came|come|climbed|holding|held|hovering|sitting|sits|running|bumped|settled|back)(?: (?:up|down|back|off|steady|stable))?(?: (?:to|at|from|around))|"
    r"(?:(?:down|up) ?-?trending|trending (?:up|down)|reached|nadired|peaked|normali[sz]ed|bottomed|holding|back)(?: (?:up|down|back))?(?: (?:to|at|from))?|"
    r"a (?:touch|bit|little|shade) (?:up|down|high|low|raised) at|"
    r"'s))\b|"
    r"'s(?= \d)|\((?=[<>]? ?\d+(?:\.\d+)?(?: ?(?:(?:x ?)?10[*^(e\u00b3\u2079]|[a-z/%\u00b5\u03bc])[^()]{0,20}(?:\(\d\)[^()]{0,6}|\d\) ?/[^()]{1,6})?)?\))|[HL*](?= ))*+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<sign><=|>=|<|>|\u2264|\u2265|above|over|more than|greater than|below|under|less than|at least)? ?(?P<number>(?!10 ?(?:[*^]\d|\([369]\) ?/))\d+(?:\.\d+)?)(?![\d/]*\d*[/.-]\d{1,2}[/.-])"
    r"(?! ?-? ?(?:jan|feb|mar|apr|may(?= ?-?\d)|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)",
    re.IGNORECASE,
)
_FLAG = re.compile(
    r" ?\|? ?(?:\((?:H|L|HH|LL|high|low)\)|\b(?:H|L|HH|LL|high|low|N(?! ?[:=-]? ?\d)|A)\b|\*|\+{1,2}(?!\d))(?![\w/])",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"(?:(?P<low>\d+(?:\.\d+)?) ?(?:-|to|\u2013) ?(?P<high>\d+(?:\.\d+)?)|(?:<|<=|\u2264|up to|less than) ?(?P<most>\d+(?:\.\d+)?)|(?:>|>=|\u2265) ?(?P<least>\d+(?:\.\d+)?))"
)
_RANGE_LEAD = re.compile(
    r"[ |;(\[]*(?:(?:normal |ref(?:erence)? ?\.? ?)?(?:range|interval|limits?|values?)|ref(?:erence)?|normal|norm|rr|nr|ri|uln|n|nl)?[ :.=]*",
    re.IGNORECASE,
)
_UPPER_ONLY = re.compile(
    r"[ |;(\[,]*(?:uln|upper limit(?: of normal)?|limit of normal|ul)\b[ :=]*(?:is |of )?(?P<most>\d+(?:\.\d+)?)(?! ?-)",
    re.IGNORECASE,
)
_OTHER_UNIT = re.compile(
    r"(?![hl] ?/ ?[\u00b5\u03bcmu])(?:[a-z%]{1,6}|\*?10\^?\d{1,2}) ?/ ?(?:[a-z]{1,4}|\d)\b(?!/)"
)
_TIMES_LIMIT = re.compile(r" ?(?:x|times) ?(?:the )?(?:uln|upper limit)", re.IGNORECASE)
# "234.000/mm3": a continental point between thousands, where the unit counts single cells.
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
_SIGNS: Mapping[str, Comparator] = {
    "\u2264": "<=",
    "\u2265": ">=",
    "<": "<",
    ">": ">",
    "<=": "<=",
    ">=": ">=",
    "above": ">",
    "over": ">",
    "more than": ">",
    "greater than": ">",
    "below": "<",
    "under": "<",
    "less than": "<",
    "at least": ">=",
}
# A printed range before the value: "Haemoglobin (115-165) 101", "Hb 12.0 - 16.0 13.2".
_RANGE_FIRST = re.compile(
    r"[ |:]*(?P<open>[(\[])?(?:(?:latest )?(?:ref(?:erence)?\.?|normal)(?: range| interval)?[ :.]*)?(?P<low>\d+(?:\.\d+)?) ?- ?(?P<high>\d+(?:\.\d+)?)(?: [^ \d]{1,12})?"
    r"(?(open) ?[)\]])[ |:]+(?=[<>*]? ?\d+(?:\.\d+)?(?: ?[|(]| ?(?:10|x ?10|g|m|u|k|iu|%|/)|$))",
    re.IGNORECASE,
)
_RATIO = re.compile(r" ?(?:ratio|x\b)", re.IGNORECASE)
_NO_LIMITS = frozenset({"inr", "egfr"})  # told as more or less than a number without a unit
_SECONDS = frozenset({"pt", "aptt"})
_NOT_DONE = re.compile(
    r"(?:not (?:done|requested|available|back|recorded|sent|measured)|pending|awaited|haemolysed|hemolysed|n/?a\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A number read after an analyte's name, still in the unit as written ("" when none)."""

    number: float
    written: str
    unit: str
    sign: Comparator
    low: float | None
    high: float | None
    at: int
    to: int
    date: dt.date | None = None


def value_at(text: str, start: int, end: int, term: Term, *, told: str = "") -> Value | None:
    """The value that stands behind a name which ends at `start`, with nothing between but words that fill in.

    told is the unit that the heading of the row or column names.
    """
    name = text[max(0, start - 24) : start]
    at, unit_before, first = _to_the_number(text, start, end, term)
    number = _number(text, at, end)
    if number is None or OTHER_NUMBER.match(text, at) or _NOT_DONE.match(text, at):
        return None
    written, to, sign = number
    if _TIMES_LIMIT.match(text, to) or (term.id in _SECONDS and _is_no_time(text, to, written)):
        return None
    if term.id in _CELLS and _CROSSES.match(text, to):
        return None
    unit, to = unit_at(text, to, end, term)
    flag = _FLAG.match(text, to, end)
    if flag:
        to = flag.end()
        if not unit:
            unit, to = unit_at(text, to, end, term)
    low, high, range_unit = range_at(text, to, end, term)
    unit = unit or unit_before or told
    if sign != "=" and not unit and low is None and high is None and term.id not in _NO_LIMITS:
        return None
    if term.more.get("needs_unit") == "yes" and not (unit or range_unit or _SAYS_ITSELF.search(name)):
        return None
    if _IN_PERCENT.search(name) and unit != "%":
        return None
    if first:
        low, high = float(first["low"]), float(first["high"])
    return Value(
        number=_in_thousands(written, unit or range_unit, term), written=written, unit=unit or range_unit, sign=sign,
        low=low, high=high, at=at, to=to,
    )  # fmt: skip


_CELLS = frozenset({"neutrophils", "lymphocytes", "wbc"})
_CROSSES = re.compile(r"\+(?!\d)")  # "neutrophils 3+" of a smear


def _to_the_number(text: str, at: int, end: int, term: Term) -> tuple[int, str, re.Match[str] | None]:
    """Where the number begins, behind the unit and the limits that some forms and tables print before it."""
    unit, first = "", None
    for _ in range(_MOST_BEFORE):
        ranged = _RANGE_FIRST.match(text, at, end) if term.id != "lvef" and first is None else None
        if ranged:
            at, first = ranged.end(), ranged
            continue
        fill = _FILL.match(text, at, end)
        filled = fill.end() if fill else at
        told = _unit_first(text, at, end, term) or _unit_first(text, filled, end, term) if not unit else None
        if told is None:
            return filled, unit, first
        unit, at = told
    fill = _FILL.match(text, at, end)
    return fill.end() if fill else at, unit, first


_MOST_BEFORE = 3
_OPENS = re.compile(r"[ :|,]*[(\[]? ?(?:in )?")
_CLOSES = re.compile(r" ?[)\]]?(?=[ |:=.]*[<>]? ?\d| ?\| ?[HL*]? ?\|? ?\d| is \d)")


def _unit_first(text: str, at: int, end: int, term: Term) -> tuple[str, int] | None:
    """ "Hb (g/L): 118", "Platelets x10^9/L 301": the unit before its number, and where it ends."""
    opens = _OPENS.match(text, at, end)
    start = opens.end() if opens else at
    unit, to = unit_at(text, start, end, term)
    if unit in {"", "?", "%"} or not re.match(
        r"[a-z\u00b5\u03bc/]|x ?10|10 ?[\^*(e\u00b3\u2074\u2076\u2079]", text[start:to], re.IGNORECASE
    ):
        return None
    closes = _CLOSES.match(text, to, end)
    return (unit, closes.end()) if closes else None


def unit_of_name(text: str, at: int, end: int, term: Term) -> str:
    """The unit in a table's first column, behind the name: "Haemoglobin (g/L) | 112 | 105"."""
    opens = _OPENS.match(text, at, end)
    unit, _ = unit_at(text, opens.end() if opens else at, end, term)
    return "" if unit in {"?", "%"} else unit


# Names that need no unit to be a clearance, and the scan that is told in per cent only.
_SAYS_ITSELF = re.compile(
    r"\b(?:cr ?cl|creatinine clearance|c ?g clearance|cockcroft gault(?: clearance)?)$", re.IGNORECASE
)
_IN_PERCENT = re.compile(r"\bmuga(?: scan)?$", re.IGNORECASE)
_SHORTEST_S = 8  # seconds; less is a ratio, or physiotherapy


def _is_no_time(text: str, to: int, written: str) -> bool:
    return bool(_RATIO.match(text, to)) or float(written) < _SHORTEST_S


def _number(text: str, at: int, end: int) -> tuple[str, int, Comparator] | None:
    """A number in digits or in words, as digits, with its end and its comparator."""
    if match := _NUMBER.match(text, at, end):
        return match["number"], match.end(), _SIGNS.get((match["sign"] or "").lower(), "=")
    in_words = spelled(text, at)
    return (f"{in_words[0]:g}", in_words[1], "=") if in_words else None


def _in_thousands(written: str, unit: str, term: Term) -> float:
    single = cast("Mapping[str, str]", term.more.get("units", {})).get(unit) == "0.001"
    return float(written.replace(".", "") if single and _THOUSANDS.fullmatch(written) else written)


_RAISED = str.maketrans("\u00b3\u2074\u2076\u2079", "3469")
_GOES_ON = re.compile(r"[\w^*]")  # what a unit does not end before


def unit_at(text: str, at: int, end: int, term: Term) -> tuple[str, int]:
    """The unit spelled after a number, as the vocabulary spells it, and where it ends."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    rest = text[at:end]
    lead = re.match(r" ?[|;]? ?", rest)
    offset = lead.end() if lead else 0
    bare = rest[offset : offset + 24].lower().replace("\u03bc", "u").replace("\u00b5", "u").translate(_RAISED)
    squeezed = re.sub(r"(?<=[/^*]) | (?=[/^*])|(?<=10) (?=e ?\d)", "", bare)
    for unit in sorted(units, key=len, reverse=True):
        folded = unit.replace("\u03bc", "u").replace("\u00b5", "u")
        for candidate in (bare, squeezed, squeezed.removeprefix("x ").removeprefix("x")):
            if folded and candidate.startswith(folded) and not _GOES_ON.match(candidate, len(folded)):
                return unit, at + offset + _consumed(bare, folded)
    if bare.startswith("%") and "%" not in units:
        return "%", at + offset + 1
    if other := _OTHER_UNIT.match(bare):  # a unit that the analyte is not known in is not no unit
        return "?", at + offset + other.end()
    return "", at


def _consumed(text: str, unit: str) -> int:
    """How many characters of the text spell a unit when spaces and a leading x are passed over."""
    left = list(unit)
    for count, character in enumerate(text, 1):
        if left and character == left[0]:
            left.pop(0)
        if not left:
            return count
    return len(text)


def range_at(text: str, at: int, end: int, term: Term) -> tuple[float | None, float | None, str]:
    if only := _UPPER_ONLY.match(text, at, end):
        return None, float(only["most"]), unit_at(text, only.end(), end, term)[0]
    lead = _RANGE_LEAD.match(text, at, end)
    start = lead.end() if lead else at
    match = _RANGE.match(text, start, end)
    if match is None or (start == at and text[at : at + 1] not in " |(;["):
        return None, None, ""
    closed = match.end() + (text[match.end() : match.end() + 1] in {")", "]"})  # "0.53 (0.10-0.75) ukat/L"
    unit, _ = unit_at(text, closed, end, term)
    high = match["high"] or match["most"]
    low = match["low"] or match["least"]
    return float(low) if low else None, float(high) if high else None, unit


def standard(
    term: Term, number: float, unit: str, *, written: str, low: float | None = None, high: float | None = None
) -> Lab:
    """A value in the analyte's standard unit; without a unit where none was written and none can be told."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    chosen = unit if unit in units else _told_by_size(term, number, high) if not unit else None
    loinc = str(term.more["loinc"]) if "loinc" in term.more else None
    if chosen is None:
        return Lab(
            analyte=term.id,
            loinc=loinc,
            written=written,
            value=number,
            unit="%" if unit == "%" else None,
            uln=high,
            lln=low,
        )
    chosen = _not_impossible(term, number, chosen)
    if chosen is None:
        return Lab(analyte=term.id, loinc=loinc, written=written, value=number, unit=None, uln=high, lln=low)
    factor = float(units[chosen])
    return Lab(
        analyte=term.id, loinc=loinc, written=written, value=rounded(number * factor), unit=str(term.more["unit"]),
        uln=None if high is None else rounded(high * factor), lln=None if low is None else rounded(low * factor),
    )  # fmt: skip


def _not_impossible(term: Term, number: float, unit: str) -> str | None:
    """The unit, or none where nobody alive has so much; a haemoglobin of 79 "g/dL" is one in g/L."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    _, most = (float(str(limit)) for limit in cast("Sequence[str]", term.more.get("plausible", ("0", "inf"))))
    if number * float(units[unit]) <= most:
        return unit
    return "g/l" if term.id == "haemoglobin" and _LOW_G_L <= number <= _HIGH_G_L else None


_LOW_G_L, _HIGH_G_L = 30, 240


def _told_by_size(term: Term, number: float, high: float | None) -> str | None:
    """The one unit in which a bare number is plausible; among several, the one that fits the printed limit."""
    units = cast("Mapping[str, str]", term.more.get("units", {}))
    least, most = (
        float(str(limit)) for limit in cast("Sequence[str]", term.more.get("plausible", ("0", "inf")))
    )
    for unit, (low, top) in cast("Mapping[str, tuple[str, str]]", term.more.get("bare", {})).items():
        if float(low) <= number <= float(top) and (high is None or float(low) <= high <= float(top)):
            return unit
    for unit, (low, top) in cast("Mapping[str, tuple[str, str]]", term.more.get("limit", {})).items():
        if high is not None and float(low) <= high <= float(top):
            return unit
    factors: dict[float, str] = {}
    told_only = cast("Sequence[str]", term.more.get("told_only", ()))
    for unit, factor in units.items():
        values = [number] if high is None else [number, high]
        fits = all(least <= value * float(factor) <= most for value in values)
        if fits and unit not in told_only:
            factors.setdefault(float(factor), unit)
    return next(iter(factors.values())) if len(factors) == 1 else None


def rounded(number: float) -> float:
    return float(f"{number:.6g}")
