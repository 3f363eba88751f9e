"""One criterion and one chart, both as a trial file writes them: the answer."""

from collections.abc import Callable

import pytest

from trialsift.answers import Answer
from trialsift.evaluate import answers
from trialsift.packs.rules import Packs
from trialsift.trials import trial_from
from trialsift.trials.cases import case_chart

AnswerTo = Callable[..., Answer]


@pytest.fixture(scope="session")
def answer_to(packs: Packs) -> AnswerTo:
    """The answer to `include_if: condition` of a patient who has the facts of a case (screened on 2025-06-30)."""

    def answer(condition: str, have: str, *, head: str = "") -> Answer:
        text = (
            f"trial: T\n{head}criteria:\n  - id: I1\n    says: words\n    include_if: {condition}\n"
            f"cases:\n  - {{have: {{}}, get: {{all: unknown}}}}\n  - {{have: {{{have}}}, get: {{I1: unknown}}}}\n"
        )
        trial = trial_from(text, packs, file="t.yaml")
        chart, on = case_chart(trial.cases[-1], packs)
        return answers(trial, chart, on)[0]

    return answer
