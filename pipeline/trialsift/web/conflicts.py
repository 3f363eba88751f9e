"""Contradictions side by side: the words of each reading that an answer's warning speaks of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trialsift.answers import Answer, Screening
from trialsift.chart import Chart
from trialsift.facts import Evidence, Fact
from trialsift.report.view import Sheet
from trialsift.report.words import date_words
from trialsift.traits import TRAITS

_TELLING = ("contradict", "differs", "in doubt")  # the words by which evaluate/ warns of another reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """One reading: its words, how it is asserted, when and where. used: the answer rests on it."""

    label: str
    words: str
    asserted: str
    date: str
    note: str
    link: str
    used: bool


def conflicts_of(screening: Screening, chart: Chart, sheet: Sheet) -> Mapping[str, tuple[Conflict, ...]]:
    """The readings of each criterion that disagree, by date; criteria without any are left out."""
    anchors = {page.name: page.anchor for page in sheet.pages}
    found = {item.criterion: _readings(item, chart, anchors) for item in screening.answers}
    return {name: readings for name, readings in found.items() if len(readings) > 1}


def _readings(answer: Answer, chart: Chart, anchors: Mapping[str, str]) -> tuple[Conflict, ...]:
    warned = [words for words in answer.warnings if any(sign in words for sign in _TELLING)]
    if not warned:
        return ()
    named = [fact for fact in _of_same_kinds(answer, chart) if any(_quoted(fact, words) for words in warned)]
    kinds = {fact.kind for fact in named}
    facts = dict.fromkeys((*named, *(fact for fact in answer.used if fact.kind in kinds)))
    ordered = sorted(facts, key=lambda fact: (str(fact.date or ""), fact.note_id, fact.evidence[0].start))
    shown = {
        (item.words.casefold(), item.note): item for item in (_reading(f, answer, anchors) for f in ordered)
    }
    return tuple(shown.values())


def _of_same_kinds(answer: Answer, chart: Chart) -> Iterable[Fact]:
    kinds = {fact.kind for fact in answer.used}
    return (fact for fact in chart.facts if fact.standing == "stands" and (fact.kind in kinds or not kinds))


def _quoted(fact: Fact, warning: str) -> bool:
    words = " ".join(fact.evidence[0].quote.split())
    day = date_words(fact.date) if fact.date else "no date"
    return f'"{words[:80]}' in warning and day in warning


def _reading(fact: Fact, answer: Answer, anchors: Mapping[str, str]) -> Conflict:
    own: Evidence = fact.evidence[0]
    axes = [
        word for word in (fact.presence, fact.time, fact.person) if word not in {"present", "now", "patient"}
    ]
    used = fact in answer.used
    return Conflict(
        label=TRAITS[fact.kind].label,
        words=own.quote,
        asserted=", ".join(axes),
        date=date_words(fact.date),
        note=own.note_id,
        link=f"{anchors[own.note_id]}-{own.start}"
        if used and own.note_id in anchors
        else anchors.get(own.note_id, ""),
        used=used,
    )
