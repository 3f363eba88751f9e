"""Words round a statement of no spread that undo it: an exception, a hope, a scan that is still to come."""

import re

from trialsift.extract.reading import Mention, Sentence

_EXCEPT = re.compile(
    r"^[^.;]{0,60}\b(?:apart from|except\w*|other than|save for|aside from|bar|but)\b[^.;]*\b(?:nodul|opacit|lesion|metasta)",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:hop(?:e|es|ed|ing|efully)|once(?! again| more)|assum\w+|provided|trust|pray\w*)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
_YET_TO_COME = re.compile(
    r"^(?: ?\?|,? unless\b|[^.;,]{0,30}\b(?:unless|await\w*|pending|would surprise)\b|"
    r"[^.;]{0,30}\b(?:has|have|was|is|are|were) (?:not (?:yet )?(?:been )?|yet to be )(?:done|performed|reported)\b)",
    re.IGNORECASE,
)
# "Uptake only in the liver", "no disease apart from the thigh and the lungs".
_IN_AN_ORGAN = re.compile(
    r"^(?:(?!\b(?:no|not|without|nor)\b)[^.;,]){0,30}\b(?:lungs?|pulmonary|liver|hepatic|bones?|nodes?|nodal|brain|spine|vertebra\w*|ribs?|adrenals?|metasta\w*)\b",
    re.IGNORECASE,
)
# "No spread of infection", "ten repetitions of the exercise": of no tumour.
_OF_ELSE = re.compile(
    r"^ (?:of|for) (?:the |an? |any )?(?:infect\w*|abscess\w*|implants?|sepsis|cellulitis|clots?|thromb\w+|inflammation|pain|contrast|exercises?|tests?|scans?)\b",
    re.IGNORECASE,
)


def is_undone(sentence: Sentence, mention: Mention) -> bool:
    """Whether a statement of no spread is only hoped for, still to be shown, or names where the disease is."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    placed = mention.role == "alone" and _IN_AN_ORGAN.match(after)
    return bool(placed or _HOPED.search(before) or _YET_TO_COME.match(after))


def has_exception(sentence: Sentence, mention: Mention) -> bool:
    """Whether something is excepted from what is clear: "clear apart from a 4 mm nodule"."""
    return bool(_EXCEPT.match(sentence.text[mention.to :]))


def is_of_else(sentence: Sentence, mention: Mention) -> bool:
    """Whether what spreads or is repeated is no tumour."""
    return bool(_OF_ELSE.match(sentence.text[mention.to :]))
