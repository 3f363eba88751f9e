"""`trialsift packs diff`: what an edit of patterns/ changes, for the person who made it."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from trialsift.commands.options import Patterns
from trialsift.errors import UsageError
from trialsift.gold.commands import DEV
from trialsift.note import Note, Patient, Refusal

if TYPE_CHECKING:
    from trialsift.gold.diff import Totals
    from trialsift.packs.rules import Packs


def packs_diff(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Compare with this patterns/ folder.")
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="GIT_REV", help="Compare with a git revision; the last commit by default.")
    ] = "",
    notes: Annotated[
        Path | None, typer.Option(help="A folder or table of notes: show every fact that differs.")
    ] = None,
    gold: Annotated[Path, typer.Option(help="The gold notes to score on.")] = DEV,
    patterns: Patterns = None,
) -> None:
    """Show every gold answer and every fact that an edit of patterns/ gains, loses or changes."""
    from trialsift.gold.diff import Totals
    from trialsift.packs.load import load_packs, patterns_folder

    if folder and against:
        raise UsageError("name a folder or --against a revision, not both.")
    if notes is None and not gold.is_dir():
        raise UsageError(
            f"{gold}: there is no such folder. Name gold notes with --gold, or notes with --notes."
        )
    new = load_packs(patterns)
    old = _old_packs(folder, against or "HEAD", patterns or patterns_folder())
    if old.hash == new.hash:
        typer.echo("The packs are the same: nothing changes.")
        return
    totals = Totals()
    if gold.is_dir():
        _show_gold(gold, old, new, totals)
    _show_facts(notes or gold, old, new, totals)
    _show_totals(totals)


def _old_packs(folder: Path | None, revision: str, patterns: Path) -> "Packs":
    from trialsift.packs.earlier import unpack_revision
    from trialsift.packs.load import load_packs

    if folder is not None:
        return load_packs(folder)
    with TemporaryDirectory() as into:
        return load_packs(unpack_revision(patterns.resolve(), revision, Path(into)))


def _show_gold(gold: Path, old: "Packs", new: "Packs", totals: "Totals") -> None:
    from trialsift.gold.diff import gold_changes
    from trialsift.gold.score import gold_notes

    for note, marks in gold_notes(gold):
        for change in gold_changes(note, marks, old, new):
            totals.add(f"gold {change.change}")
            typer.echo(str(change))


def _show_facts(path: Path, old: "Packs", new: "Packs", totals: "Totals") -> None:
    from trialsift.gold.diff import fact_changes

    for item in _notes_below(path):
        if isinstance(item, Refusal):
            totals.add("refused")
            typer.echo(f"{item.source}: {item.reason}", err=True)
            continue
        totals.notes += 1
        for change in fact_changes(item, old, new):
            totals.add(f"fact {change.change}")
            typer.echo(str(change))


def _notes_below(path: Path) -> Iterator[Note | Refusal]:
    from trialsift.readers import read_notes

    for item in read_notes(path):
        found = item.record if isinstance(item, Patient) else item
        if found is not None:
            yield found


def _show_totals(totals: "Totals") -> None:
    def count(name: str) -> int:
        return totals.counts.get(name, 0)

    typer.echo(
        f"gold answers: {count('gold gained')} gained, {count('gold lost')} lost; "
        f"facts: {count('fact gained')} gained, {count('fact lost')} lost, {count('fact changed')} changed "
        f"in {totals.notes} notes, {count('refused')} refused"
    )
