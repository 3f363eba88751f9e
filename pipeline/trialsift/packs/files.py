"""The files below patterns/ that make a pack: which they are, what they hold, and their common hash."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from trialsift.errors import Fault, UsageError
from trialsift.packs.keys import FORMS
from trialsift.packs.yaml_text import MapNode, TextNode, nearest

_NOT_OURS = ("trials",)  # read by the criteria loader
_BESIDE = (".md", ".txt")  # notes for people may lie between the packs


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFile:
    """One file as read: folder ("facts"), its path below patterns/, and what could be read of it."""

    folder: str
    name: str
    root: MapNode | None
    faults: tuple[Fault, ...]

    def head(self, key: str) -> str:
        """The text of one of the file's own keys, "" when it is missing or no text."""
        node = self.root.get(key) if self.root else None
        return node.text if isinstance(node, TextNode) else ""


def patterns_folder() -> Path:
    """The shipped packs: inside the package when installed, else the checkout's patterns/."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "patterns", package.parents[1] / "patterns"):
        if folder.is_dir():
            return folder
    raise UsageError(
        f"no patterns folder beside {package}. Install trialsift again, or name a folder of packs."
    )


def held_in(folder: Path) -> dict[str, bytes]:
    """What every pack file holds, by its path below the folder, in order of these names.

    Raises UsageError when the folder is not there or holds none of facts, cues, sections, vocab.
    """
    if not any((folder / name).is_dir() for name in FORMS):
        raise UsageError(f"{folder} holds no packs. It needs folders named {', '.join(FORMS)}.")
    named = {path.relative_to(folder).as_posix(): path for path in _paths(folder)}
    return {name: named[name].read_bytes() for name in sorted(named)}


def hash_of(held: Mapping[str, bytes]) -> str:
    """The hash over names and bytes of pack files."""
    digest = hashlib.sha256()
    for name, text in held.items():
        digest.update(f"{name}\0{len(text)}\0".encode() + text)
    return digest.hexdigest()


def parsed(held: Mapping[str, bytes], *, shown: str) -> tuple[PackFile, ...]:
    """The files as read; `shown` is the folder's name in messages."""
    return tuple(_read(name, text, shown=f"{shown}/{name}") for name, text in held.items())


def _paths(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts) or path.name.endswith("~")
        if path.is_file() and not hidden and parts[0] not in _NOT_OURS and path.suffix not in _BESIDE:
            yield path


def _read(name: str, held: bytes, *, shown: str) -> PackFile:
    top = name.split("/")[0]
    found = _misplaced(name, top) or _decoded(held)
    if isinstance(found, tuple):
        line, what = found
        return PackFile(folder=top, name=name, root=None, faults=(Fault(file=shown, line=line, what=what),))
    from trialsift.packs.yaml_parse import parse_yaml

    tree = parse_yaml(found, shown)
    if tree.root is not None and not isinstance(tree.root, MapNode):
        what = f'the file must begin with keys such as "{FORMS[top].head[0].name}: …".'
        more = (Fault(file=shown, line=tree.root.line, what=what),)
        return PackFile(folder=top, name=name, root=None, faults=tree.faults + more)
    return PackFile(folder=top, name=name, root=tree.root, faults=tree.faults)


def _misplaced(name: str, top: str) -> tuple[int, str] | None:
    if "/" not in name or top not in FORMS:
        return 1, f"nothing reads a file in this place. {nearest(top, (*FORMS, *_NOT_OURS))}".rstrip()
    if not name.endswith(".yaml"):
        return 1, "nothing reads a file of this name. Packs end in .yaml."
    return None


def _decoded(held: bytes) -> str | tuple[int, str]:
    try:
        return held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return held.count(b"\n", 0, error.start) + 1, "not UTF-8. Save the file as UTF-8."
