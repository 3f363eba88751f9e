"""Sentences and the facts they give, and the near misses that give none."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain

DAY = dt.date(2024, 11, 12)


def read(text: str, kind: str, packs: Packs, note_type: str = "clinic") -> list[dict[str, Any]]:
    """The values of one kind with presence, time and person where they are not the usual ones."""
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    usual = {"presence": "present", "time": "now", "person": "patient"}
    rows = []
    for fact in facts_in(note, packs):
        for item in fact.evidence:
            assert item.quote == text[item.start : item.end]
        if fact.kind == kind:
            said = {
                axis: getattr(fact, axis) for axis, value in usual.items() if getattr(fact, axis) != value
            }
            rows.append(plain(fact.value) | said)
    return rows


def holds(rows: list[dict[str, Any]], **wanted: Any) -> bool:
    return any(all(row.get(key) == value for key, value in wanted.items()) for row in rows)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hb 139, plt 402", {"analyte": "haemoglobin", "value": 13.9, "unit": "g/dL"}),
        ("Hb 8,4 mmol/L", {"analyte": "haemoglobin", "value": 13.5358, "unit": "g/dL"}),
        ("Creatinine 0.72 mg/dL", {"analyte": "creatinine", "value": 63.648, "unit": "umol/L"}),
        ("platelets 1.62 lakh", {"analyte": "platelets", "value": 162.0}),
        ("TLC 8,900, neutrophils 71 %", {"analyte": "neutrophils", "value": 6.319, "unit": "10*9/L"}),
        ("PT / INR      12.1 / 1.0", {"analyte": "inr", "value": 1.0}),
        ("Bilirubin           7           <21 umol/L", {"analyte": "bilirubin", "value": 7.0, "uln": 21.0}),
        ("eGFR > 90", {"analyte": "egfr", "value": 90.0, "comparator": ">"}),
        ("CrCl (Cockcroft-Gault) 61 mL/min", {"analyte": "creatinine_clearance", "value": 61.0}),
        ("S.Bil 0.7 mg/dl", {"analyte": "bilirubin", "value": 11.97, "unit": "umol/L"}),
    ],
)
def test_laboratory_values(text: str, wanted: dict[str, Any], packs: Packs) -> None:
    assert holds(read(text, "lab", packs), **wanted)


@pytest.mark.parametrize(
    ("text", "sex"), [("Mr F. Test   M   22.09.1989", "male"), ("Mrs Test, F 12/07/1964", "female")]
)
def test_a_birth_date_after_the_sex_is_no_age(text: str, sex: str, packs: Packs) -> None:
    rows = read(text, "person", packs)
    assert {row.get("age") for row in rows} == {None}
    assert sex in {row.get("sex") for row in rows}


@pytest.mark.parametrize(
    "text", ["Bilirubin not requested.", "Platelets > excluded.", "ALT pending", "Hb electrophoresis sent."]
)
def test_a_name_without_a_value_is_no_value(text: str, packs: Packs) -> None:
    assert read(text, "lab", packs) == []


def test_a_bare_number_that_fits_two_units_is_kept_without_one(packs: Packs) -> None:
    (row,) = read("Bilirubin 12", "lab", packs)
    assert row["value"] == 12.0
    assert "unit" not in row


def test_columns_of_dates_give_a_value_each(packs: Packs) -> None:
    text = "Test          05/11/2024     12/11/2024     Ref\nHb            101            108            115-160 g/L\n"
    assert [row["value"] for row in read(text, "lab", packs)] == [10.1, 10.8]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Seizures: denies.", {"concept": "seizure", "presence": "absent"}),
        ("HIV non reactive", {"concept": "hiv", "presence": "absent"}),
        ("Her nephew has epilepsy.", {"concept": "seizure", "person": "relative"}),
        ("No history of diabetes or stroke.", {"concept": "stroke", "presence": "absent"}),
        ("Hypertension, well controlled.", {"concept": "hypertension", "status": "controlled"}),
        ("Known hepatitis B.", {"concept": "hepatitis_b"}),
    ],
)
def test_conditions(text: str, wanted: dict[str, Any], packs: Packs) -> None:
    assert holds(read(text, "condition", packs), **wanted)


@pytest.mark.parametrize("text", ["HIV: neg / pos", "HIV not determined.", "HIV test sent."])
def test_a_test_without_a_result_says_nothing(text: str, packs: Packs) -> None:
    assert read(text, "condition", packs) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("She has had no chemotherapy.", {"class": "chemotherapy", "presence": "absent"}),
        ("Radiotherapy 50 Gy, completed 25/08/2024.", {"class": "radiotherapy", "to": "2024-08-25"}),
        ("Never transfused.", {"class": "transfusion", "presence": "absent"}),
        ("Hysterectomy in 2012.", {"class": "surgery", "major": True, "to": "2012-12-31"}),
        ("Plan: radiotherapy", {"class": "radiotherapy", "time": "planned"}),
        ("Carpal tunnel release 2019 under local anaesthetic.", {"class": "surgery", "major": False}),
    ],
)
def test_treatments(text: str, wanted: dict[str, Any], packs: Packs) -> None:
    assert holds(read(text, "treatment", packs), **wanted)


def test_an_earlier_score_is_past(packs: Packs) -> None:
    rows = read("Performance status at present ECOG 3 (was 1 in August).", "ecog", packs)
    assert holds(rows, low=3, high=3)
    assert holds(rows, low=1, time="past")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("DIAGNOSIS: High-grade Ieiomyosarcoma.", {"code": "LMS", "confirmed_by": "pathology"}),
        ("DIAGNOSIS: undifferentiated\npleomorphic sarcoma.", {"code": "MFH"}),
        ("Clinical details: ?synovial sarcoma", {"code": "SYNS", "presence": "uncertain"}),
        ("There is no evidence of rhabdomyosarcoma.", {"code": "RMS", "presence": "absent"}),
        ("COMMENT: a dedifferentiated liposarcoma (DDL) is seen.", {"code": "DDLS"}),
        (
            "In the absence of a line of differentiation this is classified as undifferentiated pleomorphic sarcoma.",
            {"code": "MFH", "icdo3": "8802/3"},
        ),
    ],
)
def test_histology(text: str, wanted: dict[str, Any], packs: Packs) -> None:
    assert holds(read(text, "histology", packs, note_type="core-biopsy"), **wanted)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Lipoma of the back.", "LIPOMA"),
        ("Uterine leiomyoma.", "LM"),
        ("Carcinosarcoma of the uterus.", "UCS"),
    ],
)
def test_near_words_are_not_sarcoma(text: str, code: str, packs: Packs) -> None:
    (row,) = read(text, "histology", packs, note_type="resection")
    assert row["code"] == code
    assert row["family"] != "soft_tissue_sarcoma"


@pytest.mark.parametrize(
    "text", ["Referred to the sarcoma clinic.", "SARCOMA MDT 3/6/2024", "Seen by the sarcoma nurse."]
)
def test_a_service_is_no_finding(text: str, packs: Packs) -> None:
    assert read(text, "histology", packs) == []


def test_another_cancer_in_the_history_is_another_tumour(packs: Packs) -> None:
    note = Note(
        note_id="n",
        patient_id="p",
        text="Previous right breast cancer in 2012.",
        note_type="clinic",
        note_date=DAY,
    )
    (fact,) = [fact for fact in facts_in(note, packs) if fact.kind == "histology"]
    assert (fact.about, fact.time) == ("other_tumour", "past")
