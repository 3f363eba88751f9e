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


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Hb, WCC and platelets were 105 g/L, 7.2 and 245 respectively.", {"haemoglobin": 10.5, "wbc": 7.2, "platelets": 245}),
        ("ALT and AST of 32 U/L and 27 U/L", {"alt": 32, "ast": 27}),
        ("LVEF and platelets were 62 per cent and 245 x10(9)/L respectively.", {"lvef": 62, "platelets": 245}),
        ("Widgets and platelets were 62 and 245 respectively.", {}),
        ("Normal creatinine, Hb 10.5 and 12 weeks to go", {"haemoglobin": 10.5}),
        ("The white cells (7.2 10^9/l) and haemoglobin (10.5 gm%) allow full dose.", {"wbc": 7.2, "haemoglobin": 10.5}),
        ("Hb low (9.8 g/dL), albumin ok (38 g/L)", {"haemoglobin": 9.8, "albumin": 38}),
        ("|Analyte|26/02/25|01/03/25|\n|CrCl (Cockcroft-Gault) mL/min|85|78|", {"creatinine_clearance": 78}),
        ("LD 210 U/L", {"ldh": 210}),
        ("eGFR and albumin were 74 mL/min/1.73 m2 and 38 g/L respectively.", {"egfr": 74, "albumin": 38}),
        ("Her white cells, at 7.2 x 10^9/L, are acceptable.", {"wbc": 7.2}),
        ("WBC   : 7.2 /nL (N: 4.0-11.0)", {"wbc": 7.2}),
        ("Plt only 245 x10^9/L, ANC (repeat) 3.2", {"platelets": 245, "neutrophils": 3.2}),
        ("The trial nurse asked for Hb above 10.5 g/dl.", {}),
        ("Unit policy is to transfuse at Hb 70 g/L.", {}),
    ],
)  # fmt: skip
def test_values_in_the_order_of_their_names(text: str, values: dict[str, float], packs: Packs) -> None:
    assert {
        fact.value.analyte: fact.value.value for fact in labs(text, packs) if not fact.value.word
    } == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Platelets ×10⁹/L 198", 198),
        ("Platelets | 198,000 | L | /µL | 150,000 - 400,000", 198),
        ("| Date | Platelets (10*9/L) | ALT (µkat/L) |\n| 2025-02-28 | 198 | 0.5 |", 198),
        ("Platelets\n198 x 10^9/L", 198),
        ("Platelets went from 245 x10E9/L to 198 x10E9/L.", 198),
    ],
)
def test_a_count_in_its_unit(text: str, value: float, packs: Packs) -> None:
    counts = [
        fact.value.value
        for fact in labs(text, packs)
        if fact.value.analyte == "platelets" and fact.time == "now"
    ]
    assert counts == [value]


def test_a_question_about_a_limit_is_no_value(packs: Packs) -> None:
    assert labs("Is the albumin above 30 g/L?", packs) == []


def test_a_diluted_sample_leaves_its_value_in_doubt(packs: Packs) -> None:
    assert [
        fact.presence for fact in labs("Hb 6.1 g/dL - sample diluted by the drip, please repeat", packs)
    ] == ["uncertain"]


def test_a_day_after_the_operation_is_the_notes_own(packs: Packs) -> None:
    (fact,) = labs("Post-op day 2: Hb 9.8 g/dL.", packs)
    assert fact.date == fact_date("Hb 9.8 g/dL.", packs)


def fact_date(text: str, packs: Packs) -> dt.date | None:
    return labs(text, packs)[0].date


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Her ALT and AST are normal.", {"alt": "normal", "ast": "normal"}),
        ("Normal Hb, platelets and ALT.", {"haemoglobin": "normal", "platelets": "normal", "alt": "normal"}),
        ("FBC, U&E, LFTs all WNL", {"alt": "normal", "ast": "normal", "bilirubin": "normal"}),
        ("LFTs normal apart from ALT 52", {"alt": 52, "ast": "normal", "bilirubin": "normal"}),
        ("Hb low, exact figure not to hand", {"haemoglobin": "low"}),
        ("AST and ALT each about twice normal", {"ast": 2, "alt": 2}),
        ("ALT (SGPT) 0.9 x ULN", {"alt": 0.9}),
        ("Bilirubin three times the upper limit of normal", {"bilirubin": 3}),
        ("If the LFTs are normal, start.", {}),
        ("LFTs not normal", {}),
        ("LFTs to be repeated", {}),
        ("ALT normal range 5-40", {}),
        ("Urine albumin normal", {}),
    ],
)
def test_values_told_in_words(text: str, told: dict[str, float | str], packs: Packs) -> None:
    found = {fact.value.analyte: fact.value.word or fact.value.value for fact in labs(text, packs)}
    assert found == told
