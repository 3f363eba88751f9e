"""What is excepted from a denial: "no other cancer apart from a melanoma" has the melanoma and denies nothing in general."""

import re

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_SAVE = r"(?:(?:apart|aside) from|except(?:ing|ion)?(?: (?:for|from|of))?|other than|besides|bar|barring|but for|save for)"
_BEHIND = quick(rf"\b(?:{_SAVE}|(?<=, )(?:only|just)) ", re.IGNORECASE)
# Words between a denial and the exception that is still its own: "no history of malignancy in the past, apart from".
_OWN_EXCEPTION = quick(
    rf"(?: ?[:=-]? ?(?:nil|none|no)\b)?(?: (?!(?:and|but|no|not|nil|nor|none|never|takes?|taking|has|had|is|was|on|denies)\b)[a-z/]+){{0,6}}[ ,(:;-]*(?: with the)? ?\b(?:{_SAVE}|excluding) ",
    re.IGNORECASE,
)
_IN_FRONT = quick(rf"(?:^|[.;:,] ?)(?:with the )?{_SAVE} (?P<what>[^.;]+)$", re.IGNORECASE)
# The tumour that the note is about, however it is called, is no exception.
_OF_NOW = "(?:for|the|this|that|these|those|his|her|their|current|present|presenting|known|index|primary|recent|what|as|is)"
_THIS_ONE = re.compile(
    rf"(?:{_OF_NOW} )*(?:above|this|mentioned|listed|stated|noted)\b|"
    rf"(?:{_OF_NOW} )+(?:(?:one|cancer|malignancy|diagnosis|disease|illness|condition|problem|complaint)\b|"
    r"(?:\w+ ){0,2}(?:tumou?r|mass|lump|lesion|swelling)\b)|(?:\w+ ){0,4}\w*sarcoma\b",
    re.IGNORECASE,
)
_REACH = 60  # characters behind "apart from" in which the cancer is named
_IN_GENERAL = frozenset({"comorbidity", "medical_history"})


def has_exception(sentence: Sentence, to: int) -> bool:
    """Whether something other than this tumour is excepted right behind a place."""
    own = _OWN_EXCEPTION.match(sentence.text, to)
    return own is not None and not _THIS_ONE.match(sentence.text, own.end())


def is_excepted_from(sentence: Sentence, mention: Mention, concept: str, to: int) -> bool:
    """Whether an exception takes back what the denial that ends at a place denies in general."""
    if has_exception(sentence, to):
        return True
    if concept == "other_malignancy":
        behind = [found.end() for found in _BEHIND.finditer(sentence.text, to)]
        return any(_names(sentence, at, at + _REACH, cancer=True) for at in behind) or _in_front(
            sentence, mention, cancer=True
        )
    return concept in _IN_GENERAL and _in_front(sentence, mention, cancer=False)


def _in_front(sentence: Sentence, mention: Mention, *, cancer: bool) -> bool:
    found = _IN_FRONT.search(sentence.text[: mention.at])
    return found is not None and _names(sentence, found.start("what"), mention.at, cancer=cancer)


def _names(sentence: Sentence, at: int, to: int, *, cancer: bool) -> bool:
    """Whether a cancer that is no sarcoma, or any illness, is named in a stretch."""
    if "." in re.sub(r"\.\d", "", sentence.text[at:to]):
        to = sentence.text.index(".", at, to)
    return any(
        item.kind == "condition" and at <= item.at < to and (item.role == "named_cancer" or not cancer)
        for item in sentence.mentions
    )
