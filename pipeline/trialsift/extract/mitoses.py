"""Mitotic count: how many mitoses over how many high power fields, or per square millimetre.

The mitosis component of a grade ("mitoses 3" of FNCLCC) is no count, and a count without its area is
refused: 12 in 10 fields and 12 in 50 are different tumours.
"""

import re
from collections.abc import Iterator
from typing import cast

from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.quantities import comparator_before
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spelled import ONES
from trialsift.facts import Comparator, Fact, Mitoses
from trialsift.packs.rules import Packs

_WORDS = {word: number for number, word in enumerate(ONES)} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a single": 1, "no": 0,
}  # fmt: skip
_NUMBER = r"(?:\d+(?:\.\d+)?|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_FIELDS = r"(?:hpfs?|h\.p\.f\.?|high ?-?power(?:ed)? ?-?(?:microscopic )?fields?|high ?-?power|hpf's|fields (?:at |\()?(?:a )?x ?40(?:0|\b)\)?|x ?400 fields)"
_AREA = (
    rf"(?:(?P<fields>1 0|\d{{1,3}}|ten|fifty|twenty|thirty|one|a single|single)? ?(?:consecutive |contiguous )?{_FIELDS}"
    r"|(?P<area>\d+(?:\.\d+)?)? ?(?:(?:sq\.? ?|square )(?:mm|millimet(?:er|re)s?)|mm ?(?:\^? ?2\b|²|squared)))"
)
_THINGS = r"(?:mitos[ei]s|mits?|mitotic figs?|mitotic figures?|mfs?|mitotic counts?|figures)"
_COUNT = re.compile(
    rf"(?<![\w.])(?P<count>{_NUMBER})(?: ?\+)?(?: ?(?:-|to|and) ?(?P<high>{_NUMBER}))?(?: ?{_THINGS})?(?: (?:were |was |are )?(?:counted|seen|identified|present|found))? ?[()]? ?"
    rf"(?:/|x(?= ?(?:10|50) ?h)|per\b|in\b|out of\b|over\b) ?(?:each |an area of )?{_AREA}(?!\w)",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    rf"(?:\(?(?:per|/) ?|\((?=[^()]{{2,30}}\) ?[:=])){_AREA}\)? ?[:=]? ?(?:[<>~] ?)?(?:about |up to )?(?P<count>{_NUMBER})(?: ?- ?(?P<high>{_NUMBER}))?(?![\w/.]|\.\d)",
    re.IGNORECASE,
)
_INVERSE = re.compile(
    rf"(?<![\w./])(?P<fields>\d{{1,3}}|ten|fifty|twenty|one) ?(?P<area>(?!))?{_FIELDS}(?: only)?\b[^.;\d]{{0,30}}?(?P<count>{_NUMBER})(?P<high>(?!))? ?{_THINGS}",
    re.IGNORECASE,
)
_SCALE = re.compile(
    r"\b(?:cut ?-?off|scores? [123]\b|score (?:of )?[123] ?[=:]|defined as|= ?score|per the (?:who|fnclcc)|criteria)",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:approach\w*|averag\w+|about|approximately|around|approx\.?|estimated)(?: (?:of|at|as|to))?(?: an average of)? ?$",
    re.IGNORECASE,
)
_OTHER_CELLS = re.compile(
    r"\b(?:eosinophils?|neutrophils?|lymphocytes?|wbcs?|rbcs?|cells|casts|bacteria|leukocytes|ki ?-?67|tils?)\b[^.;]{0,40}$",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Mitotic counts in text order, one for each place in the text."""
    made: list[Fact] = []
    taken: set[tuple[int, int]] = set()
    for sentence, mention in mentions_of(reading, "mitoses", "word"):
        for match in _counts(sentence, mention):
            place = (sentence.index, match.start("count"))
            if place not in taken:
                taken.add(place)
                made.append(_fact(reading, sentence, mention, match))
    return made


def _counts(sentence: Sentence, mention: Mention) -> Iterator[re.Match[str]]:
    """The counts that the words about mitoses speak of, the nearest first; none in talk about the scale."""
    text = sentence.text
    if _SCALE.search(text) or mention.assertion.person != "patient":
        return
    found = [
        match
        for match in (*_COUNT.finditer(text), *_LABELLED.finditer(text), *_INVERSE.finditer(text))
        if not _is_other(text, match)
    ]
    own = [match for match in found if match.start() < mention.to + 110 and mention.at - 60 < match.end()]
    if own:
        yield min(own, key=lambda match: max(match.start() - mention.to, mention.at - match.end(), 0))


def _is_other(text: str, match: re.Match[str]) -> bool:
    """Whether other cells are counted, or the number belongs to another thing."""
    return bool(_OTHER_CELLS.search(text[: match.start()]) or re.search(r"%", match.group()))


def _fact(reading: Reading, sentence: Sentence, mention: Mention, match: re.Match[str]) -> Fact:
    count, high = _value(match.group("count")), match.group("high")
    fields, area = match.group("fields"), match.group("area")
    value = Mitoses(
        count=count, per=_per(fields, area, match.group()), high=_value(high) if high else None,
        comparator=_comparator(sentence.text, match),
    )  # fmt: skip
    return fact_from(
        reading, sentence, [mention], kind="mitoses", value=value, at=match.start(), to=match.end(),
        presence="absent" if count == 0 else "present", time=None if mention.assertion.time == "past" else "now",
    )  # fmt: skip


def _value(written: str) -> float:
    return float(_WORDS.get(written.lower(), 0) if not written[0].isdigit() else written)


def _per(fields: str | None, area: str | None, words: str) -> str:
    """The area as one writes it: "10 HPF", "1 HPF", "mm2", "2 mm2"."""
    if re.search(r"mm|millimet", words, re.IGNORECASE):
        return f"{area} mm2" if area and float(area) != 1 else "mm2"
    number = (fields or "1").lower().replace("1 0", "10")
    return f"{number if number.isdigit() else _WORDS.get(number, 1)} HPF"


def _comparator(text: str, match: re.Match[str]) -> Comparator:
    """The sign before the number; "up to 30" is how the highest count is reported, so "="."""
    at = match.start("count")
    if _NEAR.search(text[:at]):
        return "~" if not re.search(r"averag\w+(?: of)? ?$", text[:at], re.IGNORECASE) else "="
    sign = comparator_before(text, at)
    return "=" if sign == "<=" else cast("Comparator", sign)
