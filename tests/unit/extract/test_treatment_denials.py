"""That nothing was given for the sarcoma, in the words of many hospitals, and what sounds like it."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact, Treatment
from trialsift.note import Note
from trialsift.packs.rules import Packs


def denied(text: str, packs: Packs) -> set[str]:
    """The classes of treatment that a note denies."""
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 3, 1))
    return {
        _class(fact)
        for fact in facts_in(note, packs)
        if fact.kind == "treatment" and fact.presence == "absent"
    }


def _class(fact: Fact) -> str:
    return str(getattr(fact.value, "treatment_class", ""))


@pytest.mark.parametrize(
    "text",
    [
        "Seen with her son. She has not received any antitumour treatment.",
        "Since onset no anti-tumor treatment whatever has been done.",
        "Naive to oncological treatments.",
        "Pre-treatment: none",
        "Oncological therapy: not yet",
        "Prior Tx (-)",
        "Treatment received: NIL",
        "Rx hx: nil",
        "Previous treatment for this cancer: no",
        "Treatment before coming to our hospital: none.",
        "Past treatment of the tumour: not performed",
        "Newly diagnosed, untreated synovial sarcoma.",
        "The tumour has not been treated in any way.",
        "Treatment has not yet begun.",
        "He hasn't had treatment yet.",
        "Did not receive any treatment prior to presentation.",
        "She is yet to start any treatment.",
        "Apart from the core biopsy nothing has been done.",
        "So far only a biopsy.",
        "Nothing by way of treatment so far.",
        "We offered chemotherapy but the family refused, so nothing was given.",
        "No adjuvant treatment was given after the first excision.",
        "Virgin of treatment.",
        "Chemo- and radio-naive.",
    ],
)
def test_that_nothing_was_given(text: str, packs: Packs) -> None:
    assert "any" in denied(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "No chemo, no rays, no tablets for this.",
        "Not had any chemo or radio.",
        "Prior chemotherapy  No\nPrior radiotherapy  No",
        "RT has not taken place. Chemotherapy has not taken place.",
        "Q: any chemo or radiation before? A: no, never.",
        "Systemic treatment: not to date\nRadiation: not to date",
        "Radio- and chemotherapy have not been carried out.",
    ],
)
def test_that_neither_drugs_nor_rays_were_given(text: str, packs: Packs) -> None:
    assert {"chemotherapy", "radiotherapy"} <= denied(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "If no treatment is given the tumour will grow.",
        "Without treatment the outlook is poor.",
        "Eligible patients have had no prior treatment.",
        "The trial is open to patients with no previous chemotherapy or radiotherapy.",
        "Previous treatment: not known",
        "Previous treatment: Y / N",
        "No record of whether chemotherapy or radiotherapy was given.",
        "Please do not start chemotherapy or radiotherapy before referral.",
        "No treatment today because of a cold.",
        "Chemo not given today, neutrophils 0.8.",
        "Treatment not yet decided.",
        "Antibiotic treatment has not been started.",
        "Dental treatment: none so far.",
        "Current treatment: none",
        "Response to prior therapy: none",
        "Prior treatment toxicity: none",
        "Complications of previous treatment: none.",
        "The other patient had had no treatment.",
        "Depression 2015, no treatment given.",
        "Nothing has been done yet about her housing.",
        "There is no treatment for this.",
        "No contraindication to surgery.",
        "He has never had blood tests.",
        "Would not accept blood.",
        "Complications of previous surgery: none.",
        "Patients with no surgery in the last six months may enter.",
    ],
)
def test_what_denies_nothing(text: str, packs: Packs) -> None:
    assert denied(text, packs) == set()


@pytest.mark.parametrize(
    "text",
    [
        "No blood ever received.",
        "Did not require transfusion.",
        "2 units reserved for theatre, returned unused.",
        "Transfusion history (-)",
        "She has given blood but never had any.",
        "No prev BT.",
        "Haemotransfusions: denies.",
    ],
)
def test_that_no_blood_was_given(text: str, packs: Packs) -> None:
    assert "transfusion" in denied(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "PSHx nil",
        "Tonsils 1985 (no probs) - only op ever",
        "Last operation: knee arthroscopy 2016.",
        "Never been put to sleep.",
        "Previous interventions: none.",
        "Surgical history: negative",
        "Only a core biopsy under local, no operation yet.",
    ],
)
def test_that_nobody_operated(text: str, packs: Packs) -> None:
    assert "surgery" in denied(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "She is a candidate for pre- or post-operative radiotherapy.",
        "Wide excision and flap once MRI obtained.",
        "After operation could enter the reduced-dose radiotherapy trial.",
        "RO: post op RT 50-60 Gy.",
    ],
)
def test_what_is_still_ahead(text: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 3, 1))
    found = [fact for fact in facts_in(note, packs) if fact.kind == "treatment"]
    assert {fact.time for fact in found} == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "She is not chemo-naive.",
        "No longer treatment naive.",
        "Chemo-naive until January.",
        "Treatment-naive disease in 2021.",
        "HCV genotype 1, treatment naive.",
        "Treatment-naive hepatitis C.",
        "No treatment for this UTI.",
        "No further chemotherapy was given.",
        "No further treatment was given after the chemotherapy.",
        "No treatment since.",
        "No chemotherapy since the operation.",
        "Since the biopsy no treatment has been necessary.",
        "Biopsy: nothing but the biopsy tract was seen.",
    ],
)
def test_what_was_so_then_from_then_on_or_of_another_illness_denies_nothing(text: str, packs: Packs) -> None:
    assert denied(text, packs) == set()


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("He had radiotherapy in 2023 and nothing was given since.", {"radiotherapy"}),
        ("No further treatment was given after the chemotherapy.", {"chemotherapy"}),
        ("No chemotherapy before or after surgery.", {"surgery"}),
        ("Anlotinib until 23/03/2024, nothing since.", {"trial_drug"}),
    ],
)
def test_a_denial_beside_a_treatment_leaves_it_given(text: str, given: set[str], packs: Packs) -> None:
    note = Note(
        note_id="n", patient_id="p", note_type="clinic", note_date=dt.date(2025, 3, 1), text=text, source=""
    )
    found = {
        fact.value.treatment_class
        for fact in facts_in(note, packs)
        if isinstance(fact.value, Treatment) and (fact.presence, fact.time) == ("present", "past")
    }
    assert found == given


def test_a_denial_of_some_months_reaches_no_further_back(packs: Packs) -> None:
    note = Note(
        note_id="n", patient_id="p", note_type="clinic", note_date=dt.date(2025, 3, 1),
        text="No treatment for 2 months.", source="",
    )  # fmt: skip
    starts = [fact.value.start for fact in facts_in(note, packs) if isinstance(fact.value, Treatment)]
    assert starts == [dt.date(2025, 1, 1)]


@pytest.mark.parametrize(
    "text", ["Surgery under general anaesthetic in 2024 for a lipoma.", "Operation under GA 3 Feb 2025."]
)
def test_a_general_anaesthetic_makes_no_operation_major(text: str, packs: Packs) -> None:
    note = Note(
        note_id="n", patient_id="p", note_type="clinic", note_date=dt.date(2025, 3, 1), text=text, source=""
    )
    assert [fact.value.major for fact in facts_in(note, packs) if isinstance(fact.value, Treatment)] == [None]
