"""Labelled sentences: what counts as met, what as wrong, and messages for a file that is none."""

import json
from pathlib import Path

import pytest

from trialsift.errors import UsageError
from trialsift.gold.sentences import fault_lines, read_all, sentences_in, table_rows
from trialsift.packs.rules import Packs

ROOT = Path(__file__).parents[3] / "annotated_notes" / "sentences"
DENIED = {
    "expect": [{"kind": "condition", "concept": "seizure", "presence": "absent"}],
    "forbid": [{"kind": "condition", "presence": "present"}],
}
LINES = (
    {"id": "a", "type": "clinic", "text": "No epilepsy.", **DENIED},
    {"id": "b", "type": "clinic", "text": "Epilepsy since 2010.", **DENIED},
    {"id": "c", "type": "clinic", "text": "Appendicectomy 2010.", "expect": [{"kind": "treatment", "agent": "appendicectomy", "from": "2010-01-01"}]},
)  # fmt: skip


def written(folder: Path, *lines: str) -> Path:
    path = folder / "s.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_met_missed_and_forbidden(tmp_path: Path, packs: Packs) -> None:
    reads = read_all(sentences_in(written(tmp_path, *map(json.dumps, LINES), "")), packs)
    assert [(len(item.missed), len(item.wrong)) for item in reads] == [(0, 0), (1, 1), (0, 0)]
    rows = {row[0]: row[1:] for row in table_rows(reads)}
    assert rows["condition"][:4] == ("2", "1", "2", "1")
    assert rows["sentences"][4].startswith("0.667")
    lines = list(fault_lines(reads, kinds=("condition",)))
    assert lines[0] == "b  clinic  Epilepsy since 2010."
    assert [line.split()[0] for line in lines[1:]] == ["missed", "wrong", "found"]
    assert list(fault_lines(reads, kinds=("treatment",))) == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "s.jsonl:1: is no sentence"),
        ('{"id": "a"}', "s.jsonl:1: is no sentence"),
        (
            '{"id": "a", "type": "", "text": "x", "expect": [{"kind": "egoc"}]}',
            "s.jsonl:1: unknown kind egoc",
        ),
    ],
)
def test_a_line_that_is_none_is_named(line: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words):
        sentences_in(written(tmp_path, line))


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are no sentences"):
        sentences_in(tmp_path)


@pytest.mark.parametrize("part", ["dev", "test"])
def test_the_sentences_that_are_shipped_load_and_no_id_stands_twice(part: str) -> None:
    names = [item.id for item in sentences_in(ROOT / part)]
    assert len(names) > 700
    assert len(set(names)) == len(names)
