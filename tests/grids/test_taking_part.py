"""Whether somebody will come, has signed, is fit, swallows, reacts to drugs and was in studies, as notes say it."""

from pathlib import Path

from tests.grids.answered import faults, filled

from trialsift.packs.rules import Packs
from trialsift.trials import load_trial

_CRITERIA = ("I5", "I8", "I9", "I10", "E4", "E7", "E15", "E16", "E17", "E18")


def test_every_cell_is_answered_rightly(packs: Packs) -> None:
    trial = load_trial("NCT05602415", packs)
    cells = filled(Path(__file__).with_name("taking_part.yaml"), each=1)
    wrong = [fault for note, right in cells for fault in faults(note, right, _CRITERIA, trial, packs)]
    assert not wrong, "\n".join(wrong)
