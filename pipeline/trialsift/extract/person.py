"""Age, sex, birth date and life expectancy of the patient."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Literal, cast

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.life_told import is_demanded, is_doubtful_life, life_when, whose_life
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spelled import spelled
from trialsift.facts import Comparator, Evidence, Fact, Person, evidence_in
from trialsift.note import Note
from trialsift.packs.rules import Packs

_OLDEST = 115
_SEXES = {"f": "female", "m": "male", "w": "female", "v": "female"}
# First letters of the words for the two sexes on translated reports.
_FOREIGN = {
    "femi": "female",
    "femm": "female",
    "f\u00e9mi": "female",
    "weib": "female",
    "masc": "male",
    "m\u00e4nn": "male",
}
_RELATIVE = quick(
    r"\b(?:mother|father|brother|sister|son|daughter|wife|husband|aunt|uncle|nephew|niece|grand\w+|cousin|partner|died|diagnosed|donor|menarche|menopause)\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"\b(?P<number>\d+(?:\.\d+)?|one|two|three|four|five|six|ten|twelve|a|an) ?(?:-|to)? ?(?P<unit>year|yr|y|month|mth|mo|week|decade)s?\b",
    re.IGNORECASE,
)
_WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
    "twelve": 12,
}
_DAYS = {"year": 365, "yr": 365, "y": 365, "month": 30, "mth": 30, "mo": 30, "week": 7, "decade": 3650}
_MORE = re.compile(
    r"(?:more than|over|above|at least|(?:not|no) (?:less|shorter) than|exceed(?:s|ing)?|in excess of|greater than|beyond|longer than|>|\u2265|>=)(?: the)? ?$",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"(?:(?<!not )(?<!no )(?:less|shorter) than|under|below|<|not exceed\w*|no more than|not (?:be )?(?:more than|over|above|beyond|longer than))(?: a)? ?$",
    re.IGNORECASE,
)
# "12 to 18 months": no shorter than the first, no longer than the second.
_RANGE = re.compile(r"(?P<low>\d+(?:\.\d+)?|two|three|four|five|six|ten) ?(?:-|to|and|or) ?$", re.IGNORECASE)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Who the patient is, as the note says it; a relative's age is none of the patient's."""
    if reading.note.note_type == "patient_record":
        return list(_record_facts(reading.note))
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "person"):
        if mention.assertion.person == "relative" and mention.role != "life_expectancy":
            continue
        made.extend(_read(reading, sentence, mention, order))
    return made


def _read(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Iterator[Fact]:
    slots = dict(mention.slots)
    if mention.role == "age" and _is_date(sentence, mention):
        yield _fact(reading, sentence, mention, Person(sex=_sex(mention, slots)))
        return
    if mention.role == "age" and (age := _age(slots)) is not None and not _is_relatives(sentence, mention):
        yield _fact(
            reading, sentence, mention, Person(age=age, sex=_sex(mention, slots, sentence.text[: mention.at]))
        )
    elif mention.role == "sex" and not _OPTIONS_AFTER.match(sentence.text, mention.to):
        yield _fact(reading, sentence, mention, Person(sex=_sex(mention, slots)))
    elif mention.role == "birth_date":
        dated = [
            item
            for item in dates_in(sentence.text[mention.to :], order=order)
            if item.at <= 6 and item.precision == "day"
        ]
        if dated:
            yield _fact(
                reading,
                sentence,
                mention,
                Person(birth_date=_born(dated[0].date, reading.note)),
                to=mention.to + dated[0].to,
            )
    elif mention.role == "birth_date_bare":
        yield from _bare_birth_date(reading, sentence, mention, order)
    elif mention.role == "life_expectancy":
        yield from _life_expectancy(reading, sentence, mention)


def _bare_birth_date(
    reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None
) -> Iterator[Fact]:
    """A date of a generation ago behind a name on the head of a note is the birth date."""
    note = reading.note
    dated = dates_in(mention.words, order=order)
    if len(dated) != 1 or mention.start > _HEAD:
        return
    written = note.note_date.year if note.note_date else _LEAST_YEAR
    before = sentence.text[: mention.at]
    labelled = re.search(r"\b(?:dob|d\.o\.b|born|birth|geb|nasc)\b", before, re.IGNORECASE)
    if labelled or written - dated[0].date.year < _LEAST_AGE or not _NAME_ALONE.fullmatch(before):
        return
    yield _fact(reading, sentence, mention, Person(birth_date=dated[0].date))


_OPTIONS_AFTER = re.compile(r" ?[/|] ?(?:f|m|female|male)\b(?! ?[/|]? ?\d)", re.IGNORECASE)  # "Sex: M / F"
_HEAD = 500  # characters of a note in which its patient is named
_LEAST_YEAR = 2020  # no note without a date is taken for older
_LEAST_AGE = 15  # a date nearer than that to the note may be of anything
# "Re: Ada Maria TEST, " or "Patient:   Ada TEST    F   ": a name and nothing else.
_NAME_ALONE = re.compile(
    r"(?:.*[.] )?(?:(?i:re|patient|name|pt|patient name) ?[:.]? ?)?(?:(?:Mr|Mrs|Ms|Miss|Dr|Herr|Frau|Sr|Sra)\.? )?(?:[A-Z\u00c0-\u00de][\w'\u00c0-\u017f-]*[.,]? ){1,5}(?:[FM] )?\(?"
)


def _age(slots: dict[str, str]) -> int | None:
    told = slots.get("number") or slots.get("number_after") or "999"
    in_words = spelled(told.replace("-", " ").lower())
    age = int(in_words[0] if in_words else float(told) if told[0].isdigit() else 999)
    return age if 0 < age <= _OLDEST else None


def _sex(mention: Mention, slots: dict[str, str], before: str = "") -> Literal["female", "male"] | None:
    said = str((mention.value != "words" and mention.value) or slots.get("sex", "")).lower()
    said = _FOREIGN.get(said[:4], _SEXES.get(said, said))
    if said in {"female", "male"}:
        return cast("Literal['female', 'male']", said)
    word = _SEX_WORD.search(mention.words.lower()) or _SEX_BEFORE.search(before.lower())
    if not word:
        return None
    named = word.group(1)
    return cast("Literal['female', 'male']", _SEX_NAMED.get(named) or _SEXES.get(named) or named)


_SEX_NAMED = {
    **dict.fromkeys(
        [
            "woman",
            "lady",
            "girl",
            "widow",
            "grandmother",
            "mother of",
            "housewife",
            "she",
            "mrs",
            "ms",
            "miss",
        ],
        "female",
    ),
    **dict.fromkeys(["man", "gentleman", "boy", "widower", "grandfather", "father of", "he", "mr"], "male"),
}
_SEX_WORD = re.compile(
    r"\b(female|woman|lady|girl|male|man|gentleman|boy|widow|widower|grandmother|grandfather|mother of|father of|housewife|she|he|mrs|ms|miss|mr|[fmwv])\b"
)
# "Mr Test is a 71-year-old miner": who is told of opens the clause.
_SEX_BEFORE = re.compile(
    r"(?:^|[.;:] |\bsaw |\breviewed |\bmet |\bthat )(she|he|mrs|ms|miss|mr)\b\.?(?: [\w'-]+){0,3},?(?: is| was)?(?: now| currently)?(?: an?)? ?$"
)


def _is_relatives(sentence: Sentence, mention: Mention) -> bool:
    """Whether the age is a relative's, an event's or no age: "mother died aged 81", "when he is 1 to 2 years old", "F 17-F 18"."""
    near = sentence.text[max(0, mention.at - 40) : mention.at]
    if _IN_A_RANGE.search(near):
        return True
    if mention.role == "age" and mention.words.lower().startswith("aged") and not _PERSON_BEFORE.search(near):
        return True
    sexed = dict(mention.slots).get("sex")
    if (not sexed and _THING_AFTER.match(sentence.text, mention.to)) or (
        _OWN_KIN.search(mention.words) and _THEIRS.search(near)
    ):
        return True
    if near.endswith("(") and sentence.section in {"past_surgery", "past_history"}:
        return True  # "PSH: tonsils (age 6)"
    return mention.role == "age" and bool(
        _RELATIVE.search(near) or _NOT_THIS_ONE.search(near) or _THEN.search(near) or _HAS_A.search(near)
    )


_IN_A_RANGE = re.compile(r"\b[FM] ?\d{1,2} ?- ?$|\bslides $|\bis \d{1,2} (?:to|or) $")
_THING_AFTER = re.compile(
    r" (?:(?:\w+ )?(?:scar|burn|injur\w+|fracture|prosthesis|implant|graft|stent)|(?:lump|wound|son|daughter|sister|brother|"
    r"husband|wife|partner|mother|father|mum|dad|aunt|uncle|cousin|twin|grand\w+|child|children|boyfriend|girlfriend))\b",
    re.IGNORECASE,
)
_HAS_A = re.compile(r"\b(?:has|have|had) an? (?:healthy )?$", re.IGNORECASE)  # "she has a 2-year-old child"
_OWN_KIN = re.compile(r"\b(?:grandmother|grandfather|mother of|father of)$", re.IGNORECASE)
_THEIRS = re.compile(r"\b(?:his|her|my|their|with|and|a maternal|a paternal) (?:an? )?$", re.IGNORECASE)


# "M   22.09.1989": the sex and the birth date of a page header.
_DATE = re.compile(r"\b\d{1,2} ?([./-]) ?\d{1,2} ?\1 ?(?:19|20)?\d\d\b")
_NOT_THIS_ONE = re.compile(
    r"\b(?:similar case|case (?:report|of)|another (?:patient|case|man|woman)|other patient|eligible|inclusion|"
    r"(?:men|women|people|patients|adults|those|anyone|candidates|everyone)(?: who are| are)?)\b[^.;]{0,12}$",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\b(?:at|since|by|until|from|before|after|outgrown|outgrew|lmp|menopause|menarche|(?:first|last) (?:child|period|pregnancy)|onset|married|diagnosed) (?:the |an? )?$",
    re.IGNORECASE,
)  # "since age 9"
# "Fits aged 2" tells when, "a lady aged 72" who.
_PERSON_BEFORE = re.compile(
    r"(?:^|[.;:|] ?|,)$|\b(?:m[ae]n|wom[ae]n|lady|gentleman|patient|boy|girl|male|female|he|she|who|now|is|was|mrs?|ms|miss|person|individual|student|"
    r"worker|teacher|farmer|pensioner|right handed|left handed)\b[^.;:]{0,24}$",
    re.IGNORECASE,
)


def _is_date(sentence: Sentence, mention: Mention) -> bool:
    match = _DATE.search(sentence.text, mention.at)
    return match is not None and match.start() < mention.to


def _born(date: dt.date, note: Note) -> dt.date:
    """A two-digit year is the last century's when this century's is after the note."""
    limit = note.note_date or dt.date.max
    return date.replace(year=date.year - 100) if date > limit else date


def _life_expectancy(reading: Reading, sentence: Sentence, mention: Mention) -> Iterator[Fact]:
    """ "More than two years" after or before "life expectancy"; a bare "not limited" is two years and more."""
    if mention.value == "not_limited":
        yield _fact(
            reading,
            sentence,
            mention,
            Person(life_expectancy_days=_NOT_LIMITED_DAYS, life_expectancy_comparator=">"),
        )
        return
    if mention.value == "survival":
        yield from _survival(reading, sentence, mention)
        return
    if mention.value == "months":
        short = Person(life_expectancy_days=_DAYS["year"], life_expectancy_comparator="<")
        yield _fact(reading, sentence, mention, short)
        return
    if mention.value == "years_left" and (years := _SPAN.search(mention.words)):
        days = _days(years["number"], _DAYS["year"])
        long = Person(life_expectancy_days=days, life_expectancy_comparator=">")
        yield _fact(reading, sentence, mention, long)
        return
    if mention.value == "many_years" and mention.assertion.presence == "absent":
        return
    if mention.value == "many_years":
        yield _fact(
            reading,
            sentence,
            mention,
            Person(life_expectancy_days=_MANY_DAYS, life_expectancy_comparator=">"),
        )
        return
    text = sentence.text
    beside = _SPAN.search(text, mention.to) or _SPAN.search(text, 0, mention.at)
    match = _last(text, mention.at, mention.to) if mention.value == "told" else beside
    if not match or abs(match.start() - mention.to) > _NEAR:
        return
    many = _OF_MANY.search(text[max(0, mention.at - 20) : match.start()])
    if many or is_demanded(text, mention.at, match.start()) or _ASKED.match(text, match.end()):
        return
    start, end = min(mention.at, match.start()), max(mention.to, match.end())
    denied = _NOT_TO_LIVE.search(text[: mention.to]) or _ANSWERED_NO.match(text, match.end())
    for sign, days in _limits(text[: match.start()], match, text[match.end() :], denied=bool(denied)):
        value = Person(life_expectancy_days=days, life_expectancy_comparator=sign)
        yield _fact(reading, sentence, mention, value, at=start, to=end)


def _last(text: str, start: int, end: int) -> re.Match[str] | None:
    return next(reversed(list(_SPAN.finditer(text, start, end))), None)


def _limits(before: str, match: re.Match[str], after: str, *, denied: bool) -> list[tuple[Comparator, int]]:
    """What a span of time says: one limit, or both ends of a range; denied: it will not be reached."""
    unit = _DAYS[match["unit"].lower()]
    days = _days(match["number"], unit)
    if denied:
        return [("<=" if _MORE.search(before) else "<", days)]
    if low := _RANGE.search(before):
        return [(">=", _days(low["low"], unit)), ("<=", days)]
    if _OR_MORE.match(after) or "+" in match.group():
        return [(">=", days)]
    return [("<" if _LESS.search(before) else ">" if _MORE.search(before) else "=", days)]


# A question left open, or a demand: "> 2 years?", "> 2 years: __", "is required".
_ASKED = re.compile(
    r"(?: (?:with|on|given) [a-z ]{0,30}?)?\)? ?(?:[?:] ?(?:_|\[ ?\]|$)|_|\[ ?\] ?(?:yes|y)\b|\?$|yes ?/ ?no|y ?/ ?n\b)|[^.;]{0,40}?\b(?:is|are|was) (?:required|needed|a criterion|an inclusion)",
    re.IGNORECASE,
)
_ANSWERED_NO = re.compile(
    r"(?: (?:with|on|given) [a-z ]{0,30}?)? ?[?:-] ?(?:\[ ?x ?\] ?)?no?\b(?! ?[:/]| [a-z])", re.IGNORECASE
)
_OR_MORE = re.compile(
    r" ?(?:or (?:more|longer|better|beyond)|plus|and (?:more|beyond))\b| ?\+", re.IGNORECASE
)
_OF_MANY = re.compile(
    r"\b(?:survival|expectancy) (?:for|in|of|with) (?:an? |the |most )?(?:patients|people|metastatic|advanced|untreated|unresect\w+|this (?:disease|stage|type)|sarcoma)\b",
    re.IGNORECASE,
)
_NOT_TO_LIVE = re.compile(
    r"\b(?:not|n't|unlikely|never|doubt\w*)\b(?! (?:less|limited|shorter))[^.;]{0,24}\b(?:live|survive|survival|alive|be here)$",
    re.IGNORECASE,
)


def _days(number: str, unit: int) -> int:
    return round((_WORDS.get(number.lower()) or float(number)) * unit)


def _survival(reading: Reading, sentence: Sentence, mention: Mention) -> Iterator[Fact]:
    """A predicted survival of half or more at so many years: the median is no shorter than that."""
    text = sentence.text
    near = text[max(0, mention.at - 40) : mention.to + 60]
    before = list(_SHARE.finditer(text, max(0, mention.at - 40), mention.at))
    share = _SHARE.search(text, mention.to, mention.to + 60) or (before[-1] if before else None)
    years = _YEARS.search(near)
    if share is None or years is None or float(share[1]) < _HALF:
        return
    days = _days(years[1], _DAYS["year"])
    yield _fact(
        reading, sentence, mention, Person(life_expectancy_days=days, life_expectancy_comparator=">=")
    )


_HALF = 50  # percent alive: the median survival
_SHARE = re.compile(r"(\d{1,3}(?:\.\d+)?) ?%")
_YEARS = re.compile(r"\b(\d{1,2}|two|three|four|five|ten)[ -]?(?:years?|yrs?|y)\b", re.IGNORECASE)
# "Not limited by this tumour" says no number; ten years is beyond every trial's limit.
_NOT_LIMITED_DAYS = 3650
_MANY_DAYS = 730  # "many years" are more than two
_NEAR = 60  # characters


def _fact(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    value: Person,
    *,
    at: int | None = None,
    to: int | None = None,
) -> Fact:
    start = None if to is None else mention.at if at is None else at
    presence, time, person = "present", "now", "patient"
    if mention.role == "life_expectancy":
        told = sentence.text, mention.at if start is None else start, mention.to if to is None else to
        by_odds = re.search(r"\bmore likely than not\b", sentence.text, re.IGNORECASE)
        doubtful = mention.assertion.presence == "uncertain" or is_doubtful_life(*told)
        presence = "uncertain" if doubtful and not by_odds else "present"
        time, person = life_when(*told, reading.note.note_date), whose_life(*told)
    return fact_from(
        reading, sentence, [mention], kind="person", value=value, person=person, time=time, presence=presence,
        at=start, to=to,
    )  # fmt: skip


def _record_facts(note: Note) -> Iterator[Fact]:
    """Sex and birth date of patient.json, quoted from the file itself."""
    try:
        record = json.loads(note.text)
    except ValueError:
        return
    if not isinstance(record, dict):
        return
    sex = str(record.get("sex", "")).lower()
    if named := {"female": "female", "male": "male", **_SEXES}.get(sex):
        yield _record_fact(note, '"sex"', Person(sex=cast("Literal['female', 'male']", named)))
    try:
        born = dt.date.fromisoformat(str(record.get("birth_date", "")))
    except ValueError:
        return
    yield _record_fact(note, '"birth_date"', Person(birth_date=born))


def _record_fact(note: Note, key: str, value: Person) -> Fact:
    match = re.search(rf'{re.escape(key)}\s*:\s*"[^"]*"', note.text)
    place = match.span() if match else (0, len(note.text))
    evidence: Evidence = evidence_in(note, *place, rule_id="person.record")
    return Fact(kind="person", value=value, date=note.note_date, evidence=(evidence,))
