"""trialsift beside other libraries on the same texts: notes a second of processor time, and what each of them does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from trialsift.bench import peers
from trialsift.extract import facts_in
from trialsift.extract.engine import targets_of
from trialsift.extract.stock import stock_pipeline
from trialsift.note import Note
from trialsift.packs.rules import Packs

PYTHON = "TRIALSIFT_PEERS"  # the environment variable that names a Python which has them
Row = dict[str, object]


def compared(packs: Packs, notes: Sequence[Note]) -> dict[str, Row]:
    """For each library its notes a second and what it did in that time; or in a word why it is not measured."""
    texts = [note.text for note in notes]
    nlp = stock_pipeline(packs, kinds=())
    own = {
        "trialsift": ("all facts with dates, assertions and evidence", lambda: _read(notes, packs)),
        "medspaCy": (
            "sentences, the same phrases and regexes, ConText",
            lambda: [nlp(text) for text in texts],
        ),
    }
    rows = {name: _row(does, _seconds(run), len(texts)) for name, (does, run) in own.items()}
    for name, found in _peers(packs, texts).items():
        does = " ".join((peers.PEERS[name].__doc__ or "").split())
        seconds = found.get("seconds")
        rows[name] = (
            _row(does, float(seconds), len(texts)) if isinstance(seconds, float) else {"does": does, **found}
        )
    return rows


def _read(notes: Sequence[Note], packs: Packs) -> object:
    return [facts_in(note, packs) for note in notes]


def _row(does: str, seconds: float, notes: int) -> Row:
    return {"does": does, "notes_a_second": round(notes / seconds, 1)}


def _seconds(run: Callable[[], object]) -> float:
    run()
    taken = []
    for _ in range(peers.RUNS):
        start = process_time()
        run()
        taken.append(process_time() - start)
    return median(taken)


def _peers(packs: Packs, texts: Sequence[str]) -> dict[str, dict[str, object]]:
    """What the other libraries took, measured in a process of their own Python."""
    _, patterns, _ = targets_of(packs)
    phrases = sorted({pattern.phrase.lower() for pattern in patterns if pattern.phrase})
    done = subprocess.run(  # noqa: S603 - a fixed script, by a Python that the caller names
        [os.environ.get(PYTHON, sys.executable), str(Path(peers.__file__))],
        input=json.dumps({"phrases": phrases, "texts": list(texts)}), stdout=subprocess.PIPE, text=True, check=True,
        stderr=subprocess.DEVNULL, env={**os.environ, "POLARS_MAX_THREADS": "1"},
    )  # fmt: skip
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found
