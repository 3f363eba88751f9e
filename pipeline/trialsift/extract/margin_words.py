"""What is said of which margin: every status and distance goes to the margin that the wording points at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from trialsift.extract.margin_passages import Event, Group, Passage
from trialsift.extract.quantities import comparator_before, millimetres
from trialsift.extract.quick import quick

_CLAUSE_END = quick(
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
    r"gross\w*|under|distant|distances|widely|mm|cm|millimet(?:er|re)s?|centimet(?:er|re)s?|measured|approach|ca)\b)*",
    re.IGNORECASE,
)
_NEGATOR = re.compile(
    r"\b(?:no|not|without|none|neither|nor|negative for|free of|absence of|lack of|cannot see|never)\b(?: [\w/]+){0,7} ?$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(r"\b(?:no|none of(?: the)?|neither(?: of the)?)(?: \w+)? ?$", re.IGNORECASE)
_BARE_NUMBER = re.compile(
    r"^(?: margin)?(?: ?\((?:in )?(?:mm|cm)\))? ?[:=-]? ?(?:is |at |> ?|< ?)?(\d+(?:\.\d+)?)(?= ?(?:[,;)]|\.(?!\d)|and\b|$))",
    re.IGNORECASE,
)
_INVASIVE = re.compile(
    r"\b(?:invasive|infiltrating|tumou?rs?|sarcoma|\w+sarcoma|malignan\w+|squamous|adenocarcinoma|melanoma|neoplasm|carcinoma(?! in situ))\b",
    re.IGNORECASE,
)
_DIMENSION = quick(r"\d ?(?:mm|cm)? ?(?:x|\*|by) ?$", re.IGNORECASE)
_DIMENSION_NEXT = re.compile(r" ?(?:x|\*|by) ?\d", re.IGNORECASE)
_APART = re.compile(r"[,;]|\b(?:and|with|because|of|for|due)\b|\d", re.IGNORECASE)
_NO_GAP = re.compile(r"(?i:\d|[:;]|\bwithin\b|\bart[ei]fact\w*|tumou?r|carcinoma|sarcoma)|[a-z]\. [A-Z][a-z]")
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
_PLACE_OR_TISSUE = re.compile(
    r" ?(?:on|in|at|near|along)(?: the)? ?|[ :]*\(|"
    r"[ ,#\d()]*\b(?:excision|biopsy|shave|resection|re excision|removal)\b[ ,()#\d]*: ?(?:\w+,? ){0,4}",
    re.IGNORECASE,
)
_TIGHT = re.compile(
    r"(?:[ :=,(<>~|-]|\b(?:is|at|by|margin|less|more|than|over|about|approximately|least|within|clear|deep)\b)*",
    re.IGNORECASE,
)
# The same with a status between: "deep: negative (5 mm)", a row of a table.
_TIGHT_STATED = re.compile(
    rf"(?:{_TIGHT.pattern}|\b(?:negative|free|uninvolved|not involved|closest|of|tumou?r|for|sarcoma|carcinoma|distance|to|invasive)\b)*",
    re.IGNORECASE,
)
# "Separated from the deep margin by a thin layer of fascia (0.4 mm)".
_PARTED = re.compile(r"\bseparated from(?: the)? $", re.IGNORECASE)
_KEPT_APART = re.compile(
    r"(?:,| thick| wide| only)*(?: \w+)?,? (?:separates? (?:the )?\w+ from|(?:lies?|remains?|intervenes?|is present|is interposed) "
    r"between (?:the )?\w+ and)(?: the)? $",
    re.IGNORECASE,
)
# "Within 1 mm of, but not at, the deep margin".
_BUT_NOT_AT = re.compile(
    r" (?:of|from|to),? but (?:(?:is|does|did|was|has) )?not (?:at|touch\w*|involv\w*|reach\w*|present at|abut\w*),? ",
    re.IGNORECASE,
)
_BY_LAYER = re.compile(r" by(?: [\w-]+){0,8}? ?\(?(?:of |measuring )?", re.IGNORECASE)


_IN_WORDS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
}


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


def claims_of(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """Every status and distance of the passage with the margin it is said of."""
    usable = list(groups)
    found = [claim for event in passage.of("status") if (claim := _status(passage, usable, event))]
    found += _distances(passage, usable, found)
    return found + _bare_numbers(passage, usable)


_LENGTHS = r"\d+(?:\.\d+)?(?: ?[cm]m)?(?:(?:, ?(?:and )?| and )\d+(?:\.\d+)?(?: ?[cm]m)?)+"
_LENGTHS_BEFORE = re.compile(
    rf"(?<![\w.])(?P<list>{_LENGTHS})\.? (?:away )?(?:from|of|to)(?: the)?(?: closest| nearest| inked)? $",
    re.IGNORECASE,
)
_LENGTHS_AFTER = re.compile(
    rf"(?:[ :=(~<>]|\b(?:is|are|was|were|at|by|of|clear|free|negative|and)\b)*(?P<list>{_LENGTHS})(?! ?x|[ .]*in\b)",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(?P<number>\d+(?:\.\d+)?)(?: ?(?P<unit>[cm]m))?", re.IGNORECASE)


def respective(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """Distances given in the order of the margins: "2, 5 and 9 mm from the deep, medial and lateral margins".

    Each claim is of a group of its own, cut out of the one that names all.
    """
    found: list[Claim] = []
    for group in groups:
        listed = _LENGTHS_BEFORE.search(passage.text[: group.at]) or _LENGTHS_AFTER.match(
            passage.text[group.to :]
        )
        lengths = list(_LENGTH.finditer(listed["list"])) if listed else []
        unit = next((item["unit"] for item in reversed(lengths) if item["unit"]), None)
        if listed is None or unit is None or not 1 < len(lengths) == len(group.names):
            continue
        at = listed.start("list") + (0 if listed.re is _LENGTHS_BEFORE else group.to)
        event = replace(group.events[0], at=at, to=at + len(listed["list"]))
        found += [
            Claim(
                group=replace(group, names=(name,)), event=event,
                distance_mm=millimetres(item["number"], item["unit"] or unit),
            )
            for name, item in zip(group.names, lengths, strict=True)
        ]  # fmt: skip
    return found


def _status(passage: Passage, groups: Sequence[Group], event: Event) -> Claim | None:
    if any(group.at <= event.at and event.to <= group.to for group in groups):
        return None
    group, forward = _group_for(passage.text, groups, event)
    if group is None or not (group.anchored or _listed(passage.text, groups, group, event)):
        return None
    status = _reached(passage.text, event)
    if not status or (status == "positive" and _BENIGN.search(passage.text[: event.at])):
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


_NEARLY = re.compile(r"\b(?:close(?:ly)?|near(?:ly)?|almost)\b", re.IGNORECASE)
_NO_NEARER = re.compile(r"\b(?:closer|nearer|not?|short)\b", re.IGNORECASE)


def _reached(text: str, event: Event) -> str:
    """The event's status; of a way told in words "extends very nearly to" is close, "no closer than" tells none."""
    way = text[event.at : event.to] if event.says("far") else ""
    return "" if _NO_NEARER.search(way) else "close" if _NEARLY.search(way) else event.says("is")


def _group_for(text: str, groups: Sequence[Group], event: Event) -> tuple[Group | None, bool]:
    """The margin that a status is said of, and whether it stands after the status."""
    start, end = _clause_start(text, event.at), _clause_end(text, event.to)
    after = next((group for group in groups if event.to <= group.at < end), None)
    if start == event.at and text.endswith(" - ", 0, start):
        start = max(
            (group.at for group in groups if group.to == start - 3), default=start
        )  # "deep margin - involved"
    before = next((group for group in reversed(groups) if start <= group.at and group.to <= event.at), None)
    gap = text[event.to : after.at] if after else ""
    if event.says("way") == "forward":
        after = _anchored_soon(text, groups, after) if after else None
        gap = text[event.to : after.at] if after else ""
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


# "Pharynx margin, left superior (excision): …" names the specimen from the general to the special.
_TITLE_ON = re.compile(r"[\w ,/]{0,30}(?:\([^()]{0,25}\))?[\w ,]{0,20}:", re.IGNORECASE)
_RUNS_ON = re.compile(r"[ /-]*(?:[\w-]+[ /]+){0,2}")


def _anchored_soon(text: str, groups: Sequence[Group], group: Group) -> Group:
    """The margin that names lead up to: in "the left anterior submucosal/lower lip margin" they are one."""
    later = next((item for item in groups if item.at > group.at), None)
    if (
        group.anchored
        or later is None
        or not later.anchored
        or not _RUNS_ON.fullmatch(text[group.to : later.at])
    ):
        return group
    return later


def _placed(text: str, groups: Sequence[Group], group: Group) -> Group | None:
    """The margins of which a group only tells the place or the tissue that was found.

    "Margins on both sides are infiltrated"; "deep margin, excision: skeletal muscle, negative for sarcoma".
    """
    anchored = next((item for item in reversed(groups) if item.to <= group.at and item.anchored), None)
    between = text[anchored.to : group.at] if anchored else ""
    told = (
        between == " "  # "margin medial line: no tumour"
        or (between == ", " and _TITLE_ON.match(text, group.to))
        or _PLACE_OR_TISSUE.fullmatch(between)
    )
    return anchored if anchored and told else None


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
    aside = _BUT_NOT_AT.match(text, event.to)
    end = _clause_end(text, aside.end() if aside else event.to)
    after = next((group for group in groups if event.to <= group.at < end), None)
    if aside and after and len(text[aside.end() : after.at].split()) <= 3:
        return after, True
    if after and _KEPT_APART.match(text[event.to : after.at]):
        return after, True
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
    if not before.anchored and between.startswith(")"):
        before = _placed(text, groups, before) or before  # "Deep margin: (radial) close - 2 mm"
    said = [claim for claim in statuses if claim.group is before and claim.event.to <= event.at]
    if any(claim.status == "positive" for claim in said):
        return None, False
    if (
        between.strip().lower() == "of"
        and not said
        and "closest" not in before.which
        and not _is_clearance(before)
    ):
        return None, False  # "margins of 4 mm": how wide the surgeon cuts
    if not before.anchored:
        tight = _TIGHT_STATED.fullmatch(between) and not re.match(
            r" ?(?:from|to|x|in)\b", text[event.to :], re.IGNORECASE
        )
        return (before if tight else None), False
    filled = _FILL.fullmatch(between) or (_PARTED.search(text[: before.at]) and _BY_LAYER.fullmatch(between))
    return (before if filled else None), False


def _is_clearance(group: Group) -> bool:
    return any(event.mention.rule_id == "margin.clearance" for event in group.events)


def _bare_numbers(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """ "Superior 12, inferior 8, deep 1 mm": the unit at the end, or in the label, is every number's."""
    unit = re.search(r"\b(mm|cm)\b", passage.text)
    if not unit:
        return []
    factor = 10 if unit.group(1) == "cm" else 1
    found: list[Claim] = []
    for group in groups:
        match = _BARE_NUMBER.match(passage.text[group.to :])
        if match and (group.names or "closest" in group.which):
            event = replace(group.events[-1], at=group.to + match.start(1), to=group.to + match.end(1))
            found.append(Claim(group=group, distance_mm=float(match.group(1)) * factor, event=event))
    return found
