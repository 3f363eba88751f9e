"""A draft of a trial: every criterion of a source text with what could be modelled of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from trialsift.draft.conditions import NumberCondition
from trialsift.draft.model import Modelled, ends_with_or, model_of
from trialsift.draft.source import Source, read_source
from trialsift.draft.split import Stretch, split
from trialsift.draft.write import trial_text
from trialsift.errors import UsageError
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A source, all stretches of its text, and the model of each criterion by its id."""

    source: Source
    stretches: tuple[Stretch, ...]
    models: Mapping[str, Modelled]


def draft_file(path: Path, packs: Packs) -> Draft:
    """The draft of a text file or of a registry's JSON; UsageError when it holds no criterion."""
    return draft(read_source(path), packs)


def draft(source: Source, packs: Packs) -> Draft:
    """The draft of one eligibility text."""
    stretches = split(source.text)
    models: dict[str, Modelled] = {}
    for before, item in pairwise((None, *stretches)):
        if item and item.kind == "criterion":
            after_or = before is not None and before.section == item.section and ends_with_or(before)
            models[item.id] = model_of(item, packs, after_or=after_or)
    if not models:
        raise UsageError(f"{source.name}: no criterion found. Give the eligibility text of a trial.")
    return Draft(source=source, stretches=stretches, models=models)


def draft_text(made: Draft) -> str:
    """The draft as a trial file."""
    return trial_text(made.source, made.stretches, made.models, coverage=coverage_line(made))


def coverage_line(made: Draft) -> str:
    """How many criteria are decided from notes, which need the chart as well, and which a person."""
    models = made.models.values()
    counts = Counter(model.status for model in models)
    notes = sum(model.status == "modelled" and not model.settled_by for model in models)
    return (
        f"{len(models)} criteria: {counts['modelled']} modelled ({notes} decided from notes, "
        f"{counts['modelled'] - notes} with somebody's word), {counts['partly']} partly modelled and in need "
        f"of the chart, {counts['person']} for a person"
    )


def draft_row(made: Draft) -> Mapping[str, Any]:
    """The contract's JSON of a draft: what `trialsift draft --json` prints.

    minimum_age, maximum_age and sex are the registry's own fields, where the source had them.
    """
    source = made.source
    fields = {"minimum_age": source.minimum_age, "maximum_age": source.maximum_age, "sex": source.sex}
    return {
        "trial": source.trial_id,
        **{name: value for name, value in fields.items() if value},
        "coverage": coverage_line(made),
        "criteria": [
            _criterion_row(item, made.models[item.id]) for item in made.stretches if item.kind == "criterion"
        ],
    }


def _criterion_row(item: Stretch, model: Modelled) -> dict[str, Any]:
    return {
        "id": item.id,
        "section": item.section,
        "start": item.start,
        "end": item.end,
        "status": model.status,
        "missing": list(model.missing),
        "conditions": [_condition_row(number) for number in model.numbers],
    }


def _condition_row(number: NumberCondition) -> dict[str, Any]:
    value = number.value
    return {
        "variable": number.variable,
        "op": number.op,
        "value": int(value) if value == int(value) else value,
        "unit": number.unit,
        "alternative": number.alternative,
    }
