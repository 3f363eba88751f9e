"""Archives: notes into the store, only what is new or changed; then the screenings due."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trialsift.chart import document_of
from trialsift.criteria import Trial
from trialsift.extract import Found
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.rules import Packs
from trialsift.rows import fact_row
from trialsift.screen import first_flaggable, screen_chart
from trialsift.store import NoteRows, Screened, Store, screened
from trialsift.workers import Job, Read, Unread, read_chunks, worked_off

_PASSED_ON = 1000  # notes already known that are marked as such in one go
_TWICE = "its note_id stands twice in the input; give each note an id of its own"
Item = Note | Patient | Refusal


@dataclass
class Counts:
    """What came in and became of it; every note is in exactly one of done, known and refused."""

    done: int = 0
    known: int = 0
    gone: int = 0
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All notes that came in."""
        return self.done + self.known + len(self.refused)


def read_into(
    store: Store, items: Iterable[Item], packs: Packs, *, workers: int = 1, keep: bool = False,
    progress: Callable[[Counts], None] | None = None,
) -> Counts:  # fmt: skip
    """Read all notes that the store does not hold yet (same text, same packs) and write them to it.

    A note that cannot be read is set aside by name with its reason and the rest goes on. May be
    interrupted at any point and run again. The notes are all there is of the patients they are about,
    unless keep: then earlier notes stay beside them.
    """
    counts = Counts()
    store.begin_run()
    fresh = _fresh(store, items, packs.hash, counts)
    for chunk in read_chunks(fresh, Job(packs=packs, turn=rows_for_store), workers=workers):
        _write(store, chunk, packs.hash, counts)
        if progress:
            progress(counts)
    counts.gone = store.end_run(
        {"done": counts.done, "known": counts.known, "refused": len(counts.refused)},
        keep=keep, unread=[item.source for item in counts.refused],
    )  # fmt: skip
    return counts


def _fresh(store: Store, items: Iterable[Item], pack_hash: str, counts: Counts) -> Iterator[Note]:
    """The notes that have to be read. Refusals and what is known of patients are written on the way."""
    known: list[str] = []
    for note in notes_of(items, counts, store):
        standing = store.standing(note, pack_hash)
        if standing == "twice" or note.note_id in known:
            _refuse(store, _refusal(note, _TWICE), counts)
        elif standing == "aside":
            counts.refused.append(store.aside_again(note))
        elif standing == "new":
            yield note
        else:
            counts.known += 1
            known.append(note.note_id)
            if len(known) == _PASSED_ON:
                store.pass_on(known)
                known.clear()
    store.pass_on(known)


def notes_of(items: Iterable[Item], counts: Counts, store: Store | None = None) -> Iterator[Note]:
    """The notes among the items, a patient's record too. Refusals and remarks are counted, and kept in a store."""
    for item in items:
        if isinstance(item, Refusal):
            _refuse(store, item, counts)
            continue
        if isinstance(item, Patient) and store:
            with store.transaction():
                store.put_patient(item)
        note = item.record if isinstance(item, Patient) else item
        if note is not None:
            counts.remarks.extend(f"{note.source}: {remark}" for remark in note.remarks)
            yield note


def _refusal(note: Note, reason: str) -> Refusal:
    return Refusal(source=note.source or note.note_id, reason=reason, patient_id=note.patient_id)


def _refuse(store: Store | None, refusal: Refusal, counts: Counts) -> None:
    counts.refused.append(refusal)
    if store:
        store.set_aside(refusal)


def _write(store: Store, chunk: Sequence[Read], pack_hash: str, counts: Counts) -> None:
    with store.transaction():
        for note, found in chunk:
            if store.standing(note, pack_hash) == "twice":  # its namesake was still being read when it came
                _refuse(store, _refusal(note, _TWICE), counts)
                continue
            if isinstance(found, Unread):
                refusal = _refusal(note, found.reason)
                store.set_aside(refusal, note=note, pack_hash=pack_hash)
                counts.refused.append(refusal)
                continue
            store.put_note(note, found, pack_hash=pack_hash)
            counts.done += 1


def rows_for_store(note: Note, found: Found) -> NoteRows:
    """What a store keeps of a note's findings."""
    return NoteRows(
        document=document_of(note, family=found.document).family,
        partly_read=found.partly_read,
        facts=tuple(
            (fact.kind, json.dumps(fact_row(fact, patient_id=note.patient_id), ensure_ascii=False))
            for fact in found.facts
        ),
    )


def screen_due(
    store: Store, trials: Sequence[Trial], pack_hash: str, *, on: dt.date | None = None, workers: int = 1
) -> Iterator[Screened]:
    """Screen every patient whose notes, packs, protocol or date changed since their last screening."""
    for trial in trials:
        due = store.due(trial.id, trial_hash=trial.hash, pack_hash=pack_hash, asked_on=_asked(on))
        work = ScreenPatients(path=store.path, trial=trial, pack_hash=pack_hash, on=on)
        for made in (
            (screen_patient(store, patient_id, work) for patient_id in due)
            if workers == 1
            else worked_off(due, work, workers=workers)
        ):
            store.put_screened(made)
            yield made


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenPatients:
    """Screening for one trial as a task for other processes, which read the store themselves."""

    path: Path
    trial: Trial
    pack_hash: str
    on: dt.date | None = None

    def __call__(self, patient_ids: Sequence[str]) -> list[Screened]:
        with Store(self.path, make=False) as store:
            return [screen_patient(store, patient_id, self) for patient_id in patient_ids]


def screen_patient(store: Store, patient_id: str, work: ScreenPatients) -> Screened:
    """One patient's screening on the notes as they stand, ready to be written."""
    with store.at_one_moment():
        version, read = store.version(patient_id), store.read_patient(patient_id)
        before = store.screening(patient_id, work.trial.id)
    chart = read.chart()
    screening = screen_chart(chart, work.trial, packs_hash=work.pack_hash, on=work.on)
    since = first_flaggable(read, work.trial, on=screening.on) if screening.flag == "candidate" else None
    return screened(
        screening, before, version=version, asked_on=_asked(work.on), newest_note=chart.newest_note_date,
        flaggable=since,
    )  # fmt: skip


def count_due(store: Store, trials: Sequence[Trial], pack_hash: str, *, on: dt.date | None = None) -> int:
    """How many screenings `screen_due` would make."""
    return sum(
        store.count_due(trial.id, trial_hash=trial.hash, pack_hash=pack_hash, asked_on=_asked(on))
        for trial in trials
    )


def _asked(on: dt.date | None) -> str:
    return on.isoformat() if on else ""
