"""Kills runs over an archive at random statements until one is through; prints what was killed and what is held.

Run as a program, by test_killed_runs.py: it forks, which wants a process without threads.
"""

import hashlib
import json
import os
import random
import signal
import sys
from pathlib import Path

from trialsift import workers
from trialsift.batch import read_into, screen_due
from trialsift.note import Note
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.store import Store
from trialsift.trials import load_trial

NOTES = [
    Note(
        note_id=f"m{number}",
        patient_id=f"p{number % 40}",
        text=f"ECOG {number % 3}. Hb {90 + number % 40} g/L.",
    )
    for number in range(240)
]
HELD = (
    "SELECT note_id, patient_id, text, pack_hash, document FROM notes ORDER BY note_id",
    "SELECT * FROM facts ORDER BY note_id, place",
    "SELECT patient_id, trial, flag, row FROM screenings ORDER BY patient_id",
    "SELECT patient_id, trial, flag, before, criteria, why FROM changes ORDER BY patient_id",
    "SELECT * FROM set_aside",
)


def run(path: Path, packs: Packs, *, kill_at: int | None = None) -> None:
    with Store(path) as store:
        passed = 0

        def tick(_: str) -> None:
            nonlocal passed
            passed += 1
            if passed == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

        store.db.set_trace_callback(tick)
        read_into(store, NOTES, packs)
        for _ in screen_due(store, [load_trial("NCT05602415", packs)], packs.hash):
            pass


def killed(path: Path, packs: Packs, kill_at: int) -> bool:
    """Run in a process of its own; whether it was killed before it was through."""
    child = os.fork()
    if child == 0:
        run(path, packs, kill_at=kill_at)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def phase(path: Path) -> str:
    with Store(path) as store:
        ended = store.db.execute("SELECT ended FROM runs ORDER BY run DESC LIMIT 1").fetchone()
    return "screening" if ended and ended[0] else "reading"


def held(path: Path) -> str:
    with Store(path) as store:
        said = [store.db.execute(words).fetchall() for words in HELD]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def main(folder: Path, seed: int) -> None:
    workers.CHUNK = 4
    packs = load_packs()
    run(folder / "whole.sqlite", packs)
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    kills = {"reading": 0, "screening": 0}
    path = folder / "killed.sqlite"
    while killed(path, packs, chance.randint(1, 700)):
        kills[phase(path)] += 1
    same = held(path) == held(folder / "whole.sqlite")
    with Store(path) as store:
        sys.stdout.write(json.dumps({"kills": kills, "same": same, **store.counts()}))


main(Path(sys.argv[1]), int(sys.argv[2]))
