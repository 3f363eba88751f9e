"""Whose an illness is: the patient's, a relative's, or both where a form asks of both."""

import re

from trialsift.extract.condition_own import OWN_DEED, is_anothers_deed
from trialsift.extract.condition_status import concept_of
from trialsift.extract.form import answer_at, clause_of
from trialsift.extract.reading import Mention, Sentence

_IN_FAMILY = re.compile(
    r"\b(?:in family|(?:in|or|nor|and) (?:the|his|her|their) (?:immediate |wider |extended |close )?(?:family|relatives)|"
    r"(?:patient|self|personal) (?:or|nor|and|/) (?:in )?(?:family|relatives)|"
    r"family history|fam(?:ily)?\.? (?:hx|h/o|hist)|fhx?|familial|run(?:s|ning)? in|relatives?|kin(?:dred|sman|smen|sfolk)?|family members?|"
    r"(?:his|her|their|the) family (?:has|have|had|is|are|history))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"\b(?:personal|own|patient|self) ?(?:or|and|/|nor) ?(?:in )?(?:the )?family(?: history| hx)?\b|\bpers\.? (?:or|and|/) fam\.? |\bfamily ?(?:or|and|/|nor) ?(?:personal|own) (?:history|hx)\b",
    re.IGNORECASE,
)
# "No inherited long QT", "nobody with long QT": of the heart's rhythm these are asked of the relatives.
_HEREDITARY = re.compile(
    r"\b(?:heredit\w+|inherited|familial|nobody|no ?-? ?one|any ?-? ?(?:one|body)|fm ?hx|fam\.? ?(?:hx|history|anamnesis)|family anamnesis|f ?/ ?h(?: ?/ ?o)?|your family)\b",
    re.IGNORECASE,
)
_OF_RHYTHM = frozenset(
    {"long_qt_syndrome", "inherited_heart_disease", "sudden_cardiac_death", "cardiac_disease", "arrhythmia"}
)
_OF_BOTH = re.compile(
    r"^ ?\( ?(?:patient|personal|self|own) ?(?:/|or|and) ?fam(?:ily)?\.? ?\)", re.IGNORECASE
)
_FAMILY_BESIDE = re.compile(r"\bfam(?:ily)?\.? ?$|\( ?(?:in )?(?:the )?fam(?:ily)? ?\)", re.IGNORECASE)
_FAMILY_CELL = re.compile(r"^(?:family(?: history| hx)?|fhx?|fam\.? ?hx) ?:?$", re.IGNORECASE)
_OF_THE_DEAD = re.compile(r"\b(?:died|dead|deaths?)\b", re.IGNORECASE)
_OWN_WORDS = re.compile(r"\bpersonal\b", re.IGNORECASE)
# Under the heading of the family: "sister bowel cancer, she herself has never had …".
_SELF_BEFORE = re.compile(
    r"\b(?:herself|himself|personally|(?<!of )(?<!of the )(?:patient|pt) (?:has|had|is|denies|reports)) ?(?:\w+ ){0,3}$|\b(?:her|his) own (?:\w+ ){0,2}$|\bpersonal(?:ly)?:? $",
    re.IGNORECASE,
)
_FAMILY_JUST_BEFORE = re.compile(
    r"\b(?:family|familial|fam) $", re.IGNORECASE
)  # "no family [history of cancer]"
_STOPPED = re.compile(r"^ ?\. [A-Z]")
_PARENTS = re.compile(
    r"\b(?:parents?|mother|father|siblings?|brothers?|sisters?|children|sons?|daughters?)\b", re.IGNORECASE
)


def persons_of(sentence: Sentence, mention: Mention, *, own: bool) -> tuple[str | None, ...]:
    """Whose it is; "personal or family history of" asks of both."""
    before = clause_of(sentence, mention)[0]
    if concept_of(mention) in OWN_DEED:
        return ("relative",) if is_anothers_deed(sentence, mention) else ("patient",)
    if concept_of(mention) == "sudden_cardiac_death" and _OF_THE_DEAD.search(mention.words):
        return ("relative",)
    both = _BOTH.search(before) or _OF_BOTH.match(sentence.text[mention.to :])
    return ("patient", "relative") if both else (_person(sentence, mention, own=own),)


def _person(sentence: Sentence, mention: Mention, *, own: bool) -> str | None:
    """Whose it is, where not the words around decide; a relative named behind a full stop begins another sentence."""
    cues = mention.assertion.cues
    elsewhere = _STOPPED.match(sentence.text[mention.to :]) and not any(
        cue.lower() in sentence.text[: mention.at].lower() for cue in cues
    )
    if own or _is_driven(sentence, mention) or (elsewhere and sentence.section != "family_history"):
        return "patient"
    if sentence.cells and _FAMILY_CELL.match(sentence.text[slice(*sentence.cells[0])]):
        return "relative"
    before, after = clause_of(sentence, mention)
    if _FAMILY_JUST_BEFORE.search(before):
        return "relative"
    if _OWN_WORDS.search(mention.words) or _SELF_BEFORE.search(before):
        return "patient"
    answer = answer_at(sentence, mention)
    behind = after[: max(0, answer.to - mention.to)] if answer else after
    words = (_IN_FAMILY, _FAMILY_BESIDE, *([_HEREDITARY] if concept_of(mention) in _OF_RHYTHM else []))
    named = any(word.search(side) for word in words for side in (before, mention.words, behind))
    return "relative" if named else None


def _is_driven(sentence: Sentence, mention: Mention) -> bool:
    """Whether the relative that is named only brings the patient: "son will drive, NKDA" is a list of two things."""
    said = mention.assertion
    if said.person != "relative":
        return False
    return any(
        item.to <= mention.at
        and concept_of(item) == "access_barrier"
        and all(cue.lower() in item.words.lower() for cue in said.cues if _PARENTS_OR_OTHERS.search(cue))
        and re.match(r" ?[,;/|\u2013-]", sentence.text[item.to :])
        and not _PARENTS_OR_OTHERS.search(sentence.text[item.to : mention.at])
        for item in sentence.mentions
        if item.kind == "condition"
    )


_PARENTS_OR_OTHERS = re.compile(
    rf"{_PARENTS.pattern}|\b(?:wife|husband|partner|niece|nephew|aunt|uncle|cousin|family|relatives?|neighbou?r|friend)\b",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"\b(?:parents?|mother|father|siblings?|brothers?|sisters?|children|sons?|daughters?|wife|husband|baby)"
    r"(?: (?:is|are|was|were|all|both|alive|and|also|remains?|keeps?|otherwise|aged? \d+|,))* ?$",
    re.IGNORECASE,
)


def is_of_a_relative(sentence: Sentence, mention: Mention) -> bool:
    """Whether the words directly before a bare "fit and well" name a relative: "mother alive, fit and well"."""
    return mention.assertion.person == "relative" or bool(_WELL.search(clause_of(sentence, mention)[0][-60:]))


def is_of_family(sentence: Sentence, mention: Mention) -> bool:
    """Whether it is a relative who is well: "both parents in good health"."""
    return mention.assertion.person == "relative" or bool(
        _PARENTS.search(clause_of(sentence, mention)[0][-60:])
    )
