"""Tumour necrosis: whether, and how much of the tumour in percent.

The necrosis component of a grade ("necrosis 1") is a score and no percentage; necrosis of fat, bone,
skin, a node or another organ is not the tumour's.
"""

import re
from dataclasses import dataclass
from typing import cast

from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.quantities import comparator_before
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Comparator, Fact, Necrosis
from trialsift.packs.rules import Packs

_NOT_TUMOUR_BEFORE = quick(
    r"\b(?:fat|avascular|aseptic|tubular|caseous|caseating|fibrinoid|skin|flap|wound|papillary|cortical|bone|bony|hepatic|myocardial|pancreatic|"
    r"muscle|pulp|steato|colliquative|cystic medial|septic|digital|penile|intestinal|bowel|toe|finger|tissue|radiation|piecemeal|lobular|centrilobular|"
    r"comedo|single cell|dcis|gangrenous|ischemic bowel|fascial|ulcer|eschar|foot|edges?|anti ?-?tumou?r|alpha|factor)(?: (?:and|or) \w+)? ?$",
    re.IGNORECASE,
)
_NOT_TUMOUR_AFTER = re.compile(
    r" ?(?:(?:or|and|,) ?ha?emorrhage )?(?:is |are )?(?:(?:identified|seen|noted|present) )?(?:in|within) (?:any of |the |these )*(?:leiomyom\w+|fibroids?|myomas?)\b|"
    r" ?(?:factor|of (?:the )?(?:\w+ )?(?:skin|fat|flap|femoral|hip|bone|bowel|toes?|finger|foot|pancreas|liver|myocardium|muscle|heel|nipple)|"
    r"(?:lymph )?nodes?|skin|fat|tissue debrid|tissue was|debris was|toe|foot|bowel|ulcer|eschar|wound|bone|flap|gallbladder|pancreatitis|fasciitis|enterocolitis|vasculitis)\b",
    re.IGNORECASE,
)
# Two features of a form beside each other, neither with an answer: "Necrosis   Fibrosis".
_UNANSWERED_ROW = re.compile(
    r"(?:fibrosis|ha?emorrhage|calcification|mitos[ie]s|inflammation|atypia|pleomorphism|cellularity|cystic change|vascular invasion)\W*",
    re.IGNORECASE,
)
_LEIOMYOMA = re.compile(
    r"\b(?:leiomyom(?:as?|ata)|fibroids?)\b[^.;]{0,120}\b(?:no|without|free of)\b[^.;]{0,20}$", re.IGNORECASE
)
_SARCOMA = re.compile(r"sarcoma|smooth muscle tumou?r", re.IGNORECASE)
_NODE = re.compile(r"\b(?:lymph nodes?|nodal|adenopathy|granuloma\w*|tubercul\w+)\b", re.IGNORECASE)
_SCORE = re.compile(
    r" ?(?:\(?(?:score|component|grade)\)?)? ?(?:score)? ?(?:is|of|:|=|at least|-)? ?(?P<score>[012])(?:(?: ?/ ?[23])|(?! ?%|\.\d|\d))",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?:(?P<low>\d{1,3}(?:\.\d+)?) ?%? ?(?:-|to) ?)?(?P<percent>\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)",
    re.IGNORECASE,
)
# "<50% (approximately 20%)": the class, and then the share itself.
_CLOSER = re.compile(
    r"(?<=%) ?\((?:approximately|approx\.?|about|circa|ca\.?|estimated|est\.?|~|i\.?e\.?,?)? ?(?:at )?(?P<percent>\d{1,3}(?:\.\d+)?) ?%\)",
    re.IGNORECASE,
)
_BARE = re.compile(r"^[ :(]*(?:[<>~] ?)?(?P<percent>\d{1,3})[ ).]*$")
_UNKNOWN = re.compile(
    r"\b(?:cannot be (?:assessed|determined)|not (?:applicable|assessed|assessable|evaluated|reported|stated|specified|given)|"
    r"indeterminate|n/?a|unknown|difficult to assess)\b|present ?/ ?absent|yes ?/ ?no",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"^[ :(]*(?:not (?:identified|seen|present|detected)|none|absent|no\b|nil|negative|-(?: ?ve)?\)|- ?ve\b|0 ?%)",
    re.IGNORECASE,
)
_OTHER_PERCENT = re.compile(
    r"\b(?:ki ?-?67|mib ?-?1|viable|positiv\w*|cellular\w*|staining|component|myxoid|differentiat\w+|fat)\b",
    re.IGNORECASE,
)
_FEW = re.compile(r"\b(?:half)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Extent:
    percent: float
    comparator: Comparator
    at: int
    to: int


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Necrosis facts; documented absence is presence absent with percent 0 only where 0 is written."""
    made: list[Fact] = []
    taken: set[int] = set()
    for sentence, mention in mentions_of(reading, "necrosis"):
        if _is_other(sentence, mention):
            continue
        fact = _fact(reading, sentence, mention)
        if fact and sentence.index not in taken:
            taken.add(sentence.index)
            made.append(fact)
    return made


def _is_other(sentence: Sentence, mention: Mention) -> bool:
    """Whether the words are of other necrosis than the tumour's, or of a grade's component."""
    text = sentence.text
    value = text[sentence.label_to :] if _is_label(sentence, mention) else text[mention.to :]
    if _NOT_TUMOUR_BEFORE.search(text[: mention.at]) or _NOT_TUMOUR_AFTER.match(text, mention.to):
        return True
    if not text[: mention.at].strip() and _UNANSWERED_ROW.fullmatch(text, mention.to + 1):
        return True
    if _LEIOMYOMA.search(text[: mention.at]) and not _SARCOMA.search(text):
        return True
    if _UNKNOWN.search(value[:50]) or _NODE.search(text[max(0, mention.at - 40) : mention.to + 30]):
        return True
    return bool(_SCORE.match(value)) and not _percent_label(sentence, mention)


def _is_label(sentence: Sentence, mention: Mention) -> bool:
    return 0 < mention.to <= sentence.label_to


def _percent_label(sentence: Sentence, mention: Mention) -> bool:
    """Whether the label itself speaks of percent: `Percentage necrosis: 60`."""
    return _is_label(sentence, mention) and bool(re.search(r"percent|%", sentence.label, re.IGNORECASE))


def _fact(reading: Reading, sentence: Sentence, mention: Mention) -> Fact | None:
    said = mention.assertion
    if said.person != "patient" or said.time == "planned":
        return None
    extent = _extent(sentence, mention)
    if mention.role == "adjective" and not _of_tumour(reading, sentence, extent):
        return None
    value = Necrosis(percent=extent.percent, comparator=extent.comparator) if extent else Necrosis()
    place = (extent.at, extent.to) if extent else (mention.at, mention.to)
    return fact_from(
        reading, sentence, [mention], kind="necrosis", value=value, at=place[0], to=place[1],
        presence=_presence(sentence, mention, extent),
    )  # fmt: skip


_TUMOUR_NEAR = re.compile(
    r"\b(?:tumou?rs?|mass|lesion|neoplasm|sarcoma|\w+sarcoma|cut surface|core|cores|sectioning|nodule)\b",
    re.IGNORECASE,
)


def _of_tumour(reading: Reading, sentence: Sentence, extent: _Extent | None) -> bool:
    """Whether "necrotic" is said of the tumour: it is named in the sentence."""
    return bool(_TUMOUR_NEAR.search(sentence.text)) or (
        reading.document == "pathology" and extent is not None
    )


def _presence(sentence: Sentence, mention: Mention, extent: _Extent | None) -> str | None:
    """What the label's answer, the percentage or the cues say."""
    if extent:
        return "absent" if extent.percent == 0 else "present"
    if _is_label(sentence, mention) and _ABSENT.match(sentence.text[sentence.label_to :]):
        return "absent"
    if mention.words.lower().startswith("non "):
        return "absent"
    return None


def _extent(sentence: Sentence, mention: Mention) -> _Extent | None:
    """The percentage nearest to the word that is not said of something else."""
    text = sentence.text
    found = [match for match in _PERCENT.finditer(text) if _is_near(text, mention, match)]
    if not found and _percent_label(sentence, mention) and (bare := _BARE.match(text[sentence.label_to :])):
        start = sentence.label_to
        return _Extent(
            float(bare["percent"]),
            _sign(text, start + bare.start("percent")),
            start + bare.start("percent"),
            start + bare.end("percent"),
        )
    if not found:
        return None
    match = min(found, key=lambda item: max(item.start() - mention.to, mention.at - item.end(), 0))
    match = _CLOSER.match(text, match.end()) or match
    percent = float(match["percent"])
    if percent > 100:
        return None
    return _Extent(percent, _sign(text, match.start()), match.start(), match.end())


def _is_near(text: str, mention: Mention, match: re.Match[str]) -> bool:
    """Whether a percentage stands in the same clause as the word, with nothing else between that it measures."""
    between = (
        text[mention.to : match.start()] if match.start() >= mention.to else text[match.end() : mention.at]
    )
    after = text[match.end() : match.end() + 12] if match.start() >= mention.to else ""
    if len(between) > 70 or re.search(r"[;]|\. (?=[A-Z])", between):
        return False
    if match.end() <= mention.at and ", " in between:
        return False  # "round cell areas (40%), mitoses 8/10 HPF, focal necrosis": the share is of the first thing
    return not _OTHER_PERCENT.search(between) and not re.match(
        r" ?(?:viable|myxoid|positive|ki)", after, re.IGNORECASE
    )


def _sign(text: str, at: int) -> Comparator:
    sign = comparator_before(text, at)
    return cast("Comparator", sign)
