"""What every test shares: the shipped packs, loaded once, and a folder of its own for what is kept on disk."""

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from trialsift.packs.kept import FOLDER
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs

# A busy machine is no fault of the code: how long an example takes is for the benches.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


# A shell starts its background jobs deaf to Ctrl-C, and their children with them: a server under test would never end.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
