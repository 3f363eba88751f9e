"""Whether a cancer that is named is the patient's own: not a relative's; in doubt where it is a fear, a search, a lesion not yet malignant."""

import datetime as dt
import re

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

# Words right before the name: feared, talked of, looked for. "Removed for", "seen for" and "surveillance for" tell of one that is there.
_SMALL = r"(?: (?:a|an|the|any|having|getting|developing|possible|suspected|presumed|metastatic|recurrent|secondary|her|his|own|family|relative'?s?))* $"
_ONLY_TALKED_OF = quick(
    rf"\b(?:anxi\w+|worr(?:y|ied|ies)|afraid|scared|fears?|feared|fearful|phobia|concern(?:s|ed)?)(?: (?:about|of|over|for|that|he has|she has|it is|it might be|it may be))*{_SMALL}|"
    rf"\b(?:read|reads|heard|asks?|asked|talk\w*|enquired|advised|told|leaflets?|articles?|programmes?|counselled|information)(?: (?:about|on|of|regarding)){_SMALL}|"
    rf"\b(?:works?|worked|working|employed|volunteer\w*|fundrais\w*|research\w*|nurse|nurses|insurance|charity)(?: \w+)? (?:for|in|into|on|at|with|against)(?: (?:a|an|the))* $|"
    rf"\b(?:prophylactic|risk ?-? ?reducing)\b[^.;,]{{0,40}} (?:for|against){_SMALL}|\bpredispos\w+ (?:to|for){_SMALL}|\b(?:dog|cat)(?:'s)?(?: (?:has|had|died of|with))* $|"
    r"\b(?:excluded|excludes|exclude|excluding|ruled out|rule out|ruling out|suspected|suspicion of|suspicious for|query|\?|possible|instead of|not)(?: (?:a|an|any|for))* ?$|"
    rf"\b(?:risks? (?:of|for)|chance of|likelihood of){_SMALL}",
    re.IGNORECASE,
)
_LOOKED_FOR = quick(
    rf"\b(?:two ?-? ?week ?-? ?wait|2 ?ww|tested|tests?|screen\w*|checks?|checked|"
    rf"investigat\w+|work(?:ed)? ?-? ?up|urgent(?: referral)?|fast ?-? ?track(?: referral)?)(?: (?:referral|pathway|clinic))? (?:for|to exclude){_SMALL}",
    re.IGNORECASE,
)
# What makes a cancer of what was only looked for: "tested for prostate cancer in 2024, radiotherapy".
_PROVED = re.compile(
    r"\b(?:diagnosed|confirmed|positive|proven|treated|treatment|resect\w+|\w+ectomy|radio ?-? ?therapy|rt|chemo\w*|mohs|wle|remission|cured|stage|grade|gleason)\b",
    re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    r"\b(?:reactive|benign|negative|not (?:confirmed|found)|wart|naevus|cyst)\b", re.IGNORECASE
)
_NO_ILLNESS_BEHIND = re.compile(
    r" (?:awareness|screening|risk|units?|wards?|charity|evening|insurance|policy|cover|society|walk|fund\w*|kit|programme|campaign)\b|"
    r" ?(?:(?:was|is|has been|had been) |[:(=] ?)(?:ruled out|excluded|reactive|benign|negative|disproved|not (?:confirmed|found|seen))(?= ?(?:$|[.,;)]))|"
    r"[^.;]{0,20}\bbut (?:it|(?:the )?(?:biopsy|node|lesion|lump|histology)) (?:was|is|proved|turned out|came back)(?: to be)? (?:reactive|benign|a cyst|seborrhoeic|negative)\b",
    re.IGNORECASE,
)
# "Fa - ca colon", "MGM: breast ca", "Mum - ovarian ca": a family tree in letters; "husband's prostate cancer".
_THEIRS = re.compile(
    r"(?:^|[.;|,:/(] ?)(?:F|M|Fa|Mo|Fath|Moth|Bro|Sis|Dau|GF|GM|[MP]G[MFP]|Hus|[Mm]um|[Mm]om|[Dd]ad) ?(?:\(\d+\) ?)?[:=-]+ ?(?:\w+ ){0,3}$|"
    r"\b(?i:husband|wife|partner|spouse|mum|mom|dad|friend|neighbour|neighbor|colleague|boss|mother ?-? ?in ?-? ?law|father ?-? ?in ?-? ?law)(?i: ?'s| ?\()(?: \w+){0,3} ?$|"
    r"\b(?i:other patient|another patient|next patient|different patient)\b[^\n]*$",
)
# "S:" and "PA:" are a family's only where a family is named: else what the patient says, or a scan.
_THEIR_LETTER = re.compile(r"(?:^|[.;|,:/(] ?)(?:S|B|MA|PA|MU|PU) ?(?:\(\d+\) ?)?[:=-]+ ?(?:\w+ ){0,3}$")
_OF_FAMILY = re.compile(r"\b(?:F ?\.? ?Hx?|FHx|[Ff]amily|FAMILY)\b")
_THEIRS_BEHIND = re.compile(
    r" ?[-\u2013(:,=]+ ?(?:(?:his|her|the|maternal|paternal|pt ?'?s) )?(?:mum|mom|dad|mother|father|brother|sister|aunt|uncle|cousin|grand\w+|son|daughter|niece|nephew|"
    r"bro|sis)\b(?! (?:too|also|as well|likewise|has|had|died|with|is|was|drives|brings|attends|lives|helps|will|can))",
    re.IGNORECASE,
)
# "Wife diagnosed with …", "husband, who is having treatment for …".
_THEY_HAVE = re.compile(
    r"\b(?:wife|husband|partner|spouse|mum|mom|dad|friend|neighbou?r|colleague)(?: ?\(?\d+\)?)?,? (?:who )?(?:(?:is|was|has|had|been|just|recently|being|also|lately|currently|now) )*"
    r"(?:enrol\w*|particip\w+|tak(?:es|ing|en) part|took part|recruited|random\w+|entered|joined|(?:in|on|part of) an? (?:\w+ )?(?:trial|study)|under|awaiting|waiting|surviv\w+|"
    r"recover\w+|fighting|battling|suffer\w+|developed|got|lost|diagnosed|treated|found|having|undergoing|receiving|operated|dying|died|ill|with|has|had)\b(?:(?!\b(?:she|he|patient|pt)\b)[^.;,])*$",
    re.IGNORECASE,
)
_IN_SITU = re.compile(
    r"\bin[ -]situ\b|\bbowen|^(?:DCIS|LCIS)$|\blentigo\b|\bintraepithelial\b", re.IGNORECASE
)
_IN_SITU_BEHIND = re.compile(r" ?\(?in[ -]situ\b", re.IGNORECASE)
# A look at what has stayed away dates no cancer: "thyroid cancer, ultrasound 2023 clear".
_LOOKED = re.compile(
    r"\b(?:mri|ct|pet|us|uss|ultrasound|scans?|\w+scopy|mammogra\w+|x-?rays?|psa|tsh|cea|afp|ca ?-?\d+|thyroglobulin|\w*globulin|markers?|seen|review\w*|clear(?! cell)|checks?|checked|"
    r"checkup|control\w*|last (?:seen|visit|scan|one|check)|latest|follow\w*|normal|smears?|surveillance|"
    r"discharged|married|divorced|widow\w*|born|died|moved|emigrat\w+|immigrat\w+|arrived|retired|smok\w+|quit|gave up|drink\w*|drank|alcohol|asbestos|expos\w+|worked|employed)\b"
    r"[^.;,\d-]{0,25}$|\b(?:psa|cea|afp|tg|thyroglobulin|markers?)\b[^;,]{0,25}$|\blast,? $|\blast (?!treat|dose|cycle|chemo|radio|fraction|surg|instill|excis|operat|resect|recur|relaps)\w+ $|"
    r"\b(?:sarcoma|lump|mass)(?: (?!after|following|in|with)\w+){0,2} $",
    re.IGNORECASE,
)
# An illness or an operation right before a date has it for itself: "diabetes 2010, prostate cancer", "and knee replacement 2011".
_OTHER_EVENT = re.compile(
    r"\b(?:(?:hip|knee|shoulder|joint|valve) replacement|[tT][hH][rR]|[tT][kK][rR]|append\w+|herniorrh\w+|hernia(?: repair)?|stents?|stenting|pacemaker|icd|cabg|bypass|cataracts?|"
    r"c(?:aesarean|esarean|-section)|"
    r"arthroscop\w+|cholecyst\w+|gallbladder|tonsil\w+|fracture|fixation|vasectomy|varicose veins?|laminectomy|accident|rta|fall|"
    r"assessment|videofluoroscopy|audiogram|spirometry|dexa|echo(?:cardiogra\w+)?|angiogra\w+|vaccin\w+|dentures?)(?: (?:in|on|since|from))* \(?(?:[A-Za-z]{3,9} )?$",
    re.IGNORECASE,
)
# Concepts after which a date is not their own: a cancer's, or a heading's.
_OPEN = ("other_malignancy", "mds_aml", "brain_metastasis", "medical_history", "comorbidity")
# What sterilises, or replaces an organ, treats a cancer of that organ.
_TREATS = {
    "sterilisation": re.compile(
        r"\b(?:endometri|cervi[cx]|uter|womb|ovar|fallopian|vagin|gyna?ecolog)", re.IGNORECASE
    ),
    "transplant": re.compile(
        r"\b(?:lymphoma|leuka?emia|myeloma|hodgkin|hepatocell|liver ca|(?:HCC|NHL|AML|ALL|CLL)\b)",
        re.IGNORECASE,
    ),
}
_SOLID_GRAFT = re.compile(
    r"\b(?:kidney|renal|heart|cardiac|lung|corneal?|pancrea\w+|skin|hair)\b", re.IGNORECASE
)
_STRAIGHT = re.compile(
    r"[ (]*(?:(?:since|in|from|dx|diagnosed|about|around|early|late|over|more than|for|was|found|treated) )*>? ?(?:[A-Z][a-z]{2,8} )?"
)
_LATELY = dt.timedelta(days=3 * 366)


# "Synovial sarcoma of the left knee (HCC)": the mark of a payment category behind a problem, and no liver cancer.
# Behind the liver, its segments, or a bare "tumour" the letters are what they say.
_LIVER_BEFORE = re.compile(
    r"\b(?:hepato\w*|liver|hepatic|segments?|lobe)\b[^.;]{0,30}\($|\b(?:cancers?|malignanc(?:y|ies)|tumou?rs?|neoplasms?|lesions?|nodules?|mass|disease) \($",
    re.IGNORECASE,
)


def is_payers_mark(sentence: Sentence, mention: Mention) -> bool:
    """Whether "(HCC)" is the hierarchical condition category that a US record puts behind a problem's name."""
    if mention.words != "HCC" or not sentence.text.startswith(")", mention.to):
        return False
    before = sentence.text[: mention.at]
    return bool(re.search(r"\w \($", before)) and not _LIVER_BEFORE.search(before)


def is_another_persons(sentence: Sentence, mention: Mention) -> bool:
    """Whether words make it a cancer of a relative, a friend or another patient."""
    before, after = clause_of(sentence, mention)
    ahead = sentence.text[: mention.at]
    family = sentence.section == "family_history" or _OF_FAMILY.search(sentence.text)
    return bool(
        _THEIRS.search(ahead)
        or (family and _THEIR_LETTER.search(ahead))
        or _THEIRS_BEHIND.match(after)
        or _THEY_HAVE.search(before)
    )


def is_only_talked_of(sentence: Sentence, mention: Mention) -> bool:
    """Whether it is a fear, a search, a risk or the name of a service, and no word behind it makes it an illness."""
    before, after = clause_of(sentence, mention)
    if _NO_ILLNESS_BEHIND.match(after):
        return True
    proved = _PROVED.search(after) and not _DENIED_BEHIND.search(sentence.text[mention.to :])
    return bool(_ONLY_TALKED_OF.search(before) or (_LOOKED_FOR.search(before) and not proved))


def is_not_yet_malignant(
    sentence: Sentence, mention: Mention, date: dt.date | None, today: dt.date | None
) -> bool:
    """Whether it is a lesion in situ of these years; one of long ago is past either way."""
    named = _IN_SITU.search(mention.words) or _IN_SITU_BEHIND.match(sentence.text[mention.to :])
    return bool(named) and (date is None or today is None or today - date < _LATELY)


# Cancers, and what is only told around: visits, forms and tablets.
_NO_ILLNESS = frozenset({"named_cancer", "cancer_word", "visits", "consent", "swallowed"})


def dates_something_else(sentence: Sentence, at: int) -> bool:
    """Whether the date at a place of a sentence is a look's, another illness's, an operation's or of somebody's life."""
    before = sentence.text[:at]
    if is_a_look(before) or _OTHER_EVENT.search(before):
        return True
    return any(
        item.kind == "condition"
        and item.role not in _NO_ILLNESS
        and not any(name in str(item.value) for name in _OPEN)
        and not treats_its_organ(sentence, item)
        and item.to <= at
        and _STRAIGHT.fullmatch(before, item.to)
        for item in sentence.mentions
    )


def treats_its_organ(sentence: Sentence, mention: Mention) -> bool:
    """Whether an operation is the treatment of the cancer named before it: "endometrial cancer, hysterectomy 2012"."""
    before = sentence.text[: mention.at]
    return not _SOLID_GRAFT.search(mention.words) and any(
        concept in str(mention.value) and cancer.search(before) for concept, cancer in _TREATS.items()
    )


def is_a_look(before: str) -> bool:
    """Whether the words in front of a date say that one looked then whether the cancer had come back."""
    return bool(_LOOKED.search(before)) and not before.lower().endswith(
        ("since ", "since early ", "since late ")
    )
