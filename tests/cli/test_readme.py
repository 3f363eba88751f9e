"""Every trialsift command of the README runs and prints what the README shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^    \.venv/bin/trialsift (.+)$", README, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_command(command: str, tmp_path: Path) -> None:
    words = [word.replace("facts.jsonl", str(tmp_path / "facts.jsonl")) for word in shlex.split(command)]
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    shown = [line[4:] for line in README[README.index(command) :].splitlines()[2:] if line.startswith("    ")]
    assert done.returncode == 0
    assert shown[0] in (done.stdout + done.stderr).splitlines()
