"""What commands write: lines of JSON, the count of what came in, and what was set aside by name."""

import errno
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

from trialsift.errors import NoteError, StoppedError, UsageError, UserError
from trialsift.note import Refusal

_DISK = frozenset({errno.ENOSPC, errno.EROFS, errno.EIO, getattr(errno, "EDQUOT", errno.ENOSPC)})


class Tally:
    """Counts what came in, what was done and what was refused; tells it at the end on standard error."""

    def __init__(self) -> None:
        self.done = 0
        self.refused: list[Refusal] = []

    def refuse(self, where: str, reason: str) -> None:
        """Note one thing that could not be worked off."""
        self.refused.append(Refusal(source=where, reason=reason))

    def close(self, *, what: str = "notes") -> None:
        """Print the count; raise NoteError when something was refused."""
        total = self.done + len(self.refused)
        if not self.refused:
            sys.stderr.write(f"{total} {what} in: {self.done} done, 0 refused\n")
            return
        reasons = Counter(f"{item.source}: {item.reason}" for item in self.refused)
        raise NoteError(
            "\n".join([*reasons, f"{total} {what} in: {self.done} done, {len(self.refused)} refused"])
        )


@contextmanager
def stoppable(message: str) -> Iterator[None]:
    """Ctrl-C or a full disk becomes a message that says what is kept and how to go on; Ctrl-C with exit code 130."""
    try:
        yield
    except KeyboardInterrupt as error:
        raise StoppedError(f"\nStopped. {message}") from error
    except sqlite3.OperationalError as error:
        raise UserError(f"The results cannot be written: {error}. {message}") from error
    except OSError as error:
        if error.errno not in _DISK:
            raise
        raise UserError(f"The results cannot be written: {error.strerror}. {message}") from error


@contextmanager
def writing(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if out is None:
        with nullcontext(sys.stdout) as stream:
            yield stream
        return
    if out.is_dir():
        raise UsageError(f"{out}: is a folder. Name the file to write.")
    part = out.with_name(out.name + ".part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        stream = part.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    with stream:
        yield stream
    part.replace(out)


def write_line(stream: TextIO, row: object) -> None:
    """One JSON value as one line."""
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
