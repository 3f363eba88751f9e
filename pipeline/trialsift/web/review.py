"""What staff make of a patient: answers confirmed or overruled, who has the case, and its state.

Every act is a row of the audit table, which SQLite itself keeps from being changed. What staff say of a
criterion is its newest row, so it outlives every run of `trialsift screen`.
"""

import datetime as dt
import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from trialsift.answers import Answer, Screening
from trialsift.facts import Fact
from trialsift.rows import screening_from_row
from trialsift.web.cases import STATES, CaseLine, case_of
from trialsift.web.database import transaction
from trialsift.web.openings import LONGEST_LOOK
from trialsift.web.users import users

ActName = Literal["confirm", "overrule", "assign", "state"]
OTHER = "other"
OVERRULE_REASONS = (
    "the words were misread", "about another tumour, person or time", "newer information than the notes",
    "said by the patient or the treating doctor", "the protocol is meant otherwise", OTHER,
)  # fmt: skip
STATE_REASONS: Mapping[str, tuple[str, ...]] = {
    "declined": (
        "the patient does not want to take part", "the treating doctor advises against it", "another trial was chosen",
        "too far or too many visits", "not reached", OTHER,
    ),
    "failed": (
        "does not meet a criterion", "consent withdrawn before enrolment", "became too ill", "died",
        "results came too late", "the trial was full or closed", OTHER,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody wants to do. version and seen are what their page showed.

    criterion is empty for assignments and states; seen is the `fingerprint` of the screening's answer.
    """

    subject: Literal["answer", "assign", "state"]
    criterion: str = ""
    after: str
    reason: str = ""
    words: str = ""
    version: int
    seen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the audit table. answered is what the screening said then; version the case's after the act."""

    at: str
    who: str
    act: ActName
    criterion: str
    before: str
    after: str
    answered: str
    reason: str
    words: str
    evidence: str
    pack_hash: str
    trial_hash: str
    version: int

    @property
    def why(self) -> str:
        """The standard reason and the own words as one."""
        return ": ".join(part for part in (self.reason, self.words) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What staff say of a criterion now. contested: what changed in the screening since, empty when nothing."""

    entry: Entry
    contested: tuple[str, ...]
    other_protocol: bool


class ClashError(Exception):
    """Something else was decided, or screened, since the page was shown: since holds the acts, now the value."""

    def __init__(self, *, case: CaseLine, now: str, since: Sequence[Entry], screened_again: bool) -> None:
        super().__init__("clash")
        self.case, self.now, self.since, self.screened_again = case, now, tuple(since), screened_again


class RefusedError(Exception):
    """The act cannot be done as asked; the words say why."""


def record(db: sqlite3.Connection, number: int, act: Act, *, who: str, opened: float = 0.0) -> None:
    """Do an act and write its row, both or neither. opened: since when the page was open (epoch seconds).

    ClashError when the same thing was decided meanwhile or the answer is not the one that was shown;
    acts on other criteria of the patient do not clash.
    """
    with transaction(db):
        case = case_of(db, number)
        screening = screening_of(db, case) if case else None
        if case is None or screening is None:
            raise RefusedError("This patient is no longer screened for the trial.")
        if act.subject == "answer":
            _record_answer(db, case, screening, act, who, opened)
        else:
            _record_case(db, case, screening, act, who, opened)


def judgements(entries: Sequence[Entry], screening: Screening) -> dict[str, Judgement]:
    """By criterion, what staff said last, held against the screening as it is now."""
    newest = {entry.criterion: entry for entry in entries if entry.criterion}
    answers = {answer.criterion: answer for answer in screening.answers}
    return {
        name: Judgement(
            entry=entry, contested=contested(entry, answers[name]), other_protocol=entry.trial_hash != screening.trial_hash
        )
        for name, entry in newest.items() if name in answers
    }  # fmt: skip


def entries_of(db: sqlite3.Connection, number: int, *, after: int = -1) -> list[Entry]:
    """The audit rows of a case, oldest first; after: only those that made a version above this one."""
    names = ", ".join(Entry.__dataclass_fields__)
    rows = db.execute(
        f"SELECT {names} FROM audit WHERE number = ? AND version > ? ORDER BY id",  # noqa: S608 - fixed names
        (number, after),
    )
    return [Entry(**dict(row)) for row in rows]


def screening_of(db: sqlite3.Connection, case: CaseLine) -> Screening | None:
    """The newest screening of a case, read within the caller's transaction."""
    row = db.execute(
        "SELECT row FROM screened.screenings WHERE patient_id = ? AND trial = ?",
        (case.patient_id, case.trial),
    ).fetchone()
    return screening_from_row(json.loads(row[0])) if row else None


def fingerprint(answer: Answer) -> str:
    """Stands for an answer and the evidence below it; changes when either does."""
    said = json.dumps([answer.answer, sorted(_seen(evidence_of(answer)))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def evidence_of(answer: Answer) -> str:
    """JSON: note, offsets, rule and a hash of what was read there. No words: the trail must not quote notes."""
    rows = [
        {"note": at.note_id, "start": at.start, "end": at.end, "rule": at.rule_id, "read": _read(fact, at.quote)}
        for fact in answer.used for at in fact.evidence
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False)


def may_hold(db: sqlite3.Connection) -> tuple[str, ...]:
    """To whom a case can be assigned."""
    return tuple(user.name for user in users(db) if user.active and user.role != "annotator")


def _record_answer(
    db: sqlite3.Connection, case: CaseLine, screening: Screening, act: Act, who: str, opened: float
) -> None:
    answer = next((item for item in screening.answers if item.criterion == act.criterion), None)
    if answer is None:
        raise RefusedError("The screening no longer has this criterion.")
    said = [item for item in entries_of(db, case.number) if item.criterion == act.criterion]
    now = said[-1].after if said else answer.answer
    since = [item for item in said if item.version > act.version]
    if since or act.seen != fingerprint(answer):
        raise ClashError(case=case, now=now, since=since, screened_again=act.seen != fingerprint(answer))
    name: ActName = "confirm" if act.after == answer.answer else "overrule"
    if name == "overrule":
        _check_reason(act, OVERRULE_REASONS)
    _write(db, case, screening, act, who, opened, name=name, before=now, answer=answer)


def _record_case(
    db: sqlite3.Connection, case: CaseLine, screening: Screening, act: Act, who: str, opened: float
) -> None:
    name: ActName = "assign" if act.subject == "assign" else "state"
    now = case.assigned_to if name == "assign" else case.state
    since = [item for item in entries_of(db, case.number, after=act.version) if item.act == name]
    if since:
        raise ClashError(case=case, now=now, since=since, screened_again=False)
    if name == "assign" and act.after and act.after not in may_hold(db):
        raise RefusedError("Nobody of this name can take a case.")
    if name == "state":
        _check_state(act)
    column = "assigned_to" if name == "assign" else "state"
    db.execute(f"UPDATE cases SET {column} = ? WHERE number = ?", (act.after, case.number))  # noqa: S608
    _write(db, case, screening, act, who, opened, name=name, before=now)


def _check_state(act: Act) -> None:
    if act.after not in STATES:
        raise RefusedError("There is no such state.")
    if act.after in STATE_REASONS:
        _check_reason(act, STATE_REASONS[act.after])
    elif act.reason:
        raise RefusedError(f'"{act.after}" takes no standard reason; use the free words.')


def _check_reason(act: Act, allowed: Sequence[str]) -> None:
    if act.reason not in allowed:
        raise RefusedError(f'"{act.after}" needs a reason from its list.')
    if act.reason == OTHER and not act.words:
        raise RefusedError('The reason "other" needs words.')


def _write(
    db: sqlite3.Connection, case: CaseLine, screening: Screening, act: Act, who: str, opened: float,
    *, name: ActName, before: str, answer: Answer | None = None,
) -> None:  # fmt: skip
    now = dt.datetime.now(tz=dt.UTC)
    version = case.version + 1
    db.execute("UPDATE cases SET version = ? WHERE number = ?", (version, case.number))
    values = (
        now.isoformat(timespec="seconds"), who, case.number, case.trial, case.patient_id, name, act.criterion, before,
        act.after, answer.answer if answer else "", act.reason, act.words, evidence_of(answer) if answer else "[]",
        screening.pack_hash, screening.trial_hash, version, _seconds(db, case.number, who, opened, now),
    )  # fmt: skip
    db.execute(
        "INSERT INTO audit (at, who, number, trial, patient_id, act, criterion, before, after, answered, reason, words, "
        "evidence, pack_hash, trial_hash, version, seconds) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        values,
    )


def _seconds(db: sqlite3.Connection, number: int, who: str, opened: float, now: dt.datetime) -> int:
    """How long this act took: since the page was opened, or since the same person's last act if that was later."""
    last = db.execute("SELECT max(at) FROM audit WHERE number = ? AND who = ?", (number, who)).fetchone()[0]
    begun = max(opened, dt.datetime.fromisoformat(last).timestamp() if last else 0.0)
    spent = now.timestamp() - begun
    return round(spent) if 0 <= spent <= LONGEST_LOOK else 0


def contested(entry: Entry, answer: Answer) -> tuple[str, ...]:
    """What changed in the screening since an answer was judged, in words; empty when nothing did."""
    found = []
    if entry.answered != answer.answer:
        found.append(f"the screening answered {entry.answered} then and answers {answer.answer} now")
    if set(_seen(entry.evidence)) != set(_seen(evidence_of(answer))):
        found.append("its evidence is not what it was then")
    return tuple(found)


def _seen(evidence: str) -> list[str]:
    """Evidence without the rule: another rule that reads the same from the same words is nothing new."""
    return [f"{row['note']} {row['start']} {row['end']} {row['read']}" for row in json.loads(evidence)]


def _read(fact: Fact, quote: str) -> str:
    said = repr((fact.kind, fact.value, fact.presence, fact.time, fact.person, fact.date, quote))
    return hashlib.sha256(said.encode()).hexdigest()[:16]
