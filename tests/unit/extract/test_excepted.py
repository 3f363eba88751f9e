"""A denial with an exception behind it: the exception is there, and nothing is denied in general."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs


def said(text: str, packs: Packs) -> set[tuple[str, str]]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2024, 11, 12))
    return {(f.value.concept, f.presence) for f in facts_in(note, packs) if f.kind == "condition"}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("PMH: No previous cancer apart from melanoma 2023.", {("other_malignancy", "present")}),
        ("No other malignancies other than a BCC in 2019.", {("other_malignancy", "present")}),
        ("Denies any other cancer bar a basal cell carcinoma.", {("other_malignancy", "present")}),
        (
            "No cancer history, only melanoma 2023.",
            {("other_malignancy", "present")},
        ),
        ("Apart from melanoma in 2023 there is no history of cancer.", {("other_malignancy", "present")}),
        ("Other malignancy: none except cervical cancer 2010.", {("other_malignancy", "present")}),
        ("No other cancer apart from this sarcoma.", {("other_malignancy", "absent")}),
        ("No previous malignancy apart from the present one.", {("other_malignancy", "absent")}),
        ("No other malignancy apart from the thigh tumour.", {("other_malignancy", "absent")}),
        ("No other cancer but takes no tablets besides warfarin.", {("other_malignancy", "absent")}),
        ("Comorbidities: none, except COPD.", {("lung_disease", "present")}),
        ("Aside from hypertension, no comorbidities.", {("hypertension", "present")}),
        ("PMH nil bar asthma.", {("lung_disease", "present")}),
        ("No heart problems apart from AF.", {("arrhythmia", "present")}),
        (
            "Apart from hypertension he is well, no cancer.",
            {("hypertension", "present"), ("other_malignancy", "absent")},
        ),
    ],
)
def test_what_is_excepted(text: str, facts: set[tuple[str, str]], packs: Packs) -> None:
    assert said(text, packs) == facts


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Denies treatment for TB.", "tuberculosis"),
        ("Never treated for tuberculosis.", "tuberculosis"),
        ("Denies taking medication for epilepsy.", "seizure"),
        ("Negative for malignancy, FNA of thyroid.", "other_malignancy"),
        ("His wife is enrolled in a clinical trial for breast cancer.", "other_malignancy"),
    ],
)
def test_what_a_denied_treatment_a_specimen_or_a_wife_leaves_open(
    text: str, concept: str, packs: Packs
) -> None:
    assert concept not in {name for name, _ in said(text, packs)}
    assert said("Denies TB.", packs) == {("tuberculosis", "absent")}


def test_an_operation_that_is_excepted(packs: Packs) -> None:
    note = Note(
        note_id="n",
        patient_id="p",
        text="No previous operations except an appendicectomy.",
        note_type="clinic",
        note_date=None,
    )
    assert {f.presence for f in facts_in(note, packs) if f.kind == "treatment"} == {"present"}
