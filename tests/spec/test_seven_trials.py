"""Several trials at once over the development notes: every patient, every criterion, and each note read once."""

from collections import Counter
from pathlib import Path

import pytest

from trialsift import batch, workers
from trialsift.criteria import Trial
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.store import Store
from trialsift.trials import load_trial, trial_files

DEV = Path(__file__).parents[2] / "annotated_notes" / "dev"
PATIENTS = ("tn01", "tn02")  # the whole folder takes a minute; the law does not need it


@pytest.fixture(scope="module")
def trials(packs: Packs) -> list[Trial]:
    return [load_trial(path, packs) for path in trial_files()]


def test_each_note_is_read_once_for_all_trials(
    trials: list[Trial], packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: Counter[str] = Counter()
    read = workers.read_facts

    def counted(note: Note, held: Packs, **how: object) -> object:
        reads[note.note_id] += 1
        return read(note, held, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(workers, "read_facts", counted)
    items = [item for name in PATIENTS for item in read_notes(DEV / name)]
    with Store(tmp_path / "store.sqlite") as store:
        batch.read_into(store, items, packs)
        done = [(item.trial, item.patient_id) for item in batch.screen_due(store, trials, packs.hash)]
        answered = {
            (trial.id, item.patient_id): len(item.answers)
            for trial in trials
            for item in store.screenings(trial.id)
        }
    assert set(reads.values()) == {1}
    assert len(done) == len(set(done)) == len(trials) * len({patient for _, patient in done})
    assert answered == {(trial.id, patient): len(trial.criteria) for trial in trials for _, patient in done}


def test_shipped_trials(trials: list[Trial]) -> None:
    assert {
        "NCT05602415",
        "NCT05711615",
        "NCT07261657",
        "NCT06946225",
        "NCT06748872",
        "NCT05910307",
        "NCT06503146",
    } <= {trial.id for trial in trials}
