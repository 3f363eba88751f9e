"""What goes out: the screening log as a file, a patient on one page of paper, and the numbers of a trial."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from trialsift.criteria import Trial
from trialsift.report.run import STORE
from trialsift.report.view import Sheet, sheet_of
from trialsift.store import Store
from trialsift.web.cases import CaseLine, take_in, trials
from trialsift.web.desk import Database, SignedIn, TheDesk, needs
from trialsift.web.errors import WebError
from trialsift.web.log import acts_of, screened_cases
from trialsift.web.log_files import MEDIA, Audience, export_rows, file_name, log_file
from trialsift.web.numbers import Numbers, numbers_of
from trialsift.web.pages import page
from trialsift.web.pages_patient import case_at
from trialsift.web.review import Judgement, entries_of, judgements
from trialsift.web.sessions import Session

router = APIRouter(include_in_schema=False)
Screener = Annotated[Session, Depends(needs("screener"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumbersPage:
    """Context of the numbers page."""

    trial: Trial
    numbers: Numbers

    @property
    def says(self) -> Mapping[str, str]:
        """The protocol's words by criterion, as far as the trial file is at hand."""
        return {item.id: item.says for item in self.trial.criteria}


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPage:
    """Context of a patient's page for paper."""

    case: CaseLine
    trial: Trial
    sheet: Sheet
    judged: Mapping[str, Judgement]


@router.get("/trials/{trial}/log.{form}")
def log_page(
    db: Database, session: Screener, trial: str, form: Literal["csv", "xlsx"],
    audience: Annotated[Audience, Query(alias="for")] = "site",
) -> Response:  # fmt: skip
    """The screening log, for the site or, without identifiers, for the sponsor."""
    _check_trial(db, trial)
    rows = export_rows(db, trial, audience=audience, form=form, who=session.user.name)
    content = log_file(rows, audience=audience, form=form)
    headers = {"content-disposition": f'attachment; filename="{file_name(audience, form)}"'}
    return Response(content, media_type=MEDIA[form], headers=headers)


@router.get("/trials/{trial}/numbers")
def numbers_page(request: Request, db: Database, desk: TheDesk, session: SignedIn, trial: str) -> Response:
    """The funnel, why patients are excluded, and which answers staff overrule."""
    _check_trial(db, trial)
    take_in(db, trial)
    numbers = numbers_of(screened_cases(db, trial), acts_of(db, trial))
    context = NumbersPage(trial=desk.trial(trial), numbers=numbers)
    return page(request, "numbers.html.j2", context, session=session)


@router.get("/cases/{number}/summary")
def summary_page(request: Request, db: Database, desk: TheDesk, session: SignedIn, number: int) -> Response:
    """One patient on one sheet: flag, why, criteria and questions, without the notes."""
    case = case_at(db, number)
    with Store(desk.results / STORE, make=False) as store:
        screening = store.screening(case.patient_id, case.trial)
        notes = store.notes(case.patient_id)
    if screening is None:
        raise WebError(404, "This patient is no longer screened for the trial.")
    trial = desk.trial(case.trial)
    sheet = sheet_of(screening, notes, trial, number=case.number)
    judged = judgements(entries_of(db, number), screening)
    context = SummaryPage(case=case, trial=trial, sheet=sheet, judged=judged)
    return page(request, "summary.html.j2", context, session=session)


def _check_trial(db: Database, trial: str) -> None:
    if trial not in trials(db):
        raise WebError(404, "No patient was screened for such a trial.")
