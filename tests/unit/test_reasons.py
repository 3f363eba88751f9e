"""Why a screening differs from the last one, as the list of changes says it."""

import datetime as dt
from dataclasses import replace

import pytest

from trialsift.answers import Screening
from trialsift.store import reason_of

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
