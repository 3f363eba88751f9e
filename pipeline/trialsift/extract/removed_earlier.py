"""The day of a tumour that was taken out long ago, told in the same words: "grade 2 sarcoma removed in 2020, now recurrence".

What pathology said of it then is older than what it says of the recurrence, wherever both stand in one note.
"""

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading, Sentence
from trialsift.facts import Fact

_KINDS = frozenset({"grade", "histology", "margin", "mitoses", "necrosis", "tumour_size"})
_LONG_AGO = dt.timedelta(days=365)
# What was taken out must be a tumour: the words since the last comma name one, or there are none ("…, 6 cm, excised in 2019").
_TUMOUR = (
    r"\b(?:tumou?rs?|mass|lump|lesion|growth|swelling|cyst|\w*sarcomas?|neoplasm|nodule|primary|it|this|which|that|grade \d|"
    r"(?-i:LMS|UPS|MFS|MFH|LPS|DDLS|DDLPS|WDLS|MLS|SFT|MPNST|ASPS|CCS|STS|DFSP))\b"
)
_REMOVED = quick(
    rf"(?:^|[,(:] ?|{_TUMOUR}[^,;:]{{0,50}}?)(?:(?:was|were|been|then|first|completely|widely|surgically|and|she|he|had|has|a|an|the) )*"
    r"(?:removed|taken out|cut out|excised|excisions?|resected|resections?)\b(?! of\b)|"
    rf"\b(?:excision|resection|removal) of (?:[a-z]+ ){{0,3}}?{_TUMOUR}|"
    r"\b(?:the|of|our|from|his|her) (?:19|20)\d\d (?:tumou?r|lesion|excision|resection|specimen|slides?|primary|histology|pathology|sarcoma)\b|"
    r"\b(?:removed|taken out|cut out|excised|resected) (?:an?|the) (?:[a-z]+ ){0,2}?(?:tumou?r|mass|lump|lesion|growth|swelling|cyst|neoplasm|nodule)\b",
    re.IGNORECASE,
)
# "Ovarian cyst removed in 2012", "thyroid nodule excised": a growth of another organ dates no sarcoma.
_OF_AN_ORGAN = re.compile(
    r"\b(?:ovarian|ovary|thyroid|breast|skin|sebaceous|epidermoid|renal|kidney|liver|vocal|bartholin\w*|baker\w*|ganglion|lung|ear|nasal|dental|bowel|colon\w*|uterine|cervical|"
    r"prostate|parotid|benign)\b[^,;]{0,20}\b(?:cysts?|nodules?|lumps?|lesions?|mass|growths?|tumou?rs?|polyps?|neoplasms?)\b",
    re.IGNORECASE,
)
# What a later tumour, or a later look at the first one, is told by.
_LATER = re.compile(
    r"\b(?:recur\w*|relaps\w*|returned|came back|now|today|current\w*|present(?:ly|s|ed|ing)?|new|again|re ?-?(?:excis|resect|biops|operat)\w*|biops(?:y|ies)|since|"
    r"second|third|this (?:time|year|month)|progress\w*|follow\w*|surveillance|until|reviewed?)\b",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"^(?:(?:that|this|it|which|the (?:lump|mass|lesion|specimen|growth|swelling)) (?:\w+ )?(?:turned out|proved|was|came back|showed)\b|"
    r"(?:the )?(?:histolog\w+|patholog\w+|report|specimen|lab(?:oratory)?) (?:\w+ ){0,2}?(?:was|were|showed|confirmed|revealed|said|came back|reported|gave|called|then)\b)",
    re.IGNORECASE,
)


def dated_by_removal(reading: Reading, facts: Sequence[Fact]) -> list[Fact]:
    """The same facts in the same order; those of a tumour removed over a year before the note have the last day of that date.

    Only facts that bear the note's own date are looked at, and only words that tell of one removal and of nothing later.
    """
    return [_dated(reading, fact) if _is_open(reading, fact) else fact for fact in facts]


def _is_open(reading: Reading, fact: Fact) -> bool:
    return (
        fact.kind in _KINDS
        and fact.date is not None
        and fact.date == reading.note.note_date
        and (fact.presence, fact.time, fact.person, fact.about)
        == ("present", "now", "patient", "this_tumour")
    )


def _dated(reading: Reading, fact: Fact) -> Fact:
    start = fact.evidence[0].start
    place = bisect_right(reading.sentences, start, key=lambda item: item.starts[0]) - 1
    if place < 0:
        return fact
    sentence = reading.sentences[place]
    day = _removed_on(reading, _stretch(sentence, start))
    if day is None and place and _ABOUT_IT.match(sentence.text):
        before = reading.sentences[place - 1]
        told = before.text if sentence.index - before.index == 1 and not _LATER.search(sentence.text) else ""
        day = _removed_on(reading, told)
    return replace(fact, date=day) if day else fact


def _stretch(sentence: Sentence, start: int) -> str:
    """The part of a sentence around a place, up to a semicolon or to a comma before words of something later."""
    place = sentence.at[bisect_right(sentence.starts, start) - 1]
    ends = [match.end() for match in re.finditer(r"[;,](?= )", sentence.text)]
    parts = [sentence.text[at:to] for at, to in zip([0, *ends], [*ends, len(sentence.text)], strict=True)]
    at = 0
    kept = ""
    for part in parts:
        if kept and (kept.endswith(";") or bool(_LATER.search(part)) != bool(_LATER.search(kept))):
            if at > place:
                break
            kept = ""
        kept += part
        at += len(part)
    return kept


def _removed_on(reading: Reading, text: str) -> dt.date | None:
    """The last day of the one date in words that tell of a removal, when it is over a year before the note."""
    noted = reading.note.note_date
    if noted is None or not _REMOVED.search(text) or _LATER.search(text) or _OF_AN_ORGAN.search(text):
        return None
    told = {dated.last for dated in dates_in(text, anchor=noted, order=day_order(reading.note.text, noted))}
    day = told.pop() if len(told) == 1 else None
    return day if day and noted - day > _LONG_AGO else None
