"""Floors: no kind's precision or recall on the gold notes falls below what was once measured, unseen.

floor.json lies in the gold folder. A floor is a little under the measured value, and can be lowered
only with a sentence that says why, which stays in the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from trialsift.errors import Fault, GoldError, GoldFloorError
from trialsift.facts import FACT_KINDS
from trialsift.gold.score import KindScore

NAME = "floor.json"
SLACK = 0.02
AT_LEAST = 3  # marks or facts; fewer say nothing


class Floor(BaseModel):
    """The floors of one kind, with the counts that they were set at."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    precision: float
    recall: float
    gold: int
    found: int
    right: int


class Lowering(BaseModel):
    """One lowering that was allowed: which kinds, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: tuple[str, ...]
    because: str


class Floors(BaseModel):
    """floor.json: a floor a kind, and every sentence with which one was lowered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinds: dict[str, Floor] = {}
    lowered: tuple[Lowering, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A score below its floor."""

    kind: str
    what: str
    floor: float
    score: float
    counts: str

    def __str__(self) -> str:
        """ "margin: recall 0.62 (31 of 50) is below its floor of 0.70"."""
        return f"{self.kind}: {self.what} {self.score:.3f} ({self.counts}) is below its floor of {self.floor:.3f}"


def read_floors(folder: Path) -> Floors:
    """The floors of a gold folder; none when it has no floor.json."""
    path = folder / NAME
    if not path.is_file():
        return Floors()
    try:
        return Floors.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors()[:3])
        raise GoldError([Fault(file=str(path), line=1, what=f"cannot be used: {told}")]) from error


def write_floors(floors: Floors, folder: Path) -> None:
    """Write floor.json, kinds in the order they have."""
    (folder / NAME).write_text(floors.model_dump_json(indent=1) + "\n", encoding="utf-8", newline="\n")


def falls(scores: Sequence[KindScore], floors: Floors) -> list[Fall]:
    """Every score below its floor; a kind that is no longer found or marked at all falls too."""
    by_kind = {score.kind: score for score in scores}
    found: list[Fall] = []
    for kind, floor in floors.kinds.items():
        score = by_kind.get(kind, KindScore(kind=kind, gold=0, found=0, right=0))
        for what, share, least in (
            ("precision", score.precision, floor.precision),
            ("recall", score.recall, floor.recall),
        ):
            if (share.value or 0.0) < least:
                counts = f"{share.hits} of {share.total}"
                found.append(Fall(kind=kind, what=what, floor=least, score=share.value or 0.0, counts=counts))
    return found


def check(scores: Sequence[KindScore], floors: Floors) -> None:
    """Raise GoldFloorError, which names every fall, when a score is below its floor."""
    if fallen := falls(scores, floors):
        told = "\n".join(map(str, fallen))
        raise GoldFloorError(
            f"{told}\nSee each error with: trialsift gold score --errors --kinds "
            f"{','.join(dict.fromkeys(item.kind for item in fallen))}"
        )


def refreshed(scores: Sequence[KindScore], floors: Floors, *, because: str = "") -> Floors:
    """Floors a little under these scores; GoldFloorError when one would be lowered without a because.

    Kinds with too few marks or facts keep what they have.
    """
    counted = [score for score in scores if min(score.gold, score.found) >= AT_LEAST]
    made = dict(floors.kinds) | {
        score.kind: _raised(score, floors.kinds.get(score.kind)) for score in counted
    }
    lowered = [kind for kind, old in floors.kinds.items() if _is_lower(made[kind], old)]
    if lowered and not because.strip():
        raise GoldFloorError(
            f"this would lower the floor of {', '.join(lowered)}. "
            'If that is right, say why: --because "a sentence", which stays in the file'
        )
    note = (Lowering(kinds=tuple(lowered), because=because.strip()),) if lowered else ()
    return Floors(kinds=_in_order(made), lowered=(*floors.lowered, *note))


def floor_of(score: KindScore) -> Floor:
    """Precision and recall less the slack, rounded down to two places, with the counts behind them."""
    return Floor(
        precision=_under(score.precision.value), recall=_under(score.recall.value), gold=score.gold,
        found=score.found, right=score.right,
    )  # fmt: skip


def _raised(score: KindScore, old: Floor | None) -> Floor:
    """The floor of a score; an old floor that the score still holds is kept where it is the higher one."""
    new = floor_of(score)
    if old is None:
        return new
    precision = (
        old.precision if new.precision < old.precision <= (score.precision.value or 0.0) else new.precision
    )
    recall = old.recall if new.recall < old.recall <= (score.recall.value or 0.0) else new.recall
    return new.model_copy(update={"precision": precision, "recall": recall})


def _under(value: float | None) -> float:
    return max(int(((value or 0.0) - SLACK) * 100 + 1e-9), 0) / 100


def _is_lower(new: Floor, old: Floor) -> bool:
    return new.precision < old.precision or new.recall < old.recall


def _in_order(floors: Mapping[str, Floor]) -> dict[str, Floor]:
    return {kind: floors[kind] for kind in FACT_KINDS if kind in floors}


def table_rows(floors: Mapping[str, Floor]) -> list[tuple[str, ...]]:
    """The floors as rows of a table."""
    return [
        (kind, f"{item.precision:.2f}", f"{item.recall:.2f}", f"{item.right} right of {item.found} found, {item.gold} marked")
        for kind, item in floors.items()
    ]  # fmt: skip
