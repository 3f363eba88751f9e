"""Sizes whose numbers are words, as dictation leaves them: "six point six by four centimetres"."""

import re

from trialsift.extract.spelled import NUMBER_WORDS, spelled

_UNIT = r"(?:[cm]ms?|centimet(?:er|re)s?|millimet(?:er|re)s?|inch(?:es)?)\b"
_UNIT_AT = re.compile(rf" ?-?(?P<unit>{_UNIT})", re.IGNORECASE)
_HALF = re.compile(r" and a half\b", re.IGNORECASE)
_TIMES = re.compile(
    r"(?: (?:cranio ?-?caudal|antero ?-?posterior|longitudinal|transverse|axial|sagittal|coronal)(?:ly)?| in (?:length|width|depth|height))?"
    r",? (?:by|times|x)(?: about| approximately)? ",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\b(?={NUMBER_WORDS}\b)", re.IGNORECASE)


def spelled_sizes(text: str) -> list[tuple[int, int, tuple[float, ...], str]]:
    """Where each size in words begins and ends, its numbers in the order said, and their unit.

    "Six by four centimetres" gives (6.0, 4.0) and "centimetres"; a number of words without a unit is none.
    """
    found: list[tuple[int, int, tuple[float, ...], str]] = []
    place = 0
    while opening := _OPENS.search(text, place):
        numbers, unit, end = _numbers(text, opening.start())
        if numbers and unit:
            found.append((opening.start(), end, tuple(numbers), unit))
        place = max(end, opening.end() + 1)
    return found


def _numbers(text: str, at: int) -> tuple[list[float], str, int]:
    """The numbers from a place on that "by" joins, the unit behind one of them, and where they end."""
    numbers: list[float] = []
    unit, end = "", at
    while said := spelled(text, at, alone=True):
        number, end = said
        if half := _HALF.match(text, end):
            number, end = number + 0.5, half.end()
        if stated := _UNIT_AT.match(text, end):
            unit, end = unit or stated["unit"], stated.end()
        numbers.append(number)
        times = _TIMES.match(text, end)
        if times is None:
            break
        at = times.end()
    return numbers, unit, end
