"""Where metastases are and how many: the organ words beside the mention, in one spelling each."""

import re

from trialsift.extract.quick import quick
from trialsift.extract.spelled import ONES

_BRAIN_LOBE = r"(?:frontal|parietal|temporal|occipital)"
_SITES = {
    "lung": r"lungs?|pulmonary|(?<!frontal )(?<!parietal )(?<!temporal )(?<!occipital )lobes?(?! of (?:the )?(?:liver|brain))|lobar|lingula|intrapulmonary|"
    r"subpleural|perifissural|chest(?! wall)|thorax|(?:intra)?thoracic(?! (?:spine|vertebra|wall))|cannon ?-?balls?|RUL|RML|RLL|LUL|LLL",
    "liver": r"liver|hepatic",
    "bone": r"bones?|bony|osseous|skelet\w+|spine|spinal|vertebra\w*|ribs?|osteoblastic|lytic|sclerotic|intramedullary|femur|humerus|sacrum|ilium|"
    r"(?:T(?:[5-9]|1[0-2])|L[1-5])(?! ?N)",
    "brain": rf"brain|cerebral|cerebell\w+|intracranial|leptomeninge\w+|{_BRAIN_LOBE} lobes?|(?:left|right) {_BRAIN_LOBE}(?! (?:bone|fossa|scalp|region|muscle))",
    "lymph node": r"nodal|lymph nodes?|nodes?|glands|(?:lymph)?adenopathy",
    "peritoneum": r"peritone\w+|oment\w+|mesenter\w+",
    "pleura": r"pleura\w*",
    "adrenal": r"adrenals?",
    "muscle": r"muscles?|intramuscular",
    "skin": r"skin|cutaneous|subcutaneous",
    "soft tissue": r"soft tissues?",
}
_ANY = "|".join(
    rf"(?:{words})\b" for words in _SITES.values()
)  # a word's end, so that it can end in one place only
_JOINED = rf"(?:{_ANY})(?: ?(?:,|/|and|or|&) ?(?:or |and )?(?:{_ANY}))*"
_BEFORE = quick(rf"\b(?P<sites>{_JOINED})(?: \w+)?$", re.IGNORECASE)
_AFTER = quick(
    rf"^(?: ?\w+){{0,3}}? ?(?:\b(?:in|to|into|within|involving|of|on|at|throughout)\b|:|\(|-(?= )) ?(?:(?!and\b)\w+ ){{0,3}}?(?P<sites>{_JOINED})\b"
    rf"|^(?: (?:left|right|bilateral|multiple|inguinal|axillary|mediastinal|hilar|regional|cervical))* (?P<next>{_JOINED})\b",
    re.IGNORECASE,
)
# "Lung nodules in keeping with metastases", "lytic lesion in the ilium, metastatic": a lesion, its place, what it is held for.
_LESION = r"(?:nodul\w+|micronodul\w+|lesions?|opacit\w+|mass(?:es)?|foc(?:i|us)|deposits?|(?:lymph)?adenopathy|nodes|thickening|abnormalit\w+|hypodensit\w+|fracture)"
_HELD_FOR = quick(
    rf"\b{_LESION}\b[^.;:]*(?:(?P<comma>,)| (?:in keeping|consistent|compatible|concerning|worrisome|suspicious|suspected|suggest\w*|represent\w*|typical|likely|probabl[ey]|favou?red|"
    r"thought|felt|reported|biopsied|proven|due|are|is|as)\b)(?: \w+){0,3} ?$",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:no|nil|without|nor|neither)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:](?= )")
_WHOLE = re.compile(r"\b(?:abdo\w*|pelvi\w*|CAP|TAP|staging|pet|whole)\b", re.IGNORECASE)
_NUMBERS = {word: number for number, word in enumerate(ONES[1:11], 1)} | {"single": 1, "solitary": 1}
_COUNT = quick(
    rf"(?<![/\d])\b(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})(?! ?(?:mm|cm|x\b|/|[-.]\d|:))(?P<between>(?: \d+(?:\.\d+)? ?[cm]m)?(?: [^\W\d]+){{0,3}}) ?$",
    re.IGNORECASE,
)


def sites_of(text: str, at: int, to: int, *, label: str = "") -> tuple[str, ...]:
    """The organs of a mention at text[at:to]; ("",) if none.

    They stand in its own words, just before it, after "in" or "to", with the lesion that is held for one,
    or in the label of the line ("Lungs: no metastases").
    """
    lead = text[:at].rstrip()
    before, after = _BEFORE.search(lead), _AFTER.search(text[to:])
    return (
        _named(text[at:to])
        or (before and _named(before["sites"]))
        or (after and _named(after["sites"] or after["next"]))
        or _of_lesion(lead)
        or (() if _WHOLE.search(label) else _named(label))
        or ("",)
    )


def _of_lesion(lead: str) -> tuple[str, ...]:
    """The organs of the lesion that the words right before a mention call one."""
    clause = _CLAUSE.split(lead)[-1]
    held = _HELD_FOR.search(clause)
    listed = held and held["comma"] and _DENIED.search(clause)  # "without adenopathy, ascites or metastases"
    return _named(clause) if held and not listed else ()


def _named(words: str) -> tuple[str, ...]:
    """Each organ that the words name, in one spelling; "lymph node" hides in no other."""
    found = [
        (match.start(), site)
        for site, pattern in _SITES.items()
        for match in re.finditer(rf"\b(?:{pattern})\b", words, re.IGNORECASE)
    ]
    return tuple(dict.fromkeys(site for _, site in sorted(found)))


def count_before(text: str, at: int) -> int | None:
    """The number that stands before a mention ("two hepatic metastases"); sizes and dates are none."""
    found = _COUNT.search(text[:at].rstrip())
    if not found or re.search(r"\b(?:of|in|on|by|to)\b", found["between"]):
        return None
    word = found["count"].lower()
    return int(word) if word.isdigit() else _NUMBERS[word]
