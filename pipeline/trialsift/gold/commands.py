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
SENTENCES = Path("annotated_notes/sentences/dev")


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


@gold_app.command("sentences")
def gold_sentences(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FILE_OR_FOLDER", help="Labelled sentences (.jsonl), or a folder of such files."
        ),
    ] = SENTENCES,
    kinds: Annotated[str, typer.Option(help="Only faults of these kinds, with commas between.")] = "",
    errors: Annotated[bool, typer.Option("--errors", help="List each sentence with a fault too.")] = False,
    patterns: Annotated[
        Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")
    ] = None,
) -> None:
    """Labels of single sentences that are met, and forbidden readings that are found, kind by kind."""
    from trialsift.gold.sentences import fault_lines, read_all, sentences_in, table_rows
    from trialsift.gold.tables import aligned
    from trialsift.packs.load import load_packs

    wanted, sentences, packs = kinds_named(kinds), sentences_in(place), load_packs(patterns)
    reads = read_all(sentences, packs)
    lines = list(fault_lines(reads, kinds=wanted)) if errors else []
    typer.echo("\n".join([*lines, f"packs {packs.hash[:12]}", *aligned(table_rows(reads))]))


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


@gold_app.command("floor")
def gold_floor(
    folder: Folder = DEV,
    kinds: Annotated[str, typer.Option(help="Write floors of these kinds only, with commas between.")] = "",
    write: Annotated[
        bool, typer.Option("--write", help="Set the floors a little under what is measured now.")
    ] = False,
    because: Annotated[str, typer.Option(help="Why a floor may be lowered; it stays in the file.")] = "",
    patterns: Annotated[
        Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")
    ] = None,
) -> None:
    """Hold every kind against its floor (exit code 13 below it), or set the floors anew."""
    from trialsift.gold.floor import check, read_floors, refreshed, table_rows, write_floors
    from trialsift.gold.score import outcomes_in, scores_of
    from trialsift.gold.tables import aligned
    from trialsift.packs.load import load_packs

    if because and not write:
        raise UsageError("--because goes with --write: it says why a floor is lowered.")
    wanted = kinds_named(kinds)
    floors = read_floors(_folder(folder))
    scores = scores_of(outcomes_in(folder, load_packs(patterns), kinds=wanted), kinds=wanted)
    if write:
        floors = refreshed(scores, floors, because=because)
        write_floors(floors, folder)
    rows = table_rows({kind: item for kind, item in floors.kinds.items() if kind in wanted})
    if not rows:
        typer.echo(f"{folder} has no floors. Set them with --write.")
        return
    typer.echo("\n".join(aligned([("kind", "precision", "recall", "set at"), *rows])))
    check(scores, floors.model_copy(update={"kinds": {row[0]: floors.kinds[row[0]] for row in rows}}))
    typer.echo("every score holds its floor")
