"""Another cancer: that there was none in all the ways it is said, when it was, and whose it is not."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2025, 3, 1)


def cancers(text: str, packs: Packs) -> list[tuple[str, int | None]]:
    """Presence and year of the other cancers of the patient's own history."""
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=DAY)
    return [
        (fact.presence, fact.date.year if fact.date else None)
        for fact in facts_in(note, packs)
        if fact.person == "patient"
        and (
            (fact.kind == "condition" and fact.value.concept == "other_malignancy")
            or (fact.kind == "histology" and "other_cancer" in fact.value.is_a and fact.standing == "stands")
        )
    ]


@pytest.mark.parametrize(
    "text",
    [
        "No synchronous or metachronous malignancy.",
        "PMHx cancer: negative",
        "Tumor history: none besides the present illness.",
        "No malignant pre-existing conditions.",
        "Oncological anamnesis negative before the present pathology.",
        "Negative for previous neoplastic pathologies.",
        "not had any ca previously",
        "Never been treated for cancer.",
        "No malignancy in the past 2 years.",
        "There has been no cancer in her life until now.",
        "Cancer before: never",
        "Malignancy: nil else.",
        "The sarcoma is the only malignancy he has had.",
        "No TB, asthma, epilepsy, jaundice, cancer.",
        "Neg for DM, HTN, CVA, CA.",
        "Diabetes N  Hypertension N  Cancer N  Epilepsy N",
        "FHx: sister breast cancer 2023. No personal cancers.",
        "FAMILY: sister bowel cancer at 39. Ann herself has never had any other cancer.",
    ],
)
def test_that_there_was_none(text: str, packs: Packs) -> None:
    assert ("absent", 2025) in cancers(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "No cancer pain.",
        "No cancer drugs have been started.",
        "No tumours felt in the axilla.",
        "No tumour board yet.",
        "Biopsy of prostate 2024: no malignancy.",
        "The trial needs no other malignancy in the last 2 years.",
        "No family history of cancer.",
        "No cancer in the family.",
        "Cancer: ____",
        "Cancer [ ] Y [ ] N  Stroke [ ] Y [x] N",
        "Cancer: Y  Stroke: N",
        "No fever, cancer clinic on Monday.",
        "He lost his wife to pancreatic cancer last year.",
    ],
)
def test_what_tells_no_history_of_the_patient(text: str, packs: Packs) -> None:
    assert cancers(text, packs) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In 2008 he was treated for a lymphoma.", 2008),
        ("Early gastric cancer, EMR 2016.", 2016),
        ("Colon cancer - colonoscopy 2024 clear - operated 2011.", 2011),
        ("Prostate cancer, last PSA January 2025 undetectable, prostatectomy 2013.", 2013),
        ("61-year-old woman. Breast cancer at 40, mastectomy.", 2004),
        ("Breast cancer > 10y, no recurrence", 2015),
        ("Prostate cancer diagnosed 2019, on goserelin.", 2025),
        ("Breast cancer 2016, still on letrozole.", 2025),
        ("Breast cancer 2010, was on letrozole until 2015.", 2010),
        ("Carcinoma mammae left 2005, mastectomy.", 2005),
        ("Hodgkin disease 1990, cured.", 1990),
    ],
)
def test_when_it_was(text: str, year: int, packs: Packs) -> None:
    assert {when for presence, when in cancers(text, packs) if presence == "present"} == {year}


def test_a_scan_of_later_dates_no_cancer(packs: Packs) -> None:
    assert set(cancers("Thyroid cancer, ultrasound 2024 clear.", packs)) == {("present", None)}
