"""Sizes of tumours and lesions in mm: "largest diameter of tumour > 5 cm", "lesion of at least 10 mm"."""

import re
from collections.abc import Iterator, Sequence

from trialsift.draft.bounds import Bound
from trialsift.draft.conditions import NumberCondition

Placed = tuple[int, int, NumberCondition]

_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|lesions?|(?<!nodal )mass(?:es)?|nodules?|(?<!node )(?<!nodal )metastas[ei]s|sarcoma\w*|cancers?|neoplasms?|disease|deposits?|desmoids?"
    r"|(?!h\w*ematoma|glaucoma|stroma|stoma|seroma|granuloma|atheroma|coma)\w+omas?|HCC|STS|GISTs?|DCIS|GTV|NSCLC|stage|(?-i:[cp]?T[1-4][a-d]?)|largest|longest|greatest|long)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:nodes?|nodal|lymph|lymphadenopath\w*|polyps?|margins?|distance|slices?|sections?|thickness|thick|deep\s+margin|depth|invasion|distal|proximal|from|spleen|splenic|aneurysms?|stones?|cysts?|thromb\w+|biops\w+|cores?|incisions?|scars?|specimens?|ulcers?|collimation|intervals?|effusions?|midline\s+shift|shift|catheters?|needles?|duct|wounds?|fibroids?|endometri\w+|short(?:est)?\s+axis|above|below|located|implants?|skin\s+fold|spacing|cuts?|anal\s+verge|vessels?|nerves?|border|close|area)\b",
    re.IGNORECASE,
)
# "lung nodules (single lesion, > 1 cm)": the lesion is still the nodule, "brain metastases < 1 cm" are not the tumour.
_ELSEWHERE = re.compile(
    r"\b(?:lung|pulmonary)\s+nodules?\b|\bsum\s+of\b|\bdistance\b[^,;]{0,60}$"
    r"|\b(?:brain(?:[\s-]?stem)?|CNS|cerebral|intra-?cranial|central\s+nervous\s+system)\b[^,;:.]{0,30}\b(?:metastas[ei]s|lesions?|mets)\b",
    re.IGNORECASE,
)
# What a trial looks at: "at least 1 brain metastasis ≥ 5 mm", "Pulmonary nodule of ≥ 8 mm".
_WANTED = re.compile(
    r"(?:≥\s*(?:1|2|3|one|two|three)|must\s+have)\b(?![^(]*\bno\b)|^\W*(?:(?!any|no|nonspecific|non-specific)[\w-]+\s+){0,4}?(?:lung|pulmonary)\s+nodules?\b[^(]*$",
    re.IGNORECASE,
)
_LET_IN = re.compile(r"[^.;]{0,40}\b(?:permitted|allowed|acceptable|eligible)\b", re.IGNORECASE)
_AFTER_OTHER = re.compile(
    r"[\s)]*(?:of(?!\s+(?:\w+\s+)?(?:disease|tumou?r))|from|(?:in|on|of)\s+(?:the\s+)?short|short|above|below|distal|proximal|proximity|deep|thick|in\s+(?:thickness|depth)"
    r"|away|margins?|slices?|(?:for\s+(?:the\s+)?)?(?:lymph|nod(?:e|al))|polyps?|Hg|H2O|to\s+(?:the|an?|any|skin))\b",
    re.IGNORECASE,
)
_LONGEST = re.compile(
    r"[\s(]*(?:in|at)\s+(?:its\s+|the\s+)?(?:longest|largest|greatest|maxim\w+)\b", re.IGNORECASE
)
# "… and a long diameter ≥ 1 cm for other lesions"; a node's longest diameter is the node's.
_ITS_LONGEST = re.compile(
    r"\b(?:and|or)\s+(?:a\s+|the\s+)?(?:long|longest|largest|greatest)\s+(?:diameter|axis|dimension)\s+(?:of\s+)?$",
    re.IGNORECASE,
)
_NODES_LONGEST = re.compile(
    r"\b(?:nod(?:e|al)s?|lymphadenopathy)\b\s+(?:(?:with|whose|having|in|a|an|the|its|mass(?:es)?|lesions?)\s+)*(?:long|longest|largest|greatest)\s+(?:\w+\s+)?(?:of\s+)?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\([^()]*\)")
_NODES = re.compile(r"nod(?:e|al)|lymph|polyp|spleen|splenic|cyst|aneurysm", re.IGNORECASE)
_GOES_ON = re.compile(
    r"[^.;]{0,45}\bbut\s*", re.IGNORECASE
)  # "at least 5 mm and twice the slice thickness, but < 20 mm"
_CLAUSE = re.compile(r"[.;\n]\s")
_MM = {"cm": 10, "centimeter": 10, "centimetre": 10, "mm": 1, "millimeter": 1, "millimetre": 1}
_REACH = 110  # characters


def sizes_in(text: str, bounds: Sequence[Bound], *, section: str = "inclusion") -> Iterator[Placed]:
    """The bounds on a tumour's size; sizes of nodes, polyps, slices, brain metastases, and distances are left out."""
    end = -1  # of the last size
    for bound in bounds:
        if bound.unit.sort != "length":
            continue
        if _is_tumour(text, bound, section) or (end >= 0 and _GOES_ON.fullmatch(text[end : bound.start])):
            yield bound.start, bound.end, _condition(bound)
            end = bound.end


def _is_tumour(text: str, bound: Bound, section: str) -> bool:
    if _AFTER_OTHER.match(text, bound.end):
        return False
    before = _clause_before(text, bound.start)
    if _ELSEWHERE.search(before):
        wanted = (
            section == "inclusion"
            and _WANTED.search(text, 0, bound.start)
            and not _LET_IN.match(text, bound.end)
        )
        return bool(wanted)
    if _ITS_LONGEST.search(before):
        return True
    tumours = [match.start() for match in _TUMOUR.finditer(before)]
    others = [match.start() for match in _OTHER.finditer(before)]
    if others and (not tumours or max(others) > max(tumours) or _NODES_LONGEST.search(before)):
        nearest = before[max(others) :]
        return bool(tumours and _LONGEST.match(text, bound.end)) and not _NODES.match(nearest)
    if tumours:
        return True
    after = text[bound.end : bound.end + 45]
    first = _TUMOUR.search(after)
    other = _OTHER.search(after)
    return first is not None and (other is None or other.start() > first.start())


def _clause_before(text: str, at: int) -> str:
    """The words of the clause before a bound, without brackets that are closed: "lesions ≥ 10 mm by CT (slices ≤ 5 mm) or"."""
    before = _ASIDE.sub("", text[:at])[-_REACH:]
    return before[max([0, *(match.end() for match in _CLAUSE.finditer(before))]) :]


def _condition(bound: Bound) -> NumberCondition:
    factor = _MM[bound.unit.written.lower().removesuffix("s")]
    return NumberCondition(
        variable="tumour_size_mm", op=bound.op, value=round(bound.number * factor, 2), unit="mm"
    )
