"""Readings of one slide that replace each other inside a note: local and specialist report, "G2, on review G3", a consensus.

Where the note says that the readers do not agree, nothing is replaced.
"""

import re
from collections.abc import Sequence

from trialsift.extract.quick import quick
from trialsift.facts import Fact
from trialsift.standing import conflict

_KINDS = frozenset({"histology", "grade"})
_AROUND = 400  # characters between two grades of one statement
_BESIDE = 60
# A line that opens the first report, and one that opens a report that replaces it.
_FIRST = quick(
    r"^[^\n\w]{0,8}(?:\w[.)]?\W{1,3})?(?:(?:local|outside|referring|first|1st|initial|original|preliminary|prelim|provisional|interim|external|district|peripheral)\b"
    r"[^\n]{0,30}?\b(?:report|reading|diagnosis|dx|histology|pathology|opinion|result)\b|report (?:1|one|i|a)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_LATER = quick(
    r"^[^\n\w]{0,8}(?:\w[.)]?\W{1,3})?(?:(?:final|second|2nd|third|3rd|specialist|expert|consult\w*|review\w*|supplement\w*|revised|amended|corrected|reference|central)\b"
    r"[^\n]{0,40}?\b(?:report|reading|review|diagnosis|dx|opinion|consultation|pathologist|pathology)\b|report (?:2|two|ii|b)\b)",
    re.IGNORECASE | re.MULTILINE,
)
_REVIEWED = (
    r"(?:expert|central|specialist|reference|national|in ?-? ?house|second|slide|pathology)? ?"
    r"(?:review|consensus|re ?-? ?reading|re ?-? ?read|second opinion|expert opinion|re ?-? ?evaluation|double reading)"
)
# What stands beside the reading that holds.
_HOLDS_BEFORE = quick(
    rf"\b(?:consensus|agreed|reviewed (?:as|to)|(?:on|at|after|by|following) (?:the )?{_REVIEWED}|reviewer|final(?: grade| diagnosis| report| reading)?|now|currently|"
    r"(?:revised|changed|upgraded|downgraded|corrected|amended|raised|altered|re ?-? ?graded|re ?-? ?classified) (?:to|as)|confirmed(?: as)?|to be used)"
    r"(?: (?!not\b)[\w:=-]+){0,4} ?[:=(-]? ?$",
    re.IGNORECASE,
)
_HOLDS_AFTER = re.compile(
    rf" ?\)?,? ?\(?(?:(?:on|at|after|by|following|in) (?:the |our )?{_REVIEWED}|\(?(?:consensus|agreed|final|reviewed)\b|supersed\w+|and that stands|stands)",
    re.IGNORECASE,
)
# … and beside the one that does not.
_FALLS_BEFORE = quick(
    r"\b(?:supersed\w+|replac\w+|instead of|rather than|in place of|(?:upgraded|downgraded|changed|corrected|revised|amended|raised|altered|up|down) from|"
    r"(?:originally|initially|previously|formerly|at first|first)(?: (?:reported|read|graded|called|given|thought|said|signed out|was|as|to be))*|local(?:ly)?|outside|elsewhere|was|earlier|"
    r"referring (?:lab\w*|hospital|report|pathologist))"
    r"(?: (?:as|a|an|the|to be|reported|graded|given|called|local|outside|earlier|first|provisional|fnclcc|french|trojani|report|reading|grade|of|said|diagnosis)){0,4} ?[:=(]? ?$",
    re.IGNORECASE,
)
_FALLS_AFTER = re.compile(
    r" ?\)?,? ?\(?(?:locally|outside|elsewhere|originally|initially|at first|(?:in|on|at|by|per) (?:the )?(?:first|local|outside|earlier|original|referring|peripheral)\b|in error|"
    r"(?:is|was|now|has been) (?:withdrawn|superseded|replaced|overturned|revised|amended|changed|wrong|incorrect|an? (?:typing )?error)|[-=]?>? ?see erratum|superseded|withdrawn|overturned|"
    r"(?:upgraded|downgraded|changed|revised|amended|corrected|raised) (?:to|on|by|at)|on (?:the )?first)",
    re.IGNORECASE,
)
_DISPUTE = quick(
    r"\b(?:no consensus|not agreed|no agreement|disagree\w*|(?:do|does|did) not agree|disput\w+|discordan\w+|discrepan\w+|(?:third|3rd|further) opinion|opinions? (?:differ|divided)|"
    r"grade stays \d|undecided|split between|cannot agree)\b",
    re.IGNORECASE,
)
_SETTLED = quick(
    r"\b(?:consensus(?!\s+(?:was )?not)|now agree|agreed by|all agree|finally agreed|that stands)\b",
    re.IGNORECASE,
)
_LEVELS = {"1": {1}, "low": {1}, "2": {2}, "intermediate": {2}, "3": {3}, "high": {2, 3}}


def is_replaced_reading(text: str, fact: Fact, rivals: Sequence[Fact]) -> bool:
    """Whether another reading in the note stands in the place of this one."""
    against = [other for other in rivals if contradicts(fact, other)]
    if fact.kind not in _KINDS or fact.presence == "absent" or not against:
        return False
    replaced = any(_is_of_first_report(text, fact, other) for other in against)
    return (replaced or _falls_to(text, fact, against)) and not _is_disputed(text)


def _falls_to(text: str, fact: Fact, against: Sequence[Fact]) -> bool:
    """Whether the words beside a grade and beside those that contradict it say which one holds."""
    if fact.kind != "grade" or _holds(text, fact):
        return False
    near = [other for other in against if abs(_start(other) - _start(fact)) <= _AROUND]
    return any(_holds(text, other) for other in near) or bool(
        near and _falls(text, fact) and not all(_falls(text, other) for other in near)
    )


def contradicts(fact: Fact, other: Fact) -> bool:
    """Whether two readings cannot both be right; "high" and FNCLCC 2 or 3 can, in whatever scheme they are written."""
    if fact.kind != "grade":
        return conflict(fact, other)
    one, two = _levels(fact), _levels(other)
    return bool(one and two) and not one & two


def _levels(fact: Fact) -> set[int]:
    return _LEVELS.get(fact.value.value or "", set()) | _LEVELS.get(fact.value.high or "", set())


def _is_disputed(text: str) -> bool:
    return bool(_DISPUTE.search(text)) and not _SETTLED.search(text)


def _is_of_first_report(text: str, fact: Fact, other: Fact) -> bool:
    """Whether a first report holds the one, and a report that opens below it the other."""
    first = [match.start() for match in _FIRST.finditer(text, 0, _start(fact) + 1)]
    if not first:
        return False
    later = [match.start() for match in _LATER.finditer(text)]
    return not any(first[-1] < at <= _start(fact) for at in later) and any(
        _start(fact) < at <= _start(other) for at in later
    )


def _start(fact: Fact) -> int:
    return fact.evidence[0].start


def _sides(text: str, fact: Fact) -> tuple[str, str]:
    """The words before and after it in its sentence, blanks made one."""
    at, to = _start(fact), max(item.end for item in fact.evidence[:1])
    before = re.split(r"[.;\n](?!\d)", text[max(at - _BESIDE, 0) : at])[-1]
    return re.sub(r"\s+", " ", before), re.sub(r"\s+", " ", text[to : to + _BESIDE])


def _holds(text: str, fact: Fact) -> bool:
    before, after = _sides(text, fact)
    return bool(_HOLDS_BEFORE.search(before) or _HOLDS_AFTER.match(after)) and not _FALLS_AFTER.match(after)


def _falls(text: str, fact: Fact) -> bool:
    before, after = _sides(text, fact)
    return bool(_FALLS_BEFORE.search(before) or _FALLS_AFTER.match(after))
