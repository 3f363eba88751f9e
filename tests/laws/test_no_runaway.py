"""No note can make reading run away: every pattern is bounded, and so is every sentence."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.regexes import is_exponential

import trialsift.extract
import trialsift.readers
import trialsift.report
from trialsift.extract.components import cue_patterns
from trialsift.extract.engine import targets_of
from trialsift.extract.headings import Titles
from trialsift.extract.layout import pieces
from trialsift.extract.overlong import LONGEST, stretches
from trialsift.extract.words import fold
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs

_ROOMS = (trialsift.extract, trialsift.readers, trialsift.report)


def _held(value: object) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _held(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _held(item)


def _regexes() -> dict[tuple[str, int], str]:
    """Every regex of the rooms in which note text is read: those of modules, and those written in calls."""
    found: dict[tuple[str, int], str] = {}
    for room in _ROOMS:
        for item in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            module = importlib.import_module(item.name)
            for name, value in vars(module).items():
                for regex in _held(value):
                    found.setdefault((regex.pattern, regex.flags), f"{item.name}.{name}")
            for key, place in _written(Path(str(module.__file__)), item.name):
                found.setdefault(key, place)
    return found


def _written(path: Path, name: str) -> Iterator[tuple[tuple[str, int], str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
        ):  # fmt: skip
            written = ast.unparse(node)
            flags = re.VERBOSE * ("re.VERBOSE" in written) | re.IGNORECASE * ("re.IGNORECASE" in written)
            yield (node.args[0].value, int(flags | re.UNICODE)), f"{name}:{node.lineno}"


_ALL = _regexes()


@pytest.mark.parametrize("regex", _ALL, ids=lambda regex: _ALL[regex])
def test_no_regex_takes_exponential_time(regex: tuple[str, int]) -> None:
    pattern, flags = regex
    assert not is_exponential(pattern, flags)


@pytest.mark.parametrize(
    "pattern", [r"(a+)+b", r"(?:\.{2,}|x)*$", r"(\w+\s*)*:", r"(a|ab|b)*c", r"(?:[ .]|\bis\b|\.{2,})*x"]
)
def test_a_runaway_is_known(pattern: str) -> None:
    assert is_exponential(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"(?:\w+ )+x", r"[ab]*c", r"(?:a|b)*", r"(?:\b(?:is|i|s)\b| )*", r"\d+(?:[.,]\d+)*", r"a{2,5}b"],
)
def test_a_safe_one_passes(pattern: str) -> None:
    assert not is_exponential(pattern)


def _packed() -> Iterator[tuple[str, str]]:
    packs = load_packs()
    _, patterns, _ = targets_of(packs)
    for pattern in (*patterns, *(pattern for cue in packs.cues for pattern in cue_patterns(cue))):
        if pattern.regex:
            yield pattern.key, pattern.regex


def test_every_pattern_of_the_packs_is_re2_which_is_linear() -> None:
    packed = list(_packed())
    assert len(packed) > 50
    assert [key for key, regex in packed if not re2.compile(regex)] == []


HOSTILE = [
    " ",
    "(",
    ")[",
    "1",
    "1 ",
    ". ",
    "_",
    ": ",
    "| ",
    "- ",
    "\n",
    "\r\n",
    "\t",
    "a",
    "*",
    "a-",
    "[x] ",
    "? ",
    ", ",
]


@pytest.mark.parametrize("bit", [*HOSTILE, "margin clear by 3 mm ", "ECOG 1 ", "3 x 4 cm "], ids=repr)
def test_no_sentence_is_longer_than_the_bound(bit: str, packs: Packs) -> None:
    text = bit * (200_000 // len(bit))
    cut = pieces(fold(text), Titles(packs.sections), parts=True)
    assert max((piece.end - piece.start for piece in cut), default=0) <= LONGEST
    assert all(before.end <= after.start for before, after in pairwise(cut))


def test_every_rule_is_cut_to_the_bound_when_its_own_words_repeat(packs: Packs) -> None:
    words = [example.text for rules in packs.facts.values() for rule in rules for example in rule.hits[:1]]
    titles = Titles(packs.sections)
    longest = [
        max(piece.end - piece.start for piece in pieces(fold(f"{text.rstrip('.')} " * (4_000 // len(text) + 1)), titles, parts=True))
        for text in words
    ]  # fmt: skip
    assert max(longest) <= LONGEST


@settings(deadline=None)
@given(st.text(max_size=6000), st.sampled_from(["", ", ", "word "]))
def test_stretches_are_the_text_again(text: str, bit: str) -> None:
    whole = text + bit * 2000
    cut = list(stretches(whole, 0, len(whole)))
    assert "".join(whole[start:end] for start, end in cut) == whole
    assert max(end - start for start, end in cut) <= LONGEST
