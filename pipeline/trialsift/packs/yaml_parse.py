"""The parser behind yaml_text: YAML's events into nodes, and what is wrong with a file in the author's words."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from trialsift.errors import Fault, FaultsError
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode

_DEEPEST = 40  # no pack or trial nests further; a file that does is damaged

# What the parser says, and what to do about it. The first entry whose words occur in the problem counts.
_REMEDIES = (
    ("expected ',' or", "a bracket is not closed, or text that holds : { } [ ] or , stands without quotes"),
    ("unexpected end of stream", "a quote is opened here and not closed"),
    (
        "unknown escape character",
        "a quote above is not closed, or text in double quotes holds a backslash (use single quotes)",
    ),
    ("'\\t'", "a tab stands at the start of the line; indent with spaces"),
    ("mapping values are not allowed", "text that holds a colon stands without quotes"),
    (
        "expected <block end>",
        "the indentation does not fit the lines above, or quotes end before the text does",
    ),
    ("could not find expected ':'", "this line has no colon after its key"),
    ("cannot start any token", "text that starts with @ ` or % stands without quotes"),
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """One file as far as it could be read: root is None when the YAML itself is broken."""

    root: Node | None
    faults: tuple[Fault, ...] = ()


def parse_yaml(text: str, file: str) -> Parsed:
    """As read_yaml, but keeps what could be read beside the faults, so that checks can go on."""
    try:
        events = _events(text.removeprefix("\ufeff"))
    except YAMLError as error:
        return Parsed(None, (_syntax_fault(error, text, file),))
    builder = _Builder(file, iter(events))
    try:
        root = builder.document()
    except FaultsError as error:  # nested too deep to go on
        return Parsed(None, (*builder.faults, *error.faults))
    return Parsed(root, tuple(builder.faults))


def _events(text: str) -> list[Any]:
    """Parser events, from the C parser where it is installed (twenty times faster).

    What the C parser refuses goes to the Python one, so that messages are the same everywhere.
    """
    try:
        return list(YAML(typ="safe").parse(text))
    except YAMLError:
        return list(YAML(typ="safe", pure=True).parse(text))


def _syntax_fault(error: YAMLError, text: str, file: str) -> Fault:
    if not isinstance(error, MarkedYAMLError):  # a control character; the position is all that is known
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        return Fault(file=file, line=line, what="the file holds a control character. Delete it.")
    problem = str(error.problem)
    remedy = next((words for sign, words in _REMEDIES if sign in problem), problem)
    opened = error.context_mark.line + 1 if error.context_mark else None
    line = error.problem_mark.line + 1
    begun = f" (begun in line {opened})" if opened and opened != line else ""
    return Fault(file=file, line=line, what=f"not readable as YAML{begun}: {remedy}.")


class _Builder:
    """Turns parser events into nodes and gathers what YAML allows and these files do not."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.faults: list[Fault] = []

    def document(self) -> Node | None:
        root: Node | None = None
        for event in self.events:
            if not isinstance(event, DocumentStartEvent):
                continue
            if root is not None:
                self._fault(event, 'a second document starts at "---". Keep one document a file.')
                return root
            root = self._node(next(self.events), 0)
        if root is None:
            self.faults.append(Fault(file=self.file, line=1, what="the file is empty."))
        return root

    def _fault(self, event: Any, what: str) -> None:
        self.faults.append(Fault(file=self.file, line=event.start_mark.line + 1, what=what))

    def _node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line + 1
        self._refuse_extras(event)
        if isinstance(event, ScalarEvent):
            return TextNode(self.file, line, event.value, event.style in ("'", '"', "|", ">"))
        if isinstance(event, SequenceStartEvent | MappingStartEvent):
            return self._collection(event, line, depth + 1)
        return TextNode(self.file, line, "")  # an alias; refused above

    def _collection(self, event: Any, line: int, depth: int) -> Node:
        if depth > _DEEPEST:
            raise FaultsError(
                [Fault(file=self.file, line=line, what=f"nested deeper than {_DEEPEST} levels.")]
            )
        if isinstance(event, SequenceStartEvent):
            return ListNode(self.file, line, tuple(self._node(item, depth) for item in self._until_end()))
        return MapNode(self.file, line, tuple(self._pairs(depth)))

    def _until_end(self) -> Iterator[Any]:
        for event in self.events:
            if type(event).__name__ in ("SequenceEndEvent", "MappingEndEvent"):
                return
            yield event

    def _pairs(self, depth: int) -> Iterator[tuple[TextNode, Node]]:
        seen: dict[str, int] = {}
        for event in self._until_end():
            key = self._node(event, depth)
            value = self._node(next(self.events), depth)
            if not isinstance(key, TextNode) or key.is_empty:
                self._fault(event, "a key must be one word of text.")
            elif key.text in seen:
                self._fault(
                    event, f'key "{key.text}" stands twice, first in line {seen[key.text]}. Keep one.'
                )
            else:
                seen[key.text] = key.line
                yield key, _on_line_of(key, value)

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            self._fault(event, f'alias "*{event.anchor}" is not read here. Write the value out.')
        elif event.anchor:
            self._fault(
                event, f'anchor "&{event.anchor}" is not read here. Write the value out where it is used.'
            )
        if tag := getattr(event, "tag", None):
            shown = str(tag).replace("tag:yaml.org,2002:", "!!")
            self._fault(event, f'tag "{shown}" is not read here. Delete it; all values are text.')


def _on_line_of(key: TextNode, value: Node) -> Node:
    """An empty value stands, for the reader, beside its key; parsers place it on a later line."""
    if isinstance(value, TextNode) and value.is_empty:
        return TextNode(value.file, key.line, "")
    return value
