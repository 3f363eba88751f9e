"""No kind scores below its floor on the development gold notes."""

from pathlib import Path

from trialsift.gold.floor import check, read_floors
from trialsift.gold.score import outcomes_in, scores_of
from trialsift.packs.rules import Packs

DEV = Path(__file__).parents[2] / "annotated_notes" / "dev"


def test_no_kind_falls_below_its_floor(packs: Packs) -> None:
    floors = read_floors(DEV)
    kinds = tuple(floors.kinds)
    assert kinds
    check(scores_of(outcomes_in(DEV, packs, kinds=kinds), kinds=kinds), floors)
