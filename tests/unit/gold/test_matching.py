"""Facts against marks: what counts as right, wrong, missed and false, and what does not count."""

from typing import Any

import pytest

from trialsift.facts import Ecog, Evidence, Fact, Lab
from trialsift.gold.brat import Mark
from trialsift.gold.matching import Outcome, outcomes_of, same


def ecog(low: int, *, start: int = 0, end: int = 6, **axes: Any) -> Fact:
    where = Evidence(note_id="n", start=start, end=end, quote="x" * (end - start), rule_id="ecog.x")
    value = Ecog(low=low, high=low, scale="ecog", written=str(low))
    return Fact(kind="ecog", value=value, evidence=(where,), **axes)


def mark(low: int = 1, *, start: int = 0, end: int = 6, **more: Any) -> Mark:
    return Mark(kind="ecog", start=start, end=end, quote="ECOG 1", value={"low": low}, **more)


def verdicts(facts: list[Fact], marks: list[Mark]) -> list[str]:
    return [outcome.verdict for outcome in outcomes_of(facts, marks, kinds=("ecog",))]


@pytest.mark.parametrize(
    ("facts", "marks", "expected"),
    [
        pytest.param([ecog(1)], [mark()], ["right"], id="same"),
        pytest.param([ecog(1, start=5, end=9)], [mark()], ["right"], id="one-character-shared"),
        pytest.param([ecog(1, start=6, end=9)], [mark()], ["missed", "false"], id="apart"),
        pytest.param([ecog(2)], [mark()], ["wrong"], id="another-value"),
        pytest.param([ecog(1, presence="absent")], [mark()], ["wrong"], id="another-presence"),
        pytest.param([ecog(1, time="past")], [mark()], ["wrong"], id="another-time"),
        pytest.param([ecog(1, person="relative")], [mark()], ["wrong"], id="another-person"),
        pytest.param([ecog(1, about="other_tumour")], [mark()], ["wrong"], id="another-tumour"),
        pytest.param([ecog(1, standing="superseded")], [mark()], ["right"], id="standing-not-marked"),
        pytest.param([ecog(1)], [mark(standing="superseded")], ["wrong"], id="standing-marked"),
        pytest.param([], [mark()], ["missed"], id="missed"),
        pytest.param([ecog(1)], [], ["false"], id="false"),
        pytest.param([], [mark(optional=True)], [], id="optional-missed"),
        pytest.param([ecog(2)], [mark(optional=True)], [], id="optional-met-by-another-value"),
        pytest.param([ecog(1), ecog(1, end=4)], [mark()], ["right"], id="said-twice"),
        pytest.param([ecog(1), ecog(2)], [mark()], ["right", "false"], id="a-second-value"),
        pytest.param([ecog(1)], [mark(), mark()], ["right", "missed"], id="one-fact-for-two-marks"),
    ],
)
def test_verdicts(facts: list[Fact], marks: list[Mark], expected: list[str]) -> None:
    assert sorted(verdicts(facts, marks)) == sorted(expected)


def test_the_closer_fact_is_taken() -> None:
    facts = [ecog(1, start=0, end=40), ecog(1, start=0, end=6)]
    (outcome,) = outcomes_of(facts, [mark()], kinds=("ecog",))
    assert outcome == Outcome(kind="ecog", verdict="right", mark=mark(), fact=facts[1])


def test_other_kinds_are_not_asked() -> None:
    assert outcomes_of([ecog(1)], [mark()], kinds=("lab",)) == []


@pytest.mark.parametrize(
    ("expected", "found", "equal"),
    [
        (11.2, 11.24, True),
        (11.2, 11.3, False),
        (301, 302, True),
        (301, 304, False),
        (1, 2, False),
        ([96, 71, 58], [96.0, 71.0, 58.0], True),
        ([96, 71], [96.0, 71.0, 58.0], False),
        ("Deep", "deep", True),
        ("deep", None, False),
        (True, True, True),
        (True, 1, False),
        (False, None, False),
    ],
)
def test_same(expected: object, found: object, equal: bool) -> None:
    assert same(expected, found) is equal


def test_numbers_in_standard_units_are_compared() -> None:
    where = Evidence(note_id="n", start=0, end=6, quote="Hb 112", rule_id="lab.x")
    fact = Fact(kind="lab", value=Lab(analyte="haemoglobin", value=11.2, unit="g/dL"), evidence=(where,))
    told = Mark(kind="lab", start=0, end=6, quote="Hb 112", value={"analyte": "haemoglobin", "value": 11.2})
    assert outcomes_of([fact], [told], kinds=("lab",))[0].verdict == "right"
