"""Spread beyond the primary: found, denied, or an open question, with organ and number where told.

A staging request, a risk and a survival statistic are no finding. A lung nodule is an open question
until the report explains it: as benign (then there is no metastasis) or as a metastasis.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from trialsift.extract.asked import is_asked
from trialsift.extract.dates import DayOrder, day_order
from trialsift.extract.denial import denies_something_else
from trialsift.extract.feared import FEARED
from trialsift.extract.form import answer_of
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.nodule import node_presence, nodule_presence
from trialsift.extract.other_tumour import about_of
from trialsift.extract.quick import quick
from trialsift.extract.quoted import source_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spread_sites import count_before, sites_of
from trialsift.extract.spread_undone import has_exception, is_of_else, is_undone
from trialsift.facts import Fact, Metastasis
from trialsift.packs.rules import Packs

# Talk of what might be or is being looked for.
_ONLY_TALK = quick(
    rf"\b(?:{FEARED}|risks?|chances?|likelihood|probability|potential|propensity|incidence|if|should|whether|would|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|might|could|can|prevent\w*|"
    r"to (?:exclude|rule out|look for|assess|check|detect|screen|evaluate|see|stage)|looking for|await\w*|pending|requested|arrange\w*|"
    r"surviv\w+|(?:patients|people|anyone|those|persons|participants|subjects) (?:with|whose|who)|"
    r"(?:evaluat\w+|assess\w*|screen\w*|look\w*|search\w*|check\w*) for|literature|studies|defined as|unless|until|before any)\b[^.;]*$",
    re.IGNORECASE,
)
# What a type of tumour does in general: "indolent, late lung mets", "tends to give lung metastases".
_HABIT = re.compile(
    r"\b(?:late|delayed) (?:[a-z]+ ?/? ?){0,3}$|\b(?:tends?|prone|known|liable) to (?:[a-z]+ ){0,4}$|"
    r"\b(?:commonest|most (?:common|frequent)|usual|typical|favou?rite|preferred) (?:sites?|places?|organs?|routes?) (?:of|for) (?:[a-z]+ ){0,2}$|"
    r"\b(?:typically|characteristically|classically|notorious for)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_HAPPENED = re.compile(
    r"^[^.;]{0,40}\b(?:found|developed|appeared|seen|diagnosed|detected|confirmed|resected|removed|treated|proven|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(
    r"\b(?:(?:may|might|could|can) (?:well )?(?:represent|be|reflect|indicate)|(?:un)?likely to (?:represent|be|reflect)|(?:cannot|could not|can not|not) (?:be )?(?:exclude\w*|rule\w* out))\b[^.;]*$",
    re.IGNORECASE,
)
# "A metastasis has to be considered", "not mets until proven", "can neither be confirmed nor excluded".
_LEFT_OPEN = re.compile(
    r"^[^.;,]{0,30}?\b(?:(?:has|have|needs?|ought) to be (?:considered|borne in mind)|(?:must|should) (?:always |still )?be (?:considered|borne in mind|kept in mind)|"
    r"(?:can ?not|can ?n.t|could not|not) (?:yet )?be (?:said|told|called|decided|judged|answered|settled)|"
    r"(?:are|is|remains?) (?:still )?(?:open|unclear|unsettled|undecided|not (?:yet )?(?:clear|known|certain|settled|decided))\b|"
    r"until (?:proven|shown|established|confirmed)|not (?:yet )?(?:been )?(?:confirmed|proven|settled|clarified)|neither (?:be )?(?:confirmed|proven))",
    re.IGNORECASE,
)
_RATHER_THAN = re.compile(
    r"\b(?:rather than|instead of|as opposed to|not (?:felt|thought|believed|considered|judged)(?: to be| to represent)?|not in keeping with|not consistent with)(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
_STATISTICS = re.compile(
    r" (?:(?:lesions? |disease )?(?:could|can(?! (?:neither|not))|would|usually|often|typically) |(?:among|in) \d+ (?:of \d+ )?(?:\w+ ){0,2}(?:patients|cases|tumou?rs|women|men)\b)",
    re.IGNORECASE,
)
_METABOLIC = re.compile(r"[<>=\u2264\u2265] ?\d* ?\||\b\d+ ?\||\| ?[<>=\u2264\u2265\d]")
_EFFORT = re.compile(
    r"\b(?:sharp|blunt|dissect\w*|scissors|exercise|effort|functional capacity|tolerance|stairs|breathless|climb\w*)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[^\w?]*(?:distant )?metastas[ei]s ?(?:\( ?p?m ?\))? ?:?\W*$", re.IGNORECASE)
_UNANSWERED = re.compile(
    r"\b(?:cannot|can not|could not|not) (?:(?:yet|fully|formally|been|be|otherwise) ){0,3}(?:imaged|staged|looked for|assess\w*|evaluat\w*|determin\w*|applicable|submitted|known|examined)|"
    r"^y(?:es)? ?/ ?no?\b|^no? ?/ ?y(?:es)?\b|\bn/?a\b|\b[cp]?mx\b|\bunknown\b|\bnotass\w+",
    re.IGNORECASE,
)
_NONE_COUNTED = re.compile(r" ?: ?[_-]*0\b(?![./]| of)")  # "nodes involved by metastasis: 0"
_NONE_OF = re.compile(r"\b0 ?(?:/|of|out of) ?\d+(?: \w+){0,4} ?$")  # "0/3 positive for metastasis"
_BODY = re.compile(r"\b(?:staging|chest|thorax|thoracic|pet|tap|cap|hrct)\b", re.IGNORECASE)
_SCAN = re.compile(r"\b(?:ct|cect|hrct|pet|staging|scans?|imaging)\b", re.IGNORECASE)
_CLEAR_OF = re.compile(
    r"^ (?:view|of(?! (?:disease|deposit|tumou?r))|margins?|fat|plane|that|picture|cut|cell|to\b|for (?!metast|distant|disease|spread))",
    re.IGNORECASE,
)
_BY_EAR = re.compile(
    r"\b(?:auscult\w+|percuss\w+|air entry|breath sounds?|heart sounds?|wheez\w+|crackles?|rales|rhonchi|resonant)\b",
    re.IGNORECASE,
)
# The organ that a role's words always speak of, and the one they speak of where none is named.
_PLACES = {
    "lungs": "lung",
    "lungs_told": "lung",
    "nodes": "lymph node",
    "enlarged_nodes": "lymph node",
    "bone_scan": "bone",
}
_USUAL = {"nodule": "lung", "skip": "muscle"}
_NUMBER_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Metastasis facts, one an organ; presence says whether, and a question without answer gives none."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "metastasis"):
        if not _inside_another(sentence, mention):
            made.extend(_read(reading, sentence, mention, order))
    return made


def _inside_another(sentence: Sentence, mention: Mention) -> bool:
    """Whether a longer mention of this kind, or the form field that it names, speaks for it."""
    return any(
        other.at <= mention.at
        and mention.to <= other.to
        and (
            other.to - other.at > mention.to - mention.at
            or (other.role == "field" and mention.role != "field")
        )
        for other in sentence.mentions
        if other.kind == "metastasis" and other is not mention
    )


def _read(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Iterator[Fact]:
    presence = _presence(reading, sentence, mention)
    if presence is None or is_of_else(sentence, mention) or _is_talk(reading, sentence, mention, presence):
        return
    if presence == "absent" and _says_none(mention):
        if is_undone(sentence, mention):
            return
        presence = "uncertain" if has_exception(sentence, mention) else presence
    if presence == "absent" and _of_a_specimen(reading, sentence, mention):
        return
    source = source_of(reading, sentence, mention, order=order)
    for site in _sites(sentence, mention):
        yield fact_from(
            reading, sentence, [mention], kind="metastasis", presence=presence, date=source.date,
            value=Metastasis(site=site, count=_count(sentence, mention) if presence != "absent" else None),
            time="past" if mention.role == "removed" else None,
            about=about_of(sentence, mention),
        )  # fmt: skip


def _says_none(mention: Mention) -> bool:
    """Whether the words themselves say that there is no spread, without the name of one that is denied."""
    return mention.value == "absent" or mention.role in _NONE_ROLES


_NONE_ROLES = frozenset({"clear", "lungs", "lungs_told", "alone", "no_spread", "localised", "bone_scan"})


def _of_a_specimen(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """A pathologist who finds no metastasis in a node or tube says nothing of the rest of the patient."""
    spoken = mention.role in {"value", "adjective"} and mention.value is None
    near = sentence.text[max(0, mention.at - 20) : mention.to]
    this = about_of(sentence, mention) == "this_tumour"
    return reading.document == "pathology" and spoken and this and "distant" not in near.lower()


def _presence(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    """The presence by the kind of words: each role has its own way of saying so."""
    said = mention.assertion.presence
    if reader := _BY_ROLE.get(mention.role):
        return reader(reading, sentence, mention)
    if mention.value == "present" and said == "absent":
        return None
    if mention.value in {"absent", "present"}:
        return str(mention.value) if said != "uncertain" else said
    return _of_words(sentence, mention)


def _of_form(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:  # noqa: ARG001  as the others
    return _form(sentence, mention)


def _of_nodes(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    return node_presence(reading, sentence, mention, staged=_is_staging(reading, sentence, mention))


def _of_clear_scan(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    return _of_clear(sentence, mention) if _is_clear(reading, sentence, mention) else None


def _of_primary_alone(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    said = mention.assertion.presence
    return "absent" if said == "present" and _is_staging(reading, sentence, mention) else None


def _of_no_spread(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:  # noqa: ARG001
    return "absent" if reading.document not in {"pathology", "mri", "ultrasound"} else None


def _of_denied(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    """Uptake or a lesion that a staging scan does not show; what it does show may be anything."""
    placed = mention.role == "uptake" or _sites(sentence, mention) != ("",)
    right_before = _NO_RIGHT_BEFORE.search(sentence.text[: mention.at])
    denied = placed and (mention.assertion.presence == "absent" or bool(right_before))
    return "absent" if denied and _is_staging(reading, sentence, mention) else None


# "No other focus": where "no other" is one cue, its second word is the mention's first.
_NO_RIGHT_BEFORE = re.compile(r"\b(?:no|nil|without|nor) ?$", re.IGNORECASE)


def _of_hinted(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    """A word that alone may be anything: its denial and its suspicion, in what a staging scan shows."""
    said = mention.assertion.presence
    return said if said != "present" and _is_staging(reading, sentence, mention) else None


def _of_clean(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:  # noqa: ARG001
    """A bone scan without a finding, a localised sarcoma."""
    return "absent" if mention.assertion.presence == "present" and reading.document != "pathology" else None


def _of_nodal(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:
    return None if reading.document == "pathology" else _of_words(sentence, mention)


def _of_removed(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:  # noqa: ARG001
    return "present" if mention.assertion.presence == "present" else None


def _of_skip(reading: Reading, sentence: Sentence, mention: Mention) -> str | None:  # noqa: ARG001
    """Looked for in one compartment only: its absence says nothing of the rest of the body, but for the marrow."""
    said = mention.assertion.presence
    return None if said == "absent" and _sites(sentence, mention) == ("muscle",) else said


_BY_ROLE: Mapping[str, Callable[[Reading, Sentence, Mention], str | None]] = {
    "field": _of_form,
    "nodule": nodule_presence,
    "enlarged_nodes": _of_nodes,
    "clear": _of_clear_scan,
    "lungs": _of_clear_scan,
    "alone": _of_primary_alone,
    "no_spread": _of_no_spread,
    "uptake": _of_denied,
    "hinted": _of_hinted,
    "lungs_told": _of_clean,
    "organ_lesion": _of_denied,
    "bone_scan": _of_clean,
    "localised": _of_clean,
    "nodal": _of_nodal,
    "removed": _of_removed,
    "skip": _of_skip,
}


def _of_words(sentence: Sentence, mention: Mention) -> str | None:
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    if mention.words.lower() == "mets" and (
        _METABOLIC.search(before + "|" + after[:4]) or _EFFORT.search(sentence.text)
    ):
        return None
    if _HEADING.match(sentence.text) or _UNANSWERED.match(after.lstrip(" :(-")):
        return None
    if _NONE_COUNTED.match(after) or _NONE_OF.search(before):
        return "absent"
    if _denies_an_earlier_one(sentence, mention):
        return "uncertain"
    if _LEFT_OPEN.search(after):
        return "uncertain"
    if _RATHER_THAN.search(before):
        return "absent"
    if _DOUBTED.search(before) and mention.assertion.presence == "present":
        return "uncertain"
    return mention.assertion.presence


def _denies_an_earlier_one(sentence: Sentence, mention: Mention) -> bool:
    """ "No metastasis in the abdomen, a possible one in the lung": the denial ends with the first of the two."""
    earlier = any(other.kind == "metastasis" and other.to < mention.at for other in sentence.mentions)
    return earlier and denies_something_else(sentence.text, mention)


def _form(sentence: Sentence, mention: Mention) -> str | None:
    """A form's answer; an organ named in the field's value is a metastasis there."""
    rest = sentence.text[sentence.label_to :]
    if _UNANSWERED.search(rest) or not rest.strip():
        return None
    if re.match(r"\W*[cp]?M ?[0O]\b", rest):
        return "absent"
    if re.match(r"\W*[cp]?M ?1", rest):
        return "present"
    if re.match(r"\W*(?:suspected|possible|probable|indeterminate|equivocal|\?)", rest, re.IGNORECASE):
        return "uncertain"
    answer = answer_of(sentence, mention)
    if answer is None and re.match(
        r"\W*(?:not (?:identified|seen|detected|found|present)|absent|negative|none|nil|no)\b",
        rest,
        re.IGNORECASE,
    ):
        return "absent"
    return answer or ("present" if sites_of(f"in {rest}", 0, 0) != ("",) else None)


def _is_staging(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    return source_of(reading, sentence, mention, order=None).modality in {"ct", "pet"}


def _of_clear(sentence: Sentence, mention: Mention) -> str:
    """ "absent", or "uncertain" where a nodule is excepted from what is clear."""
    return "uncertain" if has_exception(sentence, mention) else "absent"


def _is_clear(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether "clear" is said of a staging scan, and not of a chest that was listened to."""
    text = sentence.text
    if sentence.section == "examination" or _BY_EAR.search(text) or _is_denied(sentence, mention):
        return False
    if any(
        other.kind == "metastasis" and other.role in {"value", "adjective"} for other in sentence.mentions
    ):
        return False
    if mention.role == "lungs":
        return _is_staging(reading, sentence, mention) and not _CLEAR_OF.match(text[mention.to :])
    named = bool(_BODY.search(mention.words) and _SCAN.search(mention.words))
    return named and not _CLEAR_OF.match(text[mention.to :])


def _is_denied(sentence: Sentence, mention: Mention) -> bool:
    """Whether words before a mention doubt or deny it; "normal and bone scan negative" denies nothing before it."""
    before = sentence.text[: mention.at]
    return mention.assertion.presence != "present" and any(cue in before for cue in mention.assertion.cues)


def _is_talk(reading: Reading, sentence: Sentence, mention: Mention, presence: str) -> bool:
    """Whether the words ask, plan, or speak of risk and statistics."""
    before = sentence.text[: mention.at]
    habit = _HABIT.search(before) and not _HAPPENED.search(sentence.text[mention.to :])
    if habit or (presence == "present" and before.rstrip().endswith("?")):
        return True
    if _STATISTICS.match(sentence.text[mention.to :]):
        return True
    if mention.role in {
        "clear",
        "lungs",
        "nodule",
        "enlarged_nodes",
        "organ_lesion",
        "bone_scan",
        "field",
        "alone",
    }:
        return mention.assertion.time == "planned" or sentence.section == "plan"
    if presence == "uncertain" and is_asked(reading, sentence):
        return True
    if mention.assertion.time == "planned" or sentence.section == "plan":
        return True
    return bool(_ONLY_TALK.search(before)) and not _DOUBTED.search(before)


def _sites(sentence: Sentence, mention: Mention) -> tuple[str, ...]:
    if mention.role in _PLACES:
        return (_PLACES[mention.role],)
    if mention.role in {"clear", "uptake", "alone", "no_spread", "localised"} or mention.value in {
        "absent",
        "present",
    }:
        return ("",)
    found = sites_of(sentence.text, mention.at, mention.to, label=_organ_label(sentence))
    return (_USUAL[mention.role],) if found == ("",) and mention.role in _USUAL else found


def _organ_label(sentence: Sentence) -> str:
    """The label of a line of a report ("Lungs:"), unless it asks for spread itself."""
    field = any(item.kind == "metastasis" and item.role == "field" for item in sentence.mentions)
    return "" if field else sentence.label


def _count(sentence: Sentence, mention: Mention) -> int | None:
    told = dict(mention.slots).get("count", "").lower()
    if told:
        return int(told) if told.isdigit() else _NUMBER_WORDS[told]
    return count_before(sentence.text, mention.at)
