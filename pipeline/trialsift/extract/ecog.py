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
from trialsift.extract.over_time import OTHER_NUMBER, ended, is_past, is_today, later, outdone
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spelled import spelled
from trialsift.facts import Ecog, Fact, evidence_in
from trialsift.packs.rules import Packs

Scale = Literal["ecog", "who", "zubrod", "kps", "lansky"]

_GRADES = {
    "zero": 0,
    "nought": 0,
    "naught": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
}
_GRADE = r"(?:0?[0-4]|zero|n[ao]ught|one|two|three|four|i{1,3}|iv)"
_PERCENT = r"(?:100|[1-9]0)"
_MOVED = "gone|changed|declined|fallen|dropped|worsened|deteriorated|improved|risen|slipped|recovered|come|crept|bounced|picked up|got|moved|returned|settled"
# What may stand between the scale's name and the score: "PS (WHO, 0-5): about ".
_FILL = re.compile(
    r"(?:[ :=_,.|]|\bis\b|\bwas\b|\bof\b|\bat\b(?! (?:admission|arrival|discharge|referral|baseline|presentation|diagnosis|present)\b)|"
    r"\bas\b|\bto be\b|\bscores?\b|\bscale\b|\bgrade\b|\bstatus\b|\bperformance\b|\bps\b|"
    r"\becog\b|\bwho\b|\bzubrod\b|\bkps\b|\bindex\b|\bcurrently\b|\bnow\b|\btoday\b|\bremains\b|"
    rf"\b(?:has |have )?(?:{_MOVED})(?: (?:down|up|back))? from {_GRADE} to\b|\b(?:has |have )?(?:(?:{_MOVED})(?: (?:down|up|back|off))?|back) to\b|"
    r"\b(?:has |have )?gone off(?=, ?now\b)|\b(?:probably|borderline|solid|score[ds]?|level|category|class|somewhere|functional)\b|\ban?(?= (?:solid |good )?[0-4]\b)|"
    r"\b(?:good|excellent|fair|poor|stable|unchanged|still|steady|reasonable|preserved|holding|(?:is|was|remains) well)\b"
    r"(?=,? ?(?:at |\()?(?:[0-4]|zero|one|two|three)(?: ?[-/] ?[0-4])?\)? ?(?:[.;,)]|$))|\[(?:ecog|who|zubrod)\]|"
    r"\b(?:(?:on|at) (?:admission|arrival|discharge|referral|baseline|presentation|diagnosis)|(?:pre|post)[ -]?op(?:erative(?:ly)?)?|(?:before|after) (?:surgery|the operation))\b|"
    r"\bestimated\b|\babout\b|\baround\b|"
    r"\bapproximately\b|\bpresent\b|\bat present\b|\bcurrent\b|\bmaintained\b|\bwould be\b|\bpoints?\b|~|/|\)(?= ?(?:[:=]|[0-4]\b))|"
    r"\((?=(?:[0-4]|100|[1-9]0)(?: ?%)?\))|\b(?:graded|rated|assessed)(?: as| at)?\b|"
    r"\bbetween\b(?= [0-4] and [0-4])|-(?= )|(?<= )-(?=[0-4](?![0-9/%-]|\.\d))|(?<=[a-z])-(?=[0-4](?![0-9/%-]|\.\d))|"
    r"\[ ?[xX\u2713\u2714*] ?\]|\( ?[xX] ?\)|[\u2611\u2612]|"
    r"\((?:ecog|who|zubrod|kps|karnofsky|0 ?- ?[45]|0 to [45]|scale [^)]{0,12}|[^)\d]{0,24}|0 ?- ?100|0 ?= ?[^)]{2,90}\b5 ?= ?[^)]{2,40}|0 ?(?:-|to|\.{2,}) ?[45][^)]{0,40})\))*+",
    re.IGNORECASE,
)
_NEARLY = "maybe|perhaps|possibly|verging on|bordering on|almost|nearly|going on|approaching|heading (?:to|for|towards)|at worst"
_SCORE = re.compile(
    rf"(?P<low>{_GRADE})(?: ?(?:-(?! ?>)|/|\bto\b|\bor\b|(?<=between [0-4] )and\b|,? ?\b(?:{_NEARLY})(?: an?)?\b) ?(?P<high>{_GRADE}))?(?![\w.]\d|/(?:\d\d|\d/)|[^\W_]| ?(?:-|to) ?[5-9]|\.\d)",
    re.IGNORECASE,
)
_KPS = re.compile(
    rf"(?P<low>{_PERCENT})(?: ?%)?(?: ?(?:-|\bto\b|/) ?(?P<high>{_PERCENT}))?(?![\w.]\d|\d)(?: ?%)?",
    re.IGNORECASE,
)
_WITH_KPS = re.compile(r"(?P<low>[0-4])(?P<high>(?!))? ?/ ?(?:100|[1-9]0)\b ?%?")  # "ECOG/KPS 1/80"
_OPTIONS = re.compile(
    r"0 ?[,/ ] ?1 ?[,/ ] ?2 ?[,/ ] ?3|[0-4] ?(?:\[ *\]|\( *\)|[\u2610\u25a1])|(?:\[ *\]|[\u2610\u25a1]) ?[0-4]"
)
# One of the grades that a form prints is set off: "0 (1) 2 3 4", "0 / [1] / 2 / 3", "0 1 2 3 4 -> 1".
_CHOSEN = re.compile(
    r"(?:[0-4] ?[,/ ] ?){0,4}[(\[*] ?(?P<low>[0-4]) ?[)\]*](?: ?[,/ ] ?[0-4]){1,4}(?! ?[(\[*])|(?:[0-4] ?[,/ ] ?){2,4}[0-4] ?(?:- ?>|=>|\u2192|:) ?(?P<arrow>[0-4])\b"
)
_LIMIT = re.compile(
    r"(?:<|>|<=|>=|\u2264|\u2265|less than|greater than|at least|at most|up to|must be|should be|no more than) ?$",
    re.IGNORECASE,
)
_RULE_TALK = re.compile(
    r"\b(?:eligib\w*|inclusion|criteri\w+|require\w*|allow\w*|accept\w*|permit\w*|means|ranges? from)\b|\b(?:trial|study|protocol|arm|cohort) (?:\w+ )?(?:needs?|takes|wants|asks for|is for)\b",
    re.IGNORECASE,
)
# What makes the score behind it one that is asked for, aimed at or only thought of.
_UNREAL_BEFORE = re.compile(
    r"\b(?:if|should (?:she|he|they|the patient)|unless|until|provided|in case|aim(?:s|ing)?|hop(?:es?|ing)|goals?|target|to get (?:her|him|them)|must|once|defin\w+)\b[^.;]{0,70}$|"
    r"\bshould (?:her|his|their)\b[^.;]{0,40}$|"
    r"\b(?:patients|people|those|men|women|participants|candidates|subjects)(?: (?:\w+ )?(?:with|of|at|who (?:are|have|need)|need))(?: an?)? ?$|"
    r"\b(?:trial|study|protocol|arm|cohort|inclusion|patients) (?:\w+ )?(?:needs?|takes|accepts?|allows?|wants|asks for|requires?)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_UNREAL_AFTER = re.compile(
    r",? ?(?:or|and) (?:less|lower|better|below|under|worse|above)\b|,? ?(?:is|are|be)? ?(?:required|needed|allowed|accepted|permitted|acceptable|mandatory)\b|"
    r" (?:means|describes)\b| ?=?[^.]{0,60}?[,;] ?\d{1,3} ?= ?[a-z]| (?:further|more|other|additional|copies|enclosures?)\b",
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
# An earlier time opens the clause; "seen before surgery, ECOG 1" tells of the visit.
_EARLIER_CLAUSE = re.compile(
    r"(?:^|[.;:(,] ?|\b(?:and|but) )(?:pre ?-?operatively|premorbidly|(?:before|prior to) (?:the |her |his |this )?(?:operation|surgery|resection|amputation|"
    r"fall|stroke|accident|injury|fracture|bleed|illness|admission|infection|relapse|decline|deterioration))"
    r"[ ,:]*(?:(?:the |her |his |she |he )?(?:was |had (?:an? )?)?)$",
    re.IGNORECASE,
)
# An operation still to come makes "preoperatively" the present.
_AHEAD = re.compile(
    r"\b(?:tomorrow|planned|scheduled|awaiting|fit for|for (?:surgery|theatre)|will)\b", re.IGNORECASE
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


def _is_block(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether "PS 1" is a paraffin section of a pathology report; the request of one may tell of the patient."""
    told = sentence.section in {"request", "history", "past_history"}
    return (
        reading.document == "pathology" and mention.words[:1] in "Pp" and len(mention.words) < 5 and not told
    )


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Performance status facts; a definition, a limit or a list of options gives none."""
    made: list[Fact] = []
    taken: set[tuple[int, int]] = set()
    for sentence, mention in mentions_of(reading, "ecog", "scale", "described"):
        if _RELATIVES.search(sentence.text[: mention.at]) or _is_block(reading, sentence, mention):
            continue
        found = _described(sentence, mention) if mention.role == "described" else _score(sentence, mention)
        if mention.role == "scale" and not found and (below := _below(reading, sentence, mention)):
            made.append(below)
            continue
        if found and _is_unreal(sentence.text, found):
            continue
        place = (sentence.index, found.to) if found else None
        if not found or place in taken:
            continue
        taken.add(cast("tuple[int, int]", place))
        made.extend(_over_time(reading, sentence, mention, found))
        made.extend(_earlier(reading, sentence, mention, found))
    return made


def _described(sentence: Sentence, mention: Mention) -> _Found | None:
    """The grade whose own words are said of the patient; beside a grade in figures they explain it, or a legend."""
    others = [item for item in sentence.mentions if item.kind == "ecog" and item is not mention]
    told = any(item.role == "scale" and _score(sentence, item) for item in others)
    legend = any(item.role == "described" and item.value != mention.value for item in others)
    own = mention.assertion.presence == "present" and mention.assertion.person == "patient"
    if told or legend or not own or _NUMBERED.search(sentence.text[: mention.at]):
        return None
    grade = int(str(mention.value))
    return _Found(Ecog(low=grade, high=grade, scale="ecog", written=str(grade)), mention.at, mention.to)


_NUMBERED = re.compile(
    r"(?:^|[ (;,|])(?:grade |ecog |ps |who )?[0-5] ?[=:.)|-]? ?(?:[a-z]+,? ?(?:and )?){0,2}$", re.IGNORECASE
)


def _over_time(
    reading: Reading, sentence: Sentence, mention: Mention, found: _Found, since: int | None = None
) -> Iterator[Fact]:
    """The score, and those that "-> 1 -> 0" or "now 1" tell after it: the last is of now.

    since: where the score before this one ended, whose time is not this one's.
    """
    text = sentence.text
    at = later(text, found.to, len(text))
    after = at is not None and _grades(text, at, found.value.scale)
    following = [item.at for item in sentence.mentions if item.kind == "ecog" and item.at > found.at]
    past = after or (following and outdone(text, found.to, following[0]))
    if not past:
        told = mention.at if since is None else since
        past = is_past(text, told, found.to, reading.note.note_date) or ended(text, told, found.to)
    if not past and since is None:
        past = bool(_EARLIER_CLAUSE.search(text[: mention.at]) and not _AHEAD.search(text, found.to))
    yield _fact(reading, sentence, mention, found, time="past" if past else "now" if since else None)
    if after:
        yield from _over_time(reading, sentence, mention, replace(after, at=found.at), since=found.to)


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
    slots = dict(mention.slots)
    if grade := slots.get("grade") or slots.get("grade_after"):
        named = _named_scale(mention.words.lower(), scale)
        low, high = _grade(grade), _grade(slots.get("worst") or grade)
        return _Found(Ecog(low=low, high=max(low, high), scale=named, written=grade), mention.at, mention.to)
    fill = _FILL.match(text, mention.to)
    start = fill.end() if fill else mention.to
    if chosen := _CHOSEN.match(text, start):
        circled = int(chosen["low"] or chosen["arrow"])
        return _Found(
            Ecog(low=circled, high=circled, scale=scale, written=str(circled)), mention.at, chosen.end()
        )
    if _OPTIONS.match(text, start) or _LIMIT.search(text[:start]) or re.search(r"_ ?/ ?$", text[:start]):
        return None
    if scale in {"kps", "lansky"} and (in_words := spelled(text, start)) and in_words[0] in _KPS_TO_ECOG:
        return _Found(
            _in_decades(int(in_words[0]), int(in_words[0]), text[start : in_words[1]], scale),
            mention.at,
            in_words[1],
        )
    paired = (
        _WITH_KPS.match(text, start)
        if re.search(r"/ ?(?:kps|karnofsky)\b", text[mention.to : start], re.IGNORECASE)
        else None
    )
    match = paired or (_KPS if scale in {"kps", "lansky"} else _SCORE).match(text, start)
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


# A line of a form that holds a score and nothing else, below the one with the scale's name.
_LINE_BELOW = re.compile(
    rf"(?: (?:score|status|grade|scale|ps))?[ \t]*[:=-]?[ \t]*\r?\n[ \t]*(?P<low>{_GRADE})(?:[ ]?-[ ]?(?P<high>{_GRADE}))?[ \t.]*(?=\r?\n|$)",
    re.IGNORECASE,
)


def _below(reading: Reading, sentence: Sentence, mention: Mention) -> Fact | None:
    """The score on the line below its scale; Karnofsky's decades are too like other numbers."""
    match = _LINE_BELOW.match(reading.note.text, mention.end)
    if match is None or mention.value in {"kps", "lansky"}:
        return None
    low, high = _low_and_high(match)
    scale = _named_scale(mention.words.lower(), cast("Scale", str(mention.value)))
    value = Ecog(low=low, high=max(low, high), scale=scale, written=match["low"])
    own = evidence_in(
        reading.note, match.start("low"), match.end(), section=sentence.section, rule_id=mention.rule_id
    )
    return fact_from(
        reading, sentence, [mention], kind="ecog", value=value, more=[own], presence="present", time="now"
    )


def _is_unreal(text: str, found: _Found) -> bool:
    """Whether a score is one of a rule, a legend or a plan: "ECOG 0-2 allowed", "if she drops to PS 3"."""
    if _UNREAL_BEFORE.search(text[: found.at]) or _UNREAL_AFTER.match(text, found.to):
        return True
    ranged = found.value.low == 0 and found.value.high not in {0, None}
    return ranged and found.value.scale not in {"kps", "lansky"} and bool(_RULE_TALK.search(text))


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
    if re.search(r"/ ?100\b", match.group()):  # "70/100" is 70 of 100
        high = low
    return _in_decades(low, high, match.group(), scale)


def _in_decades(low: int, high: int, written: str, scale: Scale) -> Ecog:
    if scale == "lansky":
        return Ecog(low=None, high=None, scale=scale, written=written.strip())
    best, worst = _KPS_TO_ECOG[max(low, high)][0], _KPS_TO_ECOG[min(low, high)][1]
    return Ecog(low=best, high=worst, scale=scale, written=written.strip())


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
        if (item.at >= at) == after and not is_today(sentence.text, item.at)
    ]
    near = [item for item in dated if after or at - item.to < 12]
    if not near or near[0].precision == "year":
        return None if after else note.note_date
    return near[0].date if after else near[-1].date
