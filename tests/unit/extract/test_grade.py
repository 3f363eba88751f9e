"""Grades as reports write them, and what is graded but is no tumour's grade."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain


def grades(text: str, packs: Packs, note_type: str = "pathology") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2024, 5, 2))
    return [fact for fact in facts_in(note, packs) if fact.kind == "grade"]


def only(text: str, packs: Packs, note_type: str = "pathology") -> dict[str, Any]:
    (fact,) = grades(text, packs, note_type)
    return plain(fact.value) | {"presence": fact.presence, "about": fact.about}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Leiomyosarcoma, FNCLCC grade 2.", "2", None),
        ("Myxofibrosarcoma, grade 3/3 (FNCLCC).", "3", None),
        ("Pleomorphic sarcoma, Trojani III.", "3", None),
        ("Diagnosis: UPS, G2, pT3.", "2", None),
        ("Leiomyosarcoma, grade 2-3.", "2", "3"),
        ("Leiomyosarcoma of at least grade 2.", "2", "3"),
        ("Leiomyosarcoma, FNCLCC grade 2 or more.", "2", "3"),
        ("Leiomyosarcoma, French Federation score 6, grade 3.", "3", None),
        ("Leiomyosarcoma, FNCLCC total score 4.", "2", None),
        ("Sarcoma with total FNCLCC score of 3.", "1", None),
        ("Leiomyosarcoma, FNCLCC sum score: 7.", "3", None),
    ],
)
def test_three_grades(text: str, low: str, high: str | None, packs: Packs) -> None:
    row = only(text, packs)
    assert (row["scheme"], row["value"], row.get("high")) == ("fnclcc", low, high)


@pytest.mark.parametrize(
    ("scores", "grade"),
    [
        ((1, 1, 0), "1"),
        ((2, 1, 0), "1"),
        ((2, 2, 0), "2"),
        ((3, 1, 1), "2"),
        ((3, 2, 1), "3"),
        ((3, 3, 2), "3"),
    ],
)
def test_three_scores_add_up(scores: tuple[int, int, int], grade: str, packs: Packs) -> None:
    text = "Spindle cell sarcoma.\nFNCLCC\n  differentiation   {}\n  mitoses           {}  (6 per 10 HPF)\n  necrosis          {}\n"
    row = only(text.format(*scores), packs)
    assert (row["value"], row["differentiation"], row["mitoses"], row["necrosis"]) == (grade, *scores)


@pytest.mark.parametrize(
    "text",
    [
        "Leiomyosarcoma. Tumour differentiation: score 2. Mitotic count: 12 per 10 HPF (score 2). Necrosis: absent (score 0).",
        "Leiomyosarcoma, 2 points for differentiation, 2 points for mitoses, 0 points for necrosis.",
    ],
)
def test_scores_in_sentences(text: str, packs: Packs) -> None:
    assert only(text, packs)["value"] == "2"


def test_two_scores_of_three_give_no_grade(packs: Packs) -> None:
    assert grades("Sarcoma. FNCLCC: differentiation 3, mitoses 2, necrosis cannot be assessed.", packs) == []


def test_a_grade_and_its_scores_are_one_statement(packs: Packs) -> None:
    row = only("Myxofibrosarcoma, FNCLCC grade 2 (2 + 2 + 0).", packs)
    assert (row["value"], row["mitoses"]) == ("2", 2)


@pytest.mark.parametrize(
    "text",
    [
        "Sarcoma, not gradable after radiotherapy.",
        "Residual sarcoma; grade cannot be assessed after chemotherapy.",
        "Synovial sarcoma. No FNCLCC grade is assigned.",
        "Sarcoma resected. Colon polyp with high-grade dysplasia.",
        "No evidence of recurrence of the high-grade sarcoma.",
    ],
)
def test_what_gives_no_grade(text: str, packs: Packs) -> None:
    assert grades(text, packs) == []


@pytest.mark.parametrize(
    "text",
    [
        "Grade 2 neuropathy.", "ECOG performance status grade 1.", "G2P1, both vaginal deliveries.", "Grade I haemorrhoids.",
        "Low grade fever for two days.", "Grade 1 skin reaction over the sarcoma bed.", "Lymphoedema grade 2 after the sarcoma operation.",
        "Echo: grade II diastolic dysfunction.", "Angiography: high-grade lesion in the proximal LAD.",
    ],
)  # fmt: skip
def test_other_grades_of_a_clinic_note(text: str, packs: Packs) -> None:
    assert grades(text, packs, "clinic") == []


@pytest.mark.parametrize(
    ("text", "note_type"),
    [
        ("Large high-grade-looking mass of the thigh.", "mri"),
        ("Appearances of a high-grade sarcoma.", "ct"),
        ('Referred by the GP as "high-grade liposarcoma".', "clinic"),
        ("Suspect high grade sarcoma; biopsy awaited.", "clinic"),
        ("Our preferred interpretation is a leiomyosarcoma, FNCLCC grade 1.", "pathology"),
        ("Leiomyosarcoma, grade 1. Type and grade not definitely assignable on this material.", "pathology"),
        ("Sarcoma; high grade can neither be affirmed nor excluded.", "pathology"),
        ("Leiomyosarcoma, tendency to G3.", "pathology"),
        ("Leiomyosarcoma approaching grade 3.", "pathology"),
        ("Myxoid liposarcoma. Local G3 / panel G2 - grade to be settled on resection.", "clinic"),
    ],
)
def test_an_impression_is_uncertain(text: str, note_type: str, packs: Packs) -> None:
    assert {fact.presence for fact in grades(text, packs, note_type)} == {"uncertain"}


def test_doubt_about_the_type_leaves_the_grade(packs: Packs) -> None:
    assert (
        only("High grade spindle cell sarcoma, most likely leiomyosarcoma.", packs)["presence"] == "present"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Past history: carcinoma of the left breast, grade 3.",
        "Invasive ductal carcinoma, Nottingham grade 2.",
        "Squamous cell carcinoma, poorly differentiated.",
        "Prostatic adenocarcinoma, grade group 3.",
    ],
)
def test_grades_of_other_cancers_are_told_apart(text: str, packs: Packs) -> None:
    found = grades(text, packs)
    assert found
    assert {fact.about for fact in found} == {"other_tumour"}
    assert {fact.value.scheme for fact in found} == {"other"}


def test_a_carcinoma_of_long_ago_does_not_take_the_sarcomas_grade(packs: Packs) -> None:
    text = "Previous carcinoma of the breast, grade 1.\n\nDiagnosis: undifferentiated pleomorphic sarcoma, grade 3."
    told = {fact.about: fact.value.value for fact in grades(text, packs, "clinic")}
    assert told == {"other_tumour": "1", "this_tumour": "3"}


@pytest.mark.parametrize(
    "history",
    [
        "Superficial bladder tumour, grade 1, resected 2018.",
        "He had a resection of a bladder tumour, G1 pTa, in 2014.",
        "Breast lump 2012, grade 2 on histology.",
        "Transitional cell tumour grade 1 in 2009.",
        "Renal tumour removed 2012, G1.",
    ],
)
def test_an_organs_growth_in_a_letters_history_has_its_own_grade(history: str, packs: Packs) -> None:
    (fact,) = grades(f"Synovial sarcoma of the calf. {history}", packs, "clinic")
    assert (fact.about, fact.value.scheme) == ("other_tumour", "other")


@pytest.mark.parametrize(
    "text", ["The bladder was displaced by the tumour, G3.", "Sarcoma beside the bladder, grade 3."]
)
def test_an_organ_beside_the_sarcoma_takes_no_grade(text: str, packs: Packs) -> None:
    (fact,) = grades(f"Synovial sarcoma of the pelvis. {text}", packs, "clinic")
    assert fact.about == "this_tumour"


@pytest.mark.parametrize(
    "text",
    [
        "Slides reviewed. Sarcoma of the thigh, toxicity G3 after chemotherapy.",
        "Sarcoma path upgraded; neuropathy G2.",
        "Mucositis graded G3. Sarcoma of the thigh.",
        "Sarcoma, G1/G2/G3 to be decided.",
        "She is at low malignancy risk. Sarcoma of the thigh.",
    ],
)
def test_a_side_effect_a_choice_and_a_risk_are_no_grade(text: str, packs: Packs) -> None:
    assert grades(text, packs, "clinic") == []


def test_what_else_is_to_be_settled_leaves_the_grade(packs: Packs) -> None:
    assert only("UPS, FNCLCC grade 3; margins to be settled on resection.", packs)["value"] == "3"
