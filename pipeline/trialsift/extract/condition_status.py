"""Whether a condition is active, controlled or resolved, and whether the record takes it back."""

import datetime as dt
import re
from typing import cast

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.told import Said, Status

_AGO = re.compile(r"\b(?:years|yrs) ago\b", re.IGNORECASE)
_CONTROLLED = quick(
    r"\b(?:(?:good|excellent|satisfactory|tight) (?:[\w-]+ ){1,4}control|well controlled|controlled|(?:seizure|fit|attack)s? free|free of (?:seizures|fits)|stable|in remission|managed with|"
    r"(?:without|no|free (?:of|from)) (?:\w+ )?(?:crises|crisis|attacks?|seizures?|fits?) (?:since|for (?:\w+ )?(?:years|months)|in (?:\w+ )?years)|"
    r"free (?:of|from) (?:crises|attacks)|compensated|diet(?: controlled| only| alone)|"
    r"rate controlled|(?:at|on|in|to|within) (?:target|goal)|under (?:good |excellent )?control|(?:good|excellent) (?:control|readings)|(?:normal|good) (?:at home|home readings)|optimi[sz]ed|"
    r"a1c (?:is |was |of |= |: )?(?:[456]\.\d|7\.0)|hba1c (?:is |was |of |= |: )?(?:[45]\d|[456]\.\d|7\.0)|"
    r"(?:well )?regulated|well maintained|(?:adequate|satisfactory|reasonable)(?:ly)? control(?:led)?|well (?:managed|adjusted|regulated|treated|compensated)|quiescent|"
    r"inactive|dormant|no (?:recent )?(?:exacerb\w+|flares?))\b",
    re.IGNORECASE,
)
_RESOLVED = quick(
    r"\b(?:resolved|cured|recovered|(?:full|complete|good|excellent|uneventful) recovery|no residual\w*|now (?:well(?! (?:controlled|managed|treated))|fine|better|"
    r"asymptomatic)|without residual\w*|no longer|treated and|settled|healed|"
    r"discharged|in (?:childhood|infancy)|(?<!since )(?<!from )childhood|febrile|sequelae|"
    r"as an? (?:child|toddler|infant|baby|boy|girl|teenager|youngster|young (?:man|woman|adult))|(?:aged|at (?:the )?age(?: of)?) (?:\d|1[0-7])(?! ?\d)|"
    r"in (?:his|her) (?:teens|youth|childhood|infancy)|"
    r"(?:adequately|fully|successfully|completely|appropriately) treated|treated (?:in )?(?:19|20)\d\d|complete(?:d|ly)? (?:treatment|treated|course)|"
    r"(?:years|yrs) ago|none since|nil since|well since|never (?:again|since)|disease free|sustained virolog\w+|svr ?\d*|eradicated|cleared|ablated|outgr[eo]w\w*|grew out of)\b",
    re.IGNORECASE,
)
_TREATED_WELL = re.compile(r"\b(?:adequately|fully|successfully|appropriately|well) treated\b", re.IGNORECASE)
_OVER = quick(
    r"(?<!not )(?<!never )\b(?:(?:fully|completely|now|since|has|have|all) (?:recovered|resolved|healed)|full recovery|complete recovery|cured|(?:completed|"
    r"finished) (?:(?:his|her|the|a|full) )?(?:course of )?(?:(?:\d+|six|nine) ?-? ?(?:mos?|months?|m)\b ?(?:of )?)?(?:[hrze]{3,4}|ripe|dots?|anti ?-? ?koch.?s|"
    r"anti ?-? ?tb|tb|att|treatment|antibiotics))\b",
    re.IGNORECASE,
)
_ACTIVE = quick(
    r"\b(?:(?<!no )active|uncontrolled|ongoing|(?<!no )(?<!on )(?<!with )(?<!on his )(?<!on her )current(?! (?:treatment|medication|therapy|meds|regimen|drugs|tablets|dose))|"
    r"acute|unstable|(?:poor|bad|ill|inadequate|insufficient|sub ?-? ?optimal)(?:ly)? ?-? ?(?:control(?:led)?|managed|regulated|compensated|treated)|under ?-? ?controlled|hard to control|"
    r"(?<!not )(?<!no longer )symptomatic|brittle|decompensated|(?<!no )recent|"
    r"(?:without|lacks?|lack of|insufficient|inadequate|sub ?-? ?optimal)(?:ly)? (?:(?:good|adequate|proper|sufficient|full) )?control(?:led)?|"
    r"(?:poor|bad|inadequate) (?:[\w-]+ ){1,4}control|(?:not|never) (?:(?:yet|still|really|under|well|adequately|fully|in|good|optimal|perfectly) )*control(?:led)?|(?:above|"
    r"not (?:at|on|to)) (?:target|goal)|"
    r"out of control|(?<!no )(?<!recent )flar(?:e|es|ing)|x ?\d+ ?(?:days?|hours?|/ ?7)|acutely|relaps(?:e|ed|ing)|currently (?:psychotic|manic|depressed|suicidal|unwell|"
    r"symptomatic)|worsening|decompensating|"
    r"nyha (?:class )?(?:iii|iv|3|4)|child ?-? ?pugh (?:score )?[bc]|"
    r"non ?-? ?adherent|intensive phase|continuation phase|rhze|hrze|anti ?-? ?tb|on att|on iv|on antibiotics|on abx|under treatment|being treated|(?:grade|stage|"
    r"gr) ?[2-4] (?:htn|hypertension)|"
    r"(?:on |currently )(?:day|week|wk|month) \d+ of|(?:week|wk) \d+(?! ago)|for (?:the )?(?:last |past )?(?:\d+ ?/ ?(?:7|52)|(?:\d+|two|three|few) (?:days|weeks))|"
    r"since (?:yesterday|this morning)|difficult to control|refractory|frequent|despite|on treatment for|breakthrough|persist\w*|intractable|drug resistant|pharmaco ?-? ?resistant)\b",
    re.IGNORECASE,
)
# A problem list's column: the problem is on the list, not more.
_ON_THE_LIST = re.compile(r"(?<=\d )ACTIVE\b|\b(?:status|state) ?: ?active\b", re.IGNORECASE)
# "Asthma; well controlled": how it is stands behind a semicolon.
_TOLD_NEXT = re.compile(
    r" ?; ?(?:(?:it is|this is|is|now|currently|at present) )*(?:(?:well|poorly|badly|not|never|fully|good|poor) )*(?:control(?:led)?|stable|in remission|unstable|uncontrolled|"
    r"active|quiescent|managed)\b",
    re.IGNORECASE,
)
_STILL_ATTACKED = re.compile(
    r"\blast (?:\w+ )?(?:seizure|fit|attack|convulsion)s?[ :]*(?:was |about )*(?:\d+|two|three|a few) (?:days?|weeks?) ago|"
    r"\b(?:seizures?|fits?|attacks?)\b(?! free)[^.;]{0,12}\b(?:last|this|past) (?:week|month|night)\b|"
    r"\b(?:still (?:has|having|gets|getting|fits)|(?:weekly|monthly|daily|nightly) (?:\w+ ){0,2}(?:seizures?|fits|attacks?)|"
    r"(?:seizures?|fits?|attacks?|episodes?)\b[^.;]{0,25}\b(?:weekly|monthly|daily|nightly|(?:a|per|each|every) (?:day|week|month|fortnight)))\b",
    re.IGNORECASE,
)
_IN_NEXT_SENTENCE = re.compile(
    r"^[^.]{0,80}\.\s[^.]{0,60}\bstill (?:has|having|gets|suffers)\b[^.;]{0,30}\b(?:attacks?|seizures?|fits?|episodes?)\b",
    re.IGNORECASE,
)
_NONE_LATER = re.compile(
    r"\b(?:none|nil|no (?:further|more|recurrence|others?|episodes?|events?|attacks?|seizures?|fits)|nothing|not)\b[^.;]{0,20}"
    r"(?:\b(?:since|afterwards|thereafter|after(?: that)?)\b|(?:\b(?:in|for|over)\b|[x>])[^.;\d]{0,16}\d+ ?\+?(?:y|yrs?|years?)\b)",
    re.IGNORECASE,
)
_NOTHING_LATER = re.compile(
    r"[,;:.-] ?(?:none|nil|nothing|no (?:further|more|others?|recurrences?|repeat|subsequent)\b[\w ]{0,20})(?: (?:on|in|at) (?:any )?(?:subsequent|later|follow)| since\b|"
    r" afterwards| thereafter| again)|"
    r"\b(?:abstinent|well|clear|free|asymptomatic|stable|settled) (?:ever )?since\b|[,;] no recurrence\b|"
    r"[,;:.\u2013-] ?no (?:further|more|subsequent|repeat) (?:\w+ )?(?:episodes?|events?|attacks?|bleeds?|bleeding|clots?|infections?|strokes?|seizures?|fits)\b",
    re.IGNORECASE,
)
# An event or an infection of long ago is over; "epilepsy 1984" may be a diagnosis that lasts.
_ONE_EVENT = re.compile(
    r"\b(?:seizure|convulsion|(?:epileptic|convulsive) (?:attack|crisis)|fit\b.*)$", re.IGNORECASE
)
_OVER_AFTER = {"infection": 365, "tuberculosis": 730}
_UNDER_DIET = re.compile(r"\b(?:diet|gluten|on|under|controlled|last|latest|recent)\b", re.IGNORECASE)
_HE_IS_NOT = re.compile(
    r"[;,.-] ?(?:he|she|patient|pt) (?:is|has|does|was)(?:n.t| not) ?(?:[.;]|$)", re.IGNORECASE
)
_TAKEN_BACK = re.compile(
    r"^[^.;]{0,60}?\b(?:(?:entered|listed|recorded|coded|added|documented|labelled|labeled|noted) (?:in error|by mistake|wrongly|erroneously)|erroneous(?:ly)?|"
    r"(?:removed|deleted) from (?:the |his |her )?(?:problem ?|diagnosis ?)?list|mis ?-? ?(?:diagnos\w+|coded|labelled)|wrongly (?:coded|labelled|diagnosed|listed|recorded)|"
    r"de ?-? ?label+ed|(?<!but )(?:not|never) (?:confirmed|substantiated|borne out)|(?:excluded|refuted|disproved|discounted) (?:by|on|at|with|after|following)|"
    r"(?:bx|biops(?:y|ies)|serology|ttg|eeg|work ?-? ?up|tests?) (?:was |were |all )?(?:neg\w*|normal|clear))\b",
    re.IGNORECASE,
)
_DENIED_BY_PATIENT = re.compile(
    r"^[^.]{0,40}[;,-] ?(?:pt|patient|he|she) denies (?:ever|it|this|that|any such|having)\b", re.IGNORECASE
)
# What looked like a fit and was none.
_WAS_NO_FIT = re.compile(
    r"\b(?:was|were|is|turned out|proved|in fact|actually|instead|felt|thought|diagnosed as|most likely|=) (?:(?:to be|an?|only|just|simple|purely|likely|probably) )*"
    r"(?:vaso ?-? ?vagal|syncop\w+|faint(?:s|ed|ing)?|migraine\w*|functional|psychogenic|hypoglyc\w+|panic|non ?-? ?epileptic)\b",
    re.IGNORECASE,
)

_ANSWER_REACH = 100  # characters behind a question in which its answer is looked for
_LINE_OR_STOP = re.compile(r"\n|[.;](?!\d)")


_HIGH_PRESSURE = re.compile(r"\b(?:1[6-9]\d|2\d\d) ?/ ?\d{2,3}\b|\b1\d\d ?/ ?1[0-4]\d\b")
_BEGUN = re.compile(
    r"\b(?:started|commenced|begun|now|currently|remains|on) (?:on )?(?:treatment with |therapeutic )?(?:tinzaparin|enoxaparin|dalteparin|lmwh|heparin|clexane|fragmin|antibiotics|abx|iv|"
    r"co ?-? ?amoxiclav|flucloxacillin|nitrofurantoin|trimethoprim|doxycycline|ciprofloxacin|tazocin|vancomycin|meropenem|ceftriaxone|rifampicin|aciclovir)\b",
    re.IGNORECASE,
)
# "On oral antibiotics for a chest infection", "day 3 of IV cefuroxime for pneumonia".
_UNDER_DRUGS_FOR = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:on|taking|receiving|completing|day \d+ of)\b[^.;,]{1,40}\bfor (?:(?:an?|his|her|the|presumed|left|right|ongoing|active|severe|mild) )*$",
    re.IGNORECASE,
)
_ON_DIALYSIS = re.compile(r"\b(?:dialysis|ha?emodialysis|capd)$", re.IGNORECASE)
# "Copied from 2016: active TB. Course completed August 2016": the next sentence closes it.
_CLOSED_NEXT = re.compile(
    r"^[^.]{0,40}\.\s+(?:course|treatment|therapy|antibiotics?)(?: was| were)? (?:completed|finished)|^[^.]{0,40}\.\s+(?:completed|finished) (?:treatment|the course|antibiotics)",
    re.IGNORECASE,
)
_NOTHING_SINCE = frozenset(
    {
        "seizure",
        "thromboembolism",
        "stroke",
        "arrhythmia",
        "infection",
        "bleeding",
        "angina",
        "myocardial_infarction",
        "heart_failure",
        "ventricular_arrhythmia",
        "gi_disorder",
        "hepatitis",
    }
)
# What a sentence says of tablets, visits and journeys parts no illness from its words.
_NO_ILLNESS = frozenset(
    {
        "swallowing_difficulty",
        "willing_to_comply",
        "access_barrier",
        "informed_consent",
        "trial_participation",
    }
)
_HAPPENS = frozenset({"myocardial_infarction", "stroke", "thromboembolism", "bleeding"})
# Illnesses that stay: the years behind their diagnosis are how long they have lasted.
_LASTING = frozenset(
    {
        "diabetes", "hypertension", "hiv", "hepatitis_b", "autoimmune_disease", "lung_disease", "interstitial_lung_disease",
        "malabsorption", "neurological_disease", "heart_failure", "cardiac_disease", "renal_disease", "hepatic_disease",
        "psychiatric_disorder", "seizure", "inherited_heart_disease", "long_qt_syndrome",
    }
)  # fmt: skip
_FOUND = r"(?:diagnosed|dx ?'?d?|diagnosis|found|discovered|detected|picked up|identified|noted|known|onset|began|started)"
_FOUND_BEFORE = re.compile(
    rf"\b{_FOUND}(?: to have| as having| with| of| as)? (?:(?:an?|his|her|the|mild|severe) )?$", re.IGNORECASE
)
_FOUND_AGO = re.compile(
    rf"^[ ,:(-]*(?:(?:was|were|is|first|initially|originally|formally|only) )*{_FOUND}\b[^.;]{{0,24}}\b(?:years?|yrs?|decades?) ago\b|"
    r"^(?: mellitus| type (?:1|2|I|II))?[ ,:(-]*(?:about |approximately |over |some |~ ?)?(?:\w+ ){1,2}(?:years|yrs|decades) ago\b",
    re.IGNORECASE,
)
_CONSIDERED = re.compile(
    r"^ (?:was|were|had been|has been) (?:also |once |initially |briefly )*(?:considered|suspected|queried|thought of|raised|entertained|questioned)\b",
    re.IGNORECASE,
)
_THEN_DROPPED = re.compile(
    r"\b(?:dropped|ruled out|excluded|negative|not confirmed|discounted|discarded|normal|removed|unfounded|not borne out)\b",
    re.IGNORECASE,
)


_NON = re.compile(r"\bnon ?-? ?$", re.IGNORECASE)  # "non-diabetic"
_ASKED = re.compile(r" ?\?(?! ?(?:yes|y|no|n|nil|none|never)\b)", re.IGNORECASE)


def only_considered(sentence: Sentence, mention: Mention) -> str | None:
    """ "absent" for what was considered and dropped, "uncertain" for what was only considered, None for anything else."""
    after = sentence.text[mention.to :]
    if not _CONSIDERED.match(after):
        return None
    return "absent" if _THEN_DROPPED.search(after) else "uncertain"


def status_of(
    reading: Reading, sentence: Sentence, mention: Mention, *, days_since: int | None
) -> Status | None:
    """What the words around a mention say, or the time that has passed since its date.

    "Seizure 1984" of a grown man is over, "epilepsy 1984" may not be.
    """
    if isinstance(mention.value, dict) and mention.value.get("status"):
        return cast("Status", mention.value["status"])
    before, after = clause_of(sentence, mention)
    near = before[-40:] + mention.words + after[: min([60, *_others_behind(sentence, mention)])]
    near = _ON_THE_LIST.sub(" ", near)
    if told := _TOLD_NEXT.match(sentence.text, mention.to):
        near += told.group()
    seizure = concept_of(mention) == "seizure"
    if concept_of(mention) in _OVER_AFTER and _CLOSED_NEXT.match(
        reading.note.text[mention.end : mention.end + 140]
    ):
        return "resolved"
    if _OVER.search(near) or _is_over_in_words(sentence, mention):
        return "resolved"
    if _is_acute(mention, before, after):
        return "active"
    if _ACTIVE.search(near) or (seizure and _is_still_attacked(reading, mention, near)):
        return "active"
    if _is_lasting_and_stable(mention, near):
        return "controlled"
    if (
        _RESOLVED.search(_AGO.sub(" ", near) if lasts_since(sentence, mention) else near)
        or (seizure and _NONE_LATER.search(after))
        or _is_over(mention, after, days_since)
    ):
        return "resolved"
    return "controlled" if _CONTROLLED.search(near) else None


def _is_lasting_and_stable(mention: Mention, near: str) -> bool:
    """Whether a lasting illness is both treated and stable: "adequately treated" is then no cure."""
    treated = concept_of(mention) in _LASTING and _TREATED_WELL.search(near)
    return bool(treated and _CONTROLLED.search(_TREATED_WELL.sub(" ", near)))


def _is_over_in_words(sentence: Sentence, mention: Mention) -> bool:
    """ "Nothing since", "none on any later tracing" behind an event, also behind a semicolon."""
    return concept_of(mention) in _NOTHING_SINCE and bool(
        _NOTHING_LATER.search(sentence.text[mention.to : mention.to + 90])
    )


def _is_acute(mention: Mention, before: str, after: str) -> bool:
    """What one concept's own signs tell: a pressure that is high, a clot under new treatment, dialysis."""
    concept = concept_of(mention)
    if concept == "hypertension":
        return bool(_HIGH_PRESSURE.search(after[:60]) or _HIGH_PRESSURE.search(before[-60:]))
    if concept in {"infection", "tuberculosis"} and _UNDER_DRUGS_FOR.search(before):
        return True
    if concept in {"thromboembolism", "infection", "tuberculosis"}:
        return bool(_BEGUN.search(after[:80]))
    return concept == "renal_disease" and bool(_ON_DIALYSIS.search(mention.words))


def concept_of(mention: Mention) -> str:
    """The concept of a term, or of a rule's value."""
    return str(mention.value["concept"] if isinstance(mention.value, dict) else mention.value)


def _others_behind(sentence: Sentence, mention: Mention) -> list[int]:
    return [
        item.at - mention.to
        for item in sentence.mentions
        if item.kind == "condition"
        and item.at >= mention.to
        and item.value != mention.value
        and concept_of(item) not in _NO_ILLNESS
    ]


def _is_still_attacked(reading: Reading, mention: Mention, near: str) -> bool:
    """ "Three attacks a week", here or in the next sentence, which need not name the seizures again."""
    behind = reading.note.text[mention.end : mention.end + 200]
    return bool(_STILL_ATTACKED.search(near) or _IN_NEXT_SENTENCE.match(behind))


def _is_over(mention: Mention, after: str, days_since: int | None) -> bool:
    if days_since is None or after.startswith(" free"):
        return False
    concept = concept_of(mention)
    days = 365 if concept == "seizure" and _ONE_EVENT.search(mention.words) else None
    days = days or _OVER_AFTER.get(concept)
    return days is not None and days_since > days


def is_event_of_long_ago(mention: Mention, status: Status | None, days_since: int | None) -> bool:
    """Whether a stroke, a clot, an infarction or a bleed is told of a day over half a year back."""
    return status != "active" and concept_of(mention) in _HAPPENS and bool(days_since and days_since > 183)


def none_later(after: str) -> bool:
    """ "None since", "no further fits in 12 years": it happened, and then no more."""
    return bool(_NONE_LATER.search(after))


def lasts_since(sentence: Sentence, mention: Mention) -> bool:
    """Whether the years tell since when a lasting illness is known: "diabetes diagnosed 12 years ago" is not over."""
    before, after = clause_of(sentence, mention)
    if concept_of(mention) not in _LASTING or _ONE_EVENT.search(mention.words):
        return False
    found = _FOUND_AGO.match(after)
    return bool(found and (re.search(_FOUND, found.group(), re.IGNORECASE) or _FOUND_BEFORE.search(before)))


def is_taken_back(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether the words behind say that the entry was a mistake, that tests excluded it or that it was something else.

    "Epilepsy? EEG normal, was syncope": a question may be answered by the next sentence of its line.
    """
    after = sentence.text[mention.to :]
    if after.strip() == "?":
        behind = reading.note.text[mention.end : mention.end + _ANSWER_REACH]
        after = _LINE_OR_STOP.split(behind.lstrip("? "))[0]
    after = after[: min([len(after), *_others_behind(sentence, mention)])].replace("?", "")
    seizure = concept_of(mention) == "seizure"
    back = _TAKEN_BACK.match(after)
    if (
        back
        and re.search(r"(?:neg\w*|normal|clear)$", back.group(), re.IGNORECASE)
        and _UNDER_DIET.search(back.group())
    ):
        return False  # "coeliac disease on a gluten-free diet, last tTG normal" is under control
    return bool(
        back
        or _HE_IS_NOT.search(after)
        or _DENIED_BY_PATIENT.match(after)
        or (seizure and _WAS_NO_FIT.search(after))
    )


def days_between(date: dt.date | None, note_date: dt.date | None) -> int | None:
    """Days from an event to the note, None when either day is not known."""
    return (note_date - date).days if date and note_date else None


def plainly(
    sentence: Sentence, mention: Mention, concept: str, presence: str, *, answered: bool
) -> Said | None:
    """What "non-", a question mark and words of an end make of it, whatever the concept."""
    before, after = clause_of(sentence, mention)
    if _NON.search(before):
        return Said(concept, "absent")
    if presence == "present" and not answered and _ASKED.match(sentence.text[mention.to :]):
        return Said(concept, "uncertain")
    cues = mention.assertion.cues
    by_pronoun = any(re.match(r"(?:it|this|that) ", cue, re.IGNORECASE) for cue in cues)
    later = none_later(after) and not by_pronoun and not answered
    ended = any("resolved" in cue.lower() for cue in cues) or (
        later and "no" not in before.lower().split()[-6:]
    )
    return (
        Said(concept, "present", time="past", status="resolved") if presence == "absent" and ended else None
    )
