"""Synthetic charts screened for the first trial: each criterion's answer and the flag against their truth."""

from collections.abc import Iterator
from pathlib import Path

from trialsift.gold.answers import AnswerOutcome, answers_score, truths_in
from trialsift.gold.public.cases import Case
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.rows import screening_row
from trialsift.screen import by_patient, chart_for, screen_chart
from trialsift.trials import load_trial

TRIAL = "NCT05602415"


def answer_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Yes and no as read, unknown as nothing read: a yes or no where the notes are silent is an invention."""
    trial = load_trial(TRIAL, packs)
    rows = [
        screening_row(screen_chart(chart_for(patient, packs), trial, packs_hash=packs.hash))
        for patient in by_patient(read_notes(data / "charts"), [])
    ]
    score = answers_score(rows, truths_in(data / "charts"))
    yield from (_case(item) for item in score.outcomes)
    for flag in score.flags:
        yield Case(field="flag", where=flag.patient_id, accept=(flag.expected,), read=flag.answer or None)


def _case(outcome: AnswerOutcome) -> Case:
    section = "inclusion" if outcome.criterion.startswith("I") else "exclusion"
    return Case(
        field=f"{section} criteria", where=f"{outcome.patient_id} {outcome.criterion}",
        accept=tuple(_said(answer) for answer in outcome.accept), read=_said(outcome.answer),
        rests_on=outcome.because,
    )  # fmt: skip


def _said(answer: str) -> str | None:
    return answer if answer in {"yes", "no"} else None
