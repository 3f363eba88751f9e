"""Criteria that trial texts word alike everywhere: consent, compliance, pregnancy, other cancers, allergies."""

import re
from collections.abc import Iterator

from trialsift.draft.history import ABSORPTION, is_setting
from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked, Piece, window_at

_PREGNANCY = re.compile(r"\bpregnan\w*|\bbreast[\s-]?feed\w*|\blactat\w+|\bnursing\b", re.IGNORECASE)
_PARTNER = re.compile(r"pregnan\w+\s+(?:\w+[\s/]+){0,2}partners?\b", re.IGNORECASE)
_NURSED = (
    ("pregnancy", r"\bpregnan"),
    ("breast_feeding", r"\bbreast[\s-]?feed|\blactat|\bnursing\b"),
)
_OTHER_CANCER = re.compile(
    r"\b(?:prior|previous(?:ly)?|other|another|second(?:ary)?|concurrent|additional|concomitant|history\s+of)\b(?:(?!related|due\s+to|\bfor\b|\bthat\b|\bcaus)[^.;:]){0,60}\b(?:malignan\w+|cancers?|neoplasms?)\b",
    re.IGNORECASE,
)
_NO_OTHER_CANCER = re.compile(
    r"\btreat(?:ment|ed)|therap|metasta|study\s+(?:drug|of)|antican|family", re.IGNORECASE
)
_SWALLOWS = r"\b(?:able|ability|can)\b[^.;,]{0,20}\bswallow\w*"
# words -> concept, who settles it, whether the section matters
_SAYINGS: tuple[tuple[str, str, str, str], ...] = (
    (
        r"\binformed\s+consent|\bconsent\s+form|\bwritten\s+consent",
        "informed_consent",
        "consent",
        "inclusion",
    ),
    (
        r"\b(?:willing(?:ness)?|able|ability|agree\w*)\b[^.;]{0,60}\b(?:comply|compl(?:iance|ies)|adhere|follow|attend|cooperate)",
        "willing_to_comply",
        "interview",
        "inclusion",
    ),
    (
        r"\b(?:geographic\w*|familial|social|sociological)\b[^.;]{0,80}\b(?:reasons?|factors?|circumstances|conditions?|situations?)",
        "access_barrier",
        "interview",
        "exclusion",
    ),
    (
        r"\b(?:previous(?:ly)?|prior)\s+(?:enrol\w+|participation|randomi[sz]\w+)\s+(?:in|to|into)\s+(?:this|the\s+present|the\s+current)",
        "prior_enrolment",
        "interview",
        "exclusion",
    ),
    (
        r"\b(?:hypersensitivity|allerg(?:y|ies|ic)|intolerance)\b[^.;]{0,60}"
        r"\b(?:stud(?:y|ies)|excipients?|components?|ingredients?|investigational|drugs?|product|agents?)\b",
        "trial_drug_hypersensitivity",
        "interview",
        "exclusion",
    ),
    (
        r"\b(?:inability|incapacity|unable|not\s+able|cannot|difficult(?:y|ies)|problems?)\b[^.;,]{0,20}\bswallow\w*",
        "swallowing_difficulty",
        "interview",
        "exclusion",
    ),
    (_SWALLOWS, "swallowing_difficulty", "interview", "inclusion"),
    (
        ABSORPTION.pattern,
        "malabsorption",
        "",
        "exclusion",
    ),
    (
        r"\b(?:participat\w+|enrol\w+|taking\s+part)\b[^.;]{0,50}\b(?:another|other|clinical|interventional|investigational|therapeutic|a)\s+(?:\w+\s+){0,2}(?:trial|study)"
        r"|\binvestigational\s+(?:agents?|drugs?|products?|medicin\w+|device)",
        "trial_participation",
        "interview",
        "exclusion",
    ),
)


def sayings_of(asked: Asked) -> Iterator[Piece]:
    """Pieces that rest on a wording and not on a term."""
    yield from _worded(asked)
    yield from _sex(asked)
    yield from _pregnancy(asked)
    yield from _second_cancer(asked)
    yield from _long_qt(asked)


def _worded(asked: Asked) -> Iterator[Piece]:
    for pattern, concept, who, section in _SAYINGS:
        match = re.search(pattern, asked.text, re.IGNORECASE)
        if not match or section != asked.section or any(term.id == concept for term in asked.terms):
            continue
        if is_setting(asked.text, concept, match.start(), match.end()):
            continue
        test: Node = {"concept": concept}
        window = window_at(asked.text, match.start(), match.end())
        if concept == "trial_participation" and window:
            test |= {"within": window, "outside": "no"}
        if concept == "informed_consent":
            test["absent"] = "unknown"
        if concept == "malabsorption":
            test["time"] = "now"  # a disease that a diet has healed disturbs no absorption
        node: Node = {"condition": {**test, "pick": "newest"}}
        if pattern == _SWALLOWS:
            node = {"not": node}
        if concept == "malabsorption" and "swallow" in asked.text.lower():
            node = {"if_stated": node}  # notes say that tablets go down, and of the gut only what is wrong
        spans = (
            (match.span(), _object_of(asked.text, match.end()))
            if concept == "trial_drug_hypersensitivity"
            else ()
        )
        yield Piece(start=match.start(), end=match.end(), node=node, settled_by=who, spans=spans)


# "Women aged 18 to 70", "Male patients ≥ 40 years": the trial is theirs alone, unless the other sex is named as well.
_FEMALE = r"(?:wom[ae]n|females?)"
_MALE = r"(?:m[ae]n|males?)"
_LED_BY_SEX = re.compile(
    rf"\W*(?:(?:adult|eligible|healthy|biological|postmenopausal|premenopausal|pre-|post-|all|any)\s+)*(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))\b"
    r"(?:\s+(?:sex|gender|patients?|participants?|subjects?))*[\s,;:(]*(?:(?:aged?|and|of|is|are|at\s+least|between|over|older|who)\s+)*(?:[≥≤<>]|\d|with\b)",
    re.IGNORECASE,
)
_AT_THE_END = re.compile(
    rf"\d[^.;]{{0,20}}[,;(/]\s*(?:(?P<female>{_FEMALE})|(?P<male>{_MALE}))\b\W*$", re.IGNORECASE
)


def _sex(asked: Asked) -> Iterator[Piece]:
    match = _LED_BY_SEX.match(asked.text) or _AT_THE_END.search(asked.text)
    if asked.section != "inclusion" or not match or _FERTILITY.search(asked.text):
        return
    sex, other = ("female", _MALE) if match["female"] else ("male", _FEMALE)
    if not re.search(rf"\b{other}\b", asked.text, re.IGNORECASE):
        yield Piece(
            start=match.start(sex), end=match.end(sex), node={"person": {"sex": sex, "pick": "newest"}}
        )


_FERTILITY = re.compile(
    r"child-?bearing|reproductive|pregnan|contracept|menopaus|partner|fertil", re.IGNORECASE
)


def _object_of(text: str, start: int) -> tuple[int, int]:
    """What an allergy is to, up to the end of the clause: names of drugs that no vocabulary need hold."""
    end = re.compile(r"[.;]\s|$").search(text, start)
    return start, end.start() if end else len(text)


def _pregnancy(asked: Asked) -> Iterator[Piece]:
    """Pregnancy, breast feeding and contraception: asked of women only, answered no after the menopause."""
    match = next(
        (
            item
            for item in _PREGNANCY.finditer(asked.text)
            if not _PARTNER.search(asked.text, item.start(), item.end() + 30)
        ),
        None,
    )
    if not match:
        return
    named = [concept for concept, words in _NURSED if re.search(words, asked.text, re.IGNORECASE)]
    now: Node = {
        "condition": {
            "concept": named[0] if len(named) == 1 else named,
            "within": "9 months",
            "outside": "no",
            "pick": "newest",
        }
    }
    if asked.section == "inclusion":
        yield Piece(start=match.start(), end=match.end(), node={"not": now}, settled_by="laboratory")
        return
    told: Node = {"condition": {**now["condition"], "absent": "ignored"}}  # whatever the notes say of her sex
    settled: list[Node] = [
        {"condition": {"concept": word, "pick": "any"}} for word in ("menopause", "sterilisation")
    ]
    settled.append({"person": {"age": {"at_least": "60 years"}, "pick": "newest"}})
    if CONTRACEPTION.search(asked.text):
        settled.append({"condition": {"concept": "contraception", "pick": "newest"}})
    women: Node = {
        "all": [
            {"person": {"sex": "female", "pick": "newest"}},
            {"that": _risk(asked, now), "ruled_out_by": {"any": settled}},
        ]
    }
    yield Piece(start=match.start(), end=match.end(), node={"any": [{"if_stated": told}, women]})


CONTRACEPTION = re.compile(r"contracepti|birth\s+control", re.IGNORECASE)


def _risk(asked: Asked, now: Node) -> Node:
    if not CONTRACEPTION.search(asked.text):
        return now
    safe: Node = {"condition": {"concept": ["contraception", "menopause", "sterilisation"], "pick": "any"}}
    return {"any": [now, {"not": safe}]}


def _second_cancer(asked: Asked) -> Iterator[Piece]:
    """Another cancer; "no prior or concurrent malignancy" under exclusion is read as one that excludes."""
    place = _other_cancer_at(asked)
    if place is None:
        return
    start, end = place
    if asked.section == "inclusion" and not _DENIES.search(asked.text):
        return  # "a history of confirmed B-cell malignancy" asks for the trial's own disease
    window = window_at(asked.text, start, end)
    node = _other_cancer(
        {"within": window, "outside": "no"} if window else {}, now=_of_now(asked.text, start, end)
    )
    yield Piece(start=start, end=end, node=node if asked.section == "exclusion" else {"not": node})


_DENIES = re.compile(
    r"\b(?:no|not|nor|never|none|without|free|absence|unless|except|other\s+than)\b", re.IGNORECASE
)


def _other_cancer_at(asked: Asked) -> tuple[int, int] | None:
    if term := next((term for term in asked.terms if term.id == "other_malignancy"), None):
        return term.start, term.end
    match = _OTHER_CANCER.search(asked.text)
    if not match or _NO_OTHER_CANCER.search(match.group()) or _names_one(asked, *match.span()):
        return None
    return match.span()


def _names_one(asked: Asked, start: int, end: int) -> bool:
    """ "Prior lung cancer", "previous malignancy of the breast": one cancer is not any other."""
    of_it = re.compile(r"\s+(?:of|in)\s+(?:the\s+)?").match(asked.text, end)
    stop = of_it.end() + 1 if of_it else end
    named = [
        term for term in asked.terms if term.kind in ("histology", "site") and term.id not in _ANY_CANCER
    ]
    return any(term.start < stop and start < term.end for term in named)


_ANY_CANCER = {"cancer", "malignancy"}
_NOW = re.compile(
    r"\b(?:active|concurrent|concomitant|synchronous|simultaneous|current|ongoing)\b", re.IGNORECASE
)
_ONCE = re.compile(
    r"\b(?:prior|previous(?:ly)?|history|past|ever|earlier|within|years?|diagnosed)\b", re.IGNORECASE
)
_ACTIVE = re.compile(r"\b(?:active|ongoing)\b", re.IGNORECASE)


def _of_now(text: str, start: int, end: int) -> bool:
    """ "A concurrent malignancy", "active second cancer": one that has gone is none, unless the criterion says so."""
    said = text[max(0, start - 25) : end]
    return bool(_ACTIVE.search(said) or (_NOW.search(said) and not _ONCE.search(text)))


def _other_cancer(when: Node, *, now: bool = False) -> Node:
    """What notes call another cancer, a cancer of another kind that they name, and in a window its treatment.

    Skin cancers that most protocols let in are left open. A history without any illness rules it out.
    """
    kind: Node = {"code": {"is_a": "other_cancer", "unclear": ["BCC", "CSCC"]}}
    other: Node = {"about": "other_tumour", "absent": "ignored"}
    seen: Node = {"where": kind, **other, "time": ["now", "past"], **when, "doubt": "ignored", "pick": "any"}
    if now:
        seen["time"] = "now"
    told: Node = {"concept": "other_malignancy", **({"time": "now"} if now else {}), **when}
    parts: list[Node] = [
        {"condition": {**told, "pick": "newest"}},
        {"histology": seen},
    ]
    if when:
        classes = ["chemotherapy", "radiotherapy", "targeted", "hormone"]
        parts.append({"treatment": {"class": classes, **other, **when, "undated": "ignored", "pick": "any"}})
    empty: Node = {"not": {"condition": {"concept": "medical_history", "pick": "newest"}}}
    return {"that": {"any": [{"if_stated": part} for part in parts]}, "ruled_out_by": empty}


_HIS_OWN_TOO = re.compile(r"\b(?:personal|medical|own)\s+(?:history\s+)?(?:or|and|/)", re.IGNORECASE)


def _long_qt(asked: Asked) -> Iterator[Piece]:
    match = re.search(
        r"(?P<family>family\s+history\s+of\s+)?(?:congenital\s+)?(?:long|prolonged)\s+QTc?(?:\s+interval)?(?:\s+syndrome)?",
        asked.text,
        re.IGNORECASE,
    )
    measured = (
        match
        and "syndrome" not in match.group().lower()
        and re.match(r"[^.;,]{0,30}[≥>]\s*\d", asked.text[match.end() :])
    )
    if match and not measured and re.search(r"syndrome|long", match.group(), re.IGNORECASE):
        test: Node = {"concept": "long_qt_syndrome", "pick": "newest"}
        people = ["relative"] if match["family"] else ["patient"]
        if _HIS_OWN_TOO.search(asked.text, 0, match.end()):
            people = ["patient", "relative"]
        nodes: list[Node] = [{"condition": {**test, "person": person}} for person in people]
        node = nodes[0] if len(nodes) == 1 else {"any": nodes}
        yield Piece(start=match.start(), end=match.end(), node=node)
