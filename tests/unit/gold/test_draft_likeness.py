"""A draft against the file that people wrote for the same text."""

import pytest

from trialsift.criteria import Trial
from trialsift.gold.draft_likeness import Pair, likeness_table, pairs_of
from trialsift.packs.rules import Packs
from trialsift.trials.cases import case_chart
from trialsift.trials.load import trial_from

PEOPLE = """trial: T
criteria:
  - {id: I1, says: fit, include_if: {ecog: {at_most: 1, pick: newest}}}
  - {id: I2, says: small, include_if: {tumour_size: {at_most: 3 cm, pick: newest}}}
  - {id: I3, says: willing, settled_by: interview}
  - {id: E1, says: spread, exclude_if: {metastasis: {pick: any}}}
cases:
  - {have: {}, get: {all: unknown}}
  - {name: tired, have: {ecog: 2}, get: {I1: "no"}}
  - {name: fit, have: {ecog: 1}, get: {I1: "yes"}}
  - {name: large, have: {tumour_size: {max_mm: 31 mm}}, get: {I2: "no"}}
  - {name: spread once, have: {metastasis: [{ago: 3 weeks}, {presence: absent}]}, get: {E1: "yes"}}
"""
DRAFT = (
    PEOPLE.replace("at_most: 1,", "at_most: 2,")
    .replace("tumour_size: {at_most: 3 cm,", "tumour_size: {at_most: 3 cm, from: mri,")
    .replace("pick: any", "pick: newest")
)


@pytest.fixture
def people(packs: Packs) -> Trial:
    return trial_from(PEOPLE, packs, file="people.yaml")


def test_every_verdict(people: Trial, packs: Packs) -> None:
    pairs = pairs_of(people, trial_from(DRAFT, packs, file="draft.yaml"), packs)
    assert [(pair.criterion, pair.verdict) for pair in pairs] == [
        ("I1", "contradicts"),
        ("I1", "same"),
        ("I2", "draft open"),
        ("E1", "contradicts"),
    ]
    assert str(pairs[0]) == "contradicts  I1 case 9, tired: people no, draft yes"
    lines = likeness_table(people, pairs)
    assert lines[1].split() == ["I1", "2", "1", "0", "0", "1", "no"]
    assert lines[3].split() == ["I3", "0", "0", "0", "0", "0", "yes"]
    assert lines[-1] == "1 of 4 criteria modelled as people did"


def test_patients_are_asked_too(people: Trial, packs: Packs) -> None:
    chart, _ = case_chart(people.cases[2], packs)
    named = [
        pair.chart
        for pair in pairs_of(people, people, packs, patients=[chart])
        if not pair.chart.startswith("case ")
    ]
    assert named == [chart.patient_id]


@pytest.mark.parametrize(
    ("answers", "alike"),
    [
        ([("yes", "yes")] * 9 + [("yes", "unknown")], "yes"),
        ([("yes", "yes")] * 8 + [("yes", "unknown")], "no"),  # more than one in ten left open
        ([("yes", "yes")] * 20 + [("unknown", "yes")], "no"),
        ([("yes", "yes")] * 20 + [("no", "yes")], "no"),
    ],
)
def test_what_counts_as_alike(answers: list[tuple[str, str]], alike: str, people: Trial) -> None:
    pairs = [Pair(criterion="I1", chart="x", people=left, draft=right) for left, right in answers]
    assert likeness_table(people, pairs)[1].split()[-1] == alike
