"""Metastasis: found, denied, open; with organ, number, and the date of the scan that a letter quotes."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 11, 12)


def spread(text: str, packs: Packs, note_type: str = "clinic") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "metastasis"]


@pytest.mark.parametrize(
    ("text", "presence", "site"),
    [
        ("Lung metastases from a synovial sarcoma.", "present", "lung"),
        ("No metastases on CT.", "absent", ""),
        ("CT chest negative for metastatic disease.", "absent", ""),
        ("?mets in the lung", "uncertain", "lung"),
        ("CT thorax: possible pulmonary metastasis.", "uncertain", "lung"),
        ("Metastasis cannot be excluded.", "uncertain", ""),
        ("This may well be a liver metastasis.", "uncertain", "liver"),
        ("Nodal metastasis in the groin, proved by biopsy.", "present", "lymph node"),
        ("The sarcoma has spread to the lungs.", "present", "lung"),
        ("A lymph node in the lung rather than a metastasis.", "absent", ""),
        ("PET-CT: no avid disease elsewhere.", "absent", ""),
        ("Staging CT clear.", "absent", ""),
        ("cT2bN0M0", "absent", ""),
        ("pT2 N1 M1", "present", ""),
        ("Localised, non-metastatic sarcoma.", "absent", ""),
        ("Distant metastasis (pM): pM1", "present", ""),
        ("Metastases: lung", "present", "lung"),
        ("Metastases: nil", "absent", ""),
        ("CT without adenopathy, ascites or metastases.", "absent", ""),
        ("An intramuscular skip metastasis above the mass.", "present", "muscle"),
        ("CT of chest and abdomen: no deposits in liver or bone.", "absent", "bone"),
        ("Staging CT of 2 May is clear apart from a 4 mm nodule.", "uncertain", ""),
        ("PET 3 May: elbow only, SUV 7.", "absent", ""),
        ("PET-CT: uptake limited to the mass; nodes and liver free.", "absent", ""),
        ("CT chest 3 May was normal and the bone scan negative.", "absent", ""),
        ("Scans show that it has not spread anywhere.", "absent", ""),
        ("With this grade a metastasis has to be considered.", "uncertain", ""),
        ("Metastases can neither be proven nor excluded.", "uncertain", ""),
        ("Not a metastasis until proven.", "uncertain", ""),
        ("The shadow is not thought to be a metastasis.", "absent", ""),
        ("Lung nodule: ?old granuloma, ?metastasis.", "uncertain", "lung"),
        ("Pulmonary nodules in keeping with metastases.", "present", "lung"),
        ("CT: lytic lesion in the right iliac bone, metastatic.", "present", "bone"),
        ("Lungs: multiple bilateral metastases, increasing.", "present", "lung"),
        ("CT chest, abdomen and pelvis: no metastases.", "absent", ""),
        ("Right frontal lobe metastasis with oedema.", "present", "brain"),
        ("Metastatic LMS (lung, liver).", "present", "liver"),
        ("Single 14 mm metastasis RUL.", "present", "lung"),
        ("CT chest: lymph nodes, no enlarged nodes.", "absent", "lymph node"),
        ("Lymph nodes: 0/3 positive for metastasis.", "absent", "lymph node"),
        ("Skip lesion in the proximal femur.", "present", "bone"),
        ("Repeat CT: the nodule in the left lung has gone.", "absent", "lung"),
        ("She has oligometastatic disease.", "present", ""),
        ("The shadow is unlikely to be a metastasis.", "uncertain", ""),
        ("Staging scans are all clear.", "absent", ""),
    ],
)
def test_presence_and_site(text: str, presence: str, site: str, packs: Packs) -> None:
    found = [(fact.presence, fact.value.site) for fact in spread(text, packs)]
    assert (presence, site) in found
    assert {item[0] for item in found} == {presence}


@pytest.mark.parametrize(
    "text",
    [
        "The risk of metastasis is one in two.",
        "If metastases develop we shall give doxorubicin.",
        "If there is no spread we shall operate.",
        "CT to exclude metastases.",
        "Referred for metastatic work-up.",
        "Distant metastasis cannot be assessed (pMX).",
        "Distant metastasis (pM): cannot be assessed",
        "Distant metastases",
        "Exercise tolerance is above 4 METs.",
        "METs < 3",
        "The peritoneum was opened with sharp mets.",
        "Evaluate for metastatic disease.",
        "Renal nodule in the left kidney on CT chest.",
        "She denies asthma, infections and lung lesions.",
        "Lungs clear to auscultation.",
        "Chest: clear. Heart sounds normal.",
        "Clinical details: ?sarcoma ?mets",
        "Section M1: fat.",
        "Thyroid nodule, 4 mm.",
        "No skip lesion in the thigh.",
        "On examination no lymphadenopathy.",
        "CT: enlarged inguinal nodes, reactive.",
        "A trial for localised sarcoma.",
        "She is being considered for metastasectomy.",
    ],
)
def test_what_says_nothing_of_metastasis(text: str, packs: Packs) -> None:
    assert spread(text, packs) == []


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Two 3 mm nodules in the right lung. Too small to characterise.", "uncertain"),
        ("A 4 mm nodule in the left lower lobe, unchanged since 2016.", "absent"),
        ("A 4 mm nodule in the left lower lobe, unchanged since August 2024.", "uncertain"),
        ("A calcified nodule in the right lung, an old granuloma.", "absent"),
        ("No pulmonary nodules.", "absent"),
    ],
)
def test_lung_nodules(text: str, presence: str, packs: Packs) -> None:
    (fact,) = spread(text, packs, "ct-chest")
    assert (fact.presence, fact.value.site) == (presence, "lung")


def test_a_bone_said_to_be_free_leaves_a_nodule_open(packs: Packs) -> None:
    found = spread("No bone lesion, indeterminate 4 mm nodule in the right lung.", packs, "ct-chest")
    assert [(fact.presence, fact.value.site) for fact in found] == [("absent", "bone"), ("uncertain", "lung")]


def test_a_nodule_called_metastasis_counts_once(packs: Packs) -> None:
    (fact,) = spread("Three new lung nodules consistent with metastases.", packs, "ct-chest")
    assert fact.presence == "present"


def test_findings_that_follow_the_request_without_a_heading_are_read(packs: Packs) -> None:
    text = "CT THORAX. Indication: staging, ?mets.\nThree indeterminate nodules in the left lung."
    (fact,) = spread(text, packs, "ct-chest")
    assert (fact.presence, fact.value.count) == ("uncertain", 3)


def test_a_letter_quotes_the_scan_and_its_date(packs: Packs) -> None:
    (fact,) = spread("CT of the chest on 9 October shows no metastases.", packs)
    assert fact.date == dt.date(2024, 10, 9)


def test_two_organs_give_a_fact_each(packs: Packs) -> None:
    assert [fact.value.site for fact in spread("Lung and liver metastases.", packs)] == ["liver", "lung"]


def test_counts(packs: Packs) -> None:
    (fact,) = spread("Two hepatic metastases.", packs)
    assert fact.value.count == 2
    (nodes,) = spread("Synovial sarcoma in 3/12 nodes.", packs, "resection")
    assert (nodes.value.site, nodes.value.count) == ("lymph node", 3)


def test_another_cancer_and_a_relative(packs: Packs) -> None:
    (biopsy,) = spread("There is no evidence of metastatic breast carcinoma.", packs, "core-biopsy")
    assert (biopsy.presence, biopsy.about) == ("absent", "other_tumour")
    (aunt,) = spread("Her aunt had breast cancer with liver metastases.", packs)
    assert (aunt.person, aunt.about) == ("relative", "other_tumour")


@pytest.mark.parametrize(
    "text",
    [
        "Four lymph nodes, negative for metastatic disease.",
        "One metastasis among 20 tumours of this kind was published.",
    ],
)
def test_a_specimen_or_a_series_is_not_the_patient(text: str, packs: Packs) -> None:
    assert spread(text, packs, "resection") == []


def test_a_denial_ends_with_the_first_of_two(packs: Packs) -> None:
    found = spread("CT abdomen shows no metastasis, CT chest a possible lung metastasis.", packs)
    assert [fact.presence for fact in found] == ["absent", "uncertain"]


@pytest.mark.parametrize(
    ("text", "presences"),
    [
        ("Item 4. CT: no metastases.\n\nItem 5. (other patient) lung metastases, chemo.\n", {"absent"}),
        (
            "Item 4 (different patient): 1. lung mets\n2. liver mets\n\nItem 5. CT: no metastases.\n",
            {"absent"},
        ),
        ("CT chest: no metastases.\nNext patient: liver metastases.\n", {"absent"}),
        ("Discussed with another patient present. CT: lung metastases.", {"present"}),
        ("Lung nodules of 3 mm; mets can not be said yes or no yet.", {"uncertain"}),
        ("Patients whose cancer has spread to the brain cannot take part.", set()),
        ("The commonest site of metastasis is the lung.", set()),
        ("Mets Y / N", set()),
    ],
)
def test_whose_and_how_sure(text: str, presences: set[str], packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="mdt", note_date=dt.date(2025, 3, 1))
    found = facts_in(note, packs, kinds={"metastasis"})
    assert {fact.presence for fact in found if fact.person == "patient"} == presences


@pytest.mark.parametrize(
    "text",
    [
        "We hope your lungs are clear of cancer.",
        "Once we know the lungs are clear of disease we operate.",
        "The cancer is only in your thigh, unless the CT shows otherwise.",
        "Staging scans clear? awaited.",
        "No spread of infection. Sarcoma of the thigh.",
        "PET-CT showed no disease apart from the thigh and the lungs.",
        "PET: only hypermetabolic focus in the lung is new.",
        "Pulmonary repetitions of the exercise, ten.",
    ],
)
def test_what_is_hoped_for_to_come_or_of_something_else_says_nothing(text: str, packs: Packs) -> None:
    assert spread(text, packs) == []


@pytest.mark.parametrize(
    "text",
    [
        "CT chest clear, MRI pending.",
        "No evidence of spread, await histology.",
        "Once again the CT chest is clear.",
    ],
)
def test_another_examination_to_come_leaves_a_clear_scan_as_it_is(text: str, packs: Packs) -> None:
    assert {fact.presence for fact in spread(text, packs)} == {"absent"}


@pytest.mark.parametrize(
    "text", ["Metastatic work-up negative except for a 4 mm nodule.", "CT chest clear apart from a nodule."]
)
def test_an_exception_leaves_it_open(text: str, packs: Packs) -> None:
    assert {fact.presence for fact in spread(text, packs)} == {"uncertain"}


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Staging concluded: liver lesions angioma + cyst.", "absent"),
        ("Two hepatic lesions, characterised as cysts on MRI.", "absent"),
        ("Two hepatic lesions, not characterised.", "uncertain"),
    ],
)
def test_lesions_of_the_liver(text: str, presence: str, packs: Packs) -> None:
    assert [(fact.presence, fact.value.site) for fact in spread(text, packs)] == [(presence, "liver")]
