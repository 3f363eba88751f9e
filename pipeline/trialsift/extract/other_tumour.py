"""Whether a recurrence or metastasis is said of another cancer than the tumour in question.

The cancer named nearest in the sentence decides; silence leaves the tumour in question.
"""

import re

from trialsift.extract.quick import Quick, quick
from trialsift.extract.reading import Mention, Sentence
from trialsift.facts import About

_ORGAN = (
    r"(?:breast|prostate|prostatic|colon|colonic|colorectal|bowel|rectal|rectum|gastric|stomach|pancrea\w+|ovarian|ovary|endometrial|uterine|"
    r"cervix|cervical|thyroid|lung|bronchial|bladder|renal|kidney|skin|testicular|hepatocellular|o?esophag\w+|laryn\w+|tongue|vulval?)"
)
_CANCER = r"(?:cancers?|ca|carcinomas?|tumou?rs?|malignanc\w+|primary|neoplasms?|adenocarcinomas?)"
_OTHER = quick(
    rf"\b(?:{_ORGAN} (?:\w+ )?{_CANCER}|{_CANCER} (?:of |in )?(?:the )?(?:left |right )?{_ORGAN}|metastatic {_ORGAN}|"
    r"\w*carcinomas?|adeno\w*ca|melanomas?|lymphomas?|hodgkin\w*|leuka?emia|myeloma|glio\w+|astrocytoma|meningiomas?|neuromas?|seminoma|"
    r"neuroblastoma|basal cell|squamous cell|bcc|scc|nsclc|sclc|hcc|rcc|dcis|urothelial|polyps?|adenomas?)\b",
    re.IGNORECASE,
)
# Operations on an organ's cancer, where a stage stands close: "hemicolectomy 2023: pT3 N1a". An organ may be taken with a sarcoma too.
_OPERATION = quick(
    r"\b(?:(?:hemi)?colectomy|mastectomy|nephrectomy|prostatectomy|thyroidectomy|gastrectomy|lumpectomy|turbt)\b",
    re.IGNORECASE,
)
_CLOSE = 80  # characters
_STAGED = re.compile(r"\bN[1-3]")
_THIS = quick(
    r"\b(?:\w*sarcomas?|soft tissue (?:tumou?r|mass|neoplasm)|UPS|MFH|LMS|DDLPS|MPNST|MFS|sarc|malignant fibrous|phyllodes|"
    r"solitary fibrous|nerve sheath)\b",
    re.IGNORECASE,
)


def about_of(sentence: Sentence, mention: Mention) -> About:
    """ "other_tumour" where the nearest cancer named in the sentence is no sarcoma."""
    other = _nearest(_OTHER, sentence.text, mention)
    operation = _nearest(_OPERATION, sentence.text, mention)
    if operation is not None and operation <= _CLOSE and _STAGED.search(mention.words):
        other = min(operation, operation if other is None else other)
    this = _nearest(_THIS, sentence.text, mention)
    return "other_tumour" if other is not None and (this is None or other < this) else "this_tumour"


def _nearest(pattern: Quick, text: str, mention: Mention) -> int | None:
    """Characters to the nearest match; 0 when it overlaps the mention."""
    gaps = [
        max(match.start() - mention.to, mention.at - match.end(), 0)
        for match in pattern.finditer(text)
        if not (pattern is _OTHER and "sarcoma" in match.group().lower())
    ]
    return min(gaps) if gaps else None
