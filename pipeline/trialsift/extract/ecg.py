"""Corrected QT intervals, in milliseconds."""

import re

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.over_time import is_past
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spelled import spelled
from trialsift.facts import Ecg, Fact
from trialsift.packs.rules import Packs

_BY = r"(?:(?:by|using|with|per|according to|acc\.? to) )?(?:the )?(?:baz(?:ett)?|frid(?:ericia)?|framingham|hodges)(?: ?'s)?(?: (?:formula|correction|method))?"
_HOW_LONG = (
    r"(?:mildly|slightly|minimally|markedly|a (?:little|bit|touch)|upper|still|just)|within normal(?: limits| range)?|wnl|normal(?:i[sz]ed)?|acceptable|satisfactory|fine|ok|unremarkable|"
    r"long|prolonged|prolongation|lengthened|borderline|elevated|high"
)
_VALUE = re.compile(
    rf"(?: ?(?:[:=~|]|\b(?:is|was|of|interval|corrected|rate corrected|for (?:heart )?rate|today|now|at|to|about|around|approximately|measured|measures|measuring|manual(?:ly)?|machine|"
    rf"mean|average|averaged|zeit|dauer|duration|value|reading|(?:of )?(?:three|3|triplicate) (?:readings|tracings|ecgs|measurements)|x ?3|(?:ms|msec)(?=[ |:)\]]*\d)|{_BY}|{_HOW_LONG})\b|"
    r",(?= ?\d)|-[BF](?= )|\[(?:ms|msec)\]|\((?=\d{3}(?! ?- ?\d)\b)|\((?P<inside>[^)]{0,40})\)))*+ ?(?P<number>\d{3}|0?\.[2-6]\d{1,2})"
    r" ?(?P<unit>ms|msec|milliseconds?|s|sec|seconds?)?\b(?!\.?\d| ?- ?\d)",
    re.IGNORECASE,
)
# "QT/QTc 392/421", "PR/QRS/QTc 160/90/432": all names, then all numbers; the last is the corrected one's.
_NAMES_BEFORE = re.compile(r"(?:\b(?:PR|PQ|QRSd?|QT|RR|HR)(?: interval)? ?[/(\- ] ?){1,4}$", re.IGNORECASE)
_PAIR = re.compile(
    r"[ :=)-]*(?:\(?(?:baz\w*|frid\w*|[BF])\)? ?)?[ :=)]*(?P<others>(?:\d{2,3} ?(?:ms)? ?[/(-] ?){1,4})(?P<number>\d{3})(?P<unit> ?ms(?:ec)?)?\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?: ?\([^)]{0,30}\))?"
    r"(?: (?:at |@ ?)[\d:.]{4,5}(?: ?(?:h|hrs?|am|pm))?)?,? ?(?:and|then|repeat(?:ed)?|,|;|&)(?: (?:again|repeat(?:ed)?|on repeat|at [\d:.]{3,4}[\d.](?: ?h)?:?|after|"
    r"\d{1,2} ?(?:h|hrs?|hours?|min|minutes)(?: later)?:?))* ?(?P<number>[3-6]\d\d)(?: ?(?:ms|msec)\b|(?= ?@ ?\d| at \d| ?\(\d?\d[:.]\d\d)|(?<=hours \d\d\d)|(?<=later \d\d\d))",
    re.IGNORECASE,
)
# Three tracings in a row: "431, 428, 433".
_SERIES = re.compile(r" ?(?:,|/|;|and) ?(?P<number>[3-6]\d\d)\b(?! ?(?:bpm|mg)|[:.]\d)", re.IGNORECASE)
_IS_SERIES = re.compile(
    r"\b(?:x ?3|triplicate|three|3 (?:ecgs|readings|tracings)|serial|ecgs|readings)\b", re.IGNORECASE
)
# In milliseconds, or straight behind the first, so that no heart rate is taken for it.
_LATER = re.compile(
    r"(?: ?->| ?\u2192|[^.]{0,60}?\b(?:now|today|currently|since stopping(?: it| [a-z]+)?|off (?:it|the [a-z]+|[a-z]+)|"
    r"on (?:repeat|recheck|manual reading)|by hand|manual(?:ly)?|over ?read(?: as| by [a-z]+)?))"
    r" ?(?:is |was |at |as |up to |down to )?(?P<number>[3-6]\d\d)(?! ?bpm)\b|"
    r"[^.]{0,60}?[,;] ?(?:and |but |is )?(?P<number_before>[3-6]\d\d)(?: ?(?:ms|msec))?,? (?:now|today|currently|manually|by hand|on (?:repeat|recheck|manual reading)|"
    r"when (?:re)?(?:measured|read)(?: by hand| manually)|by (?:manual|cardiolog\w+) (?:reading|over ?read|measurement))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"[,; (]*\b(?:previous(?:ly)?|was|before|prior|earlier|last time|baseline)(?: it was| was| of| at)? (?P<number>[3-6]\d\d)\b|"
    r" ?\((?:it was )?(?P<number_after>[3-6]\d\d)(?: ?ms)? (?:in|on|at|before|last|previously) (?!\d{1,2}[:.])",
    re.IGNORECASE,
)
_RELATIVES = re.compile(
    r"\b(?:mother|father|brother|sister|sibling|son|daughter|cousin|uncle|aunt|parent)(?: ?'s| has| had| with)?(?: an?)? ?$",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\b(baz(?:ett)?|frid(?:ericia)?|framingham|hodges)", re.IGNORECASE)
_SHORT_FORMULA = dict.fromkeys(["qtcb", "qtc b"], "Bazett") | dict.fromkeys(["qtcf", "qtc f"], "Fridericia")
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")
_LIMIT = re.compile(r"[<>\u2264\u2265] ?$|\b(?:if|above|exceeds?|below|than) $", re.IGNORECASE)
_PLAUSIBLE_MS = (250, 750)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """QTc facts with formula and clock time where given; "QTc > 470 excludes" is a limit and gives none."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "ecg", "qtc"):
        told = _told(sentence, mention)
        if told is None or _RELATIVES.search(sentence.text[: mention.at]):
            continue
        milliseconds, end = told
        if not _PLAUSIBLE_MS[0] <= milliseconds <= _PLAUSIBLE_MS[1]:
            continue
        value = Ecg(
            qtc_ms=milliseconds,
            formula=_formula(sentence, mention, end),
            at=_clock(sentence, mention.at),
        )
        dated = [
            item
            for item in dates_in(sentence.text, anchor=reading.note.note_date, order=order)
            if item.to <= mention.at
        ]
        date = dated[-1].date if dated and dated[-1].precision == "day" else reading.note.note_date
        after = _LATER.match(sentence.text, end)
        past = (
            after
            or is_past(sentence.text, mention.at, end, reading.note.note_date)
            or _is_outread(sentence.text, mention.at, end)
        )
        made.append(
            fact_from(
                reading, sentence, [mention], kind="ecg", value=value, at=mention.at, to=end,
                date=date, presence="present", time="past" if past else "now", person="patient",
            )
        )  # fmt: skip
        if after:
            made.append(_another(reading, sentence, mention, after, made[-1], time="now"))
        elif earlier := _EARLIER.match(sentence.text, end):
            made.append(_another(reading, sentence, mention, earlier, made[-1], time="past"))
        made.extend(_second(reading, sentence, mention, end, made[-1]))
    return made


_Told = tuple[float, int]


def _told(sentence: Sentence, mention: Mention) -> _Told | None:
    """The interval behind a name in milliseconds, and where it ends."""
    text = sentence.text
    if number := dict(mention.slots).get("number"):
        return float(number), mention.to
    names = _NAMES_BEFORE.search(text[: mention.at])
    match = _PAIR.match(text, mention.to) if names else None
    if (
        match
        and names
        and len(re.findall(r"\d+", match["others"]))
        != len(re.findall(r"[A-Za-z]{2,}", re.sub("interval", "", names[0])))
    ):
        match = None
    match = match or _VALUE.match(text, mention.to)
    if match is None:
        return _in_words(text, mention.to)
    if _LIMIT.search(text[: match.start("number")]):
        return None
    value = float(match["number"])
    return value * 1000 if value < 1 else value, match.end()


def _in_words(text: str, at: int) -> _Told | None:
    """ "Four hundred and forty three", or "four forty three" as dictated."""
    start = at + len(text[at:]) - len(re.sub(r"^(?: ?(?:is|was|of|at|[:=]))* ?", "", text[at:]))
    found = spelled(text, start)
    if found and found[0] >= _PLAUSIBLE_MS[0]:
        return found
    hundreds = _HUNDRED.match(text, start)
    rest = spelled(text, hundreds.end()) if hundreds else None
    if hundreds is None or rest is None or rest[0] > _MOST_TENS:
        return None
    return _HUNDREDS[hundreds[1].lower()] + rest[0], rest[1]


_HUNDREDS = {"three": 300, "four": 400, "five": 500, "six": 600}
_HUNDRED = re.compile(r"(three|four|five|six) ", re.IGNORECASE)
_MOST_TENS = 99


_MACHINE = re.compile(
    r"\b(?:machine|computer|automat(?:ed|ic)|auto|printout|printed|device)(?: (?:read|reading|measured|generated|calculated|gave|says|printed))?(?: a| the)? ?$",
    re.IGNORECASE,
)
_BY_MACHINE = re.compile(
    r" ?(?:ms|msec)? ?,?\(?(?:on|by|per|from)? ?(?:the )?(?:machine|computer|automat(?:ed|ic)|auto|printout)\b",
    re.IGNORECASE,
)
_BY_HAND = re.compile(
    r"\b(?:manual(?:ly)?|by hand|over ?read|re ?measured|re ?read|cardiolog\w+ read)", re.IGNORECASE
)


def _is_outread(text: str, at: int, end: int) -> bool:
    """Whether the machine's reading stands beside one that a person measured."""
    by_machine = _MACHINE.search(text[:at]) or _BY_MACHINE.match(text, end)
    return bool(by_machine and _BY_HAND.search(text))


def _another(
    reading: Reading, sentence: Sentence, mention: Mention, match: re.Match[str], first: Fact, *, time: str
) -> Fact:
    """The interval of another time behind the first: "QTcF was 418 in May; on the tablets now 446 ms"."""
    groups = match.groupdict()
    number = groups["number"] or groups.get("number_before") or groups["number_after"]
    value = Ecg(qtc_ms=float(number or 0), formula=first.value.formula)
    return fact_from(
        reading, sentence, [mention], kind="ecg", value=value, at=mention.at, to=match.end(),
        presence="present", time=time, person="patient",
    )  # fmt: skip


def _second(reading: Reading, sentence: Sentence, mention: Mention, at: int, first: Fact) -> list[Fact]:
    """A second interval of the same tracing day: "QTc 476 ms at 09:10 and 482 ms at 14:30"."""
    matches = _series(sentence.text, mention, at)
    if not matches and (match := _AND.match(sentence.text, at)):
        matches = [match]
    made: list[Fact] = []
    for match in matches:
        clock = _CLOCK.search(sentence.text, match.end(), match.end() + 20) if match.re is _AND else None
        at_time = f"{int(clock[1]):02d}:{clock[2]}" if clock else ""
        value = Ecg(qtc_ms=float(match["number"]), formula=first.value.formula, at=at_time)
        made.append(
            fact_from(
                reading, sentence, [mention], kind="ecg", value=value, at=match.start("number"), to=match.end(),
                date=first.date, presence="present", time="now", person="patient",
            )
        )  # fmt: skip
    return made


def _series(text: str, mention: Mention, at: int) -> list[re.Match[str]]:
    """The further values of a series of tracings; other lists of numbers are none."""
    if not _IS_SERIES.search(text[max(0, mention.at - 40) : at]):
        return []
    found: list[re.Match[str]] = []
    while match := _SERIES.match(text, at):
        found.append(match)
        at = match.end()
    return found


def _formula(sentence: Sentence, mention: Mention, end: int) -> str:
    words = mention.words.lower()
    if words in _SHORT_FORMULA:
        return _SHORT_FORMULA[words]
    found = _FORMULA.search(sentence.text[mention.at : end + 24]) or _FORMULA_BEFORE.search(
        sentence.text[: mention.at]
    )
    named = found.group(1).capitalize() if found else ""
    return {"Baz": "Bazett", "Frid": "Fridericia"}.get(named, named)


_FORMULA_BEFORE = re.compile(r"\b(baz(?:ett)?|frid(?:ericia)?)(?: ?'s)?(?: corrected)? ?$", re.IGNORECASE)


def _clock(sentence: Sentence, at: int) -> str:
    """The clock time before the interval: "at 16:15 h: QTc 476 ms" gives "16:15"."""
    found = list(_CLOCK.finditer(sentence.text, 0, at))
    return f"{int(found[-1][1]):02d}:{found[-1][2]}" if found else ""
