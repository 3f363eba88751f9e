"""Lengths in text: every form of three diameters, ranges, comparators, and what is no length."""

import pytest

from trialsift.extract.matching import normal
from trialsift.extract.quantities import Size, comparator_before, millimetres, sizes_in


def read(text: str, unit: str | None = None) -> list[Size]:
    return sizes_in(normal(text), unit=unit)


@pytest.mark.parametrize(
    ("text", "dims", "axes"),
    [
        ("7.3 x 5.2 x 9.6 cm (AP x TV x CC)", (73, 52, 96), ("ap", "tv", "cc")),
        (
            "96 x 73 x 52 mm (craniocaudal x transverse x AP)",
            (96, 73, 52),
            ("craniocaudal", "transverse", "ap"),
        ),
        ("7,3 cm (longitudinal) x 5,2 cm x 4,0 cm", (73, 52, 40), ("longitudinal",)),
        ("7.3 (CC) x 5.2 x 4 cm", (73, 52, 40), ("cc",)),
        ("52 mm long, 21 mm deep and 33 mm wide", (52, 21, 33), ("long", "deep", "wide")),
        ("AP 7.3 x TV 5.2 x CC 9.6 cm", (73, 52, 96), ("ap", "tv", "cc")),
        (
            "5 cm from anterior to posterior, 4 cm from dorsal to ventral",
            (50, 40),
            ("anterior to posterior", "dorsal to ventral"),
        ),
        ("greatest dimension 13. cm", (130,), ()),
        ("17.5 x 14 .5 x 11.0 cm", (175, 145, 110), ()),
        ("17 x 8 x. 8 cm", (170, 80, 80), ()),
        ("10*8*6cm", (100, 80, 60), ()),
        ("10\u00d78\u00d76 cm", (100, 80, 60), ()),
        ("5 cm by 4 cm by 3 cm", (50, 40, 30), ()),
        ("10 X 8 X 6 CM", (100, 80, 60), ()),
        ("3 cm x 5 mm", (30, 5), ()),
        ("2.0 x 1.5 (cm)", (20, 15), ()),
        ("5.8 cm deep soft tissue mass", (58,), ()),
        ("CC 103, AP 52, TS 66 (mm)", (103, 52, 66), ("cc", "ap", "ts")),
        ("CC 6.9 ML 5.2 AP 4.4 (cm)", (69, 52, 44), ("cc", "ml", "ap")),
        ("6.9 CC 5.2 ML 4.4 AP cm", (69, 52, 44), ("cc", "ml", "ap")),
        ("CC 9.8 cm, max axial 6.1 x 5.3", (98, 61, 53), ("cc", "axial")),
        ("7.9 cm (length) with cross-section 5.1 x 4.2 cm", (79, 51, 42), ("length",)),
    ],
)
def test_one_size(text: str, dims: tuple[float, ...], axes: tuple[str, ...]) -> None:
    (size,) = read(text)
    assert size.dims_mm == dims
    assert size.axes == axes
    assert size.max_mm == max(dims)


def test_a_range_keeps_both_ends() -> None:
    (size,) = read("1-2 mm")
    assert (size.low_mm, size.dims_mm, size.comparator) == (1, (2,), "=")


@pytest.mark.parametrize(
    "text", ["5 mm2", "12 mm/h", "8 cm H2O", "grade 2", "T2 8", "4.5 x 3 x 2", "axial 5, coronal 6"]
)
def test_no_length(text: str) -> None:
    assert read(text) == []


def test_two_things_are_two_sizes() -> None:
    assert [size.max_mm for size in read("7.4 x 5.5 x 2.8 and 3.1 x 2.0 x 2.0 cm")] == [74, 31]


def test_a_label_lends_its_unit() -> None:
    assert [size.dims_mm for size in read("4.5 x 3 x 2", unit="cm")] == [(45, 30, 20)]


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("at least ", ">="),
        ("up to ", "<="),
        ("less than ", "<"),
        ("over ", ">"),
        ("moreover ", "="),
        ("approximately ", "~"),
    ],
)
def test_comparator(words: str, sign: str) -> None:
    assert comparator_before(f"{words}5 cm", len(words)) == sign


def test_millimetres() -> None:
    assert millimetres("4.2", "cm") == 42.0
