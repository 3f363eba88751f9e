"""Clerking sheets, numbered questions and rows of signs: where one statement ends and the next begins."""

import datetime as dt

import pytest
from tests.support.clinic import found

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

SHEET = "SHx  smoking (-), tailor's shop, lives by the sea, stays with her daughter while she is seen\nGyn  menopause 52\n"


def read(text: str, kind: str, packs: Packs, *, note_type: str) -> list[Fact]:
    day = dt.date(2025, 3, 10)
    note = Note(note_id="n", patient_id="n", note_type=note_type, note_date=day, text=text, source="n")
    return [fact for fact in facts_in(note, packs) if fact.kind == kind]


def test_a_title_in_a_column_opens_a_line_of_its_own(packs: Packs) -> None:
    (menopause,) = [fact for fact in found(SHEET, "condition", packs) if fact.value.concept == "menopause"]
    assert menopause.person == "patient"


def test_a_sign_belongs_to_the_test_before_it(packs: Packs) -> None:
    row = "HBsAg (-)  HBsAb (+)  anti-HCV (-)  HIV Ag/Ab (-)\n"
    said = {fact.value.concept: fact.presence for fact in read(row, "condition", packs, note_type="labs")}
    assert said == {"hepatitis_b": "absent", "hepatitis_c": "absent", "hiv": "absent"}


@pytest.mark.parametrize("answer", ["no", "nee", "nein"])
def test_a_numbered_question_keeps_its_answer(answer: str, packs: Packs) -> None:
    form = f"6   Epilepsy or fits? ................... {answer}\n7   Blood disease / bleeding? ........... {answer}\n"
    said = {fact.value.concept: fact.presence for fact in found(form, "condition", packs)}
    assert said["seizure"] == said["blood_disorder"] == "absent"


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        ("A soft tissue intensity mass is noted in the thigh. It measures 6.3 x 4.4 x 3.8 cm.", 63),
        ("Fungating lesion in the posterior compartment of the mid third leg involving soleus, 11.8 x 9.6 x 9.1 cm.", 118),
        ("An uneven expansivity with necrosis, 7.8 x 6.0 x 5.2 cm.", 78),
        ("The leg measures 40 cm. The thigh is swollen.", None),
        ("Mass in the thigh. Right middle lobe 3 mm, consider chronic inflammatory nodule.", None),
    ],
)  # fmt: skip
def test_what_a_scan_measures(text: str, largest: int | None, packs: Packs) -> None:
    sizes = [fact.value.max_mm for fact in read(text, "tumour_size", packs, note_type="mri")]
    assert sizes == ([largest] if largest else [])


@pytest.mark.parametrize(
    ("text", "largest"),
    [("PE: ECOG 1. 7cm hard mass of the axilla.", 70), ("Mass of the axilla 1. 7 cm.", 17)],
)
def test_a_score_ends_its_sentence_and_a_broken_number_does_not(
    text: str, largest: int, packs: Packs
) -> None:
    assert [fact.value.max_mm for fact in found(text, "tumour_size", packs)] == [largest]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("RM 3/3/25: mass of the thigh, femoral vein infiltrated.", "mri"),
        ("CT 3/3/25: the mass abuts the femoral vein.", "ct"),
        ("The mass is adherent to the femoral vessels. MRI booked.", "clinical"),
    ],
)
def test_a_relation_is_as_the_scan_before_it_saw_it(text: str, modality: str, packs: Packs) -> None:
    assert {fact.value.modality for fact in found(text, "neurovascular_relation", packs)} == {modality}


def test_the_stage_of_another_cancer_is_not_the_sarcomas(packs: Packs) -> None:
    text = "NPC T2N1M0 2009: RT + concurrent cisplatin. NED."
    assert {fact.about for fact in found(text, "metastasis", packs)} <= {"other_tumour"}
    given = found(text, "treatment", packs)
    assert {(fact.value.for_tumour, fact.date) for fact in given} == {("other_tumour", dt.date(2009, 12, 31))}


@pytest.mark.parametrize("text", ["PRBC 2 units reserved.", "2 u PRBC ordered."])
def test_blood_that_is_kept_ready_is_not_given(text: str, packs: Packs) -> None:
    assert not found(text, "treatment", packs)


@pytest.mark.parametrize("text", ["Attendee: OS, RO, MO, CRC", "CRC to call her on Monday"])
def test_a_research_coordinator_is_no_bowel_cancer(text: str, packs: Packs) -> None:
    assert not [fact for fact in found(text, "condition", packs) if fact.value.concept == "other_malignancy"]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("There is no history of prolonged QT in the family.", "absent"),
        ("There is a history of prolonged QT in the family.", "present"),
    ],
)
def test_a_denial_that_ends_in_the_name_denies_it(text: str, presence: str, packs: Packs) -> None:
    said = [
        fact.presence for fact in found(text, "condition", packs) if fact.value.concept == "long_qt_syndrome"
    ]
    assert said == [presence]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("CT chest: 2 nodules RLL 4 and 5 mm, non-calcified.", "uncertain"),
        ("CT chest: two nodules not seen in 2024.", "uncertain"),
        ("CT chest: 2 calcified nodules RLL.", "absent"),
        ("CT chest: nodules not seen.", "absent"),
        ("CT chest: nodules not seen on CT.", "absent"),
        ("CT chest: inflammatory or early metastases, cannot say.", "uncertain"),
        ("CT chest: lesion not typical of metastasis.", "uncertain"),
    ],
)
def test_what_nodules_mean(text: str, presence: str, packs: Packs) -> None:
    assert {fact.presence for fact in read(text, "metastasis", packs, note_type="ct")} == {presence}


@pytest.mark.parametrize(
    "text",
    ["Mr A. Dummy   HCC-TEST-4471   seen today", "HCC Cellular Pathology\nSkin: normal.", "Pt   MDS, 54 F"],
)
def test_letters_of_a_hospital_or_a_person_are_no_illness(text: str, packs: Packs) -> None:
    assert not found(text, "histology", packs)
    assert not found(text, "condition", packs)


def test_the_same_letters_are_the_illness_where_they_are_words(packs: Packs) -> None:
    assert [fact.value.concept for fact in found("Known MDS since 2020.", "condition", packs)] == ["mds_aml"]
    assert found("HCC resected 2015.", "histology", packs)
    assert found("HCC-2019, resected.", "histology", packs)
    assert found("Case 5: UPS, 54 F, left thigh.", "histology", packs)


def test_a_quoted_report_of_long_ago_has_the_earlier_size(packs: Packs) -> None:
    text = 'Our file copy of the outside report (December 2021) reads: "myxofibrosarcoma, 41 mm".\nTumour 72 mm.\n'
    sizes = {
        fact.value.max_mm: fact.value.prior
        for fact in read(text, "tumour_size", packs, note_type="pathology")
    }
    assert sizes[41] is True


def test_a_drawer_of_the_archive_is_told_by_its_head(packs: Packs) -> None:
    text = "MRI THIGH RIGHT\nReport: there is a 10.6 x 7.7 x 8.2 cm enhancing mass of the thigh.\n"
    assert [fact.value.modality for fact in read(text, "tumour_size", packs, note_type="radiology")] == [
        "mri"
    ]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("HBeAg-negative chronic hepatitis B, active.", "present"),
        ("HCV RNA PCR (quant.)   below detection limit", "absent"),
    ],
)
def test_antigens_and_loads(text: str, presence: str, packs: Packs) -> None:
    assert {fact.presence for fact in read(text, "condition", packs, note_type="labs")} == {presence}


def test_a_row_of_days_heads_the_values_below_it(packs: Packs) -> None:
    table = "CUMULATIVE RESULTS    A. DUMMY    MRN TEST\nTEST    12-Dec-24    06-Jan-25\nHGB     8.7  L       9.6  L\n"
    values = {fact.date: fact.value.value for fact in read(table, "lab", packs, note_type="labs")}
    assert values == {dt.date(2024, 12, 12): 8.7, dt.date(2025, 1, 6): 9.6}


def test_an_operation_at_the_end_of_a_denial_is_denied(packs: Packs) -> None:
    said = {
        fact.value.treatment_class: fact.presence
        for fact in found("No chemo / RT / previous op.", "treatment", packs)
    }
    assert said == {"chemotherapy": "absent", "radiotherapy": "absent", "surgery": "absent"}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Post-op complications: DVT, treated with apixaban.", "thromboembolism"),
        ("Adverse events: seizure on day 3.", "seizure"),
        ("Precautions: epilepsy.", "seizure"),
    ],
)
def test_what_happened_is_no_listed_side_effect(text: str, concept: str, packs: Packs) -> None:
    assert [fact.value.concept for fact in found(text, "condition", packs)] == [concept]


@pytest.mark.parametrize(
    "text", ["Possible complications: DVT.", "Risks: stroke, bleeding.", "Side effects: seizures."]
)
def test_a_listed_side_effect_is_nobodys(text: str, packs: Packs) -> None:
    assert not found(text, "condition", packs)
