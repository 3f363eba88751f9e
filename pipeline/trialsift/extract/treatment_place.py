"""Where a treatment is named, as the readers of its parts look at it."""

from dataclasses import dataclass

from trialsift.extract.dates import DayOrder
from trialsift.extract.reading import Mention, Reading, Sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where a treatment is named: the note, its sentence, the mentions beside it the note's day order and which names are drugs."""

    reading: Reading
    sentence: Sentence
    mention: Mention
    mates: tuple[Mention, ...]
    order: DayOrder | None
    drugs: frozenset[str] = frozenset()
