"""Tumour types: what was found, what is only considered, what was excluded, and how it is confirmed."""

import datetime as dt
import re

from trialsift.extract.cancer_dates import dated_as_told
from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.histology_asserted import presence_of
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.once_thought import is_first_reading, is_taken_back, was_once_thought
from trialsift.extract.own_cancer import (
    is_another_persons,
    is_not_yet_malignant,
    is_only_talked_of,
    is_payers_mark,
)
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.which_tumour import SARCOMA_FAMILIES
from trialsift.facts import About, ConfirmedBy, Fact, Histology
from trialsift.packs.rules import Packs, Term, Vocabulary

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_BIOPSY = quick(
    r"\b(?:biops\w+|histolog\w+|patholog\w+|histo|hpe|hpr|core bx|bx|path|confirmed|excision|resection|specimen|fish|tru ?-? ?cut|cores?|needle|fnac?|"
    r"punch|immunohisto\w*|ihc|slides?|microscop\w+|(?<!until )(?<!unless )proven)\b",
    re.IGNORECASE,
)
# In an imaging report, and of a biopsy that is still to come, the word alone confirms nothing.
_PROVEN = re.compile(
    r"\b(?:(?:biops\w+|histolog\w+|patholog\w+|path|bx|fna)[ :-]*(?:proven|confirmed|showed|shows|diagnosed|result|of \d|on \d)|known|(?<!until )(?<!unless )proven|confirmed by)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:await\w*|suggest\w*|recommend\w*|plan(?:ned)?|refer\w*|needs?|advise\w*|arrange\w*|booked|to (?:confirm|exclude))\b[^.;]{0,40}\b(?:biops\w+|histolog\w+|bx)\b|"
    r"\b(?:biops\w+|histolog\w+|bx)\b[^.;]{0,30}\b(?:to follow|awaited|pending|planned|booked|requested|recommended|suggested|advised|needed|scheduled)\b",
    re.IGNORECASE,
)
# "Sarcoma clinic", "sarcoma MDT": the name of a service, a form or a rule, no finding.
_SERVICE = re.compile(
    r" (?:clinics?|mdt|mdm|units?|services?|opd|centres?|centers?|conferences?|specialists?|surgeons?|surgery service|reg|panel|meetings?|"
    r"nurses?|cns|oncology|oncologists?|teams?|board|histology|groups?|network|pathways?|referrals?|department|protocols?|targeted|synoptic|"
    r"case summary|checklist|template|staging|tnm|trials?|stud(?:y|ies)|nomogram|foundation|guidelines?|registry|resection template|excision template|"
    r"program(?:me)?|mdo|tumou?r board|genes?|markers?|stains?|immunostains?|fish|probes?|antibod\w+|fusion panel|rna panel|screen(?:ing)?)\b",
    re.IGNORECASE,
)
_PERSON_BEFORE = re.compile(r"\b(?:dr|mr|mrs|ms|miss|prof|professor)\.? $", re.IGNORECASE)
_PANCREAS = re.compile(r"pancrea", re.IGNORECASE)
_COMPONENT = quick(
    r"\b(?:component|elements?|heterologous|homologous|differentiation|areas? of|foci of|overgrowth|carcinosarcoma|mmmt|mullerian)\b",
    re.IGNORECASE,
)
_ITS_YEAR = re.compile(r"[ ,(]*(?:in |of )?((?:19|20)\d\d)\b(?! ?[-/])")
_YEARS_BEFORE = 3
_OPTIONS_NEAR, _OPTIONS = 4, 4  # lines, different names


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Every tumour type named, one fact a mention; a clinical question is uncertain, never present."""
    vocabulary = packs.vocab.get("histology")
    if vocabulary is None:
        return []
    named = _named(reading, vocabulary)
    made = [_fact(reading, sentence, mention, vocabulary, named) for sentence, mention in named]
    return dated_as_told(reading, [fact for fact in made if fact], [sentence for sentence, _ in named])


def _named(reading: Reading, vocabulary: Vocabulary) -> list[tuple[Sentence, Mention]]:
    """The mentions that name a tumour: no service, no surname, ambiguous letters only in a sarcoma's context."""
    full = [
        (sentence, mention)
        for sentence, mention in mentions_of(reading, "histology", "histology")
        if _names_a_tumour(sentence, mention)
    ]
    known = {str(mention.value) for _, mention in full}
    short = [
        (sentence, mention)
        for sentence, mention in mentions_of(reading, "histology", "histology_in_context")
        if _fits(sentence, mention, known, vocabulary)
    ]
    chosen = [item for item in (*full, *short) if not _is_option(item, full)]
    return sorted(chosen, key=lambda item: (item[0].index, item[1].at))


def _is_option(item: tuple[Sentence, Mention], named: list[tuple[Sentence, Mention]]) -> bool:
    """Whether a line that is nothing but a name stands in a form's list of such lines."""
    if not _is_bare(*item):
        return False
    near = {
        str(mention.value)
        for sentence, mention in named
        if abs(sentence.index - item[0].index) <= _OPTIONS_NEAR and _is_bare(sentence, mention)
    }
    return len(near) >= _OPTIONS


def _is_bare(sentence: Sentence, mention: Mention) -> bool:
    rest = sentence.text[: mention.at] + sentence.text[mention.to :]
    return not re.search(r"[^\W\d_]{3,}", rest)


def _names_a_tumour(sentence: Sentence, mention: Mention) -> bool:
    if _SERVICE.match(sentence.text, mention.to):
        return False
    if mention.words.lower().startswith("ewing") and _PERSON_BEFORE.search(sentence.text[: mention.at]):
        return False
    return mention.words != "PNET" or not _PANCREAS.search(sentence.text)


def _fits(sentence: Sentence, mention: Mention, known: set[str], vocabulary: Vocabulary) -> bool:
    """ "SS" is synovial sarcoma in a note that names it, or beside another sarcoma; never in a line of capitals."""
    term = str(mention.value)
    if term in known or any(term in vocabulary.ancestors(other) for other in known):
        return not sentence.text.isupper()
    beside = {
        str(item.value) for item in sentence.mentions if item.kind == "histology" and item.role == "histology"
    }
    sarcomas = {code for code in beside if vocabulary.terms[code].more.get("family") in SARCOMA_FAMILIES}
    return bool(sarcomas) and mention.words != "AS" and not sentence.text.isupper()


def _fact(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    vocabulary: Vocabulary,
    named: list[tuple[Sentence, Mention]],
) -> Fact | None:
    term = vocabulary.terms[str(mention.value)]
    if is_payers_mark(sentence, mention):
        return None
    sarcoma = str(term.more.get("family", "")) in SARCOMA_FAMILIES
    presence = presence_of(reading, sentence, mention, sarcoma=sarcoma)
    if presence is None:
        return None
    value = Histology(
        code=term.id, name=term.name, icdo3=str(term.more["icdo3"]) if "icdo3" in term.more else None,
        family=str(term.more.get("family", "")), is_a=vocabulary.ancestors(term.id),
        confirmed_by=_confirmed_by(reading, sentence),
    )  # fmt: skip
    if "other_cancer" in value.is_a and reading.document == "clinic" and presence == "present":
        if is_another_persons(sentence, mention):
            return None
        day = _own_day(reading, sentence, mention)
        if is_only_talked_of(sentence, mention) or is_not_yet_malignant(
            sentence, mention, day, reading.note.note_date
        ):
            presence = "uncertain"
    once = (
        was_once_thought(sentence, mention, named)
        or is_taken_back(sentence, mention)
        or is_first_reading(sentence, mention, named)
    )
    return fact_from(
        reading, sentence, [mention], kind="histology", value=value, presence=presence,
        about="other_tumour" if _is_of_long_ago(reading, sentence, mention, named)
        else _about(reading, sentence, term, vocabulary, named),
        standing="superseded" if once else "stands", time="past" if once else None,
        person="relative" if _is_the_relatives(sentence, mention, named) else None,
    )  # fmt: skip


def _own_day(reading: Reading, sentence: Sentence, mention: Mention) -> dt.date | None:
    """The first day that stands behind the name in its sentence."""
    note = reading.note
    found = dates_in(
        sentence.text[mention.to :], anchor=note.note_date, order=day_order(note.text, note.note_date)
    )
    return found[0].date if found else None


def _is_of_long_ago(
    reading: Reading, sentence: Sentence, mention: Mention, named: list[tuple[Sentence, Mention]]
) -> bool:
    """Whether a clinic's list dates the type years before another one that it names: "Gastric GIST 2013, resected"."""
    year = _ITS_YEAR.match(sentence.text, mention.to)
    day = reading.note.note_date
    if not year or not day or reading.document != "clinic" or day.year - int(year[1]) < _YEARS_BEFORE:
        return False
    return any(
        other.value != mention.value
        and other.assertion.presence == "present"
        and other.assertion.person == "patient"
        and not _ITS_YEAR.match(near.text, other.to)
        for near, other in named
    )


def _is_the_relatives(sentence: Sentence, mention: Mention, named: list[tuple[Sentence, Mention]]) -> bool:
    """ "The ovarian cancer" of a letter that named it only as the mother's is hers."""
    others = [other for near, other in named if other.value == mention.value and near.index < sentence.index]
    told = bool(others) and all(other.assertion.person == "relative" for other in others)
    return told and bool(re.search(r"\b(?:the|that|this) $", sentence.text[: mention.at], re.IGNORECASE))


def _about(
    reading: Reading,
    sentence: Sentence,
    term: Term,
    vocabulary: Vocabulary,
    named: list[tuple[Sentence, Mention]],
) -> About:
    """A carcinoma is the tumour in question only in a pathology report that finds no sarcoma."""
    family = str(term.more.get("family", ""))
    found = {
        str(vocabulary.terms[str(mention.value)].more.get("family", ""))
        for _, mention in named
        if mention.assertion.presence == "present" and mention.assertion.person == "patient"
    }
    if family in SARCOMA_FAMILIES:
        mixed = "carcinosarcoma" in found or "mixed_tumour" in found
        part = bool(term.more.get("generic")) or bool(_COMPONENT.search(sentence.text))
        return "other_tumour" if mixed and part else "this_tumour"
    if reading.document != "pathology" or "benign" in vocabulary.ancestors(term.id):
        return "other_tumour"
    if family in {"carcinosarcoma", "mixed_tumour"}:
        return "this_tumour"
    beside = bool(found & (SARCOMA_FAMILIES | {"carcinosarcoma"}))
    return "other_tumour" if beside or sentence.section == "request" else "this_tumour"


def _confirmed_by(reading: Reading, sentence: Sentence) -> ConfirmedBy:
    """ "pathology" in a pathology report or a sentence that quotes the biopsy, "imaging" in an imaging report."""
    if reading.document == "pathology":
        return "pathology"
    if reading.document in _IMAGING:
        return "pathology" if _PROVEN.search(sentence.text) else "imaging"
    if _BIOPSY.search(sentence.text) and not _TO_COME.search(sentence.text):
        return "pathology"
    return "clinical"
