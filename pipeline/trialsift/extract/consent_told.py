"""A study's consent and its signature, wherever the two stand in a sentence.

The pack finds the word for the consent or its form. That it is this study's, and that it was signed, is told before
or behind it, in a form's row, or by a signature alone ("signed for the study").
"""

import re

from trialsift.extract.quick import quick
from trialsift.extract.told import Said, Told

_CONCEPT = "informed_consent"
_STUDY = (
    r"(?:stud(?:y|ies)|trial|protocol|research (?:project|programme|study)|NCT ?\d{6,}|(?-i:[A-Z]{2,}\w*(?:[ -][A-Z0-9]+)*[- ]?(?:\d|(?:study|trial|"
    r"protocol))\w*|[A-Z]{3,}-[A-Z]{2,}\w*))"
)
_NAMES_STUDY = quick(rf"\b{_STUDY}\b", re.IGNORECASE)
_SIGNED = quick(
    r"\b(?:signed|signs|countersigned|co-signed|signature (?:was |is |has been |were )?(?:obtained|given|present|dated|in place)|"
    r"(?<!not )(?:obtained|granted)|gave|provides|provided (?!that)|given(?= in writing| on \d| and (?:dated|signed)| today| yesterday)|consented|thumb ?print(?:ed)?)\b|"
    r"(?:[:=|-] ?|\bform ?)(?:\[ ?[xX\u2713] ?\]|[\u2611\u2612\u2713\u2714]|yes\b(?! ?/)|done\b|completed\b|taken\b|given\b|in file\b)",
    re.IGNORECASE,
)
_NOT_YET = quick(
    r"\b(?:not|n.t|never|no|nor|without|unsigned|pending|awaiting|awaited|outstanding|will|would|shall|should|must|may|might|can|could|needs?|need|to be|to (?:sign|"
    r"obtain|take|get|give|read|consider|think)|before|until|once|when|"
    r"if|unless|whether|after signing|tomorrow|declin\w+|refus\w+|withdr\w+|revok\w+|verbal(?:ly)?|oral(?:ly)?|ask(?:ed|s)?|wants? to|wishes to|intends|hopes|"
    r"ready to|willing to|prepared to|happy to|"
    r"required|requires|invalid|expired|missing|lost|discuss(?:ed|ion)?(?= (?:only|next))|for (?:his|her|their) (?:wife|husband)|declare)\b|_{2,}|\.{4,}|\?",
    re.IGNORECASE,
)
_ANOTHERS = quick(
    r"\b(?:registry|registries|bio ?-?bank\w*|tissue|sleep|questionnaire|observational|genetics?|survey|quality of life|photograph\w*|samples?|data (?:protection|"
    r"sharing|transfer)|other (?:study|trial)|another|previous|earlier|"
    r"(?:wife|husband|son|daughter|mother|father|brother|sister|parents?|partner|relatives?|surgeon|investigator only|doctor) (?:signed|has signed|gave)|(?:by|"
    r"from) (?:the |his |her )?(?:wife|husband|son|daughter|mother|father|brother|sister|partner))\b",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^(?: (?:form|forms|sheet|document|paper|papers|module|declaration|was|has been|is|signed|obtained|given|taken|and|dated)){0,8}(?: v(?:ersion)?\.? ?\d[\d.]{0,5})?(?: (?:for|"
    r"to|of|in|into|on|regarding|re)\b| ?[:(-]| ) ?(?P<what>[^.;,|:]{0,60})",
    re.IGNORECASE,
)
_AN_OBJECT = re.compile(
    r"^(?: (?:form|forms|sheet|document|paper|papers))?(?: (?:was|has been|is|signed|obtained|given|taken|and|dated))* (?:for|to|of|in|into|regarding|re)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?<!\bv)(?<!\d)[.;](?!\d)|\bbut\b|\bhowever\b", re.IGNORECASE)
_FORM_OF_STUDY = re.compile(r"ICF|PICF|signed (?:up )?(?:for|to|into)", re.IGNORECASE)


def consent(place: Told) -> Said | None:
    """Signed consent to a study; whatever is still to be signed, handed out, or another's says nothing here."""
    text, at, to = place.sentence.text, place.mention.at, place.mention.to
    before = _CLAUSE.split(text[:at])[-1]
    after = _CLAUSE.split(text[to:], maxsplit=1)[0]
    clause = f"{before}{place.mention.words}{after}"
    if _NOT_YET.search(_without_times(clause)) or _ANOTHERS.search(clause):
        return None
    own_form = bool(_FORM_OF_STUDY.search(place.mention.words))
    if not (_SIGNED.search(clause) and (own_form or _is_of_study(before, place.mention.words, after))):
        return None
    if own_form and _AN_OBJECT.match(after) and not _is_of_study("", "", after):
        return None
    return Said(_CONCEPT, "present")


def _without_times(clause: str) -> str:
    """The clause without what was done before the signature: "after having time to consider, he signed"."""
    return re.sub(
        r"\b(?:after|having had|following)\b[^.;]{0,60}?\b(?=(?:he|she|they|the patient|patient|pt|has|signed|consent)\b)|\b(?:before|prior to) any (?:study |trial |"
        r"specific )*procedures?\b|"
        r"\b(?:all|any) questions (?:were )?answered\b|\bno (?:further |open )?questions\b|\bnext (?:visit|appointment)\b[^.;]*$",
        " ", clause, flags=re.IGNORECASE,
    )  # fmt: skip


def _is_of_study(before: str, words: str, after: str) -> bool:
    """Whether the consent is to a study: what it is for says so, or, where nothing does, the words before it."""
    object_of = _FOR.match(after)
    if object_of and _NAMES_STUDY.search(object_of["what"][:60]):
        return True
    if _AN_OBJECT.match(after):
        return False
    return bool(
        _NAMES_STUDY.search(words) or _NAMES_STUDY.search(before[-60:]) or _NAMES_STUDY.search(after[:20])
    )
