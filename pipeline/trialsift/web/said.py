"""What staff said against the answers of a trial: which were overruled, and which were contested since.

A list shows it beside each patient, so that a disagreement is not found only by opening the patient.
"""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from trialsift.rows import answer_from_row
from trialsift.web.cases import View
from trialsift.web.review import Entry, contested

_NEWEST = "SELECT max(id) FROM audit WHERE trial = :trial AND criterion != '' GROUP BY number, criterion"  # of each judged answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Criteria of one case: overruled by staff, and contested because the screening changed after staff judged."""

    overruled: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()


def said_in(db: sqlite3.Connection, trial: str) -> Mapping[int, Said]:
    """By number, the cases of a trial in which staff overruled an answer or a judged answer is contested."""
    names = ", ".join(f"a.{name}" for name in Entry.__dataclass_fields__)
    rows = db.execute(
        f"SELECT {names}, c.number, c.patient_id, s.written FROM audit a JOIN cases c ON c.number = a.number "  # noqa: S608 - fixed names
        "JOIN screened.screenings s ON s.patient_id = c.patient_id AND s.trial = c.trial "
        f"WHERE a.id IN ({_NEWEST}) ORDER BY a.id",
        {"trial": trial},
    )
    overruled: dict[int, list[str]] = {}
    against: dict[int, list[str]] = {}
    for row in rows.fetchall():
        entry = Entry(**{name: row[name] for name in Entry.__dataclass_fields__})
        if entry.act == "overrule":
            overruled.setdefault(row["number"], []).append(entry.criterion)
        # A screening that is older than the judgement is the one that was judged: most need not be opened.
        if row["written"] >= entry.at and _is_contested(db, row["patient_id"], trial, entry):
            against.setdefault(row["number"], []).append(entry.criterion)
    return {
        number: Said(overruled=tuple(overruled.get(number, ())), contested=tuple(against.get(number, ())))
        for number in overruled.keys() | against.keys()
    }


def chosen(said: Mapping[int, Said], view: View) -> Collection[int] | None:
    """The cases that a view's choice of what staff said leaves; None when it leaves all."""
    if not view.staff:
        return None
    return [number for number, item in said.items() if getattr(item, view.staff)]


def _is_contested(db: sqlite3.Connection, patient_id: str, trial: str, entry: Entry) -> bool:
    row = db.execute(
        "SELECT row FROM screened.screenings WHERE patient_id = ? AND trial = ?", (patient_id, trial)
    ).fetchone()
    answers = json.loads(row[0])["answers"] if row else []
    return any(
        contested(entry, answer_from_row(item)) for item in answers if item["criterion"] == entry.criterion
    )
