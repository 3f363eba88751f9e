"""A regex that is asked of RE2 first finds what it finds without."""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import trialsift.extract as extract
from trialsift.extract import quantities
from trialsift.extract.quick import Quick, quick

TOP = Path(__file__).resolve().parents[2]


def _in(value: object) -> Iterator[Quick]:
    if isinstance(value, Quick):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _in(item)


def _all() -> dict[str, Quick]:
    names = sorted(module.name for module in iter_modules(extract.__path__))
    held = [(name, vars(import_module(f"trialsift.extract.{name}"))) for name in names]
    return {
        f"{name}.{key}.{at}": item
        for name, values in held
        for key, value in values.items()
        for at, item in enumerate(_in(value))
    }


def _texts() -> list[str]:
    notes = sorted((TOP / "annotated_notes").rglob("*.txt"))
    lines = [line for note in notes for line in note.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [*lines[::9], *(line.lower() for line in lines[::31]), *(" ".join(lines[at : at + 4]) for at in range(0, len(lines), 40))]  # fmt: skip


QUICK = _all()
TEXTS = _texts()


def _spans(found: Iterator[re.Match[str]]) -> list[tuple[int, int]]:
    return [match.span() for match in found]


def _warm(held: Quick) -> Quick:
    """The regex as it is once RE2 is asked first."""
    for _ in range(100):
        held.search("")
    return held


def test_there_are_some() -> None:
    assert len(QUICK) > 50


@pytest.mark.parametrize("name", QUICK)
def test_nothing_is_missed_in_our_own_notes(name: str) -> None:
    held = _warm(QUICK[name])
    assert [
        text for text in TEXTS if _spans(held.finditer(text)) != _spans(held.pattern.finditer(text))
    ] == []
    middle = [
        text for text in TEXTS
        if str(held.search(text, 7, len(text) - 3)) != str(held.pattern.search(text, 7, len(text) - 3))
    ]  # fmt: skip
    assert middle == []


REGEXES = (
    r"(?<![a-z])no(?! doubt)\b",
    r"a++b|(?>ab)c$",
    r"^[^\s.]+\s?[\s,]x\Z",
    r"[]a]\)|\((?=\[)|[^]b]\.$",
    r"\bof (?:the )?$",
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(REGEXES), st.text("ab noc.,x()[]\n\v\x1c\u017f", max_size=12), st.integers(0, 12))
def test_nothing_is_missed_in_letters_thrown_together(regex: str, text: str, pos: int) -> None:
    held = _warm(quick(regex, re.IGNORECASE))
    assert str(held.search(text, pos)) == str(held.pattern.search(text, pos))


def _same_dimension(text: str, place: int) -> bool:
    found, plain = quantities._first_dim(text, place), quantities._DIM.search(text, place)
    return (found and (found.span(), found.groups())) == (plain and (plain.span(), plain.groups()))


def test_no_axis_before_a_number_is_missed_in_our_own_notes() -> None:
    assert [
        text for text in TEXTS if not all(_same_dimension(text, at) for at in range(0, len(text), 7))
    ] == []


AXES = st.sampled_from(
    [*re.findall(r"[a-z]+|[LWHDT]{2,}", quantities._PRE), "AP", "diameter", "dimension", "cross section", "ly", "al", "s", "of", "is", "T", "mass", "3", "4.5", ".5", "cm", "x",
     " ", " ", " ", ":", "=", "-", ".", "max.", "\u0130"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(AXES, max_size=9), st.integers(0, 9))
def test_no_axis_before_a_number_is_missed_in_words_thrown_together(words: list[str], place: int) -> None:
    assert _same_dimension("".join(words), place)
