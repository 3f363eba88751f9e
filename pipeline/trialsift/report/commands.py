"""`trialsift trial`: what is unclear in a trial file."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trialsift.errors import UsageError, UserError

trial_app = typer.Typer(no_args_is_help=True, help="Check trial files.")

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
    """List what two readers of a protocol could read in two ways: one finding a line."""
    from trialsift.packs.load import load_packs
    from trialsift.trials import load_trial
    from trialsift.trials.lint import findings

    packs, day = load_packs(patterns), _day(on)
    number = 0
    for file in files:
        for found in findings(load_trial(file, packs), packs, on=day):
            typer.echo(f"{file}:{found}")
            number += 1
    if strict and number:
        raise UnclearError(f"{number} findings in {len(files)} files")


def _day(text: str) -> dt.date:
    if not text:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text}" is no date. Write it as 2025-03-31.') from error
