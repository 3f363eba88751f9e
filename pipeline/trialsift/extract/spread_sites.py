"""Where metastases are and how many: the organ words beside the mention, in one spelling each."""

import re

from trialsift.extract.quick import quick

_SITES = {
    "lung": r"lungs?|pulmonary|lobes?|lobar|lingula|intrapulmonary|subpleural|perifissural|chest|thoracic",
    "liver": r"liver|hepatic",
    "bone": r"bones?|bony|osseous|skelet\w+|spine|spinal|vertebra\w*|ribs?",
    "brain": r"brain|cerebral|intracranial",
    "lymph node": r"nodal|lymph nodes?|nodes?|glands",
    "peritoneum": r"peritone\w+|oment\w+|mesenter\w+",
    "pleura": r"pleura\w*",
    "adrenal": r"adrenals?",
    "muscle": r"muscles?|intramuscular|skip",
    "skin": r"skin|cutaneous|subcutaneous",
    "soft tissue": r"soft tissues?",
}
_ANY = "|".join(
    rf"(?:{words})\b" for words in _SITES.values()
)  # a word's end, so that it can end in one place only
_JOINED = rf"(?:{_ANY})(?: ?(?:,|/|and|or|&) ?(?:or |and )?(?:{_ANY}))*"
_BEFORE = quick(rf"\b(?P<sites>{_JOINED})(?: \w+)?$", re.IGNORECASE)
_AFTER = quick(
    rf"^(?: ?\w+){{0,3}}? ?(?:\b(?:in|to|into|within|involving|of|on|at|throughout)\b|:) ?(?:(?!and\b)\w+ ){{0,3}}?(?P<sites>{_JOINED})\b",
    re.IGNORECASE,
)
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
} | {"single": 1, "solitary": 1}
_COUNT = quick(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(_NUMBERS)})(?! ?(?:mm|cm|x\b|/|[-.]\d|:))(?P<between>(?: [^\W\d]+){{0,3}}) ?$",
    re.IGNORECASE,
)


def sites_of(text: str, at: int, to: int) -> tuple[str, ...]:
    """The organs of a mention at text[at:to]: in its own words, just before it, or after "in" or "to"; ("",) if none."""
    own = _named(text[at:to])
    if own:
        return own
    before = _BEFORE.search(text[:at].rstrip())
    if before:
        return _named(before["sites"])
    after = _AFTER.search(text[to:])
    return _named(after["sites"]) if after else ("",)


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
