"""What every test shares: the shipped packs, loaded once, and a folder of its own for what is kept on disk."""

import os
import tempfile
from collections.abc import Iterator

import pytest

from trialsift.packs.kept import FOLDER
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs


@pytest.fixture(scope="session", autouse=True)
def _kept_apart() -> Iterator[None]:
    """Nothing that a test keeps is found by a user's command, nor the other way round."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FOLDER] = folder
        yield
        del os.environ[FOLDER]


@pytest.fixture(scope="session")
def packs(_kept_apart: None) -> Packs:
    return load_packs()
