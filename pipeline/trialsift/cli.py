"""The command line. A command parses, calls one function, prints."""

import gc
import sys
from typing import Annotated

import typer

from trialsift import __version__
from trialsift.commands.context import context
from trialsift.commands.draft import draft
from trialsift.commands.export import export
from trialsift.commands.extract import extract
from trialsift.commands.packs import packs_app
from trialsift.commands.screen import screen
from trialsift.commands.trial import trial_app
from trialsift.commands.watch import changes, watch
from trialsift.errors import UserError
from trialsift.gold.commands import gold_app
from trialsift.web.commands import log, serve, users_app

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    epilog=(
        "Exit codes: 0 all done, 2 usage, 10 pack, 11 trial, 12 some notes refused (the rest is done), "
        "13 gold below its floor, 130 stopped by Ctrl-C."
    ),
    pretty_exceptions_enable=False,
)
# New objects; Python's 700 goes over all modules dozens of times before the first note.
_GARBAGE_EVERY = 50_000
for command in (extract, screen, watch, changes, export, context, draft):
    app.command()(command)
app.add_typer(packs_app, name="packs")
app.add_typer(gold_app, name="gold")
app.add_typer(trial_app, name="trial")
app.add_typer(users_app, name="users")
app.command()(serve)
app.command()(log)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"trialsift {__version__}")
        raise typer.Exit


@app.callback()
def trialsift(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Reads patients' notes and says of each criterion of a trial what they show, with the words."""


def main() -> None:
    """Run a command; a user's mistake becomes a message and an exit code, not a traceback."""
    gc.set_threshold(_GARBAGE_EVERY)
    try:
        app()
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
