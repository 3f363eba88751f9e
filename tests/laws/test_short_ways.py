"""What is passed over to save time gives what the long way gives."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialsift.extract.headings import Titles
from trialsift.extract.quantities import sizes_in
from trialsift.extract.remembered import per_packs
from trialsift.extract.words import _FOLD, _dashed, fold, words_in
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs

TITLES = Titles(load_packs().sections)
BITS = st.sampled_from(
    [
        "Diagnosis",
        "FINAL DIAGNOSIS",
        "Comment",
        "gross  description",
        "history",
        "é",
        ":",
        ". ",
        "  ",
        "\n",
        "|",
        "1. ",
        "3",
        "x",
        "of",
        " ",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab C1x.,;'/ \n\u00e9%_", max_size=60))
def test_words_without_hyphens_are_those_of_the_way_with_them(text: str) -> None:
    folded = fold(text)
    assert words_in(folded, 0, len(folded)) == _dashed(folded, 0, len(folded))


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_a_short_text_is_folded_letter_by_letter_and_no_further(text: str) -> None:
    assert fold(text) == text.translate(_FOLD)


@settings(max_examples=200, deadline=None)
@given(st.lists(BITS, max_size=20))
def test_titles_in_lower_case_stand_where_those_of_any_case_do(bits: list[str]) -> None:
    text = "".join(bits)
    assert TITLES._any_case is not None
    assert TITLES._places(text) == [match.span(1) for match in TITLES._any_case.finditer(text)]


def test_a_letter_without_a_dot_does_not_move_titles() -> None:
    text = "\u0130zmir. FINAL DIAGNOSIS: sarcoma"
    assert [text[heading.start :][:5] for heading in TITLES.headings(text)] == ["FINAL"]


@pytest.mark.parametrize(
    "unit", ["cm", "CM", "cms", "mm", "mms", "em", "centimetre", "centimeters", "millimetres"]
)
def test_no_unit_of_length_is_passed_over(unit: str) -> None:
    assert sizes_in(f"mass of 3 {unit}")


def test_packs_are_asked_once_and_other_packs_again() -> None:
    asked: list[str] = []

    def hashed(packs: Packs) -> str:
        asked.append(packs.hash)
        return packs.hash

    remembered = per_packs(hashed)
    packs = load_packs()
    others = replace(packs, hash="other")
    assert [remembered(packs), remembered(packs), remembered(others)] == [packs.hash, packs.hash, "other"]
    assert asked == [packs.hash, "other"]
