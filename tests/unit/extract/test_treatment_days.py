"""Days of what takes one: blood and operations, told without a year, in either day order, as a month, or of what is still ahead."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain

DAY = dt.date(2024, 11, 12)


def rows(text: str, packs: Packs) -> list[dict[str, Any]]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=DAY)
    found = [fact for fact in facts_in(note, packs) if fact.kind == "treatment"]
    return [plain(fact.value) | {"presence": fact.presence, "time": fact.time} for fact in found]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Transfused 2 units PC 15/10 14h00.", "2024-10-15", "2024-10-15"),
        ("Transfused 2 units on Thursday.", "2024-11-07", "2024-11-07"),
        ("Received 2 units RBC over the weekend.", "2024-11-09", "2024-11-09"),
        ("Transfused last night, 2 units.", "2024-11-11", "2024-11-11"),
        ("Blood products received: yes, 2 units at prostate surgery 2018.", "2018-01-01", "2018-12-31"),
        ("Knee replacement 04/02/2024, walking without a stick since July.", "2024-02-04", "2024-04-02"),
        ("Hip replacement 2018 and 2021.", "2021-01-01", "2021-12-31"),
        ("Ovarian cystectomy 2024/02.", "2024-02-01", "2024-02-29"),
        ("The lump was taken out from his thigh on the 28th of January.", "2024-01-28", "2024-01-28"),
        ("Hernia repair 2018-2019.", "2018-01-01", "2019-12-31"),
    ],
)
def test_days(text: str, first: str, last: str, packs: Packs) -> None:
    row = rows(text, packs)[0]
    assert (str(row["from"]), str(row["to"])) == (first, last)


def test_a_day_that_may_be_another_is_no_end_of_a_course(packs: Packs) -> None:
    assert not rows("Radiotherapy completed 03/05/2024.", packs)[0].get("to")


@pytest.mark.parametrize(
    "text",
    [
        "ASA II, tolerates operation, no contraindication.",
        "He can tolerate a major operation.",
        "Cardiology clearance for surgery obtained.",
    ],
)
def test_an_operation_that_is_borne_is_none_done(text: str, packs: Packs) -> None:
    assert not rows(text, packs)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("RTC 6 wk after surgery.", "planned"),
        ("Follow up in clinic 6 weeks following surgery.", "planned"),
        ("Was seen in clinic 6 weeks after surgery.", "past"),
        ("MRI 3 months after surgery showed a seroma.", "past"),
        ("Transfusion on Monday.", "planned"),
        ("Surgery of 14 Oct 2024 cancelled after his heart attack.", "planned"),
        ("The meeting of 13 October 2024 agreed on surgery first.", "planned"),
        ("Surg: node excision plus ultrasound first.", "planned"),
        ("Tumour board 13 Feb: surgery then a review.", "planned"),
        ("Tolerated the operation well.", "past"),
    ],
)
def test_what_a_visit_is_counted_from(text: str, time: str, packs: Packs) -> None:
    assert [row["time"] for row in rows(text, packs)] in ([time], [])


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("OP Hx) (-)", "surgery"),
        ("TF Hx) (-)", "transfusion"),
        ("CTx/RTx) (-)/(-)", "chemotherapy"),
        ("No surgeries except wisdom teeth.", "surgery"),
    ],
)
def test_denials_of_forms_and_with_a_minor_exception(text: str, cls: str, packs: Packs) -> None:
    assert "absent" in {row["presence"] for row in rows(text, packs) if row["class"] == cls}


def test_the_history_of_a_clinic_note_is_no_request(packs: Packs) -> None:
    assert [row["presence"] for row in rows("Hx: no chemo/XRT before.", packs)] == ["absent", "absent"]


def test_an_age_at_an_operation_needs_the_age_now(packs: Packs) -> None:
    (row,) = rows("Mr Test, 38/M, driver. Appendicectomy at 19 yrs.", packs)
    assert str(row["to"]) == "2005-11-12"
