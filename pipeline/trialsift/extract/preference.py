"""Which of several statements of one kind a summary takes, and why the others lost.

A preference is a reason in words and a rank; facts are compared by their ranks in turn, the lowest
wins, and a loser's reason is the first preference in which it ranks behind the winner.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.facts import Fact

# A signed diagnosis or synoptic form is the report's own conclusion; microscopy explains it; gross
# measures by eye; a request only asks, and a frozen section is answered by the final report.
SECTION_RANKS: Mapping[str, int] = {
    "synoptic": 0, "diagnosis": 0, "addendum": 0, "impression": 0, "assessment": 0,
    # In a pathology form "Procedure: …" opens the lines of the synoptic form itself.
    "technique": 1, "microscopy": 1, "comment": 1, "immunohistochemistry": 1, "findings": 1, "": 1,
    "gross": 2, "specimen": 2, "examination": 2, "investigations": 2,
    "frozen": 4, "request": 4, "history": 4, "past_history": 5, "past_surgery": 5,
}  # fmt: skip
OTHER_SECTION = 3
ASKED_RANK = 4  # from here on a section asks, remembers or was answered since
_MODALITIES = ("pathology", "mri", "ct", "pet", "ultrasound", "clinical", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """A reason and the rank that stands behind it; lower is better."""

    why: str
    rank: Callable[[Fact], Any]


def section_rank(fact: Fact) -> int:
    """How near the section of a fact is to the report's conclusion; 0 is the conclusion itself."""
    return SECTION_RANKS.get(fact.evidence[0].section, OTHER_SECTION)


def eligible(fact: Fact) -> str:
    """Why a fact cannot speak for the main tumour of its note; "" when it can."""
    if fact.person != "patient":
        return f"it is about {'a relative' if fact.person == 'relative' else 'another patient'}"
    if fact.about != "this_tumour":
        return "it is about another tumour"
    if fact.standing != "stands":
        return f"it is {fact.standing}"
    if fact.time == "planned":
        return "it is planned"
    return "it is uncertain" if fact.presence == "uncertain" else ""


def best(facts: Sequence[Fact], preferences: Sequence[Preference]) -> Fact:
    """The fact that ranks first; of equals the one that stands first in the note."""
    return min(facts, key=lambda fact: (*(item.rank(fact) for item in preferences), fact.evidence[0].start))


def why_lost(loser: Fact, winner: Fact, preferences: Sequence[Preference]) -> str:
    """The first preference in which the loser ranks behind the winner."""
    for item in preferences:
        if item.rank(loser) != item.rank(winner):
            return item.why
    return "an equal statement stands before it"


SECTION = Preference(why="a section nearer to the conclusion states it", rank=section_rank)
NOW = Preference(why="a current statement is preferred to a past one", rank=lambda fact: fact.time != "now")
NEWEST = Preference(
    why="a newer finding is preferred", rank=lambda fact: -(fact.date or dt.date.min).toordinal()
)
_BENIGN_LAST = Preference(
    why="a malignant tumour is the main one", rank=lambda fact: (fact.value.family or "").startswith("benign")
)
_NOT_PRIOR = Preference(
    why="a current size is preferred to a quoted earlier one", rank=lambda fact: fact.value.prior
)
_MODALITY = Preference(
    why="pathology measures better than imaging, imaging better than the hand",
    rank=lambda fact: _MODALITIES.index(fact.value.modality),
)
_LARGEST = Preference(why="the largest tumour is the main one", rank=lambda fact: -fact.value.max_mm)
_DIMENSIONS = Preference(why="more dimensions are given", rank=lambda fact: -len(fact.value.dims_mm))
_GRADES = ("", "1", "low", "2", "intermediate", "3", "high", "4")
_SCHEMES = ("fnclcc", "two_tier", "other", "by_definition")
_GRADED = Preference(why="it gives component scores only", rank=lambda fact: not fact.value.value)
_SCHEME = Preference(
    why="FNCLCC is preferred to two tiers, both to other schemes",
    rank=lambda fact: _SCHEMES.index(fact.value.scheme),
)
_HIGHEST = Preference(
    why="the highest grade of a tumour's parts is its grade",
    rank=lambda fact: -_GRADES.index(fact.value.value) if fact.value.value in _GRADES else 0,
)
_GROUPED = Preference(why="a known site group is preferred", rank=lambda fact: fact.value.group == "other")
_WITH_TUMOUR = Preference(
    why="it is only a specimen's title", rank=lambda fact: fact.evidence[0].rule_id == "site.specimen"
)
_SIDED = Preference(
    why="a statement with a side is preferred", rank=lambda fact: fact.value.laterality is None
)
_STATED = Preference(why="a percentage is given", rank=lambda fact: fact.value.percent is None)
_PRESENT = Preference(
    why="a finding outweighs its absence elsewhere", rank=lambda fact: fact.presence != "present"
)
_PATHOLOGICAL = Preference(
    why="a pathological stage is preferred", rank=lambda fact: "p" not in fact.value.prefix
)
_ASKED_FOR = Preference(
    why="the form's own field states it",
    rank=lambda fact: fact.evidence[0].rule_id != "lesion_count.focality",
)
_WITH_COUNT = Preference(why="a count is given", rank=lambda fact: fact.value.examined is None)

PREFERENCES: Mapping[str, Sequence[Preference]] = {
    "histology": (NOW, _BENIGN_LAST, SECTION),
    "grade": (NOW, _GRADED, _SCHEME, SECTION, _HIGHEST),
    "tumour_size": (_NOT_PRIOR, NOW, _MODALITY, SECTION, NEWEST, _LARGEST, _DIMENSIONS),
    "site": (NOW, _GROUPED, SECTION, _WITH_TUMOUR, _SIDED),
    "necrosis": (NOW, SECTION, _PRESENT, _STATED),
    "mitoses": (NOW, SECTION),
    "lesion_count": (NOW, _ASKED_FOR, SECTION),
    "recurrence": (_PRESENT,),
    "metastasis": (NOW, _PRESENT, SECTION),
    "nodes": (_WITH_COUNT, SECTION),
    "stage": (NOW, _PATHOLOGICAL, SECTION),
    "lymphovascular_invasion": (NOW, SECTION, _PRESENT),
    "growth_pattern": (NOW, SECTION),
    "neurovascular_relation": (NOW, SECTION),
    "ecog": (NOW, NEWEST, SECTION),
}
