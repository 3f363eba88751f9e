"""The charts written blind: every answer is there, and every quote stands in its note."""

import json
from pathlib import Path

import pytest

CHARTS = Path(__file__).parents[2] / "annotated_notes" / "charts"
FOLDERS = sorted(path.parent for path in CHARTS.glob("*/*/patient.json"))
CRITERIA = {f"I{number}" for number in range(1, 12)} | {f"E{number}" for number in range(1, 20)}


def test_how_many_charts_there_are_to_look_at_and_to_count() -> None:
    assert [sum(folder.parent.name == part for folder in FOLDERS) for part in ("dev", "test")] == [132, 16]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_chart_answers_every_criterion_by_words_of_its_notes(folder: Path) -> None:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    assert truth["criteria"].keys() == CRITERIA
    for answer in truth["criteria"].values():
        assert answer["answer"] in answer["accept"]
        for quote in answer["quotes"]:
            assert quote["quote"] in (folder / quote["note"]).read_text(encoding="utf-8")
