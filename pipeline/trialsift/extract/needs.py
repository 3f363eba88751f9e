"""The letters that a regex cannot match without: what a scan of the raw text looks for.

Each regex gives words of which at least one stands in every text that it matches. Too short a word
costs time and never an answer.
"""

import re
import warnings
from collections.abc import Iterable, Sequence
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from trialsift.extract.matching import Pattern

DIGIT = "0"  # stands for any digit
_MOST_WAYS = 1000
_POSIX = re.compile(r"\[\[:\w+:\]\]")
_RE2_ONLY = re.compile(r"\[:\w+:\]|\\[pPQCz]")  # what Python reads otherwise


def needed(pattern: Pattern) -> tuple[str, ...]:
    """Letters (lower case), strokes or DIGIT of which a regex's match holds one; empty when anything may match.

    "tumou?r|mass" gives ("mass", "tumo"), "\\d ?cm" gives ("0cm",), "n/?k" gives ("n/k", "nk").
    """
    regex = _POSIX.sub(".", pattern.regex)
    if _RE2_ONLY.search(regex):
        return ()
    with warnings.catch_warnings():  # of a bracket in brackets, which means the same to both
        warnings.simplefilter("ignore", FutureWarning)
        return tuple(sorted(_of(parser.parse(regex, re.IGNORECASE))))


def _of(sequence: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """The best choice of words in a sequence of parts; empty when no part needs a letter or digit.

    "R[0-2]" gives "r0": letters and classes that follow each other are one word, blanks between do not count.
    """
    choices: list[frozenset[str]] = []
    run = frozenset({""})
    for op, held in sequence:
        ways = _spelled(op, held)
        if ways and len(run) * len(ways) <= _MOST_WAYS:
            run = frozenset(first + second for first in run for second in ways)
            continue
        choices.append(run)
        run = ways or frozenset({""})
        choices.append(_part(op, held))
    known = [words for words in (*choices, run) if words and "" not in words]
    return max(known, key=_worth, default=frozenset())


def _spelled(op: Any, held: Any) -> frozenset[str]:
    """All that a part can match, blanks and dashes left out; empty when that is too much to list."""
    if op is ops.AT:
        return frozenset({""})
    if op is ops.LITERAL:
        return frozenset({""}) if chr(held) in " -" else _class([(op, held)])
    if op is ops.IN:
        return _class(held)
    if op is ops.SUBPATTERN:
        return _all_spelled(held[3])
    if op is ops.BRANCH:
        ways = [_all_spelled(way) for way in held[1]]
        found = frozenset[str]().union(*ways) if all(ways) else frozenset[str]()
        return found if len(found) <= _MOST_WAYS else frozenset()
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and held[1] == 1:
        once = _all_spelled(held[2])
        return once | {""} if once and not held[0] else once
    blank = op in (ops.MAX_REPEAT, ops.MIN_REPEAT) and _all_spelled(held[2]) == {""}
    return frozenset({""}) if blank else frozenset()


def _all_spelled(sequence: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found = frozenset({""})
    for op, held in sequence:
        ways = _spelled(op, held)
        if not ways or len(found) * len(ways) > _MOST_WAYS:
            return frozenset()
        found = frozenset(first + second for first in found for second in ways)
    return found


def _part(op: Any, held: Any) -> frozenset[str]:
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _of(held[2]) if held[0] else frozenset()
    if op is ops.SUBPATTERN:
        return _of(held[3])
    if op is ops.BRANCH:
        ways = [_of(way) for way in held[1]]
        return frozenset().union(*ways) if all(ways) else frozenset()
    return frozenset()


def _class(held: Sequence[tuple[Any, Any]]) -> frozenset[str]:
    """A class of digits needs a digit; a class of letters any of them."""
    found: set[str] = set()
    for op, value in held:
        if (
            (op is ops.CATEGORY and value is ops.CATEGORY_DIGIT)
            or (op is ops.RANGE and chr(value[0]).isdigit() and chr(value[1]).isdigit())
            or (op is ops.LITERAL and chr(value).isdigit())
        ):
            found.add(DIGIT)
        elif op is ops.RANGE and all(chr(end).isascii() and chr(end).isalpha() for end in value):
            found.update(chr(code).lower() for code in range(value[0], value[1] + 1) if chr(code).isalpha())
        elif op is ops.LITERAL and chr(value).isascii() and (chr(value).isalpha() or chr(value) == "/"):
            found.add(chr(value).lower())
        else:
            return frozenset()
    return frozenset(found)


def _worth(words: frozenset[str]) -> tuple[float, int]:
    """Long words are rare in texts that do not match; a digit is rarer than one letter."""
    lengths = [len(word) + 0.5 * word.count(DIGIT) for word in words]
    return min(lengths, default=0), -len(words)
