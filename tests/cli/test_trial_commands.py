"""`trialsift trial check`, `trial diff` and `changes`, end to end."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRIAL = """trial: DEMO-9
title: Demo
criteria:
  - {id: I1, says: "ECOG 0 to 2", deciding: yes, include_if: {ecog: {at_most: 2, pick: newest}}}
  - {id: I2, says: "Age 18 or more", include_if: {person: {age: {at_least: 18 years}, pick: newest}}}
cases:
  - {have: {}, get: {all: unknown}}
  - {have: {ecog: "1"}, get: {I1: "yes"}}
"""


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "v1.yaml").write_text(TRIAL)
    (tmp_path / "v2.yaml").write_text(
        TRIAL.replace("ECOG 0 to 2", "ECOG 0 or 1").replace("at_most: 2", "at_most: 1")
    )
    (tmp_path / "unclear.yaml").write_text(TRIAL.replace("ECOG 0 to 2", "Fit, e.g. ECOG 0 to 2"))
    for name, words in (("anna", "ECOG 2 today."), ("bert", "ECOG 1 today.")):
        (tmp_path / "notes" / name).mkdir(parents=True)
        (tmp_path / "notes" / name / "01_clinic_2025-03-15.txt").write_text(words + "\n")
    return tmp_path


def test_check_prints_one_line_a_finding_and_is_strict_on_request(folder: Path) -> None:
    assert run("trial", "check", "v1.yaml", "--strict", cwd=folder).returncode == 0
    found = run("trial", "check", "v1.yaml", "unclear.yaml", cwd=folder)
    assert found.stdout.splitlines() == [
        'unclear.yaml:4 I1 open-list: "e.g. ECOG 0 to 2". The list is open. Say whether others count, and by which mark.'
    ]
    assert found.returncode == 0
    strict = run("trial", "check", "unclear.yaml", "--strict", cwd=folder)
    assert strict.returncode == 11
    assert strict.stderr == "1 findings in 1 files\n"


def test_check_tries_the_cases(folder: Path) -> None:
    (folder / "wrong.yaml").write_text(TRIAL.replace('get: {I1: "yes"}', 'get: {I1: "no"}'))
    done = run("trial", "check", "v1.yaml", "wrong.yaml", cwd=folder)
    assert done.returncode == 11
    assert done.stderr.startswith('wrong.yaml:8 case "ecog": I1 comes out yes, and the case says no.')


def test_an_amendment_says_which_patients_changed_and_by_what(folder: Path) -> None:
    for version in ("v1.yaml", "v2.yaml"):
        assert (
            run(
                "screen", "notes", "--trial", version, "--on", "2025-04-01", "--out", "out", cwd=folder
            ).returncode
            == 0
        )
    told = run("trial", "diff", "v1.yaml", "v2.yaml", "--results", "out", cwd=folder).stdout.splitlines()
    assert told[0] == 'I1 reworded: "ECOG 0 to 2" -> "ECOG 0 or 1"'
    assert told[1].startswith("I1 condition: ECOG performance status, at most 2, the newest reading")
    assert [line.split(" ", 1)[1] for line in told[2:-1]] == [
        "DEMO-9 anna: candidate -> excluded by I1 (protocol)"
    ]
    assert told[-1] == "2 differences, 1 patients changed"


def test_changes_say_why(folder: Path) -> None:
    screen = ("screen", "notes", "--trial", "v1.yaml", "--on", "2025-04-01", "--out", "out")
    run(*screen, cwd=folder)
    (folder / "notes" / "bert" / "02_clinic_2025-03-28.txt").write_text("ECOG 3 today.\n")
    run(*screen, cwd=folder)
    line = run("changes", "out", "--since", "2025-01-01", cwd=folder).stdout.splitlines()[-1]
    assert line.split("  ")[1:] == ["bert", "DEMO-9", "candidate -> excluded", "notes: I1"]
    assert run("changes", "out", "--since", "2999-01-01", cwd=folder).stdout == ""


def test_no_store_and_no_date_are_usage_errors(folder: Path) -> None:
    missing = run("changes", "nowhere", cwd=folder)
    assert missing.returncode == 2
    assert "there is no store" in missing.stderr
    assert run("changes", "out", "--since", "soon", cwd=folder).returncode == 2
