"""Archives: notes into the store by several processes, only what is new or changed; then the screenings due.

Workers get notes and give back plain facts, so no Doc crosses a process. A few chunks are under way at a
time, whatever the archive's size.
"""

import datetime as dt
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread

from trialsift.answers import Screening
from trialsift.chart import document_of
from trialsift.criteria import Trial
from trialsift.extract import Found, read_facts
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.screen import screen_chart
from trialsift.store import Store

CHUNK = 32  # notes a task; large enough that sending them costs nothing beside reading them
_TWICE = "its note_id stands twice in the input; give each note an id of its own"
_AHEAD = 3  # chunks a worker that wait or run: the bound on memory
Item = Note | Patient | Refusal
Read = tuple[Note, Found | str]


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
    store: Store, items: Iterable[Item], packs: Packs, *, folder: Path | None = None, workers: int = 1,
    keep: bool = False, progress: Callable[[Counts], None] | None = None,
) -> Counts:  # fmt: skip
    """Read all notes that the store does not hold yet (same text, same packs) and write them to it.

    `folder` is where the packs came from, for the workers. A note that cannot be read is set aside by
    name with its reason and the rest goes on. May be interrupted at any point and run again. The notes
    are all there is of the patients they are about, unless keep: then earlier notes stay beside them.
    """
    counts = Counts()
    store.begin_run()
    fresh = _fresh(store, items, packs.hash, counts)
    for chunk in read_chunks(fresh, packs, folder, workers):
        _write(store, chunk, packs.hash, counts)
        if progress:
            progress(counts)
    counts.gone = store.end_run(
        {"done": counts.done, "known": counts.known, "refused": len(counts.refused)}, keep=keep
    )
    return counts


def _fresh(store: Store, items: Iterable[Item], pack_hash: str, counts: Counts) -> Iterator[Note]:
    """The notes that have to be read. Refusals and what is known of patients are written on the way."""
    known: list[str] = []
    for note in notes_of(items, counts, store):
        standing = store.standing(note, pack_hash)
        if standing == "twice" or note.note_id in known:
            _refuse(store, Refusal(source=note.source or note.note_id, reason=_TWICE), counts)
        elif standing == "new":
            yield note
        else:
            counts.known += 1
            known.append(note.note_id)
            if len(known) == CHUNK * CHUNK:
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


def _refuse(store: Store | None, refusal: Refusal, counts: Counts) -> None:
    counts.refused.append(refusal)
    if store:
        store.set_aside(refusal)


def _write(store: Store, chunk: Sequence[Read], pack_hash: str, counts: Counts) -> None:
    with store.transaction():
        for note, found in chunk:
            if store.standing(note, pack_hash) == "twice":  # its namesake was still being read when it came
                _refuse(store, Refusal(source=note.source or note.note_id, reason=_TWICE), counts)
                continue
            if isinstance(found, str):
                refusal = Refusal(source=note.source or note.note_id, reason=found)
                store.set_aside(refusal, note=note, pack_hash=pack_hash)
                counts.refused.append(refusal)
                continue
            family = document_of(note, family=found.document).family
            store.put_note(
                note, found.facts, pack_hash=pack_hash, document=family, partly_read=found.partly_read
            )
            counts.done += 1


def read_chunks(
    notes: Iterable[Note], packs: Packs, folder: Path | None, workers: int
) -> Iterator[list[Read]]:
    """Notes with their facts (or the reason why there are none), a chunk at a time, in the order they came.

    `folder` is where the packs came from, for the workers.
    """
    chunks = _chunks(notes)
    if workers == 1:
        for chunk in chunks:
            yield [(note, _read(note, packs)) for note in chunk]
        return
    yield from _pooled(chunks, folder, workers)


def _pooled(chunks: Iterator[list[Note]], folder: Path | None, workers: int) -> Iterator[list[Read]]:
    """Chunks in the order they came, each worked off by some process."""
    waiting: deque[tuple[list[Note], Future[list[Found | str]]]] = deque()
    with _pool(folder, workers) as pool:
        for chunk in islice(chunks, workers * _AHEAD):
            waiting.append((chunk, pool.submit(_read_all, chunk)))
        while waiting:
            chunk, future = waiting.popleft()
            found = _result(future)
            if found is None:  # a worker died: every chunk under way is read here, one note at a time
                yield from _alone([chunk, *(held for held, _ in waiting)], folder)
                yield from _pooled(chunks, folder, workers)
                return
            yield list(zip(chunk, found, strict=True))
            for more in islice(chunks, 1):
                waiting.append((more, pool.submit(_read_all, more)))


def _result(future: "Future[list[Found | str]]") -> list[Found | str] | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _alone(chunks: Sequence[list[Note]], folder: Path | None) -> Iterator[list[Read]]:
    """Each note in a process of its own, so that the one that kills its reader is known by name."""
    for chunk in chunks:
        found: list[Read] = []
        for note in chunk:
            with _pool(folder, 1) as pool:
                given = _result(pool.submit(_read_all, [note]))
            found.append(
                (note, given[0] if given else "reading it ends the process; look at this note by eye")
            )
        yield found


@contextmanager
def _pool(folder: Path | None, workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(folder,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def worker_pool(
    workers: int, *, folder: Path | None = None
) -> Iterator[Callable[[Sequence[Sequence[Note]]], Iterator[list[Found | str]]]]:
    """Processes that read chunks of notes; yields the function that gives a chunk's findings, in order."""
    with _pool(folder, workers) as pool:
        yield lambda chunks: pool.map(_read_all, chunks)


_PACKS: dict[str, Packs] = {}  # a worker's own, filled once by _prepare


def _prepare(folder: Path | None) -> None:
    """Ctrl-C is for the parent, which finishes what it holds; a worker ends when its parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _PACKS["packs"] = load_packs(folder)


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _read_all(notes: Sequence[Note]) -> list[Found | str]:
    return [_read(note, _PACKS["packs"]) for note in notes]


def _read(note: Note, packs: Packs) -> Found | str:
    """The facts of a note, or why it could not be read. The reason never holds its words."""
    try:
        return read_facts(note, packs)
    except Exception as error:  # noqa: BLE001 - one note must not stop the batch; it is set aside by name
        return f"it could not be read: {type(error).__name__}. Please report this with the note's kind and length ({len(note.text)} characters)"


def _chunks(notes: Iterable[Note]) -> Iterator[list[Note]]:
    stream = iter(notes)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk


def screen_due(
    store: Store, trials: Sequence[Trial], pack_hash: str, *, on: dt.date | None = None
) -> Iterator[Screening]:
    """Screen every patient whose notes, packs, protocol or date changed since their last screening."""
    asked = on.isoformat() if on else ""
    for trial in trials:
        for patient_id in store.due(trial.id, trial_hash=trial.hash, pack_hash=pack_hash, asked_on=asked):
            chart = store.chart(patient_id)
            screening = screen_chart(chart, trial, packs_hash=pack_hash, on=on)
            store.put_screening(screening, newest_note=chart.newest_note_date, asked_on=asked)
            yield screening


def count_due(store: Store, trials: Sequence[Trial], pack_hash: str, *, on: dt.date | None = None) -> int:
    """How many screenings `screen_due` would make."""
    asked = on.isoformat() if on else ""
    return sum(
        len(list(store.due(trial.id, trial_hash=trial.hash, pack_hash=pack_hash, asked_on=asked)))
        for trial in trials
    )
