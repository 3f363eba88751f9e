"""Scores as plain text tables, columns aligned, every share with its interval and its count."""

from collections.abc import Sequence

from trialsift.gold.answers import VERDICTS, AnswersScore
from trialsift.gold.score import KindScore, total_of


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each column as wide as its widest cell."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


def score_table(scores: Sequence[KindScore]) -> list[str]:
    """The table of `trialsift gold score`, all kinds together in the last line."""
    head = ("kind", "gold", "found", "right", "precision", "recall", "F1")
    return aligned([head, *(_cells(score) for score in [*scores, total_of(scores)])])


def _cells(score: KindScore) -> tuple[str, ...]:
    mean = "none" if score.f1 is None else f"{score.f1:.3f}"
    counts = (str(score.gold), str(score.found), str(score.right))
    return (score.kind, *counts, str(score.precision), str(score.recall), mean)


def answers_table(score: AnswersScore) -> list[str]:
    """The table of `trialsift gold answers`: a line a criterion, all together, and the flags."""
    head = ("criterion", "n", *VERDICTS, "share right")
    rows: list[tuple[str, str | None]] = [*((name, name) for name in score.criteria), ("all", None)]
    cells = [
        (
            label,
            str(score.share(criterion=of).total),
            *(str(score.count(verdict, criterion=of)) for verdict in VERDICTS),
            str(score.share(criterion=of)),
        )
        for label, of in rows
    ]
    return [*aligned([head, *cells]), f"flags right  {score.flag_share}"]
