"""A folder of gold patients scored: counts a kind, error lines, faults of the folder; and the command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trialsift.cli import app
from trialsift.errors import GoldError, NoteError, UsageError
from trialsift.gold.commands import kinds_named
from trialsift.gold.score import errors_of, gold_notes, outcomes_in, scores_of, total_of
from trialsift.packs.rules import Packs

TEXT = "Seen today.\nECOG 1. Mother: ECOG 2.\n"
ANN = 'T1\tecog 12 18\tECOG 1\n#1\tAnnotatorNotes T1\tvalue={"low":2}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    patient = tmp_path / "gold" / "p1"
    patient.mkdir(parents=True)
    (patient / "patient.json").write_text('{"id": "p1"}')
    (patient / "01_clinic_2024-03-15.txt").write_text(TEXT)
    (patient / "01_clinic_2024-03-15.ann").write_text(ANN)
    return tmp_path / "gold"


def test_counts_and_errors(folder: Path, packs: Packs) -> None:
    outcomes = outcomes_in(folder, packs, kinds=("ecog",))
    (score,) = scores_of(outcomes, kinds=("ecog", "lab"))
    lines = errors_of(outcomes, [score])
    assert (score.kind, score.gold, score.right) == ("ecog", 1, 0)
    assert (
        f"{folder}/p1/01_clinic_2024-03-15.txt:2  ecog  wrong  [[ECOG 1]]  expected low 2  found low 1"
        in lines[0]
    )
    assert "differs in low  ecog." in lines[0]
    assert len(lines) == score.found
    assert total_of([score]).gold == 1


def test_a_note_without_marks_is_a_fault(folder: Path) -> None:
    (folder / "p1" / "01_clinic_2024-03-15.ann").unlink()
    with pytest.raises(GoldError, match="every gold note has one"):
        gold_notes(folder)


def test_a_note_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / "p1" / "02.txt").write_bytes(b"%PDF-1.4")
    with pytest.raises(NoteError, match=r"02\.txt: it is a PDF"):
        gold_notes(folder)


def test_kinds() -> None:
    assert kinds_named("lab, ecog") == ("ecog", "lab")
    assert "histology" in kinds_named("")
    with pytest.raises(UsageError, match="unknown kind egoc"):
        kinds_named("egoc")


def test_command_prints_a_table_and_json(folder: Path) -> None:
    shown = CliRunner().invoke(app, ["gold", "score", str(folder), "--kinds", "ecog", "--errors"])
    assert shown.exit_code == 0
    lines = shown.output.splitlines()
    assert lines[0].startswith(str(folder))
    assert [line.split()[0] for line in lines[-4:]] == ["packs", "kind", "ecog", "all"]
    told = CliRunner().invoke(app, ["gold", "score", str(folder), "--kinds", "ecog", "--json"])
    assert json.loads(told.output)["scores"][0]["gold"] == 1


def test_command_refuses_a_missing_folder(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["gold", "score", str(tmp_path / "none")])
    assert isinstance(result.exception, UsageError)
