"""What a sentence says of a tumour type: found, considered, excluded, or only somebody's word.

ConText says which cue is near; here it is decided what the cue governs. A stain's result, another
tumour's exclusion or "no recurrence of the sarcoma" says nothing against the type.
"""

import re
from itertools import pairwise

from trialsift.extract.form import answer_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.whose_word import experts_disagree, is_asked, is_hearsay

# What may stand between a type and the words after it that exclude it: other types, and the verb.
_VERBS = (
    r"is|are|was|were|has|have|had|been|be|can|could|may|must|should|to|also|therefore|thus|now|effectively|virtually|hence|and|or|nor|as|"
    r"well|the|a|an|diagnosis|family|sarcoma|tumou?rs?|component|both|further|very|highly|most|quite|considered|felt|thought|in|this|setting|metastas[ie]s|deposits?|primary|secondar(?:y|ies)|origin|spread"
)
_GOVERNED = re.compile(
    rf"(?:[ ,/()@\"'-]|\((?:including|incl\.?|e\.g\.) [^()]{{0,40}}\)|\b(?:{_VERBS})\b)*", re.IGNORECASE
)
_UNLIKELY = re.compile(
    rf"(?:[ ,/()@&-]|\b(?:{_VERBS})\b)*\b(?:unlikely|less likely|not favou?red|not supported|discounted|dismissed|disfavou?red|"
    r"rejected|discarded|refuted|no longer (?:considered|tenable)|not (?:a |an |in )?(?:consideration|contention|entertained))\b",
    re.IGNORECASE,
)
# "…, thought of at first, is likewise excluded": an aside and an adverb stand between the type and its exclusion.
_EXCLUDED = re.compile(
    r"(?:[ @/()]|\((?:including|incl\.?|e\.g\.) [^()]{0,40}\))*(?:, [^,;]{3,60},)?[ @]*(?:(?:is|are|was|were|(?:has|have) (?:(?!probably|possibly|hopefully|likely|largely)\w+ )?been) (?:(?:"
    r"(?!probably|possibly|hopefully|likely|largely|unlikely)\w+ly|likewise|also|thus|therefore|now|hence|then) ){0,2}|"
    r"(?:considered|thought of|entertained|discussed)(?: \w+){0,2},? (?:and|but) (?:\w+ly )?)(?:excluded|ruled out|eliminated)\b",
    re.IGNORECASE,
)
# "PDGFB rearrangement (DFSP): negative": the type is named for its marker.
_MARKED_BY = re.compile(
    r"\b(?:rearrangements?|fusions?|translocations?|amplification|fish|mutations?|transcripts?|gene) ?\($",
    re.IGNORECASE,
)
_MARKER_NEGATIVE = re.compile(
    r" ?\) ?[:=-]? ?(?:(?:is|was|are|were) )?(?:neg\w*|not |absent|none|no )", re.IGNORECASE
)
# "… considered because of its site and excluded", "… raised by the referrer but discounted": the reason stands between.
_WEIGHED_AND_EXCLUDED = re.compile(
    r"[^.;]{0,40}\b(?:considered|thought of|entertained|discussed|raised|looked for|sought|suggested|suspected|queried|in the differential|mooted|proposed)\b"
    r"[^.]{0,90}?(?:\b(?:and|but|though|yet)\b|[;,]) ?(?:(?:is|was|are|were|has|have|had|been|be|can|could|then|now|also|both|all|later|\w+ly) )*"
    r"(?:excluded|ruled out|discounted|dismissed|rejected|eliminated|refuted|discarded|not (?:supported|confirmed|borne out|upheld|sustained))\b|"
    r" ?\([^()]{0,60}\) ?(?:(?:is|was|are|were) )?(?:excluded|ruled out)\b| ?[:=] ?(?:excluded|ruled out)\b",
    re.IGNORECASE,
)
_PERHAPS_EXCLUDED = re.compile(
    r"\b(?:cannot|can ?not|could ?not|not|to|must|should|probably|possibly|largely|never) (?:be |been |entirely |completely )*(?:excluded|ruled out|discounted|dismissed)\b",
    re.IGNORECASE,
)
_HALF_EXCLUDED = re.compile(
    r"[ @/()]*(?:is|are|was|were|has|have)(?: been)? (?:probably|possibly|hopefully|likely|largely)(?: been)? (?:excluded|ruled out|eliminated)\b",
    re.IGNORECASE,
)
# A name answered with "therefore no" behind its reason.
_ANSWERED_NO = re.compile(
    r" ?[:?-] ?[^;]{0,60}, (?:therefore|so|hence|thus) (?:no|not)\b(?! ?\w)", re.IGNORECASE
)
_MADE_UNLIKELY = quick(
    r"\b(?:excludes?|excluding|rules? out|ruling out|argues? (?:strongly )?against|arguing against|militates? against|speaks? against|"
    r"against (?:a |the )?(?:diagnosis|possibility) of|against|no support for|not in keeping with|not compatible with)"
    r"(?:[ ,/@]|\b(?:a|an|the|any|metastatic|diagnosis|possibility|of|and|or|nor|both|either)\b)* $",
    re.IGNORECASE,
)
_CANNOT = re.compile(
    r"\b(?:cannot|can not|could not|does not|do not|did not|not|to|must|should|never|need(?:s|ed)? to|please)(?: \w+)? $",
    re.IGNORECASE,
)
# Words that open a list of possibilities: every name of the list is only considered.
_LIST = quick(
    r"\b(?:differential|ddx|dd|d / d|possibilit(?:y|ies)|considerations?|diagnostic considerations?|considered|consider|rule out|query|"
    r"suspect(?:s|ed|ing|icious)?|suspicion|suspicious|favou?r(?:s|ed|ing)?|suggest(?:s|ed|ive|ing)?|f / s / o|preferred (?:interpretation|diagnosis)|"
    r"working diagnosis|(?:cannot|can not|could not|not) (?:be )?(?:exclude|rule out)|provisional(?:ly)?|presumed|presumptive|possibly|possible|"
    r"probable|probably|likely|to be excluded|concern(?:ing)? for|lean(?:s|ing|ed)? towards?)\b",
    re.IGNORECASE,
)
_LIST_ENDS = re.compile(
    r";|\bbut\b|\bhowever\b|\bconfirm\w*|\bproven\b|\bshow(?:s|ed|ing)\b|\bdiagnosed\b|\bno\b|\bclassified\b|\bsettled on\b|\bactual\b|\bturned out\b",
    re.IGNORECASE,
)
_CONSIDER_AFTER = re.compile(
    r"(?:[ ,/()@-]|\b(?:is|are|was|were|be|being|family|tumou?rs?|the|a|and|or)\b)*\b(?:(?:is |to be |should be |being )?considered|to consider|remains? in the differential|"
    r"is (?:a )?possib\w+|(?:is|are) favou?red|(?:is|are) suspected|suspected|"
    r"to (?:be )?(?:discuss(?:ed)?|exclude|rule out)|(?:until|unless) (?:proven|shown|proved) otherwise|not excluded|cannot be (?:entirely |completely )?(?:excluded|ruled out))",
    re.IGNORECASE,
)
_IN_DIFFERENTIAL = re.compile(
    r"[^;@]{0,60}?\b(?:in the differential|(?:our|my|the) (?:first|initial) (?:thought|impression)|(?:is|are|remains?|was|were) (?:also )?(?:a |another )?(?:possib\w+|consideration|differential))\b",
    re.IGNORECASE,
)
# "TLE1 is described in Ewing sarcoma" speaks of the entity and not of this patient.
_IN_GENERAL = quick(
    r"\b(?:(?:seen|found|described|reported|encountered|occurs?|known|common|expressed|positive) in|(?:most|many|some|other) cases of|unlike|"
    r"mimic\w*|simulat\w*|resembl\w*|reminiscent of)(?: (?:a|an|some|most|many|all|other|cases|of))* $",
    re.IGNORECASE,
)
# "… in keeping with fibrosarcoma rather than synovial sarcoma": less likely, and yet not excluded.
_LESS_LIKELY = re.compile(r"\b(?:rather than|as opposed to)(?: (?:a|an|the|true))* $", re.IGNORECASE)
_CERTAIN_CONSIDERED = re.compile(
    r"(?:is|are) considered (?:to be )?(?:certain|proven|confirmed)", re.IGNORECASE
)
_DEFINITE = quick(
    r"\b(?:the|this|that|her|his|their|its|known|original|primary|same)(?: (?!no\b)\w+){0,2} $", re.IGNORECASE
)
_REST = re.compile(
    r"\b(?:residual|recurrent|recurrence(?: of)?|viable|remaining|further|relapsed?(?: of)?|metastatic|spread of|invasion by|involve(?:d|ment) by|foci of|"
    r"negative for|free of|uninvolved by|clear of)(?: (?:the|a|any|high grade|low grade|residual|recurrent|metastatic))* $",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:margins?|nodes?|node|lymph|resection edge|surgical edges?|washings?|frozen remnant)\b",
    re.IGNORECASE,
)
_TIME_OR_PERSON = quick(
    r"mother|father|brother|sister|aunt|uncle|cousin|grand|matern|patern|family|neph|niece|\bson\b|daughter|relative|sibling|history|h/o|"
    r"previous|prior|past|former|\bold\b|status post|s/p|years ago|plan|start|will|schedul|book|discuss|await|propos|consider|undergo",
    re.IGNORECASE,
)
_DENIES_AHEAD = re.compile(
    r"(?:no|nil|without|denies|negative for|free of|never|nor|neither|not) ?[\w@]", re.IGNORECASE
)
# A doubt that is followed by its own word: "pleomorphic sarcoma, favour leiomyosarcoma" doubts the second name.
_LOOKS_AHEAD = re.compile(
    r"(?:favou?rs?|suspicious for|suspicion of|possibl[ey]|probabl[ey]|may represent|might represent|could represent|query|concerning for|"
    r"differential(?: diagnosis)?|rule out|exclude|likely|presumed|\?)(?: (?:a|an|the))? ?[\w@]",
    re.IGNORECASE,
)


def presence_of(reading: Reading, sentence: Sentence, mention: Mention, *, sarcoma: bool) -> str | None:
    """present, uncertain or absent; None where the sentence denies only what is left or has spread of it."""
    said: str | None = mention.assertion.presence
    after = _masked(sentence, mention)
    if _is_excluded(reading, sentence, mention, after, sarcoma=sarcoma):
        return "absent"
    if _HALF_EXCLUDED.match(after):
        return "uncertain"
    if said == "absent" and experts_disagree(reading, sentence) and _cues(mention) == ["not"]:
        return "uncertain"
    if said == "absent":
        said = _denied(sentence, mention, after, sarcoma=sarcoma)
        if said is None:
            return None
    elif said == "uncertain":
        said = _doubted(sentence, mention, after)
    if said == "present" and _is_considered(reading, sentence, mention, after):
        said = "uncertain"
    if said == "present" and _is_one_of_several(sentence, mention):
        said = "uncertain"
    return said


def _is_excluded(
    reading: Reading, sentence: Sentence, mention: Mention, after: str, *, sarcoma: bool
) -> bool:
    """Whether a type is excluded: by a form's answer, by the words before it or by those behind it."""
    if not sarcoma and reading.document in {"clinic", ""} and answer_of(sentence, mention) == "absent":
        return True
    before = sentence.text[: mention.at]
    against = _MADE_UNLIKELY.search(_masked_before(sentence, mention))
    if against and not _CANNOT.search(before[: against.start()]):
        return True
    return _is_excluded_behind(after) or bool(_MARKED_BY.search(before) and _MARKER_NEGATIVE.match(after))


def _is_excluded_behind(after: str) -> bool:
    """Whether the words behind a type exclude it."""
    return any(said.match(after) for said in (_UNLIKELY, _EXCLUDED, _ANSWERED_NO)) or bool(
        _WEIGHED_AND_EXCLUDED.match(after) and not _PERHAPS_EXCLUDED.search(after)
    )


def _is_one_of_several(sentence: Sentence, mention: Mention) -> bool:
    """Whether types are offered for choice: "synovial sarcoma, Ewing sarcoma or lymphoma" states none of them."""
    text = sentence.text
    named = [item for item in sentence.mentions if item.kind == "histology" and item.role == "histology"]
    listed = [item for item in named if item is mention or _joins(text, item, mention, named)]
    if len({item.value for item in listed}) < _CHOICE:
        return False
    ordered = sorted(listed, key=lambda item: item.at)
    return any(re.fullmatch(r",? or (?:an? )?", text[one.to : two.at]) for one, two in pairwise(ordered))


def _joins(text: str, item: Mention, mention: Mention, named: list[Mention]) -> bool:
    """Whether only commas, "or" and other types stand between two types."""
    first, last = sorted((item, mention), key=lambda one: one.at)
    between = text[first.to : last.at]
    for other in named:
        if first.to <= other.at and other.to <= last.at:
            between = between.replace(text[other.at : other.to], "")
    return bool(re.fullmatch(r"(?:[ ,/]|\bor\b|\ban?\b)*", between))


_CHOICE = 2


def _masked(sentence: Sentence, mention: Mention) -> str:
    """The words after a type, with other types named there written "@"."""
    text = sentence.text
    for other in sentence.mentions:
        if other.kind == "histology" and other.at >= mention.to:
            text = text[: other.at] + "@" * (other.to - other.at) + text[other.to :]
    return text[mention.to :]


def _masked_before(sentence: Sentence, mention: Mention) -> str:
    """The words before a type, with other types named there written "@": a list is excluded as a whole."""
    text = sentence.text[: mention.at]
    for other in sentence.mentions:
        if other.kind == "histology" and other.to <= mention.at:
            text = text[: other.at] + "@" * (other.to - other.at) + text[other.to :]
    return text


def _denied(sentence: Sentence, mention: Mention, after: str, *, sarcoma: bool) -> str | None:
    """Whether a denial is of this type: its cue stands before it, or after it with nothing else between."""
    before = sentence.text[: mention.at]
    cue = _cue_after(mention, after)
    if cue >= 0 and not any(word in before.lower() for word in _cues(mention)):
        if _DENIES_AHEAD.match(after, cue):
            return "present"
        return "absent" if _GOVERNED.fullmatch(after[:cue]) else "present"
    if sarcoma and (_REST.search(before) or _ELSEWHERE.search(sentence.text)):
        return None
    return "present" if _DEFINITE.search(before) else "absent"


def _doubted(sentence: Sentence, mention: Mention, after: str) -> str:
    """Whether a doubt is about this type; "…, dedifferentiation must be excluded" doubts something else."""
    before = sentence.text[: mention.at].lower()
    if any(word in before for word in _cues(mention)):
        return "uncertain"
    cue = _cue_after(mention, after)
    if cue == 0 and after.startswith("?"):
        return "uncertain"
    if cue >= 0 and _LOOKS_AHEAD.match(after, cue):
        return "present"
    if cue < 0 or _GOVERNED.fullmatch(after[:cue]):
        return "uncertain"
    versus = re.compile(r"[ ,/()]*(?:\w+ ){0,4}(?:versus|vs)\b", re.IGNORECASE)
    return "uncertain" if versus.match(after) else "present"


def _cues(mention: Mention) -> list[str]:
    """The cue words that speak of presence; those of time and person are left out."""
    return [word.lower() for word in mention.assertion.cues if not _TIME_OR_PERSON.search(word)]


def _cue_after(mention: Mention, after: str) -> int:
    places = [after.lower().find(word) for word in _cues(mention)]
    return min((place for place in places if place >= 0), default=-1)


def is_in_list(before: str) -> bool:
    """Whether words open a list of possibilities that goes on to their end."""
    opened = list(_LIST.finditer(before))
    return bool(opened) and not _LIST_ENDS.search(before[opened[-1].end() :])


def _is_considered(reading: Reading, sentence: Sentence, mention: Mention, after: str) -> bool:
    """A name in a list of possibilities, a question of the request, a referral's word, one side of a dispute."""
    before = sentence.text[: mention.at]
    if is_in_list(before):
        return True
    if _IN_DIFFERENTIAL.match(after) or _IN_GENERAL.search(before) or _LESS_LIKELY.search(before):
        return True
    if _CONSIDER_AFTER.match(after) and not _CERTAIN_CONSIDERED.match(after):
        return True
    if is_hearsay(reading, sentence, mention.at) or is_asked(reading, sentence):
        return mention.assertion.time == "now"
    return experts_disagree(reading, sentence)
