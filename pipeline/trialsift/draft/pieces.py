"""What a criterion says beside its bounds: histology, site, spread, treatments, conditions, consent.

Each rule gives pieces: a condition of a trial file and the place of the words that it rests on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialsift.draft.lines import Section
from trialsift.draft.nodes import Node
from trialsift.draft.terms import Term
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A condition and where its words stand. settled_by: who settles what notes seldom say.

    spans are the words that the condition stands for, where these are fewer than all from start to end.
    firm: a bound that must hold whatever else the criterion says.
    """

    start: int
    end: int
    node: Node
    settled_by: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A criterion as the rules see it: its section, its words on one line, its terms there."""

    section: Section
    text: str
    terms: tuple[Term, ...]
    packs: Packs


_WINDOW = re.compile(
    r"\b(?:within|in|during|for|over)\s+(?:at\s+least\s+)?(?:the\s+)?(?:last\s+|past\s+|previous\s+|prior\s+|preceding\s+)*[≤<]?\s*(?P<number>\d{1,3})\s*-?\s*(?P<unit>day|week|month|year)s?|(?P<number2>\d{1,3})\s*-?\s*(?P<unit2>day|week|month|year)s?\s+(?:prior|before|preceding|of\s+(?:start|first|study|enrol|registr|random))",
    re.IGNORECASE,
)
_ACTIVE = re.compile(
    r"\b(?:active|uncontrolled|unstable|symptomatic|ongoing|untreated)\b[^.;]{0,50}$", re.IGNORECASE
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|absence\s+of|free\s+of|non|negative\s+for|seronegative)\b[^.;,]{0,60}(?:\(\s*e\.\s?g\.?,?[^.;()]{0,60})?$",
    re.IGNORECASE,
)
_GENERIC_SARCOMA = ("soft_tissue_sarcoma", "SARCNOS")
_OTHER_CANCER = re.compile(
    r"\b(?:prior|previous|other|another|second|concurrent|additional|concomitant|history\s+of)\b[^.;]{0,60}\b(?:malignan\w*|cancers?|neoplasms?|tumou?rs?)\b",
    re.IGNORECASE,
)


def pieces_of(asked: Asked) -> list[Piece]:
    """Every piece of a criterion, in the order of its words."""
    found = [piece for rule in _RULES for piece in rule(asked)]
    return sorted(found, key=lambda piece: piece.start)


def window_at(text: str, start: int, end: int, *, after: bool = False) -> str:
    """The time window in the sentence of a term: "6 months", "" without one; after: not of what comes before."""
    left = max(text.rfind(";", 0, start), text.rfind(". ", 0, start)) + 1
    stops = [place for place in (text.find(";", end), text.find(". ", end)) if place >= 0]
    right = min([len(text), *stops])
    found = [match for match in _WINDOW.finditer(text, left, right) if not after or match.start() >= start]
    if not found:
        return ""
    near = min(found, key=lambda match: min(abs(match.start() - end), abs(start - match.end())))
    return f"{near['number'] or near['number2']} {(near['unit'] or near['unit2']).lower()}s"


def _denied(asked: Asked, start: int) -> bool:
    """Whether an inclusion asks that something is not there; under exclusion "no" is a slip of the pen."""
    return asked.section == "inclusion" and bool(_DENIED.search(asked.text, max(0, start - 130), start))


def _says(asked: Asked, start: int, node: Node) -> Node:
    return {"not": node} if _denied(asked, start) else node


def _histology(asked: Asked) -> Iterator[Piece]:
    terms = [term for term in asked.terms if term.kind == "histology"]
    if not terms or (_OTHER_CANCER.search(asked.text) and asked.section == "exclusion"):
        return
    known = [term for term in terms if _is_tumour_of_interest(asked, term)]
    generic = [term for term in known if term.id in _GENERIC_SARCOMA]
    if not known or (len(generic) == len(known) and any(term.kind == "site" for term in asked.terms)):
        return
    opened = generic and re.search(r"\bincluding|such\s+as|e\.g\.", asked.text)
    ids = list(_GENERIC_SARCOMA) if opened or len(generic) == len(known) else []
    ids = ids or list(dict.fromkeys(term.id for term in known if term.id not in _GENERIC_SARCOMA))
    node: Node = {"histology": {"one_of": ids, "from": "pathology", "pick": "newest", "absent": "ignored"}}
    node = _says(asked, known[0].start, node)
    yield Piece(start=known[0].start, end=known[-1].end, node=node, spans=_places(known))


def _places(terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    return tuple((term.start, term.end) for term in terms)


def _is_tumour_of_interest(asked: Asked, term: Term) -> bool:
    """Not a syndrome's or a history's cancer, nor a word inside the name of a society."""
    before = asked.text[max(0, term.start - 25) : term.start].lower()
    return not re.search(r"specialized in\s*$|history of\s*$|specialist in\s*$", before)


def _grade(asked: Asked) -> Iterator[Piece]:
    match = re.search(
        r"\bhigh[\s-]+(?:histologic(?:al)?\s+)?grade\b|\bgrade\s+(?:3|III)\b(?=[^.;]{0,40}sarcoma)",
        asked.text,
        re.IGNORECASE,
    )
    if not match or not any(term.kind == "histology" for term in asked.terms):
        return
    by_name: Node = {"pick": "newest", "from": "pathology", "absent": "ignored", "unclear": "malignant"}
    node: Node = {
        "first_known": [
            {
                "grade": {
                    "one_of": ["3", "high"],
                    "unclear": ["2", "intermediate"],
                    "pick": "newest",
                    "absent": "ignored",
                }
            },
            {"histology": {"is_a": "high_grade_by_definition", **by_name}},
            {"not": {"histology": {"is_a": "low_grade_by_definition", **by_name}}},
        ]
    }
    yield Piece(start=match.start(), end=match.end(), node=node)


_EXTRA_SITES = (
    (re.compile(r"\bviscera(?:l\b|\b)", re.IGNORECASE), "peritoneum_or_visceral"),
    (re.compile(r"\b(?:upper\s+(?:limb|extremit))", re.IGNORECASE), "upper_limb"),
    (re.compile(r"\b(?:lower\s+(?:limb|extremit))", re.IGNORECASE), "lower_limb"),
    (re.compile(r"\bextremit(?:y|ies)\b|(?<!upper )(?<!lower )\blimbs?\b", re.IGNORECASE), "both_limbs"),
    (
        re.compile(r"\b(?:within|inside|confines\s+of)[^.;]{0,20}\bbony\s+pelvis", re.IGNORECASE),
        "inside_bony_pelvis",
    ),
    (re.compile(r"\bretroperiton\w+", re.IGNORECASE), "retroperitoneum"),
    (re.compile(r"\bhead\s+(?:and|or|&)\s+neck\b", re.IGNORECASE), "head_neck"),
    (re.compile(r"\b(?:trunk|chest\s+wall|abdominal\s+wall|body\s+wall)\b", re.IGNORECASE), "trunk_wall"),
    (re.compile(r"\buter(?:us|ine)\b", re.IGNORECASE), "uterus"),
)
_NO_SEAT = re.compile(
    r"metasta|\bfunction\b|transplant|disease\b|\bimpairment|breast|bone\s+marrow|\bECG\b", re.IGNORECASE
)


def _site(asked: Asked) -> Iterator[Piece]:
    """The seat of the primary tumour, in a criterion that speaks of tumours and of nothing that is ill there."""
    if not re.search(r"sarcoma|tumou?r|primary|lesion", asked.text, re.IGNORECASE) or _NO_SEAT.search(
        asked.text
    ):
        return
    vocabulary = asked.packs.vocab["site"].terms
    found = [
        (term.start, term.end, str(vocabulary[term.id].more.get("group", "")))
        for term in asked.terms
        if term.kind == "site" and term.id in vocabulary
    ]
    found += [
        (m.start(), m.end(), group) for pattern, group in _EXTRA_SITES for m in pattern.finditer(asked.text)
    ]
    found.sort()
    groups = [group for _, _, group in found]
    if "both_limbs" in groups:
        groups += ["upper_limb", "lower_limb"]
    wanted = [group for group in dict.fromkeys(groups) if group not in ("", "both_limbs")]
    if wanted:
        node: Node = {"site": {"one_of": wanted, "pick": "agree", "absent": "ignored"}}
        spans = tuple((start, end) for start, end, group in found if group)
        start, end = spans[0][0], max(end for _, end in spans)
        yield Piece(start=start, end=end, node=_says(asked, start, node), spans=spans)


_TUMOUR_RULES: tuple[tuple[str, Node], ...] = (
    (
        r"\b(?:only\s+one|(?:a\s+)?single|solitary)\s+(?:\w+\s+)?(?:lesion|tumou?r|mass)\b",
        {"lesion_count": {"is": "single", "pick": "newest"}},
    ),
    (
        r"\b(?:multifocal|multiple\s+(?:lesions|tumou?rs))\b",
        {"lesion_count": {"is": "multiple", "pick": "newest"}},
    ),
    (
        r"\bpositive\s+(?:\w+\s+){0,2}margins?\b|\bR1\b|\bR2\b|\bmacroscopic(?:al)?\s+residual",
        {"if_stated": {"margin": {"is": "positive", "pick": "newest", "ties": "any"}}},
    ),
    (
        r"\binfiltrati(?:ve|ng)\b",
        {"growth_pattern": {"one_of": ["infiltrative", "focal", "diffuse", "tail_sign"], "pick": "any"}},
    ),
    (
        r"\brecurren(?:t|ce)\s+(?:\w+\s+)?(?:tumou?r|disease|sarcoma)|\blocal(?:ly)?\s+recurren",
        {"recurrence": {"pick": "newest"}},
    ),
    (r"\bmetasta(?:sis|ses|tic)\b|\bdistant\s+spread", {"metastasis": {"pick": "newest"}}),
)


def _tumour(asked: Asked) -> Iterator[Piece]:
    for pattern, node in _TUMOUR_RULES:
        found = re.finditer(pattern, asked.text, re.IGNORECASE)
        if match := next((match for match in found if not _aside(asked, match)), None):
            yield Piece(start=match.start(), end=match.end(), node=_says(asked, match.start(), node))
    near = re.search(
        r"[(<≤]\s*[<≤]?\s*(?P<mm>\d+(?:\.\d+)?)\s*(?P<unit>mm|cm)\b[^.;]{0,40}\b(?:vessel|nerve|neurovascular|vascular)",
        asked.text,
    )
    if near:
        node = {"neurovascular_relation": {"less_than": f"{near['mm']} {near['unit']}", "pick": "any"}}
        yield Piece(start=near.start(), end=near.end(), node=node)


def _aside(asked: Asked, match: re.Match[str]) -> bool:
    """Recurrence as an outcome ("high risk of local recurrence"), metastases only of one organ."""
    before = asked.text[max(0, match.start() - 40) : match.start()].lower()
    return bool(
        re.search(
            r"risk\s+of\s+(?:\w+\s+)?$|\b(?:brain|liver|hepatic|cns|leptomeningeal|bone|lung|if|unless|without|nervous\s+system)\s*$",
            before,
        )
    )


# What a patient does not tolerate, needs or may get is no treatment that was given.
_NOT_GIVEN = re.compile(
    r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|reactions?|contraindicat\w+|anaphyla\w+)\b[^.;]{0,150}$"
    r"|\b(?:requir\w+|needs?|needing|amenable|candidates?|eligible|suitable|planned|scheduled|indication|refus\w+|declin\w+|prevents?|precludes?|interfere\w*|safety)\b"
    r"[^.;]{0,40}$",
    re.IGNORECASE,
)


def _treatments(asked: Asked) -> Iterator[Piece]:
    vocabulary = asked.packs.vocab["agent"].terms
    found = [
        term
        for term in asked.terms
        if term.kind == "treatment"
        and term.id in vocabulary
        and not _NOT_GIVEN.search(asked.text, max(0, term.start - 180), term.start)
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
    test: Node = {"class": names[0] if len(names) == 1 else names}
    if names == ["surgery"] and re.search(r"\bmajor\b", asked.text, re.IGNORECASE):
        test["where"] = {"major": "yes"}
    if window := window_at(asked.text, first.start, last):
        test |= {"within": window, "outside": "no"}
    node: Node = {"treatment": {**test, "pick": "any"}}
    if _denied(asked, first.start):
        node = {"if_stated": {"not": node}} if "transfusion" in names else {"not": node}
    spans = _places([term for terms in classes.values() for term in terms])
    yield Piece(start=first.start, end=last, node=node, spans=spans)


# Concepts that only stand by in a criterion, or are asked in a way of their own.
_OWN_WAY = {
    "pregnancy",
    "breast_feeding",
    "childbearing_potential",
    "contraception",
    "menopause",
    "sterilisation",
    "long_qt_syndrome",
}
_SETTLED = {
    "swallowing_difficulty": "interview",
    "access_barrier": "interview",
    "trial_participation": "interview",
    "prior_enrolment": "interview",
    "willing_to_comply": "interview",
    "informed_consent": "consent",
}


_TRIAL_DRUG = r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|reactions?)\b[^.;]{0,80}\b(?:stud(?:y|ies)|trial|excipients?|components?|ingredients?|investigational|product)\b"


def _conditions(asked: Asked) -> Iterator[Piece]:
    terms = [
        term
        for term in asked.terms
        if term.kind == "condition" and term.id not in _OWN_WAY and not _is_setting(asked.text, term)
    ]
    if re.search(_TRIAL_DRUG, asked.text, re.IGNORECASE):  # another drug's allergy is none to this one
        terms = [term for term in terms if term.id != "drug_allergy"]
    groups: dict[tuple[bool, str, bool], list[Term]] = {}
    for term in _narrowest(asked, terms):
        active = bool(_ACTIVE.search(asked.text, max(0, term.start - 60), term.start))
        if not active and term.id == "comorbidity":
            continue
        key = (active, _own_window(asked.text, term), _denied(asked, term.start))
        groups.setdefault(key, []).append(term)
    for (active, window, denied), held in groups.items():
        ids = list(dict.fromkeys(term.id for term in held))
        if len(groups) == 1 and not window:
            window = window_at(asked.text, held[0].start, held[-1].end, after=True)
        test: Node = {"concept": ids[0] if len(ids) == 1 else ids}
        if active:
            test["status"] = "active"
        if window:
            test |= {"within": window, "outside": "no"}
        node: Node = {"condition": {**test, "pick": "any" if window or len(ids) > 1 else "newest"}}
        who = next((_SETTLED[name] for name in ids if name in _SETTLED), "")
        yield Piece(
            start=held[0].start,
            end=held[-1].end,
            node={"not": node} if denied else node,
            settled_by=who,
            spans=_places(held),
        )


def _is_setting(text: str, term: Term) -> bool:
    """ "… the safety evaluation of the clinical study": a study that is only spoken of; "extra-hepatic disease"."""
    own = text[term.start : term.end]
    spoken_of = term.id == "trial_participation" and not re.search(
        r"particip|enrol|another|other|investigational|taking\s+part",
        own + text[max(0, term.start - 40) : term.start],
        re.IGNORECASE,
    )
    return spoken_of or bool(
        re.search(r"\b(?:extra|non)[\s-]*$", text[max(0, term.start - 6) : term.start], re.IGNORECASE)
    )


def _narrowest(asked: Asked, terms: Sequence[Term]) -> list[Term]:
    """Without the wider terms that a narrower one explains: "hepatic disease (i.e., hepatitis B or C)"."""
    vocabulary = asked.packs.vocab["condition"]
    explained = re.search(r"\bi\.\s?e\.|\bnamely\b", asked.text)
    held = {term.id for term in terms if term.id in vocabulary.terms}
    wider = {above for name in held for above in vocabulary.ancestors(name) if above != name}
    return [term for term in terms if term.id not in wider or not (explained or term.id == "infection")]


# "Gout, asthma, or migraine within 3 months": the window is that of all of the list.
_LIST_ON = r"(?:[^.;≥≤<>\d]{0,110}?\b(?:or|and|and/or)\s+[^.;,≥≤<>\d]{0,40}?\s)??"


_LED_BY_WINDOW = re.compile(
    r"[^:;.]{0,80}\b(?:within|in|during)\b[^:;.]{0,50}\b(?:days?|weeks?|months?|years?)\b[^:;.]{0,60}:(?=\s)"
)


def _own_window(text: str, term: Term) -> str:
    """ "Myocardial infarction within 6 months": a window that stands right beside the term."""
    if led := _LED_BY_WINDOW.match(text[: term.start]):
        return window_at(led.group(), 0, 0)
    after = text[term.end : term.end + 160]
    before = text[max(0, term.start - 30) : term.start]
    match = re.match(
        _LIST_ON + r"[^.;,]{0,20}?" + f"(?:{_WINDOW.pattern})", after, re.IGNORECASE
    ) or re.search(f"(?:{_WINDOW.pattern})" + r"[^.;,]{0,6}$", before, re.IGNORECASE)
    if not match:
        return ""
    return f"{match['number'] or match['number2']} {(match['unit'] or match['unit2']).lower()}s"


_RULES = (_histology, _grade, _site, _tumour, _treatments, _conditions)
