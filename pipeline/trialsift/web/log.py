"""The rows of the screening log: what was screened, decided and by whom, for the site and, without identifiers, for the sponsor."""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trialsift.web.review import STATE_REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A case as the log needs it; failed and pending are criteria, in protocol order."""

    number: int
    patient_id: str
    on: str
    flag: str
    state: str
    assigned_to: str
    failed: tuple[str, ...]
    pending: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A row of the audit table as log and numbers need it; seconds is how long the act took."""

    number: int
    at: str
    who: str
    act: str
    criterion: str
    after: str
    answered: str
    reason: str
    words: str
    evidence: str
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One patient for the site. overruled names criterion and answer of staff ("I4: yes"); dates are ISO days."""

    patient_id: str
    screened_on: str
    flag: str
    failed_criteria: tuple[str, ...]
    pending_criteria: tuple[str, ...]
    overruled_criteria: tuple[str, ...]
    state: str
    reason: str
    assigned_to: str
    reviewed_by: tuple[str, ...]
    last_act: str
    review_seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorRow:
    """One patient for the sponsor: a pseudonym of this folder, the month, codes, and reasons of the fixed lists."""

    pseudonym: str
    screened_in: str
    flag: str
    failed_criteria: tuple[str, ...]
    pending_criteria: tuple[str, ...]
    overruled_criteria: tuple[str, ...]
    state: str
    reason: str
    review_minutes: float


def site_rows(screened: Iterable[Screened], done: Iterable[Done]) -> list[LogRow]:
    """One row a patient, by patient."""
    acts = by_case(done)
    rows = [_site_row(case, acts.get(case.number, ())) for case in screened]
    return sorted(rows, key=lambda row: row.patient_id)


def sponsor_rows(
    screened: Iterable[Screened], done: Iterable[Done], *, trial: str, secret: bytes
) -> list[SponsorRow]:
    """One row a patient, by pseudonym, so that the order tells nothing of the patients' names either."""
    acts = by_case(done)
    rows = [
        _sponsor_row(case, acts.get(case.number, ()), pseudonym(case.patient_id, trial=trial, secret=secret))
        for case in screened
    ]
    return sorted(rows, key=lambda row: row.pseudonym)


def pseudonym(patient_id: str, *, trial: str, secret: bytes) -> str:
    """Stands for a patient in one trial: the same in every export of a results folder, and only there."""
    said = json.dumps(["sponsor's log", trial, patient_id])
    return "P-" + hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()[:12].upper()


def screened_cases(db: sqlite3.Connection, trial: str) -> list[Screened]:
    """All cases of a trial with their newest screening."""
    rows = db.execute(
        "SELECT c.number, c.patient_id, c.state, c.assigned_to, s.on_date, s.flag, s.passes FROM cases c "
        "JOIN screened.screenings s ON s.patient_id = c.patient_id AND s.trial = c.trial WHERE c.trial = ?",
        (trial,),
    )
    return [_screened(row) for row in rows]


def acts_of(db: sqlite3.Connection, trial: str) -> list[Done]:
    """All acts of a trial, oldest first."""
    names = ", ".join(Done.__dataclass_fields__)
    rows = db.execute(f"SELECT {names} FROM audit WHERE trial = ? ORDER BY id", (trial,))  # noqa: S608 - fixed names
    return [Done(**dict(row)) for row in rows]


def by_case(done: Iterable[Done]) -> Mapping[int, list[Done]]:
    """Acts by the number of their case, in the order given."""
    found: dict[int, list[Done]] = {}
    for act in done:
        found.setdefault(act.number, []).append(act)
    return found


def newest_answers(acts: Iterable[Done]) -> Mapping[str, Done]:
    """By criterion, the last act on its answer."""
    return {act.criterion: act for act in acts if act.criterion}


def overruled(act: Done) -> bool:
    """Whether staff said other than the screening did."""
    return act.act == "overrule"


def _screened(row: sqlite3.Row) -> Screened:
    passes = json.loads(row["passes"])
    return Screened(
        number=row["number"], patient_id=row["patient_id"], on=row["on_date"], flag=row["flag"], state=row["state"],
        assigned_to=row["assigned_to"],
        failed=tuple(name for name, passed in passes.items() if passed is False),
        pending=tuple(name for name, passed in passes.items() if passed is None),
    )  # fmt: skip


def _site_row(case: Screened, acts: Sequence[Done]) -> LogRow:
    newest = _newest_state(acts)
    return LogRow(
        patient_id=case.patient_id, screened_on=case.on, flag=case.flag, failed_criteria=case.failed,
        pending_criteria=case.pending, overruled_criteria=_overruled(acts), state=case.state,
        reason=": ".join(part for part in (newest.reason, newest.words) if part) if newest else "",
        assigned_to=case.assigned_to,
        reviewed_by=tuple(sorted({act.who for act in acts if act.act != "assign"})),
        last_act=acts[-1].at if acts else "", review_seconds=sum(act.seconds for act in acts),
    )  # fmt: skip


def _sponsor_row(case: Screened, acts: Sequence[Done], name: str) -> SponsorRow:
    newest = _newest_state(acts)
    listed = newest is not None and newest.reason in STATE_REASONS.get(newest.after, ())
    return SponsorRow(
        pseudonym=name, screened_in=case.on[:7], flag=case.flag, failed_criteria=case.failed,
        pending_criteria=case.pending, overruled_criteria=_overruled(acts), state=case.state,
        reason=newest.reason if newest and listed else "",
        review_minutes=round(sum(act.seconds for act in acts) / 60, 1),
    )  # fmt: skip


def _newest_state(acts: Sequence[Done]) -> Done | None:
    return next((act for act in reversed(acts) if act.act == "state"), None)


def _overruled(acts: Sequence[Done]) -> tuple[str, ...]:
    return tuple(f"{name}: {act.after}" for name, act in newest_answers(acts).items() if overruled(act))
