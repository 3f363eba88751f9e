"""The same rule in two criteria: asked once as inclusion and once as exclusion, or simply repeated."""

import re
from collections.abc import Iterator
from itertools import combinations

from rapidfuzz import fuzz

from trialsift.criteria import Criterion, FactTest, FieldTest, Trial
from trialsift.trials.lint.finding import Finding, between
from trialsift.trials.lint.ranges import ranges_of
from trialsift.trials.lint.uses import Use, asked_of, name_of, uses_of

_ALIKE = 92  # of 100: the same sentence but for a word or two
_SHORTEST = 25  # characters; "Age ≥ 18 years" and "Age ≤ 75 years" are alike and no repetition
_ONE_OF_A_KIND = frozenset(
    {"site", "histology", "grade", "margin", "stage", "growth_pattern", "lesion_count"}
)
_ABLE = re.compile(r"\b(?P<un>un|not )?(?:able|willing)\b(?P<rest>[^.;]*)", re.IGNORECASE)
_WORDS = re.compile(r"[a-z]{4,}")
_PLACES = (
    "pelvi",
    "trunk",
    "groin",
    "buttock",
    "shoulder",
    "axill",
    "neck",
    "chest",
    "abdom",
    "limb",
    "extremit",
    "retroperitoneum",
    "skin",
    "bone",
)
_COMMON = frozenset(
    [
        "able",
        "unable",
        "disease",
        "treatment",
        "treatments",
        "therapy",
        "willing",
        "patient",
        "patients",
        "subject",
        "subjects",
        "study",
        "protocol",
        "with",
        "from",
        "that",
        "this",
        "will",
        "have",
    ]
)


def repeated(trial: Trial) -> Iterator[Finding]:
    """Pairs of criteria that state one rule; each pair is told once."""
    told: set[tuple[str, str]] = set()
    for rule in (_same_tests, _parted_lists, _same_words, _able_and_unable):
        for found in rule(trial):
            pair = tuple(found.criterion.split("+"))
            if len(pair) == 2 and pair not in told:
                told.add(pair)
                yield found


def _needed(trial: Trial) -> list[Use]:
    return [use for item in trial.criteria for use in uses_of(item) if use.needed]


def _same_tests(trial: Trial) -> Iterator[Finding]:
    """A rule that is all of one criterion and stands in another too; two that merely share a part are no repetition."""
    for one, other in combinations(_needed(trial), 2):
        if one.criterion.id == other.criterion.id or not (_is_all(one) or _is_all(other)):
            continue
        if _signature(one) == _signature(other):
            words = f"{name_of(one.test)}: the same rule stands in {one.criterion.id} and in {other.criterion.id}."
            yield from between(
                (one.criterion, other.criterion),
                "twice",
                words,
                "Keep one of them, so that an amendment cannot change only one.",
            )


def _is_all(use: Use) -> bool:
    return len(list(uses_of(use.criterion))) == 1


def _signature(use: Use) -> object:
    """Two leaves of one signature ask the same; numbers by the range they leave, so that < 18 excluded is >= 18 included."""
    test, window = use.test, use.test.window
    when = (window.op, window.period, window.relative_to) if window else None
    limits = tuple(
        (item.low, item.low_open, item.high, item.high_open, item.test.field) for item in ranges_of(use)
    )
    if limits and len(limits) == len(test.tests):
        return (asked_of(test), limits, when)
    return (
        asked_of(test),
        tuple((item.field, item.op, item.words) for item in test.tests),
        when,
        use.wanted,
        test.count,
    )


def _parted_lists(trial: Trial) -> Iterator[Finding]:
    """A list that must hold and a list that must not, of a thing that a tumour has one of, without a word in common."""
    for one, other in combinations(_needed(trial), 2):
        if one.criterion.section == other.criterion.section or one.wanted == other.wanted:
            continue
        pairs = [
            (a, b) for a in one.test.tests for b in other.test.tests if _parted(one.test, other.test, a, b)
        ]
        if pairs:
            kind = one.test.kind.replace("_", " ")
            words = f"{kind}: {one.criterion.id} says which are in, {other.criterion.id} which are out{_shared(one, other)}."
            yield from between(
                (one.criterion, other.criterion),
                "twice",
                words,
                "Say it once; or say what holds for those on neither list.",
            )


def _parted(one: FactTest, other: FactTest, a: FieldTest, b: FieldTest) -> bool:
    if (
        one.kind != other.kind
        or one.kind not in _ONE_OF_A_KIND
        or a.field != b.field
        or not (a.words and b.words)
    ):
        return False
    return not (a.members or set(a.words)) & (b.members or set(b.words))


def _shared(one: Use, other: Use) -> str:
    """Of sites, the words that both texts use, as a warning that the two lists may touch: pelvic and pelvis."""
    if one.test.kind != "site":
        return ""
    left, right = (
        {word for word in _WORDS.findall(use.criterion.says.lower()) if word.startswith(_PLACES)}
        for use in (one, other)
    )
    both = {word[:5] for word in left} & {word[:5] for word in right}
    near = {word for word in left | right if word[:5] in both}
    return f"; they meet at {', '.join(sorted(near))}" if near else ""


def _plain(says: str) -> set[str]:
    return {word.removesuffix("s") for word in _WORDS.findall(says.lower())}


def _same_words(trial: Trial) -> Iterator[Finding]:
    long = [item for item in trial.criteria if len(item.says) >= _SHORTEST]
    for one, other in combinations(long, 2):
        if fuzz.token_sort_ratio(_bare(one.says), _bare(other.says)) >= _ALIKE and _numbers(one) == _numbers(
            other
        ):
            words = f"{one.id} and {other.id} are worded alike."
            yield from between((one, other), "twice", words, "Keep one of them.")


def _bare(says: str) -> str:
    return " ".join(re.findall(r"\w+", says.lower()))


def _numbers(item: Criterion) -> list[str]:
    return sorted(re.findall(r"\d+", item.says))


def _able_and_unable(trial: Trial) -> Iterator[Finding]:
    """ "Able to comply" as an inclusion and "unable to comply" as an exclusion."""
    able = [
        (item, words)
        for item in trial.criteria
        if item.section == "inclusion" and (words := _ability(item, denied=False))
    ]
    unable = [
        (item, words)
        for item in trial.criteria
        if item.section == "exclusion" and (words := _ability(item, denied=True))
    ]
    for one, words in able:
        for other, others in unable:
            if words & others:
                said = f"{one.id} asks for what {other.id} excludes the lack of: {', '.join(sorted(words & others))}."
                yield from between(
                    (one, other), "twice", said, "Keep one of them; one question settles both."
                )


def _ability(item: Criterion, *, denied: bool) -> set[str]:
    found: set[str] = set()
    for match in _ABLE.finditer(item.says):
        if bool(match["un"]) == denied:
            found |= _plain(match["rest"]) - _COMMON
    return found
