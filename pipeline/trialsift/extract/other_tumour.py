"""Whether a recurrence or metastasis is said of another cancer than the tumour in question.

The cancer named nearest in the sentence decides; silence leaves the tumour in question.
"""

import re
from typing import cast

from trialsift.extract.quick import Quick, quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import About

_ORGAN = (
    r"(?:breast|prostate|prostatic|colon|colonic|colorectal|bowel|rectal|rectum|gastric|stomach|pancrea\w+|ovarian|ovary|endometrial|uterine|"
    r"cervix|cervical|thyroid|lung|bronchial|bladder|renal|kidney|skin|testicular|hepatocellular|o?esophag\w+|laryn\w+|(?:naso|oro|hypo)?pharyn\w+|parotid|salivary|tongue|vulval?)"
)
_CANCER = r"(?:cancers?|ca|carcinomas?|tumou?rs?|malignanc\w+|primary|neoplasms?|adenocarcinomas?)"
_OTHER = quick(
    rf"\b(?:{_ORGAN} (?:\w+ )?{_CANCER}|{_CANCER} (?:of |in )?(?:the )?(?:left |right )?{_ORGAN}|metastatic {_ORGAN}|"
    r"\w*carcinomas?|adeno\w*ca|melanomas?|lymphomas?|hodgkin\w*|leuka?emia|myeloma|glio\w+|astrocytoma|meningiomas?|neuromas?|seminoma|"
    r"neuroblastoma|basal cell|squamous cell|bcc|scc|nsclc|sclc|hcc|rcc|dcis|npc|hnscc|crc|gbm|nhl|dlbcl|nasopharyn\w+|urothelial|polyps?|adenomas?)\b",
    re.IGNORECASE,
)
# Operations on an organ's cancer, where a stage stands close: "hemicolectomy 2023: pT3 N1a". An organ may be taken with a sarcoma too.
_OPERATION = quick(
    r"\b(?:(?:hemi)?colectomy|mastectomy|nephrectomy|prostatectomy|thyroidectomy|gastrectomy|lumpectomy|turbt)\b",
    re.IGNORECASE,
)
# "Breast cancer 2010, no recurrence": nothing stands behind it that it could be of.
_ENDS = re.compile(
    r" ?(?:$|[.,;)]|(?:since|to date|so far|now|at \w+ years|in \d+|for|after)\b)", re.IGNORECASE
)
_EARLIER = re.compile(
    r"\b(?:previous|other|another|prior|earlier|second|first) (?:cancers?|malignanc\w+|primary)\b|\bwilms\b",
    re.IGNORECASE,
)
_CLOSE = 80  # characters
# All that stands in front of a recurrence that goes on from the sentence before.
_GOES_ON = re.compile(
    r"(?:(?:no|not|never|without|nil|any|evidence|signs?|of|there|has|have|had|been|is|was|s?he|known|documented|further|to date|so far|since|and),? )*",
    re.IGNORECASE,
)
_CAUSED = re.compile(r"\b(?:after|following|post|for|by|from)(?: \w+){0,2} $", re.IGNORECASE)
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


def about_recurrence(reading: Reading, sentence: Sentence, mention: Mention) -> About:
    """The tumour named before it in its own sentence, or in a letter the sentence before, where nothing behind it names another."""
    before = sentence.text[: mention.at]
    if not _ENDS.match(sentence.text, mention.to) or _THIS.search(mention.words):
        return about_of(sentence, mention)
    if (told := _last_named(before)) or _THIS.search(sentence.text) or _OTHER.search(sentence.text):
        return told or about_of(sentence, mention)
    if reading.document != "clinic" or sentence.section == "examination" or not _GOES_ON.fullmatch(before):
        return "this_tumour"
    near = next((item for item in reading.sentences if item.index == sentence.index - 1), None)
    same = near is not None and near.block == sentence.block
    return (_last_named(near.text) if near and same else None) or "this_tumour"


def _last_named(text: str) -> About | None:
    last: dict[int, About] = {}
    for about, patterns in (("other_tumour", (_OTHER, _OPERATION, _EARLIER)), ("this_tumour", (_THIS,))):
        for pattern in patterns:
            last |= {
                match.start(): cast("About", about)
                for match in pattern.finditer(text)
                if pattern is _THIS
                or not (
                    "sarcoma" in match.group().lower()
                    or (_THIS.search(text[: match.start()]) and _CAUSED.search(text[: match.start()]))
                )
            }
    return last[max(last)] if last else None


def _nearest(pattern: Quick, text: str, mention: Mention) -> int | None:
    """Characters to the nearest match; 0 when it overlaps the mention."""
    gaps = [
        max(match.start() - mention.to, mention.at - match.end(), 0)
        for match in pattern.finditer(text)
        if not (pattern is _OTHER and "sarcoma" in match.group().lower())
    ]
    return min(gaps) if gaps else None
