"""Treatments that days or words put ahead: what a visit is counted from, what was called off, what a meeting settled on."""

import datetime as dt
import re

from trialsift.extract.form import clause_of
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.timing import Period

# "RTC 6 wk after surgery": the visit is still ahead, and so may the operation be.
_VISIT_AFTER = re.compile(
    r"\b(?:rtc|review|return|follow[ -]?up|f ?/ ?u|tci|clinic|visit|appointment|appt|recheck|re ?-?stag\w+|restart|resume|see (?:her|him|them|again)|re ?-?scan|mri|ct|"
    r"to be seen|will be seen|radiotherapy|rt|study|trial)(?: (?:in|at|to|for|us|me|here|clinic|the|about|approx\w*|with|and|mri|ct|start|starts|begin|within|called|visit|by|nurse|surgeon|~)){0,5}"
    r" ~?\d{1,2}(?: ?(?:-|to) ?\d{1,2})? ?(?:/ ?\d{1,2}|days?|d|weeks?|wks?|w|months?|mths?|mo|m)? (?:after|following|post|from)(?: (?:the|her|his|major|definitive))? ?$",
    re.IGNORECASE,
)
_VISITED = re.compile(
    r"\b(?:seen|was|were|had|has|attended|came|showed|shows|revealed|reviewed today|today|since|done|completed|received|started|finished)\b",
    re.IGNORECASE,
)
_CALLED_OFF = re.compile(
    r"\b(?:cancell?ed|called off|postponed|deferred|put off|rescheduled|(?:did|was|has|could) not (?:go ahead|happen|take place|go forward))\b",
    re.IGNORECASE,
)
# "Node excision plus US first": the order of what is to come.
_FIRST_AFTER = re.compile(
    r"^ (?:(?:plus|and|\+|with) [\w-]+ )?first(?= ?(?:[;.,)]|$|then\b|followed\b))", re.IGNORECASE
)
# "Tumour board 13 Feb: surgery then radiotherapy": what a meeting settled on.
_TO_FINISH = re.compile(
    r"^ (?:(?:is|are|was|will|expected|due|planned|scheduled|currently|on course) )*(?:to (?:be )?)?(?:finish(?:es|ed|ing)?|complet(?:es|ed|ing|e)|ends?|ending)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\W*(?:tumou?r board|tumou?r conference|mdt|mdm|mdo|rcp|board|consensus|recommendation|decision|outcome|conclusion)\b[^.;:]{0,40}: ?[^.;]{0,60}$",
    re.IGNORECASE,
)
_WAS_DONE = re.compile(r"\b(?:had|has|received|underwent|was|were|given|done|s/p)\b", re.IGNORECASE)
# "Due to commence … on the 24th of this month": what is ahead within the month of the note.
_AHEAD = re.compile(
    r"\b(?:due (?:to|for)|(?:is|are|was) to|will|to (?:commence|start|begin)|booked for|scheduled for|listed for)(?: [\w-]+){0,3} $",
    re.IGNORECASE,
)


def is_visit_after(before: str, after: str) -> bool:
    """Whether a visit or a course to come is counted from it: "RTC 6 wk after surgery", not "seen 6 weeks after surgery"."""
    return bool(_VISIT_AFTER.search(before)) and not _VISITED.search(before + after[:30])


def _is_called_off(after: str) -> bool:
    """Whether it did not take place: "surgery of 14 January cancelled"."""
    return bool(_CALLED_OFF.search(after[:60]))


def is_settled_on(text: str, before: str, after: str) -> bool:
    """Whether what stands without a day is the plan of a meeting or the first step of one; text is all before the name."""
    return bool(_FIRST_AFTER.match(after) or _MEETING.match(text)) and not _WAS_DONE.search(before)


def _is_to_finish(after: str) -> bool:
    """Whether only its end is ahead: "radiotherapy to finish on 12 March"."""
    return bool(_TO_FINISH.match(after))


def _is_ahead(found: Period, note_date: dt.date | None) -> bool:
    """Whether the treatment begins, or where only its end is told ends, after the note was written."""
    day = found.start or found.end
    return bool(note_date and day and day > note_date)


def _is_due(before: str, found: Period, note_date: dt.date | None) -> bool:
    """Whether words of what is to come stand before it, and its day is not before the month of the note."""
    day = found.end or found.start
    return bool(note_date and day and day >= note_date.replace(day=1) and _AHEAD.search(before))


def _is_coming_month(sentence: Sentence, mention: Mention, found: Period) -> bool:
    """Whether a plan names a month without its year, which is the next one and not the last: "plan is surgery in May"."""
    day = found.start or found.end
    return day is not None and mention.assertion.time == "planned" and str(day.year) not in sentence.text


def ahead_of(
    sentence: Sentence,
    mention: Mention,
    found: Period,
    note_date: dt.date | None,
    *,
    settled: str | None,
    course: bool,
) -> str | None:
    """ "planned" for what is still to come by its days, its words or because it was called off, "now" for a course whose end alone is ahead.

    settled is what a form's answer or a rule says; course: drugs or rays, which take more than a day.
    """
    before, after = clause_of(sentence, mention)
    ahead = _is_ahead(found, note_date)
    if ahead and not found.start and _is_to_finish(after):
        return "now"
    if ahead:
        return "planned"
    called_off = not course and _is_called_off(after)
    told = called_off or _is_coming_month(sentence, mention, found) or _is_due(before, found, note_date)
    return "planned" if settled is None and told else None
