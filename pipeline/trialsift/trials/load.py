"""A trial file as a Trial: its own keys, its criteria, its example cases."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from trialsift.criteria import SETTLED_BY, Case, Condition, Criterion, Section, Trial, UlnRange
from trialsift.errors import Fault, FaultsError, TrialError, UsageError
from trialsift.packs.files import patterns_folder
from trialsift.packs.rules import Packs
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode, fault, nearest, plain, read_yaml
from trialsift.trials.book import Book, RefusedError
from trialsift.trials.cases import case_facts
from trialsift.trials.conditions import condition_of

TRIAL_KEYS = {
    "trial": "the trial's id", "title": "its title", "protocol": "version and place of the criteria",
    "criteria": "the list of criteria", "cases": "examples that `trialsift trial check` and the tests try, the silent chart among them",
    "upper_limits": "between which values laboratories set the upper limit of normal, where a note prints none: {bilirubin: [17 umol/L, 26 umol/L]}",
    "status": "recruiting, closed …, as the registry says", "checked": "the date at which status was looked up", "notes": "remarks for readers",
}  # fmt: skip
CRITERION_KEYS = {
    "id": "I1, E1 …; never reused", "says": "the protocol's own words", "include_if": "an inclusion's condition",
    "exclude_if": "an exclusion's condition", "settled_by": "who settles what no note can: " + ", ".join(SETTLED_BY),
    "deciding": "yes: must pass for a candidate", "ask": "the question that settles it", "note": "how it is read, and why",
}  # fmt: skip
SILENT = "the silent chart"


def trial_files(folder: Path | None = None) -> list[Path]:
    """The trial files below patterns/trials/."""
    return sorted(((folder or patterns_folder()) / "trials").glob("*.yaml"))


def load_trial(trial: str | Path, packs: Packs) -> Trial:
    """A trial by the path of its file, or by the id of one that is shipped.

    Raises UsageError when there is none, TrialError with every fault of the file.
    """
    path = Path(trial)
    if not path.is_file():
        shipped = {file.stem: file for file in trial_files()}
        if str(trial) not in shipped:
            raise UsageError(f'there is no trial file "{trial}". {nearest(str(trial), shipped)}'.rstrip())
        path = shipped[str(trial)]
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise TrialError([Fault(file=str(path), line=1, what="is not UTF-8. Save it as UTF-8.")]) from error
    return trial_from(text, packs, file=str(trial))


def trial_from(text: str, packs: Packs, *, file: str) -> Trial:
    """A trial from the text of its file; `file` is the name in messages."""
    book = Book(packs)
    try:
        node = read_yaml(text, file)
    except FaultsError as error:
        raise TrialError(error.faults) from error
    trial: Trial | None = None
    try:
        trial = _trial(book, book.mapping(node, what="a trial file"), text, file)
    except RefusedError:
        trial = None
    if book.faults or trial is None:
        raise TrialError(sorted(set(book.faults), key=lambda item: (item.line, item.what)))
    return trial


def _trial(book: Book, node: MapNode, text: str, file: str) -> Trial:
    book.keys(node, TRIAL_KEYS, what="trial")
    items = node.items()
    for name in ("trial", "criteria", "cases"):
        if name not in items:
            book.faults.append(fault(node, f'missing key "{name}".'))
    if book.faults:
        raise RefusedError
    criteria = tuple(_criteria(book, items["criteria"]))
    faulty = _ids(items["criteria"])  # a criterion that is refused is not also unknown to the cases
    cases = tuple(_cases(book, items["cases"], {*(item.id for item in criteria), *faulty}))
    return Trial(
        id=book.text(items["trial"], what="trial"),
        title=_text(book, items, "title"), protocol=_text(book, items, "protocol"),
        status=_text(book, items, "status"), checked=_text(book, items, "checked"),
        criteria=criteria, cases=cases, file=file, upper_limits=tuple(_upper_limits(book, items.get("upper_limits"))),
        hash=hashlib.sha256(text.encode()).hexdigest(),
    )  # fmt: skip


def _text(book: Book, items: "dict[str, Node] | object", name: str) -> str:
    node = items.get(name) if isinstance(items, dict) else None
    return book.text(node, what=name) if node is not None else ""


def _list(book: Book, node: Node, *, what: str) -> tuple[Node, ...]:
    if not isinstance(node, ListNode) or not node.items:
        raise book.refuse(node, f"{what} must be a list with at least one entry.")
    return node.items


def _criteria(book: Book, node: Node) -> Iterator[Criterion]:
    seen: dict[str, int] = {}
    for item in _list(book, node, what="criteria"):
        try:
            found = _criterion(book, book.mapping(item, what="a criterion"))
        except RefusedError:
            continue
        if found.id in seen:
            book.faults.append(fault(item, f"{found.id} stands twice, first in line {seen[found.id]}."))
        seen.setdefault(found.id, found.line)
        yield found


def _ids(node: Node) -> set[str]:
    """The ids of all criteria of a file, also of those that cannot be read otherwise."""
    held = (
        [item.get("id") for item in node.items if isinstance(item, MapNode)]
        if isinstance(node, ListNode)
        else []
    )
    return {item.text for item in held if isinstance(item, TextNode)}


def _criterion(book: Book, node: MapNode) -> Criterion:
    book.keys(node, CRITERION_KEYS, what="criterion")
    items = node.items()
    for name in ("id", "says"):
        if name not in items:
            raise book.refuse(node, f'a criterion needs "{name}".')
    name = book.text(items["id"], what="id")
    section, condition = _condition(book, node, name)
    settled = book.word(items["settled_by"], SETTLED_BY, what="settled_by") if "settled_by" in items else ""
    if condition is None and not settled:
        raise book.refuse(
            node, f"{name} needs include_if or exclude_if, or settled_by: {', '.join(SETTLED_BY)}."
        )
    return Criterion(
        id=name, section=section, says=book.text(items["says"], what="says"), condition=condition, settled_by=settled,
        deciding="deciding" in items and book.word(items["deciding"], ("yes", "no"), what="deciding") == "yes",
        ask=_text(book, dict(items), "ask"), note=_text(book, dict(items), "note"), line=node.line,
    )  # fmt: skip


def _condition(book: Book, node: MapNode, name: str) -> tuple[Section, Condition | None]:
    include, exclude = node.get("include_if"), node.get("exclude_if")
    if include is not None and exclude is not None:
        raise book.refuse(node, f"{name} has include_if and exclude_if. Keep one.")
    if include is not None:
        return "inclusion", condition_of(book, include)
    if exclude is not None:
        return "exclusion", condition_of(book, exclude)
    if name[:1].upper() not in {"I", "E"}:
        raise book.refuse(
            node, f"{name}: without a condition the id must begin with I (inclusion) or E (exclusion)."
        )
    return ("inclusion" if name[0].upper() == "I" else "exclusion"), None


def _upper_limits(book: Book, node: Node | None) -> Iterator[UlnRange]:
    if node is None:
        return
    from trialsift.units import limit

    vocabulary = book.vocabulary("lab")
    for key, value in book.mapping(node, what="upper_limits").pairs:
        terms = vocabulary.terms if vocabulary else {}
        book.word(key, terms, what="analyte")
        try:
            texts = book.texts(value, what=key.text)
            limits = [limit(text, unit="", analyte=terms[key.text]) for text in texts]
        except ValueError as error:
            book.faults.append(fault(value, str(error)))
            continue
        yield UlnRange(analyte=key.text, low=limits[0].number, high=limits[-1].number)


def _cases(book: Book, node: Node, known: set[str]) -> Iterator[Case]:
    silent = False
    for item in _list(book, node, what="cases"):
        held = item.get("have") if isinstance(item, MapNode) else None
        silent = silent or (isinstance(held, MapNode) and not held.pairs)
        try:
            yield _case(book, book.mapping(item, what="a case"), known)
        except RefusedError:
            continue
    if not silent:
        book.faults.append(
            fault(node, "the silent chart is missing: a case with have: {} and get: all: unknown.")
        )


def _case(book: Book, node: MapNode, known: set[str]) -> Case:
    book.keys(node, ["name", "have", "get", "on"], what="case")
    items = node.items()
    have, get = items.get("have"), items.get("get")
    if not isinstance(have, MapNode) or not isinstance(get, MapNode):
        raise book.refuse(node, "a case needs have: {facts} and get: {criterion: answer}.")
    answers: list[tuple[str, str]] = []
    for key, value in get.pairs:
        if key.text != "all":
            book.word(key, known, what="criterion")
        answers.append((key.text, book.word(value, ("yes", "no", "unknown"), what="answer")))
    return _checked(book, node, _made(book, node, have, answers))


def _checked(book: Book, node: MapNode, case: Case) -> Case:
    """The case, when its facts can be made."""
    try:
        case_facts(case, book.packs)
    except (ValueError, TypeError, KeyError) as error:
        raise book.refuse(node, f'case "{case.name}": {error.args[0] if error.args else error}') from error
    return case


def _made(book: Book, node: MapNode, have: MapNode, answers: list[tuple[str, str]]) -> Case:
    items = node.items()
    default = SILENT if not have.pairs else ", ".join(key.text for key, _ in have.pairs)
    return Case(
        name=_text(book, dict(items), "name") or default, line=node.line, get=tuple(answers),
        have=tuple((key.text, plain(value)) for key, value in have.pairs), on=_text(book, dict(items), "on"),
    )  # fmt: skip
