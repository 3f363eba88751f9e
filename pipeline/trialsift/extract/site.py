"""Where the tumour is: the places that reports give as its seat, not those it touches and not other findings.

How surely a place is the seat is ranked: a form's field or a name ("retroperitoneal liposarcoma") above a sentence that
puts a mass there, that above the title of a specimen or examination, that above a place merely involved. Where a note
has a surer seat, weaker ones of another group are dropped: organs taken with a retroperitoneal sarcoma are no seat of it.
Side and depth that one seat of a group has are given to the note's other seats of that group.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from trialsift.extract.making import fact_from
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.seat import (
    DEPTH_WORD,
    DEPTHS,
    OUTER,
    Side,
    in_its_clause,
    is_doubted,
    is_field_of_view,
    is_involved,
    is_named_by,
    is_of_history,
    is_other_thing,
    is_spread,
    side_field,
    side_of,
)
from trialsift.facts import Evidence, Fact, Site, evidence_in
from trialsift.packs.rules import Packs, Term, Vocabulary

_FIELD, _NAME, _SENTENCE, _TITLE, _INVOLVED = 5, 4, 3, 2, 1
_SARCOMAS = frozenset(
    {"soft_tissue_sarcoma", "bone_sarcoma", "intermediate_soft_tissue", "gist", "mesothelioma"}
)
_PAST = frozenset({"past_history", "past_surgery"})
# Places that swell for many reasons.
_SWELLS = frozenset({"ankle", "foot", "leg", "face", "oral_cavity", "hand", "scrotum", "abdomen"})
_ASKED = frozenset({"request", "technique"})
_NO_TUMOUR = quick(
    r"\b(?:nodes?|margins?|scar|frozen|benign|no tumou?r|negative|free of|no evidence|no malignan\w+|unremarkable|re ?excision|skin|track|clip)\b",
    re.IGNORECASE,
)
_SPREAD_WORD = quick(
    r"\b(?:metasta\w+|mets?|secondar(?:y|ies)|deposits?|implants?|disseminat\w+)\b", re.IGNORECASE
)
# Said of the tumour itself: it was another time's. "6-week history of a lump" and "s/p biopsy" are not.
_EARLIER = quick(
    r"\b(?:previous\w*|prior|past|former\w*|earlier|h/o|past history of|(?<!\bweek )(?<!\bmonth )(?<!\byear )history of)(?: [\w/]+){0,4} $",
    re.IGNORECASE,
)
_SCANS = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_ITEM_MARK = 3  # what a list writes before its words
_COMMA = 40
_FAR = 60  # characters from a word of spread to the last place that it still governs
_FINDING = quick(r"\b(?:cyst\w*|h[a]?emangiomas?|adenomas?|lipomas?|granulomas?|fibroids?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seat:
    """One place given as the tumour's, with what makes it so (resting) and what is known of side and depth."""

    sentence: Sentence
    place: Mention
    term: Term
    resting: Mention
    rank: int
    other: bool = False
    doubted: bool = False
    side: Side | None = None
    depth: Literal["superficial", "deep"] | None = None
    more: tuple[Evidence, ...] = ()

    @property
    def group(self) -> str:
        return str(self.term.more["group"])


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """The seats of this tumour and of other tumours, one fact a mention."""
    vocabulary = packs.vocab.get("site")
    if vocabulary is None:
        return []
    histology = packs.vocab.get("histology")
    held = _parts_with_tumour(reading, histology)
    seats = [
        seat
        for sentence in reading.sentences
        for seat in _of_sentence(reading, sentence, vocabulary, histology, held)
    ]
    seats = _less_upper_psoas(seats)
    return [_fact(reading, seat) for seat in _filled(reading, _surest(seats), seats)]


def _less_upper_psoas(seats: Sequence[_Seat]) -> list[_Seat]:
    """The seats less the iliopsoas where the tumour is placed in the limb or its girdle: that muscle ends in the thigh."""
    groups = {seat.group for seat in seats if seat.term.id != "iliopsoas" and not seat.other}
    lower = bool(groups & {"lower_limb", "pelvic_girdle"}) and "retroperitoneum" not in groups
    return [seat for seat in seats if not (lower and seat.term.id == "iliopsoas")]


def _of_sentence(
    reading: Reading,
    sentence: Sentence,
    vocabulary: Vocabulary,
    histology: Vocabulary | None,
    held: frozenset[str] | None,
) -> Iterator[_Seat]:
    places = [item for item in sentence.mentions if item.role == "site"]
    if not places:
        return
    nouns = _nouns(sentence, histology)
    depth = next((item for item in sentence.mentions if item.kind == "site" and item.role == "depth"), None)
    titled = False
    for place in places:
        term = vocabulary.terms[str(place.value)]
        if place.assertion.presence == "absent" or is_other_thing(sentence, place, term):
            continue
        seat = (
            _in_field(sentence, place, term)
            or _by_noun(reading, sentence, place, term, _believed(nouns, place, held))
            or (None if titled else _in_title(reading, sentence, place, term, held))
        )
        if seat is None:
            continue
        titled = titled or seat.rank == _TITLE
        stated = (
            str(depth.value) if depth and not seat.other else _field_depth(seat) or term.more.get("depth")
        )
        yield replace(
            seat,
            side=side_of(sentence, place, term),
            depth=cast("Literal['superficial', 'deep'] | None", stated),
        )


def _nouns(sentence: Sentence, histology: Vocabulary | None) -> list[tuple[Mention, str]]:
    """The words that name a tumour, each with strong, weak or other (another cancer, a benign finding)."""
    found: list[tuple[Mention, str]] = []
    for item in sentence.mentions:
        if item.kind == "site" and item.role in {"tumour", "other_cancer"}:
            found.append((item, "other" if item.role == "other_cancer" else str(item.value)))
        elif item.role == "histology" and histology:
            family = str(histology.terms[str(item.value)].more.get("family", ""))
            found.append((item, "named" if family in _SARCOMAS else "other"))
    covered = [item for item, kind in found if kind in {"named", "other"} and item.role == "histology"]
    return [
        (item, kind)
        for item, kind in found
        if item in covered or not any(name.at <= item.at and item.to <= name.to for name in covered)
    ]


def _believed(
    nouns: Sequence[tuple[Mention, str]], place: Mention, held: frozenset[str] | None
) -> list[tuple[Mention, str]]:
    """The nouns less swellings that may be anything: no tumour in the note, or a foot's or an ankle's."""
    loose = held is None or str(place.value) in _SWELLS
    return [(item, kind) for item, kind in nouns if kind != "swelling" or not loose]


def _in_field(sentence: Sentence, place: Mention, term: Term) -> _Seat | None:
    label = next((item for item in sentence.mentions if item.kind == "site" and item.role == "label"), None)
    if label is None or place.at < sentence.label_to:
        return None
    return _Seat(sentence=sentence, place=place, term=term, resting=label, rank=_FIELD)


def _field_depth(seat: _Seat) -> str | None:
    """The depth that a form's field gives beside the place: "Location: subcutaneous, right calf"."""
    word = DEPTH_WORD.search(seat.sentence.text, seat.sentence.label_to) if seat.rank == _FIELD else None
    return DEPTHS[word.group().lower()] if word else None


def _by_noun(
    reading: Reading, sentence: Sentence, place: Mention, term: Term, nouns: Sequence[tuple[Mention, str]]
) -> _Seat | None:
    """The seat that a sentence gives a tumour which it names; None when it only touches, or is a metastasis."""
    near = [(item, kind) for item, kind in nouns if in_its_clause(sentence, item, place)]
    if not near or term.more.get("form") == "bone" or is_field_of_view(sentence, place, term):
        return None
    if _is_heading(reading, sentence, place, term):
        return None
    noun, kind = min(near, key=lambda pair: (_gap(sentence.text, pair[0], place), pair[1] != "named"))
    organ = term.more.get("form") == "organ"
    if (
        noun.assertion.presence == "absent"
        or (kind in {"weak", "swelling"} and organ)
        or _is_spread_of(sentence, place, noun)
    ):
        return None
    if is_spread(sentence, place, term, since=noun.to) or (organ and _FINDING.search(sentence.text)):
        return None
    named = kind == "named" and is_named_by(sentence, noun, place)
    if organ and kind != "named" and is_of_history(reading, sentence):
        kind = "other"
    rank = _INVOLVED if is_involved(sentence, place, since=noun.to) else _NAME if named else _SENTENCE
    return _Seat(
        sentence=sentence, place=place, term=term, resting=noun, rank=rank,
        other=kind == "other" and (reading.document != "pathology" or sentence.section in _ASKED or noun.assertion.time == "past"),
        doubted=is_doubted(sentence.text, place.at) or (kind in {"named", "other"} and (is_doubted(sentence.text, noun.at) or sentence.text.startswith("?", noun.to)))
        or (kind == "other" and noun.assertion.presence == "uncertain"),
    )  # fmt: skip


def _is_heading(reading: Reading, sentence: Sentence, place: Mention, term: Term) -> bool:
    """Whether a place inside the trunk only heads what a scan shows there: "Pelvis: the mass ends above it"."""
    opens = place.at <= _ITEM_MARK and sentence.text.startswith(":", place.to)
    return opens and reading.document in _SCANS and str(term.more["group"]) not in OUTER


def _gap(text: str, noun: Mention, place: Mention) -> int:
    """How far noun and place are apart in characters; a comma between them counts as a long way."""
    start, end = sorted((min(noun.to, place.to), max(noun.at, place.at)))
    return max(noun.at - place.to, place.at - noun.to, 0) + _COMMA * text[start:end].count(",")


def _is_spread_of(sentence: Sentence, place: Mention, noun: Mention) -> bool:
    """Whether the place is a metastasis's: "metastatic sarcoma in the lung", "lung metastases", "deposit in the lung"."""
    text = sentence.text
    if any(0 <= noun.at - word.end() <= 1 for word in _SPREAD_WORD.finditer(text)):
        return True
    if re.match(r"(?: \w+)? (?:metasta\w+|mets?|deposits?|implants?|secondaries)\b", text[place.to :]):
        return "with" not in text[place.to : place.to + 6]
    before = list(_SPREAD_WORD.finditer(text[: place.at]))
    return bool(before) and before[-1].end() > noun.to and place.at - before[-1].end() < _FAR


def _in_title(
    reading: Reading, sentence: Sentence, place: Mention, term: Term, held: frozenset[str] | None
) -> _Seat | None:
    """The place that a specimen or an examination is named after, where there is a tumour in it."""
    if held is None:
        return None
    words = [item for item in sentence.mentions if item.kind == "site" and item.role in {"specimen", "exam"}]
    exam = next((item for item in words if item.role == "exam"), None)
    if exam:
        limb = str(term.more["group"]) in OUTER and term.more.get("form") != "organ"
        near = 0 <= place.at - exam.to <= 40
        return (
            _Seat(sentence=sentence, place=place, term=term, resting=exam, rank=_TITLE)
            if limb and near
            else None
        )
    if reading.document != "pathology" or _NO_TUMOUR.search(sentence.text[: place.to + 60]):
        return None
    if not (words or sentence.section == "specimen") or term.more.get("form") == "bone":
        return None
    if sentence.part and held and sentence.part not in held:
        return None
    return _Seat(sentence=sentence, place=place, term=term, resting=words[0] if words else place, rank=_TITLE)


def _parts_with_tumour(reading: Reading, histology: Vocabulary | None) -> frozenset[str] | None:
    """The specimen parts in which a tumour is named as present; None when the note names no tumour at all."""
    parts: set[str] = set()
    seen = False
    for sentence in reading.sentences:
        for noun, kind in _nouns(sentence, histology):
            if noun.assertion.presence == "absent" or noun.assertion.person == "relative":
                continue
            # An MRI is done for the lump: its lesion or nodule is the tumour.
            seen = (
                seen or kind in {"strong", "named", "other"} or (kind == "weak" and reading.document == "mri")
            )
            spread = _SPREAD_WORD.search(sentence.text)
            if sentence.part and kind in {"named", "other"} and not spread and not _benign(noun, histology):
                parts.add(sentence.part)
    return frozenset(parts) if seen else None


def _benign(noun: Mention, histology: Vocabulary | None) -> bool:
    term = histology.terms.get(str(noun.value)) if histology and noun.role == "histology" else None
    return term is not None and term.more.get("family") == "benign"


def _surest(seats: Sequence[_Seat]) -> list[_Seat]:
    """The seats less those of other groups than the surest of this tumour."""
    own = [seat for seat in seats if not seat.other and seat.place.assertion.person == "patient"]
    best = max((seat.rank for seat in own if not seat.doubted), default=0)
    groups = {seat.group for seat in own if seat.rank == best and not seat.doubted}
    if groups == {"trunk_wall"} and any(seat.term.id == "axilla" and not seat.doubted for seat in own):
        groups = {"trunk_wall", "upper_limb"}  # pectoralis and latissimus are the walls of the axilla
    return [seat for seat in seats if seat.other or seat.rank == best or not groups or seat.group in groups]


def _filled(reading: Reading, seats: Sequence[_Seat], named: Sequence[_Seat]) -> list[_Seat]:
    """The seats with the side and depth that the note gives the same group elsewhere, and where it does so."""
    depths = _stated_depths(reading)
    alike: dict[tuple[str, bool], list[_Seat]] = {}
    for seat in seats:
        alike.setdefault((seat.group, seat.other), []).append(seat)
    sided = [(_with_side(reading, seat, alike[seat.group, seat.other], named), seat) for seat in seats]
    return [_with_depth(reading, made, alike[seat.group, seat.other], depths) for made, seat in sided]


def _with_side(reading: Reading, seat: _Seat, twins: Sequence[_Seat], named: Sequence[_Seat]) -> _Seat:
    """The seat with its own place's or its group's only side; a retroperitoneal one may take that of the organs removed with it."""
    if seat.side or seat.term.more.get("laterality") == "never":
        return seat
    sides = {item.side: item for item in twins if item.side and item.term.id == seat.term.id}
    if len(sides) != 1:
        sides = {item.side: item for item in twins if item.side}
    if not sides and seat.group == "retroperitoneum" and not seat.other:
        sides = {
            item.side: item
            for item in named
            if item.side and not item.other and item.group == "peritoneum_or_visceral"
        }
    found = {side: (item.sentence, item.place) for side, item in sides.items()}
    if not found and not seat.other and (told := side_field(reading.sentences)):
        return replace(seat, side=told)
    if not found and seat.term.more.get("form") == "organ" and reading.document == "pathology":
        found = _sides_written(reading, seat.term)
    if len(found) != 1:
        return seat
    side, (sentence, place) = next(iter(found.items()))
    return replace(seat, side=side, more=(*seat.more, _evidence(reading, sentence, place)))


def _sides_written(reading: Reading, term: Term) -> dict[Side, tuple[Sentence, Mention]]:
    """The sides that a pathology report gives an organ anywhere, its history apart: a container reads "left kidney"."""
    return {
        side: (sentence, place)
        for sentence in reading.sentences
        if sentence.section not in _PAST | _ASKED | {"history"}
        for place in sentence.mentions
        if place.role == "site" and place.value == term.id and place.assertion.person == "patient"
        if (side := side_of(sentence, place, term))
    }


def _with_depth(
    reading: Reading,
    seat: _Seat,
    twins: Sequence[_Seat],
    stated: Mapping[str, tuple[Sentence, Mention]],
) -> _Seat:
    if seat.depth or seat.other:
        return seat
    known = {str(item.depth): (item.sentence, item.place) for item in twins if item.depth} | dict(stated)
    if len(known) != 1:
        return seat
    depth, (sentence, mention) = next(iter(known.items()))
    return replace(
        seat,
        depth=cast("Literal['superficial', 'deep']", depth),
        more=(*seat.more, _evidence(reading, sentence, mention)),
    )


def _stated_depths(reading: Reading) -> dict[str, tuple[Sentence, Mention]]:
    """Depths that a form or a sentence about the tumour states without a place."""
    found: dict[str, tuple[Sentence, Mention]] = {}
    for sentence in reading.sentences:
        nouns = any(item.role in {"tumour", "histology"} for item in sentence.mentions)
        for item in sentence.mentions:
            if item.kind == "site" and item.role == "depth" and nouns and item.assertion.presence != "absent":
                found.setdefault(str(item.value), (sentence, item))
            if item.kind == "site" and item.role == "depth_label":
                word = DEPTH_WORD.match(sentence.text, sentence.label_to)
                if word:
                    found.setdefault(DEPTHS[word.group().lower()], (sentence, item))
    return found


def _evidence(reading: Reading, sentence: Sentence, mention: Mention) -> Evidence:
    return evidence_in(
        reading.note, mention.start, mention.end, section=sentence.section, rule_id=mention.rule_id
    )


def _fact(reading: Reading, seat: _Seat) -> Fact:
    value = Site(group=seat.group, laterality=seat.side, depth=seat.depth, text=seat.place.words)
    doubted = seat.doubted or "vague" in seat.term.more
    apart = seat.resting.at > seat.place.to + 80 or seat.place.at > seat.resting.to + 80
    return fact_from(
        reading, seat.sentence, [seat.place] if apart else [seat.resting, seat.place], kind="site", value=value,
        assertion=seat.place.assertion, about="other_tumour" if seat.other or seat.place.assertion.person == "relative" else "this_tumour",
        presence="uncertain" if doubted else "present", more=seat.more,
        time="now" if _is_current(seat) else None,
    )  # fmt: skip


def _is_current(seat: _Seat) -> bool:
    """Whether the place is now's, whatever the cues say: an operation is planned, a biopsy was done.

    Only words of an earlier time right before the tumour, or a heading of the past, make its place the past's.
    """
    if seat.other or seat.sentence.section in _PAST:
        return seat.place.assertion.time == "planned"
    first = min(seat.place.at, seat.resting.at)
    return not _EARLIER.search(seat.sentence.text[:first])
