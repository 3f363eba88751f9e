"""The one date parser of the notes: written dates, partial dates and relative ones.

Numeric dates need a day order. It is taken from the note: a date that only one order allows, or one
that gives the note's own date. Where nothing tells, "06/07/2023" is no date at all: it is not guessed.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta

from trialsift.extract.quick import quick

DayOrder = Literal["dmy", "mdy"]
Precision = Literal["day", "month", "year"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
         "aug august", "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?: ?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>(?:19|20)\d{2})\b"
_PATTERNS = tuple(
    quick(rf"(?:(?<![\w./-])|(?<=\b(?:mid|end)-)){pattern}(?![\w-])", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<year>\d{4}|\d{2})",
        rf"{_DAY}(?: of)?[ -]{_MONTH},?[ -]?(?:{_YEAR}|(?P<short>'?\d{{2}}\b(?! ?(?:{'|'.join(name for name in _MONTHS if len(name) == 3)}))))",
        rf"{_MONTH} ?{_DAY},? ?{_YEAR}",
        rf"{_DAY}(?: of)?[ -]{_MONTH}",
        rf"{_MONTH} ?{_DAY}(?!\d| ?%)",
        rf"{_MONTH},? ?{_YEAR}",
        r"(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d{2})",
        r"(?P<a>[0-3]?\d)/(?P<b>[01]?\d)(?!/)",
        _YEAR,
        rf"(?:in|since|until|of|last) {_MONTH}(?!,? ?'?\d)",
        rf"(?<!\d )\({_MONTH}\)(?! ?\d)",
        rf"{_MONTH} ?['-](?P<short>\d{{2}})",
        rf"(?P<day>[0-3]?\d) ?(?P<month>{'|'.join(name for name in _MONTHS if len(name) == 3)}){_YEAR}",
        rf"(?:{_DAY}(?: of)?[ -])?{_MONTH},? (?:of )?(?P<of_year>this|last) year",
        r"(?:in|since|from|until|till|to|of|early|late|mid|circa|around) (?P<short>'\d{2})",
        # Month and year of two digits: a nought in front, or a word that leads to a date, tells it from a score.
        r"(?P<month>0[1-9])/(?P<late>\d{2})",
        r"(?:in|since|from|until|till|completed|finished|stopped|started) (?P<month>[1-9]|1[0-2])/(?P<late>\d{2})",
        r"(?P<iso>(?:19|20)\d{2})[-/](?P<month>0[1-9]|1[0-2])(?!/)",
        r"(?P<short>'\d{2})",
        r"in (?P<short>[6-9]\d)(?= ?(?:[.,;)]|$))",
        r"(?:date|dated|on|since|from|until|to|started|stopped) ?:? ?(?P<year>(?:19|20)\d{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
    )
)
_LATEST_SHORT = 60  # "60" and later are of the last century
_NAMES_A_MONTH = quick(_MONTH, re.IGNORECASE)
_IN_NUMBERS = tuple(pattern for pattern in _PATTERNS if _MONTH not in pattern.pattern.pattern)
# One of these stands in every date and range that is written in figures.
_FIGURES = re.compile(r"(?:19|20)\d\d|\d[-/.]\d|'\d|\b[Ii]n [6-9]\d\b")
# The first day of a range leaves its year to the second: "05/15-07/24/2023"; years may be a range too: "2018-2021".
_DAY_RANGE = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})\.? ?[-\u2013] ?(?P<c>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})(?![\w/])"
)
_YEAR_RANGE = re.compile(
    r"(?<![\w./-])(?P<first>(?:19|20)\d\d) ?[-\u2013/] ?(?P<last>(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
)
# The months of a range share the year behind the second: "Feb-Jun 2017", "between January and March 2021".
_MONTH_RANGE = quick(
    rf"(?<![\w./-]){_MONTH.replace('<month>', '<first>')}(?: ?(?:-|/|>|\u2192|to|till|until|through|and|&) ?| ){_MONTH}(?:,? ?(?:of )?(?:{_YEAR}|(?P<short>'\d{{2}}|[12]\d(?= ?[).;,]| ?$)))|"
    rf"(?P<bare> ?(?=[).;,]|$)))",
    re.IGNORECASE,
)
_SHORT_RANGE = re.compile(
    r"(?<![\w./-])(?P<a>0?[1-9]|1[0-2])/(?P<first>\d\d) ?(?:-|~|to|till|until|through|>|->|\u2192) ?(?P<b>0?[1-9]|1[0-2])/(?P<last>\d\d)(?![\w/-])"
)
# The dash of a range that touches both its dates is no part of either.
_DASHED = re.compile(r"\d-")
_TOUCHING = re.compile(
    rf"(\d[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|(?:19|20)\d\d[/.]\d{{1,2}}[/.]\d{{1,2}}(?=-(?:19|20)\d\d[/.])|\d/\d{{4}}|(?<![\d/])\d{{1,2}}/\d\d(?=-\d{{1,2}}/\d\d(?![\d/]))|"
    rf"(?:{'|'.join(_MONTHS)})\.?[ ,'-]{{0,2}}\d{{2,4}})-(?=(?:19|20)\d\d[/.]\d|\d{{1,2}}[/.]\d|\d{{0,2}} ?(?:{'|'.join(_MONTHS)}))",
    re.IGNORECASE,
)
_NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
         "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"], 1)
} | {"a": 1, "an": 1, "few": 3, "several": 5, "couple of": 2, "thirty": 30, "forty": 40, "fifty": 50}  # fmt: skip
_VAGUE = frozenset({"few", "several", "couple of"})
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(sorted(_NUMBER_WORDS, key=len, reverse=True)) + ")"
_UNIT = r"(?P<unit>day|week|wk|month|mth|mo|year|yr|decade|y|w)s?"
_AGO = quick(
    rf"\b(?:a )?(?:{_COUNT} ?\+? ?(?:and a half )?{_UNIT}|(?P<parts>\d{{1,2}}) ?/ ?(?P<whole>7|12|52)) (?:ago|back|previously|earlier|prior|before)\b|"
    r"\b(?P<years>\d{1,2}) ?(?:YA|ya|y\.a\.|y/a)(?!\w)",
    re.IGNORECASE,
)
_PARTS = {"7": "day", "52": "week", "12": "month"}  # 2/7, 2/52, 2/12: two days, weeks, months
_LAST = quick(
    r"(?<!\blater )(?<!\bend of )(?<!\bearly )\b(?:(?P<which>last|this|past) (?P<unit>week|month|year)|(?P<before>week|month|year) before last)\b(?! (?:of|at|in) (?:\w+ )?(?:school|college|"
    r"university|"
    r"training|life))",
    re.IGNORECASE,
)
_DAY_WORD = quick(
    r"\b(?P<word>today|this morning|(?:the )?day before yesterday|yesterday|last (?:night|evening))\b",
    re.IGNORECASE,
)
_THAT_DAY = {"today": 0, "this morning": 0, "yesterday": 1, "last night": 1, "last evening": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = quick(
    rf"\b(?:last|past|(?P<on>on)) (?P<weekday>{'|'.join(_WEEKDAYS)})(?:[a-z]*day)?\b|"
    r"\b(?:(?:over|at|during) the(?: last| past)?|last) (?P<end>weekend)\b",
    re.IGNORECASE,
)
_TENS = {
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
    "noughties": 2000,
}
_DECADE = quick(
    rf"\bthe (?:early |mid |late )?(?:(?P<tens>{'|'.join(_TENS)})|(?P<first>(?:19[5-9]|20[0-2])0) ?'?s|'?(?P<short>[5-9]0) ?'?s)\b",
    re.IGNORECASE,
)
_POSTOPERATIVE = quick(
    r"\b(?:(?P<post>POD|post ?-?op(?:erative)? day) ?#? ?|day )(?P<count>\d{1,3})(?P<after> (?:post|after|following)\b)?",
    re.IGNORECASE,
)
_AGO_PRECISION: dict[str, Precision] = {"days": "day", "weeks": "day", "months": "month", "years": "year"}
_UNIT_NAMES = {
    "day": "days",
    "week": "weeks",
    "wk": "weeks",
    "month": "months",
    "mth": "months",
    "mo": "months",
    "w": "weeks",
    "y": "years",
    "year": "years",
    "yr": "years",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date at at..to of a text; date is the first day of what was said, last its last day.

    "2012" is 2012-01-01 to 2012-12-31 with precision year.
    """

    at: int
    to: int
    date: dt.date
    last: dt.date
    precision: Precision = "day"


# Both begin with the digit itself, which a search skips to.
_NUMERIC = re.compile(r"(\d(?<![\d/.]\d)\d?)[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\d/])")
_DOTTED = re.compile(r"\d(?<![\w.]\d)\d?\.(?:0?[1-9]|1[0-2])\.(?:\d{4}|[0-4]\d)\b(?!\.\d)")


@lru_cache(maxsize=8)  # every kind asks it of the same note
def day_order(text: str, note_date: dt.date | None) -> DayOrder | None:
    """Whether a note writes 31/12 or 12/31: from dates only one order allows, else from its own date."""
    pairs = _NUMERIC.findall(text)
    day_first = sum(int(a) > 12 >= int(b) > 0 for a, b, _ in pairs)
    month_first = sum(int(b) > 12 >= int(a) > 0 for a, b, _ in pairs)
    if day_first != month_first:
        return "dmy" if day_first > month_first else "mdy"
    if note_date:
        for a, b, year in pairs:
            if int(year) in {note_date.year, note_date.year % 100}:
                if (int(a), int(b)) == (note_date.day, note_date.month):
                    return "dmy"
                if (int(b), int(a)) == (note_date.day, note_date.month):
                    return "mdy"
    return "dmy" if _DOTTED.search(text) else None


def dates_in(text: str, *, anchor: dt.date | None = None, order: DayOrder | None = None) -> list[Dated]:
    """Every date in a text, in text order. anchor (the note's date) dates what has no year or is relative.

    A day and month without a year is the last one on or before the anchor, or within three months after; what is told
    as past is never after it.
    """
    if _DASHED.search(text):
        text = _TOUCHING.sub(r"\1~", text)
    found = [
        *_ranges(text, order),
        *_month_ranges(text, anchor, order),
        *_decades(text),
        *_written(text, anchor, order),
        *(_relative(text, anchor) if anchor else ()),
    ]
    kept: list[Dated] = []
    for dated in sorted(found, key=lambda item: (item.at - item.to, item.at)):
        if all(dated.to <= other.at or other.to <= dated.at for other in kept):
            kept.append(dated)
    return sorted(kept, key=lambda item: item.at)


def _ranges(text: str, order: DayOrder | None) -> Iterator[Dated]:
    """Both ends of a range whose first end lacks its year, and of a range of years; each as long as the whole range."""
    if not _FIGURES.search(text):
        return
    for match in _DAY_RANGE.finditer(text):
        year = int(match["year"]) if len(match["year"]) == 4 else 2000 + int(match["year"])
        parts = match.groupdict()
        ends = [_day_and_month({"a": parts[a], "b": parts[b]}, order) for a, b in ("ab", "cd")]
        days = [_day_of(year, month, day) for day, month in ends]
        if days[0] and days[1]:
            first = days[0] if days[0] <= days[1] else days[0].replace(year=year - 1)
            yield Dated(at=match.start(), to=match.end("b"), date=first, last=first)
            yield Dated(at=match.start("c"), to=match.end(), date=days[1], last=days[1])
    for match in _YEAR_RANGE.finditer(text):
        begin = int(match["first"])
        end = int(match["last"]) if len(match["last"]) == 4 else begin // 100 * 100 + int(match["last"])
        if begin < end <= begin + 60:
            yield Dated(
                at=match.start(),
                to=match.end("first"),
                date=dt.date(begin, 1, 1),
                last=dt.date(begin, 12, 31),
                precision="year",
            )
            yield Dated(
                at=match.start("last"),
                to=match.end(),
                date=dt.date(end, 1, 1),
                last=dt.date(end, 12, 31),
                precision="year",
            )


def _month_ranges(text: str, anchor: dt.date | None, order: DayOrder | None) -> Iterator[Dated]:
    """Both ends of "Feb-Jun 2017" and, where 23 can be no day of a month, of "03/23 - 06/23"."""
    for match in _MONTH_RANGE.finditer(text):
        one, two = (_MONTHS[match[name].lower()] for name in ("first", "month"))
        year = _year(match.groupdict())
        if year is None and anchor:
            year = anchor.year - (two > anchor.month)
        if year:
            yield _month(match.start("first"), match.end("first"), year - (one > two), one)
            yield _month(match.start("month"), match.end(), year, two)
    for match in _SHORT_RANGE.finditer(text):
        first, last = int(match["first"]), int(match["last"])
        if 12 < first <= last <= _LATEST_SHORT and order != "mdy":
            yield _month(match.start("a"), match.end("first"), 2000 + first, int(match["a"]))
            yield _month(match.start("b"), match.end("last"), 2000 + last, int(match["b"]))


def _month(at: int, to: int, year: int, month: int) -> Dated:
    first = dt.date(year, month, 1)
    last = first + relativedelta(months=1, days=-1)
    return Dated(at=at, to=to, date=first, last=last, precision="month")


def _decades(text: str) -> Iterator[Dated]:
    """ "In the nineties", "the late 1980s": ten years."""
    for match in _DECADE.finditer(text):
        tens = _TENS[match["tens"].lower()] if match["tens"] else int(match["first"] or f"19{match['short']}")
        yield _span(match, dt.date(tens, 1, 1), dt.date(tens + 9, 12, 31), "year")


def _day_of(year: int, month: int | None, day: int | None) -> dt.date | None:
    try:
        return dt.date(year, month, day) if month and day else None
    except ValueError:
        return None


def _written(text: str, anchor: dt.date | None, order: DayOrder | None) -> Iterator[Dated]:
    for pattern in _PATTERNS if _NAMES_A_MONTH.search(text) else _IN_NUMBERS if _FIGURES.search(text) else ():
        for match in pattern.finditer(text):
            dated = _dated(match, anchor, order)
            if dated:
                yield dated


def _dated(match: re.Match[str], anchor: dt.date | None, order: DayOrder | None) -> Dated | None:
    parts = match.groupdict()
    day, month = _day_and_month(parts, order)
    year = _year(parts, anchor)
    if (month is None and (year is None or parts.get("a"))) or _is_no_month(parts, month, order):
        return None
    try:
        if year is None:
            return _without_year(match, day, month, anchor)
        if month is None:
            return _span(match, dt.date(year, 1, 1), dt.date(year, 12, 31), "year")
        if day is None:
            return _month(match.start("iso" if parts.get("iso") else "month"), match.end(), year, month)
        return _span(match, dt.date(year, month, day), dt.date(year, month, day), "day")
    except ValueError:
        return None


def _is_no_month(parts: dict[str, str | None], month: int | None, order: DayOrder | None) -> bool:
    """Whether "09/12" may be a day, and "2011-12" two years."""
    if late := parts.get("late"):
        return not 12 < int(late) <= _LATEST_SHORT or order == "mdy"
    iso = parts.get("iso")
    return bool(iso and month and month > int(iso) % 100)


def _day_and_month(parts: dict[str, str | None], order: DayOrder | None) -> tuple[int | None, int | None]:
    if parts.get("a") and parts.get("b"):
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        if not a or not b:
            return None, None
        if a > 12 or order == "dmy" or a == b:
            return a, b
        return (b, a) if b > 12 or order == "mdy" else (None, None)
    month = parts.get("month")
    written = parts.get("day")
    day = int(written) if written else None
    return day, (int(month) if month.isdigit() else _MONTHS[month.lower()]) if month else None


def _year(parts: dict[str, str | None], anchor: dt.date | None = None) -> int | None:
    if which := parts.get("of_year"):
        return anchor.year - (which.lower() == "last") if anchor else None
    short = (parts.get("short") or "").lstrip("'")
    written = parts.get("year") or parts.get("iso") or parts.get("late") or short
    if not written:
        return None
    year = int(written)
    return year if year > 99 else year + (2000 if year < 60 else 1900)


# "She had an operation in May": what has been is not ahead.
_IS_PAST = re.compile(
    r"\b(?:had|transfused|underwent|undergone|received|developed|completed|finished|suffered|sustained|"
    r"(?:was|were|been) (?:treated|operated|diagnosed|admitted|given|excised|resected|removed|taken|cut|shelled|found|noted))\b"
    r"(?:(?!\b(?:will|to|plan\w*|booked|scheduled|listed|due|next|until|await\w*|is|are|starts?|begins?|commences?|and|if|for)\b)[^.;]){0,60}\Z",
    re.IGNORECASE,
)


def _without_year(
    match: re.Match[str], day: int | None, month: int | None, anchor: dt.date | None
) -> Dated | None:
    if anchor is None or month is None:
        return None
    behind = match.group().lower().startswith(("since", "last")) or _IS_PAST.search(
        match.string, max(0, match.start() - 90), match.start()
    )
    latest = anchor if behind else anchor + relativedelta(months=3)
    year = next(
        year
        for year in (anchor.year + 1, anchor.year, anchor.year - 1)
        if dt.date(year, month, day or 1) <= latest
    )
    first = dt.date(year, month, day or 1)
    last = first if day else first + relativedelta(months=1, days=-1)
    return _span(match, first, last, "day") if day else _month(match.start("month"), match.end(), year, month)


def _relative(text: str, anchor: dt.date) -> Iterator[Dated]:
    for match in _AGO.finditer(text):
        count = (match["count"] or match["parts"] or match["years"]).lower()
        number = int(count) if count.isdigit() else _NUMBER_WORDS[count]
        written = match["unit"].lower() if match["unit"] else _PARTS.get(match["whole"] or "", "year")
        number, written = (number * 10, "year") if written == "decade" else (number, written)
        if count in _VAGUE and _UNIT_NAMES[written] == "years":
            continue  # "a couple of years ago" is no day that a window of years could be held against
        unit = _UNIT_NAMES[written]
        day = anchor - relativedelta(**{unit: number})  # type: ignore[arg-type]
        yield _span(match, day, day, _AGO_PRECISION[unit])
    for match in _LAST.finditer(text):
        back = 2 if match["before"] else int(match["which"].lower() != "this")
        day = anchor - relativedelta(**{f"{(match['before'] or match['unit']).lower()}s": back})  # type: ignore[arg-type]
        yield _span(match, day, day, "month")
    for match in _DAY_WORD.finditer(text):
        day = anchor - dt.timedelta(days=_THAT_DAY.get(match["word"].lower(), 2))
        yield _span(match, day, day, "day")
    for match in _WEEKDAY.finditer(text):
        told = _IS_PAST.search(text, max(0, match.start() - 90), match.start())
        if not told and (match["on"] or match["end"]) and "last" not in match.group().lower():
            continue  # "transfusion on Monday" may be ahead
        weekday = 5 if match["end"] else _WEEKDAYS.index(match["weekday"].lower())
        day = anchor - dt.timedelta(days=(anchor.weekday() - weekday - 1) % 7 + 1)
        yield _span(match, day, day, "day")
    for match in _POSTOPERATIVE.finditer(text):
        if match["post"] or match["after"]:
            day = anchor - dt.timedelta(days=int(match.group("count")))
            yield _span(match, day, day, "day")


def _span(match: re.Match[str], first: dt.date, last: dt.date, precision: Precision) -> Dated:
    return Dated(at=match.start(), to=match.end(), date=first, last=last, precision=precision)
