"""The day of a past event that its own sentence does not date: from the list item's year, or from an age."""

import datetime as dt
import re
from bisect import bisect_right

from dateutil.relativedelta import relativedelta

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence

_ITEM_YEAR = re.compile(r"(?:[-*•] ?|\(?\d{1,2}[.)] ?)?(?P<year>(?:19|20)\d\d)\b(?! ?(?:mg|ml|/))")
_FEW = 8  # sentences before one among which the head of its list item is looked for
_NEW_ITEM = re.compile(r"(?:[-*•] ?|\(?\d{1,2}[.)] )")
_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_AT_AGE = quick(
    r"\b(?:at (?:the )?age(?: of)?|aged?|when (?:she|he) was|when only|when|at)(?: about| around| only| just)? (?:(?P<age>\d{1,2})|"
    rf"(?P<tens>{'|'.join(_TENS)})(?: (?P<one>{'|'.join(_UNITS[:9])}))?|(?P<word>{'|'.join(reversed(_UNITS[4:]))}))\b"
    r"(?! ?(?:mg|mm|cm|%|am\b|pm\b|weeks|months|days|hours|hrs|h\b|o.?clock|:|/|[.,]\d|x\b|degrees|gy\b))",
    re.IGNORECASE,
)
# A time of life, and the age at which it is over.
_STAGES = (
    (
        quick(
            r"\bat birth\b|\b(?:as|in) (?:an? )?(?:newborn|neonate|infant|infancy|baby|toddler)\b",
            re.IGNORECASE,
        ),
        3,
    ),
    (
        quick(
            r"\b(?:as|in) (?:an? )?(?:little |small |young |early )?(?:child|childhood|kid|boy|girl|teenager|schoolboy|schoolgirl|adolescent|adolescence)\b|"
            r"\(?(?:child|childhood|infancy|as child)\)|\bchildhood (?!illness|home|friend|infection|asthma|eczema)|\bin primary school\b",
            re.IGNORECASE,
        ),
        17,
    ),
    (
        quick(
            r"\bwhile (?:he was |she was )?(?:still )?(?:at|in) (?:high |secondary )?school\b|\bwhen (?:he|she) was (?:still )?(?:at|in) (?:high |secondary )?school\b|"
            r"\b(?:last|final|first|second|third) year (?:of|at|in) (?:high |secondary )?school\b|\bas a schoolchild\b",
            re.IGNORECASE,
        ),
        20,
    ),
    (quick(r"\bas a student\b|\bat university\b", re.IGNORECASE), 30),
)
_IN_DECADE = quick(
    r"\b(?:in|during) (?:his|her|their|my) (?:early |mid |late )?(?P<decade>teens|twenties|thirties|forties|fifties|20s|30s|40s|50s)\b",
    re.IGNORECASE,
)
_DECADES = {
    "teens": 19,
    "twenties": 29,
    "thirties": 39,
    "forties": 49,
    "fifties": 59,
    "20s": 29,
    "30s": 39,
    "40s": 49,
    "50s": 59,
}
_YEARS_OLD = quick(
    r"\b(?P<age>[1-9]\d)[ -]?(?:year|yr|y/?o)s?\b(?! ago| back| later| clear)(?:[ -]old)?|"
    r"\b(?:patient|pt|man|woman|lady|gentleman|male|female|she is|he is|now),? aged (?P<aged>[1-9]\d)\b|\b(?:she|he) is (?:now )?(?P<is>[1-9]\d)\b(?! (?:kg|cm|weeks|years (?:post|out)))|"
    r"\b[Nn]ow (?P<now>[1-9]\d)\b(?= ?(?:[.,;)]|$))|"
    r"\b(?P<short>[1-9]\d) ?/? ?[MF]\b|\b(?P<slash>[1-9]\d) ?[Yy] ?/ ?[MF]\b|\b[Aa]ge(?: ?/ ?[Ss]ex)? ?[:=]? ?(?P<told>[1-9]\d)\b"
)
_BORN = quick(
    r"\b(?:dob|d\.o\.b\.?|date of birth|born|geb\.?|b\.) ?(?:on |in |:)? ?(?:[\w./-]{1,10}[ ./-]){0,2}?(?P<year>19\d\d|20[01]\d)\b",
    re.IGNORECASE,
)
_YEARS_AGO = quick(
    r"\b(?:(?:many|several|some|few|a (?:couple|number) of) )?years (?:ago|back|earlier|previously)\b|\blong (?:ago|time ago|time back)\b|\bin the (?:distant|remote) past\b|\bdecades ago\b|"
    r"\bremote\b|[>\u2265] ?(?:[2-9]|\d\d) ?(?:y|yrs?|years)\b|\bover (?:ten|twenty|thirty|\d\d) years (?:ago|back)\b",
    re.IGNORECASE,
)


def told_when(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    """The last day on which the event can have been, None when nothing tells.

    "2011 carcinoma of the breast. Wide local excision …" is the year of its list item; "at the age of
    twelve" of a 61-year-old is 49 years before the note, and "as a child" counts as seventeen,
    "many years ago" as more than two.
    """
    return (
        _item_year(reading, sentence)
        or _from_age(reading, sentence, mention)
        or _long_ago(reading, sentence, mention)
    )


def _long_ago(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    """The last day of "many years ago": more than two years back."""
    day = reading.note.note_date
    before = re.split("[,;.]", sentence.text[max(0, mention.at - 40) : mention.at])[-1]
    behind = re.split(
        r"[,;.](?! ?(?:many|several|some|few|a |years|long|decades))",
        sentence.text[mention.to : mention.to + 40],
    )[0]
    near = f"{before}{mention.words}{behind}"
    return day - relativedelta(years=2, days=1) if day and _YEARS_AGO.search(near) else None


def _item_year(reading: Reading, sentence: Sentence) -> dt.date | None:
    """The year at the head of the list item to which an undated sentence belongs."""
    to = bisect_right(reading.sentences, sentence.index, key=lambda item: item.index)
    for other in reversed(reading.sentences[max(0, to - _FEW) : to]):
        if other.block != sentence.block or sentence.index - other.index > 4:
            return None
        if (match := _ITEM_YEAR.match(other.text)) and _opens_line(reading, other):
            return dt.date(int(match["year"]), 12, 31) if other is not sentence else None
        if _NEW_ITEM.match(other.text):
            return None
    return None


def _opens_line(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stands first in its line: "(prim. 2021 T21-04, gr 2)" is broken at a stop and heads no item."""
    text, start = reading.note.text, sentence.starts[0]
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t*\u2022-")


def _from_age(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    near = sentence.text[max(0, mention.at - 60) : mention.to + 60]
    then, day = _age_then(near), reading.note.note_date
    now = _age_now(reading) if then is not None else None
    if then is None or now is None or day is None:
        return None
    return day - relativedelta(years=now - then) if then < now else None


def _age_then(near: str) -> int | None:
    """The age that a text names, or the one at which the time of life is over that it names."""
    if told := _AT_AGE.search(near):
        if told["age"]:
            return int(told["age"])
        if told["word"]:
            return _UNITS.index(told["word"].lower()) + 1
        ones = _UNITS.index(told["one"].lower()) + 1 if told["one"] else 0
        return _TENS[told["tens"].lower()] + ones
    if decade := _IN_DECADE.search(near):
        return _DECADES[decade["decade"].lower()]
    return next((age for stage, age in _STAGES if stage.search(near)), None)


def _age_now(reading: Reading) -> int | None:
    """The patient's age as the top of the note gives it."""
    head = reading.note.text[:1500].replace("\n", " ")
    if match := _YEARS_OLD.search(head):
        return int(next(filter(None, match.groups())))
    day = reading.note.note_date
    born = next((match for match in _BORN.finditer(head)), None)
    return day.year - int(born["year"]) - 1 if day and born else None
