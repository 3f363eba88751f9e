import pytest

from trialsift.extract.context import answer, concept_place
from trialsift.packs.rules import Packs


@pytest.mark.parametrize(
    ("sentence", "concept", "presence"),
    [
        ("There is no evidence of metastatic disease.", "metastatic disease", "absent"),
        ("CT is negative for lung nodules.", "lung nodules", "absent"),
        ("Lymphovascular invasion is not identified.", "lymphovascular invasion", "absent"),
        ("A metastasis cannot be excluded.", "metastasis", "uncertain"),
        ("No oedema; tail sign present.", "tail sign", "present"),
        ("There is no change in the nodule.", "nodule", "present"),
        ("No change in vision, double images or change in hearing.", "change in hearing", "absent"),
        ("He denies cramps, no changes in hearing, no wheeze.", "changes in hearing", "absent"),
        ("Rash Panel (PH): testing for RASH is NEGATIVE.", "rash", "absent"),
        ("1) No ulcer 2) Small erosion 3) No polyp", "erosion", "present"),
        ("No evidence of a suspicious mass.", "mass", "absent"),
        ("No fracture, possible sprain.", "sprain", "uncertain"),
        ("Backache with a likely strain.", "backache", "present"),
        ("Stiffness is not ruled out.", "stiffness", "uncertain"),
        ("He and his family denied any weakness, numbness or falls.", "numbness", "absent"),
    ],
)
def test_presence(sentence: str, concept: str, presence: str, packs: Packs) -> None:
    assert answer({"id": "1", "sentence": sentence, "concept": concept}, packs)["presence"] == presence


def test_a_concept_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand in the sentence"):
        concept_place("No fever.", "rash")
    with pytest.raises(ValueError, match="does not stand in the sentence"):
        concept_place("No fever.", " ")


def test_a_stop_ends_a_cue_of_limited_reach_in_the_middle_of_a_sentence(packs: Packs) -> None:
    sentence = (
        "The reason is a history of bypass for an ulcer, with malnutrition, nausea and a cough for weeks."
    )
    said = answer({"id": "1", "sentence": sentence, "concept": "malnutrition"}, packs)
    assert said["time"] == "now"


@pytest.mark.parametrize(
    ("sentence", "concept", "place"),
    [
        ("Rash panel: testing for RASH is negative.", "rash", 24),
        ("ALLERGIES: no known allergies.", "allergies", 0),
        ("Allergies: no known allergies.", "allergies", 20),
        ("Her throat was pale.", "throat was pale. No swelling", 4),
    ],
)
def test_which_of_several_places_is_meant(sentence: str, concept: str, place: int) -> None:
    assert concept_place(sentence, concept)[0] == place
