"""Values told over time: the last is of now and the others are past; and whose values, and of what sample, they are."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.extract.over_time import is_past, later, outdone
from trialsift.extract.spelled import spelled
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2025, 3, 10)


def found(text: str, kind: str, packs: Packs) -> list[Fact]:
    note = Note(note_id="n", patient_id="n", note_type="clinic", note_date=DAY, text=text, source="n")
    return [fact for fact in facts_in(note, packs) if fact.kind == kind]


def times(text: str, packs: Packs) -> list[tuple[float | None, str]]:
    return [(fact.value.value, fact.time) for fact in found(text, "lab", packs)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Platelets 44 -> 61 -> 90.", [(44, "past"), (61, "past"), (90, "now")]),
        ("ANC 0.4 \u2192 GCSF \u2192 5.2", [(0.4, "past"), (5.2, "now")]),
        ("Platelets fell from 210 to 95.", [(210, "past"), (95, "now")]),
        ("Platelets recovered to 140.", [(140, "now")]),
        ("Creatinine was 190 umol/L in 2022; now 88 umol/L.", [(190, "past"), (88, "now")]),
        ("Haemoglobin 10.1 g/dL, post-transfusion 11.9 g/dL.", [(10.1, "past"), (11.9, "now")]),
        ("Platelets 120, now 3 weeks after chemotherapy.", [(120, "now")]),
        ("Platelets 120, amylase now 80.", [(120, "now")]),
        ("ANC 0.5 last cycle.", [(0.5, "past")]),
        ("In 2019 her creatinine was 150 umol/L.", [(150, "past")]),
        ("Creatinine 150 umol/L in 2025.", [(150, "now")]),
        ("Transfuse if Hb <70 g/L, today's was 91 g/L.", [(9.1, "now")]),
    ],
)
def test_the_last_of_several_values_is_of_now(text: str, told: list[tuple[float, str]], packs: Packs) -> None:
    assert times(text, packs) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ECOG 2->1->1", [(2, "past"), (1, "past"), (1, "now")]),
        ("He was PS 3 on the ward, now PS 2.", [(3, "past"), (2, "now")]),
        ("ECOG 0 at diagnosis (2022). ECOG today: 1.", [(0, "past"), (1, "now")]),
        ("ECOG 1, now 2 weeks after surgery.", [(1, "now")]),
        ("PS has gone down to 3.", [(3, "now")]),
    ],
)
def test_a_score_of_before_is_past(text: str, told: list[tuple[int, str]], packs: Packs) -> None:
    assert [(fact.value.low, fact.time) for fact in found(text, "ecog", packs)] == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("QTcF was 421 in May; on the tablets now 455 ms.", [(421, "past"), (455, "now")]),
        ("QTc 430 ms, heart rate now 66.", [(430, "now")]),
        ("QTc 433 ms at 08:10 and 440 ms at 12:00.", [(433, "now"), (440, "now")]),
        ("QT/QTc-Frid 398/417", [(417, "now")]),
    ],
)
def test_an_interval_of_before_is_past(text: str, told: list[tuple[int, str]], packs: Packs) -> None:
    assert [(fact.value.qtc_ms, fact.time) for fact in found(text, "ecg", packs)] == told


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("His brother's creatinine is 300 umol/L.", "relative"),
        ("The donor's Hb 14.9 g/dL.", "relative"),
        ("Her daughter came along. Creatinine is 70 umol/L.", "patient"),
        ("Seen with his brother, creatinine 70 umol/L.", "patient"),
    ],
)
def test_a_relatives_value_is_the_relatives(text: str, person: str, packs: Packs) -> None:
    assert [fact.person for fact in found(text, "lab", packs)] == [person]


@pytest.mark.parametrize(
    "text",
    [
        "Pleural fluid WCC 9,000, neuts 85%.",
        "Immature granulocytes 0.2 %.",
        "Mean cell haemoglobin 31 pg.",
        "Pre-albumin 22 mg/dL.",
        "Reference intervals: Hb 120-160, Plt 150-400.",
        "Platelets 3 pools given.",
        "Hb two weeks ago.",
        "Total count 14 nodules.",
    ],
)
def test_what_is_no_value_of_the_blood_gives_none(text: str, packs: Packs) -> None:
    assert found(text, "lab", packs) == []


@pytest.mark.parametrize(
    ("text", "analyte", "value"),
    [
        ("Plt 1,85,000", "platelets", 185),
        ("Total count 9.2 (N70 L22 M5 E3)", "wbc", 9.2),
        ("Creat. 71 umol/L", "creatinine", 71),
        ("Creatinine eighty two", "creatinine", 82),
        ("Neuts two point four", "neutrophils", 2.4),
        ("Bilirubin 0.7, well", "bilirubin", 11.97),
        ("Seen today, Hb 8.1", "haemoglobin", 8.1),
    ],
)
def test_values_in_every_writing(text: str, analyte: str, value: float, packs: Packs) -> None:
    assert {fact.value.analyte: fact.value.value for fact in found(text, "lab", packs)}[analyte] == value


def test_a_low_haemoglobin_without_english_around_it_has_no_unit(packs: Packs) -> None:
    assert [fact.value.unit for fact in found("Hb 8,1 og afebril", "lab", packs)] == [None]


@pytest.mark.parametrize(
    "text", ["LDH 300 U/L (ULN 240)", "LDH 300 U/L, upper limit of normal 240", "LDH;300;U/l;<240"]
)
def test_an_upper_limit_alone_is_read(text: str, packs: Packs) -> None:
    (fact,) = found(text, "lab", packs)
    assert (fact.value.value, fact.value.uln) == (300, 240)


@pytest.mark.parametrize(
    "text",
    [
        "Creatinine: 13-Feb-25 88 umol/L",
        "Creatinine (13/02/2025): 88 umol/L",
        "Creatinine 13.02.2025 88 umol/L",
    ],
)
def test_a_value_behind_its_day_has_that_day(text: str, packs: Packs) -> None:
    assert [(fact.value.value, fact.date) for fact in found(text, "lab", packs)] == [
        (88, dt.date(2025, 2, 13))
    ]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("seventy four", 74),
        ("one point nine", 1.9),
        ("two hundred and ten", 210),
        ("three thousand two hundred", 3200),
        ("zero point zero five", 0.05),
        ("one", None),
        ("of seventy", None),
    ],
)
def test_numbers_in_words(words: str, number: float | None) -> None:
    read = spelled(words)
    assert (read[0] if read else None) == number


def test_a_dose_behind_now_is_no_later_value() -> None:
    text = "0.9, on tablets, now 5 mg"
    assert later(text, 3, len(text)) is None


def test_a_year_tells_nothing_in_a_note_without_a_date() -> None:
    assert not is_past("PS 1 in 2019", 0, 4, None)


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("was PS 3, now back to PS 1.", "PS 3", "PS 1", True),
        ("ECOG 3 at first; ECOG 1 today.", "ECOG 3", "ECOG 1", True),
        ("ECOG 4 today; elsewhere ECOG 0 today.", "ECOG 4", "ECOG 0", False),
    ],
)
def test_two_values_of_today_contradict_each_other(
    text: str, first: str, second: str, expected: bool
) -> None:
    assert outdone(text, text.index(first) + len(first), text.index(second)) is expected
