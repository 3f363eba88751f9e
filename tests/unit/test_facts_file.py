"""The file of facts: whole or not there, resumable, the same however many read it."""

import json
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from trialsift import workers
from trialsift.batch import Counts
from trialsift.commands.progress import progress
from trialsift.errors import UsageError
from trialsift.facts import Fact
from trialsift.facts_file import Lines, print_facts, write_facts
from trialsift.note import Note, Refusal
from trialsift.packs.rules import Packs
from trialsift.rows import fact_row
from trialsift.workers import Job

NOTES = [
    Note(
        note_id=f"n{number}",
        patient_id=f"p{number % 2}",
        text=f"ECOG {number % 4} today. Hb {90 + number} g/L.",
    )
    for number in range(10)
]


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CHUNK", 2)


def turn(note: Note, facts: Iterable[Fact]) -> list[object]:
    return [fact_row(fact, patient_id=note.patient_id) for fact in facts]


def write(out: Path, notes: Iterable[Note | Refusal], packs: Packs, **how: object) -> Counts:
    return write_facts(out, notes, Job(packs=packs, turn=Lines(turn)), **how)  # type: ignore[arg-type]


def stopping(at: int) -> Iterator[Note]:
    """The notes up to a place, and then Ctrl-C."""
    yield from NOTES[:at]
    raise KeyboardInterrupt


def test_two_workers_write_the_same_file(tmp_path: Path, packs: Packs) -> None:
    write(tmp_path / "one", NOTES, packs)
    write(tmp_path / "two", NOTES, packs, workers=2)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"one", "two"}


@pytest.mark.parametrize("at", [0, 1, 2, 5, 9])
def test_an_interrupted_run_goes_on_and_gives_the_same_file(tmp_path: Path, packs: Packs, at: int) -> None:
    write(tmp_path / "whole", NOTES, packs)
    out = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        write(out, stopping(at), packs)
    assert not out.exists()
    with (tmp_path / "out.part").open("ab") as stream:
        stream.write(b'{"half a l')
    counts = write(out, NOTES, packs, resume=True)
    assert (counts.known, counts.done) == (at - at % 2, 10 - at + at % 2)
    assert out.read_bytes() == (tmp_path / "whole").read_bytes()


def test_resume_without_an_interrupted_run_begins(tmp_path: Path, packs: Packs) -> None:
    assert write(tmp_path / "out", NOTES, packs, resume=True).done == 10


def test_resume_over_other_notes_or_other_options_is_refused(tmp_path: Path, packs: Packs) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "out", stopping(4), packs)
    with pytest.raises(UsageError, match="notes are not the same"):
        write(tmp_path / "out", NOTES[1:], packs, resume=True)
    with pytest.raises(UsageError, match="other options"):
        write(tmp_path / "out", NOTES, packs, resume=True, asked="ecog")


def test_a_note_set_aside_before_the_interruption_is_still_named(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(note: Note, held: Packs, **how: object) -> object:
        if note.note_id == "n1":
            raise RecursionError
        return whole(note, held, **how)  # type: ignore[arg-type]

    whole = workers.read_facts
    monkeypatch.setattr(workers, "read_facts", failing)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "out", stopping(4), packs)
    counts = write(tmp_path / "out", [Refusal(source="bad", reason="none"), *NOTES], packs, resume=True)
    assert sorted(item.source for item in counts.refused) == ["bad", "n1"]
    assert (counts.known, counts.done, counts.total) == (3, 6, 11)


def test_printed_lines_are_those_of_the_file(tmp_path: Path, packs: Packs) -> None:
    stream = StringIO()
    seen: list[int] = []
    print_facts(stream, NOTES, Job(packs=packs, turn=Lines(turn)), step=seen.append)
    write(tmp_path / "out", NOTES, packs)
    assert stream.getvalue() == (tmp_path / "out").read_text()
    assert seen == [2, 4, 6, 8, 10]
    assert len({json.loads(line)["note_id"] for line in stream.getvalue().splitlines()}) == 10


def test_progress_shows_count_and_rate_on_a_terminal_and_nothing_elsewhere() -> None:
    shown, silent = StringIO(), StringIO()
    with progress("notes read", total=4, console=Console(file=shown, force_terminal=True, width=100)) as step:
        step(3)
    with progress("notes read", total=4, console=Console(file=silent)) as step:
        step(3)
    assert "notes read" in shown.getvalue()
    assert "3/4" in shown.getvalue()
    assert silent.getvalue() == ""
