"""What a criterion's condition asks of each fact test before a patient passes: to be so, or not to be so."""

from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Criterion,
    FactTest,
    FirstKnown,
    ForAPerson,
    IfStated,
    Not,
    RuledOut,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """One leaf of a criterion. wanted: what it must answer to let a patient pass; needed: no other leaf can do that."""

    criterion: Criterion
    test: FactTest
    wanted: bool
    needed: bool


def uses_of(criterion: Criterion) -> Iterator[Use]:
    """Every leaf of a criterion that can decide it; what only rules out ("previously well") is left out."""
    if criterion.condition is None:
        return
    wanted = criterion.section == "inclusion"
    for test, want, needed in _leaves(criterion.condition, wanted, needed=True):
        yield Use(criterion=criterion, test=test, wanted=want, needed=needed)


def _leaves(condition: Condition, wanted: bool, *, needed: bool) -> Iterator[tuple[FactTest, bool, bool]]:
    if isinstance(condition, FactTest):
        yield condition, wanted, needed
        return
    if isinstance(condition, Not):
        yield from _leaves(condition.part, not wanted, needed=needed)
        return
    if isinstance(condition, ForAPerson):
        return
    if isinstance(condition, IfStated | RuledOut):
        yield from _leaves(condition.part, wanted, needed=needed)
        return
    for part in condition.parts:
        yield from _leaves(part, wanted, needed=needed and _needs_every_part(condition, wanted=wanted))


def _needs_every_part(condition: AllOf | AnyOf | AtLeastOf | FirstKnown, *, wanted: bool) -> bool:
    """All of them must hold for a yes of `all`, none may for a no of `any`."""
    if len(condition.parts) == 1 or isinstance(condition, AllOf):
        return wanted or len(condition.parts) == 1
    if isinstance(condition, AnyOf):
        return not wanted
    if isinstance(condition, AtLeastOf):
        return condition.number == (len(condition.parts) if wanted else 1)
    return _asks_one_thing(condition)


def _asks_one_thing(condition: FirstKnown) -> bool:
    """Whether the parts ask the same words of the same facts, and differ only in which facts count."""
    asked = {
        (asked_of(part), part.tests[:1] and part.tests[0].words)
        for part in condition.parts
        if isinstance(part, FactTest)
    }
    return len(asked) == 1 and all(isinstance(part, FactTest) for part in condition.parts)


def asked_of(test: FactTest) -> tuple[object, ...]:
    """What two tests must share to speak of the same thing: kind, subject, selection."""
    return (
        test.kind,
        tuple(sorted(item.word for item in test.subjects)),
        test.where,
        test.person,
        test.about,
    )


def name_of(test: FactTest) -> str:
    """ "tumour size", "transfusion": the words for a test in a message."""
    words = ", ".join(item.word.replace("_", " ") for item in test.subjects)
    return words or test.kind.replace("_", " ")
