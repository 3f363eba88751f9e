"""The list of trials, and the worklist of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from trialsift.answers import Flag
from trialsift.criteria import Trial
from trialsift.report.words import FLAG_SIGNS, Sign
from trialsift.web.cases import (
    STATES,
    CaseList,
    Sort,
    View,
    asked_people,
    assignees,
    case_list,
    take_in,
    trials,
)
from trialsift.web.desk import Database, SignedIn, TheDesk
from trialsift.web.errors import WebError
from trialsift.web.pages import page
from trialsift.web.said import Said, chosen, said_in
from trialsift.web.sessions import remember_place

router = APIRouter(include_in_schema=False)
HEADINGS: tuple[tuple[Sort | None, str], ...] = (  # None: nothing to sort by
    ("flag", "Flag"),
    ("patient", "Patient"),
    (None, "Why"),
    ("missing", "Ask next"),
    ("unknown", "Unknown"),
    ("newest", "Newest note"),
    ("days", "Days flaggable"),
    ("assigned", "Assigned to"),
    ("state", "Review"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorklistPage:
    """Context of the worklist."""

    trial: Trial
    view: View
    cases: CaseList
    signs: Mapping[Flag, Sign]
    people: tuple[str, ...]
    assigned: tuple[str, ...]
    headings: tuple[tuple[Sort | None, str], ...] = HEADINGS
    said: Mapping[int, Said]
    states: tuple[str, ...] = STATES
    staff: tuple[str, ...] = ("overruled", "contested")

    @property
    def contested(self) -> int:
        """In how many patients an answer that staff judged is contested since."""
        return sum(bool(item.contested) for item in self.said.values())

    @property
    def total(self) -> int:
        """All patients of the trial."""
        return sum(self.cases.by_flag.values())


@router.get("/")
def trials_page(request: Request, db: Database, desk: TheDesk, session: SignedIn) -> Response:
    """All trials with their counts; straight on when there is one."""
    found = trials(db)
    if len(found) == 1:
        return RedirectResponse(f"/trials/{next(iter(found))}", status_code=303)
    shown = [(desk.trial(name), counts) for name, counts in found.items()]
    return page(request, "trials.html.j2", {"trials": shown, "signs": FLAG_SIGNS}, session=session)


@router.get("/trials/{trial}")
def worklist_page(
    request: Request,
    db: Database,
    desk: TheDesk,
    session: SignedIn,
    trial: str,
    view: Annotated[View, Query()],
) -> Response:
    """The table of a trial's patients under a view, which the session remembers."""
    if trial not in trials(db):
        raise WebError(404, "No patient was screened for such a trial.")
    take_in(db, trial)
    remember_place(db, session, trial, view.query())
    said = said_in(db, trial)
    context = WorklistPage(
        trial=desk.trial(trial),
        view=view,
        cases=case_list(db, trial, view, only=chosen(said, view)),
        said=said,
        signs=FLAG_SIGNS,
        people=asked_people(desk.results, trial),
        assigned=assignees(db, trial),
    )
    return page(request, "worklist.html.j2", context, session=session)
