"""Drafted criteria asked of a note, against a reader's label."""

import gzip
import json
from pathlib import Path

import pytest

from trialsift.gold.criterion_pairs import pairs_lines, read_pairs
from trialsift.packs.load import load_packs

NOTE = "A 44-year-old man with gout presents with a swollen knee. His brother keeps bees."


def row(number: int, section: str, text: str, label: str) -> dict[str, object]:
    return {
        "annotation_id": number,
        "note": NOTE,
        "criterion_type": section,
        "criterion_text": text,
        "expert_eligibility": label,
    }


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = [
        row(1, "inclusion", "Aged 40\nyears or older", "included"),
        row(2, "exclusion", "Younger than 30 years", "not excluded"),
        row(3, "inclusion", "Aged 50 years or older", "included"),
        row(4, "inclusion", "Member of a bee keepers' guild", "not enough information"),
        row(5, "exclusion", "Pregnant women", "not applicable"),
    ]
    file = tmp_path / "pairs.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.writelines(f"{json.dumps(item)}\n" for item in rows)
    return file


def test_decided_right_and_wrong_are_counted(path: Path) -> None:
    pairs = read_pairs(path, load_packs())
    assert [(pair.answer, pair.right) for pair in pairs] == [
        ("yes", True),
        ("no", True),
        ("no", False),
        ("unknown", False),
        ("no", True),
    ]
    lines = pairs_lines(pairs)
    assert lines[0].endswith("of 5")
    assert "0.200" in lines[3]
    assert lines[-1] == "wrong: 3 inclusion, read no"
