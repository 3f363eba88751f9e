"""Whether tablets go down: what stands around the tablets, capsules or food that a note names.

A rule of the pack finds what is swallowed; that it is swallowed, and how well, is told before it ("no trouble with")
or behind it ("go down with water, no problem"). "Takes tablets for gout" says neither.
"""

import re

from trialsift.extract.condition_own import is_anothers_deed
from trialsift.extract.form import is_unanswered
from trialsift.extract.quick import quick
from trialsift.extract.told import Said, Told

_CONCEPT = "swallowing_difficulty"
_TROUBLE = r"(?:trouble|problems?|probs?|bother|difficult(?:y|ies)|issues?|concerns?|complaints?|hassle|pain|discomfort|dysphagia)"
_WELL = (
    rf"(?:(?:with ?)?no (?:\w+ )?{_TROUBLE}|(?:without|w/?o)(?: any| \w+)? {_TROUBLE}|well|fine|ok\b|okay|easily|normally|whole|unaided|all right|alright|"
    rf"not an? (?:problem|issue)|unproblematic|"
    r"(?:is |are )?(?:possible|feasible|tolerated|unimpaired|undisturbed|unremarkable|normal|unrestricted)|like (?:anyone|anybody))"
)
_FILL = (
    r"(?: (?:(?:is|are|was|were|all|still|quite|perfectly|absolutely|also|always|being|can be|taken|swallowed|with|one by one|by mouth|orally|po|per os|and|he|"
    r"she|they|down|go|goes|going|get|gets|a glass of water|water|a drink|food|yog\w+|milk|juice|puree|at present|now|reports?|says?)\b,?)|,){0,9}"
)
_SWALLOWS = r"(?:swallow(?:s|ing|ed)?|ingest(?:s|ing)?|deglut\w+|get(?:s|ting)? down)"
_TAKES = rf"(?:{_SWALLOWS}|take|takes|taking|manage|manages|managing|tolerate|tolerates|tolerating|handles?|copes? with|cope with|gets?|eats?|eat|have|has)"
_MODIFIER = (
    r"(?: (?:to|of|with|in|the|his|her|all|any|taking|swallowing|getting|large|bigger|and|or|food|solids|liquids|drink|drinks|either|at all|regarding|about|"
    r"re|for|eating|drinking|get|down|take|swallow)\b,?)*"
)
_BEFORE_NO_TROUBLE = quick(
    rf"\b(?:no|nil|without(?: any)?|never any|never had(?: any)?|not any|denies(?: any)?|nor any|free of) (?:(?:real|known|particular|specific|significant|further|"
    rf"swallowing|major) )*{_TROUBLE}{_MODIFIER} $",
    re.IGNORECASE,
)
_BEFORE_TROUBLE = quick(
    rf"\b(?:(?:has|have|having|with|much|some|severe|great|increasing|ongoing|marked|of|real) )*(?:trouble|problems|difficulty|difficulties|struggl(?:es|ing)|pain|"
    rf"dysphagia|chok(?:es|ing)|gag(?:s|ging))(?: (?:with|in|on|to|when|for))?{_MODIFIER} $",
    re.IGNORECASE,
)
_BEFORE_CANNOT = quick(
    rf"\b(?:cannot|can not|can.t|could not|couldn.t|unable to|not able to|no longer able to|fails to|inability to|incapable of|impossible to|too weak to|is not|"
    rf"does not|doesn.t)(?: (?:even|really|currently|safely|be able to|get|now|any longer))* {_TAKES}{_MODIFIER} $",
    re.IGNORECASE,
)
_CANNOT_SWALLOW = re.compile(rf"{_SWALLOWS}|get|manage|tolerate", re.IGNORECASE)
_BEFORE_CAN = quick(
    rf"\b(?:(?:can|could|able to|capable of|is|still|safe to|happy to|manages to|still able to|fit to) (?:(?:easily|safely|still|also|well|fully|readily) )*{_TAKES}|"
    rf"{_SWALLOWS}|(?:tolerat|manag)(?:es|ing)|copes (?:well )?with|gets (?:all )?)(?: (?:of|all|his|her|the|any|even|large|both|whole|food|liquids|solids|and|or|"
    rf"his own|her own|with)\b,?)* $",
    re.IGNORECASE,
)
_BEFORE_TAKES = quick(
    r"\b(?:takes?|taking|eats?|eating|has|uses)(?: (?:all|his|her|the|own|any|many|several|daily|of|oral))* $",
    re.IGNORECASE,
)
_BEHIND_WELL = re.compile(
    rf"^(?: (?:by mouth|orally|po|per os|whole|down|intake|swallowing))*,?{_FILL},? ?(?:[:=-] ?)?(?:{_FILL} )?(?P<well>{_WELL})\b",
    re.IGNORECASE,
)
_BEHIND_DOWN = re.compile(
    r"^ (?:(?:do|still|always|all|now|will) )*(?:go|goes|going|get|went|slip) (?:straight |all )?down\b(?! (?:badly|slowly|with (?:difficulty|trouble|pain)|only|the wrong|poorly))",
    re.IGNORECASE,
)
_BEHIND_BAD = re.compile(
    r"^(?: (?:by mouth|orally|po|whole|intake))*,? ?(?:[:=-] ?)?(?:(?:is|are|was|were|now|have|has|very|too|quite|become|becoming|often|always|sometimes|a|an|get|gets|keep|big|real) )*"
    r"(?:difficult|hard|impossible|problematic|problem|struggle|painful|not (?:possible|tolerated|swallowed)|stuck|stick|sticks|sticking|come (?:back|up)|"
    r"comes (?:back|up)|regurgitated|cannot be (?:swallowed|taken)|will not go down|do not go down|don.t go down|go down (?:badly|with (?:difficulty|pain|trouble)))\b",
    re.IGNORECASE,
)
_BY_TUBE = re.compile(
    r"^[^.;:]{0,40}\b(?:via|through|by|down) (?:(?:the|a|an|his|her) )?(?:peg|rig|ng|nj|nasogastric|gastrostomy|jejunostomy|feeding tube|tube|pej)\b",
    re.IGNORECASE,
)
_ANSWER = r"(?: ?\))? ?(?:[?:=\u2013-]{1,4}|\.{2,30}) ?(?:(?:a|answer|ans|pt|patient|he|she)\b ?[:.-]? ?)?(?:\[ ?[xX\u2713] ?\] ?)?"
_YES = re.compile(rf"{_ANSWER}(?:yes|y\b(?! ?/)|ja\b|s[iíì]\b|can\b|able\b|(?:{_WELL}))", re.IGNORECASE)
_NO = re.compile(
    rf"{_ANSWER}(?:no\b(?! {_TROUBLE})|n\b(?! ?/)|not able|unable|cannot|impossible)", re.IGNORECASE
)
_NONE = re.compile(rf"{_ANSWER}(?:no|none|nil|n|never|denie[sd])\b(?! ?/)", re.IGNORECASE)
_OPEN = re.compile(
    r"(?: ?\))? ?(?:[?:=]+ ?(?:$|_|\.\.|\(|\[ ?\]|y(?:es)? ?/ ?n|n/?a|[\u2610\u25a1])|_|\[ ?\])",
    re.IGNORECASE,
)
_ASKS_CAN = re.compile(
    rf"\b(?:can|able to|could|is|does|ability to|capable)\b[^.:;?]{{0,30}}\b{_TAKES}(?: \w+)? $|\b{_SWALLOWS}(?: \w+)? $",
    re.IGNORECASE,
)
_ASKS_TROUBLE = re.compile(rf"\b{_TROUBLE}\b[^.:;?]{{0,30}}$", re.IGNORECASE)
_UNREAL = quick(
    r"\b(?:if|whether|unless|must|should|shall|needs? to be|has to be able|have to be able|ask(?:ed|ing)?|please|patients?(?= (?:must|should|need|have|are|who|"
    r"unable|able))|participants|subjects|those|criteri\w+|eligib\w+|"
    r"until|once|when|in case|required|requires|advised|assess(?:ed|ment)?(?= of)|check|may|might|likely to|risk of|would|father|mother|husband|wife|brother|sister|"
    r"son|daughter|as (?:a )?(?:child|baby)|used to|previously|formerly|after (?:surgery|the operation))\b",
    re.IGNORECASE,
)
_AFTER_UNREAL = re.compile(
    r"^[^.;]{0,30}\b(?:is required|are required|are (?:not )?eligible|is an exclusion|only (?:if|when|with|crushed)|crushed|broken|halved|dissolved|if|unless|before|"
    r"last (?:week|month|year)|in 20\d\d|for (?:his|her|the) (?:heart|pressure|thyroid|diabetes|gout))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;](?!\d)|\bbut\b|\bhowever\b", re.IGNORECASE)
_OTHER_PAPERS = frozenset({"pathology", "mri", "ct", "pet", "ultrasound", "imaging", "labs"})


def swallowing(place: Told) -> Said | None:
    """Absent where tablets are swallowed, present where they are not; None where nobody says how."""
    text, at, to = place.sentence.text, place.mention.at, place.mention.to
    if place.reading.document in _OTHER_PAPERS:
        return None
    before = _CLAUSE.split(text[max(0, at - 100) : at])[-1]
    after = _CLAUSE.split(text[to : to + 90], maxsplit=1)[0]
    if _OPEN.match(after):
        return None
    if said := _answered(before, after):
        return said
    if is_unanswered(place.sentence, place.mention) or "?" in after[:2]:
        return None
    if is_anothers_deed(place.sentence, place.mention) or _is_only_tolerated(
        place.mention.words, before, after
    ):
        return None
    if _UNREAL.search(before) or _AFTER_UNREAL.match(after):
        return None
    return _told(before, after)


def _answered(before: str, after: str) -> Said | None:
    """The answer to "able to swallow tablets?" or "trouble with tablets?"."""
    if _ASKS_TROUBLE.search(before) and not _BEFORE_NO_TROUBLE.search(before):
        return Said(_CONCEPT, "absent") if _NONE.match(after) else None
    if not _ASKS_CAN.search(before) or _BEFORE_CANNOT.search(before):
        return None
    if _YES.match(after):
        return Said(_CONCEPT, "absent")
    return Said(_CONCEPT, "present") if _NO.match(after) else None


def _is_only_tolerated(words: str, before: str, after: str) -> bool:
    """Whether drugs agree with the patient: "tolerates all medicines" speaks of reactions, not of the gullet."""
    if re.search(r"tab|caps|pill|oral|dragee", words, re.IGNORECASE):
        return False
    return bool(
        re.search(r"\b(?:tolerat\w+|copes? with|handles?)(?: \w+)? $", before, re.IGNORECASE)
        or re.match(r"[^.;]{0,40}\b(?:tolerat\w+|reactions?|side effects?|allerg\w+)\b", after, re.IGNORECASE)
    )


def _told(before: str, after: str) -> Said | None:
    if _BEFORE_NO_TROUBLE.search(before):
        return Said(_CONCEPT, "absent")
    cannot = _BEFORE_CANNOT.search(before)
    if (cannot and _CANNOT_SWALLOW.search(cannot.group())) or (cannot and _BY_TUBE.match(after)):
        return Said(_CONCEPT, "present")
    if _BEFORE_TROUBLE.search(before):
        denied = re.search(r"\b(?:no|not|never|denies|without|nil|n.t)\b[^,]{0,30}$", before, re.IGNORECASE)
        return None if denied else Said(_CONCEPT, "present")
    if tube := _BY_TUBE.match(after):
        fed = re.match(
            r"^ (?:(?:all|now|currently) )*(?:are|is|go|goes|given|taken|being|administered|via|through|by)\b",
            tube.group(),
        )
        return (
            Said(_CONCEPT, "present")
            if fed and not re.search(r"\b(?:no|not|never)\b", f"{before}{tube.group()}")
            else None
        )
    if _BEHIND_BAD.match(after):
        denied = re.search(r"\b(?:no|not|never|n.t)\b", before, re.IGNORECASE)
        return None if denied else Said(_CONCEPT, "present")
    if re.search(r"\b(?:not|never|n.t|cannot|only|un)(?: \w+)? $", before, re.IGNORECASE):
        return None
    takes = _BEFORE_CAN.search(before) or _BEFORE_TAKES.search(before)
    gets = re.search(
        r"\bgets?(?: (?:all|his|her|the|of|his own|any))* $", before, re.IGNORECASE
    ) and re.match(r" down\b(?! (?:only|badly|with (?:difficulty|trouble|pain)))", after)
    if gets or _BEHIND_DOWN.match(after) or (takes and _BEFORE_CAN.search(before)):
        return Said(_CONCEPT, "absent")
    well = _BEHIND_WELL.match(after) or re.match(
        r"^ (?:taken |all )?(?:by mouth|orally|per os|p\.?o\.?) ?(?:$|[,)|])", after, re.IGNORECASE
    )
    alone = not before.strip() or re.search(
        r"(?:[,:]|\band|diet|normally|well|fine) ?$", before.strip(), re.IGNORECASE
    )
    return Said(_CONCEPT, "absent") if well and (takes or alone) else None
