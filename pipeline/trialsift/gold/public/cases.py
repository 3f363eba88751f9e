"""One field of one text: what its label accepts, what was read, and the table over many of them."""

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trialsift.gold.statistics import Share

Same = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A field of one text. accept holds every value a reader may give; None in it means "not stated".

    read is None when nothing was read. where names the text; rests_on the rules behind what was read.
    """

    field: str
    where: str
    accept: tuple[Any, ...]
    read: Any
    rests_on: str = ""
    same: Same = lambda expected, found: bool(expected == found)

    @property
    def stated(self) -> bool:
        """Whether the text must give a value."""
        return None not in self.accept

    @property
    def verdict(self) -> str:
        """ "right", "wrong", "missed", "invented" (read although silent) or "silent" (rightly nothing)."""
        if self.read is None:
            return "missed" if self.stated else "silent"
        if any(item is not None and self.same(item, self.read) for item in self.accept):
            return "right"
        return "wrong" if any(item is not None for item in self.accept) else "invented"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldScore:
    """One field over all texts of a set."""

    set_name: str
    field: str
    cases: tuple[Case, ...]

    def count(self, verdict: str) -> int:
        """How many cases have a verdict."""
        return sum(case.verdict == verdict for case in self.cases)

    @property
    def stated(self) -> int:
        """How many texts state the field."""
        return sum(case.stated for case in self.cases)

    @property
    def share(self) -> Share:
        """Of the texts that state the field or in which it was read where it might be, those read rightly."""
        return Share(
            hits=self.count("right"), total=len(self.cases) - self.count("silent") - self.count("invented")
        )

    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        counts = [len(self.cases), self.stated, *(self.count(name) for name in ("right", "wrong", "missed"))]
        silent = self.count("silent") + self.count("invented")
        return (
            self.set_name,
            self.field,
            *map(str, counts),
            f"{self.count('invented')} of {silent}",
            str(self.share),
        )


HEAD = ("set", "field", "n", "stated", "right", "wrong", "missed", "invented", "accuracy where stated")


def by_field(set_name: str, cases: Iterable[Case]) -> list[FieldScore]:
    """The cases of a set, gathered by field in the order in which fields come."""
    held: dict[str, list[Case]] = {}
    for case in cases:
        held.setdefault(case.field, []).append(case)
    return [FieldScore(set_name=set_name, field=name, cases=tuple(own)) for name, own in held.items()]


def errors(cases: Iterable[Case], *, fields: Sequence[str] = ()) -> Iterator[str]:
    """One line a case that is not right: field, text, verdict, what is accepted, what was read, by which rules."""
    for case in cases:
        if case.verdict in {"right", "silent"} or (fields and case.field not in fields):
            continue
        accepted = " or ".join(map(str, case.accept))
        yield f"{case.field}  {case.where}  {case.verdict}  accepted {accepted}  read {case.read}  {case.rests_on}".rstrip()


def rows_in(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON lines of a file, plain or gzipped."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from map(json.loads, data.decode("utf-8").splitlines())
