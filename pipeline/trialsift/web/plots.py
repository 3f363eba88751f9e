"""Small plots as numbers for SVG: where the points, bars and limit lines go. Templates draw them, words repeat them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trialsift.web.timeline import Bound, Point, Series, Stretch, Timeline

WIDTH, HEIGHT = 300, 96  # of one plot, in SVG units
LEFT, RIGHT, TOP, BOTTOM = 36, 8, 8, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A reading: a dot, or a bar from y to y_low where the note gives a range."""

    x: float
    y: float
    y_low: float
    point: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A limit, as a level line."""

    y: float
    bound: Bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One series laid out. path joins the dots; top and bottom are the numbers at the ends of the axis."""

    series: Series
    dots: tuple[Dot, ...]
    rules: tuple[Rule, ...]
    path: str
    top: str
    bottom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A treatment, as a bar in its own row."""

    x: float
    width: float
    stretch: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Plots:
    """Everything drawn for one patient on one axis of days; now is the screening date's place."""

    plots: tuple[Plot, ...]
    bars: tuple[Bar, ...]
    first: str
    last: str
    now: float


def plots_of(timeline: Timeline) -> Plots:
    """Lay out a timeline."""
    first, last = timeline.span
    return Plots(
        plots=tuple(_plot(series, first, last) for series in timeline.series),
        bars=tuple(_bar(item, first, last) for item in timeline.treatments),
        first=first.isoformat(),
        last=last.isoformat(),
        now=_x(timeline.on, first, last),
    )


def _plot(series: Series, first: dt.date, last: dt.date) -> Plot:
    numbers = [n for point in series.points for n in (point.low, point.high)]
    low, high = _ends([*numbers, *(bound.value for bound in series.bounds)])
    dots = tuple(
        Dot(x=_x(p.day, first, last), y=_y(p.high, low, high), y_low=_y(p.low, low, high), point=p)
        for p in series.points
    )
    return Plot(
        series=series,
        dots=dots,
        rules=tuple(Rule(y=_y(bound.value, low, high), bound=bound) for bound in series.bounds),
        path=" ".join(f"{dot.x},{round((dot.y + dot.y_low) / 2, 1)}" for dot in dots),
        top=f"{high:.3g}",
        bottom=f"{low:.3g}",
    )


def _ends(numbers: Sequence[float]) -> tuple[float, float]:
    """The axis: from 0, or from below the least number where nothing comes near 0."""
    least, most = min(numbers), max(numbers)
    low = 0.0 if least <= 0.6 * most else least - 0.25 * (most - least or most)
    return low, most + 0.08 * (most - low or 1.0)


def _x(day: dt.date, first: dt.date, last: dt.date) -> float:
    share = (min(max(day, first), last) - first).days / ((last - first).days or 1)
    return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)


def _y(number: float, low: float, high: float) -> float:
    return round(HEIGHT - BOTTOM - (number - low) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)


def _bar(item: Stretch, first: dt.date, last: dt.date) -> Bar:
    left = _x(item.first, first, last)
    return Bar(x=left, width=max(3.0, round(_x(item.last, first, last) - left, 1)), stretch=item)
