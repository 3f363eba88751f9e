"""Readiness, consent and studies: whose statement it is, and the words of rules and scans that state none."""

import re

from trialsift.extract.form import clause_of
from trialsift.extract.reading import Mention, Reading, Sentence

# What only the patient's own word or deed settles.
OWN_DEED = frozenset({"willing_to_comply", "informed_consent", "trial_participation", "prior_enrolment"})
_STUDIES = frozenset({"trial_participation", "prior_enrolment"})
_SCANS = frozenset({"mri", "ct", "pet", "ultrasound", "imaging", "labs"})
_RELATIVE = (
    r"(?:wife|husband|partner|spouse|boyfriend|girlfriend|mother|father|mum|mom|dad|parents?|brothers?|sisters?|siblings?|sons?|daughters?|children|child|"
    r"aunt|uncle|cousin|niece|nephew|grand\w+|family|relatives?|friends?|neighbou?rs?|colleague|carers?|twin|in-laws?|mother in law|father in law)"
)
_HIMSELF = r"\b(?:he|she|patient|pt|mr|mrs|ms|miss|himself|herself|they|we|i)\b"
# What may stand between the one who is named and what is told: "his wife, a nurse, …", "his wife, who drives, …".
_THEN = rf"(?: of (?:his|hers|theirs|the patient)\b|,? who\b[^.;:]*|, an? [\w ]{{1,30}},)?(?:(?!{_HIMSELF})[^.;:,])*$"
_ANOTHER = re.compile(
    rf"(?:^|[,:\u2013-] ?|\b(?:and|but|that|because|as|since|while|whereas|also|where) )(?:(?:his|her|their|the|an?|my|one|both) )?(?:[a-z]+ )?"
    rf"{_RELATIVE}\b(?! of (?!his|hers|theirs|the patient)){_THEN}",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    rf"{_HIMSELF},? (?:and|&|as well as) (?:his |her |their |the )?{_RELATIVE}\b", re.IGNORECASE
)
_WITH_OTHERS = re.compile(rf"\b{_RELATIVE} (?:and|&) (?:{_HIMSELF})", re.IGNORECASE)
_SIGNED_BY = re.compile(
    rf"^(?: [\w-]+){{0,3}} (?:by|from|for) (?:(?:his|her|their|the|a) )?(?:[a-z]+ )?{_RELATIVE}\b",
    re.IGNORECASE,
)
_OF_PATIENTS = re.compile(
    r"\b(?:patients|participants|subjects|people|volunteers|those|anyone|anybody|individuals|candidates)\b[^.;]*$|"
    r"\b(?:must|should|shall|has to|have to|needs? to|required to|expected to|may|might) (?:not )?(?:be |have |also )*$",
    re.IGNORECASE,
)
_OF_RULES = re.compile(
    r"^[^.;]{0,40}\b(?:is|are|will be|would be|was|were)? ?(?:not )?(?:permitted|allowed|excluded|eligible|(?<!as )(?<!when )(?<!where )(?<!if )required|an exclusion|a requirement|mandatory)\b",
    re.IGNORECASE,
)
# "No prior studies for comparison", "no trials open for this type": of scans, and of what is on offer.
_OF_SCANS = re.compile(
    r"^[^.;]{0,30}\b(?:compar\w+|available|on file|on pacs|open|recruiting|running|suitable|on offer)\b|^ (?:of|for|with|at|in|on) (?:the |her |his |this |our |an? )?"
    r"(?!(?:the|her|his|this|our|an?|drug|last|past|previous|study|trial|clinical)\b|\d)\w+",
    re.IGNORECASE,
)
_OFFERED = re.compile(
    r"\b(?:there (?:is|are|was|were)|we have|we had|centre has|offers?) (?:currently )?$", re.IGNORECASE
)
# "He declined the trial in 2019": what was offered then is not what is offered now.
_OTHER_YEAR = re.compile(
    r" (?:in|of|back in) (?:(?:19|20)\d\d|the past)\b|,? (?:\w+ )?years ago\b", re.IGNORECASE
)
# "Consent for participation in the clinical trial": the one that is talked of, not one that is on.
_CONSENTED = re.compile(
    r"\b(?:consent\w*|icf|pis|information (?:sheet|leaflet)|leaflet|eligib\w+|candidate|suitable)\b[^.;]{0,50}$",
    re.IGNORECASE,
)
_TAKING_PART = re.compile(
    r"\b(?:in|on|into|part|particip\w+|enrol\w*|entered|random\w*|recruited|joined|involve\w*|research|history)\b",
    re.IGNORECASE,
)
_NAMES_TRIAL = re.compile(
    r"trial|particip|research|enrol|random|protocol|other|never|drug|clinical", re.IGNORECASE
)

# What stood in the way and was then arranged: "sole carer … a sitter is now confirmed for the weeks of treatment".
_HELP_NEAR = 260  # characters behind a barrier in which its remedy is looked for
_HELP = (
    r"(?:sitters?|carers?|care|respite|nurses?|neighbou?rs?|family|daughters?|sons?|sisters?|brothers?|friends?|lifts?|transport|taxi|shuttle|lodging|lodge|hostel|accommodation|"
    r"cover|child ?-?care|baby ?-?sitter|funding|leave|help)"
)
_SOLVED = re.compile(
    rf"\b{_HELP}\b[^.;]{{0,40}}\b(?:now |has been |have been |is |are |been )(?:\w+ )?(?:confirmed|arranged|organi[sz]ed|sorted|settled|agreed|booked|granted|approved|in place)\b|"
    rf"\b(?:now|has|have) (?:now |been )?(?:confirmed|arranged|organi[sz]ed|sorted|settled|booked|granted|approved|found)\b[^.;]{{0,30}}\b{_HELP}\b|"
    r"\btakes? (?:that|the|this) worry away\b|\bno longer an? (?:worry|problem|issue|concern|barrier)\b|\b(?:problem|issue) (?:is |has been |now )?(?:solved|resolved|sorted)\b",
    re.IGNORECASE,
)

# What a form asks in a whole phrase, and a no right behind it.
ASKED_OF = frozenset(
    {
        "willing_to_comply",
        "access_barrier",
        "trial_participation",
        "informed_consent",
        "swallowing_difficulty",
        "prior_enrolment",
    }
)
ANSWERED_NO = re.compile(
    r" ?\)?[?:=]+ ?(?:\[ ?\] ?y(?:es)? ?,?/? ?\[ ?[xX\u2713] ?\] ?)?(?:no|n|nil)\b ?(?:[.;,|)(-]|$)",
    re.IGNORECASE,
)


def is_anothers_deed(sentence: Sentence, mention: Mention) -> bool:
    """Whether who is willing, signs or takes part is somebody else: "his wife took part", "consent signed by his son"."""
    before, after = clause_of(sentence, mention)
    if _SIGNED_BY.match(after):
        return True
    return bool(_ANOTHER.search(before)) and not (_TOGETHER.search(before) or _WITH_OTHERS.search(before))


def is_of_everyone(sentence: Sentence, mention: Mention) -> bool:
    """Whether it tells what patients must do or may not: "patients in other trials are excluded"."""
    before, after = clause_of(sentence, mention)
    return bool(_OF_PATIENTS.search(before) or _OF_RULES.match(after))


def is_no_study(reading: Reading, sentence: Sentence, mention: Mention, concept: str) -> bool:
    """Whether "studies" are scans to compare with, "trials" those that are open, or the one consented to was of another year."""
    if concept == "informed_consent":
        return bool(_OTHER_YEAR.match(sentence.text[mention.to :]))
    if concept not in _STUDIES:
        return False
    if reading.document in _SCANS and not _NAMES_TRIAL.search(mention.words):
        return True
    before, after = clause_of(sentence, mention)
    if concept == "trial_participation" and isinstance(mention.value, str) and _CONSENTED.search(before):
        return True
    if _TAKING_PART.search(f"{before[-30:]} {mention.words}"):
        return False
    return bool(_OF_SCANS.match(after) or _OFFERED.search(before))


def is_remedied(reading: Reading, mention: Mention) -> bool:
    """Whether the note goes on to tell what was arranged against a barrier to attendance."""
    return bool(_SOLVED.search(reading.note.text[mention.end : mention.end + _HELP_NEAR]))
