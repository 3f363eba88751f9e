"""Floors: what falls below them, how they rise, and what lowering one asks for."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from trialsift.cli import app
from trialsift.errors import GoldError, GoldFloorError, UsageError
from trialsift.gold.floor import Floor, Floors, check, falls, read_floors, refreshed, write_floors
from trialsift.gold.score import KindScore


def score(right: int, *, found: int = 10, gold: int = 10, kind: str = "margin") -> KindScore:
    return KindScore(kind=kind, gold=gold, found=found, right=right)


def floors(precision: float, recall: float, kind: str = "margin") -> Floors:
    return Floors(kinds={kind: Floor(precision=precision, recall=recall, gold=10, found=10, right=9)})


@pytest.mark.parametrize(
    ("measured", "fallen"),
    [
        (score(9), []),
        (score(8), []),
        (score(7), ["precision", "recall"]),
        (score(8, found=11), ["precision"]),
        (score(8, gold=11), ["recall"]),
    ],
)
def test_falls(measured: KindScore, fallen: list[str]) -> None:
    assert [item.what for item in falls([measured], floors(0.8, 0.8))] == fallen


def test_a_kind_that_is_gone_has_fallen() -> None:
    assert len(falls([], floors(0.8, 0.8))) == 2


def test_check_names_every_fall_and_how_to_see_more() -> None:
    check([score(9)], floors(0.8, 0.8))
    with pytest.raises(GoldFloorError) as told:
        check([score(7)], floors(0.8, 0.8))
    assert told.value.exit_code == 13
    assert str(told.value).splitlines() == [
        "margin: precision 0.700 (7 of 10) is below its floor of 0.800",
        "margin: recall 0.700 (7 of 10) is below its floor of 0.800",
        "See each error with: trialsift gold score --errors --kinds margin",
    ]


@pytest.mark.parametrize(
    ("right", "old", "new"),
    [
        pytest.param(9, None, 0.88, id="first"),
        pytest.param(9, 0.5, 0.88, id="raised"),
        pytest.param(9, 0.89, 0.89, id="still-held"),
    ],
)
def test_refreshed(right: int, old: float | None, new: float) -> None:
    made = refreshed([score(right)], floors(old, old) if old else Floors())
    assert made.kinds["margin"] == Floor(precision=new, recall=new, gold=10, found=10, right=right)
    assert made.lowered == ()


def test_few_marks_set_no_floor() -> None:
    assert refreshed([score(2, found=2, gold=9)], Floors()).kinds == {}


def test_lowering_asks_for_a_sentence_and_keeps_it() -> None:
    with pytest.raises(GoldFloorError, match="would lower the floor of margin"):
        refreshed([score(7)], floors(0.8, 0.8))
    made = refreshed([score(7)], floors(0.8, 0.8), because=" The marks were corrected. ")
    assert (made.kinds["margin"].precision, made.lowered[0].kinds) == (0.68, ("margin",))
    assert made.lowered[0].because == "The marks were corrected."
    assert refreshed([score(9)], made).lowered == made.lowered


def test_file(tmp_path: Path) -> None:
    assert read_floors(tmp_path) == Floors()
    write_floors(floors(0.8, 0.7), tmp_path)
    assert read_floors(tmp_path) == floors(0.8, 0.7)
    (tmp_path / "floor.json").write_text('{"kinds": {"margin": {"precision": 1}}}')
    with pytest.raises(
        GoldError, match=r"floor\.json:1 cannot be used: kinds\.margin\.recall: Field required"
    ):
        read_floors(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    patient = tmp_path / "p1"
    patient.mkdir()
    (patient / "01_clinic_2024-03-15.txt").write_text("ECOG 1. ECOG 1.\nECOG 2.\n")
    marks = [(0, 6, "ECOG 1"), (8, 14, "ECOG 1"), (16, 22, "ECOG 2")]
    ann = "".join(
        f"T{number}\tecog {start} {end}\t{quote}\n" for number, (start, end, quote) in enumerate(marks)
    )
    (patient / "01_clinic_2024-03-15.ann").write_text(ann)
    return tmp_path


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["gold", "floor", *words])
    if result.exception:
        raise result.exception
    return result.output


def test_command(folder: Path) -> None:
    assert "no floors" in run(str(folder))
    assert "ecog  0.98       0.98    3 right of 3 found, 3 marked" in run(str(folder), "--write")
    assert run(str(folder)).endswith("every score holds its floor\n")
    (folder / "p1" / "01_clinic_2024-03-15.txt").write_text("ECOG 1. ECOG 1.\nEGOC 2.\n")
    (folder / "p1" / "01_clinic_2024-03-15.ann").write_text("T1\tecog 0 6\tECOG 1\nT2\tecog 8 14\tECOG 1\nT3\tecog 16 22\tEGOC 2\n")  # fmt: skip
    with pytest.raises(GoldFloorError, match=r"recall 0\.667"):
        run(str(folder))


def test_a_reason_without_writing_is_a_mistake(folder: Path) -> None:
    with pytest.raises(UsageError, match="--because goes with --write"):
        run(str(folder), "--because", "so")
