"""Sarcoma reports against what two annotators read from the text, and carcinosarcomas, which are none."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from trialsift.gold.public.cases import Case, rows_in
from trialsift.gold.public.fields import Field, Read, Summary, cases_of, near, nodes, of, reading_of, rests_on
from trialsift.packs.rules import Packs

SARCOMAS = frozenset({"soft_tissue_sarcoma", "bone_sarcoma", "gist", "intermediate_soft_tissue"})
_WORDS = {"present": "yes", "absent": "no"}


def sarcoma_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Fifteen sarcoma reports; what the annotators call not stated must not be read."""
    texts = {row["patient"]: row["text"] for row in rows_in(data / "sarcoma_reports.jsonl.gz")}
    for row in rows_in(data / "sarcoma_gold.jsonl"):
        reading = reading_of(texts[row["patient"]], row["patient"], packs)
        yield from cases_of(reading, row["accept"], FIELDS)


def carcinosarcoma_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Uterine carcinosarcomas: a sarcoma read as the main tumour is an invention."""
    families = {term.id: str(term.more.get("family", "")) for term in packs.vocab["histology"].terms.values()}
    for row in rows_in(data / "carcinosarcoma_reports.jsonl.gz"):
        reading = reading_of(row["text"], row["patient"], packs)
        family = families.get(of("histology", "code")(reading.summary) or "")
        rests = rests_on(reading, "histology")
        false = family if family in SARCOMAS else None
        yield Case(
            field="main tumour a sarcoma", where=reading.where, accept=(None,), read=false, rests_on=rests
        )
        yield Case(
            field="main tumour a carcinosarcoma", where=reading.where, accept=("carcinosarcoma",), read=family,
            rests_on=rests,
        )  # fmt: skip


def _accepted(label: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(_plain(item) for item in label)


def _plain(item: Any) -> Any:
    """A label with every way of saying "not stated" as None."""
    if isinstance(item, dict):
        return None if item.get("value") is None else (item.get("scheme"), str(item["value"]))
    if isinstance(item, list):
        return None if item == [None, None] else tuple(item)
    return None if item == "not_stated" else item


def _grade(summary: Summary) -> tuple[str, str] | None:
    grade = summary.get("grade", {})
    return (str(grade.get("scheme")), str(grade["value"])) if grade.get("value") else None


def _yes(kind: str) -> Read:
    return lambda summary: _WORDS.get(of(kind, "presence")(summary) or "")


def _field(name: str, kind: str, read: Read, **more: Any) -> Field:
    return Field(name=name, label=name, kind=kind, read=read, accept=_accepted, **more)


FIELDS = (
    _field("histology", "histology", of("histology", "code")),
    _field("grade", "grade", _grade),
    _field("max_mm", "tumour_size", of("tumour_size", "max_mm"), same=near),
    _field("site", "site", of("site", "group")),
    _field("laterality", "site", of("site", "laterality")),
    _field("depth", "site", of("site", "depth")),
    _field("margin", "margin", of("margin", "status")),
    _field("closest_mm", "margin", of("margin", "distance_mm")),
    _field("necrosis", "necrosis", of("necrosis", "presence")),
    _field("necrosis_percent", "necrosis", of("necrosis", "percent")),
    _field("mitoses", "mitoses", of("mitoses", "count")),
    _field("focality", "lesion_count", of("lesion_count", "focality")),
    _field("recurrent", "recurrence", _yes("recurrence")),
    _field("nodes", "nodes", nodes),
    _field("metastasis", "metastasis", _yes("metastasis")),
)
