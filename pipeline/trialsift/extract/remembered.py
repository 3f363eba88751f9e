"""What is derived from packs alone, made once per set of packs and not once per note."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from trialsift.packs.rules import Packs

_Made = TypeVar("_Made")
_MOST_PACKS = 4


def per_packs(make: Callable[[Packs], _Made]) -> Callable[[Packs], _Made]:
    """A function of packs that remembers its answers by the packs' hash."""
    held: dict[str, _Made] = {}

    @wraps(make)
    def remembered(packs: Packs) -> _Made:
        if packs.hash not in held:
            if len(held) >= _MOST_PACKS:
                held.clear()
            held[packs.hash] = make(packs)
        return held[packs.hash]

    return remembered
