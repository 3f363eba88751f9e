"""Conditions joined by all, any, not and their kin."""

from collections.abc import Sequence
from dataclasses import replace

from trialsift.answers import Missing, Truth
from trialsift.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    FactTest,
    FirstKnown,
    ForAPerson,
    IfStated,
    Not,
    RuledOut,
)
from trialsift.evaluate.leaf import leaf
from trialsift.evaluate.logic import NOT, all_of, any_of, at_least_of
from trialsift.evaluate.result import Case, Result


def result_of(condition: Condition, case: Case) -> Result:
    """The result of any condition."""
    if isinstance(condition, FactTest):
        return leaf(condition, case)
    if isinstance(condition, Not):
        part = result_of(condition.part, case)
        return _with(part, NOT[part.truth], [part])
    if isinstance(condition, IfStated):
        stated = condition.part
        return leaf(stated, case, stated=True) if isinstance(stated, FactTest) else result_of(stated, case)
    if isinstance(condition, RuledOut):
        return _ruled_out(condition, case)
    if isinstance(condition, ForAPerson):
        return _asked(condition)
    if isinstance(condition, FirstKnown):
        return _first_known(condition, case)
    return _many(condition, case)


def _many(condition: AllOf | AnyOf | AtLeastOf, case: Case) -> Result:
    found = [(part, result_of(part, case)) for part in condition.parts]
    counted = [
        item
        for part, item in found
        if not (isinstance(part, IfStated) and item.truth == "unknown" and item.silent)
    ]
    if not counted:  # everything is silent: then all of it is missing
        counted = [item for _, item in found]
    truths = [item.truth for item in counted]
    if isinstance(condition, AllOf):
        truth = all_of(truths)
    elif isinstance(condition, AnyOf):
        truth = any_of(truths)
    else:
        truth = at_least_of(condition.number, truths)
    return _with(None, truth, _telling(condition, truth, counted))


def _telling(condition: AllOf | AnyOf | AtLeastOf, truth: Truth, parts: Sequence[Result]) -> Sequence[Result]:
    """The parts on which the answer rests: one no decides all, one yes decides any."""
    if isinstance(condition, AllOf) and truth == "yes":
        return parts
    if isinstance(condition, AnyOf) and truth == "no":
        return parts
    return [item for item in parts if item.truth == truth] or parts


def _first_known(condition: FirstKnown, case: Case) -> Result:
    found = [result_of(part, case) for part in condition.parts]
    known = [item for item in found if item.truth != "unknown"]
    if not known:
        return _with(None, "unknown", found)
    differing = [item for item in known[1:] if item.truth != known[0].truth]
    words = tuple(f"A second source differs: {item.because}" for item in differing)
    return _with(known[0], known[0].truth, [known[0]], warnings=words)


def _asked(condition: ForAPerson) -> Result:
    """Always unknown: the gap is the person's word."""
    gap = Missing(what="part", silence="no_document", who="Patient interview", question=condition.words)
    return Result(truth="unknown", missing=(gap,), silent=True)


def _ruled_out(condition: RuledOut, case: Case) -> Result:
    part = result_of(condition.part, case)
    if part.truth != "unknown":
        return part
    by = result_of(condition.by, case)
    if by.truth == "yes" and not _in_conflict(part):
        return _with(by, "no", [by])
    if by.truth == "unknown" and not _in_conflict(part):
        return replace(part, open_tests=tuple(dict.fromkeys((*part.open_tests, *by.open_tests))))
    return part


def _in_conflict(part: Result) -> bool:
    """A part on which the notes speak, but in doubt, is not ruled out by a general statement."""
    return any(fact.presence == "uncertain" for fact in part.used)


def _with(
    base: Result | None, truth: Truth, parts: Sequence[Result], *, warnings: tuple[str, ...] = ()
) -> Result:
    gaps = dict.fromkeys(gap for item in parts for gap in item.missing) if truth == "unknown" else ()
    tests = dict.fromkeys(test for item in parts for test in item.open_tests) if truth == "unknown" else ()
    return Result(
        truth=truth,
        because=base.because
        if base
        else " ".join(dict.fromkeys(item.because for item in parts if item.because)),
        used=tuple(dict.fromkeys(fact for item in parts for fact in item.used)),
        missing=tuple(gaps),
        warnings=(*dict.fromkeys(words for item in parts for words in item.warnings), *warnings),
        silent=bool(parts) and all(item.silent for item in parts),
        open_tests=tuple(tests),
    )
