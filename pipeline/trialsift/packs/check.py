"""All faults of a folder of packs, at once: what each file says, and what the files say together."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from trialsift.errors import Fault
from trialsift.facts import FACT_KINDS
from trialsift.packs.examples import example_faults
from trialsift.packs.files import PackFile, held_in, parsed
from trialsift.packs.keys import DOCUMENTS, FORMS, Form, key_faults, one_of_faults
from trialsift.packs.wording import regex_faults, slot_faults
from trialsift.packs.yaml_text import ListNode, MapNode, Node, TextNode, fault, nearest, unknown

_PHRASED = ("phrases", "labels", "titles", "words", "short", "unless_before", "unless_after")
_SORTED = ("facts", "cues")
# A cue may also be meant for the concepts that `trialsift context` is asked about.
_CUE_KINDS = (*FACT_KINDS, "concept")
_OFTEN = 5  # a vocabulary's own key used so often is meant; a single one like it is a slip


def check(folder: Path) -> list[Fault]:
    """Every fault of the packs below a folder, by file and line; empty when they can be loaded.

    Raises UsageError when there is no such folder of packs.
    """
    return faults_in(parsed(held_in(folder), shown=folder.name))


def faults_in(files: Iterable[PackFile]) -> list[Fault]:
    """As check, of files already read. Checks across files take in what each file could be read as."""
    files = tuple(files)
    found = [item for file in files for item in file.faults]
    for file in files:
        found.extend(_file_faults(file))
    found.extend(_duplicate_faults(files))
    found.extend(_class_faults(files))
    found.extend(_section_faults(files))
    return sorted(found, key=lambda item: (item.file, item.line))


def entries_of(file: PackFile) -> tuple[MapNode, ...]:
    """The rules or terms of a file that are mappings; others are faults of their own."""
    node = file.root.get(FORMS[file.folder].entries) if file.root else None
    return (
        tuple(item for item in node.items if isinstance(item, MapNode)) if isinstance(node, ListNode) else ()
    )


def text_of(node: MapNode, key: str) -> str:
    """The text of a key, "" when it is missing or no text."""
    value = node.get(key)
    return value.text if isinstance(value, TextNode) else ""


def texts_of(node: MapNode, key: str) -> tuple[TextNode, ...]:
    """The texts of a key that holds a list, () when it is missing."""
    value = node.get(key)
    return (
        tuple(item for item in value.items if isinstance(item, TextNode))
        if isinstance(value, ListNode)
        else ()
    )


def _file_faults(file: PackFile) -> Iterator[Fault]:
    if file.root is None:
        return
    form = FORMS[file.folder]
    yield from key_faults(file.root, form.head)
    if file.folder == "facts":
        yield from _kind_faults(file.root)
    held = file.root.get(form.entries)
    for count, item in enumerate(held.items if isinstance(held, ListNode) else (), start=1):
        if isinstance(item, MapNode):
            yield from _entry_faults(item, form, file, owner=f"{form.noun} {text_of(item, 'id') or count}: ")
        else:
            yield fault(item, f"{form.noun} {count}: must be a mapping that begins with id.")
    if file.folder in _SORTED:
        yield from _order_faults(entries_of(file))
    if form.own_keys:
        yield from _own_key_faults(entries_of(file), form)


def _kind_faults(root: MapNode) -> Iterator[Fault]:
    kind = root.get("fact")
    if isinstance(kind, TextNode) and kind.text and kind.text not in FACT_KINDS:
        yield fault(kind, unknown("fact kind", kind.text, FACT_KINDS))


def _entry_faults(item: MapNode, form: Form, file: PackFile, *, owner: str) -> Iterator[Fault]:
    yield from key_faults(item, form.keys, owner=owner, own_keys=form.own_keys)
    if form.one_of:
        yield from one_of_faults(item, form.one_of, owner=owner)
    yield from _id_faults(item, file, owner=owner)
    for key in _PHRASED:
        for text in texts_of(item, key):
            yield from slot_faults(text, owner=f'{owner}"{key}" item', slots=key != "short")
    yield from regex_faults(item, owner=owner)
    for key in ("only", "skips"):
        for text in texts_of(item, key):
            if text.text not in _CUE_KINDS:
                yield fault(text, f'{owner}"{key}" item: {unknown("fact kind", text.text, _CUE_KINDS)}')
    for text in texts_of(item, "documents"):
        if text.text not in DOCUMENTS:
            yield fault(text, f'{owner}"documents" item: {unknown("kind of document", text.text, DOCUMENTS)}')
    for key in ("hits", "misses"):
        yield from example_faults(item.get(key), owner=owner, name=key, marked=file.folder == "cues")


def _id_faults(item: MapNode, file: PackFile, *, owner: str) -> Iterator[Fault]:
    """Ids of facts begin with the file's kind; those of cues and sections have a first part of their own."""
    node, kind = item.get("id"), file.head("fact")
    if not isinstance(node, TextNode) or not node.text or file.folder == "vocab":
        return
    before, _, name = node.text.partition(".")
    if kind and (before != kind or not name):
        yield fault(node, f'{owner}the id must begin with "{kind}." because the file is about {kind}.')
    elif not before or not name:
        yield fault(node, f'{owner}the id needs two parts with a dot between: "neg.no_evidence_of".')


def _order_faults(entries: tuple[MapNode, ...]) -> Iterator[Fault]:
    """The fewest entries that have to be moved for all to stand sorted, each with its place."""
    named = [(text_of(item, "id"), item) for item in entries if text_of(item, "id")]
    kept = _longest_sorted([name for name, _ in named])
    for at, (name, item) in enumerate(named):
        if at not in kept:
            before = max((named[other][0] for other in kept if named[other][0] <= name), default="")
            where = f'behind "{before}"' if before else "to the top"
            yield fault(item, f"rule {name}: rules stand sorted by id. Move it {where}.")


def _longest_sorted(names: list[str]) -> set[int]:
    """The places of the longest run of names that stand sorted, others between them or not."""
    ends: list[str] = []  # the least name with which a sorted run of each length ends
    length: list[int] = []  # of the longest sorted run that ends with each name
    for name in names:
        at = bisect_right(ends, name)
        ends[at : at + 1] = [name]
        length.append(at + 1)
    kept: set[int] = set()
    wanted = len(ends)
    for place in reversed(range(len(names))):
        if length[place] == wanted and (not kept or names[place] <= names[min(kept)]):
            kept.add(place)
            wanted -= 1
    return kept


def _own_key_faults(entries: tuple[MapNode, ...], form: Form) -> Iterator[Fault]:
    """A key of the vocabulary's own that stands once and looks like one that stands often."""
    known = {key.name for key in form.keys}
    counts = Counter(name.text for item in entries for name, _ in item.pairs if name.text not in known)
    often = [name for name, count in counts.items() if count >= _OFTEN]
    for item in entries:
        for name, _ in item.pairs:
            meant = nearest(name.text, often) if counts[name.text] == 1 else ""
            if meant.startswith("Did you mean") and f'"{name.text.rstrip("s")}"' not in meant:
                yield fault(name, f'term {text_of(item, "id")}: unknown key "{name.text}". {meant}')


def _duplicate_faults(files: tuple[PackFile, ...]) -> Iterator[Fault]:
    """Ids stand once among all facts, cues and sections, and once within a vocabulary."""
    seen: dict[tuple[str, str], Node] = {}
    for file in files:
        space = f"{file.head('vocabulary')}." if file.folder == "vocab" else ""
        for item in entries_of(file):
            node = item.get("id")
            if not isinstance(node, TextNode) or not node.text:
                continue
            first = seen.setdefault((space, node.text), node)
            if first is not node:
                what = f'the id "{node.text}" stands already in {first.file}:{first.line}. Choose another.'
                yield fault(node, what)


def _class_faults(files: tuple[PackFile, ...]) -> Iterator[Fault]:
    """Classes that no vocabulary holds, and terms that are their own ancestors."""
    terms = [item for file in files if file.folder == "vocab" for item in entries_of(file)]
    parents = {text_of(item, "id"): tuple(node.text for node in texts_of(item, "is_a")) for item in terms}
    for item in terms:
        owner = f"term {text_of(item, 'id')}: "
        for node in texts_of(item, "is_a"):
            if node.text not in parents:
                known = [name for name in parents if name]
                yield fault(node, f'{owner}"is_a" item: {unknown("term", node.text, known)}')
        if _circular(text_of(item, "id"), parents):
            yield fault(item, f'{owner}"is_a" leads back to the term itself.')


def _section_faults(files: tuple[PackFile, ...]) -> Iterator[Fault]:
    """Sections in which a rule shall speak and that no heading opens: the rule would be silent for ever."""
    rules = [item for file in files if file.folder == "facts" for item in entries_of(file)]
    known = [
        text_of(item, "section") for file in files if file.folder == "sections" for item in entries_of(file)
    ]
    for item in rules:
        for node in texts_of(item, "sections"):
            if node.text not in known:
                what = unknown("section", node.text, sorted(set(known)))
                yield fault(node, f'rule {text_of(item, "id")}: "sections" item: {what}')


def _circular(name: str, parents: Mapping[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    queue = list(parents.get(name, ()))
    while queue:
        parent = queue.pop()
        if parent == name:
            return True
        if parent not in seen:
            seen.add(parent)
            queue.extend(parents.get(parent, ()))
    return False
