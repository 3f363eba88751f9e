"""Treatments and operations, with class, dates and whether an operation is a major one."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from trialsift.extract.dates import Dated, DayOrder, dates_in, day_order
from trialsift.extract.form import answer_of
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Treatment
from trialsift.packs.rules import Packs, Term

_END = re.compile(
    r"\b(?:completed|finished|ended|stopped|discontinued|until|to|last|final)\b[^.;]{0,20}$", re.IGNORECASE
)
_START = re.compile(r"\b(?:start(?:ed)?|commenced|began|from|since|begun)\b[^.;]{0,20}$", re.IGNORECASE)
_OTHER_TUMOUR = re.compile(
    r"\b(?:breast|prostate|prostatic|colon|colorectal|bowel|rectal|ovarian|ovary|cervix|cervical|thyroid|lung cancer|melanoma|lymphoma|bladder|renal cell|kidney cancer|endometrial|carcinoma)\b",
    re.IGNORECASE,
)
_INTENT = re.compile(
    r"\b(neoadjuvant|adjuvant|palliative|preoperative|postoperative|pre operative|post operative|curative)\b",
    re.IGNORECASE,
)
_LOCAL = re.compile(r"\b(?:local anaesthe\w+|local anesthe\w+|under local|day case|daycase)\b", re.IGNORECASE)
_TALK = re.compile(
    r"\b(?:discussed?|consider(?:ed|ing)?|recommend(?:ed)?|suggest(?:ed)?|option|role (?:for|of)|would be|may need|might|if|refer(?:red)? for|candidate for|"
    r"candidates? for|ask re|query|keen|feasible|proposed|likely|suitab\w+|aim)\b",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Treatment facts; what is only discussed or proposed is planned, what was declined is absent."""
    if "agent" not in packs.vocab:
        return []
    terms = packs.vocab["agent"].terms
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "treatment", "agent"):
        if sentence.section not in {"request", "technique", "specimen"}:
            made.extend(_read(reading, sentence, mention, terms, order))
    return made


def _read(
    reading: Reading, sentence: Sentence, mention: Mention, terms: Mapping[str, Term], order: DayOrder | None
) -> Iterator[Fact]:
    term = terms[str(mention.value)]
    start, end = _dates(reading, sentence, mention, order)
    other = "other_tumour" if _is_for_other(sentence, mention) else "this_tumour"
    value = Treatment(
        treatment_class=cast("Any", str(term.more["class"])),
        agent="" if str(term.more["class"]) == "surgery" else term.id,
        intent=_intent(sentence),
        start=start,
        end=end,
        procedure=term.name if str(term.more["class"]) == "surgery" else "",
        major=_major(sentence, term),
        for_tumour=cast("Any", other),
    )
    yield fact_from(
        reading, sentence, [mention], kind="treatment", value=value, about=other,
        date=end or start or reading.note.note_date,
        presence=_presence(sentence, mention), time=_time(reading, sentence, mention, end or start),
    )  # fmt: skip


def _presence(sentence: Sentence, mention: Mention) -> str | None:
    return answer_of(sentence, mention) or ("absent" if mention.assertion.presence == "absent" else None)


def _time(reading: Reading, sentence: Sentence, mention: Mention, date: dt.date | None) -> str | None:
    """ "planned" for what lies after the note, is only talked of, or stands under the plan."""
    if _presence(sentence, mention) == "absent":
        return None
    after_note = date and reading.note.note_date and date > reading.note.note_date
    talked = _TALK.search(sentence.text) and not date
    return "planned" if after_note or talked or sentence.section == "plan" else None


def _dates(
    reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None
) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of a treatment as its sentence gives them; a lone date is the last day."""
    dated = dates_in(sentence.text, anchor=reading.note.note_date, order=order)
    near = [item for item in dated if _distance(item, mention) < 90]
    if not near:
        return None, None
    start = next((item.date for item in near if _START.search(sentence.text[: item.at])), None)
    end = next((item.last for item in near if _END.search(sentence.text[: item.at])), None)
    if start is None and end is None:
        nearest = min(near, key=lambda item: _distance(item, mention))
        return nearest.date, nearest.last
    return start, end


def _distance(item: Dated, mention: Mention) -> int:
    return item.at - mention.to if item.at >= mention.to else mention.at - item.to


def _is_for_other(sentence: Sentence, mention: Mention) -> bool:
    """Whether the words beside the treatment name a cancer that no sarcoma is."""
    near = sentence.text[max(0, mention.at - 60) : mention.to + 60]
    return bool(_OTHER_TUMOUR.search(near))


def _intent(sentence: Sentence) -> str:
    match = _INTENT.search(sentence.text)
    return match.group(1).lower().replace(" ", "") if match else ""


def _major(sentence: Sentence, term: Term) -> bool | None:
    if str(term.more["class"]) != "surgery":
        return None
    if _LOCAL.search(sentence.text):
        return False
    said = term.more.get("major")
    return None if said is None else str(said) == "yes"
