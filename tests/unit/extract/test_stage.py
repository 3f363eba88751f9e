"""TNM classes and stage groups, and the letters and numbers that only look like them."""

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Stage
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()


def stages(text: str) -> list[Stage]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="pathology")
    return [fact.value for fact in facts_in(note, PACKS) if fact.kind == "stage"]


@pytest.mark.parametrize(
    ("text", "prefix", "classes"),
    [
        ("pT2b", "p", ("2b", None, None)),
        ("ypT2N0M0", "yp", ("2", "0", "0")),
        ("pT2 pN0 pMx", "p", ("2", "0", "x")),
        ("cT2 N0 M0", "c", ("2", "0", "0")),
        ("Stage: Tlc NO MX.", "", ("1c", "0", "x")),
        ("She presented with T1 N3 cancer", "", ("1", "3", None)),
        ("Regional nodes: pN1", "p", (None, "1", None)),
    ],
)
def test_tnm(text: str, prefix: str, classes: tuple[str | None, ...]) -> None:
    (found,) = stages(text)
    assert (found.prefix, (found.t, found.n, found.m)) == (prefix, classes)


@pytest.mark.parametrize(
    ("text", "group"), [("AJCC stage IIIA", "IIIA"), ("FIGO IB", "IB"), ("Stage 4 disease", "4")]
)
def test_group(text: str, group: str) -> None:
    assert [item.text for item in stages(text)] == [group]


@pytest.mark.parametrize(
    "text",
    [
        "T2-weighted images show a mass at L4/T12.",
        "CKD stage 3.",
        "Stage II sacral ulcer.",
        "pT: ____",
        "Sleep: stage I 9%, stage II 59%.",
        "Stage IV endometriosis.",
        "T1 and T2 signal.",
        "Staging CT of the chest.",
        "pN0: No regional lymph node metastasis",
    ],
)
def test_no_stage(text: str) -> None:
    assert stages(text) == []
