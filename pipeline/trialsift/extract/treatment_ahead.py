"""Operations that words put ahead: what a visit is counted from, what was called off, what a meeting settled on."""

import re

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
_MEETING = re.compile(
    r"\W*(?:tumou?r board|tumou?r conference|mdt|mdm|mdo|rcp|board|consensus|recommendation|decision|outcome|conclusion)\b[^.;:]{0,40}: ?[^.;]{0,60}$",
    re.IGNORECASE,
)
_WAS_DONE = re.compile(r"\b(?:had|has|received|underwent|was|were|given|done|s/p)\b", re.IGNORECASE)


def is_visit_after(before: str, after: str) -> bool:
    """Whether a visit or a course to come is counted from it: "RTC 6 wk after surgery", not "seen 6 weeks after surgery"."""
    return bool(_VISIT_AFTER.search(before)) and not _VISITED.search(before + after[:30])


def is_called_off(after: str) -> bool:
    """Whether it did not take place: "surgery of 14 January cancelled"."""
    return bool(_CALLED_OFF.search(after[:60]))


def is_settled_on(text: str, before: str, after: str) -> bool:
    """Whether what stands without a day is the plan of a meeting or the first step of one; text is all before the name."""
    return bool(_FIRST_AFTER.match(after) or _MEETING.match(text)) and not _WAS_DONE.search(before)
