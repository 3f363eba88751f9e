"""Whether the condition of a drafted criterion says what its words say: charts in, answers out, near misses beside hits."""

from collections.abc import Callable

import pytest

from trialsift.draft.draft import draft, draft_text
from trialsift.draft.source import Source
from trialsift.evaluate import answers
from trialsift.packs.rules import Packs
from trialsift.trials.cases import case_chart
from trialsift.trials.load import trial_from

INCLUSIONS = """Inclusion Criteria:

1. Prior therapy with enzalutamide or darolutamide
2. No clinically significant infection, liver disease, or diabetes
3. Histologically confirmed gastric cancer, mesothelioma or sarcoma
4. Not on hemodialysis
5. KPS of ≥ 70%
6. No other malignancy, except for skin cancer that was cured
7. Bilirubin ≤ 2 mg/dL, unless Gilbert's syndrome is known; haemoglobin ≥ 9 g/dL
8. No major medical or psychiatric illness
9. Women aged 18 to 70 years
10. Male or female patients aged 18 years or older
11. Men ≥ 40 years of age
"""
EXCLUSIONS = """Exclusion Criteria:

* Hepatic cirrhosis
* Any liver disease, including cirrhosis
* Unstable angina or stroke within 5 months
* Active infection
* Active hepatitis B
* Prior treatment with a PARP inhibitor
* Previous treatment with any systemic anticancer therapy within 3 weeks
* Chemotherapy within 3 weeks or radiotherapy within 9 weeks
* Splenectomy
* Uncontrolled intercurrent illness including, but not limited to, active infection, heart failure, or cardiac arrhythmia
* Prior solid organ transplant
* Personal or family history of long QT syndrome
* Active infection including tuberculosis
* Active infection requiring systemic antibiotics
* History of allogeneic organ transplant
* Karnofsky < 60
* Pneumonitis that required steroids
* Diabetes, except when treated by diet
* Diabetes, except when treated by diet, or any history of gout
* Active infection requiring intravenous antibiotics
* Known hypersensitivity to zorbaminib
* Concurrent malignancy
* Active, known or suspected autoimmune disease
* History of psychosis
* Infection or other uncontrolled systemic illness
* Considered a poor medical risk due to an uncontrolled medical disorder or active infection
* Uncontrolled cerebrovascular disease
* Current haemoptysis
* Active COVID-19 infection
* Allergic to the study drug or tocilizumab
* Autologous stem cell transplantation (SCT) within 30 days
* Patients currently being treated for infection
* Symptomatic brain or leptomeningeal metastases
* History or active inflammatory bowel disease
* Symptomatic cord compression from metastatic disease
* Autoimmune disease with requirement of immunosuppressive medication
* Autoimmune disease that required treatment within the past 2 years
* Inflammatory bowel disease (Crohn's disease or ulcerative colitis)
* Prior malignant disease diagnosed or treated in the last 2 years
* Bilirubin > 3 mg/dL unless Gilbert's syndrome AST > 90 U/L
* Thrombophilia
* Participation in another clinical study with an investigational product during the last 4 weeks
* Major surgery ≤ 4 weeks of the first dose of study drug
* Inflammatory bowel disease that is uncontrolled
"""
CIRRHOSIS = "condition: {concept: hepatic_disease, text: liver cirrhosis}"
FATTY = "condition: {concept: hepatic_disease, text: fatty liver}"


@pytest.fixture(scope="module")
def answer_of(packs: Packs) -> Callable[[str, str], str]:
    text = draft_text(draft(Source(text=f"{INCLUSIONS}\n{EXCLUSIONS}", name="made-up.txt"), packs))

    def answer(criterion: str, have: str) -> str:
        case = f"cases:\n  - {{have: {{{have}}}, get: {{{criterion}: unknown}}}}\n"
        trial = trial_from(text.replace("cases:\n", case), packs, file="made-up.yaml")
        chart, on = case_chart(trial.cases[0], packs)
        return {item.criterion: item.answer for item in answers(trial, chart, on)}[criterion]

    return answer


@pytest.mark.parametrize(
    ("criterion", "have", "expected"),
    [
        # a drug is not its class, and what denies the class denies the drug
        ("I1", "treatment: {class: hormone, agent: enzalutamide}", "yes"),
        ("I1", "treatment: {class: hormone, agent: tamoxifen}", "unknown"),
        ("I1", "treatment: {class: hormone, presence: absent}", "no"),
        ("E6", "treatment: {class: targeted, agent: olaparib}", "yes"),
        ("E6", "treatment: {class: targeted, agent: imatinib}", "unknown"),
        ("E9", "treatment: {class: surgery, procedure: splenectomy}", "yes"),
        ("E9", "treatment: {class: surgery, procedure: cataract}", "unknown"),
        ("E7", "treatment: {class: targeted, agent: imatinib, ago: 1 weeks}", "yes"),
        ("E7", "treatment: {class: chemotherapy, ago: 9 weeks}", "no"),
        # each treatment has its own window
        ("E8", "treatment: {class: radiotherapy, ago: 6 weeks}", "yes"),
        ("E8", "treatment: {class: chemotherapy, ago: 6 weeks}", "unknown"),
        # Karnofsky by the grades of ECOG, open where tables differ
        ("I5", "ecog: 1", "yes"),
        ("I5", "ecog: 2", "unknown"),
        ("I5", "ecog: 3", "no"),
        ("E16", "ecog: 1", "no"),
        ("E16", "ecog: 2", "unknown"),
        ("E16", "ecog: 3", "yes"),
        ("E14", "condition: {concept: infection, status: active}", "yes"),
        ("E14", "condition: {concept: infection, status: resolved}", "no"),
        ("E15", "condition: {concept: transplant, text: liver transplant}", "yes"),
        ("E15", "condition: {concept: transplant, text: autologous stem cell transplant}", "unknown"),
        # a denial goes on to the end of its list
        ("I2", "condition: hepatic_disease", "no"),
        ("I2", "condition: diabetes", "no"),
        ("I3", "histology: SARCNOS", "yes"),
        ("I3", "histology: BRCA", "no"),
        ("I4", "condition: {concept: renal_disease, text: haemodialysis}", "no"),
        ("I4", "condition: {concept: renal_disease, text: renal failure}", "unknown"),
        # a part of a concept
        ("E1", CIRRHOSIS, "yes"),
        ("E1", FATTY, "unknown"),
        ("E1", "condition: {concept: hepatic_disease, presence: absent}", "no"),
        ("E2", FATTY, "yes"),
        ("E11", "condition: {concept: transplant, text: kidney transplant}", "yes"),
        ("E11", "condition: {concept: transplant, text: stem cell transplant}", "unknown"),
        # what is active, and what happens once
        ("E3", "condition: {concept: angina, status: active}", "yes"),
        ("E3", "condition: {concept: stroke, ago: 2 months}", "yes"),
        ("E3", "condition: {concept: stroke, ago: 4 years}", "unknown"),
        ("E4", "condition: {concept: infection, status: active}", "yes"),
        ("E4", "condition: {concept: infection, status: resolved}", "no"),
        ("E5", "condition: hepatitis_b", "yes"),
        ("E5", "condition: {concept: hepatitis_b, status: resolved, ago: 2 years}", "no"),
        ("E5", "condition: {concept: hepatitis_b, ago: 8 years}", "unknown"),
        ("E10", "condition: {concept: arrhythmia, status: active}", "yes"),
        ("E10", "condition: {concept: arrhythmia, status: controlled}", "unknown"),
        ("E10", "condition: general_good_health", "no"),
        ("E12", "condition: long_qt_syndrome", "yes"),
        ("E12", "condition: {concept: long_qt_syndrome, person: relative}", "yes"),
        ("E13", "condition: {concept: infection, status: active}", "yes"),
        # what only spares or narrows leaves a no as it is, and a yes open
        ("I6", "condition: {concept: other_malignancy, presence: absent}", "yes"),
        ("I6", "condition: other_malignancy", "unknown"),
        ("E17", "condition: {concept: interstitial_lung_disease, presence: absent}", "no"),
        ("E17", "condition: interstitial_lung_disease", "unknown"),
        ("E18", "condition: {concept: diabetes, presence: absent}", "no"),
        ("E18", "condition: diabetes", "unknown"),
        ("E19", "condition: {concept: diabetes, presence: absent}", "unknown"),  # there is gout
        ("E20", "condition: {concept: infection, presence: absent}", "no"),
        ("E20", "condition: {concept: infection, status: active}", "unknown"),
        ("E21", "condition: {concept: drug_allergy, presence: absent}", "no"),
        ("E21", "condition: {concept: drug_allergy, text: penicillin}", "unknown"),
        ("E27", "condition: {concept: stroke, presence: absent}", "no"),
        ("E27", "condition: stroke", "unknown"),
        ("I7", "lab: {analyte: bilirubin, value: 3 mg/dL}", "unknown"),  # it may be Gilbert's
        ("I7", "lab: {analyte: haemoglobin, value: 8 g/dL}", "no"),
        ("I8", "condition: {concept: psychiatric_disorder, presence: absent}", "unknown"),
        ("E40", "lab: [{analyte: bilirubin, value: 1 mg/dL}, {analyte: ast, value: 20 U/L}]", "unknown"),
        ("E31", "condition: {concept: transplant, text: allogeneic stem cell transplant}", "unknown"),
        ("E32", "condition: {concept: infection, time: past}", "unknown"),
        ("E33", "condition: {concept: brain_metastasis, text: brain metastases, status: active}", "yes"),
        ("E34", "condition: {concept: malabsorption, text: inflammatory bowel disease, status: controlled}", "yes"),
        ("E35", "metastasis: {site: lung}", "unknown"),
        ("E36", "condition: {concept: immunocompromised, text: immunosuppressive medication}", "unknown"),
        ("E36", "condition: {concept: autoimmune_disease, presence: absent}", "no"),
        ("E37", "condition: {concept: autoimmune_disease, ago: 5 years}", "unknown"),  # treated since, perhaps
        ("E37", "condition: {concept: autoimmune_disease, presence: absent}", "no"),
        ("E38", "condition: {concept: malabsorption, text: Crohn's disease}", "yes"),
        ("E39", "histology: {code: BRCA, about: other_tumour, ago: 1 years}", "yes"),
        # now, once, and what is not asked
        ("E22", "histology: {code: BRCA, about: other_tumour}", "yes"),
        ("E22", "histology: {code: BRCA, about: other_tumour, time: past, ago: 9 years}", "unknown"),
        ("E23", "condition: {concept: autoimmune_disease, status: controlled}", "yes"),
        ("E24", "condition: {concept: psychiatric_disorder, text: psychosis}", "yes"),
        ("E24", "condition: {concept: psychiatric_disorder, text: psychiatric history}", "unknown"),
        ("E25", "condition: {concept: infection, presence: absent}", "unknown"),
        ("E26", "condition: {concept: hypertension, status: controlled}", "no"),
        ("E26", "condition: {concept: infection, status: active}", "yes"),
        ("E26", "condition: hypertension", "unknown"),
        ("E28", "condition: {concept: bleeding, text: haemoptysis, time: past}", "unknown"),
        ("E29", "condition: {concept: infection, text: covid 19, status: active}", "yes"),
        ("E29", "condition: {concept: infection, text: cellulitis, status: active}", "unknown"),
        ("E30", "condition: {concept: immunocompromised, text: tocilizumab}", "unknown"),
        ("I9", "person: {sex: male, age: 45}", "no"),
        ("I9", "person: {sex: female, age: 45}", "yes"),
        ("I10", "person: {sex: male, age: 45}", "yes"),
        ("I11", "person: {sex: female, age: 45}", "no"),
        ("E41", "condition: {concept: blood_disorder, text: essential thrombocythaemia}", "unknown"),
        ("E41", "condition: {concept: blood_disorder, text: thrombophilia}", "yes"),
        ("E42", "condition: {concept: trial_participation, ago: 30 weeks}", "unknown"),
        ("E42", "condition: {concept: trial_participation, ago: 2 weeks}", "yes"),
        ("E43", "treatment: {class: surgery, major: yes, ago: 30 weeks}", "no"),
        ("E43", "treatment: {class: surgery, major: yes, ago: 2 weeks}", "yes"),
        ("E44", "condition: {concept: malabsorption, text: inflammatory bowel disease, status: controlled}", "no"),
        ("E44", "condition: {concept: malabsorption, text: inflammatory bowel disease, status: active}", "yes"),
    ],
)  # fmt: skip
def test_answers(answer_of: Callable[[str, str], str], criterion: str, have: str, expected: str) -> None:
    assert answer_of(criterion, have) == expected


@pytest.mark.parametrize(
    ("criterion", "missing"),
    [
        ("No more than one prior chemotherapy for metastatic disease", "lines of treatment"),
        ("Phase 1: ECOG 0-1", "for whom it holds"),
        ("Participants must not have T4 or inflammatory breast cancer", "the stage"),
        ("Congestive heart failure NYHA class 3", "the class of heart failure"),
        ("Any other medical condition or infection that may interfere", "as the investigator judges"),
        ("Recovered from the effects of major surgery", ""),
        ("Infection requiring hospitalisation", "hospitalisation"),
        ("History of haploidentical bone marrow transplant", "haploidentical"),
        ("Pneumonitis that required steroids", "steroids"),
        ("Patients have not been previously treated for metastatic disease", ""),
        ("No prior chemotherapy for metastatic disease", "metastatic"),
        ("No bowel disease that is uncontrolled or on active treatment", "whether it is treated"),
        ("No allergy to other monoclonal antibodies or to study medicines", ""),
        ("No pneumonitis ≥ G2", "how severe it was"),
        ("Willing to record daily adherence to investigational product", "investigational"),
    ],
)
def test_what_is_named_as_missing(packs: Packs, criterion: str, missing: str) -> None:
    made = draft(Source(text=f"Inclusion Criteria:\n\n* {criterion}\n", name="made-up.txt"), packs)
    model = made.models["I1"]
    assert model.status != "modelled"
    assert missing in "; ".join(model.missing)
