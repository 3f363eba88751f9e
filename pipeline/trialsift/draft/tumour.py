"""What a criterion says of the tumour beside its bounds: histology, grade, site, number, margins, growth, spread."""

import re
from collections.abc import Iterator
from itertools import pairwise

from trialsift.draft.nodes import Node
from trialsift.draft.pieces import Asked, Piece, places, says
from trialsift.draft.terms import Term

_GENERIC_SARCOMA = ("soft_tissue_sarcoma", "SARCNOS")
_OTHER_CANCER = re.compile(
    r"\b(?:prior|previous|other|another|second|concurrent|additional|concomitant|history\s+of)\b[^.;]{0,60}\b(?:malignan\w*|cancers?|neoplasms?|tumou?rs?)\b",
    re.IGNORECASE,
)


def _histology(asked: Asked) -> Iterator[Piece]:
    illnesses = {(term.start, term.end) for term in asked.terms if term.kind == "condition"}
    terms = [
        term for term in asked.terms if term.kind == "histology" and (term.start, term.end) not in illnesses
    ]
    if not terms or (_OTHER_CANCER.search(asked.text) and asked.section == "exclusion"):
        return
    known = [term for term in terms if _is_tumour_of_interest(asked, term)]
    generic = [term for term in known if term.id in _GENERIC_SARCOMA]
    if not known or (len(generic) == len(known) and _names_a_site(asked)):
        return
    opened = generic and re.search(r"\bincluding|such\s+as|e\.g\.", asked.text)
    ids = list(_GENERIC_SARCOMA) if opened or len(generic) == len(known) else []
    ids = ids or list(dict.fromkeys(term.id for term in known if term.id not in _GENERIC_SARCOMA))
    if generic and not opened and _LISTED.search(asked.text, 0, generic[-1].start):
        ids += [name for name in _GENERIC_SARCOMA if name not in ids]  # "mesothelioma or sarcoma"
    test: Node = {"one_of": ids, "from": "pathology", "pick": "newest", "absent": "ignored"}
    if ids == list(_GENERIC_SARCOMA):
        test["unclear"] = "sarcoma"  # of bone or of soft tissue: the name alone does not say
    node: Node = {"histology": test}
    node = says(asked, known[0].start, node)
    yield Piece(start=known[0].start, end=known[-1].end, node=node, spans=places(known))


# "Adenocarcinoma NSCLC" asks both at once.
TWO_NAMES = "one kind of tumour by two names"


def two_names(asked: Asked) -> list[str]:
    """Where two names of tumours stand side by side with no word between them."""
    terms = [term for term in asked.terms if term.kind == "histology" and term.id not in _GENERIC_SARCOMA]
    beside = [
        TWO_NAMES
        for one, other in pairwise(terms)
        if one.id != other.id and asked.text[one.end : other.start].isspace()
    ]
    return beside[:1]


_LISTED = re.compile(r"(?:,|\bor|\band|/)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def _names_a_site(asked: Asked) -> bool:
    """ "Sarcoma of the viscera": the site is what is asked."""
    return any(term.kind == "site" for term in asked.terms) or any(
        pattern.search(asked.text) for pattern, _ in _EXTRA_SITES
    )


def _is_tumour_of_interest(asked: Asked, term: Term) -> bool:
    """Not a syndrome's or a history's cancer, nor a word inside the name of a society."""
    before = asked.text[max(0, term.start - 25) : term.start].lower()
    if asked.section == "exclusion" and _TREATED.search(asked.text, 0, term.start):
        return False
    return not re.search(r"specialized in\s*$|history of\s*$|specialist in\s*$", before)


# "Prior chemotherapy for prostate cancer" excludes by the treatment and not by the cancer.
_TREATED = re.compile(
    r"\b(?:treat\w*|\w*therap\w+|surgery|resection|irradiation|regimens?|agents?)\b[^.;,]{0,60}\b(?:for|of|against)\s+(?:[\w-]+\s+){0,4}$",
    re.IGNORECASE,
)


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
    (re.compile(r"\bviscera(?:l\b|\b)", re.IGNORECASE), "uterus"),
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
        node: Node = {"site": {"one_of": wanted, "unclear": "other", "pick": "agree", "absent": "ignored"}}
        spans = tuple((start, end) for start, end, group in found if group)
        start, end = spans[0][0], max(end for _, end in spans)
        yield Piece(start=start, end=end, node=says(asked, start, node), spans=spans)


_SINGLE: Node = {"lesion_count": {"is": "single", "pick": "newest"}}
# with a metastasis there is more than one lesion
_NO_SPREAD: Node = {"if_stated": {"not": {"metastasis": {"pick": "any", "doubt": "ignored"}}}}
_MARGIN: Node = {"pick": "newest", "ties": "any"}
_TUMOUR_RULES: tuple[tuple[str, Node], ...] = (
    (
        r"\b(?:only\s+one|(?:a\s+)?single|solitary)\s+(?:\w+\s+)?(?:lesion|tumou?r|mass)\b",
        _SINGLE,
    ),
    (
        r"\b(?:multifocal|multiple\s+(?:lesions|tumou?rs))\b",
        {"lesion_count": {"is": "multiple", "pick": "newest"}},
    ),
    (
        r"\bpositive\s+(?:\w+\s+){0,2}margins?\b|\bR1\b|\bR2\b|\bmacroscopic(?:al)?\s+residual",
        {
            "if_stated": {
                "any": [
                    {"margin": {"is": "positive", **_MARGIN}},
                    {"if_stated": {"margin": {"residual": ["R1", "R2"], **_MARGIN}}},
                ]
            }
        },
    ),
    (
        r"\binfiltrati(?:ve|ng)\b",
        {"growth_pattern": {"one_of": ["infiltrative", "focal", "diffuse", "tail_sign"], "pick": "any"}},
    ),
    (
        r"\brecurren(?:t|ce)\s+(?:\w+\s+)?(?:tumou?r|disease|sarcoma)|\blocal(?:ly)?\s+recurren",
        {"recurrence": {"pick": "newest"}},
    ),
    # a clear chest scan takes back no node of last month; a doubt stays one until it is settled
    (r"\bmetasta(?:sis|ses|tic)\b|\bdistant\s+spread", {"metastasis": {"pick": "any", "doubt": "counts"}}),
)
_ON_MRI = re.compile(r"\bMRI\b|magnetic\s+resonance", re.IGNORECASE)


def _tumour(asked: Asked) -> Iterator[Piece]:
    for pattern, node in _TUMOUR_RULES:
        found = re.finditer(pattern, asked.text, re.IGNORECASE)
        if match := next((match for match in found if not _aside(asked, match)), None):
            own = says(asked, match.start(), _as_seen(asked, node))
            if asked.section == "inclusion" and own == _SINGLE:
                own = {"all": [own, _NO_SPREAD]}
            yield Piece(start=match.start(), end=match.end(), node=own)
    near = re.search(
        r"[(<≤]\s*[<≤]?\s*(?P<mm>\d+(?:\.\d+)?)\s*(?P<unit>mm|cm)\b[^.;]{0,40}\b(?:vessel|nerve|neurovascular|vascular)",
        asked.text,
    )
    if near:
        # "vessels not involved" denies invasion and says nothing of the distance
        test = {"less_than": f"{near['mm']} {near['unit']}", "pick": "any", "absent": "ignored"}
        node = _as_seen(asked, {"neurovascular_relation": test})
        yield Piece(start=near.start(), end=near.end(), node=node)


def _as_seen(asked: Asked, node: Node) -> Node:
    """Growth and neighbours from MRI alone, where the criterion names it and no other scan."""
    kind = next(iter(node))
    others = re.search(r"\bCT\b|tomograph|patholog", asked.text)
    if kind not in {"growth_pattern", "neurovascular_relation"} or others or not _ON_MRI.search(asked.text):
        return node
    return {kind: {**node[kind], "from": ["mri"]}}


def _aside(asked: Asked, match: re.Match[str]) -> bool:
    """Recurrence as an outcome ("high risk of local recurrence"), metastases of one organ alone, or what a treatment was for."""
    before = asked.text[max(0, match.start() - 40) : match.start()].lower()
    return bool(
        re.search(
            r"risk\s+of\s+(?:\w+\s+)?$|\b(?:treat\w*|\w*therap\w+|regimens?|lines?|drugs?|surgery)\s+(?:\w+\s+)?(?:for|of|in)\s+(?:\w+\s+){0,2}$|\b(?:brain|liver|hepatic|cns|leptomeningeal|bone|lung|if|unless|without|from|due\s+to|secondary\s+to|caused\s+by|nervous\s+system)\s*(?:\(\s*cns\s*\)\s*)?$",
            before,
        )
    )


def _kind_and_site(asked: Asked) -> Iterator[Piece]:
    """Both; in an exclusion "leiomyosarcoma of the uterus" is one thing, and neither of its halves excludes."""
    kinds, sites = list(_histology(asked)), list(_site(asked))
    if asked.section == "exclusion" and len(kinds) == len(sites) == 1:
        kind, site = kinds[0], sites[0]
        if kind.end <= site.start and _OF.fullmatch(asked.text[kind.end : site.start]):
            node: Node = {"all": [kind.node, site.node]}
            yield Piece(start=kind.start, end=site.end, node=node, spans=(*kind.spans, *site.spans))
            return
    yield from (*kinds, *sites)


_OF = re.compile(r"[^.;,]{0,40}\b(?:of|in|from|involving|at)\b[^.;,]{0,30}", re.IGNORECASE)
RULES = (_kind_and_site, _grade, _tumour)
