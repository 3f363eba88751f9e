"""Readiness, consent and swallowing are told around the visits, the form and the tablets that a note names."""

import pytest
from tests.unit.extract.test_own_statements import told

from trialsift.packs.rules import Packs


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("She promises to attend the scans and blood tests.", {"present"}),
        ("Attendance at all controls: agreed", {"present"}),
        ("The trial visits were explained, patient agreeable.", {"present"}),
        ("Objections to the study visits: none", {"present"}),
        ("As many visits as you say.", {"present"}),
        ("He understands the need for regular check-ups and is prepared to keep to it.", {"present"}),
        ("He does not want the returning visits.", {"absent"}),
        ("He is not motivated to attend the trial visits.", {"absent"}),
        ("All the planned scans were declined.", {"absent"}),
        ("Able to comply with the trial visits: No", {"absent"}),
        ("She is unsure about attending the daily sessions.", {"uncertain"}),
        ("She may agree to the trial visits.", {"uncertain"}),
        ("All visits accepted, perhaps.", {"uncertain"}),
        ("Willing to attend the trial visits: ____", set()),
        ("If she agrees to all visits we can start.", set()),
        ("We agreed all visits with the ward.", set()),
        ("Everything was fine.", set()),
        ("Happy with everything.", set()),
        ("Sarcoma confirmed on review.", set()),
        ("Liver: bloods fine.", set()),
        ("Objections to the study visits: several", set()),
        ("We talked about all visits.", set()),
    ],
)
def test_readiness_for_the_visits(text: str, said: set[str], packs: Packs) -> None:
    assert {presence for name, presence, _ in told(text, packs) if name == "willing_to_comply"} == said


@pytest.mark.parametrize("text", ["MRI: agrees with the earlier scans.", "Will do all scans again."])
def test_a_scan_tells_of_no_readiness(text: str, packs: Packs) -> None:
    assert not [
        item for item in told(text, packs, "mri") if item[0] == "willing_to_comply" and "agrees" in text
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ICF for the sarcoma trial signed and dated 20/02/2025, copy given.", True),
        ("RT-SARC protocol - patient has signed and dated the consent.", True),
        ("After time to reflect he signed for the study.", True),
        ("ICF signed for biopsy.", False),
        ("Consent for biopsy signed, leaflet on the study given.", False),
        ("Consent to the study to be signed on Monday.", False),
        ("Consent to the biobank study signed.", False),
        ("The study consent form was handed out.", False),
    ],
)
def test_a_signed_consent_to_this_study(text: str, said: bool, packs: Packs) -> None:
    assert (("informed_consent", "present", "patient") in told(text, packs)) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Takes large tablets with water, no problem.", {"absent"}),
        ("Soft diet but whole tablets go down.", {"absent"}),
        ("Able to swallow all medication: No", {"present"}),
        ("Problems swallowing the capsules: no", {"absent"}),
        ("He cannot get his meds down.", {"present"}),
        ("She struggles with large tablets.", {"present"}),
        ("Big tablets get stuck.", {"present"}),
        ("Able to swallow big tablets: ____", set()),
        ("He must be able to swallow capsules.", set()),
        ("Takes tablets for gout.", set()),
    ],
)
def test_tablets_that_go_down(text: str, said: set[str], packs: Packs) -> None:
    assert {presence for name, presence, _ in told(text, packs) if name == "swallowing_difficulty"} == said
