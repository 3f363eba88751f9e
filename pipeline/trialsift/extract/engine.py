"""The medspaCy pipeline of trialsift: a Note in, a Reading out.

Cut the raw text into pieces, make one Doc of their words, let the targets and cues components work
on it, and hand plain values on. The Doc ends here.
"""

import gc
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple
from functools import lru_cache
from typing import Any

from loguru import logger

from trialsift.extract.abbreviations import Abbreviations
from trialsift.extract.assertion import assertion_of
from trialsift.extract.components import TARGETS, Cues, SentenceTexts, Target, Targets
from trialsift.extract.document import document_of
from trialsift.extract.headings import Titles
from trialsift.extract.initials import are_a_name
from trialsift.extract.layout import Piece, pieces
from trialsift.extract.matching import Pattern, normal, pattern_of
from trialsift.extract.medspacy_parts import Doc, TargetRule, bare_language
from trialsift.extract.reading import Assertion, Mention, Reading, Sentence
from trialsift.extract.repair import OFTEN_MISSPELT, Repairer
from trialsift.extract.scan import Scan, Wanted, wanted_of
from trialsift.extract.sentences import (
    Worded,
    cues_of,
    label_mention,
    label_of,
    mention_of,
    sentence_of,
    word_after,
    worded,
)
from trialsift.extract.words import Word, fold, words_in
from trialsift.note import Note
from trialsift.packs.kept import kept
from trialsift.packs.rules import FactRule, Packs, Term

logger.disable("PyRuSH")  # it logs words of the report at DEBUG

# Which fact kind a vocabulary serves; its terms get the vocabulary's name as role.
VOCABULARY_KINDS: Mapping[str, str] = {
    "histology": "histology",
    "site": "site",
    "structure": "neurovascular_relation",
    "analyte": "lab",
    "agent": "treatment",
    "condition": "condition",
}
_ALONE = frozenset({"ecog", "ecg", "lab", "person", "treatment", "condition"})  # rest on no tumour's name
# Their readers look at no sentence without a mention of the kind itself, so that no other is read for them.
_IN_OWN_SENTENCES = frozenset({"histology"})
_MOST_WORDS_A_DOC = 20_000
_MOST_KEPT = 200_000  # words whose form in a Doc is remembered
Hits = Callable[[str], bool]


class Engine:
    """Packs made into a pipeline. Build once per set of packs: see `engine_for`."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        nlp = bare_language()
        rules, patterns, terms = targets_of(packs)
        self._rules = rules
        self._nlp = nlp
        self._targets = Targets(nlp, rules, patterns)
        self._cues = Cues(nlp, packs.cues)
        self.titles = Titles(packs.sections)
        self._labels = _labels(packs)
        self._kinds = {rule.category for rule in rules.values()} | set(packs.facts)
        self._abbreviations = Abbreviations(nlp, terms)
        known = self._targets.matcher.words | self._cues.matcher.words
        self._tokens = _Tokens(known, self._targets.matcher.exact_words | self._cues.matcher.exact_words)
        self._repair = Repairer(_repaired_words(packs), known)
        self._patterns = patterns
        self._scans: dict[frozenset[str], Scan] = {}
        self._hits_of: dict[frozenset[str], tuple[Hits, Hits]] = {}

    def scan(self, kinds: Iterable[str]) -> Scan:
        """The scan for what these kinds read; built on first use and kept."""
        wanted = frozenset(kinds)
        if wanted not in self._scans:
            key = f"{self.packs.hash} {' '.join(sorted(wanted))}"
            held = kept("scan", key, lambda: asdict(self._wanted(wanted)))
            self._scans[wanted] = Scan(Wanted(**held), self._repair.repaired)
        return self._scans[wanted]

    def _wanted(self, kinds: frozenset[str]) -> Wanted:
        mine = [pattern for pattern in self._patterns if self._rules[pattern.key].category in kinds]
        labels = [label for label, rules in self._labels.items() if any(rule.kind in kinds for rule in rules)]
        return wanted_of(mine, also=labels)

    def read(self, note: Note, *, kinds: Collection[str] = (), scan: bool = True) -> Reading:
        """All sentences of the note in which a rule matches, with what matched and how it is asserted.

        For some kinds only: no sentence of a note that could state none of them, and of kinds that look at
        their own sentences alone no other sentence. Without the scan every piece becomes words, which gives
        the same sentences and takes longer.
        """
        folded = fold(note.text)
        document = document_of(note)
        of_note, of_piece = self._hits(frozenset(kinds)) if scan else (_anything, _anything)
        if not of_note(folded):
            return Reading(note=note, document=document, sentences=())
        cut = pieces(folded, self.titles, parts=document == "pathology")
        abbreviations = self._abbreviations.defined_in(folded)
        read = (
            worded(index, piece, self._words(folded, piece))
            for index, piece in enumerate(cut)
            if _is_read(folded[piece.start : piece.end], of_piece, abbreviations)
        )
        sentences: list[Sentence] = []
        for batch in _batches(item for item in read if item.words):
            sentences.extend(self._sentences(document, batch, abbreviations, folded))
        return Reading(note=note, document=document, sentences=tuple(sentences))

    def _hits(self, kinds: frozenset[str]) -> tuple[Hits, Hits]:
        """What tells whether a note is read for these kinds (or all), and whether a piece of it is."""
        if kinds not in self._hits_of:
            everything = self.scan(self._kinds).hit
            own = self.scan(kinds if kinds <= _ALONE else kinds | {"histology"}).hit if kinds else everything
            self._hits_of[kinds] = own, own if kinds <= _IN_OWN_SENTENCES else everything
        return self._hits_of[kinds]

    def assert_span(self, text: str, place: tuple[int, int], *, kind: str) -> Assertion:
        """How the words at place are asserted by the sentence they stand in, whatever those words are."""
        folded = fold(text)
        cut = pieces(folded, self.titles, parts=False)
        around = next((piece for piece in cut if piece.start <= place[0] and place[1] <= piece.end), None)
        piece = around or Piece(start=0, end=len(folded))
        item = worded(0, piece, words_in(folded, piece.start, piece.end))
        first = bisect_right([word.start for word in item.words], place[0]) - 1
        last = word_after(item.words, place[1])
        doc = self._doc([item], {})
        span = Target(max(first, 0), max(last, first + 1), kind)
        doc.user_data[TARGETS] = [span]
        self._cues(doc)
        return assertion_of(cues_of(span, item, 0), section_sets=piece.sets)

    def sections_of(self, text: str) -> set[str]:
        """The names of the sections that open anywhere in a text."""
        return {heading.rule.section for heading in self.titles.headings(fold(text))}

    def _words(self, folded: str, piece: Piece) -> list[Word]:
        if not piece.dropped:
            return self._repair.words(words_in(folded, piece.start, piece.end))
        inside = [span for span in piece.dropped if piece.start <= span[0] and span[1] <= piece.end]
        edges = [piece.start, *(edge for span in inside for edge in span), piece.end]
        stretches = zip(edges[::2], edges[1::2], strict=True)
        words = [word for start, end in stretches if start < end for word in words_in(folded, start, end)]
        return self._repair.words(words)

    def _sentences(
        self, document: str, batch: Sequence[Worded], abbreviations: Mapping[str, str], text: str
    ) -> list[Sentence]:
        doc = self._doc(batch, abbreviations)
        texts: SentenceTexts = doc.user_data["sentences"]
        self._cues(self._targets(doc))
        spans: dict[int, list[Target]] = {}
        for span in doc.user_data[TARGETS]:
            spans.setdefault(span.sentence, []).append(span)
        made: list[Sentence] = []
        for number, item in enumerate(batch):
            mentions = [
                mention_of(span, item, texts.starts[number])
                for span in spans.get(number, ())
                if span.rule and _holds(span.rule.metadata["rule"], item.piece, document)
            ]
            label = label_of(item)
            mentions += self._label_mentions(item, label[0], document)
            mentions = [item for item in mentions if not are_a_name(text, item.start, item.end)]
            if mentions:
                made.append(sentence_of(item, label, mentions))
        return made

    def _label_mentions(self, item: Worded, label: str, document: str) -> list[Mention]:
        """What the pack's `labels:` rules say of a label that stands before the colon or in the first column."""
        rules = self._labels.get(_label_key(label), ()) if label else ()
        return [label_mention(rule, item, label) for rule in rules if _holds(rule, item.piece, document)]

    def _doc(self, batch: Sequence[Worded], abbreviations: Mapping[str, str]) -> Doc:
        """One Doc of all words. Words that no rule knows are written "_", so that the vocabulary stays small."""
        tokens: list[str] = []
        starts: list[int] = []
        soft: list[tuple[int, ...]] = []
        short: dict[int, str] = {}
        for item in batch:
            first = len(tokens)
            starts.append(first)
            soft.append(tuple([first + word_after(item.words, place) for place in item.piece.soft]))
            tokens.extend([self._tokens[word.text] for word in item.words])
            if abbreviations:
                short |= {
                    token: abbreviations[word.text]
                    for token, word in enumerate(item.words, first)
                    if word.text in abbreviations
                }
        doc = Doc(self._nlp.vocab, words=tokens)
        doc.user_data["abbreviations"] = short
        doc.user_data["sentences"] = SentenceTexts(
            starts,
            [*starts[1:], len(tokens)],
            [item.text for item in batch],
            [item.at for item in batch],
            soft,
            frozenset(tokens),
        )
        return doc


def _repaired_words(packs: Packs) -> list[str]:
    """The words that damaged ones are repaired to: those of tumours, the names of drugs, and some of illnesses and operations."""
    histology, agents = packs.vocab.get("histology"), packs.vocab.get("agent")
    tumours = [
        word
        for term in (histology.terms.values() if histology else ())
        for phrase in term.words
        for word in phrase.split()
    ]
    drugs = [
        phrase
        for term in (agents.terms.values() if agents else ())
        if term.more.get("class") not in {"surgery", "any"}
        for phrase in term.words
        if len(phrase) > len("afatinib") and phrase.isalpha()
    ]
    return [*tumours, *drugs, *OFTEN_MISSPELT] if agents else tumours


class _Tokens(dict[str, str]):
    """What a word is in a Doc: itself where a rule's letters must be exact, else lower case, "_" if no rule knows it."""

    def __init__(self, known: Collection[str], exact: Collection[str]) -> None:
        super().__init__()
        self._known, self._exact = known, exact

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST_KEPT:
            self.clear()
        lower = word.lower()
        token = word if word in self._exact else lower if lower in self._known else "_"
        self[word] = token
        return token


def _anything(text: str) -> bool:  # noqa: ARG001  a scan that finds something everywhere
    return True


def _is_read(stretch: str, hits: Hits, abbreviations: Mapping[str, str]) -> bool:
    return hits(stretch) or any(short in stretch for short in abbreviations)


def _holds(rule: FactRule | None, piece: Piece, document: str) -> bool:
    """Whether a rule may speak in this section and kind of document."""
    if rule is None:
        return True
    return (not rule.sections or piece.section in rule.sections) and (
        not rule.documents or document in rule.documents
    )


@lru_cache(maxsize=4)
def _engine(packs_hash: str, holder: "_Holder") -> Engine:  # noqa: ARG001  the hash is the cache key
    engine = Engine(holder.packs)
    gc.freeze()  # rules stay for good: going over them at each collection costs more than some notes
    return engine


class _Holder:
    """Lets packs, which hold mappings, be an argument of a cached function; the hash tells them apart."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Holder)

    def __hash__(self) -> int:
        return 0


def engine_for(packs: Packs) -> Engine:
    """The engine of these packs, built on first use and kept."""
    return _engine(packs.hash, _Holder(packs))


def targets_of(packs: Packs) -> tuple[dict[str, TargetRule], list[Pattern], dict[str, str]]:
    """Every fact rule and vocabulary term as a TargetRule and its patterns; and terms by their words."""
    rules = {
        rule.id: _target_rule(rule.id, rule.kind, rule.role, rule.value, rule) for rule in _spoken(packs)
    }
    for name, vocabulary in packs.vocab.items():
        kind = VOCABULARY_KINDS.get(name, name)
        for term in vocabulary.terms.values():
            key = f"{name}.{term.id}"
            rules[key] = _target_rule(key, kind, name, term.id, None)
            if term.more.get("short_in_context"):
                rules[f"{key}?"] = _target_rule(key, kind, f"{name}_in_context", term.id, None)
    held = kept("targets", packs.hash, lambda: _patterns_and_terms(packs))
    patterns = [
        Pattern(key, phrase, regex, exact, tuple(words))
        for key, phrase, regex, exact, words in held["patterns"]
    ]
    return rules, patterns, held["terms"]


def _spoken(packs: Packs) -> Iterator[FactRule]:
    """The fact rules that look for words in sentences."""
    return (rule for kind in packs.facts.values() for rule in kind if not rule.labels)


def _patterns_and_terms(packs: Packs) -> dict[str, Any]:
    patterns = [pattern for rule in _spoken(packs) for pattern in fact_patterns(rule)]
    terms: dict[str, str] = {}
    for name, vocabulary in packs.vocab.items():
        for term in vocabulary.terms.values():
            key = f"{name}.{term.id}"
            patterns.extend(_term_patterns(key, term))
            terms.update((normal(word).lower(), key) for word in term.words)
    return {"patterns": [astuple(pattern) for pattern in patterns], "terms": terms}


def _target_rule(key: str, kind: str, role: str, value: object, rule: FactRule | None) -> TargetRule:
    return TargetRule(
        key, kind, metadata={"id": key, "kind": kind, "role": role, "value": value, "rule": rule}
    )


def fact_patterns(rule: FactRule) -> list[Pattern]:
    """A fact rule as patterns whose key is the rule's id."""
    exact = rule.case == "exact"
    if rule.regex:
        return [Pattern(rule.id, regex=rule.regex, exact=exact)]
    return [pattern_of(rule.id, phrase, exact=exact) for phrase in rule.phrases]


def _term_patterns(key: str, term: Term) -> list[Pattern]:
    return [
        *(pattern_of(key, word) for word in term.words),
        *(pattern_of(key, short, exact=True) for short in term.short),
        *(pattern_of(f"{key}?", short, exact=True) for short in term.more.get("short_in_context", ())),
    ]


def _labels(packs: Packs) -> dict[str, list[FactRule]]:
    found: dict[str, list[FactRule]] = {}
    for rule in (rule for kind in packs.facts.values() for rule in kind):
        for label in rule.labels:
            found.setdefault(_label_key(normal(label)), []).append(rule)
    return found


def _label_key(label: str) -> str:
    """A label as compared: lower case, without brackets' content, numbering and plural of the bracket form."""
    bare = label.lower().split("(")[0]
    return " ".join(bare.replace("/", " / ").strip(" .:-*#").split())


def _batches(read: Iterable[Worded]) -> list[list[Worded]]:
    """The pieces in groups of bounded size, so that a 500-page note costs per page what one page costs."""
    batches: list[list[Worded]] = []
    size = _MOST_WORDS_A_DOC
    for item in read:
        if size + len(item.words) > _MOST_WORDS_A_DOC:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += len(item.words)
    return batches
