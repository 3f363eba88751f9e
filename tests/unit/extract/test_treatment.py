"""What was given, what is only planned or named, whose dates are whose, and what is major surgery."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain

DAY = dt.date(2024, 11, 12)


def treatments(text: str, packs: Packs, note_type: str = "clinic") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "treatment"]


def rows(text: str, packs: Packs, note_type: str = "clinic") -> list[dict[str, Any]]:
    found = treatments(text, packs, note_type)
    return [plain(fact.value) | {"presence": fact.presence, "time": fact.time} for fact in found]


def row_of(cls: str, text: str, packs: Packs) -> dict[str, Any]:
    return next(row for row in rows(text, packs) if row["class"] == cls)


@pytest.mark.parametrize(
    ("text", "cls"),
    [
        ("She has had no treatment for the sarcoma as yet.", "any"),
        ("No treatment of any sort has been given.", "any"),
        ("Treatment-naive.", "any"),
        ("Chemo-naive.", "chemotherapy"),
        ("Never had chemo/RT.", "radiotherapy"),
        ("Has not received any chemotherapy, radiotherapy or targeted therapy.", "targeted"),
        ("Radiotherapy was offered but declined.", "radiotherapy"),
        ("Radiotherapy she never had.", "radiotherapy"),
        ("She declined chemotherapy.", "chemotherapy"),
        ("Never transfused.", "transfusion"),
        ("Transfusion ever: no.", "transfusion"),
        ("No previous operations.", "surgery"),
        ("PSH: nil", "surgery"),
    ],
)
def test_denials(text: str, cls: str, packs: Packs) -> None:
    assert row_of(cls, text, packs)["presence"] == "absent"


@pytest.mark.parametrize(
    "text",
    [
        "The right thigh is far from the old radiation field.",
        "We would like to offer the radiotherapy study.",
        "Chemotherapy is not recommended.",
        "There is no long QT in the family.",
        "She is not fit for elective surgery.",
        "Two units of blood crossmatched.",
        "Previous ops:",
    ],
)
def test_what_is_only_named_was_not_given(text: str, packs: Packs) -> None:
    given = [row for row in rows(text, packs) if row["time"] != "planned"]
    assert given == []


def test_each_treatment_has_its_own_date(packs: Packs) -> None:
    text = "Breast radiotherapy (40 Gy in 15 fractions, finished February 2012) and five years of letrozole, stopped 2017."
    assert row_of("radiotherapy", text, packs)["to"] == "2012-02-29"
    assert row_of("hormone", text, packs)["to"] == "2017-12-31"


def test_a_date_behind_an_illness_is_not_the_treatments(packs: Packs) -> None:
    assert (
        row_of("surgery", "Previous heart attack (2015), bypass surgery 2016.", packs)["from"] == "2016-01-01"
    )


def test_a_denial_takes_no_date(packs: Packs) -> None:
    text = "Neither chemotherapy nor radiotherapy to anything other than the breast in 2012."
    assert {row.get("to") for row in rows(text, packs)} == {None}
    assert {fact.date for fact in treatments(text, packs)} == {DAY}
    assert {row["for_tumour"] for row in rows(text, packs)} == {"this_tumour"}


def test_a_denial_since_a_day_keeps_the_day(packs: Packs) -> None:
    row = row_of("transfusion", "No transfusion since 3 May 2019.", packs)
    assert (row["presence"], row["from"]) == ("absent", "2019-05-03")


def test_a_denial_for_a_while_begins_then(packs: Packs) -> None:
    row = row_of("transfusion", "No blood transfusion in the last three months.", packs)
    assert (row["presence"], row["from"]) == ("absent", "2024-08-12")


def test_an_item_with_its_own_day_is_not_denied_with_the_item_before_it(packs: Packs) -> None:
    row = row_of("surgery", "Gout, no recurrence, hernia repair 2009.", packs)
    assert (row["presence"], row["to"]) == ("present", "2009-12-31")


def test_what_is_taken_now_is_dated_by_the_note(packs: Packs) -> None:
    (fact,) = treatments("Pazopanib since June 2024.", packs)
    assert (fact.time, fact.date) == ("now", DAY)


def test_what_a_denial_is_measured_from_was_given(packs: Packs) -> None:
    assert row_of("surgery", "No angina since the stent.", packs)["presence"] == "present"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Letrozole 2.5 mg nocte, ongoing.", "now"),
        ("Imatinib 400 mg daily.", "now"),
        ("We discussed imatinib 400 mg daily.", "planned"),
        ("Eribulin 1.23 mg/m2 D1 and D8.", "past"),
        ("Eribulin 1.23 mg/m2 would be an option.", "planned"),
        ("He is due to commence radiotherapy on the 24th of this month.", "planned"),
        ("Radiotherapy was to start on 3 October 2024 and was completed.", "past"),
    ],
)
def test_doses_and_rhythms_say_what_is_taken_and_due_dates_what_is_ahead(
    text: str, time: str, packs: Packs
) -> None:
    assert {row["time"] for row in rows(text, packs)} == {time}


def test_an_undated_past_treatment_has_no_date(packs: Packs) -> None:
    (fact,) = treatments("She has had radiotherapy.", packs)
    assert (fact.time, fact.date) == ("past", None)


@pytest.mark.parametrize(
    "text",
    [
        "Plan: resection in March 2025.",
        "For wide local excision.",
        "Query radiotherapy.",
        "Plan is surgery in February.",  # the note is of November: the coming February, not the last
    ],
)
def test_plans(text: str, packs: Packs) -> None:
    assert {row["time"] for row in rows(text, packs)} == {"planned"}


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ("Wide local excision of the sarcoma 3 May 2024.", True),
        ("Core biopsy 3 May 2024.", False),
        ("Carpal tunnel release 2019 under local anaesthetic.", False),
        ("Port insertion on 3 May 2024.", False),
    ],
)
def test_major_surgery(text: str, major: bool, packs: Packs) -> None:
    assert row_of("surgery", text, packs)["major"] is major


def test_a_course_whose_days_stand_on_their_own_line(packs: Packs) -> None:
    text = "Radiotherapy completion summary\nThigh, 50 Gy / 25 #, IMRT\nStart 02/09/2024   Completed 14/10/2024\n"
    assert any(row.get("from") == "2024-09-02" and row.get("to") == "2024-10-14" for row in rows(text, packs))


def test_the_operation_behind_a_specimen(packs: Packs) -> None:
    text = "HISTOPATHOLOGY\nTheatre 18/10/2024   Received 19/10/2024\n\nSPECIMENS\nA. Wide local excision left calf\n"
    (row,) = [row for row in rows(text, packs, "pathology") if row.get("procedure") == "wide local excision"]
    assert (row["to"], row["major"]) == ("2024-10-18", True)


def test_the_treatment_of_another_cancer(packs: Packs) -> None:
    text = "Ca left breast 2011: wide local excision and radiotherapy, completed March 2012."
    assert {row["for_tumour"] for row in rows(text, packs)} == {"other_tumour"}


def test_what_time_is_counted_from_takes_no_date_of_what_came_later(packs: Packs) -> None:
    row = rows(
        "Ops since the bypass graft: cataracts under local March 2024 only. No ops since CABG, cataracts March 2024.",
        packs,
    )
    cabg = [item for item in row if item["procedure"] == "cabg"]
    assert cabg
    assert all("to" not in item for item in cabg)
    kept = row_of("surgery", "No infection since the resection in March 2024.", packs)
    assert kept["to"] is not None


@pytest.mark.parametrize("text", ["MRI RT POPLITEAL FOSSA 12.02.2024", "Biopsy of RT thigh mass 12.02.2024."])
def test_rt_before_a_part_of_the_body_is_the_right_side(text: str, packs: Packs) -> None:
    assert not [row for row in rows(text, packs) if row["class"] == "radiotherapy"]
    assert row_of("radiotherapy", "RT thigh 50 Gy in 2012.", packs)["to"] == "2012-12-31"


def test_a_drug_stopped_for_qt_was_no_chemotherapy(packs: Packs) -> None:
    assert not [
        row for row in rows("Escitalopram stopped for QT 3/2024.", packs) if row["class"] == "chemotherapy"
    ]


def test_ct_beside_rt_denies_both(packs: Packs) -> None:
    found = {(row["class"], row["presence"]) for row in rows("No CT/RT received anywhere.", packs)}
    assert {("chemotherapy", "absent"), ("radiotherapy", "absent")} <= found


def test_yet_to_receive_is_a_denial(packs: Packs) -> None:
    found = {
        (row["class"], row["presence"])
        for row in rows("She has yet to receive any chemotherapy or irradiation.", packs)
    }
    assert {("chemotherapy", "absent"), ("radiotherapy", "absent")} <= found


@pytest.mark.parametrize(
    ("text", "time", "start", "end"),
    [
        ("Pazopanib 800 mg OD since Jan.", "now", "2024-01-01", None),
        ("Denosumab 120 mg 4-weekly, ongoing since June 2024.", "now", "2024-06-01", None),
        ("Trabectedin started 3 September 2024.", "now", "2024-09-03", None),
        ("Letrozole, ongoing.", "now", None, None),
        ("On adjuvant doxorubicin, cycle 2 of 6.", "now", None, None),
        ("Fraction 12 of 25 today.", "now", "2024-11-12", "2024-11-12"),
        ("Cycle 1 Day 1 eribulin = 10SEP2024", "now", "2024-09-10", None),
        ("03/23-06/23 doxorubicin x4", "past", "2023-03-01", "2023-06-30"),
        ("Doxorubicin 75 mg/m2 q3w x 6, last on 22 January 2024.", "past", None, "2024-01-22"),
        ("Pembrolizumab, on holiday since 10 February 2024.", "past", "2024-02-10", None),
        ("AIM x5 (12.4.24 - 26.7.24).", "past", "2024-04-12", "2024-07-26"),
        ("VAC, 6 cycles, finished 2/12 ago.", "past", None, "2024-09-12"),
        ("L BKA 2016", "past", "2016-01-01", "2016-12-31"),
        ("Op: 3-Mar-2024.", "past", "2024-03-03", "2024-03-03"),
        ("Ifosfamide encephalopathy in May 2023.", "past", "2023-05-01", "2023-05-31"),
        ("Sentinel node biopsy neg, 2021.", "past", "2021-01-01", "2021-12-31"),
        ("Core biopsy booked.", "planned", None, None),
        ("He desires a wide excision.", "planned", None, None),
        ("Temozolamide x4 in 2020.", "past", "2020-01-01", "2020-12-31"),
        ("Off tamoxifen since 2020.", "past", "2020-01-01", None),
        ("Now on third line trabectedin.", "now", None, None),
        ("He has been on dasatinib since diagnosis.", "now", None, None),
    ],
)
def test_how_it_stands_and_when(
    text: str, time: str, start: str | None, end: str | None, packs: Packs
) -> None:
    (row,) = rows(text, packs)
    assert (row["time"], row.get("from"), row.get("to")) == (time, start, end)


def test_drugs_given_together_begin_and_end_together(packs: Packs) -> None:
    found = rows("Epirubicin 60 mg/m2 + ifosfamide 3 g/m2, completed 14 May 2020.", packs)
    assert [row["to"] for row in found] == ["2020-05-14", "2020-05-14"]


@pytest.mark.parametrize(
    "text",
    [
        "VAC dressing changed twice.",
        "ICE packs applied.",
        "AIM: return to work.",
        "MAP 65 mmHg.",
        "Post-op CT normal.",
        "Not a candidate for ifosfamide because of her kidneys.",
        "Regorafenib is not funded here.",
        "RT knee pain since 2010.",
        "The scar was excised with an ellipse.",
        "Prior chemo \u25a1 Y \u25a1 N",
    ],
)
def test_what_looks_like_a_treatment(text: str, packs: Packs) -> None:
    assert treatments(text, packs) == []


def test_the_drugs_of_a_list_share_what_stands_behind_the_last(packs: Packs) -> None:
    found = rows("Vincristine/actinomycin/cyclophosphamide aged 5.", packs)
    assert [(row["agent"], row["time"]) for row in found] == [
        ("vincristine", "past"),
        ("actinomycin_d", "past"),
        ("cyclophosphamide", "past"),
    ]
