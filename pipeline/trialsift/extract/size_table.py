"""Sizes in the rows of a table: a column a date, a column a diameter, or a row a diameter.

Diameter   14/11/24   20/02/25          Lesion       CC (mm)   AP (mm)
CC (mm)    81         96                Thigh mass   96        52
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.quantities import Size, millimetres
from trialsift.extract.reading import Reading, Sentence

Column = Literal["now", "prior", "axis", ""]

_AXIS = re.compile(
    r"\W*(?P<axis>AP|CC|TR|TV|TRV|TRANS|TS|SI|ML|LR|RL|L|W|D|H|length|width|depth|height|cranio ?-?caudal|antero ?-?posterior|transverse|sagittal|coronal|axial|"
    r"longitudinal|(?:longest|long|short|max\w*|greatest|largest)(?: (?:axis|diam\w*|dimension))?|LD|(?:tumou?r |mass |lesion )?(?:size|dimensions?|diam(?:eter)?)|measurements?|value|result)"
    r"(?: (?:axis|diam\w*|dimension|size))?(?: ?[(\[,]? ?(?:in )?[cm]m ?[)\]]?)?\W*",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"\W*(?:prev\w*|prior|last|baseline|before|initial|old|outside|pre ?-?\w+)\b", re.IGNORECASE
)
_NOW = re.compile(r"\W*(?:now|today|current\w*|this (?:scan|study|exam\w*|mri)|present)\b", re.IGNORECASE)
_NO_TUMOUR = re.compile(r"\W*(?:specimen|container|sample|piece|block|margin|organ|node)s?\b", re.IGNORECASE)
_HEAD = re.compile(
    r"\W*(?:\w* ?(?:dimensions?|diam\w*|axis|axes|plane|measure\w*|size|parameter|tumou?r|mass|lesion|mm|cm))?\b[^\d]*",
    re.IGNORECASE,
)
_ANY_VALUE = re.compile(r"\W*(?:measurement|value|result)", re.IGNORECASE)
_UNIT = re.compile(r"(?<![a-z])(?P<unit>[cm]m)(?![a-z])", re.IGNORECASE)
_VALUE = re.compile(
    r"[~ ]*(?P<dims>\d+(?:\.\d+)?(?: ?x ?\d+(?:\.\d+)?){0,2}) ?(?P<unit>[cm]m)?(?: ?\([^)]*\))?",
    re.IGNORECASE,
)


class InTable(NamedTuple):
    """A size of a table's row and whether its column is an earlier scan's."""

    size: Size
    prior: bool


def table_sizes(
    reading: Reading, sentence: Sentence, order: DayOrder | None, *, named: bool
) -> list[InTable]:
    """The row's sizes; named: its first cell holds the tumour, else it has to name a diameter."""
    cells, header = sentence.cells, sentence.header
    if len(cells) < 2 or len(header) != len(cells) or _NO_TUMOUR.match(header[0]):
        return []
    first = sentence.text[slice(*cells[0])]
    axis = _AXIS.fullmatch(first)
    if not named and not (axis and _HEAD.fullmatch(header[0])):
        return []
    columns = _columns(reading, header, order)
    found = list(_values(sentence, header, columns, axis["axis"].lower() if axis else ""))
    across = [item for item, column in found if column == "axis"]
    if across:
        return [InTable(_one(across), prior=False)]
    return [InTable(size, prior=column == "prior") for size, column in found]


def _columns(reading: Reading, header: tuple[str, ...], order: DayOrder | None) -> list[Column]:
    """What each column holds; of columns with dates the newest is the present scan's."""
    day = reading.note.note_date
    dated = {
        number: dates[0].last
        for number, words in enumerate(header)
        if number and (dates := dates_in(words, anchor=day, order=order))
    }
    newest = max(dated.values(), default=None)
    return [
        ("now" if dated[number] == newest else "prior")
        if number in dated
        else "prior"
        if _THEN.match(words)
        else "now"
        if _NOW.match(words)
        else "axis"
        if _AXIS.fullmatch(words)
        else ""
        for number, words in enumerate(header)
    ]


def _values(
    sentence: Sentence, header: tuple[str, ...], columns: list[Column], axis: str
) -> Iterator[tuple[Size, Column]]:
    """The numbers of the columns that hold lengths, each with the unit of its cell, its column or its row."""
    first = sentence.text[slice(*sentence.cells[0])]
    for number, (start, end) in enumerate(sentence.cells):
        value = _VALUE.fullmatch(sentence.text[start:end].strip())
        if not number or not columns[number] or value is None:
            continue
        unit = value["unit"] or _unit_in(header[number]) or _unit_in(first) or _unit_in(header[0])
        if unit:
            dims = tuple(millimetres(dim, unit) for dim in re.findall(r"\d+(?:\.\d+)?", value["dims"]))
            named = axis or _axis_of(header[number])
            yield Size(at=start, to=end, dims_mm=dims, axes=(named,) if named else ()), columns[number]


def _axis_of(words: str) -> str:
    axis = _AXIS.fullmatch(words)
    return axis["axis"].lower() if axis and not _ANY_VALUE.match(words) else ""


def _unit_in(words: str) -> str | None:
    stated = _UNIT.search(words)
    return stated["unit"] if stated else None


def _one(across: list[Size]) -> Size:
    """The diameters of a row as one size."""
    dims = tuple(dim for size in across for dim in size.dims_mm)
    axes = tuple(axis for size in across for axis in size.axes)
    return Size(at=across[0].at, to=across[-1].to, dims_mm=dims, axes=axes)
