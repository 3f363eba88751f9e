"""Words of treatment that mean something else: "QT" of a heart, "nil rx" of another illness."""

import re

from trialsift.extract.reading import Mention, Sentence

_HEART_WAVE = re.compile(
    r"\b(?:long|prolonged|corrected|short|normal|borderline|increased|family) (?:corrected )?qt\b|\bqt (?:interval|syndrome|prolong\w*|dispersion|time|=|:|\d|corrected)|"
    r"\b(?:for|due to|because of|on account of|from) (?:the |a )?qt\b|"
    r"\b(?:ecg|ekg|sinus|sudden|cardiac|qtc|ms|msec|dual|antiplatelet|hypokal\w+|arrhythm\w+)\b",
    re.IGNORECASE,
)
_AGREED = re.compile(
    r"\b(?:consents?|consented|consenting|would(?: not|n.t)? (?:accept|have|take)|(?:will|does|do)(?: not|n.t) accept|accepts|agrees?|agreed|"
    r"objects?|opposed)(?: (?:to|for|with|having|receiving|a|any|the|blood)){0,3} ?$",
    re.IGNORECASE,
)
_READY = re.compile(
    r" ?(?:[x:-]? ?(?:\d|one|two|three|four) ?(?:units?|u|bags?|pints?)?)? ?(?:were |was |are |is |kept |to be )?"
    r"(?:reserved|cross ?-?matched|x ?-?matched|available|requested|ordered|on (?:standby|hold)|ready|booked|grouped)\b",
    re.IGNORECASE,
)
# What somebody would bear, not what was done: "tolerates operation", "can withstand a major operation".
_BORNE = re.compile(
    r"\b(?:tolerates|(?:can|could|may|will|would|should|able to|likely to|expected to|unable to|cannot)(?: (?:well|safely|certainly|probably))? "
    r"(?:tolerate|undergo|withstand|stand|bear|endure|cope with)|(?:tolerance|tolerability|fitness|clearance|readiness|reserves?|capacity) (?:of|for|to)|cleared for|optimi[sz]ed for)"
    r" (?:(?:the|an?|any|this|her|his|such|planned|proposed|possible|major|elective|surgical|radical|limb ?-?sparing|general|anaesthe\w+|anesthe\w+|and|or|/) ?){0,5}$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r" ?(?:\([^)]{1,20}\) ?)?:")
_ILLNESS_BEFORE = re.compile(
    r"[ ,:(-]*(?:(?:is|was|remains|still|has|had|currently|mild|on|in|genotype \w+|(?:19|20)\d\d) ?[,;(-]? ?){0,3}"
)
_CANCERS = frozenset({"named_cancer", "cancer_word"})
_ONCOLOGY = re.compile(r"oncolog|cancer hist|cancer hx|tumou?r hist", re.IGNORECASE)  # the field's name
_FOR_WHAT = re.compile(r" (?:for|of) (?P<what>(?:(?:the|her|his|this|that|any|a|an) )?[\w-]+(?: [\w-]+)?)")
_OF_THE_TUMOUR = re.compile(
    r"\b(?:(?:it|this|that)(?= ?$| (?:so|yet|to|until|up|now|at|in|as|before|by|here|was|has|had|is)\b)|"
    r"\w*sarcoma\w*|tumou?r\w*|cancer\w*|malignan\w*|disease|mass|lump|lesion|swelling|primary|any (?:sort|kind|type|form)|limb|thigh|ups|lms|recurrence|"
    r"calf|leg|arm|forearm|shoulder|buttock|groin|knee|foot|hand|back|trunk|hip|axilla|pelvi\w+|retroperiton\w+|abdom\w+|chest wall|left|right|neoplas\w*|present\w*|current\w*|\d+)\b",
    re.IGNORECASE,
)


def is_heart_wave(sentence: Sentence, mention: Mention) -> bool:
    """Whether "QT", Portuguese for chemotherapy, is the interval of an electrocardiogram."""
    return mention.words == "QT" and bool(_HEART_WAVE.search(sentence.text))


# A report on a specimen names the operation that it came from: what it denies there is a tumour.
_NOT_OPERATED = re.compile(r"\b(?:no|without|denies|never had|nil) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
_KEYHOLE = re.compile(
    r"\b(?:trocars?|laparoscop\w+|thoracoscop\w+|arthroscop\w+|insufflat\w+|veress|pneumoperitoneum|abdominal cavity|\d+ ?-? ?mm(?: [a-z]+){0,2} ?ports?)\b",
    re.IGNORECASE,
)


def is_keyhole(sentence: Sentence, mention: Mention) -> bool:
    """Whether a port that was placed is one that a surgeon looks or works through."""
    return mention.words.lower().startswith("port") and bool(_KEYHOLE.search(sentence.text))


def is_radiologist(sentence: Sentence, mention: Mention) -> bool:
    """Whether "Rads:", "Rads (initials):" or "IO:" opens what a radiologist or an internist said at a meeting."""
    opens = not sentence.text[: mention.at].strip(" -*\u2022")
    return (
        mention.words.lower() in {"rads", "io"} and opens and bool(_SPEAKS.match(sentence.text, mention.to))
    )


def is_blood_agreed_to(sentence: Sentence, mention: Mention) -> bool:
    """Whether blood is only agreed to or kept ready: "consent to transfusion: yes", "would accept blood", "PRBC 2 units reserved"."""
    return bool(_AGREED.search(sentence.text[: mention.at]) or _READY.match(sentence.text, mention.to))


# A count of units that opens a line, behind its day and a haemoglobin alone: "15-3 PRBC 1 u", "Hb 6.9. 2 u PRBC".
_OPENS_LINE = re.compile(
    r"\W*(?:\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})?\b)?[ :,-]*(?:(?:hb|hgb) [\d.]+ ?(?:g/?d?l)?[ ,;.>-]*)?",
    re.IGNORECASE,
)


def is_entered(sentence: Sentence, mention: Mention) -> bool:
    """Whether a sheet enters units of blood on their day, with nothing that orders or plans them."""
    return (
        mention.rule_id == "treatment.units"
        and sentence.section not in _AHEAD
        and _OPENS_LINE.fullmatch(sentence.text[: mention.at]) is not None
        and not _ORDERED.search(sentence.text[mention.to :])
    )


_AHEAD = frozenset({"plan", "recommendation"})
_ORDERED = re.compile(
    r"\b(?:if|to be|for|arrang\w+|order\w*|request\w*|reserv\w+|cross ?-?match\w*|x ?match\w*|group\w*|"
    r"sav\w+|book\w*|plan\w*|available|standby|hold|tomorrow|ready|needed|required|should|will|not|nil|advised|asked)\b|\?",
    re.IGNORECASE,
)


def is_borne(sentence: Sentence, mention: Mention) -> bool:
    """Whether an operation is only what somebody is fit for: "tolerates operation, no special contraindication"."""
    return bool(_BORNE.search(sentence.text[: mention.at]))


def is_of_an_illness(sentence: Sentence, mention: Mention) -> bool:
    """Whether what has no treatment is another illness: "HTN, nil rx", "no treatment for her gout"."""
    behind = _FOR_WHAT.match(sentence.text[mention.to :])
    if behind and not _OF_THE_TUMOUR.search(behind["what"]):
        return True
    illnesses = [item for item in sentence.mentions if item.kind == "condition" and item.role not in _CANCERS]
    if any(item.at == mention.to + 1 for item in illnesses):
        return True  # "treatment-naive hepatitis C"
    return any(
        isinstance(item.value, str)
        and not _ONCOLOGY.match(item.words)
        and (
            _ILLNESS_BEFORE.fullmatch(sentence.text[item.to : mention.at])
            or item.to <= sentence.label_to <= mention.at
        )
        for item in illnesses
        if item.to <= mention.at
    )


def is_denied(sentence: Sentence, mention: Mention) -> bool:
    """Whether a denial stands right before an operation: "no prior surgery", but not "no tumour in the resection"."""
    return bool(_NOT_OPERATED.search(sentence.text[: mention.at]))
