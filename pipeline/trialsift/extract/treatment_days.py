"""Days that a treatment shares with an operation: blood given at it, the last or only one's own."""

import re

from trialsift.extract.dates import dates_in
from trialsift.extract.reading import Mention
from trialsift.extract.timing import Period, period_of
from trialsift.extract.treatment_counted import counted_back
from trialsift.extract.treatment_place import Place

_THEN = re.compile(
    r"^ ?,? ?\(?(?:then|at the time|at that time|intra ?-?op\w*|peri ?-?op\w*|post ?-?op\w*)\b", re.IGNORECASE
)
_GIVEN_AT = re.compile(
    r"\b(?:at|during|with|after|for|following|around|post|on (?:the )?day of|day of) (?:the |her |his |a )?(?:(?:left|right|l|r|emergency|elective|[a-z]{3,}) ){0,2}$",
    re.IGNORECASE,
)


def only_one(place: Place) -> Period:
    """The days of the operation that was the last or only one: "Last operation: knee arthroscopy 2016"."""
    others = [mate for mate in place.mates if mate is not place.mention]
    behind = [mate for mate in others if mate.at >= place.mention.to]
    nearest = behind[0] if behind else (others[-1] if others else None)
    if nearest is None:
        return Period()
    return period_of(
        place.sentence, nearest, others, anchor=place.reading.note.note_date, order=place.order, at_once=True
    )


def with_operation(place: Place) -> Period:
    """The day of the operation at which blood was given: "2 units at his hip replacement 2015", "blood lost, 2 units then"."""
    text, mention = place.sentence.text, place.mention
    before = [mate for mate in place.mates if mate.to <= mention.at]
    after = [mate for mate in place.mates if mate.at >= mention.to and not _is_blood(mate)]
    if before and _THEN.match(text[mention.to :]):
        mate = before[-1]
    elif after and _GIVEN_AT.search(text[mention.to : after[0].at]):
        mate = after[0]
    else:
        return Period()
    return period_of(
        place.sentence, mate, place.mates, anchor=place.reading.note.note_date, order=place.order
    )


# "Operation: …" and above or below it "Date: 18/01/2025", each in a line of its own.
_OF_AN_OPERATION = re.compile(
    r"(?:(?:name|type) of )?(?:operation|op|procedure|surgery|operative procedure|surgical procedure|intervention)s?(?: (?:performed|done|name|title|carried out|details?))?",
    re.IGNORECASE,
)
_DAY_LABEL = (
    r"[ \t*|-]*(?:date(?: of (?:the )?(?:operation|op|surgery|procedure|intervention|theatre))?|(?:operation|op|surgery|procedure|theatre) date|"
    r"performed on|done on|op(?:eration|erative)? ?(?:note|record|report)|theatre (?:note|record))[ \t]*(?:date)?[:=|-]*[ \t]*"
)
_DAY_BELOW = re.compile(rf"[^\n]{{0,120}}\n{_DAY_LABEL}(?P<day>[^\n]{{4,24}})(?:\n|$)", re.IGNORECASE)
_DAY_ABOVE = re.compile(rf"(?:^|\n){_DAY_LABEL}(?P<day>[^\n]{{4,24}})\n[^\n]{{0,60}}$", re.IGNORECASE)


def _in_the_line_beside(place: Place) -> Period:
    """The day that stands in the line above or below an operation's own: "Operation: WLE", "Date: 18/01/2025"."""
    sentence, mention, note = place.sentence, place.mention, place.reading.note
    if not _OF_AN_OPERATION.fullmatch(sentence.label.strip(" :")) or mention.at < sentence.label_to:
        return Period()
    beside = _DAY_BELOW.match(note.text, mention.end) or _DAY_ABOVE.search(
        note.text[max(0, mention.start - 160) : mention.start]
    )
    dated = dates_in(beside["day"], anchor=note.note_date, order=place.order) if beside else []
    return Period(dated[0].date, dated[0].last) if len(dated) == 1 else Period()


_SAME_DAY = re.compile(
    r"^[^.;,]{0,30}\b(?:the )?(?:same|that) (?:day|evening|night|afternoon|morning|date)\b|^[^.;,]{0,30}\b(?:next|following) (?:day|morning)\b",
    re.IGNORECASE,
)


def _on_the_same_day(place: Place) -> Period:
    """The only day named before it: "Hb 64 on 20 February so two units given the same day"; the next day is near enough."""
    text, mention, note = place.sentence.text, place.mention, place.reading.note
    if not _SAME_DAY.match(text[mention.to :]):
        return Period()
    dated = dates_in(text[: mention.at], anchor=note.note_date, order=place.order)
    return Period(dated[0].date, dated[0].last) if len(dated) == 1 else Period()


def _is_blood(mate: Mention) -> bool:
    """Whether a mention names blood given: "Blood products received: yes, 2 units at his hip operation 2018" names it twice."""
    value = mate.value.get("class") if isinstance(mate.value, dict) else mate.value
    return value == "transfusion"


def told_beside(place: Place, cls: str) -> Period:
    """The day in the line beside an operation's, that of the event told before, or one counted back from the visit."""
    once = cls in {"surgery", "transfusion"}
    found = _in_the_line_beside(place) if cls == "surgery" else Period()
    if found == Period() and once:
        found = _on_the_same_day(place)
    if found == Period():
        found = counted_back(place)
        found = Period(found.end, found.end) if once else found
    return found
