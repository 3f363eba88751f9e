"""Frames whose answers are known: a filled frame is one note of a patient, and what each criterion then answers.

A grid file holds `terms` (the words that a slot of a frame takes; "words => E4=no" where the words themselves carry
an answer) and `frames` ("I8=yes E16=any | text with {slots}"). What a frame does not name must stay unknown.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from trialsift.criteria import Trial
from trialsift.evaluate import answers
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.screen import PatientNotes, chart_for

DAY = dt.date(2025, 3, 1)
_AROUND = ("{}", "Seen in the sarcoma clinic today.\n{}\nLetter to GP.", "MRI: 82 x 61 mm mass.\n{}\nHb 132.")


def filled(path: Path, *, each: int) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Every note of a grid file with what is right for it."""
    grid = yaml.safe_load(path.read_text(encoding="utf-8"))
    turns: Counter[str] = Counter()
    for number, frame in enumerate(grid["frames"]):
        right, _, text = frame.partition(" | ")
        for turn in range(each if "{" in text else 1):
            said, known = _fill(text, grid["terms"], turns)
            yield _AROUND[(number + turn) % 3].replace("{}", said), _parsed(right) | known


def _fill(
    text: str, terms: Mapping[str, Sequence[str]], turns: Counter[str]
) -> tuple[str, Mapping[str, str]]:
    known: dict[str, str] = {}
    for slot in re.findall(r"\{(\w+)\}", text):
        words, _, right = str(terms[slot][turns[slot] % len(terms[slot])]).partition(" => ")
        turns[slot] += 1
        known |= _parsed(right)
        text = text.replace(f"{{{slot}}}", words, 1)
    return text, known


def _parsed(right: str) -> dict[str, str]:
    return dict(item.split("=") for item in right.split() if "=" in item)


def faults(
    note: str, right: Mapping[str, str], criteria: Sequence[str], trial: Trial, packs: Packs
) -> list[str]:
    """The criteria that answer otherwise than is right, a line each."""
    one = Note(note_id="a", patient_id="p", note_type="clinic", note_date=DAY, text=note, source="")
    chart = chart_for(PatientNotes(patient_id="p", notes=(one,)), packs)
    given = {item.criterion: item.answer for item in answers(trial, chart, DAY)}
    return [
        f"{note!r}: {name} is {given[name]}, not {right.get(name, 'unknown')}"
        for name in criteria
        if right.get(name, "unknown") not in {"any", given[name]}
    ]
