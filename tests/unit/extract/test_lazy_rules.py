"""Rules that wait for their words, and what is kept of them on disk: the readings stay the same."""

from pathlib import Path

import pytest

from trialsift.extract.engine import Engine, engine_for, targets_of
from trialsift.note import Note
from trialsift.packs.kept import FOLDER
from trialsift.packs.rules import Packs

TEXTS = (
    "MYXOID LIPOSARCOMA of the left thigh, FNCLCC grade 2. UPS is not seen. ECOG PS 1.",
    "Margins: the deep margin is positive. No lymphovascular invasion. 3 mitoses per 10 HPF.",
    "WHO PS 2. Us and our PS: who will see us? Hb 10.2 g/dL, pt. is well.",
)


def note(text: str) -> Note:
    return Note(note_id="n", patient_id="p", text=text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_fresh_engine_reads_as_one_that_has_read_much(text: str, packs: Packs) -> None:
    worn = engine_for(packs)
    for other in TEXTS:
        worn.read(note(other))
    fresh = Engine(packs).read(note(text))
    assert fresh.sentences
    assert fresh == worn.read(note(text))


def test_kept_patterns_are_those_that_are_made_anew(
    packs: Packs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    targets_of(packs)
    kept = targets_of(packs)
    assert list(tmp_path.glob("targets-*.json"))
    monkeypatch.setenv(FOLDER, "")
    made = targets_of(packs)
    assert kept[1:] == made[1:]
    assert {key: (rule.category, rule.metadata) for key, rule in kept[0].items()} == {
        key: (rule.category, rule.metadata) for key, rule in made[0].items()
    }
    assert {pattern.key for pattern in made[1]} <= made[0].keys()
