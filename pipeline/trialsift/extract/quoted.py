"""Which examination a finding is quoted from, and when that was done.

A letter that says "MRI of 4 March: infiltrative" quotes an MRI; the finding is as old as the MRI.
"""

import datetime as dt
import re
from dataclasses import dataclass

from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Modality

_DOCUMENTS: dict[str, Modality] = {
    "mri": "mri",
    "ct": "ct",
    "pet": "pet",
    "ultrasound": "ultrasound",
    "pathology": "pathology",
}
# "US" and "RM" only in capitals: "referred to us".
_EXAMINATION = quick(
    r"\b(?:(?P<mri>(?i:mri|mr imaging|magnetic resonance|resonancia|ressonancia|risonanza)|MR|RMN?|MRT|IRM|NMR)|(?P<pet>(?i:pet|pet[ /-]?ct))|"
    r"(?P<ct>(?i:ct|cect|hrct|ncct|cat scans?|computed tomograph\w*|staging scans?))|"
    r"(?P<ultrasound>(?i:ultraso\w+|sonogra\w+)|US|USS)|"
    r"(?P<pathology>(?i:biops\w+|histolog\w+|patholog\w+|specimen|microscop\w+|cytolog\w+|cores?)|FNAC?))\b"
)
_PALPATED = re.compile(r"\b(?:palpa\w+|on examination|o/e|feels?|mobile|tender)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\n[ \t]*\r?\n")
# A date that tells how long a finding has been there is not the date of the scan.
_SINCE = re.compile(
    r"\b(?:since|from|identical|unchanged|compar\w+|stable|prior|previous|until|booked|planned|next|repeat)\b",
    re.IGNORECASE,
)
_FARTHEST_DATE = 60  # characters between an examination's name and its date
_LOOK_BACK = 600  # characters of the same paragraph in which the examination's name may stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The examination a finding comes from and its date, each as far as the text says; "" and the note's date else."""

    modality: Modality = ""
    date: dt.date | None = None


def source_of(
    reading: Reading, sentence: Sentence, mention: Mention, *, order: DayOrder | None, led: bool = False
) -> Source:
    """The source of a mention: the report itself, or the examination last named before it in the paragraph.

    Where none is named before it the first one after it counts; led: only one that leads to it ("adherent. MRI booked" does not).
    """
    note = reading.note
    own = _DOCUMENTS.get(reading.document, "")
    if own and own != "pathology":
        return Source(modality=own, date=note.note_date)
    first = sentence.starts[0] if own else _paragraph_start(note.text, mention.start)
    text = re.sub(r"\s", " ", note.text[first : sentence.ends[-1]])
    named = _named(text, mention.start - first, led=led)
    if named is None:
        return Source(modality=own or _by_hand(sentence), date=note.note_date)
    return Source(
        modality=_modality(named), date=_date(text, named, note.note_date, order=order) or note.note_date
    )


def _paragraph_start(text: str, at: int) -> int:
    start = max(0, at - _LOOK_BACK)
    breaks = list(_PARAGRAPH.finditer(text, start, at))
    return breaks[-1].end() if breaks else start


def _named(text: str, at: int, *, led: bool) -> re.Match[str] | None:
    """The last examination named before a place, else the first one after it."""
    found = list(_EXAMINATION.finditer(text))
    before = [match for match in found if match.start() < at]
    if before:
        return before[-1]
    return found[0] if found and not led else None


def _modality(named: re.Match[str]) -> Modality:
    return next(kind for kind in _DOCUMENTS.values() if named.groupdict().get(kind))


def _by_hand(sentence: Sentence) -> Modality:
    return "clinical" if sentence.section == "examination" or _PALPATED.search(sentence.text) else ""


def _date(
    text: str, named: re.Match[str], anchor: dt.date | None, *, order: DayOrder | None
) -> dt.date | None:
    """The date that stands with the examination's name: "CT 9 October", "on 28/1 a CT"."""
    for item in dates_in(text, anchor=anchor, order=order):
        after = item.at >= named.end()
        between = text[named.end() : item.at] if after else text[item.to : named.start()]
        near = len(between) < (_FARTHEST_DATE if after else 12) and not re.search(r"[.;] ", between)
        future = anchor is not None and item.date > anchor
        if near and item.precision != "year" and not future and not _SINCE.search(between):
            return item.date
    return None
