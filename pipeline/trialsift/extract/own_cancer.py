"""Whether a cancer that is named is one that the patient has or had: not a fear, a search, a relative's, a lesion not yet malignant."""

import datetime as dt
import re

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_ONLY_TALKED_OF = quick(
    r"\b(?:anxi\w+|worr(?:y|ied|ies)|afraid|scared|fears?|feared|fearful|phobia|read|reads|heard|asked|asks|talk\w*|leaflet|article|programme|awareness|insurance|charity|"
    r"volunteer\w*|fundrais\w*|works?|worked|working|employed|research\w*|dog|cat|prophylactic|risk ?-? ?reducing|carrier|predispos\w+)\b[^.;]{0,60}$|"
    r"\b(?:two ?-? ?week ?-? ?wait|2 ?ww|urgent|fast ?-? ?track|referral|referred|investigat\w+|work(?:ed)? ?-? ?up|tested|tests?|screen\w*|surveillance|checks?|checked|biops(?:y|ied)|"
    r"excised|removed|seen)(?: \w+){0,2} (?:for|to exclude|because of)(?: (?:a|an|suspected|possible|query|presumed))* ?\??$|"
    r"\b(?:excluded|excludes|exclude|excluding|ruled out|rule out|ruling out|suspected|suspicion of|suspicious for|query|\?|possible|concern (?:for|of|about)|instead of|not)"
    r"(?: (?:a|an|any|for))* ?$|"
    r"\b(?:advised on|about|risks? (?:of|for)|chance of|likelihood of)(?: (?:a|an|the|getting|developing|secondary))* $",
    re.IGNORECASE,
)
_NO_ILLNESS_BEHIND = re.compile(
    r" (?:awareness|screening|checks?|risk|surveillance|units?|wards?|charity|evening|support|insurance|policy|cover|society|walk|fund\w*|kit|programme|campaign)\b|"
    r"[ ,:(=-]*(?:(?:was|were|is|has been|had been) )?(?:suspected|ruled out|excluded|queried|reactive|benign|negative|disproved|not (?:confirmed|found|seen))\b|"
    r"[^.;]{0,40}\b(?:but|and|:|-) (?:it |the \w+ |biopsy |node |histology )?(?:was|is|proved|turned out|came back|=)?(?: to be)? ?(?:reactive|benign|a cyst|seborrhoeic|negative|normal)\b",
    re.IGNORECASE,
)
# "Fa - ca colon", "MGM: breast ca", "Mum - ovarian ca": a family tree in letters; "husband's prostate cancer".
_THEIRS = re.compile(
    r"(?:^|[.;|,:/(] ?)(?:F|M|Fa|Mo|Fath|Moth|Bro|Sis|Dau|S|B|GF|GM|[MP]G[MFP]|Hus|[Mm]um|[Mm]om|[Dd]ad|MA|PA|MU|PU) ?(?:\(\d+\) ?)?[:=-]+ ?(?:\w+ ){0,3}$|"
    r"\b(?i:husband|wife|partner|spouse|mum|mom|dad|friend|neighbour|neighbor|colleague|boss|mother ?-? ?in ?-? ?law|father ?-? ?in ?-? ?law)(?i: ?'s| ?\()(?: \w+){0,3} ?$|"
    r"\b(?i:other patient|another patient|next patient|different patient)\b[^\n]*$",
)
_THEIRS_BEHIND = re.compile(
    r" ?[-\u2013(:,=]+ ?(?:(?:his|her|the|maternal|paternal|pt ?'?s) )?(?:mum|mom|dad|mother|father|brother|sister|aunt|uncle|cousin|grand\w+|son|daughter|niece|nephew|"
    r"bro|sis)\b(?! (?:has|had|died|with|is|was))",
    re.IGNORECASE,
)
# "Wife diagnosed with …", "husband, who is having treatment for …".
_THEY_HAVE = re.compile(
    r"\b(?:wife|husband|partner|spouse|mum|mom|dad|friend|neighbou?r|colleague)(?: ?\(?\d+\)?)?,? (?:who )?(?:(?:is|was|has|had|been|just|recently|being|also|lately) )*"
    r"(?:diagnosed|treated|found|having|undergoing|receiving|operated|dying|died|ill|on|under|with|has|had)\b[^.;]*$",
    re.IGNORECASE,
)
_IN_SITU = re.compile(
    r"\bin[ -]situ\b|\bbowen|^(?:DCIS|LCIS)$|\blentigo\b|\bintraepithelial\b", re.IGNORECASE
)
_IN_SITU_BEHIND = re.compile(r" ?\(?in[ -]situ\b", re.IGNORECASE)
# A look at what has stayed away dates no cancer: "thyroid cancer, ultrasound 2023 clear".
_LOOKED = re.compile(
    r"\b(?:mri|ct|pet|us|uss|ultrasound|scans?|\w+scopy|mammogra\w+|x-?rays?|psa|tsh|cea|afp|ca ?-?\d+|thyroglobulin|\w*globulin|markers?|seen|review\w*|clear(?! cell)|checks?|checked|"
    r"checkup|control\w*|last (?:seen|visit|scan|one|check)|latest|follow\w*|normal|smears?|surveillance|discharged|married|born|died|moved|retired|smok\w+)\b"
    r"[^.;,\d-]{0,25}$|\b(?:psa|cea|afp|tg|thyroglobulin|markers?)\b[^;,]{0,25}$|\blast,? $|\blast (?!treat|dose|cycle|chemo|radio|fraction|surg|instill)\w+ $|"
    r"\b(?:sarcoma|lump|mass)(?: (?!after|following|in|with)\w+){0,2} $",
    re.IGNORECASE,
)
_LATELY = dt.timedelta(days=3 * 366)


def is_own_illness(sentence: Sentence, mention: Mention) -> bool:
    """Whether words make it a cancer of the patient and not a fear, a search or somebody else's."""
    before, after = clause_of(sentence, mention)
    return not (
        _ONLY_TALKED_OF.search(before)
        or _NO_ILLNESS_BEHIND.match(after)
        or _THEIRS.search(sentence.text[: mention.at])
        or _THEIRS_BEHIND.match(after)
        or _THEY_HAVE.search(before)
    )


def is_not_yet_malignant(
    sentence: Sentence, mention: Mention, date: dt.date | None, today: dt.date | None
) -> bool:
    """Whether it is a lesion in situ of these years; one of long ago is past either way."""
    named = _IN_SITU.search(mention.words) or _IN_SITU_BEHIND.match(sentence.text[mention.to :])
    return bool(named) and (date is None or today is None or today - date < _LATELY)


def is_a_look(before: str) -> bool:
    """Whether the words in front of a date say that one looked then whether the cancer had come back."""
    return bool(_LOOKED.search(before)) and not before.lower().endswith(
        ("since ", "since early ", "since late ")
    )
