"""Every trialsift command of the README runs and prints what the README shows."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DEMO = re.search(
    r"\.venv/bin/trialsift (screen .+) \"\$@\"", (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
)
BLOCKS = re.findall(r"(?:^    .+\n)+", README, re.MULTILINE)
COMMANDS = [place for place, block in enumerate(BLOCKS) if ".venv/bin/trialsift" in block]


def run(command: str, folder: Path) -> list[str]:
    words = [
        re.sub(r"^(results|facts\.jsonl)$", lambda found: str(folder / found[0]), word)
        for word in shlex.split(command)
    ]
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return [line.replace(f"{folder}/", "") for line in (done.stdout + done.stderr).splitlines()]


def lines(block: str) -> list[str]:
    return [line[4:] for line in block.splitlines()]


def shown_after(place: int) -> list[str]:
    """The output that the README shows under a command: the next block, unless that is a command too."""
    after = BLOCKS[place + 1 :]
    return lines(after[0]) if after and not re.match(r"    (?:\.venv|scripts)/", after[0]) else []


@pytest.mark.parametrize("place", COMMANDS, ids=lambda place: BLOCKS[place].strip()[:60])
def test_a_command_prints_what_is_shown(place: int, tmp_path: Path) -> None:
    command = BLOCKS[place].strip().removeprefix(".venv/bin/trialsift ")
    printed = run(command, tmp_path)
    assert [line for line in shown_after(place) if line not in printed] == []


def test_the_first_command_prints_what_is_shown(tmp_path: Path) -> None:
    assert DEMO is not None
    place = next(place for place, block in enumerate(BLOCKS) if block.strip() == "scripts/demo")
    printed = run(DEMO[1], tmp_path)
    assert len(shown_after(place)) >= 4
    assert [line for line in shown_after(place) if line not in printed] == []
    assert (tmp_path / "results" / "report.html").is_file()


def test_the_first_two_commands_stand_first() -> None:
    assert [block.strip() for block in BLOCKS if "scripts/" in block] == ["scripts/demo", "scripts/test"]
