"""What is said of which margin: the words of a passage joined into claims.

A passage is a sentence, or several where the note breaks one off ("less than 1 mm from the" | "deep
margin"). Its events (edge words, names, statuses, distances) are grouped into margins, and every
status and distance goes to the margin that the wording points at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trialsift.extract.quantities import comparator_before, millimetres
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
_CLAUSE_END = re.compile(
    r";|\bbut\b|\bhowever\b|\bwhereas\b|\bwhile\b|\balthough\b| - |\. ?-|\bwhich\b", re.IGNORECASE
)
_TOWARDS = re.compile(
    r"^ ?[).,]{0,2}(?: ?\([^()]{0,40}\))?(?: ?(?:away|clear|in|short|distant|removed|deep|distance|,|-))* ?"
    r"(?:from|to|of|off)\b\.?(?: [\w'/&,.#()-]+){0,8}? ?\(?$",
    re.IGNORECASE,
)
# What may stand between a margin and its distance: "is clear by at least", ": negative (closest".
_FILL = re.compile(
    r"(?:[ :=(),.~<>-]|\b(?:is|are|was|were|by|at|of|with|a|an|the|distance|approximately|about|around|approx|"
    r"clear\w*|closest|nearest|than|less|greater|more|over|within|only|away|located|negative|free|uninvolved|and|least|from|tumou?r|"
    r"to|for|involved|not|invasive|carcinoma|sarcoma|malignan\w+|minimum|up|close|margins?|being|but|it|lies|in|positive|microscopic\w*|"
    r"gross\w*|under|distant|distances|widely|mm|cm|ca)\b)*",
    re.IGNORECASE,
)
_NEGATOR = re.compile(
    r"\b(?:no|not|without|none|neither|nor|negative for|free of|absence of|lack of|cannot see|never)\b(?: [\w/]+){0,7} ?$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:no|none of(?: the)?|neither(?: of the)?)(?: \w+)? ?$", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"^(?: margin)? ?[:=-]? ?(?:is |at |> ?|< ?)?(\d+(?:\.\d+)?)(?= ?(?:[,;)]|\.(?!\d)|and\b|$))",
    re.IGNORECASE,
)
_HANGS = re.compile(
    r"\b(?:of|from|to|the|at|within|than|is|are|by|and|or|inked|surgical|resection|closest|nearest|in)\b ?[.,]?$",
    re.IGNORECASE,
)
_LENGTH_LAST = re.compile(r"\b(?:mm|cm) ?\.?$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"^\W*(?:from|of|to|away from|margins?\b|mm\b|cm\b|resection margin|surgical margin)", re.IGNORECASE
)
_LISTS_ON = re.compile(r"margin|(?:and|or)\b", re.IGNORECASE)
_INVASIVE = re.compile(
    r"\b(?:invasive|infiltrating|tumou?rs?|sarcoma|\w+sarcoma|malignan\w+|squamous|adenocarcinoma|melanoma|neoplasm|carcinoma(?! in situ))\b",
    re.IGNORECASE,
)
_DIMENSION = re.compile(r"\d ?(?:mm|cm)? ?(?:x|\*|by) ?$", re.IGNORECASE)
_DIMENSION_NEXT = re.compile(r" ?(?:x|\*|by) ?\d", re.IGNORECASE)
_APART = re.compile(r"[,;]|\b(?:and|with|because|of|for|due)\b|\d", re.IGNORECASE)
_NO_GAP = re.compile(r"(?i:\d|[:;]|\bwithin\b|tumou?r|carcinoma|sarcoma)|[a-z]\. [A-Z][a-z]")
_LOST_DIGITS = re.compile(r"0?\. ?[cm]m", re.IGNORECASE)  # "0. cm" lost what stood behind its point
_BEYOND = re.compile(r"\bbeyond ?$", re.IGNORECASE)
_THINGS = re.compile(
    r"\b(?:sutures?|stitch\w*|stapl\w+|clips?|polyps?|ink|needle|wire|nodes?|ulcer\w*|diverticul\w+|lipoma)\b",
    re.IGNORECASE,
)
# "Benign glands present at the inked margin": no tumour touches it.
_BENIGN = re.compile(
    r"\b(?:benign|normal|non ?neoplastic)(?: \w+){0,2} (?:glands?|tissue|epithelium|mucosa|parenchyma|acini)(?: (?:is|are|seen|identified|focally))* ?$",
    re.IGNORECASE,
)
_TIGHT = re.compile(
    r"(?:[ :=,(<>~-]|\b(?:is|at|by|margin|less|more|than|over|about|approximately|least|within|clear|deep)\b)*",
    re.IGNORECASE,
)


_IN_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}


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

    def of(self, *roles: str) -> list[Event]:
        """The events of some roles, in text order."""
        return [event for event in self.events if event.role in roles]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One margin or several named together: "proximal and distal margins"."""

    at: int
    to: int
    names: tuple[str, ...]
    which: tuple[str, ...]
    anchored: bool
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A status or distance said of a group. in_situ: said of an in situ or dysplastic lesion."""

    group: Group
    status: str = ""
    distance_mm: float | None = None
    comparator: str = "="
    in_situ: bool = False
    doubt: bool = False
    event: Event


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
    last = before.mentions[-1]
    if (
        _LISTS_ON.match(after.text)
        and last.role in _GROUP_ROLES
        and last.to >= len(text.rstrip(" .,"))
    ):
        return True
    return _title(before) and not any(mention.role == "anchor" for mention in after.mentions)


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
    return Passage(text=text, sentences=tuple(sentences), events=tuple(events))


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


def _group(run: Sequence[Event]) -> Group:
    return Group(
        at=run[0].at, to=run[-1].to, events=tuple(run),
        names=tuple(event.mention.words.lower() for event in run if event.role == "name"),
        which=tuple(str(event.value) for event in run if event.role == "which"),
        anchored=any(event.role == "anchor" for event in run),
    )  # fmt: skip


def claims_of(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """Every status and distance of the passage with the margin it is said of."""
    usable = list(groups)
    found = [claim for event in passage.of("status") if (claim := _status(passage, usable, event))]
    found += _distances(passage, usable, found)
    return found + _bare_numbers(passage, usable)


def _status(passage: Passage, groups: Sequence[Group], event: Event) -> Claim | None:
    if any(group.at <= event.at and event.to <= group.to for group in groups):
        return None
    group, forward = _group_for(passage.text, groups, event)
    if group is None or not (group.anchored or _listed(passage.text, groups, group, event)):
        return None
    status = event.says("is")
    if status == "positive" and _BENIGN.search(passage.text[: event.at]):
        return None
    if (
        not forward
        and status == "positive"
        and re.match(r" ?(?:by [\w ]{3,30})?[:?]", passage.text[event.to :])
    ):
        return None
    before = passage.text[_clause_start(passage.text, event.at) : event.at]
    if status == "positive" and (
        (_NEGATOR.search(before) and (forward or not group.anchored or group.to < event.at))
        or _NONE_OF.search(passage.text[: group.at])
    ):
        status = "negative"
    return Claim(
        group=group, status=status, event=event, in_situ=_is_in_situ(passage, event, forward=forward),
        doubt=bool(event.says("doubt")) and status == "positive",
    )  # fmt: skip


def _group_for(text: str, groups: Sequence[Group], event: Event) -> tuple[Group | None, bool]:
    """The margin that a status is said of, and whether it stands after the status."""
    start, end = _clause_start(text, event.at), _clause_end(text, event.to)
    after = next((group for group in groups if event.to <= group.at < end), None)
    before = next((group for group in reversed(groups) if start <= group.at and group.to <= event.at), None)
    gap = text[event.to : after.at] if after else ""
    if event.says("way") == "forward":
        return (after if after and after.anchored and _touched(text[start : event.to], gap) else None), True
    if after and gap.lstrip()[:1] == ":":
        after = None  # "Stations involved: Margins: …" answers another label
    if (
        after
        and not gap.strip()
        and (
            before is None or re.search(r"[,;]|\b(?:and|with|ha[sd]|shows?)\b|\d", text[before.to : event.at])
        )
    ):
        return after, True
    if before and not before.anchored:
        before = _placed(text, groups, before) or before
    if before and len(text[before.to : event.at].split()) <= 14:
        return before, False
    near = after and len(gap.split()) <= 6 and (after.anchored or not gap.strip())
    return (after if near else None), True


def _placed(text: str, groups: Sequence[Group], group: Group) -> Group | None:
    """The margins of which a group only tells the place: "margins on both sides are infiltrated"."""
    anchored = next((item for item in reversed(groups) if item.to <= group.at and item.anchored), None)
    told = anchored and re.fullmatch(
        r" ?(?:on|in|at|near|along)(?: the)? ?", text[anchored.to : group.at], re.IGNORECASE
    )
    return anchored if told else None


def _listed(text: str, groups: Sequence[Group], group: Group, event: Event) -> bool:
    """Whether a name without an edge word stands in a list of margins: "deep: involved", "lateral clear"."""
    between = text[group.to : event.at]
    opened = group.at <= 4 or any(item.anchored and item.at < group.at for item in groups)
    return opened and bool(group.names) and group.to <= event.at and bool(_TIGHT.fullmatch(between))


def _touched(before: str, gap: str) -> bool:
    """Whether it is tumour that touches what follows; a suture or a staple at a margin is none."""
    if len(gap.split()) > 5 or _NO_GAP.search(gap):
        return False
    return not _THINGS.search(before) or bool(_INVASIVE.search(before))


def _clause_start(text: str, at: int) -> int:
    return max((match.end() for match in _CLAUSE_END.finditer(text, 0, at)), default=0)


def _clause_end(text: str, at: int) -> int:
    match = _CLAUSE_END.search(text, at)
    return match.start() if match else len(text)


def _is_in_situ(passage: Passage, event: Event, *, forward: bool) -> bool:
    """Whether the lesion that a claim speaks of is in situ or dysplastic and not the invasive tumour."""
    if forward:
        start = max(_clause_start(passage.text, event.at), event.at - 90)
        stretch = (start, event.at)
    else:
        stretch = (event.at, min(_clause_end(passage.text, event.to), event.to + 60))
    terms = [item for item in passage.of("in_situ") if stretch[0] <= item.at < stretch[1]]
    if not terms:
        return False
    around = passage.text[stretch[0] : stretch[1]]
    for item in terms:
        around = around.replace(passage.text[item.at : item.to], " ")
    return not _INVASIVE.search(around)


def _distances(passage: Passage, groups: Sequence[Group], statuses: Sequence[Claim]) -> list[Claim]:
    found: list[Claim] = []
    for event in passage.of("distance"):
        if _DIMENSION.search(passage.text[: event.at]) or _DIMENSION_NEXT.match(passage.text, event.to):
            continue
        if _LOST_DIGITS.match(passage.text, event.at):
            continue
        group, forward = _measured(passage.text, groups, event, statuses)
        if group is not None:
            found.append(
                Claim(
                    group=group, distance_mm=length_of(event), comparator=_sign(passage.text, event.at),
                    event=event, in_situ=_is_in_situ(passage, event, forward=forward),
                )
            )  # fmt: skip
    return found


def length_of(event: Event) -> float:
    """The distance in mm; of a range the nearer end, because the margin is no wider than that."""
    slots = dict(event.mention.slots)
    # "em" is how scanners read "cm"
    unit = slots["unit"].lower().replace("em", "cm") if len(slots["unit"]) == 2 else slots["unit"]
    written = slots.get("low") or slots["number"]
    return millimetres(_IN_WORDS.get(written.lower(), written), unit)


def _sign(text: str, at: int) -> str:
    return ">" if _BEYOND.search(text[:at]) else comparator_before(text, at)


def _measured(
    text: str, groups: Sequence[Group], event: Event, statuses: Sequence[Claim]
) -> tuple[Group | None, bool]:
    """The margin that a length is a distance to; a length along an involved margin is none."""
    end = _clause_end(text, event.to)
    after = next((group for group in groups if event.to <= group.at < end), None)
    if (
        after
        and _TOWARDS.match(text[event.to : after.at])
        and not re.search(r"\d", text[event.to : after.at])
    ):
        return after, True
    before = next((group for group in reversed(groups) if group.to <= event.at), None)
    if before is None:
        return None, False
    between = text[before.to : event.at]
    said = [claim for claim in statuses if claim.group is before and claim.event.to <= event.at]
    if any(claim.status == "positive" for claim in said):
        return None, False
    if between.strip().lower() == "of" and not said and "closest" not in before.which:
        return None, False  # "margins of 4 mm": how wide the surgeon cuts
    if not before.anchored:
        tight = _TIGHT.fullmatch(between) and not re.match(
            r" ?(?:from|to|x|in)\b", text[event.to :], re.IGNORECASE
        )
        return (before if tight else None), False
    return (before if _FILL.fullmatch(between) else None), False


def _bare_numbers(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """ "Superior 12, inferior 8, deep 1 mm": the unit at the end, or in the label, is every number's."""
    unit = re.search(r"\b(mm|cm)\b", passage.text)
    if not unit:
        return []
    factor = 10 if unit.group(1) == "cm" else 1
    found: list[Claim] = []
    for group in groups:
        match = _BARE_NUMBER.match(passage.text[group.to :])
        if match and group.names:
            event = replace(group.events[-1], at=group.to + match.start(1), to=group.to + match.end(1))
            found.append(Claim(group=group, distance_mm=float(match.group(1)) * factor, event=event))
    return found
