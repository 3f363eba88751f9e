"""Dates of documents, from file names and table columns: read when there is one reading, else not.

03/04/2024 is the third of April in one hospital and the fourth of March in the next, so it is
no date here; the note keeps none and says so.
"""

import datetime as dt
import re

from dateutil import parser

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_IN_NAME = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(?:19|20)\d\d([-_.])\d{1,2}\1\d{1,2}(?!\d)",
        r"(?<!\d)(?:19|20)\d{6}(?!\d)",
        r"(?<!\d)\d{1,2}([-_.])\d{1,2}\1(?:19|20)\d\d(?!\d)",
        rf"(?<![a-z0-9])\d{{1,2}}[-_. ]?{_MONTH}[-_. ]?(?:19|20)\d\d(?!\d)",
        rf"(?<![a-z0-9]){_MONTH}[-_. ]?\d{{1,2}}[-_. ,]+(?:19|20)\d\d(?!\d)",
    )
)
_YEAR_FIRST = re.compile(r"(\d{4})([/. ])(\d{1,2})\2(\d{1,2})(?!\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}-\d{1,2}-\d{1,2}(?!\d)")
_DEFAULTS = (dt.datetime(2001, 2, 3), dt.datetime(2004, 5, 6))


def date_in_name(stem: str) -> tuple[str, dt.date | None]:
    """The words of the date in a file name and the date they mean.

    "02_mri_2024-03-15" gives ("2024-03-15", 15 March 2024); ("", None) without a date;
    (words, None) for a date that is none, or can be read in two ways. An eight-digit number that is no
    calendar day is no date.
    """
    for pattern in _IN_NAME:
        for match in pattern.finditer(stem):
            words = match.group()
            found = written_date(re.sub(r"[-_. ,]+", "-", words))
            if found or not words.isdigit():
                return words, found
    return "", None


def written_date(words: str) -> dt.date | None:
    """The one date that these words can mean, None when there is none or more than one.

    ISO 8601 first; then any form that comes out the same with the day first and the month first
    and needs no part filled in. "15/03/2024" is a date, "03/04/2024" and "March 2024" are not, nor
    is "24-03-15", which may begin with its year.
    """
    words = _YEAR_FIRST.sub(r"\1-\3-\4", words.strip())
    if _SHORT_YEAR.match(words):
        return None
    if re.match(r"\d{4}-", words):
        return (
            _reading(words, False, _DEFAULTS[0]) if re.match(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)", words) else None
        )
    try:
        return dt.datetime.fromisoformat(words).date()
    except ValueError:
        pass
    readings = {_reading(words, day_first, default) for day_first in (True, False) for default in _DEFAULTS}
    return readings.pop() if len(readings) == 1 else None


def _reading(words: str, day_first: bool, default: dt.datetime) -> dt.date | None:
    try:
        return parser.parse(words, dayfirst=day_first, default=default).date()
    except (ValueError, OverflowError, TypeError):
        return None
