"""How drafts read what many protocols ask in the same words: facts in, answers out."""

from collections.abc import Callable

import pytest

from trialsift.draft.draft import draft, draft_text
from trialsift.draft.source import Source
from trialsift.evaluate import answers
from trialsift.packs.rules import Packs
from trialsift.trials.cases import case_chart
from trialsift.trials.load import trial_from

TEXT = """Inclusion Criteria:

1. Histologically confirmed high grade soft tissue sarcoma, including leiomyosarcoma
2. Sarcoma of the thigh or upper limb
3. Largest diameter of the tumour > 6 cm on imaging, with at least one of the following: border within (<4 mm) of a vessel or nerve on MRI; infiltrative growth on MRI; macroscopic residual
4. Measurable tumour of at least 3 cm on MRI
5. Bilirubin ≤ 1.5 x ULN
6. Life expectancy of more than 3 years
7. Able to swallow tablets
8. Ability to swallow and retain oral medication
9. A single lesion

Exclusion Criteria:

* Sarcoma of the viscera
* Synovial sarcoma of the retroperitoneum
* Any prior therapy, including chemotherapy or radiotherapy, within 5 months
* Unable to swallow tablets, or a gastrointestinal disorder that may impair absorption
* Immunocompromised patients, e.g., patients with human immunodeficiency virus (HIV) who are on treatment
* Recent (within 3 months) myocardial infarction, or unstable spinal cord compression (unstable for at least 20 days prior to study entry)
* Psychiatric disorder that would prohibit giving consent
* Pregnant or breast-feeding women, and women who use no effective contraception
* Another malignancy within the last 4 years
* Myelodysplastic syndrome or acute myeloid leukaemia
* Major surgery within 3 weeks, and patients must have recovered from any effects of surgery
* Metastatic disease
* Blood transfusion within 20 days
* Inability to swallow and retain the study drug
"""
SIZED = "tumour_size: {max_mm: 80 mm, modality: mri}"
RESECTED = "treatment: {class: surgery, procedure: resection, time: past, ago: %s}"
WOMAN = "person: {sex: female}"
BREAST = "histology: {code: BRCA, about: other_tumour, ago: %s}"


@pytest.fixture(scope="module")
def answer_of(packs: Packs) -> Callable[[str, str], str]:
    text = draft_text(draft(Source(text=TEXT, name="made-up.txt"), packs))

    def answer(criterion: str, have: str) -> str:
        case = f"cases:\n  - {{have: {{{have}}}, get: {{{criterion}: unknown}}}}\n"
        trial = trial_from(text.replace("cases:\n", case), packs, file="made-up.yaml")
        chart, on = case_chart(trial.cases[0], packs)
        return {item.criterion: item.answer for item in answers(trial, chart, on)}[criterion]

    return answer


@pytest.mark.parametrize(
    ("criterion", "have", "expected"),
    [
        ("I1", "histology: LMS, grade: high", "yes"),
        ("I1", "histology: ES, grade: high", "unknown"),  # of bone or of soft tissue: the name does not say
        ("I1", "histology: BRCA, grade: high", "no"),
        ("I2", "site: lower_limb", "yes"),
        ("I2", "site: other", "unknown"),
        ("I2", "site: head_neck", "no"),
        # sizes: of the last year, not by hand where scans are asked for
        ("I3", f"{SIZED}, growth_pattern: {{pattern: infiltrative, modality: mri}}", "yes"),
        ("I3", f"{SIZED}, growth_pattern: {{pattern: infiltrative, modality: pathology}}", "unknown"),
        ("I3", f"{SIZED}, neurovascular_relation: {{distance_mm: 3 mm, modality: mri}}", "yes"),
        ("I3", f"{SIZED}, neurovascular_relation: {{distance_mm: 3 mm, modality: pathology}}", "unknown"),
        ("I3", f"{SIZED}, neurovascular_relation: {{relation: invades, presence: absent, modality: mri}}, growth_pattern: {{pattern: expansile, modality: mri}}, margin: negative", "unknown"),
        ("I3", f"{SIZED}, margin: {{residual: R2}}", "yes"),
        ("I3", "tumour_size: {max_mm: 80 mm, modality: clinical}, margin: positive", "unknown"),
        ("I3", "tumour_size: {max_mm: 20 mm, modality: mri, ago: 3 years}", "unknown"),
        ("I4", SIZED, "yes"),
        ("I4", f"tumour_size: {{max_mm: 80 mm, modality: mri, ago: 9 months}}, {RESECTED % '8 months'}", "no"),
        ("I4", f"{SIZED}, {RESECTED % '8 months'}", "yes"),
        ("I5", "lab: {analyte: bilirubin, value: 9 umol/L}", "yes"),  # no range printed: the file's own
        ("I5", "lab: {analyte: bilirubin, value: 30 umol/L}", "unknown"),
        ("I6", "person: {life_expectancy_days: 36 months, life_expectancy_comparator: '>'}", "yes"),
        ("I6", "person: {life_expectancy_days: 36 months}", "no"),
        ("I7", "condition: swallowing_difficulty", "no"),
        ("I7", "condition: {concept: swallowing_difficulty, presence: absent}", "yes"),
        ("I8", "condition: swallowing_difficulty", "no"),
        ("I8", "condition: {concept: swallowing_difficulty, presence: absent}", "yes"),
        ("I9", "lesion_count: single", "yes"),
        ("I9", "lesion_count: single, metastasis: present", "no"),
        ("I9", "lesion_count: single, metastasis: uncertain", "yes"),
        ("E1", "site: uterus", "yes"),
        ("E1", "site: lower_limb", "no"),
        ("E1", "histology: LMS", "unknown"),
        ("E2", "histology: SYNS, site: retroperitoneum", "yes"),
        ("E2", "histology: SYNS, site: lower_limb", "no"),
        ("E2", "histology: SYNS", "unknown"),
        # of a list of treatments, notes deny some and tell of the others
        ("E3", "treatment: [{class: chemotherapy, presence: absent}, {class: radiotherapy, presence: absent}]", "no"),
        ("E3", "treatment: [{class: chemotherapy, presence: absent}]", "unknown"),
        ("E3", "treatment: {class: immunotherapy, ago: 2 months}", "yes"),
        ("E4", "condition: {concept: swallowing_difficulty, presence: absent}", "no"),
        ("E4", "condition: malabsorption", "yes"),
        ("E4", "condition: [{concept: swallowing_difficulty, presence: absent}, {concept: malabsorption, status: resolved, time: past}]", "no"),
        ("E5", "condition: {concept: hiv, presence: absent}", "no"),
        ("E5", "condition: immunocompromised", "yes"),
        ("E6", "condition: {concept: myocardial_infarction, ago: 2 months}", "yes"),  # its own window, not the next one's
        ("E6", "condition: {concept: myocardial_infarction, ago: 4 months}", "unknown"),
        ("E7", "condition: psychiatric_disorder", "unknown"),  # the bare diagnosis hinders nobody
        ("E7", "condition: {concept: psychiatric_disorder, status: active}", "yes"),
        ("E8", "condition: pregnancy", "yes"),
        ("E8", "person: {sex: male}", "no"),
        ("E8", f"{WOMAN}, condition: contraception", "no"),
        ("E8", "person: {sex: female, birth_date: 1960-01-01}", "no"),
        ("E8", f"{WOMAN}, condition: {{concept: pregnancy, presence: absent}}", "unknown"),
        ("E9", BREAST % "2 years", "yes"),
        ("E9", BREAST % "6 years", "no"),
        ("E9", f"{BREAST % '6 years'}, treatment: {{class: hormone, about: other_tumour, ago: 1 years}}", "yes"),
        ("E9", "histology: {code: BCC, about: other_tumour, ago: 1 years}", "unknown"),
        ("E9", "condition: {concept: medical_history, presence: absent}", "no"),
        ("E9", "histology: LMS", "unknown"),
        ("E10", "condition: {concept: mds_aml, presence: absent}", "no"),
        ("E11", "treatment: {class: surgery, major: 'yes', ago: 4 weeks}", "no"),
        ("E11", "treatment: {class: surgery, major: 'yes', ago: 2 weeks}", "yes"),
        ("E12", "metastasis: [{site: lymph node, ago: 3 weeks}, {site: lung, presence: absent}]", "yes"),
        ("E12", "metastasis: [{presence: absent, ago: 3 weeks}, {presence: uncertain}]", "unknown"),
        ("E13", "treatment: [{class: transfusion, ago: 10 days}, {class: transfusion, presence: absent}]", "no"),
        ("E14", "treatment: {class: trial_drug, ago: 2 months}", "unknown"),  # what is to be swallowed was not yet given
        ("E14", "condition: {concept: swallowing_difficulty, presence: absent}", "no"),
    ],
)  # fmt: skip
def test_reading(criterion: str, have: str, expected: str, answer_of: Callable[[str, str], str]) -> None:
    assert answer_of(criterion, have) == expected
