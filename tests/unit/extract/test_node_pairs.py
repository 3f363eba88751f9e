"""Nodes counted twice in one statement: how many there are, and how many of them hold tumour."""

import pytest

from trialsift.extract.node_pairs import pairs


@pytest.mark.parametrize(
    ("text", "positive", "examined"),
    [
        ("3 lymph nodes, 1 with metastasis.", 1, 3),
        ("Three lymph nodes, one with metastatic sarcoma.", 1, 3),
        ("Nodes: 12 examined, none involved.", 0, 12),
        ("Lymph nodes: 14 identified, 2 positive.", 2, 14),
        ("Lymph nodes (11): three positive for tumour.", 3, 11),
        ("Twelve nodes, two of which are replaced by rhabdomyosarcoma.", 2, 12),
        ("Eleven nodes examined; one is positive.", 1, 11),
        ("Nine lymph nodes retrieved, of which two contain metastases.", 2, 9),
        ("Lymph nodes: 0 positive / 13 examined.", 0, 13),
        ("Lymph nodes: positive 2, total 19.", 2, 19),
        ("2 positive lymph nodes out of 19.", 2, 19),
        ("All 4 lymph nodes are positive.", 4, 4),
        ("Lymph nodes (eleven) show reactive hyperplasia, none involved.", 0, 11),
    ],
)
def test_all_nodes_and_those_with_tumour(text: str, positive: int, examined: int) -> None:
    assert [pair[:2] for pair in pairs(text)] == [(positive, examined)]


@pytest.mark.parametrize(
    "text",
    [
        "Five lymph nodes, each 1 cm, in cassettes C1 to C3.",
        "Lymph nodes (levels 1 and 2): not involved.",
        "2 nodes, 3 positive cores elsewhere.",
        "Two nodes are palpable, 1.2 cm.",
    ],
)
def test_no_pair(text: str) -> None:
    assert list(pairs(text)) == []
