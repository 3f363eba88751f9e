"""The scan of the raw text: whether any rule could match there, before anything is a word.

Every pattern names words that it cannot do without (needs.py). One automaton looks for all of them at
once. A hit that comes to nothing costs time; what is missed would be a bug, so each step errs towards a
hit: words broken by a line end or a blank are looked for in the text without blanks and dashes, and
long words that the OCR repair would mend count as what they are mended to.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence, Set
from dataclasses import dataclass

from trialsift.extract.matching import Pattern
from trialsift.extract.needs import DIGIT, needed
from trialsift.extract.words import words_in

Gate = Callable[[bytes], object]  # something true where there is a match
_SHORTEST_JOINED = 6  # letters of a word that a line end parts: three on each side
_MOST_KEPT = 200_000  # words remembered as nothing to repair
_SOFT_BREAK = re.compile(r"-[ \t]*\r?\n[ \t]*")
_BETWEEN = b" \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f-"
_GAP = r"[\t-\r\x1c-\x1f -]*"
_BLANK = re.compile(r"\s")
_LONG_WORD = re.compile(r"[^\W_]{8,}")  # what the repair looks at
# Signs of what layout.py drops (page numbers, bar codes, boxes not ticked): words may meet across it.
_DROPPED = (
    r"(?im:^[^a-z0-9\r\n]*(?:page|continued|[0-9]+[ \t]*(?:of|/)[ \t]*[0-9]))"
    r"|[1Il|]{3}|[1Il|]{2}[^ 1Il|][1Il|]{2}|[1Il|][^1Il|][1Il|][^1Il|][1Il|]"
    r"|(?m:^[ \t1IlLiHT|!\]\[.,:;'\"^/\\-]{12,}\r?$)|\[[ _]*\]|\( *\)|\xe2\x98\x90|\xe2\x96\xa1"
)


_NUMBER = re.compile(r"\d[.,]\d|\d{4}")  # may be written in several ways


def python_gate(regex: str) -> Gate:
    """Whether a text holds a match, by Python's own regexes: slow, and what the other is held against."""
    compiled = re.compile(regex.encode("ascii"))
    return compiled.search


def re2_gate(regex: str) -> Gate:
    """Whether a text holds a match, by RE2: one pass, about a nanosecond a character whatever the words."""
    import re2

    options = re2.Options()
    options.max_mem = 128 << 20
    options.log_errors = False
    found = re2.Set.SearchSet(options)
    found.Add(regex)
    found.Compile()
    matched: Gate = found.Match
    return matched


def any_gate(regex: str) -> Gate:
    """RE2 where it is installed, else Python; the answers are the same."""
    if not regex:
        return lambda text: False  # noqa: ARG005  no words, no match
    try:
        return re2_gate(regex)
    except ImportError:
        return python_gate(regex)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a scan looks for: regexes for its gates, and the words of all phrases. Made from patterns alone."""

    short: str
    squeezed: str
    loose: str
    parts: str
    words: Collection[str]


def wanted_of(patterns: Iterable[Pattern], *, also: Iterable[str] = ()) -> Wanted:
    """What a scan for some patterns looks for; also are phrases (labels) to be found as well."""
    held = [*patterns, *(Pattern("", phrase=phrase) for phrase in also)]
    parts = {word for pattern in held if not pattern.phrase for word in needed(pattern) or ("",)}
    phrases = [pattern for pattern in held if pattern.phrase]
    parts |= {_longest(pattern) for pattern in phrases if _NUMBER.search(pattern.phrase)}
    return Wanted(
        short=_one_of(sorted({_bounded(pattern) for pattern in phrases if not _is_long(pattern)})),
        squeezed=_any_of(parts | {_squeezed(pattern) for pattern in phrases if _is_long(pattern)}),
        loose=_any_of(parts | {_longest(pattern) for pattern in phrases}),
        parts=_any_of(parts),
        words=sorted({word for pattern in phrases for word in _words_of(pattern)}),
    )


class Scan:
    """Whether a text could hold a match of any of some patterns."""

    def __init__(
        self, wanted: Wanted, repaired: Callable[[str], str | None], *, gate: Callable[[str], Gate] = any_gate
    ) -> None:
        """repaired is what the OCR repair makes of one word."""
        self._short = gate(wanted.short)
        self._squeezed = gate(wanted.squeezed)
        self._words = frozenset(wanted.words)
        self._loose = gate(wanted.loose)
        self._parts = gate(wanted.parts)
        self._dropped = gate(_DROPPED)
        self._repaired = repaired
        self._dull: set[str] = set()
        self._odd: dict[str, tuple[tuple[str, str], ...]] = {}

    def hit(self, folded: str) -> bool:
        """Whether a pattern could match in a folded text or a stretch of one; True at any doubt."""
        if self._stands(folded):
            return True
        mended = self._mended(folded)
        return mended != folded and self._stands(mended)

    def _stands(self, text: str) -> bool:
        plain = text if text.isascii() else _BLANK.sub(" ", text.lower())
        raw = (plain if text.isascii() else _BLANK.sub(" ", text)).encode("utf-8", "replace")
        squeezed = plain.encode("utf-8", "replace").translate(None, _BETWEEN).lower()
        return bool(
            self._squeezed(squeezed) or self._short(raw) or (self._dropped(raw) and self._loose(squeezed))
        )

    def _mended(self, folded: str) -> str:
        """The text with the words that the OCR repair would make into wanted ones."""
        chunks = folded.split()
        text = _SOFT_BREAK.sub("", folded) if "-" in folded else folded
        if text != folded:
            chunks += text.split()
        if self._dull.issuperset(chunks):
            return text
        fresh = {chunk for chunk in chunks if self._mends_of(chunk)}
        better = {word: mended for chunk in fresh for word, mended in self._mends_of(chunk)}
        for word, mended in better.items():
            text = re.sub(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])", mended, text)
        return text

    def _mends_of(self, chunk: str) -> tuple[tuple[str, str], ...]:
        """The words of a stretch without blanks that would be repaired, with what they become."""
        if chunk in self._odd:
            return self._odd[chunk]
        if len(self._dull) + len(self._odd) > _MOST_KEPT:
            self._dull.clear()
            self._odd.clear()
        repaired = [(word, self._repaired(word)) for word in _LONG_WORD.findall(chunk)]
        wanted = tuple((word, mended) for word, mended in repaired if mended and self._is_wanted(mended))
        if wanted:
            self._odd[chunk] = wanted
        else:
            self._dull.add(chunk)
        return wanted

    def _is_wanted(self, word: str) -> bool:
        return word in self._words or bool(self._parts(word.encode("utf-8", "replace")))


def _words_of(pattern: Pattern) -> list[str]:
    return [word.text.lower() for word in words_in(pattern.phrase, 0, len(pattern.phrase))]


def _longest(pattern: Pattern) -> str:
    return max(_words_of(pattern), key=len)


def _squeezed(pattern: Pattern) -> str:
    return "".join(_words_of(pattern)).replace("-", "")


def _is_long(pattern: Pattern) -> bool:
    """Whether a phrase is looked for in the text without blanks, where words that were broken are whole."""
    return len(_squeezed(pattern)) >= _SHORTEST_JOINED


def _bounded(pattern: Pattern) -> str:
    """A short phrase; a word begins after anything but a letter ("10cm") and ends before no letter or digit."""
    words = [word.text for word in words_in(pattern.phrase, 0, len(pattern.phrase)) if word.text != "-"]
    body = _GAP.join(re.escape(word) for word in words)
    lead = r"(?:^|[^A-Za-z])" if words[0][0].isalpha() else ""
    tail = r"(?:[^A-Za-z0-9]|$)" if words[-1][-1].isalnum() else ""
    return f"{lead}{body}{tail}" if pattern.exact else f"{lead}(?i:{body}){tail}"


def _one_of(regexes: Sequence[str]) -> str:
    return "|".join(f"(?:{regex})" for regex in regexes)


def _any_of(words: Set[str]) -> str:
    """The words as alternatives, those that hold another of them left out: the other is found anyway."""
    if "" in words:
        return "(?:)"  # a regex that needs no letter: everything is a hit
    kept: list[str] = []
    for word in sorted(words, key=lambda item: (len(item), item)):
        if not any(other in word for other in kept):
            kept.append(word)
    return "|".join(re.escape(word).replace(DIGIT, "[0-9]") for word in kept)
