"""The commands of the web side: serve, and the users who may sign in. What they need is loaded when they run."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Literal

import typer

from trialsift.errors import MissingExtraError, UsageError

_PACKAGES = {
    "fastapi": "fastapi",
    "uvicorn": "uvicorn",
    "argon2": "argon2-cffi",
    "python_multipart": "python-multipart",
}
users_app = typer.Typer(no_args_is_help=True, help="Who may sign in to trialsift serve.")
Results = Annotated[Path, typer.Argument(metavar="RESULTS", help="The folder of trialsift screen --out.")]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name to sign in with.")]


def serve(
    results: Results,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on this machine.")] = 8765,
    trial: Annotated[
        list[str] | None,
        typer.Option(help="A trial file that was screened for; shipped ones are found by themselves."),
    ] = None,
    patterns: Annotated[
        Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")
    ] = None,
) -> None:
    """Open the worklist in the browser, on this machine only."""
    _need_extra()
    from trialsift.web.serving import run, trials_at_hand
    from trialsift.web.users import users

    with _web_store(results) as db:
        nobody = not users(db)
    if nobody:
        typer.echo(
            f"There is no user yet. Make the first one: trialsift users add NAME --role administrator {results}"
        )
    run(results, trials_at_hand(results, trial or [], patterns), port=port, patterns=patterns)


def log(
    results: Results,
    trial: Annotated[str, typer.Option(metavar="ID", help="The trial, as the worklist names it.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write: FILE.csv or FILE.xlsx.")],
    sponsor: Annotated[
        bool,
        typer.Option("--sponsor", help="Without identifiers: pseudonyms, months, no names, no free text."),
    ] = False,
) -> None:
    """Write the screening log of a trial; that it was written is kept beside the results."""
    _need_extra()
    from trialsift.web.cases import trials
    from trialsift.web.log_files import export_rows, log_file

    form = out.suffix.lower().removeprefix(".")
    if form not in {"csv", "xlsx"}:
        raise UsageError(f"{out}: the log is written as .csv or .xlsx; name the file so.")
    if form == "xlsx" and find_spec("openpyxl") is None:
        raise MissingExtraError("web", "openpyxl")
    if not out.parent.is_dir() or out.is_dir():
        raise UsageError(
            f"{out}: cannot be written: {'it is a folder' if out.is_dir() else 'there is no such folder'}."
        )
    audience: Literal["site", "sponsor"] = "sponsor" if sponsor else "site"
    with _web_store(results) as db:
        if trial not in trials(db):
            raise UsageError(f"{results}: no patient was screened for {trial}.")
        rows = export_rows(db, trial, audience=audience, form=form, who="(command line)")  # type: ignore[arg-type]
    try:
        out.write_bytes(log_file(rows, audience=audience, form=form))  # type: ignore[arg-type]
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}.") from error
    typer.echo(f"{len(rows)} patients in {out}.")


@users_app.command("add")
def add(
    name: Name,
    results: Results,
    role: Annotated[str, typer.Option(help="screener, annotator or administrator.")] = "screener",
) -> None:
    """Add a user; the password is asked for twice, or read as one line when it comes from a pipe."""
    _need_extra()
    from trialsift.web.users import add_user

    with _web_store(results) as db:
        user = add_user(db, name, role=role, password=_password())
    typer.echo(f"{user.name} may sign in as {user.role}.")


@users_app.command("password")
def password(name: Name, results: Results) -> None:
    """Give a user another password and end the user's sessions."""
    _need_extra()
    from trialsift.web.users import set_password

    with _web_store(results) as db:
        set_password(db, name, _password())
    typer.echo(f"{name} has another password.")


@users_app.command("list")
def list_users(results: Results) -> None:
    """Show who may sign in."""
    _need_extra()
    from trialsift.web.users import users

    with _web_store(results) as db:
        for user in users(db):
            typer.echo(f"{user.name}\t{user.role}\t{'may sign in' if user.active else 'closed'}")


@users_app.command("close")
def close(name: Name, results: Results) -> None:
    """Close an account and end its sessions; what its owner did keeps the name."""
    _set_active(name, results, active=False)
    typer.echo(f"{name} may no longer sign in.")


@users_app.command("reopen")
def reopen(name: Name, results: Results) -> None:
    """Reopen a closed account."""
    _set_active(name, results, active=True)
    typer.echo(f"{name} may sign in again.")


def _set_active(name: str, results: Path, *, active: bool) -> None:
    _need_extra()
    from trialsift.web.users import set_active

    with _web_store(results) as db:
        set_active(db, name, active=active)


@contextmanager
def _web_store(results: Path) -> Iterator[sqlite3.Connection]:
    from trialsift.web.database import open_desk, prepare

    prepare(results)
    with open_desk(results) as db:
        yield db


def _need_extra() -> None:
    for module, package in _PACKAGES.items():
        if find_spec(module) is None:
            raise MissingExtraError("web", package)


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first: str = typer.prompt("Password", hide_input=True)
    if first != typer.prompt("The same again", hide_input=True):
        raise UsageError("the two passwords differ. Nothing was changed.")
    return first
