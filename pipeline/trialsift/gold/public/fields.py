"""Fields of a report's one reading (`summary_of`) and how each is compared with a label."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.extract import facts_in
from trialsift.extract.summary import summary_of
from trialsift.facts import Fact
from trialsift.gold.public.cases import Case
from trialsift.note import Note
from trialsift.packs.rules import Packs

Summary = Mapping[str, Any]
Read = Callable[[Summary], Any]
_GRADE_WORDS = {"low": "1", "intermediate": "2", "high": "3"}
_SIZE_MM = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report's facts and its one reading; where names the report in lists of errors."""

    where: str
    facts: tuple[Fact, ...]
    summary: Summary


def same_text(expected: Any, found: Any) -> bool:
    """Equal as text, 2 and "2" too; numbers as numbers."""
    if isinstance(expected, int | float) and isinstance(found, int | float):
        return abs(expected - found) < 0.01
    return str(expected).casefold() == str(found).casefold()


def near(expected: Any, found: Any) -> bool:
    """Lengths within a millimetre."""
    return abs(float(expected) - float(found)) <= _SIZE_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One label of a set: its key there, the fact kind behind it, what it accepts and what is read for it.

    Reports whose labels lack the key are not asked.
    """

    name: str
    label: str
    kind: str
    read: Read
    accept: Callable[[Any], tuple[Any, ...]] = lambda label: (label,)
    same: Callable[[Any, Any], bool] = same_text


def reading_of(text: str, where: str, packs: Packs) -> Reading:
    """The reading of a pathology report."""
    facts = facts_in(Note(note_id=where, patient_id=where, text=text, note_type="pathology"), packs)
    return Reading(where=where, facts=facts, summary=summary_of(facts))


def cases_of(reading: Reading, labels: Mapping[str, Any], fields: Sequence[Field]) -> Iterator[Case]:
    """One case a field whose label the report has."""
    for field in fields:
        if field.label in labels:
            yield Case(
                field=field.name, where=reading.where, accept=field.accept(labels[field.label]),
                read=field.read(reading.summary), same=field.same, rests_on=rests_on(reading, field.kind),
            )  # fmt: skip


def rests_on(reading: Reading, kind: str) -> str:
    """The rules and words behind the facts of a kind, for a list of errors."""
    own = [(fact.evidence[0], fact.presence) for fact in reading.facts if fact.kind == kind][:6]
    return "; ".join(
        f"{item.rule_id} [[{' '.join(item.quote.split())}]] {presence}" for item, presence in own
    )


def of(kind: str, name: str) -> Read:
    """Reads one field of a summary; None when the kind or the field is not stated."""
    return lambda summary: summary.get(kind, {}).get(name)


def grade_number(summary: Summary) -> str | None:
    """The grade as 1, 2 or 3, words of two and three tiers too; None when there is none."""
    value = of("grade", "value")(summary)
    return None if value is None else _GRADE_WORDS.get(str(value), str(value))


def nodes(summary: Summary) -> tuple[int | None, int | None] | None:
    """Positive and examined nodes; None when none are told of."""
    held = summary.get("nodes")
    return (held.get("positive"), held.get("examined")) if held else None
