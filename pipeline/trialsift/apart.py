"""What is set apart, and told: a second tumour in its own report, a small neighbour, another patient.

What the report of a nephrectomy says of the kidney's cancer is not said of the thigh's sarcoma.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trialsift.facts import Fact, Histology, Site, Treatment, TumourSize

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


ANOTHER_PATIENTS = "Taken for another patient's, as the note itself says"
_ELSEWHERE = "Taken for another tumour's, which a report of its own finds elsewhere"
_SMALLER = "Taken for another lesion's, being far below the MRI's size of that time"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetApart:
    """A fact that the chart takes for another tumour's or another patient's, as it would count if it were not, and why."""

    fact: Fact
    why: str


def set_apart(
    before: Sequence[Fact], elsewhere: Sequence[Fact], after: Sequence[Fact]
) -> tuple[SetApart, ...]:
    """What became another tumour's, by `second_tumours` or after it, and stands; each fact as its note has it."""
    return tuple(
        SetApart(
            fact=replace(now, about=was.about), why=_ELSEWHERE if between.about != was.about else _SMALLER
        )
        for was, between, now in zip(before, elsewhere, after, strict=True)
        if was.about != now.about and now.standing == "stands"
    )


def another_patients(facts: Sequence[Fact]) -> tuple[SetApart, ...]:
    """What the notes tell of another patient; each fact as it would be read, were it this one's."""
    return tuple(
        SetApart(fact=replace(fact, person="patient", standing="stands"), why=ANOTHER_PATIENTS)
        for fact in facts
        if fact.standing == "other_patient"
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


def small_neighbours(facts: Sequence[Fact]) -> list[Fact]:
    """The same facts; a size far below the MRI's of about the same time is of something else than the tumour.

    A report on a second nodule, a core or a nodule of the lung names "the lesion" too. Where an operation may
    have taken the tumour in between, the smaller size stays.
    """
    measured = [fact for fact in facts if _is_size(fact) and fact.value.modality == "mri"]
    operations = [
        fact.date
        for fact in facts
        if isinstance(fact.value, Treatment) and fact.value.treatment_class == "surgery" and fact.date
        and fact.presence == "present" and fact.time == "past" and fact.value.major is not False
    ]  # fmt: skip
    return [
        replace(fact, about="other_tumour")
        if _is_size(fact) and any(_dwarfs(other, fact, operations) for other in measured)
        else fact
        for fact in facts
    ]


def _is_size(fact: Fact) -> bool:
    return (
        isinstance(fact.value, TumourSize)
        and fact.about == "this_tumour"
        and fact.presence == "present"
        and not fact.value.prior
        and fact.date is not None
    )


def _dwarfs(mri: Fact, other: Fact, operations: Sequence[dt.date]) -> bool:
    """Whether an MRI measured something far larger within four months, and nothing was taken out in between."""
    if other.value.modality == "mri" or mri.date is None or other.date is None:
        return False
    first, last = sorted((mri.date, other.date))
    return (
        last - first <= _ABOUT_THEN
        and other.value.max_mm * _FAR_BELOW < mri.value.max_mm
        and not any(first <= day <= last for day in operations)
    )


_ABOUT_THEN = dt.timedelta(days=120)
_FAR_BELOW = 3  # times smaller: no treatment does that in four months


def _finds(facts: Sequence[Fact], family: str) -> bool:
    return any(
        isinstance(fact.value, Histology) and fact.presence == "present" and family in fact.value.is_a
        for fact in facts
    )


def _places(facts: Sequence[Fact]) -> set[str]:
    return {fact.value.group for fact in facts if isinstance(fact.value, Site) and fact.presence == "present"}
