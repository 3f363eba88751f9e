"""Arguments and options that several commands share."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from trialsift.errors import UsageError

Notes = Annotated[
    Path,
    typer.Argument(
        metavar="NOTES",
        help="A folder with a sub-folder of .txt notes for each patient (02_mri_2024-03-15.txt gives type and date), "
        "or a .jsonl, .csv or .parquet table with note_id, text and, if known, patient_id, note_type, note_date.",
    ),
]
Out = Annotated[Path | None, typer.Option(help="Where to write; standard output when left out.")]
Patterns = Annotated[Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes that read notes.")]
Trials = Annotated[
    list[str],
    typer.Option(
        help="A trial file, or the id of one below patterns/trials/, such as NCT05602415; may be given again."
    ),
]
Results = Annotated[
    Path,
    typer.Option(
        help="The folder for the results: screening.jsonl, summary.csv, report.html, and the store that the next run goes on from."
    ),
]


def day_of(text: str) -> dt.date | None:
    """The date of an option, None when it was left out."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text}" is no date. Write it as 2025-03-31.') from error
