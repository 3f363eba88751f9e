"""Frames of courses and statements filled with terms: with their days, what goes on and what is still ahead.

A grid file holds `slots` (a kind, the values that a fact of it must have, and the terms that name it) and `frames`
(the slots that fit, the sentence, what is right). The second and later slots of a sentence are {2}, {3} …; each of
them must come out the same. A frame is filled with some of its terms, not with all: the grid is a net, no list.

What is right, of the patient: `absent`; `given` (with the beginning of its last day: `given 2024-05`, or a day and how
many days it may differ: `given 2025-01-18~4`); `now`; `present` for conditions; `planned` (nothing was given or denied
yet); `nothing` and `relative` (nothing was given or denied).
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import fact_row

SEEN = dt.date(2025, 3, 1)  # the day of every filled note
_LATELY = "2025-02-25"  # what ended on this day or later still goes on
_AROUND = (
    "{}",
    "Reviewed in clinic today with her husband.\n{}\nBloods were taken.",
    "Diagnosis: high grade leiomyosarcoma of the left calf.\n{}\nHb 12.1 g/dL, platelets 240.",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled frame: the slots and terms in it, the note and what is right."""

    terms: tuple[tuple[str, str], ...]
    said: str
    note: str
    right: str


def cells_of(path: Path, *, each: int = 2) -> tuple[Mapping[str, Any], list[Cell]]:
    """The slots of a grid file and its frames, filled with about so many terms each."""
    grid = YAML(typ="safe").load(path)
    slots = {
        name: slot | {"terms": [str(term) for term in slot["terms"]]} for name, slot in grid["slots"].items()
    }
    return slots, [
        cell
        for number, (names, said, right) in enumerate(grid["frames"])
        for cell in _filled(number, names.split(), said, right, slots, each)
    ]


def _filled(
    number: int, names: Sequence[str], said: str, right: str, slots: Mapping[str, Any], each: int
) -> Iterator[Cell]:
    pairs = [(name, term) for name in names for term in slots[name]["terms"]]
    count = len(pairs) if said == "{}" else min(each, len(pairs))
    for turn in range(count):
        first = pairs[(turn * len(pairs) // count + number * 3) % len(pairs)]
        terms = (first, *_others(said, first, pairs, turn * 5 + number))
        text = said
        for place, (_, term) in zip(("{}", "{2}", "{3}", "{4}"), terms, strict=False):
            text = text.replace(place, term)
        text = text[:1].upper() + text[1:] if said.startswith("{}") else text
        yield Cell(terms, text, _AROUND[(turn + number) % 3].format(text), right)


def _others(
    said: str, first: tuple[str, str], pairs: Sequence[tuple[str, str]], shift: int
) -> Iterator[tuple[str, str]]:
    rest = [pair for pair in pairs if pair[0] != first[0]] or [pair for pair in pairs if pair != first]
    for step, place in enumerate(("{2}", "{3}", "{4}")):
        if place in said:
            yield rest[(shift + step * 7) % len(rest)]


def faults_of(cell: Cell, slots: Mapping[str, Any], packs: Packs) -> list[str]:
    """What came out otherwise than is right, a line for each slot of the cell."""
    note = Note(note_id="a", patient_id="p", note_type="clinic", note_date=SEEN, text=cell.note, source="")
    rows = [fact_row(fact, patient_id="p") for fact in facts_in(note, packs)]
    return [
        f"{cell.said!r}: {term!r} is {found}, not {cell.right}"
        for name, term in cell.terms
        if (found := _found(slots[name], term, rows, cell.right)) is not None
    ]


def _found(slot: Mapping[str, Any], term: str, rows: Sequence[Mapping[str, Any]], right: str) -> str | None:
    """What stands instead of what is right, None where it is as it should be."""
    mine = [row for row in rows if _is_of(row, slot, right) and row["person"] == "patient"]
    named = [row for row in mine if _names(row, term)]
    mine = named or mine
    given = [row for row in mine if row["presence"] == "present" and row["time"] != "planned"]
    absent = [row for row in mine if row["presence"] == "absent"]
    what, _, when = right.partition(" ")
    as_it_is = "present" if given else "absent" if absent else "not read"
    if what == "absent":
        return None if absent and not given else as_it_is
    if what in {"planned", "nothing", "relative"}:
        return None if not given and not absent else as_it_is
    if not given or absent:
        return as_it_is
    ends = [_end(row) for row in given]
    if what == "now":
        return None if any(_goes_on(row) for row in given) else f"over on {ends}"
    return None if not when or any(_is_then(end, when) for end in ends) else f"of {ends}"


def _is_of(row: Mapping[str, Any], slot: Mapping[str, Any], right: str) -> bool:
    """Whether a fact is of the slot's kind and values; a denial of all treatment denies each."""
    if row["kind"] != slot["kind"]:
        return False
    told = {key: row["value"].get(key) for key in slot["value"]}
    whole = right == "absent" and row["value"].get("class") == "any"
    return whole or all(told[key] in values for key, values in slot["value"].items())


def _names(row: Mapping[str, Any], term: str) -> bool:
    quotes = " ".join(item["quote"] for item in row["evidence"]).lower()
    return term.lower() in quotes or quotes in term.lower()


def _end(row: Mapping[str, Any]) -> str | None:
    value = row["value"]
    return value.get("to") or value.get("from") or row["date"]


def _goes_on(row: Mapping[str, Any]) -> bool:
    to = row["value"].get("to")
    return bool(row["time"] == "now" and not to) or str(to or "") >= _LATELY or str(row["date"]) >= _LATELY


def _is_then(end: str | None, when: str) -> bool:
    if end is None:
        return False
    day, _, days = when.partition("~")
    if not days:
        return end.startswith(day)
    return abs((dt.date.fromisoformat(end) - dt.date.fromisoformat(day)).days) <= int(days)
