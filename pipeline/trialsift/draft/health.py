"""What rules out an illness that must be uncontrolled: good health, no illness, or one that is under control."""

import re

from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked

# "A serious, uncontrolled medical disorder": a word of good health, or that there is no illness, answers it.
_FITNESS = re.compile(
    r"\b(?:poor\s+medical\s+risk|uncontrolled\b[^.;:]{0,40}\b(?:illness(?:es)?|medical\s+(?:disorders?|conditions?|diseases?)))\b",
    re.IGNORECASE,
)
# Whose illness is controlled is no poor risk by it, nor who has neither heart disease nor one of these.
_POOR_RISK = re.compile(r"\bpoor\s+medical\s+risk\b", re.IGNORECASE)
_CONTROLLED = (
    *("cardiac_disease", "hypertension", "diabetes", "psychiatric_disorder"),
    *("lung_disease", "renal_disease", "comorbidity"),
)
_OTHER_ORGANS = ("renal_disease", "diabetes", "lung_disease")


def ruled_out_by_health(asked: Asked, tree: Node) -> Node:
    """The tree; no where notes tell of good health, unless they tell of what it asks."""
    if asked.section != "exclusion" or not _FITNESS.search(asked.text):
        return tree
    well: list[Node] = [_newest("general_good_health")]
    well += [{"not": _newest(name)} for name in ("poor_medical_risk", "comorbidity")]
    if _POOR_RISK.search(asked.text):
        controlled = {"concept": list(_CONTROLLED), "status": ["controlled", "resolved"], "pick": "any"}
        sound: list[Node] = [{"not": _newest(name)} for name in _OTHER_ORGANS]
        well += [
            {"condition": controlled},
            {"all": [{"not": _newest("cardiac_disease")}, {"any": sound}]},
        ]
    return {"that": tree, "ruled_out_by": {"any": well}}


def _newest(concept: str) -> Node:
    return {"condition": {"concept": concept, "pick": "newest"}}
