"""`trialsift extract --summary`: one line a note, none for the patient's record."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_one_line_a_note(tmp_path: Path) -> None:
    folder = tmp_path / "notes" / "p1"
    folder.mkdir(parents=True)
    (folder / "patient.json").write_text('{"id": "p1", "sex": "female"}')
    (folder / "01_clinic_2024-03-15.txt").write_text("Doing well. ECOG 1.\n")
    (folder / "02_labs_2024-03-16.txt").write_text("Hb 98 g/L\n")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "extract", "notes", "--summary"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        {
            "note_id": "p1/01_clinic_2024-03-15.txt",
            "patient_id": "p1",
            "summary": {"ecog": {"low": 1, "high": 1}},
        },
        {"note_id": "p1/02_labs_2024-03-16.txt", "patient_id": "p1", "summary": {}},
    ]
