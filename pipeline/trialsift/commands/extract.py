"""`trialsift extract`: the facts of notes as lines of JSON."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer

from trialsift.commands.options import Notes, Out, Patterns, Workers
from trialsift.commands.output import Tally, stoppable
from trialsift.errors import UsageError
from trialsift.facts import Fact
from trialsift.note import Note


def extract(
    notes: Notes,
    out: Out = None,
    kinds: Annotated[str, typer.Option(help="Only these fact kinds, with commas between.")] = "",
    summary: Annotated[bool, typer.Option("--summary", help="One reading of each note instead.")] = False,
    workers: Workers = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run with the same --out stopped.")
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Write every fact of the notes as one JSON line, or one summary line a note."""
    from trialsift.commands.progress import progress
    from trialsift.facts_file import print_facts, write_facts
    from trialsift.packs.load import load_packs
    from trialsift.readers import count_of, read_notes

    turn = _rows_of(kinds, summary=summary)
    if resume and out is None:
        raise UsageError("--resume goes with --out: it goes on writing that file.")
    packs = load_packs(patterns)
    items = read_notes(notes)
    kept = f"What was read is kept; go on with the same command and --resume (or begin anew without): {out}"
    with (
        stoppable(kept if out else "The lines printed so far are whole."),
        progress("notes read", total=count_of(notes), shown=bool(out) or not sys.stdout.isatty()) as step,
    ):
        if out is None:
            counts = print_facts(
                sys.stdout, items, packs, turn=turn, folder=patterns, workers=workers, step=step
            )
        else:
            counts = write_facts(
                out, items, packs, turn=turn, asked=f"{kinds} {summary}", folder=patterns, workers=workers,
                resume=resume, step=step,
            )  # fmt: skip
    for remark in counts.remarks:
        sys.stderr.write(f"{remark}\n")
    if counts.known:
        sys.stderr.write(f"{counts.known} notes were read before the interruption\n")
    tally = Tally()
    tally.done, tally.refused = counts.done + counts.known, counts.refused
    tally.close()


class _Rows:
    """The JSON rows of one note: those of its facts, or its summary."""

    def __init__(self, wanted: set[str], *, summary: bool) -> None:
        self.wanted = wanted
        self.summary = summary

    def __call__(self, note: Note, facts: Iterable[Fact]) -> Iterable[object]:
        from trialsift.extract.summary import summary_rows
        from trialsift.facts import fact_row

        kept = [fact for fact in facts if not self.wanted or fact.kind in self.wanted]
        if self.summary:
            return summary_rows(note, kept)
        return [fact_row(fact, patient_id=note.patient_id) for fact in kept]


def _rows_of(kinds: str, *, summary: bool) -> _Rows:
    from trialsift.facts import FACT_KINDS

    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    if unknown := wanted - FACT_KINDS.keys():
        raise UsageError(f"unknown kind {', '.join(sorted(unknown))}. Known: {', '.join(FACT_KINDS)}.")
    return _Rows(wanted, summary=summary)
