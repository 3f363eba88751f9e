"""Every hit and miss that stands beside a rule, as a case named by the rule's id."""

from collections.abc import Iterator
from typing import Any

import pytest

from trialsift.extract.examples import check_hit, check_miss
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs


def _rules() -> Iterator[Any]:
    packs = load_packs()
    for rules in packs.facts.values():
        yield from rules
    yield from packs.cues
    yield from packs.sections


_HITS = [
    pytest.param(rule, example, id=f"{rule.id}-{n}")
    for rule in _rules()
    for n, example in enumerate(rule.hits)
]
_MISSES = [
    pytest.param(rule, example, id=f"{rule.id}-{n}")
    for rule in _rules()
    for n, example in enumerate(rule.misses)
]


@pytest.mark.parametrize(("rule", "example"), _HITS)
def test_hit(rule: Any, example: Any, packs: Packs) -> None:
    assert check_hit(rule, example, packs) is None


@pytest.mark.parametrize(("rule", "example"), _MISSES)
def test_miss(rule: Any, example: Any, packs: Packs) -> None:
    assert check_miss(rule, example, packs) is None
