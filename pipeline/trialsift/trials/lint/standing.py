"""Criteria that nothing can settle, and a registry status that can no longer be true."""

import datetime as dt
import re
from collections.abc import Iterator

from trialsift.criteria import Criterion, Trial
from trialsift.trials.lint.finding import Finding, between

_OLD = 183  # days; half a year after the look-up a status is only a memory
_DATE = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?\b")
_GOING_ON = re.compile(
    r"(?<!not )\b(?:recruiting|enrol+ing|open|ongoing)\b|\bnot yet recruiting\b", re.IGNORECASE
)
_NOT_OF_A_PATIENT = re.compile(
    r"\b(?:requirements?|regulations?|approvals?)\b[^.;]*\bmust be (?:met|obtained|in place)\b|\bethics committee approval\b",
    re.IGNORECASE,
)


def unsettled(trial: Trial) -> Iterator[Finding]:
    """Criteria without a condition that no person is named to settle, or that are no property of a patient.

    Where a person settles it, the protocol's own words are the question.
    """
    for item in trial.criteria:
        if item.condition is None and item.settled_by in {"", "office"} and not (item.ask or item.note):
            words = f"No note settles it and no question is given{_by(item)}."
            yield from between(
                [item], "unsettled", words, "Give ask: the question that settles it, or a condition."
            )
        if _NOT_OF_A_PATIENT.search(item.says):
            words = "This is no property of a patient; no note and no visit settles it."
            yield from between([item], "unsettled", words, "Move it to the duties of the study office.")


def _by(item: Criterion) -> str:
    return f" (settled by: {item.settled_by})" if item.settled_by else ""


def stale(trial: Trial, on: dt.date) -> Iterator[Finding]:
    """A trial said to go on after its end, and a status that was looked up long ago."""
    ends = [end for match in _DATE.finditer(trial.status) if (end := _last_day(match))]
    if _GOING_ON.search(trial.status) and ends and max(ends) < on:
        words = f'"{trial.status}": the end lies before {on.isoformat()}.'
        yield Finding(
            criterion="",
            line=1,
            rule="stale-status",
            words=words,
            remedy="Look the status up again, and ask whether the trial still takes patients.",
        )
    looked = [day for match in _DATE.finditer(trial.checked) if (day := _last_day(match))]
    if trial.status and looked and (on - max(looked)).days > _OLD:
        words = f"The status was looked up on {max(looked).isoformat()}."
        yield Finding(
            criterion="",
            line=1,
            rule="stale-status",
            words=words,
            remedy="Look it up again, and set checked.",
        )


def _last_day(match: re.Match[str]) -> dt.date | None:
    """The day named; of a month without a day, its last."""
    year, month = int(match["year"]), int(match["month"])
    try:
        if match["day"]:
            return dt.date(year, month, int(match["day"]))
        return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
    except ValueError:
        return None
