"""What holds of every condition and chart, tried on many made at random."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from trialsift.answers import Truth
from trialsift.chart import Chart, chart_of
from trialsift.criteria import AllOf, AnyOf, AtLeastOf, Condition, FactTest, FieldTest, IfStated, Limit, Not
from trialsift.evaluate.result import Case
from trialsift.evaluate.tree import result_of
from trialsift.facts import Ecog, Evidence, Fact, Margin, Metastasis

ON = dt.date(2025, 6, 30)
STATUSES = ("positive", "negative", "close", "cannot_assess")


def fact(kind: str, value: object, days: int, presence: str = "present") -> Fact:
    note = f"{kind}{days}"
    evidence = (Evidence(note_id=note, start=0, end=4, quote="text"),)
    return Fact(
        kind=kind, value=value, date=ON - dt.timedelta(days=days), evidence=evidence, presence=presence
    )  # type: ignore[arg-type]


DAYS = st.integers(0, 400)
ECOGS = st.builds(
    lambda grade, days: fact("ecog", Ecog(low=grade, high=grade, scale="ecog", written=str(grade)), days),
    st.integers(0, 4),
    DAYS,
)
MARGINS = st.builds(
    lambda status, days: fact("margin", Margin(status=status), days), st.sampled_from(STATUSES), DAYS
)
SPREADS = st.builds(
    lambda presence, days: fact("metastasis", Metastasis(), days, presence),
    st.sampled_from(["present", "absent", "uncertain"]),
    DAYS,
)
CHARTS = st.lists(st.one_of(ECOGS, MARGINS, SPREADS), max_size=8).map(lambda facts: chart_of("p", facts))

PICKS = st.sampled_from(["newest", "oldest", "any", "all", "worst"])
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        lambda limit, pick: FactTest(kind="ecog", pick=pick, tests=(FieldTest(field="grade", op="at_most", limits=(Limit(number=limit),)),)),
        st.integers(0, 3), PICKS,
    ),
    st.builds(lambda word, pick: FactTest(kind="margin", pick=pick, tests=(FieldTest(field="status", op="is", words=(word,)),)), st.sampled_from(STATUSES), PICKS),
    st.builds(lambda pick: FactTest(kind="metastasis", pick=pick), PICKS),
)  # fmt: skip
CONDITIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AllOf(parts=tuple(parts))),
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: AnyOf(parts=tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: AtLeastOf(number=2, parts=tuple(parts))),
        inner.map(lambda part: Not(part=part)),
        inner.map(lambda part: AllOf(parts=(IfStated(part=part),))),
    ),
    max_leaves=6,
)


def truth(condition: Condition, chart: Chart) -> Truth:
    return result_of(condition, Case(chart=chart, on=ON)).truth


@given(CONDITIONS)
def test_silence_is_unknown(condition: Condition) -> None:
    assert truth(condition, chart_of("p", [])) == "unknown"


@given(CONDITIONS, CHARTS)
def test_not_not_is_itself(condition: Condition, chart: Chart) -> None:
    assert truth(Not(part=Not(part=condition)), chart) == truth(condition, chart)


@given(CONDITIONS, CHARTS, st.integers(0, 300))
def test_an_unrelated_fact_changes_nothing(condition: Condition, chart: Chart, days: int) -> None:
    from trialsift.facts import Necrosis

    more = chart_of("p", [*chart.facts, fact("necrosis", Necrosis(percent=10), days)])
    assert truth(condition, more) == truth(condition, chart)


@given(CONDITIONS, CHARTS, st.randoms())
def test_the_order_of_facts_changes_nothing(condition: Condition, chart: Chart, random: object) -> None:
    facts = list(chart.facts)
    random.shuffle(facts)  # type: ignore[attr-defined]
    assert truth(condition, chart_of("p", facts)) == truth(condition, chart)


@given(CONDITIONS, CHARTS)
def test_every_yes_and_no_shows_its_evidence_and_every_unknown_says_what_is_missing(
    condition: Condition, chart: Chart
) -> None:
    found = result_of(condition, Case(chart=chart, on=ON))
    if found.truth == "unknown":
        assert found.missing
        assert found.open_tests
    else:
        assert found.used
        assert not found.missing


@given(CONDITIONS, CHARTS)
def test_de_morgan(condition: Condition, chart: Chart) -> None:
    other = FactTest(kind="metastasis", pick="any")
    either = Not(part=AnyOf(parts=(condition, other)))
    both = AllOf(parts=(Not(part=condition), Not(part=other)))
    assert truth(either, chart) == truth(both, chart)
