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
from trialsift.evaluate.words import plain_name
from trialsift.traits import TRAITS
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
    subjects = " or ".join(sorted(plain_name(item.word) for item in test.subjects))
    label = "" if test.kind == "person" else TRAITS[test.kind].label  # its fields tell what is asked
    parts = [
        *filter(None, [subjects or label]),
        *(_field(test.kind, item) for item in test.tests),
        *(f"where {_field(test.kind, item)}" for item in test.where),
        *_rest(test),
    ]
    return ", ".join(part.replace("_", " ") for part in parts)


_OPS = {"is": "", "one_of": "", "is_a": "a kind of "}


def _field(kind: str, test: FieldTest) -> str:
    """ "more than 5 cm", "depth superficial": the main field of a kind needs no name."""
    limits = [_limit(item) for item in dict.fromkeys(test.limits)]
    words = " and ".join(limits) if limits else " or ".join(test.words)
    unclear = f" (unclear: {' or '.join(test.unclear)})" if test.unclear else ""
    name = "" if test.field == TRAITS[kind].field and kind != "person" else f"{test.field} "
    return f"{name}{_OPS.get(test.op, f'{test.op} ')}{words}{unclear}"


def _limit(limit: Limit) -> str:
    return limit.written or f"{limit.number:g} {limit.unit}".strip()


_PICKS = {
    "newest": "the newest reading", "oldest": "the oldest reading", "worst": "the worst reading",
    "any": "any reading", "all": "all readings", "agree": "readings that agree",
}  # fmt: skip
_POLICIES = {
    "ties": "of one day:", "outside": "outside the window:", "person": "of a", "absent": "denied:", "doubt": "in doubt:", "undated": "without a date:",
}  # fmt: skip


def _rest(test: FactTest) -> Iterator[str]:
    if test.window:
        yield _window(test.window)
    if test.count:
        together = f" within {test.count.together}" if test.count.together else ""
        yield f"at least {test.count.at_least} per {test.count.per}{together}"
    if test.sources:
        yield f"from {' or '.join(map(plain_name, test.sources))}"
    yield _PICKS.get(test.pick, test.pick)
    plain = FactTest(kind=test.kind)
    for name, words in _POLICIES.items():
        if getattr(test, name) != getattr(plain, name):
            yield f"{words} {getattr(test, name)}"
    past_too = test.kind in PAST_TOO
    if test.times != (("now", "past") if past_too else plain.times):
        yield f"time {'/'.join(test.times)}"
    if test.about != (("this_tumour", "other_tumour") if past_too else plain.about):
        yield f"about {'/'.join(test.about)}"


def _window(window: Window) -> str:
    other = _test(window.relative_to) if window.relative_to else ""
    if window.op == "since":
        return f"since the {other}"
    return f"{window.op} {window.period}" + (f" of the {other}" if other else "")
