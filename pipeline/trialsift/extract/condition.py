"""Conditions and statements about the patient: what the patient has, had, denies, or is said to be able to do.

A bare test name ("HIV") says nothing until a result stands with it; a form's `Seizures: none` is a
documented absence; `HIV: neg / pos` is an unfilled form and says nothing.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Literal, cast

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Condition, Fact
from trialsift.packs.rules import Packs

Status = Literal["active", "controlled", "resolved"]

# Concepts named by a test: they need a result beside them.
_TESTS = frozenset({"hiv", "hepatitis_b", "hepatitis_c", "pregnancy"})
_DENIED = re.compile(
    r"[ :=.-]*(?:(?:no|none|nil|nad|denie[sd]|never|negative|neg|nr|absent|unremarkable|not known|not detected|non ?-? ?reactive|nonreactive|0|nkda|nka|n)\b|-(?! ?\w))",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(
    r"[ :=.-]*(?:yes|y|positive|pos|reactive|detected|present|known|\+)(?!\w)", re.IGNORECASE
)
_TEMPLATE = re.compile(
    r"\b(?:neg(?:ative)?|no?|y(?:es)?|pos(?:itive)?) ?[/|] ?(?:neg(?:ative)?|no?|y(?:es)?|pos(?:itive)?)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"\b(?:neg|negative|non ?-? ?reactive|nonreactive|not detected|undetected|seronegative)\b", re.IGNORECASE
)
_POSITIVE = re.compile(
    r"\b(?:pos|positive|reactive|detected|seropositive|antiretroviral|viral load|infection|carrier|known)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:known|has|chronic)\b", re.IGNORECASE)
_UNTESTED = re.compile(
    r"\b(?:not (?:determined|tested|done|known|available|checked|sent)|unknown|awaited|pending|to be (?:sent|done|checked)|requested)\b",
    re.IGNORECASE,
)
_CONTROLLED = re.compile(
    r"\b(?:well controlled|controlled|stable|in remission|managed with|compensated)\b", re.IGNORECASE
)
_RESOLVED = re.compile(
    r"\b(?:resolved|cured|recovered|no longer|treated and|settled|healed|discharged)\b", re.IGNORECASE
)
_ACTIVE = re.compile(
    r"\b(?:active|uncontrolled|ongoing|current|acute|unstable|poorly controlled|decompensated|recent|not controlled|difficult to control)\b",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Condition facts with status and, where the sentence gives one, the date of the event."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "condition"):
        made.extend(_read(reading, sentence, mention, order))
    return made


def _read(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Iterator[Fact]:
    concept, presence = _concept(mention)
    if _TEMPLATE.search(sentence.text[mention.to :]) or sentence.section == "request":
        return
    presence = presence or answer_of(sentence, mention)
    if presence is None and concept in _TESTS and mention.role == "condition":
        presence = _result(sentence, mention)
        if presence is None:
            return
    value = Condition(concept=concept, status=_status(sentence, mention), text=mention.words)
    date = _date(reading, sentence, mention, order)
    yield fact_from(reading, sentence, [mention], kind="condition", value=value, date=date, presence=presence)


def _concept(mention: Mention) -> tuple[str, str | None]:
    """The concept, and the presence where the rule's words themselves settle it."""
    if isinstance(mention.value, dict):
        return str(mention.value["concept"]), cast("str | None", mention.value.get("presence"))
    return str(mention.value), None


def answer_of(sentence: Sentence, mention: Mention) -> str | None:
    """The presence that a form's answer gives: `Seizures: none`, `Diabetes N`, `Pregnant? no`."""
    cell = next((place for place in sentence.cells if place[0] <= mention.at < place[1]), None)
    if mention.to <= sentence.label_to and sentence.label_to:
        rest = sentence.text[sentence.label_to :]
    elif cell:
        rest = sentence.text[mention.to : cell[1]]
    else:
        rest = sentence.text[mention.to :] if re.match(r" ?[:?=]", sentence.text[mention.to :]) else ""
    rest = rest.lstrip(" ?:=")
    if not rest:
        return None
    if _DENIED.match(rest):
        return "absent"
    return "present" if _AFFIRMED.match(rest) else None


def _result(sentence: Sentence, mention: Mention) -> str | None:
    """The result of a test named in the sentence; None when it was not done or none is given."""
    after = re.split(r"[.;]", sentence.text[mention.to :], maxsplit=1)[0]
    before = sentence.text[max(0, mention.at - 30) : mention.at]
    if _UNTESTED.search(after):
        return None
    if mention.assertion.presence != "present":
        return mention.assertion.presence
    if _NEGATIVE.search(after):
        return "absent"
    positive = _POSITIVE.search(after) or _POSITIVE.search(mention.words) or _KNOWN.search(before)
    return "present" if positive else None


def _status(sentence: Sentence, mention: Mention) -> Status | None:
    near = sentence.text[max(0, mention.at - 40) : mention.to + 60]
    if _ACTIVE.search(near):
        return "active"
    if _RESOLVED.search(near):
        return "resolved"
    return "controlled" if _CONTROLLED.search(near) else None


def _date(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> dt.date | None:
    """The nearest date of the sentence, else the note's."""
    note = reading.note
    dated = dates_in(sentence.text, anchor=note.note_date, order=order)
    near = [item for item in dated if min(abs(item.at - mention.to), abs(mention.at - item.to)) < 60]
    if not near:
        return note.note_date
    return min(near, key=lambda item: min(abs(item.at - mention.to), abs(mention.at - item.to))).date
