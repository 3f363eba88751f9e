"""Whether a denial that stands before a mention is about something else in the same sentence."""

import re

from trialsift.extract.reading import Mention


def denies_something_else(text: str, mention: Mention) -> bool:
    """Whether the denial ends at a comma or "and": "no bone involvement, ill-defined" denies no edge."""
    if mention.assertion.presence != "absent":
        return False
    before = text[: mention.at]
    place = max((before.rfind(cue) + len(cue) for cue in mention.assertion.cues if cue in before), default=-1)
    if place < 0:
        return False
    between = before[place:]
    return bool(re.search(r",|\band\b|:", between)) and not re.search(r"\b(?:or|nor)\b", between)
