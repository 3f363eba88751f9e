"""`trialsift trial` and `trialsift changes`: what is unclear in a trial file, what an amendment changed, and for whom."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trialsift.errors import Fault, TrialError, UsageError, UserError

trial_app = typer.Typer(no_args_is_help=True, help="Check trial files, and compare two versions.")

Patterns = Annotated[Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")]


class UnclearError(UserError):
    """--strict was given, and a trial file has findings."""

    exit_code = 11


@trial_app.command("check")
def trial_check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Trial files, or ids of shipped ones.")
    ],
    on: Annotated[str, typer.Option(help="The day its status is held against; default: today.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 11 when anything is found.")] = False,
    patterns: Patterns = None,
) -> None:
    """Try the example cases of trial files, and list what two readers of a protocol could read in two ways."""
    from trialsift.packs.load import load_packs
    from trialsift.trials import load_trial
    from trialsift.trials.lint import findings
    from trialsift.trials.tried import wrong_cases

    packs, day = load_packs(patterns), _day(on)
    number = 0
    wrong: list[Fault] = []
    for file in files:
        trial = load_trial(file, packs)
        wrong += wrong_cases(trial, packs)
        for found in findings(trial, packs, on=day):
            typer.echo(f"{file}:{found}")
            number += 1
    if wrong:
        raise TrialError(wrong)
    if strict and number:
        raise UnclearError(f"{number} findings in {len(files)} files")


@trial_app.command("diff")
def trial_diff(
    old: Annotated[str, typer.Argument(help="The earlier version: a file, or a shipped trial's id.")],
    new: Annotated[str, typer.Argument(help="The later version.")],
    results: Annotated[
        Path | None, typer.Option(help="A folder of `trialsift screen`: who changed by the amendment.")
    ] = None,
    patterns: Patterns = None,
) -> None:
    """Which criteria were added, dropped, reworded or given other thresholds, and which patients changed by that."""
    from trialsift.packs.load import load_packs
    from trialsift.report.changes import by_protocol, changes_in
    from trialsift.trials import load_trial
    from trialsift.trials.diff import diff

    packs = load_packs(patterns)
    before, after = load_trial(old, packs), load_trial(new, packs)
    found = diff(before, after)
    for change in found:
        typer.echo(str(change))
    if results is None:
        return
    touched = list(dict.fromkeys(item.criterion for item in found))
    patients = by_protocol(changes_in(results), after.id, touched)
    for patient in patients:
        typer.echo(str(patient))
    typer.echo(f"{len(found)} differences, {len({item.patient_id for item in patients})} patients changed")


def _day(text: str) -> dt.date:
    if not text:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text}" is no date. Write it as 2025-03-31.') from error
