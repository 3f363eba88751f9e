"""The values that stages pass on check themselves where they are made."""

import datetime as dt
from typing import Any

import pytest

from trialsift.criteria import AnyOf, Criterion, FactTest, ForAPerson, RuledOut, Trial
from trialsift.criteria import tests_of as fact_tests_of  # pytest would take it for a test
from trialsift.errors import MissingExtraError
from trialsift.facts import Ecog, Evidence, Fact, TumourSize, evidence_in
from trialsift.note import Note
from trialsift.rows import fact_row, plain

NOTE = Note(note_id="n1", patient_id="p1", text="PS 1 today.")
GRADE = Ecog(low=1, high=1, scale="ecog", written="1")
WORDS = evidence_in(NOTE, 0, 4, section="status", rule_id="ecog.ps", cues=("today",))


def fact(**fields: Any) -> Fact:
    return Fact(**{"kind": "ecog", "value": GRADE, "evidence": (WORDS,), **fields})


def test_evidence_is_cut_from_the_note() -> None:
    assert (WORDS.quote, WORDS.note_id) == ("PS 1", "n1")


@pytest.mark.parametrize(
    ("start", "end", "quote", "message"),
    [
        (4, 4, "", "evidence in n1 spans 4 to 4"),
        (-1, 3, "PS 1", "evidence in n1 spans -1 to 3"),
        (0, 3, "PS 1", "quote and offsets differ in length in n1 at 0"),
    ],
)
def test_evidence_that_cannot_stand_is_refused(start: int, end: int, quote: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Evidence(note_id="n1", start=start, end=end, quote=quote)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": "egoc"}, "unknown fact kind 'egoc'"),
        ({"kind": "margin"}, "a margin fact cannot hold Ecog"),
        ({"evidence": ()}, "a ecog fact without evidence"),
        ({"presence": "maybe"}, "presence 'maybe' is not one of present, absent, uncertain"),
        ({"time": "later"}, "time 'later' is not one of now, past, planned"),
        ({"person": "friend"}, "person 'friend' is not one of patient, relative"),
        ({"standing": "old"}, "standing 'old' is not one of stands, superseded, copied"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fact(**fields)


def test_a_size_names_its_largest_dimension() -> None:
    assert TumourSize(dims_mm=(23.0, 19.0), max_mm=23.0).max_mm == 23.0
    for dims in ((), (19.0,)):
        with pytest.raises(ValueError, match="max_mm must be the largest of dims_mm"):
            TumourSize(dims_mm=dims, max_mm=23.0)


@pytest.mark.parametrize(
    ("note_id", "patient_id", "message"),
    [("", "p1", "a note needs a note_id"), ("n1", "", "note 'n1' needs a patient_id")],
)
def test_a_note_needs_its_names(note_id: str, patient_id: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Note(note_id=note_id, patient_id=patient_id, text="")


def test_a_row_shows_what_was_stated_and_leaves_the_rest_out() -> None:
    row = fact_row(fact(date=dt.date(2025, 3, 1)), patient_id="p1")
    assert row["value"] == {"low": 1, "high": 1, "scale": "ecog", "written": "1"}
    assert (row["note_id"], row["date"]) == ("n1", "2025-03-01")
    assert row["evidence"] == [
        {"note_id": "n1", "start": 0, "end": 4, "quote": "PS 1", "section": "status", "rule_id": "ecog.ps", "cues": ["today"]}
    ]  # fmt: skip


def test_plain_writes_dates_and_lists_as_json_does() -> None:
    assert plain((dt.date(2025, 3, 1), "a", None)) == ["2025-03-01", "a", None]


ECOG, SPREAD = FactTest(kind="ecog"), FactTest(kind="metastasis")
WILLING = Criterion(id="I11", section="inclusion", says="Willing", condition=None)


def test_the_tests_of_a_condition_stand_in_its_order() -> None:
    condition = AnyOf(parts=(RuledOut(part=SPREAD, by=ECOG), ForAPerson(words="willing"), SPREAD))
    assert list(fact_tests_of(condition)) == [SPREAD, ECOG, SPREAD]


def test_a_trial_gives_a_criterion_by_its_id() -> None:
    trial = Trial(id="T", protocol="v1", criteria=(WILLING,))
    assert trial.criterion("I11") is WILLING
    with pytest.raises(KeyError, match="E1"):
        trial.criterion("E1")


def test_a_missing_extra_says_what_to_install() -> None:
    assert str(MissingExtraError("web", "fastapi")) == (
        "this needs the package fastapi, which is not installed. Install it with: pip install 'trialsift[web]'"
    )
