"""Statements of health with a limit behind them, and the answers of forms that belong to another question."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs


def said(text: str, packs: Packs) -> set[tuple[str, str]]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2024, 11, 12))
    return {(f.value.concept, f.presence) for f in facts_in(note, packs) if f.kind == "condition"}


@pytest.mark.parametrize(
    "text",
    [
        "Oral route possible only with thickener.",
        "Tablets go down well if crushed.",
        "No problem with tablets running out.",
        "Her baby eats and drinks normally.",
        "Oral therapy is feasible for this tumour type.",
        "No stomach trouble with ibuprofen.",
        "No bowel disease on CT.",
        "No blood abnormality in the urine.",
        "General condition: good when admitted, now deteriorating.",
        "Her husband's general condition is good.",
        "Comorbidity index: 0",
        "Systemic disease: none on staging",
        "Comorbidities: not known",
        "Comorbidities: (if none, write nil)",
        "Other cancer: see below\nHeart disease: see letter",
    ],
)
def test_what_is_limited_or_unanswered_states_nothing(text: str, packs: Packs) -> None:
    assert said(text, packs) == set()


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Swallows tablets whole, not crushed.", {("swallowing_difficulty", "absent")}),
        ("Tablets go down well, no tube needed.", {("swallowing_difficulty", "absent")}),
        ("General condition good, only mild fatigue.", {("general_good_health", "present")}),
        (
            "Any previous cancer? No  Any heart disease? Yes, AF",
            {("cardiac_disease", "present"), ("arrhythmia", "present")},
        ),
        ("Any medical problems?   Any allergies? None", {("drug_allergy", "absent")}),
        ("Comorbidities:\nNo allergies.", {("drug_allergy", "absent")}),
        ("No fracture ?DVT", {("thromboembolism", "uncertain")}),
        ("Difficulty swallowing tablets? Y", {("swallowing_difficulty", "present")}),
        (
            "Question | Yes | No | Not asked\nDiabetes | | | x\nAsthma | x | |\nStroke | | x |\nEpilepsy | | |",
            {("lung_disease", "present"), ("stroke", "absent")},
        ),
    ],
)
def test_what_is_said_beside_it(text: str, facts: set[tuple[str, str]], packs: Packs) -> None:
    assert said(text, packs) == facts
