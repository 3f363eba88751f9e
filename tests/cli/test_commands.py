"""The commands end to end: what they write, what they say, how they exit."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

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
    done = run("extract", ".", "--kinds", "tumor_size", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith('unknown kind "tumor_size". Did you mean "tumour_size"? Known: histology,')


def test_a_folder_as_the_file_to_write_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("ECOG 1")
    (tmp_path / "results").mkdir()
    done = run("extract", "notes", "--out", "results", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "results: is a folder. Name the file to write.\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", "results"]


def test_a_folder_is_no_file_for_context(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("{}")
    done = run("context", "s.jsonl", "--out", ".", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == ".: is a folder. Name the file to write.\n"


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
    assert (
        run("packs", "try", "The weather is fine.", cwd=tmp_path).stdout == "No fact, and no rule matches.\n"
    )


def test_a_hit_that_gives_no_fact_is_told_in_the_folder_that_was_named(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "patterns", tmp_path / "mine")
    with (tmp_path / "mine" / "facts" / "ecog.yaml").open("a") as file:
        file.write(
            '  - id: ecog.zzz\n    phrases: ["fitness figure {number}"]\n    hits: ["[[Fitness figure 1]]."]\n'
            '    misses: ["Fitness is fine."]\n'
        )
    done = run("packs", "check", "--patterns", "mine", cwd=tmp_path)
    assert done.returncode == 10
    assert done.stderr.startswith("mine/facts/ecog.yaml:")
    assert "hit of ecog.zzz: the rule matches, but no fact rests on it" in done.stderr
    assert "roles of ecog: described, scale" in done.stderr


def test_a_hit_that_fails_by_a_misspelt_role_or_value_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "patterns", tmp_path / "mine")
    with (tmp_path / "mine" / "facts" / "ecog.yaml").open("a") as file:
        file.write(
            "  - id: ecog.zzz\n    role: scal\n    value: ecog\n    phrases: [fitness figure]\n    hits:\n"
            '      - {text: "[[Fitness figure]] 1.", value: {lo: 1}}\n    misses: ["Fitness is fine."]\n'
        )
    done = run("packs", "check", "--patterns", "mine", cwd=tmp_path)
    assert done.returncode == 10
    assert 'No other rule has the role "scal". Did you mean "scale"?' in done.stderr
    assert 'ecog has no "lo": low, high, scale' in done.stderr


def test_a_broken_pack_is_told_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "patterns" / "facts").mkdir(parents=True)
    (tmp_path / "patterns" / "facts" / "ecog.yaml").write_text(
        'fact: ecog\nrules:\n  - id: ecog.x\n    phrases: [x]\n    hit: ["x"]\n    misses: ["y"]\n'
    )
    done = run("packs", "check", "--patterns", "patterns", cwd=tmp_path)
    assert done.returncode == 10
    assert 'unknown key "hit". Did you mean "hits"?' in done.stderr


def many(folder: Path, number: int) -> None:
    with (folder / "many.jsonl").open("w") as stream:
        for place in range(number):
            row = {
                "note_id": f"n{place}",
                "patient_id": f"p{place % 9}",
                "text": f"ECOG {place % 4}. Hb 98 g/L.",
            }
            stream.write(json.dumps(row) + "\n")


def test_ctrl_c_says_what_is_kept_and_resume_finishes(tmp_path: Path) -> None:
    many(tmp_path, 3000)
    words = ("extract", "many.jsonl", "--out", "facts.jsonl")
    child = started(*words, "--workers", "2", cwd=tmp_path)
    wait_for(tmp_path / "facts.jsonl.state")
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "Stopped. What was read is kept; go on with the same command and --resume" in said
    assert "Traceback" not in said
    done = run(*words, "--resume", cwd=tmp_path)
    assert "notes were read before the interruption" in done.stderr
    assert done.stderr.endswith("3000 notes in: 3000 done, 0 refused\n")
    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text().splitlines()]
    assert (len(rows), len({row["note_id"] for row in rows})) == (6000, 3000)


def test_resume_needs_a_file(tmp_path: Path) -> None:
    done = run("extract", ".", "--resume", cwd=tmp_path)
    assert done.returncode == 2
    assert "--resume goes with --out" in done.stderr


def test_a_second_screening_reads_only_what_is_new_or_changed(tmp_path: Path) -> None:
    many(tmp_path, 20)
    words = ("screen", "many.jsonl", "--trial", "NCT05602415", "--out", "results")
    assert "20 notes in: 20 done" in run(*words, cwd=tmp_path).stderr
    with (tmp_path / "many.jsonl").open("a") as stream:
        stream.write('{"note_id": "new", "patient_id": "p3", "text": "ECOG 4 now."}\n')
    again = run(*words, cwd=tmp_path).stderr
    assert again.startswith(
        "20 notes were read before and are unchanged, 0 are no longer there; 1 screenings"
    )
    assert again.endswith("21 notes in: 21 done, 0 refused\n")


def test_export_writes_every_table_and_texts_only_when_asked(tmp_path: Path) -> None:
    many(tmp_path, 20)
    with (tmp_path / "many.jsonl").open("a") as stream:
        stream.write('{"note_id": "empty", "text": ""}\n')
    run("screen", "many.jsonl", "--trial", "NCT05602415", "--out", "results", cwd=tmp_path)
    done = run("export", "results", "--parquet", "tables", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = {path.stem: pq.read_table(path).to_pylist() for path in (tmp_path / "tables").iterdir()}
    assert {name: len(found) for name, found in rows.items()} == {
        "notes": 20, "facts": 40, "screenings": 10, "answers": len(rows["answers"]), "set_aside": 1
    }  # fmt: skip
    assert all("ECOG" not in str(row) for row in rows["notes"])
    fact = next(row for row in rows["facts"] if row["kind"] == "ecog" and row["note_id"] == "n1")
    assert (json.loads(fact["value"])["low"], fact["quote"], fact["start"], fact["end"]) == (
        1,
        "ECOG 1",
        0,
        6,
    )
    assert {row["patient_id"] for row in rows["answers"]} == {row["patient_id"] for row in rows["screenings"]}
    run("export", "results", "--parquet", "tables", "--with-text", cwd=tmp_path)
    assert pq.read_table(tmp_path / "tables" / "notes.parquet").to_pylist()[0]["text"] == "ECOG 0. Hb 98 g/L."


def test_export_without_a_store_says_what_to_do(tmp_path: Path) -> None:
    done = run("export", "results", "--parquet", "tables", cwd=tmp_path)
    assert done.returncode == 2
    assert "there is no store. Run trialsift screen" in done.stderr


def started(*words: str, cwd: Path) -> "subprocess.Popen[str]":
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT / 'pipeline')!r}); from trialsift.cli import main; main()"
    )
    path = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=cwd, env=path
    )  # fmt: skip


def wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"{path.name} did not come")


def test_watch_prints_new_candidates_with_the_day_they_were_first_flaggable(tmp_path: Path) -> None:
    (tmp_path / "notes" / "p1").mkdir(parents=True)
    (tmp_path / "notes" / "p1" / "01_clinic_2025-02-01.txt").write_text("ECOG 1 today.")
    (tmp_path / "trial.yaml").write_text(
        'trial: W-1\nprotocol: "own words"\ncriteria:\n  - id: I1\n    says: "ECOG 0 or 1"\n    deciding: yes\n'
        "    include_if: {ecog: {one_of: [0, 1], pick: newest}}\ncases:\n  - {have: {}, get: {all: unknown}}\n"
    )
    child = started(
        "watch", "notes", "--trial", "trial.yaml", "--out", "results", "--every", "0.5", "--rounds", "30", cwd=tmp_path
    )  # fmt: skip
    wait_for(tmp_path / "results" / "screening.jsonl")
    (tmp_path / "p2").mkdir()
    (tmp_path / "p2" / "a_clinic_2025-03-01.txt").write_text("Seen in clinic.")
    (tmp_path / "p2" / "b_clinic_2025-03-09.txt").write_text("ECOG 0 now.")
    (tmp_path / "p2").rename(tmp_path / "notes" / "p2")  # both at once, whenever the next look is
    assert child.stdout is not None
    lines = [child.stdout.readline().split("  ", 1)[1] for _ in range(2)]
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=60)
    assert lines == [
        "p1  W-1  candidate, first flaggable 2025-02-01  first screening: I1\n",
        "p2  W-1  candidate, first flaggable 2025-03-09  first screening: I1\n",
    ]
    assert "Stopped. What was read and screened is kept in results/trialsift.sqlite." in said
    told = run("changes", "results", "--candidates", cwd=tmp_path).stdout
    assert [line.split("  ", 1)[1] for line in told.splitlines(keepends=True)] == lines
    rows = [
        json.loads(line) for line in run("changes", "results", "--json", cwd=tmp_path).stdout.splitlines()
    ]
    assert [row["flaggable"] for row in rows] == ["2025-02-01", "2025-03-09"]


def test_the_version_and_the_help_say_what_this_is(tmp_path: Path) -> None:
    assert run("--version", cwd=tmp_path).stdout == "trialsift 0.1.0\n"
    helped = run("--help", cwd=tmp_path).stdout
    assert "what they show, with the words" in " ".join(helped.split())
    assert "12 some notes refused" in helped


def test_results_of_an_earlier_run_under_other_names_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("ECOG 1")
    once = ("screen", "notes", "--trial", "NCT05602415")
    found = []
    for words in (once, (*once, "--trial", "NCT05711615"), once):
        assert run(*words, cwd=tmp_path).returncode == 0
        (tmp_path / "results" / "report-mine.html").touch()
        found.append(sorted(path.name for path in (tmp_path / "results").glob("report*")))
    both = ["report-NCT05602415.html", "report-NCT05711615.html", "report-mine.html"]
    assert found == [
        ["report-mine.html", "report.html"],
        both,
        ["report-NCT05711615.html", "report-mine.html", "report.html"],
    ]
