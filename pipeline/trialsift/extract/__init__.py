"""Note -> Facts. The only folder that imports spaCy or medspaCy; one file per fact kind."""

from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def facts_in(note: Note, packs: Packs) -> tuple[Fact, ...]:
    """Every fact of one note, in text order.

    The same note and packs give the same facts, whatever was read before.
    """
    from trialsift.extract.engine import engine_for
    from trialsift.extract.kinds import facts_of

    return facts_of(engine_for(packs).read(note), packs)
