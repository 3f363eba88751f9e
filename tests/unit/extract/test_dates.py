import datetime as dt

import pytest

from trialsift.extract.dates import dates_in, day_order

ANCHOR = dt.date(2024, 11, 12)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("seen on 3rd September 2023", "2023-09-03", "day"),
        ("May 2022", "2022-05-01", "month"),
        ("in 2012", "2012-01-01", "year"),
        ("since 16/10", "2024-10-16", "day"),
        ("8 weeks ago", "2024-09-17", "day"),
        ("POD 5", "2024-11-07", "day"),
        ("12/11/24", "2024-11-12", "day"),
    ],
)
def test_written_and_relative_dates(text: str, date: str, precision: str) -> None:
    (found,) = dates_in(text, anchor=ANCHOR, order="dmy")
    assert (found.date.isoformat(), found.precision) == (date, precision)


def test_an_undecided_day_order_gives_no_date() -> None:
    assert dates_in("06/07/2023") == []


@pytest.mark.parametrize(
    ("text", "note_date", "order"),
    [
        ("06/20/2023", None, "mdy"),
        ("20/06/2023", None, "dmy"),
        ("07/06/2023", dt.date(2023, 7, 6), "mdy"),
        ("07/06/2023", None, None),
    ],
)
def test_day_order_comes_from_the_note(text: str, note_date: dt.date | None, order: str | None) -> None:
    assert day_order(text, note_date) == order
