"""What an author is told of a trial file that cannot be used: file, line, what was found, the nearest word."""

import pytest

from trialsift.errors import TrialError, UsageError
from trialsift.packs.rules import Packs
from trialsift.trials import load_trial, trial_from
from trialsift.trials.tried import wrong_cases

HEAD = "trial: T\ncriteria:\n  - id: I1\n    says: words\n    include_if: "
TAIL = "\ncases:\n  - {have: {}, get: {all: unknown}}\n"


def faults(condition: str, packs: Packs) -> str:
    with pytest.raises(TrialError) as caught:
        trial_from(HEAD + condition + TAIL, packs, file="t.yaml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("{ecogs: {at_most: 2, pick: newest}}", 't.yaml:5 unknown fact kind or operator "ecogs". Did you mean "ecog"?'),
        ("{ecog: {at_most: 2}}", "t.yaml:5 ecog needs pick: newest, oldest, worst, any or all."),
        ("{ecog: {at_mots: 2, pick: newest}}", 't.yaml:5 ecog: unknown key "at_mots". Did you mean "at_most"?'),
        ("{margin: {is: postive, pick: newest}}", 't.yaml:5 unknown margin status "postive". Did you mean "positive"?'),
        ("{tumour_size: {more_than: 5, pick: newest}}", 't.yaml:5 tumour_size max_mm: "5" has no unit. Write one, as in "20 mm".'),
        ("{tumour_size: {more_than: 5 kg, pick: newest}}", 't.yaml:5 tumour_size max_mm: "kg" is no unit that can become mm.'),
        ("{lab: {analyte: haemoglobn, at_least: 9 g/dL, pick: newest}}", 't.yaml:5 unknown analyte term "haemoglobn". Did you mean "haemoglobin"?'),
        ("{lab: {analyte: haemoglobin, at_least: 9, pick: newest}}", 't.yaml:5 lab value: haemoglobin: unit "" is not known.'),
        ("{lab: {at_least: 9 g/dL, pick: newest}}", "t.yaml:5 lab needs analyte: which laboratory value is meant."),
        ("{histology: {is_a: soft_tisue_sarcoma, pick: newest}}", 'Did you mean "soft_tissue_sarcoma"?'),
        ("{treatment: {class: chemotherpy, pick: any}}", 't.yaml:5 unknown treatment class "chemotherpy". Did you mean "chemotherapy"?'),
        ("{treatment: {class: chemotherapy, within: six months, pick: any}}", 't.yaml:5 within: "six months" is no period.'),
        ("{tumour_size: {more_than: 5 cm, from: [mrii], pick: newest}}", 't.yaml:5 unknown source "mrii". Did you mean "mri"?'),
        ("{ecog: {at_most: 2, from: [clinc], pick: newest}}", 't.yaml:5 unknown source "clinc". Did you mean "clinic"?'),
        ("{person: {age: {between: [70 years, 18 years]}, pick: newest}}", "t.yaml:5 person age: between 70 years and 18 years lies nothing."),
        ("{at_least_n_of: {n: 2, of: [{ecog: {at_most: 2, pick: newest}}]}}", "t.yaml:5 2 of 1 parts can never hold."),
        ("{all: []}", "t.yaml:5 needs a list of conditions."),
        ("{ecog: {at_most: 2, pick: newest}, margin: {is: positive, pick: newest}}", "t.yaml:5 a condition has one key, found ecog, margin."),
        ("{metastasis: {is: lung, pick: any}}", "t.yaml:5 metastasis has no value to compare; its presence is the answer."),
    ],
)  # fmt: skip
def test_a_faulty_condition(condition: str, message: str, packs: Packs) -> None:
    assert message in faults(condition, packs)


def test_all_faults_come_at_once(packs: Packs) -> None:
    said = faults("{all: [{egoc: 1}, {margin: {is: postive, pick: newest}}]}", packs)
    assert len(said.splitlines()) == 2


def test_the_silent_chart_is_required(packs: Packs) -> None:
    text = HEAD + "{ecog: {at_most: 2, pick: newest}}\ncases:\n  - {have: {ecog: '1'}, get: {I1: 'yes'}}\n"
    with pytest.raises(TrialError, match="the silent chart is missing"):
        trial_from(text, packs, file="t.yaml")


def test_a_case_that_cannot_be_made_names_its_line(packs: Packs) -> None:
    text = (
        HEAD
        + "{ecog: {at_most: 2, pick: newest}}\ncases:\n  - {have: {}, get: {all: unknown}}\n  - {have: {ecog: {grade: '1', colour: red}}, get: {I1: 'yes'}}\n"
    )
    with pytest.raises(TrialError, match=r'^t.yaml:8 case "ecog": ecog has no colour'):
        trial_from(text, packs, file="t.yaml")


def test_an_unknown_trial_is_a_usage_error(packs: Packs) -> None:
    with pytest.raises(
        UsageError, match=r'there is no trial file "NCT05602451". Did you mean "NCT05602415"\?'
    ):
        load_trial("NCT05602451", packs)


@pytest.mark.parametrize(
    ("have", "message"),
    [
        ("{condition: hepatitus}", 'unknown condition "hepatitus". Did you mean "hepatitis"?'),
        ("{lab: {analyte: haemoglobn, value: 9 g/dL}}", 'unknown analyte "haemoglobn". Did you mean "haemoglobin"?'),
        ('{ecog: "7"}', '"7" is no ECOG grade. Write 0 to 5, or a range: 1-3.'),
        ("{ecogs: 1}", 'unknown fact kind "ecogs". Did you mean "ecog"?'),
        ("{histology: soft_tisue_sarcoma}", 'Did you mean "soft_tissue_sarcoma"?'),
    ],
)  # fmt: skip
def test_a_faulty_case(have: str, message: str, packs: Packs) -> None:
    case = f"  - {{have: {have}, get: {{I1: unknown}}}}\n"
    with pytest.raises(TrialError) as caught:
        trial_from(HEAD + "{ecog: {at_most: 2, pick: newest}}" + TAIL + case, packs, file="t.yaml")
    assert "t.yaml:8 case" in str(caught.value)
    assert message in str(caught.value)


def test_a_faulty_criterion_is_one_fault_and_not_unknown_to_its_cases(packs: Packs) -> None:
    text = (
        HEAD
        + "{egoc: 1}\ncases:\n  - {have: {}, get: {I1: unknown}}\n  - {have: {ecog: '1'}, get: {I1: 'yes'}}\n"
    )
    with pytest.raises(TrialError) as caught:
        trial_from(text, packs, file="t.yaml")
    assert [fault.line for fault in caught.value.faults] == [5]


def test_a_silent_chart_with_a_fault_of_its_own_is_not_also_missing(packs: Packs) -> None:
    text = HEAD + "{ecog: {at_most: 2, pick: newest}}\ncases:\n  - {have: {}, get: {I1: unknwon}}\n"
    with pytest.raises(TrialError) as caught:
        trial_from(text, packs, file="t.yaml")
    assert [str(fault) for fault in caught.value.faults] == [
        't.yaml:7 unknown answer "unknwon". Did you mean "unknown"?'
    ]


@pytest.mark.parametrize(
    ("cases", "told"),
    [
        ("{have: {ecog: '1'}, get: {I1: 'yes'}}", []),
        ("{have: {ecog: '3'}, get: {all: 'yes', I1: 'no'}}", []),
        (
            "{have: {ecog: '3'}, get: {I1: 'yes'}}",
            ['t.yaml:8 case "ecog": I1 comes out no, and the case says yes. ECOG performance status "ecog 3" (2025-06-30).'],
        ),
    ],
)  # fmt: skip
def test_cases_are_tried(cases: str, told: list[str], packs: Packs) -> None:
    text = (
        HEAD
        + f"{{ecog: {{at_most: 2, pick: newest}}}}\ncases:\n  - {{have: {{}}, get: {{all: unknown}}}}\n  - {cases}\n"
    )
    assert [str(fault) for fault in wrong_cases(trial_from(text, packs, file="t.yaml"), packs)] == told
