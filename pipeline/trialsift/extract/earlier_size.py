"""Whether a size is one that the text quotes from an earlier examination."""

import datetime as dt
import re

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.quantities import Size, sizes_in
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading, Sentence

_BEFORE_PRIOR = quick(
    r"\b(?:prev(?:\.|iously|ious)?|prior(?! to)|former(?:ly)?|initial(?:ly)?|earlier|original(?:ly)?|baseline|compared (?:to|with)|comparison|versus|vs\.?|"
    r"last (?:scan|mri|ct|time|visit)|pre ?-?(?:treatment|operative|therapy|chemo\w*)|at diagnosis|outside (?:mri|ct|ultrasound|scan|imaging|hospital)|"
    r"(?:in|de)creased(?: in size)? from|reduced from|grown from|enlarged from|shrunk from|up from|down from|gone from|changed from)\b\.?[^;.]{0,45}$",
    re.IGNORECASE,
)
# A sentence about the older scan: "Previous outside film 46 mm, measured by us on the same image 52 mm".
_OF_OLDER_SCAN = re.compile(
    r"^\W*(?:(?:on|in|at) )?(?:the |an? )?(?:previous|prior|earlier|older?|outside|last|first|initial|baseline|comparison) (?:[\w/]+ ){0,2}?"
    r"(?:films?|scans?|mri?|ct|stud(?:y|ies)|imaging|images?|exam(?:ination)?|ultrasound|uss?|sonograph\w*)\b",
    re.IGNORECASE,
)
_WAS = re.compile(
    r"(?:\(|, |and |; )(?:it |this )?(?:was|had been|measured|had measured)(?: only)?(?: about| approximately)? ?$",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"\d ?(?:[cm]m ?)?\( ?(?:prev(?:\.|iously|ious)?|prior|formerly|was|before)?:? ?$", re.IGNORECASE
)
_MONTH_BEHIND = re.compile(
    r" (?:in|on|from) (?:(?:early|mid|late|last) )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_AFTER_PRIOR = re.compile(
    r"[^;.,\d(]{0,20}\b(?:previously|earlier|on (?:the )?(?:prior|previous|last|earlier)|at (?:diagnosis|baseline|presentation)|initially|ago|"
    r"last (?:year|month|week|time|spring|summer|autumn|winter)|"
    r"in (?:the )?(?:prior|previous|last|earlier))\b(?! ?\(?\d| measur)",
    re.IGNORECASE,
)
_NOW = re.compile(r"\b(?:(?:now|today|current(?:ly)?)\b[^;.]{0,25}|(?<!compared )to ?)$", re.IGNORECASE)
_NOW_ANYWHERE = re.compile(r"\b(?:now|today|current(?:ly)?|present(?:ly)?)\b", re.IGNORECASE)
# Behind a first size: "7 cm today against 9 cm in March".
_AGAINST = re.compile(r"\b(?:against|instead of|versus|vs\.?) ?$", re.IGNORECASE)
_WAS_FIRST = re.compile(
    r"(?:^|\b(?:it|this|which|that|lesion|mass|tumou?r|lump|sarcoma)|[:;,]) ?(?:was|had been|measured) ?(?:about |approx\.? )?$",
    re.IGNORECASE,
)
_SINCE_CHANGED = re.compile(r"\b(?:now|today|current(?:ly)?|measures)\b[^.;]{0,30}?\d", re.IGNORECASE)
_NOW_BEHIND = re.compile(
    r" ?[(,]? ?(?:now|today|currently|at present|on (?:today's|this|the current|the present)\b[^.;,\d]{0,12})\b(?! ?(?:is |it is |measur\w+ |at |of )?\d)",
    re.IGNORECASE,
)
# "60 mm in March, now 71 mm": the next size is the present one.
_THEN_NOW = re.compile(
    r"[^;.\d]{0,40}\b(?:now|today|currently) ?(?:is |it is |measur\w+ |at |of |about |approx\.? )*\d",
    re.IGNORECASE,
)
_DATED_BEHIND = re.compile(
    r" ?(?:on|in|at|by|dated|from|,|\() ?(?:the )?(?:(?:prior |outside |last )?(?:mri|scan|ct|ultrasound|us|uss|imaging) )?(?:in |of |on |from )?",
    re.IGNORECASE,
)
_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound"})
_SAME_SCAN = dt.timedelta(days=7)


# The report of an earlier operation that this one quotes.
_FILED = re.compile(
    r"\b(?:(?:file copy|copy) of|(?:previous|prior|earlier|old|original|outside|external|first) (?:\w+ ){0,2}(?:report|specimen|resection|excision|pathology|histology))\b",
    re.IGNORECASE,
)


def is_earlier(reading: Reading, sentence: Sentence, size: Size) -> bool:
    """Whether the words or the date beside a size make it that of an earlier scan."""
    text = sentence.text
    others = [other.to for other in sizes_in(text) if other.to <= size.at]
    before = text[max(0, size.at - 70, *others) : size.at]
    if (others and _AGAINST.search(before)) or _THEN_NOW.match(text, size.to):
        return True
    if _WAS_FIRST.search(text[: size.at]) and _SINCE_CHANGED.search(text, size.to):
        return True
    if _IN_BRACKETS.search(text[: size.at]) and (_shared(text, size) or _MONTH_BEHIND.match(text, size.to)):
        return True
    if _NOW.search(before) or _NOW_BEHIND.match(text, size.to):
        return False
    if _OF_OLDER_SCAN.match(text) and not _NOW_ANYWHERE.search(text, 0, size.at):
        return True
    if (
        _BEFORE_PRIOR.search(before)
        or (others and _WAS.search(text[: size.at]))
        or _AFTER_PRIOR.match(text, size.to)
    ):
        return True
    if _FILED.search(text[: size.at]) and _is_dated_earlier(reading, text[: size.at]):
        return True
    return reading.document in _IMAGING and (
        _is_dated_earlier(reading, before) or _is_dated_earlier(reading, _date_behind(text, size), opens=True)
    )


def _shared(text: str, size: Size) -> bool:
    """Whether the bracket ends with the number, so that one unit serves both: "6.6 (6.1) cm"."""
    return text[: size.to].endswith(("cm", "mm")) and ")" in text[size.at : size.to]


def _date_behind(text: str, size: Size) -> str:
    """The words from right behind a size on, in which its own date may open: "90 mm in March 2023"."""
    lead = _DATED_BEHIND.match(text, size.to)
    return text[lead.end() : lead.end() + 20] if lead else ""


def _is_dated_earlier(reading: Reading, words: str, *, opens: bool = False) -> bool:
    """Whether the words hold (or open with) a date more than a week before the report's own."""
    day = reading.note.note_date
    if day is None or not words:
        return False
    order = day_order(reading.note.text, day)
    orders: tuple[DayOrder, ...] = (order,) if order else ("dmy", "mdy")
    return all(
        any(
            item.last < day - _SAME_SCAN and not (opens and (item.at or _OF_THE_NEXT.match(words, item.to)))
            for item in dates_in(words, anchor=day, order=each)
        )
        for each in orders
    )


_OF_THE_NEXT = re.compile(r" ?(?:[:=-] ?)?\d")  # "7 cm (10/2024: 5 cm)"
