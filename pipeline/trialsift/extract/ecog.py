"""Performance status: ECOG, WHO, Zubrod, Karnofsky and Lansky, in every written form.

ECOG, WHO and Zubrod are one scale (Oken 1982). Karnofsky is given as the range of ECOG grades that
the published tables allow: 70 and above is ECOG 0 to 2 in all of them, 60 and 50 are 2 in the
common table and 3 in a paired study of 5,844 visits (PMC6230919), 40 and below is 3 or 4.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.over_time import OTHER_NUMBER, is_past, later, outdone
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Ecog, Fact
from trialsift.packs.rules import Packs

Scale = Literal["ecog", "who", "zubrod", "kps", "lansky"]

_GRADES = {
    "zero": 0,
    "nought": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_GRADE = r"(?:0?[0-4]|zero|nought|one|two|three|four|i{1,3}|iv)"
_PERCENT = r"(?:100|[1-9]0)"
# What may stand between the scale's name and the score: "PS (WHO, 0-5): about ".
_FILL = re.compile(
    r"(?:[ :=_,.]|\bis\b|\bwas\b|\bof\b|\bat\b|\bas\b|\bto be\b|\bscores?\b|\bscale\b|\bgrade\b|\bstatus\b|\bperformance\b|\bps\b|"
    r"\becog\b|\bwho\b|\bzubrod\b|\bkps\b|\bindex\b|\bcurrently\b|\bnow\b|\btoday\b|\bremains\b|"
    r"\b(?:has |have )?(?:gone|changed|declined|fallen|dropped|worsened|deteriorated|improved|risen) from [0-4] to\b|"
    r"\b(?:has |have )?(?:(?:fallen|dropped|declined|deteriorated|worsened|improved|risen|slipped|gone|gone down|gone up|come down|come up)(?: back)?|back) to\b|"
    r"\bestimated\b|\babout\b|\baround\b|"
    r"\bapproximately\b|\bpresent\b|\bat present\b|\bcurrent\b|\bmaintained\b|\bwould be\b|\bpoints?\b|~|/|\)(?= ?(?:[:=]|[0-4]\b))|\((?=[0-4]\))|\b(?:graded|rated|assessed)(?: as| at)?\b|"
    r"\bbetween\b(?= [0-4] and [0-4])|-(?= )|(?<= )-(?=[0-4](?![0-9/%-]|\.\d))|(?<=[a-z])-(?=[0-4](?![0-9/%-]|\.\d))|"
    r"\[ ?[xX\u2713\u2714*] ?\]|\( ?[xX] ?\)|[\u2611\u2612]|"
    r"\((?:ecog|who|zubrod|kps|karnofsky|0 ?- ?[45]|0 to [45]|scale [^)]{0,12}|[^)\d]{0,24}|0 ?- ?100|0 ?= ?[^)]{2,90}\b5 ?= ?[^)]{2,40}|0 ?(?:-|to|\.{2,}) ?[45][^)]{0,40})\))*+",
    re.IGNORECASE,
)
_SCORE = re.compile(
    rf"(?P<low>{_GRADE})(?: ?(?:-(?! ?>)|/|\bto\b|\bor\b|(?<=between [0-4] )and\b) ?(?P<high>{_GRADE}))?(?![\w.]\d|/(?:\d\d|\d/)|[^\W_]| ?(?:-|to) ?[5-9]|\.\d)",
    re.IGNORECASE,
)
_KPS = re.compile(
    rf"(?P<low>{_PERCENT})(?: ?%)?(?: ?(?:-|\bto\b|/) ?(?P<high>{_PERCENT}))?(?![\w.]\d|\d)(?: ?%)?",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"0 ?[,/ ] ?1 ?[,/ ] ?2 ?[,/ ] ?3|[0-4] ?(?:\[ *\]|\( *\)|[\u2610\u25a1])|(?:\[ *\]|[\u2610\u25a1]) ?[0-4]"
)
_LIMIT = re.compile(
    r"(?:<|>|<=|>=|\u2264|\u2265|less than|greater than|at least|at most|up to|must be|should be|no more than) ?$",
    re.IGNORECASE,
)
_RULE_TALK = re.compile(
    r"\b(?:eligib\w*|inclusion|criteri\w+|require\w*|defin\w+|means|describes|ranges? from|if (?:the )?(?:ecog|ps))\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\(?\b(?:was|previously|from|down from|up from|formerly|earlier|then) (?:ecog |ps |who )?(?P<low>[0-4])\b[^.;)]{0,30}",
    re.IGNORECASE,
)
_RELATIVES = re.compile(
    r"\b(?:husband|wife|partner|mother|father|brother|sister|son|daughter)(?: ?'s| (?:is|was|has))(?: a| an)? ?$",
    re.IGNORECASE,
)
_WORST = 4
# Lowest and highest ECOG grade of each Karnofsky decade over the published tables.
_KPS_TO_ECOG = {
    100: (0, 0),
    90: (0, 1),
    80: (0, 1),
    70: (1, 2),
    60: (2, 3),
    50: (2, 3),
    40: (3, 3),
    30: (3, 4),
    20: (4, 4),
    10: (4, 4),
}


@dataclass(frozen=True, slots=True)
class _Found:
    value: Ecog
    at: int
    to: int


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Performance status facts; a definition, a limit or a list of options gives none."""
    made: list[Fact] = []
    taken: set[tuple[int, int]] = set()
    for sentence, mention in mentions_of(reading, "ecog", "scale"):
        if _RELATIVES.search(sentence.text[: mention.at]):
            continue
        found = _score(sentence, mention)
        place = (sentence.index, found.to) if found else None
        if not found or place in taken:
            continue
        taken.add(cast("tuple[int, int]", place))
        made.extend(_over_time(reading, sentence, mention, found))
        made.extend(_earlier(reading, sentence, mention, found))
    return made


def _over_time(reading: Reading, sentence: Sentence, mention: Mention, found: _Found) -> Iterator[Fact]:
    """The score, and those that "-> 1 -> 0" or "now 1" tell after it: the last is of now."""
    at = later(sentence.text, found.to, len(sentence.text))
    after = at is not None and _grades(sentence.text, at, found.value.scale)
    following = [item.at for item in sentence.mentions if item.kind == "ecog" and item.at > found.at]
    past = after or (following and outdone(sentence.text, found.to, following[0]))
    if not past:
        past = is_past(sentence.text, mention.at, found.to, reading.note.note_date)
    yield _fact(reading, sentence, mention, found, time="past" if past else None)
    if after:
        yield from _over_time(reading, sentence, mention, replace(after, at=found.at))


def _grades(text: str, at: int, scale: Scale) -> _Found | None:
    """A bare score at a place, of a scale of five grades."""
    match = _SCORE.match(text, at) if scale not in {"kps", "lansky"} else None
    if match is None or OTHER_NUMBER.match(text, at):
        return None
    low, high = _low_and_high(match)
    return _Found(Ecog(low=low, high=high, scale=scale, written=match.group()), at, match.end())


def _low_and_high(match: re.Match[str]) -> tuple[int, int]:
    """ "0-1" is a range, "0/4" is none of four."""
    low = _grade(match["low"])
    high = _grade(match["high"]) if match["high"] else low
    return (low, low) if "/" in match.group() and high == _WORST and low < high - 1 else (low, high)


def _score(sentence: Sentence, mention: Mention) -> _Found | None:
    text = sentence.text
    scale = cast("Scale", str(mention.value))
    if grade := dict(mention.slots).get("grade"):
        named = _named_scale(mention.words.lower(), scale)
        return _Found(
            Ecog(low=int(grade), high=int(grade), scale=named, written=grade), mention.at, mention.to
        )
    fill = _FILL.match(text, mention.to)
    start = fill.end() if fill else mention.to
    if _OPTIONS.match(text, start) or _LIMIT.search(text[:start]) or _RULE_TALK.search(text):
        return None
    match = (_KPS if scale in {"kps", "lansky"} else _SCORE).match(text, start)
    if match is None or OTHER_NUMBER.match(text, start) or _is_postscript(text, mention, match):
        return None
    if scale == "who" and not _who_is_status(text, mention, match):
        return None
    if scale in {"kps", "lansky"}:
        return _Found(_from_percent(match, scale), mention.at, match.end())
    named = _named_scale(text[mention.at : start].lower(), scale)
    low, high = _low_and_high(match)
    if high < low or (low == 0 and high == 4):
        return None
    return _Found(Ecog(low=low, high=high, scale=named, written=match.group()), mention.at, match.end())


def _is_postscript(text: str, mention: Mention, match: re.Match[str]) -> bool:
    """ "P.S. 3 copies to the surgery" adds to a letter; "P.S.: 3" and "P.S. 3." are scores, "Ps = 3" too."""
    if mention.words not in {"P.S.", "Ps"} or re.search(r"[:=]", text[mention.to : match.start()]):
        return False
    return mention.words == "Ps" or not re.match(r" ?(?:[.,;)/]|$)", text[match.end() :])


def _who_is_status(text: str, mention: Mention, match: re.Match[str]) -> bool:
    """ "WHO 0." is a performance status; "WHO grade 2" and "WHO 2020" grade and classify tumours."""
    between = text[mention.to : match.start()].lower()
    if "grade" in between or "type" in between:
        return False
    return not match.group().lower().startswith("i") and not re.match(
        r" ?(?:grade|type|classif|edition|criteria)", text[match.end() :].lower()
    )


def _named_scale(words: str, scale: Scale) -> Scale:
    """The scale that the words name: "performance status (WHO)" is who, a bare "PS" is ecog."""
    names: tuple[Scale, ...] = ("zubrod", "who", "ecog")
    for name in names:
        if re.search(rf"\b{name}(?:\b|\d)", words):
            return name
    return scale


def _grade(written: str) -> int:
    return int(written) if written.isdigit() else _GRADES[written.lower()]


def _from_percent(match: re.Match[str], scale: Scale) -> Ecog:
    """Karnofsky or Lansky as a range of ECOG grades. Lansky is for children and has no agreed ECOG table."""
    low, high = int(match["low"]), int(match["high"] or match["low"])
    if scale == "lansky":
        return Ecog(low=None, high=None, scale=scale, written=match.group().strip())
    best, worst = _KPS_TO_ECOG[max(low, high)][0], _KPS_TO_ECOG[min(low, high)][1]
    return Ecog(low=best, high=worst, scale=scale, written=match.group().strip())


def _fact(
    reading: Reading, sentence: Sentence, mention: Mention, found: _Found, *, time: str | None = None
) -> Fact:
    vital_signs = any(cue.strip() == "VS" for cue in mention.assertion.cues)  # and not "versus"
    presence = "present" if mention.assertion.presence == "absent" or vital_signs else None
    return fact_from(
        reading, sentence, [mention], kind="ecog", value=found.value, at=found.at, to=found.to,
        date=_date(reading, sentence, mention.at), presence=presence, time=time,
    )  # fmt: skip


def _earlier(reading: Reading, sentence: Sentence, mention: Mention, found: _Found) -> Iterator[Fact]:
    """An earlier score quoted beside the present one: "ECOG 3 (was 1 in August)"."""
    match = _EARLIER.search(sentence.text, found.to)
    if not match or match.start() - found.to > 12:
        return
    grade = int(match["low"])
    value = Ecog(low=grade, high=grade, scale=found.value.scale, written=match["low"])
    yield fact_from(
        reading, sentence, [mention], kind="ecog", value=value, at=found.at, to=match.end("low"),
        time="past", date=_date(reading, sentence, match.start(), after=True),
    )  # fmt: skip


def _date(reading: Reading, sentence: Sentence, at: int, *, after: bool = False) -> dt.date | None:
    """The date beside the score: before it in the sentence ("12/5: PS 1"), or after it when quoted as earlier."""
    note = reading.note
    order = day_order(note.text, note.note_date)
    dated = [
        item
        for item in dates_in(sentence.text, anchor=note.note_date, order=order)
        if (item.at >= at) == after
    ]
    near = [item for item in dated if after or at - item.to < 12]
    if not near or near[0].precision == "year":
        return None if after else note.note_date
    return near[0].date if after else near[-1].date
