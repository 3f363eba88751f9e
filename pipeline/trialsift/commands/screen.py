"""`trialsift screen`: every criterion of trials answered for every patient."""

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.commands.options import Notes, Patterns, Results, Trials, Workers, day_of
from trialsift.commands.output import Tally, stoppable

if TYPE_CHECKING:
    from trialsift.batch import Counts
    from trialsift.criteria import Trial
    from trialsift.packs.rules import Packs
    from trialsift.store import Store


def screen(
    notes: Notes,
    trial: Trials,
    on: Annotated[
        str, typer.Option(help="The screening date, as 2025-03-31; default: the patient's own.")
    ] = "",
    out: Results = Path("results"),
    workers: Workers = 1,
    keep: Annotated[
        bool, typer.Option("--keep", help="NOTES are new ones: earlier notes of the same patients stay.")
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Answer every criterion of a trial for every patient, and say who is a candidate and what to ask."""
    from trialsift.packs.load import load_packs
    from trialsift.report.run import STORE, write_results
    from trialsift.store import Store
    from trialsift.trials import load_trial

    packs = load_packs(patterns)
    trials = [load_trial(item, packs) for item in trial]
    day = day_of(on)
    kept = f"What was read and screened is kept in {out / STORE}; the same command goes on from there."
    with stoppable(kept), Store(out / STORE) as store:
        counts = read_archive(store, notes, packs, workers=workers, keep=keep)
        changed = screen_archive(store, trials, packs, on=day, workers=workers)
        files = write_results(store, trials, out)
        for item in trials:
            _print_screening(store, item)
    typer.echo("Results:\n" + "\n".join(f"  {path}" for path in files))
    _close_run(counts, changed)


def read_archive(store: "Store", notes: Path, packs: "Packs", *, workers: int, keep: bool) -> "Counts":
    """Read what is new below a path into the store, with progress on a terminal."""
    from trialsift.batch import read_into
    from trialsift.commands.progress import progress
    from trialsift.readers import count_of, read_notes

    with progress("notes read", total=count_of(notes)) as step:
        return read_into(
            store, read_notes(notes), packs, workers=workers, keep=keep,
            progress=lambda counts: step(counts.total),
        )  # fmt: skip


def screen_archive(
    store: "Store", trials: Sequence["Trial"], packs: "Packs", *, on: dt.date | None, workers: int = 1
) -> int:
    """Screen every patient who is due, with progress on a terminal; returns how many screenings were made."""
    from trialsift.batch import count_due, screen_due
    from trialsift.commands.progress import progress

    done = 0
    with progress("screenings", total=count_due(store, trials, packs.hash, on=on)) as step:
        for done, _ in enumerate(screen_due(store, trials, packs.hash, on=on, workers=workers), 1):
            step(done)
    return done


def _print_screening(store: "Store", trial: "Trial") -> None:
    from rich.console import Console

    from trialsift.report.run import counts_of
    from trialsift.report.terminal import MOST_IN_TABLE, summary_table

    counts = counts_of(store, trial)
    if sum(counts.values()) <= MOST_IN_TABLE:
        Console().print(summary_table(store.screenings(trial.id)))
    typer.echo(f"{trial.id}: {', '.join(f'{number} {flag}' for flag, number in counts.items())}")


def _close_run(counts: "Counts", changed: int) -> None:
    for remark in counts.remarks:
        sys.stderr.write(f"{remark}\n")
    if counts.known or counts.gone:
        sys.stderr.write(
            f"{counts.known} notes were read before and are unchanged, {counts.gone} are no longer there; "
            f"{changed} screenings made anew\n"
        )
    tally = Tally()
    tally.done, tally.refused = counts.done + counts.known, counts.refused
    tally.close()
