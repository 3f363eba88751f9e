"""Facts of clinic notes as they are written: days of treatments, values, grades, limits of life, what is somebody else's."""

import datetime as dt

import pytest
from tests.support.clinic import DAY, found

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.rows import plain


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Hip replacement 2015. None since.", "2015-12-31"),
        ("C-section 14/3/24 (elective), 2u RBC then, none after.", "2024-03-14"),
        ("Prostate cancer, 37# to June 2018.", "2018-06-30"),
        ("Received 2 EKs on 28.02.2025.", "2025-02-28"),
        ("PSH: gallbladder 1999", "1999-12-31"),
        ("Adjuvant tamoxifen 2015-2020.", "2020-12-31"),
    ],
)
def test_days_of_treatments(text: str, to: str, packs: Packs) -> None:
    rows = [(fact.presence, plain(fact.value).get("to")) for fact in found(text, "treatment", packs)]
    assert rows
    assert set(rows) == {("present", to)}


def test_tests_before_a_treatment_deny_none(packs: Packs) -> None:
    assert found("Blood tests before chemotherapy were negative.", "treatment", packs) == []


@pytest.mark.parametrize(
    "text",
    [
        "No treatment has been given until now.",
        "Prior chemo: N  Prior XRT: N  Prior TKI/IO: N",
        "We have not started anything for the sarcoma.",
        "Never on TKI/IO/chemo/rads.",
        "Prior Tx: none",
        "Prior treatment: excisional biopsy only",
        "Has had nothing for it so far except painkillers.",
        "Never had a GA.",
    ],
)
def test_treatment_denied_in_many_words(text: str, packs: Packs) -> None:
    assert {fact.presence for fact in found(text, "treatment", packs)} == {"absent"}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Methotrexate 15 mg weekly, given for rheumatoid arthritis since 2019.", "no_tumour"),
        ("Bevacizumab into the right eye for macular oedema, given in 2021.", "no_tumour"),
        ("Methotrexate 12 g/m2 given in 2019 for the osteosarcoma of the thigh.", "this_tumour"),
    ],
)
def test_drugs_with_two_uses(text: str, about: str, packs: Packs) -> None:
    assert [fact.about for fact in found(text, "treatment", packs)] == [about]


def test_what_follows_a_treatment_still_ahead_is_planned(packs: Packs) -> None:
    facts = found("Following induction chemotherapy, the plan is for a fresh scan.", "treatment", packs)
    assert [fact.time for fact in facts] == ["planned"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("AIM x4 (05/15-07/24/2023)", ("2023-05-15", "2023-07-24")),
        ("Imatinib 2018-2021, given for another tumour.", ("2018-01-01", "2021-12-31")),
        (
            "Given pazopanib within a phase I study from 8/26 to 9/20/2024, stopped for QT.",
            (None, "2024-09-20"),
        ),
        ("Operation 13/02/2025: compartmental excision left sartorius.", ("2025-02-13", "2025-02-13")),
    ],
)
def test_ranges_and_days_of_treatments(text: str, period: tuple[str | None, str], packs: Packs) -> None:
    rows = [plain(fact.value) for fact in found(text, "treatment", packs)]
    assert [row["to"] for row in rows] == [period[1]]
    assert period[0] is None or rows[0]["from"] == period[0]


@pytest.mark.parametrize(
    ("text", "days", "sign"),
    [
        ("He has well more than two years in him.", 730, ">"),
        ("Est. survival >2y with treatment.", 730, ">"),
        ("Survival at five years is estimated at 75-80%.", 1825, ">="),
        ("Prognosis measured in months.", 365, "<"),
        ("Median survival with this about 18 months.", 540, "="),
    ],
)
def test_life_expectancy_in_plain_words(text: str, days: int, sign: str, packs: Packs) -> None:
    told = found(text, "person", packs)[0].value
    assert (told.life_expectancy_days, told.life_expectancy_comparator) == (days, sign)


@pytest.mark.parametrize(
    ("text", "born"), [("Re: Ada Maria TEST, 14/02/1969", "1969-02-14"), ("Operation on 14/02/1999", None)]
)
def test_a_birth_date_without_a_label(text: str, born: str | None, packs: Packs) -> None:
    dates = [str(fact.value.birth_date) for fact in found(text, "person", packs) if fact.value.birth_date]
    assert dates == ([born] if born else [])


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("ECOG: [ ]0 [x]1 [ ]2 [ ]3", [1]),
        ("ECOG 0 [ ] 1 [x] 2 [ ] 3 [ ]", [1]),
        ("ECOG: \u2610 0 \u2612 1 \u2610 2", [1]),
        ("ECOG  0 [ ]  1 [ ]  2 [ ]", []),
    ],
)
def test_the_ticked_grade_of_a_scale(text: str, grade: list[int], packs: Packs) -> None:
    assert [fact.value.low for fact in found(text, "ecog", packs)] == grade


@pytest.mark.parametrize(
    ("text", "analyte", "value"),
    [
        ("Hb-11.2g%, TC-8900, Plt-2.8L", "haemoglobin", 11.2),
        ("Hb-11.2g%, TC-8900, Plt-2.8L", "platelets", 280),
        ("SGOT/SGPT-28/31", "alt", 31),
        ("Plaquetas 234.000/mm3", "platelets", 234),
        ("Hb dropped from 128 to 92 g/L", "haemoglobin", 9.2),
        ("Hgb 7.9, Cr 0.8 mg/dL", "haemoglobin", 7.9),
    ],
)
def test_values_as_laboratories_write_them(text: str, analyte: str, value: float, packs: Packs) -> None:
    told = [
        fact.value
        for fact in found(text, "lab", packs)
        if fact.value.analyte == analyte and fact.time == "now"
    ]
    assert [item.value for item in told] == [value]
    assert told[0].unit


def test_a_multiple_of_the_limit_is_told_as_one(packs: Packs) -> None:
    (fact,) = found("ALT 3x ULN", "lab", packs)
    assert (fact.value.value, fact.value.unit, fact.value.uln) == (3, "xULN", 1)


def test_an_upper_limit_in_brackets(packs: Packs) -> None:
    assert found("Bilirubin 21 umol/L (ULN 20)", "lab", packs)[0].value.uln == 20


@pytest.mark.parametrize(
    "text", ["QTc prolonged at 492 ms, repeat 6h later 481 ms", "QTc 492 @ 0900, 481 @ 1500"]
)
def test_two_intervals_of_one_day(text: str, packs: Packs) -> None:
    assert [fact.value.qtc_ms for fact in found(text, "ecg", packs)] == [492, 481]


def test_a_line_with_cycle_and_day_dates_the_regimen_above(packs: Packs) -> None:
    text = "05/15/2023 - C1D1 AIM (doxorubicin 75 / ifosfamide 10 g/m2)\n07/24/2023 - C4D1, last cycle. Stopped for ifos neurotoxicity."
    facts = found(text, "treatment", packs)
    assert {fact.time for fact in facts} == {"past"}
    assert max(fact.date for fact in facts if fact.date) == dt.date(2023, 7, 24)


@pytest.mark.parametrize(
    "text", ["Currently on week 3 of preop radiotherapy, 15 of 25 fractions", "Midway through radiotherapy."]
)
def test_a_course_in_its_midst_goes_on(text: str, packs: Packs) -> None:
    assert [fact.time for fact in found(text, "treatment", packs)] == ["now"]


@pytest.mark.parametrize(
    "text", ["PMH: hypertension, nil rx.", "Diabetes, not yet treated.", "No treatment for her gout."]
)
def test_an_illness_without_treatment_says_nothing_of_the_tumour(text: str, packs: Packs) -> None:
    assert found(text, "treatment", packs) == []


def test_an_operation_during_which_nothing_was_given_took_place(packs: Packs) -> None:
    facts = found("No blood was given during the operation on 14 February 2025.", "treatment", packs)
    assert [(fact.presence, fact.date) for fact in facts if fact.value.treatment_class == "surgery"] == [
        ("present", dt.date(2025, 2, 14))
    ]


def test_an_answered_line_ends_there(packs: Packs) -> None:
    asked = "Seizures? No\nOperations in the last year? No\nTransfusion in the last month? Yes"
    said = {fact.kind: fact.presence for fact in found(asked, "treatment", packs)}
    assert [fact.presence for fact in found(asked, "condition", packs)] == ["absent"]
    assert said == {"treatment": "present"}


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("HCV Ab reactive. HCV RNA not detected.", {"resolved", None}),
        ("HCV Ab reactive. HCV RNA detected.", {None}),
        ("HCV Ab reactive.", {None}),
    ],
)
def test_antibodies_without_virus_tell_of_the_past(
    text: str, statuses: set[str | None], packs: Packs
) -> None:
    assert {fact.value.status for fact in found(text, "condition", packs)} == statuses


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("- Basal cell carcinoma, right ear, Mohs 4/2021", 2021),
        ("- Melanoma, left calf, wide excision 2012", 2012),
        ("- Breast cancer, left, mammogram 1/2025", None),
        ("- Breast cancer, melanoma, excision 2012", None),
    ],
)
def test_a_cancer_in_a_list_is_dated_by_its_treatment(text: str, year: int | None, packs: Packs) -> None:
    days = [fact.date for fact in found(text, "histology", packs)][:1]
    assert [day.year if day else None for day in days] == [year]


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("Prognosis is in the range of 12 to 18 months.", {(">=", 360), ("<=", 540)}),
        ("Life expectancy in excess of two years.", {(">", 730)}),
        ("Life expectancy not less than two years.", {(">", 730)}),
        ("Expected survival less than a year.", {("<", 365)}),
        ("Outlook of many years.", {(">", 730)}),
        ("Prognosis was discussed two years ago.", set()),
    ],
)
def test_how_long_somebody_may_live(text: str, limits: set[tuple[str, int]], packs: Packs) -> None:
    people = [fact.value for fact in found(text, "person", packs)]
    assert {(item.life_expectancy_comparator, item.life_expectancy_days) for item in people} == limits


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("The referral spoke of a high-grade sarcoma.", "uncertain"),
        ("The GP mentions a high grade sarcoma; we think so too.", "uncertain"),
        ("The referring pathologist calls it a high grade sarcoma.", "present"),
    ],
)
def test_a_grade_in_a_referral_is_hearsay(text: str, presence: str, packs: Packs) -> None:
    assert [fact.presence for fact in found(text, "grade", packs)] == [presence]


def test_the_metastasis_of_another_cancer_is_excluded_with_it(packs: Packs) -> None:
    said = {
        fact.presence
        for fact in found("Melanoma metastasis and lymphoma were ruled out.", "histology", packs)
    }
    assert said == {"absent"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ASPS: indolent, late lung/brain mets.", set()),  # what the disease does
        ("Myxoid liposarcoma tends to give late bone metastases.", set()),
        ("Late pulmonary metastases were found in 2019.", {"present"}),
        ("En bloc nephrectomy 2023, now with lung metastases.", {"present"}),
        ("Cardiology: culprit LAD only, minor disease elsewhere.", set()),
        ("CT today: new disease elsewhere.", {"present"}),
        ("Right hemicolectomy 2023: pT3 N1a (1/24).", {"other"}),
    ],
)
def test_spread_that_is_not_the_patients_or_not_this_tumours(
    text: str, kinds: set[str], packs: Packs
) -> None:
    facts = found(text, "metastasis", packs)
    assert {"other" if fact.about == "other_tumour" else fact.presence for fact in facts} == kinds


@pytest.mark.parametrize(
    ("text", "count"),
    [("Rads (ECM): the mass has grown.", 0), ("Rads: one lesion.", 0), ("Rads completed in March 2024.", 1)],
)
def test_a_radiologist_is_no_radiotherapy(text: str, count: int, packs: Packs) -> None:
    assert len(found(text, "treatment", packs)) == count


def test_a_nodule_on_ct_is_not_the_tumour(packs: Packs) -> None:
    text = "MRI: mass of 84 mm. CT nodule 4 mm, repeat in September."
    assert [fact.value.max_mm for fact in found(text, "tumour_size", packs)] == [84]


def test_a_satellite_that_may_be_one_leaves_the_count_open(packs: Packs) -> None:
    said = {fact.presence for fact in found('Distal focus: "could be a satellite".', "lesion_count", packs)}
    assert said == {"uncertain"}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Hx single papillary bladder tumor, TURBT 8/30/2022.", "other_tumour"),
        ("Bladder tumor 2019.", "other_tumour"),
        ("Bladder tumor of 6 cm on the MRI of February 2025.", "this_tumour"),
    ],
)
def test_an_organ_tumour_of_the_history_is_another_one(text: str, about: str, packs: Packs) -> None:
    assert {fact.about for fact in found(text, "site", packs)} == {about}


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Bevacizumab stopped in January 2025. Past history of hepatitis.", "this_tumour"),
        ("Bevacizumab until January 2025, hepatitis as a child.", "this_tumour"),
        ("Intravitreal bevacizumab in January 2025.", "no_tumour"),
    ],
)
def test_an_illness_near_by_takes_no_drug_from_the_tumour(text: str, about: str, packs: Packs) -> None:
    assert {fact.about for fact in found(text, "treatment", packs)} == {about}


def test_antibodies_in_a_table_tell_of_vaccination(packs: Packs) -> None:
    table = "HBsAg | Negative | |\nAnti-HBs | Positive | |\nHBV DNA | Not detected | |"
    assert {fact.presence for fact in found(table, "condition", packs)} == {"absent"}


def test_the_year_of_a_scan_is_not_the_operations(packs: Packs) -> None:
    text = "Thyroid carcinoma 2016, hemithyroidectomy, no recurrence on US 2023"
    (fact,) = found(text, "treatment", packs)
    assert fact.value.end.year == 2016


def test_graders_who_differ_leave_the_grade_open(packs: Packs) -> None:
    text = "Sarcoma. As to the grade we differ: one reader would call grade 3, the other grade 2."
    note = Note(note_id="n", patient_id="n", note_type="pathology", note_date=DAY, text=text, source="n")
    said = [fact.presence for fact in facts_in(note, packs) if fact.kind == "grade"]
    assert said
    assert "present" not in said


def test_a_diagnosis_that_a_list_holds_is_hearsay(packs: Packs) -> None:
    text = '"Sarcoma of the shoulder (fibrosarcoma)" as listed by the ward; the pathologist says otherwise.'
    said = {fact.presence for fact in found(text, "histology", packs) if fact.value.code == "FIBS"}
    assert said == {"uncertain"}
