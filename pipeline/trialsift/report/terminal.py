"""The table that `trialsift screen` prints."""

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from trialsift.answers import Screening
from trialsift.report.words import (
    FLAG_SIGNS,
    FLAGS,
    Reason,
    first_of,
    one_line,
    questions,
    reasons,
    undecided,
)

MOST_IN_TABLE = 200  # patients; more are for the summary and the worklist
_LONGEST = 110
_COLOURS = {"candidate": "bold green", "open": "bold yellow", "excluded": "bold red"}


def summary_table(screenings: Iterable[Screening]) -> Table:
    """Patients by flag, candidates first: why, how many criteria are open, and what to ask next.

    Cells are plain text: neither rich's markup nor terminal control codes in a name take effect.
    """
    table = Table(title="Screening", title_justify="left", show_lines=True)
    table.add_column("Patient", overflow="fold")
    table.add_column("Flag", no_wrap=True)
    table.add_column("Why", ratio=3, overflow="fold")
    table.add_column("Open", justify="right", no_wrap=True)
    table.add_column("Ask next", ratio=2, overflow="fold")
    for screening in sorted(screenings, key=lambda item: FLAGS.index(item.flag)):
        table.add_row(*_cells(screening))
    return table


def _cells(screening: Screening) -> tuple[Text, ...]:
    sign = FLAG_SIGNS[screening.flag]
    asks = [one_line(question) for question in questions(screening)]
    return (
        Text(one_line(screening.patient_id)),
        Text(f"{sign.symbol} {sign.word}", style=_COLOURS[screening.flag]),
        Text(first_of([_words(reason) for reason in reasons(screening)], number=1)),
        Text(str(len(undecided(screening)))),
        Text(first_of(asks, number=1)),
    )


def _words(reason: Reason) -> str:
    """The reason, cut to what a glance takes in; the report has all of it."""
    words = _whole(reason)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _whole(reason: Reason) -> str:
    return one_line(f"{reason.criterion}: {reason.words}" if reason.criterion else reason.words)
