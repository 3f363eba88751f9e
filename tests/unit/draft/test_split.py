"""Splitting an eligibility text: every character has its place, lists stay whole, sections are told apart."""

import pytest

from trialsift.draft.split import split

FLAT = """Inclusion Criteria:

1. Age of 18 years or more
2. Adequate marrow:

   * Platelets ≥ 80 x 10^9/L
   * Hb ≥ 85 g/L
3. Signed consent

Exclusion Criteria:

* Pregnancy
* Any of:
  a. stroke
  b. seizure
"""
WRAPPED = """Overview
A made-up study
Status:
Open
Criteria
Inclusion Criteria:

1. Sarcoma of the arm or of the leg that was proved by a pathologist and is thought to be of
high grade,

2. Adequate function:

Haemoglobin at least 9 g/dL and a
neutrophil count of 1.5

3. Consent

Exclusion Criteria:

1. Metastasis.
"""
RUN_TOGETHER = "Inclusion Criteria: 1. Adults aged 20 to 70. 2. ECOG 0-1. 3. Consent. Exclusion Criteria: 1. Sepsis. 2. Stroke of grade 2. No others."
PARAGRAPHS = "Inclusion criteria\n\nAge 40 and older.\n\nProven liposarcoma.\n\nExclusion criteria\n\nPregnancy.\n\nOther protocol-defined criteria may apply.\n"
COHORTS = """COHORT A

Inclusion Criteria:

* Age over 30

Inclusion Criteria for Cohort B:

* Age over 40

Patients will be excluded if any of the following apply:

* Sepsis
"""
TEXTS = (FLAT, WRAPPED, RUN_TOGETHER, PARAGRAPHS, COHORTS, "", "\n \n", "One sentence alone.")


def criteria(text: str) -> dict[str, str]:
    return {item.id: " ".join(text[item.start : item.end].split()) for item in split(text) if item.id}


@pytest.mark.parametrize("text", TEXTS)
def test_every_character_has_its_place(text: str) -> None:
    at = 0
    for item in split(text):
        assert not text[at : item.start].strip()
        assert item.start < item.end
        at = item.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (FLAT, ["I1", "I2", "I3", "E1", "E2"]),
        (WRAPPED, ["I1", "I2", "I3", "E1"]),
        (RUN_TOGETHER, ["I1", "I2", "I3", "E1", "E2"]),
        (PARAGRAPHS, ["I1", "I2", "E1"]),
        (COHORTS, ["I1", "I2", "E1"]),
        ("One sentence alone.", ["I1"]),
    ],
)
def test_criteria_are_counted_by_section(text: str, ids: list[str]) -> None:
    assert list(criteria(text)) == ids


def test_nested_and_introduced_lists_stay_whole() -> None:
    assert criteria(FLAT)["I2"].endswith("Hb ≥ 85 g/L")
    assert criteria(FLAT)["E2"].endswith("b. seizure")
    assert criteria(WRAPPED)["I2"].endswith("neutrophil count of 1.5")


def test_a_wrapped_line_belongs_to_its_criterion() -> None:
    assert criteria(WRAPPED)["I1"].endswith("high grade,")


def test_a_number_within_a_sentence_opens_no_criterion() -> None:
    assert criteria(RUN_TOGETHER)["E2"] == "2. Stroke of grade 2. No others."


def test_a_bound_is_no_heading_though_a_colon_ends_it() -> None:
    text = "Inclusion Criteria:\n\nKidneys:\n\nClearance (CrCl) > 55 mL/min, by this formula:\n\nPart 1 (tumours > 4 cm):\n\n* Age 20 or over"
    assert [item.kind for item in split(text)] == ["heading", "heading", "criterion", "heading", "criterion"]


def test_pages_headings_and_remarks_are_no_criteria() -> None:
    kinds = [(item.kind, item.section) for item in split(PARAGRAPHS) if item.kind != "criterion"]
    assert kinds == [("heading", "inclusion"), ("heading", "exclusion"), ("remark", "exclusion")]
    assert split(WRAPPED)[0].kind == "remark"


NESTED = """Inclusion Criteria:

1. Age of 30 years or more
2. Patients with brain metastases, if all of the following criteria are met:

   1. treated, and stable for five weeks on two scans that a radiologist who knows of the study has read
   2. no steroids
3. Signed consent

Patients will be ineligible if they meet any of the exclusion criteria below. The site keeps a list.

* Gout
"""


def test_an_item_that_says_following_criteria_keeps_its_own_list() -> None:
    found = [(item.id, len(item.lines)) for item in split(NESTED) if item.id]
    assert found == [("I1", 1), ("I2", 3), ("I3", 1), ("E1", 1)]


def test_a_sentence_that_points_to_the_exclusions_opens_them() -> None:
    kinds = [(item.kind, item.section) for item in split(NESTED) if item.kind != "criterion"]
    assert kinds == [("heading", "inclusion"), ("heading", "exclusion")]


AROUND = """Exclusion Criteria:

Disease

1. Patients are excluded if any of the following apply:

   1. no lesion that could be treated
   2. a lesion of the spine that needs an operation before the first day of this study
2. Gout
"""


def test_the_list_around_goes_on_after_a_nested_one() -> None:
    words = [item.lines[0].words for item in split(AROUND) if item.id]
    assert words[-1] == "Gout"
