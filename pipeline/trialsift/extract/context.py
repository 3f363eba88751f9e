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
    that is not a label ("ALLERGIES: no known allergies").
    """
    words = concept.split()
    pattern = r"\s+".join(re.escape(word) for word in words)
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", sentence, re.IGNORECASE))
    found = found or list(re.finditer(pattern, sentence, re.IGNORECASE))
    if not words or not found:
        raise ValueError("the concept does not stand in the sentence")
    marked = [match for match in found if match.group().isupper()]
    found = marked or found
    told = [match for match in found if not sentence[match.end() :].lstrip().startswith(":")]
    return (told or found)[0].span()
