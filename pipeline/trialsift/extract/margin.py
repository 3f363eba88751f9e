"""Resection margins: status, distance in mm, which margin, residual class, and which reading is final.

A distance alone gives a status only where every scheme agrees: 0 is positive, more than 1 mm
negative; up to 1 mm is "close" (R0 for AJCC, R1 for UICC). A margin cut anew, or sent as a
specimen of its own, supersedes the first one of that name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from trialsift.extract.margin_fact import lead, margin_fact, scheme
from trialsift.extract.margin_passages import Event, Group, Passage, groups_of, passages
from trialsift.extract.margin_standing import (
    Found,
    is_last_word,
    is_own_specimen,
    near,
    openings,
    sent_alone,
    title_of,
    titled,
    with_standing,
    with_title,
)
from trialsift.extract.margin_whole import SURGICAL, cleared, residuals, wholes
from trialsift.extract.margin_words import Claim, claims_of, respective
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading
from trialsift.facts import Comparator, Fact, Margin
from trialsift.packs.rules import Packs

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
# UICC calls a tumour within 1 mm of the edge R1, AJCC only one that reaches it.
_CLOSE_MM = 1.0
_HYPOTHETICAL = quick(
    r"\b(?:if|whether|should (?:the|there)|in case|unless|risk of|chance of|likelihood of|question of|in the event|"
    r"patients with|defined as|is considered|are considered|considered (?:positive|negative))\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^ ?(?:status )?(?:involved|involvement|uninvolved|positive)?(?: by [\w ]{3,30})? ?[:?]", re.IGNORECASE
)
_ASKED = re.compile(r"\binvol\w*|\bpositive", re.IGNORECASE)
_ELSEWHERE = quick(r"\b(?:fundus|fundi|fundoscopy|discs?|disks?|optic|corneal?|retinal?)\b", re.IGNORECASE)
_NODES = re.compile(r"\b(?:nodes?|nodal|lymph)\b", re.IGNORECASE)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Margin facts; a border of a mass, an aim or a condition gives none."""
    found: list[Found] = []
    listed: Passage | None = None
    told = tuple(passages(reading))
    titles = sent_alone(told)
    for passage in told:
        groups: list[Group] = []
        if passage.of("anchor") or (listed and _continues_list(listed, passage)) or _names_nearest(passage):
            listed, groups = passage, groups_of(passage)
        if _is_hypothetical(passage) or not _may_speak(reading, passage):
            continue
        found += with_title(_of_groups(reading, passage, groups), title_of(passage, groups, titles))
        found += wholes(reading, passage)
        found += residuals(reading, passage)
        found += cleared(reading, passage)
    found += _specimens(reading, told)
    return list(dict.fromkeys(with_standing(found)))


def _continues_list(before: Passage, passage: Passage) -> bool:
    """Whether a line that starts with a name goes on with the list of margins above it."""
    first, last = passage.sentences[0], before.sentences[-1]
    names = passage.of("name", "which")
    return (
        first.index - last.index <= 2
        and first.section == last.section
        and bool(names)
        and names[0].at <= 4
        and len(passage.text) < 90
        and (first.part == last.part or passage.text[names[0].to :].lstrip()[:1] == ":")
    )


_NEAREST = re.compile(r" ?(?:mm|cm)?\)?[ ,]{0,2}\(?(?:the )?(?:nearest|closest)\b", re.IGNORECASE)


def _names_nearest(passage: Passage) -> bool:
    """ "Medial - 2 mm (nearest)": a line that measures one side and calls it the nearest is one of a list of margins."""
    return any(_NEAREST.match(passage.text, event.to) for event in passage.of("distance")) and bool(
        (names := passage.of("name")) and names[0].at <= 4
    )


def _is_hypothetical(passage: Passage) -> bool:
    """A condition or a definition; "if" behind the finding ("clear; if …") does not count."""
    anchors = passage.of("anchor", "whole", "residual")
    return bool(anchors and _HYPOTHETICAL.search(lead(passage, anchors[0])))


def _may_speak(reading: Reading, passage: Passage) -> bool:
    if reading.document in _IMAGING:
        return bool(SURGICAL.search(passage.text))
    return reading.document == "pathology" or not _ELSEWHERE.search(passage.text)


def _of_groups(reading: Reading, passage: Passage, groups: Sequence[Group]) -> list[Found]:
    made: list[Found] = []
    if ordered := respective(passage, groups):
        made += [
            item
            for claim in ordered
            if (item := _from_claims(reading, passage, claim.group, [claim], in_situ=False))
        ]
        cut = {claim.event.mention.start for claim in ordered}
        groups = [group for group in groups if group.events[0].mention.start not in cut]
    claims = [*_answers(passage, groups), *claims_of(passage, groups)] if groups else []
    for group in groups:
        for in_situ in (False, True):
            own = [claim for claim in claims if claim.group is group and claim.in_situ is in_situ]
            if own and (item := _from_claims(reading, passage, group, own, in_situ=in_situ)):
                made.append(item)
    return made


def _answers(passage: Passage, groups: Sequence[Group]) -> list[Claim]:
    """ "Margins involved: none" answers a question; "Deep margin involved? yes" too."""
    found: list[Claim] = []
    for group in groups:
        if absent := _absent(passage, group):
            found.append(absent)
            continue
        question = _QUESTION.match(passage.text, group.to) or _QUESTION.match(passage.text[group.to :])
        if not (group.anchored and question and _ASKED.search(question.group())):
            continue  # "Nipple involvement: no" is about the nipple and no margin
        to = group.to + len(question.group())
        answer = next(
            (event for event in passage.of("status", "answer", "name") if 0 <= event.at - to <= 2), None
        )
        if answer is not None:
            found.append(Claim(group=group, status=_answered(answer), event=answer))
    return found


_FIELD_OPENS = re.compile(r"(?:^|[,;.]) ?(?:(?:surgical|resection|excision) )?$", re.IGNORECASE)


def _absent(passage: Passage, group: Group) -> Claim | None:
    """ "Margins: absent" in a form: no tumour there; "dysplasia at margin: absent" is another field."""
    if not (group.anchored and not group.names and _FIELD_OPENS.search(passage.text[: group.at])):
        return None
    said = next((item for item in passage.of("answer") if 0 <= item.at - group.to <= 3), None)
    if said is None or said.mention.words.lower() != "absent" or ":" not in passage.text[group.to : said.at]:
        return None
    return Claim(group=group, status="negative", event=said)


def _answered(answer: Event) -> str:
    """The status that an answer gives: no, narrowly free, or the names of the margins involved."""
    if answer.role == "answer":
        return "negative" if answer.value == "no" else "positive"
    return answer.says("is") or "positive"


def _from_claims(
    reading: Reading, passage: Passage, group: Group, claims: Sequence[Claim], *, in_situ: bool
) -> Found | None:
    if _WOULD.match(passage.text, max([group.to, *(claim.event.to for claim in claims)])):
        return None
    said = [claim for claim in claims if claim.status]
    statuses = [claim for claim in said if not _was(passage, claim)] or said
    distances = [claim for claim in claims if claim.distance_mm is not None]
    if not statuses and (
        not _measures(reading, passage, group) or _is_of_other_lesion(reading, passage, group)
    ):
        return None
    if group.names and statuses and _NOT_THERE.fullmatch(statuses[0].event.mention.words):
        return None  # "Parietal pleural margin: not applicable": there is no such margin
    value = Margin(
        status=_status(statuses, distances),
        distance_mm=distances[0].distance_mm if distances else None,
        comparator=cast("Comparator", distances[0].comparator if distances else "="),
        name=_name(passage, group, claims) + (" (in situ)" if in_situ else ""),
        scheme=scheme(passage.text),
        final=not (statuses and _was(passage, statuses[0])),
    )
    events = [*group.events, *(claim.event for claim in claims)]
    doubt = any(claim.doubt for claim in claims if claim.status == value.status)
    first = next((claim.event for claim in (*statuses, *distances)), group.events[0])
    fact = margin_fact(reading, passage, first, events, value, doubt=doubt)
    return Found(
        fact, frozenset({*group.names, *(("(in situ)",) if in_situ else ())}),
        "new" in group.which or is_own_specimen(passage, group),
        overall=is_last_word(passage, group),
    )  # fmt: skip


# "Positive margins would need re-excision": what may come of it is no finding.
_WOULD = re.compile(
    r" ?(?:margins? )?(?:would|might|could|may|will)(?: then| also)? (?:need|require|mean|lead|be|change|make|prompt|call|have|result|trigger|indicate|get|receive)\b",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(r"not applicable|n/a", re.IGNORECASE)
# "Initially positive" was so until more was cut.
_AT_FIRST = re.compile(r"\b(?:initially|originally|at first)(?: \w+){0,2}$", re.IGNORECASE)
_OF_FIRST = re.compile(
    r" (?:on|in|at|after)(?: the)? (?:initial|first|original|primary|earlier)\b", re.IGNORECASE
)


def _was(passage: Passage, claim: Claim) -> bool:
    """Whether a status is one of before: "initially positive", "positive on first excision"."""
    event = claim.event
    return bool(_AT_FIRST.search(passage.text[: event.to]) or _OF_FIRST.match(passage.text, event.to))


_OTHER_LESION = re.compile(
    r"\b(?:polyps?|adenomas?|diverticul\w+|(?:second|third|another|separate|additional|other|smaller)(?: [\w.,]+){0,8}? (?:lesions?|mass(?:es)?|nodules?|tumou?rs?|polypoid))\b",
    re.IGNORECASE,
)
_MAIN_LESION = re.compile(
    r"\b(?:tumou?r|mass|carcinoma|sarcoma|lesion|neoplasm|malignan\w+)\b", re.IGNORECASE
)
_THERE_IS = re.compile(
    r"[ ,.]*(?:there )?(?:is|was|lies|are|sits|stands|appears|one sees|we see)(?: an?)? ", re.IGNORECASE
)
_IT = re.compile(r"\W*(?:this|it|these|they|which|the latter)\b", re.IGNORECASE)


def _is_of_other_lesion(reading: Reading, passage: Passage, group: Group) -> bool:
    """Whether a gross distance is a polyp's or a second lesion's: "a polyp. This is 3 cm from the distal margin"."""
    first = passage.sentences[0]
    if reading.document != "pathology" or first.section != "gross":
        return False
    text = passage.text
    if (there := _THERE_IS.match(text, group.to)) and _OTHER_LESION.match(text, there.end()):
        return True
    if _IT.match(text):
        before = next((item.text for item in reading.sentences if item.index == first.index - 1), "")
        text = f"{before} {text}"
    other = _OTHER_LESION.search(text)
    return bool(other) and not _MAIN_LESION.search(_OTHER_LESION.sub(" ", text))


def _measures(reading: Reading, passage: Passage, group: Group) -> bool:
    """Whether a bare distance is a pathologist's; a surgeon's "2 cm from the margin" is an incision."""
    return (
        reading.document in {"pathology", ""}
        and (group.anchored or bool(group.names) or bool({"closest", "all", "other"} & set(group.which)))
    ) or bool(SURGICAL.search(passage.text))


def _status(statuses: Sequence[Claim], distances: Sequence[Claim]) -> Any:
    said = {claim.status for claim in statuses}
    if said:
        first = next(claim.status for claim in statuses)
        return "close" if said == {"negative", "close"} else first
    shortest = distances[0].distance_mm or 0.0
    if shortest == 0:
        return "positive"
    return "close" if shortest <= _CLOSE_MM and distances[0].comparator != ">" else "negative"


def _name(passage: Passage, group: Group, claims: Sequence[Claim]) -> str:
    """The margin's name, or for one without the name in brackets behind what is said of it: "2 mm (deep)"."""
    if group.names:
        return ", ".join(dict.fromkeys(group.names))
    for claim in claims:
        bracket = re.match(r"[ ,]{0,2}\(", passage.text[claim.event.to :])
        inside = claim.event.to + bracket.end() if bracket else -1
        named = [event for event in passage.of("name") if event.at == inside]
        if named:
            return named[0].mention.words.lower()
    kept = [word for word in group.which if word != "new"]
    return kept[0] if kept else ""


def _specimens(reading: Reading, told: Sequence[Passage]) -> Iterator[Found]:
    """Margins sent as specimens of their own: the part is named in one place and found clear in another."""
    if reading.document != "pathology":
        return
    named: dict[str, tuple[Group, Passage]] = {}
    open_: tuple[Group, Passage] | None = None
    for passage in told:
        title = titled(passage)
        if title:
            open_ = (title, passage)
            if passage.sentences[0].part:
                named.setdefault(passage.sentences[0].part, open_)
        opening = openings(passage) if open_ and near(open_[1], passage) else []
        said = next(iter([*passage.of("specimen"), *opening]), None)
        held = open_ if open_ and near(open_[1], passage) else named.get(passage.sentences[0].part)
        if said and held and (title or not passage.of("anchor")) and not _NODES.search(passage.text):
            yield _specimen(reading, passage, said, held[0])


def _specimen(reading: Reading, passage: Passage, said: Event, group: Group) -> Found:
    in_situ = any(
        0 <= event.at - said.to <= 30 or said.at <= event.at < said.to for event in passage.of("in_situ")
    )
    name = ", ".join(dict.fromkeys(group.names)) + (
        " (in situ)" if in_situ and said.says("is") == "positive" else ""
    )
    value = Margin(status=cast("Any", said.says("is")), name=name)
    return Found(
        margin_fact(reading, passage, said, [said], value), frozenset(group.names), new=True, specimen=True
    )
