"""Shares and their intervals, against published values."""

import pytest

from trialsift.gold.statistics import Share, f1


@pytest.mark.parametrize(
    ("hits", "total", "text"),
    [
        (81, 263, "0.308 (0.255 to 0.366) of 263"),  # Newcombe 1998, table I
        (15, 148, "0.101 (0.062 to 0.160) of 148"),
        (0, 20, "0.000 (0.000 to 0.161) of 20"),
        (10, 10, "1.000 (0.722 to 1.000) of 10"),
        (0, 0, "none"),
    ],
)
def test_wilson(hits: int, total: int, text: str) -> None:
    assert str(Share(hits=hits, total=total)) == text


def test_plain() -> None:
    assert Share(hits=0, total=0).plain() == {"hits": 0, "total": 0, "value": None, "low": None, "high": None}
    assert Share(hits=1, total=1).plain()["value"] == 1.0


@pytest.mark.parametrize(
    ("found", "right", "gold", "mean"), [(10, 8, 10, 0.8), (0, 0, 4, 0.0), (0, 0, 0, None)]
)
def test_f1(found: int, right: int, gold: int, mean: float | None) -> None:
    assert f1(found=found, right=right, gold=gold) == mean
