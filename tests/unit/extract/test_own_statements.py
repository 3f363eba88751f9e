"""Who is willing, signs or takes part in a study, and which words tell of nobody."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Condition
from trialsift.note import Note
from trialsift.packs.rules import Packs


def told(text: str, packs: Packs, kind: str = "clinic") -> set[tuple[str, str, str]]:
    note = Note(
        note_id="n", patient_id="p", note_type=kind, note_date=dt.date(2025, 3, 1), text=text, source=""
    )
    return {
        (fact.value.concept, fact.presence, fact.person)
        for fact in facts_in(note, packs)
        if isinstance(fact.value, Condition)
    }


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("His wife took part in a drug trial.", "trial_participation"),
        ("His wife, a nurse, took part in a drug trial.", "trial_participation"),
        ("His daughter is willing to attend.", "willing_to_comply"),
        ("The family is willing to attend all visits.", "willing_to_comply"),
        ("His wife, who drives, is willing to attend all visits.", "willing_to_comply"),
        ("His son has signed the study consent form.", "informed_consent"),
        ("Consent to the study signed by his son.", "informed_consent"),
        ("Her sister declined the trial.", "informed_consent"),
    ],
)
def test_the_deed_of_somebody_else_is_not_the_patients(text: str, concept: str, packs: Packs) -> None:
    assert {person for name, _, person in told(text, packs) if name == concept} == {"relative"}


@pytest.mark.parametrize(
    "text",
    [
        "He and his wife are willing to attend all visits.",
        "His wife says he is willing to attend all visits.",
        "Lives with his wife, willing to attend all visits.",
        "Married, two children, willing to attend all visits.",
        "Patient and wife willing to attend all visits.",
        "She is willing and able to attend as required; no social or travel problems.",
        "His wife is a nurse and he is willing to attend all scans.",
        "Mrs Test, mother of two, is willing to attend all visits.",
    ],
)
def test_a_relative_beside_the_patient_takes_nothing_away(text: str, packs: Packs) -> None:
    assert ("willing_to_comply", "present", "patient") in told(text, packs)


@pytest.mark.parametrize(
    "text",
    [
        "Patients in other trials are excluded.",
        "No participation in another trial is permitted.",
        "Participation in other trials is not allowed.",
        "Must be willing to comply with all study visits.",
        "There are no clinical trials available for her.",
        "No current trials for this histology.",
        "No prior studies for comparison.",
        "He is to be enrolled in the anlotinib study.",
        "She declined surgery, trial discussed.",
        "She declined chemotherapy and asked about the trial.",
        "She declined to take part in a trial in 2019.",
    ],
)
def test_rules_offers_scans_and_plans_tell_of_no_deed(text: str, packs: Packs) -> None:
    assert not told(text, packs)


@pytest.mark.parametrize("text", ["Comparison: no previous studies.", "Prior studies: none."])
def test_a_scan_without_an_earlier_one_denies_no_study(text: str, packs: Packs) -> None:
    assert not told(text, packs, "mri")


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("He has never been in a clinical trial for his sarcoma.", "trial_participation", "absent"),
        ("No other trials in the last 6 months.", "trial_participation", "absent"),
        ("Trial participation: none", "trial_participation", "absent"),
        ("He declined the HERON study.", "informed_consent", "absent"),
        ("Not yet consented for the trial.", "informed_consent", "absent"),
    ],
)
def test_what_the_patient_did_or_did_not_do_is_told(
    text: str, concept: str, presence: str, packs: Packs
) -> None:
    assert (concept, presence, "patient") in told(text, packs)


@pytest.mark.parametrize(
    ("text", "concept", "presence"),
    [
        ("Willing to attend follow-up visits: No", "willing_to_comply", "absent"),
        ("Happy to attend all visits? N", "willing_to_comply", "absent"),
        ("Willing to attend all visits, no barriers.", "willing_to_comply", "present"),
        ("Took part in a drug study: no", "trial_participation", "absent"),
        ("Participation in another clinical trial: no", "trial_participation", "absent"),
        ("Able to attend all visits: Y", "access_barrier", "absent"),
    ],
)
def test_an_answer_behind_a_whole_phrase(text: str, concept: str, presence: str, packs: Packs) -> None:
    assert {said for name, said, _ in told(text, packs) if name == concept} == {presence}


def test_a_no_to_coming_is_no_denial_of_a_barrier(packs: Packs) -> None:
    found = told("Able to attend all visits? N", packs)
    assert ("access_barrier", "absent", "patient") not in found


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("She is sole carer for her husband. Social work has now confirmed a sitter for as long as treatment runs.", "uncertain"),
        ("He is sole carer for his mother and cannot leave her.", "present"),
    ],
)  # fmt: skip
def test_a_barrier_for_which_help_was_arranged_is_in_doubt(text: str, presence: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 3, 1))
    said = {
        fact.presence
        for fact in facts_in(note, packs)
        if fact.kind == "condition" and fact.value.concept == "access_barrier"
    }
    assert said == {presence}
