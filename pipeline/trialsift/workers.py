"""Notes read by several processes, and what is made of each one's facts, in the order the notes came.

A worker turns the facts of a note into what will be written (rows of JSON), so that no Doc and no Fact
crosses a process and the parent has little to do beside writing. A few chunks are under way at a time,
whatever the archive's size.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any, TypeVar

from trialsift.errors import UserError
from trialsift.extract import Found, read_facts
from trialsift.note import Note
from trialsift.packs.rules import Packs

CHUNK = 32  # notes a task; large enough that sending them costs nothing beside reading them
CHARACTERS = 500_000  # a task of longer notes is closed earlier
_NAMES = 16  # patients a task
_AHEAD = 3  # chunks a worker that wait or run: the bound on memory
T = TypeVar("T")
R = TypeVar("R")
Turn = Callable[[Note, Found], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do with every note: the packs to read it with, the kinds asked for (none: all), and what to make of it.

    turn is called in the process that read the note; a function of a module, so that it can be sent there.
    """

    packs: Packs
    turn: Turn
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """Why a note could not be read. Never its words."""

    reason: str


Read = tuple[Note, Any]  # a note with what was made of it, or with Unread


def read_chunks(notes: Iterable[Note], job: Job, *, workers: int = 1) -> Iterator[list[Read]]:
    """Notes with what the job made of them (or Unread), a chunk at a time, in the order they came."""
    chunks = _chunks(notes)
    if workers == 1:
        for chunk in chunks:
            yield [(note, _done(note, job)) for note in chunk]
        return
    yield from _pooled(chunks, job, workers)


def read_one(note: Note, packs: Packs, *, kinds: Sequence[str] = ()) -> Found | Unread:
    """The facts of a note, or why it could not be read."""
    try:
        return read_facts(note, packs, kinds=kinds)
    except Exception as error:  # noqa: BLE001 - one note must not stop the batch; it is set aside by name
        return _failed(note, error)


def _done(note: Note, job: Job) -> Any:
    found = read_one(note, job.packs, kinds=job.kinds)
    if isinstance(found, Unread):
        return found
    try:
        return job.turn(note, found)
    except Exception as error:  # noqa: BLE001 - as in read_one
        return _failed(note, error)


def _failed(note: Note, error: Exception) -> Unread:
    return Unread(
        f"it could not be read: {type(error).__name__}. Please report this with the note's kind and length ({len(note.text)} characters)"
    )


def _chunks(notes: Iterable[Note]) -> Iterator[list[Note]]:
    chunk: list[Note] = []
    size = 0
    for note in notes:
        chunk.append(note)
        size += len(note.text)
        if len(chunk) >= CHUNK or size >= CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _pooled(chunks: Iterator[list[Note]], job: Job, workers: int) -> Iterator[list[Read]]:
    """Chunks in the order they came, each worked off by some process."""
    waiting: deque[tuple[list[Note], Future[list[Any]]]] = deque()
    with _pool(job, workers) as pool:
        for chunk in islice(chunks, workers * _AHEAD):
            waiting.append((chunk, pool.submit(_read_all, chunk)))
        while waiting:
            chunk, future = waiting.popleft()
            found = _result(future)
            if found is None:  # a worker died: every chunk under way is read here, one note at a time
                yield from _alone([chunk, *(held for held, _ in waiting)], job)
                yield from _pooled(chunks, job, workers)
                return
            for more in islice(chunks, 1):  # before the parent writes: no worker waits for it
                waiting.append((more, pool.submit(_read_all, more)))
            yield list(zip(chunk, found, strict=True))


def _result(future: "Future[list[Any]]") -> list[Any] | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _alone(chunks: Sequence[list[Note]], job: Job) -> Iterator[list[Read]]:
    """Each note in a process of its own, so that the one that kills its reader is known by name."""
    for chunk in chunks:
        found: list[Read] = []
        for note in chunk:
            with _pool(job, 1) as pool:
                given = _result(pool.submit(_read_all, [note]))
            ended = Unread("reading it ends the process; look at this note by eye")
            found.append((note, given[0] if given else ended))
        yield found


def worked_off(names: Iterable[T], work: Callable[[list[T]], Sequence[R]], *, workers: int) -> Iterator[R]:
    """What `work` makes of the names, a few at a time in other processes, in the order they came.

    Raises UserError when such a process is ended by the system, as when memory runs out.
    """
    stream, waiting = iter(names), deque[Future[Sequence[R]]]()
    with _pool(work, workers) as pool:
        while True:
            while len(waiting) < workers * _AHEAD and (some := list(islice(stream, _NAMES))):
                waiting.append(pool.submit(_work, some))
            if not waiting:
                return
            try:
                yield from waiting.popleft().result()
            except BrokenProcessPool as error:
                raise UserError(
                    "a process that screens was ended by the system, perhaps for want of memory. What was done "
                    "is kept; run the same command again with --workers 1."
                ) from error


@contextmanager
def _pool(job: object, workers: int) -> Iterator[ProcessPoolExecutor]:
    pool = ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(job,)
    )
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def worker_pool(
    job: Job, workers: int
) -> Iterator[Callable[[Sequence[Sequence[Note]]], Iterator[list[Any]]]]:
    """Processes that do a job with chunks of notes; yields the function that gives what they made, in order."""
    with _pool(job, workers) as pool:
        yield lambda chunks: pool.map(_read_all, chunks)


_JOB: dict[str, Any] = {}  # a worker's own, filled once by _prepare


def _prepare(job: object) -> None:
    """Ctrl-C is for the parent, which finishes what it holds; a worker ends when its parent was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _JOB["job"] = job


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


def _read_all(notes: Sequence[Note]) -> list[Any]:
    return [_done(note, _JOB["job"]) for note in notes]


def _work(names: list[Any]) -> Any:
    return _JOB["job"](names)
