"""Criteria that another one makes impossible, and lists of which one is open and the other closed."""

import re
from collections.abc import Iterator

from trialsift.criteria import Criterion, FactTest, FieldTest, Period, Subject, Trial
from trialsift.packs.rules import Packs
from trialsift.traits import TRAITS
from trialsift.trials.lint.finding import Finding, between
from trialsift.trials.lint.uses import Use, name_of, uses_of
from trialsift.trials.lint.wording import OPEN

_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4, "years": 365.25}
_OPERABLE = re.compile(
    r"\b(?:un)?resect(?:able|ed)\b|\b(?<!in)operable\b|\bpost-?\s?operative\b|\b(?:after|following) (?:surgery|resection)\b|\bsurgically removed\b|\badjuvant\b",
    re.IGNORECASE,
)
_MARGIN = re.compile(
    r"\bpositive (?:\w+ )?margins?\b|\bR[012] resection\b|\bresidual (?:tumou?r|disease)\b", re.IGNORECASE
)
_NO_SURGERY = re.compile(
    r"\b(?:surgery|operation|surgical procedure)s?\b[^.;]{0,40}\b(?:within|in the (?:last|past)|less than)\b[^.;]{0,8}\d+\s*(?:day|week|month|year)s?",
    re.IGNORECASE,
)
_MEASURABLE = re.compile(r"\bmeasur(?:able|ed)\b|\bRECIST\b", re.IGNORECASE)
_OPEN = re.compile("|".join(OPEN), re.IGNORECASE)


def unreachable(trial: Trial, packs: Packs) -> Iterator[Finding]:
    """Combinations of criteria that nobody, or only a patient on some days, could pass."""
    uses = [use for item in trial.criteria for use in uses_of(item)]
    must = [use for use in uses if use.wanted and use.needed]
    for one in must:
        for other in (
            use for use in uses if not use.wanted and use.needed and use.criterion.id != one.criterion.id
        ):
            yield from _asked_and_refused(one, other)
            yield from _nothing_left(one, other, packs)
            yield from _named_and_refused(one, other, packs)
            yield from _open_and_closed(one, other)
    yield from _index_date(trial)


def _asked_and_refused(one: Use, other: Use) -> Iterator[Finding]:
    """A must-have that is itself an exclusion: surgery within 3 months asked for, surgery within 6 months excluded."""
    if not TRAITS[one.test.kind].subject or one.test.kind != other.test.kind or other.test.tests:
        return
    if (
        _covers(other.test.subjects, one.test.subjects)
        and _window_within(one.test, other.test)
        and _selects_no_less(one.test, other.test)
    ):
        words = f"{one.criterion.id} asks for {name_of(one.test)}, which {other.criterion.id} excludes."
        yield from between(
            (one.criterion, other.criterion), "unreachable", words, "Ask which of the two is meant."
        )


def _covers(wide: tuple[Subject, ...], narrow: tuple[Subject, ...]) -> bool:
    members = frozenset[str]().union(*(item.members for item in wide))
    return bool(narrow) and all(item.word in members for item in narrow)


def _selects_no_less(one: FactTest, other: FactTest) -> bool:
    return (
        set(other.where) <= set(one.where)
        and one.person == other.person
        and set(one.about) <= set(other.about)
    )


def _window_within(one: FactTest, other: FactTest) -> bool:
    """Whatever lies in the first window lies in the second."""
    if other.window is None:
        return True
    if one.window is None or one.window.op != other.window.op or other.window.op != "within":
        return False
    return _length(one.window.period) <= _length(other.window.period)


def _length(period: Period | None) -> float:
    return period.number * _DAYS[period.unit] if period else 0.0


def _nothing_left(one: Use, other: Use, packs: Packs) -> Iterator[Finding]:
    """Every kind that one criterion lets in is excluded by the other, down to the last term of the vocabulary."""
    for left, right in _lists(one.test, other.test):
        inside, outside = _terms(left, one.test.kind, packs), _terms(right, other.test.kind, packs)
        if inside and inside <= outside:
            words = f"{one.test.kind.replace('_', ' ')}: {other.criterion.id} excludes everything that {one.criterion.id} lets in."
            yield from between(
                (one.criterion, other.criterion), "unreachable", words, "Ask which of the two lists is meant."
            )


def _lists(one: FactTest, other: FactTest) -> Iterator[tuple[FieldTest, FieldTest]]:
    if one.kind != other.kind or one.about != other.about:
        return
    for left in one.tests:
        yield from (
            (left, right) for right in other.tests if left.field == right.field and left.words and right.words
        )


def _terms(test: FieldTest, kind: str, packs: Packs) -> set[str]:
    """The words of a list, classes replaced by the terms they hold."""
    vocabulary = packs.vocab.get(TRAITS[kind].vocabulary)
    if not test.members or vocabulary is None:
        return set(test.words)
    classes = {name for term in vocabulary.terms.values() for name in term.is_a}
    return set(test.members) - classes or set(test.members)


def _named_and_refused(one: Use, other: Use, packs: Packs) -> Iterator[Finding]:
    """A kind that the inclusion names in its own words and the exclusion refuses."""
    vocabulary = packs.vocab.get(TRAITS[one.test.kind].vocabulary)
    if vocabulary is None:
        return
    for left, right in _lists(one.test, other.test):
        both = sorted((left.members & right.members) & vocabulary.terms.keys())
        named = [
            vocabulary.terms[name].name
            for name in both
            if _says(one.criterion, (vocabulary.terms[name].name, *vocabulary.terms[name].words))
        ]
        if named:
            words = f"{one.criterion.id} names {', '.join(named)}, which {other.criterion.id} excludes."
            yield from between(
                (one.criterion, other.criterion), "contradiction", words, "Ask whether it is in or out."
            )


def _says(criterion: Criterion, names: tuple[str, ...]) -> bool:
    text = _bare(criterion.says)
    return any(f" {_bare(name)}{end} " in f" {text} " for name in names for end in ("", "s"))


def _bare(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _open_and_closed(one: Use, other: Use) -> Iterator[Finding]:
    """An open list of what is in beside a closed list of what is out: what of a kind on neither?"""
    for _ in _lists(one.test, other.test):
        if (
            _OPEN.search(one.criterion.says)
            and "," in one.criterion.says
            and not _OPEN.search(other.criterion.says)
        ):
            words = f"{one.test.kind.replace('_', ' ')}: the list of {one.criterion.id} is open, that of {other.criterion.id} closed; a kind on neither is let in."
            yield from between(
                (one.criterion, other.criterion),
                "open-and-closed",
                words,
                "Ask whether kinds on neither list are meant to be in.",
            )
            return


def _index_date(trial: Trial) -> Iterator[Finding]:
    """A resected or resectable tumour, a measurable lesion and no recent surgery: true together on some days only."""
    operated = [
        item
        for item in trial.criteria
        if item.section == "inclusion" and (_MARGIN.search(item.says) or _OPERABLE.search(item.says))
    ]
    refused = [
        item for item in trial.criteria if item.section == "exclusion" and _NO_SURGERY.search(item.says)
    ]
    measured = [
        item for item in trial.criteria if item.section == "inclusion" and _MEASURABLE.search(item.says)
    ]
    title = _OPERABLE.search(trial.title)
    if refused and (operated or title):
        asked = (
            f'the title says "{title[0]}"'
            if title
            else f"{operated[0].id} speaks of what an operation leaves"
        )
        more = f", {measured[0].id} asks for a lesion to measure" if measured else ""
        words = f"{asked}{more}, and {refused[0].id} excludes recent surgery: which holds depends on the day that is meant."
        yield from between(
            [*operated, *measured, *refused],
            "unreachable",
            words,
            "State the index date: before or after the operation.",
        )
