"""What a bound's unit is, and which units a variable can have."""

import re
from dataclasses import dataclass

# The upper limit of normal, in the wordings that follow or replace a number.
ULN = (
    r"(?:(?:the\s+|of\s+|its\s+)*(?:local\s+|specific\s+|laboratory\s+|lab\s+|institution(?:al|'?s)?\s+|institutions?\s+|site\s+|age[\s-]*(?:adjusted|specific|appropriate)?\s+|reference\s+|respective\s+)*"
    r"(?:\(?(?:\b|(?<=[xX]))[ILiN]?(?:ULNs?|UNL|ULRR|ULRI|ULRL)[a-e]?\b\)?|upper\s+(?:institutional\s+|laboratory\s+)?(?:limits?|levels?|range)\s+(?:of\s+)?(?:the\s+)?(?:(?:institutional|laboratory|local|reference)\s+)*(?:normal(?:ity|\s+range|\s+limits?)?|range)?|upper\s+normal\b(?:\s+(?:limit|range|level|value))?|upper\s+limit|(?:the\s+)?normal\s+upper\s+limit))"
)
TIMES_ULN = re.compile(
    rf"\s*(?:[xX*]|times|fold|-fold)?\s*(?:\(\s*[xX]\s*\))?\s*(?:[xX*]\s*)?{ULN}", re.IGNORECASE
)

_TIMES_NORMAL = re.compile(
    r"\s*(?:[xX*]|times|fold)\s*(?:the\s+|institutional\s+|laboratory\s+)*(?:(?i:normal)(?:\s+(?:values?|levels?))?|N)\b"
)

_UNIT = re.compile(
    r"\s*(?:"
    r"(?P<count>(?:x\s*)?10\^\d{1,2}\s*(?:cells?\s*)?(?:/|per\s+)\s*(?:L|l|liter|litre|[µu]L|[µu]l|mcL|mm\^?3|microliter)\b"
    r"|(?:K|k|G|Gpt|thou(?:sand)?s?)\s*(?:cells?\s*)?/\s*(?:L|l|[µu]L|[µu]l|mcL|mm\^?3|cumm|microliter)\b"
    r"|(?:cells?\s*|platelets?\s*|neutrophils?\s*|lymphocytes?\s*)?(?:/|per\s+)\s*(?:mm\^?[23]|mm\^|mm\b|[nN][lL]|cu\.?\s?mm|cubic\s+millimet(?:er|re)|[µuU][lL]|mcL|mcl|microlit(?:er|re)|micro\s?L|L|l|mL|ml|dL|dl|liter|litre)\b"
    r"|(?:cells?\s*)?mm\^?3\b|(?:x\s*)?10\^\d{1,2}|[KkG]\b)"
    r"|(?P<flow>m[lL]\s*(?:/|per\s+|\s)\s*(?:min(?:ute)?s?|m)\b\.?(?:\s*(?:/|per\s+)\s*1\.73\s*(?:m\^?2|sq\s?m|m\b)?)?|m[lL]\s*/\s*s(?:ec)?\b(?:\s*/\s*1\.73\s*m\^?2)?|milliliters?\s+per\s+minute)"
    r"|(?P<mass>(?:[gG]m?s?|grams?|milligrams?|mg|MG|[µu]g|mcg)\s*(?:/|per\s+|%)\s*(?:100\s*m[lL]|d[lL]|DL|deci?lit(?:er|re)|m[lL]\b|l(?:it(?:er|re))?|L)?(?:\b|(?<=d[lL])(?=[a-e]\b)))"
    r"|(?P<molar>(?:(?:[µu]|m|mc|micro|milli)\s?)?[mM]ol(?:es?)?\s*(?:/|per\s+)\s*(?:L|l|liter|litre)\b|[µum]M\b)"
    r"|(?P<activity>I?U\s*/\s*(?:L|l)\b|units?\s*/\s*L\b)"
    r"|(?P<time>milliseconds?|msecs?|ms\b|seconds?|secs?\b|s\b)"
    r"|-?(?P<years>(?:full\s+|completed\s+)?(?:years?|yrs?|y/?o|yo|y\.\s?o)\b)"
    r"|-?(?P<months>(?:calendar\s+)?months?\b|mos?\b)"
    r"|-?(?P<weeks>weeks?\b|wks?\b)"
    r"|-?(?P<days>days?\b)"
    r"|(?P<length>cm\b|mm\b|centimet(?:er|re)s?|millimet(?:er|re)s?)"
    r"|(?P<bmi>kg\s*/\s*m\^?2|kg\s+per\s+m\^?2)"
    r"|(?P<weight>kgs?\b|kilograms?|Kg\b|lbs?\b|pounds?)"
    r"|(?P<percent>%|percent\b|per\s?cent\b)"
    r")"
)


# "2 x baseline", "3-fold", "2 prior lines", "2 lesions": a number of something else.
_NO_BARE_NUMBER = re.compile(
    r"\s*(?:-?\s*(?:x|times|fold|lines?|lesions?|cycles?|doses?|courses?|weeks?|hours?|h|minutes?|occasions?|consecutive|separate|readings?|units?|mg|prior|previous|sites?|or\s+more\s+(?:prior|lines|lesions)|degrees?|points?|drinks?|cigarettes)\b|°)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit: its sort ("count", "uln" …, "" for none), as written, and where its words end."""

    sort: str
    written: str
    end: int


def unit_at(text: str, at: int) -> Unit:
    """The unit after a number; "" where none follows. A power of ten is part of a count's unit."""
    if match := TIMES_ULN.match(text, at) or _TIMES_NORMAL.match(text, at):
        return Unit(sort="uln", written="xULN", end=match.end())
    match = _UNIT.match(text, at)
    if not match and (other := _NO_BARE_NUMBER.match(text, at)):
        return Unit(sort="other", written=other.group().strip(), end=other.end())
    if not match or not match.lastgroup:
        return Unit(sort="", written="", end=at)
    return Unit(sort=match.lastgroup, written=_written(match.group()), end=match.end())


def _written(words: str) -> str:
    words = re.sub(r"^\s*x\s*(?=10\^)", "", words.strip())
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", words)).rstrip(".")


# "" among the sorts: the variable is written without a unit, within these bounds.
SORTS: dict[str, frozenset[str]] = {
    "age_years": frozenset({"years", "months", ""}),
    "ecog": frozenset({""}),
    "karnofsky": frozenset({"percent", ""}),
    "lansky": frozenset({"percent", ""}),
    "hemoglobin": frozenset({"mass", "molar", ""}),
    "anc": frozenset({"count", ""}),
    "wbc": frozenset({"count", ""}),
    "lymphocytes": frozenset({"count", ""}),
    "platelets": frozenset({"count", ""}),
    "bilirubin": frozenset({"mass", "molar", "uln", ""}),
    "alt": frozenset({"uln", "activity"}),
    "ast": frozenset({"uln", "activity"}),
    "alp": frozenset({"uln", "activity"}),
    "creatinine": frozenset({"mass", "molar", "uln", ""}),
    "creatinine_clearance": frozenset({"flow", ""}),
    "egfr": frozenset({"flow", ""}),
    "inr": frozenset({"uln", ""}),
    "pt": frozenset({"uln", "time"}),
    "aptt": frozenset({"uln", "time"}),
    "albumin": frozenset({"mass", ""}),
    "qtc_ms": frozenset({"time", ""}),
    "lvef_percent": frozenset({"percent", ""}),
    "life_expectancy_days": frozenset({"days", "weeks", "months", "years"}),
    "tumour_size_mm": frozenset({"length"}),
    "bmi": frozenset({"bmi", ""}),
    "weight_kg": frozenset({"weight"}),
}
# What a bare number can be.
BARE: dict[str, tuple[float, float]] = {
    "age_years": (1, 110),
    "ecog": (0, 5),
    "karnofsky": (10, 100),
    "lansky": (10, 100),
    "hemoglobin": (5, 160),
    "anc": (0.2, 10_000),
    "wbc": (0.5, 50_000),
    "lymphocytes": (0.1, 10_000),
    "platelets": (10, 1_000_000),
    "bilirubin": (0.5, 5),
    "creatinine": (0.5, 4),
    "albumin": (1.5, 60),
    "creatinine_clearance": (10, 150),
    "egfr": (10, 150),
    "inr": (0.8, 5),
    "qtc_ms": (380, 600),
    "lvef_percent": (15, 80),
    "bmi": (10, 60),
}


def fits(variable: str, sort: str, number: float) -> bool:
    """Whether a number of this sort of unit can be a bound of the variable."""
    if sort not in SORTS[variable]:
        return False
    if sort:
        return sort != "uln" or 0 < number <= 20
    low, high = BARE.get(variable, (0.0, 0.0))
    return low <= number <= high or (variable == "lvef_percent" and 0.2 <= number <= 0.8)
