"""What a scanner, a typewriter or an export does to a note leaves its facts as they are, or nearly.

Each way of spoiling is done to the dev notes; the facts are held against those of the clean
notes. Running text wrapped anew says the same; where line breaks are lost, tables cannot be read and do not count.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import cycle
from pathlib import Path

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.load import load_packs
from trialsift.readers import read_notes
from trialsift.rows import plain

PACKS = load_packs()
DEV = Path(__file__).parents[2] / "annotated_notes" / "dev"
WIDTH = 60
PAGE = 12  # lines
_AS_WRITTEN = frozenset({"text"})
Key = tuple[str, str, str, str, str]


def wrapped(text: str) -> str:
    """Lines of running text set at sixty columns; table rows as they are."""
    lines = [
        [line] if "\t" in line or "|" in line or re.search(r"\S {3,}\S", line) else _broken(line)
        for line in text.split("\n")
    ]
    return "\n".join(line for group in lines for line in group)


def _broken(line: str) -> list[str]:
    held = [""]
    for word in line.split(" "):
        if held[-1] and len(held[-1]) + 1 + len(word) > WIDTH:
            held.append(word)
        else:
            held[-1] = f"{held[-1]} {word}" if held[-1] else word
    return held


def swapped(text: str) -> str:
    """One l of every second long word read as 1 or I, by turns."""
    strokes = cycle(("1", "l", "I", "l"))
    return re.sub(r"\b[A-Za-z]{9,}\b", lambda match: match.group().replace("l", next(strokes), 1), text)


def parted(text: str) -> str:
    """A blank before the point of every length."""
    return re.sub(r"(?<=\d)\.(?=\d+ ?(?:cm|mm|x))", " .", text)


def paged(text: str) -> str:
    """A page number after every twelve lines, also inside sentences."""
    lines = wrapped(text).split("\n")
    pages = ["\n".join(lines[at : at + PAGE]) for at in range(0, len(lines), PAGE)]
    return "".join(f"{page}\nPage {number} of {len(pages)}\n" for number, page in enumerate(pages, 1))


def run_on(text: str) -> str:
    """No line breaks at all."""
    return re.sub(r"\s*\n\s*", " ", text)


@cache
def notes() -> tuple[Note, ...]:
    return tuple(item for item in read_notes(DEV) if isinstance(item, Note))


@cache
def clean() -> tuple[Counter[Key], ...]:
    return tuple(_counted(note) for note in notes())


def _counted(note: Note) -> Counter[Key]:
    return Counter(_key(fact) for fact in facts_in(note, PACKS))


def _key(fact: Fact) -> Key:
    value = {name: held for name, held in plain(fact.value).items() if name not in _AS_WRITTEN}
    return (fact.kind, str(value), fact.presence, fact.time, fact.person)


@pytest.mark.parametrize(
    ("spoil", "kept", "without"),
    [
        (wrapped, 0.99, frozenset()),
        (swapped, 0.99, frozenset()),
        (parted, 0.99, frozenset()),
        (paged, 0.99, frozenset()),
        (run_on, 0.93, frozenset({"lab", "ecg"})),
    ],
)
def test_facts_survive(spoil: Callable[[str], str], kept: float, without: frozenset[str]) -> None:
    same = total = 0
    for note, before in zip(notes(), clean(), strict=True):
        after = _counted(replace(note, text=spoil(note.text)))
        told = Counter({key: count for key, count in before.items() if key[0] not in without})
        total += told.total()
        same += (told & after).total()
    assert same >= kept * total
