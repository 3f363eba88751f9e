"""What the bare name of a condition states in running text, when the words around it have been heard."""

import re

from trialsift.extract.condition_person import is_of_a_relative
from trialsift.extract.condition_status import only_considered, plainly
from trialsift.extract.form import answer_of, clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.senses import is_no_allergy_to_drugs
from trialsift.extract.told import Said

_HEADINGS = re.compile(
    r"^(?:pmhx?|(?:past|previous|relevant|general)? ?(?:medical|significant)? ?(?:history|hx)|antecedents|past illnesses|medical history)$",
    re.IGNORECASE,
)
_WEIGHTY = re.compile(
    r"\b(?:significant|multiple|several|major|severe|serious|numerous|active|many|considerable|extensive|has|with)(?: other)? ?$",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"\b(?:took|taking|takes|taken) part|participat\w+|enrol\w*|recruited|randomi[sz]ed|entered (?:in|on)|\bon an? |previously (?:in|on)",
    re.IGNORECASE,
)
_TALK_OF_TRIAL = re.compile(
    r"\b(?:discuss\w*|declin\w*|refus\w*|consider\w*|eligib\w*|suitab\w*|candidate|screen\w*|offer\w*|refer\w*|would|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|might|could|interested|keen|willing|potential\w*|"
    r"information|leaflet|leads? to|if|prospect|option|future)\b",
    re.IGNORECASE,
)
_HEADS_ITS_ANSWER = re.compile(r" ?[:?]? ?[-\u2013] \w|:")
_IN_GENERAL = re.compile(
    r"^(?:patients|women|men|people|subjects|participants|those|individuals|volunteers|treat|report|avoid|exclude|manage|mention|check for|tell|inform|ring|call)\b",
    re.IGNORECASE,
)
_OF_EVERYBODY = re.compile(
    r"\b(?:all|any|every|other|some|most|in|for) (?:women|men|patients|females|males|people|subjects|participants)(?: \w+){0,3} $|"
    r"\b(?:any ?(?:thing|one)|everybody|everyone|somebody) (?:that|who|which|with|on) [^.;]{0,60}$",
    re.IGNORECASE,
)
# "Ask about long QT in family", "family history of long QT to be asked": nobody has answered yet.
_TO_ASK = quick(
    r"^ ?(?:please |pls |plan to |must |need to |needs to |remember to |will |to )*(?:ask|enquire|inquire|clarify|find out|check (?:the |for |with )?(?:family|fh))\b|"
    r"\b(?:to be|will be|should be|needs to be|still to be|not been|not) (?:asked|clarified|explored|enquired|inquired|elicited)\b|(?:history|"
    r"hx)[^.;]{0,40} not (?:been )?taken\b|\b(?:tbc|tba)\b|"
    r"\bneeds? [^.;]{0,40}\b(?:asked|asking|taken)\b",
    re.IGNORECASE,
)
# "Drug reactions: none apart from codeine": what is excepted behind a denial is there.
_EXCEPTED = re.compile(
    r"[^.;,]{0,20}\b(?:none|nil|no|never|not|denie[sd]|negative|\(-\))[^.;,]{0,14} \(?(?:apart from|except|other than|besides|but for|save for|aside from)\b",
    re.IGNORECASE,
)
# "Known asthma, and hepatitis B and HIV were ruled out": what is there stands before the comma.
_HAS = re.compile(
    r"(?:^|(?<!not )(?<!never )\b)(?:has|known|k/c/o|suffers from|known to have|known with)(?: (?:an?|long[ -]?standing|chronic|mild|severe|stable|controlled))* $",
    re.IGNORECASE,
)
_OTHERS_EXCLUDED = re.compile(
    r" ?,[^.;]*\b(?:has been|have been|had been|is|are|was|were) (?:excluded|ruled out)\b", re.IGNORECASE
)
# "Denies treatment for TB", "never treated for gout": the treatment is denied, not the illness.
_TREATMENT_DENIED = quick(
    r"\b(?:no|nil|not|never|denie[sd]|deny|without|n.t)\b[^.;:,]{0,30}\b(?:treat(?:ment|ments|ed)|therap(?:y|ies)|medic(?:ation|ations|ines?|ated)|tablets|drugs|meds|"
    r"admi(?:ssions?|tted)|hospitali[sz](?:ed|ations?)|operat(?:ed|ions?)|follow ?-? ?up) (?:for|against|with|on) (?:(?:an?|any|the|his|her|known|previous|active|latent) )*$",
    re.IGNORECASE,
)
# "Systemic disease: none on staging", "no other disease on CT" tell of the tumour.
_IMAGED = re.compile(
    r"[ :=-]*(?:none|nil|no)? (?:seen |found |evident )?(?:on|at|by) (?:[\w-]+ ){0,2}(?:staging|imaging|ct|pet|mri|scans?|x-?rays?|ultrasound)\b",
    re.IGNORECASE,
)
_NEW = re.compile(
    r"\b(?:new|further|additional|fresh) (?:\w+ )?$", re.IGNORECASE
)  # "no new medical problems"
_NO_ALLERGY = frozenset(
    f"condition.allergy_{name}" for name in ("none", "nka", "dotted", "label", "reactions_none")
)


def is_treatment_denied(sentence: Sentence, mention: Mention) -> bool:
    """Whether only the treatment of an illness is denied: "denies treatment for TB" leaves open whether there was one."""
    return bool(_TREATMENT_DENIED.search(clause_of(sentence, mention)[0])) and not answer_of(
        sentence, mention
    )


def told(sentence: Sentence, mention: Mention, concept: str) -> Said | None:
    answer = answer_of(sentence, mention)
    presence = answer or mention.assertion.presence
    before, after = clause_of(sentence, mention)
    if _is_of_everybody(mention, before, presence):
        return None
    if (was := only_considered(sentence, mention)) and not answer:
        return Said(concept, was)
    if plain := plainly(sentence, mention, concept, presence, answered=bool(answer)):
        return plain
    if (
        concept == "contraception"
        and presence == "absent"
        and not answer
        and _denied_behind_comma(mention, before, after)
    ):
        return Said(concept, "present")  # "an IUD since 2021, periods absent with it"
    asked = not answer and _TO_ASK.search(f"{before}{mention.words}{after}")
    if asked or _says_nothing(sentence, mention, concept, presence):
        return None
    if concept == "comorbidity":
        return _comorbidity(mention, presence, before, after)
    if concept == "trial_participation":
        heads = not answer and _HEADS_ITS_ANSWER.match(after)
        if heads or not _states_part(presence, before + " " + after):
            return None
    if concept == "drug_allergy" and presence != "absent":
        denied = any(item.rule_id in _NO_ALLERGY for item in sentence.mentions)
        return None if denied or is_no_allergy_to_drugs(sentence, mention) else Said(concept, answer)
    return Said(concept, _not_denied(answer, before, after) or answer if presence == "absent" else answer)


def _not_denied(answer: str | None, before: str, after: str) -> str | None:
    """ "Drug reactions: none apart from codeine" leaves open what a plain denial would settle; "has gout, HIV was ruled out" has it."""
    if _EXCEPTED.match(after):
        return "uncertain"
    return "present" if not answer and _HAS.search(before) and _OTHERS_EXCLUDED.match(after) else None


def _denied_behind_comma(mention: Mention, before: str, after: str) -> bool:
    """Whether the denial stands only behind a comma, with a noun of its own."""
    near = f"{before} {after.split(',')[0]}".lower()
    return "," in after and not any(cue.lower() in near for cue in mention.assertion.cues)


def _is_of_everybody(mention: Mention, before: str, presence: str) -> bool:
    """Whether a rule or advice for everybody is all that names it: "all women of childbearing potential"."""
    told = presence == "uncertain" and any(_IN_GENERAL.match(cue) for cue in mention.assertion.cues)
    return told or (presence != "absent" and bool(_OF_EVERYBODY.search(before)))


def _says_nothing(sentence: Sentence, mention: Mention, concept: str, presence: str) -> bool:
    """A heading ("psychiatric history") that is not denied; one method that is: "no oestrogen pill" leaves the others open."""
    words = mention.words.lower()
    if concept == "general_good_health" and is_of_a_relative(sentence, mention):
        return True
    if concept == "contraception" and presence == "absent":
        return not words.endswith("contraception")
    return presence != "absent" and words.endswith("history")


def _comorbidity(mention: Mention, presence: str, before: str, after: str) -> Said | None:
    """Illness in general: its denial, and its plain statement; a heading with a list below it states nothing."""
    excepted = re.match(
        r" (?:of|for) (?!note\b)| (?:index|score|count)\b|[^.]{0,40}\b(?:apart|except|other than|besides|aside)\b",
        after,
        re.IGNORECASE,
    ) or _IMAGED.match(after)
    if presence == "absent":
        return None if excepted or _NEW.search(before) else Said("comorbidity", "absent")
    stated = not _HEADINGS.match(mention.words) and _WEIGHTY.search(before)
    return Said("comorbidity", presence) if stated else None


def _states_part(presence: str, clause: str) -> bool:
    """Whether a trial is one that the patient is or was in, and not one that is talked of."""
    return presence == "absent" or bool(_TAKES_PART.search(clause) and not _TALK_OF_TRIAL.search(clause))
