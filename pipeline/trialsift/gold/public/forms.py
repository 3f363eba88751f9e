"""Pathology reports of many organs with the clinical forms of their study.

A form was filled from the whole chart: the text may not say it, or say otherwise, so that a part of
what counts as missed or wrong here cannot be read from the text at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from trialsift.gold.public.cases import Case, rows_in
from trialsift.gold.public.fields import Field, cases_of, near, of, reading_of
from trialsift.packs.rules import Packs

# Organs whose forms speak of the specimen itself: an R class of a whole operation is often another matter.
ORGANS: Mapping[str, tuple[str, ...]] = {
    "HEADnNECK": ("margin_status",),
    "KIDNEY": ("laterality",),
    "PANCREAS": ("tumor_resected_max_dimension", "residual_tumor"),
    "LUNG": ("residual_tumor",),
    "CRC": ("residual_tumor",),
    "PROSTATE": ("residual_tumor",),
}
_RESIDUAL = {"R0": ("negative", "close"), "R1": ("positive",), "R2": ("positive",)}
_NOT_FILLED = (None, "", "RX", "[Discrepancy]")


def form_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """A field a case, with the organ in its name, since each organ's form has its own habits."""
    for row in rows_in(data / "pathology_reports.jsonl.gz"):
        filled = {name: row["form"].get(name) for name in ORGANS.get(row["organ"], ())}
        labels = {name: label for name, label in filled.items() if label not in _NOT_FILLED}
        if labels:
            organ = str(row["organ"]).lower()
            fields = [replace(field, name=f"{field.name}, {organ}") for field in FIELDS]
            yield from cases_of(reading_of(row["text"], row["pdf"], packs), labels, fields)


def _word(label: Any) -> tuple[str]:
    return (str(label).lower(),)


FIELDS = (
    Field(name="margin", label="margin_status", kind="margin", accept=_word, read=of("margin", "status")),
    Field(name="laterality", label="laterality", kind="site", accept=_word, read=of("site", "laterality")),
    Field(
        name="size", label="tumor_resected_max_dimension", kind="tumour_size",
        accept=lambda label: (float(label) * 10,), read=of("tumour_size", "max_mm"), same=near,
    ),
    Field(
        name="residual", label="residual_tumor", kind="margin",
        accept=lambda label: _RESIDUAL[label], read=of("margin", "status"),
    ),
)  # fmt: skip
