"""Runs killed with SIGKILL at random points, while reading and while screening: nothing lost, nothing twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is a POSIX signal")
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_runs_end_with_what_one_whole_run_gives(tmp_path: Path, seed: int) -> None:
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killing.py")), str(tmp_path), str(seed)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "pipeline")},
    )
    said = json.loads(done.stdout)
    assert said["same"]
    assert min(said["kills"].values()) > 0, said
    assert (said["notes"], said["patients"], said["set_aside"]) == (240, 40, 0)
