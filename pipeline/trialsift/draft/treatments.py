"""What a criterion says of treatments: classes of them, named drugs and operations, and when."""

import re
from collections.abc import Iterator, Mapping, Sequence

from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked, Piece, denied, places, window_at, windows_in
from trialsift.draft.terms import Term

# What a patient does not tolerate, needs or may get is no treatment that was given.
_NOT_GIVEN = re.compile(
    r"\b(?:hypersensitiv\w+|allerg\w+|intoleran\w+|reactions?|contraindicat\w+|anaphyla\w+)\b[^.;]{0,150}$"
    r"|\b(?:recover\w*|effects|complications|toxicit\w+)\b[^.;]{0,60}$"
    r"|\b(?:requir\w+|needs?|needing|amenable|candidates?|eligible|suitable|planned|scheduled|indication|refus\w+|declin\w+|prevents?|precludes?|interfere\w*|safety|swallow\w*|retain|ingest|absorption)\b"
    r"[^.;]{0,40}$|\bneeds?\s+to\b[^.;]{0,90}$",
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


# Names of classes; every other term of the vocabulary names one drug, one regimen or one operation.
_WHOLE_CLASSES = frozenset(
    (
        *("any_treatment", "chemotherapy", "hormone_therapy", "immunotherapy", "major_surgery"),
        *("radiotherapy", "study_drug", "surgery", "targeted_therapy", "transfusion"),
    )
)
# Families of drugs that criteria name: words, the class in notes, how the names of its drugs end or begin.
_FAMILIES: tuple[tuple[str, str, str], ...] = (
    (
        r"\b(?:anti[\s-]*)?PD[\s-]?(?:L?[\s-]?1)\b(?:\s*(?:/|or|and|,)\s*(?:anti[\s-]*)?PD[\s-]?L[\s-]?[12]\b)?(?:\s+(?:inhibitors?|antibod\w+|blockade|agents?|therapy))?",
        "immunotherapy",
        r"pembrolizumab|nivolumab|atezolizumab|durvalumab|avelumab|cemiplimab|dostarlimab|tislelizumab|toripalimab|sintilimab|camrelizumab|retifanlimab",
    ),
    (r"\b(?:anti[\s-]*)?CTLA[\s-]?4\b(?:\s+(?:inhibitors?|antibod\w+|agents?))?", "immunotherapy", r"ipilimumab|tremelimumab"),
    (r"\bPARP(?:[\s-]?[12])?\s*(?:inhibitors?|i\b)", "targeted", r".*parib"),
    (r"\bCDK\s?4\s*/?\s*(?:and\s*)?6\s*(?:inhibitors?|i\b)", "targeted", r".*ciclib"),
    (r"\bmTOR\s+inhibitors?", "targeted", r".*(?:limus|rolimus)"),
    (r"\btyrosine\s+kinase\s+inhibitors?|\bTKIs?\b", "targeted", r".*nib"),
    (r"\banthracyclines?", "chemotherapy", r".*rubicin"),
    (r"\btaxanes?", "chemotherapy", r".*taxel"),
    (r"\bplatinum(?:[\s-](?:based|containing))?(?:\s+(?:chemotherapy|regimens?|therapy|compounds?|agents?))?", "chemotherapy", r".*platin"),
)  # fmt: skip
# Letters of other things: a legal representative, what a study aims at, a pause before it.
_OTHER_WORDS = frozenset({"lar", "aim", "washout", "qt"})
_SYSTEMIC = re.compile(r"systemic(?!\s+chemo)|anti[\s-]?cancer", re.IGNORECASE)


def _treatments(asked: Asked) -> Iterator[Piece]:
    if asked.section == "inclusion" and not re.search(
        r"\b(?:prior|previous|received|treated|no|not|without|transfusions?)\b", asked.text, re.IGNORECASE
    ):
        return
    families = [(match.span(), cls, names) for match, cls, names in _families(asked)]
    found = [
        term
        for term in asked.terms
        if _was_given(asked, term)
        and not any(_touch(span, (term.start, term.end)) for span, _, _ in families)
    ]
    vocabulary = asked.packs.vocab["agent"].terms
    classes: dict[str, list[Term]] = {}
    for term in found:
        if term.id in _WHOLE_CLASSES:
            classes.setdefault(str(vocabulary[term.id].more.get("class", "any")), []).append(term)
    named = [term for term in found if term.id not in _WHOLE_CLASSES]
    drugs: dict[str, list[str]] = {}
    for term in named:
        drugs.setdefault(str(vocabulary[term.id].more.get("class", "any")), []).append(
            vocabulary[term.id].name
        )
    for _, cls, names in families:
        drugs.setdefault(cls, []).extend(names)
    if len(classes) > 1 or drugs or asked.section == "inclusion":
        classes.pop("any", None)
    spans = (
        *places([term for terms in classes.values() for term in terms]),
        *places(named),
        *(span for span, _, _ in families),
    )
    if not classes and not drugs:
        return
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    when: Node = {"pick": "newest" if list(classes) == ["transfusion"] and not drugs else "any"}
    windows = _windows(asked.text, first, last)
    if len(windows) > 1 and not drugs:
        nodes = [
            _of_classes(asked, _widened(asked, {name: terms}), {**_within(_next(windows, terms)), **when})
            for name, terms in classes.items()
        ]
    else:
        when = {**_within(window_at(asked.text, first, last)), **when}
        nodes = [_of_classes(asked, _widened(asked, classes), when)] if classes else []
        nodes += [_of_names(cls, names, when) for cls, names in drugs.items() if cls not in classes]
    node = nodes[0] if len(nodes) == 1 else {"any": nodes}
    if denied(asked, first):
        node = {"if_stated": {"not": node}} if "transfusion" in classes else {"not": node}
    yield Piece(start=first, end=last, node=node, spans=spans)


def _within(window: str) -> Node:
    return {"within": window, "outside": "no"} if window else {}


def _windows(text: str, first: int, last: int) -> list[tuple[int, str]]:
    """The windows of a sentence with their places: "chemotherapy within 3 weeks or radiotherapy within 2 weeks"."""
    end = re.compile(r"[.;]\s|$").search(text, last)
    return windows_in(text, first, end.start() if end else len(text))


def _next(windows: Sequence[tuple[int, str]], terms: Sequence[Term]) -> str:
    """The window that follows a class first, or the last one."""
    return next((window for place, window in windows if place >= terms[-1].end), windows[-1][1])


# "With or without transfusion" asks nothing of it; "unable to comply with visits, biopsy or MRI" tells of none done.
_EITHER_WAY = re.compile(
    r"\bwith\s+or\s+without\s+(?:[\w-]+\s+){0,2}$|\b(?:comply|compliant|compliance|adhere|cooperate)\s+with\b[^.;]*$",
    re.IGNORECASE,
)


def _was_given(asked: Asked, term: Term) -> bool:
    """Whether a term tells of a treatment: not what is planned, not tolerated, or only tells when."""
    said = asked.text[term.start : term.end]
    return (
        term.kind == "treatment"
        and term.id in asked.packs.vocab["agent"].terms
        and said.lower() not in _OTHER_WORDS
        and not _NOT_GIVEN.search(asked.text, max(0, term.start - 180), term.start)
        and not _EITHER_WAY.search(asked.text[max(0, term.start - 90) : term.start])
        and not _CONTRACEPTION.search(_sentence(asked.text, term))
        and not _THIS_STUDYS.fullmatch(said)
    )


def _touch(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span[0] < other[1] and other[0] < span[1]


def _families(asked: Asked) -> Iterator[tuple[re.Match[str], str, list[str]]]:
    """ "PARP inhibitor", "anthracyclines", "anti-PD-1": the drugs of the vocabulary that belong to it."""
    vocabulary = asked.packs.vocab["agent"].terms.values()
    for words, cls, names in _FAMILIES:
        match = next(
            (
                match
                for match in re.finditer(words, asked.text, re.IGNORECASE)
                if not _NOT_GIVEN.search(asked.text, max(0, match.start() - 180), match.start())
            ),
            None,
        )
        drugs = [
            entry.name
            for entry in vocabulary
            if entry.more.get("class") == cls and re.fullmatch(names, entry.name, re.IGNORECASE)
        ]
        if match and drugs:
            yield match, cls, drugs


def _of_names(cls: str, names: Sequence[str], when: Node) -> Node:
    """Treatment with what is named; no where notes deny all of its class."""
    field = "procedure" if cls == "surgery" else "agent"
    test: Node = {"class": cls, "where": {field: list(dict.fromkeys(names))}, **when}
    whole: Node = {"treatment": {"class": cls, "pick": "any"}}
    return {"that": {"treatment": test}, "ruled_out_by": {"not": whole}}


def _widened(asked: Asked, classes: Mapping[str, Sequence[Term]]) -> list[str]:
    """The classes; "systemic anticancer therapy" is more than the chemotherapy that notes mean by it."""
    names = list(classes)
    if "chemotherapy" in names and all(
        _SYSTEMIC.search(asked.text, term.start, term.end) for term in classes["chemotherapy"]
    ):
        names += [name for name in _DRUGS if name not in names]
    return names


# Notes tell of these or deny them; other treatments of a list count where they are told.
_DENIED_IN_NOTES = ("chemotherapy", "radiotherapy", "surgery", "transfusion")
_DRUGS = ("targeted", "immunotherapy", "hormone")
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


# "Carboplatin + paclitaxel": both at once, and notes that name one of them do not say it.
COMBINED = r"[a-z](?:mab|nib|platin|taxel|bine|rubicin|mide|tinib|ciclib|parib|limus|stat|one)\s*(?:\+|\bplus\b|/|\b(?:combined|together|in\s+combination)\s+with\b)\s*[A-Za-z]{4,}"


RULES = (_treatments,)
