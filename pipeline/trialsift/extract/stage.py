"""TNM classes and stage groups as written."""

import re

from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Stage
from trialsift.packs.rules import Packs

_HYPOTHETICAL = re.compile(r"\b(?:if|defined as|classified as follows|would be|means)\b", re.IGNORECASE)
# The legend of a form explains its classes and states none.
_LEGEND = re.compile(r"^ ?[:=] ?(?:tumou?r|no |regional|metastas|carcinoma|distant|cannot)", re.IGNORECASE)
# The percentages of a sleep study.
_SHARE = re.compile(r" ?[:=,]? ?\d+(?:\.\d+)? ?%?(?!\w)")


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Stages; a class within a longer one ("pN0" in "pT1 pN0") gives no fact of its own."""
    found: list[Fact] = []
    for sentence, mention in mentions_of(reading, "stage", "tnm", "group"):
        if _HYPOTHETICAL.search(sentence.text[: mention.at]) or _is_legend(sentence, mention):
            continue
        if mention.role == "group" and _is_no_tumour(sentence, mention):
            continue
        value = _tnm(mention) if mention.role == "tnm" else _group(mention)
        found.append(
            fact_from(reading, sentence, [mention], kind="stage", value=value, presence=_presence(mention))
        )
    return found


def _presence(mention: Mention) -> str:
    """A denial near a stage ("no evidence of disease after stage IA") denies the disease and not the stage."""
    return "uncertain" if mention.assertion.presence == "uncertain" else "present"


def _is_no_tumour(sentence: Sentence, mention: Mention) -> bool:
    other = any(item.kind == "stage" and item.role == "other" for item in sentence.mentions)
    return bool(other or _SHARE.match(sentence.text, mention.to))


def _is_legend(sentence: Sentence, mention: Mention) -> bool:
    several = sum(item.kind == "stage" and item.role != "other" for item in sentence.mentions) > 3
    return several or bool(_LEGEND.match(sentence.text[mention.to :]) and "(" not in mention.words)


def _tnm(mention: Mention) -> Stage:
    slots = dict(mention.slots)
    return Stage(
        text=mention.words, prefix=slots.get("prefix", ""), t=_class(slots.get("t")), n=_class(slots.get("n")),
        m=_class(slots.get("m")),
    )  # fmt: skip


def _class(written: str | None) -> str | None:
    """A class in lower case; scanners write the digits 0 and 1 as letters ("NO", "Tl")."""
    if not written:
        return None
    lower = written.lower()
    if lower == "is":
        return lower
    return re.sub("^[il]", "1", lower.replace("o", "0"))


def _group(mention: Mention) -> Stage:
    return Stage(text=dict(mention.slots).get("group", mention.words).replace(" ", "").upper())
