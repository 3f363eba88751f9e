"""Progress on standard error: how many, how fast, how long still. Nothing when it is no terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Step = Callable[[int], None]


class RateColumn(ProgressColumn):
    """How many a second, over the last half minute."""

    def render(self, task: Task) -> Text:
        """ "12.4/s", "" until it is known."""
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}/s" if speed else "")


@contextmanager
def progress(
    what: str, *, total: int | None = None, console: Console | None = None, shown: bool = True
) -> Iterator[Step]:
    """Yields a function to be told how many are done so far; it shows them on a terminal only.

    Without a total (a .csv) there is no time left to show.
    """
    console = console or Console(stderr=True)
    if not (shown and console.is_terminal):
        yield lambda _: None
        return
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), RateColumn(),
        TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as live:
        task = live.add_task(what, total=total)
        yield lambda done: live.update(task, completed=done)
