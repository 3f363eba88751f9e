"""Nodes counted twice in one statement: how many there are, and how many of them hold tumour."""

import re
from collections.abc import Iterator

from trialsift.extract.node_words import KIND, NODE, NUMBER, number
from trialsift.extract.quick import quick

_SAID = (
    r"(?:(?:were |are )?(?:examined|identified|found|submitted|retrieved|sampled|dissected|recovered|isolated|removed|seen)|"
    r"(?:in )?total|in all)"
)
_TUMOUR = r"(?:metasta\w+|tumou?r|\w*sarcoma|\w*carcinoma|melanoma|malignan\w+|deposits?|disease)"
_HOLD = (
    rf"(?:positive|involved|affected|metastatic|(?:with|contain\w*|show\w*|harbou?r\w*|demonstrat\w*|ha(?:s|ve)|hold\w*) (?:\w+ ){{0,3}}?{_TUMOUR}|"
    rf"(?:replaced|infiltrated|involved) by)"
)
_BE = r"(?: (?:of (?:them|these|which|those)|which|that|(?:lymph )?nodes?|is|are|was|were|being|completely|almost|partially))*"
_OF_THEM = r"(?:(?:and|of (?:which|these|them)|including|with|only|but|just) ){0,3}"
_PATTERNS = (
    # All nodes, then those with tumour: "Nine lymph nodes retrieved, of which two contain metastases".
    quick(
        rf"(?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b(?: {_SAID})?[ ,;:(-]*{_OF_THEM}(?P<positive>{NUMBER}){_BE} ?{_HOLD}",
        re.IGNORECASE,
    ),
    # A list's heading, then all nodes and those with tumour: "Nodes: 12 examined, none involved".
    quick(
        rf"(?:{NODE})\b ?(?:\( ?(?P<examined>{NUMBER}) ?\)|[:,-]* ?(?P<said>{NUMBER})(?: (?:lymph )?nodes?)? {_SAID})"
        rf"(?::?(?: (?!and\b|with\b|{NUMBER})\w+){{1,5}})?[ ,;:-]*{_OF_THEM}(?P<positive>{NUMBER}){_BE} ?{_HOLD}",
        re.IGNORECASE,
    ),
    # Those with tumour first: "Lymph nodes: 0 positive / 13 examined", "2 positive lymph nodes out of 19".
    quick(
        rf"(?:{NODE})\b[ :,-]*(?P<positive>{NUMBER}) (?:positive|involved) ?[/,;]? ?(?:out of |of |in |total:? ?)?(?:a total of )?(?P<examined>{NUMBER}) (?:{_SAID}|(?:lymph )?nodes?)",
        re.IGNORECASE,
    ),
    quick(
        rf"(?:{NODE})\b[ :,-]*(?:positive|involved)[ :]*(?P<positive>{NUMBER})[ ,;/]+(?:total|examined|of)[ :]*(?P<examined>{NUMBER})",
        re.IGNORECASE,
    ),
    quick(
        rf"(?P<positive>{NUMBER}) (?:positive|involved|metastatic)(?: \w+)?? (?:{NODE})\b,? (?:out of|of|among|in)(?: the)?(?: a total of)? (?P<examined>{NUMBER})",
        re.IGNORECASE,
    ),
)
_ALL = quick(
    rf"\ball (?:the |of the )?(?P<examined>{NUMBER}){KIND} ?(?:{NODE})\b(?: (?:are|were|is))? {_HOLD}",
    re.IGNORECASE,
)
_MOST = 200


def pairs(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Each such statement as positive, examined, and where it stands.

    "Nodes: 12 examined, none involved" gives (0, 12, 0, 33).
    """
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            held = match.groupdict()
            examined = number(held["examined"] or held["said"])
            positive = number(held["positive"])
            if positive is None or not examined or positive > examined or examined > _MOST:
                continue
            positive = examined if held["positive"].lower() == "all" else positive
            yield positive, examined, match.start(), match.end()
    for match in _ALL.finditer(text):
        if examined := number(match["examined"]):
            yield examined, examined, match.start(), match.end()
