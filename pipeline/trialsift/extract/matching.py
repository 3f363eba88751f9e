"""Pack rules -> matches: phrases by spaCy's PhraseMatcher, slots and regexes by RE2.

RE2 has no backtracking, so no rule can run away on a hostile text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple

import re2
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from trialsift.extract.words import fold, spaced, words_in

NUMBER = r"\d+(?:\.\d+)?"
LENGTH_UNIT = r"(?:cms?|mms?|centimet(?:er|re)s?|millimet(?:er|re)s?|inch(?:es)?)"
SIZE = (
    rf"{NUMBER}(?: ?{LENGTH_UNIT})?(?: ?(?:x|X|\*|by) ?{NUMBER}(?: ?{LENGTH_UNIT})?){{0,3}} ?{LENGTH_UNIT}\b"
)
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
DATE = (
    rf"(?:\d{{1,4}}[/.\-]\d{{1,2}}[/.\-]\d{{2,4}}|\d{{1,2}} ?(?:st|nd|rd|th)? ?(?:of )?{MONTH},? ?\d{{4}}"
    rf"|{MONTH} ?\d{{1,2}}(?: ?(?:st|nd|rd|th))?,? ?\d{{4}}|{MONTH},? ?\d{{4}}|\d{{4}})"
)
SLOTS: Mapping[str, str] = {"number": NUMBER, "size": SIZE, "date": DATE, "word": r"[^\W\d_]+"}
_SLOT = re.compile(r"\{(\w+)\}")
_FEW = 60  # regexes that one automaton can hold


@dataclass(frozen=True, slots=True)
class Pattern:
    """What one phrase or regex of a rule looks for: plain words, or an RE2 expression.

    words are those of the phrase as they are compared: lower case unless exact.
    """

    key: str
    phrase: str = ""
    regex: str = ""
    exact: bool = False
    words: tuple[str, ...] = ()


class Match(NamedTuple):
    """A pattern found at characters at..to of a sentence, with the texts of its slots."""

    key: str
    at: int
    to: int
    slots: tuple[tuple[str, str], ...] = ()


def pattern_of(key: str, phrase: str, *, exact: bool = False) -> Pattern:
    """A phrase as words for the PhraseMatcher, or as RE2 when it holds slots or a part of a word."""
    if not _SLOT.search(phrase):
        text = normal(phrase)
        compared = text if exact else text.lower()
        words = tuple(word.text for word in words_in(compared, 0, len(compared)))
        return Pattern(key, phrase=text, exact=exact, words=words)
    return Pattern(key, regex=_slot_regex(phrase), exact=exact)


def normal(phrase: str) -> str:
    """A phrase in the form that sentences have: "high-grade" gives "high grade"."""
    folded = fold(phrase)
    return spaced(words_in(folded, 0, len(folded)))[0]


def _slot_regex(phrase: str) -> str:
    parts: list[str] = []
    seen: dict[str, int] = {}
    end = 0
    for match in _SLOT.finditer(phrase):
        parts.append(_literal_regex(phrase[end : match.start()]))
        name = match.group(1)
        seen[name] = seen.get(name, 0) + 1
        group = name if seen[name] == 1 else f"{name}{seen[name]}"
        parts.append(f"(?P<{group}>{SLOTS[name]})")
        end = match.end()
    parts.append(_literal_regex(phrase[end:]))
    return "".join(parts)


def _literal_regex(text: str) -> str:
    """Plain words as RE2; a space is required between letters and optional elsewhere."""
    body = normal(text) if text.strip() else ""
    escaped = re.sub(r"\\? ", " ?", re.escape(body))
    escaped = re.sub(r"(?<=[A-Za-z]) \?(?=[A-Za-z])", " ", escaped)
    lead = r"\b" if body[:1].isalnum() else ""
    tail = r"\b" if body[-1:].isalpha() else ""
    before = " ?" if text[:1].isspace() else ""
    after = " ?" if text[-1:].isspace() else ""
    return f"{before}{lead}{escaped}{tail}{after}" if body else before


class Matcher:
    """Finds all patterns in sentences: one pass of phrases over a Doc, one gated pass of RE2 a sentence.

    A phrase costs nothing before the first Doc that holds its longest word, a regex before its first match,
    so that a small note does not wait for thousands of rules about other things.
    """

    def __init__(self, vocab: Vocab, patterns: Iterable[Pattern]) -> None:
        self._vocab = vocab
        self._keys: dict[int, list[str]] = {}
        self._lower = PhraseMatcher(vocab, attr="LOWER")
        self._orth = PhraseMatcher(vocab, attr="ORTH")
        self._waiting: dict[str, list[Pattern]] = {}
        self._met: set[str] = set()
        self.words: set[str] = set()
        self.exact_words: set[str] = set()
        self._regexes: list[tuple[str, str]] = []
        self._compiled: dict[str, tuple[Any, tuple[tuple[str, int], ...]]] = {}
        for pattern in patterns:
            self._add(pattern)
        self._matching = _matching([source for _, source in self._regexes])

    def _add(self, pattern: Pattern) -> None:
        if pattern.regex:
            source = pattern.regex if pattern.exact else f"(?i){pattern.regex}"
            self._regexes.append((pattern.key, source))
            return
        (self.exact_words if pattern.exact else self.words).update(pattern.words)
        self._waiting.setdefault(max(pattern.words, key=len), []).append(pattern)

    def _wake(self, words: Set[str]) -> None:
        """Add the phrases that wait for one of these words; a word wakes them when it is first met."""
        for word in words - self._met:
            self._met.add(word)
            for key in (word, word.lower()):
                for pattern in self._waiting.pop(key, ()):
                    self._add_phrase(pattern)

    def _add_phrase(self, pattern: Pattern) -> None:
        name = f"={pattern.phrase}" if pattern.exact else pattern.phrase.lower()
        identity = self._vocab.strings.add(name)
        if identity not in self._keys:
            self._keys[identity] = []
            (self._orth if pattern.exact else self._lower).add(
                name, [Doc(self._vocab, words=list(pattern.words))]
            )
        self._keys[identity].append(pattern.key)

    def phrases(self, doc: Doc, words: Set[str]) -> Iterator[tuple[str, int, int]]:
        """(key, first token, end token) of every phrase in the Doc, which is made of these words."""
        self._wake(words)
        for matcher in (self._lower, self._orth):
            if not len(matcher):
                continue
            for identity, start, end in matcher(doc):
                for key in self._keys[identity]:
                    yield key, start, end

    def regexes(self, text: str) -> Iterator[Match]:
        """Every regex match in one sentence's normalised text."""
        if not self._regexes:
            return
        encoded = text.encode()
        held = encoded if len(encoded) == len(text) else text  # places in bytes need no counting of letters
        for index in self._matching(encoded):
            key, source = self._regexes[index]
            regex, names = self._regex(source)
            for match in regex.finditer(held):
                start, end = match.span()
                if end > start:
                    yield Match(key, start, end, _slots(text, match, names) if names else ())

    def _regex(self, source: str) -> tuple[Any, tuple[tuple[str, int], ...]]:
        if source not in self._compiled:
            regex = re2.compile(source, _options())
            self._compiled[source] = regex, tuple(regex.groupindex.items())
        return self._compiled[source]


def _matching(sources: Sequence[str]) -> Callable[[bytes], Sequence[int]]:
    """What tells which of some regexes match in a text.

    A Set's automaton has a state for every way in which its regexes stand half matched: of many regexes it grows
    with each new text and is thrown away at its bound, over and over. A Filter looks for the letters that they need
    first and asks the few that are left one by one, which costs the same in any text. Those that it knows no
    letters of it would ask each time; few as they are, a Set asks them all at once.
    """
    always = (
        range(len(sources)) if len(sources) <= _FEW else _filter(sources).Match(b"", potential=True) or ()
    )
    seldom = sorted(set(range(len(sources))).difference(always))
    few = re2.Set.SearchSet(_options())
    for index in always:
        few.Add(sources[index])
    few.Compile()
    if not seldom:
        return lambda text: few.Match(text) or ()
    many = _filter([sources[index] for index in seldom])

    def matching(text: bytes) -> list[int]:
        found = [always[index] for index in few.Match(text) or ()]
        found += [seldom[index] for index in many.Match(text) or ()]
        return sorted(found)

    return matching


def _filter(sources: Iterable[str]) -> Any:
    many = re2.Filter()
    for source in sources:
        many.Add(source, _options())
    many.Compile()
    return many


def _slots(
    text: str, match: "re.Match[str]", names: Iterable[tuple[str, int]]
) -> tuple[tuple[str, str], ...]:
    spans = ((name, match.span(group)) for name, group in names)
    return tuple((name, text[start:end]) for name, (start, end) in spans if start >= 0)


def _options() -> object:
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return options


def longest(matches: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Of matches that overlap, the longest, and the first of equal ones; equal places are all kept."""
    if len(matches) == 1:
        return list(matches)
    kept: list[tuple[str, int, int]] = []
    for match in sorted(matches, key=lambda item: (item[1] - item[2], item[1], item[0])):
        if all(match[2] <= at or to <= match[1] or (at, to) == match[1:] for _, at, to in kept):
            kept.append(match)
    return sorted(kept, key=lambda item: (item[1], item[2], item[0]))
