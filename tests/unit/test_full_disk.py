"""A full disk is told in a sentence that says what is kept; other faults of the system are not taken for one."""

import errno
import os
import re
import sqlite3
from pathlib import Path

import pytest

from trialsift.commands.output import stoppable
from trialsift.errors import UserError
from trialsift.store import Store


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), sqlite3.OperationalError("database or disk is full")],
    ids=["file", "store"],
)
def test_what_is_kept_is_said(error: Exception) -> None:
    with (
        pytest.raises(UserError, match=r"The results cannot be written: .*\. What was read is kept\."),
        stoppable("What was read is kept."),
    ):
        raise error


def test_another_fault_stays_what_it_is() -> None:
    with pytest.raises(PermissionError), stoppable("What was read is kept."):
        raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_READONLY, "cannot be opened for writing (attempt to write a readonly database)"),
        (sqlite3.SQLITE_NOTADB, "is no trialsift store (attempt to write a readonly database)"),
    ],
)
def test_a_store_that_may_not_be_written_is_not_said_to_be_none(
    code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = sqlite3.OperationalError("attempt to write a readonly database")
    error.sqlite_errorcode = code

    def connect(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(sqlite3, "connect", connect)
    with pytest.raises(UserError, match=re.escape(words)):
        Store(tmp_path / "trialsift.sqlite")
