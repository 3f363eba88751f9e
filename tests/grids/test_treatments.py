"""How notes of many hospitals tell of treatments: given, going on, planned, denied, or only named."""

from pathlib import Path

from tests.grids.courses import cells_of, faults_of

from trialsift.packs.rules import Packs

_GRID = Path(__file__).with_name("treatments.yaml")


def test_frames_filled_with_terms(packs: Packs) -> None:
    slots, cells = cells_of(_GRID)
    faults = [fault for cell in cells for fault in faults_of(cell, slots, packs)]
    assert not faults, f"{len(faults)} of {len(cells)} cells:\n" + "\n".join(faults)
