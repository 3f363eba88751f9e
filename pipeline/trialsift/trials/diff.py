"""What an amendment changed: two versions of a trial file, criterion by criterion."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from trialsift.criteria import Criterion, Trial
from trialsift.trials.wording import lines_of

What = Literal["added", "dropped", "reworded", "condition", "deciding", "settled_by", "section", "limits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs. before and after are words for people; "" where there is none."""

    criterion: str
    what: What
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        if self.what in {"added", "dropped"}:
            return f"{self.criterion} {self.what}: {self.after or self.before}"
        return f"{self.criterion} {self.what}: {self.before or 'none'} -> {self.after or 'none'}"


def diff(old: Trial, new: Trial) -> tuple[Change, ...]:
    """Every difference that can change an answer, a flag or what staff read; the new file's order, then what was dropped."""
    before = {item.id: item for item in old.criteria}
    after = {item.id for item in new.criteria}
    found = [change for item in new.criteria for change in _criterion(before.get(item.id), item)]
    found += [
        Change(criterion=item.id, what="dropped", before=item.says)
        for item in old.criteria
        if item.id not in after
    ]
    return (*found, *_limits(old, new))


def _criterion(old: Criterion | None, new: Criterion) -> Iterator[Change]:
    if old is None:
        yield Change(criterion=new.id, what="added", after=new.says)
        return
    if old.section != new.section:
        yield Change(criterion=new.id, what="section", before=old.section, after=new.section)
    if " ".join(old.says.split()) != " ".join(new.says.split()):
        before, after = _parts_that_differ(old.says, new.says)
        yield Change(criterion=new.id, what="reworded", before=before, after=after)
    yield from _condition(old, new)
    if old.deciding != new.deciding:
        yield Change(criterion=new.id, what="deciding", before=_yes(old.deciding), after=_yes(new.deciding))
    if old.settled_by != new.settled_by:
        yield Change(criterion=new.id, what="settled_by", before=old.settled_by, after=new.settled_by)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _parts_that_differ(old: str, new: str) -> tuple[str, str]:
    """The words that changed, with two of those around them."""
    left, right = old.split(), new.split()
    blocks = [
        item
        for item in SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        if item[0] != "equal"
    ]
    first, last = blocks[0], blocks[-1]
    return _around(left, first[1], last[2]), _around(right, first[3], last[4])


def _around(words: list[str], start: int, end: int) -> str:
    lead, tail = "… " if start > 2 else "", " …" if end + 2 < len(words) else ""
    return f'"{lead}{" ".join(words[max(0, start - 2) : end + 2])}{tail}"'


def _condition(old: Criterion, new: Criterion) -> Iterator[Change]:
    """The tests that differ, those that only one version has paired in their order."""
    before, after = lines_of(old.condition), lines_of(new.condition)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for place in range(max(i2 - i1, j2 - j1)):
            gone = before[i1 + place] if i1 + place < i2 else ""
            come = after[j1 + place] if j1 + place < j2 else ""
            yield Change(criterion=new.id, what="condition", before=gone, after=come)


def _limits(old: Trial, new: Trial) -> Iterator[Change]:
    before = {item.analyte: f"{item.low:g} to {item.high:g}" for item in old.upper_limits}
    after = {item.analyte: f"{item.low:g} to {item.high:g}" for item in new.upper_limits}
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield Change(
                criterion=f"upper limit of {name}",
                what="limits",
                before=before.get(name, ""),
                after=after.get(name, ""),
            )
