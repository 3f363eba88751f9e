"""`trialsift gold`: how far extraction and screening agree with what careful readers marked."""

import json
from pathlib import Path
from typing import Annotated

import typer

from trialsift.errors import UsageError
from trialsift.facts import FACT_KINDS

gold_app = typer.Typer(no_args_is_help=True, help="Score extraction and screening against gold notes.")

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of gold patients (.txt with .ann).")]
Json = Annotated[bool, typer.Option("--json", help="The same figures as JSON.")]
DEV = Path("annotated_notes/dev")


@gold_app.command("score")
def gold_score(
    folder: Folder = DEV,
    kinds: Annotated[str, typer.Option(help="Only these fact kinds, with commas between.")] = "",
    as_json: Json = False,
    errors: Annotated[
        bool, typer.Option("--errors", help="List each error too, the worst kind first.")
    ] = False,
    patterns: Annotated[
        Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")
    ] = None,
) -> None:
    """Precision, recall and F1 of every fact kind on a folder of gold notes."""
    from trialsift.gold.score import errors_of, outcomes_in, scores_of
    from trialsift.gold.tables import score_table
    from trialsift.packs.load import load_packs

    wanted = kinds_named(kinds)
    packs = load_packs(patterns)
    outcomes = outcomes_in(_folder(folder), packs, kinds=wanted)
    scores = scores_of(outcomes, kinds=wanted)
    lines = errors_of(outcomes, scores) if errors else []
    if as_json:
        row = {"packs": packs.hash, "scores": [score.plain() for score in scores]}
        typer.echo(json.dumps(row | ({"errors": lines} if errors else {}), ensure_ascii=False))
        return
    typer.echo("\n".join([*lines, f"packs {packs.hash[:12]}", *score_table(scores)]))


def kinds_named(kinds: str) -> tuple[str, ...]:
    """The kinds of an option, in the order of FACT_KINDS; all when it is empty."""
    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    if unknown := wanted - FACT_KINDS.keys():
        raise UsageError(f"unknown kind {', '.join(sorted(unknown))}. Known: {', '.join(FACT_KINDS)}.")
    return tuple(kind for kind in FACT_KINDS if not wanted or kind in wanted)


def _folder(folder: Path) -> Path:
    if not folder.is_dir():
        raise UsageError(f"{folder}: there is no such folder. Name a folder of gold patients.")
    return folder
