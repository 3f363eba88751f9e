"""Resection margins: status, distance in mm, which margin, residual class, and which reading is final.

A distance alone gives a status only where every scheme agrees: 0 is positive, more than 1 mm
negative; up to 1 mm is "close" (R0 for AJCC, R1 for UICC). A margin cut anew, or sent as a
specimen of its own, supersedes the first one of that name.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from trialsift.extract.making import fact_from
from trialsift.extract.margin_passages import Event, Group, Passage, groups_of, passages
from trialsift.extract.margin_standing import (
    CONCLUDING,
    Found,
    is_last_word,
    is_own_specimen,
    near,
    openings,
    titled,
    with_standing,
)
from trialsift.extract.margin_words import Claim, claims_of, length_of, respective
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
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
_PLANNED = quick(
    r"\b(?:will be|would be|will have|aim\w*|goal|to achieve|to obtain|to get|to ensure|plan(?:ned|ning)?|intend\w*|"
    r"expect\w*|anticipat\w*|hope\w*|accepting|in order to|attempt\w*|going to|likely to be|may be|might be|could be)\b",
    re.IGNORECASE,
)
_SURGICAL = quick(r"\b(?:resect\w*|surgical|excis\w*|R[012])\b", re.IGNORECASE)
_OTHER_CANCER = quick(
    r"\b(?:ca\b|cancers?|carcinoma|melanoma|adenocarcinoma|lymphoma|dcis|bcc|scc|basal cell|squamous)",
    re.IGNORECASE,
)
_SARCOMA = quick(r"\w*(?:sarcoma|sarcomatous)\b", re.IGNORECASE)
_SCHEMES = quick(r"\b(AJCC|UICC|Enneking|RCPath|CAP|ICCR|RCPA)\b")
_QUESTION = re.compile(
    r"^ ?(?:status )?(?:involved|involvement|uninvolved|positive)?(?: by [\w ]{3,30})? ?[:?]", re.IGNORECASE
)
_ASKED = re.compile(r"\binvol\w*|\bpositive", re.IGNORECASE)
_ELSEWHERE = quick(r"\b(?:fundus|fundi|fundoscopy|discs?|disks?|optic|corneal?|retinal?)\b", re.IGNORECASE)
_STOP = quick(r"[;.!?] | - |\bbut\b")
_NODES = re.compile(r"\b(?:nodes?|nodal|lymph)\b", re.IGNORECASE)
_MAY = quick(r"\b(?:may|might|could|would) (?:consider|be|have)\b|\?", re.IGNORECASE)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Margin facts; a border of a mass, an aim or a condition gives none."""
    found: list[Found] = []
    listed: Passage | None = None
    told = tuple(passages(reading))
    for passage in told:
        groups: list[Group] = []
        if passage.of("anchor") or (listed and _continues_list(listed, passage)):
            listed, groups = passage, groups_of(passage)
        if _is_hypothetical(passage) or not _may_speak(reading, passage):
            continue
        found += _of_groups(reading, passage, groups)
        found += _wholes(reading, passage)
        found += _residuals(reading, passage)
        found += _cleared(reading, passage)
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


def _is_hypothetical(passage: Passage) -> bool:
    """A condition or a definition; "if" behind the finding ("clear; if …") does not count."""
    anchors = passage.of("anchor", "whole", "residual")
    return bool(anchors and _HYPOTHETICAL.search(_lead(passage, anchors[0])))


def _lead(passage: Passage, event: Event) -> str:
    """The words of the event's clause up to its end."""
    start = max((match.end() for match in _STOP.finditer(passage.text, 0, event.at)), default=0)
    return passage.text[start : event.to]


def _may_speak(reading: Reading, passage: Passage) -> bool:
    if reading.document in _IMAGING:
        return bool(_SURGICAL.search(passage.text))
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


def _answered(answer: Event) -> str:
    """The status that an answer gives: no, narrowly free, or the names of the margins involved."""
    if answer.role == "answer":
        return "negative" if answer.value == "no" else "positive"
    return answer.says("is") or "positive"


def _from_claims(
    reading: Reading, passage: Passage, group: Group, claims: Sequence[Claim], *, in_situ: bool
) -> Found | None:
    statuses = [claim for claim in claims if claim.status]
    distances = [claim for claim in claims if claim.distance_mm is not None]
    if not statuses and (not _measures(reading, passage, group) or _is_of_other_lesion(reading, passage)):
        return None
    value = Margin(
        status=_status(statuses, distances),
        distance_mm=distances[0].distance_mm if distances else None,
        comparator=cast("Comparator", distances[0].comparator if distances else "="),
        name=_name(passage, group, claims) + (" (in situ)" if in_situ else ""),
        scheme=_scheme(passage.text),
    )
    events = [*group.events, *(claim.event for claim in claims)]
    doubt = any(claim.doubt for claim in claims if claim.status == value.status)
    first = next((claim.event for claim in (*statuses, *distances)), group.events[0])
    fact = _fact(reading, passage, first, events, value, doubt=doubt)
    return Found(
        fact, frozenset({*group.names, *(("(in situ)",) if in_situ else ())}),
        "new" in group.which or is_own_specimen(passage, group),
        overall=is_last_word(passage, group),
    )  # fmt: skip


_OTHER_LESION = re.compile(
    r"\b(?:polyps?|adenomas?|diverticul\w+|(?:second|third|another|separate|additional|other|smaller)(?: [\w.,]+){0,8}? (?:lesions?|mass(?:es)?|nodules?|tumou?rs?|polypoid))\b",
    re.IGNORECASE,
)
_MAIN_LESION = re.compile(
    r"\b(?:tumou?r|mass|carcinoma|sarcoma|lesion|neoplasm|malignan\w+)\b", re.IGNORECASE
)
_IT = re.compile(r"\W*(?:this|it|these|they|which|the latter)\b", re.IGNORECASE)


def _is_of_other_lesion(reading: Reading, passage: Passage) -> bool:
    """Whether a gross distance is a polyp's or a second lesion's: "a polyp. This is 3 cm from the distal margin"."""
    first = passage.sentences[0]
    if reading.document != "pathology" or first.section != "gross":
        return False
    text = passage.text
    if _IT.match(text):
        before = next((item.text for item in reading.sentences if item.index == first.index - 1), "")
        text = f"{before} {text}"
    other = _OTHER_LESION.search(text)
    return bool(other) and not _MAIN_LESION.search(_OTHER_LESION.sub(" ", text))


def _measures(reading: Reading, passage: Passage, group: Group) -> bool:
    """Whether a bare distance is a pathologist's; a surgeon's "2 cm from the margin" is an incision."""
    return (
        reading.document in {"pathology", ""}
        and (group.anchored or bool(group.names) or "closest" in group.which)
    ) or bool(_SURGICAL.search(passage.text))


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


def _scheme(text: str) -> str:
    match = _SCHEMES.search(text)
    return match.group(1).lower() if match else ""


def _fact(
    reading: Reading,
    passage: Passage,
    first: Event,
    events: Sequence[Event],
    value: Margin,
    *,
    doubt: bool = False,
) -> Fact:
    sentence = first.sentence
    mentions = [first.mention, *(_mention(event) for event in events if _same_place(event, first))]
    planned = bool(_PLANNED.search(_lead(passage, first))) or first.mention.assertion.time == "planned"
    uncertain = doubt or planned or bool(_MAY.search(passage.text)) or _only_gross(reading, passage, value)
    return fact_from(
        reading, sentence, mentions, kind="margin", value=value,
        presence="uncertain" if uncertain or first.mention.assertion.presence == "uncertain" else "present",
        time="planned" if planned else "past" if _BEFORE.match(sentence.text) else first.mention.assertion.time,
        about="other_tumour" if _is_other(reading, passage, sentence) else "this_tumour",
    )  # fmt: skip


# "Previous biopsy: sarcoma, R1" tells of another operation.
_BEFORE = re.compile(
    r"\W*(?:previous|prior|earlier|outside|initial)(?: \w+)? (?:biopsy|excision|resection|specimen|operation|surgery|report|diagnosis)\b",
    re.IGNORECASE,
)


def _same_place(event: Event, first: Event) -> bool:
    """Words a page away from each other make no quote."""
    return abs(event.sentence.starts[0] - first.sentence.starts[0]) < 600


def _mention(event: Event) -> Mention:
    """The event's mention, widened or moved to the words that the event stands for."""
    if event.role == "distance" or event.mention.to - event.mention.at != event.to - event.at:
        shift = event.at - event.mention.at
        at, to = event.at - shift, event.to - shift
        start = event.sentence.start_of(min(at, event.mention.at))
        return event.mention._replace(
            start=min(start, event.mention.start), end=event.sentence.end_of(max(to, 1))
        )
    return event.mention


def _only_gross(reading: Reading, passage: Passage, value: Margin) -> bool:
    """What looks involved to the naked eye is settled by the microscope."""
    section = passage.sentences[0].section
    gross = section == "gross" or bool(re.search(r"\bgrossly|macroscopically\b", passage.text, re.IGNORECASE))
    return reading.document == "pathology" and gross and value.status == "positive"


def _is_other(reading: Reading, passage: Passage, sentence: Sentence) -> bool:
    """Outside pathology a sentence that names another cancer, and no sarcoma, speaks of that cancer."""
    if reading.document == "pathology" or _SARCOMA.search(passage.text):
        return False
    return bool(_OTHER_CANCER.search(passage.text)) or sentence.section in {
        "past_history",
        "past_medical_history",
    }


def _wholes(reading: Reading, passage: Passage) -> Iterator[Found]:
    """Statements about the whole resection: "incompletely excised", "gross residual disease"."""
    for event in passage.of("whole"):
        before = passage.text[max(0, event.at - 40) : event.at]
        if event.mention.assertion.presence == "absent" or re.search(
            r"\b(?:no|not|without) (?:\w+ ){0,3}$", before, re.I
        ):
            continue
        value = Margin(
            status=cast("Any", event.says("is")), residual=cast("Any", event.says("residual") or None),
            scheme=event.says("scheme") or _scheme(passage.text),
        )  # fmt: skip
        yield Found(_fact(reading, passage, event, [event], value), frozenset(), new=False)


def _cleared(reading: Reading, passage: Passage) -> Iterator[Found]:
    """ "Wide local excision (clear by 12 mm)" names no margin and measures the nearest one."""
    if passage.of("anchor") or not (reading.document == "pathology" or _SURGICAL.search(passage.text)):
        return
    for event in passage.of("cleared"):
        value = Margin(
            status="negative", distance_mm=length_of(event), name="closest",
            comparator=cast("Comparator", dict(event.mention.slots).get("sign") or "="),
        )  # fmt: skip
        yield Found(_fact(reading, passage, event, [event], value), frozenset(), new=False)


# A residual class among the classes of a stage: "pT2 pN0 (0/7) L0 V0 R0", "G2, locally R0".
_TNM = re.compile(
    r"(?:\b(?:[ypcr]{0,3}[TNM] ?[0-4XO][a-d]?|L ?[01X]|Pn ?[01X]|V ?[01I2X]|G ?[1-4I]{1,3})(?: ?\([^()]{1,14}\))?)[ ,;:/-]{1,3}(?:locally |local )?(?=$|[A-Za-z])"
)
_OF_RESIDUAL: dict[str, Any] = {"0": "negative", "1": "positive", "2": "positive", "X": "cannot_assess"}


def _residuals(reading: Reading, passage: Passage) -> Iterator[Found]:
    """R0 to RX beside words of resection, or after a diagnosis ("sarcoma, 41 mm, R1 (deep)")."""
    for event in passage.of("residual"):
        if not _is_residual_class(passage, event):
            continue
        level = event.mention.words[-1].upper().replace("O", "0")
        name = next((item for item in passage.of("name") if 0 <= item.at - event.to <= 2), None)
        words = name.mention.words.lower() if name else ""
        value = Margin(
            status=_OF_RESIDUAL[level],
            residual=cast("Any", f"R{level}"),
            name=words,
            scheme=_scheme(passage.text),
        )
        events = [event, name] if name else [event]
        yield Found(_fact(reading, passage, event, events, value), frozenset({words} - {""}), new=False)


def _is_residual_class(passage: Passage, event: Event) -> bool:
    near = [item for item in passage.of("residual_label", "anchor") if abs(item.at - event.at) < 60]
    before = passage.text[: event.at]
    if re.search(
        r"\b(?:slides?|blocks?|cassettes?|sections?|rib|ribs|vs|or|and|/|nodes?,?|levels?|stations?) ?$",
        before,
        re.IGNORECASE,
    ):
        return False
    return (
        bool(near)
        or bool(_TNM.search(before) or _TNM.match(passage.text, event.to))
        or (bool(re.search(r"(?:, ?|\(|\bmm ?)$", before)) and passage.sentences[0].section in CONCLUDING)
    )


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
        _fact(reading, passage, said, [said], value), frozenset(group.names), new=True, specimen=True
    )
