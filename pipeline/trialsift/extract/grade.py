"""Histological grade: FNCLCC by number or by its scores, high and low, and the grades of other cancers.

FNCLCC has three grades (Trojani 1984, Guillou 1997). A carcinoma's differentiation is given by its AJCC
number (well 1, moderate 2, poor 3) under the scheme "other", about another tumour. A side effect's grade,
a performance status, dysplasia and "cannot be graded" are no grade; entities that are high grade by
convention are the vocabulary's affair.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from trialsift.extract.grade_asserted import presence_of
from trialsift.extract.grade_scores import PARTS, Scores, grade_of, scores_in
from trialsift.extract.grade_words import (
    ANY_NUMBER,
    ARTERY_WORDS,
    AT_LEAST_BEFORE,
    FNCLCC_TOTAL,
    FOCALLY_BEFORE,
    GRADE_BEFORE,
    HISTOLOGY_NEXT,
    NO_TUMOUR_BEFORE,
    NO_TUMOUR_NEXT,
    NOTTINGHAM_TOTAL,
    NUMBER,
    ONE_OF_THREE,
    OPTION_BEFORE,
    OPTIONS,
    ORGAN_TUMOUR,
    OTHER_SCHEME,
    OWN_SCHEME,
    READ_WORDS,
    SCORED,
    SCORED_NEXT,
    TOTAL_BEFORE,
    TUMOUR_WORDS,
)
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.which_tumour import Tumour, tumour_near
from trialsift.facts import Evidence, Fact, Grade, evidence_in
from trialsift.packs.rules import Packs

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "one": "1", "two": "2", "three": "3", "four": "4"}
_NO_GRADE_AFTER_G = re.compile(r" ?,? ?P ?\d| ?(?:-|:|=) ?[A-Za-z]")
_SUM_WITHIN = 25  # characters between a grade and the sum of its scores
_BESIDE = 60  # characters on either side of a grade in which a growth of another organ is named
_REPORTS = frozenset({"pathology", "mri", "ct", "pet", "ultrasound", "imaging"})
_LEVELS = re.compile(r"low|intermediate|moderate|high", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A mention of grade words, and the note and sentence round it."""

    reading: Reading
    packs: Packs
    sentence: Sentence
    mention: Mention

    @property
    def tumour(self) -> Tumour | None:
        return tumour_near(self.reading, self.sentence, self.mention.at, self.mention.to, self.packs)

    def found(self, value: Grade, *, to: int = -1, named: bool = False) -> "_Found":
        end = self.mention.to if to < 0 else to
        return _Found(
            sentence=self.sentence, mention=self.mention, at=self.mention.at, to=end, value=value, named=named
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A grade where it stands: the sentence, the mention it rests on, the stretch of text and the value."""

    sentence: Sentence
    mention: Mention
    at: int
    to: int
    value: Grade
    named: bool = False
    more: tuple[tuple[Sentence, Mention], ...] = ()


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Every grade stated, one fact a statement; scores beside a number of the same grade are joined to it."""
    scores = scores_in(list(mentions_of(reading, "grade", *PARTS)))
    stated = list(_stated(reading, packs))
    joined = [_with_scores(found, scores) for found in _with_sums(stated)]
    alone = [_from_scores(item) for item in scores if not _is_told(item, joined)]
    made = [_fact(reading, found, packs) for found in (*joined, *alone)]
    return [fact for fact in made if fact]


def _stated(reading: Reading, packs: Packs) -> Iterator[_Found]:
    """Grades said in words or numbers, each place once, the fuller reading first."""
    for sentence in reading.sentences:
        taken: list[tuple[int, int]] = []
        mentions = [mention for mention in sentence.mentions if mention.kind == "grade"]
        for role, read in _READERS.items():
            for mention in (item for item in mentions if item.role == role):
                found = read(_Place(reading, packs, sentence, mention))
                if found and not any(found.at < end and start < found.to for start, end in taken):
                    taken.append((found.at, found.to))
                    yield found


def _number(place: _Place, start: int = -1) -> _Found | None:
    """ "FNCLCC grade 2 of 3", "grade III", "Trojani 2-3", "at least 2": what follows the name of the scale."""
    text, mention = place.sentence.text, place.mention
    if NO_TUMOUR_BEFORE.search(text[: mention.at]):
        return None
    if added := _added_up(place):
        return added
    if OPTION_BEFORE.search(place.reading.note.text[: mention.start].rpartition("\n")[2]):
        return None  # "___ Grade 1" of a list whose mark stands at another line
    if options := OPTIONS.match(text, mention.to if start < 0 else start):
        return _marked(place, options)
    match = NUMBER.match(text, mention.to if start < 0 else start)
    if match is None or NO_TUMOUR_NEXT.match(text, match.end()):
        return None
    least = bool(match["least"] or match["more"] or AT_LEAST_BEFORE.search(text[: mention.at]))
    value = _value_of(match, least=least)
    own = bool(OWN_SCHEME.search(text[max(mention.at - 24, 0) : match.end() + 30]))
    return place.found(value, to=match.end("end"), named=own) if value else None


def _marked(place: _Place, options: re.Match[str]) -> _Found | None:
    """The one option of three that is marked: "Grade 1 2 (3)"; a list without a mark is no grade."""
    marked = [str(number) for number, name in enumerate(("one", "two", "three"), 1) if options[name]]
    if len(marked) != 1:
        return None
    return place.found(Grade(scheme="fnclcc", value=marked[0]), to=options.end(), named=True)


def _added_up(place: _Place) -> _Found | None:
    """ "FNCLCC total score 4" is grade 2: the three scores added up, which is no grade itself."""
    text, mention = place.sentence.text, place.mention
    match = FNCLCC_TOTAL.match(text, mention.to) if OWN_SCHEME.search(mention.words) else None
    if match is None:
        return None
    # "Trojani score 7": above 3 it is no grade.
    scored = int(match["sum"]) > 3 and (
        SCORED.search(mention.words) or SCORED_NEXT.match(text, match.end("sum"))
    )
    if not (match["word"] or scored or TOTAL_BEFORE.search(text[: mention.at])):
        return None
    value = Grade(scheme="fnclcc", value=grade_of(int(match["sum"]), 0, 0))
    return place.found(value, to=match.end("sum"), named=True)


def _value_of(match: re.Match[str], *, least: bool) -> Grade | None:
    low, high = _digit(match["low"]), _digit(match["high"]) if match["high"] else None
    of = match["of"] and _digit(match["of"])
    if of == "2":
        return None
    scheme: Literal["fnclcc", "other"] = "other" if "4" in {of, low, high} else "fnclcc"
    if least:
        high = "3"
    return Grade(scheme=scheme, value=low, high=high if high and high > low else None)


def _digit(written: str) -> str:
    return _ROMAN.get(written.lower(), written)


def _labelled(place: _Place) -> _Found | None:
    """The value of a form's "Histologic grade: …" line; an option list is no value."""
    start = place.sentence.label_to
    text = place.sentence.text[start:]
    levels = [match.group().lower() for match in _LEVELS.finditer(text[:40])]
    if len(set(levels)) > 1 and "to" not in text[:40].split():
        return None
    if found := _number(place, start):
        return found
    match = re.match(
        r"[ :_.]*(?P<word>low|intermediate|moderate|high)\b(?! (?:to|cell))", text, re.IGNORECASE
    )
    return place.found(_worded(match["word"]), to=start + match.end("word"), named=True) if match else None


def _worded(word: str) -> Grade:
    level = "intermediate" if word.lower() == "moderate" else word.lower()
    return Grade(scheme="other" if level == "intermediate" else "two_tier", value=level)


def _range(place: _Place) -> _Found | None:
    if NO_TUMOUR_NEXT.match(place.sentence.text, place.mention.to):
        return None
    low, high = [match.group().lower() for match in _LEVELS.finditer(place.mention.words)][:2]
    return place.found(Grade(scheme="other", value=low, high=high))


def _word(place: _Place) -> _Found | None:
    if NO_TUMOUR_NEXT.match(place.sentence.text, place.mention.to):
        return None
    return place.found(_worded(str(place.mention.value)))


def _short_word(place: _Place) -> _Found | None:
    """ "HG sarcoma": the two letters mean a grade only before the name of a tumour."""
    if not HISTOLOGY_NEXT.match(place.sentence.text, place.mention.to):
        return None
    return place.found(_worded("high" if place.mention.words.startswith("H") else "low"))


def _short(place: _Place) -> _Found | None:
    """ "G2" beside the name of a tumour or a TNM; "G2 P1" is an obstetric history, "G1 - skin" a cassette."""
    text, mention = place.sentence.text, place.mention
    if place.sentence.section in {"gross", "specimen"} or _NO_GRADE_AFTER_G.match(text, mention.to):
        return None
    other = NO_TUMOUR_NEXT.match(text, mention.to) or NO_TUMOUR_BEFORE.search(text[: mention.at])
    if other or ONE_OF_THREE.search(text, max(0, mention.at - 8), mention.to + 8):
        return None
    tumour = place.tumour
    if not (tumour and tumour.beside) and not TUMOUR_WORDS.search(text) and not READ_WORDS.search(text):
        return None
    digits = re.findall(r"\d", mention.words)
    return place.found(
        Grade(scheme="fnclcc", value=digits[0], high=digits[1] if "-" in mention.words else None)
    )


def _sum(place: _Place) -> _Found | None:
    """ "3 + 2 + 1" beside a sarcoma or the name of the scheme."""
    own = bool(OWN_SCHEME.search(place.sentence.text))
    tumour = place.tumour
    if not own and not (tumour and tumour.is_sarcoma and tumour.beside):
        return None
    first, second, third = (int(digit) for digit in re.findall(r"\d", place.mention.words))
    value = Grade(
        scheme="fnclcc", value=grade_of(first, second, third),
        differentiation=first, mitoses=second, necrosis=third,
    )  # fmt: skip
    return place.found(value, named=own)


def _differentiated(place: _Place) -> _Found | None:
    """A carcinoma's differentiation; of a sarcoma it is part of the name and no grade."""
    tumour, text, mention = place.tumour, place.sentence.text, place.mention
    if (tumour is None or tumour.is_sarcoma or not tumour.beside) and not _is_asked(place):
        return None
    if FOCALLY_BEFORE.search(text[: mention.at]):
        return None
    return place.found(Grade(scheme="other", value=str(mention.value)), named=True)


def _is_asked(place: _Place) -> bool:
    """Whether a form asks for the grade ("Histologic grade: moderately differentiated") of what is no sarcoma."""
    tumour, before = place.tumour, place.sentence.text[: place.mention.at]
    return bool(
        GRADE_BEFORE.search(before)
        and place.reading.document == "pathology"
        and not (tumour and tumour.is_sarcoma)
    )


def _total(place: _Place) -> _Found | None:
    """A Nottingham or Bloom-Richardson sum: 3 to 5 is grade 1, 6 and 7 grade 2, 8 and 9 grade 3."""
    match = NOTTINGHAM_TOTAL.match(place.sentence.text, place.mention.to)
    if match is None:
        return None
    total = int(match["sum"])
    value = "1" if total <= 5 else "2" if total <= 7 else "3"
    return place.found(Grade(scheme="other", value=value), to=match.end("sum"), named=True)


# In the order in which they may claim their words.
_READERS: Mapping[str, Callable[[_Place], _Found | None]] = {
    "range": _range,
    "label": _labelled,
    "scale": _number,
    "sum": _sum,
    "word": _word,
    "short": _short,
    "short_word": _short_word,
    "differentiated": _differentiated,
    "total": _total,
}


def _with_sums(stated: list[_Found]) -> list[_Found]:
    """The grades, each with the sum of scores in brackets behind it: "grade 1 (2+1+0)" is one statement."""
    joined: list[_Found] = []
    for found in sorted(stated, key=lambda item: (item.sentence.index, item.at)):
        last = joined[-1] if joined else None
        if last and found.mention.role == "sum" and _belongs(found, last):
            joined[-1] = replace(last, value=found.value, to=found.to)
        else:
            joined.append(found)
    return joined


def _belongs(summed: _Found, last: _Found) -> bool:
    return (
        last.sentence.index == summed.sentence.index
        and 0 <= summed.at - last.to <= _SUM_WITHIN
        and (last.value.scheme, last.value.value, last.value.high) == ("fnclcc", summed.value.value, None)
    )


def _with_scores(found: _Found, scores: list[Scores]) -> _Found:
    """The grade with the scores of its own list, where they lead to the same grade."""
    if found.value.scheme != "fnclcc" or found.value.differentiation is not None:
        return found
    for item in scores:
        near = abs(item.places[0][0].index - found.sentence.index) <= 6
        if near and item.grade == found.value.value and found.value.high is None:
            value = replace(
                found.value,
                differentiation=item.differentiation,
                mitoses=item.mitoses,
                necrosis=item.necrosis,
            )
            return replace(found, value=value, more=item.places)
    return found


def _is_told(scores: Scores, stated: list[_Found]) -> bool:
    """Whether a stated grade already carries these scores, or limits them ("at least 2 (2 + 2 + ?)")."""
    for found in stated:
        if found.more and found.more == scores.places:
            return True
        same = any(sentence.index == found.sentence.index for sentence, _ in scores.places)
        if same and found.value.high is not None and found.value.value <= scores.grade <= found.value.high:
            return True
    return False


def _from_scores(scores: Scores) -> _Found:
    sentence, mention = scores.places[0]
    value = Grade(
        scheme="fnclcc", value=scores.grade, differentiation=scores.differentiation,
        mitoses=scores.mitoses, necrosis=scores.necrosis,
    )  # fmt: skip
    return _Found(
        sentence=sentence, mention=mention, at=mention.at, to=mention.to, value=value, more=scores.places[1:]
    )


def _fact(reading: Reading, found: _Found, packs: Packs) -> Fact | None:
    sentence, mention = found.sentence, found.mention
    tumour = tumour_near(reading, sentence, found.at, found.to, packs)
    if not found.named and not _is_of_a_tumour(reading, found, tumour):
        return None
    presence = presence_of(reading, sentence, mention, found.to, tumour)
    if presence is None:
        return None
    other = _is_of_another(found, tumour) or _is_of_an_organ(reading, found, tumour)
    value = replace(found.value, scheme="other") if other and found.value.scheme == "fnclcc" else found.value
    return fact_from(
        reading, sentence, [mention], kind="grade", value=value, at=found.at, to=found.to,
        presence=presence, about="other_tumour" if other else "this_tumour", more=_more(reading, found),
    )  # fmt: skip


def _is_of_a_tumour(reading: Reading, found: _Found, tumour: Tumour | None) -> bool:
    """Whether the words round it, or the kind of report, make it a tumour's grade and not a side effect's."""
    if tumour and tumour.beside:
        return True
    text = found.sentence.text
    if TUMOUR_WORDS.search(text) or (found.mention.role == "short" and READ_WORDS.search(text)):
        return not ARTERY_WORDS.search(found.sentence.text)
    return reading.document == "pathology"


def _is_of_another(found: _Found, tumour: Tumour | None) -> bool:
    """Whether the grade belongs to another cancer: by its scheme, or by the tumour named nearest."""
    text = found.sentence.text
    if OTHER_SCHEME.search(text[max(found.at - 40, 0) : found.to + 30]):
        return True
    if OWN_SCHEME.search(text[max(found.at - 40, 0) : found.to + 40]):
        return False
    return tumour is not None and not tumour.is_sarcoma


def _is_of_an_organ(reading: Reading, found: _Found, tumour: Tumour | None) -> bool:
    """Whether a letter's history gives an organ's growth this grade, in a sentence that names no sarcoma."""
    if reading.document in _REPORTS or (tumour and tumour.beside and tumour.is_sarcoma):
        return False
    near = found.sentence.text[max(found.at - _BESIDE, 0) : found.to + _BESIDE]
    return bool(ORGAN_TUMOUR.search(near)) and not OWN_SCHEME.search(near)


def _more(reading: Reading, found: _Found) -> tuple[Evidence, ...]:
    return tuple(
        evidence_in(
            reading.note, mention.start, sentence.end_of(_score_end(sentence, mention)),
            section=sentence.section, rule_id=mention.rule_id,
        )
        for sentence, mention in found.more
    )  # fmt: skip


def _score_end(sentence: Sentence, mention: Mention) -> int:
    match = ANY_NUMBER.match(sentence.text, mention.to)
    return match.end() if match else mention.to
