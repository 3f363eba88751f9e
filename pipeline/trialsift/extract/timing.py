"""When a treatment was given: which dates of its sentence are its own, and whether they begin or end it.

A date belongs to the treatment that stands nearest to it, and separators count as distance:
"radiotherapy (finished 2012) and five years of letrozole, stopped 2017" gives each its own.
"""

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from trialsift.extract.dates import Dated, DayOrder, dates_in
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.spelled import ONES

_END = re.compile(
    r"\b(?:completed|finished|ended|stopped|discontinued|until|till|to|last|final|ending|end|through|ceased)\b[^.;]{0,20}$|[\da-z] ?(?:-|->|\u2192) ?$",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:(?:re ?-?)?start(?:ed)?|resumed|re ?-?commenced|reintroduced|commenced|began|from|since|begun|starting|first)\b[^.;]{0,20}$|\b(?:c ?1 ?d ?1|cycle 1,? day 1|day 1 of cycle 1|"
    r"c1)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_NOT_ITS_OWN = quick(
    r"\b(?:mri|ct|pet|scan|x-?ray|seen|reviewed|dated|clinic|born|dob|d\.o\.b|aged?|typed|report(?:ed)?|bloods|ecg|echo|hb|hgb|diagnosed|"
    r"diagnosis|smok\w+|referred|letter|discussed|mdt|board|check|list|us|uss|ultrasound|recurrence|version|ver|next|resume|restart|home|discharged?|readmitted)\b[^.;]{0,14}$|"
    r"\b(?:was|were|from) \d+(?:\.\d+)?(?: ?(?!to\b|and\b|until\b|till\b)[a-z/%]{1,6})? (?:(?:in|on) )?$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"^[ ,+&/()]*(?:and|with|then|plus|followed by|as part of|during|at the time of|adjuvant|post ?operative|x ?\d)?[ ,+&/]*(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# Days, doses and numbers of courses between a drug and its date part nothing: "doxorubicin 75 mg/m2 x6 (12.4.24 - 26.7.24)".
_NO_DISTANCE = re.compile(
    r"\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?\b|\b\d[\d.,]* ?(?:mg|g|mcg|\u03bcg|c?gy|iu|mu)\b(?: ?/ ?(?:m ?2|m\u00b2|kg|j|d|day)\b)?|\bd ?\d{1,2}(?: ?[,&-] ?(?:d ?)?\d{1,2}){0,4}\b|"
    r"\bq ?\d{1,2} ?(?:/ ?\d+|d|w|wk|weeks?|days?)?\b|x ?\d{1,2}\b|\b\d{1,2} (?:cycles?|cyc|courses?|fractions?|doses|infusions)\b|\b\d{1,2} ?#|\d{1,2}#",
    re.IGNORECASE,
)
# Words that lead to the date of a course, however far its name stands in front of them.
_LEADS_TO_DATE = re.compile(
    r"\b(?:last|final|completed|finished|first|started|commenced|stopped|ended|discontinued|ceased|begun)(?: (?:one|dose|cycle|course|infusion|fraction|given|treatment|"
    r"was|were|on|in|date|it|there|had))* ?[:=-]? ?(?:\d{1,2} ?/ ?\d{1,2} )?$",
    re.IGNORECASE,
)
_LED_PRICE = 90
# What may stand between a treatment and its bare day: "transfused 2 units PC 15/09", "platelets 1 pool given 3/4".
_AMOUNT = re.compile(
    r" ?[,:(-]? ?(?:(?:x ?)?(?:\d|one|two|three|four) ?(?:x ?)?(?:u|units?|bags?|pints?|packs?|pools?|adult doses?)?\b)? ?"
    r"(?:(?:of|packed|red|cells?|blood|cell|concentrates?|PC|PCs|RCC|RBC|PRBCs?|PCV|EKs?|SAGM|FFP|platelets|whole|leuco\w+|leuko\w+|irradiated|given|was|were|on|at|from) ?){0,6}[,:(-]? ?",
    re.IGNORECASE,
)
_GIVEN_TOGETHER = re.compile(
    r"^[ ,+&/()-]*(?:and|with|plus)?[ ,+&/()-]*(?:(?:weekly|daily|oral|iv|high dose|implants?|injections?|monthly|3 weekly|\w{1,4})[ /]?){0,5}[ ,+&/()-]*(?:and|with|plus)?[ ,+&/()-]*"
    r"(?:(?:concurrent|concomitant|simultaneous)(?:ly)? )?$",
    re.IGNORECASE,
)
_SEPARATORS = {".": 60, ";": 60, ",": 14, "(": 4, ")": 14, " and ": 14, " then ": 14, " followed by ": 14}
_COUNTS = ONES[1:13]
_WINDOW = re.compile(
    rf"\b(?:(?:in|for|over|within|during) (?:the )?(?:last|past|previous)|for(?: (?:about|over|nearly|almost|more than|at least))?) "
    rf"(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}) (?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_FARTHEST = 100
_EITHER_ORDER = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<year>(?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)"
)
# "The meeting of 13 February agreed on surgery": the day is the meeting's.
_DECIDED = re.compile(
    r"\b(?:agreed|decided|recommend(?:s|ed|ation)?|advis(?:es|ed)|discuss(?:ed|ion)|proposed|suggest(?:s|ed)|opted|voted|concluded|favou?red|offered|considered)\b",
    re.IGNORECASE,
)
_HOW_SINCE = re.compile(
    r"\b(?:since|until|till|by|from)(?: (?:about|around|mid|early|late|the))* ?$", re.IGNORECASE
)
_RANGE = re.compile(r" ?(?:[-/~\u2013]|to|or) ?", re.IGNORECASE)
# "no operations since the bypass, cataracts March 2025": what time is counted from has only a date right behind it.
_COUNTED_FROM = re.compile(r"\bsince (?:the |her |his |that |this )?(?:[\w-]+ )?$", re.IGNORECASE)
_RIGHT_BEHIND = re.compile(r"[ ,(]*(?:(?:on|in|of|from|dated) )?")


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of a treatment, each None when not said; since: a denial's first day."""

    start: dt.date | None = None
    end: dt.date | None = None


def period_of(
    sentence: Sentence,
    mention: Mention,
    mates: Sequence[Mention],
    *,
    anchor: dt.date | None,
    order: DayOrder | None,
    drugs: Collection[str] = (),
    at_once: bool = False,
) -> Period:
    """The days of one treatment of a sentence; mates are all treatments named in it, this one among them.

    drugs are the vocabulary's names of drugs: what is given together begins and ends together.
    at_once: what takes one day, so that a lone date is its first and its last: "last transfusion Nov 2023".
    A lone date is the last day. A month or year that the anchor (the note's day) falls in ends there.
    """
    either = [] if order else _either(sentence.text, anchor)
    dated = [
        item
        for item in sorted(
            (*dates_in(sentence.text, anchor=anchor, order=order), *either), key=lambda item: item.at
        )
        if not _NOT_ITS_OWN.search(sentence.text[: item.at]) and not _bare_fraction(sentence, item, mates)
    ]
    owners = _owners(sentence, dated, mates)
    own = [item for item, owner in owners if owner and _same_place(owner, mention)]
    own = [item for item in own if len(own) == 1 or not _tells_a_condition(sentence, item)]
    if not at_once and any(item in either for item in own):
        return Period()  # a course's first and last day are not guessed from a day that may be another
    if _COUNTED_FROM.search(sentence.text[: mention.at]):
        return _period(
            sentence.text, [item for item in own if _is_right_behind(sentence, mention, item)], anchor
        )
    own = own or [
        item for item, owner in owners if owner and _joined(sentence.text, mention, owner, item, drugs)
    ]
    if at_once and own:
        return _one_day(sentence.text, own, anchor)
    return _period(sentence.text, own, anchor)


def _either(text: str, anchor: dt.date | None) -> list[Dated]:
    """Days that both day orders allow, from the earlier to the later; not where only one of them is still ahead.

    "04/02/2024" is 4 February or 2 April.
    """
    found = []
    for match in _EITHER_ORDER.finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
        year += 0 if year > 99 else 2000 if year < 60 else 1900
        if a != b and 0 < a <= 12 and 0 < b <= 12:
            one, two = sorted((dt.date(year, a, b), dt.date(year, b, a)))
            found.append(Dated(at=match.start(), to=match.end(), date=one, last=two, precision="month"))
    return [item for item in found if anchor is None or item.last <= anchor or anchor < item.date]


def whole_period(sentence: Sentence, *, anchor: dt.date | None, order: DayOrder | None) -> Period:
    """The days of a line that holds nothing but the first and last day of a treatment."""
    return _period(sentence.text, dates_in(sentence.text, anchor=anchor, order=order), anchor)


def window_start(after: str, anchor: dt.date | None) -> dt.date | None:
    """The first day of "in the last three months", counted back from the anchor."""
    match = _WINDOW.search(after)
    if match is None or anchor is None:
        return None
    count = match["count"].lower()
    number = int(count) if count.isdigit() else _COUNTS.index(count) + 1
    return anchor - relativedelta(**{f"{match['unit'].lower()}s": number})  # type: ignore[arg-type]


def _is_right_behind(sentence: Sentence, mention: Mention, item: Dated) -> bool:
    return mention.to <= item.at and bool(_RIGHT_BEHIND.fullmatch(sentence.text[mention.to : item.at]))


def _bare_fraction(sentence: Sentence, item: Dated, mates: Sequence[Mention]) -> bool:
    """Whether "4/5" is more likely a score or a count of nodes than a day: no word or treatment leads to it."""
    text = sentence.text
    if item.precision == "month" or not re.fullmatch(r"\d{1,2}/\d{1,2}", text[item.at : item.to]):
        return False
    if re.match(r" ?[-\u2013] ?\d{1,2}/\d{1,2}/", text[item.to :]):  # the first day of a range
        return False
    if re.match(
        r" ?(?:cycles?|cyc\b|courses?|fractions?|#|fr\b|doses|infusions|sessions|weeks)", text[item.to :]
    ):
        return True
    led_to = re.search(
        r"\b(?:on|since|until|till|from|to|dated?|started?|completed|last|done|given|op) $",
        text[: item.at],
        re.IGNORECASE,
    )
    return not led_to and not any(
        0 <= item.at - mate.to <= 2 or (mate.to <= item.at and _AMOUNT.fullmatch(text[mate.to : item.at]))
        for mate in mates
    )


def _tells_a_condition(sentence: Sentence, item: Dated) -> bool:
    """Whether a date stands right behind an illness: "heart attack (2015), bypass 2016"."""
    return any(other.kind == "condition" and 0 <= item.at - other.to <= 2 for other in sentence.mentions)


def _same_place(one: Mention, other: Mention) -> bool:
    """Whether two mentions stand on each other: "whole breast radiotherapy", "radiotherapy"."""
    return one.at < other.to and other.at < one.to


def _owner(sentence: Sentence, item: Dated, mates: Sequence[Mention]) -> Mention | None:
    before = [mate for mate in mates if mate.to <= item.at]
    after = [
        mate for mate in mates if mate.at >= item.to and not _DECIDED.search(sentence.text[item.to : mate.at])
    ]
    priced = [(_price_before(sentence.text[mate.to : item.at]), mate) for mate in before[-1:]]
    priced += [(_price(sentence.text[item.to : mate.at]), mate) for mate in after[:1]]
    best = min(priced, key=lambda pair: pair[0], default=(_FARTHEST, None))
    return best[1] if best[0] < _FARTHEST else None


def _owners(
    sentence: Sentence, dated: Sequence[Dated], mates: Sequence[Mention]
) -> list[tuple[Dated, Mention | None]]:
    """Each date with its treatment; both days of a range belong to one: "doxorubicin (3#) Aug-Oct 2024 then surgery"."""
    owners: list[tuple[Dated, Mention | None]] = []
    for item in dated:
        first = owners[-1] if owners else None
        if first and _is_range(sentence.text[first[0].to : item.at], first[0], item):
            owners.append((item, first[1] or _owner(sentence, item, mates)))
        else:
            owners.append((item, _owner(sentence, item, mates)))
    return owners


def _is_range(gap: str, first: Dated, last: Dated) -> bool:
    """Whether two dates are the first and last day of one range; the dash between two words has become a space."""
    months = first.precision == last.precision == "month"
    return bool(_RANGE.fullmatch(gap)) or (gap == " " and months and first.last < last.date)


def _price_before(gap: str) -> int:
    """The distance from a treatment to a date behind it; words that close or open a course bring them together."""
    price = _price(gap) - 10 * bool(_END.search(gap))
    return min(price, _LED_PRICE) if _LEADS_TO_DATE.search(gap) else price


def _price(gap: str) -> int:
    gap = _NO_DISTANCE.sub("", gap)
    return len(gap) + sum(price * gap.lower().count(mark) for mark, price in _SEPARATORS.items())


def _joined(text: str, mention: Mention, owner: Mention, item: Dated, drugs: Collection[str]) -> bool:
    """Whether "excision and radiotherapy in 2012" dates the first by the second's date.

    The end of the second is the first's only where both are drugs: "doxorubicin + ifosfamide, completed May 2020".
    """
    gap = text[mention.to : owner.at] if mention.to <= owner.at else text[owner.to : mention.at]
    if str(mention.value) in drugs and str(owner.value) in drugs:
        return bool(_GIVEN_TOGETHER.match(_NO_DISTANCE.sub("", gap)))
    return not _END.search(text[: item.at]) and bool(_JOINED.match(gap))


def _period(text: str, own: Sequence[Dated], anchor: dt.date | None) -> Period:
    if not own:
        return Period()
    start = next((item.date for item in own if _START.search(text[: item.at])), None)
    end = next((_last(item, anchor) for item in reversed(own) if _END.search(text[: item.at])), None)
    if start is None and end is None:
        return Period(own[0].date, _last(own[-1], anchor))
    if start is None and len(own) > 1 and own[0].date < (end or own[0].date):
        start = own[0].date
    if end is None and len(own) > 1 and own[-1].date > (start or own[-1].date):
        end = _last(own[-1], anchor)
    return Period(start, end)


def _one_day(text: str, own: Sequence[Dated], anchor: dt.date | None) -> Period:
    """The last of the days told of what takes one: "hip replaced 2018 and 2021"; not how it has been since."""
    told = [item for item in own if not _HOW_SINCE.search(text[: item.at])] or own
    first = told[-2] if len(told) > 1 and _RANGE.fullmatch(text[told[-2].to : told[-1].at]) else told[-1]
    return Period(first.date, _last(told[-1], anchor))


def _last(item: Dated, anchor: dt.date | None) -> dt.date:
    return anchor if anchor and item.date <= anchor < item.last else item.last
