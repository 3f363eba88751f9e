"""Whole pathology reports of many habits, and the one reading that each of them gives."""

from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.extract.summary import summary_of
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()


def summary(text: str) -> dict[str, Any]:
    return summary_of(facts_in(Note(note_id="n", patient_id="p", text=text, note_type="pathology"), PACKS))


@pytest.mark.parametrize(
    ("text", "margin"),
    [
        ("Myxofibrosarcoma. Tumour stage pT2 pN0 (0/4) L0 V0 R0.", {"status": "negative", "residual": "R0"}),
        ("Liposarcoma, G2, pT3, pNX, RO", {"status": "negative", "residual": "R0"}),
        ("Sarcoma. The specimen edges on both sides are infiltrated.", {"status": "positive"}),
        (
            "Sarcoma reaches to within 4 mm of the inked free anterior surface.",
            {"status": "negative", "distance_mm": 4.0},
        ),
        (
            "FINAL DIAGNOSIS:\nSarcoma extends to the lateral inked edge. The final margins, submitted separately, are negative.",
            {"status": "negative"},
        ),
        (
            "FINAL DIAGNOSIS:\nThe medial margin is positive. After re-excision all margins are negative.",
            {"status": "negative"},
        ),
        (
            "FINAL DIAGNOSIS:\nA. Thigh, excision: sarcoma. The tumour extends to the deep lateral margin.\nB. Deep muscle margin:\nNo malignancy seen.",
            {"status": "negative"},
        ),
        (
            "FINAL DIAGNOSIS:\nA. Thigh: sarcoma. Tumour extends to the deep margin.\nB. Additional deep margin, excision: skeletal muscle, negative for sarcoma.",
            {"status": "negative"},
        ),
        (
            "FINAL DIAGNOSIS:\nArm, re-excision: no residual sarcoma. All margins free.\nPrevious biopsy: myxofibrosarcoma, 3.2 cm, R1.",
            {"status": "negative"},
        ),
        (
            "FINAL DIAGNOSIS:\nThigh: sarcoma. Deep margin of the muscle involved. Other surgical margins uninvolved by sarcoma.",
            {"status": "positive"},
        ),
        ("Final margins are negative. The deep margin is positive.", {"status": "positive"}),
        ("Sarcoma, 4 cm. Benign glands are present at the inked margin.", None),
        ("Nodal stations involved: Margins:", None),
        ("Sarcoma lies 0. cm from the deep margin.", None),
        ("Skin involvement: present", None),
        ("RO water was tested in pathology.", None),
        (
            "The pancreatic neck margin holds one tiny focus of adenocarcinoma.",
            {"status": "positive"},
        ),
        (
            "FINAL DIAGNOSIS:\nAll margins are free. Sarcoma is 0.5 mm from the deep margin.",
            {"status": "negative", "distance_mm": 0.5},
        ),
        (
            "FINAL DIAGNOSIS:\nSarcoma of the thigh.\nGROSS DESCRIPTION:\nThe tumour comes to within 1 mm of the deep margin.",
            {"distance_mm": 1.0},
        ),
        (
            "FINAL DIAGNOSIS:\n1. Thigh: sarcoma.\n2. Bowel: no malignancy.\nGROSS DESCRIPTION:\n1. A mass.\n2. An induration lies 5 cm from one margin.",
            None,
        ),
        ("Sarcoma is 0.5 mm from the deep margin.", {"status": "close", "distance_mm": 0.5}),
        (
            "FINAL DIAGNOSIS:\nSarcoma. Margins are negative.\nGROSS DESCRIPTION:\nThe tumour lies 8 mm from the deep margin.",
            {"status": "negative", "distance_mm": 8.0},
        ),
        (
            "FINAL DIAGNOSIS:\nSarcoma. Deep margin free by 5 mm.\nGROSS DESCRIPTION:\nThe tumour lies 2 mm from the deep margin.",
            {"status": "negative", "distance_mm": 5.0},
        ),
        (
            "FINAL DIAGNOSIS:\nSarcoma of the thigh.\nGROSS DESCRIPTION:\nThe tumour grossly involves the deep margin and is 2 cm from the skin margin.",
            {"status": "positive"},
        ),
    ],
)
def test_margin(text: str, margin: dict[str, Any] | None) -> None:
    assert summary(text).get("margin") == margin


@pytest.mark.parametrize(
    ("text", "positive", "examined"),
    [
        ("FINAL DIAGNOSIS:\nA. Lymph node, hilar, biopsy:\n- Negative for malignancy.", 0, 1),
        ("FINAL DIAGNOSIS:\nA. Lymph node, inguinal, excision:\n- Metastatic leiomyosarcoma.", 1, 1),
        (
            "FINAL DIAGNOSIS:\nA. Sentinel node #1, excision: isolated tumor cells identified.\nB. Breast: carcinoma.",
            0,
            1,
        ),
        ("FINAL DIAGNOSIS:\nNodes: three lymph nodes positive for isolated tumor cells.", 0, 3),
        (
            "FINAL DIAGNOSIS:\nA. Breast: carcinoma. Lymph nodes: four of four positive (see parts B and C).\nB. Sentinel nodes: three lymph nodes positive for carcinoma.\n"
            "C. Node: one lymph node positive for carcinoma.\nD. Nodes: two benign lymph nodes.",
            4,
            6,
        ),
        (
            "FINAL DIAGNOSIS:\nA. Lung: carcinoma. Lymph nodes (0/8).\nB. Lymph nodes, station 5, removal.\n- No metastatic carcinoma identified (0/3).",
            0,
            11,
        ),
        (
            "FINAL DIAGNOSIS:\nA. Node: one lymph node negative.\nB. Nodes: three lymph nodes negative.\nC. Nodes: two of five lymph nodes positive.",
            2,
            9,
        ),
        (
            "FINAL DIAGNOSIS:\nLung: carcinoma. Lymph nodes (0/8).\nB. Lymph nodes: (0/3).\nC. Lymph nodes: (0/3).",
            0,
            14,
        ),
        ("FINAL DIAGNOSIS:\nA. Groin: carcinoma in two lymph nodes\n(2/15).", 2, 15),
        (
            "FINAL DIAGNOSIS:\n1. Neck, level 2:\nBenign lymph nodes\nNumber of lymph nodes examined: 5\n2. Neck, level 3:\nMetastatic carcinoma\n"
            "Number of lymph nodes examined: 7\nNumber of lymph nodes with metastatic disease: 2",
            2,
            12,
        ),
        (
            "FINAL DIAGNOSIS:\nNodes: one of six lymph nodes positive.\nGROSS DESCRIPTION:\nSections: A1, lymph node, 1/1; A2, lymph nodes, 4/1.",
            1,
            6,
        ),
        (
            "FINAL DIAGNOSIS:\nOne of five lymph nodes is positive.\nB. Further nodes (pN): no metastasis in six additional lymph nodes.",
            1,
            11,
        ),
    ],
)
def test_nodes(text: str, positive: int, examined: int) -> None:
    assert summary(text)["nodes"] == {"positive": positive, "examined": examined}


@pytest.mark.parametrize(
    "text",
    [
        "FINAL DIAGNOSIS:\nA. Lymph nodes, pelvic, dissection:\n- Negative for malignancy.",
        "FINAL DIAGNOSIS:\nA. Lymph node, hilar, biopsy:\n- Fibrous tissue without a node.",
        "GROSS DESCRIPTION:\nA. Lymph node, hilar, biopsy: benign lymph node tissue in cassette A1.",
    ],
)
def test_no_single_node(text: str) -> None:
    assert "nodes" not in summary(text)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Ductal carcinoma of the breast. Nottingham score: 8/9.", "3"),
        ("Ductal carcinoma. Bloom-Richardson score 3+2+1 = 6.", "2"),
        ("Colon, resection: adenocarcinoma. Histologic grade: moderately differentiated.", "2"),
        ("Moderately to focally poorly differentiated adenocarcinoma.", "2"),
        ("Moderately to poorly differentiated adenocarcinoma.", "3"),
    ],
)
def test_grade(text: str, grade: str) -> None:
    assert summary(text)["grade"]["value"] == grade


def test_a_sarcoma_is_not_graded_by_differentiation() -> None:
    assert "grade" not in summary("Leiomyosarcoma. Histologic grade: poorly differentiated.")


EXPORTED = (
    "SURGICAL PATHOLOGY. GROSS DESCRIPTION. Received fresh is a portion of. bowel with a tan. smooth serosa and a firm,. rubbery mass that is 4.2 x 3.0. cm "
    "and reaches to within. 0.3 cm of the deep. margin. What is left of the. wall looks normal and goes into. cassettes A1 to A6 as. usual. "
    "The skin is not. remarkable and has a. length of 9 cm. The fat is yellow,. soft and lobulated. "
    "FINAL DIAGNOSIS. Thigh, excision: sarcoma of high. grade. Margins are. free. Tumor size is 4.2. CM in the largest. dimension."
)


def test_an_export_that_wrote_a_stop_for_each_line_break() -> None:
    read = summary(EXPORTED)
    assert read["margin"] == {"status": "negative", "distance_mm": 3.0}
    assert read["grade"]["value"] == "high"
    assert read["tumour_size"]["max_mm"] == 42.0


def test_an_export_that_wrote_blanks_for_each_line_break() -> None:
    gap = " " * 6
    lines = [
        "FINAL DIAGNOSIS:", "1) THIGH, RIGHT, EXCISION: MODERATELY DIFFERENTIATED SQUAMOUS CELL CARCINOMA, ALL MARGINS OF THE", "SPECIMEN ARE NEGATIVE.",
        "2) LYMPH NODES, RIGHT GROIN: 12 NODES, NEGATIVE FOR", "CARCINOMA.", "3) LYMPH NODES, ILIAC, RIGHT: 2 OF 7 LYMPH", "NODES INVOLVED BY CARCINOMA (2/7).",
        "4) SCAR, EXCISION: BENIGN SKIN AND SUBCUTANEOUS TISSUE WITH CHANGES OF A PREVIOUS OPERATION AND NO RESIDUAL TUMOUR.",
        "5) FAT, EXCISION: BENIGN FAT WITH CHANGES OF A PREVIOUS OPERATION AND NOTHING ELSE OF NOTE.", "COMMENT: SEEN BY TWO OBSERVERS AND DISCUSSED WITH THE SURGEON ON THE DAY.",
    ]  # fmt: skip
    read = summary(gap.join(lines))
    assert read["nodes"] == {"positive": 2, "examined": 19}
    assert read["margin"] == {"status": "negative"}
    assert read["grade"]["value"] == "2"


@pytest.mark.parametrize(
    ("text", "focality"),
    [
        (
            "GROSS DESCRIPTION:\nA solitary, firm mass lies in the muscle.\nFINAL DIAGNOSIS:\nThigh: sarcoma.",
            "single",
        ),
        (
            "FINAL DIAGNOSIS:\nUterus: leiomyosarcoma.\nGROSS DESCRIPTION:\nThe rest of the uterus shows no additional masses.",
            "single",
        ),
        ("FINAL DIAGNOSIS:\nThigh: myxofibrosarcoma, high grade, multifocal.", "multiple"),
        ("FINAL DIAGNOSIS:\nThigh: sarcoma. Satellite nodules are seen.\nTumor focality: single", "single"),
        ("FINAL DIAGNOSIS:\nThigh: sarcoma.\nTumor site/focality of tumor: Multifocal", "multiple"),
        ("FINAL DIAGNOSIS:\nThigh: sarcoma.", None),
        ("FINAL DIAGNOSIS:\nThigh: sarcoma. The skin shows no other lesion.", None),
    ],
)
def test_focality(text: str, focality: str | None) -> None:
    assert summary(text).get("lesion_count", {}).get("focality") == focality


def test_a_seat_inside_the_body_has_no_depth() -> None:
    read = summary("FINAL DIAGNOSIS:\nRetroperitoneum, resection of psoas: liposarcoma of the psoas.")
    assert read["site"]["group"] == "retroperitoneum"
    assert "depth" not in read["site"]


@pytest.mark.parametrize("unit", ["cm", "em", "ern"])
def test_a_unit_as_scanners_read_it(unit: str) -> None:
    read = summary(f"Histologic type: liposarcoma\nTumor size: Greatest dimension: 31 {unit}")
    assert read["tumour_size"]["max_mm"] == 310.0
