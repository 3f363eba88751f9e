"""`trialsift gold`: how far extraction and screening agree with what careful readers marked."""

import json
from pathlib import Path
from typing import Annotated, Any

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


@gold_app.command("answers")
def gold_answers(
    screening: Annotated[
        Path, typer.Argument(metavar="SCREENING.jsonl", help="What `trialsift screen` wrote.")
    ],
    truth: Annotated[
        Path, typer.Argument(metavar="TRUTH_FOLDER", help="Patient folders with expected.json or truth.json.")
    ] = DEV,
    as_json: Json = False,
    errors: Annotated[bool, typer.Option("--errors", help="List each wrong answer too.")] = False,
) -> None:
    """Right and wrong answers of a screening, criterion by criterion, and the flags."""
    from trialsift.gold.answers import answer_errors, answers_score, truths_in
    from trialsift.gold.tables import answers_table

    score = answers_score(_rows(screening), truths_in(_folder(truth)))
    lines = answer_errors(score) if errors else []
    if as_json:
        typer.echo(json.dumps(score.plain() | ({"errors": lines} if errors else {}), ensure_ascii=False))
        return
    typer.echo("\n".join([*lines, *answers_table(score)]))


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file. Name the screening.jsonl of `trialsift screen`.")
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except ValueError as error:
        raise UsageError(
            f"{path}: a line is not JSON. Name the screening.jsonl of `trialsift screen`."
        ) from error
