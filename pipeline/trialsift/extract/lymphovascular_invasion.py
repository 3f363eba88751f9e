"""Invasion of lymphatic or blood vessels: present, absent or uncertain. Perineural invasion is something else."""

import re

from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, LymphovascularInvasion
from trialsift.packs.rules import Packs

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_LINK = (
    r"^ ?(?:\([^)]{0,40}\) ?)?(?:[:=.,_-] ?|(?:is|are|was|were|has been|by tumou?r|status|of small vessels) ?)*"
    r"(?:\([A-Z ]{1,12}\) ?)?[:=*_-]* ?"
)
_UNSAID = re.compile(
    _LINK
    + r"(?:not (?:specified|reported|applicable|stated|assessed|known|evaluated|provided|determined|given)|unknown|n/a|na\b|cannot be (?:assessed|"
    r"determined|evaluated)|(?:present|yes) ?(?:/|or) ?(?:absent|no)|see (?:below|comment|note|synoptic)|no information)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    _LINK
    + r"(?:cannot be (?:entirely |completely )?(?:excluded|ruled out)|indeterminate|equivocal|suspicious|suspected|possible|probable|"
    r"questionable|suggestive|suspected but|\?)",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    _LINK
    + r"(?:no\b|none|absent|negative|nil\b|not (?:\w+ )?(?:identified|seen|present|detected|found|evident|demonstrated|noted|observed|"
    r"recognised|recognized|apparent)|no evidence|0\b|is not\b|un ?identified)",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    _LINK + r"(?:\(?(?:focal(?:ly)?|extensive(?:ly)?|widespread|multifocal|marked|definite)\)? ?)?(?:present|yes|positive|identified|seen|noted|found|detected|"
    r"extensive|focal|evident|demonstrated|observed)",
    re.IGNORECASE,
)  # fmt: skip
_DENIED = re.compile(
    r"\b(?:no|not|without|negative for|absence of|free of|lacks?|nor|neither|fails? to (?:show|reveal))\b"
    r"(?: (?!but\b|with\b|however\b)[\w/,]+){0,6} ?,? ?$",
    re.IGNORECASE,
)
_POSSIBLE = re.compile(
    r"\b(?:suspicious for|possible|probable|suspected|suggestive of|questionable|cannot exclude)(?: \w+){0,2} ?$",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"^ ?(?:\([^)]*\) ?)*[:_][:._ *-]*$")


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """One fact a statement; a form's field without an answer gives none."""
    if reading.document in _IMAGING:
        return []
    found = [
        fact_from(
            reading, sentence, [mention], kind="lymphovascular_invasion", value=LymphovascularInvasion(), presence=presence
        )
        for sentence, mention in mentions_of(reading, "lymphovascular_invasion", "value")
        if (presence := _presence(sentence, mention))
    ]  # fmt: skip
    return found + [
        fact_from(
            reading, sentence, [mention], kind="lymphovascular_invasion", value=LymphovascularInvasion(),
            presence="present" if any(word.endswith("1") for _, word in mention.slots) else "absent",
        )
        for sentence, mention in mentions_of(reading, "lymphovascular_invasion", "code")
    ]  # fmt: skip


def _presence(sentence: Sentence, mention: Mention) -> str | None:
    """What the answer behind the words says, else the denial or doubt before them, else the cues."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    if _UNSAID.match(after) or _EMPTY.match(after):
        return None
    for pattern, presence in ((_DOUBT, "uncertain"), (_ABSENT, "absent")):
        if pattern.match(after):
            return presence
    if _POSSIBLE.search(before):
        return "uncertain"
    if _DENIED.search(before[-70:]):
        return "absent"
    if _PRESENT.match(after):
        return "present"
    return mention.assertion.presence
