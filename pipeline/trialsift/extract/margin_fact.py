"""A margin fact: its words, whether it is sure, of now and of this tumour."""

import re
from collections.abc import Sequence

from trialsift.extract.making import fact_from
from trialsift.extract.margin_passages import Event, Passage
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Margin

_PLANNED = quick(
    r"\b(?:will be|would be|will have|aim\w*|goal|to achieve|to obtain|to get|to ensure|plan(?:ned|ning)?|intend\w*|"
    r"expect\w*|anticipat\w*|hope\w*|accepting|in order to|attempt\w*|going to|likely to be|may be|might be|could be)\b",
    re.IGNORECASE,
)
_OTHER_CANCER = quick(
    r"\b(?:ca\b|cancers?|carcinoma|melanoma|adenocarcinoma|lymphoma|dcis|bcc|scc|basal cell|squamous)",
    re.IGNORECASE,
)
_SARCOMA = quick(r"\w*(?:sarcoma|sarcomatous)\b", re.IGNORECASE)
_STOP = quick(r"[;.!?] | - |\bbut\b")
_MAY = quick(r"\b(?:may|might|could|would) (?:consider|be|have)\b|\?", re.IGNORECASE)
_SCHEMES = quick(r"\b(AJCC|UICC|Enneking|RCPath|CAP|ICCR|RCPA)\b")


def margin_fact(
    reading: Reading,
    passage: Passage,
    first: Event,
    events: Sequence[Event],
    value: Margin,
    *,
    doubt: bool = False,
) -> Fact:
    sentence = first.sentence
    mentions = [first.mention, *(_mention(event) for event in events if _same_place(event, first))]
    planned = bool(_PLANNED.search(lead(passage, first))) or first.mention.assertion.time == "planned"
    uncertain = doubt or planned or bool(_MAY.search(passage.text)) or _only_gross(reading, passage, value)
    return fact_from(
        reading, sentence, mentions, kind="margin", value=value,
        presence="uncertain" if uncertain or first.mention.assertion.presence == "uncertain" else "present",
        time="planned" if planned else "past" if _BEFORE.match(sentence.text) else first.mention.assertion.time,
        about="other_tumour" if _is_other(reading, passage, sentence) else "this_tumour",
    )  # fmt: skip


_BY_EYE = re.compile(r"\b(?:grossly|macroscopically)\b", re.IGNORECASE)
_BY_MICROSCOPE = re.compile(r"\b(?:micro ?scop\w+|histolog\w+|R[12])\b", re.IGNORECASE)
# "Previous biopsy: sarcoma, R1" tells of another operation.
_BEFORE = re.compile(
    r"\W*(?:previous|prior|earlier|outside|initial)(?: \w+)? (?:biopsy|excision|resection|specimen|operation|surgery|report|diagnosis)\b",
    re.IGNORECASE,
)


def _same_place(event: Event, first: Event) -> bool:
    """Words a page away from each other make no quote."""
    return abs(event.sentence.starts[0] - first.sentence.starts[0]) < 600


def _mention(event: Event) -> Mention:
    """The event's mention, widened or moved to the words that the event stands for."""
    if event.role == "distance" or event.mention.to - event.mention.at != event.to - event.at:
        shift = event.at - event.mention.at
        at, to = event.at - shift, event.to - shift
        start = event.sentence.start_of(min(at, event.mention.at))
        return event.mention._replace(
            start=min(start, event.mention.start), end=event.sentence.end_of(max(to, 1))
        )
    return event.mention


def _only_gross(reading: Reading, passage: Passage, value: Margin) -> bool:
    """What looks involved to the naked eye is settled by the microscope; a residual class is a conclusion."""
    if reading.document != "pathology" or value.status != "positive":
        return False
    if passage.sentences[0].section == "gross":
        return True
    return bool(_BY_EYE.search(passage.text)) and not (value.residual or _BY_MICROSCOPE.search(passage.text))


def _is_other(reading: Reading, passage: Passage, sentence: Sentence) -> bool:
    """Outside pathology a sentence that names another cancer, and no sarcoma, speaks of that cancer."""
    if reading.document == "pathology" or _SARCOMA.search(passage.text):
        return False
    return bool(_OTHER_CANCER.search(passage.text)) or sentence.section in {
        "past_history",
        "past_medical_history",
    }


def lead(passage: Passage, event: Event) -> str:
    """The words of the event's clause up to its end."""
    start = max((match.end() for match in _STOP.finditer(passage.text, 0, event.at)), default=0)
    return passage.text[start : event.to]


def scheme(text: str) -> str:
    match = _SCHEMES.search(text)
    return match.group(1).lower() if match else ""
