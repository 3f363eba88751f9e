"""Which tumour a statement is about: the histology named nearest to it, in its sentence or before it.

A grade, margin or size beside "breast carcinoma" is another tumour's; silence leaves the tumour in question.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.packs.rules import Packs, Term

SARCOMA_FAMILIES = frozenset(
    {"soft_tissue_sarcoma", "bone_sarcoma", "intermediate_soft_tissue", "gist", "mesothelioma"}
)
_NEAR = 90  # characters of a sentence
_SENTENCES_BACK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Tumour:
    """The tumour type that stands nearest: its term, its mention, and whether it is in the same sentence."""

    term: Term
    mention: Mention
    beside: bool

    @property
    def is_sarcoma(self) -> bool:
        """Whether it is a tumour that a sarcoma trial asks about."""
        return str(self.term.more.get("family", "")) in SARCOMA_FAMILIES


def tumour_near(
    reading: Reading, sentence: Sentence, at: int, to: int, packs: Packs, *, real: bool = False
) -> Tumour | None:
    """The tumour named nearest to characters at..to of a sentence, else the last one named before it.

    Sentences after it are looked at last. real passes over excluded and merely considered ones.
    """
    named = [item for item in tumours_in(sentence, packs, beside=True) if not real or _is_real(item)]
    if named:
        nearest = min(named, key=lambda item: _gap(item.mention, at, to))
        if _gap(nearest.mention, at, to) <= _NEAR:
            return nearest
    return _elsewhere(reading, sentence, packs)


def tumours_in(sentence: Sentence, packs: Packs, *, beside: bool) -> list[Tumour]:
    """The tumour types named in a sentence, in text order; benign ones have neither grade nor margin."""
    vocabulary = packs.vocab.get("histology")
    if vocabulary is None:
        return []
    return [
        Tumour(term=vocabulary.terms[str(mention.value)], mention=mention, beside=beside)
        for mention in sentence.mentions
        if mention.kind == "histology"
        and mention.role == "histology"
        and "benign" not in vocabulary.ancestors(str(mention.value))
    ]


def _elsewhere(reading: Reading, sentence: Sentence, packs: Packs) -> Tumour | None:
    before = [item for item in reading.sentences if item.index < sentence.index]
    after = [item for item in reading.sentences if item.index > sentence.index]
    near = [item for item in reversed(before) if sentence.index - item.index <= _SENTENCES_BACK]
    for found in (_real(near, sentence, packs), _real(after, sentence, packs)):
        first = next(found, None)
        if first:
            return first
    return None


def _real(sentences: list[Sentence], beside: Sentence, packs: Packs) -> Iterator[Tumour]:
    """Tumours that are neither excluded nor a relative's, of the same specimen part."""
    for sentence in sentences:
        if sentence.part != beside.part and sentence.part and beside.part:
            continue
        for tumour in reversed(tumours_in(sentence, packs, beside=False)):
            if _is_real(tumour):
                yield tumour


def _is_real(tumour: Tumour) -> bool:
    said = tumour.mention.assertion
    return said.presence != "absent" and said.person == "patient" and said.time != "planned"


def _gap(mention: Mention, at: int, to: int) -> int:
    """Characters between; what follows directly belongs more closely than what stood before."""
    if mention.at < to and at < mention.to:
        return 0
    return mention.at - to if mention.at >= to else at - mention.to + 1
