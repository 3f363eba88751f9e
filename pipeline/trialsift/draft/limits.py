"""Bounds of a criterion as conditions with their places: where sizes come from, how often QTc is measured."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trialsift.draft.conditions import NumberCondition
from trialsift.draft.nodes import Node, number_nodes, without_special_cases
from trialsift.draft.pieces import Asked, Piece


def bounds_of(asked: Asked, numbers: Sequence[NumberCondition]) -> list[Piece]:
    """The bounds as pieces; sizes are taken from MRI where the criterion names it, QTc counted where it says how often."""
    sources = size_sources(asked.text)
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


def size_sources(text: str) -> list[str]:
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
