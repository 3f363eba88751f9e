"""Registry fields of breast, colorectal and oesophageal resections, corrected by pathologists."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from trialsift.gold.public.cases import Case, rows_in
from trialsift.gold.public.fields import Field, Summary, cases_of, grade_number, near, nodes, of, reading_of
from trialsift.packs.rules import Packs

_INVOLVED = {"positive": "positive", "negative": "negative", "close": "negative"}


def registry_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Eighty-two reports whose line breaks are lost; a close margin is not involved."""
    for row in rows_in(data / "registry_gold_reports.jsonl.gz"):
        gold: Mapping[str, Any] = (
            ast.literal_eval(row["gold"]) if isinstance(row["gold"], str) else row["gold"]
        )
        yield from cases_of(reading_of(row["text"], row["case_id"], packs), gold["cancer_data"], FIELDS)


def _margin(label: Sequence[Mapping[str, Any]] | None) -> tuple[str | None]:
    said = [item["margin_involved"] for item in label or () if item["margin_involved"] is not None]
    return (("positive" if any(said) else "negative") if said else None,)


def _distance(label: Sequence[Mapping[str, Any]] | None) -> tuple[float | None]:
    """The closest distance of a resection without an involved margin."""
    if any(item["margin_involved"] for item in label or ()):
        return (None,)
    return (min((item["distance"] for item in label or () if item["distance"] is not None), default=None),)


def _nodes(label: Sequence[Mapping[str, Any]] | None) -> tuple[tuple[int, int] | None]:
    groups = label or ()
    if not groups or any(item["involved"] is None or item["examined"] is None for item in groups):
        return (None,)
    return ((sum(item["involved"] for item in groups), sum(item["examined"] for item in groups)),)


def _invasion(label: bool | None) -> tuple[str | None]:
    return ({None: None, True: "present", False: "absent"}[label],)


def _involved(summary: Summary) -> str | None:
    return _INVOLVED.get(of("margin", "status")(summary) or "")


FIELDS = (
    Field(name="margin", label="margins", kind="margin", accept=_margin, read=_involved),
    Field(
        name="closest margin", label="margins", kind="margin", accept=_distance,
        read=of("margin", "distance_mm"), same=near,
    ),
    Field(name="size", label="tumor_size", kind="tumour_size", read=of("tumour_size", "max_mm"), same=near),
    Field(name="laterality", label="cancer_laterality", kind="site", read=of("site", "laterality")),
    Field(name="grade", label="grade", kind="grade", read=grade_number),
    Field(
        name="lymphovascular invasion", label="lymphovascular_invasion", kind="lymphovascular_invasion",
        accept=_invasion, read=of("lymphovascular_invasion", "presence"),
    ),
    Field(name="nodes", label="regional_lymph_node", kind="nodes", accept=_nodes, read=nodes),
)  # fmt: skip
