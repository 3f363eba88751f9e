"""How a trial's recruitment stands and where the patterns are weak, counted from cases and audit rows."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from trialsift.report.words import FLAGS
from trialsift.web.cases import STATES
from trialsift.web.log import Done, Screened, by_case, newest_answers, overruled


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How often staff judged the answers of a criterion or from a rule, and how often they overruled them."""

    name: str
    judged: int
    overruled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The figures of a trial. minutes: median review time of the patients on whom time was spent."""

    screened: int
    flags: tuple[tuple[str, int], ...]
    states: tuple[tuple[str, int], ...]
    exclusions: tuple[tuple[str, int], ...]
    criteria: tuple[Judged, ...]
    rules: tuple[Judged, ...]
    reviewed: int
    minutes: float | None


def numbers_of(screened: Sequence[Screened], done: Iterable[Done]) -> Numbers:
    """Count; of a criterion of a patient only the newest judgement counts."""
    acts = by_case(done)
    answers = [act for case in screened for act in newest_answers(acts.get(case.number, ())).values()]
    spent = [sum(act.seconds for act in acts.get(case.number, ())) for case in screened]
    timed = [seconds for seconds in spent if seconds]
    return Numbers(
        screened=len(screened),
        flags=_counts((case.flag for case in screened), FLAGS),
        states=_counts((case.state for case in screened), STATES),
        exclusions=_exclusions(screened),
        criteria=_judged((act.criterion, act) for act in answers),
        rules=_judged((rule, act) for act in answers for rule in _rules(act)),
        reviewed=len(timed),
        minutes=round(median(timed) / 60, 1) if timed else None,
    )


def _counts(found: Iterable[str], names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    counted = Counter(found)
    return tuple((name, counted[name]) for name in names)


def _exclusions(screened: Iterable[Screened]) -> tuple[tuple[str, int], ...]:
    counted = Counter(name for case in screened if case.flag == "excluded" for name in case.failed)
    return tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _judged(pairs: Iterable[tuple[str, Done]]) -> tuple[Judged, ...]:
    judged: Counter[str] = Counter()
    against: Counter[str] = Counter()
    for name, act in pairs:
        judged[name] += 1
        against[name] += overruled(act)
    found = [Judged(name=name, judged=times, overruled=against[name]) for name, times in judged.items()]
    return tuple(sorted(found, key=lambda item: (-item.overruled, -item.judged, item.name)))


def _rules(act: Done) -> set[str]:
    return {row["rule"] for row in json.loads(act.evidence) if row["rule"]}
