"""Drafted criteria asked of short notes, against physicians' labels (criterion_pairs: general medicine).

Each criterion's text goes the normal road: draft, trial file, loader, chart of the note, answer. A pair is
decided when the answer is yes or no; it is wrongly decided when the physician says otherwise or that the
note does not tell. "Not applicable" agrees with a criterion that is not true of the patient.
"""

import datetime as dt
import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from trialsift.answers import Truth
from trialsift.chart import Chart
from trialsift.draft.draft import draft, draft_text
from trialsift.draft.source import Source
from trialsift.evaluate import answers
from trialsift.gold.statistics import Share
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.screen import PatientNotes, chart_for
from trialsift.trials import trial_from

# What each label says of the criterion's statement; None: the note does not tell.
_LABELS: Mapping[str, Truth] = {
    "included": "yes",
    "excluded": "yes",
    "not included": "no",
    "not excluded": "no",
    "not applicable": "no",
    "not enough information": "unknown",
}
_ON = dt.date(2026, 1, 1)  # the notes bear no dates; ages are taken as of the note


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One criterion and one patient: the label as a truth, the answer, and what it rests on."""

    name: str
    section: str
    label: Truth
    answer: Truth
    status: str
    because: str = ""

    @property
    def decided(self) -> bool:
        """Whether the answer is yes or no."""
        return self.answer != "unknown"

    @property
    def right(self) -> bool:
        """Whether it is decided as the physician says."""
        return self.decided and self.answer == self.label


def pairs_in(rows: Iterable[Mapping[str, Any]], packs: Packs) -> Iterator[Pair]:
    """The answer of every row: {"annotation_id", "note", "criterion_type", "criterion_text", "expert_eligibility"}."""

    @cache
    def chart(text: str) -> Chart:
        note = Note(note_id="note", patient_id="patient", text=text)
        return chart_for(PatientNotes(patient_id="patient", notes=(note,)), packs)

    for row in rows:
        yield _pair(row, chart(row["note"]), packs)


def _pair(row: Mapping[str, Any], chart: Chart, packs: Packs) -> Pair:
    """A criterion is one item of a list: its line breaks are joined, so that it stays one."""
    section = str(row["criterion_type"])
    text = f"{section.title()} Criteria:\n\n* {' '.join(str(row['criterion_text']).split())}\n"
    made = draft(Source(text=text, name=str(row["annotation_id"])), packs)
    trial = trial_from(draft_text(made), packs, file="draft")
    given = answers(trial, chart, _ON)
    decided = [item for item in given if item.answer != "unknown"]
    return Pair(
        name=str(row["annotation_id"]),
        section=section,
        label=_LABELS[row["expert_eligibility"]],
        answer=decided[0].answer if len(decided) == len(given) else "unknown",
        status=next(iter(made.models.values())).status,
        because=decided[0].because if decided else "",
    )


def read_pairs(path: Path, packs: Packs) -> list[Pair]:
    """The pairs of a .jsonl.gz file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return list(pairs_in(map(json.loads, stream), packs))


def pairs_lines(pairs: Iterable[Pair]) -> list[str]:
    """How many pairs are decided, how many of these rightly, and the wrongly decisive share of all."""
    held = list(pairs)
    decided = [pair for pair in held if pair.decided]
    wrong = [pair for pair in decided if not pair.right]
    told = [pair for pair in held if pair.label != "unknown"]
    lines = [
        f"decided            {Share(hits=len(decided), total=len(held))}",
        f"right of decided   {Share(hits=len(decided) - len(wrong), total=len(decided))}",
        f"right of told      {Share(hits=sum(pair.right for pair in told), total=len(told))}",
        f"wrongly decisive   {Share(hits=len(wrong), total=len(held))}",
    ]
    for status in ("modelled", "partly", "person"):
        own = [pair for pair in held if pair.status == status]
        lines.append(f"{status:<18} {len(own)}, decided {sum(pair.decided for pair in own)}")
    return [*lines, *(f"wrong: {pair.name} {pair.section}, read {pair.answer}" for pair in wrong)]
