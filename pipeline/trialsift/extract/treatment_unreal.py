"""Treatments that a sentence names and nobody was given: in a criterion, a request to write down, an allergy."""

import re

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_CRITERION = quick(
    r"\b(?:ex|in)clu(?:sion|des?|ded)(?: criteri\w+)?(?: \d{1,2})?[.)]? ?[:-][^.;]{0,90}$|"
    r"\b(?:patients|subjects|participants|women|men|anyone|those) (?:who (?:have|had|has|received)|with|must|should|may|receiving|having|on)\b[^.;]{0,90}$|"
    r"\b(?:criteri\w+|protocol|eligib\w+|trial|study) (?:for (?:the )?(?:trial|study) )?(?:requires?|excludes?|allows?|states?|demands?|forbids?|prohibits?|permits?|needs?|says?)\b[^.;]{0,90}$",
    re.IGNORECASE,
)
_TO_WRITE = quick(
    r"\b(?:please|kindly) (?:\w+ )?(?:record|list|enter|specify|state|give details|tick|complete|write|note|document|indicate|provide|attach|send|confirm|ask|check)\b[^.;]{0,60}$|"
    r"\b(?:worr(?:ied|ies|y)|anxious|anxiety|fear(?:s|ful)?|scared|frightened|afraid|concern(?:ed|s)?|questions?|queries|asks?|asked|asking|read(?:ing)?|talk(?:ed)?|enquir\w+|inquir\w+|"
    r"opinions?|info|information|details?|records?|documents?|literature|article|rules?) "
    r"(?:about|of|on|over|regarding|re)(?: (?:the|her|his|having|possible|future|any|needing))* ?$",
    re.IGNORECASE,
)
# What somebody has heard or thinks of a treatment was not given for it: "has read that chemotherapy does not work".
_HEARSAY = re.compile(
    r"\b(?:(?:has|have|had) (?:read|heard)|reads?|heard|believes?|thinks?|understands|told|aware|convinced|hopes?|fears?) that (?:the |his |her )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_IN_GENERAL = re.compile(
    r"^ (?:does|do|would|will|can|could|may|might|is|are|rarely|seldom|often|works?|helps?|cures?)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:policy|guidelines?|guidance|standard (?:of care|practice|treatment|approach)|practice|convention|custom)(?: here| locally)? (?:is|are|was|would be|says?|recommends?|suggests?|"
    r"advises?|demands?)\b[^.;]{0,50}$|"
    r"\b(?:response|survival|cure|failure) rates? (?:to|with|of|after|on)\b[^.;]{0,20}$",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\b(?:preferred (?:over|to)|rather than|instead of|in preference to|in lieu of|(?:as an )?alternatives? to|superior to|compared (?:with|to)|versus|vs\.?|better than|"
    r"in place of)(?: (?:the|any|more))* ?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_ALLERGY = quick(
    r"\b(?:allerg(?:y|ies|ic)|hypersensitiv\w+|anaphyla\w+|ADRs?|adverse drug reactions?|intoleran(?:t|ces?)|sensitiv(?:e|ity|ities)|contra ?-? ?indicat\w+)"
    r"(?: (?:reactions?|known|to|of|history|status|documented|severe|mild))*[ :(-]*(?:[\w-]+(?: \([^)]*\))?(?:, | and | or |/| & )){0,4}(?:(?:the|any|all) )?$",
    re.IGNORECASE,
)
_ALLERGY_BEHIND = re.compile(
    r"^[ -]*(?:drug )?(?:allergy|allergic|hypersensitivity|intolerance)\b(?! (?:in|on) )", re.IGNORECASE
)

# What stands below the heading of allergies and tells of a treatment or denies one.
_OTHERWISE = re.compile(
    r"\b(?:had|received|completed|given|finished|cycles?|no|never|not|nil|none|den(?:ies|ied)|prior|previous|currently|started|stopped|since|underwent|mg)\b",
    re.IGNORECASE,
)


def is_only_named(sentence: Sentence, mention: Mention, *, dated: bool) -> bool:
    """Whether nothing of the patient's treatment is told: "Exclusion: prior X", "please record any X", "allergic to X".

    A day tells that a drug was given, whatever came of it.
    """
    before, after = clause_of(sentence, mention)
    if (
        _CRITERION.search(before)
        or _TO_WRITE.search(before)
        or (not dated and (_INSTEAD.search(before) or _RULE.search(before)))
    ):
        return True
    if not dated and _HEARSAY.search(before) and _IN_GENERAL.match(after):
        return True
    listed = sentence.section == "allergies" and not _OTHERWISE.search(sentence.text)
    return not dated and bool(listed or _ALLERGY.search(before) or _ALLERGY_BEHIND.match(after))
