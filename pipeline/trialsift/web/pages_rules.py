"""From a quote to the rule that read it, and the notes to the annotators about such rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from trialsift.answers import Answer, Screening
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.web.cases import CaseLine
from trialsift.web.database import keep_export
from trialsift.web.desk import Database, Desk, SignedIn, TheDesk, needs
from trialsift.web.errors import WebError
from trialsift.web.pages import page
from trialsift.web.pages_patient import case_at
from trialsift.web.review import fingerprint
from trialsift.web.rule_notes import (
    NOTE_STATES,
    WRONGS,
    NoteState,
    Reading,
    RuleNote,
    Wrong,
    add_note,
    noted_rules,
    reading_of,
    rule_notes,
    set_note_state,
)
from trialsift.web.rule_yaml import notes_yaml
from trialsift.web.sessions import Session

router = APIRouter(include_in_schema=False)
Annotator = Annotated[Session, Depends(needs("annotator"))]
Criterion = Annotated[str, Query(max_length=40)]
Index = Annotated[int, Query(ge=0, le=9999, alias="quote")]
RuleName = Annotated[str, Query(max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage:
    """Context of a quote's page. seen is the answer's `fingerprint`, notes are those on the same rules."""

    case: CaseLine
    criterion: str
    index: int
    reading: Reading
    seen: str
    notes: Sequence[RuleNote]
    wrongs: tuple[str, ...] = WRONGS


@dataclass(frozen=True, slots=True, kw_only=True)
class NotesPage:
    """Context of the list of notes under a filter."""

    notes: Sequence[RuleNote]
    rules: tuple[str, ...]
    state: str
    rule: str
    states: tuple[str, ...] = NOTE_STATES

    @property
    def query(self) -> str:
        """The filter as a query string."""
        return urlencode({"state": self.state, "rule": self.rule})


@router.get("/cases/{number}/rule")
def rule_page(
    request: Request, db: Database, desk: TheDesk, session: SignedIn, number: int, criterion: Criterion, index: Index = 0
) -> Response:  # fmt: skip
    """The rules that read a quote, what they found, and a form for what is right."""
    case = case_at(db, number)
    _, answer, reading = _read(desk, case, criterion, index)
    notes = [note for rule in reading.rules for note in rule_notes(db, rule=rule.id)]
    context = RulePage(
        case=case, criterion=criterion, index=index, reading=reading, seen=fingerprint(answer), notes=notes
    )  # fmt: skip
    return page(request, "rule.html.j2", context, session=session)


@router.post("/cases/{number}/rule")
def tell(
    db: Database, desk: TheDesk, session: SignedIn, number: int, criterion: Annotated[str, Form(max_length=40)],
    quote: Annotated[int, Form(ge=0, le=9999)], rule: Annotated[str, Form(max_length=200)],
    wrong: Annotated[Wrong, Form()], seen: Annotated[str, Form(max_length=64)],
    comment: Annotated[str, Form(max_length=500)] = "",
) -> Response:  # fmt: skip
    """Keep a note to the annotators about what a rule read."""
    case = case_at(db, number)
    screening, answer, reading = _read(desk, case, criterion, quote)
    chosen = next((item for item in reading.rules if item.id == rule), None)
    if chosen is None or seen != fingerprint(answer):
        raise WebError(
            422, "The answer was screened again since.", "Open the quote's rule again. Nothing was kept."
        )
    if wrong == "something else" and not comment.strip():
        raise WebError(
            422, '"something else" needs a comment.', "Go back and say what is right. Nothing was kept."
        )
    add_note(
        db, reading, chosen, number=number, criterion=criterion, wrong=wrong, comment=comment.strip(),
        pack_hash=screening.pack_hash, who=session.user.name,
    )  # fmt: skip
    query = urlencode({"criterion": criterion, "quote": quote})
    return RedirectResponse(f"/cases/{number}/rule?{query}#told", status_code=303)


@router.get("/rule-notes")
def notes_page(
    request: Request, db: Database, session: Annotator, state: Literal["", "open", "taken", "done"] = "", rule: RuleName = ""
) -> Response:  # fmt: skip
    """The notes to the annotators, by state and rule."""
    context = NotesPage(
        notes=rule_notes(db, state=state, rule=rule), rules=noted_rules(rule_notes(db)), state=state, rule=rule
    )  # fmt: skip
    return page(request, "rule_notes.html.j2", context, session=session)


@router.post("/rule-notes/{note}/state")
def note_state(
    db: Database, session: Annotator, note: int, state: Annotated[NoteState, Form()]
) -> Response:  # fmt: skip
    """Say how far a note is."""
    if not (0 < note < 2**63 and set_note_state(db, note, state, who=session.user.name)):
        raise WebError(404, "There is no such note.")
    return RedirectResponse(f"/rule-notes#note-{note}", status_code=303)


@router.get("/rule-notes.yaml")
def notes_file(
    db: Database, session: Annotator, state: Literal["", "open", "taken", "done"] = "", rule: RuleName = ""
) -> Response:  # fmt: skip
    """The notes as candidate hits and misses. They hold sentences of reports, so that this was asked for is kept."""
    keep_export(db, who=session.user.name, trial="", form="yaml", audience="site")
    headers = {"content-disposition": 'attachment; filename="rule-notes.yaml"'}
    words = notes_yaml(rule_notes(db, state=state, rule=rule))
    return Response(words.encode(), media_type="application/yaml; charset=utf-8", headers=headers)


def _read(desk: Desk, case: CaseLine, criterion: str, index: int) -> tuple[Screening, Answer, Reading]:
    with Store(desk.results / STORE, make=False) as store:
        screening = store.screening(case.patient_id, case.trial)
        notes = store.notes(case.patient_id)
    answers = screening.answers if screening else ()
    answer = next((item for item in answers if item.criterion == criterion), None)
    reading = reading_of(answer, index, notes, desk.packs) if answer else None
    if screening is None or answer is None or reading is None:
        raise WebError(404, "The screening has no such quote.", "Open the patient again and choose a quote.")
    return screening, answer, reading
