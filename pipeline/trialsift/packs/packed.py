"""Packs as plain JSON and back: how checked packs are kept on disk."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any, TypeVar

from trialsift.packs.rules import CueRule, Example, FactRule, Packs, Place, SectionRule, Term, Vocabulary

Row = Mapping[str, Any]
T = TypeVar("T")
_AS_WRITTEN = frozenset({"value", "more"})  # a pack's own lists and mappings stay what they are


def packed(packs: Packs) -> dict[str, Any]:
    """Everything in the packs as lists, mappings and texts."""
    return asdict(packs)


def unpacked(row: Row) -> Packs:
    """The packs that `packed` took apart, once through JSON."""
    return Packs(
        facts={kind: _all(FactRule, rules) for kind, rules in row["facts"].items()},
        vocab={
            kind: Vocabulary(
                kind=kind, source=held["source"], terms={key: _one(Term, term) for key, term in held["terms"].items()}
            )
            for kind, held in row["vocab"].items()
        },
        cues=_all(CueRule, row["cues"]),
        sections=_all(SectionRule, row["sections"]),
        hash=row["hash"],
    )  # fmt: skip


def _all(kind: type[T], rows: list[Row]) -> tuple[T, ...]:
    return tuple(_one(kind, row) for row in rows)


def _one(kind: type[T], row: Row) -> T:
    return kind(**{name: _field(name, held) for name, held in row.items()})


def _field(name: str, held: Any) -> Any:
    if read := _FIELDS.get(name):
        return read(held)
    return tuple(held) if isinstance(held, list) and name not in _AS_WRITTEN else held


def _marks(held: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(place) for place in held)


def _place(held: Row) -> Place:
    return Place(file=held["file"], line=held["line"])


_FIELDS: Mapping[str, Callable[[Any], Any]] = {
    "hits": lambda rows: _all(Example, rows),
    "misses": lambda rows: _all(Example, rows),
    "marks": _marks,
    "place": _place,
}
