"""Which reader tells what a mention states, by the role that its rule gives it."""

from collections.abc import Callable, Mapping

from trialsift.extract.consent_told import consent
from trialsift.extract.readiness import readiness
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
