"""The wheel, installed apart from the checkout, carries its patterns and works from any folder."""

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling, which builds the wheel, is not installed; the extra test has it",
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds what the wheel holds, as pip puts it there."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert built.returncode == 0, built.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        held.extractall(folder / "site")
    return folder / "site"


def run(site: Path, cwd: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "trialsift", *words],
        cwd=cwd, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_it_holds_every_pack_and_template_of_the_checkout(installed: Path) -> None:
    packs = {path.relative_to(ROOT / "patterns") for path in (ROOT / "patterns").rglob("*.yaml")}
    shipped = installed / "trialsift" / "patterns"
    assert {path.relative_to(shipped) for path in shipped.rglob("*.yaml")} == packs
    assert (installed / "trialsift" / "report" / "templates" / "report.css").is_file()
    assert not (installed / "tests").exists()


def test_packs_are_read_from_inside_the_package(installed: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from trialsift.packs.load import patterns_folder as f; print(f())"],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(installed)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == str(installed / "trialsift" / "patterns")
    tried = run(installed, tmp_path, "packs", "try", "ECOG 1")
    assert "fact  ecog" in tried.stdout, tried.stderr


def test_it_screens_from_another_folder(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "notes" / "p1").mkdir(parents=True)
    (tmp_path / "notes" / "p1" / "01_clinic_2024-03-15.txt").write_text("Doing well. ECOG 1.\n")
    done = run(installed, tmp_path, "screen", "notes", "--trial", "NCT05602415")
    assert done.returncode == 0, done.stderr
    assert "0 candidate, 1 open, 0 excluded" in done.stdout
    assert sorted(path.name for path in (tmp_path / "results").iterdir()) == [
        "report.html", "screening.jsonl", "summary.csv", "trialsift.sqlite", "trialsift.sqlite.lock",
    ]  # fmt: skip
