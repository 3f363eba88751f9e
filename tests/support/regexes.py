"""Python regexes as automata: whether one can be led into exponential work.

A backtracking matcher takes exponential time when some words can be read from a state back to itself in
two ways (Weideman et al. 2016). Word edges are followed; look-arounds and anchors are taken as always
holding, so that a regex which these alone save is still named.
"""

import re
from collections.abc import Iterator, Sequence
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

# One letter of each sort that the regexes tell apart; those named in a regex are added.
_SAMPLES = " \t\n\r\u00e9\u017f0123456789_abcxyzABCXYZ.,;:!?()[]{}<>=+-*/|'\"#%&@~^\u2022\u2265"
_MOST_COPIES = 3  # of a repeat with a bound: enough to see whether copies can be told apart


class Automaton:
    """States by number; edges carry the letters they take, free moves the word edge they ask for (None: no matter)."""

    def __init__(self, pattern: str, flags: int) -> None:
        tree = parser.parse(pattern, flags)
        self.flags = tree.state.flags
        self.letters = sorted({*_SAMPLES, *_named(tree)})
        self.moves: list[list[tuple[frozenset[str], int]]] = []
        self.free: list[list[tuple[int, bool | None]]] = []
        self._known: dict[tuple[int, bool, bool], list[Step]] = {}
        start, end = self._state(), self._state()
        self._sequence(tree, start, end)

    def _state(self) -> int:
        self.moves.append([])
        self.free.append([])
        return len(self.moves) - 1

    def _sequence(self, items: Sequence[Any], start: int, end: int) -> None:
        at = start
        for op, value in items:
            after = self._state()
            self._item(op, value, at, after)
            at = after
        self.free[at].append((end, None))

    def _item(self, op: Any, value: Any, start: int, end: int) -> None:
        if op in (c.LITERAL, c.NOT_LITERAL, c.IN, c.ANY, c.CATEGORY):
            self.moves[start].append((self._taken(op, value), end))
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT):
            self._repeat(*value, start, end)
        elif op is c.SUBPATTERN:
            self._sequence(value[3], start, end)
        elif op is c.BRANCH:
            for way in value[1]:
                self._sequence(way, start, end)
        else:  # an edge or look-around, which takes no letter
            asked = {c.AT_BOUNDARY: True, c.AT_NON_BOUNDARY: False}.get(value) if op is c.AT else None
            self.free[start].append((end, asked))

    def _repeat(self, low: int, high: int, body: Any, start: int, end: int) -> None:
        at = start
        for _ in range(min(low, _MOST_COPIES)):
            after = self._state()
            self._sequence(body, at, after)
            at = after
        if high is c.MAXREPEAT:
            inner, back = self._state(), self._state()
            self.free[at].append((inner, None))
            self._sequence(body, inner, back)
            self.free[back].append((inner, None))
            self.free[at].append((end, None))
            self.free[back].append((end, None))
            return
        for _ in range(min(high - low, _MOST_COPIES)):
            self.free[at].append((end, None))
            after = self._state()
            self._sequence(body, at, after)
            at = after
        self.free[at].append((end, None))

    def _taken(self, op: Any, value: Any) -> frozenset[str]:
        matcher = re.compile(_source(op, value), self.flags & (re.IGNORECASE | re.DOTALL | re.ASCII))
        return frozenset(letter for letter in self.letters if matcher.fullmatch(letter))

    def steps(self, state: int, *, after_word: bool, to_word: bool) -> list["Step"]:
        """Every way to take one letter from a state, given what stands before and what sort it is."""
        key = (state, after_word, to_word)
        if key not in self._known:
            self._known[key] = [
                (kept, place, inner)
                for inner in sorted(self._closure(state, edge=after_word != to_word))
                for place, (taken, _) in enumerate(self.moves[inner])
                if (kept := frozenset(letter for letter in taken if _is_word(letter) == to_word))
            ]
        return self._known[key]

    def target(self, step: "Step") -> int:
        """Where a step leads."""
        return self.moves[step[2]][step[1]][1]

    def _closure(self, state: int, *, edge: bool) -> set[int]:
        seen, queue = {state}, [state]
        while queue:
            for after, asked in self.free[queue.pop()]:
                if after not in seen and asked in (None, edge):
                    seen.add(after)
                    queue.append(after)
        return seen


Step = tuple[frozenset[str], int, int]  # the letters, and the edge they are taken by
Place = tuple[int, bool]  # a state, and whether a letter of a word stands before


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def is_exponential(pattern: str, flags: int = 0) -> bool:
    """Whether some state can be left and reached again by the same letters in two ways."""
    if not _has_choice(parser.parse(pattern, flags), within=False):
        return False
    machine = Automaton(pattern, flags)
    places = [(state, word) for state in range(len(machine.moves)) for word in (True, False)]
    loops = {place for place in places if _returns(machine, place)}
    return any(_two_ways(machine, place, loops) for place in loops)


def _has_choice(tree: Any, *, within: bool) -> bool:
    """Whether an unbounded repeat holds a repeat or alternatives: without that there is one way only."""
    for op, value in tree:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT):
            if (within and value[0] != value[1]) or _has_choice(
                value[2], within=within or value[1] is c.MAXREPEAT
            ):
                return True
        elif op is c.SUBPATTERN:
            if _has_choice(value[3], within=within):
                return True
        elif op is c.BRANCH and (within or any(_has_choice(way, within=within) for way in value[1])):
            return True
    return False


def _next(machine: Automaton, place: Place) -> set[Place]:
    return {
        (machine.target(step), word)
        for word in (True, False)
        for step in machine.steps(place[0], after_word=place[1], to_word=word)
    }


def _returns(machine: Automaton, place: Place) -> bool:
    seen: set[Place] = set()
    queue = [place]
    while queue:
        for after in _next(machine, queue.pop()):
            if after == place:
                return True
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return False


def _two_ways(machine: Automaton, place: Place, loops: set[Place]) -> bool:
    """Pairs of states reached by the same letters from one state, until they meet there again apart."""
    queue: list[tuple[int, int, bool, bool]] = [(place[0], place[0], place[1], False)]
    seen = set(queue)
    while queue:
        for after in _pairs(machine, queue.pop(), loops):
            left, right, word, apart = after
            if apart and left == right == place[0] and word == place[1]:
                return True
            if after not in seen:
                seen.add(after)
                queue.append(after)
    return False


def _pairs(
    machine: Automaton, at: tuple[int, int, bool, bool], loops: set[Place]
) -> Iterator[tuple[int, int, bool, bool]]:
    left, right, before, apart = at
    for word in (True, False):
        for one in machine.steps(left, after_word=before, to_word=word):
            for other in machine.steps(right, after_word=before, to_word=word):
                ends = machine.target(one), machine.target(other)
                if one[0] & other[0] and all((end, word) in loops for end in ends):
                    yield *ends, word, apart or one[1:] != other[1:]


def _named(tree: Any) -> Iterator[str]:
    """The letters that a regex names, in both cases."""
    for op, value in tree:
        if op in (c.LITERAL, c.NOT_LITERAL):
            yield from {chr(value), chr(value).lower(), chr(value).upper()[:1]}
        elif op is c.RANGE:
            yield chr(value[0])
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT):
            yield from _named(value[2])
        elif op is c.SUBPATTERN:
            yield from _named(value[3])
        elif op is c.BRANCH:
            for way in value[1]:
                yield from _named(way)
        elif op is c.IN:
            yield from _named(value)


_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_SPACE: r"\s",
    c.CATEGORY_NOT_SPACE: r"\S", c.CATEGORY_WORD: r"\w", c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _source(op: Any, value: Any) -> str:
    if op is c.ANY:
        return "."
    if op is c.IN:
        inner = "".join(_source(*item) for item in value)
        return f"[{inner}]"
    if op is c.NEGATE:
        return "^"
    if op is c.CATEGORY:
        return _CATEGORIES[value]
    if op is c.RANGE:
        return f"{_escaped(value[0])}-{_escaped(value[1])}"
    return f"[^{_escaped(value)}]" if op is c.NOT_LITERAL else _escaped(value)


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"
