"""Forms and short notes of the clinic: boxes, bare answers, serology, status, treatments named twice."""

import pytest
from tests.support.clinic import found

from trialsift.packs.rules import Packs
from trialsift.rows import plain


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Fits/faints   Y[ ]  N[x]", "absent"),
        ("Fits/faints   Y[x]  N[ ]", "present"),
        ("Seizures: [ ] yes [x] no", "absent"),
        ("Seizures: [x] yes [ ] no", "present"),
        ("Seizures \u2610 Yes \u2612 No", "absent"),
        ("Seizures?  \u2610 Yes  \u2611 No\nWell otherwise", "absent"),
        ("Seizures in the last three months?  [x] No  [ ] Yes", "absent"),
        ("Seizures in the last three months?  [ ] No  [x] Yes", "present"),
        ("Sz disorder 0. Otherwise healthy.", "absent"),
        ("Seizures none, gout as a child.", "absent"),
        ("Seizures - pt denies ever", "absent"),
        ("Seizures: 0.5 per month", "present"),
    ],
)
def test_a_ticked_or_bare_answer_counts(text: str, presence: str, packs: Packs) -> None:
    assert [fact.presence for fact in found(text, "condition", packs)][:1] == [presence]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("HPT 0 DM 0 epilepsy 0 gout +", {"diabetes": "absent", "seizure": "absent"}),
        (
            "DM nil IHD nil epilepsy nil",
            {"diabetes": "absent", "cardiac_disease": "absent", "seizure": "absent"},
        ),
        ("DM N  HTN N  Epilepsy N", {"diabetes": "absent", "hypertension": "absent", "seizure": "absent"}),
        ("HTN- DM- epilepsy-", {"hypertension": "absent", "diabetes": "absent", "seizure": "absent"}),
        ("DM(-)HTN(+)epilepsy(-)", {"diabetes": "absent", "hypertension": "present", "seizure": "absent"}),
        ("Dysphagia (-) weight loss", {"swallowing_difficulty": "absent"}),
        ("(-) dysphagia (+) asthma", {"swallowing_difficulty": "absent", "lung_disease": "present"}),
        ("DM (TF Hx) (-)", {"diabetes": "absent"}),
        ("DM [-] HTN [+]", {"diabetes": "absent", "hypertension": "present"}),
        ("HTN/DM (-)/(+)", {"hypertension": "absent", "diabetes": "present"}),
        ("HTN/DM/asthma: -/-/+", {"hypertension": "absent", "diabetes": "absent", "lung_disease": "present"}),
        ("DM/HTN (-)", {"diabetes": "absent", "hypertension": "absent"}),
        ("HTN/DM +/- insulin", {"hypertension": "present", "diabetes": "present"}),
        ("HTN (+) for 10 years, DM (-)", {"hypertension": "present", "diabetes": "absent"}),
        ("DM(-) HTN(+) epilepsy(-)", {"diabetes": "absent", "hypertension": "present", "seizure": "absent"}),
        ("HTN - DM - epilepsy -", {"hypertension": "absent", "diabetes": "absent", "seizure": "absent"}),
        ("- DM - HTN - epilepsy", {"diabetes": "present", "hypertension": "present", "seizure": "present"}),
        ("DM n/k, epilepsy not asked", {}),
    ],
)
def test_a_run_of_names_has_an_answer_each(text: str, answers: dict[str, str], packs: Packs) -> None:
    assert {fact.value.concept: fact.presence for fact in found(text, "condition", packs)} == answers


_COLUMNS = """\
                              Yes   No    Comments
Angina                              x
Heart attack                        x
Diabetes                      x           diet only
Fits or epilepsy                    x
Gout
Leukaemia or anaemia                x
Swallowing difficulty               x     likes soup
"""


@pytest.mark.parametrize(
    "form",
    [
        _COLUMNS,
        _COLUMNS.replace(" x ", "[x]"),
        "Question | Yes | No | Comments\nAngina | | x |\nHeart attack | | x |\nDiabetes | x | | diet only\nFits or epilepsy | | x |\nGout | | |\n"
        "Leukaemia or anaemia | | x |\nSwallowing difficulty | | x | likes soup\n",
        "Question\tNo\tYes\nAngina\tX\t\nHeart attack\tX\t\nDiabetes\t\tX\nFits or epilepsy\tX\t\nGout\t\t\nLeukaemia or anaemia\tX\t\nSwallowing difficulty\tX\t\n",
    ],
)
def test_a_mark_below_yes_or_no_is_the_answer(form: str, packs: Packs) -> None:
    told = {fact.value.concept: fact.presence for fact in found(form, "condition", packs)}
    assert told == {
        "angina": "absent",
        "myocardial_infarction": "absent",
        "diabetes": "present",
        "seizure": "absent",
        "mds_aml": "absent",
        "swallowing_difficulty": "absent",
    }


def test_a_mark_below_both_answers_none(packs: Packs) -> None:
    form = "                Yes   No\nEpilepsy         x    x\n"
    assert {fact.presence for fact in found(form, "condition", packs)} <= {"present"}


@pytest.mark.parametrize(
    "form",
    [
        "Questions          YES    NO\nSwallowing difficulty of any kind, or choking   [ ]   [/]\nFits   [/]   [ ]\nHIV   [ ]   [ ]\n",
        "Questions     Yes  No\nSwallowing difficulty      \u2610    \u2612\nFits   \u2612   \u2610\nHIV   \u2610   \u2610\n",
        "           No   Yes\nSwallowing difficulty       [x]  [ ]\nFits   ( )  (x)\nHIV   ( )  ( )\n",
    ],
)
def test_of_two_boxes_each_belongs_to_the_heading_of_its_order(form: str, packs: Packs) -> None:
    told = {fact.value.concept: fact.presence for fact in found(form, "condition", packs)}
    assert told == {"swallowing_difficulty": "absent", "seizure": "present"}


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("Diabetes [ ]  Fits [x]", {"seizure": "present"}),
        ("                 Yes   No\nDiabetes [ ]  Fits [x]", {"seizure": "present"}),
        ("Difficulty swallowing tablets      [ ]   [/]", {}),
        ("Diabetes [ ] Fits [/]", {"seizure": "present"}),
    ],
)
def test_boxes_with_words_of_their_own_answer_no_heading(
    form: str, told: dict[str, str], packs: Packs
) -> None:
    assert {fact.value.concept: fact.presence for fact in found(form, "condition", packs)} == told


def test_a_question_without_a_ticked_box_says_nothing(packs: Packs) -> None:
    assert found("Fits/faints   Y[ ]  N[ ]", "condition", packs) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("HIV non-reactive.", "HIV non-reactive"),
        ("Allergies: none known", "Allergies: none"),
        ("Allergies: codeine, nausea.", "Allergies: codeine"),
    ],
)
def test_the_quote_holds_the_answer(text: str, quote: str, packs: Packs) -> None:
    assert found(text, "condition", packs)[0].evidence[0].quote == quote


@pytest.mark.parametrize(
    ("text", "concepts"),
    [
        ("Markers NR (HIV/HBsAg/HCV).", {"hiv", "hepatitis_b", "hepatitis_c"}),
        ("HBsAg negative, anti-HBc positive, DNA undetectable.", {"hepatitis_b"}),
        ("Never tested for HIV.", set()),
        ("Bloods fine, serology negative.", {"hiv", "hepatitis_b", "hepatitis_c"}),
        ("Viral screen: non-reactive.", {"hiv", "hepatitis_b", "hepatitis_c"}),
        ("Both hepatitides and HIV negative.", {"hiv", "hepatitis_b", "hepatitis_c"}),
        ("Lyme serology negative.", set()),
        ("Serology for toxoplasma negative.", set()),
        ("Serology awaited.", set()),
        ("No hx of HIV.", {"hiv"}),
    ],
)
def test_a_negative_result_before_or_behind_its_test(text: str, concepts: set[str], packs: Packs) -> None:
    said = {fact.value.concept for fact in found(text, "condition", packs) if fact.presence == "absent"}
    assert said == concepts


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Febrile seizure 1984", "resolved"),
        ("Epilepsy; last seizure 2004.", "resolved"),
        ("Seizure once in 2011, none in >10y", "resolved"),
        ("Focal seizures since 2015, two or three attacks each week.", "active"),
        ("Blood pressure is well controlled on ramipril.", "controlled"),
        ("Lung tuberculosis 1978, adequately treated", "resolved"),
    ],
)
def test_status(text: str, status: str, packs: Packs) -> None:
    assert status in {fact.value.status for fact in found(text, "condition", packs)}


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Coeliac disease [entered in error]", "absent"),
        ("Mother long QT? some trouble then, records asked for.", "uncertain"),
    ],
)
def test_an_entry_in_error_and_an_open_question(text: str, presence: str, packs: Packs) -> None:
    assert [fact.presence for fact in found(text, "condition", packs)] == [presence]


def test_a_family_history_ends_with_its_line(packs: Packs) -> None:
    text = "FH: nil of note.\nOn review he is well. HIV negative."
    assert {fact.person for fact in found(text, "condition", packs) if fact.value.concept == "hiv"} == {
        "patient"
    }


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("TLC 7400 (N 62%)", 4.588),
        ("White count today 8.6, of them 61% neutrophils and 21% lymphocytes", 5.246),
        ("WCC 7.7   N 5.1", 5.1),
        ("TLC 9,600/cumm DLC N70 L24 M4 E2", 6.72),
        ("ABS NEUTROPHILS    3612       1500-7800      cells/uL", 3.612),
        ("WBC 7.2 x10^9/L (Seg 0.62, Lym 0.30), Plt 340", 4.464),
        ("WBC 1.9 x10^9/L (N 0.62, L 1.0)", 0.62),
    ],
)
def test_neutrophils_of_a_differential_count(text: str, count: float, packs: Packs) -> None:
    values = [fact.value for fact in found(text, "lab", packs) if fact.value.analyte == "neutrophils"]
    assert [value.value for value in values] == [count]


@pytest.mark.parametrize(("text", "unit"), [("bili 8 (<17)", "umol/L"), ("bili 0.8 (<1.2)", "umol/L")])
def test_the_printed_limit_tells_the_unit(text: str, unit: str, packs: Packs) -> None:
    assert [fact.value.unit for fact in found(text, "lab", packs)] == [unit]


@pytest.mark.parametrize(
    ("text", "ms"), [("QT/QTc 392/421", 421), ("QTc (Fridericia, mean of 8 beats) 436 ms", 436)]
)
def test_qtc_beside_qt_and_behind_its_formula(text: str, ms: float, packs: Packs) -> None:
    assert [fact.value.qtc_ms for fact in found(text, "ecg", packs)] == [ms]


@pytest.mark.parametrize("text", ["PS0. Works.", "ECOG = 0    VS 112/64", "Performance 0 (ECOG), well."])
def test_performance_status_in_short_forms(text: str, packs: Packs) -> None:
    assert [(fact.value.low, fact.presence) for fact in found(text, "ecog", packs)] == [(0, "present")]


def test_a_class_named_again_is_told_once(packs: Packs) -> None:
    text = "He has finished his chemotherapy. Doxorubicin was given from 2 December 2024 to 10 February 2025."
    assert [plain(fact.value)["agent"] for fact in found(text, "treatment", packs)] == ["doxorubicin"]
