"""How many tumours: one, or several and how many.

"Solitary mass" and "no second lesion" both say one; "satellite nodule" and "skip lesion", where
present, several. Nodules of the lung, nodes and deposits elsewhere are not counted here.
"""

import re
from typing import Literal

from trialsift.extract.dates import DayOrder, day_order
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.quoted import source_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, LesionCount
from trialsift.packs.rules import Packs

Focality = Literal["single", "multiple"]

_NUMBERS = {
    word: number
    for number, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight"], 1)
}
_ELSEWHERE = re.compile(
    r"\b(?:lungs?|pulmonary|lobes?|lingula|pleura\w*|subpleural|thyroid|hepatic|liver|renal|kidneys?|adrenals?|spleen|splenic|breasts?|nod(?:al|es?)|"
    r"brain|cerebr\w*|pancrea\w*|prostate|parotid|mediastin\w*|chest|thora\w*|abdom\w*|vertebra\w*|spine|spinal|skin|colon\w*|polyps?|ovar\w*|uter\w*|"
    r"metastatic|(?<!skip )metastas[ei]s|distant|bladder|white matter|vessels?|coronary|stenos\w*|bone|bony|osseous|lytic|sclerotic|cystic|benign|intracranial|ring)\b",
    re.IGNORECASE,
)
# In a report on a uterus its own name is no other organ.
_UTERUS = re.compile(r"\buter(?:us|ine)\b", re.IGNORECASE)
_PHRASE_BREAK = re.compile(
    r"\b(?:of|in|on|at|to|with|from|by|for|is|was|are|were|and|the|this|that|section|sections|core|cores|fragment|node|nodes|cassette|cut|surface|"
    r"specimen|hpf|cell|cells|slide|slides|side|end|margin|fibrous|week|month|year|day|type|without|no|not|per)\b",
    re.IGNORECASE,
)
_SINGLE_WORD = re.compile(
    r"\b(?:unifocal|single|solitary|one|1|unicentric|no|none|nil|absent|not identified|not present)\b",
    re.IGNORECASE,
)
_MULTIPLE_WORD = re.compile(
    r"\b(?:multifocal|multiple|multicentric|yes|present|several|two|three|four|five|six|[2-9](?! ?[cm]m))\b",
    re.IGNORECASE,
)
_UNKNOWN = re.compile(
    r"\b(?:cannot|not (?:applicable|assessed|stated|specified|determined)|indeterminate|n/?a|unknown|please|y(?:es)? ?/ ?no?|no? ?/ ?y(?:es)?)\b|\?$|focal ?/ ?\w*focal|single ?/ ?multiple",
    re.IGNORECASE,
)
_NOT_ASKED = frozenset({"technique", "family_history", "request", "past_history"})
# Sections of a report that tell of the cut specimen.
_CUT = frozenset({"gross", "microscopy", "diagnosis", "synoptic", ""})
_OPEN = re.compile(
    r"\?|\b(?:too small to|indeterminate|equivocal|possibl[ey]|may be|might be|could be|uncertain|unclear|cannot be (?:excluded|characteri[sz]ed))",
    re.IGNORECASE,
)
_OPEN_NEXT = re.compile(
    r"[\s.]*(?:too small to|indeterminate|equivocal|this (?:may|might|could) be|nature (?:uncertain|unclear))",
    re.IGNORECASE,
)
# What a trial asks for, and what the patient noticed: neither counts tumours.
_NOT_COUNTED = re.compile(
    r"\b(?:patients? with|eligib\w+|trial|study|protocol)\b[^.;]*$|\b(?:he|she|they|patient|you) (?:had |has |first )?(?:noticed|felt|found|discovered)\b[^.;]*$",
    re.IGNORECASE,
)
_HISTORY_TALK = re.compile(
    r"\b(?:if|whether|in case of|risk of|may develop|look(?:ing)? for|exclude|rule out|screen\w* for|\?)",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Statements of how many tumours there are, each with the examination it is quoted from."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "lesion_count"):
        if sentence.section in _NOT_ASKED or mention.assertion.person != "patient":
            continue
        value = _labelled(sentence) if mention.role == "focality" else _stated(reading, sentence, mention)
        if value:
            made.append(_fact(reading, sentence, mention, value, order))
    return made


def _labelled(sentence: Sentence) -> tuple[Focality, int | None] | None:
    """The answer of a form's `Tumour focality`, `Number of lesions` or `Multifocality`."""
    answer = sentence.text[sentence.label_to :]
    if _UNKNOWN.search(answer):
        return None
    single, multiple = _SINGLE_WORD.search(answer), _MULTIPLE_WORD.search(answer)
    if single and not (multiple and multiple.start() < single.start()):
        return "single", 1
    return ("multiple", _number(multiple.group())) if multiple else None


def _number(word: str) -> int | None:
    """ "two" and "2" give 2; "several" and "multiple" no number."""
    return int(word) if word.isdigit() else _NUMBERS.get(word.lower())


def _stated(reading: Reading, sentence: Sentence, mention: Mention) -> tuple[Focality, int | None] | None:
    """What running text says; None where it speaks of another organ, of parts, or only asks."""
    lead = sentence.text[max(0, mention.at - 30) : mention.at]
    if _is_elsewhere(reading, sentence, mention) or _HISTORY_TALK.search(lead):
        return None
    if mention.role == "second":
        return _second(reading, sentence, mention)
    said = mention.assertion
    if _COMPOUND.match(mention.words) or any(
        either.start() <= mention.at < either.end() for either in _EITHER.finditer(sentence.text)
    ):
        return None
    if said.time == "planned" or (mention.rule_id in _OPEN_RULES and _is_broken(mention.words, lead)):
        return None
    if mention.role == "single":
        if _NOT_COUNTED.search(sentence.text[: mention.at]) or _MAIN_ONE.search(mention.words):
            return None
        # "Sarcoma suspected, single mass": the doubt ends with the comma.
        parted = said.presence == "uncertain" and sentence.text[: mention.at].rstrip().endswith(",")
        return ("single", 1) if said.presence == "present" or parted else None
    count = dict(mention.slots).get("count", "")
    return None if said.presence == "absent" or said.time != "now" else ("multiple", _number(count))


# The rules that leave room for words between the number and the tumour.
_MAIN_ONE = re.compile(
    r"\b(?:dominant|main|larger|largest|bigger|biggest)\b", re.IGNORECASE
)  # there are others
# "Single tumor or multiple tumors of any size" is a class of a staging scheme; "single-surfaced" counts nothing.
_EITHER = re.compile(
    r"\b(?:single|solitary|unifocal)\b[^.;:]{0,70}\bor (?:multiple|multifocal|several)\b|\b(?:multiple|multifocal)\b[^.;:]{0,40}\bor (?:single|solitary|unifocal)\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    r"(?:single|one)(?: ?- ?| )(?:surfaced|layered|celled|cell|file|row|strand)\b", re.IGNORECASE
)
_OPEN_RULES = frozenset({"lesion_count.many", "lesion_count.single"})


def _is_broken(words: str, lead: str) -> bool:
    """Whether the number counts another thing: "one section of the tumour", "pulses x 4 without masses"."""
    return bool(_PHRASE_BREAK.search(" ".join(words.split()[1:-1])) or re.search(r"(?:\bx|/|\.) ?$", lead))


_WHETHER = re.compile(r"\bpresence ?(?:/|or|and) ?absence of (?:\w+ )?$", re.IGNORECASE)


def _second(reading: Reading, sentence: Sentence, mention: Mention) -> tuple[Focality, int | None] | None:
    """A further lesion: denied, the tumour is alone; stated, there are several."""
    said = mention.assertion
    first = mention.words.split()[0].lower()
    if _WHETHER.search(sentence.text[: mention.at]):
        return _labelled(sentence) if mention.to <= sentence.label_to else None
    if mention.to <= sentence.label_to and _UNKNOWN.search(sentence.text, sentence.label_to):
        return None
    # "no other" is one cue whose last word is the mention's first.
    denied = re.search(r"\b(?:no|without|nor) ?$", sentence.text[: mention.at], re.IGNORECASE)
    if said.presence == "absent" or denied:
        looked = first in {"satellite", "satellites", "skip", "second"} or _was_looked_at(
            reading, sentence, mention
        )
        return ("single", 1) if looked and first not in {"new", "secondary", "adjacent"} else None
    if said.time != "now" or first in {"new", "other", "further", "secondary", "distinct", "adjacent"}:
        return None
    if (
        first in {"satellite", "satellites", "skip", "be"}
        or mention.rule_id == "lesion_count.numbered"
        or re.search(r"\b(?:a|an|is|shows?|one) ?$", sentence.text[: mention.at], re.IGNORECASE)
    ):
        return "multiple", None
    return None


def _was_looked_at(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether a scan or a cut specimen says that there is nothing else; a hand on the belly does not count tumours."""
    if reading.document == "pathology":
        return sentence.section in _CUT
    source = source_of(reading, sentence, mention, order=None)
    return source.modality in {"mri", "ultrasound", "pet"} or reading.document == "imaging"


def _is_elsewhere(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether the words count lesions of another organ than the tumour's."""
    if reading.document == "ct":
        return True
    after = re.split(r"[.;:(?]", sentence.text[mention.to : mention.to + 60])[0]
    before = re.split(r"[.;:(,]", sentence.text[max(0, mention.at - 30) : mention.at])[-1]
    scanned = re.search(
        r"\b(?:CT (?:chest|thorax|CAP|TAP|abdomen)|chest CT|thorax)\b",
        sentence.text[: mention.at],
        re.IGNORECASE,
    )
    around = f"{before} {mention.words} {after}"
    if reading.document == "pathology":
        around = _UTERUS.sub(" ", around)
    return bool(scanned or _ELSEWHERE.search(around))


def _left_open(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether the report does not say what a second nodule is: "?satellite ?node, too small to call"."""
    own = sentence.text[mention.to :]
    after = reading.note.text[sentence.ends[-1] : sentence.ends[-1] + 120]
    maybe = re.search(r"\b(?:could|may|might)(?: well| also)? $", sentence.text[: mention.at], re.IGNORECASE)
    return bool(maybe or _OPEN.search(own) or _OPEN_NEXT.match(after))


def _fact(
    reading: Reading,
    sentence: Sentence,
    mention: Mention,
    value: tuple[Focality, int | None],
    order: DayOrder | None,
) -> Fact:
    focality, count = value
    source = source_of(reading, sentence, mention, order=order)
    left_open = mention.role == "second" and focality == "multiple" and _left_open(reading, sentence, mention)
    doubted = mention.role == "second" and mention.assertion.presence == "uncertain"
    uncertain = left_open or doubted or (mention.role == "many" and mention.assertion.presence == "uncertain")
    return fact_from(
        reading, sentence, [mention], kind="lesion_count",
        value=LesionCount(focality=focality, count=count, modality=source.modality),
        date=source.date, presence="uncertain" if uncertain else "present", time="now",
    )  # fmt: skip
