"""Which code made a result: its hash stands beside those of the notes, the patterns and the trial file."""

import hashlib
from functools import cache
from pathlib import Path

from trialsift import __version__

READS = ("extract", "facts.py", "note.py", "packs", "rows.py", "traits.py", "units.py")  # notes into facts
DECIDES = (
    "answers.py", "apart.py", "chart.py", "criteria.py", "evaluate", "screen.py", "standing.py", "trials", "units.py",
)  # facts into answers  # fmt: skip


@cache
def code_hash(places: tuple[str, ...]) -> str:
    """A hash of this version and of the code in these files and folders of the package."""
    package, digest = Path(__file__).resolve().parent, hashlib.sha256(__version__.encode())
    for place in (package / name for name in places):
        for path in sorted(place.rglob("*.py")) if place.is_dir() else (place,):
            digest.update(path.read_bytes())
    return digest.hexdigest()
