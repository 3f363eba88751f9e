"""Which reader tells what a mention states, by the role that its rule gives it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from trialsift.extract.consent_told import consent
from trialsift.extract.readiness import readiness
from trialsift.extract.reading import Sentence
from trialsift.extract.swallow_told import swallowing
from trialsift.extract.told import (
    Said,
    Told,
    anaesthetic_risk,
    cancer_word,
    last_period,
    named_cancer,
)

BY_ROLE: Mapping[str, Callable[[Told], Said | None]] = {
    "asa": anaesthetic_risk,
    "named_cancer": named_cancer,
    "cancer_word": cancer_word,
    "last_period": last_period,
    "visits": readiness,
    "consent": consent,
    "swallowed": swallowing,
}

# Visits, consent forms and tablets are no illnesses: beside these they must not count as one more.
AROUND = frozenset({"visits", "consent", "swallowed"})


def of_illnesses(sentence: Sentence) -> Sentence:
    """The sentence with its illnesses and statements alone."""
    if not any(item.role in AROUND for item in sentence.mentions):
        return sentence
    return replace(sentence, mentions=tuple(item for item in sentence.mentions if item.role not in AROUND))
