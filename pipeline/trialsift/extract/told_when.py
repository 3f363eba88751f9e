"""The day of a past event that its own sentence does not date: from the list item's year, or from an age."""

import datetime as dt
import re

from dateutil.relativedelta import relativedelta

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence

_ITEM_YEAR = re.compile(r"(?:[-*•] ?|\(?\d{1,2}[.)] ?)?(?P<year>(?:19|20)\d\d)\b(?! ?(?:mg|ml|/))")
_NEW_ITEM = re.compile(r"(?:[-*•] ?|\(?\d{1,2}[.)] )")
_AT_AGE = quick(
    r"\b(?:at (?:the )?age of|aged?|when (?:she|he) was|at)(?: about| around)? (?P<age>\d{1,2}|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)\b(?! ?(?:mg|mm|cm|%|weeks|months))",
    re.IGNORECASE,
)
_IN_DECADE = quick(
    r"\b(?:in|during) (?:his|her|their) (?:early |mid |late )?(?P<tens>teens|twenties|thirties|forties|fifties|20s|30s|40s|50s)\b",
    re.IGNORECASE,
)
_TENS = {
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
_AS_CHILD = quick(
    r"\b(?:as|in) (?:an? )?(?:child|childhood|kid|infant|infancy|baby|boy|girl|teenager|schoolboy|schoolgirl)\b",
    re.IGNORECASE,
)
_YEARS_OLD = quick(
    r"\b(?P<age>[1-9]\d)[ -]?(?:year|yr|y/?o)s?\b(?! ago| back| later| clear)(?:[ -]old)?|"
    r"\b(?:she|he) is (?:now )?(?P<is>[1-9]\d)\b(?! (?:kg|cm|weeks|years (?:post|out)))|\b[Nn]ow (?P<now>[1-9]\d)\b(?= ?(?:[.,;)]|$))|"
    r"\b(?P<short>[1-9]\d) ?[MF]\b|\b(?P<slash>[1-9]\d) ?[Yy] ?/ ?[MF]\b"
)
_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        5,
    )
}
_GROWN = 18  # "as a child" is at the latest the year before


def told_when(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    """The last day on which the event can have been, None when nothing tells.

    "2011 carcinoma of the breast. Wide local excision …" is the year of its list item; "at the age of
    twelve" of a 61-year-old is 49 years before the note, and "as a child" counts as seventeen.
    """
    return _item_year(reading, sentence) or _from_age(reading, sentence, mention)


def _item_year(reading: Reading, sentence: Sentence) -> dt.date | None:
    """The year at the head of the list item to which an undated sentence belongs."""
    for other in reversed([item for item in reading.sentences if item.index <= sentence.index]):
        if other.block != sentence.block or sentence.index - other.index > 4:
            return None
        if match := _ITEM_YEAR.match(other.text):
            return dt.date(int(match["year"]), 12, 31) if other is not sentence else None
        if _NEW_ITEM.match(other.text):
            return None
    return None


def _from_age(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    near = sentence.text[max(0, mention.at - 60) : mention.to + 60]
    told, child = _AT_AGE.search(near), _AS_CHILD.search(near)
    now, day = _age_now(reading), reading.note.note_date
    decade = _IN_DECADE.search(near)
    if now is None or day is None or not (told or child or decade):
        return None
    words = told["age"].lower() if told else str(_TENS[decade["tens"].lower()]) if decade else str(_GROWN - 1)
    then = int(words) if words.isdigit() else _WORDS[words]
    return day - relativedelta(years=now - then) if then < now else None


def _age_now(reading: Reading) -> int | None:
    """The patient's age as the top of the note gives it."""
    match = _YEARS_OLD.search(reading.note.text[:1500].replace("\n", " "))
    return int(next(filter(None, match.groups()))) if match else None
