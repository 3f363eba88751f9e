"""Whether an operation is major surgery."""

import re

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.treatment_place import Place

_MINOR = quick(
    r"\b(?:local anaesthe\w+|local anesthe\w+|under (?:la|local)|day ?-?case|daycase|minor (?:surgery|operation|op|procedure)|outpatient|endoscopic)\b",
    re.IGNORECASE,
)
_MAJOR = re.compile(
    r"\b(?:major|open reduction|laparotomy)\b",
    re.IGNORECASE,
)


def is_major(place: Place, cls: str, usual: str | None) -> bool | None:
    """Whether an operation is major surgery: its own words ("under local anaesthetic") before its name's usual kind.

    A general anaesthetic makes none: wisdom teeth and lipomas are taken out under one.
    """
    if cls != "surgery":
        return None
    before, after = clause_of(place.sentence, place.mention)
    near = before[-40:] + " " + place.mention.words + " " + after[:40]
    if _MINOR.search(near):
        return False
    if usual is not None:
        return str(usual) == "yes"
    return True if _MAJOR.search(near) else None
