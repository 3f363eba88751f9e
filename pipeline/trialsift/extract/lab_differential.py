"""The neutrophils of a differential count that stands behind the white cells: "TLC 7,400 (N 62%)", "WBC 7.2 (Seg 0.62, Lym 0.30)"."""

import re
from dataclasses import replace

from trialsift.extract.lab_value import Value

_DIFFERENTIAL = re.compile(
    r"[ ,;|(\[-]*(?:[a-z0-9^*/]{0,8}[ ,;(\[]+)?(?:(?:DLC|DC|diff(?:erential)?)[ :,-]*)?\b(?:N|P|Poly?s?|Neu|Segs?) ?[:=-]? ?(?P<number>\d{1,2}(?:\.\d+)?)(?!\d|[.,]\d| ?- ?\d)(?P<percent> ?%)?"
)
# "(Seg 0.62, Lym 0.30)": shares of one, which no two counts of a living adult are.
_OTHER_SHARE = re.compile(
    r"[ ,;/]{1,3}(?:stabs?|bands?|lymphos?|lymphs?|lym|l|mono?s?|eos?)\b[ :=]*(?P<share>0?\.\d{1,2})(?!\d)",
    re.IGNORECASE,
)
# "WBC 8.6 with 61% neutrophils", "(61 polys, 30 lymphs)": the share stands before the name.
_SHARE_FIRST = re.compile(
    r"[ ,;(]*(?:with |and |of (?:which|them|these) )?(?P<number>\d{1,2}(?:\.\d+)?) ?(?:%|percent)? ?(?:neutrophils|neuts|segs|polys|pmns?|segmented)\b",
    re.IGNORECASE,
)


def has_differential(text: str, at: int) -> bool:
    """Whether a differential count begins at a place of the text."""
    return _DIFFERENTIAL.match(text, at) is not None


def neutrophils_behind(text: str, white: Value, count: float) -> Value | None:
    """The neutrophils behind the white cells, as a count or in per cent of them; count: the white cells in 10*9/L."""
    found = _DIFFERENTIAL.match(text, white.to) or _SHARE_FIRST.match(text, white.to)
    if found is None:
        return None
    number = float(found["number"])
    other = _OTHER_SHARE.match(text, found.end())
    share = other is not None and number + float(other["share"]) <= 1
    percent = share or found.re is _SHARE_FIRST or found["percent"] or number > count
    return replace(
        white, number=number * 100 if share else number, written=found["number"], unit="%" if percent else "", sign="=",
        low=None, high=None, to=found.end(),
    )  # fmt: skip
