"""Bounds that a person read in eligibility texts, against those of `trialsift draft --json`.

The gold is a folder of NCT….json files, {"trial", "bounds": [{"section", "variable", "op", "value", "unit",
"alternative", "unclear"}]}; the texts are beside it in trial_texts.jsonl.gz. A bound counts once a trial and
section. One that is `unclear` (two readers would differ) is neither asked for nor counted as wrong.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.draft.draft import draft, draft_row
from trialsift.draft.source import source_of_study
from trialsift.errors import UsageError
from trialsift.gold.statistics import Share
from trialsift.gold.tables import aligned
from trialsift.packs.rules import Packs

_GROUPS = {
    "age": ("age_years",),
    "performance": ("ecog", "karnofsky", "lansky"),
    "tumour size": ("tumour_size_mm",),
    "other": ("qtc_ms", "lvef_percent", "life_expectancy_days", "bmi", "weight_kg"),
}  # every other variable is a laboratory value
_HEAD = ("group", "gold", "found", "right", "precision", "recall", "alternative told right")
_NEAR = 0.03  # months are 30 days, or 365/12


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One bound of a trial; unit in one spelling."""

    trial: str
    section: str
    variable: str
    op: str
    value: float
    unit: str
    alternative: bool
    unclear: bool = False

    @property
    def group(self) -> str:
        """The line of the table that it belongs to."""
        return next((name for name, held in _GROUPS.items() if self.variable in held), "laboratory")

    def same(self, other: "Bound") -> bool:
        """The same bound in all but its alternative flag."""
        ours = (self.trial, self.section, self.variable, self.op, self.unit)
        theirs = (other.trial, other.section, other.variable, other.op, other.unit)
        near = _NEAR if self.variable == "life_expectancy_days" else 1e-6
        return ours == theirs and abs(self.value - other.value) <= near * abs(self.value)

    def __str__(self) -> str:
        flag = " (alternative)" if self.alternative else ""
        return (
            f"{self.trial} {self.section} {self.variable} {self.op} {self.value:g} {self.unit}".rstrip()
            + flag
        )


def gold_in(folder: Path) -> Mapping[str, tuple[Bound, ...]]:
    """The gold of each trial of a folder; UsageError when there is none."""
    files = sorted(folder.glob("NCT*.json"))
    if not files:
        raise UsageError(f"{folder}: no gold files (NCT….json) there.")
    held = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return {row["trial"]: _bounds(row["trial"], row["bounds"]) for row in held}


def found_in(texts: Path, trials: Iterable[str], packs: Packs) -> Mapping[str, tuple[Bound, ...]]:
    """What `draft` reads in the texts of these trials."""
    wanted = set(trials)
    found: dict[str, tuple[Bound, ...]] = {}
    for study in _studies(texts):
        name = str(study["nct_id"])
        if name in wanted:
            row = draft_row(draft(source_of_study(study, name=name), packs))
            conditions = [
                {"section": item["section"], **condition}
                for item in row["criteria"]
                for condition in item["conditions"]
            ]
            found[name] = _bounds(name, conditions)
    if missing := wanted - found.keys():
        raise UsageError(f"{texts}: {len(missing)} of the gold's trials are not there.")
    return found


def status_table(texts: Path, packs: Packs) -> list[str]:
    """How many criteria of all these texts a draft models, models in part, or leaves to a person."""
    drafts = (draft(source_of_study(study, name=str(study["nct_id"])), packs) for study in _studies(texts))
    counts = Counter(model.status for made in drafts for model in made.models.values())
    rows = [(name, str(counts[name])) for name in ("modelled", "partly", "person")]
    return aligned([*rows, ("all", str(counts.total()))])


def _studies(texts: Path) -> Iterator[Mapping[str, Any]]:
    with gzip.open(texts, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _bounds(trial: str, rows: Iterable[Mapping[str, Any]]) -> tuple[Bound, ...]:
    held: list[Bound] = []
    for row in rows:
        bound = Bound(trial=trial, **{**row, "unit": one_spelling(row["unit"])})
        if not any(bound.same(other) for other in held):
            held.append(bound)
    return tuple(held)


def one_spelling(unit: str) -> str:
    """ "cells/µL" and "/mcL" are "/ul", "milliseconds" "ms", "gm/dL" "g/dl"."""
    unit = unit.lower().replace("µ", "u").replace("mc", "u").replace("per ", "/")
    unit = re.sub(r"cells|platelets|\s|\^|cubicmillimet(?:er|re)", "", unit)
    unit = re.sub(r"milliseconds?|msecs?", "ms", unit)
    unit = re.sub(r"microlit(?:er|re)", "ul", unit)
    return re.sub(r"^gm(?=/)", "g", unit).replace("minute", "min")


def bounds_table(gold: Mapping[str, Sequence[Bound]], found: Mapping[str, Sequence[Bound]]) -> list[str]:
    """A line a group and one for all: counts, precision and recall, and how many flags are right."""
    asked = [bound for held in gold.values() for bound in held]
    read = [bound for name in gold for bound in found[name] if not _is_unclear(bound, asked)]
    asked = [bound for bound in asked if not bound.unclear]
    rows: list[tuple[str, ...]] = [_HEAD]
    for group in ("age", "performance", "tumour size", "laboratory", "other", "all"):
        ours = [bound for bound in asked if group in (bound.group, "all")]
        theirs = [bound for bound in read if group in (bound.group, "all")]
        rows.append((group, *_cells(ours, theirs)))
    return aligned(rows)


def bound_errors(gold: Mapping[str, Sequence[Bound]], found: Mapping[str, Sequence[Bound]]) -> list[str]:
    """Each bound that is invented, missed, or whose alternative flag is wrong."""
    lines: list[str] = []
    for name, asked in gold.items():
        read = found[name]
        lines += [f"invented  {bound}" for bound in read if not any(bound.same(other) for other in asked)]
        for bound in asked:
            mate = next((other for other in read if bound.same(other)), None)
            if mate is None and not bound.unclear:
                lines.append(f"missed    {bound}")
            elif mate and not bound.unclear and mate.alternative != bound.alternative:
                lines.append(f"flag      {bound}")
    return lines


def _is_unclear(bound: Bound, asked: Sequence[Bound]) -> bool:
    return any(other.unclear and bound.same(other) for other in asked)


def _cells(asked: Sequence[Bound], read: Sequence[Bound]) -> tuple[str, ...]:
    pairs = [(bound, other) for bound in asked for other in read if bound.same(other)]
    right = len(pairs)
    flags = sum(bound.alternative == other.alternative for bound, other in pairs)
    return (
        str(len(asked)),
        str(len(read)),
        str(right),
        str(Share(hits=right, total=len(read))),
        str(Share(hits=right, total=len(asked))),
        str(Share(hits=flags, total=right)),
    )
