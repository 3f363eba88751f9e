"""Why a screening differs from the last one, as the list of changes says it."""

import datetime as dt
from dataclasses import replace

import pytest

from trialsift.answers import Answer, Screening, Truth
from trialsift.report.changes import PatientChange
from trialsift.store import changed_criteria, reason_of

BEFORE = Screening(
    patient_id="p", trial="T", on=dt.date(2025, 6, 30), flag="open", pack_hash="a", trial_hash="b", code_hash="c"
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "notes"),
        ({"trial_hash": "x"}, "protocol"),
        ({"pack_hash": "x"}, "patterns"),
        ({"code_hash": "x"}, "program"),
        ({"on": dt.date(2025, 7, 1)}, "screening date"),
        ({"trial_hash": "x", "code_hash": "x"}, "protocol, program"),
    ],
)
def test_a_reason_is_what_differs_beside_the_notes(changed: dict[str, object], reason: str) -> None:
    assert reason_of(BEFORE, replace(BEFORE, **changed)) == reason  # type: ignore[arg-type]


def test_the_first_one_says_so() -> None:
    assert reason_of(None, BEFORE) == "first screening"


def screened(flag: str, **answers: Truth) -> Screening:
    """A screening with these answers; E criteria exclude."""
    made = tuple(
        Answer(
            criterion=name,
            answer=truth,
            because="words",
            passes=None if truth == "unknown" else (truth == "yes") != name.startswith("E"),
        )
        for name, truth in answers.items()
    )
    return replace(BEFORE, flag=flag, answers=made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (screened("open", I1="yes", E1="no"), screened("open", I1="no", E1="no"), ["I1"]),
        (screened("open", I1="yes"), screened("open", I1="yes", E2="yes"), ["E2"]),  # added, and answered
        (screened("open", I1="yes"), screened("open", I1="yes", E2="unknown"), []),
        # dropped: named where it stood in the way
        (screened("excluded", I1="yes", E1="yes"), screened("candidate", I1="yes"), ["E1"]),
        (screened("excluded", E1="yes", E2="yes"), screened("excluded", E2="yes"), ["E1"]),
        (screened("open", I1="yes", I2="unknown"), screened("candidate", I1="yes"), ["I2"]),
        (screened("open", I1="unknown", E1="unknown"), screened("open", I1="unknown"), []),
        (screened("open", I1="unknown", E1="no"), screened("open", I1="unknown"), []),
    ],
)
def test_the_criteria_that_changed(before: Screening, after: Screening, changed: list[str]) -> None:
    assert changed_criteria(before, after) == changed


@pytest.mark.parametrize(
    ("before", "flag", "criteria", "words"),
    [
        ("open", "candidate", ("I1", "I2"), "open -> candidate by I1, I2 (protocol)"),
        ("open", "candidate", (), "open -> candidate (protocol)"),
        ("excluded", "excluded", ("E2",), "excluded as before, other answers: E2 (protocol)"),
    ],
)
def test_a_change_in_words(before: str, flag: str, criteria: tuple[str, ...], words: str) -> None:
    change = PatientChange(
        patient_id="p", trial="T", written="2025-06-30T10:00", before=before, flag=flag, criteria=criteria, why=("protocol",),
    )  # fmt: skip
    assert str(change) == f"2025-06-30 T p: {words}"
