"""Treatments and operations: class, days, whether given, planned or denied, for which tumour, whether major surgery.

A treatment that is only named ("the radiation field", "the radiotherapy study") was not given: a fact
needs a date, a word of giving, a list of past treatment, or a denial.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.form import answer_of, clause_of, is_unanswered
from trialsift.extract.making import fact_from
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.standing import Standing, standing_of
from trialsift.extract.timing import Period, period_of, whole_period, window_start
from trialsift.extract.told_when import told_when
from trialsift.extract.treatment_echoes import without_echoes
from trialsift.extract.treatment_senses import is_heart_wave, is_of_an_illness
from trialsift.facts import Fact, Treatment
from trialsift.packs.rules import Packs, Term

_SILENT = frozenset({"request", "technique"})
_OTHER_TUMOUR = quick(
    r"\b(?:breast|prostate|prostatic|colon|colorectal|bowel|rectal|rectum|ovarian|ovary|cervix|cervical cancer|thyroid|lung cancer|melanoma|"
    r"lymphoma|hodgkin\w*|bladder|renal cell|kidney cancer|endometrial|carcinoma|leuk\w*mia|myeloma|testicular|seminoma|basal cell|bcc|scc|"
    r"gastric cancer|oesophageal|stomach cancer|skin cancer|(?-i:AML|CLL|CML|NHL|DLBCL|NSCLC|RCC|HCC|TCC|DCIS)|adenocarcinoma|lumpectomy|mastectomy|prostatectomy)\b(?! feeding| screening)",
    re.IGNORECASE,
)
_THIS_TUMOUR = quick(
    r"\b(?:sarcoma\w*|ups|lms|liposarcoma|this (?:tumou?r|lesion|mass|cancer)|thigh|limb|leg|arm|shoulder|buttock|calf|groin|knee|forearm)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:other than|apart from|except(?:ing)?(?: for)?|aside from|besides|save for)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_INTENT = quick(
    r"\b(neoadjuvant|neo adjuvant|adjuvant|palliative|preoperative|postoperative|pre operative|post operative|curative)\b",
    re.IGNORECASE,
)
_MINOR = quick(
    r"\b(?:local anaesthe\w+|local anesthe\w+|under (?:la|local)|day ?-?case|daycase|minor (?:surgery|operation|op|procedure)|outpatient|endoscopic)\b",
    re.IGNORECASE,
)
_MAJOR = re.compile(
    r"\b(?:under (?:general|ga)|general anaesthe\w+|general anesthe\w+|major|open reduction|laparotomy)\b",
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
_HEADS_A_LIST = re.compile(r"^(?: since [^;.]{2,40}?)? ?[:\u2013-] ")
_DIAGNOSTIC = frozenset({"biopsy", "sentinel node biopsy"})
_THEN = re.compile(
    r"^ ?,? ?\(?(?:then|at the time|at that time|intra ?-?op\w*|peri ?-?op\w*|post ?-?op\w*)\b", re.IGNORECASE
)
# Drugs that are given for other illnesses too, and the words that tell so.
_TWO_USES = frozenset(
    {
        "methotrexate",
        "cyclophosphamide",
        "rituximab",
        "denosumab",
        "interferon",
        "thalidomide",
        "chlorambucil",
        "sirolimus",
        "everolimus",
        "hydroxycarbamide",
        "ruxolitinib",
    }
)
_OTHER_ILLNESS = re.compile(
    r"\b(?:rheumat\w+|arthritis|psoria\w+|crohn\w*|colitis|lupus|sle|vasculitis|sarcoidosis|osteoporo\w+|multiple sclerosis|hepatitis|uveitis|scleritis|transplant\w*|"
    r"myasthenia|dermatomyositis|sjogren\w*|polymyalgia|giant cell arteritis|nephr\w+|ra\b(?= )|thrombocyth\w+|polycyth\w+)",
    re.IGNORECASE,
)
_ILLNESS_WITHIN = 160  # characters on either side in which the other illness is named
_GIVEN_AT = re.compile(
    r"\b(?:at|during|with|after|for|following|around|post) (?:the |her |his |a )?(?:(?:left|right|l|r|emergency|elective) )?$",
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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a treatment is named: the note, its sentence, the mentions beside it and the note's day order."""

    reading: Reading
    sentence: Sentence
    mention: Mention
    mates: tuple[Mention, ...]
    order: DayOrder | None


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Treatment facts; what is only discussed or proposed is planned, what was declined is absent."""
    if "agent" not in packs.vocab:
        return []
    terms = packs.vocab["agent"].terms
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for number, sentence in enumerate(reading.sentences):
        named = [item for item in sentence.mentions if item.kind == "treatment"]
        chosen = _chosen(named)
        mates = _without_names(sentence, [item for item in chosen if item.role in {"agent", "value"}])
        for mention in mates:
            made.extend(_read(_Place(reading, sentence, mention, mates, order), _kind_of(mention, terms)))
        for mention in [item for item in chosen if item.role == "course"][:1]:
            place = _Place(reading, sentence, mention, mates, order)
            made.extend(_course(place, reading.sentences[max(0, number - 6) : number], terms))
    return without_echoes(made, reading.note.text)


def _chosen(named: Sequence[Mention]) -> list[Mention]:
    """A rule that knows the whole phrase speaks for the bare terms inside it."""
    named = [item for item in named if not _is_tail(item, named)]
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


def _read(place: _Place, kind: _Kind) -> Iterator[Fact]:
    sentence, mention, note = place.sentence, place.mention, place.reading.note
    heads = kind.name == "surgery" and not kind.presence and _heads(place)
    if sentence.section in _SILENT or is_unanswered(sentence, mention):
        return
    if is_heart_wave(sentence, mention) or _is_side(place) or _is_for_other_illness(place, kind):
        return
    if kind.name == "any_treatment" and is_of_an_illness(sentence, mention):
        return
    found = _period(place, kind)
    settled = kind.presence or answer_of(sentence, mention)
    specimen = _operated_specimen(place, kind)
    if specimen:
        found, settled = Period(specimen, specimen), "present"
    stands = standing_of(
        sentence,
        mention,
        settled=settled,
        found=found,
        note_date=note.note_date,
        name=kind.name,
    )
    if (
        stands is None
        or (heads and stands.presence != "absent")
        or (sentence.section == "specimen" and not specimen)
        or _says_nothing_of_treatment(place, kind, stands, found)
    ):
        return
    last = found.end or found.start
    if stands.time == "planned" and last and note.note_date and last < note.note_date:
        found = Period(None, None)  # a month without its year was taken for the last one
    yield _fact(place, kind, stands, found)


def _heads(place: _Place) -> bool:
    """Whether "operations" is the name of a field or heads a list of them: "Previous ops: hernia 2003", "Ops since 2010 - cataracts"."""
    sentence, mention = place.sentence, place.mention
    if mention.to <= sentence.label_to:
        return True
    return any(mate.at > mention.to for mate in place.mates) and bool(
        _HEADS_A_LIST.match(sentence.text[mention.to :])
    )


def _says_nothing_of_treatment(place: _Place, kind: _Kind, stands: Standing, found: Period) -> bool:
    """Whether an organ's field is empty, a last operation has no day, or a biopsy is asked for or what a report rests on."""
    if stands.presence == "absent" and kind.cls == "surgery" and _ORGAN_LABEL.match(place.sentence.label):
        return True
    if place.mention.rule_id == "treatment.operated_last":
        return not found.start
    return kind.title in _DIAGNOSTIC and (
        stands.time == "planned" or place.reading.document not in {"clinic", ""}
    )


def _period(place: _Place, kind: _Kind) -> Period:
    """The days of a treatment; blood may be given at an operation, and the last operation begins the time without one."""
    found = period_of(
        place.sentence, place.mention, place.mates, anchor=place.reading.note.note_date, order=place.order
    )
    if kind.cls == "transfusion" and found == Period():
        return _with_operation(place)
    return Period(found.end) if place.mention.rule_id == "treatment.operated_last" else found


def _with_operation(place: _Place) -> Period:
    """The day of the operation at which blood was given: "2 units at his hip replacement 2015", "blood lost, 2 units then"."""
    text, mention = place.sentence.text, place.mention
    before = [mate for mate in place.mates if mate.to <= mention.at]
    after = [mate for mate in place.mates if mate.at >= mention.to]
    if before and _THEN.match(text[mention.to :]):
        mate = before[-1]
    elif after and _GIVEN_AT.search(text[mention.to : after[0].at]):
        mate = after[0]
    else:
        return Period()
    return period_of(
        place.sentence, mate, place.mates, anchor=place.reading.note.note_date, order=place.order
    )


def _is_for_other_illness(place: _Place, kind: _Kind) -> bool:
    """Whether a drug with two uses is given for arthritis, a transplant or the like: "methotrexate weekly for RA"."""
    text, mention = place.reading.note.text, place.mention
    near = text[max(0, mention.start - _ILLNESS_WITHIN) : mention.end + _ILLNESS_WITHIN]
    return (
        kind.name in _TWO_USES
        and bool(_OTHER_ILLNESS.search(near))
        and not _THIS_TUMOUR.search(near)
        and not _OTHER_TUMOUR.search(near)
    )


def _is_side(place: _Place) -> bool:
    """Whether "RT" is the right side: a part of the body behind it, on a scan's or a laboratory's report or behind such a word."""
    text, mention = place.sentence.text, place.mention
    if mention.words != "RT" or not _PART_OF_BODY.match(text[mention.to :]):
        return False
    return place.reading.document not in {"clinic", ""} or bool(_SCANNED.search(text[: mention.at]))


def _fact(place: _Place, kind: _Kind, stands: Standing, found: Period) -> Fact:
    absent = stands.presence == "absent"
    start, end = _days(place, kind, stands, found)
    other = _tumour(place, kind, absent=absent)
    surgery = kind.cls == "surgery"
    value = Treatment(
        treatment_class=cast("Any", kind.cls), agent="" if surgery else kind.name, intent=_intent(place.sentence, place.mention),
        start=start, end=end, procedure=kind.title if surgery else "",
        major=_major(place, kind), for_tumour=cast("Any", other),
    )  # fmt: skip
    return fact_from(
        place.reading, place.sentence, [place.mention], kind="treatment", value=value, about=other,
        date=_fact_date(place, stands, start, end), presence=stands.presence, time=stands.time, person=stands.person,
    )  # fmt: skip


def _days(
    place: _Place, kind: _Kind, stands: Standing, found: Period
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
    return found.start, found.end


def _fact_date(place: _Place, stands: Standing, start: dt.date | None, end: dt.date | None) -> dt.date | None:
    """The last day of a treatment; a denial and what goes on now are the note's; an undated past has none."""
    if stands.presence == "absent":
        return place.reading.note.note_date
    if end or (start and stands.time != "now"):
        return end or start
    return None if stands.time == "past" else place.reading.note.note_date


def _course(place: _Place, before: Sequence[Sentence], terms: Mapping[str, Term]) -> Iterator[Fact]:
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


def _operated_specimen(place: _Place, kind: _Kind) -> dt.date | None:
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


def _tumour(place: _Place, kind: _Kind, *, absent: bool) -> str:
    """ "other_tumour" where a cancer that no sarcoma is stands nearer than this one; hormones are never for a sarcoma."""
    before, after = _around(place)
    if absent:
        before, after = _EXCEPT.sub("", before), _EXCEPT.sub("", after)
    others = [-match.end() for match in _OTHER_TUMOUR.finditer(before)]
    mine = [-match.end() for match in _THIS_TUMOUR.finditer(before)]
    words = place.mention.words
    if _OTHER_TUMOUR.search(words) or (others and (not mine or min(others) < min(mine))):
        return "other_tumour"
    behind = _OTHER_TUMOUR.search(after[:70])
    if behind and not _THIS_TUMOUR.search(after[: behind.start()]) and not mine:
        return "other_tumour"
    return "other_tumour" if kind.cls == "hormone" else "this_tumour"


def _around(place: _Place) -> tuple[str, str]:
    """The note's words before a treatment, back to the paragraph's or list item's beginning, and after it in its clause."""
    text, at = place.reading.note.text, place.mention.start
    before = re.split(r"\n[ \t]*\n|\n[ \t]*(?:\d{1,2}[.)]|[-*\u2022])[ \t]", text[max(0, at - 260) : at])[-1]
    own = place.sentence.text[: place.mention.at]
    crosses = _THIS_TUMOUR.search(own) or _OTHER_TUMOUR.search(own)
    return (own if crosses else _last_sentences(before)), clause_of(place.sentence, place.mention)[1]


def _last_sentences(before: str) -> str:
    """The sentence in progress and the one before it."""
    return ". ".join(re.split(r"[.](?=\s)", before)[-2:])


def _intent(sentence: Sentence, mention: Mention) -> str:
    near = sentence.text[max(0, mention.at - 30) : mention.to + 20]
    match = _INTENT.search(near) or _INTENT.search(sentence.text)
    return match.group(1).lower().replace(" ", "") if match else ""


def _major(place: _Place, kind: _Kind) -> bool | None:
    """Whether an operation is major surgery: its own words ("under local anaesthetic") before its name's usual kind."""
    if kind.cls != "surgery":
        return None
    before, after = clause_of(place.sentence, place.mention)
    near = before[-40:] + " " + place.mention.words + " " + after[:40]
    if _MINOR.search(near):
        return False
    if kind.major is not None:
        return str(kind.major) == "yes"
    return True if _MAJOR.search(near) else None
