"""FNCLCC from its parts: differentiation, mitoses and necrosis add up to a grade (Trojani 1984, Guillou 1997)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trialsift.extract.reading import Mention, Sentence

PARTS = ("differentiation", "mitoses", "necrosis")
HIGHEST = {"differentiation": 3, "mitoses": 3, "necrosis": 2}
LOWEST = {"differentiation": 1, "mitoses": 1, "necrosis": 0}
_FAR = 4  # sentences between the first and the last score of one list
_FILL = r"(?:[ :=_.(-]|\b(?:scores?|scored|points?|pts?|of|is|was|estimated|estimate|at|component|tumou?r|fnclcc|index|count|rate|grade)\b)*"
_DIRECT = re.compile(
    rf"{_FILL}(?P<score>[0-3])(?: ?(?:/ ?[23]\b(?! ?hpf)|points?|pts?))?(?! ?[.,]\d| ?(?:%|mm|cm|x\b|/|-|to\b|per\b|in\b|\+/?|mitos|figures|high|hpf|cores?))(?!\d)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^;]{0,60}?\bscores? ?(?:of|:|=|is)? ?\(?(?P<score>[0-3])\b(?! ?[.%]\d)", re.IGNORECASE)
_BRACKET = re.compile(r"[^;()]{0,50}?\( ?(?P<score>[0-3]) ?(?:points?|pts?)? ?\)", re.IGNORECASE)
_BEFORE = re.compile(
    r"(?:scores?|points?) ?(?:of )?(?P<score>[0-3])(?: points?)? (?:for|in) (?:\w+ )?$", re.IGNORECASE
)
_BEFORE_POINTS = re.compile(r"(?P<score>[0-3]) (?:points?|pts?) (?:for|in|on) (?:\w+ )?$", re.IGNORECASE)
_NO_NECROSIS = re.compile(r"\b(?:no|without|absent) (?:\w+ )?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The three scores of one list, the mentions they rest on and their sentences."""

    differentiation: int
    mitoses: int
    necrosis: int
    places: tuple[tuple[Sentence, Mention], ...]

    @property
    def grade(self) -> str:
        return grade_of(self.differentiation, self.mitoses, self.necrosis)


def grade_of(differentiation: int, mitoses: int, necrosis: int) -> str:
    """The FNCLCC grade of three scores: 2 and 3 are "1", 4 and 5 are "2", 6 to 8 are "3"."""
    total = differentiation + mitoses + necrosis
    return "1" if total <= 3 else "2" if total <= 5 else "3"


def scores_in(places: Sequence[tuple[Sentence, Mention]]) -> list[Scores]:
    """Every complete set of scores among mentions of the three parts, each list once.

    Scores stand in one sentence or in a list of neighbouring lines; two of three give nothing.
    """
    scored = [(sentence, mention, _score(sentence, mention, places)) for sentence, mention in places]
    known = [(sentence, mention, score) for sentence, mention, score in scored if score is not None]
    found: list[Scores] = []
    for number, (sentence, mention, _) in enumerate(known):
        if mention.role != "differentiation":
            continue
        near = known[max(number - 2, 0) : number + 4]
        beside = [item for item in near if abs(item[0].index - sentence.index) <= _FAR]
        # The scores of another reading may stand in front: those of the same sentence, then those behind, come first.
        beside.sort(
            key=lambda item: (
                abs(item[0].index - sentence.index),
                (item[0].index, item[1].at) < (sentence.index, mention.at),
            )
        )
        if whole := _whole(beside):
            found.append(whole)
    return found


def _whole(near: Sequence[tuple[Sentence, Mention, int]]) -> Scores | None:
    by_part: Mapping[str, tuple[Sentence, Mention, int]] = {item[1].role: item for item in reversed(near)}
    if len(by_part) < len(PARTS):
        return None
    return Scores(
        differentiation=by_part["differentiation"][2], mitoses=by_part["mitoses"][2],
        necrosis=by_part["necrosis"][2], places=tuple(by_part[part][:2] for part in PARTS),
    )  # fmt: skip


def _score(sentence: Sentence, mention: Mention, places: Sequence[tuple[Sentence, Mention]]) -> int | None:
    """The score beside one part's name; the stretch ends where the next part is named."""
    following = [item.at for other, item in places if other.index == sentence.index and item.at > mention.at]
    text = sentence.text[: min(following, default=len(sentence.text))]
    before = sentence.text[: mention.at]
    match = (
        _BEFORE.search(before)
        or _BEFORE_POINTS.search(before)
        or _DIRECT.match(text, mention.to)
        or _NAMED.match(text, mention.to)
        or _BRACKET.match(text, mention.to)
    )
    if match is None:
        return 0 if mention.role == "necrosis" and _NO_NECROSIS.search(before) else None
    score = int(match["score"])
    return score if LOWEST[mention.role] <= score <= HIGHEST[mention.role] else None
