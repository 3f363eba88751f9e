"""A note's margin words as passages, and the margins that a passage names.

A passage is a sentence, or several where the note breaks one off ("less than 1 mm from the" | "deep
margin"). Its edge words and names are grouped into margins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence

_GROUP_ROLES = frozenset({"anchor", "name", "which"})
_GLUE = re.compile(
    r"(?: |,|/|&|\(|\)|-|'s|\band\b|\bor\b|\bthe\b|\bsurgical\b|\bresection\b|\binked\b|\bsoft tissue\b|\bat\b(?= \d))*",
    re.IGNORECASE,
)
_AFTER_ANCHOR = re.compile(r"(?: |/|&|\(|\band\b|\bor\b|\bthe\b|-|\bof\b|\bat\b)*", re.IGNORECASE)
_CLOSEST_IS = re.compile(
    r" ?(?:\)|:|=|,|-|\bis\b|\bwas\b|\bbeing\b|\bat\b| |\bthe\b|\(|\bink(?:ed)?\b|\bfree\b|\bsurgical\b|\bresection\b)* ?",
    re.IGNORECASE,
)
_HANGS = quick(
    r"\b(?:of|from|to|the|at|within|than|is|are|by|and|or|inked|surgical|resection|closest|nearest|in)\b ?[.,]?$",
    re.IGNORECASE,
)
_LENGTH_LAST = quick(r"\b(?:mm|cm) ?\.?$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\W*(?:from|of|to|away from|margins?\b|mm\b|cm\b|resection margin|surgical margin)", re.IGNORECASE
)
_DISTANCE_ON = re.compile(r"distance\b[^:]{0,25}:", re.IGNORECASE)
_LISTS_ON = re.compile(r"margin|(?:and|or)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One matched place of a passage: role and value of the rule, at/to in the passage's text."""

    role: str
    value: object
    at: int
    to: int
    mention: Mention
    sentence: Sentence

    def says(self, key: str) -> str:
        """One entry of the rule's value ("is", "way", "doubt"), "" when it has none."""
        return str(self.value.get(key, "")) if isinstance(self.value, dict) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Sentences read as one, with their events in text order."""

    text: str
    sentences: tuple[Sentence, ...]
    events: tuple[Event, ...]
    roles: frozenset[str]

    def of(self, *roles: str) -> list[Event]:
        """The events of some roles, in text order."""
        return [] if self.roles.isdisjoint(roles) else [event for event in self.events if event.role in roles]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One margin or several named together: "proximal and distal margins"."""

    at: int
    to: int
    names: tuple[str, ...]
    which: tuple[str, ...]
    anchored: bool
    events: tuple[Event, ...]


def passages(reading: Reading) -> Iterator[Passage]:
    """The note's sentences with margin words, joined where one breaks off."""
    open_: list[Sentence] = []
    for sentence in reading.sentences:
        if not any(mention.kind == "margin" for mention in sentence.mentions):
            continue
        if open_ and not _goes_on(open_[-1], sentence):
            yield _passage(open_)
            open_ = []
        open_.append(sentence)
    if open_:
        yield _passage(open_)


def _goes_on(before: Sentence, after: Sentence) -> bool:
    if after.index - before.index != 1 or after.section != before.section:
        return False
    text = before.text.rstrip()
    if _HANGS.search(text) or (_LENGTH_LAST.search(text) and _GOES_ON.match(after.text)):
        return True
    if _DISTANCE_ON.match(after.text) and any(item.value == "closest" for item in before.mentions):
        return True
    last = before.mentions[-1]
    named_last = last.role in _GROUP_ROLES and last.to >= len(text.rstrip(" .,"))
    if named_last and (_LISTS_ON.match(after.text) or (text[-1] not in ".,:" and _opens_margin(after))):
        return True
    return _title(before) and not any(mention.role == "anchor" for mention in after.mentions)


def _opens_margin(sentence: Sentence) -> bool:
    """Whether a line begins with the rest of a margin's name: "soft tissue margin and …"."""
    own = [
        mention for mention in sentence.mentions if mention.kind == "margin" and mention.role in _GROUP_ROLES
    ]
    return (
        len(own) > 1 and own[0].at == 0 and any(item.role == "anchor" and item.at <= 25 for item in own[:2])
    )


def _title(sentence: Sentence) -> bool:
    """Whether a line is nothing but an edge word that waits for its status: "SURGICAL MARGINS"."""
    anchors = [
        mention for mention in sentence.mentions if mention.role == "anchor" and mention.kind == "margin"
    ]
    return (
        len(anchors) == 1
        and len(sentence.text) < 50
        and not sentence.text[anchors[0].to :].strip(" :.-")
        and not any(mention.role in {"status", "distance"} for mention in sentence.mentions)
    )


def _passage(sentences: Sequence[Sentence]) -> Passage:
    text, events = "", []
    for sentence in sentences:
        if text:
            text = text.rstrip(" .") + " "
        events += [
            Event(
                role=mention.role, value=mention.value, at=mention.at + len(text), to=mention.to + len(text),
                mention=mention, sentence=sentence,
            )
            for mention in sentence.mentions
            if mention.kind == "margin"
        ]  # fmt: skip
        text += sentence.text
    events.sort(key=lambda event: (event.at, -event.to))
    roles = frozenset(event.role for event in events)
    return Passage(text=text, sentences=tuple(sentences), events=tuple(events), roles=roles)


def groups_of(passage: Passage) -> list[Group]:
    """The margins that a passage names, in text order."""
    runs: list[list[Event]] = []
    for event in passage.of(*_GROUP_ROLES):
        if runs and event.at < runs[-1][-1].to:
            continue
        if runs and _joins(passage.text, runs[-1], event):
            runs[-1].append(event)
        else:
            runs.append([event])
    return [_group(run) for run in runs]


def _joins(text: str, run: Sequence[Event], event: Event) -> bool:
    between = text[run[-1].to : event.at]
    closest = any(item.value == "closest" for item in run)
    if closest and event.role != "which" and not any(item.role == "name" for item in run):
        return bool(_CLOSEST_IS.fullmatch(between))
    if run[-1].role == "anchor":
        return (
            event.role == "name"
            and ("(" in between or " of" in between)
            and bool(_AFTER_ANCHOR.fullmatch(between))
        )
    return bool(_GLUE.fullmatch(between))


# The words of an edge that say which one it is: "free radial serosal surface", "circumferential margin".
_NAME_OF_EDGE = re.compile(
    r"\b(?:radial|circumferential|serosal|adventitial|mesenteric|mesorectal)\b", re.IGNORECASE
)


def _names(event: Event) -> tuple[str, ...]:
    words = event.mention.words.lower()
    if event.role == "name":
        return (words,)
    return tuple(_NAME_OF_EDGE.findall(words)) if event.role == "anchor" else ()


def _group(run: Sequence[Event]) -> Group:
    return Group(
        at=run[0].at, to=run[-1].to, events=tuple(run),
        names=tuple(name for event in run for name in _names(event)),
        which=tuple(str(event.value) for event in run if event.role == "which"),
        anchored=any(event.role == "anchor" for event in run),
    )  # fmt: skip
