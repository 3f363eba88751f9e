"""Checked packs are kept on disk: the same as read anew, never trusted blindly, never in the way."""

import json
import os
from pathlib import Path

import pytest

from trialsift.errors import FaultsError, PackError
from trialsift.packs import load
from trialsift.packs.kept import FOLDER, kept, kept_folder
from trialsift.packs.load import load_packs
from trialsift.packs.packed import packed, unpacked
from trialsift.packs.rules import Packs
from trialsift.packs.yaml_parse import parse_yaml
from trialsift.packs.yaml_text import MapNode, read_yaml

RULE = 'fact: ecog\nrules:\n  - id: ecog.x\n    phrases: [x]\n    hits: ["x"]\n    misses: ["y"]\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    return tmp_path / "kept"


def made(value: object = ("fresh",)) -> object:
    """What is given for one key, when it would be made anew as value."""
    return kept("thing", "key", lambda: list(value) if isinstance(value, tuple) else value)


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def test_shipped_packs_come_back_as_they_were(packs: Packs) -> None:
    back = unpacked(json.loads(json.dumps(packed(packs))))
    assert back == packs
    assert repr(back) == repr(packs)  # tuples are not lists


def test_packs_are_checked_once_and_again_when_a_byte_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = tmp_path / "patterns"
    (patterns / "facts").mkdir(parents=True)
    rule = patterns / "facts" / "ecog.yaml"
    rule.write_text(RULE)
    first = load_packs(patterns)
    monkeypatch.setattr(load, "faults_in", lambda _: pytest.fail("checked again"))
    assert load_packs(patterns) == first
    monkeypatch.undo()
    monkeypatch.setenv(FOLDER, str(tmp_path / "kept"))
    rule.write_text(RULE.replace("phrases", "phrase"))
    with pytest.raises(PackError):
        load_packs(patterns)


def test_what_was_made_is_given_again() -> None:
    assert made() == ["fresh"]
    assert made("other") == ["fresh"]
    assert kept("thing", "another key", lambda: "other") == "other"


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    made()
    path = the_file(folder)
    for damaged in (b"", path.read_bytes()[:-1], path.read_bytes().replace(b"fresh", b"stale")):
        path.write_bytes(damaged)
        assert made() == ["fresh"]
        assert b"fresh" in path.read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps profiles apart by itself")
def test_a_file_that_others_may_write_is_not_read(folder: Path) -> None:
    made()
    the_file(folder).chmod(0o666)
    assert made("other") == "other"
    assert the_file(folder).stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps profiles apart by itself")
def test_a_file_of_another_user_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    made()
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert made("other") == "other"


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    made()
    path = the_file(folder)
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert made("other") == "other"


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(FOLDER, str(tmp_path / "file" / "below"))
    assert made() == ["fresh"]


def test_an_empty_name_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, "")
    assert kept_folder() is None
    assert made() == ["fresh"]
    assert made("other") == "other"


def test_the_users_own_cache_folder_is_the_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(FOLDER)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_folder() == tmp_path / "trialsift"
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kept_folder() == tmp_path / ".cache" / "trialsift"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps profiles apart by itself")
def test_a_home_of_somebody_else_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (FOLDER, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert kept_folder() is None


def test_old_files_go_and_half_written_ones_are_none(folder: Path) -> None:
    for number in range(30):
        kept("thing", f"key {number}", lambda: 1)
    assert len(list(folder.iterdir())) == 24


def test_a_trial_file_read_before_is_the_same_tree(folder: Path) -> None:
    text = "a: [x, 'y', {b: }]\nc:\n  - d: 1.10\n"
    fresh = parse_yaml(text, "t.yaml").root
    assert read_yaml(text, "t.yaml") == fresh
    assert read_yaml(text, "t.yaml") == fresh
    assert len(list(folder.glob("yaml-*.json"))) == 1
    other = read_yaml(text, "other.yaml")
    assert isinstance(other, MapNode)
    assert {node.file for pair in other.pairs for node in pair} == {"other.yaml"}


def test_a_trial_file_with_a_fault_is_not_kept(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(FaultsError):
            read_yaml("a: 1\na: 2\n", "t.yaml")
    assert not folder.exists()
