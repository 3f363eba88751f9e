"""The keys that each kind of pack file knows, and the checks of one mapping against its table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from trialsift.chart import FAMILIES
from trialsift.errors import Fault
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode, fault, unknown

Shape = Literal["text", "texts", "whole", "plain", "examples", "rules"]
CUE_SETS = (
    "absent", "uncertain", "present", "past", "now", "planned", "relative", "patient", "stop", "nothing",
)  # fmt: skip
DOCUMENTS = (*FAMILIES, "ecg")
SECTION_SETS = CUE_SETS[:-2]  # a heading neither ends a scope nor hides another cue


@dataclass(frozen=True, slots=True)
class Key:
    """One key: the shape of its value, whether it must be there, and its closed set of words if it has one."""

    name: str
    shape: Shape = "text"
    required: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of pack file: its own keys, the key that holds its entries, and the keys of an entry.

    `noun` is what messages call an entry. one_of are keys of which exactly one is filled.
    own_keys: entries may hold further keys, which mean something to the vocabulary's readers.
    """

    head: tuple[Key, ...]
    entries: str
    noun: str
    keys: tuple[Key, ...]
    one_of: tuple[str, ...] = ()
    own_keys: bool = False


_EXAMPLES = (Key("hits", "examples", required=True), Key("misses", "examples", required=True))
_CASE = Key("case", words=("any", "exact"))

FORMS = {
    "facts": Form(
        head=(Key("fact", required=True), Key("rules", "rules", required=True)),
        entries="rules",
        noun="rule",
        keys=(
            Key("id", required=True), Key("role"), Key("value", "plain"), Key("phrases", "texts"),
            Key("regex"), Key("why"), Key("labels", "texts"), _CASE, Key("unless_before", "texts"),
            Key("unless_after", "texts"), Key("sections", "texts"), Key("documents", "texts"), *_EXAMPLES,
        ),
        one_of=("phrases", "regex", "labels"),
    ),
    "cues": Form(
        head=(Key("cues", required=True), Key("rules", "rules", required=True)),
        entries="rules",
        noun="rule",
        keys=(
            Key("id", required=True), Key("phrases", "texts"), Key("regex"), Key("why"),
            Key("sets", required=True, words=CUE_SETS),
            Key("direction", words=("forward", "backward", "both")), Key("reach", "whole"),
            Key("only", "texts"), Key("skips", "texts"), _CASE, *_EXAMPLES,
        ),
        one_of=("phrases", "regex"),
    ),
    "sections": Form(
        head=(Key("sections", required=True), Key("rules", "rules", required=True)),
        entries="rules",
        noun="rule",
        keys=(
            Key("id", required=True), Key("section", required=True), Key("titles", "texts", required=True),
            Key("sets", words=SECTION_SETS), Key("document"), *_EXAMPLES,
        ),
    ),
    "vocab": Form(
        head=(
            Key("vocabulary", required=True), Key("source", required=True),
            Key("terms", "rules", required=True),
        ),
        entries="terms",
        noun="term",
        keys=(
            Key("id", required=True), Key("name", required=True), Key("is_a", "texts"),
            Key("words", "texts"), Key("short", "texts"), Key("misses", "examples"),
        ),
        own_keys=True,
    ),
}  # fmt: skip
EXAMPLE_KEYS = (Key("text", required=True), Key("value", "plain"))


def key_faults(
    node: MapNode, keys: tuple[Key, ...], *, owner: str = "", own_keys: bool = False
) -> Iterator[Fault]:
    """Unknown and missing keys, and values of the wrong shape or outside their closed set.

    `owner` begins every message ("rule ecog.ps: "). With own_keys only what looks like a misspelt
    known key is refused.
    """
    known = {key.name: key for key in keys}
    for name, value in node.pairs:
        if name.text in known:
            yield from _value_faults(value, known[name.text], owner)
        elif not own_keys or "Did you mean" in unknown("key", name.text, known):
            yield fault(name, f"{owner}{unknown('key', name.text, known)}")
    for key in keys:
        if key.required and node.get(key.name) is None:
            yield fault(node, f'{owner}missing key "{key.name}".')


def one_of_faults(node: MapNode, names: tuple[str, ...], *, owner: str) -> Iterator[Fault]:
    """Exactly one of some keys must be there."""
    found = [name for name in names if node.get(name) is not None]
    wanted = f"{', '.join(names[:-1])} or {names[-1]}"
    if not found:
        yield fault(node, f"{owner}needs one of {wanted}.")
    elif len(found) > 1:
        yield fault(
            node, f"{owner}has {' and '.join(found)}; give exactly one of {wanted}, and split the rule."
        )


def _value_faults(value: Node, key: Key, owner: str) -> Iterator[Fault]:
    if isinstance(value, TextNode) and value.is_empty:
        yield fault(value, f'{owner}"{key.name}" has no value. Fill it in, or delete the key.')
    elif key.words and isinstance(value, TextNode) and value.text not in key.words:
        yield fault(value, f"{owner}{unknown(key.name, value.text, key.words)}")
    else:
        yield from _SHAPES[key.shape](value, f'{owner}"{key.name}"')


def _text_faults(value: Node, named: str) -> Iterator[Fault]:
    if not isinstance(value, TextNode):
        yield fault(value, f"{named} must be one text. Put quotes around text that holds [ ] or {{ }}.")
    elif not value.text.strip():
        yield fault(value, f"{named} holds an empty text. Delete it.")


def _whole_faults(value: Node, named: str) -> Iterator[Fault]:
    if not isinstance(value, TextNode) or not value.text.isdecimal() or int(value.text) == 0:
        yield fault(value, f"{named} must be a whole number above 0.")


def _plain_faults(_value: Node, _named: str) -> Iterator[Fault]:
    yield from ()


def _list_faults(value: Node, named: str) -> Iterator[Fault]:
    if not isinstance(value, ListNode):
        yield fault(value, f"{named} must be a list: [one, two].")
    elif not value.items:
        yield fault(value, f"{named} is an empty list. Give at least one.")


def _texts_faults(value: Node, named: str) -> Iterator[Fault]:
    yield from _list_faults(value, named)
    seen: set[str] = set()
    for item in value.items if isinstance(value, ListNode) else ():
        yield from _text_faults(item, f"{named} item")
        if isinstance(item, TextNode):
            if item.text in seen:
                yield fault(item, f'{named} holds "{item.text}" twice. Keep one.')
            seen.add(item.text)


_SHAPES: dict[Shape, Callable[[Node, str], Iterator[Fault]]] = {
    "text": _text_faults,
    "texts": _texts_faults,
    "whole": _whole_faults,
    "plain": _plain_faults,
    "examples": _list_faults,  # each example is looked at in examples.py
    "rules": _list_faults,
}
