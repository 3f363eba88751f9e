"""What a criterion says of the patient's conditions, and when."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialsift.draft.narrower import narrowed, words_of
from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked, Piece, denied, own_window, places, window_at
from trialsift.draft.terms import Term

_ACTIVE = re.compile(
    r"\b(?:active|uncontrolled|unstable|symptomatic|ongoing|untreated)\b(?:(?!\bhistory\s+of\b|\bprior\b|\bprevious|\brequir|\bthat\b|\bwhich\b|\bwithin\b|(?:,|/|\bor)\s*(?:known|suspected|chronic|inactive|latent)\b)[^.;]){0,90}$",
    re.IGNORECASE,
)
# "Uncontrolled intercurrent illness including, but not limited to, …": all of the list is meant as uncontrolled.
_ACTIVE_LIST = re.compile(
    r"\b(?:uncontrolled|active|unstable|ongoing)\b[^.;:]{0,60}\b(?:illness(?:es)?|diseases?|disorders?|conditions?|infections?|comorbid\w*)\b[^.;]{0,40}(?:\bincluding\b|\bsuch\s+as\b|\be\.\s?g|\bi\.\s?e|:)[^.;]*$",
    re.IGNORECASE,
)

# Concepts that only stand by in a criterion, or are asked in a way of their own.
_OWN_WAY = {
    "pregnancy",
    "breast_feeding",
    "childbearing_potential",
    "contraception",
    "menopause",
    "sterilisation",
    "long_qt_syndrome",
    "other_malignancy",
}
_WILLINGNESS = {"willing_to_comply", "informed_consent"}  # under exclusion their lack is meant
_SETTLED = {
    "swallowing_difficulty": "interview",
    "access_barrier": "interview",
    "trial_participation": "interview",
    "prior_enrolment": "interview",
    "willing_to_comply": "interview",
    "informed_consent": "consent",
}


ABSORPTION = re.compile(
    r"\b(?:gastro[\s-]?intestinal|GI|bowel|digestive)\b[^.;,]{0,60}\b(?:interfer|affect|impair|alter|limit|preclude)\w*[^.;,]{0,40}\babsorption"
    r"|\bmalabsorpti\w+|\bimpair\w*\s+(?:\w+\s+)?absorption",
    re.IGNORECASE,
)
_TRIAL_DRUG = r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|reactions?)\b[^.;]{0,80}\b(?:stud(?:y|ies)|trial|excipients?|components?|ingredients?|investigational|product)\b"


def _asked_terms(asked: Asked) -> list[Term]:
    """The terms that a criterion asks for, without those that stand by or only say again what another says."""
    terms = [
        term
        for term in asked.terms
        if term.kind == "condition"
        and term.id not in _OWN_WAY
        and not is_setting(asked.text, term.id, term.start, term.end)
        and not (
            term.id == "trial_participation"
            and asked.section == "inclusion"
            and not denied(asked, term.start)
        )
    ]
    terms = [term for term in terms if not _only_an_example(asked.text, term, terms)]
    if re.search(_TRIAL_DRUG, asked.text, re.IGNORECASE):  # another drug's allergy is none to this one
        terms = [term for term in terms if term.id != "drug_allergy"]
    terms = [term for term in terms if not _only_told_of(asked.text, term)]
    absorbed = [
        match.span() for match in ABSORPTION.finditer(asked.text)
    ]  # the gut's disorder is malabsorption there
    terms = [
        term
        for term in terms
        if term.id != "gi_disorder" or not any(start <= term.start < end for start, end in absorbed)
    ]
    return _narrowest(asked, terms)


def _conditions(asked: Asked) -> Iterator[Piece]:
    groups: dict[tuple[bool, str, bool, bool, str], list[Term]] = {}
    named = _asked_terms(asked)
    less = _named_in_part(asked, named)
    for term in named:
        active = _is_active(asked, term)
        if not active and term.id == "comorbidity":
            continue
        key = (
            active,
            own_window(asked.text, term) or _shared_window(asked, term, named),
            denied(asked, term.start) or (asked.section == "inclusion" and term.denied),
            _where_told(asked, term, named),
            term.id if term in less else "",
        )
        groups.setdefault(key, []).append(term)
    windows = {key[:4] for key in groups}
    for (active, window, turned, where_told, part), held in groups.items():
        window = _window(asked, named, held, window, alone=len(windows) == 1)
        ids = list(dict.fromkeys(term.id for term in held))
        test: Node = {"concept": _one_or_all(ids)}
        if active:
            test["status"] = "active"
        elif not window and all(_is_current(asked.text, term) for term in held):
            test["time"] = "now"
        if window:
            test |= {"within": window, "outside": "no"}
        test["pick"] = "any" if window else "newest"
        words = tuple(dict.fromkeys(word for term in held for word in less.get(term, ())))
        node: Node = narrowed(test, words) if part else {"condition": test}
        if active and set(ids) <= _HEPATITIS:
            node = _active_hepatitis(ids)
        node = {"if_stated": node} if where_told else node
        if set(ids) & {"informed_consent"}:
            test["absent"] = "unknown"
        who = next((_SETTLED[name] for name in ids if name in _SETTLED), "")
        lacks = asked.section == "exclusion" and set(ids) <= _WILLINGNESS
        yield Piece(
            start=held[0].start,
            end=held[-1].end,
            node={"not": node} if turned or lacks else node,
            settled_by=who,
            spans=places(held),
        )


_AT_PRESENT = re.compile(r"\b(?:current|concurrent|simultaneous|present|ongoing)", re.IGNORECASE)


def _shared_window(asked: Asked, term: Term, named: Sequence[Term]) -> str:
    """ "Another study with an investigational product during the last 4 weeks": one taking part, told in two terms."""
    if term.id != "trial_participation" or _AT_PRESENT.search(asked.text):
        return ""
    others = (own_window(asked.text, other) for other in named if other.id == term.id)
    return next((window for window in others if window), "")


_ALLERGY_TO = re.compile(
    r"\b(?:hypersensitiv\w+|allerg(?:y|ies|ic)|intoleran\w+)\b[^.;]{0,60}\bto\b[^.;]{0,150}$", re.IGNORECASE
)


_TREATED_BY = re.compile(
    r"\b(?:diseases?|disorders?|conditions?|lupus|arthritis|transplant\w*)\b(?:(?!\bor\b)[^.;,]){0,60}\b(?:requir(?:ing|e[sd]?)|requirement\s+(?:of|for)|treated\s+with|needing)\s+(?:(?!or\b)[\w/-]+\s+){0,4}$",
    re.IGNORECASE,
)


def _only_told_of(text: str, term: Term) -> bool:
    """ "Allergic to tocilizumab", "lupus requiring immunosuppression": no weakness by itself that excludes."""
    before = text[: term.start]
    return term.id == "immunocompromised" and bool(_ALLERGY_TO.search(before) or _TREATED_BY.search(before))


def _one_or_all(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


_HINDERS = re.compile(
    r"[^.;]{0,60}\b(?:that|which)\s+(?:would|may|might|could|will)?\s*(?:prohibit|preclude|interfere|limit|compromise|impair|prevent|affect|make)",
    re.IGNORECASE,
)


_HEPATITIS = {"hepatitis_b", "hepatitis_c"}


def _active_hepatitis(ids: Sequence[str]) -> Node:
    """Active is what was found in the last year, and not what was treated and has gone; an older word leaves it open."""
    gone: list[Node] = [
        {
            "any": [
                {"condition": {"concept": name, "status": "resolved", "pick": "newest"}},
                {"not": {"condition": {"concept": name, "pick": "newest"}}},
            ]
        }
        for name in ids
    ]
    found: Node = {"condition": {"concept": _one_or_all(ids), "within": "12 months", "pick": "newest"}}
    return {"that": found, "ruled_out_by": {"all": gone} if len(gone) > 1 else gone[0]}


_EXAMPLES = re.compile(r"\(\s*(?:e\.\s?g\.?|for\s+example|such\s+as)[^()]*\)", re.IGNORECASE)


def _only_an_example(text: str, term: Term, terms: Sequence[Term]) -> bool:
    """ "Uncontrolled hypertension (e.g., a hypertensive crisis)": the example says of the same what the criterion says."""
    spans = [match.span() for match in _EXAMPLES.finditer(text)]
    if not any(start <= term.start < end for start, end in spans):
        return False
    return any(
        other.id == term.id and not any(start <= other.start < end for start, end in spans) for other in terms
    )


_BRAIN = re.compile(
    r"\b(?:brain|cerebral|CNS|central\s+nervous(?:\s+system)?(?:\s*\(CNS\))?|intracranial)\b(?:\s+(?:or|and|and/or)\s+\w+|\s*/\s*\w+)?\s+(?:metasta\w+|mets|involvement|lesions?|disease)",
    re.IGNORECASE,
)


def _named_in_part(asked: Asked, terms: Sequence[Term]) -> dict[Term, tuple[str, ...]]:
    """The terms that name less than their concept, with their words; none of a concept that is named as a whole too."""
    found = {term: words_of(term, asked.text[term.start : term.end], asked.packs) for term in terms}
    for leader, further in pairwise(
        terms
    ):  # "COVID-19 infection", "autologous stem cell transplantation (SCT)"
        wider = not found[further] or set(found[leader]) <= set(found[further])
        same = leader.id == further.id and _SAME_NAME.fullmatch(asked.text[leader.end : further.start])
        if same and wider:
            found[further] = found[leader]
    whole = {term.id for term, words in found.items() if not words}
    if _BRAIN.search(asked.text):
        whole.add("brain_metastasis")  # "brain or leptomeningeal metastases"
    return {term: words for term, words in found.items() if words and term.id not in whole}


_HISTORY_WITHIN = re.compile(
    r"\b(?:history|current|experienced|had|diagnos\w+|occurr\w+)\b[^.;,:]{0,30}\bwithin\b[^.;,:]{0,60}$",
    re.IGNORECASE,
)


def _led_by_window(asked: Asked, terms: Sequence[Term]) -> bool:
    """ "History within 6 months of the first dose of pneumonitis": the window stands before what it is about."""
    return bool(_HISTORY_WITHIN.search(asked.text, 0, terms[0].start))


# What happens at once and is not active or controlled.
_EVENTS = {
    "myocardial_infarction",
    "stroke",
    "thromboembolism",
    "transplant",
    "sudden_cardiac_death",
}
_DOTS = re.compile(r"\b([ie])\.(\s?)([eg])\.")
_ITS_OWN = re.compile(r"\b(?:active|uncontrolled|unstable|symptomatic|ongoing)\b", re.IGNORECASE)


_OR_ONCE = re.compile(
    r"\b(?:history|prior|previous|past)\s*(?:of\s+)?(?:or|and|and/or|/)\s*(?:active|uncontrolled|symptomatic|ongoing)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)


# "Hypertension that is uncontrolled", "asthma, if not controlled".
_ACTIVE_AFTER = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?,?\s*(?:that|which|if)?\s*(?:is|are)?\s*(?:uncontrolled|not\s+(?:well\s+|adequately\s+)?controlled|poorly\s+controlled|currently\s+active)\b(?!\s+\w+\s+(?:hypertension|disease|infection))",
    re.IGNORECASE,
)


def _is_active(asked: Asked, term: Term) -> bool:
    """ "Uncontrolled …", or a disorder of the mind "that would limit compliance": the bare diagnosis is not enough."""
    text = _DOTS.sub(r"\1 \2\3 ", asked.text)  # the dots of "i.e." end no sentence
    if term.id in _EVENTS:
        return False
    if _ITS_OWN.search(text, term.start, term.end) or _ACTIVE_LIST.search(text, 0, term.start):
        return True
    if _OR_ONCE.search(text, max(0, term.start - 130), term.start):
        return False
    if _ACTIVE_AFTER.match(text, term.end):
        return True
    inside = [other for other in asked.terms if _ITS_OWN.search(text, other.start, other.end)]
    if (found := _ACTIVE.search(text, max(0, term.start - 130), term.start)) and not any(
        other.start <= found.start() < other.end and other.kind == "condition" for other in inside
    ):
        return True
    return term.id == "psychiatric_disorder" and _HINDERS.match(text, term.end) is not None


_CURRENT = re.compile(
    r"(?<!or )(?<!of )\bcurrent(?:ly)?\s+(?:(?!(?:or|and|history|prior)\b)[\w-]+,?\s+){0,6}?$", re.IGNORECASE
)


def _window(asked: Asked, named: Sequence[Term], held: Sequence[Term], own: str, *, alone: bool) -> str:
    """The window of terms: their own, or the sentence's where all share it; none that is their treatment's."""
    if not _is_active(asked, held[0]) and _TREATED_THEN.match(asked.text, held[-1].end):
        return ""
    if own or not alone:
        return own
    return window_at(asked.text, named[0].start, named[-1].end, after=not _led_by_window(asked, named))


# "Autoimmune disease that required treatment within 2 years": the days are those of the treatment.
_TREATED_THEN = re.compile(
    r"[^.;,]{0,60}?(?<!or )\b(?:requir\w+|treated|received)\b(?:(?!\bor\b)[^.;]){0,80}?\b(?:within|in\s+the\s+(?:past|last|previous))\b[^.;]{0,20}\d",
    re.IGNORECASE,
)
WHEN_TREATED = "when it was treated"


def when_treated(asked: Asked) -> list[str]:
    """Where the window of an illness is that of its treatment."""
    terms = [term for term in asked.terms if term.kind == "condition" and term.id not in _OWN_WAY]
    ends = [term.end for term in terms if not _is_active(asked, term)]
    return [WHEN_TREATED for end in ends if _TREATED_THEN.match(asked.text, end)][:1]


def _is_current(text: str, term: Term) -> bool:
    """ "Current gross haematuria", "currently being treated for infection": not one that has gone."""
    return bool(_CURRENT.search(text, max(0, term.start - 70), term.start))


def _where_told(asked: Asked, term: Term, named: Sequence[Term]) -> bool:
    """In an exclusion, the wider of two terms ("immunocompromised, e.g. HIV"): notes deny the narrower one."""
    vocabulary = asked.packs.vocab["condition"]
    return asked.section == "exclusion" and any(
        other.id in vocabulary.terms and other.id != term.id and term.id in vocabulary.ancestors(other.id)
        for other in named
    )


_WHEN_CONSENTED = re.compile(
    r"\b(?:(?:time|date|day|moment)\s+(?:of|that|when)|at|on|upon|before|after|since|prior\s+to)"
    r"\s+(?:(?:the|of|signing|signature|giving|providing|obtaining|written|a|their|your|date|day|time)\s+)*$",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(
    r"another|other|investigational|taking\s+part|\bparticipat(?!\w*\s+in\s+(?:the|this)\b)|enrol",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|eligible|evaluation|component|ingredient|excipient|safety|prior\s+to\s+receiving|dose\s+of|"
    r"(?:contraindicate|preclude|prevent|compromise|limit|affect|jeopardi[sz]e|interfere|complete|successful)\w*[^.;]{0,40}participation)\b[^.;]{0,80}$",
    re.IGNORECASE,
)


def is_setting(text: str, concept: str, start: int, end: int) -> bool:
    """Words that only tell when or around what: "at the time of informed consent", "the safety evaluation of the clinical study"."""
    before = text[max(0, start - 120) : start]
    if concept == "informed_consent":
        return bool(_WHEN_CONSENTED.search(before))
    if concept == "trial_participation":
        return bool(_SPOKEN_OF.search(before)) or not _TAKES_PART.search(before[-40:] + text[start:end])
    return bool(re.search(r"\b(?:extra|non)[\s-]*$", before[-6:], re.IGNORECASE))


def _narrowest(asked: Asked, terms: Sequence[Term]) -> list[Term]:
    """Without the wider terms that a narrower one explains: "hepatic disease (i.e., hepatitis B or C)"."""
    vocabulary = asked.packs.vocab["condition"]
    explained = re.search(r"\bi\.\s?e\.|\bnamely\b", asked.text)
    held = {term.id for term in terms if term.id in vocabulary.terms}
    wider = {above for name in held for above in vocabulary.ancestors(name) if above != name}
    return [
        term
        for term in terms
        if not (term.id in wider and explained) and not _is_their_name(asked.text, term, terms)
    ]


_SAME_NAME = re.compile(r"\s+|\s*\(\s*")
_PART_OF_NAME = re.compile(
    r"[\s,/()]*(?:(?:or|and)\s+)?(?:(?:chronic|active|viral|virus)\s+)*", re.IGNORECASE
)


def _is_their_name(text: str, term: Term, terms: Sequence[Term]) -> bool:
    """ "HIV, hepatitis B or hepatitis C infection", "infection with HIV": the word is part of their names."""
    viruses = [other for other in terms if other.id in _INFECTIONS]
    if term.id != "infection" or not viruses:
        return False
    before = any(
        _PART_OF_NAME.fullmatch(text[other.end : term.start]) for other in viruses if other.end <= term.start
    )
    spoken_of = re.search(r"\b(?:the|this|such)\s+$", text[: term.start], re.IGNORECASE)
    with_it = re.match(r"s?\s*(?:with|by|due\s+to)\b", text[term.end :], re.IGNORECASE) and any(
        0 <= other.start - term.end <= 40 for other in viruses
    )
    return before or spoken_of is not None or bool(with_it)


_INFECTIONS = {"hiv", "hepatitis", "hepatitis_b", "hepatitis_c", "tuberculosis"}


RULES = (_conditions,)
