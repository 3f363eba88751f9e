"""Laboratory values in the writings of many laboratories and letters, and numbers that are none."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def labs(text: str, packs: Packs) -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 3, 1))
    return [fact for fact in facts_in(note, packs) if fact.kind == "lab"]


@pytest.mark.parametrize(
    ("text", "analyte", "value", "comparator"),
    [
        ("Haemoglobin (115-165) 101 g/L", "haemoglobin", 10.1, "="),
        ("Haemoglobin [115-165 g/L]: 101", "haemoglobin", 10.1, "="),
        ("Hb      12.0 - 16.0      13.2      g/dL", "haemoglobin", 13.2, "="),
        ("Hb slightly low at 112", "haemoglobin", 11.2, "="),
        ("ALT raised (64)", "alt", 64.0, "="),
        ("S-ALAT 0,7 \u00b5kat/L", "alt", 42.0, "="),
        ("ASAT 0.5 mikrokat/l", "ast", 30.0, "="),
        ("HAEMOGLOBIN          *101    g/L", "haemoglobin", 10.1, "="),
        ("CrCl (Cockcroft-Gault) 82 mL/min", "creatinine_clearance", 82.0, "="),
        ("CrCl 82", "creatinine_clearance", 82.0, "="),
        ("eGFR (CKD-EPI) 74", "egfr", 74.0, "="),
        ("eGFR above 90", "egfr", 90.0, ">"),
        ("MUGA scan: 58%", "lvef", 58.0, "="),
        ("Total Leucocyte Count : 7,200 cells/cu.mm", "wbc", 7.2, "="),
        ("S.G.P.T. (ALT) : 34 U/L", "alt", 34.0, "="),
        ("hb 132", "haemoglobin", 13.2, "="),
    ],
)
def test_a_value_in_its_writing(text: str, analyte: str, value: float, comparator: str, packs: Packs) -> None:
    (fact,) = labs(text, packs)
    assert (fact.value.analyte, fact.value.value, fact.value.comparator) == (analyte, value, comparator)


@pytest.mark.parametrize(
    "text",
    [
        "Target Hb 100",
        "Transfusion threshold Hb 70 g/L",
        "Eligibility: Hb >= 9 g/dL",
        "Adequate marrow function (ANC >=1.5 x 10^9/L, platelets >=100 x 10^9/L)",
        "Trial needs creatinine < 150 umol/L",
        "UA: WBC 12",
        "APTT 1.1 ratio",
        "Seen by PT 2 times",
        "PT 30 min daily",
        "D. Bil 0.4 mg/dL",
        "MUGA 2023",
        "Clearance 2 mm",
    ],
)
def test_a_number_that_is_no_value(text: str, packs: Packs) -> None:
    assert labs(text, packs) == []


def test_the_last_of_two_is_of_now_whatever_told_the_first_ones_time(packs: Packs) -> None:
    found = [(fact.value.value, fact.time) for fact in labs("Hb was 13 two years ago, now 10.1", packs)]
    assert found == [(13.0, "past"), (10.1, "now")]
