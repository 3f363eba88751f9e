"""Days counted back from the visit: "three weeks post WLE", "s/p hysterectomy 6/52", "five weeks since she completed radiotherapy"."""

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.spelled import ONES
from trialsift.extract.timing import Period
from trialsift.extract.treatment_place import Place

_COUNTS = ONES[1:13]
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}) ?-?(?:(?P<unit>day|week|wk|month|mth|year|yr)s?\b|/ ?(?P<whole>7|52|12)\b)"
_UNITS = {
    "day": "days",
    "week": "weeks",
    "wk": "weeks",
    "month": "months",
    "mth": "months",
    "year": "years",
    "yr": "years",
    "7": "days",
    "52": "weeks",
    "12": "months",
}
# "Three weeks post", "five weeks since she completed", "4 months out from", right before the treatment's name.
_BEFORE_IT = quick(
    rf"\b{_COUNT} (?:now |down the line |further on |on )?(?:(?:(?<=line )|(?<=along )|(?<=on ))from\b|post\b|after\b|following\b|since\b|s/p\b|status post\b|(?:out|on|away|down) from\b|out of\b)"
    r"(?: ?-? ?op(?:erative(?:ly)?)?\b)?(?: ?(?:from|of|after|following|she|he|they|it|was|has|had|completing|completed|completion|finishing|finished|ending|end|the|her|his|their|this|last|final|"
    r"most recent|dose|cycle|course|fraction|session|discharge|having|having had|undergoing|a|an|successful|uneventful|uncomplicated|left|right|lt|rt|l|r|open|elective|"
    r"emergency|initial|first|:|,))* ?$",
    re.IGNORECASE,
)
_LEADS_IN = re.compile(
    r"(?:^|[.;:,(\-] ?|\b(?:now|currently|is|are|he.s|she.s|at|today|approx\w*|approximately|about|almost|nearly|just|over|roughly|around|some|been|pt|patient|gentleman|"
    r"lady|man|woman|seen|returns?|back|here|attends?|attending|comes|well|fine|recovering|progressing|only|barely|the|presents)[ :,~-]*)$",
    re.IGNORECASE,
)
# Something else happened so long after it, or is to happen: the count says nothing of today.
_EVENT = re.compile(
    r"\b(?:develop\w*|notic\w+|presented|presentation|recur\w*|relaps\w*|underwent|starte?d?|starting|commenc\w+|began|begin\w*|received|appear\w*|died|found|showed|revealed|admitted|was|were|had|"
    r"returned|progress(?:ed|ion)|metasta\w+|will|plan\w*|to (?:start|begin|have|return|see)|should|due|review|rtc|follow[ -]?up|appointment|until|scan|mri|ct|restaging|healed|reported|noted|"
    r"stopped|discharged)\b",
    re.IGNORECASE,
)
# "s/p hysterectomy 6 weeks", "WLE (6/52 post op)".
_AFTER_IT = re.compile(
    rf"^[ ,(:-]{{0,3}}(?:(?:now|about|approx\w{{0,8}}|some|nearly|just|over) |~ ?){{0,2}}{_COUNT}(?P<told> (?:ago|out|back|earlier|post(?: ?-? ?op\w*)?))?\)?"
    r"(?= ?(?:$|[.,;)]|now\b|and\b|with\b|well\b))",
    re.IGNORECASE,
)
_STATUS_POST = re.compile(r"(?:\bs/p|\bstatus post|\bpost|\bp/o)(?: (?:[\w-]+ ){0,3})?$", re.IGNORECASE)


def counted_back(place: Place) -> Period:
    """The day so long before the note, an empty period where nothing is counted from the visit."""
    anchor = place.reading.note.note_date
    if anchor is None or place.sentence.section == "plan":
        return Period()
    before, after = clause_of(place.sentence, place.mention)
    if found := _BEFORE_IT.search(before):
        ahead = before[: found.start()]
        if _LEADS_IN.search(ahead) and not _EVENT.search(ahead) and not _EVENT.search(after):
            return _one(anchor, found)
    found = _AFTER_IT.match(after)
    if found and (found["told"] or _STATUS_POST.search(before)):
        return _one(anchor, found)
    return Period()


def _one(anchor: dt.date, found: re.Match[str]) -> Period:
    count = found["count"].lower()
    number = int(count) if count.isdigit() else _COUNTS.index(count) + 1
    day = anchor - relativedelta(**{_UNITS[(found["unit"] or found["whole"]).lower()]: number})  # type: ignore[arg-type]
    return Period(None, day)
