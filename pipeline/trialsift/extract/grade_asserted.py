"""Whether a grade is said of the tumour, is only thought, or is not said of it at all.

Doubt about the type of tumour ("high-grade sarcoma, favour leiomyosarcoma") leaves the grade as it is;
an impression from imaging or a referral's word is no pathologist's grade.
"""

import re
from functools import lru_cache

from trialsift.extract.histology_asserted import is_in_list
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.which_tumour import Tumour
from trialsift.extract.whose_word import experts_disagree, is_asked, is_hearsay

_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_PATHOLOGY_QUOTED = quick(
    r"\b(?:biops\w+|histolog\w+|patholog\w+|core bx|bx|path|fnclcc|trojani|specimen|fna)\b", re.IGNORECASE
)
_LOOKS = re.compile(
    r" ?(?:looking|nuclear features|cytolog\w+ features|appearing|appearances?|features on|on (?:mri|ct|imaging))\b",
    re.IGNORECASE,
)
_IMAGED = re.compile(
    r"\b(?:mri|ct|pet|ultrasound|scan|imaging|radiolog\w+|radiographic\w*|appearances?)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_PREFERRED = re.compile(
    r"\b(?:preferred|working|tentative) (?:interpretation|diagnosis|reading)\b|\b(?:provisionally|tentatively)\b",
    re.IGNORECASE,
)
_OPEN = quick(
    r"\bgrade (?:is |are |can )?not (?:be )?(?:definite|definitive|reliab|with certainty|certain)\w*(?: be)? (?:assign|determin|given|establish)\w*",
    re.IGNORECASE,
)
_SUSPECTED = re.compile(
    r"\b(?:suspect(?:s|ed|ing)?|query|worr(?:y|ied) about|tend(?:s|ing|ency)? (?:to|towards?)|lean(?:s|ing) (?:to|towards?)|(?:border(?:s|ing|line)|verg(?:es|ing)) (?:on|to|with)|"
    r"approach(?:es|ing)|close to|transition(?:al)? to)(?: (?:a|an|of|for|fnclcc))* $",
    re.IGNORECASE,
)
_TYPE_DOUBT = re.compile(
    r"favou?r\w*|versus|vs\.?|differential\w*|unlikely|likely|to be excluded|excluded?|possible|possibly|\?|suspicious\w*|cannot\b.*|rule out",
    re.IGNORECASE,
)
_OWN_AFTER = re.compile(
    r"[^.;,]{0,30}?\b(?:cannot|can not|could not|not|neither|is suspected|suspected|is (?:likely|possible|probable)|possible|likely|probable|\?)",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\b(?:neither|nor|affirmed|assured|certain|exclud\w+|ruled out|determin\w+|assess\w*)\b", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:no|not|without|nor|lacks?|lacking|no evidence of|free of)(?: (?:a|any|an|definite|convincing|overt|obvious|features of|areas? of))* $",
    re.IGNORECASE,
)
_FEATURE = re.compile(
    r" ?(?:component|features?|areas?|foci|elements?|transformation|change|histology|morphology|\)?[.,;]|$)",
    re.IGNORECASE,
)


def presence_of(
    reading: Reading, sentence: Sentence, mention: Mention, to: int, tumour: Tumour | None
) -> str | None:
    """present, absent or uncertain; None where the words say nothing about this tumour's grade."""
    within = _inside(mention, tumour)
    if within:
        said = within.mention.assertion.presence
        if said != "present":
            return None
    if _is_impression(reading, sentence, mention, to):
        return "uncertain"
    text, said = sentence.text, mention.assertion.presence
    if experts_disagree(reading, sentence) or _is_either(text, to) or _is_hedged(reading, text[: mention.at]):
        return "uncertain"
    if tumour and tumour.beside and mention.to <= tumour.mention.at and is_in_list(text[: mention.at]):
        return "uncertain"  # "favoured over a low grade nerve sheath tumour": the grade of what is only considered
    if said == "absent" or _DENIED.search(text[: mention.at]):
        return _denied(text, mention, to)
    if said == "uncertain" and not _is_doubt_of_type(sentence, mention, to):
        return "uncertain"
    return "uncertain" if is_asked(reading, sentence) else "present"


def _inside(mention: Mention, tumour: Tumour | None) -> Tumour | None:
    """The tumour whose very name holds the grade's words: "low-grade fibromyxoid sarcoma"."""
    if tumour and tumour.beside and tumour.mention.at <= mention.at and mention.to <= tumour.mention.to:
        return tumour
    return None


def _is_impression(reading: Reading, sentence: Sentence, mention: Mention, to: int) -> bool:
    text = sentence.text
    if _LOOKS.match(text, to) or _SUSPECTED.search(text[: mention.at]):
        return True
    if is_hearsay(reading, sentence, mention.at):
        return True
    quoted = bool(_PATHOLOGY_QUOTED.search(text))
    return not quoted and (reading.document in _IMAGING or bool(_IMAGED.search(text[: mention.at])))


@lru_cache(maxsize=4)  # asked once a grade, and the same for the whole note
def _leaves_open(text: str) -> bool:
    return _OPEN.search(text) is not None


def _is_hedged(reading: Reading, before: str) -> bool:
    """Whether the grade is only a preferred reading, or the note says that no grade can be given for certain."""
    return bool(_PREFERRED.search(before) or _leaves_open(reading.note.text))


def _is_either(text: str, to: int) -> bool:
    """ "High grade cannot be affirmed nor excluded" leaves it open."""
    return bool(_OWN_AFTER.match(text, to) and _EITHER.search(text[to : to + 80]))


def _denied(text: str, mention: Mention, to: int) -> str | None:
    """ "No high-grade component" is absent; "no recurrence of the high-grade sarcoma" says nothing of its grade."""
    if _DENIED.search(text[: mention.at]):
        if _EITHER.search(text[to:]):
            return "uncertain"
        return "absent" if _FEATURE.match(text, to) else None
    cue_before = any(cue and cue.lower() in text[: mention.at].lower() for cue in mention.assertion.cues)
    return None if cue_before else "present"


def _is_doubt_of_type(sentence: Sentence, mention: Mention, to: int) -> bool:
    """Whether the doubt stands after the grade and is about which tumour it is."""
    text = sentence.text.lower()
    for cue in mention.assertion.cues:
        word = cue.lower()
        if word in text[: mention.at] and not _TYPE_AFTER.search(text[: mention.at]):
            return False
        if not _TYPE_DOUBT.fullmatch(word):
            return False
    return not _OWN_AFTER.match(sentence.text, to)


# A doubt about the type that ends before the grade begins: "favour leiomyosarcoma; high grade".
_TYPE_AFTER = re.compile(r"favou?r\w*[^.]*[,;] $")
