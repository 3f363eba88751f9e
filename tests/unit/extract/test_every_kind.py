"""Every fact kind is written: its value, its reader, its words, and what the criteria language knows of it."""

from importlib.util import find_spec

import pytest

from trialsift.facts import FACT_KINDS
from trialsift.packs.rules import Packs
from trialsift.traits import TRAITS


@pytest.mark.parametrize("kind", FACT_KINDS)
def test_a_kind_is_written(kind: str, packs: Packs) -> None:
    assert find_spec(f"trialsift.extract.{kind}") is not None
    assert kind in TRAITS
    vocabulary = {"histology", "lab"}  # these have their words in patterns/vocab
    assert packs.facts[kind] or kind in vocabulary
