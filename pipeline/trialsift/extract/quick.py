"""Regexes that are asked of every sentence and match in few of them.

RE2 goes over a text once, whatever the words that it looks for, and says in a microsecond that none of them is
there; Python's own regexes try each word at each character. So RE2 is asked first, for what is left of a regex
without the conditions that it does not know (what must stand around a match), and Python where it says yes.
"""

import re
import sys
from collections.abc import Iterator

from trialsift.extract.scan import Gate, any_gate

_AROUND = re.compile(r"\(\?(?:<?[=!])")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_POSSESSIVE = re.compile(r"(?<=[*+?}])\+")
_WORTH_IT = 30  # times asked: making the question for RE2 takes as long as some hundred answers of Python's
_UNKNOWN = re.compile(r"\(\?P=|\(\?\(|\\[1-9UN]")  # what RE2 has no sign for: such a regex is Python's alone
_BY_NUMBER = re.compile(r"\\u([0-9a-fA-F]{4})")  # a letter by its number, which RE2 writes otherwise
_MORE_BLANKS = r"\x0b\x1c-\x1f"  # blanks to Python and not to RE2
_END = r"(?:\n?\z)"  # Python's $ stands before a last line end too


class Quick:
    """A compiled regex whose "no match" costs next to nothing; it answers as Python's own does."""

    __slots__ = ("_asked", "_may", "pattern")

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self._asked = 0
        self._may: Gate | None = None

    def search(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As re.Pattern.search."""
        return None if self._is_out(text, pos, endpos) else self.pattern.search(text, pos, endpos)

    def finditer(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """As re.Pattern.finditer."""
        return iter(()) if self._is_out(text, pos, endpos) else self.pattern.finditer(text, pos, endpos)

    def match(self, text: str, pos: int = 0, endpos: int = sys.maxsize) -> re.Match[str] | None:
        """As re.Pattern.match, which looks at one place and needs no help."""
        return self.pattern.match(text, pos, endpos)

    def _is_out(self, text: str, pos: int, endpos: int) -> bool:
        """Whether no match can stand there; never said of letters that the two may read differently."""
        if self._may is None:
            self._asked += 1
            if self._asked < _WORTH_IT:
                return False
            self._may = _gate(self.pattern)
        if not text.isascii():
            return False
        # One character more, so that RE2 knows whether a word begins at pos.
        return not self._may(
            (text[max(0, pos - 1) : endpos] if pos or endpos < sys.maxsize else text).encode()
        )


def quick(regex: str, flags: int = 0) -> Quick:
    """A regex compiled with these flags, asked of RE2 first."""
    return Quick(re.compile(regex, flags))


def _gate(pattern: re.Pattern[str]) -> Gate:
    if _UNKNOWN.search(pattern.pattern):
        return lambda text: True  # noqa: ARG005
    letters = "".join(
        letter
        for letter, flag in (("i", re.IGNORECASE), ("m", re.MULTILINE), ("s", re.DOTALL))
        if pattern.flags & flag
    )
    end = "$" if pattern.flags & re.MULTILINE else _END
    return any_gate(
        f"(?{letters}:{_relaxed(pattern.pattern, end)})" if letters else _relaxed(pattern.pattern, end)
    )


def _relaxed(regex: str, end: str) -> str:
    """A regex for RE2 that matches wherever this one does, and in some more places."""
    parts: list[str] = []
    place = 0
    regex = _BY_NUMBER.sub(r"\\x{\1}", regex)
    while place < len(regex):
        taken, part = _part(regex, place, end)
        parts.append(part)
        place += taken
    return "".join(parts)


def _part(regex: str, place: int, end: str) -> tuple[int, str]:
    """How many characters the next part of a regex takes, and what RE2 gets for it."""
    sign = regex[place]
    if sign == "\\":
        pair = regex[place : place + 2]
        return 2, {r"\s": rf"[\s{_MORE_BLANKS}]", r"\Z": r"\z"}.get(pair, pair)
    if sign == "[":
        held = _CLASS.match(regex, place)
        written = held.group() if held else sign
        blanks = _MORE_BLANKS if r"\s" in written and written[1] != "^" else ""
        return len(written), written[:-1] + blanks + written[-1]
    if _AROUND.match(regex, place):
        return _closing(regex, place) - place, ""
    if _POSSESSIVE.match(regex, place):
        return 1, ""
    if regex.startswith("(?>", place):
        return 3, "(?:"
    return 1, end if sign == "$" else sign


def _closing(regex: str, place: int) -> int:
    """Where the bracket that opens at a place is closed, just behind it."""
    depth = 0
    while True:
        if regex[place] == "\\":
            place += 2
            continue
        if regex[place] == "[" and (held := _CLASS.match(regex, place)):
            place = held.end()
            continue
        depth += {"(": 1, ")": -1}.get(regex[place], 0)
        place += 1
        if not depth:
            return place
