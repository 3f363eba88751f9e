"""What a criterion says of the patient's history: treatments and conditions, and when."""

import re
from collections.abc import Iterator, Sequence

from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked, Piece, denied, own_window, places, window_at
from trialsift.draft.terms import Term

_ACTIVE = re.compile(
    r"\b(?:active|uncontrolled|unstable|symptomatic|ongoing|untreated)\b(?:(?!\bhistory\s+of\b|\bprior\b|\bprevious)[^.;]){0,50}$",
    re.IGNORECASE,
)

# What a patient does not tolerate, needs or may get is no treatment that was given.
_NOT_GIVEN = re.compile(
    r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|reactions?|contraindicat\w+|anaphyla\w+)\b[^.;]{0,150}$"
    r"|\b(?:requir\w+|needs?|needing|amenable|candidates?|eligible|suitable|planned|scheduled|indication|refus\w+|declin\w+|prevents?|precludes?|interfere\w*|safety|swallow\w*|retain|ingest|absorption)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)


# "Within 6 months of starting study treatment": what is to be given tells when, not what was given.
_THIS_STUDYS = re.compile(
    r"(?:study|trial|protocol)[\s-]+(?:specified\s+)?(?:treatments?|drugs?|medications?|therap(?:y|ies)|interventions?|agents?)",
    re.IGNORECASE,
)
_CONTRACEPTION = re.compile(
    r"contracept|abstain|abstinen|birth\s+control|\bpregnan|breast[\s-]?feed", re.IGNORECASE
)


def _sentence(text: str, term: Term) -> str:
    """The sentence of a term: in one about contraception a treatment only says how long."""
    left = max(text.rfind("; ", 0, term.start), text.rfind(". ", 0, term.start)) + 1
    stops = [place for place in (text.find("; ", term.end), text.find(". ", term.end)) if place >= 0]
    return text[left : min([len(text), *stops])]


def _treatments(asked: Asked) -> Iterator[Piece]:
    vocabulary = asked.packs.vocab["agent"].terms
    found = [
        term
        for term in asked.terms
        if term.kind == "treatment"
        and term.id in vocabulary
        and not _NOT_GIVEN.search(asked.text, max(0, term.start - 180), term.start)
        and not _CONTRACEPTION.search(_sentence(asked.text, term))
        and not _THIS_STUDYS.fullmatch(asked.text[term.start : term.end])
    ]
    if asked.section == "inclusion" and not re.search(
        r"\b(?:prior|previous|received|treated|no|not|without|transfusions?)\b", asked.text, re.IGNORECASE
    ):
        return
    classes: dict[str, list[Term]] = {}
    for term in found:
        if not re.search(r"\bQT\b", asked.text[term.start : term.end]):
            classes.setdefault(str(vocabulary[term.id].more.get("class", "any")), []).append(term)
    if len(classes) > 1 or asked.section == "inclusion":
        classes.pop("any", None)
    if not classes:
        return
    first = min((term for terms in classes.values() for term in terms), key=lambda term: term.start)
    last = max(term.end for terms in classes.values() for term in terms)
    names = list(classes)
    when: Node = {"pick": "newest" if names == ["transfusion"] else "any"}
    if window := window_at(asked.text, first.start, last):
        when = {"within": window, "outside": "no", **when}
    node = _of_classes(asked, names, when)
    if denied(asked, first.start):
        node = {"if_stated": {"not": node}} if "transfusion" in names else {"not": node}
    spans = places([term for terms in classes.values() for term in terms])
    yield Piece(start=first.start, end=last, node=node, spans=spans)


# Notes tell of these or deny them; other treatments of a list count where they are told.
_DENIED_IN_NOTES = ("chemotherapy", "radiotherapy", "surgery", "transfusion")
_ANY_THERAPY = re.compile(
    r"\bany\b[^.;]{0,40}\b(?:treatments?|therap(?:y|ies))\b[^.;]{0,20}\bincluding\b", re.IGNORECASE
)
_OTHER_CLASSES = ("targeted", "immunotherapy", "trial_drug")


def _of_classes(asked: Asked, names: Sequence[str], when: Node) -> Node:
    if list(names) == ["surgery"] and re.search(r"\bmajor\b", asked.text, re.IGNORECASE):
        return {"treatment": {"class": "surgery", "where": {"major": "yes"}, **when}}
    told = [name for name in names if name in _DENIED_IN_NOTES]
    others = [name for name in names if name not in told]
    if told and _ANY_THERAPY.search(asked.text):
        others += [name for name in _OTHER_CLASSES if name not in others]
    if not told or not others or asked.section == "inclusion":
        return {"treatment": {"class": _one_or_all(names), **when}}
    return {
        "any": [
            {"treatment": {"class": _one_or_all(told), **when}},
            {"if_stated": {"treatment": {"class": _one_or_all(others), **when}}},
        ]
    }


def _one_or_all(names: Sequence[str]) -> str | list[str]:
    return names[0] if len(names) == 1 else list(names)


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


def _conditions(asked: Asked) -> Iterator[Piece]:
    terms = [
        term
        for term in asked.terms
        if term.kind == "condition"
        and term.id not in _OWN_WAY
        and not is_setting(asked.text, term.id, term.start, term.end)
    ]
    if re.search(_TRIAL_DRUG, asked.text, re.IGNORECASE):  # another drug's allergy is none to this one
        terms = [term for term in terms if term.id != "drug_allergy"]
    absorbed = [
        match.span() for match in ABSORPTION.finditer(asked.text)
    ]  # the gut's disorder is malabsorption there
    terms = [
        term
        for term in terms
        if term.id != "gi_disorder" or not any(start <= term.start < end for start, end in absorbed)
    ]
    groups: dict[tuple[bool, str, bool, bool], list[Term]] = {}
    named = _narrowest(asked, terms)
    for term in named:
        active = _is_active(asked.text, term)
        if not active and term.id == "comorbidity":
            continue
        key = (
            active,
            own_window(asked.text, term),
            denied(asked, term.start) or (asked.section == "inclusion" and term.denied),
            _where_told(asked, term, named),
        )
        groups.setdefault(key, []).append(term)
    for (active, window, turned, where_told), held in groups.items():
        if len(groups) == 1 and not window:
            window = window_at(asked.text, held[0].start, held[-1].end, after=True)
        ids = list(dict.fromkeys(term.id for term in held))
        test: Node = {"concept": _one_or_all(ids)}
        if active:
            test["status"] = "active"
        if window:
            test |= {"within": window, "outside": "no"}
        node: Node = {"condition": {**test, "pick": "any" if window else "newest"}}
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


_HINDERS = re.compile(
    r"[^.;]{0,60}\b(?:that|which)\s+(?:would|may|might|could|will)?\s*(?:prohibit|preclude|interfere|limit|compromise|impair|prevent|affect|make)",
    re.IGNORECASE,
)


def _is_active(text: str, term: Term) -> bool:
    """ "Uncontrolled …", or a disorder of the mind "that would limit compliance": the bare diagnosis is not enough."""
    if _ACTIVE.search(text, max(0, term.start - 60), term.start):
        return True
    return term.id == "psychiatric_disorder" and _HINDERS.match(text, term.end) is not None


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
    return [term for term in terms if term.id not in wider or not (explained or term.id == "infection")]


RULES = (_treatments, _conditions)
