"""A draft of a trial: every criterion of a source text with what could be modelled of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from trialsift.draft.conditions import NumberCondition
from trialsift.draft.numbers import numbers_of
from trialsift.draft.source import Source, read_source
from trialsift.draft.split import Stretch, split

Status = Literal["modelled", "partly", "person"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCriterion:
    """One criterion: where it stands, how far it is modelled, and its bounds."""

    stretch: Stretch
    status: Status
    numbers: tuple[NumberCondition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A source and its criteria; stretches hold what is no criterion too."""

    source: Source
    stretches: tuple[Stretch, ...]
    criteria: tuple[DraftCriterion, ...]


def draft_file(path: Path) -> Draft:
    """The draft of a text file or of a registry's JSON; UsageError when it holds no criterion."""
    return draft(read_source(path))


def draft(source: Source) -> Draft:
    """The draft of one eligibility text."""
    stretches = split(source.text)
    criteria = tuple(_criterion(item) for item in stretches if item.kind == "criterion")
    return Draft(source=source, stretches=stretches, criteria=criteria)


def _criterion(stretch: Stretch) -> DraftCriterion:
    numbers = numbers_of(stretch)
    return DraftCriterion(stretch=stretch, status="partly" if numbers else "person", numbers=numbers)


def coverage_line(made: Draft) -> str:
    """How many criteria are modelled, partly modelled, and left to a person."""
    counts = Counter(item.status for item in made.criteria)
    return (
        f"{len(made.criteria)} criteria: {counts['modelled']} modelled, "
        f"{counts['partly']} partly, {counts['person']} for a person"
    )


def draft_row(made: Draft) -> Mapping[str, Any]:
    """The contract's JSON of a draft: what `trialsift draft --json` prints."""
    return {
        "trial": made.source.trial_id,
        "criteria": [_criterion_row(item) for item in made.criteria],
    }


def _criterion_row(item: DraftCriterion) -> dict[str, Any]:
    return {
        "id": item.stretch.id,
        "section": item.stretch.section,
        "start": item.stretch.start,
        "end": item.stretch.end,
        "status": item.status,
        "conditions": [
            {
                "variable": number.variable,
                "op": number.op,
                "value": int(number.value) if number.value == int(number.value) else number.value,
                "unit": number.unit,
                "alternative": number.alternative,
            }
            for number in item.numbers
        ],
    }
