"""Distances between the tumour and something else, told from lengths of tumour, contact or specimen; in mm."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trialsift.extract.quantities import millimetres
from trialsift.extract.quick import quick
from trialsift.extract.spelled import ONES, SMALL_NUMBERS, TENS

_UNIT = r"(?:cms?|mms?|centimet(?:er|re)s?|millimet(?:er|re)s?)\b"
_NUMBER = (
    rf"(?:\d+(?:\.\d+)?|(?:{'|'.join(TENS)})(?: (?:{'|'.join(ONES[1:10])}))?|{'|'.join(reversed(ONES))})"
)
_LENGTH = quick(
    rf"(?<![\w./])(?P<low>{_NUMBER})(?: ?{_UNIT})?(?: ?(?:-|to) ?(?P<high>{_NUMBER}))?(?P<more>\+)? ?(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
# "Over 35 mm", "a 4 cm mass", "5 x 4 cm": how long or how large something is.
_EXTENT = re.compile(
    r"(?:\b(?:over|for|along|length of|segment of|measur\w+|sized?|dimensions? of|diameter of|further|another|extends?|spans?|x|by up to) ?"
    r"(?:a |an |about |some |approximately |approx\.? |length of |distance of |at least |circa )*|[x*] ?)$",
    re.IGNORECASE,
)
_LARGE = re.compile(
    r" ?(?:[x*] ?\d|(?:long|wide|deep|thick|tall|in (?:length|size|diameter|width|maximum|greatest|longest))\b"
    r"|(?:solid |firm |soft tissue |deep |enhancing |lobulated )*(?:mass|lesion|tumou?r|lump|nodule|length|segment|stretch|contact|sarcoma)\b)",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:\b(?:at|by|lies|lie|is|are|within|remote|away|clear|separated|distance|approach|gap|plane|cuff|interval|clearance|margin|contact|being"
    r"|runs?|passes|pass|located|sits|closest|nearest|minimum|just|only|some|about|approximately|measures|minimal)\b[ :=(,]*"
    r"(?:of |is |to |a |an |about |approximately |approx\.? |at least |less than |more than |under |over |up to |only |some |just |within |circa |ca\.? |[<>~≤≥]=? ?)*|\("
    r"|\bdistance (?:[^.;,\d]{0,50} )?(?:to|from) (?:the )?(?:tumou?r|mass|lesion|sarcoma)(?: (?:is|was|of))?[ :=]*)$",
    re.IGNORECASE,
)
_TRAILS = re.compile(
    r" ?(?:away|from|distant|clear|off|apart|distance|separation|clearance|gap|short of"
    r"|(?:at |in )?(?:the |its |their )?(?:tightest|narrowest|closest|nearest|thinnest|shortest)|(?:thick )?(?:fat|intervening|plane|cuff|rim)"
    r"|(?:thin |thick )?(?:sliver|strip|layer|band|rim|cuff) of (?:\w+ )?fat"
    r"|(?:antero|postero)?(?:lateral|medial|anterior|posterior|deep|superficial|proximal|distal|cranial|caudal|dorsal|volar|ventral)(?:ly)? (?:to|from|of)"
    r"|above|below|behind|of (?:distance|separation|clearance|the|it|this|tumou?r|fat|clear|intervening|normal|muscle|a|both|either|sciatic|femoral|popliteal))\b",
    re.IGNORECASE,
)
# "The fat plane to the artery measures 3 mm", "a fat stripe of 2 mm".
_GAP_MEASURED = re.compile(
    r"\b(?:fat(?:ty)?(?: (?:plane|stripe|cleft|layer|rim|cuff|strip|sliver|band))?|gap|cleft|interval|distance)\b[^.;,\d]{0,70} (?:measur\w+|of|is|being) "
    r"(?:only |just |about |approximately )?$",
    re.IGNORECASE,
)
# What a gap may also be measured from, and that is not the tumour's.
_FROM_ELSEWHERE = re.compile(
    r" ?(?:away )?(?:from|above|below|proximal to|distal to|deep to) (?:the )?(?:\w+ )?(?:femur|tibia|fibula|humerus|radius|ulna|bone|skin|joint|cortex|knee|elbow|ankle|"
    r"wrist|hip|incision|scar|crest|trochanter|nipple|anal verge|malleolus|condyle|ink\w*)\b",
    re.IGNORECASE,
)
_SHIFT = re.compile(
    r"\b(?:displac|deviat|shift|push|bow)\w*(?: (?!separat)\w+){0,6} by (?:about |approximately |some )?$",
    re.IGNORECASE,
)
_COMPARED = (
    (re.compile(r"(?:<=|≤|within|not more than|no more than|at most|up to|as little as) ?$", re.I), "<="),
    (re.compile(r"(?:<|less than|under|below|fewer than) ?$", re.I), "<"),
    (re.compile(r"(?:>=|≥|at least|minimum(?: of)?|no less than|not less than|a good) ?$", re.I), ">="),
    (re.compile(r"(?:>|more than|over|greater than|exceeding|beyond|further than) ?$", re.I), ">"),
    (re.compile(r"(?:approximately|approx\.?|about|circa|ca\.?|c\.|~|around|some|nearly|almost|roughly) ?$", re.I), "~"),
)  # fmt: skip
_DEGREES = re.compile(
    r"(?P<under>(?:<|less than|under|below|not quite|just under|almost|nearly) ?)?(?P<low>\d{2,3})(?: ?(?:-|to) ?(?P<high>\d{2,3}))? ?(?:degrees?|deg\b|°|º)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A gap in mm at places at..to of a sentence, with the comparator that the words give it."""

    at: int
    to: int
    mm: float
    comparator: str = "="


def distances_in(text: str, after: Sequence[int] = ()) -> list[Distance]:
    """Every length of the text that is a gap: "lies 4 mm from", "(38 mm)", "2-3 mm away".

    after: places in the text directly behind which a bare length is a gap too ("axillary nerve 4 mm").
    A range gives its upper end with "<=".
    """
    found: list[Distance] = []
    for match in _LENGTH.finditer(text):
        before, behind = text[: match.start()], text[match.end() :]
        compared = next(((pattern, sign) for pattern, sign in _COMPARED if pattern.search(before)), None)
        bare = compared[0].sub("", before) if compared else before
        follows = any(
            not text[place : len(bare)].strip(" :=(,.-") for place in after if place <= match.start()
        )
        if _is_gap(bare, before, behind, follows=follows):
            found.append(_distance(match, compared[1] if compared else "="))
    return found


def most_degrees(text: str) -> int:
    """The larger end of the widest angle of contact that a text gives, 0 without one; "less than 180" gives 179."""
    return max(
        (
            int(match.group("high") or match.group("low")) - bool(match.group("under"))
            for match in _DEGREES.finditer(text)
        ),
        default=0,
    )


def _is_gap(bare: str, before: str, behind: str, *, follows: bool) -> bool:
    if _LARGE.match(behind) or _FROM_ELSEWHERE.match(behind) or _SHIFT.search(before):
        return False
    if _TRAILS.match(behind) or _GAP_MEASURED.search(before):
        return True
    if _EXTENT.search(before) and not re.search(r"\bby (?:up to )?$", before):
        return False
    return follows or bool(_LEADS.search(bare))


def _distance(match: re.Match[str], comparator: str) -> Distance:
    ranged = match.group("high")
    comparator = ">=" if match.group("more") else comparator
    return Distance(
        at=match.start(),
        to=match.end(),
        mm=millimetres(_digits(ranged or match.group("low")), match.group("unit")),
        comparator="<=" if ranged and comparator in {"=", "~"} else comparator,
    )


def _digits(written: str) -> str:
    """A number in digits: "twenty four" gives "24"."""
    words = written.lower().split()
    return str(sum(SMALL_NUMBERS[word] for word in words)) if words[0] in SMALL_NUMBERS else written
