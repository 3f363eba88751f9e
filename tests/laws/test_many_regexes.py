"""Regexes that are asked of a text together are found where each alone finds a match."""

from pathlib import Path

import pytest
import re2
from spacy.vocab import Vocab

from trialsift.extract.engine import targets_of
from trialsift.extract.matching import Matcher, Pattern
from trialsift.packs.rules import Packs

TOP = Path(__file__).resolve().parents[2]


def _found(matcher: Matcher, text: str) -> set[tuple[str, int, int]]:
    return {(match.key, match.at, match.to) for match in matcher.regexes(text)}


@pytest.mark.parametrize("count", [1, 200])
@pytest.mark.parametrize("text", ["nodes 3 of 17", "Nodes 3 of 17 beyond 60 % é", "", "nothing"])
def test_few_and_many_give_the_same(count: int, text: str) -> None:
    patterns = [Pattern(f"r{at}", regex=rf"nodes \d+ of (?:17|{at}99)\b") for at in range(count)]
    together = _found(Matcher(Vocab(), patterns), text)
    assert together == {found for pattern in patterns for found in _found(Matcher(Vocab(), [pattern]), text)}
    assert len(together) == (count if "17" in text else 0)


def test_the_packs_regexes_together_miss_none(packs: Packs) -> None:
    regexes = [pattern for pattern in targets_of(packs)[1] if pattern.regex]
    matcher = Matcher(Vocab(), regexes)
    alone = [
        (pattern.key, re2.compile(pattern.regex if pattern.exact else f"(?i){pattern.regex}"))
        for pattern in regexes
    ]
    lines = [line for path in sorted((TOP / "annotated_notes" / "dev").rglob("*.txt"))
             for line in path.read_text(encoding="utf-8").splitlines()][::5]  # fmt: skip
    for line in lines:
        hit = {key for key, at, to in _found(matcher, line) if to > at}
        assert hit == {key for key, regex in alone if any(m.end() > m.start() for m in regex.finditer(line))}
