"""A second tumour in its own report: what the report of a nephrectomy says of the kidney's cancer is not said of the thigh's sarcoma."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from trialsift.facts import Fact, Histology, Site

if TYPE_CHECKING:
    from trialsift.chart import Document

_OF_A_TUMOUR = frozenset(
    {
        "histology",
        "grade",
        "tumour_size",
        "site",
        "margin",
        "recurrence",
        "metastasis",
        "lesion_count",
        "necrosis",
    }
    | {"mitoses", "lymphovascular_invasion", "nodes", "stage"}
)


def second_tumours(facts: Sequence[Fact], documents: Sequence["Document"]) -> list[Fact]:
    """The same facts; those of reports on another cancer in another place are about the other tumour.

    Only where another pathology report of the patient finds a sarcoma elsewhere: a report that calls the
    tumour in question a carcinoma at first is a dispute, and stays one.
    """
    reports = {item.note_id for item in documents if item.family == "pathology"}
    by_report = {name: [fact for fact in facts if fact.note_id == name] for name in reports}
    sarcomas = [held for held in by_report.values() if _finds(held, "sarcoma")]
    places = {place for held in sarcomas for place in _places(held)}
    apart = {
        name
        for name, held in by_report.items()
        if sarcomas
        and _finds(held, "other_cancer")
        and not _finds(held, "sarcoma")
        and _places(held)
        and places
        and not _places(held) & places
    }
    return [
        replace(fact, about="other_tumour") if fact.note_id in apart and fact.kind in _OF_A_TUMOUR else fact
        for fact in facts
    ]


def _finds(facts: Sequence[Fact], family: str) -> bool:
    return any(
        isinstance(fact.value, Histology) and fact.presence == "present" and family in fact.value.is_a
        for fact in facts
    )


def _places(facts: Sequence[Fact]) -> set[str]:
    return {fact.value.group for fact in facts if isinstance(fact.value, Site) and fact.presence == "present"}
