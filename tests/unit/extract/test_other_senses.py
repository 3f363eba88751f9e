"""Words of an illness or a state that mean something else where they stand."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 11, 12)


def conditions(text: str, packs: Packs) -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "condition"]


def said(text: str, packs: Packs) -> set[tuple[str, str]]:
    return {(fact.value.concept, fact.presence) for fact in conditions(text, packs)}


@pytest.mark.parametrize(
    "text",
    [
        "PE: well built, no pallor.",
        "SpO2 97% on RA.",
        "MI (mitral incompetence) on echo.",
        "Ludwig's angina as a student.",
        "Rheumatoid factor was measured.",
        "Pre-diabetes only.",
        "Heat stroke in 2003.",
        "Exposed to chickenpox at the nursery.",
        "Flu jab given.",
        "The drug may set off colitis or other autoimmune problems.",
        "All women of childbearing potential need a test.",
        "Asthmatic [ ]",
        "Allergic / Immunologic: (-) allergic or immunologic symptoms.",
        "No allergic symptoms.",
        "Long QT, sudden death in family: pt does not know",
    ],
)
def test_other_senses_of_an_illness(text: str, packs: Packs) -> None:
    held = {"mitral incompetence"}
    assert [fact for fact in conditions(text, packs) if fact.value.text not in held] == []


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("A 3 cm lump on the breast was excised.", "breast_feeding"),
        ("No rash on the breast.", "breast_feeding"),
        ("Spiral fracture of the tibia 2009.", "contraception"),
        ("Spiral CT of the chest done.", "contraception"),
        ("He eats a healthy diet.", "general_good_health"),
        ("Well until May, now breathless at rest.", "general_good_health"),
        ("GC good response to the first cycle.", "general_good_health"),
        ("No chronic infection of the wound.", "blood_borne_virus"),
        ("Infection markers: CRP 3, procalcitonin negative.", "blood_borne_virus"),
        ("Infection markers negative (CRP 2).", "infection"),
        ("Respiratory viral panel negative.", "hiv"),
        ("Viral studies of the CSF negative.", "hepatitis_b"),
        ("Swab: virology negative.", "hepatitis_c"),
        ("Immunity normal for hepatitis B.", "immunocompromised"),
        ("Contraception: not needed.", "contraception"),
        ("Abstinent from alcohol.", "contraception"),
        ("Coil removed and implant placed.", "contraception"),
        ("Baby not nursing well.", "breast_feeding"),
        ("Language is hard to assess.", "access_barrier"),
    ],
)
def test_that_the_neighbours_make_it_another_thing(text: str, concept: str, packs: Packs) -> None:
    assert concept not in {name for name, _ in said(text, packs)}


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("Virology negative.", "hiv", "absent"),
        ("Viral panel (HBV, HCV, HIV) negative.", "hepatitis_b", "absent"),
        ("Copper spiral since 2020.", "contraception", "present"),
        ("In general a healthy woman.", "general_good_health", "present"),
        ("General condition is good.", "general_good_health", "present"),
        ("Drug reactions: none apart from codeine.", "drug_allergy", "uncertain"),
        ("Seizures: none except in childhood.", "seizure", "uncertain"),
        ("No seizures.", "seizure", "absent"),
        ("He has hypertension, hepatitis B and HIV have been excluded.", "hypertension", "present"),
        ("He has hypertension, hepatitis B and HIV have been excluded.", "hiv", "absent"),
        ("Hepatitis B, asthma and HIV were ruled out.", "lung_disease", "absent"),
    ],
)
def test_that_the_words_by_themselves_are_meant(text: str, concept: str, presence: str, packs: Packs) -> None:
    assert (concept, presence) in said(text, packs)
