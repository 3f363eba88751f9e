"""The operators on one field: facts in, answers out, one table an operator."""

from collections.abc import Callable

import pytest

from trialsift.answers import Answer

ULN = "upper_limits: {bilirubin: [17 umol/L, 26 umol/L]}\n"
MARGIN = "{margin: {%s, pick: newest}}"
GRADE = "{grade: {%s, pick: newest}}"
HISTOLOGY = "{histology: {%s, pick: newest}}"
SIZE = "{tumour_size: {%s, pick: newest}}"
ECOG = "{ecog: {%s, pick: newest}}"
AGE = "{person: {age: {%s}, pick: newest}}"
LAB = "{lab: {analyte: %s, pick: newest}}"


@pytest.mark.parametrize(
    ("condition", "have", "expected"),
    [
        # is and one_of
        (MARGIN % "is: positive", "margin: positive", "yes"),
        (MARGIN % "is: positive", "margin: negative", "no"),
        (MARGIN % "is: positive", "margin: {residual: R1}", "unknown"),  # another field of the kind says nothing of this one
        (MARGIN % "is: positive", "", "unknown"),
        (MARGIN % "one_of: [positive, close]", "margin: close", "yes"),
        (MARGIN % "one_of: [positive, close]", "margin: negative", "no"),
        (MARGIN % "is: positive, unclear: close", "margin: close", "unknown"),
        (MARGIN % "residual: [R1, R2]", "margin: {residual: R2}", "yes"),
        (MARGIN % "residual: [R1, R2]", "margin: {residual: R0}", "no"),
        (MARGIN % "residual: [R1, R2]", "margin: positive", "unknown"),
        (MARGIN % "is: positive", "margin: {status: positive, final: 'no'}", "unknown"),  # a margin that a re-excision replaced
        # flags
        ("{treatment: {class: surgery, where: {major: 'yes'}, pick: any}}", "treatment: {class: surgery, major: 'yes'}", "yes"),
        ("{treatment: {class: surgery, where: {major: 'yes'}, pick: any}}", "treatment: {class: surgery, major: 'no'}", "unknown"),
        # grades, ranges of grades
        (GRADE % 'one_of: ["2", "3"]', 'grade: "3"', "yes"),
        (GRADE % 'is: "3"', 'grade: {value: "2", high: "3"}', "unknown"),
        (GRADE % 'one_of: ["2", "3"]', 'grade: {value: "2", high: "3"}', "yes"),
        (GRADE % 'is: "1"', 'grade: {value: "2", high: "3"}', "no"),
        (GRADE % 'one_of: ["3", high], unclear: "2"', 'grade: "2"', "unknown"),
        # is_a: below the class, beside it, above it
        (HISTOLOGY % "is_a: LIPO", "histology: DDLS", "yes"),
        (HISTOLOGY % "is_a: LIPO", "histology: LIPO", "yes"),
        (HISTOLOGY % "is_a: LIPO", "histology: LMS", "no"),
        (HISTOLOGY % "is_a: LIPO", "histology: SARCNOS", "unknown"),
        (HISTOLOGY % "is: DDLS", "histology: LIPO", "unknown"),
        (HISTOLOGY % "one_of: [DDLS, LMS]", "histology: ULMS", "yes"),
        (HISTOLOGY % "is_a: soft_tissue_sarcoma", "histology: BRCA", "no"),
        (HISTOLOGY % "is_a: other_cancer, unclear: BCC", "histology: BCC", "unknown"),  # a member that unclear names
        (HISTOLOGY % "is_a: other_cancer, unclear: BCC", "histology: BRCA", "yes"),
        # numbers, with their units
        (SIZE % "at_least: 5 cm", "tumour_size: {max_mm: 50 mm}", "yes"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 50 mm}", "no"),
        (SIZE % "at_most: 5 cm", "tumour_size: {max_mm: 50 mm}", "yes"),
        (SIZE % "less_than: 50 mm", "tumour_size: {max_mm: 5 cm}", "no"),
        (SIZE % "between: [5 cm, 10 cm]", "tumour_size: {max_mm: 10 cm}", "yes"),
        (SIZE % "between: [5 cm, 10 cm]", "tumour_size: {max_mm: 101 mm}", "no"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 80 mm, comparator: '>'}", "yes"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 40 mm, comparator: '>'}", "unknown"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 50 mm, comparator: '>'}", "yes"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 40 mm, comparator: '<'}", "no"),
        (SIZE % "more_than: 5 cm", "tumour_size: {max_mm: 80 mm, prior: 'yes'}", "unknown"),  # an earlier size is none
        (ECOG % "at_most: 2", 'ecog: "2"', "yes"),
        (ECOG % "at_most: 2", "ecog: 1-3", "unknown"),
        (ECOG % "at_most: 2", "ecog: 3-4", "no"),
        (ECOG % "one_of: [0, 1]", 'ecog: "1"', "yes"),
        (ECOG % "one_of: [0, 1]", 'ecog: "2"', "no"),
        (ECOG % "is: 1", 'ecog: "1"', "yes"),
        (AGE % "at_least: 18 years", 'person: {birth_date: "2007-06-30"}', "yes"),
        (AGE % "at_least: 18 years", 'person: {birth_date: "2007-07-01"}', "no"),
        (AGE % "at_least: 18 years", 'person: {age: "17", ago: 2 years}', "yes"),
        (AGE % "at_least: 18 years", 'person: {age: "17", ago: 6 months}', "unknown"),
        # laboratory values: units of their own, multiples of a limit of normal
        (LAB % "haemoglobin, at_least: 9 g/dL", "lab: {analyte: haemoglobin, value: 90 g/L}", "yes"),
        (LAB % "haemoglobin, at_least: 9 g/dL", "lab: {analyte: haemoglobin, value: 8.9 g/dL}", "no"),
        (LAB % "creatinine, at_most: 150 umol/L", "lab: {analyte: creatinine, value: 1.6 mg/dL}", "yes"),
        (LAB % "creatinine, at_most: 150 umol/L", "lab: {analyte: creatinine, value: 1.8 mg/dL}", "no"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 30 umol/L, uln: 21 umol/L}", "yes"),
        # values told in words: normal is within every multiple of the limit of normal, and says nothing of a number
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, word: normal}", "yes"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, word: high}", "unknown"),
        (LAB % "bilirubin, more_than: 3 xULN", "lab: {analyte: bilirubin, word: normal}", "unknown"),
        (LAB % "creatinine, at_most: 150 umol/L", "lab: {analyte: creatinine, word: normal}", "unknown"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 1.2 xULN}", "yes"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 2 xULN}", "no"),
        (LAB % "creatinine, at_most: 150 umol/L", "lab: {analyte: creatinine, value: 2 xULN}", "unknown"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 30 umol/L, uln: 18 umol/L}", "no"),
        # "about 5 cm" is anything within a tenth of it
        ("{tumour_size: {at_least: 5 cm, pick: newest}}", "tumour_size: {max_mm: 5 cm, comparator: '~'}", "unknown"),
        ("{tumour_size: {at_least: 5 cm, pick: newest}}", "tumour_size: {max_mm: 6 cm, comparator: '~'}", "yes"),
        ("{tumour_size: {at_least: 5 cm, pick: newest}}", "tumour_size: {max_mm: 4.5 cm, comparator: '~'}", "no"),
        # a count of mitoses may be a range
        ("{mitoses: {at_least: 10, pick: newest}}", "mitoses: {count: 8, high: 12}", "unknown"),
        ("{mitoses: {at_least: 10, pick: newest}}", "mitoses: {count: 11, high: 15}", "yes"),
        ("{mitoses: {at_least: 10, pick: newest}}", "mitoses: {count: 2, high: 4}", "no"),
        (LAB % "inr, at_most: 1.5 xULN", "lab: {analyte: inr, value: '1.8', uln: '1.2'}", "yes"),  # 1.5 times 1.2, no crumb less
        (LAB % "inr, at_most: 1.5 xULN", "lab: {analyte: inr, value: '1.81', uln: '1.2'}", "no"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 30 umol/L}", "unknown"),  # 17 to 26: some laboratories
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 20 umol/L}", "yes"),
        (LAB % "bilirubin, at_most: 1.5 xULN", "lab: {analyte: bilirubin, value: 60 umol/L}", "no"),
        (LAB % "alt, at_most: 2.5 xULN", "lab: {analyte: alt, value: 30 U/L}", "unknown"),  # no range printed, none in the file
        (LAB % "lymphocytes, at_least: 1 xLLN", "lab: {analyte: lymphocytes, value: 1.1 x10^9/L, lln: 1.0 x10^9/L}", "yes"),
        (LAB % "lymphocytes, at_least: 1 xLLN", "lab: {analyte: lymphocytes, value: 0.9 x10^9/L, lln: 1.0 x10^9/L}", "no"),
        (LAB % "lymphocytes, at_least: 1 xLLN", "lab: {analyte: lymphocytes, value: 1.1 x10^9/L}", "unknown"),
        (LAB % "haemoglobin, at_least: 9 g/dL", "lab: {analyte: haemoglobin, word: normal}", "unknown"),  # no number, no comparison
    ],
)  # fmt: skip
def test_one_field(condition: str, have: str, expected: str, answer_to: Callable[..., Answer]) -> None:
    assert answer_to(condition, have, head=ULN).answer == expected


@pytest.mark.parametrize(
    ("condition", "have", "expected"),
    [
        # subjects: each is a question of its own, answered by what is below it, denied by a denial above it
        ("{condition: {concept: infection, pick: any}}", "condition: tuberculosis", "yes"),
        ("{condition: {concept: tuberculosis, pick: any}}", "condition: infection", "unknown"),
        ("{condition: {concept: tuberculosis, pick: any}}", "condition: {concept: infection, presence: absent}", "no"),
        ("{condition: {concept: infection, pick: any}}", "condition: {concept: tuberculosis, presence: absent}", "unknown"),  # a denial of the narrower says nothing of the wider
        ("{condition: {concept: [hiv, seizure], pick: any}}", "condition: seizure", "yes"),
        ("{condition: {concept: [hiv, seizure], pick: any}}", "condition: {concept: hiv, presence: absent}", "unknown"),
        ("{condition: {concept: [hiv, seizure], pick: any}}", "condition: [{concept: hiv, presence: absent}, {concept: seizure, presence: absent}]", "no"),
        ("{treatment: {class: chemotherapy, pick: any}}", "treatment: {class: any, presence: absent}", "no"),
        ("{treatment: {class: transfusion, pick: any}}", "treatment: {class: any, presence: absent}", "unknown"),
        ("{condition: {concept: seizure, status: active, pick: any}}", "condition: {concept: seizure, status: active}", "yes"),
        ("{condition: {concept: seizure, status: active, pick: any}}", "condition: {concept: seizure, status: controlled}", "no"),
        ("{condition: {concept: seizure, status: active, pick: any}}", "condition: seizure", "unknown"),
    ],
)  # fmt: skip
def test_subjects(condition: str, have: str, expected: str, answer_to: Callable[..., Answer]) -> None:
    assert answer_to(condition, have).answer == expected


@pytest.mark.parametrize(
    ("have", "expected"),
    [
        ("tumour_size: {max_mm: 60 mm, modality: mri}", "yes"),
        ("tumour_size: {max_mm: 60 mm, modality: ct}", "no"),
        ("tumour_size: {max_mm: 40 mm, modality: mri}", "no"),
        ("tumour_size: [{max_mm: 60 mm, modality: ct}, {max_mm: 40 mm, modality: mri}]", "no"),
    ],
)
def test_all_tests_of_one_fact_test_hold_on_the_same_fact(
    have: str, expected: str, answer_to: Callable[..., Answer]
) -> None:
    condition = "{tumour_size: {at_least: 5 cm, modality: mri, pick: any}}"
    assert answer_to(condition, have).answer == expected
