"""Every command of the README runs and prints what the README shows."""

import re
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    [line[4:] for line in block.splitlines()] for block in re.findall(r"(?:^    .+\n)+", README, re.MULTILINE)
]
OURS = ".venv/bin/trialsift "
COMMANDS = [(line, place) for place, block in enumerate(BLOCKS) for line in block if line.startswith(OURS)]
DEMO = re.search(
    r"\.venv/bin/trialsift (screen .+) \"\$@\"", (ROOT / "scripts" / "demo").read_text(encoding="utf-8")
)
CODE = f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"


def program(command: str, folder: Path) -> list[str]:
    """A command as started here; what it writes goes below folder."""
    words = [
        re.sub(r"^(results|facts\.jsonl)$", lambda found: str(folder / found[0]), word)
        for word in shlex.split(command)
    ]
    return [sys.executable, "-c", CODE, *words]


def run(command: str, folder: Path) -> list[str]:
    done = subprocess.run(
        program(command, folder), capture_output=True, text=True, cwd=ROOT, check=False, input="four words in row\n"
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [line.replace(f"{folder}/", "") for line in (done.stdout + done.stderr).splitlines()]


def shown_after(place: int) -> list[str]:
    """The output that the README shows under a command: the next block, unless that is a command too."""
    after = BLOCKS[place + 1 :]
    return after[0] if after and not re.match(r"\.venv/|scripts/", after[0][0]) else []


@pytest.fixture(scope="module")
def screened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The folder in which the first command has left its results, and what it printed."""
    assert DEMO is not None
    folder = tmp_path_factory.mktemp("demo")
    return folder, run(DEMO[1], folder)


def test_the_first_command_prints_what_is_shown(screened: tuple[Path, list[str]]) -> None:
    folder, printed = screened
    shown = shown_after(BLOCKS.index(["scripts/demo"]))
    assert len(shown) >= 4
    assert [line for line in shown if line not in printed] == []
    assert (folder / "results" / "report.html").is_file()


@pytest.mark.parametrize(
    ("line", "place"),
    [item for item in COMMANDS if " serve " not in item[0]],
    ids=lambda item: str(item)[:60],
)
def test_a_command_prints_what_is_shown(line: str, place: int, screened: tuple[Path, list[str]]) -> None:
    printed = run(line.removeprefix(OURS), screened[0])
    shown = shown_after(place) if line == BLOCKS[place][-1] else []
    assert [words for words in shown if words not in printed] == []


def test_the_worklist_says_where_it_is(screened: tuple[Path, list[str]]) -> None:
    line, place = next(item for item in COMMANDS if " serve " in item[0])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [*program(line.removeprefix(OURS), screened[0]), "--port", str(port)]
    shown = shown_after(place)[0].replace("8765", str(port))
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as started:
        assert started.stdout is not None
        printed = next(words.strip() for words in started.stdout if words.startswith("Worklist"))
        started.send_signal(signal.SIGINT)
    assert printed == shown


def test_the_first_two_commands_stand_first() -> None:
    assert [block for block in BLOCKS if block[0].startswith("scripts/")] == [
        ["scripts/demo"],
        ["scripts/test"],
    ]
