"""What a note itself takes back: a frozen section, a provisional diagnosis, what an addendum replaces.

Nothing is thrown away; a statement that a later one of the same note and kind replaces is superseded.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from trialsift.extract.first_readings import is_replaced_reading
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading, Sentence
from trialsift.facts import Fact
from trialsift.standing import conflict

_KINDS = frozenset({"histology", "grade", "margin", "tumour_size"})
_READ_TWICE = frozenset({"histology", "grade"})
_ADDED = re.compile(
    r"^[ \t]*\W{0,6}[ \t]*(?:addendum|supplementa(?:ry|l) report|amended (?:report|diagnosis)|amendment|corrected report|correction|"
    r"revised (?:report|diagnosis)|(?:amended|revised) (?:on )?\d+|errat(?:um|a)|corrigend(?:um|a))\b",
    re.IGNORECASE | re.MULTILINE,
)
_ADDED_WORDS = (
    "addendum",
    "supplementa",
    "amend",
    "correct",
    "revised",
    "errat",
    "corrigend",
)  # one of them is in every match
_ORIGINAL = re.compile(
    r"^[ \t]*\W{0,6}[ \t]*(?:original (?:report|diagnosis)|previous report|report as (?:originally )?issued|initial report)\b",
    re.IGNORECASE | re.MULTILINE,
)
_REPLACES = quick(
    r"\b(?:replaces?|supersedes?|superseding|amended to|corrected to|is corrected|revised to|should (?:have )?read|in error|typographical|typing|withdrawn|changed to|"
    r"upgraded|downgraded|errat(?:um|a)|corrigendum|and not|, not|"
    r"instead of|in place of)\b",
    re.IGNORECASE,
)
_PROVISIONAL = quick(r"\b(?:provisional|prelim(?:inary)?|interim)\b", re.IGNORECASE)
_FINAL = quick(
    r"\bfinal\b(?! (?:report|result|reading|grade|grading|histology|diagnosis)? ?(?:pending|awaited|to follow))",
    re.IGNORECASE,
)
_FROZEN = quick(
    r"\b(?:frozen section|intra ?-?operative(?:ly)? (?:diagnosis|consultation)|f/?s diagnosis)\b",
    re.IGNORECASE,
)
_FROZEN_LATER = re.compile(r"\b(?:paraffin|permanent|confirm\w*)\b", re.IGNORECASE)
_DESCRIBING = frozenset({"microscopy", "gross", "immunohistochemistry", ""})
_CONCLUDING = frozenset({"diagnosis", "conclusion", "synoptic", "impression"})
_LEVELS = {
    "1": "low",
    "low": "low",
    "2": "intermediate",
    "intermediate": "intermediate",
    "3": "high",
    "high": "high",
}
_HEADING = 200  # characters before a statement in which its heading says "provisional"


def within_note(reading: Reading, facts: Sequence[Fact]) -> list[Fact]:
    """The same facts in the same order, those that the note itself replaces marked as superseded."""
    if not any(fact.kind in _KINDS for fact in facts):
        return list(facts)
    spans = _added_spans(reading.note.text)
    alike = {kind: [fact for fact in facts if fact.kind == kind] for kind in _KINDS}
    # Readings that cannot both be right differ; in a long note the same one is said again and again.
    twice = {kind for kind in _READ_TWICE if len({_said(fact) for fact in alike[kind]}) > 1}
    return [
        _standing(reading, fact, alike[fact.kind], spans, judged=fact.kind in twice)
        if fact.kind in _KINDS
        else fact
        for fact in facts
    ]


def _said(fact: Fact) -> tuple[object, ...]:
    """What two statements of one reading have in common."""
    return (fact.value, fact.about, fact.presence)


def _standing(
    reading: Reading, fact: Fact, facts: Sequence[Fact], spans: Sequence[tuple[int, int]], *, judged: bool
) -> Fact:
    """The fact as it stands among those of its kind."""
    if fact.standing != "stands" or fact.person != "patient":
        return fact
    described = _is_described(reading, fact) and not _is_added(fact, spans)
    if not (spans or described or judged or _is_of_frozen(reading, fact) or _is_provisional(reading, fact)):
        return fact  # nothing to compare: a long note has too many facts to hold each against all
    rivals = [other for other in facts if other is not fact and _is_rival(fact, other)]
    tests: tuple[Callable[[], bool], ...] = (
        lambda: (
            _is_of_frozen(reading, fact)
            and any(
                not _is_of_frozen(reading, other) and other.evidence[0].section != "request"
                for other in rivals
            )
        ),
        lambda: (
            _is_provisional(reading, fact)
            and any(_start(other) > _start(fact) and not _is_provisional(reading, other) for other in rivals)
        ),
        lambda: _is_amended(reading, fact, rivals, spans),
        lambda: (
            judged
            and is_replaced_reading(
                reading.note.text,
                fact,
                [other for other in facts if other is not fact and _is_rival(fact, other, parts=False)],
            )
        ),
        lambda: described and _is_concluded_otherwise(fact, rivals),
    )
    return replace(fact, standing="superseded") if any(test() for test in tests) else fact


def _is_rival(fact: Fact, other: Fact, *, parts: bool = True) -> bool:
    """Whether a fact can replace another: same kind and tumour, certain, of the same part or margin.

    parts False for reports that are lettered as parts of a specimen are: "(A) local report (B) review".
    """
    if (other.kind, other.about, other.person) != (fact.kind, fact.about, "patient"):
        return False
    if other.presence != "present" or other.standing != "stands" or other.time != "now":
        return False
    if parts and fact.part and other.part and fact.part != other.part:
        return False
    if fact.kind == "margin":
        return bool(fact.value.name == other.value.name)
    return fact.kind != "tumour_size" or not other.value.prior


def _start(fact: Fact) -> int:
    return fact.evidence[0].start


def _sentence(reading: Reading, fact: Fact) -> Sentence | None:
    start = _start(fact)
    place = bisect_right(reading.sentences, start, key=lambda item: item.starts[0]) - 1
    held = reading.sentences[place] if place >= 0 else None
    return held if held and start < held.ends[-1] else None


def _is_of_frozen(reading: Reading, fact: Fact) -> bool:
    if fact.evidence[0].section == "frozen":
        return True
    sentence = _sentence(reading, fact)
    return bool(sentence and _FROZEN.search(sentence.text) and not _FROZEN_LATER.search(sentence.text))


def _is_described(reading: Reading, fact: Fact) -> bool:
    """Whether a type or grade is how a pathologist describes the slide: "the sections show a spindle cell sarcoma with …"."""
    return (
        reading.document == "pathology"
        and fact.kind in _READ_TWICE
        and fact.presence == "present"
        and fact.evidence[0].section in _DESCRIBING
    )


def _is_concluded_otherwise(fact: Fact, rivals: Sequence[Fact]) -> bool:
    """Whether the diagnosis names other types, or other grades, only: "low-grade areas" below one of FNCLCC grade 3."""
    concluded = [other for other in rivals if other.evidence[0].section in _CONCLUDING]
    differ = conflict if fact.kind == "histology" else _levels_differ
    return bool(concluded) and all(differ(fact, other) for other in concluded)


def _levels_differ(one: Fact, two: Fact) -> bool:
    """Whether two grades are of different height, in whatever scheme; one whose height nobody can tell differs from none."""
    levels = {_LEVELS.get(one.value.value), _LEVELS.get(two.value.value)}
    return len(levels) == 2 and None not in levels


def _is_provisional(reading: Reading, fact: Fact) -> bool:
    sentence = _sentence(reading, fact)
    if sentence is None:
        return False
    before = sentence.text[: sentence.at[max(bisect_right(sentence.starts, _start(fact)) - 1, 0)]]
    if any(_PROVISIONAL.search(before, 0, final.start()) for final in _FINAL.finditer(before)):
        return False  # "provisional grade 2, final grade 3": the second is the final one
    return bool(_PROVISIONAL.search(f"{sentence.heading}\n{sentence.text[:_HEADING]}"))


def _added_spans(text: str) -> list[tuple[int, int]]:
    """Where addenda and amended reports stand; one titled so as a whole leaves nothing outside to replace."""
    lower = text.lower()
    if not any(word in lower for word in _ADDED_WORDS):
        return []
    original = _ORIGINAL.search(text)
    spans = []
    for match in _ADDED.finditer(text):
        end = original.start() if original and original.start() > match.start() else len(text)
        spans.append((match.start(), end))
    return spans


def _is_added(fact: Fact, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether it stands in an addendum or an amended report itself."""
    return any(begin <= _start(fact) < end for begin, end in spans)


def _is_amended(
    reading: Reading, fact: Fact, rivals: Sequence[Fact], spans: Sequence[tuple[int, int]]
) -> bool:
    """Whether an addendum states the same thing otherwise; a new result beside an old one replaces nothing."""
    if fact.presence == "absent" or _is_added(fact, spans):
        return False
    for begin, end in spans:
        replaces = bool(_REPLACES.search(reading.note.text[begin:end]))
        if fact.kind == "tumour_size" and not replaces:
            continue
        inside = [other for other in rivals if begin <= _start(other) < end]
        if any(conflict(fact, other) or (replaces and fact.value != other.value) for other in inside):
            return True
    return False
