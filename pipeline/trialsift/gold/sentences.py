"""Single sentences with what a careful reader takes from them and what nobody may: scored kind by kind.

A line of a file is one JSON object: id, type (of the note it would stand in), text, `expect` and `forbid`,
lists of facts by kind, value fields and axes. Only the fields that are given are compared. All sentences
are read as of one day, so that "four weeks ago" has a date.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.errors import UsageError
from trialsift.extract import facts_in
from trialsift.facts import FACT_KINDS, Fact
from trialsift.gold.matching import same
from trialsift.gold.statistics import Share
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import fact_row

DAY = dt.date(2025, 3, 1)
_AXES = frozenset({"presence", "time", "person", "about"})
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence (or a few lines) with its labels, as a file gives it."""

    id: str
    note_type: str
    text: str
    expect: tuple[Row, ...]
    forbid: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What came of one sentence: the labels that no fact meets, the forbidden ones that one does, and the facts."""

    sentence: Sentence
    missed: tuple[Row, ...]
    wrong: tuple[Row, ...]
    found: tuple[Row, ...]


def sentences_in(place: Path) -> list[Sentence]:
    """The sentences of a file, or of all .jsonl files of a folder. UsageError names the line that is none."""
    paths = sorted(place.glob("*.jsonl")) if place.is_dir() else [place]
    if not paths or not all(path.is_file() for path in paths):
        raise UsageError(f"{place}: there are no sentences. Name a .jsonl file or a folder of them.")
    return [item for path in paths for item in _lines(path)]


def _lines(path: Path) -> Iterator[Sentence]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
            labels = [tuple(said.get(name, ())) for name in ("expect", "forbid")]
            unknown = {row["kind"] for rows in labels for row in rows} - FACT_KINDS.keys()
            sentence = Sentence(
                id=said["id"], note_type=said["type"], text=said["text"], expect=labels[0], forbid=labels[1]
            )
        except (ValueError, KeyError, TypeError) as error:
            raise UsageError(
                f"{path}:{number}: is no sentence with id, type, text, expect and forbid ({type(error).__name__})."
            ) from error
        if unknown:
            raise UsageError(f"{path}:{number}: unknown kind {', '.join(sorted(unknown))}.")
        yield sentence


def read_all(sentences: Iterable[Sentence], packs: Packs) -> list[Read]:
    """Each sentence as a note of its own, dated DAY."""
    return [_read(sentence, packs) for sentence in sentences]


def _read(sentence: Sentence, packs: Packs) -> Read:
    note = Note(
        note_id=sentence.id, patient_id=sentence.id, text=sentence.text, note_type=sentence.note_type, note_date=DAY
    )  # fmt: skip
    found = tuple(_row(fact) for fact in facts_in(note, packs) if fact.standing != "superseded")
    return Read(
        sentence=sentence,
        missed=tuple(label for label in sentence.expect if not any(_meets(row, label) for row in found)),
        wrong=tuple(label for label in sentence.forbid if any(_meets(row, label) for row in found)),
        found=found,
    )


def _row(fact: Fact) -> Row:
    return fact_row(fact, patient_id="")


def _meets(row: Row, label: Row) -> bool:
    return row["kind"] == label["kind"] and all(
        _said(row, name, wanted) for name, wanted in label.items() if name != "kind"
    )


def _said(row: Row, name: str, wanted: object) -> bool:
    if name in _AXES:
        return bool(row[name] == wanted)
    value = row["value"]
    if name == "agent" and value.get("procedure"):  # an operation is named as its procedure, in words
        return str(wanted).replace("_", " ") in value["procedure"]
    if name == "site" and wanted == "node":  # the labels' short name of a lymph node
        wanted = "lymph node"
    return name in value and same(wanted, value[name])


def table_rows(reads: Sequence[Read]) -> list[tuple[str, ...]]:
    """A line a kind: labels met out of those expected, forbidden ones found; below them the sentences without a fault."""
    rows = [("kind", "expected", "met", "forbidden", "found", "share met")]
    for kind in FACT_KINDS:
        expected = _count(item.sentence.expect for item in reads)(kind)
        forbidden = _count(item.sentence.forbid for item in reads)(kind)
        if expected or forbidden:
            met = expected - _count(item.missed for item in reads)(kind)
            found = _count(item.wrong for item in reads)(kind)
            share = str(Share(hits=met, total=expected)) if expected else "none"
            rows.append((kind, str(expected), str(met), str(forbidden), str(found), share))
    right = sum(not (item.missed or item.wrong) for item in reads)
    return [*rows, ("sentences", "", "", "", "", str(Share(hits=right, total=len(reads))))]


def _count(groups: Iterable[Sequence[Row]]) -> Any:
    kinds = [row["kind"] for group in groups for row in group]
    return kinds.count


def fault_lines(reads: Iterable[Read], *, kinds: Sequence[str]) -> Iterator[str]:
    """Each sentence with a fault of these kinds: its text, what was missed or wrong, and what was found of the kind."""
    for item in reads:
        faults = [
            (words, label)
            for words, labels in (("missed", item.missed), ("wrong", item.wrong))
            for label in labels
            if label["kind"] in kinds
        ]
        if not faults:
            continue
        yield f"{item.sentence.id}  {item.sentence.note_type}  {' / '.join(item.sentence.text.splitlines())}"
        yield from (f"    {words}  {_plain(label)}" for words, label in faults)
        touched = {label["kind"] for _, label in faults}
        yield from (
            f"    found   {_plain({**row['value'], **{name: row[name] for name in sorted(_AXES)}, 'kind': row['kind']})}"
            for row in item.found
            if row["kind"] in touched
        )


def _plain(row: Row) -> str:
    said = {
        "kind": row["kind"],
        **{name: value for name, value in row.items() if value not in ("", None, [])},
    }
    return json.dumps(said, ensure_ascii=False)
