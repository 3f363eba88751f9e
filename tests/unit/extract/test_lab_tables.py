"""Laboratory tables whose columns are dates, with headings that leave columns out."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs

FIRST, SECOND = dt.date(2025, 6, 3), dt.date(2025, 6, 24)


@pytest.mark.parametrize(
    "table",
    [
        "Collected:      03/06/2025   24/06/2025\nPlatelets       81 L         62 L       10^9/L    (150-400)\n",
        "                03/06/2025   24/06/2025\nPlatelets       81           62\n",
        "Test | 03/06/2025 | 24/06/2025 | Units | Range\nPlatelets | 81 | 62 | 10^9/L | 150-400\n",
        "\t03/06/2025\t24/06/2025\tUnits\nPlatelets\t81\t62\t10^9/L\n",
        # flags, or the unit, in columns of their own
        "TEST         03-Jun-25    24-Jun-25    UNIT       REF\nPLATELETS    81   L       62   L       x10^9/L    150-410\n",
        "                     03/06/2025   24/06/2025    Ref\nPlatelets  10^9/L    81 L         62 L          150-400\n",
    ],
)
def test_each_value_has_its_columns_day(table: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=table, note_type="labs", note_date=SECOND)
    found = {fact.date: fact.value.value for fact in facts_in(note, packs) if fact.kind == "lab"}
    assert found == {FIRST: 81.0, SECOND: 62.0}


@pytest.mark.parametrize(
    ("line", "analyte", "value"),
    [
        ("Bilirubin, Total     1.6      H      0.2-1.2           mg/dL", "bilirubin", 27.36),
        ("Creatinine, Serum    1.1             0.7-1.2           mg/dL", "creatinine", 97.24),
        ("Neutrophils, Absolute   3.2   1.5-8.0   K/uL", "neutrophils", 3.2),
        ("Hemoglobin, Blood   12.1   12-16  g/dL", "haemoglobin", 12.1),
        ("Plt 21.4 x10^4/uL", "platelets", 214.0),
        ("NEUT# 2.9x10^9/L", "neutrophils", 2.9),
    ],
)
def test_names_with_a_qualifier_and_units_of_the_east(
    line: str, analyte: str, value: float, packs: Packs
) -> None:
    note = Note(note_id="n", patient_id="p", text=line, note_type="labs", note_date=SECOND)
    assert [(fact.value.analyte, fact.value.value) for fact in facts_in(note, packs)] == [(analyte, value)]


def test_direct_bilirubin_is_not_the_total(packs: Packs) -> None:
    note = Note(
        note_id="n", patient_id="p", text="Bilirubin, Direct   0.3   0.0-0.3   mg/dL", note_type="labs"
    )
    assert not facts_in(note, packs)


@pytest.mark.parametrize(
    ("row", "analyte"),
    [
        ("Neut #        4.6       1.8 - 7.0    10^9/L", "neutrophils"),
        ("Neutrophil No.   4.6   1.8 - 7.0   10^9/L", "neutrophils"),
        ("Bilirubin, T    14      4 - 23    umol/L", "bilirubin"),
        ("Bilirubin, total, serum   14   4 - 23   umol/L", "bilirubin"),
        ("Creatinine, serum   102   65 - 109   umol/L", "creatinine"),
        ("Plt ct   231   150 - 400   10^9/L", "platelets"),
        ("Bilirubin, D   3   0 - 5   umol/L", None),
        ("Neut %   62   40 - 75   %", None),
    ],
)
def test_a_name_may_be_qualified_behind_it(row: str, analyte: str | None, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=row, note_type="labs", note_date=SECOND)
    found = [fact.value.analyte for fact in facts_in(note, packs) if fact.kind == "lab"]
    assert found == ([analyte] if analyte else [])


def test_an_empty_column_gives_no_value(packs: Packs) -> None:
    table = "Test | 03/06/2025 | 24/06/2025 | Units\nINR | | 1.1 | \nPlatelets | 81 | 62 | 10^9/L\n"
    note = Note(note_id="n", patient_id="p", text=table, note_type="labs", note_date=SECOND)
    inr = [
        (fact.date, fact.value.value)
        for fact in facts_in(note, packs)
        if fact.kind == "lab" and fact.value.analyte == "inr"
    ]
    assert inr == [(SECOND, 1.1)]


@pytest.mark.parametrize(
    "table",
    [
        "Test | Previous | Result\nPlatelets | 81 | 62 10^9/L\n",
        "Test\tPrior\tCurrent\tUnits\nPlatelets\t81\t62\t10^9/L\n",
        "Test\tResult\tPrevious\tUnits\nPlatelets\t62\t81\t10^9/L\n",
    ],
)
def test_a_column_of_earlier_values_is_not_todays(table: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=table, note_type="labs", note_date=SECOND)
    assert [fact.value.value for fact in facts_in(note, packs) if fact.kind == "lab"] == [62.0]
