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
    ],
)
def test_each_value_has_its_columns_day(table: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=table, note_type="labs", note_date=SECOND)
    found = {fact.date: fact.value.value for fact in facts_in(note, packs) if fact.kind == "lab"}
    assert found == {FIRST: 81.0, SECOND: 62.0}


def test_an_empty_column_gives_no_value(packs: Packs) -> None:
    table = "Test | 03/06/2025 | 24/06/2025 | Units\nINR | | 1.1 | \nPlatelets | 81 | 62 | 10^9/L\n"
    note = Note(note_id="n", patient_id="p", text=table, note_type="labs", note_date=SECOND)
    inr = [
        (fact.date, fact.value.value)
        for fact in facts_in(note, packs)
        if fact.kind == "lab" and fact.value.analyte == "inr"
    ]
    assert inr == [(SECOND, 1.1)]
