"""Which of two readings of one slide stands: local and review report, "G2 locally, G3 on review", an erratum, a dispute."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs


def standing(text: str, kind: str, packs: Packs, note_type: str = "pathology") -> set[str]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2025, 3, 1))
    return {
        fact.value.value if kind == "grade" else fact.value.code
        for fact in facts_in(note, packs)
        if fact.kind == kind and fact.standing == "stands" and fact.presence == "present"
    }


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        (
            "(A) LOCAL REPORT\nMyxofibrosarcoma, FNCLCC grade 2.\n(B) SPECIALIST REVIEW\nMyxofibrosarcoma, FNCLCC grade 3.",
            {"3"},
        ),
        ("Report 1: UPS grade 2.\nReport 2, reference pathologist: UPS grade 3.", {"3"}),
        (
            "[1st report] Myxofibrosarcoma (diff 2, mit 2, nec 0 = 4, G2)\n[Final report]\nDiff 2, mit 3, nec 1, total 6.\nMyxofibrosarcoma, FNCLCC grade 3.",
            {"3"},
        ),
        ("Leiomyosarcoma, first reported G2, now G3 after expert review.", {"3"}),
        ("Leiomyosarcoma, downgraded from grade 3 to grade 1 at review.", {"1"}),
        ("Leiomyosarcoma, grade 3, which supersedes the earlier grade 2.", {"3"}),
        ("Leiomyosarcoma. Dr A: grade 2. Dr B: grade 3. Consensus: grade 3.", {"3"}),
        (
            "Leiomyosarcoma. FNCLCC 3 (2+2+1 = 5, G2 -> see erratum)\nERRATUM: typing error. Sum 3+2+1=6, G3.",
            {"3"},
        ),
        ("Leiomyosarcoma G2.\nCorrigendum: grade 3, not 2.", {"3"}),
        (
            "Report 1: LMS grade 2.\nReport 2: LMS grade 3.\nNot agreed between the two; third opinion awaited.",
            {"2", "3"},
        ),
        ("Leiomyosarcoma, grade 2. Satellite nodule: leiomyosarcoma, grade 3.", {"2", "3"}),
    ],
)
def test_the_grade_that_stands(text: str, grades: set[str], packs: Packs) -> None:
    assert standing(text, "grade", packs) == grades


def test_the_type_of_the_report_that_replaces(packs: Packs) -> None:
    text = "First report: fibrosarcoma.\n\nReview report: dermatofibrosarcoma protuberans, fibrosarcomatous."
    assert standing(text, "histology", packs) == {"DFSPFS"}


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Path: G3 on review, supersedes G2.", "3"),
        ("Biopsy: myxofibrosarcoma. G2 locally, G3 on review.", "3"),
    ],
)
def test_a_letter_that_tells_of_a_review(text: str, grade: str, packs: Packs) -> None:
    assert standing(text, "grade", packs, "clinic") == {grade}


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("Leiomyosarcoma, Trojani score 7.", {"3"}),
        ("Leiomyosarcoma. FNCLCC score: 6 points.", {"3"}),
        ("Leiomyosarcoma (FNCLCC gr. 3 of 3).", {"3"}),
        ("UPS. Diff. score 3, mitotic score 2, necrosis score 1.", {"3"}),
        ("Type: leiomyosarcoma\nGrade: [ ] 1 [ ] 2 [x] 3", {"3"}),
        ("Type: leiomyosarcoma\nGrade   1   2  (3)", {"3"}),
        ("Type: leiomyosarcoma\nGrade   1   2   3", set()),
        ("Type: leiomyosarcoma\nGrade (FNCLCC)\n  ___ Grade 1\n  ___ Grade 2\n  _X_ Grade 3", {"3"}),
        ("Leiomyosarcoma, highly malignant.", {"high"}),
    ],
)
def test_scores_and_marked_options(text: str, grades: set[str], packs: Packs) -> None:
    assert standing(text, "grade", packs) == grades
