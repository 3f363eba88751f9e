"""Pieces of a criterion: a condition of a trial file and the place of the words that it rests on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trialsift.draft.lines import Section
from trialsift.draft.nodes import Node
from trialsift.draft.terms import Term
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A condition and where its words stand. settled_by: who settles what notes seldom say.

    spans are the words that the condition stands for, where these are fewer than all from start to end.
    firm: a bound that must hold whatever else the criterion says.
    """

    start: int
    end: int
    node: Node
    settled_by: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A criterion as the rules see it: its section, its words on one line, its terms there."""

    section: Section
    text: str
    terms: tuple[Term, ...]
    packs: Packs


_WINDOW = re.compile(
    r"\b(?:within|in|during|over)\s+(?:at\s+least\s+)?(?:the\s+)?(?:last\s+|past\s+|previous\s+|prior\s+|preceding\s+)*[≤<]?\s*(?P<number>\d{1,3})\s*-?\s*(?P<unit>day|week|month|year)s?"
    r"|(?<!\bfor )(?<![≥>\d])(?<![≥>] )(?P<number2>\d{1,3})\s*-?\s*(?P<unit2>day|week|month|year)s?\s+"
    r"(?:prior|before|preceding|of\s+(?:the\s+|planned\s+|any\s+)*(?:start|first|study|enrol|registr|random|initiat|consent|screening|day\s+1\b|cycle\s+1\b))",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:no|not|never|without|absence\s+of|free\s+of|non|negative\s+for|seronegative)\b[^.;,]{0,60}(?:\(\s*e\.\s?g\.?,?[^.;()]{0,60})?$",
    re.IGNORECASE,
)


# "Must not have A, any B, or C": the denial goes on to the last of a list that "or" ends.
_DENIED_LIST = re.compile(
    r"\b(?:no|without|free\s+of|not\s+(?:have|be|use))\b(?:(?!\band\b(?!/)|\b(?:but|with|who|except)\b|[.;:]).)*$",
    re.IGNORECASE,
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)


def window_at(text: str, start: int, end: int, *, after: bool = False) -> str:
    """The time window in the sentence of a term: "6 months", "" without one; after: not of what comes before."""
    left = max(text.rfind(";", 0, start), text.rfind(". ", 0, start)) + 1
    stops = [place for place in (text.find(";", end), text.find(". ", end)) if place >= 0]
    right = min([len(text), *stops])
    found = [match for match in _WINDOW.finditer(text, left, right) if not after or match.start() >= start]
    if not found:
        return ""
    near = min(found, key=lambda match: min(abs(match.start() - end), abs(start - match.end())))
    return f"{near['number'] or near['number2']} {(near['unit'] or near['unit2']).lower()}s"


def windows_in(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Every window between two places, with where it starts."""
    return [
        (match.start(), f"{match['number'] or match['number2']} {(match['unit'] or match['unit2']).lower()}s")
        for match in _WINDOW.finditer(text, start, end)
    ]


def denied(asked: Asked, start: int) -> bool:
    """Whether an inclusion asks that something is not there; under exclusion "no" is a slip of the pen."""
    before = asked.text[max(0, start - 130) : start]
    if asked.section != "inclusion" or _DENIED.search(before):
        return asked.section == "inclusion"
    listed = _DENIED_LIST.search(before)
    sentence = re.split(r"[.;:]\s", asked.text[start:])[0]
    return bool(listed and (_OR.search(listed.group()) or _OR.search(sentence)))


def says(asked: Asked, start: int, node: Node) -> Node:
    """The node, turned round where an inclusion denies it."""
    return {"not": node} if denied(asked, start) else node


def places(terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Where terms stand."""
    return tuple((term.start, term.end) for term in terms)


# "Gout, asthma, or migraine within 3 months": the window is that of all of the list.
_LIST_ON = r"(?:[^.;≥≤<>\d]{0,110}?\b(?:or|and|and/or)\s+[^.;,≥≤<>\d]{0,40}?\s)??"


_LED_BY_WINDOW = re.compile(
    r"[^:;.]{0,80}\b(?:within|in|during)\b[^:;.]{0,50}\b(?:days?|weeks?|months?|years?)\b[^:;.]{0,60}:(?=\s)"
)


def own_window(text: str, term: Term) -> str:
    """ "Myocardial infarction within 6 months": a window that stands right beside the term."""
    if led := _LED_BY_WINDOW.match(text[: term.start]):
        return window_at(led.group(), 0, 0)
    after = text[term.end : term.end + 160]
    before = text[max(0, term.start - 30) : term.start]
    match = (
        re.search(
            f"\\((?:{_WINDOW.pattern})" + r"\)\s*$", before, re.IGNORECASE
        )  # "recent (within 3 months) infarction"
        or re.match(_LIST_ON + r"[^.;,]{0,20}?" + f"(?:{_WINDOW.pattern})", after, re.IGNORECASE)
        or re.search(f"(?:{_WINDOW.pattern})" + r"[^.;,]{0,6}$", before, re.IGNORECASE)
    )
    if not match:
        return ""
    return f"{match['number'] or match['number2']} {(match['unit'] or match['unit2']).lower()}s"
