"""The JSON side, below /api: the same facts as the pages, for programs. /api is its page, /api/openapi.json its contract."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from trialsift.report.run import STORE
from trialsift.rows import screening_row
from trialsift.store import Store
from trialsift.web.cases import CaseLine, View, case_list, take_in, trials
from trialsift.web.desk import Database, SignedIn, TheDesk, needs
from trialsift.web.errors import ErrorShape, WebError
from trialsift.web.log import LogRow, SponsorRow
from trialsift.web.log_files import Audience, export_rows
from trialsift.web.pages import page
from trialsift.web.pages_patient import case_at
from trialsift.web.said import Said, chosen, said_in
from trialsift.web.sessions import Session

_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorShape} for status in (400, 401, 403, 404, 413, 422, 500)
}
router = APIRouter(prefix="/api", responses=_REFUSALS)


class TrialCounts(BaseModel):
    """A trial with its patients by flag."""

    trial: str
    title: str
    candidate: int
    open: int
    excluded: int


class Question(BaseModel):
    """A question that is still to be asked."""

    who: str
    question: str
    settles: list[str]


class CaseRow(BaseModel):
    """One line of a worklist."""

    number: int
    trial: str
    patient_id: str
    flag: str
    unknown: int
    newest_note: str | None
    flaggable: str | None
    days: int | None
    assigned_to: str
    state: str
    asks: list[Question]
    reasons: list[str]
    overruled: list[str]
    contested: list[str]


class CasePage(BaseModel):
    """One page of a worklist: how many cases fit the view, how many pages that is, and the cases of this page."""

    fitting: int
    page: int
    pages: int
    cases: list[CaseRow]


@router.get("", include_in_schema=False)
def api_page(request: Request, session: SignedIn) -> Response:
    """What the JSON side offers, drawn from its contract; no script of others is loaded."""
    return page(request, "api.html.j2", request.app.openapi(), session=session)


@router.get("/openapi.json", include_in_schema=False)
def contract(request: Request, session: SignedIn) -> Response:  # noqa: ARG001 - only for those signed in
    """The OpenAPI document."""
    return JSONResponse(request.app.openapi())


@router.get("/trials")
def all_trials(db: Database, desk: TheDesk, session: SignedIn) -> list[TrialCounts]:  # noqa: ARG001
    """All trials with their counts."""
    return [
        TrialCounts(trial=name, title=desk.trial(name).title, **counts) for name, counts in trials(db).items()
    ]


@router.get("/trials/{trial}/cases")
def worklist(db: Database, session: SignedIn, trial: str, view: Annotated[View, Query()]) -> CasePage:  # noqa: ARG001
    """One page of a trial's worklist; the view is the same as the page's."""
    if trial not in trials(db):
        raise WebError(404, "No patient was screened for such a trial.")
    take_in(db, trial)
    said = said_in(db, trial)
    found = case_list(db, trial, view, only=chosen(said, view))
    return CasePage(
        fitting=found.fitting,
        page=view.page,
        pages=found.pages,
        cases=[_row(line, said) for line in found.lines],
    )


@router.get("/trials/{trial}/log")
def log(
    db: Database, session: Annotated[Session, Depends(needs("screener"))], trial: str,
    audience: Annotated[Audience, Query(alias="for")] = "site",
) -> list[LogRow] | list[SponsorRow]:  # fmt: skip
    """The screening log: for the site, or without identifiers for the sponsor. Who asked for it is kept."""
    if trial not in trials(db):
        raise WebError(404, "No patient was screened for such a trial.")
    return list(export_rows(db, trial, audience=audience, form="json", who=session.user.name))  # type: ignore[return-value]


@router.get("/cases/{number}")
def one_case(db: Database, desk: TheDesk, session: SignedIn, number: int) -> dict[str, Any]:  # noqa: ARG001
    """A case with its screening, as screening.jsonl holds it."""
    case = case_at(db, number)
    with Store(desk.results / STORE, make=False) as store:
        screening = store.screening(case.patient_id, case.trial)
    if screening is None:
        raise WebError(404)
    return {**_row(case, said_in(db, case.trial)).model_dump(), "screening": screening_row(screening)}


def _row(line: CaseLine, said: Mapping[int, Said]) -> CaseRow:
    staff = said.get(line.number, Said())
    asks = [Question(who=item.who, question=item.question, settles=list(item.settles)) for item in line.asks]
    return CaseRow(
        number=line.number, trial=line.trial, patient_id=line.patient_id, flag=line.flag, unknown=line.unknown,
        newest_note=line.newest_note, flaggable=line.flaggable, days=line.days, assigned_to=line.assigned_to,
        state=line.state, asks=asks, reasons=list(line.reasons), overruled=list(staff.overruled),
        contested=list(staff.contested),
    )  # fmt: skip
