"""Scores against public sets: verdicts of a case, tables, lists of errors; on miniature sets of our own."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from trialsift.errors import UsageError
from trialsift.gold.public.cases import Case, by_field, errors
from trialsift.gold.public.charts import chart_cases, quote_places
from trialsift.gold.public.context import context_cases, of_interest
from trialsift.gold.public.fields import grade_number, same_text
from trialsift.gold.public.forms import form_cases
from trialsift.gold.public.registry import registry_cases
from trialsift.gold.public.run import SETS, main
from trialsift.gold.public.sarcoma import FIELDS, carcinosarcoma_cases, sarcoma_cases
from trialsift.gold.public.screening import answer_cases
from trialsift.packs.rules import Packs

REPORT = "FINAL DIAGNOSIS:\nUndifferentiated pleomorphic sarcoma, thigh.\n"


def case(read: Any, *accept: Any) -> Case:
    return Case(field="size", where="r1", accept=accept, read=read, rests_on="tumour_size.x")


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (case(4, 4), "right"),
        (case(5, 4, 5), "right"),
        (case(5, 4), "wrong"),
        (case(None, 4), "missed"),
        (case(None, None), "silent"),
        (case(None, 0, None), "silent"),
        (case(0, 0, None), "right"),
        (case(7, None), "invented"),
        (case(7, 0, None), "wrong"),
    ],
)
def test_verdict(made: Case, verdict: str) -> None:
    assert made.verdict == verdict


def test_a_row_of_the_table_and_the_errors_below_it() -> None:
    cases = [case(4, 4), case(5, 4), case(None, 4), case(None, None), case(7, None)]
    (score,) = by_field("demo", cases)
    assert score.cells() == ("demo", "size", "5", "3", "1", "1", "1", "1 of 2", "0.333 (0.061 to 0.792) of 3")
    assert list(errors(cases)) == [
        "size  r1  wrong  accepted 4  read 5  tumour_size.x",
        "size  r1  missed  accepted 4  read None  tumour_size.x",
        "size  r1  invented  accepted None  read 7  tumour_size.x",
    ]
    assert list(errors(cases, fields=("margin",))) == []


def write(path: Path, *rows: dict[str, Any]) -> None:
    text = "\n".join(json.dumps(row) for row in rows)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())


def test_context(tmp_path: Path, packs: Packs) -> None:
    sentences = [
        ("1", "fever", "There is no fever.", "Negated", "Recent"),
        ("2", "fever", "He has fever.", "Affirmed", "Not particular"),
        ("3", "cough", "He has fever.", "Affirmed", "Historical"),
    ]
    keys = ("id", "concept", "sentence", "negation", "temporality")
    write(
        tmp_path / "negation_sentences.jsonl.gz",
        *({**dict(zip(keys, row, strict=True)), "experiencer": "Patient"} for row in sentences),
    )
    cases = list(context_cases(tmp_path, packs))
    assert [item.field for item in cases].count("temporality") == 2
    assert [item.verdict for item in cases if item.field == "negation"] == ["right"] * 3
    assert of_interest(cases)[0].startswith("negation, absent: precision 1.000 (0.207 to 1.000) of 1")
    assert of_interest(cases)[2].endswith("F1 none")


def test_sarcoma_reports(tmp_path: Path, packs: Packs) -> None:
    accept: dict[str, list[Any]] = {field.label: ["not_stated"] for field in FIELDS}
    accept |= {"histology": ["MFH"], "grade": [{"scheme": None, "value": None}], "nodes": [[None, None]]}
    write(tmp_path / "sarcoma_reports.jsonl.gz", {"patient": "s1", "text": REPORT})
    write(tmp_path / "sarcoma_gold.jsonl", {"patient": "s1", "accept": accept})
    said = {item.field: item for item in sarcoma_cases(tmp_path, packs)}
    assert said["histology"].verdict == "right"
    assert not said["grade"].stated
    assert not said["nodes"].stated
    assert said["histology"].rests_on.startswith("histology.MFH [[Undifferentiated pleomorphic sarcoma]]")


def test_carcinosarcomas(tmp_path: Path, packs: Packs) -> None:
    rows = [{"patient": "c1", "text": "FINAL DIAGNOSIS: Carcinosarcoma of the uterus."}]
    write(tmp_path / "carcinosarcoma_reports.jsonl.gz", *rows, {"patient": "c2", "text": REPORT})
    assert [item.verdict for item in carcinosarcoma_cases(tmp_path, packs)] == ["silent", "right", "invented", "wrong"]  # fmt: skip


def registry_row(**data: Any) -> dict[str, Any]:
    return {"case_id": "k1", "text": REPORT, "gold": str({"cancer_data": data})}


@pytest.mark.parametrize(
    ("margins", "status", "distance"),
    [
        (None, None, None),
        ([{"margin_involved": None, "distance": None}], None, None),
        ([{"margin_involved": False, "distance": 9}, {"margin_involved": False, "distance": 2}], "negative", 2),
        ([{"margin_involved": True, "distance": None}, {"margin_involved": False, "distance": 2}], "positive", None),
    ],
)  # fmt: skip
def test_registry_margins(
    tmp_path: Path, packs: Packs, margins: Any, status: str | None, distance: float | None
) -> None:
    write(tmp_path / "registry_gold_reports.jsonl.gz", registry_row(margins=margins))
    assert [item.accept for item in registry_cases(tmp_path, packs)] == [(status,), (distance,)]


def test_registry_nodes_and_invasion(tmp_path: Path, packs: Packs) -> None:
    groups = [{"involved": 1, "examined": 3}, {"involved": 0, "examined": 9}]
    unknown = [{"involved": None, "examined": 3}]
    write(
        tmp_path / "registry_gold_reports.jsonl.gz",
        registry_row(regional_lymph_node=groups, lymphovascular_invasion=False),
        registry_row(regional_lymph_node=unknown, lymphovascular_invasion=None),
    )
    accepted = [item.accept for item in registry_cases(tmp_path, packs)]
    assert accepted == [("absent",), ((1, 12),), (None,), (None,)]


def test_forms(tmp_path: Path, packs: Packs) -> None:
    write(
        tmp_path / "pathology_reports.jsonl.gz",
        {"organ": "PANCREAS", "pdf": "a", "text": REPORT, "form": {"tumor_resected_max_dimension": "3.5", "residual_tumor": "RX"}},
        {"organ": "LUNG", "pdf": "b", "text": REPORT, "form": {"residual_tumor": "R0"}},
        {"organ": "THYROID", "pdf": "c", "text": REPORT, "form": {"laterality": "Left"}},
    )  # fmt: skip
    told = [(item.field, item.accept) for item in form_cases(tmp_path, packs)]
    assert told == [("size, pancreas", (35.0,)), ("residual, lung", ("negative", "close"))]


def test_charts(tmp_path: Path, packs: Packs) -> None:
    folder = tmp_path / "charts" / "x1"
    folder.mkdir(parents=True)
    (folder / "patient.json").write_text('{"id": "x1"}')
    (folder / "01_clinic_2024-03-15.txt").write_text("ECOG 1. Hb 98\ng/L. No fits.\n")
    facts = [
        {"kind": "ecog", "value": "1", "quote": "ECOG 1", "negated": False},
        {"kind": "ecog", "value": "2", "quote": "ECOG 1", "negated": False},
        {"kind": "lab", "value": "Hb 98 g/L", "quote": "Hb 98 g/L", "negated": False},
        {"kind": "comorbidity", "value": "seizures", "quote": "No fits", "negated": True},
        {"kind": "margin", "value": "clear", "quote": "No fits", "negated": False},
    ]
    told = [item | {"note": "01_clinic_2024-03-15.txt"} for item in facts]
    (folder / "truth.json").write_text(json.dumps({"facts": told}))
    assert [item.verdict for item in chart_cases(tmp_path, packs)] == ["right", "wrong", "right", "right", "missed"]  # fmt: skip


def test_answers(tmp_path: Path, packs: Packs) -> None:
    folder = tmp_path / "charts" / "x1"
    folder.mkdir(parents=True)
    (folder / "patient.json").write_text('{"id": "x1", "screening_date": "2024-03-20"}')
    (folder / "01_clinic_2024-03-15.txt").write_text("ECOG 1.\n")
    accept = {"I5": ["yes"], "I7": ["unknown"], "E5": ["no"]}
    criteria = {name: {"answer": said[0], "accept": said} for name, said in accept.items()}
    (folder / "truth.json").write_text(json.dumps({"overall": "open", "criteria": criteria}))
    told = [(item.field, item.verdict) for item in answer_cases(tmp_path, packs)]
    assert told == [
        ("inclusion criteria", "right"),
        ("inclusion criteria", "silent"),
        ("exclusion criteria", "missed"),
        ("flag", "right"),
    ]


def test_quotes_are_found_over_line_breaks() -> None:
    assert quote_places("a  sarcoma\nof thigh; sarcoma of thigh", "sarcoma of thigh") == [(3, 19), (21, 37)]
    assert quote_places("text", "") == []


@pytest.mark.parametrize(
    ("value", "number"), [("high", "3"), ("intermediate", "2"), ("2", "2"), (None, None)]
)
def test_grades_as_numbers(value: str | None, number: str | None) -> None:
    assert grade_number({"grade": {"value": value}} if value else {}) == number


def test_equal_texts() -> None:
    assert same_text("Left", "left")
    assert same_text(2, 2.0)
    assert not same_text("left", "right")


def test_the_table_names_sets_that_are_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main([], data=tmp_path)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("packs ")
    assert lines[2:] == [f"{name}: not scored, {item.needs} is not there" for name, item in SETS.items()]


def test_errors_of_a_set(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "carcinosarcoma_reports.jsonl.gz", {"patient": "c2", "text": REPORT})
    main(["--errors", "carcinosarcoma", "main tumour a sarcoma"], data=tmp_path)
    assert capsys.readouterr().out.startswith("main tumour a sarcoma  c2  invented  accepted None")


def test_an_unknown_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown set sarcomas"):
        main(["sarcomas"], data=tmp_path)
