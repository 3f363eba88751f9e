"""Which patients changed from one screening to the next, by which criterion, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.report.run import STORE
from trialsift.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientChange:
    """One change of one patient. why names what had changed: protocol, patterns, screening date, notes."""

    patient_id: str
    trial: str
    written: str
    before: str
    flag: str
    criteria: tuple[str, ...]
    why: tuple[str, ...]

    def __str__(self) -> str:
        named = ", ".join(self.criteria)
        by = f" by {named}" if named else ""
        turned = self.before != self.flag
        told = (
            f"{self.before} -> {self.flag}{by}"
            if turned
            else f"{self.flag} as before, other answers: {named}"
        )
        return f"{self.written[:10]} {self.trial} {self.patient_id}: {told} ({', '.join(self.why)})"


def changes_in(folder: Path, *, since: str = "") -> Iterator[PatientChange]:
    """The changes kept in a folder of results, oldest first. A first screening is none.

    Raises UsageError when the folder holds no store.
    """
    with Store(folder / STORE, make=False) as store:
        rows = store.changes(since=since)
    yield from (_change(row) for row in rows if row["before"])


def _change(row: Mapping[str, Any]) -> PatientChange:
    return PatientChange(
        patient_id=row["patient_id"], trial=row["trial"], written=row["written"], before=row["before"], flag=row["flag"],
        criteria=tuple(row["criteria"].split()), why=tuple(row["why"].split(", ")),
    )  # fmt: skip


def by_protocol(changes: Iterable[PatientChange], trial: str, criteria: Sequence[str]) -> list[PatientChange]:
    """Of a trial's changes those that an amendment made, and of each the criteria that the amendment touched first."""
    return [
        item
        for item in changes
        if item.trial == trial
        and "protocol" in item.why
        and (set(item.criteria) & set(criteria) or item.before != item.flag)
    ]
