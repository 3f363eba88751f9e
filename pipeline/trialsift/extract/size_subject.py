"""What "it" measures: the thing that the sentences before a bare size tell of."""

import re
from collections.abc import Sequence

from trialsift.extract.measured import SEATS, Noun, nouns_in
from trialsift.extract.quick import quick
from trialsift.extract.reading import Sentence

_SENTENCES_BACK = 3
# What belongs to a mass and is not what the next sentence measures.
_PARTS = frozenset(
    {
        "wall",
        "rim",
        "rind",
        "septa",
        "septum",
        "capsule",
        "pseudocapsule",
        "tail",
        "band",
        "strands",
        "oedema",
        "edema",
    }
    | {"fat", "calcification", "calcifications", "thickening", "infiltration", "extension"}
)
_HAD = quick(
    r"\b(?:with|without|no|some|mild|slight|minimal|extensive|marked|internal|surrounding|perilesional|peritumou?ral)"
    r"(?: [\w-]+){0,2} ?$",
    re.IGNORECASE,
)


def _carried(sentence: Sentence, nouns: Sequence[Noun]) -> Noun | None:
    """What the next sentence's "it" is: a thing newly named ("there is a mass"), else the first noun.

    What a thing is only said to have ("with internal septa", "some oedema") is not what goes on to be measured.
    """
    nouns = [
        noun
        for noun in nouns
        if noun.thing != "other"
        or not (noun.mention.words.lower() in _PARTS | SEATS or _HAD.search(sentence.text[: noun.at]))
    ]
    new = [
        noun
        for noun in nouns
        if re.search(r"\b(?:an?|large|solitary)(?: [\w,-]+){0,8} ?$", sentence.text[: noun.at], re.IGNORECASE)
    ]
    return next((noun for noun in new if noun.thing == "tumour"), None) or (nouns[0] if nouns else None)


def subject_of(sentence: Sentence, told: Sequence[Sentence], benign: frozenset[str]) -> Noun | None:
    """What "it" means in a sentence: what the nearest of the three sentences before it tells of."""
    for before in reversed(told[-_SENTENCES_BACK:]):
        if sentence.index - before.index > _SENTENCES_BACK:
            return None
        if named := _carried(before, nouns_in(before, benign=benign)):
            return named
    return None
