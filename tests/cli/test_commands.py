"""The commands end to end: what they write, what they say, how they exit."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, cwd=cwd, check=False
    )


def test_extract_writes_facts_whose_quotes_stand_in_the_note(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    text = "ECOG 1 today.\nHb 98 g/L, no history of epilepsy.\n"
    (tmp_path / "notes" / "a_clinic_2024-03-15.txt").write_text(text)
    done = run("extract", "notes", "--out", "facts.jsonl", cwd=tmp_path)
    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text().splitlines()]
    assert done.returncode == 0
    assert done.stderr == "1 notes in: 1 done, 0 refused\n"
    assert {row["kind"] for row in rows} == {"ecog", "lab", "condition"}
    assert all(item["quote"] == text[item["start"] : item["end"]] for row in rows for item in row["evidence"])


def test_a_refused_note_is_named_and_the_rest_is_done(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "good.txt").write_text("ECOG 1")
    (tmp_path / "notes" / "bad.txt").write_bytes(b"%PDF-1.4")
    done = run("extract", "notes", cwd=tmp_path)
    assert done.returncode == 12
    assert len(done.stdout.splitlines()) == 1
    assert "bad.txt: it is a PDF document" in done.stderr
    assert done.stderr.endswith("2 notes in: 1 done, 1 refused\n")


def test_kinds_are_checked(tmp_path: Path) -> None:
    done = run("extract", ".", "--kinds", "egoc", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("unknown kind egoc. Known: histology,")


def test_context_answers_each_row_and_refuses_the_rest(tmp_path: Path) -> None:
    rows = [
        {"id": "1", "sentence": "There is no metastasis.", "concept": "metastasis"},
        {"id": "2", "sentence": "There is no metastasis.", "concept": "fever"},
    ]
    (tmp_path / "s.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    done = run("context", "s.jsonl", cwd=tmp_path)
    assert done.returncode == 12
    assert [json.loads(line)["presence"] for line in done.stdout.splitlines()] == ["absent"]
    assert "s.jsonl:2: the concept does not stand in the sentence" in done.stderr


def test_packs_check_and_try(tmp_path: Path) -> None:
    assert run("packs", "check", cwd=tmp_path).stdout.endswith("all right\n")
    tried = run("packs", "try", "ECOG 1", cwd=tmp_path)
    assert "fact  ecog" in tried.stdout
    assert tried.stderr == ""


def test_a_broken_pack_is_told_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "patterns" / "facts").mkdir(parents=True)
    (tmp_path / "patterns" / "facts" / "ecog.yaml").write_text(
        'fact: ecog\nrules:\n  - id: ecog.x\n    phrases: [x]\n    hit: ["x"]\n    misses: ["y"]\n'
    )
    done = run("packs", "check", "--patterns", "patterns", cwd=tmp_path)
    assert done.returncode == 10
    assert 'unknown key "hit". Did you mean "hits"?' in done.stderr
