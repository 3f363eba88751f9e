"""What a trial file's nodes are turned into values with: the vocabularies, and the list of faults."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import cast

from trialsift.criteria import Subject
from trialsift.errors import Fault
from trialsift.packs.rules import Packs, Vocabulary
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode, fault, unknown
from trialsift.traits import TRAITS, fields_of

TREATMENTS = frozenset(fields_of("treatment")["class"][1])


class RefusedError(Exception):
    """A node that cannot be used; its fault is already in the book."""


@dataclass
class Book:
    """The packs that words are looked up in, and the faults found so far."""

    packs: Packs
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, node: Node, what: str) -> RefusedError:
        """Note a fault; raise what comes back."""
        self.faults.append(fault(node, what))
        return RefusedError(what)

    def text(self, node: Node, *, what: str) -> str:
        """A scalar's text."""
        if not isinstance(node, TextNode) or not node.text.strip():
            raise self.refuse(node, f"{what} must be one text.")
        return node.text.strip()

    def texts(self, node: Node, *, what: str) -> tuple[str, ...]:
        """A scalar or a list of scalars."""
        items = node.items if isinstance(node, ListNode) else (node,)
        if not items:
            raise self.refuse(node, f"{what} is an empty list. Give at least one.")
        return tuple(self.text(item, what=what) for item in items)

    def mapping(self, node: Node, *, what: str) -> MapNode:
        """A mapping."""
        if not isinstance(node, MapNode) or not node.pairs:
            raise self.refuse(node, f"{what} must be a mapping: {{key: value}}.")
        return node

    def word(self, node: Node, known: Collection[str], *, what: str) -> str:
        """A word out of a closed set."""
        text = self.text(node, what=what)
        if text not in known:
            raise self.refuse(node, unknown(what, text, known))
        return text

    def words(self, node: Node, known: Collection[str], *, what: str) -> tuple[str, ...]:
        """One or several words out of a closed set."""
        items = node.items if isinstance(node, ListNode) else (node,)
        return tuple(self.word(item, known, what=what) for item in items)

    def keys(self, node: MapNode, known: Collection[str], *, what: str) -> None:
        """Every key must be known."""
        for key, _ in node.pairs:
            if key.text not in known:
                self.faults.append(fault(key, f"{what}: {unknown('key', key.text, known)}"))

    def vocabulary(self, kind: str) -> Vocabulary | None:
        """The vocabulary that a kind's words come from."""
        return self.packs.vocab.get(TRAITS[kind].vocabulary)

    def subject(self, node: Node, kind: str, word: str) -> Subject:
        """A word of a vocabulary with everything below and above it. Refuses words it does not hold."""
        if (
            kind == "treatment"
        ):  # "no treatment of any sort" is said of the tumour: not of blood, nor of operations
            wider = frozenset({"any"}) if word not in {"surgery", "transfusion"} else frozenset[str]()
            return Subject(
                word=word,
                members=TREATMENTS if word == "any" else frozenset({word}),
                wider=wider,
            )
        vocabulary = self.vocabulary(kind)
        if vocabulary is None:
            return Subject(word=word, members=frozenset({word}))
        known = set(vocabulary.terms) | {name for term in vocabulary.terms.values() for name in term.is_a}
        if word not in known:
            raise self.refuse(node, unknown(f"{vocabulary.kind} term", word, known))
        members = {term for term in vocabulary.terms if word in vocabulary.ancestors(term)}
        wider = frozenset(vocabulary.ancestors(word))
        parts = {
            part
            for above in wider - {word}
            if above in vocabulary.terms
            for part in cast("Sequence[str]", vocabulary.terms[above].more.get("single", ()))
        }
        return Subject(word=word, members=frozenset({word, *members}), wider=wider, parts=frozenset(parts))


def joined(words: Sequence[str]) -> str:
    """ "a, b or c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
