"""Notes with a null between all letters: text of two bytes a letter that was read as if it had one."""

from collections.abc import Sequence
from dataclasses import replace

from trialsift.facts import Evidence, Fact
from trialsift.note import Note

_NULL = "\0"
_SHARE = 0.3


def is_nulled(text: str) -> bool:
    """Whether about every second character is a null, so that no word can be read."""
    return _NULL in text and text.count(_NULL) > _SHARE * len(text)


def without_nulls(note: Note) -> Note:
    """The note as it reads; its offsets are not the received note's."""
    return replace(note, text=note.text.replace(_NULL, ""))


def put_back(facts: Sequence[Fact], note: Note) -> list[Fact]:
    """Facts read without the nulls, with offsets and quotes of the note as received."""
    places = [place for place, letter in enumerate(note.text) if letter != _NULL]
    return [
        replace(fact, evidence=tuple(_moved(item, places, note) for item in fact.evidence)) for fact in facts
    ]


def _moved(item: Evidence, places: Sequence[int], note: Note) -> Evidence:
    start, end = places[item.start], places[item.end - 1] + 1
    return replace(item, start=start, end=end, quote=note.text[start:end])
