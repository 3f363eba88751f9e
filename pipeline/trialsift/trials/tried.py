"""The example cases of a trial file tried: which of them do not get the answers that the file gives."""

from collections.abc import Iterator

from trialsift.answers import Answer
from trialsift.criteria import Case, Trial
from trialsift.errors import Fault
from trialsift.evaluate import answers
from trialsift.packs.rules import Packs
from trialsift.trials.cases import case_chart


def wrong_cases(trial: Trial, packs: Packs) -> Iterator[Fault]:
    """A fault for each answer of a case that comes out otherwise."""
    for case in trial.cases:
        chart, on = case_chart(case, packs)
        found = {answer.criterion: answer for answer in answers(trial, chart, on)}
        for name, said in _expected(case, found).items():
            if found[name].answer != said:
                yield Fault(file=trial.file, line=case.line, what=_told(case, found[name], said))


def _expected(case: Case, found: dict[str, Answer]) -> dict[str, str]:
    """By criterion, what the case says; a later word on one criterion stands for it, as for "all" before it."""
    return {name: said for key, said in case.get for name in (found if key == "all" else [key])}


def _told(case: Case, answer: Answer, said: str) -> str:
    words = f'case "{case.name}": {answer.criterion} comes out {answer.answer}, and the case says {said}.'
    return f"{words} {answer.because}".rstrip()
