"""The whole road: notes -> facts -> chart -> answers -> screening, patient by patient."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from trialsift.answers import Answer, Ask, Flag, Missing, Screening
from trialsift.chart import Chart, Document, chart_of, document_of
from trialsift.criteria import Trial
from trialsift.evaluate import SETTLERS, answers
from trialsift.evaluate.flip import flip_list
from trialsift.extract import read_facts
from trialsift.facts import Fact
from trialsift.made_by import DECIDES, READS, code_hash
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.rules import Packs

Item = Note | Patient | Refusal
_RECORD = "patient_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNotes:
    """All that came in for one patient."""

    patient_id: str
    notes: tuple[Note, ...]
    patient: Patient | None = None
    unread: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPatient:
    """All that was read of one patient: facts as they came out of the notes, not yet held against each other."""

    patient_id: str
    facts: tuple[Fact, ...] = ()
    documents: tuple[Document, ...] = ()
    notes: tuple[Note, ...] = ()
    patient: Patient | None = None
    unread: tuple[Refusal, ...] = ()

    def chart(self) -> Chart:
        """The chart of everything."""
        return chart_of(
            self.patient_id, self.facts, self.documents, patient=self.patient, notes=self.notes,
            unread=self.unread,
        )  # fmt: skip

    def until(self, day: dt.date) -> "ReadPatient":
        """The same as it stood on a day: only notes of that day or before, undated ones left out.

        The patient's record (sex, birth date) bears the date of the screening, but was known all along.
        """
        documents = tuple(replace(item, date=min(item.date, day)) if _is_record(item) and item.date else item
            for item in self.documents if _is_record(item) or (item.date is not None and item.date <= day)
        )  # fmt: skip
        known = {item.note_id: _is_record(item) for item in documents}
        facts = tuple(
            replace(fact, date=min(fact.date, day)) if known[fact.note_id] and fact.date else fact
            for fact in self.facts if fact.note_id in known
        )  # fmt: skip
        notes = tuple(note for note in self.notes if note.note_id in known)
        return replace(self, facts=facts, documents=documents, notes=notes)


def by_patient(items: Iterable[Item], refused: list[Refusal]) -> Iterator[PatientNotes]:
    """The notes of each patient together, in order of first appearance. Refusals go to `refused`, and to their patient.

    A folder gives a patient's notes in one run, so one patient at a time is held; a table may not,
    and a patient whose notes stand apart is only complete at the end, so all are gathered first.
    """
    gathered: dict[str, list[Note]] = {}
    records: dict[str, Patient] = {}
    unread: dict[str, list[Refusal]] = {}
    for item in items:
        if isinstance(item, Refusal):
            refused.append(item)
            if item.patient_id:
                gathered.setdefault(item.patient_id, [])
                unread.setdefault(item.patient_id, []).append(item)
        elif isinstance(item, Patient):
            records[item.patient_id] = item
            gathered.setdefault(item.patient_id, []).extend([item.record] if item.record else [])
        else:
            gathered.setdefault(item.patient_id, []).append(item)
    for patient_id, notes in gathered.items():
        yield PatientNotes(
            patient_id=patient_id, notes=tuple(notes), patient=records.get(patient_id),
            unread=tuple(unread.get(patient_id, ())),
        )  # fmt: skip


def chart_for(patient: PatientNotes, packs: Packs) -> Chart:
    """Read all notes of a patient into a chart."""
    facts: list[Fact] = []
    documents: list[Document] = []
    for note in patient.notes:
        found = read_facts(note, packs)
        facts.extend(found.facts)
        documents.append(document_of(note, family=found.document, partly_read=found.partly_read))
    return chart_of(
        patient.patient_id, facts, documents, patient=patient.patient, notes=patient.notes,
        unread=patient.unread,
    )  # fmt: skip


def screen_chart(chart: Chart, trial: Trial, *, packs_hash: str, on: dt.date | None = None) -> Screening:
    """One patient's answers, flag and questions on a date (default: see `screening_date`)."""
    day, source = screening_date(chart, on)
    given = _unread(_partly_read(answers(trial, chart, day), chart), chart)
    flag, reasons = flag_of(trial, given)
    flips = flip_list(trial, chart, day) if flag == "open" else ()
    checklist = _checklist(trial, given, flips) if flag != "excluded" else ()
    return Screening(
        patient_id=chart.patient_id, trial=trial.id, on=day, on_from=source, flag=flag, reasons=reasons, answers=given,
        flip_list=flips, checklist=(*_given_again(chart), *checklist),
        warnings=_warnings(chart, day), pack_hash=packs_hash, trial_hash=trial.hash,
        code_hash=code_hash((*READS, *DECIDES)),
    )  # fmt: skip


def _is_record(document: Document) -> bool:
    return document.note_type == _RECORD


def first_flaggable(read: ReadPatient, trial: Trial, *, on: dt.date) -> dt.date | None:
    """The earliest day on which a screening of the notes there were would have found a candidate.

    Only days of notes up to `on` are tried, each with the notes dated that day or before. It is `on` itself
    when the patient is a candidate then, but was on no day of a note: by the passing of time, or by an
    undated note. None when the patient never was one.
    """
    days = {item.date for item in read.documents if item.date and item.date <= on and not _is_record(item)}
    for day in sorted(days):
        if _flag_on(read.until(day).chart(), trial, day) == "candidate":
            return day
    return on if _flag_on(read.chart(), trial, on) == "candidate" else None


def _flag_on(chart: Chart, trial: Trial, day: dt.date) -> Flag:
    return flag_of(trial, answers(trial, chart, day))[0]


def screening_date(chart: Chart, on: dt.date | None) -> tuple[dt.date, str]:
    """The date asked for, else the patient's own, else that of the newest note, else today; and which."""
    if on is not None:
        return on, "asked for"
    if chart.screening_date is not None:
        return chart.screening_date, "patient.json"
    if chart.newest_note_date is not None:
        return chart.newest_note_date, "newest note"
    return dt.date.today(), "today"


def flag_of(trial: Trial, given: Sequence[Answer]) -> tuple[Flag, tuple[str, ...]]:
    """excluded by what fails, candidate when every deciding criterion passes, else open for what does not."""
    failing = tuple(item.criterion for item in given if item.passes is False)
    if failing:
        return "excluded", failing
    deciding = {item.id for item in trial.criteria if item.deciding}
    undecided = tuple(item.criterion for item in given if item.criterion in deciding and item.passes is None)
    return ("open", undecided) if undecided else ("candidate", ())


def _checklist(trial: Trial, given: Sequence[Answer], flips: Sequence[Ask]) -> tuple[Ask, ...]:
    """Everything else that is open, one question to a person once, with all it settles.

    A criterion that has a question of its own is asked by that one; what the flip list asks is not asked again.
    """
    flipped = {name for ask in flips for name in ask.settles}
    asked: dict[tuple[str, str], list[str]] = {}
    for answer in given:
        if answer.criterion in flipped or not answer.missing:
            continue
        own = trial.criterion(answer.criterion).ask
        gaps = [(answer.missing[0].who, own)] if own else [(gap.who, gap.question) for gap in answer.missing]
        for gap in gaps:
            asked.setdefault(gap, []).append(answer.criterion)
    return tuple(
        Ask(who=who, question=words, settles=tuple(dict.fromkeys(ids))) for (who, words), ids in asked.items()
    )


def _partly_read(given: tuple[Answer, ...], chart: Chart) -> tuple[Answer, ...]:
    """Where a rule could not be finished on a note, a "no" from silence beside it is not to be trusted."""
    unfinished = [document.note_id for document in chart.documents if document.partly_read]
    if not unfinished:
        return given
    gap = Missing(
        what="unread part of a note",
        silence="undecided",
        who="Clinic",
        question=f"Read by eye: {', '.join(unfinished)}",
    )
    words = f"Only partly read: {', '.join(unfinished)}"
    return tuple(
        replace(
            item,
            warnings=(*item.warnings, words),
            missing=(*item.missing, gap) if item.passes is None else item.missing,
        )
        for item in given
    )


def _unread(given: tuple[Answer, ...], chart: Chart) -> tuple[Answer, ...]:
    """Where not one note could be read, no silence is the notes' own."""
    if chart.documents or not chart.unread:
        return given
    words = "None of the patient's notes could be read."
    return tuple(replace(item, because=words) if item.passes is None else item for item in given)


def _given_again(chart: Chart) -> tuple[Ask, ...]:
    """The request for notes that could not be read. It names none: a file's name may be the patient's."""
    if not chart.unread:
        return ()
    number = len(chart.unread)
    what = "One note" if number == 1 else f"{number} notes"
    question = (
        f"{what} could not be read (see the warnings). Have {'it' if number == 1 else 'them'} exported again"
    )
    return (Ask(who=SETTLERS["records"], question=question, settles=()),)


def _warnings(chart: Chart, on: dt.date) -> tuple[str, ...]:
    newest = chart.newest_note_date
    found = [f"not read: {item.source}: {item.reason}" for item in chart.unread]
    found += [
        f"{document.note_id} has no date"
        for document in chart.documents
        if document.date is None and document.family != "patient_record"
    ]
    if newest is not None and newest > on:
        found.append(
            f"the newest note ({newest.isoformat()}) is later than the screening date {on.isoformat()}; what happened after that date is not counted"
        )
    return tuple(found)
