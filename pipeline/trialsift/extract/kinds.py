"""The fact kinds, each a module with `facts(reading, packs)`; this is the one place that lists them."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from importlib import import_module

from trialsift.extract.reading import Reading
from trialsift.facts import FACT_KINDS, Fact
from trialsift.packs.rules import Packs

KindReader = Callable[[Reading, Packs], Sequence[Fact]]


def facts_of(reading: Reading, packs: Packs, *, kinds: Collection[str] = ()) -> tuple[Fact, ...]:
    """The facts of a reading, of these kinds or all, in text order and without repeats.

    A fact of a kind rests on a mention of that kind, so that the other kinds' readers are not asked, nor
    loaded; tests/laws hold this against asking them all.
    """
    mentioned = {mention.kind for sentence in reading.sentences for mention in sentence.mentions}
    if reading.note.note_type == "patient_record":
        mentioned.add("person")  # the record's own fields, which no rule matches
    if not mentioned:
        return ()
    asked = [kind for kind in FACT_KINDS if kind in mentioned and (not kinds or kind in kinds)]
    found = [fact for kind in asked for fact in reader_of(kind)(reading, packs)]
    once = list(dict.fromkeys(found))
    apart = len(set(map(_place, once))) == len(once)
    return tuple(sorted(once, key=_place if apart else _exact_place))


def _place(fact: Fact) -> tuple[int, int, str]:
    return fact.evidence[0].start, fact.evidence[0].end, fact.kind


def _exact_place(fact: Fact) -> tuple[int, int, str, str]:
    return *_place(fact), repr(fact.value)


@cache
def reader_of(kind: str) -> KindReader:
    """What reads one kind; every module is named after its kind."""
    read: KindReader = import_module(f"trialsift.extract.{kind}").facts
    return read
