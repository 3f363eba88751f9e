"""Tumour types: what was found, what is only considered, what was excluded, and how it is confirmed."""

import re

from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import ConfirmedBy, Fact, Histology
from trialsift.packs.rules import Packs, Vocabulary

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_BIOPSY = re.compile(
    r"\b(?:biops\w+|histolog\w+|patholog\w+|core bx|bx|path|confirmed|excision|resection|specimen|fish|microscop\w+)\b",
    re.IGNORECASE,
)
_SARCOMA_FAMILIES = frozenset(
    {"soft_tissue_sarcoma", "bone_sarcoma", "intermediate_soft_tissue", "gist", "mesothelioma"}
)
# "Sarcoma clinic", "sarcoma MDT": the name of a service, no finding.
_SERVICE = re.compile(
    r" (?:clinics?|mdt|mdm|units?|services?|opd|centres?|centers?|conferences?|specialists?|surgeons?|surgery service|reg|panel|meetings?|"
    r"nurses?|cns|oncology|oncologists?|teams?|board|histology|groups?|network|pathways?|referrals?|department|protocols?|targeted)\b",
    re.IGNORECASE,
)
# Headings under which a diagnosis is a question or a wish, not a finding.
_ASKED = frozenset({"request", "technique"})


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Every tumour type named, one fact a mention; a clinical question is uncertain, never present."""
    vocabulary = packs.vocab.get("histology")
    if vocabulary is None:
        return []
    return [
        _fact(reading, sentence, mention, vocabulary)
        for sentence, mention in mentions_of(reading, "histology", "histology")
        if not _SERVICE.match(sentence.text, mention.to)
    ]


def _fact(reading: Reading, sentence: Sentence, mention: Mention, vocabulary: Vocabulary) -> Fact:
    term = vocabulary.terms[str(mention.value)]
    family = str(term.more.get("family", ""))
    value = Histology(
        code=term.id, name=term.name, icdo3=str(term.more["icdo3"]) if "icdo3" in term.more else None,
        family=family, is_a=vocabulary.ancestors(term.id), confirmed_by=_confirmed_by(reading, sentence),
    )  # fmt: skip
    asked = (
        sentence.section in _ASKED
        and mention.assertion.presence == "present"
        and mention.assertion.time == "now"
    )
    past_other = family not in _SARCOMA_FAMILIES and reading.document not in {"pathology"}
    return fact_from(
        reading, sentence, [mention], kind="histology", value=value, presence="uncertain" if asked else None,
        about="other_tumour" if past_other else "this_tumour",
    )  # fmt: skip


def _confirmed_by(reading: Reading, sentence: Sentence) -> ConfirmedBy:
    """ "pathology" in a pathology report or a sentence that names the biopsy, "imaging" in an imaging report."""
    if reading.document == "pathology" or _BIOPSY.search(sentence.text):
        return "pathology"
    return "imaging" if reading.document in _IMAGING else "clinical"
