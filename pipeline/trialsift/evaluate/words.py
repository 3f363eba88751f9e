"""The words of an answer: what was found, and what is to be asked of whom."""

import datetime as dt
from collections.abc import Sequence

from trialsift.answers import Missing, Silence
from trialsift.criteria import FactTest, FieldTest, Subject
from trialsift.evaluate.result import Case
from trialsift.facts import Fact
from trialsift.traits import TRAITS

_LONGEST_QUOTE = 90
_MOST_QUOTES = 3
_SIGNS = {"at_least": "at least", "at_most": "at most", "more_than": "more than", "less_than": "less than"}


def said(facts: Sequence[Fact], *, conflict: bool = False) -> str:
    """'ECOG performance status "PS 1" (2025-02-18).': facts of one sort and day together, three quotes at most."""
    newest_first = sorted(facts, key=lambda fact: fact.date or dt.date.min, reverse=True)
    groups: dict[tuple[str, str], dict[str, str]] = {}
    for fact in newest_first if conflict else facts:
        quote = _shown(fact)
        groups.setdefault((name_of(fact), _where(fact)), {}).setdefault(quote.casefold(), quote)
    words = [f"{name} {_listed(list(quotes.values()))} ({where})" for (name, where), quotes in groups.items()]
    return "; ".join(words) + "." if words else ""


def _shown(fact: Fact) -> str:
    quote = " ".join(fact.evidence[0].quote.split())
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"


def _listed(quotes: list[str]) -> str:
    more = f" and {len(quotes) - _MOST_QUOTES} more" if len(quotes) > _MOST_QUOTES else ""
    return ", ".join(f'"{quote}"' for quote in quotes[:_MOST_QUOTES]) + more


def _where(fact: Fact) -> str:
    axes = (fact.presence, fact.time, fact.person)
    marks = [word for word in axes if word not in {"present", "now", "patient"}]
    return ", ".join([*marks, fact.date.isoformat() if fact.date else "no date"])


def name_of(fact: Fact) -> str:
    """What a fact is about, in words: "ECOG performance status", "haemoglobin", "hepatitis B"."""
    subject = TRAITS[fact.kind].subject
    if not subject:
        return TRAITS[fact.kind].label
    return str(getattr(fact.value, subject)).replace("_", " ")


def missing_for(
    test: FactTest, case: Case, subject: Subject | None, used: Sequence[Fact]
) -> tuple[Missing, ...]:
    """What would decide the test: how the notes are silent, and the question."""
    traits = TRAITS[test.kind]
    what = subject.word.replace("_", " ") if subject else _what(test)
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
    return f"{label} ({', '.join(test.sources)})" if test.sources and test.kind != "histology" else label


def question(test: FactTest, what: str) -> str:
    """ "tumour size (mri)? more than 5 cm?": the words where a trial file gives no `ask`."""
    asked = [_asked(item) for item in test.tests if item.field == TRAITS[test.kind].field]
    window = (
        f" within {test.window.period}"
        if test.window and test.window.op == "within" and test.window.period
        else ""
    )
    detail = "; ".join(words for words in asked if words)
    return f"{what}{window}: {detail}?" if detail else f"{what}{window}?"


def _asked(test: FieldTest) -> str:
    if test.limits:
        if test.op in {"between", "is"}:
            ends = dict.fromkeys(limit.written for limit in test.limits)
            return "between " + " and ".join(ends) if len(ends) > 1 else next(iter(ends))
        return f"{_SIGNS[test.op]} {test.limits[0].written}"
    return " or ".join(word.replace("_", " ") for word in test.words)
