"""The facts of an archive as one file of JSON lines, in the order of the notes, whatever its size.

While it is written the file is called `<name>.part`; beside it `<name>.state` says after each chunk how
many notes are in it and how long it is by then, so that an interrupted run goes on from there.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TextIO

from pydantic import BaseModel, ValidationError

from trialsift.batch import Counts, Item, notes_of
from trialsift.errors import UsageError
from trialsift.extract import Found
from trialsift.facts import Fact
from trialsift.made_by import READS, code_hash
from trialsift.note import Note, Refusal
from trialsift.packs.rules import Packs
from trialsift.store import fingerprint
from trialsift.workers import Job, Read, Unread, read_chunks

Rows = Callable[[Note, Iterable[Fact]], Iterable[object]]
Step = Callable[[int], None]


class _State(BaseModel):
    """How far a file is: notes in it, its length in bytes, and a digest over those notes in their order."""

    packs: str
    asked: str
    notes: int = 0
    length: int = 0
    digest: str = ""
    refused: list[tuple[str, str]] = []
    code: str = ""


def print_facts(
    stream: TextIO, items: Iterable[Item], job: Job, *, workers: int = 1, step: Step = lambda _: None
) -> Counts:  # fmt: skip
    """Write the lines that the job makes of each note's facts to a stream, chunk by chunk."""
    counts = Counts()
    for chunk in read_chunks(notes_of(items, counts), job, workers=workers):
        stream.write(_lines(chunk, counts))
        stream.flush()
        step(counts.total)
    return counts


def write_facts(
    out: Path, items: Iterable[Item], job: Job, *, asked: str = "", workers: int = 1, resume: bool = False,
    step: Step = lambda _: None,
) -> Counts:  # fmt: skip
    """The same into a file, which appears under its name only when it is whole.

    `asked` names what the rows hold, so that resume cannot mix two sorts. Raises UsageError when the
    notes that an interrupted run has read are no longer the same.
    """
    counts = Counts()
    notes = notes_of(items, counts)
    state = (
        _state(out, job.packs, asked)
        if resume
        else _State(packs=job.packs.hash, asked=asked, code=code_hash(READS))
    )
    if out.is_dir():
        raise UsageError(f"{out}: is a folder. Name the file to write.")
    _pass_over(notes, state, out, counts)
    with _opened(_beside(out, "part"), state.length) as stream:
        for chunk in read_chunks(notes, job, workers=workers):
            before = len(counts.refused)
            stream.write(_lines(chunk, counts).encode())
            stream.flush()
            _go_on(state, chunk, stream.tell(), counts.refused[before:])
            _keep(out, state)
            step(counts.total)
    _beside(out, "part").replace(out)
    _beside(out, "state").unlink(missing_ok=True)
    return counts


class Lines:
    """A job's turn that makes lines of JSON: those of the rows that `rows` gives for a note's facts."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __call__(self, note: Note, found: Found) -> str:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.rows(note, found.facts))


def _lines(chunk: Sequence[Read], counts: Counts) -> str:
    made: list[str] = []
    for note, found in chunk:
        if isinstance(found, Unread):
            counts.refused.append(Refusal(source=note.source or note.note_id, reason=found.reason))
            continue
        counts.done += 1
        made.append(found)
    return "".join(made)


def _go_on(state: _State, chunk: Sequence[Read], length: int, refused: Sequence[Refusal]) -> None:
    names = {note.source or note.note_id for note, found in chunk if isinstance(found, Unread)}
    state.refused += [(item.source, item.reason) for item in refused if item.source in names]
    state.notes += len(chunk)
    state.length = length
    state.digest = _digest(state.digest, (note for note, _ in chunk))


def _digest(before: str, notes: Iterable[Note]) -> str:
    for note in notes:
        said = f"{before}\0{note.note_id}\0{fingerprint(note)}"
        before = hashlib.sha256(said.encode()).hexdigest()
    return before


def _pass_over(notes: Iterator[Note], state: _State, out: Path, counts: Counts) -> None:
    """Go past the notes that the file holds; they are read from disk, not for facts."""
    if _digest("", islice(notes, state.notes)) != state.digest:
        raise UsageError(
            f"{out}: the notes are not the same as when the run was interrupted. Begin anew without --resume."
        )
    counts.known = state.notes - len(state.refused)
    counts.refused += [Refusal(source=source, reason=reason) for source, reason in state.refused]


def _state(out: Path, packs: Packs, asked: str) -> _State:
    """Where an interrupted run stopped; the beginning when there was none."""
    fresh = _State(packs=packs.hash, asked=asked, code=code_hash(READS))
    path = _beside(out, "state")
    if not path.is_file() or not _beside(out, "part").is_file():
        return fresh
    try:
        held = _State.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError:
        return fresh
    if (held.packs, held.asked, held.code) != (fresh.packs, fresh.asked, fresh.code):
        raise UsageError(
            f"{out}: the interrupted run had other patterns, another program or other options. Begin anew without --resume."
        )
    return held


def _keep(out: Path, state: _State) -> None:
    """Put the new state in place of the old one in one step: a kill leaves either."""
    fresh = _beside(out, "state.new")
    fresh.write_text(state.model_dump_json(), encoding="utf-8")
    fresh.replace(_beside(out, "state"))


def _opened(part: Path, length: int) -> BinaryIO:
    """The unfinished file, cut off behind the last whole chunk."""
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.touch()
        stream = part.open("r+b")
    except OSError as error:
        raise UsageError(f"{part}: cannot be written: {error.strerror}") from error
    stream.truncate(length)
    stream.seek(length)
    return stream


def _beside(out: Path, end: str) -> Path:
    return out.with_name(f"{out.name}.{end}")
