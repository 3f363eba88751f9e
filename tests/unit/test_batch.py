"""Archives into the store: once each, only what is new, nothing lost when killed."""

import datetime as dt
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from trialsift import workers
from trialsift.batch import Counts, ScreenPatients, count_due, read_into, screen_due, screen_patient
from trialsift.errors import UsageError
from trialsift.extract import read_facts
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.rules import Packs
from trialsift.rows import fact_row
from trialsift.store import Store
from trialsift.trials import load_trial

ROOT = Path(__file__).parents[2]


def note(name: str, text: str, patient: str = "p1", day: int = 1) -> Note:
    return Note(
        note_id=name,
        patient_id=patient,
        text=text,
        note_type="clinic",
        note_date=dt.date(2025, 3, day),
        source=f"{name}.txt",
    )


NOTES = [
    note(f"n{number}", f"ECOG {number % 4} today. Hb {90 + number} g/L.", patient=f"p{number % 3}")
    for number in range(9)
]


def rows(store: Store) -> list[tuple[str, str]]:
    return store.db.execute("SELECT note_id, row FROM facts ORDER BY note_id, place").fetchall()


def read(
    path: Path, notes: Iterable[Note | Patient | Refusal], packs: Packs, **how: object
) -> tuple[Store, Counts]:
    store = Store(path / "s.sqlite")
    return store, read_into(store, notes, packs, **how)  # type: ignore[arg-type]


def test_two_workers_find_what_one_finds(tmp_path: Path, packs: Packs) -> None:
    one, _ = read(tmp_path / "one", NOTES, packs)
    two, _ = read(tmp_path / "two", reversed(NOTES), packs, workers=2)
    assert rows(one) == rows(two)
    assert len(rows(one)) == 18


def test_the_store_gives_facts_back_as_they_were_read(tmp_path: Path, packs: Packs) -> None:
    store, _ = read(tmp_path, NOTES[:1], packs)
    held = [fact_row(fact, patient_id="p0") for fact in store.chart("p0").facts]
    assert held == [fact_row(fact, patient_id="p0") for fact in read_facts(NOTES[0], packs).facts]


def test_only_new_and_changed_notes_are_read_again(tmp_path: Path, packs: Packs) -> None:
    store, first = read(tmp_path, NOTES, packs)
    changed = [*NOTES[:8], note("n8", "ECOG 3 now.", patient="p2"), note("n9", "ECOG 0.", patient="p0")]
    again = read_into(store, changed, packs)
    assert (first.done, first.known) == (9, 0)
    assert (again.done, again.known, again.gone) == (2, 8, 0)


def test_what_another_program_read_or_decided_is_made_again_and_said(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial = load_trial("NCT05602415", packs)
    store, _ = read(tmp_path, NOTES, packs)
    assert len(list(screen_due(store, [trial], packs.hash))) == 3
    monkeypatch.setattr("trialsift.screen.code_hash", lambda _: "another program")
    monkeypatch.setattr("trialsift.store.held.code_hash", lambda _: "another program")
    again = read_into(store, NOTES, packs)
    assert (again.done, again.known) == (9, 0)
    assert len(list(screen_due(store, [trial], packs.hash))) == 3
    assert count_due(store, [trial], packs.hash) == 0
    assert read_into(store, NOTES, packs).known == 9


def test_a_store_of_the_last_format_is_brought_up_and_all_of_it_is_due(tmp_path: Path, packs: Packs) -> None:
    trial = load_trial("NCT05602415", packs)
    store, _ = read(tmp_path, NOTES, packs)
    list(screen_due(store, [trial], packs.hash))
    store.db.execute("DROP INDEX set_aside_patient")
    for column in ("patient_id", "run"):
        store.db.execute(f"ALTER TABLE set_aside DROP COLUMN {column}")
    for table in ("notes", "set_aside", "screenings"):
        store.db.execute(f"ALTER TABLE {table} DROP COLUMN code_hash")
    passes = store.db.execute("SELECT patient_id, passes FROM screenings").fetchall()
    store.db.execute("ALTER TABLE screenings DROP COLUMN passes")
    store.db.execute("PRAGMA user_version = 2")
    store.close()
    with Store(tmp_path / "s.sqlite") as brought_up:
        held = brought_up.db.execute("SELECT patient_id, passes FROM screenings").fetchall()
    assert [(who, json.loads(said)) for who, said in held] == [
        (who, json.loads(said)) for who, said in passes
    ]
    store, again = read(tmp_path, NOTES, packs)
    assert (again.done, again.known) == (9, 0)
    assert len(list(screen_due(store, [trial], packs.hash))) == 3


def test_a_note_that_is_no_longer_there_is_taken_out_and_counted(tmp_path: Path, packs: Packs) -> None:
    store, _ = read(tmp_path, NOTES, packs)
    assert read_into(store, NOTES[:6], packs).gone == 3
    assert store.counts()["notes"] == 6
    assert read_into(store, [note("n10", "ECOG 1.", patient="p0")], packs, keep=True).gone == 0
    assert store.counts()["notes"] == 7


@pytest.mark.parametrize("source", ["n7.txt", "folder", "folder/t.csv"])
def test_a_note_whose_source_cannot_be_read_this_time_stays(
    tmp_path: Path, packs: Packs, source: str
) -> None:
    held = [
        replace(item, source=f"folder/t.csv:{item.note_id}") if "folder" in source else item for item in NOTES
    ]
    store, _ = read(tmp_path, held, packs)
    broken = Refusal(source=source, reason="it is damaged")
    assert read_into(store, [*held[:7], broken], packs).gone == (1 if source == "n7.txt" else 0)
    assert read_into(store, held[:7], packs).gone == (1 if source == "n7.txt" else 2)


def test_an_id_that_stands_twice_is_refused_by_name(tmp_path: Path, packs: Packs) -> None:
    _, counts = read(tmp_path, [NOTES[0], note("n0", "Another text.")], packs)
    assert (counts.done, counts.total) == (1, 2)
    assert counts.refused[0].source == "n0.txt"
    assert "stands twice" in counts.refused[0].reason


def test_a_poisoned_note_is_set_aside_and_the_rest_goes_on(
    tmp_path: Path, packs: Packs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(item: Note, held: Packs, **how: object) -> object:
        if item.note_id == "n4":
            raise RecursionError(item.text)
        return read_facts(item, held, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "read_facts", failing)
    store, counts = read(tmp_path, NOTES, packs)
    assert (counts.done, len(counts.refused)) == (8, 1)
    assert "RecursionError" in counts.refused[0].reason
    assert "ECOG" not in counts.refused[0].reason
    again = read_into(store, NOTES, packs)
    assert (again.done, again.known, again.refused) == (0, 8, counts.refused)


def test_a_patient_of_whom_nothing_could_be_read_has_a_row_that_says_so(tmp_path: Path, packs: Packs) -> None:
    trial = load_trial("NCT05602415", packs)
    broken = [
        Refusal(source=f"p9/{number}.txt", reason="it is empty", patient_id="p9") for number in range(2)
    ]
    store, _ = read(tmp_path, [*NOTES, *broken], packs)
    made = list(screen_due(store, [trial], packs.hash))
    assert [item.patient_id for item in made] == ["p0", "p1", "p2", "p9"]
    row = store.screening("p9", trial.id)
    assert row is not None
    assert row.flag == "open"
    assert {item.answer for item in row.answers} == {"unknown"}
    assert {item.because for item in row.answers} == {"None of the patient's notes could be read."}
    assert "not read: p9/0.txt: it is empty" in row.warnings
    assert row.asks[0].question == "2 notes could not be read (see the warnings). Have them exported again"
    assert row.asks[0].who == "Records office"


def test_a_note_that_could_not_be_read_is_told_of_its_patient_until_it_can(
    tmp_path: Path, packs: Packs
) -> None:
    trial = load_trial("NCT05602415", packs)

    def screened(items: Iterable[Note | Refusal]) -> dict[str, list[str]]:
        store, _ = read(tmp_path, items, packs)
        with store:
            made = [item.patient_id for item in screen_due(store, [trial], packs.hash)]
            return {name: [words for words in store.screening(name, trial.id).warnings if "not read" in words] for name in made}  # type: ignore[union-attr]  # fmt: skip

    broken = Refusal(source="n8.txt", reason="it is empty", patient_id="p2")
    assert screened([*NOTES[:8], broken]) == {"p0": [], "p1": [], "p2": ["not read: n8.txt: it is empty"]}
    assert screened([*NOTES[:8], broken]) == {}
    assert screened(NOTES) == {"p2": []}
    assert screened([*NOTES[:8], broken]) == {"p2": ["not read: n8.txt: it is empty"]}
    assert screened(NOTES) == {"p2": []}  # the text was read before: it is passed on, not read again
    gone = replace(broken, source="other.txt")
    assert screened([*NOTES, gone]) == {"p2": ["not read: other.txt: it is empty"]}
    assert screened(NOTES) == {"p2": []}  # its file is no longer there


def test_screenings_are_made_anew_only_where_something_changed(tmp_path: Path, packs: Packs) -> None:
    trial = load_trial("NCT05602415", packs)
    store, _ = read(tmp_path, NOTES, packs)
    assert len(list(screen_due(store, [trial], packs.hash))) == 3
    assert list(screen_due(store, [trial], packs.hash)) == []
    read_into(store, [*NOTES[:8], note("n8", "ECOG 4 now.", patient="p2", day=9)], packs)
    changed = list(screen_due(store, [trial], packs.hash))
    assert [item.patient_id for item in changed] == ["p2"]
    assert store.changes()[-1]["why"] == "screening date"
    assert "I5" in store.changes()[-1]["criteria"]


def test_two_workers_screen_as_one(tmp_path: Path, packs: Packs) -> None:
    trials = [load_trial(name, packs) for name in ("NCT05602415", "NCT06748872")]
    held = []
    for number in (1, 2):
        store, _ = read(tmp_path / str(number), NOTES, packs)
        made = [
            (item.trial, item.patient_id) for item in screen_due(store, trials, packs.hash, workers=number)
        ]
        assert len(made) == count_made(store) == 6
        held.append((made, [list(store.screening_lines(trial.id)) for trial in trials]))
    assert held[0] == held[1]


def count_made(store: Store) -> int:
    return int(store.db.execute("SELECT count(*) FROM screenings").fetchone()[0])


def test_a_note_that_comes_while_its_patient_is_screened_makes_the_screening_due_again(
    tmp_path: Path, packs: Packs
) -> None:
    trial = load_trial("NCT05602415", packs)
    store, _ = read(tmp_path, NOTES, packs)
    work = ScreenPatients(path=store.path, trial=trial, pack_hash=packs.hash)
    made = screen_patient(store, "p2", work)
    read_into(store, [*NOTES, note("n9", "ECOG 4 now.", patient="p2", day=9)], packs)
    store.put_screened(made)
    assert "p2" in [item.patient_id for item in screen_due(store, [trial], packs.hash)]
    assert count_due(store, [trial], packs.hash) == 0


def test_a_file_where_the_results_should_go_is_told(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("")
    with pytest.raises(UsageError, match=r"results: this is a file\. Name a folder for the results\."):
        Store(tmp_path / "results" / "s.sqlite")


def test_two_runs_at_once_on_one_store_are_refused(tmp_path: Path, packs: Packs) -> None:
    """They would take each other's notes out. A process that is killed leaves no lock: see the killed runs."""
    first, _ = read(tmp_path, NOTES, packs)
    with Store(first.path) as second, pytest.raises(UsageError, match="another run"):
        read_into(second, NOTES[:1], packs)
    first.close()
    with Store(first.path) as second:
        assert read_into(second, NOTES, packs).known == 9


def test_a_full_disk_leaves_what_was_written_before(tmp_path: Path, packs: Packs) -> None:
    with Store(tmp_path / "s.sqlite") as store:
        store.db.execute("PRAGMA max_page_count = 40")  # as much as the disk would hold
        big = [note(f"b{number}", f"ECOG 1. {'x ' * 20_000}", patient=f"p{number}") for number in range(80)]
        with pytest.raises(sqlite3.OperationalError, match="full"):
            read_into(store, [*NOTES, *big], packs)
        assert not store.db.in_transaction
    with Store(tmp_path / "s.sqlite") as store:
        counts = read_into(store, [*NOTES, *big], packs)
        assert (counts.total, store.counts()["notes"]) == (89, 89)


_CHILD = """
import sys
sys.path.insert(0, {pipeline!r})
from pathlib import Path
from trialsift.note import Note
from trialsift.batch import read_into
from trialsift import workers
from trialsift.packs.load import load_packs
from trialsift.store import Store
workers.CHUNK = 4
many = [
    Note(note_id="m%d" % number, patient_id="p%d" % (number % 50), text="ECOG %d. Hb 98 g/L." % (number % 3))
    for number in range(400)
]
print("reading", flush=True)
print(read_into(Store(Path(sys.argv[1])), many, load_packs()).total)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX signal")
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    """Killed three times while it writes; the next run finishes with every note once."""
    child = [sys.executable, "-c", _CHILD.format(pipeline=str(ROOT / "pipeline")), str(tmp_path / "s.sqlite")]
    for pause in (0.05, 0.15, 0.3):
        done = subprocess.Popen(child, cwd=ROOT, stdout=subprocess.PIPE)
        assert done.stdout is not None
        done.stdout.readline()
        time.sleep(pause)
        done.send_signal(signal.SIGKILL)
        done.wait()
        done.stdout.close()
    last = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, check=True)
    assert last.stdout.split()[-1] == "400"
    store = Store(tmp_path / "s.sqlite")
    assert store.counts() == {"notes": 400, "facts": 800, "patients": 50, "set_aside": 0}
