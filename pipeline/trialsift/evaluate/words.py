"""The words of an answer: what was found, and what is to be asked of whom."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from trialsift.answers import Missing, Silence
from trialsift.criteria import FactTest, FieldTest, Subject
from trialsift.evaluate.result import Case
from trialsift.facts import Fact
from trialsift.traits import TRAITS

_LONGEST_QUOTE = 60  # characters; the report shows the whole quote with what stands around it
_MOST_QUOTES = 3  # for one thing that was found, whatever the days
_RECORD = re.compile(r'^"(\w+)"\s*:\s*"?([^"]*)"?$')  # a line of patient.json, whose own quotes confuse
_INITIALS = frozenset(
    {
        "alt",
        "ast",
        "alp",
        "aml",
        "aptt",
        "bmi",
        "ck",
        "crp",
        "ct",
        "ecg",
        "egfr",
        "hiv",
        "inr",
        "ldh",
        "lvef",
        "mds",
    }
    | {"mri", "pet", "pt", "svc", "wbc"}
)
_SIGNS = {"at_least": "at least", "at_most": "at most", "more_than": "more than", "less_than": "less than"}


def said(facts: Sequence[Fact], *, conflict: bool = False) -> str:
    """'ECOG performance status "PS 1" (2025-02-18).': what was found once, with its quotes by day, three at most.

    Days come before second quotes of one day. A quote that lies within another is shown only once.
    """
    newest_first = sorted(facts, key=lambda fact: fact.date or dt.date.min, reverse=True)
    found: dict[str, dict[str, dict[str, str]]] = {}
    for fact in newest_first if conflict else facts:
        quote = _shown(fact)
        found.setdefault(name_of(fact), {}).setdefault(_where(fact), {}).setdefault(quote.casefold(), quote)
    words = "; ".join(
        f"{name} {_listed([_apart(quotes.values()) for quotes in days.values()], list(days))}"
        for name, days in found.items()
    )
    return f"{capital(words)}." if words else ""


def capital(words: str) -> str:
    """The words as a sentence begins; the rest keeps its case."""
    return words[:1].upper() + words[1:]


def _shown(fact: Fact) -> str:
    quote = _RECORD.sub(r"\1: \2", " ".join(fact.evidence[0].quote.split()))
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    return quote[: _LONGEST_QUOTE - 2].rsplit(" ", 1)[0] + " …"


def _apart(quotes: Iterable[str]) -> list[str]:
    """The quotes that hold no other one: the shorter of two says what both rest on."""
    held = list(quotes)
    return [
        quote for quote in held
        if not any(other is not quote and other.casefold() in quote.casefold() for other in held)
    ]  # fmt: skip


def _listed(days: Sequence[Sequence[str]], where: Sequence[str]) -> str:
    """Up to three quotes by day, the first of every day before the second of any."""
    by_turn = sorted((turn, day) for day, quotes in enumerate(days) for turn in range(len(quotes)))
    shown = set(by_turn[:_MOST_QUOTES])
    parts = []
    for day, quotes in enumerate(days):
        kept = [f'"{quote}"' for turn, quote in enumerate(quotes) if (turn, day) in shown]
        if kept:
            parts.append(f"{', '.join(kept)} ({where[day]})")
    more = len(by_turn) - len(shown)
    return ", ".join(parts) + (f" and {more} more" if more else "")


def _where(fact: Fact) -> str:
    axes = (fact.presence, fact.time, fact.person)
    marks = [word for word in axes if word not in {"present", "now", "patient"}]
    return ", ".join([*marks, fact.date.isoformat() if fact.date else "no date"])


def name_of(fact: Fact) -> str:
    """What a fact is about, in words: "ECOG performance status", "haemoglobin", "hepatitis B"."""
    subject = TRAITS[fact.kind].subject
    name = str(getattr(fact.value, subject)) if subject else ""
    return plain_name(name) if name not in {"", "any"} else TRAITS[fact.kind].label


def plain_name(name: str) -> str:
    """The id of a term as staff write it: hepatitis_b is "hepatitis B", svc_syndrome "SVC syndrome"."""
    return " ".join(
        word.upper() if word in _INITIALS or (len(word) == 1 and place) else word
        for place, word in enumerate(name.split("_"))
    )


def missing_for(
    test: FactTest, case: Case, subject: Subject | None, used: Sequence[Fact]
) -> tuple[Missing, ...]:
    """What would decide the test: how the notes are silent, and the question."""
    traits = TRAITS[test.kind]
    what = plain_name(subject.word) if subject and subject.word != "any" else _what(test)
    return (
        Missing(
            what=what,
            silence=_silence(test, case, used),
            who=test.who or traits.who,
            question=test.ask or question(test, what),
        ),
    )


def _silence(test: FactTest, case: Case, used: Sequence[Fact]) -> Silence:
    if used:
        return "undecided"
    families = set(test.sources) or set(TRAITS[test.kind].families)
    there = {document.family for document in case.chart.documents}
    return "looked_but_silent" if there & families else "no_document"


def _what(test: FactTest) -> str:
    named = [item.field for item in test.tests if item.field != TRAITS[test.kind].field]
    label = TRAITS[test.kind].label
    if test.kind == "person" and named:
        return " and ".join(name.replace("_", " ").removesuffix(" days") for name in named)
    return (
        f"{label} ({', '.join(map(plain_name, test.sources))})"
        if test.sources and test.kind != "histology"
        else label
    )


def question(test: FactTest, what: str) -> str:
    """ "Tumour size (MRI): more than 5 cm?": the words where a trial file gives no `ask`."""
    asked = [_asked(item) for item in test.tests if item.field == TRAITS[test.kind].field]
    window = (
        f" within {test.window.period}"
        if test.window and test.window.op == "within" and test.window.period
        else ""
    )
    detail = "; ".join(words for words in asked if words)
    return capital(f"{what}{window}: {detail}?" if detail else f"{what}{window}?")


def _asked(test: FieldTest) -> str:
    if test.limits:
        if test.op in {"between", "is"}:
            ends = dict.fromkeys(limit.written for limit in test.limits)
            return "between " + " and ".join(ends) if len(ends) > 1 else next(iter(ends))
        return f"{_SIGNS[test.op]} {test.limits[0].written}"
    return " or ".join(word.replace("_", " ") for word in test.words)
