"""Cues around a mention -> its presence, time and person."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

from trialsift.extract.reading import Assertion
from trialsift.facts import Presence, Time, Whose

_TIMES = frozenset({"past", "planned", "now"})
_PERSONS = frozenset({"relative", "patient"})
_PRESENCES = frozenset({"absent", "uncertain", "present"})


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue in whose scope a mention stands: what it sets, its words and place, how far away it is."""

    sets: str
    words: str
    start: int
    distance: int
    before: bool


def assertion_of(cues: Sequence[Cue], *, section_sets: str = "") -> Assertion:
    """The three axes, each from the cue that decides it; a section speaks where no cue does.

    "No evidence of a suspicious mass" is absent (the denial governs the doubt that follows it);
    "cannot exclude", "no doubt" are cues of their own and hide the "no" inside them.
    """
    if not cues:
        return _of_section(section_sets)
    chosen = [
        _presence(cues),
        _nearest(cues, _TIMES),
        _nearest(cues, _PERSONS),
    ]
    used = sorted((cue for cue in chosen if cue), key=lambda cue: cue.start)
    return Assertion(
        presence=cast("Presence", _said(chosen[0], section_sets, _PRESENCES, "present")),
        time=cast("Time", _said(chosen[1], section_sets, _TIMES, "now")),
        person=cast("Whose", _said(chosen[2], section_sets, _PERSONS, "patient")),
        cues=tuple(dict.fromkeys(cue.words for cue in used)),
    )


@cache
def _of_section(section_sets: str) -> Assertion:
    return Assertion(
        presence=cast("Presence", _said(None, section_sets, _PRESENCES, "present")),
        time=cast("Time", _said(None, section_sets, _TIMES, "now")),
        person=cast("Whose", _said(None, section_sets, _PERSONS, "patient")),
    )


def _presence(cues: Sequence[Cue]) -> Cue | None:
    """An affirmation or doubt nearer than a denial wins, unless the denial stands before the doubt.

    "No fracture, possible sprain": a doubt that opens a new thought is not governed by what stands before.
    """
    found = [cue for cue in cues if cue.sets in _PRESENCES]
    if not found:
        return None
    nearest = min(found, key=lambda cue: cue.distance)
    if nearest.sets != "uncertain" or nearest.words.startswith((",", "and ")):
        return nearest
    for cue in found:
        if cue.sets == "absent" and cue.before and nearest.before and cue.start < nearest.start:
            return cue
    return nearest


def _nearest(cues: Sequence[Cue], words: frozenset[str]) -> Cue | None:
    found = [cue for cue in cues if cue.sets in words]
    return min(found, key=lambda cue: cue.distance) if found else None


def _said(cue: Cue | None, section_sets: str, words: frozenset[str], otherwise: str) -> str:
    if cue:
        return cue.sets
    return section_sets if section_sets in words else otherwise
