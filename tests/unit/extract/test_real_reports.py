"""Habits of reports as they come, scanned or dictated: what they state, and what only looks like a statement."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()
DAY = dt.date(2025, 3, 1)


def found(kind: str, text: str, note_type: str = "pathology") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, PACKS) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("Endometrioid adenocarcinoma, invasive to a depth of 2.5 cm out of 4.0 cm of myometrium.", []),
        ("There is a tan tumor located 15 cm. from the distal margin.", []),
        ("A mass 15 cm. From the outside it is smooth.", [150]),
        ("There is a lesion measuring 2.2 x 1~5 x 1 cm.", []),
        ("There is a lesion measuring ~5 x 1 cm.", [50]),
        ("The mass measures 3 x \n1.7 x 1.1 cm.", [30]),
        ("A 5.2 cm mass. The uninvolved cortex measures 0.6 cm.", [52]),
        ("There is a mass in the renal cortex measuring 5.4 x 4.4 cm.", [54]),
        ("An ill-defined mass effacing the cortex, approximately 1.1 x 1.0 x 0.9 cm.", [11]),
        ("Separately received is a 2.9 x 2.3 x 2.1 cm fibroid nodule.", []),
        ("Tumour size: 4.1 cm.\nDepth of stromal invasion: 1.2 cm.", [41]),
    ],
)
def test_what_measures_the_tumour(text: str, sizes: list[float]) -> None:
    assert [fact.value.max_mm for fact in found("tumour_size", text)] == sizes  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text",
    [
        "PART 1: LYMPH NODES: FIVE BENIGN LYMPH NODES (0/5). NO EVIDENCE OF MALIGNANCY.",
        "PRIOR MALIGNANCY: Not given.\nORGAN TRANSPLANT: Not answered.\nIMMUNOSUPPRESSION: Not given.",
        "Diagnosis Discrepancy\nPrior Malignancy History\nDual Primary",
        "Renal vein: Negative\nRenal artery: Negative",
        "A. LIVER NODULE, NO. 1, LEFT LOBE: Benign.",
        "Blocks: TB, T1-3; MI, DM.",
        "Lymph nodes, celiac, regional resection: no tumour.",
        "The tumour shows necrosis and hemorrhage.",
        "Tissue submitted for research: no.",
    ],
)
def test_tissue_tells_no_illness(text: str) -> None:
    assert found("condition", text) == []


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("No history of malignancy.", "other_malignancy", "absent"),
        ("No other malignancies.", "other_malignancy", "absent"),
        ("PRIOR MALIGNANCY: Yes.", "other_malignancy", "present"),
        ("IMMUNOSUPPRESSION: None.", "immunocompromised", "absent"),
        ("Chronic viral hepatitis B.", "hepatitis_b", "present"),
    ],
)
def test_a_pathologist_may_tell_of_the_patient(text: str, concept: str, presence: str) -> None:
    assert [(fact.value.concept, fact.presence) for fact in found("condition", text)] == [(concept, presence)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "status", "time"),
    [
        ("Diabetes mellitus diagnosed 12 years ago.", None, "now"),
        ("He was diagnosed with Crohn's disease 20 years ago.", None, "now"),
        ("COPD (diagnosed 4 yrs ago).", None, "now"),
        ("Hypertension was first noted about ten years ago.", None, "now"),
        ("She was diagnosed with hypertension 5 years ago.", None, "now"),
        ("Asthma diagnosed 20 years ago, resolved.", "resolved", "past"),
        ("Asthma 20 years ago.", "resolved", "past"),
        ("Pneumonia 2 years ago.", "resolved", "past"),
        ("Stroke diagnosed 4 years ago.", "resolved", "past"),
    ],
)
def test_years_since_a_lasting_illness(text: str, status: str | None, time: str) -> None:
    assert [(fact.value.status, fact.time) for fact in found("condition", text, "clinic")] == [(status, time)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Potential complications include, but are not limited to:\n1. Infection.\n2. Stroke.", "uncertain"),
        ("Risks discussed included:\n- infection\n- stroke", "uncertain"),
        ("Complications:\n1. Wound infection.\n2. Stroke.", "present"),
        ("She is being evaluated for lupus.", "uncertain"),
        ("Undergoing evaluation for heart failure.", "uncertain"),
        ("She was seen because of heart failure.", "present"),
    ],
)
def test_what_may_be_is_not_there(text: str, presence: str) -> None:
    assert {fact.presence for fact in found("condition", text, "clinic")} == {presence}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("No prior surgery.", ["absent"]),
        ("PART 5: LUNG, LOBECTOMY-\nA. SARCOMA, 6 CM.", []),
        ("Renal vein (nephrectomy): negative", []),
        ("Surgical resection margin invasion: No", []),
        ("A. Thigh, laterality not specified, resection: Sarcoma.", []),
        ("No prior chemotherapy.", ["absent"]),
    ],
)
def test_a_specimen_denies_no_operation(text: str, said: list[str]) -> None:
    assert [fact.presence for fact in found("treatment", text)] == said


@pytest.mark.parametrize(
    ("text", "time", "year"),
    [
        ("He had surgery in May.", "past", 2024),
        ("She has undergone a knee debridement in May.", "past", 2024),
        ("He received chemotherapy in April.", "past", 2024),
        ("Surgery in May.", "planned", 2025),
        ("He had a scan and starts chemotherapy in May.", "planned", 2025),
        ("He received chemotherapy in December.", "past", 2024),
    ],
)
def test_a_month_without_its_year(text: str, time: str, year: int) -> None:
    assert [
        (fact.time, fact.date.year if fact.date else None) for fact in found("treatment", text, "clinic")
    ] == [(time, year)]


@pytest.mark.parametrize(
    ("text", "procedures"),
    [
        ("The Veress needle was removed, and a 5-mm port placed.", []),
        ("A Mediport was placed.", ["port insertion"]),
        ("Past surgical history: significant for trauma surgery noted above.", ["surgery"]),
    ],
)
def test_ports_and_histories(text: str, procedures: list[str]) -> None:
    treatments = found("treatment", text, "clinic")
    assert [fact.value.procedure for fact in treatments] == procedures  # type: ignore[union-attr]
    assert all(fact.time == "past" for fact in treatments)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("BUN and creatinine 10 and 0.9.", {"creatinine": "0.9"}),
        ("PT and INR 14 and 1.2.", {"pt": "14", "inr": "1.2"}),
        ("Hemoglobin and hematocrit were 10.2 and 30.5.", {"haemoglobin": "10.2"}),
        ("Prothrombin time and INR of 13.4 seconds and 1.09.", {"pt": "13.4", "inr": "1.09"}),
        ("Sodium 140 and creatinine 1.1 and glucose 90.", {"creatinine": "1.1"}),
        ("BUN and creatinine were normal.", {"creatinine": "normal"}),
    ],
)
def test_two_analytes_share_two_numbers(text: str, values: dict[str, str]) -> None:
    assert {fact.value.analyte: fact.value.written for fact in found("lab", text, "clinic")} == values  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "text", "count"),
    [
        ("neurovascular_relation", "Prostate. HIGH GRADE PIN:\nEXTENSION:\nMARGIN INVOLVEMENT: tumour", 0),
        ("neurovascular_relation", "The tumour abuts the posterior interosseous nerve.", 1),
        ("growth_pattern", "There are several well-circumscribed tan, firm leiomyomas.", 0),
        ("growth_pattern", "The cells have well-defined cell borders.", 0),
        ("growth_pattern", "There is a well-circumscribed tan, firm tumour.", 1),
        ("lesion_count", "pT3b: Single tumor or multiple tumors of any size involving a vein", 0),
        ("lesion_count", "A single- surfaced nodular lesion is seen.", 0),
        ("lesion_count", "A single tumor is seen.", 1),
        ("necrosis", "Diffuse Streaming\nNecrosis Fibrosis\nMosaic", 0),
        ("necrosis", "No necrosis or hemorrhage is identified in any of the leiomyomata.", 0),
        ("necrosis", "Leiomyosarcoma beside a leiomyoma without necrosis.", 1),
        ("necrosis", "Necrosis and fibrosis are seen in the sarcoma.", 1),
        ("grade", "Staining Intensity Grade: 2", 0),
        ("grade", "Sarcoma. Grade: 2", 1),
        ("ecog", "Blocks: FS1, PS2, 3.", 0),
        ("ecog", "CLINICAL HISTORY: thigh mass, PS 1.", 1),
        ("person", "See slides F 17-F 18.", 0),
        ("person", "Outside slides (male 63, right deltoid).", 1),
    ],
)
def test_looks_alike(kind: str, text: str, count: int) -> None:
    assert len(found(kind, text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The vessel is angiographically free of disease. Mid 60% lesion.", 0),
        ("The profunda femoris arteries were encircled with vessel loops. Lesion excised.", 0),
        ("Lidocaine was used to infiltrate the skin overlying the femoral artery.", 0),
        ("The sarcoma encases the femoral artery.", 1),
    ],
)
def test_vessels_beside_a_tumour(text: str, count: int) -> None:
    assert len(found("neurovascular_relation", text, "clinic")) == count


@pytest.mark.parametrize(
    ("text", "focality"),
    [
        ("Presence/absence of satellite tumor nodules: Present, two small ones.", ["multiple"]),
        ("Presence/absence of satellite tumor nodules: Absent", ["single"]),
    ],
)
def test_presence_or_absence_of_satellites(text: str, focality: list[str]) -> None:
    assert [fact.value.focality for fact in found("lesion_count", text)] == focality  # type: ignore[union-attr]


def test_literature_is_no_diagnosis() -> None:
    text = "REFERENCES:\n1. Roe A, et al. Clin Sarcoma Res. 2009; 15:52-53"
    assert {fact.presence for fact in found("histology", text)} == {"uncertain"}
