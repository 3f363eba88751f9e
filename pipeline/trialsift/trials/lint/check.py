"""All checks of a trial's own text, in the order in which its criteria stand."""

import datetime as dt
from collections.abc import Mapping

from trialsift.criteria import Trial
from trialsift.packs.rules import Packs
from trialsift.trials.lint.analytes import dangling
from trialsift.trials.lint.finding import Finding
from trialsift.trials.lint.standing import stale, unsettled
from trialsift.trials.lint.thresholds import thresholds
from trialsift.trials.lint.twice import repeated
from trialsift.trials.lint.unreachable import unreachable
from trialsift.trials.lint.wording import wordings

# rule -> what it finds: the reference page is made from this table.
RULES: Mapping[str, str] = {
    "boundary": "two limits of one quantity that disagree at the limit itself: > 5 cm and ≥ 5 cm",
    "contradiction": "two limits that no value satisfies, or a kind named as in and refused elsewhere",
    "overlap": "two limits in the same direction, of which the looser one decides nothing",
    "twice": "the same rule in two criteria, as inclusion and exclusion or simply repeated",
    "unreachable": "a criterion that another makes impossible, or possible only before or after some day",
    "open-and-closed": "an open list of what is in beside a closed list of what is out",
    "double-negative": '"No prior …" under Exclusion, or two negations in a sentence',
    "requirement-under-exclusion": '"patients must have …" under Exclusion',
    "open-list": "including, e.g., such as, but not limited to",
    "pointer": '"at least one of below characters": a list named by where it stands',
    "hedge": "and/or, if possible, preferably: words that leave the rule to the reader",
    "nested": "and beside or in one sentence, without brackets",
    "fragment": 'a sentence that breaks off, a bracket without its partner, "TP, INR ≤"',
    "lost-exponent": "1.5 x 109/L",
    "undefined-grade": "high grade without the scheme",
    "unsettled": "a criterion that no note settles and no question asks, or that is not of a patient",
    "stale-status": "recruiting after its end, or a status looked up half a year ago",
}


def findings(trial: Trial, packs: Packs, *, on: dt.date) -> tuple[Finding, ...]:
    """Every finding of a trial file, by line; on is the day against which its status is held."""
    found = [
        *thresholds(trial), *repeated(trial), *unreachable(trial, packs), *wordings(trial), *dangling(trial, packs),
        *unsettled(trial), *stale(trial, on),
    ]  # fmt: skip
    order = {rule: place for place, rule in enumerate(RULES)}
    return tuple(sorted(dict.fromkeys(found), key=lambda item: (item.line, order[item.rule], item.words)))
