"""Statements about health, fitness and taking part, and the near misses that state nothing."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 11, 12)


def conditions(text: str, packs: Packs, note_type: str = "clinic") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "condition"]


def said(text: str, packs: Packs) -> set[tuple[str, str]]:
    return {(getattr(fact.value, "concept", ""), fact.presence) for fact in conditions(text, packs)}


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("PMH: nil", "comorbidity", "absent"),
        ("PMH nil of note. Meds nil.", "comorbidity", "absent"),
        ("He is otherwise fit and well.", "general_good_health", "present"),
        ("She has multiple comorbidities.", "comorbidity", "present"),
        ("No HIV; hep panel neg.", "hepatitis", "absent"),
        ("Allergic to nothing so far.", "drug_allergy", "absent"),
        ("Epilepsy/fits: N", "seizure", "absent"),
        ("Epilepsy: [ ] yes [x] no", "seizure", "absent"),
        ("Seizures   N   Asthma Y", "seizure", "absent"),
        ("Seizures   N   Asthma Y", "lung_disease", "present"),
        ("HIV neg  HBsAg pos", "hiv", "absent"),
        ("HBV-DNA: 3.2E+05 IU/mL", "hepatitis_b", "present"),
        ("HCV RNA 2 million IU/mL", "hepatitis_c", "present"),
        ("Chronic hepatitis B, immune tolerant phase.", "hepatitis_b", "present"),
        ("HBsAg / HCV / HIV: all NR", "hiv", "absent"),
        ("HIV neg  HBsAg pos", "hepatitis_b", "present"),
        ("HIV and HBsAg negative.", "hiv", "absent"),
        ("HIV -ve, HBsAg -ve", "hepatitis_b", "absent"),
        ("HIV/HBV/HCV: neg/neg/neg", "hepatitis_c", "absent"),
        ("No cardiac, respiratory or renal disease.", "cardiac_disease", "absent"),
        ("HIV positive, HBsAg negative.", "hiv", "present"),
        ("Do you have epilepsy? No", "seizure", "absent"),
        ("Heart disease N / Diabetes N / Asthma Y", "diabetes", "absent"),
        ("Diabetes [ ]  Epilepsy [ ]  Asthma [x]", "lung_disease", "present"),
        ("HIV 1/2 Ag/Ab      Not detected", "hiv", "absent"),
        ("Anti-HCV: non-reactive", "hepatitis_c", "absent"),
        ("Chronic hepatitis B on entecavir.", "hepatitis_b", "present"),
        ("Allergies: nil", "drug_allergy", "absent"),
        ("Allergies: cobalt; medicines none.", "drug_allergy", "absent"),
        ("Allergies: codeine", "drug_allergy", "present"),
        ("There is no history of stroke, diabetes, blood disorder or fits.", "blood_disorder", "absent"),
        ("There is no family history of long QT syndrome.", "long_qt_syndrome", "absent"),
        ("Denies any other cancers.", "other_malignancy", "absent"),
        ("Infarct (MI) 2017, none since.", "myocardial_infarction", "present"),
        ("LMP: 2009", "menopause", "present"),
        ("LMP 1 Nov 2024", "childbearing_potential", "present"),
        ("She is 12 weeks pregnant.", "pregnancy", "present"),
        ("Liver: none", "hepatic_disease", "absent"),
        ("Chest infection resolved.", "infection", "present"),
        ("Cardiac: nil  Respiratory: nil  Diabetes: no", "cardiac_disease", "absent"),
        ("Hepatitis C treated 2016 with sustained virological response.", "hepatitis_c", "present"),
        ("Ca left breast 2012.", "other_malignancy", "present"),
        ("ASA grade 2", "poor_medical_risk", "absent"),
        ("Written informed consent obtained for the trial.", "informed_consent", "present"),
        ("Has never taken part in research.", "trial_participation", "absent"),
        ("Fit for general anaesthetic.", "fit_for_anaesthesia", "present"),
        ("She was enrolled in the KITE study until 3 May 2024.", "trial_participation", "present"),
    ],
)
def test_statements(text: str, concept: str, presence: str, packs: Packs) -> None:
    assert (concept, presence) in said(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "PMH:",
        "Past medical history",
        "HIV/HBV/HCV not determined.",
        "HIV: pending",
        "HIV: neg / pos",
        "Pregnant: Y / N",
        "Seizures: ____",
        "Epilepsy: [ ] yes [ ] no",
        "If she is pregnant the scan is deferred.",
        "The risk of infection was explained.",
        "Sputum sent to exclude TB.",
        "The picture fits with a nerve tumour.",
        "The celiac artery is patent.",
        "There is ST depression in V5.",
        "Hepatitis B vaccination given.",
        "Anti-HBs positive.",
        "HBeAg negative.",
        "Kidneys: normal size",
        "CVS: no murmur",
        "We discussed a clinical trial.",
        "Allergies: latex, plasters",
        "Diabetes [ ]  Epilepsy [ ]  Gout [x]",
        "Infection and bleeding were explained to him.",
        "Pregnancy: N/A",
        "No evidence of metastatic breast carcinoma.",
        "ASA 75 mg daily.",
        "An information sheet about the study was given.",
        "He signed the consent form for the anaesthetic.",
    ],
)
def test_what_states_nothing(text: str, packs: Packs) -> None:
    assert said(text, packs) == set()


def test_a_denial_is_dated_by_its_note_and_not_by_a_date_beside_it(packs: Packs) -> None:
    (fact,) = conditions("Ex-smoker (stopped 1990), no asthma.", packs)
    assert (fact.presence, fact.date) == ("absent", DAY)


def test_an_event_is_dated_by_the_date_behind_it(packs: Packs) -> None:
    (fact,) = conditions("Appendix out 2003; heart attack 2018.", packs)
    assert fact.date == dt.date(2018, 1, 1)


def test_previous_speaks_of_what_follows_it(packs: Packs) -> None:
    found = conditions("A 60-year-old man with diabetes and previous heart attack.", packs)
    assert [fact.time for fact in found] == ["now", "past"]


def test_an_undated_event_is_history_unless_recent(packs: Packs) -> None:
    (old,) = conditions("Had a heart attack.", packs)
    (new,) = conditions("Recent heart attack.", packs)
    assert (old.time, new.time) == ("past", "now")
    assert getattr(new.value, "status", None) == "active"


@pytest.mark.parametrize("text", ["A nephew has epilepsy.", "There is no long QT in the family."])
def test_a_relative_is_a_relative(text: str, packs: Packs) -> None:
    assert {fact.person for fact in conditions(text, packs)} == {"relative"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Hypertension, well controlled on one tablet.", "controlled"),
        ("Tuberculosis in 2008, cured.", "resolved"),
        ("Uncontrolled seizures.", "active"),
    ],
)
def test_status(text: str, status: str, packs: Packs) -> None:
    assert {getattr(fact.value, "status", None) for fact in conditions(text, packs)} == {status}


def test_the_heading_of_an_answer_is_no_statement(packs: Packs) -> None:
    text = "Study/trial participation - took part in a diet drug trial in 2011; nothing since."
    dates = [fact.date for fact in conditions(text, packs) if fact.value.concept == "trial_participation"]
    assert dates
    assert all(day and day.year == 2011 for day in dates)


def test_no_further_tumour_on_a_scan_tells_no_history(packs: Packs) -> None:
    assert not [
        fact for fact in conditions("MRI left thigh. No additional tumours.", packs, "mri")
        if fact.value.concept == "other_malignancy"
    ]  # fmt: skip
    assert [
        fact for fact in conditions("No other tumours; no fits.", packs)
        if fact.value.concept == "other_malignancy"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("No swallowing bother, bowels open daily.", "swallowing_difficulty", "absent"),
        ("Takes capsules and tablets without problems.", "swallowing_difficulty", "absent"),
        ("Sprue (entered in error). Coeliac disease [listed in error 3/2023]", "malabsorption", "absent"),
        ("Coeliac disease? bx neg.", "malabsorption", "absent"),
        ("Coeliac disease was excluded by biopsy.", "malabsorption", "absent"),
        ("Epilepsy? Tracing normal, it was syncope.", "seizure", "absent"),
        ("Never fitted.", "seizure", "absent"),
        ("Anxiety, well controlled.", "psychiatric_disorder", "present"),
        ("BP 122/74 on amlodipine.", "hypertension", "present"),
        ("Healthy, low anaesthetic risk.", "poor_medical_risk", "absent"),
        ("She has weaned her baby.", "breast_feeding", "absent"),
        ("No former malignancies.", "other_malignancy", "absent"),
        ("Oncologic history: none apart from the above.", "other_malignancy", "absent"),
        ("He is in no trial; none before.", "prior_enrolment", "absent"),
        ("No haem history.", "blood_disorder", "absent"),
        ("Non-diabetic.", "diabetes", "absent"),
        ("Known HIV, on Triumeq, undetectable VL.", "hiv", "present"),
        ("HIV neg, HBV viral load 4000.", "hiv", "absent"),
        ("Heme: no bleeding or clotting disorders.", "blood_disorder", "absent"),
        ("No malignancy in the history.", "other_malignancy", "absent"),
        ("Able to take tablets.", "swallowing_difficulty", "absent"),
        ("PMH: gout, epilepsy d/o? - from the template; pt denies ever.", "seizure", "absent"),
        ("Epilepsy was suspected in 2010 but not confirmed.", "seizure", "absent"),
        ("No PMH of cancer.", "other_malignancy", "absent"),
        ("Neuro: nil.", "neurological_disease", "absent"),
        ("Has not been in this or any other study before.", "prior_enrolment", "absent"),
        ('Mum long QT? "some heart thing"', "long_qt_syndrome", "uncertain"),
    ],
)
def test_the_same_in_other_words(text: str, concept: str, presence: str, packs: Packs) -> None:
    assert set(said_of(text, concept, packs)) == {presence}


def said_of(text: str, concept: str, packs: Packs) -> list[str]:
    return [presence for name, presence in said(text, packs) if name == concept]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("Contraception - to discuss next time", "contraception"),
        ("Ca bladder? cystoscopy clear.", "other_malignancy"),
        ("Her mother had breast cancer.", "other_malignancy"),
        ("Anxiety about the operation.", "psychiatric_disorder"),
        ("Low risk of recurrence.", "poor_medical_risk"),
        ("Both parents are in good health.", "general_good_health"),
        ("Otherwise well developed.", "general_good_health"),
        ("Subcutaneous emphysema of the neck.", "lung_disease"),
        ("No CVA tenderness.", "stroke"),
        ("No diabetic retinopathy.", "diabetes"),
        ("Neurological: no history of stroke.", "neurological_disease"),
        ("Respiratory: (+) snoring.", "lung_disease"),
        ("She appears well developed.", "general_good_health"),
        ("Contraception N/A.", "contraception"),
        ("Neuro: NAD", "neurological_disease"),
        ("CVS: NAD", "cardiac_disease"),
        ("Migraine with aura, so no OCP.", "contraception"),
        ("Beck Depression Inventory done.", "psychiatric_disorder"),
        ("No PMH of cancer.", "medical_history"),
        ("In the event that a pregnancy should show on the scan.", "pregnancy"),
        ("Manages tablets only when crushed.", "swallowing_difficulty"),
    ],
)
def test_words_that_state_nothing_of_the_patient(text: str, concept: str, packs: Packs) -> None:
    assert said_of(text, concept, packs) == []


@pytest.mark.parametrize(
    ("text", "concept", "status"),
    [
        ("Febrile convulsion as a toddler, never again.", "seizure", "resolved"),
        ("Seizure 1991.", "seizure", "resolved"),
        ("Epilepsy 1991.", "seizure", None),
        ("Epilepsy, none in >10y on valproate.", "seizure", "resolved"),
        ("Seizures still, three attacks a week.", "seizure", "active"),
        ("Focal seizures since 2012. On two drugs she still has an attack each week.", "seizure", "active"),
        ("Had one fit aged 4.", "seizure", "resolved"),
        ("Epilepsy since childhood, attack-free on lamotrigine.", "seizure", "controlled"),
        ("Type 2 diabetes, HbA1c 46, metformin.", "diabetes", "controlled"),
        ("Pulmonary tuberculosis 1979, adequately treated.", "tuberculosis", "resolved"),
        ("Hypertension at goal on losartan.", "hypertension", "controlled"),
        ("Hypertension is still not under good control.", "hypertension", "active"),
        ("COPD, no recent exacerbations.", "lung_disease", "controlled"),
        ("Comorbidity under control.", "comorbidity", "controlled"),
    ],
)
def test_status_of_a_concept(text: str, concept: str, status: str | None, packs: Packs) -> None:
    found = [fact.value for fact in conditions(text, packs) if getattr(fact.value, "concept", "") == concept]
    assert [getattr(value, "status", "") for value in found] == [status]


def test_a_line_of_its_own_ends_the_family(packs: Packs) -> None:
    """Also for the sentences behind the first of that line."""
    text = "Family: a sister with epilepsy. No long QT.\nEarlier illnesses: appendicitis. No epilepsy, no diabetes."
    found = {(fact.value.concept, fact.person) for fact in conditions(text, packs)}
    assert found == {
        ("seizure", "relative"),
        ("long_qt_syndrome", "relative"),
        ("seizure", "patient"),
        ("diabetes", "patient"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "No long QT syndrome in the patient or family.",
        "Fam: no early death, no long-QT",
        "QT syndromes are not known in the family.",
    ],
)
def test_denied_of_the_family(text: str, packs: Packs) -> None:
    found = [fact for fact in conditions(text, packs) if fact.value.concept == "long_qt_syndrome"]
    assert [(fact.presence, fact.person) for fact in found] == [("absent", "relative")]


@pytest.mark.parametrize(
    ("text", "concept", "person"),
    [
        ("Partner HIV positive.", "hiv", "relative"),
        ("Mum is fit and has asthma.", "lung_disease", "relative"),
        ("No other Ca. Mother Ca cervix.", "other_malignancy", "patient"),
    ],
)
def test_whose_it_is(text: str, concept: str, person: str, packs: Packs) -> None:
    found = [fact for fact in conditions(text, packs) if getattr(fact.value, "concept", "") == concept]
    assert [fact.person for fact in found] == [person]


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("PMH: HTN, PE 2019, gout.", "thromboembolism"),
        ("PE on CTPA, apixaban started.", "thromboembolism"),
        ("RA on methotrexate.", "autoimmune_disease"),
        ("UC in remission on mesalazine.", "malabsorption"),
        ("MS since 2010.", "neurological_disease"),
        ("Solids stick behind the breastbone.", "swallowing_difficulty"),
        ("Infusion reaction to paclitaxel in 2022.", "drug_allergy"),
        ("On tablets for blood pressure.", "hypertension"),
    ],
)
def test_letters_and_lay_words_of_an_illness(text: str, concept: str, packs: Packs) -> None:
    assert concept in {fact.value.concept for fact in conditions(text, packs) if fact.presence == "present"}


@pytest.mark.parametrize(
    ("text", "concept", "status"),
    [
        ("Stroke in 2003, full recovery.", "stroke", "resolved"),
        ("DVT after a flight in 2010; six months of warfarin, nothing since.", "thromboembolism", "resolved"),
        ("Heart failure, NYHA III.", "heart_failure", "active"),
        ("Hypertension, BP 190/112 today.", "hypertension", "active"),
        ("Cirrhosis, Child-Pugh B.", "hepatic_disease", "active"),
        ("On haemodialysis three times a week.", "renal_disease", "active"),
        ("Bilateral PEs, started tinzaparin.", "thromboembolism", "active"),
        ("Frank haematuria for 2/7.", "bleeding", "active"),
        ("Recent COVID, fully recovered.", "infection", "resolved"),
        ("Two seizures last week.", "seizure", "active"),
        ("Epilepsy without crises since 2018.", "seizure", "controlled"),
        ("Epilepsy without good control.", "seizure", "active"),
        ("PTB 2019, completed 6 mos HRZE.", "tuberculosis", "resolved"),
        ("PTB on HRZE month 3.", "tuberculosis", "active"),
        ("BP poorly controlled on three drugs.", "hypertension", "active"),
    ],
)
def test_status_of_signs_and_words(text: str, concept: str, status: str, packs: Packs) -> None:
    assert (concept, status) in {(fact.value.concept, fact.value.status) for fact in conditions(text, packs)}


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("MRSA screen negative.", "infection", "absent"),
        ("Multiple sclerosis was considered and dropped.", "neurological_disease", "absent"),
        ("CTPA: no filling defect.", "thromboembolism", "absent"),
        ("Penicillin allergy label removed in 2023.", "drug_allergy", "absent"),
        ("Sclerae anicteric.", "jaundice", "absent"),
        ("Alcoholic hepatitis in 2020.", "hepatitis", "present"),
        ("Coeliac disease on a gluten free diet, last tTG normal.", "malabsorption", "present"),
    ],
)
def test_presence_of_what_was_looked_for(text: str, concept: str, presence: str, packs: Packs) -> None:
    assert (concept, presence) in {(fact.value.concept, fact.presence) for fact in conditions(text, packs)}


def test_a_question_about_both_answers_for_both(packs: Packs) -> None:
    found = conditions("Personal or family history of prolonged QT: none", packs)
    assert {(fact.presence, fact.person) for fact in found} == {("absent", "patient"), ("absent", "relative")}


def test_a_sudden_death_is_a_relatives(packs: Packs) -> None:
    assert {fact.person for fact in conditions("Brother died suddenly aged 29.", packs)} == {"relative"}


def test_a_bracket_keeps_its_denial(packs: Packs) -> None:
    assert said("Background: asthma (no admissions), depression.", packs) == {
        ("lung_disease", "present"),
        ("psychiatric_disorder", "present"),
    }


@pytest.mark.parametrize(
    ("text", "concept"),
    [("Hypertenison.", "hypertension"), ("Dysphaiga for solids.", "swallowing_difficulty")],
)
def test_illnesses_that_are_often_misspelt(text: str, concept: str, packs: Packs) -> None:
    assert (concept, "present") in said(text, packs)


@pytest.mark.parametrize(
    "text", ["Hyperextension of the knee.", "Dysphasia after the scan.", "Defibrillation kit."]
)
def test_words_of_their_own_are_not_repaired(text: str, packs: Packs) -> None:
    assert conditions(text, packs) == []
