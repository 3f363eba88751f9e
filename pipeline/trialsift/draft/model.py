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
from trialsift.draft.exceptions import EXCEPTION, exceptions_in, narrows, outside, spared, without
from trialsift.draft.health import ruled_out_by_health
from trialsift.draft.limits import bounds_of, size_sources
from trialsift.draft.nodes import Node, lone_alternatives, number_nodes, without_special_cases
from trialsift.draft.numbers import numbers_of, segments
from trialsift.draft.pieces import Asked, Piece
from trialsift.draft.plain import plain
from trialsift.draft.residue import SPARE, in_words, rest_of
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
_EXCEPTION = "an exception"
_ACTIVITY = "whether it is active"
_ALLERGEN = "what the allergy is to"
_NARROWING = {_ACTIVITY, _ALLERGEN, "a combination of drugs", history.WHEN_TREATED}
_ANY_OTHER = "any other illness, as the investigator judges"
# "Pneumonitis ≥ G2", "grade 3 hypersensitivity": the severity of an event, where a tumour's grade has a condition of its own.
_DEGREE = r"(?:(?:[≥>]\s*(?:G|grade\s*)|\bgrades?\s*[≥>]?\s*|\bG)[2-5]\b)"
_EVENT = (
    r"\b(?:pneumonitis|neuropath\w+|hypertension|bleed\w*|ha?emorrhag\w+|hypersensitiv\w+|(?:allergic|infusion|immune)\W[^.;,]{0,20}"
    r"|fistula|infections?|proteinuria|diarrh\w+|fatigue|colitis|ascites|effusions?|arrhythmias?|encephalopathy)"
)
GRADED = rf"{_EVENT}[^.;]{{0,30}}{_DEGREE}|{_DEGREE}[^.;,]{{0,30}}{_EVENT}"
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
    (r"\bhalf-?li(?:ves|fe)\b", "half-lives of drugs"),
    (
        r"\b(?:uncontrolled|controlled|active)\s+or\s+(?:is\s+|are\s+)?(?:on|under|requir\w+|needs?)\b",
        "whether it is treated",
    ),
    (treatments.COMBINED, "a combination of drugs"),
    (
        r"\b(?:active|uncontrolled|unstable|symptomatic|ongoing)\b[^.;:]{0,60}\b(?:cerebrovascular|thromboembolic)\s+diseases?",
        _ACTIVITY,
    ),
    (
        r"\b(?:hypersensitiv\w+|allerg(?:y|ies|ic))\b[^.;,]{0,25}\s(?:to|of|against)\s+(?!(?:any\s+|the\s+|other\s+|an?\s+|all\s+)*(?:study|trial|drugs?|medic\w+|components?|excipients?|ingredients?|investigational|IMP|IP|active|inactive|constituents?|product|formulation)\b)"
        r"(?![^.;]{0,160}\b(?:excipients?|components?|ingredients?|constituents?|investigational|study|formulation)\b)",
        _ALLERGEN,
    ),
    (
        r"\b(?:hypersensitiv\w+|allerg(?:y|ies|ic)|anaphyla\w+)\b[^.;,]{0,40}\s(?:to|against)\s+(?:(?:any|other|chimeric|human\w*|murine)\s+){0,3}(?:monoclonal|antibod|contrast|platinum|taxane)",
        _ALLERGEN,
    ),
    (
        r"\bany\s+(?:other\s+)?(?:\w+\s+){0,3}(?:medical|social|clinical|concurrent|underlying|significant|serious|severe)\b[^.;,]{0,40}"
        r"\b(?:conditions?|diseases?|illness(?:es)?|disorders?|abnormalit\w+|findings?)\b",
        _ANY_OTHER,
    ),
    (
        r"^\W*(?:(?:if|for)\s|(?:phase|part|cohort|arm|group|stratum|sub-?study)s?\s+\S{1,12}(?:\s+\w+){0,3}:)",
        _FOR_SOME,
    ),
    (GRADED, "how severe it was"),
    (r"\bNYHA\b|New\s+York\s+Heart|\bChild[\s-]Pugh", "the class of heart failure or of a liver's disease"),
    (EXCEPTION, _EXCEPTION),
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
    found = [*_pieces(asked), *sayings_of(asked), *bounds_of(asked, numbers)]
    pieces = sorted((piece for piece in found if _accepted(piece.node, packs)), key=lambda piece: piece.start)
    _, missing = number_nodes(numbers)
    missing += [f"a condition on {next(iter(piece.node))}" for piece in found if piece not in pieces]
    if asked.section == "inclusion":
        missing += lone_alternatives(numbers)
    if after_or and asked.section == "inclusion":
        missing.append("the alternative that stands before")
        pieces = [replace(piece, firm=False) for piece in pieces]
    if numbers and _BY_SEX.search(text):
        missing.append(_FOR_SOME)
    named, rest = _left_out(asked, pieces, numbers)
    if _EXCEPTION in named:
        bounds = [item for item in numbers if item.variable not in spared(segments(stretch))]
        firm, _ = number_nodes(without_special_cases(bounds), sources=size_sources(text))
        pieces = [replace(piece, firm=piece.firm and piece.node in firm) for piece in pieces]
    kept = [] if missing else _decided_without(asked, pieces, numbers)
    missing += [*named, *([in_words(rest)] if rest else [])]
    return _joined(asked, pieces, numbers, missing, kept)


def _left_out(
    asked: Asked, pieces: Sequence[Piece], numbers: Sequence[NumberCondition], *, spare: float = SPARE
) -> tuple[list[str], tuple[str, ...]]:
    """What a text asks beside its pieces, in words, and the single words that nothing stands for."""
    text = asked.text
    named = [name for pattern, name in _BEYOND if re.search(pattern, text, re.IGNORECASE)]
    named += [
        *_other_measures(text),
        *_sentences_without(text, pieces),
        *_further(asked, pieces),
        *tumour.two_names(asked),
        *history.when_treated(asked),
    ]
    if asked.section == "inclusion" and CONTRACEPTION.search(text):
        named.append("contraception")
    if _OPEN_END.search(text):
        named.append("the alternative that follows")
    nodes = [piece.node for piece in pieces]
    return named, rest_of(text, _covered(pieces), nodes, bounds=_named(numbers), spare=spare)


def _decided_without(
    asked: Asked, pieces: Sequence[Piece], numbers: Sequence[NumberCondition]
) -> list[Piece]:
    """The pieces that decide where they do not hold: what is missing beside them only spares or narrows."""
    spans = exceptions_in(asked.text)
    kept = outside(pieces, spans)
    bare = replace(asked, text=without(asked.text, spans))
    named, rest = _left_out(bare, kept, numbers, spare=0)
    denials = all("not" in piece.node and "histology" not in piece.node["not"] for piece in kept)
    if set(named) - _NARROWING or not narrows(rest) or (asked.section == "inclusion" and not denials):
        return []
    return kept


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


_FURTHER = re.compile(
    r"\b(?:or|and|and/or)\s+(?:any\s+)?other\s+(?:[\w/-]+\s+){0,4}?(?:illness(?:es)?|conditions?|diseases?|disorders?)\b",
    re.IGNORECASE,
)


_MEDICAL = re.compile(
    r"\b(?:medical|physical)\s*(?:,|/|\bor\b|\band\b|\band/or\b)\s*(?:\w+\s+){0,2}?(?:psychiatric|psychological|mental|social)\b",
    re.IGNORECASE,
)


def _further(asked: Asked, pieces: Sequence[Piece]) -> list[str]:
    """ "Infection or other uncontrolled systemic illness": what no term stands for may be anything."""
    spans = _covered(pieces)
    ends = [match.end() for match in _FURTHER.finditer(asked.text)]
    other = [_ANY_OTHER for end in ends if not any(start < end <= stop + 1 for start, stop in spans)]
    return other + [_ANY_OTHER for _ in _MEDICAL.findall(asked.text)]


def _named(numbers: Sequence[NumberCondition]) -> frozenset[str]:
    """The variables of the bounds, and the names that mean the same."""
    named = {item.variable for item in numbers}
    return frozenset(named | ({"performance"} if named & {"ecog", "karnofsky", "lansky"} else set()))


def _covered(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    return [span for piece in pieces for span in piece.spans or ((piece.start, piece.end),)]


def _joined(
    asked: Asked,
    pieces: Sequence[Piece],
    numbers: tuple[NumberCondition, ...],
    missing: Sequence[str],
    kept: Sequence[Piece],
) -> Modelled:
    """The model; kept are the pieces that decide although something is missing."""
    if not pieces:
        return Modelled(status="person", numbers=numbers, settled_by=_settled_by(asked.text))
    settled = [piece.settled_by for piece in pieces]
    return Modelled(
        status="partly" if missing else "modelled",
        numbers=numbers,
        node=_with_rest(asked, pieces, missing, kept)
        if missing
        else ruled_out_by_health(asked, _tree(asked, pieces)),
        missing=tuple(dict.fromkeys(missing)),
        settled_by=settled[0] if all(settled) else "",
    )


def _with_rest(asked: Asked, pieces: Sequence[Piece], missing: Sequence[str], kept: Sequence[Piece]) -> Node:
    """The condition of a criterion that is partly modelled: what is missing may turn the answer.

    A bound that must hold in any case decides alone, in an inclusion against the patient, in an exclusion
    only where nothing but this bound is listed. Everything else stays open until a person has looked.
    """
    rest: Node = {"for_a_person": "; ".join(dict.fromkeys(missing))}
    if kept:
        tree = ruled_out_by_health(asked, _tree(asked, kept))
        return {"any" if asked.section == "inclusion" else "all": [tree, rest]}
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
