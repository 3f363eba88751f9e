"""What an edit of the packs changes, told as sentences."""

import shutil
import subprocess
from pathlib import Path

import pytest

from trialsift.errors import UsageError
from trialsift.gold.brat import Mark
from trialsift.gold.diff import fact_changes, gold_changes, shown
from trialsift.note import Note
from trialsift.packs.earlier import unpack_revision
from trialsift.packs.load import load_packs, patterns_folder
from trialsift.packs.rules import Packs

TEXT = "Seen today.\nShe is well. Her ECOG is 1 now. Brooke-Hall index 2, Hb 98 g/L."
NOTE = Note(note_id="n1", patient_id="p1", text=TEXT, source="n1.txt")
RULE = """
  - id: ecog.zz_brooke_hall
    phrases: [Brooke-Hall index]
    value: ecog
    role: scale
    hits: ["[[Brooke-Hall index]] 2"]
    misses: ["Brooke-Hall"]
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edited") / "patterns"
    shutil.copytree(patterns_folder(), folder)
    with (folder / "facts" / "ecog.yaml").open("a") as stream:
        stream.write(RULE)
    return folder


@pytest.fixture(scope="module")
def more(edited: Path) -> Packs:
    return load_packs(edited)


def mark(quote: str, grade: int) -> Mark:
    start = TEXT.index(quote)
    return Mark(kind="ecog", start=start, end=start + len(quote), quote=quote, value={"low": grade})


def test_a_new_rule_shows_the_facts_it_gains_and_losing_it_those_it_lost(packs: Packs, more: Packs) -> None:
    gained = [str(item) for item in fact_changes(NOTE, packs, more)]
    assert gained == [
        "gained  ecog low 2, high 2, scale ecog, written 2  n1.txt:2  [[Brooke-Hall index 2]], Hb 98 g/L.  by ecog.zz_brooke_hall"
    ]
    assert [item.change for item in fact_changes(NOTE, more, packs)] == ["lost"]
    assert fact_changes(NOTE, packs, packs) == []


def test_gold_marks_are_gained_and_lost(packs: Packs, more: Packs) -> None:
    marks = (mark("ECOG is 1", 1), mark("Brooke-Hall index 2", 2))
    assert [str(item) for item in gold_changes(NOTE, marks, packs, more)] == [
        "gained  gold ecog low 2  n1.txt:2  [[Brooke-Hall index 2]], Hb 98 g/L."
    ]
    assert [item.change for item in gold_changes(NOTE, marks, more, packs)] == ["lost"]


def test_false_alarms_come_and_go(packs: Packs, more: Packs) -> None:
    marks = (mark("ECOG is 1", 1),)
    assert str(gold_changes(NOTE, marks, packs, more)[0]).startswith("new false alarm  ecog low 2")
    assert str(gold_changes(NOTE, marks, more, packs)[0]).startswith("false alarm gone  ecog low 2")


def test_the_sentence_of_a_quote_ends_where_it_ends() -> None:
    start = TEXT.index("ECOG is 1")
    assert shown(NOTE, start, start + 9) == "n1.txt:2  Her [[ECOG is 1]] now."


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b", *words], check=True, capture_output=True)  # fmt: skip


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_last_commit_is_read_and_what_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    patterns = tmp_path / "work" / "patterns"
    patterns.mkdir(parents=True)
    with pytest.raises(UsageError, match="lies in no git checkout"):
        unpack_revision(patterns, "HEAD", tmp_path / "a")
    (patterns / "a.txt").write_text("old")
    git(tmp_path / "work", "init", "-q")
    git(tmp_path / "work", "add", ".")
    git(tmp_path / "work", "commit", "-qm", "first")
    (patterns / "a.txt").write_text("new")
    assert (unpack_revision(patterns, "HEAD", tmp_path / "b") / "a.txt").read_text() == "old"
    with pytest.raises(UsageError, match='no revision "nosuch"'):
        unpack_revision(patterns, "nosuch", tmp_path / "c")


def test_without_git_a_folder_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UsageError, match="git is not installed"):
        unpack_revision(tmp_path, "HEAD", tmp_path)
