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
        ("Jan'22", "2022-01-01", "month"),
        ("Aug-23", "2023-08-01", "month"),
        ("10FEB2024", "2024-02-10", "day"),
        ("2022-11", "2022-11-01", "month"),
        ("3rd of February this year", "2024-02-03", "day"),
        ("March last year", "2023-03-01", "month"),
        ("op 09/24", "2024-09-01", "month"),
        ("finished 2/24", "2024-02-01", "month"),
        ("in '98", "1998-01-01", "year"),
        ("2/12 ago", "2024-09-12", "month"),
        ("6/52 ago", "2024-10-01", "day"),
        ("fourteen yrs ago", "2010-11-12", "year"),
        ("the day before yesterday", "2024-11-10", "day"),
        ("last Friday", "2024-11-08", "day"),
        ("day 5 post resection", "2024-11-07", "day"),
        ("in the nineties", "1990-01-01", "year"),
        ("over a decade ago", "2014-11-12", "year"),
        ("removed mid-2016", "2016-01-01", "year"),
    ],
)
def test_written_and_relative_dates(text: str, date: str, precision: str) -> None:
    (found,) = dates_in(text, anchor=ANCHOR, order="dmy")
    assert (found.date.isoformat(), found.precision) == (date, precision)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Feb-Jun 2017", "2017-02-01", "2017-06-30"),
        ("between November and February 2021", "2020-11-01", "2021-02-28"),
        ("03/23-06/23", "2023-03-01", "2023-06-30"),
        ("03/2023-06/2023", "2023-03-01", "2023-06-30"),
        ("Jan 2022-May 2022", "2022-01-01", "2022-05-31"),
        ("12.4.24-26.7.24", "2024-04-12", "2024-07-26"),
        ("2022-11 \u2192 2023-03", "2022-11-01", "2023-03-31"),
    ],
)
def test_both_ends_of_a_range(text: str, first: str, last: str) -> None:
    found = dates_in(text, anchor=ANCHOR, order="dmy")
    assert (found[0].date.isoformat(), found[-1].last.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["GCS 13/15", "12/24 nodes", "pain 7/10, x 2/52", "2011-12 units"])
def test_scores_and_durations_are_no_months(text: str) -> None:
    assert all(item.precision == "year" for item in dates_in(text, anchor=ANCHOR))


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
