"""What costs time to make and depends on files alone, kept on disk under a hash of those files.

The form is JSON and never code. A file that is another's, that others may write, that is damaged or was
made by another version is made anew; a folder that cannot be written costs time and nothing else.
"""

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from trialsift.made_by import READS, code_hash

T = TypeVar("T")
FOLDER = "TRIALSIFT_CACHE"  # the environment variable that names the folder; empty: nothing is kept
_READ_ONLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_MOST_FILES = 24
_MOST_BYTES = 64 << 20


def kept(what: str, key: str, make: Callable[[], T]) -> T:
    """What `make` gives, from the disk when it was made of the same things before.

    `make` returns plain JSON (lists and not tuples) and `key` names all that it depends on beside this
    version of trialsift and Python. What `make` raises is raised, and nothing is kept then.
    """
    folder = kept_folder()
    if folder is None:
        return make()
    name = hashlib.sha256("\0".join((what, key, sys.version, code_hash(READS))).encode()).hexdigest()
    path = folder / f"{what}-{name[:32]}.json"
    held = _read(path, name)
    if held is not None:
        return held[0]  # type: ignore[no-any-return]
    made = make()
    with suppress(OSError):
        _write(path, name, made)
    return made


def kept_folder() -> Path | None:
    """Where things are kept: $TRIALSIFT_CACHE, else trialsift in the user's cache folder; None for nowhere."""
    if (named := os.environ.get(FOLDER)) is not None:
        return Path(named) if named else None
    if users := os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA"):
        return Path(users) / "trialsift"
    with suppress(RuntimeError, OSError):  # no home, or one of somebody else, as after sudo
        home = Path.home()
        if _is_own(home.stat()):
            return home / ".cache" / "trialsift"
    return None


def _read(path: Path, name: str) -> tuple[Any] | None:
    """The kept value; None when there is none, or none that may be trusted."""
    try:
        with os.fdopen(os.open(path, _READ_ONLY), "rb") as file:
            found = os.fstat(file.fileno())
            if not (stat.S_ISREG(found.st_mode) and _is_own(found) and found.st_size <= _MOST_BYTES):
                return None
            head, _, body = file.read().partition(b"\n")
        if head != _head(name, body):
            return None
        return (json.loads(body),)
    except (OSError, ValueError):
        return None


def _is_own(found: os.stat_result) -> bool:
    """Whether nobody but this user could have written there. Windows keeps profiles apart by itself."""
    if not hasattr(os, "geteuid"):
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _head(name: str, body: bytes) -> bytes:
    return f"{name} {hashlib.sha256(body).hexdigest()}".encode()


def _write(path: Path, name: str, made: object) -> None:
    """Whole or not at all: under another name first."""
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_head(name, body) + b"\n" + body)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    _thin(path.parent)


def _thin(folder: Path) -> None:
    """Take out the oldest files when there are many: packs that are being edited leave one a try."""
    held = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in held[_MOST_FILES:]:
        path.unlink(missing_ok=True)
