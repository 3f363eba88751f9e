"""Hits and misses: sentences with the words that count in [[double brackets]]."""

import re
from collections.abc import Iterator

from trialsift.errors import Fault
from trialsift.packs.keys import EXAMPLE_KEYS, key_faults
from trialsift.packs.rules import Example, Place
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode, fault, plain

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def example_faults(node: Node | None, *, owner: str, name: str, marked: bool = False) -> Iterator[Fault]:
    """Faults of one list of hits or misses. marked: every sentence must hold brackets."""
    for item in node.items if isinstance(node, ListNode) else ():
        here = f'{owner}"{name}" item'
        if isinstance(item, MapNode):
            yield from _mapping_faults(item, here=here, name=name)
        if isinstance(item, ListNode):
            yield fault(item, f"{here} must be one text. Put quotes around a sentence that holds [[ ]].")
        sentence = _sentence(item)
        if isinstance(sentence, TextNode):
            yield from _sentence_faults(sentence, here=here, marked=marked)


def example_of(node: Node, place: Place) -> Example:
    """A checked item as an Example: brackets taken out, their places kept."""
    sentence = _sentence(node)
    written = sentence.text if isinstance(sentence, TextNode) else ""
    value = node.get("value") if isinstance(node, MapNode) else None
    return Example(
        text=_MARK.sub(r"\1", written),
        marks=tuple(_marks(written)),
        value=plain(value) if value is not None else None,
        place=place,
    )


def _sentence(item: Node) -> Node | None:
    return item.get("text") if isinstance(item, MapNode) else item


def _marks(written: str) -> Iterator[tuple[int, int]]:
    for count, found in enumerate(_MARK.finditer(written)):
        start = found.start() - 4 * count
        yield start, start + len(found[1])


def _mapping_faults(item: MapNode, *, here: str, name: str) -> Iterator[Fault]:
    yield from key_faults(item, EXAMPLE_KEYS, owner=f"{here}: ")
    value = item.get("value")
    if value is not None and name == "misses":
        yield fault(value, f"{here}: a miss states no value. Delete it.")
    elif value is not None and not isinstance(value, MapNode):
        yield fault(value, f'{here}: "value" must be a mapping: {{max_mm: 40}}.')


def _sentence_faults(sentence: TextNode, *, here: str, marked: bool) -> Iterator[Fault]:
    left = _MARK.sub("", sentence.text)
    if not sentence.text.strip():
        yield fault(sentence, f"{here} holds an empty text. Delete it.")
    elif "[[" in left or "]]" in left or any(not words.strip() for words in _MARK.findall(sentence.text)):
        yield fault(sentence, f"{here}: brackets must be pairs around words: [[like this]].")
    elif any("[[" in words for words in _MARK.findall(sentence.text)):
        yield fault(sentence, f"{here}: brackets must not stand inside brackets.")
    elif marked and not _MARK.search(sentence.text):
        yield fault(sentence, f"{here}: put [[ ]] around the concept that the cue is about.")
