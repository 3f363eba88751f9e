"""The scripts run with any python that is at hand: they go on under .venv, or say what to do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ("score", "score_draft")


def run(script: Path) -> subprocess.CompletedProcess[str]:
    """A script run by a python that has none of the installed packages."""
    words = [sys.executable, "-S", str(script), "--no-such-thing"]
    return subprocess.run(words, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not (ROOT / ".venv" / "bin" / "python").exists(), reason="no .venv in this checkout")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_goes_on_under_the_checkouts_own_python(name: str) -> None:
    done = run(ROOT / "scripts" / name)
    assert "ModuleNotFoundError" not in done.stderr
    assert "is not set up" not in done.stderr


@pytest.mark.parametrize("name", [*SCRIPTS, "score_pairs", "docs", "bench"])
def test_without_an_environment_a_script_says_what_to_do(name: str, tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    for part in (name, "checkout.py"):
        shutil.copy(ROOT / "scripts" / part, tmp_path / "scripts" / part)
    done = run(tmp_path / "scripts" / name)
    assert done.returncode == 1
    assert done.stderr == "trialsift is not set up in .venv: run scripts/setup test first\n"
