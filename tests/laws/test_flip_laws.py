"""The flip list against brute force: over all open tests of all deciding criteria, every set, every answer."""

import datetime as dt
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from trialsift.chart import Chart, chart_of
from trialsift.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Criterion,
    FactTest,
    FieldTest,
    FirstKnown,
    IfStated,
    Limit,
    Not,
    RuledOut,
    Trial,
)
from trialsift.evaluate import case_of, passes
from trialsift.evaluate.flip import fewest_tests, flip_list
from trialsift.evaluate.tree import result_of
from trialsift.facts import Ecog, Evidence, Fact, Margin, Metastasis, Recurrence

ON = dt.date(2025, 6, 30)
TESTS: tuple[FactTest, ...] = (
    FactTest(kind="ecog", tests=(FieldTest(field="grade", op="at_most", limits=(Limit(number=1),)),)),
    FactTest(kind="ecog", tests=(FieldTest(field="grade", op="at_most", limits=(Limit(number=2),)),)),
    FactTest(kind="margin", tests=(FieldTest(field="status", op="is", words=("positive",)),)),
    FactTest(kind="metastasis", pick="any"),
    FactTest(kind="recurrence"),
    FactTest(kind="necrosis", tests=(FieldTest(field="percent", op="at_least", limits=(Limit(number=50),)),)),
)


def fact(value: object, kind: str) -> Fact:
    return Fact(
        kind=kind, value=value, date=ON, evidence=(Evidence(note_id=kind, start=0, end=4, quote="text"),)
    )


FACTS = (
    fact(Ecog(low=1, high=2, scale="ecog", written="1-2"), "ecog"),
    fact(Margin(status="negative"), "margin"),
    fact(Metastasis(), "metastasis"),
    fact(Recurrence(), "recurrence"),
)
CHARTS = st.sets(st.sampled_from(FACTS), max_size=2).map(lambda facts: chart_of("p", facts))
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.sampled_from(TESTS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AllOf(parts=tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts))),
        st.lists(inner, min_size=3, max_size=3).map(lambda parts: AtLeastOf(number=2, parts=tuple(parts))),
        st.lists(inner, min_size=2, max_size=2).map(lambda parts: FirstKnown(parts=tuple(parts))),
        st.tuples(inner, inner).map(lambda pair: RuledOut(part=pair[0], by=pair[1])),
        st.tuples(inner, inner).map(lambda pair: AllOf(parts=(pair[0], IfStated(part=pair[1])))),
        inner.map(lambda part: Not(part=part)),
    ),
    max_leaves=4,
)
SECTIONS = st.sampled_from(["inclusion", "exclusion"])
TRIALS = st.lists(st.tuples(CONDITIONS, SECTIONS), min_size=1, max_size=3).map(
    lambda items: Trial(
        id="T",
        protocol="",
        criteria=tuple(
            Criterion(id=f"C{number}", section=section, says="words", condition=condition, deciding=True)
            for number, (condition, section) in enumerate(items)
        ),
    )
)


def passing(criterion: Criterion, trial: Trial, chart: Chart, supposed: dict[FactTest, str]) -> bool:
    assert criterion.condition is not None
    found = result_of(criterion.condition, case_of(chart, trial, ON, supposed=supposed))  # type: ignore[arg-type]
    return passes(criterion, found.truth) is True


def open_tests(criteria: list[Criterion], trial: Trial, chart: Chart) -> list[FactTest]:
    found = [
        result_of(item.condition, case_of(chart, trial, ON)).open_tests for item in criteria if item.condition
    ]
    return list(dict.fromkeys(test for tests in found for test in tests))


def brute_force(criteria: list[Criterion], tests: list[FactTest], trial: Trial, chart: Chart) -> int | None:
    """How many of the tests at least must be answered so that all these criteria pass; None when none does it."""
    for size in range(len(tests) + 1):
        for chosen in combinations(tests, size):
            for truths in product(("yes", "no"), repeat=size):
                supposed = dict(zip(chosen, truths, strict=True))
                if all(passing(item, trial, chart, supposed) for item in criteria):
                    return size
    return None


@settings(max_examples=150, deadline=None)
@given(TRIALS, CHARTS)
def test_no_smaller_set_of_tests_would_do(trial: Trial, chart: Chart) -> None:
    still_open = [
        item for item in trial.criteria
        if item.condition and result_of(item.condition, case_of(chart, trial, ON)).truth == "unknown"
    ]  # fmt: skip
    tests = open_tests(still_open, trial, chart)  # a criterion may pass by what only another one asks
    able = [item for item in still_open if brute_force([item], tests, trial, chart) is not None]
    least = brute_force(able, tests, trial, chart)
    found = fewest_tests(still_open, trial, chart, ON)
    if least is not None:
        assert len(found) == least
    else:  # each can pass, but not all together: then each has its own smallest set
        assert found


@settings(max_examples=50, deadline=None)
@given(TRIALS, CHARTS)
def test_every_question_settles_an_open_deciding_criterion(trial: Trial, chart: Chart) -> None:
    still_open = {
        item.id for item in trial.criteria
        if item.condition and result_of(item.condition, case_of(chart, trial, ON)).truth == "unknown"
    }  # fmt: skip
    asks = flip_list(trial, chart, ON)
    assert {name for ask in asks for name in ask.settles} <= still_open


def test_a_larger_set_that_two_criteria_share_beats_two_smallest_ones() -> None:
    """A turns on x, or on y and z together; B only on y and z: two questions do for both."""
    x, y, z = TESTS[2], TESTS[3], TESTS[4]
    both = AllOf(parts=(y, z))
    criteria = tuple(
        Criterion(id=name, section="inclusion", says="words", condition=condition, deciding=True)
        for name, condition in (("A", AnyOf(parts=(x, both))), ("B", both))
    )
    trial = Trial(id="T", protocol="", criteria=criteria)
    assert fewest_tests(criteria, trial, chart_of("p", []), ON) == {y, z}


def test_what_a_criterion_leaves_out_in_silence_counts_when_another_one_asks_it() -> None:
    """B needs the recurrence, and what is stated of spread must hold by itself; only A asks for the spread."""
    spread, again = TESTS[3], TESTS[4]
    stated = IfStated(part=RuledOut(part=spread, by=again))
    criteria = tuple(
        Criterion(id=name, section="inclusion", says="words", condition=condition, deciding=True)
        for name, condition in (("A", spread), ("B", AllOf(parts=(again, stated))))
    )
    trial = Trial(id="T", protocol="", criteria=criteria)
    assert fewest_tests(criteria, trial, chart_of("p", []), ON) == {spread, again}


def test_one_answer_for_a_test_that_two_criteria_ask_the_other_way_round() -> None:
    """A wants no metastasis, B metastasis or a recurrence: the shared test has one answer, so both are asked."""
    spread, again = TESTS[3], TESTS[4]
    criteria = (
        Criterion(id="A", section="exclusion", says="words", condition=spread, deciding=True),
        Criterion(
            id="B", section="inclusion", says="words", condition=AnyOf(parts=(spread, again)), deciding=True
        ),
    )
    trial = Trial(id="T", protocol="", criteria=criteria)
    assert fewest_tests(criteria, trial, chart_of("p", []), ON) == {spread, again}
