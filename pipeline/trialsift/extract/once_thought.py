"""A tumour type that was only once thought: the first reading, the outside diagnosis, what a review takes back."""

import re
from collections.abc import Sequence

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_ONCE_THOUGHT = quick(
    r"\b(?:at first|initially|originally|previously|formerly|first|provisionally|earlier|preliminarily|preliminary)(?: (?:was|were|been|had been))? "
    r"(?:thought|reported|interpreted|called|considered|read|signed out|classified|labelled|labeled|regarded|felt|favou?red|designated|coded|"
    r"misdiagnosed|diagnosed)(?: (?:to be|as|that it was|in favou?r of))?(?: (?:a|an|the|possible|probable|high grade|low grade))* $|"
    r"\b(?:was|were|been) (?:at first|initially|originally|previously|formerly|first) "
    r"(?:thought|reported|interpreted|called|considered|read|signed out|classified|labelled|labeled|regarded|felt|favou?red|misdiagnosed|diagnosed)"
    r"(?: (?:to be|as))?(?: (?:a|an|the|possible|probable|high grade|low grade))* $|"
    r"\b(?:first|initial|original|preliminary) (?:read|reading|impression|opinion)[ :]*(?:(?:was|of|as|a|an) )*$|"
    r"\b(?:reclassified|revised|amended|changed|re classified|downgraded|upgraded) from(?: (?:a|an|the))? $",
    re.IGNORECASE,
)
# "This replaces the provisional diagnosis of …", "the outside diagnosis of … is not supported": what a review takes back.
_REPLACED = re.compile(
    r"\b(?:replaces?|replacing|supersedes?|superseding|in place of)(?: (?:the|our|my|an?|any))?(?: [\w-]+){0,2} (?:diagnosis|impression|interpretation) of(?: (?:a|an))* $",
    re.IGNORECASE,
)
_EARLIER_DIAGNOSIS = re.compile(
    r"\b(?:outside|referring|submitted|original|initial|previous|earlier|former|first|provisional|preliminary|local|referral|working|"
    r"favou?red|old)(?: [\w-]+)? (?:diagnosis|impression|interpretation|label|reading|designation|term|name) of"
    r"(?: (?:a|an|metastatic|primary|possible|probable|high grade|low grade))* $",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"[^.;]{0,40}?\b(?:(?:is|was|are|were|be|been) (?:\w+ly )?(?:not (?:supported|confirmed|upheld|tenable|sustained|agreed)|withdrawn|revised|"
    r"rejected|rescinded|retracted|incorrect|wrong|changed|dropped|abandoned|discarded|obsolete|outdated|void|invalid|superseded|replaced)|"
    r"(?:no longer|not|never) (?:appl(?:y|ies|ied)|stands?|stood|holds?|held|valid|tenable|appropriate|correct|used)|(?:does|do|did) not (?:apply|hold|stand)|"
    r"(?:can ?not|could not) be (?:supported|confirmed|upheld|sustained))\b",
    re.IGNORECASE,
)
_HARMLESS_THEN = re.compile(r"diagnosed(?: (?:as|a|an|with))* $", re.IGNORECASE)
# "Outside dx: metastatic melanoma (11/2024). Our pathology: …", "reported 11/2024 as lymphoma": a reading that another replaced.
_FIRST_READING = quick(
    r"\b(?:outside|referring|first|1st|initial|original|local|provisional|preliminary|prelim|gp|peripheral|district|referral|submitted|external|elsewhere)"
    r"(?: (?!review|second|final|revised)[\w/]+){0,2} (?:dx|diagnos[ie]s|reports?|reading|histology|path(?:ology)?|hpe|opinion|result|interpretation|impression|label|biopsy|bx|slides?|cores?)"
    r"(?: ?\([^()]{0,40}\))?(?: (?:dated|of|from) [\d/. ]+)?[ ,]*(?:(?:\(|was|were|is|had been|read|reads|reported|said|stated|called|labelled|given|:|=|-|>|as|to be|showed|suggested|favou?red|"
    r"[\d/.]+) ?)+(?:(?:a|an|metastatic|primary|possible|probable|high grade|low grade|poorly differentiated|grade \d) )*$|"
    r"\b(?:misdiagnosed|mislabelled|wrongly (?:diagnosed|reported|labelled)|mistaken)(?: (?:initially|first|at first|elsewhere))?(?: (?:as|for|to be|a|an|metastatic))* $",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|my|here|review\w*|revised|re ?-? ?classified|final|second|2nd|centre|core|trucut|tru-cut|expert|consult\w*|corrected|amended|now|later|then|actually|in fact|turned out|proved)\b",
    re.IGNORECASE,
)
_FAR = 3  # sentences


def is_first_reading(sentence: Sentence, mention: Mention, named: Sequence[tuple[Sentence, Mention]]) -> bool:
    """Whether it is the first reading of a tumour that another reading in the next sentences calls otherwise."""
    if not _FIRST_READING.search(sentence.text[: mention.at]):
        return False
    return any(
        other.value != mention.value
        and (other.at > mention.at if near is sentence else 0 < near.index - sentence.index <= _FAR)
        and other.assertion.presence != "absent"
        and not _FIRST_READING.search(near.text[: other.at])
        and _OURS.search(
            sentence.text[mention.to :] if near is sentence else f"{near.heading} {near.text[: other.at]}"
        )
        for near, other in named
    )


def was_once_thought(sentence: Sentence, mention: Mention, named: Sequence[tuple[Sentence, Mention]]) -> bool:
    """Whether the type is what was once thought, beside another that is now said."""
    match = _ONCE_THOUGHT.search(sentence.text[: mention.at])
    if match is None:
        return False
    others = [
        other
        for near, other in named
        if abs(near.index - sentence.index) <= 1 and other.value != mention.value
    ]
    return bool(others) or not _HARMLESS_THEN.search(match.group())


def is_taken_back(sentence: Sentence, mention: Mention) -> bool:
    """Whether a review says that an earlier diagnosis no longer holds; one that "is confirmed" does."""
    before = sentence.text[: mention.at]
    if _REPLACED.search(before):
        return True
    return bool(_EARLIER_DIAGNOSIS.search(before) and _TAKEN_BACK.match(sentence.text, mention.to))
