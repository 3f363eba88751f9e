"""`trialsift draft`: a trial file from an eligibility text."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from trialsift.commands.options import Out, Patterns
from trialsift.commands.output import write_line, writing


def draft(
    source: Annotated[
        Path, typer.Argument(metavar="CRITERIA.txt|REGISTRY.json", help="A trial's eligibility text.")
    ],
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: criteria and bounds.")] = False,
    patterns: Patterns = None,
) -> None:
    """Draft a trial file from a registry's eligibility text."""
    from trialsift.draft.draft import coverage_line, draft_file, draft_row, draft_text
    from trialsift.packs.load import load_packs

    made = draft_file(source, load_packs(patterns))
    with writing(out) as stream:
        if as_json:
            write_line(stream, draft_row(made))
        else:
            stream.write(draft_text(made))
    sys.stderr.write(f"{coverage_line(made)}\n")
