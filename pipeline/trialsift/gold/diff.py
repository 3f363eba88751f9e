"""What an edit of patterns/ changes: gold marks and criterion answers gained or lost, and facts, as sentences."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from trialsift.extract import facts_in
from trialsift.facts import FACT_KINDS, Fact
from trialsift.gold.brat import Mark
from trialsift.gold.matching import Outcome, outcomes_of
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain

Change = Literal["gained", "lost", "changed"]
_BREAK = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(\[])|\n\s*\n|\n(?=\s*(?:[-*•]|\d+[.)]|[A-Z][\w /()-]{0,40}:))")
_MOST_AROUND = 160  # characters shown on either side of a quote when no sentence ends before
_USUAL = frozenset({"present", "now", "patient", "this_tumour", "stands"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """One fact that only the new packs find, only the old ones, or that both find with another value."""

    change: Change
    note: Note
    old: Fact | None = None
    new: Fact | None = None

    @property
    def fact(self) -> Fact:
        """The fact to show: the new one where there is one."""
        fact = self.new or self.old
        assert fact is not None  # noqa: S101 - one of them is always given
        return fact

    def __str__(self) -> str:
        """ "gained  ecog low 1, high 1  notes/a.txt:3  [[ECOG 1]] today.  by ecog.ecog"."""
        told = said(self.fact)
        if self.old and self.new:
            before = said(self.old)
            told = f"{before} -> {told}" if before != told else f"{told} (other words)"
        own = self.fact.evidence[0]
        return f"{self.change}  {self.fact.kind} {told}  {shown(self.note, own.start, own.end)}  by {own.rule_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldChange:
    """One gold mark that became right or wrong, or one false alarm that came or went."""

    change: Literal["gained", "lost"]
    note: Note
    outcome: Outcome

    def __str__(self) -> str:
        """ "lost  gold margin status positive  notes/a.txt:9  The deep margin is [[involved]]."."""
        mark, fact = self.outcome.mark, self.outcome.fact
        if mark is not None:
            return (
                f"{self.change}  gold {mark.kind} {_wanted(mark)}  {shown(self.note, mark.start, mark.end)}"
            )
        assert fact is not None  # noqa: S101 - an outcome has a mark or a fact
        own = fact.evidence[0]
        word = "false alarm gone" if self.change == "gained" else "new false alarm"
        return f"{word}  {fact.kind} {said(fact)}  {shown(self.note, own.start, own.end)}  by {own.rule_id}"


@dataclass
class Totals:
    """How many of each change were met, and over how many notes."""

    notes: int = 0
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, name: str) -> None:
        """One more of a sort."""
        self.counts[name] = self.counts.get(name, 0) + 1


def fact_changes(note: Note, old: Packs, new: Packs) -> list[FactChange]:
    """Every fact of a note that differs between two sets of packs, in text order."""
    return changes_between(note, facts_in(note, old), facts_in(note, new))


def changes_between(note: Note, before: Sequence[Fact], after: Sequence[Fact]) -> list[FactChange]:
    """The same of facts that were read already. Facts of one kind whose words overlap are one that changed."""
    gone, come = _without_same(before, after), _without_same(after, before)
    made: list[FactChange] = []
    for fact in come:
        old = next((item for item in gone if item.kind == fact.kind and _overlap(item, fact)), None)
        if old is not None:
            gone.remove(old)
        made.append(FactChange(change="changed" if old else "gained", note=note, old=old, new=fact))
    made += [FactChange(change="lost", note=note, old=fact) for fact in gone]
    return sorted(made, key=lambda item: (item.fact.evidence[0].start, item.fact.kind))


def _without_same(facts: Sequence[Fact], others: Sequence[Fact]) -> list[Fact]:
    """The facts that have no twin among the others; a twin says the same of the same words, by any rule."""
    left = [_key(item) for item in others]
    kept = []
    for fact in facts:
        key = _key(fact)
        if key in left:
            left.remove(key)
        else:
            kept.append(fact)
    return kept


def _key(fact: Fact) -> tuple[Any, ...]:
    own = fact.evidence[0]
    axes = (fact.presence, fact.time, fact.person, fact.about, fact.standing, fact.part, fact.date)
    return (fact.kind, repr(fact.value), axes, own.start, own.end)


def _overlap(one: Fact, other: Fact) -> bool:
    return any(a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence)


def gold_changes(note: Note, marks: Sequence[Mark], old: Packs, new: Packs) -> list[GoldChange]:
    """Every gold mark that becomes right or wrong, and every false alarm that comes or goes."""
    kinds = tuple(FACT_KINDS)
    before = outcomes_of(facts_in(note, old), marks, kinds=kinds)
    after = outcomes_of(facts_in(note, new), marks, kinds=kinds)
    made = [
        GoldChange(change="gained" if key in _right(after) else "lost", note=note, outcome=outcome)
        for key, outcome in {**_right(before), **_right(after)}.items()
        if (key in _right(before)) != (key in _right(after))
    ]
    made += [GoldChange(change="gained", note=note, outcome=item) for item in _only(before, after)]
    made += [GoldChange(change="lost", note=note, outcome=item) for item in _only(after, before)]
    return sorted(made, key=lambda item: item.outcome.start)


def _right(outcomes: Iterable[Outcome]) -> Mapping[int, Outcome]:
    return {id(item.mark): item for item in outcomes if item.verdict == "right"}


def _only(outcomes: Iterable[Outcome], others: Iterable[Outcome]) -> Iterator[Outcome]:
    """False alarms that do not stand among the others."""
    known = {_key(item.fact) for item in others if item.verdict == "false" and item.fact}
    for item in outcomes:
        if item.verdict == "false" and item.fact and _key(item.fact) not in known:
            yield item


def shown(note: Note, start: int, end: int) -> str:
    """Where some words stand and their sentence, the words in brackets: "a.txt:3  [[ECOG 1]] today."."""
    line = note.text.count("\n", 0, start) + 1
    first, last = _sentence(note.text, start, end)
    parts = (note.text[first:start], f"[[{_squeezed(note.text[start:end])}]]", note.text[end:last])
    return f"{note.source or note.note_id}:{line}  {_joined(parts)}"


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - _MOST_AROUND), min(len(text), end + _MOST_AROUND)
    ends = (found.end() for found in _BREAK.finditer(text, low, start + 1))  # it looks one character ahead
    first = max((place for place in ends if place <= start), default=low)
    found = _BREAK.search(text, end, high)
    return first, found.start() if found else high


def _joined(parts: Sequence[str]) -> str:
    """Words before, in and after the brackets on one line, a space only where the text has white space."""
    before, quote, after = parts
    left = f"{_squeezed(before)}{' ' if before[-1:].isspace() else ''}"
    right = f"{' ' if after[:1].isspace() else ''}{_squeezed(after)}"
    return f"{left}{quote}{right}".strip()


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def said(fact: Fact) -> str:
    """A fact's value and unusual axes in words: "max_mm 40, modality mri; absent, past"."""
    axes = (fact.presence, fact.time, fact.person, fact.about, fact.standing)
    return _told(plain(fact.value), [*(word for word in axes if word not in _USUAL), *_dated(fact)])


def _dated(fact: Fact) -> list[str]:
    return [f"dated {fact.date.isoformat()}"] if fact.date else []


def _wanted(mark: Mark) -> str:
    axes = (mark.presence, mark.time, mark.person, mark.about, mark.standing)
    return _told(mark.value, [word for word in axes if word not in _USUAL])


def _told(value: Mapping[str, Any], more: Sequence[str]) -> str:
    words = ", ".join(f"{name} {what}" for name, what in value.items() if name not in ("is_a", "text"))
    return "; ".join(filter(None, [words, ", ".join(more)])) or "present"
