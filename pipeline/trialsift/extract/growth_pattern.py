"""How the tumour meets its surroundings, on MRI above all: infiltrative, expansile, with a fascial tail.

Only the tumour's edge counts: oedema may be ill-defined, a local anaesthetic infiltrates, a lung
holds an infiltrate, and none of these is growth.
"""

import re
from typing import Any, cast

from trialsift.extract.asked import is_asked, is_supposed
from trialsift.extract.dates import DayOrder, day_order
from trialsift.extract.denial import denies_something_else
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.quick import quick
from trialsift.extract.quoted import Source, source_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, GrowthPattern
from trialsift.packs.rules import Packs

_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|mass|masses|lesions?|neoplasms?|lumps?|growth|sarcomas?|\w+sarcoma|poles?)\b",
    re.IGNORECASE,
)
# Something other than the tumour that has an edge or infiltrates.
_OTHER_AFTER = re.compile(
    r"^[ -]*(?:[\w-]+,? ){0,4}(?:leiomyomas?|leiomyomata|fibroids?|adenomas?|polyps?)\b|^ cell (?:borders?|membranes?|margins?)\b|^ (?:nuclei|nucleoli|cytoplasm|glands)\b|"
    r"^ of (?:the )?(?:(?:left|right|adjacent) )?(?:femur|tibia|humerus|bones?|cortex|kidneys?|liver|muscles?|arter\w+|veins?|vessels?|nerves?|(?:lymph )?nodes?|cysts?|scar|cavity)\b|"
    r"^[ -]*(?:\w+ ){0,2}(?:o?edema\w*|signal (?:change|abnormalit)\w*|haziness|fluid|collections?|h(?:a)?ematomas?|seromas?|cysts?|consolidation\w*|"
    r"opacit\w+|atelecta\w+|fat(?:ty)? planes?|tissue planes?|cleavage|enhancement (?:in|of|at|within) (?:the )?(?:resection|surgical|operat\w+|excision)|"
    r"(?:lymph )?nodes?|anaesth\w*|anesth\w*|block|lidocaine|lignocaine|marcaine|"
    r"bupivacaine|xylocaine|disease of the lung|cardiomyopathy|ductal|lobular|urothelial|squamous|adeno\w+|lymphocyt\w*|scar)\b",
    re.IGNORECASE,
)
_OTHER_BEFORE = quick(
    r"(?:\bo?edema\b(?![^,;.]*\b(?:tumou?r|mass|lesion|margin|border)\b)[^,;.]{0,40}|\b(?:pulmonary|lung|lobe|perihilar|basal|interstitial|inflammatory|"
    r"lymphocytic|lymphoid|fatty|local|perivascular|plasma cell|leuka?emic|collections?|hamartoma|ha?ematoma|cyst|fluid) (?:\w+ ){0,2}|"
    r"\b(?:nodes?|(?:liver|hepatic|renal|kidney|adrenal|thyroid|splenic|breast|ovarian) (?:lesions?|mass|nodules?|cysts?)) (?:has|have|is|are|with|shows?|appears?) (?:\w+ ){0,2})$",
    re.IGNORECASE,
)
_EXTENT = re.compile(r"\b(diffuse|focal)(?:ly)? (?:\w+ )?$", re.IGNORECASE)
# Doubt that follows the pattern is about it only in these words; "infiltrative mass, suspicious for sarcoma" is not.
_DOUBT_AFTER = re.compile(
    r"\b(?:cannot be excluded|not excluded|cannot be ruled out|equivocal|indeterminate|uncertain|suspected)\b",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Growth patterns with the examination they come from; what belongs to no tumour edge gives none."""
    order = day_order(reading.note.text, reading.note.note_date)
    return [
        _fact(reading, sentence, mention, order)
        for sentence, mention in mentions_of(reading, "growth_pattern", "pattern")
        if not is_asked(reading, sentence)
        and not _is_unanswered(sentence, mention)
        and _of_tumour(reading, sentence, mention)
    ]


# A field of a form without an answer, or with both: "Tail sign:", "Tail sign: yes / no".
_UNANSWERED = re.compile(
    r" ?[:?] ?[_.]*$| ?[:?]? ?\(?(?:y(?:es)? ?/ ?no?|no? ?/ ?y(?:es)?|present ?/ ?absent|\+ ?/ ?-)\)?[ .]*$",
    re.IGNORECASE,
)


def _is_unanswered(sentence: Sentence, mention: Mention) -> bool:
    return bool(_UNANSWERED.match(sentence.text, mention.to)) or is_supposed(sentence.text, mention.at)


def _of_tumour(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    text = sentence.text
    if mention.value == "tail_sign":
        return True
    if _OTHER_AFTER.search(text[mention.to :]) or _OTHER_BEFORE.search(text[: mention.at]):
        return False
    return reading.document in {"mri", "pathology"} or bool(_TUMOUR.search(text))


def _fact(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Fact:
    source: Source = source_of(reading, sentence, mention, order=order)
    value = GrowthPattern(pattern=cast("Any", _pattern(sentence.text, mention)), modality=source.modality)
    spared = denies_something_else(sentence.text, mention) or _doubts_something_else(sentence.text, mention)
    return fact_from(
        reading, sentence, [mention], kind="growth_pattern", value=value, date=source.date,
        presence="present" if spared else None,
    )  # fmt: skip


def _pattern(text: str, mention: Mention) -> str:
    """The rule's pattern; "diffuse" or "focal" where that word stands before an infiltrating verb."""
    extent = _EXTENT.search(text[: mention.at])
    return extent.group(1).lower() if extent and mention.value == "infiltrative" else str(mention.value)


def _doubts_something_else(text: str, mention: Mention) -> bool:
    """Whether the doubt stands after a comma or is about the diagnosis."""
    if mention.assertion.presence != "uncertain":
        return False
    after, before = text[mention.to :], text[: mention.at]
    if _DOUBT_AFTER.search(after.split(",")[0]):
        return False
    return not any(cue in before and "," not in before[before.rfind(cue) :] for cue in mention.assertion.cues)
