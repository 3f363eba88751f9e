"""Conditions that are told by a number or a name of their own: last period, anaesthetic risk grade, another cancer."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from trialsift.extract.condition_date import date_of
from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.form import answer_of, clause_of, is_unreal
from trialsift.extract.once_thought import is_first_reading, is_taken_back, was_once_thought
from trialsift.extract.own_cancer import (
    is_another_persons,
    is_not_yet_malignant,
    is_only_talked_of,
    is_payers_mark,
)
from trialsift.extract.reading import Mention, Reading, Sentence

Status = Literal["active", "controlled", "resolved"]
_OTHER_DOCUMENTS = frozenset({"pathology", "mri", "ct", "pet", "ultrasound", "imaging", "labs"})
_LEUKAEMIA = re.compile(r"^(?:acute (?:myeloid )?|myeloid )?leuka?emia$", re.IGNORECASE)
_SPREAD = re.compile(
    r"\b(?:metasta\w+|secondary|spread|(?<!apart )(?<!aside )from|mimic\w*|not|versus|or) $", re.IGNORECASE
)
# An item of a denied list: "no TB, asthma, cancer", "no DM/HTN/Ca", "no cancer or stroke".
_ITEM_BEFORE = re.compile(
    r"\b(?:no|nil|not|denie[sd]|deny|negative for|neg for|never had|without|nor)\b[^.;:]*(?:[,/&+]|\b(?:or|and|nor|no)) ?$|"
    r"\b(?:no|denie[sd]|denies any|negative for|neg for|never had|without|nor) (?:(?:known|any|history of|h/o|hx of) )*$",
    re.IGNORECASE,
)
_ITEM_AFTER = re.compile(r" ?(?:$|[,./&)+]|(?:or|and|nor)\b)", re.IGNORECASE)
_AFTER_CANCER = re.compile(
    r"^ (?:screening|clinic|centre|center|gene|risk|nurse|service|unit|institute|research|charity|support|markers?|society)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a mention states; presence None leaves it to the cues around it."""

    concept: str
    presence: str | None
    time: str | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Where it is told: the note, the sentence and the mention in it, and the note's day order."""

    reading: Reading
    sentence: Sentence
    mention: Mention
    order: DayOrder | None


def named_cancer(place: Told) -> Said | None:
    """A cancer that no sarcoma is, told of the patient in a clinic note; what an image or a microscope rules out is no history."""
    said = place.mention.assertion
    if place.reading.document in _OTHER_DOCUMENTS or said.person == "relative":
        return None
    presence = answer_of(place.sentence, place.mention) or said.presence
    if presence == "absent" and _LEUKAEMIA.search(place.mention.words):
        return Said("mds_aml", "absent")
    if presence != "present":
        return None
    before, after = clause_of(place.sentence, place.mention)
    asked = after.lstrip().startswith("?")
    if (
        asked
        or _SPREAD.search(before)
        or _AFTER_CANCER.match(after)
        or is_unreal(place.sentence, place.mention)
        or is_payers_mark(place.sentence, place.mention)
        or is_another_persons(place.sentence, place.mention)
        or is_only_talked_of(place.sentence, place.mention)
        or is_taken_back(place.sentence, place.mention)
        or _is_replaced(place)
    ):
        return None
    note = place.reading.note
    day = date_of(place.reading, place.sentence, place.mention, place.order)
    if is_not_yet_malignant(place.sentence, place.mention, day, note.note_date):
        return None
    return Said("other_malignancy", "present")


def _is_replaced(place: Told) -> bool:
    """Whether it is only what this sarcoma was called at first."""
    named = [
        (near, item)
        for near in place.reading.sentences
        for item in near.mentions
        if item.kind == "histology" and item.role == "histology"
    ]
    others = [
        (near, item)
        for near, item in named
        if not (near is place.sentence and item.at < place.mention.to and place.mention.at < item.to)
    ]
    return was_once_thought(place.sentence, place.mention, others) or is_first_reading(
        place.sentence, place.mention, others
    )


def cancer_word(place: Told) -> Said | None:
    """A bare "cancer" is this one, unless a form answers no to it or it closes a list of illnesses that are denied."""
    said = place.mention.assertion
    if place.reading.document in _OTHER_DOCUMENTS or said.person == "relative":
        return None
    denied = answer_of(place.sentence, place.mention) == "absent" or _in_denied_list(place)
    return Said("other_malignancy", "absent") if denied else None


def _in_denied_list(place: Told) -> bool:
    before, after = clause_of(place.sentence, place.mention)
    listed = any(
        item.kind == "condition" and item.value != place.mention.value and place.mention.at - len(before) <= item.at < place.mention.to + len(after)
        for item in place.sentence.mentions
    )  # fmt: skip
    return (
        listed
        and place.mention.assertion.presence == "absent"
        and bool(_ITEM_BEFORE.search(before))
        and bool(_ITEM_AFTER.match(after))
    )


def anaesthetic_risk(place: Told) -> Said | None:
    """ASA 1 and 2 deny a poor medical risk, 4 and 5 state one (American Society of Anesthesiologists); 3 lies between."""
    grade = dict(place.mention.slots).get("grade", "").lower()
    said = {
        "1": "absent",
        "i": "absent",
        "2": "absent",
        "ii": "absent",
        "4": "present",
        "iv": "present",
        "5": "present",
        "v": "present",
    }
    return Said("poor_medical_risk", said[grade]) if grade in said else None


def last_period(place: Told) -> Said | None:
    """LMP a year or more before the note is the menopause (WHO: twelve months without); a later one is not."""
    note = place.reading.note
    dated = dates_in(place.sentence.text[place.mention.to :], anchor=note.note_date, order=place.order)
    if not dated or note.note_date is None or dated[0].at > 12:
        return None
    past = note.note_date - dated[0].last >= dt.timedelta(days=365)
    return Said("menopause" if past else "childbearing_potential", "present")
