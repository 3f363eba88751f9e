"""How the tumour lies to named vessels and nerves: distance, contact, encasement, invasion.

Contact is distance 0. A range ("1-2 mm") keeps its upper end with comparator "<=": the gap is at most that, and no more
is claimed. "Not involved" denies invasion (presence absent, no distance); "not encased" alone says nothing.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import cast

from trialsift.extract.asked import is_supposed
from trialsift.extract.making import fact_from
from trialsift.extract.nearness import Distance, distances_in, most_degrees
from trialsift.extract.quick import quick
from trialsift.extract.quoted import source_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Comparator, Fact, Modality, NeurovascularRelation
from trialsift.packs.rules import Packs, Term

KIND = "neurovascular_relation"
_STRONGEST_FIRST = ("invades", "encases", "abuts", "displaces", "separated")
_CONTACT = frozenset({"invades", "encases", "abuts"})
_ENCASED_FROM = 180  # degrees of the circumference
# Where a new clause may begin: what stands on one side is not said of the structures on the other.
_CLAUSE = quick(
    r"[;:](?= )|\.(?= )|,? (?:while|whereas|however|although)\b|,? but (?=(?:the|is|are|lies|it|its)\b)|, and (?=(?:the|is|are|lies|its|both|it)\b)|, (?=(?:the|with the)\b)"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|lies?|runs?|appears?|remains?|normal|patent|intact)\b", re.I
)
_DOUBT = re.compile(
    r"(?:\b(?:possibl[ey]|probabl[ey]|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|might|could|cannot (?:be )?exclude\w*|suspect\w*|suspicious for|likely|equivocal|questionable|query|perhaps)|\?) ?(?:[\w]+ ){0,3}$",
    re.IGNORECASE,
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:cysts?|ganglion|haematoma|hematoma|seroma|lymphocele|osteophytes?|aneurysm|thromb\w+|nodes?|fracture|dis[ck](?! space)|carpal tunnel|cubital tunnel|"
    r"stenos[ei]s|calcifi\w*|plaques?|needle|emg|neuropath\w*|stent|catheter|effusion)\b",
    re.IGNORECASE,
)
# "The artery was encircled with vessel loops": what a surgeon does with it, or a bureau makes of its harm.
_SURGEON_DOES = re.compile(
    r"\b(?:clamps?|clamped|vessel loops?|ligat\w+|anastomos\w+|lidocaine|lignocaine|bupivacaine|marcaine|sutur\w+|cannulat\w+|arteriotomy|venotomy|retract\w+|"
    r"encircled|dissected out|skin overlying|impairment|motor deficit|sensory deficit|percutaneous\w*|guide ?wire|swabs?|slings?|bandag\w+|gauze|graft|omentum)\b",
    re.IGNORECASE,
)
_CORONARY = re.compile(
    r"\b(?:coronar\w+|LAD|circumflex|diagonals?|marginals?|angiographic\w*|angiogram|stenos\w+|cali(?:ber|bre) vessel)\b",
    re.IGNORECASE,
)
_PROSTATE = re.compile(r"\bprostat|\bgleason|intraepithelial", re.IGNORECASE)
_UNSEEN = re.compile(
    r"\b(?:not|cannot|could not|can not)(?: be)?(?: reliably| fully)? "
    r"(?:assess\w*|evaluat\w*|comment\w*|measur\w*|stated|recorded|described|determin\w*|judged|included|imaged|covered)\b"
    r"|\bto be (?:assessed|clarified|measured)\b",
    re.IGNORECASE,
)
_TUMOUR = quick(r"\b(?:tumou?rs?|mass|lesion|sarcoma|lump|\w+sarcoma|neoplasm)\b", re.IGNORECASE)
# "Sarcoma of the sciatic nerve, 11 cm": what follows is how large the tumour is.
_TUMOUR_OF = re.compile(
    r"(?:\b(?:tumou?rs?|mass|lesion|\w*sarcoma|lump|neoplasm|schwannoma|neurofibroma|MPNST|transformation)|\)) "
    r"(?:of|in|within|(?:arising|originating|starting) (?:from|in)) (?:the )?(?:(?:left|right) )?$",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:previous\w*|prior|former\w*|earlier|in the past|before|had been|was|were|to be|will|plan\w*)\b",
    re.I,
)
_SCANS = frozenset({"mri", "ct", "pet", "ultrasound", "imaging"})
_PROCEDURE = re.compile(
    r" ?(?:block\w*|pals(?:y|ies)|stimulat\w+|repair|release|graft\w*|injur\w+|deficits?|conduction|function|symptoms?|line|access|catheter\w*|stent\w*|bypass|pulses?|thrombosis)\b",
    re.IGNORECASE,
)
_OWN_MODALITY = frozenset({"mri", "ct", "pet", "ultrasound", "pathology"})


_PRONOUN_OPENS = re.compile(r"(?:It|They|These|This|Both)\b")
# "Displaces the artery; a fat cleft of 3 mm remains": the clause adds to the structure before it.
_FAT_ONLY = re.compile(
    r" ?(?:there is |with )?(?:an? |the )?(?:min(?:imum|imal)?\.? |closest |nearest |shortest |thin |intervening |residual )*(?:fat|gap|cleft|plane|distance)\b",
    re.I,
)
_PRONOUN = re.compile(r" ?(?:(?:to|with|from|by) )?(?:it|them|these|both|the latter)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Link:
    """One statement of a relation at a place of a sentence; mention is None for a bare distance.

    back: its object is a pronoun, so it speaks of the structure before it ("is inseparable from them").
    """

    at: int
    to: int
    relation: str
    mention: Mention | None = None
    distance: Distance | None = None
    denied: bool = False
    soft: bool = False
    doubt: bool = False
    back: bool = False


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """One fact for each structure and the strongest relation that its clause states."""
    vocabulary = packs.vocab.get("structure")
    if vocabulary is None:
        return []
    made: list[Fact] = []
    before: tuple[Sentence, list[Mention]] | None = None
    for sentence in reading.sentences:
        structures = [item for item in sentence.mentions if item.role == "structure"]
        read = [
            item
            for item in structures
            if _readable(reading, sentence, item, vocabulary.terms[str(item.value)])
        ]
        read = _named_first(sentence, read, vocabulary.terms) or _as_pronoun(sentence, before)
        if read:
            made.extend(_of_sentence(reading, sentence, read, vocabulary.terms))
        before = (sentence, read) if structures else None
    return made


def _named_first(sentence: Sentence, structures: list[Mention], terms: Mapping[str, Term]) -> list[Mention]:
    """The structures less those of a line's label ("Vessels: …") where the line goes on to name one."""
    named = [item for item in structures if item.at >= sentence.label_to]
    general = [
        item
        for item in structures
        if "generic" in terms[str(item.value)].more or item.words.lower().startswith("neurovascular struct")
    ]
    return [item for item in structures if not (named and item in general and item not in named)]


def _as_pronoun(sentence: Sentence, before: tuple[Sentence, list[Mention]] | None) -> list[Mention]:
    """The subject of the sentence before, where "It is 2 mm from the mass" goes on about it: a nerve, and not the mass."""
    if before is None or sentence.index - before[0].index > 1 or not before[1]:
        return []
    opening = _PRONOUN_OPENS.match(sentence.text)
    subject = min(before[1], key=lambda item: item.at)
    if not opening or _TUMOUR.search(before[0].text[: subject.at]) or not _TUMOUR.search(sentence.text):
        return []
    return [
        subject._replace(
            at=0, to=opening.end(), start=sentence.start_of(0), end=sentence.end_of(opening.end())
        )
    ]


def _readable(reading: Reading, sentence: Sentence, structure: Mention, term: Term) -> bool:
    """Whether a structure is one that a tumour may lie against, and not a nerve block or the vessels of a slide.

    Words without a name are read only where the report is a scan's, or speaks of a tumour.
    """
    if _PROCEDURE.match(sentence.text, structure.to) or _is_prostatic(reading, structure):
        return False
    if reading.document not in {*_SCANS, ""} and not _TUMOUR.search(reading.note.text):
        return False
    if "generic" not in term.more:
        return True
    return reading.document != "pathology" and not _CORONARY.search(sentence.text)


def _is_prostatic(reading: Reading, structure: Mention) -> bool:
    """Whether "PIN" is the neoplasia of a prostate and not the posterior interosseous nerve."""
    return structure.words == "PIN" and bool(_PROSTATE.search(reading.note.text))


def _of_sentence(
    reading: Reading, sentence: Sentence, structures: Sequence[Mention], terms: Mapping[str, Term]
) -> Iterator[Fact]:
    links = _links(sentence)
    last: list[Mention] = []
    for start, end in _clauses(sentence.text, structures, links):
        within = [item for item in structures if start <= item.at < end]
        if not within and len(last) == 1 and _FAT_ONLY.match(sentence.text, start):
            within = last
        last = within
        said = [link for link in links if start <= link.at < end]
        if not said or _says_nothing(sentence.text[start:end]):
            continue
        for structure in within:
            chosen = _for_structure(structure, within, said)
            for link in _spoken(chosen, sentence.text[start:end]):
                yield _fact(reading, sentence, structure, link, terms[str(structure.value)])


def _says_nothing(clause: str) -> bool:
    """Whether a clause speaks of a cyst, node or clot and not of the tumour, or of what was not looked at."""
    if _UNSEEN.search(clause):
        return True
    other = _OTHER_SUBJECT.search(clause) or _SURGEON_DOES.search(clause)
    return bool(other) and not _TUMOUR.search(clause)


def _links(sentence: Sentence) -> list[_Link]:
    """All statements of the sentence in text order."""
    found = [
        _link(item, sentence)
        for item in sentence.mentions
        if item.kind == KIND
        and not is_supposed(sentence.text, item.at)
        and (item.role == "relation" or (item.role == "origin" and _TUMOUR.search(sentence.text[: item.at])))
    ]
    found += [
        _Link(at=item.at, to=item.to, relation="separated" if item.mm else "abuts", distance=item)
        for item in distances_in(
            sentence.text,
            [
                mention.to
                for mention in sentence.mentions
                if mention.role == "structure" and not _TUMOUR_OF.search(sentence.text[: mention.at])
            ],
        )
    ]
    return sorted((link for link in found if link), key=lambda link: (link.at, link.to))


def _link(mention: Mention, sentence: Sentence) -> _Link:
    value = mention.value if isinstance(mention.value, dict) else {"relation": mention.value}
    relation, denied = str(value["relation"]), "denied" in value
    if mention.assertion.presence == "absent" and not denied and relation != "separated":
        relation, denied = ("separated", False) if relation == "abuts" else (relation, True)
    return _Link(
        at=mention.at, to=mention.to, relation=relation, mention=mention, denied=denied,
        soft="soft" in value, doubt="doubt" in value or bool(_DOUBT.search(sentence.text[: mention.at])),
        back=bool(_PRONOUN.match(sentence.text, mention.to)),
    )  # fmt: skip


def _clauses(text: str, structures: Sequence[Mention], links: Sequence[_Link]) -> list[tuple[int, int]]:
    """Stretches of the sentence in which structures and relations belong together."""
    cuts = [
        0,
        *(match.end() for match in _CLAUSE.finditer(text) if not _inside(match.start(), links)),
        len(text),
    ]
    joined: list[tuple[int, int]] = []
    for start, end in pairwise(cuts):
        if joined and _unfinished(text, joined[-1], structures, links):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _inside(place: int, links: Sequence[_Link]) -> bool:
    return any(link.at <= place < link.to for link in links)


def _unfinished(
    text: str, clause: tuple[int, int], structures: Sequence[Mention], links: Sequence[_Link]
) -> bool:
    """Whether a stretch names structures without a verb or a relation, or opens with a heading's words."""
    named = any(clause[0] <= item.at < clause[1] for item in structures)
    said = any(clause[0] <= link.at < clause[1] for link in links)
    if named and not said:
        return not _VERB.search(text[clause[0] : clause[1]])
    return said and not named and bool(re.search(r"\b(?:from|with|to|of|by), $", text[clause[0] : clause[1]]))


def _for_structure(structure: Mention, structures: Sequence[Mention], links: Sequence[_Link]) -> list[_Link]:
    """The statements that belong to a structure.

    A clause that opens with the relation ("abuts A and B, displaces C") speaks forward, one that opens with the
    structure ("A is abutted, B displaced") backward; words that hold the structure inside speak of it alone.
    """
    holding = [link for link in links if link.at <= structure.at < link.to]
    free = [link for link in links if not any(link.at <= item.at < link.to for item in structures)]
    if holding or not free:
        return holding
    following = _run(free, structures, after=structure.at)
    leading = _run(free, structures, before=structure.at)
    if free[0].at < min(item.at for item in structures):
        last = not any(item.at > link.at for link in following for item in structures)
        more = [
            link
            for link in following
            if last and (link.back or (link.relation == "separated" and _may_add(leading)))
        ]
        return [*leading, *more] or following
    # A bare distance behind the structure before ("artery 3 mm, nerve") is that one's.
    return following or [link for link in leading if link.mention]


def _may_add(leading: Sequence[_Link]) -> bool:
    """Whether what follows a structure can add to what led to it: a distance, or fat beside a displaced nerve."""
    return not any(item.distance or (item.relation in _CONTACT and not item.denied) for item in leading)


def _run(
    links: Sequence[_Link],
    structures: Sequence[Mention],
    *,
    after: int | None = None,
    before: int | None = None,
) -> list[_Link]:
    """The nearest statements after (or before) a place that no structure stands between."""
    if after is not None:
        nearest = next((link for link in links if link.at > after), None)
        stop = min((item.at for item in structures if nearest and item.at > nearest.at), default=None)
        return [
            link for link in links if nearest and nearest.at <= link.at and (stop is None or link.at < stop)
        ]
    nearest = next((link for link in reversed(links) if link.at < (before or 0)), None)
    start = max((item.at for item in structures if nearest and item.at < nearest.at), default=-1)
    return [link for link in links if nearest and start < link.at <= nearest.at]


def _spoken(links: Sequence[_Link], clause: str) -> list[_Link]:
    """What the statements come to: the strongest relation, and a distance beside it where one is given."""
    stated = [link for link in links if not link.denied]
    measured = [link for link in stated if link.distance]
    if measured:
        stated = [link for link in stated if not link.soft and link.relation != "separated"] + measured[:1]
    elif any(link.relation == "separated" and not link.doubt for link in stated):
        stated = [link for link in stated if not link.soft]
    if not stated:
        return [link for link in links if link.relation == "invades"][:1]
    words = [link for link in stated if not link.distance]
    strongest = min(words, key=_weakness, default=None)
    if strongest is None:
        return [_with_words(measured[0], links)]
    strongest = _by_degrees(strongest, most_degrees(clause))
    touching = (
        strongest.relation in _CONTACT and measured and measured[0].distance and measured[0].distance.mm <= 1
    )
    apart = [
        link
        for link in words
        if link.relation == "separated" and strongest.relation == "displaces" and not measured
    ]
    return [strongest] if touching else [strongest, *apart[:1], *measured[:1]]


def _by_degrees(link: _Link, degrees: int) -> _Link:
    """Contact of half the circumference or more is encasement, and less is not, where the text gives the angle."""
    if not degrees or link.relation not in {"abuts", "encases"}:
        return link
    return replace(link, relation="encases" if degrees >= _ENCASED_FROM else "abuts")


def _weakness(link: _Link) -> tuple[bool, int, bool]:
    """Lowest for what is said most plainly: certain before doubtful, strong relations first, hard words before soft."""
    return link.doubt, _STRONGEST_FIRST.index(link.relation), link.soft


def _with_words(measured: _Link, links: Sequence[_Link]) -> _Link:
    """A distance that rests on the words of separation beside it, where there are such words."""
    words = next(
        (link.mention for link in links if link.mention and link.relation in {"separated", "abuts"}), None
    )
    return _Link(
        at=measured.at, to=measured.to, relation=measured.relation, mention=words, distance=measured.distance
    )


def _fact(reading: Reading, sentence: Sentence, structure: Mention, link: _Link, term: Term) -> Fact:
    contact = link.relation in _CONTACT and not link.denied
    value = NeurovascularRelation(
        structure=term.id,
        structure_type=term.more["type"],
        relation=link.relation,  # type: ignore[arg-type]
        distance_mm=link.distance.mm if link.distance else 0.0 if contact and not link.doubt else None,
        comparator=cast("Comparator", link.distance.comparator if link.distance else "="),
        modality=_modality(reading, sentence, structure),
    )
    mentions = [link.mention, structure] if link.mention else [structure]
    presence = "absent" if link.denied else "uncertain" if link.doubt else "present"
    return fact_from(
        reading, sentence, mentions, kind=KIND, value=value, at=link.at, to=link.to,
        presence=presence, time=_time(sentence, structure, link),
    )  # fmt: skip


def _time(sentence: Sentence, structure: Mention, link: _Link) -> str | None:
    """ "now" where the words of an earlier time only follow: "3 mm (previously 8 mm)"."""
    said = sentence.text[: max(structure.to, link.to)]
    return None if _EARLIER.search(said) else "now"


def _modality(reading: Reading, sentence: Sentence, structure: Mention) -> Modality:
    """How it was seen: the report's own kind, in letters the examination named last before it in the same paragraph."""
    if reading.document in _OWN_MODALITY:
        return cast("Modality", reading.document)
    source = source_of(reading, sentence, structure, order=None, led=True)
    return source.modality or ("" if reading.document == "imaging" else "clinical")
