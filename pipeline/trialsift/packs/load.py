"""patterns/*.yaml -> Packs: checked rules as frozen values."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from trialsift.errors import PackError
from trialsift.facts import FACT_KINDS
from trialsift.packs.check import entries_of, faults_in, text_of, texts_of
from trialsift.packs.examples import example_of
from trialsift.packs.files import PackFile, hash_of, held_in, parsed, patterns_folder
from trialsift.packs.kept import kept
from trialsift.packs.keys import FORMS
from trialsift.packs.packed import packed, unpacked
from trialsift.packs.rules import (
    CueRule,
    Example,
    FactRule,
    Packs,
    Place,
    Plain,
    SectionRule,
    Term,
    Vocabulary,
)
from trialsift.packs.yaml_text import ListNode, MapNode, Node, plain

__all__ = ["load_packs", "patterns_folder"]

_TERM_KEYS = frozenset(key.name for key in FORMS["vocab"].keys)


def load_packs(folder: Path | None = None) -> Packs:
    """Everything below patterns/ except the trials (default: the shipped packs).

    Every fact kind has an entry in `facts`, empty when no file is about it. Files of one kind or
    one vocabulary are joined in order of their names. Raises PackError with all faults of all files.
    Packs that were checked once are read as they were kept, until a byte of a file changes.
    """
    place = folder or patterns_folder()
    held = held_in(place)
    digest = hash_of(held)
    return unpacked(kept("packs", digest, lambda: packed(_checked(held, digest, shown=place.name))))


def _checked(held: Mapping[str, bytes], digest: str, *, shown: str) -> Packs:
    files = parsed(held, shown=shown)
    if faults := faults_in(files):
        raise PackError(faults)
    return Packs(
        facts=_facts(files),
        vocab=_vocab(files),
        cues=tuple(_cue(item) for item in _entries(files, "cues")),
        sections=tuple(_section(item) for item in _entries(files, "sections")),
        hash=digest,
    )


def _entries(files: tuple[PackFile, ...], folder: str) -> Iterator[MapNode]:
    for file in files:
        if file.folder == folder:
            yield from entries_of(file)


def _facts(files: tuple[PackFile, ...]) -> dict[str, tuple[FactRule, ...]]:
    found: dict[str, list[FactRule]] = {kind: [] for kind in FACT_KINDS}
    for file in files:
        if file.folder == "facts":
            kind = file.head("fact")
            found[kind].extend(_fact(item, kind) for item in entries_of(file))
    return {kind: tuple(rules) for kind, rules in found.items()}


def _vocab(files: tuple[PackFile, ...]) -> dict[str, Vocabulary]:
    sources: dict[str, list[str]] = {}
    terms: dict[str, dict[str, Term]] = {}
    for file in files:
        if file.folder == "vocab":
            kind = file.head("vocabulary")
            sources.setdefault(kind, []).append(file.head("source"))
            terms.setdefault(kind, {}).update({term.id: term for term in _terms(file, kind)})
    return {
        kind: Vocabulary(kind=kind, source="; ".join(dict.fromkeys(sources[kind])), terms=terms[kind])
        for kind in terms
    }


def _terms(file: PackFile, kind: str) -> Iterator[Term]:
    for item in entries_of(file):
        yield Term(
            id=text_of(item, "id"),
            name=text_of(item, "name"),
            kind=kind,
            is_a=_texts(item, "is_a"),
            words=_texts(item, "words"),
            short=_texts(item, "short"),
            more={name: plain(value) for name, value in item.items().items() if name not in _TERM_KEYS},
            misses=_examples(item, "misses"),
            place=_place(item),
        )


def _fact(item: MapNode, kind: str) -> FactRule:
    value = item.get("value")
    return FactRule(
        id=text_of(item, "id"),
        kind=kind,
        role=text_of(item, "role") or "value",
        value=plain(value) if value is not None else None,
        labels=_texts(item, "labels"),
        unless_before=_texts(item, "unless_before"),
        unless_after=_texts(item, "unless_after"),
        sections=_texts(item, "sections"),
        documents=_texts(item, "documents"),
        **_matched(item),
        **_tested(item),
    )


def _cue(item: MapNode) -> CueRule:
    reach = text_of(item, "reach")
    return CueRule(
        id=text_of(item, "id"),
        sets=text_of(item, "sets"),
        direction=text_of(item, "direction") or "forward",  # type: ignore[arg-type]  # a closed set, checked
        reach=int(reach) if reach else None,
        only=_texts(item, "only"),
        skips=_texts(item, "skips"),
        **_matched(item),
        **_tested(item),
    )


def _section(item: MapNode) -> SectionRule:
    return SectionRule(
        id=text_of(item, "id"),
        section=text_of(item, "section"),
        titles=_texts(item, "titles"),
        sets=text_of(item, "sets"),
        document=text_of(item, "document"),
        **_tested(item),
    )


def _matched(item: MapNode) -> dict[str, Any]:
    return {
        "phrases": _texts(item, "phrases"),
        "regex": text_of(item, "regex") or None,
        "why": text_of(item, "why"),
        "case": text_of(item, "case") or "any",
    }


def _tested(item: MapNode) -> dict[str, Any]:
    return {"hits": _examples(item, "hits"), "misses": _examples(item, "misses"), "place": _place(item)}


def _texts(item: MapNode, key: str) -> tuple[str, ...]:
    return tuple(node.text for node in texts_of(item, key))


def _examples(item: MapNode, key: str) -> tuple[Example, ...]:
    node: Node | None = item.get(key)
    held = node.items if isinstance(node, ListNode) else ()
    return tuple(example_of(example, _place(example)) for example in held)


def _place(node: Node) -> Place:
    """Relative to patterns/, where messages name the folder as well."""
    return Place(file=node.file.split("/", 1)[1], line=node.line)


def _value(item: MapNode) -> Plain:
    value = item.get("value")
    return None if value is None else plain(value)
