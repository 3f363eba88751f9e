"""What every test shares: the shipped packs, loaded once."""

import pytest

from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs


@pytest.fixture(scope="session")
def packs() -> Packs:
    return load_packs()
