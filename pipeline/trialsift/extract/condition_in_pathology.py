"""What a report on tissue says of the tissue, and not of the patient's health."""

import re

from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.serology import TESTS

# Where a pathologist tells of the patient.
_TOLD = frozenset({"history", "past_history", "past_surgery", "medications", "allergies", "family_history"})
# "Sections show haemorrhage", "Tissue for research: no": the specimen's own, or the laboratory's.
_OF_SPECIMENS = frozenset({"bleeding", "trial_participation", "prior_enrolment"})
_OF_HISTORY = re.compile(
    r"\b(?:history|h/o|hx|prev(?:ious)?|prior|other|past|former|earlier|personal|known|second|concurrent|synchronous|another|in the past|before|denies|never|anamnes\w*|oncolog\w*)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Z]{2,3}")
_NODES = re.compile(r"c(?:o?e)liac", re.IGNORECASE)


_SCANS = frozenset({"pathology", "mri", "ct", "pet", "ultrasound", "imaging"})
_OF_A_PICTURE = re.compile(r"\b(?:pathology|pathologies|abnormalit(?:y|ies)|weakness)$", re.IGNORECASE)


def is_of_picture(reading: Reading, mention: Mention) -> bool:
    """Whether a scan or a microscope speaks of what it shows or of a department: "no renal pathology", "GI pathology"."""
    return reading.document in _SCANS and bool(_OF_A_PICTURE.search(mention.words))


def is_of_tissue(reading: Reading, sentence: Sentence, mention: Mention, concept: str) -> bool:
    """Whether words of a pathology report tell of a part, a block or a vessel: "renal vein: negative", "Block TB".

    "No evidence of malignancy" there clears one part; "no history of malignancy" speaks of the patient.
    """
    if reading.document != "pathology" or sentence.section in _TOLD:
        return False
    if mention.role == "question" or concept in _OF_SPECIMENS or _NODES.fullmatch(mention.words):
        return True
    if _LETTERS.fullmatch(mention.words) and concept not in TESTS:
        return True
    denied = isinstance(mention.value, dict) and mention.value.get("presence") == "absent"
    return concept == "other_malignancy" and denied and not _OF_HISTORY.search(mention.words)
