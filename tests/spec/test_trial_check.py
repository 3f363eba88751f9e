"""What `trialsift trial check` finds in a trial file, and that it stays quiet on a clean one."""

import datetime as dt

import pytest

from trialsift.packs.rules import Packs
from trialsift.trials import load_trial, trial_from
from trialsift.trials.lint import RULES, findings

ON = dt.date(2026, 11, 24)
TAIL = "\ncases:\n  - {have: {}, get: {all: unknown}}\n"
SIZE = "tumour_size: {%s, pick: newest}"
CLEAN = """trial: CLEAN-001
title: A study of fictitium in adults with sarcoma
status: recruiting until 2027-03
checked: "2026-10-01"
criteria:
  - {id: I1, says: "Leiomyosarcoma or liposarcoma, FNCLCC grade 2 or 3", include_if: {all: [{histology: {one_of: [LMS, LIPO], pick: newest}}, {grade: {one_of: ["2", "3"], pick: newest}}]}}
  - {id: I2, says: "Age from 18 to 75 years", include_if: {person: {age: {between: [18 years, 75 years]}, pick: newest}}}
  - {id: I3, says: "ECOG 0 or 1", include_if: {ecog: {at_most: 1, pick: newest}}}
  - {id: I4, says: "Haemoglobin ≥ 9 g/dL; neutrophils ≥ 1.5 × 10^9/L; ALT, AST ≤ 2.5 × ULN", include_if: {all: [{lab: {analyte: haemoglobin, at_least: 9 g/dL, pick: newest}},
      {lab: {analyte: neutrophils, at_least: 1.5 x10^9/L, pick: newest}}]}}
  - {id: I5, says: "Written consent to this study", settled_by: consent, ask: "Consent signed?"}
  - {id: E1, says: "Chemotherapy within 4 weeks", exclude_if: {treatment: {class: chemotherapy, within: 4 weeks, pick: any}}}
  - {id: E2, says: "Seizures within 6 months (fits without fever)", exclude_if: {condition: {concept: seizure, within: 6 months, pick: any}}}
  - {id: E3, says: "Pregnancy", exclude_if: {condition: {concept: pregnancy, pick: newest}}}
  - {id: E4, says: "Metastasis to the brain", exclude_if: {condition: {concept: brain_metastasis, pick: newest}}}
cases:
  - {have: {}, get: {all: unknown}}
"""


def told(text: str, packs: Packs, *, on: dt.date = ON) -> set[tuple[str, str]]:
    return {
        (item.criterion, item.rule) for item in findings(trial_from(text, packs, file="t.yaml"), packs, on=on)
    }


def trial(*criteria: str, head: str = "") -> str:
    return f"trial: T\n{head}criteria:\n" + "\n".join(f"  - {{{item}}}" for item in criteria) + TAIL


def included(number: int, condition: str, says: str = "") -> str:
    return f'id: I{number}, says: "{says or f"rule {number}"}", include_if: {{{condition}}}'


def excluded(number: int, condition: str, says: str = "") -> str:
    return f'id: E{number}, says: "{says or f"bar {number}"}", exclude_if: {{{condition}}}'


def worded(id_: str, says: str) -> str:
    return f"id: {id_}, says: '{says}', settled_by: records, ask: Which?"


def test_a_clean_file_is_quiet(packs: Packs) -> None:
    assert told(CLEAN, packs) == set()


FIRST_TRIAL = [
    ("", "stale-status"), ("I1", "open-list"), ("I1", "undefined-grade"), ("I1+E3", "open-and-closed"), ("I2+E2", "twice"),
    ("I4+I6", "boundary"), ("I4+I6+E14", "unreachable"), ("I4", "pointer"), ("I4", "nested"), ("I7+E12", "twice"), ("I7", "nested"),
    ("I7", "fragment"), ("I7", "lost-exponent"), ("I8+E16", "twice"), ("I11", "unsettled"), ("E1", "open-list"), ("E5", "open-list"),
    ("E7", "open-list"), ("E10", "double-negative"), ("E14", "requirement-under-exclusion"),
]  # fmt: skip


@pytest.mark.parametrize("expected", FIRST_TRIAL)
def test_the_first_trial(expected: tuple[str, str], packs: Packs) -> None:
    found = findings(load_trial("NCT05602415", packs), packs, on=ON)
    assert expected in {(item.criterion, item.rule) for item in found}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (included(1, SIZE % "more_than: 5 cm"), included(2, SIZE % "at_least: 50 mm"), {("I1+I2", "boundary")}),
        (included(1, SIZE % "more_than: 5 cm"), included(2, SIZE % "at_least: 3 cm"), {("I1+I2", "overlap")}),
        (included(1, SIZE % "more_than: 5 cm"), included(2, SIZE % "at_most: 5 cm"), {("I1+I2", "contradiction")}),
        (included(1, SIZE % "more_than: 5 cm"), excluded(1, SIZE % "at_least: 4 cm"), {("I1+E1", "contradiction")}),
        (included(1, SIZE % "at_least: 5 cm"), included(2, SIZE % "at_most: 15 cm"), set()),
        (included(1, SIZE % "at_least: 5 cm"), excluded(1, SIZE % "more_than: 15 cm"), set()),
        (included(1, SIZE % "at_least: 5 cm, from: mri"), included(2, SIZE % "more_than: 5 cm, from: pathology"), set()),
        (included(1, "person: {age: {at_least: 18 years}, pick: newest}"), excluded(1, "person: {age: {less_than: 18 years}, pick: newest}"), {("I1+E1", "twice")}),
        (included(1, "not: {treatment: {class: transfusion, within: 14 days, pick: any}}"), excluded(1, "treatment: {class: transfusion, within: 14 days, pick: any}"), {("I1+E1", "twice")}),
        (included(1, "not: {treatment: {class: transfusion, within: 14 days, pick: any}}"), excluded(1, "treatment: {class: transfusion, within: 28 days, pick: any}"), set()),
        (included(1, "all: [{ecog: {at_most: 1, pick: newest}}, {metastasis: {pick: any}}]"), included(2, "all: [{ecog: {at_most: 1, pick: newest}}, {recurrence: {pick: newest}}]"), set()),
        (included(1, "treatment: {class: surgery, within: 3 months, pick: any}"), excluded(1, "treatment: {class: surgery, within: 6 months, pick: any}"), {("I1+E1", "unreachable")}),
        (included(1, "treatment: {class: surgery, within: 6 months, pick: any}"), excluded(1, "treatment: {class: surgery, within: 4 weeks, pick: any}"), set()),
        (included(1, "histology: {one_of: [WDLS, DDLS], pick: newest}"), excluded(1, "histology: {is_a: LIPO, pick: newest}"), {("I1+E1", "unreachable")}),
        (included(1, "histology: {one_of: [LMS, DDLS], pick: newest}"), excluded(1, "histology: {is_a: WDLS, pick: newest}"), {("I1+E1", "twice")}),
        (included(1, "histology: {is_a: soft_tissue_sarcoma, pick: newest}", "Sarcoma: GIST or leiomyosarcoma"), excluded(1, "histology: {is_a: LMS, pick: newest}"), {("I1+E1", "contradiction")}),
        (included(1, "histology: {is_a: soft_tissue_sarcoma, pick: newest}"), excluded(1, "histology: {is_a: LMS, pick: newest}"), set()),
    ],
)  # fmt: skip
def test_two_criteria(one: str, other: str, expected: set[tuple[str, str]], packs: Packs) -> None:
    assert told(trial(one, other), packs) == expected


@pytest.mark.parametrize(
    ("id_", "says", "expected"),
    [
        ("E1", "No prior chemotherapy", {"double-negative"}),
        ("E1", "No measurable lesion on CT", set()),
        ("E1", "Patients must not have had radiotherapy", {"double-negative"}),
        ("E1", "Patients may not have had radiotherapy", {"double-negative"}),
        ("E1", "Patients who in the opinion of the investigator should not take aspirin", set()),
        ("E1", "Women may not be able to take part if they are pregnant", set()),
        ("E1", "Breast feeding should be discontinued if the mother is treated", set()),
        ("I1", "No prior chemotherapy", set()),
        ("E1", "Unable to swallow tablets", set()),
        ("I1", "Not unable to swallow", {"double-negative"}),
        ("I1", "Carcinoma of the digestive tract, such as stomach cancer", {"open-list"}),
        ("I1", "Sarcoma of the limb (including shoulder)", set()),
        ("E1", "Organ failure including, but not limited to, cirrhosis", {"open-list"}),
        ("I1", "At least two of the following: fever, pain, fatigue", set()),
        ("I1", "At least two of the above conditions apply", {"pointer"}),
        ("I1", "Fits any of the following staging criteria: fever, pain", set()),
        ("E1", "Serology is not needed unless there is a history of hepatitis", set()),
        ("I1", "Biopsy and/or imaging within four weeks", {"hedge"}),
        ("I1", "TP, INR ≤ 1.5 × ULN", {"fragment"}),
        ("I1", "ALT, AST ≤ 3 × ULN", set()),
        ("I1", "Haemoglobin at least", {"fragment"}),
        ("I1", "Adequate marrow (platelets above the limit", {"fragment"}),
        ("I1", "1) Fit for surgery 2) willing", set()),
        ("I1", "Platelets ≥ 100 x 109/L", {"lost-exponent"}),
        ("I1", "High-grade sarcoma", {"undefined-grade"}),
        ("I1", "High-grade sarcoma (FNCLCC 3)", set()),
        ("E1", "Patients should have stopped smoking", {"requirement-under-exclusion"}),
        ("I1", "Patients should have stopped smoking", set()),
        ("E1", "Mild cases should be discussed with the office", set()),
    ],
)  # fmt: skip
def test_words(id_: str, says: str, expected: set[str], packs: Packs) -> None:
    assert {rule for _, rule in told(trial(worded(id_, says)), packs)} == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("all: [{metastasis: {pick: any}}, {any: [{ecog: {at_most: 1, pick: newest}}, {recurrence: {pick: any}}]}]", {"nested"}),
        ("all: [{any: [{metastasis: {pick: any}}, {for_a_person: the rest}]}, {for_a_person: the rest}]", set()),  # a draft
    ],
)  # fmt: skip
def test_what_a_draft_leaves_to_a_person_nests_nothing(
    condition: str, expected: set[str], packs: Packs
) -> None:
    rule = excluded(1, condition, "Spread and pain, or a relapse")
    assert {rule for _, rule in told(trial(rule), packs)} == expected


@pytest.mark.parametrize(("word", "number"), [("treatment", 0), ("questionnaires", 1)])
def test_an_ability_asked_twice_needs_a_telling_word(word: str, number: int, packs: Packs) -> None:
    pair = worded("I1", f"Able to finish the {word}"), worded("E1", f"Unable to begin any {word}")
    said = [rule for _, rule in told(trial(*pair), packs) if rule == "twice"]
    assert len(said) == number


def test_a_criterion_without_a_question_is_unsettled(packs: Packs) -> None:
    assert told(trial("id: I1, says: words, settled_by: office"), packs) == {("I1", "unsettled")}


@pytest.mark.parametrize(
    ("status", "checked", "number"),
    [
        ("recruiting until 2026-10", "2026-11-01", 1), ("recruiting until 2026-11", "2026-11-01", 0), ("completed on 2024-05-01", "2026-11-01", 0),
        ("recruiting", "2026-01-01", 1), ("recruiting", "", 0), ("", "2020-01-01", 0),
    ],
)  # fmt: skip
def test_status(status: str, checked: str, number: int, packs: Packs) -> None:
    head = "".join(f'{name}: "{said}"\n' for name, said in (("status", status), ("checked", checked)) if said)
    assert len(told(trial(worded("I1", "Words"), head=head), packs)) == number


def test_resectable_against_recent_surgery(packs: Packs) -> None:
    text = trial(
        worded("I1", "Measurable disease"),
        worded("E1", "Major surgery within 6 months"),
        head="title: Resectable sarcoma\n",
    )
    assert told(text, packs) == {("I1+E1", "unreachable")}


def test_every_rule_is_described_and_found_somewhere() -> None:
    assert {rule for _, rule in FIRST_TRIAL} | {"contradiction", "overlap", "hedge"} == set(RULES)
