"""Criterion answers against truths: what is right, wrong, unknown instead, and not answered."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from trialsift.cli import app
from trialsift.errors import GoldError, UsageError
from trialsift.gold.answers import Truth, answer_errors, answers_score, truths_in


def truth(overall: str = "candidate", **accept: list[str]) -> Truth:
    criteria = {name: {"answer": said[0], "accept": said} for name, said in accept.items()}
    return Truth.model_validate({"overall": overall, "criteria": criteria})


def row(patient_id: str = "p1", flag: str = "candidate", **answers: str) -> dict[str, Any]:
    told = [{"criterion": name, "answer": said, "because": "so"} for name, said in answers.items()]
    return {"patient_id": patient_id, "flag": flag, "answers": told}


@pytest.mark.parametrize(
    ("answer", "accept", "verdict"),
    [
        ("yes", ["yes"], "right"),
        ("unknown", ["no", "unknown"], "right"),
        ("yes", ["no", "unknown"], "wrong yes"),
        ("no", ["yes"], "wrong no"),
        ("no", ["unknown"], "wrong no"),
        ("unknown", ["yes"], "unknown instead"),
    ],
)
def test_verdicts(answer: str, accept: list[str], verdict: str) -> None:
    (outcome,) = answers_score([row(I1=answer)], {"p1": truth(I1=accept)}).outcomes
    assert outcome.verdict == verdict


def test_what_was_not_screened_counts() -> None:
    score = answers_score(
        [row(I1="yes"), row("stranger", I1="no")],
        {"p1": truth(I1=["yes"], E1=["no"]), "p2": truth("open", I1=["yes"])},
    )
    assert score.count("not answered") == 2
    assert score.count("not answered", criterion="I1") == 1
    assert str(score.share())[:5] == "0.333"
    assert (score.flag_share.hits, score.flag_share.total) == (1, 2)
    assert score.criteria == ("I1", "E1")
    assert answer_errors(score) == [
        "p1  E1  not answered  accepted no",
        "p2  I1  not answered  accepted yes",
        "p2  flag  expected open  found nothing",
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, file in (("p1", "expected.json"), ("p2", "truth.json")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text(truth(I1=["yes"]).model_dump_json())
    (tmp_path / "p2" / "patient.json").write_text('{"id": "other"}')
    return tmp_path


def test_truths_by_patient_id(folder: Path) -> None:
    assert truths_in(folder) == {"p1": truth(I1=["yes"]), "other": truth(I1=["yes"])}


def test_a_truth_that_cannot_be_used_is_named(folder: Path) -> None:
    (folder / "p1" / "expected.json").write_text('{"overall": "perhaps", "criteria": {}}')
    with pytest.raises(GoldError, match=r"p1/expected\.json:1 cannot be used: overall"):
        truths_in(folder)


def test_command(folder: Path) -> None:
    screening = folder / "screening.jsonl"
    screening.write_text(json.dumps(row(I1="yes")) + "\n" + json.dumps(row("other", "open", I1="no")) + "\n")
    shown = CliRunner().invoke(app, ["gold", "answers", str(screening), str(folder), "--errors"])
    assert shown.output.splitlines()[0] == "other  I1  wrong no  accepted yes  so"
    assert shown.output.splitlines()[-1] == "flags right  0.500 (0.095 to 0.905) of 2"
    told = CliRunner().invoke(app, ["gold", "answers", str(screening), str(folder), "--json"])
    assert json.loads(told.output)["criteria"]["I1"]["wrong_no"] == 1


@pytest.mark.parametrize("text", [None, "no json"])
def test_command_refuses_what_is_no_screening(folder: Path, text: str | None) -> None:
    path = folder / "s.jsonl"
    if text:
        path.write_text(text)
    result = CliRunner().invoke(app, ["gold", "answers", str(path), str(folder)])
    assert isinstance(result.exception, UsageError)
