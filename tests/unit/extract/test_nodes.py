"""Lymph nodes as counted in reports, and numbers beside nodes that count something else."""

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()


def counts(text: str, kind: str = "nodes") -> list[tuple[int | None, int | None]]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="pathology")
    return [(fact.value.positive, fact.value.examined) for fact in facts_in(note, PACKS) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "positive", "examined"),
    [
        ("Lymph nodes: 0/12", 0, 12),
        ("Two of fourteen lymph nodes contain metastatic sarcoma.", 2, 14),
        ("Nodes: 0 of 5 positive", 0, 5),
        ("Thirteen benign inguinal lymph nodes.", 0, 13),
        ("Metastatic carcinoma in 3 of 20 nodes (3/20).", 3, 20),
        ("Twenty-one lymph nodes, negative for tumour (0/21).", 0, 21),
        ("No evidence of malignancy in any of six lymph nodes.", 0, 6),
        ("Sentinel node, biopsy: one lymph node positive for sarcoma.", 1, 1),
        ("Metastatic sarcoma in three lymph nodes.", 3, None),
        ("Number of lymph nodes examined: 9\nNumber of lymph nodes involved: 2", 2, 9),
        ("Ten (10) lymph nodes negative for malignancy.", 0, 10),
        ("Lymph nodes x4: negative for carcinoma.", 0, 4),
        ("Number of lymph nodes examined: 16. Number of lymph nodes involved: 4.", 4, 16),
        ("Positive lymph nodes / total examined: 1/5", 1, 5),
        ("Number of lymph nodes examined: 1\nNumber of lymph nodes involved: 9", 1, 9),
        ("pT2 pN1 (2/15) L0", 2, 15),
        ("Groin clearance: carcinoma deposits in l of 20 nodes.", 1, 20),
        ("15 lymph nodes, one of which contains metastatic sarcoma.", 1, 15),
        ("Inguinal node: one lymph node completely replaced by metastatic sarcoma.", 1, 1),
    ],
)
def test_count(text: str, positive: int | None, examined: int | None) -> None:
    assert counts(text) == [(positive, examined)]


@pytest.mark.parametrize(
    "text",
    [
        "No lymph nodes submitted.",
        "Three lymph nodes are submitted in cassette B2.",
        "Lymph nodes measure up to 12 mm.",
        "FNCLCC grade 2/3; lymph nodes were not sampled.",
        "A single lymph node is bisected.",
        "pN2: 4 to 6 nodes involved.",
    ],
)
def test_no_count(text: str) -> None:
    assert counts(text) == []


def test_a_denial_goes_on_to_further_nodes() -> None:
    assert counts("No sarcoma in any of 8 inguinal lymph nodes or 11 iliac lymph nodes.") == [(0, 8), (0, 11)]


def test_each_part_keeps_its_own_count() -> None:
    text = "FINAL DIAGNOSIS\nA. Left groin: two lymph nodes negative (0/2).\nB. Right groin: one of four lymph nodes positive (1/4).\n"
    assert counts(text) == [(0, 2), (1, 4)]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Lymphovascular invasion: not identified", ["absent"]),
        ("Lymphovascular invasion: present", ["present"]),
        ("No lymphovascular or perineural invasion.", ["absent"]),
        ("Lymphovascular invasion cannot be excluded.", ["uncertain"]),
        ("Negative for lymph vascular space invasion.", ["absent"]),
        ("LVI is seen.", ["present"]),
        ("pT2 pN0 L0 V1", ["present"]),
        ("Lymphovascular invasion:", []),
        ("Lymphovascular invasion: not applicable", []),
        ("Perineural invasion: present", []),
        ("Disc bulge at L1 and V1 lead normal.", []),
    ],
)
def test_lymphovascular_invasion(text: str, presence: list[str]) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="pathology")
    found = [fact.presence for fact in facts_in(note, PACKS) if fact.kind == "lymphovascular_invasion"]
    assert found == presence
