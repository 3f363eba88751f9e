"""Illnesses in the frames and names of many hospitals: every cell is read rightly."""

from tests.grids.filled import cells_of, fault_of

from trialsift.packs.rules import Packs


def test_every_cell_is_read_rightly(packs: Packs) -> None:
    assert [fault for cell in cells_of("conditions") if (fault := fault_of(cell, packs))] == []
