"""(Criterion, Chart) -> Answer, pure: the same chart, trial and date give the same answers."""

import datetime as dt
from collections.abc import Mapping

from trialsift.answers import Answer, Missing, Truth
from trialsift.chart import Chart
from trialsift.criteria import Condition, Criterion, FactTest, Trial, tests_of
from trialsift.evaluate.readings import facts_apart
from trialsift.evaluate.result import Case, Result
from trialsift.evaluate.tree import result_of
from trialsift.evaluate.words import said
from trialsift.facts import Fact

__all__ = ["SETTLERS", "answer", "answers", "case_of"]

SETTLERS = {
    "interview": "Patient interview", "consent": "Consent talk", "laboratory": "Laboratory",
    "examination": "Clinic", "records": "Records office", "office": "Study office",
}  # fmt: skip


def case_of(
    chart: Chart, trial: Trial, on: dt.date, *, supposed: Mapping[FactTest, Truth] | None = None
) -> Case:
    """A patient on a day, as a trial sees them."""
    limits = {item.analyte: item for item in trial.upper_limits}
    return Case(chart=chart, on=on, upper_limits=limits, supposed=supposed or {})


def answers(trial: Trial, chart: Chart, on: dt.date) -> tuple[Answer, ...]:
    """The answers to all criteria of a trial in the protocol's order."""
    case = case_of(chart, trial, on)
    return tuple(answer(criterion, case) for criterion in trial.criteria)


def answer(criterion: Criterion, case: Case) -> Answer:
    """Whether the criterion's statement is true of the patient, and what that rests on."""
    found = (
        result_of(criterion.condition, case) if criterion.condition else Result(truth="unknown", silent=True)
    )
    return Answer(
        criterion=criterion.id,
        answer=found.truth,
        passes=passes(criterion, found.truth),
        because=found.because or _nothing(criterion, found, case),
        used=found.used,
        missing=_missing(criterion, found),
        warnings=(*found.warnings, *_apart(criterion, case)),
    )


def _apart(criterion: Criterion, case: Case) -> tuple[str, ...]:
    """What the chart took for another tumour's or another patient's: a person may see it otherwise."""
    found: dict[str, dict[Fact, None]] = {}
    for test in tests_of(criterion.condition) if criterion.condition and case.chart.apart else ():
        for item in facts_apart(test, case):
            found.setdefault(item.why, {})[item.fact] = None
    return tuple(f"{why}: {said(list(facts))}" for why, facts in found.items())


def passes(criterion: Criterion, truth: Truth) -> bool | None:
    """An inclusion passes on yes, an exclusion on no; unknown is open."""
    if truth == "unknown":
        return None
    return truth == ("yes" if criterion.section == "inclusion" else "no")


def _nothing(criterion: Criterion, found: Result, case: Case) -> str:
    if criterion.condition is None:
        return "No note can settle this."
    silent = f"The notes are silent on {_unsaid(criterion.condition, found, case)}"
    parts = dict.fromkeys(gap.question for gap in found.missing if gap.what == "part")
    silences = {gap.silence for gap in found.missing if gap.what != "part"}
    words = [f"A person has to say: {'; '.join(parts)}."] if parts else []
    if silences == {"no_document"}:
        words.insert(0, f"{silent}, and no document of the kind that would say is among them.")
    elif silences or not parts:
        words.insert(0, f"{silent}.")
    return " ".join(words)


def _unsaid(condition: Condition, found: Result, case: Case) -> str:
    """ "this", or what is missing by name where the notes do speak of another part of the criterion."""
    settled = [test for test in tests_of(condition) if test not in found.open_tests]
    missing = list(dict.fromkeys(gap.what for gap in found.missing if gap.what != "part"))
    if not missing or not any(result_of(test, case).used for test in settled):
        return "this"
    *most, last = missing
    return f"{', '.join(most)} and {last}" if most else last


def _missing(criterion: Criterion, found: Result) -> tuple[Missing, ...]:
    """The gaps of the condition; what only a person settles is asked of that person, in the criterion's words."""
    if found.truth != "unknown":
        return ()
    if criterion.settled_by:
        silence = found.missing[0].silence if found.missing else "no_document"
        what = criterion.ask or criterion.says
        return (
            Missing(what=criterion.id, silence=silence, who=SETTLERS[criterion.settled_by], question=what),
        )
    return found.missing
