"""A full disk is told in a sentence that says what is kept; other faults of the system are not taken for one."""

import errno
import os
import sqlite3

import pytest

from trialsift.commands.output import stoppable
from trialsift.errors import UserError


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
