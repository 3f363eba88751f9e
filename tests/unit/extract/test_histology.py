"""Tumour types in the words of reports and letters: found, considered, excluded, quoted, outdated."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def types(text: str, packs: Packs, note_type: str = "pathology") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2024, 5, 2))
    return [fact for fact in facts_in(note, packs) if fact.kind == "histology"]


def said(text: str, packs: Packs, note_type: str = "pathology") -> dict[str, str]:
    """Code -> presence; a type that was once thought is "superseded"."""
    return {
        fact.value.code: fact.presence if fact.standing == "stands" else fact.standing
        for fact in types(text, packs, note_type)
    }


@pytest.mark.parametrize(
    ("text", "note_type", "wanted"),
    [
        ("Differential includes synovial sarcoma (site, age), MPNST, solitary fibrous tumour, UPS.", "mri",
         {"SYNS": "uncertain", "MPNST": "uncertain", "SFT": "uncertain", "MFH": "uncertain"}),
        ("Myxofibrosarcoma should be considered.", "mri", {"MFS": "uncertain"}),
        ("Atypical lipomatous tumour; dedifferentiation must be excluded.", "mri", {"WDLS": "present"}),
        ("Atypical lipomatous tumour, dedifferentiation cannot be excluded.", "mri", {"WDLS": "present"}),
        ("Angiosarcoma must be excluded.", "mri", {"ANGS": "uncertain"}),
        ("We favour leiomyosarcoma over dedifferentiated liposarcoma.", "pathology", {"LMS": "uncertain", "DDLS": "uncertain"}),
        ("Malignant spindle cell neoplasm, favour MPNST.", "pathology", {"SARCNOS": "present", "MPNST": "uncertain"}),
        ("Spindle cell sarcoma, most consistent with leiomyosarcoma.", "pathology", {"SARCNOS": "present", "LMS": "present"}),
        ("Nodular fasciitis, desmoid and low-grade fibromyxoid sarcoma remain in the differential.", "pathology", {"LGFMS": "uncertain"}),
    ],
)  # fmt: skip
def test_what_is_only_considered(text: str, note_type: str, wanted: dict[str, str], packs: Packs) -> None:
    assert said(text, packs, note_type).items() >= wanted.items()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("No evidence of melanoma, rhabdomyosarcoma or synovial sarcoma.", {"MEL": "absent", "RMS": "absent", "SYNS": "absent"}),
        ("MDM2 is not amplified, so dedifferentiated liposarcoma is excluded.", {"DDLS": "absent"}),
        ("The absence of SS18 rearrangement argues against synovial sarcoma.", {"SYNS": "absent"}),
        ("This excludes GIST, DFSP and rhabdomyosarcoma.", {"GIST": "absent", "DFSP": "absent", "RMS": "absent"}),
        ("This excludes GIST and confirms leiomyosarcoma.", {"GIST": "absent", "LMS": "present"}),
        ("Leiomyosarcoma and Ewing sarcoma excluded.", {"LMS": "absent", "ES": "absent"}),
        ("Angiosarcoma, thought of at first, is ruled out by the stains.", {"ANGS": "absent"}),
        ("Ewing sarcoma has likewise been excluded.", {"ES": "absent"}),
        ("Ewing sarcoma is not a consideration.", {"ES": "absent"}),
        ("Pleomorphic liposarcoma to be discussed.", {"PLLS": "uncertain"}),
        ("Sarcoma until proven otherwise.", {"SARCNOS": "uncertain"}),
        ("Ewing sarcoma has probably been excluded.", {"ES": "uncertain"}),
        ("Angiosarcoma must be excluded.", {"ANGS": "uncertain"}),
        ("Synovial sarcoma & leiomyosarcoma considered and discounted.", {"SYNS": "absent", "LMS": "absent"}),
        ("Ewing sarcoma: the partner gene is NR4A3, therefore no.", {"ES": "absent"}),
        ("Metastatic carcinoma is very unlikely in view of the fusion.", {"CARC": "absent"}),
        ("Pleomorphic sarcoma, desmin negative, CD34 negative.", {"MFH": "present"}),
        ("CD34 negative spindle cell sarcoma.", {"SARCNOS": "present"}),
    ],
)  # fmt: skip
def test_what_is_excluded(text: str, wanted: dict[str, str], packs: Packs) -> None:
    assert said(text, packs) == wanted


@pytest.mark.parametrize(
    "text", ["No residual synovial sarcoma.", "Margins negative for leiomyosarcoma.", "Nodes: no metastatic angiosarcoma."]
)  # fmt: skip
def test_what_is_gone_does_not_deny_the_diagnosis(text: str, packs: Packs) -> None:
    assert types(text, packs) == []


def test_a_treatment_not_given_does_not_deny_the_tumour(packs: Packs) -> None:
    assert said("No treatment has been given for the sarcoma.", packs, "clinic") == {"SARCNOS": "present"}


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ('Referral letter: "liposarcoma of the thigh".', "uncertain"),
        ("Referred as a liposarcoma.", "uncertain"),
        ("Referred with a biopsy-proven liposarcoma.", "present"),
        ('Biopsy report reads "liposarcoma".', "present"),
        ("The local and the reference laboratory do not agree: liposarcoma here.", "uncertain"),
    ],
)
def test_whose_word_it_is(text: str, presence: str, packs: Packs) -> None:
    assert said(text, packs, "clinic") == {"LIPO": presence}


@pytest.mark.parametrize(
    "text",
    [
        "Initially thought to be a leiomyosarcoma, but reclassified as undifferentiated pleomorphic sarcoma.",
        "Undifferentiated pleomorphic sarcoma; previously reported as leiomyosarcoma.",
        "The diagnosis was revised from leiomyosarcoma to undifferentiated pleomorphic sarcoma.",
    ],
)
def test_what_was_once_thought(text: str, packs: Packs) -> None:
    assert said(text, packs, "clinic") == {"LMS": "superseded", "MFH": "present"}


def test_an_old_diagnosis_without_a_new_one_stands(packs: Packs) -> None:
    assert said("Previously diagnosed with leiomyosarcoma.", packs, "clinic") == {"LMS": "present"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Synovial sarcoma, biphasic. The SS shows SS18 rearrangement.", {"SYNS"}),
        ("Sample SS 12 discarded.", set()),
        ("Fascia closed with a running #1 PDS, skin with staples.", set()),
        ("Pleomorphic dermal sarcoma of the scalp. The PDS reaches the fascia.", {"PDS"}),
        ("ATYPICAL LIPOMATOUS TUMOUR AS BEFORE.", {"WDLS"}),
        ("ALT 24 U/L, AST 21 U/L.", set()),
        ("Biopsy: ALT/WDL.", {"WDLS"}),
        ("Seen by Mr Ewing in the sarcoma clinic.", set()),
        ("Extraskeletal Ewing sarcoma.", {"ESST"}),
        ("DFSP with fibrosarcomatous transformation.", {"DFSPFS"}),
    ],
)
def test_letters_that_mean_several_things(text: str, codes: set[str], packs: Packs) -> None:
    assert set(said(text, packs, "clinic")) == codes


@pytest.mark.parametrize(
    ("code", "ancestor"),
    [
        ("DFSPFS", "DFSP"), ("ESST", "ES"), ("ESOS", "OS"), ("EMCHS", "CHS"), ("ERMS", "RMS"), ("PLMESO", "MESO"),
        ("SYNS", "high_grade_by_definition"), ("WDLS", "low_grade_by_definition"), ("LMS", "soft_tissue_sarcoma"),
        ("BRCA", "other_cancer"), ("LIPOMA", "benign"),
    ],
)  # fmt: skip
def test_classes(code: str, ancestor: str, packs: Packs) -> None:
    assert ancestor in packs.vocab["histology"].ancestors(code)


@pytest.mark.parametrize("code", ["UCS", "MEL", "GIST", "LM"])
def test_what_is_no_soft_tissue_sarcoma(code: str, packs: Packs) -> None:
    assert "soft_tissue_sarcoma" not in packs.vocab["histology"].ancestors(code)


def test_parts_of_a_carcinosarcoma_are_no_sarcoma_of_their_own(packs: Packs) -> None:
    found = types("Carcinosarcoma of the uterus; heterologous elements: rhabdomyosarcoma.", packs)
    assert {fact.value.code: fact.about for fact in found} == {"UCS": "this_tumour", "RMS": "other_tumour"}


def test_an_earlier_breast_cancer_is_another_tumour(packs: Packs) -> None:
    found = types("Diagnosis: leiomyosarcoma. Previous breast cancer.", packs)
    assert {fact.value.code: fact.about for fact in found} == {"LMS": "this_tumour", "BRCA": "other_tumour"}


def test_a_carcinoma_report_is_about_the_carcinoma(packs: Packs) -> None:
    (fact,) = types("Diagnosis: invasive ductal carcinoma.", packs)
    assert (fact.value.code, fact.about) == ("BRCA", "this_tumour")


def test_a_relatives_cancer(packs: Packs) -> None:
    found = types(
        "Her mother had ovarian cancer. Genetics has seen her about the ovarian cancer.", packs, "clinic"
    )
    assert {fact.person for fact in found} == {"relative"}


@pytest.mark.parametrize(
    ("text", "note_type", "wanted"),
    [
        ("Core biopsy: synovial sarcoma.", "clinic", "pathology"),
        ("Probable synovial sarcoma; biopsy to follow.", "clinic", "clinical"),
        ("Synovial sarcoma of the foot.", "mri", "imaging"),
        ("Biopsy-proven synovial sarcoma of the foot.", "mri", "pathology"),
        ("Awaiting biopsy of this liposarcoma.", "clinic", "clinical"),
    ],
)
def test_how_it_is_confirmed(text: str, note_type: str, wanted: str, packs: Packs) -> None:
    (fact,) = types(text, packs, note_type)
    assert fact.value.confirmed_by == wanted


def test_a_list_of_options_is_no_diagnosis(packs: Packs) -> None:
    text = "Histology code\n1. Adenocarcinoma\n2. Sarcoma\n3. Lymphoma\n4. Melanoma\n5. Mesothelioma\n"
    assert types(text, packs) == []


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Ca right breast 2012.", 2012),
        ("1. 2011 carcinoma of the left breast, node negative.", 2011),
        ("Prostate cancer (2009), no relapse.", 2009),
        ("Colon cancer, resected late 2017.", 2017),
        (
            "Squamous cell carcinoma in situ of the ear, treated with a cream from the clinic in spring 2019.",
            2019,
        ),
        ("Melanoma of the back, now on treatment, MRI 2023 clear.", 2024),
    ],
)
def test_an_earlier_cancer_has_its_own_date(text: str, year: int, packs: Packs) -> None:
    (fact,) = types(text, packs, "clinic")
    assert fact.date is not None
    assert fact.date.year == year


def test_a_later_mention_is_of_the_same_date(packs: Packs) -> None:
    found = types("Breast cancer 2011. This is not connected with the breast cancer.", packs, "clinic")
    assert {fact.date.year for fact in found if fact.date} == {2011}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("1. Recurrent leiomyosarcoma of the thigh. 2. Gastric GIST 2013, resected.", "other_tumour"),
        ("Gastric GIST 2013, now metastatic.", "this_tumour"),  # no other tumour is named
        ("1. Recurrent leiomyosarcoma of the thigh. 2. Gastric GIST.", "this_tumour"),
    ],
)
def test_a_type_of_years_ago_beside_another_is_another_tumour(text: str, about: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2024, 11, 5))
    found = [fact for fact in facts_in(note, packs) if fact.kind == "histology" and fact.value.code == "GIST"]
    assert {fact.about for fact in found} == {about}


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        (
            "DFSP of the usual type considered because it lies in the skin and excluded (CD34 neg).",
            "absent",
        ),
        ("DFSP was raised by the referring centre but is discounted on the stains.", "absent"),
        ("DFSP thought of in view of its pattern but not supported.", "absent"),
        ("DFSP (CD34 negative) excluded.", "absent"),
        ("PDGFB rearrangement (DFSP): negative.", "absent"),
        ("DFSP considered because of CD34 positivity; cannot be excluded.", "uncertain"),
        ("DFSP considered, FISH awaited.", "uncertain"),
        ("DFSP was in the differential but the storiform areas are few.", "uncertain"),
    ],
)
def test_a_type_weighed_with_its_reason(text: str, presence: str, packs: Packs) -> None:
    assert said(text, packs) == {"DFSP": presence}


def test_a_form_denies_a_cancer(packs: Packs) -> None:
    assert said("Melanoma: no\n", packs, "clinic") == {"MEL": "absent"}


def test_that_benign_nerve_tumours_are_told_apart(packs: Packs) -> None:
    assert said("Granular cell tumour of the tongue.", packs) == {"GRANCELL": "present"}
    assert said("Malignant granular cell tumour.", packs) == {"MGCT": "present"}
    assert said("Perineurioma.", packs) == {"PERINEUR": "present"}
    assert said("Ganglioneuroma.", packs) == {"GN": "present"}
