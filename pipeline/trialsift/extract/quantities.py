"""Lengths in a sentence's normalised text. Lengths come out in millimetres."""

import re
from dataclasses import dataclass
from functools import lru_cache

from trialsift.extract.quick import quick
from trialsift.extract.spelled_sizes import spelled_sizes

_NUMBER = r"\d+(?:\.\d+)?|(?<!max)(?<!max )\.\d+"
# "em" and "ern" are what scanners read for "cm".
_UNIT = r"(?:cms?|mms?|em|ern|crn|centimet(?:er|re)s?|millimet(?:er|re)s?|inch(?:es)?)"
_DIRECTION = (
    r"(?:anterior|posterior|superior|inferior|cranial|caudal|medial|lateral|left|right|proximal|distal|dorsal|ventral|"
    r"superficial|deep|cephalad|top|bottom|front|back|heel|toe)"
)
_AXIS = (
    rf"(?:AP|TV|TR|TRV|TRANS|TS|CC|SI|ML|LR|RL|PD|DV|anteroposterior(?:ly)?|antero posterior(?:ly)?|craniocaudal(?:ly)?|cranio caudal(?:ly)?|"
    rf"cephalocaudad|longitudinal(?:ly)?|transverse(?:ly)?|mediolateral(?:ly)?|medio lateral(?:ly)?|sagittal(?:ly)?|coronal(?:ly)?|axial(?:ly)?|"
    rf"superoinferior|vertical(?:ly)?|horizontal(?:ly)?|in length|in width|in depth|in height|across|long|wide|broad|deep|high|tall|thick|length|width|depth|height|"
    rf"(?:from )?{_DIRECTION} to {_DIRECTION}|[LWHDT])"
)
_AXIS_TAIL = r"(?: (?:axis|plane|diameter|dimension|extent|images?|views?|sections?|slices?))?"
_BEFORE_MASS = r",? (?:[a-z-]+,? ){0,3}(?:mass|tumou?r|lesion|sarcoma|neoplasm|lump|swelling)\b"  # "7 cm deep lobulated mass"
_AXIS_NOTE = (
    rf"(?: ?\( ?(?:in )?(?:the )?{_AXIS}{_AXIS_TAIL}(?: of (?:the )?\w+)? ?\)| (?:(?:in|on) )?(?:the )?{_AXIS}{_AXIS_TAIL}\b"
    rf"(?! (?:soft|grade|seated|lying|lobulated|set|subfascial|to the)|{_BEFORE_MASS}))"
)
_PRE = rf"(?:\b(?P<pre>{_AXIS}|cross ?-?section(?:al)?)(?: dimensions?| diameters?)?(?: of| is| over)? ?[:=-]? ?)?"
_LOW = rf"(?:(?P<low>{_NUMBER})(?: ?(?P<low_unit>{_UNIT}))? ?(?:-|to) ?)?"
_UPPER = (
    rf"(?P<number>{_NUMBER})(?:(?:\.? ?|-)\(?(?:all )?(?:in )?(?P<unit>{_UNIT})(?![\w^/\u00b2\u00b3]|\.\d| ?H2O| ?Hg\b)\)?)?"
    rf"(?P<note>(?(pre){_AXIS_NOTE}(?! ?[:=]? ?\d)|{_AXIS_NOTE}))?(?: ?(?P<late>{_UNIT})(?![\w^/\u00b2\u00b3]| ?H2O| ?Hg\b))?"
)
_DIM = re.compile(_PRE + _LOW + _UPPER, re.IGNORECASE)
_ALONE = re.compile(_PRE + r"(?P<low>(?!))?(?P<low_unit>(?!))?" + _UPPER, re.IGNORECASE)
_TIMES = re.compile(
    r"\.? ?(?:x|\*|\bby\b)(?:\.(?!\d))? ?(?:x )?(?:up to |approximately |approx\.? |about |at least )?",
    re.IGNORECASE,
)
# "66 / 41 / 38 mm": of two numbers with a stroke one is another thing's, of three none.
_STROKES = re.compile(r"\d+(?:\.\d+)?(?: ?/ ?\d+(?:\.\d+)?){2} ?[cm]m\b", re.IGNORECASE)
_STROKE = re.compile(r" ?/ ?")
_LIST = re.compile(r" ?[,;/]? ?(?:and|x|by|with)? ?(?:a |the )?(?:max(?:imum|imal)?\.? )?", re.IGNORECASE)
_NEXT = re.compile(r" ?(?:,|and|&|, and|to|from|vs\.?|versus) ?$", re.IGNORECASE)
_AXES = re.compile(
    rf" ?\(? ?(?P<axes>{_AXIS}(?: ?(?:[x*,/]|by) ?{_AXIS}){{1,3}})(?: (?:dimensions?|planes?|axes))? ?\)?(?!\w)",
    re.IGNORECASE,
)
_AXIS_WORD = re.compile(rf"\b{_AXIS}(?!\w)", re.IGNORECASE)
_COMPARATORS = (
    (r"(?:<=|\u2264|not more than|no more than|up to|at most|maximum of|no larger than)", "<="),
    (r"(?:<|less than|under|below|within|smaller than)", "<"),
    (r"(?:>=|\u2265|at least|minimum(?: of)?|not less than|no less than)", ">="),
    (r"(?:>|more than|over|greater than|exceeding|larger than|in excess of)", ">"),
    (r"(?:approximately|approx\.?|about|circa|c\.|ca\.?|~|around|some|nearly|almost|roughly|estimated at|est\.?)", "~"),
)  # fmt: skip
_BEFORE = tuple((re.compile(rf"(?<!\w){words} ?$", re.IGNORECASE), sign) for words, sign in _COMPARATORS)
_MOST_DIMS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """One size in a text: places at..to, dimensions in mm in the order written, axes if named.

    low_mm is the lower end of a range ("1-2 mm" gives dims_mm (2.0,) and low_mm 1.0), else None.
    """

    at: int
    to: int
    dims_mm: tuple[float, ...]
    axes: tuple[str, ...] = ()
    comparator: str = "="
    low_mm: float | None = None

    @property
    def max_mm(self) -> float:
        """Largest stated dimension."""
        return max(self.dims_mm)


def millimetres(number: str, unit: str) -> float:
    """A length in mm: ("4.2", "cm") gives 42.0. Half a thousandth is rounded away."""
    return round(float(number) * _MM.get(unit[0].lower(), 1), 3)


_MM = {"c": 10, "e": 10, "i": 25.4}  # by the unit's first letter; "em" is a scanner's "cm"


def sizes_in(text: str, *, unit: str | None = None) -> list[Size]:
    """Every size with a unit. "8.2 x 6.1 x 10.4 cm (AP x TV x CC)" is one; a number without a unit is none.

    unit is what a label or table header states for its bare numbers ("Tumour size (mm): 45"). A range
    gives its upper end as the dimension and keeps the lower one in low_mm.
    """
    return list(_sizes(text, unit)) if unit or may_hold_length(text) else []


@lru_cache(maxsize=4)  # the same sentence is asked several times in a row
def _sizes(text: str, unit: str | None) -> tuple[Size, ...]:
    groups = _groups(text)
    found: list[Size] = []
    for number, group in enumerate(groups):
        stated = (
            _unit_of(group)
            or _shared_unit(text, groups[number : number + 2])
            or _unit_ahead(text, group[0].start())
            or unit
        )
        if stated:
            found.append(_size(text, group, stated))
    if _SPELLED.search(text):
        found += _of_words(text)
        found.sort(key=_place)
    return tuple(found)


# A number in words before a unit: the rest of the work is done only where one stands.
_SPELLED = quick(
    rf"(?:hundred|ty|teen|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half)[ -]{_UNIT}\b",
    re.IGNORECASE,
)


def _of_words(text: str) -> list[Size]:
    return [
        Size(
            at=at,
            to=to,
            dims_mm=tuple(millimetres(str(number), unit) for number in numbers),
            comparator=comparator_before(text, at),
        )
        for at, to, numbers, unit in spelled_sizes(text)
    ]


def _place(size: Size) -> int:
    return size.at


# "Diameters of cm 7.5 x 6", "sizes in mm: 71 x 50": the unit before its numbers, and not the one of a number before it.
_UNIT_AHEAD = re.compile(r"(?<![\d)] )\b(?P<unit>[cm]m)\.? ?\)? ?[:=]? ?$", re.IGNORECASE)


def _unit_ahead(text: str, at: int) -> str | None:
    ahead = _UNIT_AHEAD.search(text, max(0, at - 8), at)
    return ahead["unit"] if ahead else None


def may_hold_length(text: str) -> bool:
    """Whether any unit of length could stand in a text: looked for first, as it costs next to nothing."""
    lower = text.lower()
    return any(unit in lower for unit in ("cm", "mm", "met", "em", "ern", "crn", "inch"))


def comparator_before(text: str, at: int) -> str:
    """ "<", "<=", ">", ">=", "~" or "=" from the words right before a number."""
    before = text[max(0, at - 24) : at]
    return next((sign for pattern, sign in _BEFORE if pattern.search(before)), "=")


def _groups(text: str) -> list[list[re.Match[str]]]:
    """The numbers that belong together, as the dimensions of one thing."""
    groups: list[list[re.Match[str]]] = []
    place = 0
    while match := _first_dim(text, place):
        if _follows_word(text, match.start("number"), match.start()):
            place = match.end("number")
            continue
        group = [match]
        times = _STROKE if _STROKES.match(text, match.start("number")) else _TIMES
        while len(group) < _MOST_DIMS and (following := _next_dim(text, group[-1], times)):
            group.append(following)
        groups.append(group)
        place = group[-1].end()
    return groups


_DIGIT = re.compile(r"\d")
_LAST_WORD = re.compile(r"([A-Za-z]*)[^A-Za-z0-9]{0,4}\Z")
_LEAD = 72  # characters: longer than any axis with what may stand between it and its number
# The first three letters of every word that an axis may end in, and the shorter words.
_LED_BY = frozenset(word[:3] for word in re.findall("[a-z]{3,}", _PRE.lower()))
_LED_BY_SHORT = frozenset({*re.findall(r"\b[a-z]{1,2}\b", _PRE.lower()), *"lwhdt"})


def _first_dim(text: str, place: int) -> re.Match[str] | None:
    """The first dimension from a place on, looked for at its first digit; before that only where an axis may stand."""
    digit = _DIGIT.search(text, place)
    if digit is None:
        return None
    at = digit.start()
    return _DIM.search(text, max(place, at - (_LEAD if _may_be_led(text[max(0, at - _LEAD) : at]) else 1)))


def _may_be_led(before: str) -> bool:
    """Whether the words before a number may end in the name of an axis."""
    match = _LAST_WORD.search(before, max(0, len(before) - 24))
    if match is None or not before.isascii():
        return True
    word = match.group(1).lower()
    return word[:3] in _LED_BY or word in _LED_BY_SHORT


def _next_dim(text: str, last: re.Match[str], times: re.Pattern[str]) -> re.Match[str] | None:
    """The next dimension after "x" or "by"; after a comma or "and" only when both name their axis.

    Of named axes the last may give the unit for all: "CC 84, AP 52, TR 47 (mm)".
    """
    if by := times.match(text, last.end()):
        following = _DIM.match(text, by.end())
        # "9.0 x 5.0 cm to 7.1 x 4.5 cm" holds two sizes and no range.
        ranged = following and following.group("low") and times.match(text, following.end())
        return _ALONE.match(text, by.end()) if ranged else following
    if not (last.group("note") or last.group("pre")):
        return None
    listed = _LIST.match(text, last.end())
    following = _DIM.match(text, listed.end()) if listed else None
    return following if following and (following.group("note") or following.group("pre")) else None


def _unit_of(group: list[re.Match[str]]) -> str | None:
    return next(
        (
            dim.group("unit") or dim.group("late")
            for dim in reversed(group)
            if dim.group("unit") or dim.group("late")
        ),
        None,
    )


def _unit_from(group: list[re.Match[str]]) -> str | None:
    """The first unit from a dimension on: in "3 cm x 5 mm" each number has its own, in "3 x 5 mm" one serves both."""
    return next(
        (dim.group("unit") or dim.group("late") for dim in group if dim.group("unit") or dim.group("late")),
        None,
    )


def _shared_unit(text: str, pair: list[list[re.Match[str]]]) -> str | None:
    """The unit after a second size of the same form: "8.4 x 6.5 and 3.5 x 3.0 cm" holds two sizes."""
    if len(pair) < 2 or len(pair[0]) < 2 or len(pair[0]) != len(pair[1]):
        return None
    return _unit_of(pair[1]) if _NEXT.match(text[pair[0][-1].end() : pair[1][0].start()]) else None


def _size(text: str, group: list[re.Match[str]], stated: str) -> Size:
    low = group[0].group("low") if len(group) == 1 else None
    axes, to = _axes(text, group)
    return Size(
        at=group[0].start(),
        to=to,
        dims_mm=tuple(
            millimetres(dim.group("number"), _unit_from(group[place:]) or stated)
            for place, dim in enumerate(group)
        ),
        axes=axes,
        comparator=comparator_before(text, group[0].start()),
        low_mm=millimetres(low, group[0].group("low_unit") or stated) if low else None,
    )


def _follows_word(text: str, number_at: int, at: int) -> bool:
    """Whether the number is the tail of something else: "T2", "1.5/2 cm", "S-100", a scanner's "1~5 cm"."""
    return (
        number_at == at
        and at > 0
        and (
            text[at - 1].isalnum()
            or text[at - 1] in "/^"
            or _is_decimal(text, at)
            or (text[at - 1] == "~" and text[max(0, at - 2)].isdigit())
        )
    )


def _is_decimal(text: str, at: int) -> bool:
    """Whether the point before a number belongs to it; that of "max." does not."""
    return text[at - 1] == "." and not re.search(r"\bmax ?\.$", text[:at], re.IGNORECASE)


def _axes(text: str, group: list[re.Match[str]]) -> tuple[tuple[str, ...], int]:
    """The axes named beside each number, or in a list after the last one; and where the size ends."""
    named = [_axis_name(dim.group("pre") or dim.group("note")) for dim in group]
    end = group[-1].end()
    # The first axis of a list in brackets is not the last number's own.
    after_number = group[-1].end("unit") if group[-1].group("unit") else group[-1].end("number")
    after_number += text[after_number : after_number + 1] == ")" and "(" in group[-1].group()
    for place in dict.fromkeys((after_number, end)):
        if len(group) > 1 and (listed := _AXES.match(text, place)):
            words = [word.group().lower() for word in _AXIS_WORD.finditer(listed.group("axes"))]
            return tuple(words), listed.end()
    return tuple(name for name in named if name), end


def _axis_name(written: str | None) -> str:
    word = _AXIS_WORD.search(written) if written else None
    return word.group().lower().removeprefix("in ").removeprefix("from ") if word else ""
