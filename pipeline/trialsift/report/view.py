"""A screening turned into what the page shows: frozen values, so that the template only lays them out."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trialsift.answers import Answer, Ask, Screening
from trialsift.criteria import Criterion, Trial
from trialsift.facts import Evidence, Fact
from trialsift.note import Note
from trialsift.report.marks import Piece, Span, pieces
from trialsift.report.words import (
    FLAG_SIGNS,
    SILENCES,
    Reason,
    Sign,
    date_words,
    reasons,
    undecided,
    verdict,
)

CONTEXT = 70  # characters shown on either side of a quote: enough to see whose and when
_STOPS = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The words that an answer rests on, with what stands around them and where they are.

    link is the anchor of the place in the note, "" when the note is not at hand or does not hold
    the quote at these offsets. tags say what the fact is ("margin") and what limits it ("absent").
    """

    before: str
    words: str
    after: str
    link: str
    where: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What is missing: the question, to whom, and how the notes are silent ("" when that is said already)."""

    who: str
    question: str
    silence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion of one patient."""

    anchor: str
    id: str
    says: str
    sign: Sign
    answer: str
    because: str
    deciding: bool
    settled_by: str
    quotes: tuple[Quote, ...]
    gaps: tuple[Gap, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One note in full, cut for highlighting."""

    anchor: str
    name: str
    kind: str
    date: str
    pieces: tuple[Piece, ...]
    marked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One patient in the table on top: all that is kept of a patient while the page is written."""

    anchor: str
    patient: str
    sign: Sign
    on: str
    reasons: tuple[Reason, ...]
    asks: tuple[Ask, ...]
    unknown: int
    warnings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What is to be asked of one person or office, in the order of the criteria."""

    who: str
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One patient in full. `rows` is by section in protocol order; rows_by_id for links from marks."""

    line: Line
    on_from: str
    flip_list: tuple[Ask, ...]
    rounds: tuple[Round, ...]
    warnings: tuple[Reason, ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    rows_by_id: Mapping[str, Row]
    pages: tuple[Page, ...]
    hashes: tuple[str, str]


def sheet_of(screening: Screening, notes: Iterable[Note], trial: Trial, *, number: int) -> Sheet:
    """One patient's part of the report. number makes the anchors, which never hold a name."""
    anchor = f"p{number}"
    ordered = sorted(notes, key=lambda note: (note.note_date or dt.date.max, note.note_id))
    anchors = {note.note_id: f"{anchor}-n{at}" for at, note in enumerate(ordered, 1)}
    desk = _Desk(notes={note.note_id: note for note in ordered}, anchors=anchors)
    rows = _rows(screening, trial, anchor, desk)
    return Sheet(
        line=_line(screening, anchor),
        on_from=screening.on_from,
        flip_list=screening.flip_list,
        rounds=_rounds(screening.checklist),
        warnings=_warnings(screening),
        sections=_sections(rows, trial),
        rows_by_id={row.id: row for row in rows},
        pages=tuple(_page(note, screening.answers, desk) for note in ordered),
        hashes=(screening.pack_hash, screening.trial_hash),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    notes: Mapping[str, Note]
    anchors: Mapping[str, str]

    def holds(self, evidence: Evidence) -> bool:
        """Whether the note is here and has the quote at these offsets; else nothing is highlighted."""
        note = self.notes.get(evidence.note_id)
        return note is not None and note.text[evidence.start : evidence.end] == evidence.quote


def _line(screening: Screening, anchor: str) -> Line:
    return Line(
        anchor=anchor,
        patient=screening.patient_id,
        sign=FLAG_SIGNS[screening.flag],
        on=screening.on.isoformat(),
        reasons=reasons(screening),
        asks=screening.asks,
        unknown=len(undecided(screening)),
        warnings=len(_warnings(screening)),
    )


def _warnings(screening: Screening) -> tuple[Reason, ...]:
    by_answer = (
        Reason(criterion=answer.criterion, words=words)
        for answer in screening.answers
        for words in answer.warnings
    )
    return tuple(dict.fromkeys((*by_answer, *(Reason(criterion="", words=w) for w in screening.warnings))))


def _rounds(checklist: Iterable[Ask]) -> tuple[Round, ...]:
    """The checklist as it is worked off: everything for one person together, the first asked first."""
    by_who: dict[str, list[Ask]] = {}
    for item in checklist:
        by_who.setdefault(item.who, []).append(item)
    return tuple(Round(who=who, asks=tuple(asks)) for who, asks in by_who.items())


def _rows(screening: Screening, trial: Trial, anchor: str, desk: _Desk) -> tuple[Row, ...]:
    """Every criterion of the trial in its order, then answers that the trial file does not know."""
    answers = {answer.criterion: answer for answer in screening.answers}
    asked = {criterion.id: criterion for criterion in trial.criteria}
    return tuple(
        _row(name, asked.get(name), answers.get(name), f"{anchor}-c{at}", desk)
        for at, name in enumerate(dict.fromkeys((*asked, *answers)), 1)
    )


def _row(name: str, asked: Criterion | None, answer: Answer | None, anchor: str, desk: _Desk) -> Row:
    given = answer or Answer(criterion=name, answer="unknown", passes=None, because="This was not answered.")
    return Row(
        anchor=anchor,
        id=name,
        says=asked.says if asked else "",
        sign=verdict(given),
        answer=given.answer,
        because=given.because,
        deciding=asked.deciding if asked else False,
        settled_by=asked.settled_by if asked else "",
        quotes=_quotes(given.used, desk),
        gaps=_gaps(given),
        warnings=given.warnings,
    )


def _gaps(answer: Answer) -> tuple[Gap, ...]:
    """Where nothing was found the because sentence tells of the silence already."""
    return tuple(
        Gap(
            who=item.who,
            question=item.question or item.what,
            silence=SILENCES[item.silence] if answer.used else "",
        )
        for item in answer.missing
    )


def _sections(rows: Sequence[Row], trial: Trial) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    section = {criterion.id: criterion.section for criterion in trial.criteria}
    titles = {
        "inclusion": "Inclusion: passes on yes",
        "exclusion": "Exclusion: passes on no",
        "": "Not in the trial file",
    }
    grouped = (
        (title, tuple(r for r in rows if section.get(r.id, "") == key)) for key, title in titles.items()
    )
    return tuple((title, group) for title, group in grouped if group)


def _quotes(used: Sequence[Fact], desk: _Desk) -> tuple[Quote, ...]:
    """One quote a place: facts that rest on the same words share it."""
    places: dict[tuple[str, int, int], tuple[Evidence, dict[str, None]]] = {}
    for fact in used:
        for item in fact.evidence:
            _, tags = places.setdefault((item.note_id, item.start, item.end), (item, {}))
            tags.update(dict.fromkeys(_tags(fact)))
    return tuple(_quote(item, tuple(tags), desk) for item, tags in places.values())


def _tags(fact: Fact) -> tuple[str, ...]:
    usual = {"present", "now", "patient", "this_tumour", "stands"}
    axes = (fact.presence, fact.time, fact.person, fact.about, fact.standing)
    return tuple(
        word.replace("_", " ") for word in (fact.kind, *(axis for axis in axes if axis not in usual))
    )


def _quote(item: Evidence, tags: tuple[str, ...], desk: _Desk) -> Quote:
    note, held = desk.notes.get(item.note_id), desk.holds(item)
    before, after = _around(note.text, item) if note and held else ("", "")
    return Quote(
        before=before, words=item.quote, after=after,
        link=f"{desk.anchors[item.note_id]}-{item.start}" if held else "",
        where=_where(item, note, held=held),
        tags=tags,
    )  # fmt: skip


def _where(item: Evidence, note: Note | None, *, held: bool) -> str:
    date = [date_words(note.note_date)] if note else []
    section = [item.section.replace("_", " ")] if item.section else []
    if held:
        return ", ".join((item.note_id, *date, *section))
    reason = "the note is not at hand" if note is None else "the note reads differently here"
    return ", ".join((item.note_id, *date, *section, f"not highlighted: {reason}"))


def _around(text: str, item: Evidence) -> tuple[str, str]:
    """What stands before and after a quote in its paragraph, cut at a word, with … where cut."""
    left = text[max(item.start - CONTEXT, 0) : item.start]
    right = text[item.end : item.end + CONTEXT]
    near_left, near_right = _STOPS.split(left)[-1], _STOPS.split(right)[0]
    cut_left = near_left == left and item.start > CONTEXT
    cut_right = near_right == right and item.end + CONTEXT < len(text)
    return (
        "… " + re.sub(r"^\S*\s", "", near_left, count=1) if cut_left else near_left,
        re.sub(r"\s\S*$", "", near_right, count=1) + " …" if cut_right else near_right,
    )


def _page(note: Note, answers: Iterable[Answer], desk: _Desk) -> Page:
    spans = [
        Span(start=item.start, end=item.end, label=answer.criterion)
        for answer in answers
        for fact in answer.used
        for item in fact.evidence
        if item.note_id == note.note_id and desk.holds(item)
    ]
    return Page(
        anchor=desk.anchors[note.note_id],
        name=note.note_id,
        kind=note.note_type,
        date=date_words(note.note_date),
        pieces=pieces(note.text, spans),
        marked=tuple(dict.fromkeys(span.label for span in spans)),
    )
