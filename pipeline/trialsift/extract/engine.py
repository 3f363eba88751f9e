"""The medspaCy pipeline of trialsift: a Note in, a Reading out.

Cut the raw text into pieces, make one Doc of their words, let the targets and cues components work
on it, and hand plain values on. The Doc ends here.
"""

import gc
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, replace
from functools import lru_cache
from typing import Any

from loguru import logger

from trialsift.extract.abbreviations import Abbreviations
from trialsift.extract.assertion import Cue, assertion_of
from trialsift.extract.components import TARGETS, Cues, SentenceTexts, Target, Targets
from trialsift.extract.document import document_of
from trialsift.extract.layout import Piece, Titles, pieces
from trialsift.extract.matching import Pattern, normal, pattern_of
from trialsift.extract.medspacy_parts import Doc, TargetRule, bare_language
from trialsift.extract.reading import Assertion, Mention, Reading, Sentence
from trialsift.extract.repair import Repairer
from trialsift.extract.scan import Scan, Wanted, wanted_of
from trialsift.extract.words import Word, fold, spaced, words_in
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
_MOST_WORDS_A_DOC = 20_000


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
        self._known = self._targets.matcher.words | self._cues.matcher.words
        self._exact = self._targets.matcher.exact_words | self._cues.matcher.exact_words
        histology = packs.vocab.get("histology")
        named = (
            [word for term in histology.terms.values() for phrase in term.words for word in phrase.split()]
            if histology
            else []
        )
        self._repair = Repairer(named, self._known)
        self._patterns = patterns
        self._scans: dict[frozenset[str], Scan] = {}

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

    def could_state(self, note: Note, kinds: Iterable[str]) -> bool:
        """Whether the note could state a fact of these kinds; many rest on the name of a tumour."""
        if document_of(note) == "patient_record":
            return True
        wanted = frozenset(kinds)
        return self.scan(wanted if wanted <= _ALONE else wanted | {"histology"}).hit(fold(note.text))

    def read(self, note: Note, *, scan: bool = True) -> Reading:
        """All sentences of the note in which a rule matches, with what matched and how it is asserted.

        Without the scan every piece becomes words, which gives the same sentences and takes longer.
        """
        folded = fold(note.text)
        document = document_of(note)
        hits = self.scan(self._kinds).hit if scan else _anything
        if not hits(folded):
            return Reading(note=note, document=document, sentences=())
        cut = pieces(folded, self.titles, parts=document == "pathology")
        abbreviations = self._abbreviations.defined_in(folded)
        worded = [
            (index, piece, self._words(folded, piece))
            for index, piece in enumerate(cut)
            if _is_read(folded[piece.start : piece.end], hits, abbreviations)
        ]
        numbered = [(index, piece, words) for index, piece, words in worded if words]
        sentences: list[Sentence] = []
        for batch in _batches(numbered):
            sentences.extend(self._sentences(document, batch, abbreviations))
        return Reading(note=note, document=document, sentences=tuple(sentences))

    def assert_span(self, text: str, place: tuple[int, int], *, kind: str) -> Assertion:
        """How the words at place are asserted by the sentence they stand in, whatever those words are."""
        folded = fold(text)
        cut = pieces(folded, self.titles, parts=False)
        around = next((piece for piece in cut if piece.start <= place[0] and place[1] <= piece.end), None)
        piece = around or Piece(start=0, end=len(folded))
        words = words_in(folded, piece.start, piece.end)
        first = bisect_right([word.start for word in words], place[0]) - 1
        last = bisect_left([word.start for word in words], place[1])
        doc, texts = self._doc([(0, piece, words)], {})
        span = Target(max(first, 0), max(last, first + 1), kind)
        doc.user_data[TARGETS] = [span]
        self._cues(doc)
        sentence = _bare_sentence(piece, words, 0, texts.texts[0], texts.places[0])
        cues = [_cue(modifier, span, sentence, 0) for modifier in span.modifiers]
        return assertion_of(cues, section_sets=piece.sets)

    def sections_of(self, text: str) -> set[str]:
        """The names of the sections that open anywhere in a text."""
        return {heading.rule.section for heading in self.titles.headings(fold(text))}

    def _words(self, folded: str, piece: Piece) -> list[Word]:
        inside = [span for span in piece.dropped if piece.start <= span[0] and span[1] <= piece.end]
        edges = [piece.start, *(edge for span in inside for edge in span), piece.end]
        stretches = zip(edges[::2], edges[1::2], strict=True)
        words = [word for start, end in stretches if start < end for word in words_in(folded, start, end)]
        return self._repair.words(words)

    def _sentences(
        self,
        document: str,
        batch: Sequence[tuple[int, Piece, list[Word]]],
        abbreviations: Mapping[str, str],
    ) -> list[Sentence]:
        doc, texts = self._doc(batch, abbreviations)
        self._cues(self._targets(doc))
        spans: dict[int, list[Target]] = {}
        for span in doc.user_data[TARGETS]:
            spans.setdefault(texts.sentence_of(span.start), []).append(span)
        made: list[Sentence] = []
        for number, (index, piece, words) in enumerate(batch):
            bare = _bare_sentence(piece, words, index, texts.texts[number], texts.places[number])
            held = [
                span
                for span in spans.get(number, ())
                if span.rule and _holds(span.rule.metadata["rule"], piece, document)
            ]
            mentions = [self._mention(span, bare, piece, texts.starts[number]) for span in held]
            mentions += [
                mention for rule, mention in self._label_mentions(bare) if _holds(rule, piece, document)
            ]
            if mentions:
                made.append(
                    replace(
                        bare,
                        mentions=tuple(sorted(mentions, key=lambda item: (item.at, item.to, item.rule_id))),
                    )
                )
        return made

    def _doc(
        self, batch: Sequence[tuple[int, Piece, list[Word]]], abbreviations: Mapping[str, str]
    ) -> tuple[Doc, SentenceTexts]:
        """One Doc of all words. Words that no rule knows are written "_", so that the vocabulary stays small."""
        tokens: list[str] = []
        starts, ends, texts, places, soft = [], [], [], [], []
        for _, piece, words in batch:
            text, at, _ = spaced(words)
            starts.append(len(tokens))
            soft.append(tuple(len(tokens) + _word_after(words, place) for place in piece.soft))
            tokens.extend(self._token(word.text) for word in words)
            ends.append(len(tokens))
            texts.append(text)
            places.append(at)
        first = set(starts)
        doc = Doc(self._nlp.vocab, words=tokens, sent_starts=[token in first for token in range(len(tokens))])
        sentences = SentenceTexts(starts, ends, texts, places, soft)
        doc.user_data["sentences"] = sentences
        doc.user_data["abbreviations"] = {
            token: abbreviations[word.text]
            for start, (_, _, words) in zip(starts, batch, strict=True)
            for token, word in enumerate(words, start)
            if word.text in abbreviations
        }
        return doc, sentences

    def _token(self, text: str) -> str:
        if text in self._exact:
            return text
        lower = text.lower()
        return lower if lower in self._known else "_"

    def _mention(self, span: Target, sentence: Sentence, piece: Piece, offset: int) -> Mention:
        rule = span.rule.metadata if span.rule else {}
        first, last = span.start - offset, span.end - offset - 1
        at = sentence.at[first]
        to = sentence.at[last] + len(_word_text(sentence, last))
        cues = [_cue(modifier, span, sentence, offset) for modifier in span.modifiers]
        return Mention(
            rule_id=rule["id"],
            kind=rule["kind"],
            role=rule["role"],
            value=rule["value"],
            at=at,
            to=to,
            start=sentence.starts[first],
            end=sentence.ends[last],
            words=sentence.text[at:to],
            slots=span.slots,
            assertion=assertion_of(cues, section_sets=piece.sets),
        )

    def _label_mentions(self, sentence: Sentence) -> list[tuple[FactRule, Mention]]:
        """The pack's `labels:` rules whose label stands before the colon or in the first column."""
        return [
            (rule, Mention(
                rule_id=rule.id, kind=rule.kind, role=rule.role, value=rule.value, at=0, to=len(sentence.label),
                start=sentence.starts[0], end=sentence.end_of(len(sentence.label)), words=sentence.label,
            ))
            for rule in self._labels.get(_label_key(sentence.label), ())
        ]  # fmt: skip


def _anything(text: str) -> bool:  # noqa: ARG001  a scan that finds something everywhere
    return True


def _is_read(stretch: str, hits: Callable[[str], bool], abbreviations: Mapping[str, str]) -> bool:
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


def _batches(
    numbered: Sequence[tuple[int, Piece, list[Word]]],
) -> list[list[tuple[int, Piece, list[Word]]]]:
    """The pieces in groups of bounded size, so that a 500-page note costs per page what one page costs."""
    batches: list[list[tuple[int, Piece, list[Word]]]] = []
    size = _MOST_WORDS_A_DOC
    for item in numbered:
        if size + len(item[2]) > _MOST_WORDS_A_DOC:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += len(item[2])
    return batches


def _bare_sentence(
    piece: Piece, words: Sequence[Word], index: int, text: str, at: tuple[int, ...]
) -> Sentence:
    starts = tuple(word.start for word in words)
    label, label_to = _label_of(piece, words, starts, at, text)
    return Sentence(
        text=text, at=at, starts=starts, ends=tuple(word.end for word in words),
        section=piece.section, heading=piece.heading, part=piece.part, label=label, label_to=label_to,
        cells=tuple(_cell(cell, starts, at, text) for cell in piece.cells),
        header=piece.header, block=piece.block, index=index,
    )  # fmt: skip


def _label_of(
    piece: Piece, words: Sequence[Word], starts: tuple[int, ...], at: tuple[int, ...], text: str
) -> tuple[str, int]:
    """The label of a pair (or a table row's first cell) in normal form, and where its value begins."""
    place = piece.label or (piece.cells[0] if piece.cells else None)
    if place is None:
        return "", 0
    after = bisect_left(starts, place[1])
    label = text[: at[after] if after < len(at) else len(text)]
    if piece.label and after < len(words) and words[after].text in {":", "."}:
        after += 1
        while after < len(words) and words[after].text in {":", ".", "_"}:
            after += 1
    return label.strip(), at[after] if after < len(at) else len(text)


def _cell(cell: tuple[int, int], starts: tuple[int, ...], at: tuple[int, ...], text: str) -> tuple[int, int]:
    first, last = bisect_left(starts, cell[0]), bisect_left(starts, cell[1])
    begin = at[first] if first < len(at) else len(text)
    end = at[last] if last < len(at) else len(text)
    return begin, begin + len(text[begin:end].rstrip())


def _word_after(words: Sequence[Word], place: int) -> int:
    return bisect_left([word.start for word in words], place)


def _word_text(sentence: Sentence, number: int) -> str:
    end = sentence.at[number + 1] if number + 1 < len(sentence.at) else len(sentence.text)
    return sentence.text[sentence.at[number] : end].rstrip()


def _cue(modifier: object, span: Target, sentence: Sentence, offset: int) -> Cue:
    start, end = modifier.modifier_span  # type: ignore[attr-defined]
    before = start < span.start
    first, last = start - offset, end - offset - 1
    return Cue(
        sets=modifier.rule.metadata["sets"],  # type: ignore[attr-defined]
        words=sentence.text[sentence.at[first] : sentence.at[last] + len(_word_text(sentence, last))],
        start=start,
        distance=span.start - end if before else start - span.end,
        before=before,
    )
