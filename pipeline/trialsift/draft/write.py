"""A draft as the text of a trial file that the loader accepts."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML

from trialsift.draft.model import Modelled
from trialsift.draft.source import Source
from trialsift.draft.split import Stretch

_WIDTH = 120


def trial_text(
    source: Source, stretches: Sequence[Stretch], models: Mapping[str, Modelled], *, coverage: str
) -> str:
    """The whole file: every criterion in the order of the source, everything else as comments between.

    The one example case is the silent chart, which answers unknown to everything.
    """
    trial = source.trial_id or "DRAFT"
    head: dict[str, Any] = {"trial": trial}
    if source.title:
        head["title"] = source.title
    head["protocol"] = f"drafted from {source.name}; not yet checked by a person"
    head["notes"] = coverage
    lines = [_dump(head, flow=False), *_upper_limits(models), "criteria:\n"]
    for item in stretches:
        if item.kind == "criterion":
            lines.append(_indented(_dump([_criterion(source, item, models[item.id])])))
        else:
            lines += [
                f"  # {part}\n" for part in source.text[item.start : item.end].splitlines() if part.strip()
            ]
    lines.append("cases:\n  - {have: {}, get: {all: unknown}}\n")
    return "".join(lines)


# Between which values laboratories set the upper limit of normal.
_UPPER_LIMITS = {
    "bilirubin": "[17 umol/L, 26 umol/L]",
    "alt": "[33 U/L, 56 U/L]",
    "ast": "[31 U/L, 48 U/L]",
    "inr": '["1.1", "1.3"]',
}


def _upper_limits(models: Mapping[str, Modelled]) -> list[str]:
    """The limits that a criterion's multiples of normal need, for notes that print none; a site changes them."""
    shown = json.dumps([model.node for model in models.values()])
    used = [name for name in _UPPER_LIMITS if f'"analyte": "{name}"' in shown and "xULN" in shown]
    lines = [f"  {name}: {_UPPER_LIMITS[name]}\n" for name in used]
    return (
        [
            "# Where a note prints no reference range; a site writes its own laboratory's.\nupper_limits:\n",
            *lines,
        ]
        if used
        else []
    )


def _criterion(source: Source, item: Stretch, model: Modelled) -> dict[str, Any]:
    first = item.lines[0]
    words = source.text[first.end - len(first.words) : item.end]  # without its number or bullet
    row: dict[str, Any] = {"id": item.id, "says": " ".join(words.split()) or "(no words)"}
    if model.missing:
        row["note"] = "Not modelled: " + "; ".join(model.missing) + "."
    if model.settled_by:
        row["settled_by"] = model.settled_by
    if model.node:
        row["include_if" if item.section == "inclusion" else "exclude_if"] = json.loads(
            json.dumps(model.node)
        )
        # a copy of its own: a list that stands in two conditions would be written as an alias
    return row


def _dump(data: Any, *, flow: bool | None = None) -> str:
    yaml = YAML(typ="safe", pure=True)
    yaml.default_flow_style = flow
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _indented(text: str) -> str:
    return "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
