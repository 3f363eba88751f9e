"""The operators on one field of a fact: {at_least: 5 cm}, {one_of: [3, high]}, or a bare word."""

from collections.abc import Mapping, Sequence

from trialsift.criteria import FieldTest, Limit, Op
from trialsift.packs.rules import Term
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode
from trialsift.traits import TRAITS, fields_of
from trialsift.trials.book import Book
from trialsift.units import limit

WORD_OPS: Mapping[str, Op] = {"is": "is", "one_of": "one_of", "is_a": "is_a"}
NUMBER_OPS: Mapping[str, Op] = {
    "at_least": "at_least", "at_most": "at_most", "more_than": "more_than", "less_than": "less_than", "between": "between",
}  # fmt: skip
OPERATORS: Mapping[str, Op] = {**WORD_OPS, **NUMBER_OPS}


def field_tests(
    book: Book, kind: str, field: str, node: Node, *, analytes: Sequence[Term] = ()
) -> list[FieldTest]:
    """The tests that one field's node stands for: a word means is, a list one_of, a mapping its operators."""
    if isinstance(node, TextNode):
        return [_test(book, kind, field, "is", node, None, analytes)]
    if isinstance(node, ListNode):
        return [_test(book, kind, field, "one_of", node, None, analytes)]
    book.keys(node, [*OPERATORS, "unclear"], what=f"{kind} {field}")
    unclear = node.get("unclear")
    return [
        _test(book, kind, field, OPERATORS[key.text], value, unclear, analytes)
        for key, value in node.pairs
        if key.text in OPERATORS
    ]


def _test(
    book: Book, kind: str, field: str, op: Op, node: Node, unclear: Node | None, analytes: Sequence[Term]
) -> FieldTest:
    shape, words = fields_of(kind)[field]
    vague = _known(book, unclear, words, kind, field) if unclear is not None else ()
    if shape == "number":
        return FieldTest(
            field=field,
            op="between" if op == "one_of" else op,
            limits=_limits(book, kind, field, op, node, analytes),
        )
    if op in NUMBER_OPS.values():
        raise book.refuse(node, f"{kind} {field} is a word. {op} needs a number; use is or one_of.")
    found = _known(book, node, words, kind, field)
    members, wider = _classes(book, kind, field, node, found)
    return FieldTest(field=field, op=op, words=found, unclear=vague, members=members, wider=wider)


def _known(book: Book, node: Node, words: Sequence[str], kind: str, field: str) -> tuple[str, ...]:
    what = f"{kind} {field}"
    return book.words(node, words, what=what) if words else book.texts(node, what=what)


def _classes(
    book: Book, kind: str, field: str, node: Node, words: Sequence[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """For words of the kind's vocabulary: everything below them, and everything above."""
    if field != TRAITS[kind].field or not TRAITS[kind].vocabulary:
        return frozenset(), frozenset()
    items = node.items if isinstance(node, ListNode) else (node,)
    subjects = [book.subject(item, kind, word) for item, word in zip(items, words, strict=True)]
    members = frozenset(name for subject in subjects for name in subject.members)
    return members, frozenset(name for subject in subjects for name in subject.wider) - members


def _limits(
    book: Book, kind: str, field: str, op: Op, node: Node, analytes: Sequence[Term]
) -> tuple[Limit, ...]:
    texts = book.texts(node, what=f"{kind} {field}")
    if op == "between" and len(texts) != 2:
        raise book.refuse(node, f"{kind} {field}: between needs two limits: [18 years, 75 years].")
    if op not in {"between", "one_of"} and len(texts) != 1:
        raise book.refuse(node, f"{kind} {field}: {op} takes one limit.")
    found = [_limit(book, kind, field, node, text, analytes) for text in texts]
    if op == "between" and found[0].number > found[1].number:
        raise book.refuse(
            node,
            f"{kind} {field}: between {texts[0]} and {texts[1]} lies nothing. Write the lower limit first.",
        )
    if op == "one_of":
        found = _as_range(book, node, found)
    return tuple(found * 2) if op == "is" else tuple(found)


def _as_range(book: Book, node: Node, limits: list[Limit]) -> list[Limit]:
    """[0, 1, 2] as the range from 0 to 2; numbers with gaps between are refused."""
    numbers = sorted(int(item.number) for item in limits)
    if numbers != list(range(numbers[0], numbers[-1] + 1)) or any(item.number % 1 for item in limits):
        raise book.refuse(node, "one_of on a number takes whole numbers without gaps; else use any.")
    ordered = sorted(limits, key=lambda item: item.number)
    return [ordered[0], ordered[-1]]


def _limit(book: Book, kind: str, field: str, node: Node, text: str, analytes: Sequence[Term]) -> Limit:
    try:
        if kind == "lab" and field == "value":
            found = {limit(text, unit="", analyte=analyte) for analyte in analytes}
            if len(found) != 1:
                raise book.refuse(
                    node, "these analytes have different units; test each by itself inside any or all."
                )
            return found.pop()
        return limit(text, unit=_unit(kind, field))
    except ValueError as error:
        raise book.refuse(node, f"{kind} {field}: {error}") from error


def _unit(kind: str, field: str) -> str:
    if field == TRAITS[kind].field:
        return TRAITS[kind].unit
    if field.endswith("_mm"):
        return "mm"
    return "days" if field.endswith("_days") else ""


def is_operator(name: str) -> bool:
    """Whether a key is an operator on the kind's main field."""
    return name in OPERATORS or name == "unclear"


def operators_of(node: MapNode) -> MapNode | None:
    """The operators that stand directly in a fact test, as if under its main field."""
    pairs = tuple((key, value) for key, value in node.pairs if is_operator(key.text))
    return MapNode(node.file, node.line, pairs) if pairs else None
