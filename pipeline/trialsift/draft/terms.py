"""Vocabulary terms in a criterion, found by the engine that reads notes.

So abbreviations that the text defines ("undifferentiated pleomorphic sarcoma (UPS)", by scispaCy) and
misspelt terms (rapidfuzz, guarded) are linked in criteria as they are in notes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from trialsift.extract.engine import engine_for
from trialsift.note import Note
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term at its place in the text: kind of the vocabulary, the term's id, and whether its own words deny it."""

    kind: str
    id: str
    start: int
    end: int
    denied: bool = False


_KINDS = {"histology": "histology", "site": "site", "agent": "treatment", "condition": "condition"}


def terms_in(text: str, packs: Packs) -> tuple[Term, ...]:
    """Every term of histology, site, treatment and condition, in order; the longer of two that overlap."""
    reading = engine_for(packs).read(Note(note_id="criterion", patient_id="criterion", text=text))
    found: list[Term] = []
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            denied = False
            if mention.role in _KINDS:
                kind, name = _KINDS[mention.role], str(mention.value)
            elif (
                mention.kind == "condition" and mention.role == "value" and isinstance(mention.value, Mapping)
            ):
                kind, name = "condition", str(mention.value.get("concept", ""))
                denied = mention.value.get("presence") == "absent"  # "able to swallow tablets"
            else:
                continue
            if name:
                found.append(Term(kind=kind, id=name, start=mention.start, end=mention.end, denied=denied))
    return tuple(
        sorted({item for item in found if not _hidden(item, found)}, key=lambda item: (item.start, item.id))
    )


def _hidden(item: Term, found: list[Term]) -> bool:
    """Whether a longer term of another kind covers this one: the liver in "liver disease"."""
    length = item.end - item.start
    return any(
        other.start <= item.start and item.end <= other.end and other.end - other.start > length
        for other in found
    )
