"""Treatments and operations: class, days, whether given, planned or denied, for which tumour, whether major surgery.

A treatment that is only named ("the radiation field", "the radiotherapy study") was not given: a fact
needs a date, a word of giving, a list of past treatment, or a denial.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.form import answer_of, clause_of, is_unanswered
from trialsift.extract.making import fact_from
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.remembered import per_packs
from trialsift.extract.standing import Standing, standing_of
from trialsift.extract.timing import Period, period_of, whole_period, window_start
from trialsift.extract.told_when import told_when
from trialsift.extract.treatment_context import is_meant
from trialsift.extract.treatment_days import only_one, told_beside, with_operation
from trialsift.extract.treatment_denials import is_of_the_past, is_only_from_then_on
from trialsift.extract.treatment_echoes import without_echoes
from trialsift.extract.treatment_major import is_major
from trialsift.extract.treatment_part_way import under_way, without_doubles
from trialsift.extract.treatment_place import Place
from trialsift.extract.treatment_senses import (
    is_blood_agreed_to,
    is_borne,
    is_denied,
    is_entered,
    is_heart_wave,
    is_keyhole,
    is_of_an_illness,
    is_radiologist,
)
from trialsift.extract.treatment_tumour import is_for_other_illness, tumour_of
from trialsift.extract.treatment_unreal import is_only_named
from trialsift.facts import Fact, Treatment
from trialsift.packs.rules import Packs, Term

_SILENT = frozenset({"request", "technique"})
_INTENT = quick(
    r"\b(neoadjuvant|neo adjuvant|adjuvant|palliative|preoperative|postoperative|pre operative|post operative|curative)\b",
    re.IGNORECASE,
)
_SCANNED = re.compile(
    r"\b(?:mri?|ct|cect|ncct|pet|x-?rays?|usg?|ultrasound|doppler|scan|hpe|biopsy|bx|fnac?|cores?|of|left|lt) (?:of )?$",
    re.IGNORECASE,
)
_PART_OF_BODY = re.compile(
    r"^ (?:upper |lower |proximal |distal |mid |anterior |posterior |medial |lateral )*(?:popliteal|thigh|leg|calf|knee|arm|forearm|elbow|"
    r"shoulder|axilla|hip|groin|buttock|gluteal|foot|ankle|hand|wrist|limb|scapula\w*|inguinal|pelvi\w+|chest|femur|tibia|humerus)\b(?![^.;]{0,30}\bgy\b)",
    re.IGNORECASE,
)
# What names a whole class: "his chemotherapy" beside the drugs that were given.
_TROUBLE = re.compile(
    r"^(?: [a-z]+){1,3} (?:pain|swelling|lump|mass|tumou?r|sarcoma|lesion|injury|fracture|surgery|replacement|arthro\w+|numbness|weakness|oedema|edema|excision|amputation|stiffness)\b",
    re.IGNORECASE,
)
_HEADS_A_LIST = re.compile(r"^(?: since [^;.]{2,40}?)? ?[:\u2013-] ")
_LETTERS = "agent_in_context"  # the role of a vocabulary's short_in_context
_DRUG_CLASSES = frozenset({"chemotherapy", "targeted", "immunotherapy", "hormone", "trial_drug"})
# What a report of another document rests on, and tells of as a matter of course.
_REPORTED_ON = frozenset({"biopsy", "sentinel node biopsy", "excision"})
_DAY_FIRST = re.compile(r" ?\d{1,2}[./-]?(?:\d{1,2}[./-]| ?[a-z]{3}).{0,12}$", re.IGNORECASE)
_LOOKED = frozenset({"biopsy", "sentinel_node_biopsy", "endoscopy"})
_FINDING = re.compile(
    r" ?[:=(-]* ?(?:(?:was|were|is) )?(?:neg\b|negative|normal|clear\b|benign|nad\b|unremarkable|inconclusive|non ?-? ?diagnostic)",
    re.IGNORECASE,
)
_ORGAN_LABEL = re.compile(
    r"^(?:gut|gi|git|gastro ?-?intestinal|bowels?|heart|cardiac|chest|lungs?|liver|kidneys?|cvs|cns)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is treated with: the class, the agent or procedure, and whether it is major surgery by itself."""

    name: str
    cls: str
    title: str = ""
    major: str | None = None
    presence: str | None = None


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Treatment facts; what is only discussed or proposed is planned, what was declined is absent."""
    if "agent" not in packs.vocab:
        return []
    terms = packs.vocab["agent"].terms
    order = day_order(reading.note.text, reading.note.note_date)
    drugs = _drugs(packs)
    made: list[Fact] = []
    for number, sentence in enumerate(reading.sentences):
        named = [
            item._replace(role="agent") if item.role == _LETTERS else item
            for item in sentence.mentions
            if item.kind == "treatment" and (item.role != _LETTERS or is_meant(sentence, item))
        ]
        chosen = _chosen(named)
        mates = _without_names(sentence, [item for item in chosen if item.role in {"agent", "value"}])
        for mention in mates:
            made.extend(
                _read(Place(reading, sentence, mention, mates, order, drugs), _kind_of(mention, terms))
            )
        for mention in [item for item in chosen if item.role == "course"][:1]:
            place = Place(reading, sentence, mention, mates, order, drugs)
            made.extend(_course(place, reading.sentences[max(0, number - 6) : number], terms))
    return without_echoes(made, reading.note.text)


@per_packs
def _drugs(packs: Packs) -> frozenset[str]:
    """The names of drugs and courses of drugs among the terms."""
    terms = packs.vocab["agent"].terms
    return frozenset(name for name, term in terms.items() if term.more["class"] in _DRUG_CLASSES)


def _chosen(named: Sequence[Mention]) -> list[Mention]:
    """A rule that knows the whole phrase speaks for the bare terms inside it."""
    named = without_doubles([item for item in named if not _is_tail(item, named)])
    rules = [item for item in named if item.role == "value"]
    courses = [item for item in named if item.value == "radiotherapy" and item.role == "agent"]
    return [
        mention
        for mention in named
        if not (mention.rule_id in {"treatment.dose", "treatment.fractions"} and courses)
        and (mention.role == "value" or not any(_speaks_for(rule, mention) for rule in rules))
    ]


def _without_names(sentence: Sentence, mates: Sequence[Mention]) -> tuple[Mention, ...]:
    """Without "QT" on an electrocardiogram, and without a field's name where its value names the treatment."""
    real = [item for item in mates if not is_heart_wave(sentence, item)]
    named = [item for item in real if not (item.value == "surgery" and item.to <= sentence.label_to)]
    return tuple(named or real)


def _is_tail(mention: Mention, named: Sequence[Mention]) -> bool:
    """Whether "excision of the sarcoma" is the end of a longer name: "wide local excision of the sarcoma"."""
    return mention.rule_id == "treatment.excision" and any(
        term.role == "agent" and term.at < mention.at < term.to for term in named
    )


def _speaks_for(rule: Mention, mention: Mention) -> bool:
    """Whether the rule's phrase uses up a bare term in it; "CT or RT" knows only of its CT, which is no scan there."""
    within = rule.at <= mention.at and mention.to <= rule.to
    return within and not (
        rule.rule_id == "treatment.ct_beside_rt" and mention.value in {"radiotherapy", "surgery"}
    )


def _kind_of(mention: Mention, terms: Mapping[str, Term]) -> _Kind:
    if isinstance(mention.value, dict):
        value = mention.value
        name = str(value.get("agent", value["class"]))
        return _Kind(name, str(value["class"]), name, value.get("major"), value.get("presence"))
    term = terms[str(mention.value)]
    return _Kind(term.id, str(term.more["class"]), term.name, term.more.get("major"))


def _read(place: Place, kind: _Kind) -> Iterator[Fact]:
    sentence, mention, note = place.sentence, place.mention, place.reading.note
    heads = kind.name == "surgery" and not kind.presence and _heads(place)
    told = sentence.section == "request" and place.reading.document == "clinic"  # "Hx: no chemo before"
    if (sentence.section in _SILENT and not told) or is_unanswered(sentence, mention):
        return
    elsewhere = (is_heart_wave, is_radiologist, is_keyhole)
    if any(is_meant_so(sentence, mention) for is_meant_so in elsewhere) or _is_side(place):
        return
    if kind.name == "any_treatment" and is_of_an_illness(sentence, mention):
        return
    if kind.cls == "transfusion" and is_blood_agreed_to(sentence, mention):
        return
    if kind.cls == "surgery" and is_borne(sentence, mention):
        return
    found = _period(place, kind)
    if not kind.presence and is_only_named(sentence, mention, dated=bool(found.start or found.end)):
        return
    operated = place.reading.document == "pathology" and kind.cls == "surgery"
    settled = kind.presence or (None if operated else answer_of(sentence, mention))
    specimen = _operated_specimen(place, kind)
    if specimen:
        found, settled = Period(specimen, specimen), "present"
    stands = (
        (Standing("present", "past") if is_entered(sentence, mention) else None)
        or under_way(mention, found, note.note_date)
        or _looked(place, kind)
        or standing_of(
            sentence,
            mention,
            settled=settled,
            found=found,
            note_date=note.note_date,
            name=kind.name,
            drug=kind.cls in _DRUG_CLASSES or kind.cls == "transfusion",
        )
    )
    if (
        stands is None
        or (
            operated
            and stands.presence == "absent"
            and not kind.presence
            and not is_denied(sentence, mention)
        )
        or (heads and stands.presence != "absent")
        or (stands.presence == "absent" and not is_of_the_past(place, kind.name, by_rule=bool(kind.presence)))
        or (sentence.section == "specimen" and not specimen)
        or _says_nothing_of_treatment(place, kind, stands, found)
    ):
        return
    last = found.end or found.start
    if stands.time == "planned" and last and note.note_date and last < note.note_date:
        found = Period(None, None)  # a month without its year was taken for the last one
    yield _fact(place, kind, stands, found)


def _looked(place: Place, kind: _Kind) -> Standing | None:
    """That a biopsy or an endoscopy was done whose finding follows its name: "node biopsy neg"."""
    found = kind.name in _LOOKED and _FINDING.match(place.sentence.text[place.mention.to :])
    return Standing("present", "past") if found else None


def _heads(place: Place) -> bool:
    """Whether "operations" is the name of a field or heads a list of them: "Previous ops: hernia 2003", "Ops since 2010 - cataracts"."""
    sentence, mention = place.sentence, place.mention
    if mention.to <= sentence.label_to:
        return not (len(place.mates) == 1 and _DAY_FIRST.match(sentence.text[sentence.label_to :]))
    return any(mate.at > mention.to for mate in place.mates) and bool(
        _HEADS_A_LIST.match(sentence.text[mention.to :])
    )


def _says_nothing_of_treatment(place: Place, kind: _Kind, stands: Standing, found: Period) -> bool:
    """Whether an organ's field is empty, a denial holds from a day that nobody tells, a last operation or an excision has no day, or a biopsy is asked for or what a report rests on."""
    if (
        stands.presence == "absent"
        and kind.cls not in {"surgery", "transfusion"}
        and is_only_from_then_on(place)
    ):
        return not _days(place, kind, stands, found)[0]
    if stands.presence == "absent" and kind.cls == "surgery" and _ORGAN_LABEL.match(place.sentence.label):
        return True
    if place.mention.rule_id == "treatment.operated_last":
        return not found.start
    if kind.name == "excision" and not (found.start or found.end):
        return True  # of a scar, a naevus, a part of an operation: without a day nothing tells
    document = place.reading.document
    return kind.title in _REPORTED_ON and (
        document not in {"clinic", ""} or (stands.time == "planned" and not document)
    )


def _period(place: Place, kind: _Kind) -> Period:
    """The days of a treatment; blood may be given at an operation, and the last operation begins the time without one."""
    found = period_of(
        place.sentence,
        place.mention,
        place.mates,
        anchor=place.reading.note.note_date,
        order=place.order,
        drugs=place.drugs,
        at_once=kind.cls in {"surgery", "transfusion"},
    )
    if found == Period() and kind.cls != "any":
        found = told_beside(place, kind.cls)
    if kind.cls == "transfusion" and found == Period():
        return with_operation(place)
    if place.mention.rule_id == "treatment.operated_last":
        return Period(found.end or only_one(place).end)
    return found


def _is_side(place: Place) -> bool:
    """Whether "RT" is the right side: a part of the body behind it, on a scan's or a laboratory's report or behind such a word."""
    text, mention = place.sentence.text, place.mention
    if mention.words != "RT" or not _PART_OF_BODY.match(text[mention.to :]):
        return False
    return (
        place.reading.document not in {"clinic", ""}
        or bool(_SCANNED.search(text[: mention.at]))
        or bool(_TROUBLE.match(text[mention.to :]))
    )


def _fact(place: Place, kind: _Kind, stands: Standing, found: Period) -> Fact:
    absent = stands.presence == "absent"
    start, end = _days(place, kind, stands, found)
    other = tumour_of(place, kind.cls, absent=absent)
    if not absent and is_for_other_illness(place, kind.name):
        other = "no_tumour"
    surgery = kind.cls == "surgery"
    value = Treatment(
        treatment_class=cast("Any", kind.cls), agent="" if surgery else kind.name, intent=_intent(place.sentence, place.mention),
        start=start, end=end, procedure=kind.title if surgery else "",
        major=None if absent else is_major(place, kind.cls, kind.major), for_tumour=cast("Any", other),
    )  # fmt: skip
    return fact_from(
        place.reading, place.sentence, [place.mention], kind="treatment", value=value, about=other,
        date=_fact_date(place, stands, start, end), presence=stands.presence, time=stands.time, person=stands.person,
    )  # fmt: skip


def _days(
    place: Place, kind: _Kind, stands: Standing, found: Period
) -> tuple[dt.date | None, dt.date | None]:
    """First and last day: a denial has only the day since which it holds, an operation is over on its day."""
    if stands.presence == "absent":
        after = clause_of(place.sentence, place.mention)[1]
        return (
            found.start or window_start(after, place.reading.note.note_date)
        ) if stands.since or place.mention.rule_id == "treatment.operated_last" else None, None
    if kind.cls in {"surgery", "transfusion"}:
        found = Period(found.start, found.end or found.start)
    if stands.time == "past" and not found.start and not found.end:
        return None, told_when(place.reading, place.sentence, place.mention)
    return found.start, None if stands.time == "now" and stands.going_on else found.end


def _fact_date(place: Place, stands: Standing, start: dt.date | None, end: dt.date | None) -> dt.date | None:
    """The last day of a treatment; a denial and what goes on now are the note's; an undated past has none."""
    if stands.presence == "absent":
        return place.reading.note.note_date
    if end or (start and stands.time != "now"):
        return end or start
    return None if stands.time == "past" else place.reading.note.note_date


def _course(place: Place, before: Sequence[Sentence], terms: Mapping[str, Term]) -> Iterator[Fact]:
    """First and last day that stand in a line of their own, below the treatment they belong to."""
    above = [
        (sentence, item)
        for sentence in before
        for item in sentence.mentions
        if item.kind == "treatment"
        and item.role in {"agent", "value"}
        and 0 < place.sentence.index - sentence.index <= 6
    ]
    kinds = [_kind_of(item, terms) for _, item in above]
    given = [
        kind
        for kind in kinds
        if kind.cls in {"radiotherapy", "chemotherapy", "targeted", "immunotherapy"}
        and kind.presence != "absent"
    ]
    if place.mates or not given:
        return
    note = place.reading.note
    found = whole_period(place.sentence, anchor=note.note_date, order=place.order)
    if not found.end and not found.start:
        return
    ahead = bool(note.note_date and (found.start or found.end or note.note_date) > note.note_date)
    yield _fact(place, given[-1], Standing("present", "planned" if ahead else "past"), found)


def _operated_specimen(place: Place, kind: _Kind) -> dt.date | None:
    """The day of the operation whose specimen a pathology report describes; None elsewhere."""
    reading, sentence = place.reading, place.sentence
    whole = (
        kind.cls == "surgery" and str(kind.major) == "yes" and place.mention.assertion.presence == "present"
    )
    if (
        reading.document != "pathology"
        or sentence.section not in {"specimen", "gross", "specimens"}
        or not whole
    ):
        return None
    if re.search(
        r"\b(?:previous|prior|earlier|history|before|post) ?$|\bscar\b",
        clause_of(sentence, place.mention)[0],
        re.IGNORECASE,
    ):
        return None
    for held in reading.sentences:
        for item in held.mentions:
            if item.kind == "treatment" and item.role == "theatre":
                dated = dates_in(held.text[item.to - 12 :], anchor=reading.note.note_date, order=place.order)
                if dated:
                    return dated[0].date
    return reading.note.note_date


def _intent(sentence: Sentence, mention: Mention) -> str:
    near = sentence.text[max(0, mention.at - 30) : mention.to + 20]
    match = _INTENT.search(near) or _INTENT.search(sentence.text)
    return match.group(1).lower().replace(" ", "") if match else ""
