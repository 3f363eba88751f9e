"""Criteria as conditions of a trial file, and whole drafts as files that the loader takes."""

import json
from pathlib import Path

import pytest

from trialsift.draft.draft import coverage_line, draft, draft_row, draft_text
from trialsift.draft.model import Modelled, model_of
from trialsift.draft.source import Source, read_source, source_of_study
from trialsift.draft.split import split
from trialsift.errors import UsageError
from trialsift.evaluate import answers
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs
from trialsift.trials.cases import case_chart
from trialsift.trials.load import trial_from

TEXT = """Inclusion Criteria:

1. Histologically proven high grade soft tissue sarcoma, including myxofibrosarcoma, of the arm or thigh
2. Aged 21 to 80 years
3. WHO performance status ≤ 1 (Karnofsky ≥ 80)
4. Platelets ≥ 90,000/mm3, ALT or AST ≤ 3 x ULN (≤ 6 x ULN with liver metastases)
5. KRAS mutation on file
6. Signed informed consent

Exclusion Criteria:

* Chemotherapy within 5 months of study entry
* Active hepatitis C
* Prior malignancy within 4 years
* Pregnant or breast-feeding women
* Metastatic disease
* QTc > 465 ms on two occasions within 12 hours
"""


@pytest.fixture(scope="module")
def packs() -> Packs:
    return load_packs(None)


@pytest.fixture(scope="module")
def models(packs: Packs) -> dict[str, Modelled]:
    return {item.id: model_of(item, packs) for item in split(TEXT) if item.id}


@pytest.mark.parametrize(
    ("name", "node"),
    [
        (
            "I2",
            {
                "all": [
                    {"person": {"age": {"at_least": "21 years"}, "pick": "newest"}},
                    {"person": {"age": {"at_most": "80 years"}, "pick": "newest"}},
                ]
            },
        ),
        ("I3", {"ecog": {"at_most": "1", "pick": "newest"}}),
        ("I5", None),
        ("I6", {"condition": {"concept": "informed_consent", "absent": "unknown", "pick": "newest"}}),
        (
            "E1",
            {"treatment": {"class": "chemotherapy", "within": "5 months", "outside": "no", "pick": "any"}},
        ),
        ("E5", {"metastasis": {"pick": "any", "doubt": "counts"}}),
        (
            "E6",
            {
                "ecg": {
                    "more_than": "465 ms",
                    "pick": "newest",
                    "count": {"at_least": "2", "together": "12 hours"},
                }
            },
        ),
    ],
)
def test_node(models: dict[str, Modelled], name: str, node: dict[str, object] | None) -> None:
    assert models[name].node == node


@pytest.mark.parametrize(
    ("name", "status", "missing"),
    [
        ("I2", "modelled", ""),
        ("I3", "modelled", ""),  # the bracket says the same on another scale
        ("I4", "partly", "alt <= 6 xULN in a special case"),
        ("I5", "person", ""),
        ("E3", "modelled", ""),
    ],
)
def test_status_names_what_is_missing(
    models: dict[str, Modelled], name: str, status: str, missing: str
) -> None:
    assert models[name].status == status
    assert missing in "; ".join(models[name].missing)


PARTLY = """Inclusion Criteria:

1. Aged 30 years or more and known to the night clinic's register of sleepwalkers
2. Diabetes treated with a pump that the district nurse refills

Exclusion Criteria:

* Diabetes under treatment with the powdered root of some plant
* Creatinine > 2.5 mg/dL that rose slowly
* Diabetes, gout, or a dislike of oatmeal
"""


@pytest.fixture(scope="module")
def partly(packs: Packs) -> dict[str, Modelled]:
    return {item.id: model_of(item, packs) for item in split(PARTLY) if item.id}


@pytest.mark.parametrize(
    ("name", "words"),
    [("I1", "sleepwalkers"), ("I2", "pump"), ("E1", "root"), ("E2", "slowly"), ("E3", "oatmeal")],
)
def test_words_that_no_condition_stands_for_make_a_criterion_partly_modelled(
    partly: dict[str, Modelled], name: str, words: str
) -> None:
    assert partly[name].status == "partly"
    assert words in "; ".join(partly[name].missing)


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        ("{person: {age: 20}, condition: {concept: diabetes}}", {"I1": "no"}),
        ("{person: {age: 40}, condition: {concept: diabetes}}", {}),
        ("{condition: {concept: diabetes, presence: absent}}", {}),
        ("{lab: {analyte: creatinine, value: 1.1 mg/dL}}", {"E2": "no"}),
        ("{lab: {analyte: creatinine, value: 3.1 mg/dL}}", {}),
    ],
)
def test_what_is_missing_keeps_a_partly_modelled_criterion_open(
    packs: Packs, have: str, expected: dict[str, str]
) -> None:
    text = draft_text(draft(Source(text=PARTLY, name="made-up.txt"), packs))
    text = text.replace("cases:\n", f"cases:\n  - {{have: {have}, get: {{}}}}\n")
    trial = trial_from(text, packs, file="made-up.yaml")
    chart, on = case_chart(trial.cases[0], packs)
    given = {item.criterion: item.answer for item in answers(trial, chart, on) if item.answer != "unknown"}
    assert given == expected


def test_histology_grade_and_site_stand_together(models: dict[str, Modelled]) -> None:
    shown = json.dumps(models["I1"].node)
    assert '"one_of": ["soft_tissue_sarcoma", "SARCNOS"]' in shown
    assert '"one_of": ["upper_limb", "lower_limb"]' in shown
    assert "high_grade_by_definition" in shown


def test_a_draft_loads_and_its_silent_chart_answers_unknown(packs: Packs) -> None:
    made = draft(Source(text=TEXT, name="made-up.txt", trial_id="MADE-UP"), packs)
    trial = trial_from(draft_text(made), packs, file="made-up.yaml")
    assert [item.id for item in trial.criteria] == [f"I{n}" for n in range(1, 7)] + [
        f"E{n}" for n in range(1, 7)
    ]
    chart, on = case_chart(trial.cases[0], packs)
    assert {item.answer for item in answers(trial, chart, on)} == {"unknown"}


def test_the_contract_row(packs: Packs) -> None:
    made = draft(Source(text=TEXT, name="made-up.txt"), packs)
    row = draft_row(made)
    second = row["criteria"][1]
    assert TEXT[second["start"] : second["end"]] == "2. Aged 21 to 80 years"
    assert second["conditions"][0] == {
        "variable": "age_years",
        "op": ">=",
        "value": 21,
        "unit": "years",
        "alternative": False,
    }
    assert coverage_line(made).startswith("12 criteria: ")


def test_a_text_without_criteria_is_refused(packs: Packs) -> None:
    with pytest.raises(UsageError, match="no criterion found"):
        draft(Source(text="Inclusion Criteria:\n", name="empty.txt"), packs)


API_V2 = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000000", "briefTitle": "Made up"},
        "eligibilityModule": {"eligibilityCriteria": "* Age ≥ 18", "minimumAge": "18 Years", "sex": "ALL"},
    }
}


def test_registry_json(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_text(json.dumps({"studies": [API_V2]}), encoding="utf-8")
    source = read_source(path)
    assert (source.trial_id, source.minimum_age, source.sex) == ("NCT00000000", "18 Years", "ALL")
    assert source.text == "* Age ≥ 18"


@pytest.mark.parametrize(
    ("study", "message"),
    [
        ({"studies": [API_V2, API_V2]}, "holds 2 studies"),
        ({"protocolSection": {}}, "missing or empty"),
        ({"title": "no eligibility"}, "no eligibility text found"),
    ],
)
def test_studies_that_are_refused(study: dict[str, object], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        source_of_study(study, name="study.json")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 criteria", "it is a PDF document"),
        (b"PK\x03\x04", "it is a zip archive"),
        (b"", "it is empty"),
    ],
)
def test_what_is_no_text_gives_no_draft(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_bytes(data)
    with pytest.raises(UsageError, match=f"cannot be read: {reason}"):
        read_source(tmp_path / "c.txt")


def test_a_text_with_line_ends_and_letters_of_windows(tmp_path: Path) -> None:
    (tmp_path / "c.txt").write_bytes("Inclusion:\r\n- ECOG \u2013 0\r\n".encode("cp1252"))
    assert read_source(tmp_path / "c.txt").text == "Inclusion:\n- ECOG \u2013 0\n"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_source(tmp_path / "none.txt")


def test_broken_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="is not JSON"):
        read_source(path)


RULES = """Inclusion Criteria:

1. No concurrent treatment (e.g., radiotherapy, surgery)
2. Bilirubin ≤ 2 x ULN or direct bilirubin ≤ ULN
3. A history of histologically confirmed mature B-cell malignancy
4. Hemoglobin ≥ 8 g/dL with or without transfusion

Exclusion Criteria:

* Hypersensitivity to pembrolizumab or any of its excipients
* Diabetes that may require treatment with surgery
* Myocardial infarction, angina, or stroke within 4 months
* Any of these in the past 5 months: myocardial infarction, angina, stroke
* Diabetes, except when treated by diet
* Radiotherapy within 3 weeks or a history of gout
* Unable to comply with the study visits, biopsy or MRI
"""


@pytest.mark.parametrize(
    ("name", "status", "within", "without"),
    [
        ("I1", "modelled", '{"not": {"treatment"', ""),
        ("I2", "partly", "a bound on direct bilirubin", ""),
        ("I3", "person", "", "other_malignancy"),
        ("I4", "partly", '"haemoglobin"', '"treatment"'),
        ("E1", "modelled", "trial_drug_hypersensitivity", '"treatment"'),
        ("E2", "partly", "for_a_person", '"treatment"'),
        ("E3", "modelled", '"within": "4 months"', '"pick": "newest"'),
        ("E4", "modelled", '"within": "5 months"', '"pick": "newest"'),
        ("E5", "partly", "an exception", ""),
        ("E7", "partly", "willing_to_comply", '"treatment"'),
    ],
)
def test_what_a_wording_asks_and_what_it_does_not(
    packs: Packs, name: str, status: str, within: str, without: str
) -> None:
    made = {item.id: model_of(item, packs) for item in split(RULES) if item.id}[name]
    shown = json.dumps(made.node)
    assert made.status == status
    assert within in shown
    assert not without or without not in shown


WILLING = """Inclusion Criteria:

1. Men of any town who wear amber on the day of informed consent
2. Signed informed consent, and a letter from the lighthouse
3. A negative pregnancy test in women of childbearing potential
4. Men whose pregnant partner agrees to barrier contraception until 3 months after the last pembrolizumab dose
5. Platelets ≥ 90,000/mm3, and bilirubin within normal institutional limits
6. Creatinine < 1.4 mg/dL, or
7. Measurable disease by RECIST 1.1
8. Willing and able to comply with visits and to keep bees

Exclusion Criteria:

* Unable or unwilling to comply with study procedures
* Any condition that would compromise the patient's participation in the clinical study
* Allergy to zorbaminib or to any excipient of the investigational product
* Participation in a study of another drug within 5 weeks
* Uncontrolled hypertension or history of myocardial infarction within 7 months
* Chronic diarrhoea, or any malabsorption
* Lactating women
* Major surgery within 9 weeks of starting study treatment
"""


@pytest.mark.parametrize(
    ("name", "status", "within", "without"),
    [
        ("I1", "person", "null", ""),  # consent only tells the day
        ("I2", "partly", "lighthouse", ""),
        ("I3", "modelled", '"concept": "pregnancy"', "breast_feeding"),
        ("I4", "person", "null", ""),  # neither her pregnancy nor the drug is asked of him
        ("I5", "partly", "a normal bilirubin", ""),
        ("I6", "partly", "the alternative that follows", ""),
        ("I7", "modelled", "measurable_disease", ""),
        ("I8", "partly", "bees", ""),
        ("E1", "modelled", '{"not": {"condition": {"concept": "willing_to_comply"', ""),
        ("E2", "person", "null", ""),
        ("E3", "modelled", "trial_drug_hypersensitivity", "trial_participation"),
        ("E4", "modelled", '"within": "5 weeks"', ""),
        ("E5", "modelled", '{"concept": "myocardial_infarction", "within": "7 months"', ""),
        ("E6", "modelled", "gi_disorder", ""),
        ("E7", "modelled", '"concept": "breast_feeding"', '"concept": "pregnancy"'),
        ("E8", "modelled", '"major": "yes"', "trial_drug"),
    ],
)
def test_what_a_person_settles_stands_for_its_own_words_only(
    packs: Packs, name: str, status: str, within: str, without: str
) -> None:
    made = {item.id: model_of(item, packs) for item in split(WILLING) if item.id}[name]
    shown = json.dumps(made.node)
    assert (made.status, within in shown) == (status, True), shown
    assert not without or without not in shown


ALTERNATIVES = """Inclusion Criteria:

1. Tumour of at least 6 cm or with a tail sign
2. Creatinine ≤ 1.4 x ULN OR
3. eGFR ≥ 45 mL/min
4. Platelets ≥ 85,000 x 10^9/L
5. Platelets ≥ 85,000mm3
6. Haemoglobin ≥ 8.5 g/dL
"""


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        ("{tumour_size: {max_mm: 30 mm}}", {}),  # a small one may have a tail sign
        ("{lab: {analyte: creatinine, value: 4 mg/dL, uln: 1.2 mg/dL}}", {}),
        ("{lab: {analyte: egfr, value: 20 mL/min/1.73 m2}}", {}),  # the creatinine may do
        ("{lab: {analyte: platelets, value: 90 x10^9/L}}", {"I4": "yes", "I5": "yes"}),
        ("{lab: {analyte: platelets, value: 70 x10^9/L}}", {"I4": "no", "I5": "no"}),
        ("{lab: {analyte: haemoglobin, value: 8 g/dL}}", {"I6": "no"}),
    ],
)
def test_what_or_joins_with_something_else_decides_nothing_alone(
    packs: Packs, have: str, expected: dict[str, str]
) -> None:
    text = draft_text(draft(Source(text=ALTERNATIVES, name="made-up.txt"), packs))
    text = text.replace("cases:\n", f"cases:\n  - {{have: {have}, get: {{}}}}\n")
    trial = trial_from(text, packs, file="made-up.yaml")
    chart, on = case_chart(trial.cases[0], packs)
    given = {item.criterion: item.answer for item in answers(trial, chart, on) if item.answer != "unknown"}
    assert given == expected
