"""`trialsift context`: how sentences assert given concepts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from trialsift.commands.options import Out, Patterns
from trialsift.commands.output import Tally, write_line, writing
from trialsift.errors import UsageError


def context(
    sentences: Annotated[
        Path, typer.Argument(metavar="SENTENCES.jsonl", help="Lines of id, sentence, concept.")
    ],
    out: Out = None,
    patterns: Patterns = None,
) -> None:
    """Say of each concept how its sentence asserts it: presence, time and person."""
    from trialsift.extract.context import answer
    from trialsift.packs.load import load_packs

    packs = load_packs(patterns)
    tally = Tally()
    with writing(out) as stream:
        for where, row in _rows(sentences, tally):
            try:
                write_line(stream, answer(row, packs))
                tally.done += 1
            except KeyError as error:
                tally.refuse(
                    where, f"the key {error.args[0]} is missing; id, sentence and concept are needed"
                )
            except ValueError as error:
                tally.refuse(where, str(error))
    tally.close(what="sentences")


def _rows(path: Path, tally: Tally) -> Iterator[tuple[str, dict[str, str]]]:
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "there is no such file"
        raise UsageError(f"{path}: {what}. Name a file of JSON lines.")
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                tally.refuse(f"{path}:{number}", "this line is not JSON")
                continue
            yield f"{path}:{number}", row
