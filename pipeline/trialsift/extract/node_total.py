"""Lymph nodes of a whole report: the total where one is stated, else the sum over what each part states."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from trialsift.extract.nodes import REFERS
from trialsift.extract.preference import ASKED_RANK, SECTION_RANKS, section_rank
from trialsift.facts import Fact, Nodes
from trialsift.rows import plain

_TOTAL = re.compile(r"\btotal|\(?\bpn[\dox]?\b", re.IGNORECASE)  # a pN line sums up what its form counts
_FORM = re.compile(
    r"(?:total )?number\b|(?:regional )?(?:lymph )?nodes (?:examined|involved|positive)\b", re.IGNORECASE
)
REPEATED_FROM = 10  # two stations seldom hold the same ten nodes or more; it is one count said twice
_NOT_ALL = re.compile(r"\b(?:additional|other|remaining|further)\b", re.IGNORECASE)
_MISSED = 1.5  # a total may exceed the parts that were read by as much


def all_nodes(held: Sequence[Fact]) -> dict[str, Any]:
    """Positive and examined nodes of a report; a count that is said again in another place counts once."""
    said = _of_best_section([fact for fact in held if section_rank(fact) < ASKED_RANK] or list(held))
    counted = _less_retold(_with_bare(said))
    if not counted:
        return _plain(max((fact.value for fact in said), key=lambda value: value.positive or 0))
    stated = [fact.value for fact in counted if _is_total(fact.evidence[0].quote)]
    if stated:
        return _plain(max(stated, key=_examined))
    form = _of_form(counted)
    if form and _examined(form) >= max(_examined(fact.value) for fact in counted):
        return _plain(form)
    return _plain(_joined(once(counted), apart=_is_apart(counted)))


def _with_bare(said: Sequence[Fact]) -> list[Fact]:
    """The counts, and the involved nodes of a part that counts no others: "metastasis to one node" is all it holds.

    Another section tells the same nodes once more.
    """
    counted = [fact for fact in said if fact.value.examined is not None]
    parts = {fact.part for fact in counted} | {""}
    nearest = min(map(section_rank, counted), default=0)
    sections = {fact.evidence[0].section for fact in counted if section_rank(fact) == nearest}
    bare = [
        fact
        for fact in said
        if fact.value.examined is None
        and fact.value.positive
        and fact.part not in parts
        and fact.evidence[0].section in sections
    ]
    whole = [replace(fact, value=replace(fact.value, examined=fact.value.positive)) for fact in bare]
    return counted + whole if counted else []


def _is_total(quote: str) -> bool:
    return bool(_TOTAL.search(quote)) and not _NOT_ALL.search(quote)


def _less_retold(counted: Sequence[Fact]) -> list[Fact]:
    """The counts less those that only sum up other parts ("four of five, see parts D and E"), or less those parts.

    Which of the two goes: the sum, when its parts were all read, else the parts.
    """
    kept = list(counted)
    for fact in counted:
        named = _parts_named(fact)
        own = [other for other in kept if other is not fact and other.part in named]
        if own:
            told = sum(_examined(other.value) for other in own) >= _examined(fact.value)
            gone = [fact] if told else own
            kept = [other for other in kept if other not in gone]
    return kept


def _parts_named(fact: Fact) -> frozenset[str]:
    """The parts that a count refers to: "(see parts D-F)" gives D, E and F."""
    match = REFERS.search(fact.evidence[0].quote)
    if match is None:
        return frozenset()
    said = re.findall(r"\b([A-Z])\b(?: ?(?:-|to|through) ?([A-Z])\b)?", match["parts"].upper())
    return frozenset(chr(code) for low, high in said for code in range(ord(low), ord(high or low) + 1))


def once(facts: Iterable[Fact]) -> list[Nodes]:
    """Each count once: large ones wherever they stand again, small ones again in the same part or another section."""
    kept: dict[tuple[Any, ...], Nodes] = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for fact in _told_once(facts):
        own = (fact.value, fact.part)
        place = (*own, fact.evidence[0].section)
        seen[place] += 1
        turn = 0 if fact.part else seen[place]
        key = (fact.value,) if _examined(fact.value) >= REPEATED_FROM else (*own, turn)
        kept.setdefault(key, fact.value)
    return list(kept.values())


def _told_once(facts: Iterable[Fact]) -> list[Fact]:
    """The facts less those that rest on the very words of another: a page sent twice is read twice."""
    return list({(fact.value, fact.evidence[0].start, fact.evidence[0].end): fact for fact in facts}.values())


def _of_form(counted: Sequence[Fact]) -> Nodes | None:
    """What the synoptic form counts ("Number of lymph nodes examined: 16"): it takes in what the parts tell."""
    own = [fact for fact in counted if _FORM.match(fact.evidence[0].quote)]
    return _joined(once(own)) if own else None


def _of_best_section(said: Sequence[Fact]) -> list[Fact]:
    """What the sections tell from which the summary is made: block lists and gross counts only when alone."""
    concluded = [fact for fact in said if section_rank(fact) < SECTION_RANKS["gross"]]
    return concluded or list(said)


def _is_apart(counted: Sequence[Fact]) -> bool:
    """Whether the largest count is of a specimen beside others of other parts, and so no total of them."""
    largest = max(counted, key=lambda fact: _examined(fact.value))
    others = [fact for fact in counted if fact.part not in {"", largest.part}]
    section = largest.evidence[0].section
    return any(largest.part or fact.evidence[0].section == section for fact in others)


def _joined(counts: Sequence[Nodes], *, apart: bool = False) -> Nodes:
    """The largest count when it can be the total of two or more others, else their sum."""
    largest = max(counts, key=_examined)
    rest = [value for value in counts if value is not largest]
    if len(rest) > 1 and _sums_up(largest, rest, apart=apart):
        return largest
    told = [value.positive for value in counts if value.positive is not None]
    return Nodes(positive=sum(told) if told else None, examined=sum(map(_examined, counts)))


def _sums_up(total: Nodes, rest: Sequence[Nodes], *, apart: bool) -> bool:
    """Whether a count can be the total of others, of which some may have been missed unless its part is its own."""
    examined, involved = sum(map(_examined, rest)), sum(value.positive or 0 for value in rest)
    told = total.positive or 0
    if examined == _examined(total):
        return told == involved
    return not apart and examined < _examined(total) <= _MISSED * examined and told >= involved


def _examined(value: Nodes) -> int:
    return value.examined or 0


def _plain(value: Nodes) -> dict[str, Any]:
    made: dict[str, Any] = plain(value)
    return made
