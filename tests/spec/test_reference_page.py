"""The reference page is what the code says today."""

from pathlib import Path

from trialsift.trials.reference import page


def test_the_page_is_up_to_date() -> None:
    held = (Path(__file__).parents[2] / "docs" / "criteria.md").read_text(encoding="utf-8")
    assert held == page(), "stale: run scripts/docs"
