"""A single node sent as a specimen of its own, whose diagnosis counts nothing: "Lymph node, hilar, biopsy: negative"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialsift.extract.making import fact_from
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Nodes, evidence_in

# One node, not a dissection; the procedure ends the title, and what follows it is the verdict.
_TITLE = quick(
    r"\b(?:node|LN)\b(?!s)[\w ,#()/'\"-]{0,50}?\b(?:excision(?:al)?|biopsy|bx|removal|resection|sampling)(?: biopsy)?\b[ .:;,-]*",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:nodes|dissection|contents|packet|tissue|levels?|stations?|margins?)\b", re.IGNORECASE
)
_NOT_CONCLUDING = frozenset({"gross", "specimen", "frozen", "request", "technique", "history"})
_NEXT = 2  # sentences after a title in which its verdict stands
_LEAD = 30  # characters before the verdict's words


@dataclass(frozen=True, slots=True)
class _Titled:
    sentence: Sentence
    at: int
    to: int


def single_nodes(reading: Reading, counted: Sequence[Fact]) -> Iterator[Fact]:
    """One node, involved or not, for each such specimen whose nodes are not counted in numbers."""
    if reading.document != "pathology":
        return
    for number, sentence in enumerate(reading.sentences):
        title = _title_of(sentence)
        if title is None:
            continue
        following = reading.sentences[number + 1 : number + 1 + _NEXT]
        found = _verdict(title, following)
        if found and not any(_tells(fact, title, found[0]) for fact in counted):
            yield _fact(reading, title, *found)


def _title_of(sentence: Sentence) -> _Titled | None:
    if sentence.section in _NOT_CONCLUDING:
        return None
    match = _TITLE.search(sentence.text)
    if match is None or match.start() > 60 or _MANY.search(sentence.text[: match.end()]):
        return None
    return _Titled(sentence, match.start(), match.end())


def _verdict(title: _Titled, following: Sequence[Sentence]) -> tuple[Sentence, Mention] | None:
    """The first verdict behind the title: in its own sentence, or in the next ones of its part."""
    own = [item for item in title.sentence.mentions if _is_verdict(item) and item.at >= title.to]
    if own:
        near = own[0].at - title.to <= _LEAD
        return (title.sentence, own[0]) if near else None
    if title.sentence.text[title.to :].strip(" .:-"):
        return None
    for sentence in following:
        if sentence.part != title.sentence.part or _title_of(sentence):
            return None
        said = next((item for item in sentence.mentions if _is_verdict(item)), None)
        if said:
            return (sentence, said) if said.at <= _LEAD else None
    return None


def _is_verdict(mention: Mention) -> bool:
    return mention.kind == "nodes" and mention.role == "verdict"


def _tells(fact: Fact, title: _Titled, said: Sentence) -> bool:
    """Whether a count stands in the very words of the title or its verdict."""
    start = fact.evidence[0].start
    return title.sentence.starts[0] <= start <= said.ends[-1]


def _fact(reading: Reading, title: _Titled, sentence: Sentence, said: Mention) -> Fact:
    same = sentence is title.sentence
    named = evidence_in(
        reading.note, title.sentence.start_of(title.at), title.sentence.end_of(title.to),
        section=title.sentence.section, rule_id=said.rule_id,
    )  # fmt: skip
    return fact_from(
        reading, sentence, [said], kind="nodes", presence="present",
        value=Nodes(positive=int(said.value == "positive"), examined=1),
        at=title.at if same else None, to=said.to if same else None, more=() if same else (named,),
    )  # fmt: skip
