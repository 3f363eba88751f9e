"""Words that name a condition in one sentence and something else in the next."""

import re

from trialsift.extract.form import clause_of
from trialsift.extract.reading import Mention, Sentence

# Another woman than the patient.
_WIFE = r"\b(?:wife|girlfriend|sister|daughter|daughter in law|aunt|grandmother|cousin|partner|spouse)(?: ?'s)?,? (?:\w+ ){0,3}"
# concept -> what stands before or after its words when they mean something else
_BEFORE = {
    "seizure": r"\b(?:it|this|that|picture|which|pattern|findings?|appearances?|better|best|history|also|anti|anti-|morphology|what|nothing|all|clinically) $",
    "psychiatric_disorder": r"\b(?:st|respiratory|marrow|bone marrow|skull|tibial|plateau|segment|articular|no st|cns|level of|a) (?:segment )?$",
    "diabetes": r"\b(?:pre|border ?line|gestational|steroid) ?$",
    "angina": r"\b(?:ludwig'?s?|vincent'?s?|abdominal|mesenteric|intestinal) $",
    "myocardial_infarction": r"\b(?:mitral|mild|trivial|moderate|severe|trace) $",
    "heart_failure": r"\b(?:cause of) $",
    "stroke": r"\b(?:heat|spot an?|recogni[sz]e an?|down|up|two|back|bowel|splenic|muscle|bone) $",
    "gi_disorder": r"\b(?:vesico ?-? ?ureteric|vesicoureteral|hepatojugular|nasal) $",
    "arrhythmia": r"\bsinus $",
    "hypertension": r"\b(?:pulmonary|portal|intracranial|ocular|white coat|gestational|venous) $",
    "infection": r"\b(?:anti|non) $",
    "interstitial_lung_disease": r"\bobstructive $",
    "lung_disease": r"\b(?:subcutaneous|surgical|mediastinal|soft tissue|orbital) $",
    "bleeding": r"\b(?:intraoperative|tumou?r|intratumou?ral|intralesional|areas? of|focal|foci of|with|microscopic|recent|internal|necrosis and|old) $",
    "other_malignancy": r"\b(?:previous|prior) $",
    "contraception": r"\b(?:inconsistent|irregular|occasional|forgets|discuss\w*|needs?|requires?|advised?|advice (?:on|about)|about|regarding|"
    r"recommend\w*|counsel\w*(?: on| about| for)?|must use|should use|start)(?: to (?:use|be on|have|start|take))? (?:an? )?(?:highly )?(?:effective |reliable |adequate |form of |method of )*$",
    "pregnancy": rf"{_WIFE}$",
    "long_qt_syndrome": r"\b(?:wife|husband|partner|spouse) ?'s (?:\w+ ){0,3}$",
    "breast_feeding": rf"{_WIFE}$",
    "sterilisation": rf"{_WIFE}$|\bmother(?: ?'s)?,? (?:\w+ ){{0,3}}$|\b(?:instruments|field|equipment|skin) (?:were|was) $|"
    r"\b(?:discuss\w*|consider\w*|offer\w*|declin\w*|request\w*|wants?|wishes|plan\w*|await\w*|listed for|counsel\w* (?:on|about)|option of) (?:an? |for |about |her )?$",
    "transplant": r"\b(?:consider\w*|candidate for|for) $",
    "resectable": r"\b(?:if|potentially|borderline|whether) $",
    "unresectable": r"\b(?:if|potentially|borderline|whether) $",
}
_AFTER = {
    "malabsorption": r"^ (?:artery|axis|trunk|plexus|node|nodes|lymph|origin|arteries|level|region|vessels|ganglion)\b",
    "general_good_health": r"^ (?:group|appropriate|developed|nourished|differentiated|defined|circumscribed|perfused|groomed)\b",
    "lung_disease": r"^ of (?:the )?(?:skin|neck|chest wall|subcutaneous)\b",
    "psychiatric_disorder": r"^ (?:rating |severity )?(?:scales?|inventory|scores?|questionnaire|screen(?:ing)?|index)\b|"
    r"^ (?:of the|fracture|in (?:the )?(?:st|bone|skull)|about|regarding|over|around)\b",
    "hypertension": r"^ ?:? ?\d{1,3}\b(?! ?-? ?(?:years?|yrs?|months?|decades?)\b)",
    "other_malignancy": r"^ hist[a-z]*\b(?! of)",
    "ventricular_arrhythmia": r"^ ?[=:]? ?\d",
    "long_qt_syndrome": r"^ (?:in|on) (?:his |her |the )?(?:wife|husband|partner|spouse)\b",
    "drug_allergy": (
        r"^(?: to (?!foods? ?(?:or|and|/|&) ?(?:drugs?|medic))(?:nickel|plasters?|latex|pollen|dust|nuts?|cats?|dogs?|foods?|tape|adhesive|metal|bees?|wasps?|eggs?|seafood|shellfish|grass)"
        r"| ?(?:/|-|&|,|or|and)? ?immun\w+| (?:symptoms?|complaints?)\b"  # the line of a review of systems
        r"| rhinitis| reaction to (?:the )?dressing| contact| conjunctivitis| asthma| dermatitis"
        r"| (?:cards?|clinic|test(?:s|ing|ed)?|section|page|referral|band|bracelet|review|history (?:was |is )?(?:taken|obtained|available|recorded|documented|elicited))\b)"
    ),
    "contraception": r"^ (?:fractures?|ct|computed|scans?|incision|arter\w+|wound|bandage|flap|groove|waves?)\b|^ ?[:=-]? ?n ?/ ?a\b|"
    r"^ ?(?:-|:|,|\()? ?(?:to (?:be )?|will be |was |is |not |needs? (?:to be )?)?(?:discuss\w*|advis\w+|needed|required|counsel\w*|recommend\w*|advice|must|should)\b",
    "transplant": r"^ (?:list|surgeon|team|unit|service)\b",
    "immunocompromised": r"^ (?:ointment|cream|topical|eye)\b",
    "sterilisation": r"^ (?:using|with|instruments?|and draped|in (?:the|a) usual|technique|field)\b",
    "stroke": r"^ ?(?:volume|work|unit|tenderness|angle)\b",
    "autoimmune_disease": r"^ (?:anticoagulant|serolog\w+|panel|screen|factor)\b",
    "diabetes": r"^ (?:clinic|nurse|educator|diet|insipidus)\b",
    "myocardial_infarction": r"^ ?(?:\(? ?mitral|grade|regurg)\b",
    "infection": r"^ (?:markers?|parameters?|indices|control|prevention|disease (?:team|consult)|screen\w* (?:tool|form)|vaccin\w+|jabs?|boosters?|shots?)\b",
    "seizure": r"^ (?:in (?:with|well)|the (?:bill|picture)|alert)\b",
    "neurological_disease": r"^ (?:exam\w*|observations?|obs)\b",
}
# "No diabetic retinopathy" denies the eye's disease and leaves the diabetes as it is.
_ITS_HARM = re.compile(
    r" (?:medications?|medicines?|drugs?|tablets?|treatment|prophylaxis|index|scores?|"
    r"retinopathy|neuropathy|nephropathy|foot|feet|ulcers?|keto ?-? ?acidosis|heart disease|complications?|crisis|encephalopathy)\b",
    re.IGNORECASE,
)
_FITS_WITH = re.compile(r" (?:with|the|a|well|in|into|better|best|criteria|all|perfectly)\b", re.IGNORECASE)
_ALLERGENS = (
    r"(?:nickel|plasters?|sticking plasters?|elastoplast|latex|pollens?|(?:house )?dust(?: mites?)?|nuts?|peanuts?|cats?|dogs?|animals?|tape|adhesives?|metals?|"
    r"bees?|wasps?|(?:bee|wasp|insect) stings?|eggs?|seafood|shellfish|fish|prawns|grass|hay ?fever|milk|lactose|gluten|foods?|strawberr(?:y|ies)|kiwi|wool|perfumes?|"
    r"environmental|seasonal)"
)
_ONLY_OTHERS = re.compile(
    rf"^[ :=-]*(?:to )?{_ALLERGENS}(?: ?\([^)]*\))?(?: ?(?:,|and|&|/|\+) ?{_ALLERGENS}(?: ?\([^)]*\))?)*(?: only| allerg\w*)? ?(?:[.;]|$)",
    re.IGNORECASE,
)
_ALLERGEN_BEFORE = re.compile(rf"\b{_ALLERGENS} $", re.IGNORECASE)
_DRUGS = re.compile(r"\b(?:drugs?|medic\w+)\b", re.IGNORECASE)
_DRUG_BEFORE = re.compile(
    r"\b(?:\w*cillin|\w+mycin|\w+oxacin|\w+cycline|pcn|sulfa|sulpha|contrast|iodine|aspirin|nsaids?|codeine|morphine|opiates?|antibiotics?|trimethoprim|cef\w+|ceph\w+|"
    r"platinum|\w+platin|\w+taxel|\w+tinib|heparin|lidocaine|anaesthetic|anesthetic|statins?|septrin|chlorhexidine) $",
    re.IGNORECASE,
)
_NO_SUBSTANCE = re.compile(
    r"^ ?(?:[:?.,;]|$)?[ _]*(?:$|(?:see|as (?:above|below)|reviewed|noted|recorded|unknown|not (?:recorded|asked|known|documented|stated)|status|checked|updated|discussed|"
    r"confirmed|listed|per|unable|and (?:medications?|intolerances)|history|section|tested|testing|test)\b)",
    re.IGNORECASE,
)


def has_other_sense(sentence: Sentence, mention: Mention, concept: str) -> bool:
    """Whether the neighbouring words show that the term is not meant as this condition: "celiac artery", "fits with"."""
    if mention.words.lower() == "fits" and _FITS_WITH.match(sentence.text[mention.to :]):
        return True
    if mention.assertion.presence == "absent" and _ITS_HARM.match(sentence.text[mention.to :]):
        return True
    if concept == "drug_allergy" and _is_to_one(sentence, mention):
        return True
    before, after = _BEFORE.get(concept), _AFTER.get(concept)
    return bool(
        (before and re.search(before, sentence.text[: mention.at], re.IGNORECASE))
        or (after and re.match(after, sentence.text[mention.to :], re.IGNORECASE))
    )


def _is_to_one(sentence: Sentence, mention: Mention) -> bool:
    """Whether an allergy is to things that are no medicines ("food allergy"), or to one medicine of many that is denied."""
    before = sentence.text[: mention.at]
    if _DRUGS.search(before[-40:]):
        return False
    one = mention.assertion.presence == "absent" and _DRUG_BEFORE.search(before)
    return bool(_ALLERGEN_BEFORE.search(before) or one)


def is_no_allergy_to_drugs(sentence: Sentence, mention: Mention) -> bool:
    """Whether an allergy is named without a substance, or only to things that are no medicines."""
    if _DRUG_BEFORE.search(sentence.text[: mention.at]):
        return False
    in_label = sentence.label_to and mention.to <= sentence.label_to
    rest = sentence.text[sentence.label_to :] if in_label else clause_of(sentence, mention)[1]
    if not in_label and not re.match(r" ?(?::|to\b|-|=)", rest):
        return True
    return bool(_NO_SUBSTANCE.match(rest) or _ONLY_OTHERS.match(rest))
