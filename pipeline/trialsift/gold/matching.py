"""Facts against marks: which fact says what a reader marked, which says something else, which nothing.

A fact matches a mark when the kind is the same, their words overlap, every value field that the mark
names is equal, and the axes are equal. Each mark takes one fact. Marks that are optional may be missed,
and facts that only meet such a mark are not counted; nor is a second fact that says the same again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from trialsift.facts import Fact
from trialsift.gold.brat import Mark
from trialsift.rows import plain

Verdict = Literal["right", "wrong", "missed", "false"]
# Numbers are rounded on their way through units and tables: half a per cent, and never less than 0.05.
RELATIVE, ABSOLUTE = 0.005, 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One mark, one fact, or the two that met: right, wrong (they disagree), missed (mark alone), false (fact alone)."""

    kind: str
    verdict: Verdict
    mark: Mark | None = None
    fact: Fact | None = None

    @property
    def start(self) -> int:
        """Where it stands in the note, in characters."""
        return self.mark.start if self.mark else self.fact.evidence[0].start if self.fact else 0


def outcomes_of(facts: Sequence[Fact], marks: Sequence[Mark], *, kinds: Iterable[str]) -> list[Outcome]:
    """The outcomes of one note for these kinds, kind by kind, in text order."""
    found: list[Outcome] = []
    for kind in kinds:
        own = [fact for fact in facts if fact.kind == kind]
        found += sorted(_of_kind(kind, own, [mark for mark in marks if mark.kind == kind]), key=_place)
    return found


def _place(outcome: Outcome) -> tuple[int, str]:
    return outcome.start, outcome.verdict


def _of_kind(kind: str, facts: Sequence[Fact], marks: Sequence[Mark]) -> list[Outcome]:
    required = [mark for mark in marks if not mark.optional]
    optional = [mark for mark in marks if mark.optional]
    pairs = _paired(facts, required, agrees)
    made = [Outcome(kind=kind, verdict="right", mark=mark, fact=fact) for fact, mark in pairs]
    left = [fact for fact in facts if not any(fact is taken for taken, _ in pairs)]
    left = [fact for fact in left if not any(agrees(fact, mark) for mark in required)]
    left = [fact for fact in left if not any(overlap(fact, mark) for mark in optional)]
    open_marks = [mark for mark in required if not any(mark is taken for _, taken in pairs)]
    wrong = _paired(left, open_marks, overlap)
    made += [Outcome(kind=kind, verdict="wrong", mark=mark, fact=fact) for fact, mark in wrong]
    made += [
        Outcome(kind=kind, verdict="missed", mark=mark)
        for mark in open_marks
        if not any(mark is taken for _, taken in wrong)
    ]
    made += [
        Outcome(kind=kind, verdict="false", fact=fact)
        for fact in left
        if not any(fact is taken for taken, _ in wrong)
    ]
    return made


def _paired(facts: Sequence[Fact], marks: Sequence[Mark], test: Any) -> list[tuple[Fact, Mark]]:
    """Each fact and each mark at most once; those that share the largest part of their words first."""
    possible = [
        (-overlap(fact, mark) / _union(fact, mark), at, to)
        for at, fact in enumerate(facts)
        for to, mark in enumerate(marks)
        if test(fact, mark)
    ]
    taken_facts: set[int] = set()
    taken_marks: set[int] = set()
    pairs: list[tuple[Fact, Mark]] = []
    for _, at, to in sorted(possible):
        if at not in taken_facts and to not in taken_marks:
            taken_facts.add(at)
            taken_marks.add(to)
            pairs.append((facts[at], marks[to]))
    return pairs


def overlap(fact: Fact, mark: Mark) -> int:
    """How many characters of the mark the fact's evidence covers, over all its evidence; 0 when apart."""
    return sum(max(0, min(item.end, mark.end) - max(item.start, mark.start)) for item in fact.evidence)


def _union(fact: Fact, mark: Mark) -> int:
    lengths = sum(item.end - item.start for item in fact.evidence) + mark.end - mark.start
    return max(lengths - overlap(fact, mark), 1)


def agrees(fact: Fact, mark: Mark) -> bool:
    """Whether the fact says, at the same words, what the mark says."""
    return overlap(fact, mark) > 0 and not disagreements(fact, mark)


def disagreements(fact: Fact, mark: Mark) -> list[str]:
    """The fields and axes in which a fact differs from a mark; superseding counts only where the mark says so."""
    axes = ["presence", "time", "person", "about"] + (["standing"] if mark.standing != "stands" else [])
    wrong = [name for name in axes if getattr(fact, name) != getattr(mark, name)]
    value: Mapping[str, Any] = plain(fact.value)
    return wrong + [name for name, said in mark.value.items() if not same(said, value.get(name))]


def same(expected: object, found: object) -> bool:
    """Equal values: numbers within rounding, words in any case, lists item by item; a missing one differs."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) <= max(RELATIVE * abs(expected), ABSOLUTE)
    if isinstance(expected, str) and isinstance(found, str):
        return expected.casefold() == found.casefold()
    if isinstance(expected, list) and isinstance(found, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    return expected == found
