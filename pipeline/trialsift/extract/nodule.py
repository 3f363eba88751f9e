"""What a nodule in the lung or liver, or an enlarged node, means for metastasis: an open question until the report explains it."""

import re

from trialsift.extract.asked import is_asked
from trialsift.extract.denial import denies_something_else
from trialsift.extract.reading import Mention, Reading, Sentence

_ORGAN = re.compile(
    r"\b(?:lungs?|pulmonary|lobes?|lobar|lingula\w*|subpleural|perifissural|intrapulmonary|apical|basal|hilar|RUL|RML|RLL|LUL|LLL|liver|hepatic|"
    r"ct chest|ct thorax|hrct|chest ct|thora\w+)\b",
    re.IGNORECASE,
)
_CHEST = re.compile(r"\b(?:chest|thorax|thoracic|lungs?|hrct|tap|cap|pulmonary)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:thyroid|renal|kidney|spleen|splenic|pancreas|pancreatic|thigh|calf|leg|arm|buttock|groin|breast|skin|adrenal|wound|scar|tumou?r|lipomat\w+|subcutaneous|knee|foot|forearm|shoulder)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:new|further|other|additional|second|more)\b(?: \w+){0,2} ?$", re.IGNORECASE)
_BENIGN = re.compile(
    r"\b(?:granulomas?|granulomatous|(?<!non )(?<!not )(?<!un)(?<!no )calcified|intrapulmonary (?:lymph )?nodes?|hamartomas?|benign|scarring|old (?:tb|tubercul\w+)|"
    r"post ?(?:infective|inflammatory)|(?:chronic |old )?inflammatory (?:nodules?|foc(?:us|i)|lesions?|changes?)|"
    r"rheumatoid|(?:haem|hem)?angiomas?|cysts?|focal nodular hyperplasia|fnh|focal (?:fat|fatty)\w*|"
    r"of no concern|not suspicious|typical (?:of|for) (?:a )?(?:lymph )?node)\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\b(?:likely|probabl[ey]|possibl[ey]|presum\w+|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|might|favou?r\w*|could|consider(?:ed)?)\b|\?",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"^(?: (?:in|of) [^.;,]{1,30}?)?(?: (?:is|are|was|were|has|have|now|since|both|all|completely))* "
    r"(?:gone|vanished|disappeared|resolved|cleared(?! by)|no longer (?:seen|visible|present|there))\b",
    re.IGNORECASE,
)
# "Two nodules not seen in 2024", "nodules, not present on the scan of March": they are new.
_NEW_SINCE = re.compile(
    r",? ?\(?(?:which |that )?(?:(?:was|were) )?(?:not|never) (?:\w+ )?(?:seen|present|visible|there|noted|identified|demonstrated) (?:in|on|at|before) "
    r"(?:(?:the|her|his|any|our) )?(?:(?:19|20)\d\d|\d{1,2}[./-]|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)|prior|previous|last|earlier|old|former|baseline|(?:scan|ct|study) (?:of|from|dated)\b)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:indeterminate|too small to character\w+|non ?specific|equivocal|uncertain|suspicious|concerning|worrisome|enlarg\w+|grown|grew|increas\w+|"
    r"cannot (?:be )?(?:exclude\w*|character\w+)|not character\w+)\b",
    re.IGNORECASE,
)
_NO_LONGER_OPEN = re.compile(
    r"\b(?:previously|initially|formerly) (?:indeterminate|non ?specific|suspicious|equivocal)", re.IGNORECASE
)
_UNCHANGED = re.compile(
    r"\b(?:unchanged|identical|stable|no change|not changed|no growth|same size|"
    r"(?:was|were|already) (?:already )?(?:there|present|seen|visible)|present (?:in|since)|seen (?:in|since)|dating (?:back|from))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_FOR_YEARS = re.compile(
    r"\b(?:for|over) (?:the (?:last|past) )?(?:[2-9]|[1-9]\d|two|three|four|five|six|several|many) (?:years|yrs)\b|\bserial (?:scans?|imaging|ct)\b",
    re.IGNORECASE,
)
# The next sentence goes on about the nodule when it opens so.
_GOES_ON = re.compile(
    r"^\W*(?:this|these|it|they|both|all|unchanged|stable|identical|too small|likely|probably|indeterminate|appearances?|the (?:nodules?|former|latter|lesions?))\b[^.]*",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:no|nil|without|negative)\b[^.;]*$", re.IGNORECASE)
_STABLE_YEARS = 2  # two years without growth is what guidelines call benign (Fleischner Society 2017)


def nodule_presence(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    """ "absent" for no nodule or one explained as benign, "uncertain" for one left open; None for another organ's."""
    if not _is_organ(reading, sentence, mention):
        return None
    if _NEW_SINCE.match(sentence.text, mention.to):
        return "uncertain"
    if mention.assertion.presence == "absent" and not denies_something_else(sentence.text, mention):
        return None if _OTHERS.search(sentence.text[: mention.at]) else "absent"
    if mention.assertion.time == "planned" or sentence.section == "plan" or is_asked(reading, sentence):
        return None
    if mention.assertion.presence == "absent" and not _OPEN.search(sentence.text):
        return None
    if _GONE.match(sentence.text[mention.to :]):
        return "absent"
    said = _NO_LONGER_OPEN.sub("", _said(reading, sentence, mention))
    if _is_called_metastasis(said, mention):
        return None
    if _OPEN.search(said):
        return "uncertain"
    if _BENIGN.search(said):
        return None if _LIKELY.search(said) else "absent"
    return "absent" if _UNCHANGED.search(said) and _is_old(reading, said) else "uncertain"


_SPREAD_NODES = re.compile(r"\bmalignant\b", re.IGNORECASE)
_FELT = re.compile(r"\b(?:palpa\w+|supple|non ?tender|on examination|o/e)\b", re.IGNORECASE)
_HARMLESS = re.compile(r"\b(?:reactive|benign|inflammatory|normal|not enlarged|sarcoid\w*)\b", re.IGNORECASE)


def node_presence(reading: Reading, sentence: Sentence, mention: Mention, *, staged: bool) -> str | None:
    """What enlarged nodes mean: spread where they are called malignant, a question where the report leaves them open.

    Their absence counts where a staging scan tells it (staged): a hand on the groin has not looked at the chest.
    """
    # "no suspicious" is one cue whose last word is the mention's first.
    denied = mention.assertion.presence == "absent" or _NO_BEFORE.search(sentence.text[: mention.at])
    if denied or _NOT_ENLARGED.search(mention.words):
        felt = sentence.section == "examination" or _FELT.search(sentence.text)
        return "absent" if staged and not felt and not denies_something_else(sentence.text, mention) else None
    if reading.document == "pathology" or is_asked(reading, sentence):
        return None
    said = _said(reading, sentence, mention)
    if _SPREAD_NODES.search(mention.words):
        return mention.assertion.presence
    if _HARMLESS.search(said) or _is_called_metastasis(said, mention):
        return None
    return "uncertain" if _OPEN_NODES.search(said) else None


_NO_BEFORE = re.compile(r"\b(?:no|nil|without) ?$", re.IGNORECASE)
_NOT_ENLARGED = re.compile(r"\b(?:not enlarged|of normal size)$", re.IGNORECASE)
_OPEN_NODES = re.compile(
    r"\b(?:indeterminate|equivocal|non ?specific|suspicious|concerning|worrisome|pathological|abnormal)\b",
    re.IGNORECASE,
)


def _is_called_metastasis(said: str, mention: Mention) -> bool:
    """Whether the report goes on to call the nodule a metastasis; that word then speaks for itself."""
    after = said[said.find(mention.words) + len(mention.words) :]
    called = re.search(r"metasta", after, re.IGNORECASE)
    return called is not None and not _DENIAL.search(after[: called.start()])


def _said(reading: Reading, sentence: Sentence, mention: Mention) -> str:
    """What is said of the nodule: its own clause, and the next sentence where that goes on about it."""
    begin = sentence.text.rfind(";", 0, mention.at) + 1
    end = sentence.text.find(";", mention.to)
    own = sentence.text[begin : end if end > 0 else len(sentence.text)]
    after = re.sub(r"\s+", " ", reading.note.text[sentence.ends[-1] : sentence.ends[-1] + 240])
    more = _GOES_ON.search(after)
    return f"{own} {more.group() if more else ''}"


def _is_organ(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether the nodule is in lung or liver: the sentence says so, or the report is a CT of the chest."""
    near = sentence.text[max(0, mention.at - 80) : mention.to + 80]
    if reading.document == "pathology":
        return False
    if _ORGAN.search(near):
        return not _ELSEWHERE.search(sentence.text[max(0, mention.at - 30) : mention.to + 30])
    chest = reading.document == "ct" and _CHEST.search(f"{reading.note.note_type} {reading.note.text[:200]}")
    return bool(chest) and not _ELSEWHERE.search(near)


def _is_old(reading: Reading, said: str) -> bool:
    year = reading.note.note_date.year if reading.note.note_date else None
    told = [int(found) for found in _YEAR.findall(said)]
    return bool(_FOR_YEARS.search(said)) or bool(year and any(year - item >= _STABLE_YEARS for item in told))
