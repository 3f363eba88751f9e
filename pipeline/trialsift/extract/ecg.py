"""Corrected QT intervals, in milliseconds."""

import re

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.over_time import is_past
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Ecg, Fact
from trialsift.packs.rules import Packs

_VALUE = re.compile(
    r"(?: ?(?:[:=~]|is|was|of|interval|corrected|today|at|about|prolonged|borderline|measured|measures|slightly|upper normal|\((?P<inside>[^)]{0,40})\)))* ?(?P<number>\d{3}|0\.[2-6]\d{1,2})"
    r" ?(?P<unit>ms|msec|milliseconds?|s|sec|seconds?)?\b(?!\.?\d)",
    re.IGNORECASE,
)
# "QT/QTc 392/421": both names, then both numbers.
_PAIR = re.compile(
    r"[ :=-]*(?:\(?(?:baz\w*|frid\w*|[BF])\)? ?)?[ :=]*\d{3} ?(?:ms)? ?/ ?(?P<number>\d{3})(?P<unit> ?ms(?:ec)?)?\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"(?: ?\([^)]{0,30}\))?"
    r"(?: (?:at |@ ?)[\d:.]{4,5}(?: ?(?:h|hrs?|am|pm))?)?,? ?(?:and|then|repeat(?:ed)?|,|;|&)(?: (?:again|repeat(?:ed)?|at [\d:.]{3,4}[\d.](?: ?h)?:?|"
    r"\d{1,2} ?(?:h|hrs?|hours?|min|minutes) later:?))* ?(?P<number>[3-6]\d\d)(?: ?(?:ms|msec)\b|(?= ?@ ?\d| at \d))",
    re.IGNORECASE,
)
# In milliseconds, or straight behind the first, so that no heart rate is taken for it.
_LATER = re.compile(
    r"(?: ?->| ?\u2192|[^.]{0,60}?\b(?:now|today|currently)) ?(?:is |was |at |up to |down to )?(?P<number>[3-6]\d\d)(?! ?bpm)\b",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\b(baz(?:ett)?|frid(?:ericia)?|framingham|hodges)", re.IGNORECASE)
_SHORT_FORMULA = {"qtcb": "Bazett", "qtcf": "Fridericia"}
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])[:.]([0-5]\d)\b")
_LIMIT = re.compile(r"[<>\u2264\u2265] ?$|\b(?:if|above|exceeds?|below|than) $", re.IGNORECASE)
_PLAUSIBLE_MS = (250, 750)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """QTc facts with formula and clock time where given; "QTc > 470 excludes" is a limit and gives none."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "ecg", "qtc"):
        paired = re.search(r"\bqt ?/ ?$", sentence.text[: mention.at], re.IGNORECASE)
        match = (_PAIR if paired else _VALUE).match(sentence.text, mention.to)
        if match is None or _LIMIT.search(sentence.text[: match.start("number")]):
            continue
        number = float(match["number"])
        milliseconds = number * 1000 if number < 1 else number
        if not _PLAUSIBLE_MS[0] <= milliseconds <= _PLAUSIBLE_MS[1]:
            continue
        value = Ecg(
            qtc_ms=milliseconds,
            formula=_formula(sentence, mention.words, match),
            at=_clock(sentence, mention.at),
        )
        dated = [
            item
            for item in dates_in(sentence.text, anchor=reading.note.note_date, order=order)
            if item.to <= mention.at
        ]
        date = dated[-1].date if dated and dated[-1].precision == "day" else reading.note.note_date
        after = _LATER.match(sentence.text, match.end())
        past = after or is_past(sentence.text, mention.at, match.end(), reading.note.note_date)
        made.append(
            fact_from(
                reading, sentence, [mention], kind="ecg", value=value, at=mention.at, to=match.end(),
                date=date, presence="present", time="past" if past else "now", person="patient",
            )
        )  # fmt: skip
        if after:
            made.append(_of_now(reading, sentence, mention, after, made[-1]))
        made.extend(_second(reading, sentence, mention, match.end(), made[-1]))
    return made


def _of_now(
    reading: Reading, sentence: Sentence, mention: Mention, match: re.Match[str], first: Fact
) -> Fact:
    """The interval of now behind an earlier one: "QTcF was 418 in May; on the tablets now 446 ms"."""
    value = Ecg(qtc_ms=float(match["number"]), formula=first.value.formula)
    return fact_from(
        reading, sentence, [mention], kind="ecg", value=value, at=mention.at, to=match.end(),
        presence="present", time="now", person="patient",
    )  # fmt: skip


def _second(reading: Reading, sentence: Sentence, mention: Mention, at: int, first: Fact) -> list[Fact]:
    """A second interval of the same tracing day: "QTc 476 ms at 09:10 and 482 ms at 14:30"."""
    match = _AND.match(sentence.text, at)
    if match is None:
        return []
    clock = _CLOCK.search(sentence.text, match.end(), match.end() + 20)
    at_time = f"{int(clock[1]):02d}:{clock[2]}" if clock else ""
    value = Ecg(qtc_ms=float(match["number"]), formula=first.value.formula, at=at_time)
    return [
        fact_from(
            reading, sentence, [mention], kind="ecg", value=value, at=match.start("number"), to=match.end(),
            date=first.date, presence="present", time="now", person="patient",
        )
    ]  # fmt: skip


def _formula(sentence: Sentence, words: str, match: re.Match[str]) -> str:
    if words.lower() in _SHORT_FORMULA:
        return _SHORT_FORMULA[words.lower()]
    near = sentence.text[match.start() : match.end() + 24]
    found = _FORMULA.search(near)
    named = found.group(1).capitalize() if found else ""
    return {"Baz": "Bazett", "Frid": "Fridericia"}.get(named, named)


def _clock(sentence: Sentence, at: int) -> str:
    """The clock time before the interval: "at 16:15 h: QTc 476 ms" gives "16:15"."""
    found = list(_CLOCK.finditer(sentence.text, 0, at))
    return f"{int(found[-1][1]):02d}:{found[-1][2]}" if found else ""
