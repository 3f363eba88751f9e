"""The command `trialsift draft`: a trial file, or JSON for programs."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from trialsift.cli import app

TEXT = "Inclusion Criteria:\n\n1. Age ≥ 33 years\n2. Something nobody models\n"


@pytest.fixture
def criteria(tmp_path: Path) -> Path:
    path = tmp_path / "made-up.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json(criteria: Path) -> None:
    result = CliRunner().invoke(app, ["draft", str(criteria), "--json"])
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["criteria"]
    assert [(row["id"], row["section"], row["status"]) for row in rows] == [
        ("I1", "inclusion", "modelled"),
        ("I2", "inclusion", "person"),
    ]
    assert "2 criteria: 1 modelled" in result.stderr


def test_yaml(criteria: Path, tmp_path: Path) -> None:
    out = tmp_path / "trial.yaml"
    result = CliRunner().invoke(app, ["draft", str(criteria), "--out", str(out)])
    assert result.exit_code == 0
    written = out.read_text(encoding="utf-8")
    assert written.startswith("trial: MADE-UP\n")
    assert "# Inclusion Criteria:" in written
    assert "settled_by: interview" in written
