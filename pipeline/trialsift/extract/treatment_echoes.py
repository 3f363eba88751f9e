"""One treatment that a note tells of twice: "his chemotherapy" beside the drugs, a year beside the day."""

import re
from collections.abc import Sequence
from typing import cast

from trialsift.facts import Fact, Treatment

_CLASS_NAMES = frozenset({"chemotherapy", "targeted_therapy", "immunotherapy", "hormone_therapy"})
_POINTS_BACK = re.compile(r"\b(?:the|his|her|that|this|during|since|after|following)\s+$", re.IGNORECASE)


def without_echoes(made: Sequence[Fact], text: str) -> list[Fact]:
    """Without the given treatments that a more exact statement of the same note also tells of."""
    return [
        fact for fact in made if not any(_echoes(fact, other, text) for other in made if other is not fact)
    ]


def _is_of_same(fact: Fact, other: Fact, text: str) -> bool:
    """Whether both name one treatment: the same words, or a class ("his chemotherapy", "the operation") and one of it."""
    one, two = cast("Treatment", fact.value), cast("Treatment", other.value)
    if (one.treatment_class, one.for_tumour) != (two.treatment_class, two.for_tumour):
        return False
    if (one.agent, one.procedure) == (two.agent, two.procedure):
        return True
    if one.treatment_class == "surgery":
        before = text[max(0, fact.evidence[0].start - 16) : fact.evidence[0].start]
        return one.procedure == "surgery" and bool(_POINTS_BACK.search(before))
    return one.agent in _CLASS_NAMES


def _echoes(fact: Fact, other: Fact, text: str) -> bool:
    one, two = cast("Treatment", fact.value), cast("Treatment", other.value)
    if (
        not _is_of_same(fact, other, text)
        or fact.presence != "present"
        or other.presence != "present"
        or fact.time == "planned"
        or other.time == "planned"
    ):
        return False  # fmt: skip
    if two.end is None:
        return False
    if one.start is None and one.end is None:
        return True
    days = (one.end - one.start).days if one.start and one.end else 0
    exact = (two.end - two.start).days if two.start else 0
    return bool(
        days > exact and one.start and one.end and one.start <= two.end <= one.end and 27 <= days <= 366
    )
