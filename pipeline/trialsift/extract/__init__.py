"""Note -> Facts. The only folder that imports spaCy or medspaCy; one file per fact kind."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one note gave: its facts, the kind of document it is, and the rules that could not be finished."""

    facts: tuple[Fact, ...]
    document: str = ""
    partly_read: tuple[str, ...] = ()


def read_facts(note: Note, packs: Packs, *, kinds: Collection[str] = ()) -> Found:
    """Every fact of one note (of these kinds, or all) in text order, with what the chart must know of the document.

    A note that could not state a fact of the kinds asked for costs a scan.
    """
    from trialsift.extract.engine import engine_for
    from trialsift.extract.entries import by_entry
    from trialsift.extract.kinds import facts_of
    from trialsift.extract.nulled import is_nulled, put_back, without_nulls
    from trialsift.extract.only_asked import stated
    from trialsift.extract.other_patient import by_patient
    from trialsift.extract.removed_earlier import dated_by_removal
    from trialsift.extract.superseding import within_note

    if is_nulled(note.text):
        found = read_facts(without_nulls(note), packs, kinds=kinds)
        return replace(found, facts=tuple(put_back(found.facts, note)))
    reading = engine_for(packs).read(note, kinds=kinds)
    own, others = by_patient(note, stated(reading, facts_of(reading, packs, kinds=kinds)))
    facts = [*by_entry(note, within_note(reading, dated_by_removal(reading, own))), *others]
    return Found(facts=tuple(facts), document=reading.document, partly_read=reading.partly_read)


def facts_in(note: Note, packs: Packs, *, kinds: Collection[str] = ()) -> tuple[Fact, ...]:
    """Every fact of one note (of these kinds, or all), in text order.

    The same note and packs give the same facts, whatever was read before.
    """
    return read_facts(note, packs, kinds=kinds).facts
