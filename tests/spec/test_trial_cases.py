"""Every example case of every shipped trial file gives the answers that the file says."""

from pathlib import Path

import pytest

from trialsift.criteria import Case, Trial
from trialsift.evaluate import answers
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.trials import load_trial, trial_files
from trialsift.trials.cases import case_chart

TRIALS = [load_trial(path, load_packs()) for path in trial_files()]
CASES = [(trial, case) for trial in TRIALS for case in trial.cases]


@pytest.mark.parametrize(
    ("trial", "case"), CASES, ids=[f"{trial.id}:{case.line}-{case.name}" for trial, case in CASES]
)
def test_a_case_gets_its_answers(trial: Trial, case: Case, packs: Packs) -> None:
    chart, on = case_chart(case, packs)
    given = {answer.criterion: answer.answer for answer in answers(trial, chart, on)}
    expected = {name: said for key, said in case.get for name in (given if key == "all" else [key])}
    assert {name: given[name] for name in expected} == expected


@pytest.mark.parametrize("trial", TRIALS, ids=[trial.id for trial in TRIALS])
def test_every_criterion_has_a_case(trial: Trial) -> None:
    tried = {name for case in trial.cases if case.have for name, _ in case.get}
    askable = {item.id for item in trial.criteria if item.condition}
    assert askable <= tried


def test_the_first_trial_has_all_its_criteria() -> None:
    trial = next(item for item in TRIALS if item.id == "NCT05602415")
    assert [item.id for item in trial.criteria] == [f"I{n}" for n in range(1, 12)] + [
        f"E{n}" for n in range(1, 20)
    ]
    assert [item.id for item in trial.criteria if item.deciding] == [f"I{n}" for n in range(1, 7)]
    assert Path(trial.file).name.startswith("NCT05602415")
