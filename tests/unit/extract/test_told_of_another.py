"""Readings of a spoilt sample, of another person, of an earlier time and of a condition, each beside a near miss."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def told(kind: str, text: str, packs: Packs) -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic", note_date=dt.date(2025, 3, 1))
    return [fact for fact in facts_in(note, packs) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("Platelets 42 x10^9/L, clumped, count unreliable", ["uncertain"]),
        ("Platelets 42 x10^9/L, platelet clumps noted", ["uncertain"]),
        ("PLT 42 x10^9/L - aggregates, result not reliable", ["uncertain"]),
        ("Platelet clumping seen; platelets 42 x10^9/L.", ["uncertain"]),
        ("Plt 42 (clumps on film), Hb 11.8 g/dL", ["uncertain", "present"]),
        ("Haemolysed sample: LDH 900 U/L", ["uncertain"]),
        ("ALT 40 U/L lipaemic, bilirubin 12 umol/L", ["uncertain", "present"]),
        ("Platelets 42 x10^9/L, clumped; repeat 160 x10^9/L", ["uncertain", "present"]),
        ("Platelets 42 x10^9/L, film shows no clumping", ["present"]),
        ("No platelet clumping seen; platelets 42 x10^9/L.", ["present"]),
        ("Platelets 210 x10^9/L in citrate (EDTA sample clumped)", ["present"]),
        ("Platelets 90 x10^9/L (aggregation studies normal)", ["present"]),
        ("LDH 900 U/L (not haemolysed)", ["present"]),
        ("Haemolysed sample discarded; LDH 200 U/L on repeat", ["present"]),
        ("Hb 9.1 g/dL, haemolytic anaemia", ["present"]),
        ("Albumin 30 g/L, insufficient intake", ["present"]),
    ],
)
def test_a_spoilt_sample_leaves_its_value_in_doubt(text: str, presence: list[str], packs: Packs) -> None:
    assert [fact.presence for fact in told("lab", text, packs)] == presence


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Donor creatinine 0.8 mg/dL.", ["relative"]),
        ("Donor: creatinine 0.8 mg/dL, Hb 14 g/dL.", ["relative", "relative"]),
        ("Donor creatinine 0.8 mg/dL, recipient creatinine 2.1 mg/dL.", ["relative", "patient"]),
        ("She is a blood donor with Hb 14 g/dL.", ["patient"]),
        ("Quality control: haemoglobin 12.0 g/dL", []),
        ("QC passed, haemoglobin 12.0 g/dL", ["patient"]),
    ],
)
def test_whose_blood_was_measured(text: str, persons: list[str], packs: Packs) -> None:
    assert [fact.person for fact in told("lab", text, packs)] == persons


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Before the operation ECOG was 0.", ["past"]),
        ("Preoperatively ECOG 0.", ["past"]),
        ("ECOG was 0 until the fall.", ["past"]),
        ("Before the operation ECOG was 0, now 2.", ["past", "now"]),
        ("In 2021 his ECOG was 0, now 2.", ["past", "now"]),
        ("ECOG was 0 until the fall and is now 2.", ["past", "now"]),
        ("Seen before surgery, ECOG 1.", ["now"]),
        ("Pre-operatively: ECOG 1, ASA 2, for surgery tomorrow.", ["now"]),
        ("ECOG 1 before surgery.", ["now"]),
        ("ECOG 1 until now.", ["now"]),
    ],
)
def test_when_a_performance_status_held(text: str, times: list[str], packs: Packs) -> None:
    assert [fact.time for fact in told("ecog", text, packs)] == times


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Life expectancy was over three months until the stroke.", ("present", "past", "patient")),
        ("In 2021 his life expectancy was less than 6 months.", ("present", "past", "patient")),
        ("Her mother has a life expectancy of under 3 months.", ("present", "now", "relative")),
        ("His son has a normal life expectancy.", ("present", "now", "relative")),
        ("The life expectancy of her mother is under 3 months.", ("present", "now", "relative")),
        ("I told her mother that life expectancy is more than 2 years.", ("present", "now", "patient")),
        ("With treatment life expectancy might be over 12 months.", ("uncertain", "now", "patient")),
        ("Without treatment, life expectancy is under 6 months.", ("uncertain", "now", "patient")),
        ("Life expectancy is more than 2 years unless the nodule grows.", ("uncertain", "now", "patient")),
        ("Life expectancy with treatment more than 2 years.", ("present", "now", "patient")),
        ("Life expectancy more than 2 years, if not more.", ("present", "now", "patient")),
        ("Life expectancy more than 2 years if treated.", ("present", "now", "patient")),
        ("Life expectancy more than 2 years, may need physiotherapy.", ("present", "now", "patient")),
        ("In May life expectancy was put at more than 2 years.", ("present", "now", "patient")),
    ],
)
def test_whose_when_and_how_surely_a_life_expectancy(
    text: str, said: tuple[str, str, str], packs: Packs
) -> None:
    (fact,) = [fact for fact in told("person", text, packs) if fact.value.life_expectancy_days]
    assert (fact.presence, fact.time, fact.person) == said
