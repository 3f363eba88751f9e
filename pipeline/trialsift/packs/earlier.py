"""patterns/ as it stands in a git revision, unpacked into a folder."""

import io
import subprocess
import tarfile
from pathlib import Path

from trialsift.errors import UsageError


def unpack_revision(patterns: Path, revision: str, into: Path) -> Path:
    """Write the files of `patterns` as `revision` holds them below `into`; returns the folder.

    Raises UsageError, in plain words, when git is missing, patterns lies in no checkout, or there is no
    such revision.
    """
    command = ["git", "-C", str(patterns), "archive", "--format=tar", revision, "."]
    try:
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed command
    except FileNotFoundError as error:
        raise UsageError(
            "git is not installed, so the last commit cannot be read. Name a folder to compare with: "
            "trialsift packs diff FOLDER"
        ) from error
    if done.returncode:
        raise UsageError(_why(patterns, revision, done.stderr.decode(errors="replace")))
    folder = into / patterns.name
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as held:
        held.extractall(folder, filter="data")
    return folder


def _why(patterns: Path, revision: str, told: str) -> str:
    if "not a git repository" in told:
        return (
            f"{patterns} lies in no git checkout, so it has no last commit. Name a folder to compare with: "
            "trialsift packs diff FOLDER"
        )
    if "not a valid object name" in told or "not a tree object" in told:
        return f'git knows no revision "{revision}" that holds {patterns}. Name a commit, a branch or a tag.'
    return f"git could not give {patterns} at {revision}: {told.strip().splitlines()[-1] if told.strip() else 'no reason given'}"
