"""`trialsift watch` and `trialsift changes`: an archive that grows, and what that changed for its patients."""

import datetime as dt
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.commands.options import Notes, Patterns, Results, Trials, Workers, day_of
from trialsift.commands.output import stoppable
from trialsift.commands.screen import read_archive, screen_archive
from trialsift.errors import UsageError
from trialsift.note import Refusal

if TYPE_CHECKING:
    from trialsift.criteria import Trial
    from trialsift.packs.rules import Packs
    from trialsift.store import Store


def watch(
    notes: Notes,
    trial: Trials,
    out: Results = Path("results"),
    every: Annotated[float, typer.Option(min=0.1, help="Seconds from one look to the next.")] = 60,
    rounds: Annotated[int, typer.Option(min=0, help="Stop after so many looks; 0: go on until Ctrl-C.")] = 0,
    on: Annotated[str, typer.Option(help="The screening date; default: the patient's own.")] = "",
    workers: Workers = 1,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="NOTES hold new ones only: earlier notes of the same patients stay."),
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Screen new notes as they arrive, and print who has become a candidate and since when."""
    from trialsift.packs.load import load_packs
    from trialsift.report.run import STORE
    from trialsift.store import Store
    from trialsift.trials import load_trial

    packs = load_packs(patterns)
    trials = [load_trial(item, packs) for item in trial]
    told: set[Refusal] = set()
    day = day_of(on)
    with stoppable(f"What was read and screened is kept in {out / STORE}."), Store(out / STORE) as store:
        looked = 0
        while True:
            try:
                _look(store, notes, trials, packs, out, told, on=day, how=(workers, keep))
            except UsageError as error:  # a table that is just being written is whole at the next look
                if not looked:
                    raise
                sys.stderr.write(f"{error}\n")
            looked += 1
            if looked == rounds:
                return
            time.sleep(every)


def _look(
    store: "Store", notes: Path, trials: Sequence["Trial"], packs: "Packs", out: Path, told: set[Refusal], *,
    on: dt.date | None, how: tuple[int, bool],
) -> None:  # fmt: skip
    """One round: read what is new, screen whom it concerns, say what changed, write the results anew."""
    from trialsift.report.run import write_results

    workers, keep = how
    last = store.last_change()
    counts = read_archive(store, notes, packs, workers=workers, keep=keep)
    for refusal in counts.refused:
        if refusal not in told:
            sys.stderr.write(f"{refusal.source}: {refusal.reason}\n")
            told.add(refusal)
    if not screen_archive(store, trials, packs, on=on, workers=workers):
        return
    for change in store.changes(after=last):
        if change["flag"] == "candidate" and change["before"] != "candidate":
            typer.echo(change_line(change))
    sys.stdout.flush()
    write_results(store, trials, out)


def changes(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a screening.")],
    since: Annotated[str, typer.Option(help="Only changes written on this day or later.")] = "",
    candidates: Annotated[
        bool, typer.Option("--candidates", help="Only patients who became candidates.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """What changed from one screening of a patient to the next: the flag, the criteria, why, and since when."""
    from trialsift.report.run import STORE
    from trialsift.store import Store

    day = day_of(since)
    with Store(out / STORE, make=False) as store:
        for change in store.changes(since=day.isoformat() if day else ""):
            if candidates and (change["flag"] != "candidate" or change["before"] == "candidate"):
                continue
            typer.echo(json.dumps(change, ensure_ascii=False) if as_json else change_line(change))


def change_line(change: dict[str, str | None]) -> str:
    """ "2025-03-11T08:00:00+00:00  p12  DEMO-001  open -> candidate, first flaggable 2025-03-10  notes: I4 I5"."""
    flag = f"{change['before']} -> {change['flag']}" if change["before"] else f"{change['flag']}"
    since = f", first flaggable {change['flaggable']}" if change["flaggable"] else ""
    what = f"{change['why']}: {change['criteria']}".rstrip(": ")
    return f"{change['written']}  {change['patient_id']}  {change['trial']}  {flag}{since}  {what}"
