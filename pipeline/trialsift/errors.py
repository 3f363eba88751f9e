"""Mistakes a user can make or meet, each with where it is, what was found and what to do.

Exit codes: 2 usage, 10 pack, 11 trial, 12 note, 13 gold floor, 130 stopped by Ctrl-C. A command prints these without a
traceback; anything else that escapes is a fault of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class UserError(Exception):
    """Base of all errors that are worded for the person who runs the command."""

    exit_code = 2


class UsageError(UserError):
    """The command line asks for something that is not there."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong in one file: where, what was found, what to do."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.what}"


class FaultsError(UserError):
    """Every fault of a set of files at once, so that they are mended in one go."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class PackError(FaultsError):
    """A file below patterns/ other than a trial cannot be used."""

    exit_code = 10


class TrialError(FaultsError):
    """A trial file cannot be used."""

    exit_code = 11


class NoteError(UserError):
    """A note was refused; the rest of the batch went on."""

    exit_code = 12


class GoldError(FaultsError):
    """A gold file (.ann, expected.json, truth.json, floor.json) cannot be used."""

    exit_code = 13


class GoldFloorError(UserError):
    """A score on the gold notes fell below the floor file."""

    exit_code = 13


class StoppedError(UserError):
    """The user pressed Ctrl-C; the message says what is kept and how to go on."""

    exit_code = 130


class MissingExtraError(UsageError):
    """A part of trialsift that needs an optional package was asked for without it."""

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(
            f"this needs the package {package}, which is not installed. "
            f"Install it with: pip install 'trialsift[{extra}]'"
        )
