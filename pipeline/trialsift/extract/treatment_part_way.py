"""A course of radiotherapy that is under way: "fraction 12 of 25", "36 of 50 Gy"."""

import datetime as dt
import re
from collections.abc import Sequence

from trialsift.extract.reading import Mention
from trialsift.extract.standing import Standing
from trialsift.extract.timing import Period

_RULE = "treatment.fraction_now"
_BESIDE = 40  # characters within which "RT" and its count of fractions tell of one course
_COUNT = re.compile(r"(\d{1,2}(?:\.\d)?) ?(?:gy ?)?(?:of|/|out of) ?(\d{1,2})", re.IGNORECASE)


def without_doubles(named: Sequence[Mention]) -> list[Mention]:
    """Without the dose, the fractions and the name of the radiotherapy that a count of fractions speaks for; "PORT in May" is no port."""
    rays = {item.at for item in named if item.words == "PORT" and item.value == "radiotherapy"}
    named = [item for item in named if item.value != "port_insertion" or item.at not in rays]
    counts = [item for item in named if item.rule_id == _RULE]
    return [
        item for item in named if item in counts or not any(_is_same_course(item, count) for count in counts)
    ]


def _is_same_course(item: Mention, count: Mention) -> bool:
    named = item.value == "radiotherapy" and item.assertion.presence != "absent"
    if named or item.rule_id in {"treatment.dose", "treatment.fractions"}:
        return item.at <= count.to + _BESIDE and count.at <= item.to + _BESIDE
    return False


def under_way(mention: Mention, found: Period, note_date: dt.date | None) -> Standing | None:
    """That a course goes on whose fractions are not all given, None for anything else; a day before the note's ends it."""
    count = _COUNT.search(mention.words) if mention.rule_id == _RULE else None
    if count is None or float(count[1]) >= float(count[2]):
        return None
    return None if found.end and found.end != note_date else Standing("present", "now")
