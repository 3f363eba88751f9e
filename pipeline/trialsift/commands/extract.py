"""`trialsift extract`: the facts of notes as lines of JSON."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from trialsift.commands.options import Notes, Out, Patterns, Workers
from trialsift.commands.output import Tally, stoppable
from trialsift.errors import UsageError
from trialsift.facts import FACT_KINDS, Fact
from trialsift.note import Note


def extract(
    notes: Notes,
    out: Out = None,
    kinds: Annotated[
        str, typer.Option(help=f"Only these, with commas between: {', '.join(FACT_KINDS)}.")
    ] = "",
    summary: Annotated[bool, typer.Option("--summary", help="One reading of each note instead.")] = False,
    workers: Workers = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run with the same --out stopped.")
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Write every fact of the notes as one JSON line, or one summary line a note."""
    from trialsift.commands.progress import progress
    from trialsift.facts_file import Lines, print_facts, write_facts
    from trialsift.packs.load import load_packs
    from trialsift.readers import count_of, read_notes
    from trialsift.workers import Job

    wanted = _wanted(kinds)
    if resume and out is None:
        raise UsageError("--resume goes with --out: it goes on writing that file.")
    job = Job(packs=load_packs(patterns), turn=Lines(_summary if summary else _facts), kinds=wanted)
    items = read_notes(notes)
    kept = f"What was read is kept; go on with the same command and --resume (or begin anew without): {out}"
    with (
        stoppable(kept if out else "The lines printed so far are whole."),
        progress("notes read", total=count_of(notes), shown=bool(out) or not sys.stdout.isatty()) as step,
    ):
        counts = (
            print_facts(sys.stdout, items, job, workers=workers, step=step)
            if out is None
            else write_facts(
                out, items, job, asked=f"{kinds} {summary}", workers=workers, resume=resume, step=step
            )
        )
    for remark in counts.remarks:
        sys.stderr.write(f"{remark}\n")
    if counts.known:
        sys.stderr.write(f"{counts.known} notes were read before the interruption\n")
    tally = Tally()
    tally.done, tally.refused = counts.done + counts.known, counts.refused
    tally.close()


def _facts(note: Note, facts: Iterable[Fact]) -> Iterable[object]:
    """The JSON rows of one note: those of its facts."""
    from trialsift.rows import fact_row

    return [fact_row(fact, patient_id=note.patient_id) for fact in facts]


def _summary(note: Note, facts: Iterable[Fact]) -> Iterable[object]:
    """The JSON row of one note that says what its facts come to."""
    from trialsift.extract.summary import summary_rows

    return summary_rows(note, list(facts))


def _wanted(kinds: str) -> tuple[str, ...]:
    from trialsift.packs.yaml_text import unknown

    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    if strange := sorted(wanted - FACT_KINDS.keys()):
        told = " ".join(unknown("kind", name, FACT_KINDS) for name in strange)
        raise UsageError(f"{told} Known: {', '.join(FACT_KINDS)}.")
    return tuple(sorted(wanted))
