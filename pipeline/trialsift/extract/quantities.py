"""Lengths, counts and percentages in a sentence's normalised text. Lengths come out in millimetres."""

import re
from dataclasses import dataclass

_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?:cms?|mms?|centimet(?:er|re)s?|millimet(?:er|re)s?)"
_AXIS = r"(?:AP|TV|TR|TRV|CC|SI|ML|LR|RL|W|H|D|L|T|transverse|craniocaudal|cranio caudal|anteroposterior|antero posterior|longitudinal|long|wide|deep|high|thick|length|width|depth|height)"
_AXIS_NOTE = rf"(?: ?\(? ?{_AXIS}\)?)?"
_SIZE = re.compile(
    rf"(?P<first>{_NUMBER})(?: ?{_UNIT})?{_AXIS_NOTE}(?P<more>(?: ?(?:x|\*|by|and) ?(?:up to |approximately )?{_NUMBER}(?: ?{_UNIT})?{_AXIS_NOTE}){{0,3}})"
    rf"(?: ?(?P<unit>{_UNIT}))?(?![\w^/])",
    re.IGNORECASE,
)
_ONE = re.compile(rf"(?P<number>{_NUMBER})(?: ?(?P<unit>{_UNIT}))?{_AXIS_NOTE}", re.IGNORECASE)
_AXES = re.compile(rf"\((?P<axes>{_AXIS}(?: ?[x*,/] ?{_AXIS}){{1,3}})\)", re.IGNORECASE)
_AXIS_WORD = re.compile(rf"\b{_AXIS}\b", re.IGNORECASE)
_COMPARATORS = (
    (
        re.compile(
            r"(?:<|less than|under|below|within|<=|not more than|up to|at most|no more than) ?$",
            re.IGNORECASE,
        ),
        "<",
    ),
    (
        re.compile(
            r"(?:>|more than|over|greater than|exceeding|at least|>=|minimum(?: of)?) ?$", re.IGNORECASE
        ),
        ">",
    ),
    (
        re.compile(
            r"(?:approximately|approx\.?|about|circa|c\.|ca\.?|~|around|some|nearly|almost) ?$", re.IGNORECASE
        ),
        "~",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size in a text: places at..to, dimensions in mm in the order written, axes if named."""

    at: int
    to: int
    dims_mm: tuple[float, ...]
    axes: tuple[str, ...] = ()
    comparator: str = "="

    @property
    def max_mm(self) -> float:
        """Largest stated dimension."""
        return max(self.dims_mm)


def millimetres(number: str, unit: str) -> float:
    """A length in mm: ("4.2", "cm") gives 42.0. Half a thousandth is rounded away."""
    return round(float(number) * (10 if unit.lower().startswith("c") else 1), 3)


def sizes_in(text: str) -> list[Size]:
    """Every size with a unit. "8.2 x 6.1 x 10.4 cm (AP x TV x CC)" is one; a number without a unit is none.

    A range ("2-3 mm") gives its larger end as one dimension's value with comparator "<".
    """
    found: list[Size] = []
    for match in _SIZE.finditer(text):
        parts = list(_ONE.finditer(match.group()))
        last = match.group("unit") or next(
            (part.group("unit") for part in reversed(parts) if part.group("unit")), None
        )
        if not last or _follows_word(text, match.start()):
            continue
        dims = tuple(
            millimetres(part.group("number"), part.group("unit") or _unit_after(parts, place) or last)
            for place, part in enumerate(parts)
        )
        axes, to = _axes(text, match)
        found.append(
            Size(
                at=match.start(),
                to=to,
                dims_mm=dims,
                axes=axes,
                comparator=comparator_before(text, match.start()),
            )
        )
    return found


def comparator_before(text: str, at: int) -> str:
    """ "<", ">", "~" or "=" from the words right before a number."""
    before = text[max(0, at - 24) : at]
    return next((sign for pattern, sign in _COMPARATORS if pattern.search(before)), "=")


def _unit_after(parts: list[re.Match[str]], place: int) -> str | None:
    return next((part.group("unit") for part in parts[place:] if part.group("unit")), None)


def _follows_word(text: str, at: int) -> bool:
    """Whether the number is the tail of something else: "T2", "1.5/2 cm", "S-100"."""
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in "/.^")


def _axes(text: str, match: re.Match[str]) -> tuple[tuple[str, ...], int]:
    after = _AXES.match(text, match.end() + (text[match.end() : match.end() + 1] == " "))
    if after:
        return tuple(word.lower() for word in _AXIS_WORD.findall(after.group("axes"))), after.end()
    inside = [word.lower() for word in _AXIS_WORD.findall(match.group())]
    return tuple(inside), match.end()
