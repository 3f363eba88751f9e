"""What a pack holds once it is checked: frozen rules, terms, cues and sections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Plain = Any  # str | list[Plain] | dict[str, Plain]: scalars stay text as written in YAML


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a rule stands: a path relative to patterns/ and a line, for messages."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A hit or a miss of a rule. text is without brackets; marks are the [[…]] parts as (start, end).

    value, when given, is what the fact's JSON value must contain.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    value: Mapping[str, Plain] | None = None
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRule:
    """One rule of patterns/facts/: words that state a fact, or play a role in one.

    Exactly one of phrases, regex, labels is filled. labels match the text before a colon, in a
    table's first column or a form's field name. case "exact" is for abbreviations.
    unless_before/unless_after: words directly before or after the match that forbid it.
    """

    id: str
    kind: str
    role: str = "value"
    value: Plain = None
    phrases: tuple[str, ...] = ()
    regex: str | None = None
    why: str = ""
    labels: tuple[str, ...] = ()
    case: Literal["any", "exact"] = "any"
    unless_before: tuple[str, ...] = ()
    unless_after: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    hits: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of patterns/vocab/: an id, what it is, and every way it is written.

    words match in any case; short (abbreviations) match as written. more holds the vocabulary's
    own keys (icdo3, family, group, loinc, unit, class …).
    """

    id: str
    name: str
    kind: str
    is_a: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    more: Mapping[str, Plain] = field(default_factory=dict)
    misses: tuple[Example, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRule:
    """One rule of patterns/cues/: words that set the assertion of what stands near them.

    sets is one word of presence, time or person ("absent", "uncertain", "present", "past",
    "planned", "relative", "patient"), "stop" (ends other cues' scopes) or "nothing" (a
    pseudo-cue that only hides shorter ones). reach is a number of words, None to the sentence's end.
    only/skips name fact kinds.
    """

    id: str
    sets: str
    direction: Literal["forward", "backward", "both"] = "forward"
    phrases: tuple[str, ...] = ()
    regex: str | None = None
    why: str = ""
    reach: int | None = None
    only: tuple[str, ...] = ()
    skips: tuple[str, ...] = ()
    case: Literal["any", "exact"] = "any"
    hits: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionRule:
    """One rule of patterns/sections/: the titles that open a section, and what holds inside it.

    sets is an assertion word as in CueRule, or "" (nothing); document, when given, is the kind of
    document that such a title gives away ("pathology").
    """

    id: str
    section: str
    titles: tuple[str, ...]
    sets: str = ""
    document: str = ""
    hits: tuple[Example, ...] = ()
    misses: tuple[Example, ...] = ()
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """All terms of one kind by id. `ancestors` follows is_a to the top, nearest first."""

    kind: str
    source: str
    terms: Mapping[str, Term]

    def ancestors(self, term_id: str) -> tuple[str, ...]:
        """Every class above a term, nearest first, without repeats; unknown ids are kept as names."""
        found: list[str] = []
        queue = list(self.terms[term_id].is_a) if term_id in self.terms else []
        while queue:
            parent = queue.pop(0)
            if parent not in found:
                found.append(parent)
                queue.extend(self.terms[parent].is_a if parent in self.terms else ())
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Packs:
    """Everything below patterns/ except the trials, checked; hash is over the files' bytes."""

    facts: Mapping[str, tuple[FactRule, ...]]
    vocab: Mapping[str, Vocabulary]
    cues: tuple[CueRule, ...]
    sections: tuple[SectionRule, ...]
    hash: str
