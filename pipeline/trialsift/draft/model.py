"""One criterion as a condition of the trial file, with what of it could not be modelled."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from trialsift.draft import history, treatments, tumour
from trialsift.draft.bounds import bounds_in
from trialsift.draft.conditions import NumberCondition
from trialsift.draft.nodes import Node, lone_alternatives, number_nodes, without_special_cases
from trialsift.draft.numbers import numbers_of
from trialsift.draft.pieces import Asked, Piece
from trialsift.draft.plain import plain
from trialsift.draft.residue import in_words, rest_of
from trialsift.draft.sayings import CONTRACEPTION, sayings_of
from trialsift.draft.split import Stretch
from trialsift.draft.terms import terms_in
from trialsift.draft.variables import names_in
from trialsift.errors import TrialError
from trialsift.packs.rules import Packs
from trialsift.trials.load import trial_from

Status = Literal["modelled", "partly", "person"]

_ONE_OF = re.compile(
    r"(?:≥\s*one|\bat\s+least\s+(?:one|1)|≥\s*1|\bany(?:\s+one)?|\bone\s+or\s+more|\beither)\s+(?:of\b|(?:\w+\s+){0,2}(?:below|following))",
    re.IGNORECASE,
)
_FOR_SOME = "for whom it holds"
# Things that criteria ask and the language has no kind for: named, so that a draft says what it lacks.
_BEYOND: tuple[tuple[str, str], ...] = (
    (
        r"\bmutat\w+|\bamplificat\w+|\bfusion|\bbiomarker|\bexpress\w+|\bHER-?2\b|\bwild[\s-]?type|\bMSI\b|\bdMMR\b"
        r"|(?<!anti-)(?<!anti )\bPD-?L1\b(?!\s*(?:inhibitor|antibod|blockade|agent|therap|or\b|/))",
        "the tumour's markers",
    ),
    (
        r"\bstages?\s+(?:[0IV]+|\d)|\bT[1-4][a-d]?(?:N|/|\b)|\bN[0-3+]|\bTNM\b|\bclinical\s+stage",
        "the stage",
    ),
    (
        r"[≥≤<>]\s*(?:[2-9]|two|three|four|five|six)\s+(?:(?!days?|weeks?|months?|years?|hours?)\w+\s+){0,2}(?:prior|previous|lines?|regimens?|chemotherap\w+|therap\w+|treatments?|cycles?|courses?)\b"
        r"|[≤<]\s*(?:1|one)\s+(?:\w+\s+){0,2}(?:prior|previous|lines?|regimens?|chemotherap\w+|therap\w+|treatments?)\b|\b(?:two|three|four|[2-5])\s+(?:or\s+more\s+)?(?:prior|previous|lines?)\b"
        r"|\b(?:lines?|regimens?)\s+of\s+(?:\w+\s+){0,3}(?:therapy|treatment|chemotherapy)|\bprogress(?:ed|ion)\s+(?:on|after|following)",
        "lines of treatment and progression",
    ),
    (r"\bunresectable|\binoperable|\bresectable|\blocally\s+advanced", "resectability"),
    (r"\btoxicit(?:y|ies)|\badverse\s+events?|\bCTCAE\b", "earlier toxicity"),
    (r"\bhalf-?lives", "half-lives of drugs"),
    (
        r"\bany\s+(?:other\s+)?(?:\w+\s+){0,3}(?:medical|social|clinical|concurrent|underlying|significant|serious|severe)\b[^.;,]{0,40}"
        r"\b(?:conditions?|diseases?|illness(?:es)?|disorders?|abnormalit\w+|findings?)\b",
        "any other illness, as the investigator judges",
    ),
    (
        r"^\W*(?:(?:if|for)\s|(?:phase|part|cohort|arm|group|stratum|sub-?study)s?\s+\S{1,12}(?:\s+\w+){0,3}:)",
        _FOR_SOME,
    ),
    (r"\bNYHA\b|New\s+York\s+Heart|\bChild[\s-]Pugh", "the class of heart failure or of a liver's disease"),
    (
        r"\b(?:except(?:ions?|ing)?|unless|other\s+than|apart\s+from|excluding)\b|\bnot\s+appl(?:y|icable)\b"
        r"|\b(?:is|are|be)\s+(?:\w+\s+)?(?:allowed|permitted|acceptable|enrolled)\b|(?<!not )\b(?:are|be|is|remain)\s+eligible\b|\bmay\s+(?:participate|enroll?|be\s+included)\b",
        "an exception",
    ),
)
_SETTLED: tuple[tuple[str, str], ...] = (
    (r"\bconsent\b|\bassent\b", "consent"),
    (r"\binstitutional|\bregulator|\bIRB\b|\bethic", "office"),
    (r"\bserolog|\bblood\s+test|\blaboratory|\bnegative\b[^.;]{0,20}\btest|\bviral\s+load", "laboratory"),
    (r"\bimaging|\bMRI\b|\bCT\b|\bRECIST|\bmeasurable|\bscan\b|\bECG\b|\bechocardiogra|\bexamination|\bbiops", "examination"),
    (r"\bhistolog|\bcytolog|\bpatholog|\bdiagnos|\bmutation|\bprior\b|\bprevious|\bhistory\b|\btreat", "records"),
)  # fmt: skip


_BY_SEX = re.compile(
    r"[≥≤<>][^.;]{0,30}\b(?:if|for|in)\s+(?:adult\s+)?(?:fe)?males?\b|[≥≤<>][^.;]{0,30}\b(?:for|in)\s+(?:wo)?men\b",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\b(?:and/)?or[\s:,;*]*$", re.IGNORECASE)
_NORMAL = re.compile(
    r"[^.;≥≤<>]{0,40}?\b(?:within|in|is|are|be|=|:)?\s*(?:the\s+)?(?:\w+\s+){0,2}normal\s+(?:\w+\s+){0,2}(?:limits?|range)\b|\s*(?:is|are|:)?\s*normal\b(?!\s+(?:limit|range))",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(?:or|and|including|such\s+as)\b|[,;:/]\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Modelled:
    """node is the condition (None: a person answers), missing what it leaves out, in words."""

    status: Status
    numbers: tuple[NumberCondition, ...]
    node: Node | None = None
    missing: tuple[str, ...] = ()
    settled_by: str = ""


def ends_with_or(stretch: Stretch) -> bool:
    """Whether the criterion that follows may stand for this one."""
    return bool(_OPEN_END.search(stretch.lines[-1].words))


def model_of(stretch: Stretch, packs: Packs, *, after_or: bool = False) -> Modelled:
    """The model of one criterion. Every condition in it has been accepted by the trial loader.

    after_or: the criterion before ends with "or" and may stand for this one.
    """
    text = plain(" ".join(line.words for line in stretch.lines))
    numbers = numbers_of(stretch)
    asked = Asked(section=stretch.section, text=text, terms=terms_in(text, packs), packs=packs)
    found = [*_pieces(asked), *sayings_of(asked), *_bounds(asked, numbers)]
    pieces = [piece for piece in found if _accepted(piece.node, packs)]
    _, missing = number_nodes(numbers)
    missing += [f"a condition on {next(iter(piece.node))}" for piece in found if piece not in pieces]
    missing += [name for pattern, name in _BEYOND if re.search(pattern, text, re.IGNORECASE)]
    missing += [*_other_measures(text), *_sentences_without(text, pieces)]
    nodes = [piece.node for piece in pieces]
    if stretch.section == "inclusion" and CONTRACEPTION.search(text):
        missing.append("contraception")
    if stretch.section == "inclusion":
        missing += lone_alternatives(numbers)
    if after_or and stretch.section == "inclusion":
        missing.append("the alternative that stands before")
        pieces = [replace(piece, firm=False) for piece in pieces]
    if numbers and _BY_SEX.search(text):
        missing.append(_FOR_SOME)
    if _OPEN_END.search(text):
        missing.append("the alternative that follows")
    rest = rest_of(text, _covered(pieces), nodes, bounds=_named(numbers))
    if rest:
        missing.append(in_words(rest))
    return _joined(asked, sorted(pieces, key=lambda piece: piece.start), numbers, missing)


def _pieces(asked: Asked) -> list[Piece]:
    found = [piece for rule in (*tumour.RULES, *treatments.RULES, *history.RULES) for piece in rule(asked)]
    return sorted(found, key=lambda piece: piece.start)


def _other_measures(text: str) -> list[str]:
    """Bounds on what the language has no name for: "a bound on direct bilirubin"."""
    names, starts = names_in(text), [bound.start for bound in bounds_in(text)]
    normal = [
        f"a normal {text[name.start : name.end].strip()}"
        for name, after in zip_longest(names, names[1:])
        if _NORMAL.match(text[name.end : after.start if after else len(text)])
    ]
    return normal + [
        f"a bound on {text[name.start : name.end].strip()}"
        for name in names
        if not name.variable and any(0 <= start - name.end < 30 for start in starts)
    ]


def _named(numbers: Sequence[NumberCondition]) -> frozenset[str]:
    """The variables of the bounds, and the names that mean the same."""
    named = {item.variable for item in numbers}
    return frozenset(named | ({"performance"} if named & {"ecog", "karnofsky", "lansky"} else set()))


def _covered(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    return [span for piece in pieces for span in piece.spans or ((piece.start, piece.end),)]


def _joined(
    asked: Asked, pieces: Sequence[Piece], numbers: tuple[NumberCondition, ...], missing: Sequence[str]
) -> Modelled:
    if not pieces:
        return Modelled(status="person", numbers=numbers, settled_by=_settled_by(asked.text))
    settled = [piece.settled_by for piece in pieces]
    return Modelled(
        status="partly" if missing else "modelled",
        numbers=numbers,
        node=_with_rest(asked, pieces, missing)
        if missing
        else _ruled_out_by_health(asked, _tree(asked, pieces)),
        missing=tuple(dict.fromkeys(missing)),
        settled_by=settled[0] if all(settled) else "",
    )


# "A serious, uncontrolled medical disorder": a word of good health, or that there is no illness, answers it.
_FITNESS = re.compile(
    r"\b(?:poor\s+medical\s+risk|uncontrolled\b[^.;:]{0,40}\b(?:illness(?:es)?|medical\s+(?:disorders?|conditions?|diseases?)))\b",
    re.IGNORECASE,
)


def _ruled_out_by_health(asked: Asked, tree: Node) -> Node:
    if asked.section != "exclusion" or not _FITNESS.search(asked.text):
        return tree
    well: list[Node] = [{"condition": {"concept": "general_good_health", "pick": "newest"}}]
    well += [
        {"not": {"condition": {"concept": name, "pick": "newest"}}}
        for name in ("poor_medical_risk", "comorbidity")
    ]
    return {"that": tree, "ruled_out_by": {"any": well}}


def _with_rest(asked: Asked, pieces: Sequence[Piece], missing: Sequence[str]) -> Node:
    """The condition of a criterion that is partly modelled: what is missing may turn the answer.

    A bound that must hold in any case decides alone, in an inclusion against the patient, in an exclusion
    only where nothing but this bound is listed. Everything else stays open until a person has looked.
    """
    rest: Node = {"for_a_person": "; ".join(dict.fromkeys(missing))}
    if _FOR_SOME in missing:
        pieces = [replace(piece, firm=False) for piece in pieces]
    firm = [piece.node for piece in pieces if piece.firm]
    others = [piece for piece in pieces if not piece.firm]
    if asked.section == "exclusion" and (others or len(firm) > 1 or _LISTS.search(asked.text)):
        firm, others = [], list(pieces)
    open_part = [{"any": [_tree(asked, others), dict(rest)]}] if others else []
    return {"all": [*firm, *open_part, rest]}


def _tree(asked: Asked, pieces: Sequence[Piece]) -> Node:
    """Inclusions ask for all, exclusions for any; "at least one of the following" joins what comes after it."""
    nodes = [piece.node for piece in pieces]
    if all("if_stated" in node for node in nodes):
        nodes = [node["if_stated"] for node in nodes]
    opener = _ONE_OF.search(asked.text)
    if opener and asked.section == "inclusion":
        first = [piece.node for piece in pieces if piece.start < opener.start()]
        rest = [piece.node for piece in pieces if piece.start >= opener.start()]
        if len(rest) > 1:
            return _under("all", [*first, _under("any", rest)])
    return _under("all" if asked.section == "inclusion" else "any", nodes)


def _under(key: str, nodes: Sequence[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else {key: list(nodes)}


def _bounds(asked: Asked, numbers: Sequence[NumberCondition]) -> list[Piece]:
    """The bounds as pieces; sizes are taken from MRI where the criterion names it, QTc counted where it says how often."""
    sources = _size_sources(asked.text)
    nodes, _ = number_nodes(numbers, sources=sources)
    firm, _ = number_nodes(without_special_cases(numbers), sources=sources)
    often = re.search(
        r"\b(?P<n>2|two|3|three)\s+(?:or\s+more\s+)?(?:\w+\s+)?(?:time\s*points?|occasions|ECGs?|measurements|readings)",
        asked.text,
        re.IGNORECASE,
    )
    pieces: list[Piece] = []
    for node in nodes:
        if "ecg" in node and often:
            number = {"two": "2", "three": "3"}.get(often["n"].lower(), often["n"])
            count: Node = {"at_least": number}
            if hours := re.search(r"within\s+(?:a\s+)?(\d+)[\s-]*hour", asked.text, re.IGNORECASE):
                count["together"] = f"{hours[1]} hours"
            node = {"ecg": {**node["ecg"], "count": count}}
        place = _place(asked.text, node)
        pieces.append(Piece(start=place, end=place + 1, node=node, firm=node in firm))
    if asked.section == "inclusion" and re.search(r"\bmeasur", asked.text, re.IGNORECASE):
        sizes = [piece for piece in pieces if "tumour_size" in piece.node]
        pieces += [replace(piece, node=_not_resected_since(piece.node), firm=False) for piece in sizes[:1]]
    return pieces


_MRI = r"(?:\bMRI\b|magnetic\s+resonance)"
_APART = r"(?:(?!vessel|nerve|border|margin)[^.;(]){0,60}"  # the number is the size's, not a distance's
_BY_MRI = re.compile(rf"\d\s*(?:cm|mm)\b{_APART}{_MRI}|{_MRI}{_APART}\d\s*(?:cm|mm)\b")
_SCANS = ["mri", "ct", "pet", "ultrasound", "imaging", "pathology"]


def _size_sources(text: str) -> list[str]:
    """MRI where the bound stands beside it; where a criterion speaks of scans, no size by hand."""
    if _BY_MRI.search(text) and not re.search(r"\bCT\b|tomograph", text):
        return ["mri"]
    return (
        _SCANS
        if re.search(r"\bMRI\b|magnetic\s+resonance|\bCT\b|tomograph|\bimaging\b|\bscans?\b", text)
        else []
    )


_RESECTIONS = ["resection", "wide local excision", "wide local excision (abbreviated)", "amputation"]


def _not_resected_since(size: Node) -> Node:
    """A tumour resected since it was measured measures nothing."""
    anchor = {name: value for name, value in size["tumour_size"].items() if name in {"from", "pick"}}
    test: Node = {"class": "surgery", "about": "this_tumour", "where": {"procedure": _RESECTIONS}}
    when: Node = {"since": {"tumour_size": anchor}, "undated": "ignored", "outside": "no", "pick": "any"}
    return {"if_stated": {"not": {"treatment": {**test, **when}}}}


_WHERE = {
    "tumour_size": r"\d\s*(?:cm|mm)\b|size|diameter|dimension",
    "ecog": r"ECOG|performance|zubrod|karnof",
    "person": r"\bage|year|expectanc|surviv",
    "ecg": r"QT",
}


def _place(text: str, node: Node) -> int:
    kind = next(iter(node))
    match = re.search(_WHERE.get(kind, r"[≥≤<>]"), text, re.IGNORECASE)
    return match.start() if match else 0


def _accepted(node: Node, packs: Packs) -> bool:
    """Whether the trial loader takes the condition."""
    trial = {
        "trial": "DRAFT",
        "criteria": [{"id": "I1", "says": "draft", "include_if": node}],
        "cases": [{"have": {}, "get": {"all": "unknown"}}],
    }
    try:
        trial_from(json.dumps(trial, ensure_ascii=False), packs, file="draft")
    except TrialError:
        return False
    return True


def _sentences_without(text: str, pieces: Sequence[Piece]) -> list[str]:
    """Whole sentences after the first that no piece stands in: named by their first words."""
    places = [match.end() for match in re.finditer(r"[.;]\s+(?=[A-Z])", text)]
    parts = list(zip([0, *places], [*places, len(text)], strict=True))
    return [
        f'"{" ".join(text[start:end].split()[:8])} …"'
        for start, end in parts[1:]
        if len(text[start:end].split()) > 5
        and not re.search(r"[≥≤<>]", text[start:end])
        and not re.match(r"note|examples?\b|this\s+includes", text[start:end], re.IGNORECASE)
        and not any(start <= piece.start < end for piece in pieces)
    ]


def _settled_by(text: str) -> str:
    """Who can answer a criterion that no condition models."""
    return next((who for pattern, who in _SETTLED if re.search(pattern, text, re.IGNORECASE)), "interview")
