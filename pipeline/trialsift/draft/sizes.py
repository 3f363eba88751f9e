"""Sizes of tumours and lesions in mm: "largest diameter of tumour > 5 cm", "lesion of at least 10 mm"."""

import re
from collections.abc import Iterator, Sequence

from trialsift.draft.bounds import Bound
from trialsift.draft.conditions import NumberCondition
from trialsift.draft.variables import Named

Placed = tuple[int, int, NumberCondition]

_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|lesions?|mass(?:es)?|nodules?|(?<!node )(?<!nodal )metastas[ei]s|sarcoma\w*|carcinomas?|cancers?"
    r"|melanomas?|neoplasms?|disease|deposits?|HCC|STS|GISTs?|gliomas?|meningiomas?|lymphomas?|adenomas?|invasion"
    r"|largest|longest|greatest)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:nodes?|nodal|lymph|lymphadenopath\w*|polyps?|margins?|distance|slices?|sections?|thickness|thick|deep\s+margin|depth|distal|proximal|from|spleen|splenic|aneurysms?|stones?|cysts?|thromb\w+|biops\w+|cores?|incisions?|scars?|specimens?|ulcers?|collimation|intervals?|effusions?|midline\s+shift|shift|catheters?|needles?|duct|wounds?|fibroids?|endometri\w+|fascia|short(?:est)?\s+axis|above|below|located|implants?|skin\s+fold|spacing|cuts?|anal\s+verge|vessels?|nerves?|border|close)\b",
    re.IGNORECASE,
)
# "lung nodules (single lesion, > 1 cm)": the lesion is still the nodule.
_ELSEWHERE = re.compile(r"\b(?:lung|pulmonary)\s+nodules?\b|\bsum\s+of\b", re.IGNORECASE)
_AFTER_OTHER = re.compile(
    r"[\s)]*(?:of(?!\s+(?:\w+\s+)?(?:disease|tumou?r))|from|(?:in|on|of)\s+(?:the\s+)?short|short|above|below|distal|proximal|proximity|deep|thick|in\s+(?:thickness|depth)"
    r"|away|margins?|slices?|lymph|nod(?:e|al)|polyps?|Hg|H2O|to\s)\b",
    re.IGNORECASE,
)
_LONGEST = re.compile(
    r"[\s(]*(?:in|at)\s+(?:its\s+|the\s+)?(?:longest|largest|greatest|maxim\w+)\b", re.IGNORECASE
)
_NODES = re.compile(r"nod(?:e|al)|lymph|polyp|spleen|splenic|cyst|aneurysm", re.IGNORECASE)
_GOES_ON = re.compile(
    r"[^.;]{0,45}\bbut\s*", re.IGNORECASE
)  # "at least 5 mm and twice the slice thickness, but < 20 mm"
_CLAUSE = re.compile(r"[.;\n]\s")
_MM = {"cm": 10, "centimeter": 10, "centimetre": 10, "mm": 1, "millimeter": 1, "millimetre": 1}
_REACH = 110  # characters
_MOST_MM = 400


def sizes_in(text: str, names: Sequence[Named], bounds: Sequence[Bound]) -> Iterator[Placed]:
    """The bounds on a tumour's size; sizes of nodes, polyps, slices, and distances are left out."""
    del names
    end = -1  # of the last size
    for bound in bounds:
        if bound.unit.sort != "length":
            continue
        if _is_tumour(text, bound) or (end >= 0 and _GOES_ON.fullmatch(text[end : bound.start])):
            yield bound.start, bound.end, _condition(bound)
            end = bound.end


def _is_tumour(text: str, bound: Bound) -> bool:
    if _AFTER_OTHER.match(text, bound.end) or re.match(r"\s*(?:Hg|H2O)", text[bound.end :]):
        return False
    before = text[max(0, bound.start - _REACH) : bound.start]
    before = before[max([0, *(match.end() for match in _CLAUSE.finditer(before))]) :]
    if _ELSEWHERE.search(before):
        return False
    tumours = [match.start() for match in _TUMOUR.finditer(before)]
    others = [match.start() for match in _OTHER.finditer(before)]
    if others and (not tumours or max(others) > max(tumours)):
        nearest = before[max(others) :]
        return bool(tumours and _LONGEST.match(text, bound.end)) and not _NODES.match(nearest)
    if tumours:
        return True
    after = text[bound.end : bound.end + 45]
    first = _TUMOUR.search(after)
    other = _OTHER.search(after)
    return first is not None and (other is None or other.start() > first.start())


def _condition(bound: Bound) -> NumberCondition:
    factor = _MM[bound.unit.written.lower().removesuffix("s")]
    return NumberCondition(
        variable="tumour_size_mm", op=bound.op, value=round(bound.number * factor, 2), unit="mm"
    )
