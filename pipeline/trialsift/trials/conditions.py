"""A node of a trial file -> Condition: the boolean operators, and the tests of one fact kind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from trialsift.chart import FAMILIES
from trialsift.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Count,
    FactTest,
    FieldTest,
    FirstKnown,
    ForAPerson,
    IfStated,
    Not,
    Period,
    RuledOut,
    Subject,
    Window,
)
from trialsift.facts import FACT_KINDS
from trialsift.packs.rules import Term
from trialsift.packs.yaml_text import ListNode, MapNode, Node, fault, unknown
from trialsift.traits import TRAITS, fields_of
from trialsift.trials.book import TREATMENTS, Book, RefusedError
from trialsift.trials.tests import OPERATORS, field_tests, operators_of
from trialsift.units import period

# key -> (the words it takes, what it means): the reference page is made from this table.
WORD_KEYS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "pick": (("newest", "oldest", "worst", "any", "all", "agree"), "which facts decide when several are there (agree: all that affirm or deny must agree, or it is unknown)"),
    "ties": (("agree", "any", "all", "worst"), "what facts of the picked day must do (default: agree, or it is unknown)"),
    "absent": (("no", "yes", "unknown", "ignored"), "what a documented absence answers (default: no)"),
    "outside": (("no", "ignored"), "what a fact outside the window answers (default: ignored)"),
    "undated": (("unknown", "ignored"), "what a fact without a date does when there is a window (default: leaves it open)"),
    "doubt": (("yields", "counts", "ignored"), "whether doubtful mentions give way to plain ones, count by date, or never count"),
    "person": (("patient", "relative"), "whose facts (default: patient)"),
}  # fmt: skip
LIST_KEYS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "time": (
        ("now", "past", "planned"),
        "which times count (default: now; treatments and conditions also past)",
    ),
    "about": (
        ("this_tumour", "other_tumour", "no_tumour"),
        "which tumour (default: this one; treatments and conditions any; no_tumour: a drug for another illness)",
    ),
}
WINDOW_KEYS = {
    "within": "at most so long before the screening date", "before": "at least so long before it",
    "within_days": "the same, a number of days", "within_weeks": "weeks", "within_months": "months",
    "since": "not before the fact that this test picks",
}  # fmt: skip
OTHER_KEYS = {
    "from": "only these sources: pathology, mri, ct, … (the modality, or else the kind of document)",
    "where": "select facts by other fields before anything is asked",
    "count": "how many facts must pass: {at_least: 2, together: 24 hours, per: day}",
    "ask": "the question that settles it", "who": "who can answer it",
}  # fmt: skip
BOOLEANS = {
    "all": "yes when every part is", "any": "yes when one part is", "not": "the opposite",
    "at_least_n_of": "{n: 2, of: [...]}: yes when so many parts are", "first_known": "the first part that is not unknown",
    "if_stated": "left out where the notes are silent (of a list: each word by itself)", "for_a_person": "words: a part that is always unknown and asked of a person",
    "that": "with ruled_out_by: the answer of that; where unknown, no when the other is yes",
}  # fmt: skip
PAST_TOO = frozenset({"treatment", "condition"})


def condition_of(book: Book, node: Node) -> Condition:
    """The condition of a node. Raises RefusedError, with the faults in the book, when it is none."""
    mapping = book.mapping(node, what="a condition")
    names = [key.text for key, _ in mapping.pairs]
    if set(names) == {"that", "ruled_out_by"}:
        return RuledOut(
            part=condition_of(book, mapping.items()["that"]),
            by=condition_of(book, mapping.items()["ruled_out_by"]),
        )
    if len(names) != 1:
        raise book.refuse(
            mapping, f"a condition has one key, found {', '.join(names)}. Put them under all: or any:."
        )
    key, value = mapping.pairs[0]
    if key.text in FACT_KINDS:
        return fact_test(book, key.text, value)
    if key.text in _JOINED:
        return _JOINED[key.text](book, value)
    raise book.refuse(key, unknown("fact kind or operator", key.text, [*FACT_KINDS, *BOOLEANS]))


def _parts(book: Book, node: Node) -> tuple[Condition, ...]:
    if not isinstance(node, ListNode) or not node.items:
        raise book.refuse(node, "needs a list of conditions.")
    found: list[Condition] = []
    for item in node.items:
        try:
            found.append(condition_of(book, item))
        except RefusedError:
            continue
    if len(found) < len(node.items):
        raise RefusedError
    return tuple(found)


def _at_least(book: Book, node: Node) -> Condition:
    mapping = book.mapping(node, what="at_least_n_of")
    book.keys(mapping, ["n", "of"], what="at_least_n_of")
    number, parts = mapping.get("n"), mapping.get("of")
    if number is None or parts is None:
        raise book.refuse(mapping, "at_least_n_of needs n and of.")
    found = AtLeastOf(number=_whole(book, number), parts=_parts(book, parts))
    if found.number > len(found.parts):
        raise book.refuse(
            mapping, f"{found.number} of {len(found.parts)} parts can never hold. Lower n, or add parts."
        )
    return found


def _whole(book: Book, node: Node) -> int:
    text = book.text(node, what="a number")
    if not text.isdecimal() or int(text) == 0:
        raise book.refuse(node, f'"{text}" must be a whole number above 0.')
    return int(text)


_JOINED: Mapping[str, Callable[[Book, Node], Condition]] = {
    "all": lambda book, node: AllOf(parts=_parts(book, node)),
    "any": lambda book, node: AnyOf(parts=_parts(book, node)),
    "not": lambda book, node: Not(part=condition_of(book, node)),
    "at_least_n_of": _at_least,
    "first_known": lambda book, node: FirstKnown(parts=_parts(book, node)),
    "if_stated": lambda book, node: IfStated(part=condition_of(book, node)),
    "for_a_person": lambda book, node: ForAPerson(words=book.text(node, what="for_a_person")),
}


def fact_test(book: Book, kind: str, node: Node) -> FactTest:
    """The test of one fact kind; a bare word tests the kind's main field or subject."""
    traits = TRAITS[kind]
    if not isinstance(node, MapNode):
        main = traits.subject or traits.field
        if not main:
            book.word(node, ["present"], what=kind)
            return _with_defaults(FactTest(kind=kind, pick="newest", line=node.line), set())
        raise book.refuse(node, f"{kind} needs a mapping, with pick: {{is: …, pick: newest}}.")
    known = _known_keys(kind)
    book.keys(node, known, what=kind)
    items = {key.text: value for key, value in node.pairs if key.text in known}
    subjects = _subjects(book, kind, node, items)
    if "pick" not in items:
        raise book.refuse(node, f"{kind} needs pick: newest, oldest, worst, any or all.")
    test = FactTest(
        kind=kind, subjects=subjects, tests=tuple(_tests(book, kind, node, items, subjects)),
        where=tuple(_where(book, kind, items)), window=_window(book, items), count=_count(book, items),
        sources=book.words(items["from"], _sources(kind), what="source") if "from" in items else (),
        ask=book.text(items["ask"], what="ask") if "ask" in items else "",
        who=book.text(items["who"], what="who") if "who" in items else "",
        line=node.line, **_worded(book, items),
    )  # fmt: skip
    return _with_defaults(test, set(items))


def _sources(kind: str) -> tuple[str, ...]:
    """Where a fact of a kind can come from: what the kind itself states of its source, and the families of documents."""
    own = fields_of(kind)[TRAITS[kind].source][1] if TRAITS[kind].source else ()
    return tuple(dict.fromkeys((*own, *FAMILIES)))


def _known_keys(kind: str) -> list[str]:
    own = [*fields_of(kind), *OPERATORS, "unclear"]
    return [*own, *WORD_KEYS, *LIST_KEYS, *WINDOW_KEYS, *OTHER_KEYS]


def _with_defaults(test: FactTest, given: set[str]) -> FactTest:
    """Treatments and conditions of the past count, and about is no question of theirs, unless the file says."""
    if test.kind not in PAST_TOO:
        return test
    times = test.times if "time" in given else ("now", "past")
    about = test.about if "about" in given else ("this_tumour", "other_tumour")
    return replace(test, times=times, about=about)


def _worded(book: Book, items: Mapping[str, Node]) -> dict[str, Any]:
    found: dict[str, Any] = {
        name: book.word(items[name], words, what=name)
        for name, (words, _) in WORD_KEYS.items()
        if name in items
    }
    for name, (words, _) in LIST_KEYS.items():
        if name in items:
            found["times" if name == "time" else name] = book.words(items[name], words, what=name)
    return found


def _subjects(book: Book, kind: str, node: MapNode, items: Mapping[str, Node]) -> tuple[Subject, ...]:
    """What the facts must be about: under the subject's own name, or with is, one_of, is_a."""
    subject = TRAITS[kind].subject
    if not subject:
        return ()
    name = "class" if kind == "treatment" else subject
    given = [items[key] for key in (name, "is", "one_of", "is_a") if key in items]
    if len(given) != 1:
        if not given and kind == "treatment" and "agent" in items:
            return (book.subject(node, kind, "any"),)
        raise book.refuse(node, f"{kind} needs {name}: which {TRAITS[kind].label} is meant.")
    held = given[0].items if isinstance(given[0], ListNode) else (given[0],)
    found = []
    for item in held:
        word = book.text(item, what=name)
        if kind == "treatment":
            book.word(item, TREATMENTS, what="treatment class")
        found.append(book.subject(item, kind, word))
    return tuple(found)


def _tests(
    book: Book, kind: str, node: MapNode, items: Mapping[str, Node], subjects: tuple[Subject, ...]
) -> list[FieldTest]:
    traits, analytes = TRAITS[kind], _analytes(book, kind, subjects)
    own = {"class" if kind == "treatment" else traits.subject}
    found: list[FieldTest] = []
    main = operators_of(node)
    if main is not None and traits.subject:
        main = MapNode(
            main.file,
            main.line,
            tuple(pair for pair in main.pairs if pair[0].text not in {"is", "one_of", "is_a"}),
        )
    if main is not None and main.pairs:
        if not traits.field:
            raise book.refuse(main, f"{kind} has no value to compare; its presence is the answer.")
        found += field_tests(book, kind, traits.field, main, analytes=analytes)
    for name in fields_of(kind):
        if name in items and name not in own:
            found += field_tests(book, kind, name, items[name], analytes=analytes)
    return found


def _analytes(book: Book, kind: str, subjects: tuple[Subject, ...]) -> list[Term]:
    vocabulary = book.vocabulary(kind) if kind == "lab" else None
    return (
        [vocabulary.terms[item.word] for item in subjects if item.word in vocabulary.terms]
        if vocabulary
        else []
    )


def _where(book: Book, kind: str, items: Mapping[str, Node]) -> list[FieldTest]:
    if "where" not in items:
        return []
    mapping = book.mapping(items["where"], what="where")
    book.keys(mapping, fields_of(kind), what=f"where of {kind}")
    return [
        test for key, value in mapping.pairs if key.text in fields_of(kind) for test in field_tests(book, kind, key.text, value)
    ]  # fmt: skip


def _window(book: Book, items: Mapping[str, Node]) -> Window | None:
    given = [name for name in WINDOW_KEYS if name in items]
    if not given:
        return None
    if len(given) > 1:
        raise book.refuse(items[given[1]], f"give one of {' and '.join(given)}.")
    name, node = given[0], items[given[0]]
    if name == "since":
        return Window(op="since", relative_to=_other_fact(book, node))
    if name.startswith("within_"):
        unit = cast("Any", name.removeprefix("within_"))
        return Window(op="within", period=Period(number=_whole(book, node), unit=unit))
    return _period_window(book, name, node)


def _period_window(book: Book, name: str, node: Node) -> Window:
    """ "6 months", or {period: 6 months, of: {treatment: …}} against another fact."""
    relative = None
    if isinstance(node, MapNode):
        book.keys(node, ["period", "of"], what=name)
        other = node.get("of")
        if other is None or node.get("period") is None:
            raise book.refuse(node, f"{name} needs period and of, or just a period: 6 months.")
        relative = _other_fact(book, other)
        node = node.items()["period"]
    try:
        found = period(book.text(node, what=name))
    except ValueError as error:
        raise book.refuse(node, f"{name}: {error}") from error
    return Window(op=cast("Any", name), period=found, relative_to=relative)


def _other_fact(book: Book, node: Node) -> FactTest:
    found = condition_of(book, node)
    if not isinstance(found, FactTest):
        raise book.refuse(node, "a window is measured against one fact, not against all, any or not.")
    return found


def _count(book: Book, items: Mapping[str, Node]) -> Count | None:
    if "count" not in items:
        return None
    mapping = book.mapping(items["count"], what="count")
    book.keys(mapping, ["at_least", "together", "per"], what="count")
    held = mapping.items()
    if "at_least" not in held:
        raise book.refuse(mapping, "count needs at_least.")
    try:
        together = period(book.text(held["together"], what="together")) if "together" in held else None
    except ValueError as error:
        book.faults.append(fault(held["together"], f"together: {error}"))
        raise RefusedError from error
    per = book.word(held["per"], ["fact", "lesion", "day"], what="per") if "per" in held else "fact"
    return Count(at_least=_whole(book, held["at_least"]), together=together, per=cast("Any", per))
