"""Periods and limits of trial files: what they become, and what an author is told."""

import pytest

from trialsift import units
from trialsift.criteria import Limit, Period
from trialsift.packs.rules import Packs
from trialsift.units import days, folded, limit, period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6 months", Period(number=6, unit="months")),
        ("1 Year", Period(number=1, unit="years")),
        ("24 hours", Period(number=24, unit="hours")),
    ],
)
def test_a_period_keeps_its_unit(text: str, expected: Period) -> None:
    assert period(text) == expected


@pytest.mark.parametrize("text", ["6", "half a year", "1.5 years", "months 6"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no period\. Write a whole number and hours, days"):
        period(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12 hours", 0.5), ("10 days", 10), ("2 weeks", 14), ("3 months", 90), ("2 years", 730)],
)
def test_days_are_the_fewest_a_period_can_have(text: str, expected: float) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("5 cm", "mm", 50), ("20 mm", "mm", 20), ("0.47 s", "ms", 470), ("3 months", "days", 90), ("2", "", 2)],
)
def test_a_limit_becomes_the_standard_unit(text: str, unit: str, number: float) -> None:
    assert limit(text, unit=unit) == Limit(number=number, unit=unit, written=text)


@pytest.mark.parametrize(
    ("text", "analyte", "expected"),
    [
        ("150 µmol/L", "creatinine", Limit(number=150, unit="umol/L", written="150 µmol/L")),
        ("2.5 xULN", "alt", Limit(number=2.5, unit="U/L", times_uln=True, written="2.5 xULN")),
        ("1 x LLN", "alt", Limit(number=1, unit="U/L", times_lln=True, written="1 x LLN")),
    ],
)
def test_a_laboratory_limit_becomes_the_analytes_unit(
    packs: Packs, text: str, analyte: str, expected: Limit
) -> None:
    assert limit(text, unit="", analyte=packs.vocab["analyte"].terms[analyte]) == expected


@pytest.mark.parametrize(
    ("text", "unit", "message"),
    [
        ("wide", "mm", '"wide" is no number.'),
        ("5", "mm", '"5" has no unit. Write one, as in "20 mm".'),
        ("470", "ms", '"470" has no unit. Write one, as in "470 ms".'),
        ("2 cm", "", '"2 cm": this field is a bare number.'),
        ("5 kg", "mm", '"kg" is no unit that can become mm.'),
        ("5 parsnips", "mm", '"parsnips" is no unit that can become mm.'),
        ("2 xULN", "mm", '"2 xULN": only laboratory values have a limit of normal.'),
    ],
)
def test_a_limit_that_means_nothing_is_refused(text: str, unit: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        limit(text, unit=unit)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("low", '"low" is no number.'),
        ("9 stones", 'haemoglobin: unit "stones" is not known. Known: g/dl, g%, '),
    ],
)
def test_a_laboratory_limit_names_the_units_it_knows(packs: Packs, text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        limit(text, unit="", analyte=packs.vocab["analyte"].terms["haemoglobin"])


def test_a_unit_is_compared_by_its_letters() -> None:
    assert folded("×10⁹ / L") == "10⁹/l"
    assert folded("μmol/L") == folded("µmol/l") == "umol/l"


@pytest.mark.parametrize(("given", "unit"), units.USUAL)
def test_the_usual_units_are_what_the_registry_says(given: str, unit: str) -> None:
    said = units.registry().Quantity(1.0, given).to(unit).magnitude
    assert units.USUAL[(given, unit)] == pytest.approx(said, rel=1e-12)
