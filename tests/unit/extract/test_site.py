"""Where the tumour is, and the places that are named beside it and are not its seat."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.extract.summary import summary_of
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def read(text: str, packs: Packs, note_type: str = "clinic") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2024, 3, 5))
    return [fact for fact in facts_in(note, packs) if fact.kind == "site"]


def said(text: str, packs: Packs, note_type: str = "clinic") -> set[tuple[Any, ...]]:
    return {
        (fact.value.group, fact.value.laterality, fact.value.depth) for fact in read(text, packs, note_type)
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sarcoma of the left thigh.", ("lower_limb", "left", None)),
        ("STS R forearm, for surgery.", ("upper_limb", "right", None)),
        ("Large mass in the Lt. calf.", ("lower_limb", "left", None)),
        ("Within the right soleus is a 6 cm mass.", ("lower_limb", "right", "deep")),
        ("Mass centred in the biceps brachii on the left.", ("upper_limb", "left", "deep")),
        ("Subcutaneous tumour of the right flank.", ("trunk_wall", "right", "superficial")),
        ("Left-sided retroperitoneal liposarcoma.", ("retroperitoneum", "left", None)),
        ("Tumour of the left gluteus maximus.", ("pelvic_girdle", "left", "deep")),
        ("Sarcoma in the right axilla.", ("upper_limb", "right", None)),
        ("Uterine leiomyosarcoma.", ("uterus", None, None)),
        ("Mass arising from the chest wall on the right.", ("trunk_wall", "right", None)),
        ("Presacral mass.", ("inside_bony_pelvis", None, None)),
        ("Tumour of the left parotid.", ("head_neck", "left", None)),
        ("Left thigh sarcoma with lung metastases and a deposit in the liver.", ("lower_limb", "left", None)),
        ("CT abdomen and pelvis: retroperitoneal mass, right.", ("retroperitoneum", "right", None)),
        ("Lump at the back of the right knee.", ("lower_limb", "right", None)),
        ("Mass over the left scapula, mobile over the chest wall.", ("upper_limb", "left", None)),
        ("Metastatic sarcoma in the lung, primary of the left forearm.", ("upper_limb", "left", None)),
        ("Retroperitoneal tumour with right kidney.", ("retroperitoneum", None, None)),
        ("MRI (L) calf: mass.", ("lower_limb", "left", None)),
        ("Mass in the iliopsoas of the right thigh.", ("lower_limb", "right", None)),
        ("Mass in the left iliopsoas.", ("retroperitoneum", "left", "deep")),
        ("Mass of the right distal iliopsoas.", ("pelvic_girdle", "right", "deep")),
        ("Mesenteric tumour.", ("peritoneum_or_visceral", None, None)),
    ],
)
def test_seats(text: str, wanted: tuple[Any, ...], packs: Packs) -> None:
    assert said(text, packs) == {wanted}


@pytest.mark.parametrize(
    "text",
    [
        "No mass in the left thigh.",
        "Pain in the left thigh.",
        "The mass abuts the left kidney.",
        "The tumour extends towards the pelvis.",
        "The mass lies wholly outside the bony pelvis.",
        "Tumour with metastases to the liver.",
        "Lesion of 5 mm in the liver, a cyst.",
        "Tumour board: femoral neck fracture of 2019.",
        "On the other hand the tumour is small.",
        "The tumour came back.",
        "The mass index is 29, she is 5 feet tall.",
        "Normal appearing vagina and uterus and a mass.",
        "Swelling of the left knee since the fall.",
        "Left inguinal nodes are normal, no tumour.",
        "Mass beside the left femoral artery.",
        "Right inguinal hernia repaired in 2010; tumour markers normal.",
    ],
)
def test_places_that_are_no_seat(text: str, packs: Packs) -> None:
    assert read(text, packs) == []


def test_another_cancer_has_its_own_site(packs: Packs) -> None:
    facts = read("Leiomyosarcoma of the left thigh. Carcinoma of the right breast in 2011.", packs)
    assert [(fact.value.group, fact.about) for fact in facts] == [
        ("lower_limb", "this_tumour"),
        ("other", "other_tumour"),
    ]


def test_a_relative_is_another_person_with_another_tumour(packs: Packs) -> None:
    (fact,) = read("Her mother had cancer of the left breast.", packs)
    assert (fact.person, fact.about) == ("relative", "other_tumour")


def test_what_is_asked_is_uncertain(packs: Packs) -> None:
    (fact,) = read("Clinical details: ?sarcoma R thigh", packs, "mri")
    assert (fact.presence, fact.value.group) == ("uncertain", "lower_limb")


def test_the_bare_pelvis_does_not_settle_the_group(packs: Packs) -> None:
    (fact,) = read("A pelvic mass of 8 cm.", packs)
    assert fact.presence == "uncertain"


def test_only_the_specimen_with_the_tumour_counts(packs: Packs) -> None:
    text = (
        "DIAGNOSIS\n"
        "A. Soft tissue, left calf, resection:\n"
        "Undifferentiated pleomorphic sarcoma, 6 cm.\n"
        "B. Right groin, biopsy:\n"
        "Fibrous tissue without tumour.\n"
    )
    assert said(text, packs, "resection") == {("lower_limb", "left", None)}


def test_organs_taken_with_a_retroperitoneal_tumour_are_no_seat(packs: Packs) -> None:
    text = (
        "Clinical history: retroperitoneal liposarcoma.\n\n"
        "DIAGNOSIS\n"
        "A. Right kidney, nephrectomy:\n"
        "Dedifferentiated liposarcoma involving the ascending colon.\n"
    )
    assert {group for group, _, _ in said(text, packs, "resection")} == {"retroperitoneum"}


def test_a_retroperitoneal_tumour_takes_no_side_from_a_limb(packs: Packs) -> None:
    text = "Retroperitoneal sarcoma.\n\nMRI of the left thigh: normal."
    assert said(text, packs, "mri") == {("retroperitoneum", None, None)}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("MRI left axilla\nMass of 5 cm between pectoralis and latissimus.", {"upper_limb", "trunk_wall"}),
        ("MRI chest wall\nMass of 5 cm in the serratus anterior.", {"trunk_wall"}),
        ("MRI Rt wrist\nExtensor compartment nodule 42 x 27 mm.", {"upper_limb"}),
        ("MRI Rt wrist\nNo nodule is seen.", set()),
    ],
)
def test_what_the_scan_is_named_after(text: str, groups: set[str], packs: Packs) -> None:
    assert {fact.value.group for fact in read(text, packs, "mri")} == groups


def test_side_and_depth_are_shared_by_seats_of_one_group(packs: Packs) -> None:
    text = "MRI of the left thigh.\n\nMass of the vastus lateralis. The tumour is intramuscular."
    facts = read(text, packs, "mri")
    assert {(fact.value.laterality, fact.value.depth) for fact in facts} == {("left", "deep")}
    assert all(len(fact.evidence) > 1 for fact in facts)


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("Tumour site: left arm\nDepth: deep", "deep"),
        ("Tumour site: left arm\nDepth: superficial", "superficial"),
        ("Tumour site: left arm\nDepth: subcutaneous", "superficial"),
        ("Tumour site: left arm\nDepth: not stated", None),
        ("Tumour site: subcutaneous, left arm", "superficial"),
    ],
)
def test_forms(text: str, depth: str | None, packs: Packs) -> None:
    assert said(text, packs, "pathology") == {("upper_limb", "left", depth)}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Six-week history of a lump in the left thigh.", "now"),
        ("Proposed: excision of the mass of the left thigh.", "now"),
        ("Mass of the left thigh, s/p biopsy.", "now"),
        ("A 65-year-old man with a sarcoma of the left thigh.", "now"),
        ("Previous sarcoma of the left thigh.", "past"),
        ("Past medical history: sarcoma of the left thigh.", "past"),
    ],
)
def test_when(text: str, time: str, packs: Packs) -> None:
    (fact,) = read(text, packs)
    assert fact.time == time


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("DIAGNOSIS:\nKidney, right, radical nephrectomy: Renal cell carcinoma.", "right"),
        (
            'DIAGNOSIS:\nRenal cell carcinoma.\nGROSS DESCRIPTION:\n"Left kidney." The kidney is inked.',
            "left",
        ),
        ("DIAGNOSIS:\nRENAL MASS, RIGHT: RENAL CELL CARCINOMA", "right"),
        (
            "DIAGNOSIS:\nRight kidney: renal cell carcinoma.\nLeft adrenal gland: tumour invades the adrenal.\n",
            "right",
        ),
    ],
)
def test_side_of_an_organ_from_its_titles(text: str, side: str, packs: Packs) -> None:
    assert summary_of(read(text, packs, "pathology"))["site"]["laterality"] == side


@pytest.mark.parametrize(
    "text",
    [
        "DIAGNOSIS:\nRenal cell carcinoma.\nClinical history: cyst of the left kidney.",
        "DIAGNOSIS:\nRenal cell carcinoma.\nGROSS DESCRIPTION:\nThe left kidney is inked blue, the right kidney black.",
    ],
)
def test_no_side_from_history_or_from_both(text: str, packs: Packs) -> None:
    assert "laterality" not in summary_of(read(text, packs, "pathology"))["site"]


def test_the_specimen_with_the_tumour_gives_the_side(packs: Packs) -> None:
    text = "DIAGNOSIS:\nA. Breast, right, mastectomy: fibrosis.\nB. Breast, left, mastectomy: ductal carcinoma.\n"
    assert summary_of(read(text, packs, "pathology"))["site"]["laterality"] == "left"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Growth on his backside, left cheek of the bottom.", "pelvic_girdle"),
        ("groin vein LMS, 72 mm.", "pelvic_girdle"),
        ("Sarcoma LUE.", "upper_limb"),
        ("STS LLE prox.", "lower_limb"),
        ("sarc adductor mag L.", "lower_limb"),
        ("tumour in rt popl fossa.", "lower_limb"),
        ("Neoformation of the left deltoid.", "upper_limb"),
        ("Localisation: hip left. Dg: UPS.", "pelvic_girdle"),
        ("RPS, DDLPS.", "retroperitoneum"),
    ],
)
def test_short_lay_and_translated_words_for_a_place(text: str, group: str, packs: Packs) -> None:
    assert {fact.value.group for fact in read(text, packs)} == {group}


@pytest.mark.parametrize(
    "text",
    [
        "Right groin mass. A 6 mm tongue of tumour lies in the vein.",
        "Mass of the left groin with a narrow neck posteriorly.",
        "Groin sarcoma the size of a fist, a finger-like part along the vein.",
    ],
)
def test_a_part_of_the_body_as_a_shape(text: str, packs: Packs) -> None:
    assert {fact.value.group for fact in read(text, packs, "mri")} == {"pelvic_girdle"}


@pytest.mark.parametrize("text", ["Haematoma formation in the left thigh.", "Neo-adjuvant RT to the thigh."])
def test_what_forms_is_no_tumour(text: str, packs: Packs) -> None:
    assert read(text, packs) == []


@pytest.mark.parametrize(
    "text",
    [
        "MRI brain (20/12, sarcoma protocol): normal. Mass in the calf.",
        "CT abdomen: nothing in the retroperitoneum, so the calf mass is a primary.",
        "Nothing seen in the pelvis or the retroperitoneum to suggest a primary; the calf holds the sarcoma.",
        "DVT of the left arm under sarcoma chemotherapy. The calf mass shrinks.",
        "Sarcoma of the calf. Sole treatment of the sarcoma was surgery.",
    ],
)
def test_a_protocol_a_denial_and_a_turn_of_speech_are_no_seat(text: str, packs: Packs) -> None:
    assert {fact.value.text for fact in read(text, packs)} == {"calf"}


def test_a_cancer_that_stains_exclude_has_no_seat(packs: Packs) -> None:
    text = "Clear cell sarcoma of the calf. PAX8 negative, not a renal cell ca."
    assert {fact.value.text for fact in read(text, packs, "pathology")} == {"calf"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Material: core biopsy of the left thigh mass. Anamnesis: hysterectomy 2004.\nDIAGNOSIS: LEIOMYOSARCOMA.", {"lower_limb"}),
        ("Clinical history: nephrectomy 2010, mass of the thigh.\nDIAGNOSIS: LEIOMYOSARCOMA.", {"lower_limb"}),
        ("Hysterectomy specimen:\nLeiomyosarcoma, 8 cm.", {"uterus"}),
    ],
)  # fmt: skip
def test_an_operation_of_the_history_is_no_seat(text: str, groups: set[str], packs: Packs) -> None:
    assert {fact.value.group for fact in read(text, packs, "pathology")} == groups


def test_the_organ_of_a_cancer_that_was_only_considered_is_no_sure_seat(packs: Packs) -> None:
    text = "Right arm, core biopsy: myxofibrosarcoma. A carcinoma of thyroid origin was considered in light of the history; TTF-1 is negative."
    sure = {fact.value.group for fact in read(text, packs, "pathology") if fact.presence == "present"}
    assert sure == {"upper_limb"}


@pytest.mark.parametrize(
    ("lines", "side", "depth"),
    [
        ("Laterality: left", "left", None),
        ("Laterality: left / right", None, None),
        ("Tumour depth: epifascial", None, "superficial"),
        ("Side: R\nDepth: intramuscular", "right", "deep"),
    ],
)
def test_side_and_depth_on_lines_of_their_own(
    lines: str, side: str | None, depth: str | None, packs: Packs
) -> None:
    text = f"Specimen site: thigh\n{lines}\nHistologic type: leiomyosarcoma"
    assert said(text, packs, "pathology") == {("lower_limb", side, depth)}
