"""Which margin reading is the last word, and what a specimen's title says it is.

A margin cut anew, or sent as a specimen of its own, supersedes the first one of that name; the
microscope supersedes the naked eye and the frozen section.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from trialsift.extract.margin_passages import Event, Group, Passage, groups_of
from trialsift.extract.quick import quick
from trialsift.facts import Fact

CONCLUDING = frozenset({"diagnosis", "conclusion", "impression", "comment", "synoptic"})
# "Left upper lobe for bronchial margins" is the resection itself, and its tumour no involved margin.
_WHOLE_ORGAN = re.compile(
    r"\b(?:lobe|lobectomy|lung|kidney|nephrectomy|uterus|mass|tumou?r|sarcoma)\b[\w ,:]{0,30}\b(?:for|with|including) ?(?:the )?$|\bwith ?$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"(?:^|[:-])\W*$")
_LAST_WORD = quick(
    r"\b(?:final|true|revised)(?: \w+){0,3}? (?:margins?|edges?)\b|"
    r"\bmargins?\b[\w ]{0,30} for (?:this|the) (?:overall|entire|whole) (?:procedure|resection|operation|excision)\b|\boverall(?: \w+)? margins?\b|"
    r"\b(?:after|following|on|with|by)(?: \w+){0,2}? re ?-?(?:excision|resection)\b|"
    r"\bmargins?\b[\w ,]{0,40}\b(?:separately|additionally) (?:submitted|sent|represented|excised|resected)|"
    r"\b(?:separately|additionally) (?:submitted|sent|excised|resected)(?: \w+){0,3}? margins?\b",
    re.IGNORECASE,
)
_PART_OPENS = re.compile(r"\W*(?:part )?(?:[A-Z]{1,2}|\d{1,2}) ?[.):]", re.IGNORECASE)
_TITLE_WITHIN = 45
_TITLE_AT = 6
_TITLE_ENDS = re.compile(
    r"(?:[ ,#\d()]|\b(?:excision|biopsy|shave|frozen section|fs|re excision|resection|anterior|posterior|tongue)\b)*:",
    re.IGNORECASE,
)
_EARLY = frozenset({"gross", "frozen"})


@dataclass(frozen=True, slots=True)
class Found:
    """A fact with what supersession needs: the margin's own names and where it was read."""

    fact: Fact
    names: frozenset[str]
    new: bool
    specimen: bool = False
    overall: bool = False  # the last word on every margin: "final margins, sent separately, are negative"
    own: bool = False  # of a margin sent by itself: "additional deep margin: sarcoma; its margins are free"


def openings(passage: Passage) -> list[Event]:
    """A tumour named first in the diagnosis of a part; elsewhere such words may speak of anything."""
    if not passage.sentences[0].part or passage.sentences[0].section not in CONCLUDING:
        return []
    return [event for event in passage.of("specimen_opening") if _OPENS.search(passage.text[: event.at])]


def is_last_word(passage: Passage, group: Group) -> bool:
    """Whether a statement about no margin by name is made of what was cut in the end."""
    others = "other" in group.which  # what is said of the rest is no last word on the first
    return group.anchored and not (group.names or others) and bool(_LAST_WORD.search(passage.text))


def is_own_specimen(passage: Passage, group: Group) -> bool:
    """Whether a margin was sent by itself: "M. Deep tongue margin: no malignancy" is a part and its diagnosis."""
    opened = bool(passage.sentences[0].part) and _PART_OPENS.match(passage.text)
    return bool(opened) and group.at <= _TITLE_WITHIN and bool(_TITLE_ENDS.match(passage.text, group.to))


def title_of(passage: Passage, groups: Sequence[Group], titles: Mapping[str, Group]) -> Group | None:
    """The margin that the passage's specimen is, where it was sent by itself."""
    if groups and groups[0].names and is_own_specimen(passage, groups[0]):
        return groups[0]
    return titles.get(passage.sentences[0].part)


def sent_alone(told: Sequence[Passage]) -> dict[str, Group]:
    """The specimens, by part, whose titles are nothing but a margin: "C. Additional deep margin, excision"."""
    alone: dict[str, Group] = {}
    for passage in told:
        title = titled(passage) if passage.sentences[0].part else None
        if title and title.names and ("new" in title.which or title.at <= _TITLE_AT):
            alone.setdefault(passage.sentences[0].part, title)
    return alone


def with_title(found: Sequence[Found], title: Group | None) -> list[Found]:
    """What is said of no margin by name in a margin's own specimen is said of that margin, cut anew."""
    if title is None:
        return list(found)
    names = frozenset(title.names)
    return [
        item if item.names or item.overall else replace(item, names=names, new=True, own=True)
        for item in found
    ]


def near(title: Passage, passage: Passage) -> bool:
    first, head = passage.sentences[0], title.sentences[0]
    return 0 <= first.index - head.index <= 3 and first.part == head.part


def titled(passage: Passage) -> Group | None:
    """The margin that a specimen's title names ("C. Deep margin, quadratus plantae")."""
    if len(passage.text) > 160 or passage.of("status", "distance") or not passage.of("anchor"):
        return None
    first = passage.sentences[0]
    group = next((item for item in groups_of(passage) if item.anchored), None)
    if group is None or group.at > 60:
        return None
    if _WHOLE_ORGAN.search(passage.text[: group.at]):
        return None
    opened = bool(first.part) or re.search(
        r"\b(?:excision|biopsy|shave|resection|re excision)\b", passage.text, re.I
    )
    return group if opened else None


def with_standing(found: Sequence[Found]) -> list[Fact]:
    """The facts with final=False where a later cut, or the microscope, had the last word."""
    return [_superseded(item, found) for item in found]


def _superseded(item: Found, found: Sequence[Found]) -> Fact:
    replaced = any(_replaces(other, item) for other in found if other is not item)
    if not replaced:
        return item.fact
    return replace(item.fact, value=replace(item.fact.value, final=False))


def _replaces(other: Found, item: Found) -> bool:
    section, own = other.fact.evidence[0].section, item.fact.evidence[0].section
    if other.fact.presence != "present":
        return False
    if other.own and not item.own and other.fact.part == item.fact.part:
        said = (other.fact.value.status, item.fact.value.status)
        return said == ("negative", "positive") and item.fact.evidence[0].start < other.fact.evidence[0].start
    if item.new and item.specimen:
        return False
    if own in _EARLY and section not in _EARLY:
        same_part = not item.fact.part or not other.fact.part or item.fact.part == other.fact.part
        return same_part and (not item.names or not other.names or _share(item.names, other.names))
    if item.new or other.fact.value.status != "negative":
        return False
    later = other.fact.evidence[0].start > item.fact.evidence[0].start
    return (other.new and _share(item.names, other.names)) or (other.overall and later)


def _share(names: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two margins can be the same: by a name of theirs, "deep" and "deep muscle" too."""
    words, other_words = [set(name.split()) for name in names], [set(name.split()) for name in others]
    return any(one <= two or two <= one for one in words for two in other_words)
