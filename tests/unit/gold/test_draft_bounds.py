"""Bounds of drafts against bounds that a person read."""

import gzip
import json
from pathlib import Path

import pytest

from trialsift.errors import UsageError
from trialsift.gold.draft_bounds import (
    bound_errors,
    bounds_table,
    found_in,
    gold_in,
    one_spelling,
    status_table,
)
from trialsift.packs.load import load_packs

TEXT = "Inclusion Criteria:\n\n* Age ≥ 21 years\n* ECOG 0-1\n* Platelets ≥ 90,000/mcL\n"


def row(variable: str, op: str, value: float, unit: str = "", *, unclear: bool = False) -> dict[str, object]:
    fixed = {"section": "inclusion", "alternative": False, "unclear": unclear}
    return {"variable": variable, "op": op, "value": value, "unit": unit, **fixed}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with gzip.open(tmp_path / "texts.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"nct_id": "NCT00000001", "eligibility": {"raw_text": TEXT}}))
    return tmp_path


def write(folder: Path, *bounds: dict[str, object]) -> None:
    gold = {"trial": "NCT00000001", "bounds": list(bounds)}
    (folder / "NCT00000001.json").write_text(json.dumps(gold), encoding="utf-8")


def test_precision_recall_and_the_errors_by_name(folder: Path) -> None:
    write(folder, row("age_years", ">=", 21, "years"), row("ecog", "<=", 2))
    gold = gold_in(folder)
    found = found_in(folder / "texts.jsonl.gz", gold, load_packs())
    lines = {line.split()[0]: line for line in bounds_table(gold, found)}
    assert lines["all"].split()[1:5] == ["2", "3", "1", "0.333"]
    assert bound_errors(gold, found) == [
        "invented  NCT00000001 inclusion ecog <= 1",
        "invented  NCT00000001 inclusion platelets >= 90000 /ul",
        "missed    NCT00000001 inclusion ecog <= 2",
    ]


def test_an_unclear_bound_is_neither_asked_for_nor_wrong(folder: Path) -> None:
    unclear = row("platelets", ">=", 90000, "cells/µL", unclear=True)
    write(folder, row("age_years", ">=", 21, "years"), row("ecog", "<=", 1), unclear)
    gold = gold_in(folder)
    found = found_in(folder / "texts.jsonl.gz", gold, load_packs())
    assert bounds_table(gold, found)[-1].split()[1:4] == ["2", "2", "2"]


def test_trials_that_are_not_there_and_empty_folders_are_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="no gold files"):
        gold_in(folder)
    with pytest.raises(UsageError, match="1 of the gold's trials are not there"):
        found_in(folder / "texts.jsonl.gz", ["NCT09999999"], load_packs())


@pytest.mark.parametrize(
    ("unit", "spelling"),
    [
        ("cells/µL", "/ul"),
        ("/mcL", "/ul"),
        ("milliseconds", "ms"),
        ("gm/dL", "g/dl"),
        ("mL/min/1.73 m^2", "ml/min/1.73m2"),
    ],
)
def test_units_in_one_spelling(unit: str, spelling: str) -> None:
    assert one_spelling(unit) == spelling


def test_the_status_of_all_criteria_is_counted(tmp_path: Path) -> None:
    text = f"{TEXT}* KRAS mutation on file, and age ≥ 21 years\n* A letter from the lighthouse\n"
    with gzip.open(tmp_path / "texts.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.write(json.dumps({"nct_id": "NCT00000001", "eligibility": {"raw_text": text}}))
    lines = status_table(tmp_path / "texts.jsonl.gz", load_packs())
    assert [line.split() for line in lines] == [
        ["modelled", "3"],
        ["partly", "1"],
        ["person", "1"],
        ["all", "5"],
    ]
