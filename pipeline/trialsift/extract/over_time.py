"""One quantity told over time in a sentence: "ECOG 1 -> 0", "QTc was 415, now 463", "Hb 9.8 at diagnosis".

Of such values the last is of now and those before it are of the past.
"""

import datetime as dt
import re

_ARROW = r" ?(?:-{1,2} ?>|= ?>|\u2192|\u21d2|\u279c|\u2794) ?"
_NOW = (
    r"(?:now|today(?:'s)?|currently|presently|at present|this (?:morning|week)|latest|most recent(?:ly)?|(?:on )?(?:the )?(?:repeat|recheck)(?:ed)?|"
    r"(?:at|on) discharge|post[ -]?(?:transfusion|hydration|rehydration|fluids|g ?-?csf|treatment|op\w*)|after (?:transfusion|hydration|rehydration|fluids|g ?-?csf))"
)
_LEADING = (
    r"(?: (?:back|up|down|come|gone|risen|fallen|dropped|recovered|improved|settled|is|was|at|to|of|about|value|level|result))"
    r"{0,3} ?[:=]? ?"
)
# Between a value and its successor: whatever ends in a break, so that "sodium now 130" is nobody else's.
_GAP = r"(?:(?:[^.]|\.(?=\d)){0,50}?(?:[;,(]| and| but))? ?(?:and |but |is |it is |has )?"
# "was 2 at referral, is 1 today": the word of now stands behind the later value.
_BEFORE_A_NOW = (
    r"(?:[^.\d]|\.(?=\d)){0,40}?[,;(]? ?(?:and |but )?\b(?:it |this )?(?:is|it's|stands at|sits at|has been) (?:now )?"
    r"(?=[<>]? ?\d+(?:\.\d+)?(?: ?(?:%|ms|msec|g/d?l))?,? (?:now|today|currently|at present|at discharge|on discharge)\b)"
)
_LATER = re.compile(
    rf"(?:{_ARROW}(?:[A-Za-z][\w -]{{1,14}}{_ARROW})?|{_GAP}\b{_NOW}{_LEADING}|{_BEFORE_A_NOW})(?=[<>]? ?\d|(?:zero|one|two|three|four)\b(?! (?:of|in|day|week|month|year)))",
    re.IGNORECASE,
)
_ONWARD = re.compile(r"(?: [^.;,\d]{0,20})?? (?:down |up |back )?to (?=\d)", re.IGNORECASE)
_TO_A_NAME = re.compile(rf"{_GAP}\b{_NOW}(?: (?:her|his|the|a|an))?{_LEADING}", re.IGNORECASE)
_NAMED_NOW = re.compile(
    r"[A-Za-z.]+ (?:(?:at|on) discharge|now|today|currently)(?: is| was|:|=)? ?[<>]?\d|"
    r"[A-Za-z.]+(?: [A-Za-z]+){0,2}(?: is| of| was|:|=)? ?[<>]?\d+(?:\.\d+)?(?: ?(?:%|ms|msec|g/d?l))?,? \(?(?:now|today|currently|at present|at discharge|on discharge|this week)\b",
    re.IGNORECASE,
)
_SAID_NOW = re.compile(r" \(?(?:now|today|currently|at present|this week)\b(?! \w+ to\b)", re.IGNORECASE)
# A number of something else: "3 weeks", "2nd", "80 kg".
OTHER_NUMBER = re.compile(
    r"[<>]? ?\d+(?:\.\d+)?(?:(?: ?- ?| ?)(?:st|nd|rd|th(?!/)|weeks?|wks?|days?|months?|mths?|years?|yrs?|hours?|hrs?|mins?|minutes?|times|sessions?|cycles?|kg|cm|mm|pools?|bags?|doses?|"
    r"fractions?|units?(?= (?:of|given|transfused|p?rbc|blood|ffp)))\b| ?/ ?(?:7|12|52)\b)",
    re.IGNORECASE,
)
_DOSE = re.compile(r"\d+(?:\.\d+)? ?(?:mc?g|g|ml|units?)\b(?! ?[/%])", re.IGNORECASE)
_BEFORE_NOW = (
    r"(?:(?:at|on|since) (?:the )?(?:time of )?(?:initial |first |original |primary )?diagnosis|in (?P<year>(?:19|20)\d\d)|"
    r"(?:in |during |with |after )?(?:the |her |his )?(?:last|previous|prior) (?:cycle|course|year|admission)|"
    r"(?:\d+|two|three|four|five|six|several|some) (?:months|years) ago|a year ago)"
)
_TOLD_AFTER = re.compile(rf"(?:[ ,(]*|[ ,(]*(?:for|x) ?\d+ ?d(?:ays?)? ){_BEFORE_NOW}\b", re.IGNORECASE)
_TOLD_BEFORE = re.compile(
    rf"(?:\b{_BEFORE_NOW}[ ,:]*(?:(?:he|she|they) (?:was|were|had) )?(?:the |her |his |a |an )?(?:[a-z]+ )?|\bnadir(?: of)? )$",
    re.IGNORECASE,
)
_EVENT = r"(?:the|her|his|their|a|an|this|that|last|(?:19|20)\d\d|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)"
# "ECOG was 0 until the fall"; "before" without a word of the past may lead to what is still to come.
_ENDED = re.compile(
    rf"[ ,(]*(?:until|till) {_EVENT}|(?P<before>[ ,(]*(?:before|prior to) {_EVENT})", re.IGNORECASE
)
_WAS = re.compile(r"\b(?:was|were|had)\b", re.IGNORECASE)
_NEAR = 60  # characters before a name that may tell its time


def later(text: str, at: int, end: int, *, moved: bool = False) -> int | None:
    """Where a later value of the same quantity begins, after one that ends at `at`; "now 3 weeks on" is none.

    moved: the first value stands behind "from", so that "to" leads to the later one.
    """
    match = _LATER.match(text, at, end) or (_ONWARD.match(text, at, end) if moved else None)
    if match is None or OTHER_NUMBER.match(text, match.end()) or _DOSE.match(text, match.end()):
        return None
    return match.end()


def outdone(text: str, at: int, name: int) -> bool:
    """Whether the same quantity is named again at `name` as what it is now: "was PS 3, now back to PS 1".

    Two that are both said to be of today contradict each other.
    """
    if _TO_A_NAME.fullmatch(text, at, name):
        return True
    return bool(_NAMED_NOW.match(text, name)) and not _SAID_NOW.match(text, at)


def is_past(text: str, at: int, to: int, note_date: dt.date | None) -> bool:
    """Whether the words about a value say that it was so at an earlier time: "in 2019", "at diagnosis"."""
    match = _TOLD_AFTER.match(text, to) or _TOLD_BEFORE.search(text[max(0, at - _NEAR) : at])
    if match is None:
        return False
    return not match["year"] or bool(note_date and int(match["year"]) < note_date.year)


_AFTER_OPERATION = re.compile(r"(?:POD|post ?-?op|day )", re.IGNORECASE)


def is_today(text: str, at: int) -> bool:
    """Whether a date that begins there only counts the days since an operation: "POD 2: Hb 9.8" is of the note's day."""
    return bool(_AFTER_OPERATION.match(text, at))


def ended(text: str, at: int, to: int) -> bool:
    """Whether a state told in text[at:to] was so only up to an event named behind it: "was 0 until the fall"."""
    match = _ENDED.match(text, to)
    return bool(match and (not match["before"] or _WAS.search(text, at, to)))
