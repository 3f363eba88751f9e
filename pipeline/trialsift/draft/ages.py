"""Ages of the patient: "≥ 18 years", "18 years or older", "aged 18-75", "over the age of 18"."""

import re
from collections.abc import Iterator, Sequence

from trialsift.draft.bounds import Bound
from trialsift.draft.conditions import NumberCondition
from trialsift.draft.units import fits
from trialsift.draft.variables import Named

Placed = tuple[int, int, NumberCondition]

# Other people's ages, ages at an event, and lengths of time that are no age.
_NOT_THE_PATIENT = re.compile(
    r"menopaus|amenorrh|menses|menstru|child-?bearing|\brelatives?\b|\bsibling|family\s+history|family\s+member|\bdiagnos(?:ed|is)\s+(?:at|before|under|with|between|from)"
    r"|\bguardian|\bchild\s+who|\bif\s+(?:age\s*)?$|\bonset\b|\bpartner|\bdonors?\b|\bcaregiver|\bparents?\b|\bmother|legal|smok|pack|\bhistory\s+of"
    r"|\bsince\b|\bago\b|\bprior\b|\bprevious|\bwithin\b(?!\s+(?:the\s+)?age)|\bduring\b|\bexpectancy|\bsurvival|\bsurvive|disease[\s-]free|remission"
    r"|\bfollow|\bfor\s+(?:the\s+)?(?:last|past|more|>|≥)|duration|\bcontracepti|\bFSH\b|fertil|ovar|hysterectom|steril|(?<!non-)(?<!non )(?<!not )\bpregnan"
    r"|\bclearance\b|\b140\b|\bafter\b|\blast\b|completed",
    re.IGNORECASE,
)
_ABOUT_FERTILITY = re.compile(r"menopaus|child-?bearing|amenorrh|sterili[sz]|contracept", re.IGNORECASE)
# "Creatinine by age:" opens a table of other limits.
_BY_AGE = re.compile(
    r"\b(?:based|depend\w*|according)\s+(?:on|to|upon)\s+age|\bby\s+age\b|\bage\s*/\s*sex", re.IGNORECASE
)
# "Participants aged ≥ 18 years: ECOG 0-2" says for whom the next bound holds.
_FOR_WHOM = re.compile(
    r"\s*(?:old|of\s+age)?\s*(?:\)\s*or\b|:\s*\S|\b(?:are|is)\s+required|will\s+only\s+be\s+eligible|receiving)",
    re.IGNORECASE,
)
# "Consent of the patient (aged ≥ 18 years) or of a parent", "Lansky ≥ 50 (patients ≤ 16 years)".
_OF_CONSENT = re.compile(r"\bconsent\b[^.;]{0,60}\(\s*(?:if\s+)?(?:age[ds]?\s*)?$", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    r"\(\s*(?:for\s+|in\s+|if\s+)?(?:patients?|participants?|subjects?|children|those|age[ds]?)\s+(?:age[ds]?\s+|who\s+are\s+)?$",
    re.IGNORECASE,
)
_OLD = re.compile(r"\s*(?:[-\s]*(?:old|of\s+age|in\s+age|aged?)\b|\))", re.IGNORECASE)
_FOR_SOME = re.compile(
    r"(?:\bfor|\bin|\bif|\bwhen|\bunless)\s+(?:\w+\s+)?(?:patients?|participants?|subjects?|children|those|individuals|adults|adolescents|people|persons|age[ds]?|women|men|females?|males?)?[^.;,()]{0,40}$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;:\n]\s|[.;]$")
_ASIDE = re.compile(r"\([^()]*\)")
# "… with a rare disorder and age ≥ 2": what stands before "and" is another matter.
_AND_AGE = re.compile(r"^.*\band\s+(?=(?:is\s+|are\s+)?aged?\s*$)", re.IGNORECASE | re.DOTALL)
_AGE_REACH = 60  # characters from the word age to its bound
_FRONT = 70  # an age that leads its segment needs no other word than "years"
_MONTHS = 12


def ages_in(
    text: str, names: Sequence[Named], bounds: Sequence[Bound], *, before: str = ""
) -> Iterator[Placed]:
    """The bounds on the patient's age in a segment; before holds the criterion's words above it."""
    if _ABOUT_FERTILITY.search(before) or _BY_AGE.search(before):
        return
    ages = [name for name in names if name.variable == "age_years"]
    others = [name for name in names if name.variable not in ("age_years",)]
    for bound in bounds:
        if _ABOUT_FERTILITY.search(_ASIDE.sub("", text[: bound.start])) or not fits(
            "age_years", bound.unit.sort, bound.number
        ):
            continue
        if bound.number and _is_age(text, bound, ages, others):
            yield bound.start, bound.end, _condition(bound)


def _is_age(text: str, bound: Bound, ages: Sequence[Named], others: Sequence[Named]) -> bool:
    before = _AND_AGE.sub("", _ASIDE.sub("", _clause_before(text, bound.start)))
    if any(other.start < bound.start for other in others) and _FOR_SOME.search(before):
        return False
    if _OF_CONSENT.search(before_all := text[: bound.start]) or (others and _IN_BRACKETS.search(before_all)):
        return False
    if _FOR_WHOM.match(text, bound.end) and any(other.start > bound.start for other in others):
        return False
    called = any(
        0 <= bound.start - age.end < _AGE_REACH and not _parts(text, age, bound, others) for age in ages
    )
    said = bool(re.search(r"\bage[ds]?\b", text[bound.start : bound.end], re.IGNORECASE))
    after = bool(bound.unit.sort in ("years", "months") and _said_old(text, bound))
    if not bound.unit.sort:
        sure = (
            called
            or said
            or _people_alone(text, bound)
            or bool(re.match(r"\s*(?:age\b|of age\b)", text[bound.end :], re.IGNORECASE))
        )
        return sure and not _NOT_THE_PATIENT.search(before)
    if _NOT_THE_PATIENT.search(before) or re.match(
        r"\s*old\s+(?:archival|tissue|sample|biops)", text[bound.end :]
    ):
        return False
    if not (called or said or after) and _not_an_age_after(text, bound):
        return False
    leads = (
        bound.start < _FRONT and bound.unit.sort == "years" and not any(o.start < bound.start for o in others)
    )
    return called or said or after or (leads and _adult(before))


def _said_old(text: str, bound: Bound) -> bool:
    own = text[bound.start : bound.end]
    old = _OLD.match(text, bound.end)  # "(≤ 3 months)" is an age only where it says so
    return bool(old and (bound.unit.sort == "years" or old.group().strip() != ")")) or bool(
        re.search(r"older|younger|of age|\bold\b", own, re.IGNORECASE)
    )


def _adult(before: str) -> bool:
    """Whether only words for people stand before a bare "≥ 18 years"."""
    return bool(
        re.fullmatch(
            r"[\s(]*(?:(?:adults?|males?|females?|men|women|patients?|participants?|subjects?|individuals?|volunteers?|people|persons?|be|is|are|must|should|will|has|have|and|or|and/or|of|either|both|sex|gender|the|a|an|all|who|to|eligible|with|healthy|children|adolescents|any|between|from|ranging|ranges?)[\s,:;/(-]*)*",
            before,
            re.IGNORECASE,
        )
    )


def _people_alone(text: str, bound: Bound) -> bool:
    """ "Patients below 18", "any patient ≥ 18 who …": nothing else stands before it, nor at once behind it."""
    people = (
        r"\W*(?:(?:all|any|patients?|participants?|subjects?|individuals?|persons?|people|who|are|is)\s+)+"
    )
    alone = re.fullmatch(people, text[: bound.start] + " ", re.IGNORECASE)
    return bool(alone and re.match(r"\s*(?:[.;]?\s*$|who\b|presenting\b)", text[bound.end :], re.IGNORECASE))


def _not_an_age_after(text: str, bound: Bound) -> bool:
    after = text[bound.end : bound.end + 40]
    return bool(
        re.match(
            r"\s*(?:of|prior|before|after|from|post|since|ago|without|disease|free|life|survival|smok)",
            after,
            re.IGNORECASE,
        )
    )


def _parts(text: str, age: Named, bound: Bound, others: Sequence[Named]) -> bool:
    """Whether something else is named, or a sentence ends, between the word age and the bound."""
    between = re.sub(r"^\s*(?:range|limits?|group|criteri\w+)?\s*:?\s*", "", text[age.end : bound.start])
    return bool(_CLAUSE.search(between)) or any(age.end <= other.start < bound.start for other in others)


def _clause_before(text: str, at: int) -> str:
    ends = [match.end() for match in _CLAUSE.finditer(text, 0, at)]
    return text[max([0, *ends]) : at]


def _condition(bound: Bound) -> NumberCondition:
    if bound.unit.sort == "months":
        return NumberCondition(
            variable="age_years", op=bound.op, value=round(bound.number / _MONTHS, 2), unit="years"
        )
    return NumberCondition(variable="age_years", op=bound.op, value=bound.number, unit="years")
