"""The fact kinds, each a module with `facts(reading, packs)`; this is the one place that lists them."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from trialsift.extract.reading import Reading
from trialsift.facts import FACT_KINDS, Fact
from trialsift.packs.rules import Packs

KindReader = Callable[[Reading, Packs], Sequence[Fact]]


def facts_of(reading: Reading, packs: Packs) -> tuple[Fact, ...]:
    """All kinds' facts of a reading, in text order and without repeats."""
    found = [fact for read in _readers().values() for fact in read(reading, packs)]
    return tuple(sorted(dict.fromkeys(found), key=_place))


def _place(fact: Fact) -> tuple[int, int, str, str]:
    return fact.evidence[0].start, fact.evidence[0].end, fact.kind, repr(fact.value)


def _readers() -> Mapping[str, KindReader]:
    return {kind: import_module(f"trialsift.extract.{kind}").facts for kind in FACT_KINDS if _exists(kind)}


def _exists(kind: str) -> bool:
    from importlib.util import find_spec

    return find_spec(f"trialsift.extract.{kind}") is not None
