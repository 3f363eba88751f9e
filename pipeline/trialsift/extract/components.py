"""The medspaCy components of trialsift, built from packs: targets and ConText cues.

They are medspaCy's own with the slow ways replaced: matches are gated and bisected, span groups are
written once, and ConText looks only at sentences that hold a target, so that cost grows with the
number of sentences and not with its square.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from trialsift.extract.matching import Match, Matcher, Pattern, longest, pattern_of
from trialsift.extract.medspacy_parts import (
    ConText,
    ConTextGraph,
    ConTextModifier,
    ConTextRule,
    Doc,
    Language,
    TargetMatcher,
    TargetRule,
)
from trialsift.extract.quick import Quick, quick
from trialsift.packs.rules import CueRule, FactRule

Slots = tuple[tuple[str, str], ...]
TARGETS = "trialsift_targets"
_DIRECTIONS = {"forward": "FORWARD", "backward": "BACKWARD", "both": "BIDIRECTIONAL"}


@dataclass(slots=True, eq=False)
class Target:
    """A match of a target rule, as ConText sees one: tokens start to end, a label, its sentence and its modifiers.

    spaCy keeps a Span's attributes by place, so two kinds matched by the same words would share them.
    """

    start: int
    end: int
    label_: str
    rule: TargetRule | None = None
    slots: Slots = ()
    sentence: int = 0
    modifiers: list[ConTextModifier] = field(default_factory=list)


class Targets(TargetMatcher):
    """medspaCy's target matcher over trialsift's matcher; targets may overlap and keep their own rule."""

    def __init__(self, nlp: Language, rules: Mapping[str, TargetRule], patterns: Sequence[Pattern]) -> None:
        super().__init__(nlp, name=TARGETS, result_type=None)
        self.rule_of = dict(rules)
        self._group_of = {key: (rule.category, rule.metadata["role"]) for key, rule in rules.items()}
        self._limits = {key: limit for key, rule in rules.items() if (limit := _limit(rule.metadata["rule"]))}
        self.matcher = Matcher(nlp.vocab, patterns)

    def __call__(self, doc: Doc) -> Doc:
        """Sets doc.user_data["trialsift_targets"]: every Target of the Doc, in text order."""
        texts: SentenceTexts = doc.user_data["sentences"]
        found: list[tuple[str, int, int, Slots]] = [
            (key, start, end, ()) for key, start, end in self.matcher.phrases(doc, texts.words)
        ]
        found += texts.matches(self.matcher)
        found += [(key, token, token + 1, ()) for token, key in doc.user_data["abbreviations"].items()]
        doc.user_data[TARGETS] = self._best(found, texts)
        return doc

    def _best(self, found: Sequence[tuple[str, int, int, Slots]], texts: "SentenceTexts") -> list[Target]:
        """Within one sentence, kind and role the longest of overlapping matches, in text order."""
        slots = {(key, start, end): held for key, start, end, held in found}
        groups: dict[tuple[tuple[str, str], int], list[tuple[str, int, int]]] = {}
        for match in slots:
            key, start, end = match
            sentence = texts.sentence_of(start)
            if end > texts.ends[sentence]:
                continue
            if key in self._limits and not self._allowed(key, texts, sentence, start, end):
                continue
            groups.setdefault((self._group_of[key], sentence), []).append(match)
        best = [
            (match, sentence)
            for (_, sentence), group in groups.items()
            for match in (longest(group) if group[1:] else group)
        ]
        return [
            self._target(match, slots[match], sentence) for match, sentence in sorted(best, key=_in_order)
        ]

    def _allowed(self, key: str, texts: "SentenceTexts", sentence: int, start: int, end: int) -> bool:
        """Whether neither side of a match holds the words that its rule forbids there."""
        limit = self._limits[key]
        return not (
            limit.words.search(texts.lower(sentence))
            and (
                (limit.before and texts.before(sentence, start).endswith(limit.before))
                or (limit.after and texts.after(sentence, end).startswith(limit.after))
            )
        )

    def _target(self, match: tuple[str, int, int], slots: Slots, sentence: int) -> Target:
        key, start, end = match
        rule = self.rule_of[key]
        return Target(start, end, rule.category, rule, slots, sentence)


class _Limit(NamedTuple):
    """The words that a rule forbids before and after its match, and the first word of each, looked for before all else."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    words: Quick


def _limit(rule: FactRule | None) -> _Limit | None:
    """What a rule forbids beside its match, if anything."""
    if rule is None or not (rule.unless_before or rule.unless_after):
        return None
    before, after = _spaced(rule.unless_before), _spaced(rule.unless_after)
    words = {phrase.split(maxsplit=1)[0] for phrase in (*before, *after)}
    return _Limit(before, after, quick("|".join(map(re.escape, sorted(words)))))


def _spaced(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(f" {word.lower()} " for word in words)


def _in_order(item: tuple[tuple[str, int, int], int]) -> tuple[int, int, str]:
    key, start, end = item[0]
    return start, end, key


_BETWEEN_WORDS = re.compile(r"[^\w%]+")


def _plain(text: str) -> str:
    return f" {_BETWEEN_WORDS.sub(' ', text).strip()} "


class Modifier(ConTextModifier):
    """medspaCy's cue in its place, with its scope cut at every stop and at the next cue of its own kind.

    medspaCy compares scopes only where one holds an end of the other, so that a cue of limited reach in
    the middle of a sentence ran past each stop.
    """

    _scope_start: int
    _scope_end: int

    def __init__(self, rule: ConTextRule, start: int, end: int, sentence: tuple[int, int]) -> None:
        """sentence is where the sentence of the cue begins and ends: what medspaCy would ask the Doc for each time."""
        reach = rule.max_scope
        first, last = sentence
        if reach is not None:
            first, last = max(first, start - reach), min(last, end + reach)
        super().__init__(
            rule,
            start,
            end,
            None,
            scope_start=end if rule.direction == "FORWARD" else first,
            scope_end=start if rule.direction == "BACKWARD" else last,
        )

    def modifies(self, target: Target) -> bool:
        """Whether the target stands in the scope; medspaCy is asked only when it does, and where the two stand apart."""
        if not (self._scope_start < target.end and target.start < self._scope_end):
            return False
        return self.leads_into(target) or bool(super().modifies(target))

    def leads_into(self, target: Target) -> bool:
        """Whether the cue ends in the target's first words: "no history of | prolonged QT" denies what it asks the history for."""
        start, end = self.modifier_span
        into = start < target.start < end < target.end
        return into and self.direction == "FORWARD" and bool(self.allows(target.label_.upper()))

    def limit_scope(self, other: ConTextModifier) -> bool:
        """End this scope where other begins, if other stops it; whether that changed anything."""
        if self.direction == "TERMINATE" or not self._ends_at(other):
            return False
        before = self.scope_span
        if self.direction != "BACKWARD" and other > self:
            self._scope_end = min(self._scope_end, other.modifier_span[0])
        if self.direction != "FORWARD" and other < self:
            self._scope_start = max(self._scope_start, other.modifier_span[1])
        return bool(before != self.scope_span)

    def _ends_at(self, other: ConTextModifier) -> bool:
        if other.direction == "TERMINATE":
            return True
        return bool(
            other.category == self.category
            and other.allowed_types == self.allowed_types
            and other.excluded_types == self.excluded_types
        )


class Cues(ConText):
    """medspaCy's ConText with trialsift's cues only, run sentence by sentence."""

    def __init__(self, nlp: Language, cues: Sequence[CueRule]) -> None:
        super().__init__(
            nlp,
            name="trialsift_cues",
            rules=None,
            span_attrs=None,
        )
        self.rule_of = {cue.id: _context_rule(cue) for cue in cues}
        self.matcher = Matcher(nlp.vocab, [pattern for cue in cues for pattern in cue_patterns(cue)])
        self._break = ConTextRule("line break", "STOP", direction="TERMINATE")

    def __call__(self, doc: Doc) -> Doc:
        """Links every target of the Doc to the cues whose scope it stands in (Target.modifiers)."""
        texts: SentenceTexts = doc.user_data["sentences"]
        targets: dict[int, list[Target]] = {}
        for span in doc.user_data[TARGETS]:
            targets.setdefault(span.sentence, []).append(span)
        cues: dict[int, list[tuple[str, int, int]]] = {}
        for key, start, end in self.matcher.phrases(doc, texts.words):
            sentence = texts.sentence_of(start)
            if sentence in targets and end <= texts.ends[sentence]:
                cues.setdefault(sentence, []).append((key, start, end))
        for sentence, spans in targets.items():
            found = cues.get(sentence, []) + [
                match[:3] for match in texts.matches(self.matcher, only=sentence)
            ]
            if found and (found := self._outside(spans, found)):
                self._link(texts, sentence, spans, longest(found))
        return doc

    def _outside(
        self, spans: Sequence[Target], found: Sequence[tuple[str, int, int]]
    ) -> list[tuple[str, int, int]]:
        """The cues less those that are a part of every target: "changes in hearing" must not hide a "no" before it."""
        return [
            match
            for match in found
            if self.rule_of[match[0]].category == "STOP"
            or not all(_inside(match[1:], span) for span in spans)
        ]

    def _link(
        self,
        texts: "SentenceTexts",
        sentence: int,
        spans: Sequence[Target],
        found: Sequence[tuple[str, int, int]],
    ) -> None:
        bounds = texts.starts[sentence], texts.ends[sentence]
        graph = ConTextGraph()
        graph.targets = list(spans)
        graph.modifiers = [Modifier(self.rule_of[key], start, end, bounds) for key, start, end in found]
        graph.modifiers += [
            Modifier(self._break, token, token, bounds)
            for token in texts.soft[sentence]
            if bounds[0] < token < bounds[1]
        ]
        graph.update_scopes()
        graph.apply_modifiers()
        for target, modifier in graph.edges:
            if modifier.leads_into(target) or not _inside(modifier.modifier_span, target):
                target.modifiers.append(modifier)


def _inside(cue: tuple[int, int], target: Target) -> bool:
    """Whether a cue is a part of what it would modify: "skin without lesion" is not denied by its own words."""
    return cue[0] < target.end and target.start < cue[1]


def _context_rule(cue: CueRule) -> ConTextRule:
    direction = {"stop": "TERMINATE", "nothing": "PSEUDO"}.get(cue.sets, _DIRECTIONS[cue.direction])
    return ConTextRule(
        cue.id,
        cue.sets.upper(),
        direction=direction,
        max_scope=cue.reach,
        allowed_types={kind.upper() for kind in cue.only} or None,
        excluded_types={kind.upper() for kind in cue.skips} or None,
        metadata={"id": cue.id, "sets": cue.sets},
    )


def cue_patterns(cue: CueRule) -> list[Pattern]:
    """A cue rule as patterns whose key is the rule's id."""
    exact = cue.case == "exact"
    if cue.regex:
        return [Pattern(cue.id, regex=cue.regex, exact=exact)]
    return [pattern_of(cue.id, phrase, exact=exact) for phrase in cue.phrases]


class SentenceTexts:
    """The sentences of one Doc: their token ranges, texts and soft line breaks, found by bisection."""

    def __init__(
        self,
        starts: Sequence[int],
        ends: Sequence[int],
        texts: Sequence[str],
        places: Sequence[tuple[int, ...]],
        soft: Sequence[tuple[int, ...]],
        words: Set[str],
    ) -> None:
        """words are all words of the Doc."""
        self.starts, self.ends, self.texts, self.places, self.soft = starts, ends, texts, places, soft
        self.words = words
        self._lower: dict[int, str] = {}

    def sentence_of(self, token: int) -> int:
        """The number of the sentence that holds a token."""
        return bisect_right(self.starts, token) - 1

    def lower(self, sentence: int) -> str:
        """The text of a sentence in lower case."""
        if sentence not in self._lower:
            self._lower[sentence] = self.texts[sentence].lower()
        return self._lower[sentence]

    def before(self, sentence: int, start: int) -> str:
        """The words before a token in its sentence, lower case, single spaces, one at each edge."""
        return _plain(self.lower(sentence)[: self.places[sentence][start - self.starts[sentence]]])

    def after(self, sentence: int, end: int) -> str:
        """The words from a token on in its sentence, written alike."""
        places, place = self.places[sentence], end - self.starts[sentence]
        return _plain(self.lower(sentence)[places[place] :]) if place < len(places) else "  "

    def matches(self, matcher: Matcher, *, only: int | None = None) -> list[tuple[str, int, int, Slots]]:
        """Regex matches of all sentences (or one) as (key, first token, end token, slots)."""
        numbers = range(len(self.texts)) if only is None else (only,)
        return [
            self._tokens(number, match) for number in numbers for match in matcher.regexes(self.texts[number])
        ]

    def _tokens(self, number: int, match: Match) -> tuple[str, int, int, Slots]:
        places, start = self.places[number], self.starts[number]
        first = bisect_right(places, match.at) - 1
        last = bisect_right(places, match.to - 1) - 1
        return match.key, start + first, start + last + 1, match.slots
