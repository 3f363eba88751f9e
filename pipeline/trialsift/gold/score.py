"""A folder of gold patients scored: per kind what was marked, found and right, and each error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.errors import Fault, GoldError, NoteError
from trialsift.extract import facts_in
from trialsift.facts import FACT_KINDS
from trialsift.gold.brat import Mark, quoted, read_marks
from trialsift.gold.matching import Outcome, disagreements, outcomes_of
from trialsift.gold.statistics import Share, f1
from trialsift.note import Note, Patient, Refusal
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.rows import plain


@dataclass(frozen=True, slots=True, kw_only=True)
class KindScore:
    """One kind over all notes: marks that must be found, facts that count, and how many of them are right."""

    kind: str
    gold: int
    found: int
    right: int

    @property
    def precision(self) -> Share:
        """Of what was found, what was right."""
        return Share(hits=self.right, total=self.found)

    @property
    def recall(self) -> Share:
        """Of what was marked, what was found rightly."""
        return Share(hits=self.right, total=self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two."""
        return f1(found=self.found, right=self.right, gold=self.gold)

    def plain(self) -> dict[str, Any]:
        """The score for JSON."""
        return {
            "kind": self.kind,
            "gold": self.gold,
            "found": self.found,
            "right": self.right,
            "precision": self.precision.plain(),
            "recall": self.recall.plain(),
            "f1": None if self.f1 is None else round(self.f1, 4),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOutcome:
    """An outcome with the note it stands in."""

    note: Note
    outcome: Outcome


def gold_notes(folder: Path) -> list[tuple[Note, tuple[Mark, ...]]]:
    """Every note of a gold folder with its marks; GoldError names each note without a readable .ann."""
    pairs: list[tuple[Note, tuple[Mark, ...]]] = []
    faults: list[Fault] = []
    for item in read_notes(folder):
        if isinstance(item, Refusal):
            raise NoteError(f"{item.source}: {item.reason}")
        if isinstance(item, Patient):
            continue
        ann = Path(item.source).with_suffix(".ann")
        if not ann.is_file():
            faults.append(
                Fault(file=str(ann), line=1, what="there is no such file; every gold note has one.")
            )
            continue
        pairs.append((item, read_marks(item.text, ann.read_text(encoding="utf-8"), file=str(ann))))
    if faults:
        raise GoldError(faults)
    return pairs


def outcomes_in(folder: Path, packs: Packs, *, kinds: Sequence[str] = tuple(FACT_KINDS)) -> list[NoteOutcome]:
    """Every outcome of a gold folder: what is right, wrong, missed and false."""
    return [
        NoteOutcome(note=note, outcome=outcome)
        for note, marks in gold_notes(folder)
        for outcome in outcomes_of(facts_in(note, packs), marks, kinds=kinds)
    ]


def scores_of(
    outcomes: Iterable[NoteOutcome], *, kinds: Sequence[str] = tuple(FACT_KINDS)
) -> list[KindScore]:
    """One score a kind, in the order of the kinds; kinds neither marked nor found are left out."""
    verdicts: dict[str, list[str]] = {kind: [] for kind in kinds}
    for item in outcomes:
        verdicts[item.outcome.kind].append(item.outcome.verdict)
    return [_score(kind, said) for kind, said in verdicts.items() if said]


def _score(kind: str, said: Sequence[str]) -> KindScore:
    right, wrong = said.count("right"), said.count("wrong")
    return KindScore(
        kind=kind,
        gold=right + wrong + said.count("missed"),
        found=right + wrong + said.count("false"),
        right=right,
    )


def total_of(scores: Sequence[KindScore]) -> KindScore:
    """All kinds together."""
    return KindScore(
        kind="all",
        gold=sum(score.gold for score in scores),
        found=sum(score.found for score in scores),
        right=sum(score.right for score in scores),
    )


def errors_of(outcomes: Sequence[NoteOutcome], scores: Sequence[KindScore]) -> list[str]:
    """One line an error, the kind with the lowest F1 first: where, verdict, quote, expected, found, rule."""
    worst = {
        score.kind: number for number, score in enumerate(sorted(scores, key=lambda item: item.f1 or 0.0))
    }
    wrong = [item for item in outcomes if item.outcome.verdict != "right"]
    ordered = sorted(wrong, key=lambda item: (worst[item.outcome.kind], item.note.source, item.outcome.start))
    return [_line(item) for item in ordered]


def _line(item: NoteOutcome) -> str:
    note, outcome = item.note, item.outcome
    mark, fact = outcome.mark, outcome.fact
    place = f"{note.source}:{note.text.count(chr(10), 0, outcome.start) + 1}"
    own = fact.evidence[0] if fact else None
    words = mark.quote if mark else quoted(note.text, own.start, own.end) if own else ""
    parts = [place, outcome.kind, outcome.verdict, f"[[{' '.join(words.split())}]]"]
    if mark:
        parts.append(f"expected {_said(mark.value, _axes(mark))}")
    if fact and own:
        parts.append(f"found {_said(plain(fact.value), _axes(fact))}")
        if mark:
            parts.append(f"differs in {', '.join(disagreements(fact, mark))}")
        parts.append(own.rule_id)
    return "  ".join(parts)


def _axes(item: Any) -> list[str]:
    usual = {"present", "now", "patient", "this_tumour", "stands"}
    said = (getattr(item, name) for name in ("presence", "time", "person", "about", "standing"))
    return [word for word in said if word not in usual]


def _said(value: Any, axes: Sequence[str]) -> str:
    fields = ", ".join(f"{name} {said}" for name, said in value.items() if name != "is_a")
    return "; ".join(filter(None, [fields, *axes])) or "present"
