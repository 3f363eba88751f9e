"""What was gathered: every fact of one patient in time order, and which documents were read for them.

A chart throws nothing away. Facts that a later word replaced, or that repeat an earlier note, stay
in it with their standing; the evaluator passes over them.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from trialsift.apart import SetApart, another_patients, second_tumours, set_apart, small_neighbours
from trialsift.facts import Fact
from trialsift.note import Note, Patient, Refusal
from trialsift.standing import across_notes

COPIED_AT_LEAST = 80  # characters of a paragraph; shorter ones ("ECOG 1. No allergies.") recur by themselves

_FAMILIES = (
    ("mri", r"\bmri?\b|magnetic"),
    ("pet", r"\bpet\b"),
    ("ct", r"\bh?r?ct\b|\bct\b|tomogra"),
    ("ultrasound", r"\buss?\b|ultraso|sonogra"),
    ("imaging", r"x-?ray|radiolog|imaging|scan\b|bone-?scan|radiograph"),
    (
        "pathology",
        r"path|histo|biops|cytol|second - opinion|resection|excision|specimen|molecular|\bcores?\b|\bbx\b|\bhpe\b|tru - ?cut",
    ),
    ("labs", r"\blabs?\b|blood|haemat|hemat|biochem|serolog|virolog"),
    ("patient_record", r"patient record"),
)


FAMILIES = (*(family for family, _ in _FAMILIES), "clinic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One note as the chart remembers it: what kind of document, its date, and whether it was read whole.

    family is "mri", "ct", "pet", "ultrasound", "imaging", "pathology", "labs", "clinic" or
    "patient_record". partly_read names the pack rules that could not be finished on it.
    """

    note_id: str
    note_type: str = ""
    date: dt.date | None = None
    family: str = "clinic"
    partly_read: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All facts of one patient in time order, undated ones first, and the documents behind them.

    unread are the notes of this patient that could not be read: nothing is known of what they say.
    apart are the facts that the notes tell of the tumour in question and the chart takes for another's, and
    those that they tell of another patient.
    """

    patient_id: str
    facts: tuple[Fact, ...] = ()
    documents: tuple[Document, ...] = ()
    sex: str | None = None
    birth_date: dt.date | None = None
    screening_date: dt.date | None = None
    unread: tuple[Refusal, ...] = ()
    apart: tuple[SetApart, ...] = ()

    def of_kind(self, kind: str) -> tuple[Fact, ...]:
        """The facts of one kind that stand: superseded and copied-forward ones are left out."""
        return tuple(fact for fact in self.facts if fact.kind == kind and fact.standing == "stands")

    def document(self, note_id: str) -> Document | None:
        """The document a fact's evidence stands in, None when the chart does not hold it."""
        return next((item for item in self.documents if item.note_id == note_id), None)

    @property
    def newest_note_date(self) -> dt.date | None:
        """The date of the newest dated document."""
        return max((item.date for item in self.documents if item.date), default=None)


def family_of(note_type: str) -> str:
    """The family of document that a free note type names: "core-biopsy" is pathology, unknown words clinic."""
    words = (
        note_type.lower().replace("_", "-").replace("-", " - ")
        if note_type != "patient_record"
        else note_type
    )
    return next((family for family, pattern in _FAMILIES if re.search(pattern, words)), "clinic")


def document_of(note: Note, *, family: str = "", partly_read: tuple[str, ...] = ()) -> Document:
    """The chart's memory of a note; family, when not told by a reader of its text, from the note type."""
    return Document(
        note_id=note.note_id, note_type=note.note_type, date=note.note_date,
        family=family or family_of(note.note_type), partly_read=partly_read,
    )  # fmt: skip


def chart_of(
    patient_id: str,
    facts: Iterable[Fact],
    documents: Iterable[Document] = (),
    *,
    patient: Patient | None = None,
    notes: Iterable[Note] = (),
    unread: Iterable[Refusal] = (),
) -> Chart:
    """Gather the facts of one patient. Neither the order of facts nor of notes changes the chart.

    notes are only needed to mark what was copied forward from an earlier note, and what a later report replaced.
    """
    known = sorted(documents, key=lambda item: (item.date or dt.date.min, item.note_id))
    told = sorted(facts, key=_order)
    ordered = [fact for fact in told if fact.standing != "other_patient"]
    elsewhere = second_tumours(ordered, known)
    texts = {note.note_id: note for note in notes}
    held = mark_copied(across_notes(small_neighbours(elsewhere), known, notes=texts), texts)
    return Chart(
        patient_id=patient_id,
        facts=held,
        documents=tuple(known),
        sex=patient.sex if patient else None,
        birth_date=patient.birth_date if patient else None,
        screening_date=patient.screening_date if patient else None,
        unread=tuple(unread),
        apart=(*set_apart(ordered, elsewhere, held), *another_patients(told)),
    )


def _order(fact: Fact) -> tuple[dt.date, str, int, str, str]:
    first = fact.evidence[0]
    return (fact.date or dt.date.min, first.note_id, first.start, fact.kind, repr(fact))


def mark_copied(facts: tuple[Fact, ...], notes: Mapping[str, Note]) -> tuple[Fact, ...]:
    """The same facts, those that stand in a paragraph of an earlier dated note marked as copied."""
    seen: dict[str, tuple[dt.date, str]] = {}
    for note in notes.values():
        for words in _paragraphs(note):
            place = (note.note_date or dt.date.max, note.note_id)
            seen[words] = min(seen.get(words, place), place)
    return tuple(_with_standing(fact, notes, seen) for fact in facts)


def _with_standing(fact: Fact, notes: Mapping[str, Note], seen: Mapping[str, tuple[dt.date, str]]) -> Fact:
    note = notes.get(fact.note_id)
    if note is None or note.note_date is None or fact.standing != "stands":
        return fact
    words = _paragraph_at(note, fact.evidence[0].start)
    first = seen.get(words)
    if first is None or first[0] >= note.note_date:
        return fact
    return replace(fact, standing="copied")


def _paragraphs(note: Note) -> list[str]:
    found = (_squeezed(words) for words in re.split(r"\n[ \t\r]*\n", note.text))
    return [words for words in found if len(words) >= COPIED_AT_LEAST]


def _paragraph_at(note: Note, at: int) -> str:
    """The words of the paragraph, between blank lines, that holds a character; white space squeezed."""
    start = end = 0
    for gap in re.finditer(r"\n[ \t\r]*\n", note.text):
        end = gap.start()
        if at < end:
            return _squeezed(note.text[start:end])
        start = gap.end()
    return _squeezed(note.text[start:])


def _squeezed(words: str) -> str:
    return " ".join(words.split())
