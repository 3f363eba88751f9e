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
        ("PMH 2010 breast cancer.", 2010),
        ("Melanoma, last excision 2024.", 2024),
        ("Lymphoma, many years ago.", 2023),
        ("Operations: left calf Mar 24, melanoma 2016, appendix 1996.", 2016),
    ],
)
def test_when_it_was(text: str, year: int, packs: Packs) -> None:
    assert {when for presence, when in cancers(text, packs) if presence == "present"} == {year}


@pytest.mark.parametrize(
    "text",
    [
        "Lung cancer, he smoked for over 30 years.",
        "Bladder cancer in a dye worker of more than 20 years.",
        "Prostate cancer known, hypertension for more than 15 years.",
        "Lung cancer, smoking >30 years.",
        "Breast cancer, diabetic for >15 years.",
        "Prostate cancer, >10 years of hypertension.",
        "Prostate cancer on surveillance, appendicectomy 1998.",
        "Hypertension since 2005 and breast cancer.",
        "Diabetes 2010, prostate cancer, gout.",
        "Emigrated from Poland in 1995, breast cancer under treatment.",
        "Prostate cancer (brachytherapy) and knee replacement 2011.",
        "Breast cancer, smoked many years ago.",
        "Prostate cancer, hernia many years ago.",
    ],
)
def test_the_years_of_something_else_date_no_cancer(text: str, packs: Packs) -> None:
    found = cancers(text, packs)
    assert found
    assert all(when is None or when >= DAY.year for _, when in found)


def test_a_scan_of_later_dates_no_cancer(packs: Packs) -> None:
    assert set(cancers("Thyroid cancer, ultrasound 2024 clear.", packs)) == {("present", None)}


@pytest.mark.parametrize(
    "text",
    [
        "Ca breast - mum 2024.",
        "F: ca prostate 2024. M: well.",
        "Husband's prostate cancer surgery was 2024.",
        "Her partner (lung cancer, 2024) cannot drive.",
        "Wife diagnosed with bowel cancer in January.",
        "Item 3. (other patient) breast cancer 2024.",
        "Anxious about breast cancer since a friend was diagnosed in 2024.",
        "He read about lymphoma on the internet last month.",
        "Attended a prostate cancer awareness evening in Jan 2025.",
        "Node biopsy 2024 for ?lymphoma = reactive.",
        "Urgent referral for melanoma Oct 2024: seborrhoeic wart.",
        "Bowen's disease of shin treated 2024.",
    ],
)
def test_what_is_no_cancer_of_the_patient(text: str, packs: Packs) -> None:
    assert [presence for presence, _ in cancers(text, packs) if presence == "present"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Left kidney removed for renal cell carcinoma in 2024.",
        "She was referred for breast cancer in 2024 and had a mastectomy.",
        "She works as a teacher and had breast cancer in 2024.",
        "He worked in a shipyard, bladder cancer 2024.",
        "Research nurse notes: prostate cancer diagnosed March 2024.",
        "Under surveillance for prostate cancer since 2024.",
        "PMH read from GP letter: colon cancer 2024, resected.",
        "Tested for prostate cancer in 2024, positive biopsy, radiotherapy.",
        "BRCA carrier with breast cancer 2024.",
        "Dog bite 2019, melanoma 2024.",
        "Asked about past illness she says breast cancer in 2024.",
        "Husband reports that she had breast cancer in 2024.",
        "Breast cancer 2024, negative nodes.",
        "Prostate cancer 2024, benign skin lesions.",
        "S: bladder cancer 2024.",
        "Bladder cancer 2024, cystoscopy negative now.",
    ],
)
def test_words_about_something_else_take_no_cancer_away(text: str, packs: Packs) -> None:
    assert ("present", 2024) in cancers(text, packs)


def test_a_cancer_that_is_only_talked_of_stays_in_doubt(packs: Packs) -> None:
    assert {presence for presence, _ in cancers("Tested for prostate cancer in 2024.", packs)} == {
        "uncertain"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Outside diagnosis: metastatic melanoma (11/2024). Our pathology: clear cell sarcoma.",
        "First reported as melanoma metastasis (Jan 2025), on review clear cell sarcoma.",
        "Outside diagnosis of lymphoma (Nov 2024) was not supported on review.",
    ],
)
def test_what_the_sarcoma_was_called_at_first(text: str, packs: Packs) -> None:
    assert [presence for presence, _ in cancers(text, packs) if presence == "present"] == []


def test_an_outside_diagnosis_that_nothing_replaces(packs: Packs) -> None:
    assert ("present", 2024) in cancers("Outside diagnosis: melanoma (11/2024), excised.", packs)


@pytest.mark.parametrize(
    ("text", "tumour"),
    [
        ("Bladder scan done. RT last month.", "this_tumour"),
        ("Thyroid nodule benign. Chemo with doxorubicin for the sarcoma, last 11/2024.", "this_tumour"),
        ("Prostate cancer 2019; radiotherapy finished June 2024.", "other_tumour"),
        ("Leuprorelin for fibroids in 2024.", "no_tumour"),
    ],
)
def test_which_tumour_was_treated(text: str, tumour: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=DAY)
    assert {fact.value.for_tumour for fact in facts_in(note, packs) if fact.kind == "treatment"} == {tumour}


@pytest.mark.parametrize(
    "text",
    [
        "Known breast cancer survivor, now has a thigh mass.",
        "PMH: prostate cancer (RT), CKD, new AF.",
        "Breast cancer hx, recent mammogram clear.",
        "Thyroid cancer in remission, currently on thyroxine.",
        "Past bladder cancer; awaiting MRI of the thigh.",
    ],
)
def test_a_cancer_without_a_date_beside_something_new(text: str, packs: Packs) -> None:
    assert {when for presence, when in cancers(text, packs) if presence == "present"} == {None}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Concurrent early breast cancer.", 2025),
        ("CLL stage A, watch and wait.", 2025),
        ("Bladder cancer, under treatment with BCG.", 2025),
        ("Prostate cancer, under active surveillance since 2019, last PSA 5.1 in January 2025.", 2019),
    ],
)
def test_a_cancer_of_now(text: str, year: int, packs: Packs) -> None:
    assert {when for presence, when in cancers(text, packs) if presence == "present"} == {year}


@pytest.mark.parametrize(
    "text",
    [
        "Lung cancer, smoking >30 years.",
        "Lung cancer, quit smoking over 20 yrs back.",
        "Lung cancer, asbestos exposure >30 years ago.",
        "Lung cancer, hypertension diagnosed more than 15 years ago.",
        "Lung cancer, depression in remission for 8 years.",
        "Lung cancer, 10 years post liver transplant.",
        "Lung cancer, 10 years free of alcohol.",
        "Breast cancer, 8 years out from her stroke.",
        "Breast cancer, more than 10 years since retirement.",
        "Breast cancer, hysterectomy 2012.",
        "Lymphoma. Kidney transplant 2012.",
    ],
)
def test_that_the_years_of_something_else_date_no_cancer(text: str, packs: Packs) -> None:
    found = cancers(text, packs)
    assert found
    assert {year for _, year in found} == {None}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Breast cancer, left, ER+, over 10 years ago.", 2015),
        ("Breast cancer, >10 y.", 2015),
        ("Breast cancer; 10 years post chemo, well.", 2015),
        ("Breast cancer, 8 years out from treatment.", 2017),
        ("Hodgkin lymphoma, cured, now in remission for 20 years.", 2005),
        ("More than 10 years back she had breast cancer.", 2015),
        ("Breast cancer, scans clear for 8 years.", 2017),
        ("Cervical cancer, hysterectomy 2012.", 2012),
        ("Leukaemia, bone marrow transplant 2010.", 2010),
    ],
)
def test_that_its_own_years_date_it(text: str, year: int, packs: Packs) -> None:
    found = cancers(text, packs)
    assert found
    assert {told for _, told in found} == {year}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("# Synovial sarcoma of the left knee (HCC)   5/9/2024   ACTIVE", set()),
        ("Diabetes mellitus type 2 (HCC)", set()),
        ("Hepatocellular carcinoma (HCC) 2020, ablated.", {"HCC"}),
        ("HCC 2020, ablated.", {"HCC"}),
        ("Tumour of segment VI (HCC), resected 2021.", {"HCC"}),
        ("Second malignancy (HCC) in 2021.", {"HCC"}),
    ],
)
def test_a_payers_mark_behind_a_problem_is_no_liver_cancer(text: str, codes: set[str], packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2024, 9, 10))
    found = facts_in(note, packs)
    assert {fact.value.code for fact in found if fact.kind == "histology"} - {"SYNS"} == codes
    assert any(
        fact.kind == "condition" and fact.value.concept == "other_malignancy" for fact in found
    ) == bool(codes)
