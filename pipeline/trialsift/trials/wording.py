"""A condition in plain words, one line a test, so that two versions of a criterion can be laid side by side."""

from collections.abc import Iterator

from trialsift.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    FactTest,
    FieldTest,
    FirstKnown,
    ForAPerson,
    IfStated,
    Limit,
    Not,
    RuledOut,
    Window,
)
from trialsift.trials.conditions import PAST_TOO


def lines_of(condition: Condition | None, *, under: str = "") -> tuple[str, ...]:
    """Every test with the operators above it: "all > any > not transfusion, within 14 days, newest".

    Two conditions with the same lines ask the same; the words of questions do not count.
    """
    return tuple(_lines(condition, under)) if condition else ()


def _lines(condition: Condition, under: str) -> Iterator[str]:
    if isinstance(condition, FactTest):
        yield under + _test(condition)
    elif isinstance(condition, ForAPerson):
        yield f"{under}for a person: {condition.words}"
    elif isinstance(condition, Not):
        yield from _lines(condition.part, f"{under}not ")
    elif isinstance(condition, IfStated):
        yield from _lines(condition.part, f"{under}if stated ")
    elif isinstance(condition, RuledOut):
        yield from _lines(condition.part, under)
        yield from _lines(condition.by, f"{under}ruled out by ")
    else:
        for part in condition.parts:
            yield from _lines(part, f"{under}{_join(condition)} > ")


def _join(condition: AllOf | AnyOf | AtLeastOf | FirstKnown) -> str:
    if isinstance(condition, AtLeastOf):
        return f"at least {condition.number} of"
    return {AllOf: "all", AnyOf: "any", FirstKnown: "first known"}[type(condition)]


def _test(test: FactTest) -> str:
    subjects = "/".join(sorted(item.word for item in test.subjects))
    name = f"{test.kind} {subjects}" if subjects else test.kind
    parts = [
        name,
        *(_field(item) for item in test.tests),
        *(f"where {_field(item)}" for item in test.where),
        *_rest(test),
    ]
    return ", ".join(part.replace("_", " ") for part in parts)


def _field(test: FieldTest) -> str:
    words = [_limit(item) for item in dict.fromkeys(test.limits)] or list(test.words)
    unclear = f" (unclear: {'/'.join(test.unclear)})" if test.unclear else ""
    return f"{test.field} {test.op} {' and '.join(words) if test.limits else '/'.join(words)}{unclear}"


def _limit(limit: Limit) -> str:
    return limit.written or f"{limit.number:g} {limit.unit}".strip()


def _rest(test: FactTest) -> Iterator[str]:
    if test.window:
        yield _window(test.window)
    if test.count:
        together = f" within {test.count.together}" if test.count.together else ""
        yield f"at least {test.count.at_least} per {test.count.per}{together}"
    if test.sources:
        yield f"from {'/'.join(test.sources)}"
    yield test.pick
    plain = FactTest(kind=test.kind)
    for name in ("ties", "outside", "person", "absent", "doubt"):
        if getattr(test, name) != getattr(plain, name):
            yield f"{name} {getattr(test, name)}"
    past_too = test.kind in PAST_TOO
    if test.times != (("now", "past") if past_too else plain.times):
        yield f"time {'/'.join(test.times)}"
    if test.about != (("this_tumour", "other_tumour") if past_too else plain.about):
        yield f"about {'/'.join(test.about)}"


def _window(window: Window) -> str:
    other = f" of {_test(window.relative_to)}" if window.relative_to else ""
    return f"{window.op} {window.period or ''}{other}".replace("  ", " ")
