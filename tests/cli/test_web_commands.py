"""serve and users at the command line."""

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("argon2", reason="needs the extra trialsift[web]")

from trialsift.report.run import STORE
from trialsift.store import Store

ROOT = Path(__file__).parents[2]


def run(*words: str, cwd: Path, said: str = "", before: str = "") -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); {before}from trialsift.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *words], input=said, capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture
def results(tmp_path: Path) -> Path:
    Store(tmp_path / "results" / STORE).db.close()
    return tmp_path


def test_a_user_is_added_once_with_a_password_from_a_pipe(results: Path) -> None:
    words = ("users", "add", "ada", "results", "--role", "administrator")
    assert (
        run(*words, cwd=results, said="four words in row\n").stdout == "ada may sign in as administrator.\n"
    )
    again = run(*words, cwd=results, said="four words in row\n")
    assert again.returncode == 2
    assert again.stderr.startswith("there is a user ada already.")
    listed = run("users", "list", "results", cwd=results).stdout
    assert listed == "ada\tadministrator\tmay sign in\n"


def test_passwords_are_kept_as_hashes_in_a_file_of_the_owner(results: Path) -> None:
    run("users", "add", "ada", "results", cwd=results, said="four words in row\n")
    path = results / "results" / "trialsift-web.sqlite"
    assert path.stat().st_mode & 0o077 == 0
    assert all(b"four words" not in file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize(
    ("words", "said", "message"),
    [
        (("ada", "results", "--role", "boss"), "four words in row", '"boss" is no role.'),
        (("a b", "results"), "four words in row", "a user's name has"),
        (("ada", "results"), "short", "the password must have 12"),
        (("ada", "results"), "ada ada ada ada", "the password must not hold the name"),
        (("ada", "nowhere"), "four words in row", "there is no store"),
    ],
)
def test_what_will_not_do_is_said(results: Path, words: tuple[str, ...], said: str, message: str) -> None:
    done = run("users", "add", *words, cwd=results, said=said + "\n")
    assert done.returncode == 2
    assert message in done.stderr
    assert not (results / "nowhere").exists()


def test_serve_wants_a_store(tmp_path: Path) -> None:
    done = run("serve", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert "Run trialsift screen" in done.stderr


def test_without_the_extra_the_message_names_it(results: Path) -> None:
    hide = "import importlib.util as u; f = u.find_spec; u.find_spec = lambda n, *a: None if n == 'uvicorn' else f(n, *a); "
    done = run("serve", "results", cwd=results, before=hide)
    assert done.returncode == 2
    assert "this needs the package uvicorn" in done.stderr
    assert "trialsift[web]" in done.stderr


@pytest.mark.parametrize(
    ("out", "message"),
    [
        ("nowhere/log.csv", "nowhere/log.csv: cannot be written: there is no such folder.\n"),
        ("folder.csv", "folder.csv: cannot be written: it is a folder.\n"),
    ],
)
def test_a_log_that_has_no_place_is_told_before_it_counts_as_taken_out(
    results: Path, out: str, message: str
) -> None:
    (results / "folder.csv").mkdir()
    done = run("log", "results", "--trial", "NCT05602415", "--out", out, cwd=results)
    assert (done.returncode, done.stderr) == (2, message)
    assert not (results / "results" / "trialsift-web.sqlite").exists()
