"""YAML read strictly, with every scalar as the text that was written and the line it stands in.

`no`, `1.10` and `12:30` keep their look; quotes are dropped. Repeated keys, anchors, tags, second
documents and unclosed brackets are faults. Packs and trial files are both read with this.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, cast

from rapidfuzz import fuzz, process

from trialsift.errors import Fault, FaultsError
from trialsift.packs.kept import kept

_NEAR = 60.0  # rapidfuzz ratio from which a known word is offered as what was meant
_SHOWN = 12  # a longer list of known words would hide the message


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar as written, without its quotes. `key:` with nothing after it is "" with quoted False."""

    file: str
    line: int
    text: str
    quoted: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing was written, not even ""."""
        return not self.text and not self.quoted


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list, in the order of the file."""

    file: str
    line: int
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, in the order of the file; keys know their own line. No key stands twice."""

    file: str
    line: int
    pairs: "tuple[tuple[TextNode, Node], ...]"

    def get(self, name: str) -> "Node | None":
        """The value of a key, None when the key is not there."""
        return next((value for key, value in self.pairs if key.text == name), None)

    def items(self) -> "Mapping[str, Node]":
        """All values by key, in the order of the file."""
        return {key.text: value for key, value in self.pairs}


Node = TextNode | ListNode | MapNode
Row = list[Any]


def read_yaml(text: str, file: str) -> Node:
    """The file's top node. Raises FaultsError with every fault of the file; `file` is the name in messages.

    A text that was read once without a fault is given as it was kept.
    """

    def read() -> Row:
        from trialsift.packs.yaml_parse import parse_yaml

        parsed = parse_yaml(text, file)
        if parsed.root is None or parsed.faults:
            raise FaultsError(parsed.faults)
        return _row(parsed.root)

    return _from_row(kept("yaml", hashlib.sha256(text.encode()).hexdigest(), read), file)


def _row(node: Node) -> Row:
    """A node as lists and texts, to be kept: its line and its text, its items or its pairs."""
    if isinstance(node, TextNode):
        return [node.line, "quoted" if node.quoted else "text", node.text]
    if isinstance(node, ListNode):
        return [node.line, "list", [_row(item) for item in node.items]]
    return [node.line, "map", [[_row(key), _row(value)] for key, value in node.pairs]]


def _from_row(row: Row, file: str) -> Node:
    line, form, held = row
    if form == "list":
        return ListNode(file, line, tuple(_from_row(item, file) for item in held))
    if form == "map":
        pairs = tuple((_from_row(key, file), _from_row(value, file)) for key, value in held)
        return MapNode(file, line, cast("tuple[tuple[TextNode, Node], ...]", pairs))
    return TextNode(file, line, held, form == "quoted")


def fault(node: Node, what: str) -> Fault:
    """A fault at a node's place."""
    return Fault(file=node.file, line=node.line, what=what)


def nearest(word: str, known: Collection[str]) -> str:
    """A remedy for an unknown word: 'Did you mean "hits"?', else the known words if they are few, else ""."""
    best = process.extractOne(word, sorted(known), scorer=fuzz.ratio, processor=str.lower, score_cutoff=_NEAR)
    if best:
        return f'Did you mean "{best[0]}"?'
    if 0 < len(known) <= _SHOWN:
        return f"Known here: {', '.join(sorted(known))}."
    return ""


def unknown(what: str, word: str, known: Collection[str]) -> str:
    """'unknown key "hit". Did you mean "hits"?'"""
    return f'unknown {what} "{word}". {nearest(word, known)}'.rstrip()


def plain(node: Node) -> Any:
    """The node as str, list and dict."""
    if isinstance(node, TextNode):
        return node.text
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.pairs}
