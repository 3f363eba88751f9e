"""One patient of one trial: the answers beside the notes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from trialsift.answers import Screening
from trialsift.chart import Chart
from trialsift.criteria import Trial
from trialsift.note import Note
from trialsift.report.run import STORE
from trialsift.report.view import Sheet, sheet_of
from trialsift.store import Store
from trialsift.web.cases import STATES, CaseLine, View, case_of, neighbours
from trialsift.web.conflicts import Conflict, conflicts_of
from trialsift.web.desk import Database, Desk, SignedIn, TheDesk
from trialsift.web.errors import WebError
from trialsift.web.openings import note_opening
from trialsift.web.pages import page
from trialsift.web.plots import Plots, plots_of
from trialsift.web.review import (
    STATE_REASONS,
    Entry,
    Judgement,
    entries_of,
    fingerprint,
    judgements,
    may_hold,
)
from trialsift.web.said import chosen, said_in
from trialsift.web.sessions import Session
from trialsift.web.timeline import timeline_of

router = APIRouter(include_in_schema=False)


class Focus(BaseModel):
    """only: the criterion whose words alone stand out in the notes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    only: str = Field(default="", max_length=40)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPart:
    """What the forms of the page need. seen: the `fingerprint` of each answer."""

    may: bool
    judged: Mapping[str, Judgement]
    history: tuple[Entry, ...]
    seen: Mapping[str, str]
    people: tuple[str, ...]
    states: tuple[str, ...] = STATES
    state_reasons: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: STATE_REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientPage:
    """Context of the patient page. before and after are the neighbours in the list that one came from."""

    case: CaseLine
    trial: Trial
    sheet: Sheet
    conflicts: Mapping[str, tuple[Conflict, ...]]
    plots: Plots
    only: str
    place: str
    before: int | None
    after: int | None
    other_protocol: bool
    review: ReviewPart

    @property
    def message(self) -> str:
        """The questions that decide as one text, ready to be copied into a message; no patient's name in it."""
        asks = self.sheet.flip_list or [item for part in self.sheet.rounds for item in part.asks]
        return "\n".join(f"{item.who}: {item.question}" for item in asks)


@router.get("/cases/{number}")
def patient_page(
    request: Request,
    db: Database,
    desk: TheDesk,
    session: SignedIn,
    number: int,
    focus: Annotated[Focus, Query()],
) -> Response:
    """Everything about one patient for one trial."""
    case = case_at(db, number)
    note_opening(db, session, number)
    view = last_view(session, case.trial)
    only = chosen(said_in(db, case.trial), view) if view.staff else None
    before, after = neighbours(db, case.trial, view, number, only=only)
    with Store(desk.results / STORE, make=False) as store:
        context = _context(store, db, case, desk, focus.only, session, before, after)
    return page(request, "patient.html.j2", context, session=session)


def case_at(db: Database, number: int) -> CaseLine:
    """The case of a number, or the refusal that there is none."""
    case = case_of(db, number) if 0 < number < 2**63 else None
    if case is None:
        raise WebError(404, "There is no patient with this number.", "Go to the list and choose from there.")
    return case


def last_view(session: Session, trial: str) -> View:
    """The view in which the session last saw a trial's list."""
    return View.model_validate(dict(parse_qsl(session.places.get(trial, ""))))


def _context(
    store: Store,
    db: Database,
    case: CaseLine,
    desk: Desk,
    only: str,
    session: Session,
    before: int | None,
    after: int | None,
) -> PatientPage:
    screening = store.screening(case.patient_id, case.trial)
    if screening is None:
        raise WebError(404, "This patient is no longer screened for the trial.")
    chart: Chart = store.chart(case.patient_id)
    notes: list[Note] = store.notes(case.patient_id)
    trial = desk.trial(case.trial)
    sheet = sheet_of(screening, notes, trial, number=case.number)
    return PatientPage(
        case=case,
        trial=trial,
        sheet=sheet,
        conflicts=conflicts_of(screening, chart, sheet),
        plots=plots_of(timeline_of(chart, trial, screening.on)),
        only=only if only in sheet.rows_by_id else "",
        place=session.places.get(case.trial, ""),
        before=before,
        after=after,
        other_protocol=bool(trial.hash) and trial.hash != screening.trial_hash,
        review=_review(db, case, screening, session),
    )


def _review(db: Database, case: CaseLine, screening: Screening, session: Session) -> ReviewPart:
    # The case was read before: an act that came in between makes a version above it, and so a clash.
    history = entries_of(db, case.number)
    return ReviewPart(
        may=session.may("screener"),
        judged=judgements(history, screening),
        history=tuple(history),
        seen={answer.criterion: fingerprint(answer) for answer in screening.answers},
        people=may_hold(db),
    )
