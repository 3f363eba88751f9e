"""docs/report.md names every column of summary.csv, in order."""

import re
from pathlib import Path

from trialsift.report.sheet import COLUMNS
from trialsift.report.words import SILENCES

TEXT = (Path(__file__).parents[3] / "docs" / "report.md").read_text(encoding="utf-8")


def test_every_column_has_its_line_in_order() -> None:
    table = TEXT.split("## summary.csv")[1]
    named = re.findall(r"^\| ([a-z_]+) \|", table, re.MULTILINE)
    assert tuple(named[1:]) == COLUMNS


def test_the_silences_are_explained_in_the_words_of_the_report() -> None:
    assert [
        words for key, words in SILENCES.items() if key != "documented_absent" and words not in TEXT
    ] == []
