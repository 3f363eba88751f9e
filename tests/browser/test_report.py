"""The report as a file of its own, on a screen and on a telephone."""

from pathlib import Path
from typing import Any

import pytest
from site_support import TRIAL

from trialsift.packs.rules import Packs
from trialsift.report.run import STORE, write_results
from trialsift.store import Store
from trialsift.trials import load_trial


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_is_read_in_words_not_letters(
    chromium: Any, screened: Path, packs: Packs, tmp_path: Path, width: int
) -> None:
    with Store(screened / STORE, make=False) as store:
        write_results(store, [load_trial(TRIAL, packs)], tmp_path)
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto((tmp_path / "report.html").as_uri())
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    narrow = page.evaluate(
        "[...document.querySelectorAll('.patients td li, .criteria caption, .criteria .because')]"
        ".filter(item => item.getBoundingClientRect().width < 120).map(item => item.textContent)"
    )
    page.close()
    assert narrow == []
