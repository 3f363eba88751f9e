"""The forms of the patient page: answers, assignment, state. Each leads back to where one was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from trialsift.web.cases import STATES, CaseLine
from trialsift.web.desk import Database, needs
from trialsift.web.errors import WebError
from trialsift.web.openings import opened_at
from trialsift.web.pages import page
from trialsift.web.pages_patient import case_at
from trialsift.web.review import (
    OVERRULE_REASONS,
    Act,
    ClashError,
    RefusedError,
    fingerprint,
    record,
    screening_of,
)
from trialsift.web.sessions import Session

router = APIRouter(include_in_schema=False)
Screener = Annotated[Session, Depends(needs("screener"))]
Version = Annotated[int, Form(ge=0, le=2**53)]
Reason = Annotated[str, Form(max_length=100)]
Words = Annotated[str, Form(max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePage:
    """Context of the page that asks for a reason, or shows both values after a clash (clash is then set)."""

    case: CaseLine
    act: Act
    where: str
    seen: str = ""
    answered: str = ""
    at: str = ""
    clash: ClashError | None = None
    reasons: Sequence[str] = OVERRULE_REASONS


@router.post("/cases/{number}/answers")
def answer(
    request: Request, db: Database, session: Screener, number: int,
    criterion: Annotated[str, Form(max_length=40)],
    answer: Annotated[Literal["yes", "no", "unknown"], Form()], version: Version,
    seen: Annotated[str, Form(max_length=64)], reason: Reason = "", words: Words = "",
    at: Annotated[str, Form(pattern=r"^(p\d{1,19}-c\d{1,4})?$")] = "",
) -> Response:  # fmt: skip
    """Confirm or overrule an answer; an overruling without a reason is asked for one first."""
    act = Act(
        subject="answer", criterion=criterion, after=answer, reason=reason, words=words.strip(), version=version,
        seen=seen,
    )  # fmt: skip
    if reason or answer == _answered(db, case_at(db, number), criterion)[0]:
        return _done(request, db, session, number, act, at)
    return _ask(request, db, session, number, act, at)


@router.post("/cases/{number}/assign")
def assign(
    request: Request, db: Database, session: Screener, number: int, version: Version,
    to: Annotated[str, Form(max_length=64)] = "",
) -> Response:  # fmt: skip
    """Give the case to somebody, or to nobody."""
    act = Act(subject="assign", after=to, version=version)
    return _done(request, db, session, number, act)


@router.post("/cases/{number}/state")
def state(
    request: Request, db: Database, session: Screener, number: int, version: Version,
    state: Annotated[str, Form(max_length=20)], reason: Reason = "", words: Words = "",
) -> Response:  # fmt: skip
    """Set where the patient stands; declined and failed need a reason."""
    if state not in STATES:
        raise WebError(422)
    act = Act(
        subject="state",
        after=state,
        reason=reason,
        words=words.strip(),
        version=version,
    )
    return _done(request, db, session, number, act)


def _done(request: Request, db: Database, session: Session, number: int, act: Act, at: str = "") -> Response:
    case_at(db, number)
    try:
        record(db, number, act, who=session.user.name, opened=opened_at(db, session, number))
    except RefusedError as refusal:
        raise WebError(422, str(refusal), "Go back, choose, and send again. Nothing was changed.") from None
    except ClashError as clash:
        return _both(request, db, session, act, clash, at)
    return RedirectResponse(f"/cases/{number}{f'#{at}' if at else ''}", status_code=303)


def _ask(request: Request, db: Database, session: Session, number: int, act: Act, at: str) -> Response:
    case = case_at(db, number)
    answered, _ = _answered(db, case, act.criterion)
    if not answered:
        raise WebError(404, "The screening has no such criterion.")
    where = f"/cases/{number}/answers"
    context = DecidePage(case=case, act=act, where=where, seen=act.seen, answered=answered, at=at)
    return page(request, "decide.html.j2", context, session=session)


def _both(request: Request, db: Database, session: Session, act: Act, clash: ClashError, at: str) -> Response:
    case = clash.case
    answered, seen = _answered(db, case, act.criterion)
    where = f"/cases/{case.number}/{'answers' if act.criterion else act.subject}"
    context = DecidePage(case=case, act=act, where=where, seen=seen, answered=answered, at=at, clash=clash)
    return page(request, "decide.html.j2", context, session=session, status=409)


def _answered(db: Database, case: CaseLine, criterion: str) -> tuple[str, str]:
    """What the screening answers to a criterion now, and its fingerprint; empty when it has no such criterion."""
    screening = screening_of(db, case)
    found = [item for item in screening.answers if item.criterion == criterion] if screening else []
    return (found[0].answer, fingerprint(found[0])) if found else ("", "")
