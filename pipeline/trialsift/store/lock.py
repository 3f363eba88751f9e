"""One run at a time writes to a store: a lock that the system takes away with the process that held it."""

import os
from pathlib import Path

from trialsift.errors import UsageError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Lock:
    """The right to write to a store, held until it is closed or forgotten.

    Raises UsageError when another run holds it, OSError when the file beside the store cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._file: int | None = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(self._file)
        except OSError as error:
            self.close()
            raise UsageError(
                f"{path}: another run of trialsift is writing to this store. Wait until it is through, or name "
                "another folder with --out."
            ) from error

    def close(self) -> None:
        """Let others write."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __del__(self) -> None:
        self.close()


def _take(file: int) -> None:
    if fcntl is not None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    elif os.name == "nt":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
