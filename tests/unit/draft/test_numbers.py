"""The bounds of a criterion, as trial texts write them."""

import pytest

from trialsift.draft.numbers import numbers_of
from trialsift.draft.split import split


def bounds(text: str) -> list[str]:
    stretches = [item for item in split(text) if item.kind == "criterion"]
    found = [number for item in stretches for number in numbers_of(item)]
    return [
        f"{n.variable}{n.op}{n.value:g}{' ' + n.unit if n.unit else ''}{' alt' if n.alternative else ''}"
        for n in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Age ≥ 16 years", ["age_years>=16 years"]),
        ("19 years or older", ["age_years>=19 years"]),
        ("Any patient ≥ 19 who can swim", ["age_years>=19 years"]),
        ("Any patient ≥ 3 points ahead", []),
        ("200 days - < 21 years (at enrolment)", ["age_years<21 years"]),
        ("Recent (≤ 4 months) history of gout", []),
        ("Adults aged 20-65", ["age_years>=20 years", "age_years<=65 years"]),
        ("Men and women between 21 and 80 years", ["age_years>=21 years", "age_years<=80 years"]),
        ("Must be over the age of 30", ["age_years>30 years"]),
        ("Patients under 12 years of age", ["age_years<12 years"]),
        ("Aged 40+ years", ["age_years>=40 years"]),
        ("Postmenopausal women, defined as age > 55 years", []),
        ("A first-degree relative with cancer before 50 years of age", []),
        ("No smoking in the last 15 years", []),
        ("No other cancer for ≥ 5 years", []),
    ],
)
def test_age(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ECOG 0-1", ["ecog<=1"]),
        ("ECOG PS of 0, 1, or 2.", ["ecog<=2"]),
        ("ECOG performance status ≤ 3", ["ecog<=3"]),
        ("Zubrod performance status 1-2", ["ecog>=1", "ecog<=2"]),
        ("Performance status of 2 or less (ECOG)", ["ecog<=2"]),
        ("ECOG (see Appendix 4) 0 or 1", ["ecog<=1"]),
        ("ECOG 3-4", ["ecog>=3"]),
        ("A score ≤ 1 on the ECOG scale", ["ecog<=1"]),
        ("KPS > 60%", ["karnofsky>60 %"]),
        ("Karnofsky performance score at least 70", ["karnofsky>=70"]),
        ("ECOG ≤ 2 (Karnofsky ≥ 50%)", ["ecog<=2", "karnofsky>=50 % alt"]),
        (
            "Karnofsky ≥ 50 for those > 16 years and Lansky ≥ 40 for those ≤ 16 years",
            ["karnofsky>=50", "lansky>=40"],
        ),
        ("Toxicity of grade 2 or less", []),
    ],
)
def test_performance(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ANC ≥ 1.25 x 10^9/L", ["anc>=1.25 10^9/L"]),
        ("ANC ≥ 1.2 × 103μL, platelets ≥ 85 × 103 /μL", ["anc>=1.2 10^3/µL", "platelets>=85 10^3/µL"]),
        ("A 24 hour urine creatinine clearance ≥ 55 mL/min", ["creatinine_clearance>=55 mL/min"]),
        ("Bilirubin below ULN", ["bilirubin<1 xULN"]),
        (
            "Creatinine ≤ 1.4 x ULN for those with raised bilirubin levels AST (SGOT) ≤ 2.9 x ULN",
            ["creatinine<=1.4 xULN", "ast<=2.9 xULN"],
        ),
        ("ANC \\>/= 1,250/mm3", ["anc>=1250 /mm3"]),
        ("Neutrophils no less than 1.25 × 10⁹/L", ["anc>=1.25 10^9/L"]),
        ("Platelets greater than or equal to 75,000/mcL", ["platelets>=75000 /mcL"]),
        ("Platelets >= 60,000 / Ul", ["platelets>=60000 /Ul"]),
        ("Platelets > 90,000mm3", ["platelets>90000 mm3"]),
        ("Hemoglobin >= 5.3 mol/L", ["hemoglobin>=5.3 mol/L"]),
        (
            "Platelets ≥ 90,000/mm3; adequate liver function defined with a total bilirubin ≤ 1.2 x ULN",
            ["platelets>=90000 /mm3", "bilirubin<=1.2 xULN"],
        ),
        ("Hb ≥ 8.5 g/dL (85 g/L)", ["hemoglobin>=8.5 g/dL"]),
        ("Total bilirubin within ULN", ["bilirubin<=1 xULN"]),
        (
            "Bilirubin ≤ 1.25 x ULN (≤ 2.75 x ULN with Gilbert's)",
            ["bilirubin<=1.25 xULN", "bilirubin<=2.75 xULN alt"],
        ),
        (
            "AST and ALT ≤ 3.5 × upper limit of normal, or ≤ 6 × ULN if liver metastases",
            ["ast<=3.5 xULN alt", "ast<=6 xULN alt", "alt<=3.5 xULN alt", "alt<=6 xULN alt"],
        ),
        (
            "ALT or AST ≤ 3 x ULN (4 x ULN allowed if liver metastases)",
            ["alt<=3 xULN alt", "alt<=4 xULN alt", "ast<=3 xULN alt", "ast<=4 xULN alt"],
        ),
        (
            "Creatinine clearance ≥ 45 mL/min by Cockcroft-Gault or serum creatinine ≤ 1.4 mg/dL",
            ["creatinine_clearance>=45 mL/min alt", "creatinine<=1.4 mg/dL alt"],
        ),
        (
            "Creatinine clearance ≥ 45 mL/min for participants with creatinine levels > 1.4 x ULN",
            ["creatinine_clearance>=45 mL/min"],
        ),
        (
            "* Creatinine ≤ 1.4 x ULN, OR\n  * eGFR ≥ 40 mL/min",
            ["creatinine<=1.4 xULN alt", "egfr>=40 mL/min alt"],
        ),
        ("EGFR mutation in > 10 cells", []),
        ("INR less than 1.6", ["inr<1.6"]),
        ("Urine protein to creatinine ratio < 1", []),
        ("Direct bilirubin ≤ ULN for patients with total bilirubin > 1.4 x ULN", []),
        ("Platelet transfusion within 7 days; albumin at least 28 g/L", ["albumin>=28 g/L"]),
        ("WBC 2.5 - 11 x 10^9/L", ["wbc>=2.5 10^9/L", "wbc<=11 10^9/L"]),
    ],
)
def test_laboratory(text: str, expected: list[str]) -> None:
    assert sorted(bounds(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QTcF > 465 ms", ["qtc_ms>465 ms"]),
        ("LVEF of at least 45%", ["lvef_percent>=45 %"]),
        ("Life expectancy of at least 10 weeks", ["life_expectancy_days>=70 days"]),
        ("> 4 months life expectancy", ["life_expectancy_days>120 days"]),
        ("Minimum life expectancy of 2 months", ["life_expectancy_days>=60 days"]),
        ("Largest tumour diameter over 6 cm", ["tumour_size_mm>60 mm"]),
        ("A lesion measuring at least 12 mm on CT", ["tumour_size_mm>=12 mm"]),
        ("Maximum tumour diameter between 2 and 9 cm", ["tumour_size_mm>=20 mm", "tumour_size_mm<=90 mm"]),
        ("A minimum of 2 cm of measurable disease", ["tumour_size_mm>=20 mm"]),
        ("STS of the arm, deep, and 60 mm or greater", ["tumour_size_mm>=60 mm"]),
        (
            "A lesion, not biopsied, that can be measured as ≥ 12 mm in the longest diameter (nodes ≥ 16 mm in short axis)",
            ["tumour_size_mm>=12 mm"],
        ),
        ("Nodes of ≥ 16 mm in the longest diameter, whatever the tumour", []),
        (
            "A lesion of at least 4 mm and twice the slice thickness, but less than 30 mm",
            ["tumour_size_mm>=4 mm", "tumour_size_mm<30 mm"],
        ),
        ("A lesion > 14 mm on the long axis and > 9 mm on the short axis", ["tumour_size_mm>14 mm"]),
        ("Tumours whose sum of longest diameters is > 14 cm", []),
        ("A tumour with a deep margin of less than 2 mm", []),
        ("Lymph nodes with a short axis ≥ 15 mm", []),
        ("Blood pressure > 150 mm Hg", []),
        ("Lung nodules (a single lesion > 8 mm)", []),
        ("Lung lesion > 8 mm", ["tumour_size_mm>8 mm"]),
        ("Body mass index below 35 kg/m2", ["bmi<35 kg/m2"]),
        ("Weight > 32 kg", ["weight_kg>32 kg"]),
    ],
)
def test_others(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Age range: from 21 to 64.", ["age_years>=21 years", "age_years<=64 years"]),
        ("Infants < 9 months of age", ["age_years<0.75 years"]),
        (
            "Male or female (not of child-bearing potential), 21-56 years of age",
            ["age_years>=21 years", "age_years<=56 years"],
        ),
        ("Diagnosed with a rare bone disorder and age ≥ 3 years", ["age_years>=3 years"]),
        ("A sister diagnosed with sarcoma before 30 years of age", []),
        ("ECOG or Karnofsky performance status of 0-2", ["ecog<=2"]),
        ("ECOG performance status 3 or better.", ["ecog<=3"]),
        ("Karnofsky 60 or better", ["karnofsky>=60"]),
        ("Hemoglobin ³8.5 g/dL, creatinine £ 1.7 mg/dL", ["hemoglobin>=8.5 g/dL", "creatinine<=1.7 mg/dL"]),
        ("T-Bil: ≤ 2 x ULN", ["bilirubin<=2 xULN"]),
        ("Bilirubin ≤ 1.8 mg/mL", ["bilirubin<=1.8 mg/mL"]),
        ("Cardiac ejection fraction ≥ 0.40", ["lvef_percent>=0.4"]),
        ("Creatinine ≤ 1.5 x ≤ institutional ULN", ["creatinine<=1.5 xULN"]),
    ],
)
def test_spellings_of_many_registries(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Bilirubin ≤ 1.5 x ULN. If Gilbert's disease: ≤ 4 x ULN",
            ["bilirubin<=1.5 xULN", "bilirubin<=4 xULN alt"],
        ),
        (
            "Total bilirubin ≤ 1.5 x ULN; patients with Gilbert's syndrome with a total bilirubin ≤ 2.5 x ULN may be enrolled",
            ["bilirubin<=1.5 xULN", "bilirubin<=2.5 xULN alt"],
        ),
        (
            "AST ≤ 3 x ULN, unless there are liver metastases in which case AST ≤ 6 x ULN",
            ["ast<=3 xULN", "ast<=6 xULN alt"],
        ),
        (
            "Creatinine clearance ≥ 55 mL/min for patients with creatinine > 1.5 x ULN",
            ["creatinine_clearance>=55 mL/min"],
        ),
        (
            "Haemoglobin < 7.5 g/dL or dependent on transfusion to maintain ≥ 7.5 g/dL",
            ["hemoglobin<7.5 g/dL alt"],
        ),
        ("LVEF > 45%. Of note, patients with LVEF < 52% may need further tests", ["lvef_percent>45 %"]),
        (
            "Total bilirubin ≤ 2 x ULN or direct bilirubin ≤ ULN, AST ≤ 3 x ULN",
            ["bilirubin<=2 xULN alt", "ast<=3 xULN"],
        ),
        (
            "Part 1: largest tumour ≤ 4 cm. Part 2: largest tumour > 4 cm",
            ["tumour_size_mm<=40 mm alt", "tumour_size_mm>40 mm alt"],
        ),
    ],
)
def test_special_cases_are_alternatives_and_remarks_are_nothing(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Deep-seated sarcoma, deep to the fascia, ≥ 6 cm", ["tumour_size_mm>=60 mm"]),
        ("Plexiform neurofibroma measuring at least 4 cm in one dimension", ["tumour_size_mm>=40 mm"]),
        ("At least 1 lesion that measures at least one centimeter", ["tumour_size_mm>=10 mm"]),
        ("cT2 (> 2.5 cm) disease", ["tumour_size_mm>25 mm"]),
        ("Stage IB (> 4 cm) NSCLC", ["tumour_size_mm>40 mm"]),
        ("Tumours > 6 cm or of high grade", ["tumour_size_mm>60 mm alt"]),
        ("Solitary pulmonary nodule of 7-28 mm", ["tumour_size_mm>=7 mm", "tumour_size_mm<=28 mm"]),
        (
            "Lesions ≥ 12 mm by CT (CT slice thickness no greater than 5 mm), or ≥ 22 mm by chest X-ray",
            ["tumour_size_mm>=12 mm alt", "tumour_size_mm>=22 mm alt"],
        ),
        (
            "A short diameter ≥ 1.6 cm for lymph nodes and a long diameter ≥ 1.1 cm for other lesions",
            ["tumour_size_mm>=11 mm"],
        ),
        (
            "Must have at least one brain metastasis of ≥ 6 mm and ≤ 35 mm",
            ["tumour_size_mm>=6 mm", "tumour_size_mm<=35 mm"],
        ),
        ("Brain metastases must be < 9 mm", []),
        ("Measurable CNS lesions ≥ 11 mm are recorded apart", []),
        ("One to three brain metastases, the largest no larger than 4 cm", []),
        ("At least one lymph node with a longest diameter > 1.6 cm", []),
        ("At least one nodal mass of > 6 cm in longest diameter", []),
        ("Non-specific lung nodules < 9 mm are allowed", []),
        ("Distance from the tumour to the skin > 1 cm", []),
        ("A tumour with a depth of invasion > 6 mm", []),
        ("A haematoma > 6 cm", []),
        ("Tumour within 2 cm of the carina", []),
    ],
)
def test_sizes_of_tumours_and_of_nothing_else(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AST and ALT must be less than three times ULN", ["ast<3 xULN", "alt<3 xULN"]),
        ("Bilirubin less than twice the upper limit of normal", ["bilirubin<2 xULN"]),
        ("Life expectancy greater than four months", ["life_expectancy_days>120 days"]),
        ("Aged nineteen (19) years or older", ["age_years>=19 years"]),
        ("ECOG performance status of two or less", ["ecog<=2"]),
        ("ECOG zero to one", ["ecog<=1"]),
        ("ECOG performance status and one of the following", []),
        ("Creatinine not above ULN", ["creatinine<=1 xULN"]),
        ("PT within x1.4 ULN", ["pt<=1.4 xULN"]),
        ("Transaminases < 2.4 times normal", ["ast<2.4 xULN", "alt<2.4 xULN"]),
        ("AST ≤ 2.4 x N", ["ast<=2.4 xULN"]),
        ("Leukocytes > 3.1/nl", ["wbc>3.1 /nl"]),
        ("Thrombocytes ≥ 95 Gpt/l", ["platelets>=95 Gpt/l"]),
        ("Thrombocytopenia < 65,000/µL", ["platelets<65000 /µL"]),
        ("Febrile neutropenia of more than 7 days", []),
        ("ECOG PS better than 2", ["ecog<2"]),
        ("ECOG no worse than 2", ["ecog<=2"]),
        ("Karnofsky no worse than 60", ["karnofsky>=60"]),
        ("ECOG 2 or worse", ["ecog>=2"]),
        ("Karnofsky 50 or worse", ["karnofsky<=50"]),
        ("Must have reached the age of 19", ["age_years>=19 years"]),
        ("Age from 19 years up to 71 years", ["age_years>=19 years", "age_years<=71 years"]),
        ("Patients below 19", ["age_years<19 years"]),
        ("Patients below 19 of whom something is known", []),
        ("Consent of the patient (aged ≥ 19 years) or of a guardian", []),
        ("Karnofsky ≥ 50 (patients > 16 years) or Lansky ≥ 40 (patients ≤ 16 years)", ["karnofsky>=50 alt", "lansky>=40 alt"]),
        ("Haemoglobin ≥ 8.5 g/dL (transfusion to achieve Hb > 9.5 g/dL is acceptable)", ["hemoglobin>=8.5 g/dL"]),
        ("Body weight of 36 kg to 152 kg (79 to 335 lbs)", ["weight_kg>=36 kg", "weight_kg<=152 kg"]),
        ("Weigh ≥ 42 kg for dose levels 1-3 and ≥ 52 kg for dose level 4", ["weight_kg>=42 kg", "weight_kg>=52 kg alt"]),
        (
            "Creatinine < 1.9 mg/dL (> 1.9 is allowed if eGFR > 32 mL/min)",
            ["creatinine<1.9 mg/dL alt", "egfr>32 mL/min alt"],
        ),
        (
            "Patients with creatinine > 1.4 x ULN are eligible if clearance of creatinine is ≥ 52 mL/min",
            ["creatinine_clearance>=52 mL/min alt"],
        ),
        ("Patients with haemoglobin ≥ 8.5 g/dL are eligible", ["hemoglobin>=8.5 g/dL"]),
        (
            "Direct bilirubin normal for participants with total bilirubin > 1.4 x ULN",
            [],
        ),
    ],
)  # fmt: skip
def test_numbers_in_words_other_units_and_ways_in(text: str, expected: list[str]) -> None:
    assert bounds(text) == expected
