"""Capital letters that are a name and no word: a hospital's in a number ("HCC-TEST-4471"), a patient's initials ("Pt MDS, 54 F")."""

import re

_LONGEST = 5  # letters
_IN_NUMBER = re.compile(r"-[A-Z]{2,}-?\d|-(?!(?:19|20)\d\d\b)[A-Z]?\d{3}|\d\d-\d")
_OF_HOUSE = re.compile(
    r" (?:[A-Z][a-z]+ ){0,2}(?:Pathology|Hospitals?|Cancer (?:Centre|Center)|Laborator(?:y|ies)|Radiology|Department|Trust|Campus)\b"
)
_OPENS_LINE = re.compile(r"(?:^|\n)[ \t]*\Z")
_CALLED = re.compile(r"\b(?:Pt|Pat|Patient|Name)[ \t]*:?[ \t]+\Z")
_AGED = re.compile(r",?[ \t]*\(?\d{1,3} ?(?:y(?:rs?|o)?|years?)?[ ,/]{0,2}[MF]\b")
_BEFORE = 16  # characters


def are_a_name(text: str, start: int, end: int) -> bool:
    """Whether the letters at a place of the note name a hospital or a person and mean nothing else."""
    if end - start > _LONGEST or not text[start:end].isupper():
        return False
    before = text[max(0, start - _BEFORE) : start]
    if _IN_NUMBER.match(text, end) or (_CALLED.search(before) and _AGED.match(text, end)):
        return True
    return bool(_OF_HOUSE.match(text, end) and _OPENS_LINE.search(before or "\n"))
