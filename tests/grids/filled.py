"""Frames of notes filled with terms: what each cell of a grid must say, and what the pipeline says.

A grid is a YAML file of this folder. `terms` gives, for each group, the kind of fact and its terms: names that all
notes use, the value that a fact of them has (`is`) and whatever else a frame may put in ("v", a number with its unit).
`frames` gives texts with slots ({a.name}, {b.v}), the group that fills them, the kind of note, and what is right:
present, absent, uncertain, past (told, and not of now), unsaid (nothing that is now present or absent) or left (not checked).
`only` keeps some terms for a frame, `is` adds to their value, `others: left` allows facts of the kind beside the wanted ones.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

NOTE_DATE = dt.date(2025, 3, 1)
CELLS = 3  # a frame, where it does not say how many
_A_WEEK = dt.timedelta(days=7)  # what a note of today may call yesterday's
_STEP = 7


@dataclass(frozen=True)
class Term:
    """One name of a group with the value that a fact of it has."""

    kind: str
    value: Mapping[str, Any]
    slots: Mapping[str, str]


@dataclass(frozen=True)
class Cell:
    """A frame filled with terms."""

    frame: str
    note: Note
    wanted: tuple[tuple[Term, str], ...]
    alone: bool = True

    @property
    def name(self) -> str:
        return f"{self.frame} with {', '.join(repr(term.slots['name']) for term, _ in self.wanted)}"


def cells_of(area: str) -> Iterator[Cell]:
    """Every cell of a grid, frame by frame; the same ones each time."""
    grid = YAML(typ="safe").load(Path(__file__).parent / f"{area}.yaml")
    groups = {name: list(_terms(group)) for name, group in grid["terms"].items()}
    for frame in grid["frames"]:
        yield from _filled(frame, groups[frame["of"]])


def _terms(group: Mapping[str, Any]) -> Iterator[Term]:
    """The names of a group, each entry's first before any entry's second, so that a few cells hold many concepts."""
    entries = [({"names": [item], "is": {}} if isinstance(item, str) else item) for item in group["terms"]]
    for place in range(max(len(entry["names"]) for entry in entries)):
        for entry in entries:
            if place < len(entry["names"]):
                more = {key: str(text) for key, text in entry.items() if key not in {"names", "is"}}
                yield Term(group["kind"], entry["is"], {**more, "name": str(entry["names"][place])})


def _filled(frame: Mapping[str, Any], terms: list[Term]) -> Iterator[Cell]:
    wanted = set(re.findall(r"\{\w\.(\w+)\}", frame["text"]))
    only = frame.get("only", {})
    pool = [
        term
        for term in terms
        if wanted <= set(term.slots) and all(term.value.get(key) in items for key, items in only.items())
    ]
    letters = sorted(set(re.findall(r"\{(\w)\.", frame["text"])))
    at = sum(frame["id"].encode()) * _STEP  # the same terms, whichever frames stand before
    for count in range(min(frame.get("cells", CELLS), len(pool))):
        chosen: dict[str, Term] = {}
        while len(chosen) < len(letters):
            term = pool[at % len(pool)]
            at += 1
            if all(term.value != other.value for other in chosen.values()) or len(pool) <= len(letters):
                chosen[letters[len(chosen)]] = term
        yield _cell(frame, count, chosen)


def _cell(frame: Mapping[str, Any], count: int, chosen: Mapping[str, Term]) -> Cell:
    text = re.sub(r"\{(\w)\.(\w+)\}", lambda slot: chosen[slot[1]].slots[slot[2]], frame["text"])
    says = frame["says"]
    note = Note(
        note_id=f"{frame['id']} {count}", patient_id="p", note_type=frame["note"], note_date=NOTE_DATE, text=text, source="",
    )  # fmt: skip
    each = ((term, says if isinstance(says, str) else says[letter]) for letter, term in chosen.items())
    asked = tuple((_with(term, frame.get("is", {})), said) for term, said in each)
    return Cell(frame["id"], note, asked, alone=frame.get("others") != "left")


def _with(term: Term, more: Mapping[str, Any]) -> Term:
    return Term(term.kind, {**term.value, **more}, term.slots)


def fault_of(cell: Cell, packs: Packs) -> str | None:
    """What is wrong with a cell, named by its frame and terms; None where it is read rightly."""
    kinds = {term.kind for term, _ in cell.wanted}
    found = [fact for fact in facts_in(cell.note, packs) if fact.kind in kinds and _counts(fact)]
    wrong = [fault for term, said in cell.wanted if (fault := _fault(term, said, found))]
    known = [term for term, _ in cell.wanted]
    if cell.alone and any(
        _state(fact) in {"present", "absent"} and not any(_is(fact, term) for term in known) for fact in found
    ):
        wrong.append("something else is read")
    return f"{cell.name}: {'; '.join(wrong)}" if wrong else None


def _fault(term: Term, said: str, found: list[Fact]) -> str:
    states = {_state(fact) for fact in found if _is(fact, term)}
    if said == "left" or (said == "unsaid" and not states & {"present", "absent"}):
        return ""
    good = said in states and not (said != "past" and states & {"present", "absent"} - {said})
    return "" if good else f"{said} is read as {', '.join(sorted(states)) or 'nothing'}"


def _counts(fact: Fact) -> bool:
    return (fact.person, fact.standing, fact.about) == (
        "patient",
        "stands",
        "this_tumour",
    ) and fact.time != "planned"


def _state(fact: Fact) -> str:
    earlier = fact.date is not None and fact.date < NOTE_DATE - _A_WEEK
    return "past" if fact.time == "past" or earlier else fact.presence


def _is(fact: Fact, term: Term) -> bool:
    return fact.kind == term.kind and all(
        _same(getattr(fact.value, key), item) for key, item in term.value.items()
    )


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return found in wanted
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return found is not None and abs(float(found) - wanted) <= max(0.02 * abs(wanted), 0.011)
    return bool(found == wanted)
