"""ConText alone: how a sentence asserts a concept that is given from outside."""

import re
from collections.abc import Mapping

from trialsift.extract.engine import engine_for
from trialsift.extract.reading import Assertion
from trialsift.packs.rules import Packs


def assertion_in(sentence: str, place: tuple[int, int], packs: Packs, *, kind: str = "concept") -> Assertion:
    """How the words at place (characters start, end) are asserted by the rest of the sentence."""
    return engine_for(packs).assert_span(sentence, place, kind=kind)


def answer(row: Mapping[str, str], packs: Packs) -> dict[str, object]:
    """The contract's answer to {"id", "sentence", "concept"}; the concept is found in any case and spacing.

    A concept that does not stand in the sentence raises ValueError: it is refused, not guessed.
    """
    place = concept_place(row["sentence"], row["concept"])
    said = assertion_in(row["sentence"], place, packs)
    return {
        "id": row["id"],
        "presence": said.presence,
        "time": said.time,
        "person": said.person,
        "cues": list(said.cues),
    }


def concept_place(sentence: str, concept: str) -> tuple[int, int]:
    """Where a concept stands in a sentence, as characters; ValueError when it does not.

    Of several places the one that is marked by capitals where the others are not, and else the first
    that is not a label ("ALLERGIES: no known allergies"). A concept that runs over a full stop stands
    where the first of its sentences does: who cut the text cut it there.
    """
    parts = [concept, *_SENTENCE_END.split(concept)]
    found = next(filter(None, (_places(sentence, part) for part in parts)), [])
    if not found:
        raise ValueError("the concept does not stand in the sentence")
    found = [match for match in found if match.group().isupper()] or found
    told = [match for match in found if not sentence[match.end() :].lstrip().startswith(":")]
    return (told or found)[0].span()


_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def _places(sentence: str, concept: str) -> list[re.Match[str]]:
    """Every place of the concept as whole words, or failing that as a part of words."""
    words = concept.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    whole = re.finditer(rf"(?<!\w){pattern}(?!\w)", sentence, re.IGNORECASE)
    return list(whole) or list(re.finditer(pattern, sentence, re.IGNORECASE))
