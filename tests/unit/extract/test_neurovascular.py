"""How the tumour lies to vessels and nerves, in the words of imaging reports and letters."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.extract.nearness import distances_in, most_degrees
from trialsift.facts import Fact, NeurovascularRelation
from trialsift.note import Note
from trialsift.packs.rules import Packs


def read(text: str, packs: Packs, note_type: str = "mri") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2024, 3, 5))
    return [fact for fact in facts_in(note, packs) if fact.kind == "neurovascular_relation"]


def said(text: str, packs: Packs, note_type: str = "mri") -> list[tuple[Any, ...]]:
    values: list[NeurovascularRelation] = [fact.value for fact in read(text, packs, note_type)]
    return [(item.structure, item.relation, item.distance_mm, item.comparator) for item in values]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The lesion abuts the tibial nerve.", [("tibial_nerve", "abuts", 0, "=")]),
        (
            "It abuts but does not encase the brachial artery over 22 mm.",
            [("brachial_vessels", "abuts", 0, "=")],
        ),
        ("Radial nerve: 3 mm.", [("radial_nerve", "separated", 3, "=")]),
        (
            "The tibial nerve is pushed back. It is parted from the mass by a fat stripe of 2 mm.",
            [("tibial_nerve", "displaces", None, "="), ("tibial_nerve", "separated", 2, "=")],
        ),
        (
            "The mass abuts the tibial nerve. It is 20 mm from another mass.",
            [("tibial_nerve", "abuts", 0, "=")],
        ),
        (
            "The ulnar nerve is displaced forwards and separated by 6 mm.",
            [("ulnar_nerve", "displaces", None, "="), ("ulnar_nerve", "separated", 6, "=")],
        ),
        (
            "It displaces the brachial artery; a fat cleft of 3 mm remains.",
            [("brachial_vessels", "displaces", None, "="), ("brachial_vessels", "separated", 3, "=")],
        ),
        ("The fat plane to the axillary artery measures 4 mm.", [("axillary_vessels", "separated", 4, "=")]),
        ("The radial artery has 7 mm of distance.", [("forearm_vessels", "separated", 7, "=")]),
        ("Brachial artery 3 mm, ulnar nerve.", [("brachial_vessels", "separated", 3, "=")]),
        (
            "The cords of the brachial plexus lie on the surface of the mass (0-1 mm).",
            [("brachial_plexus", "abuts", 0, "=")],
        ),
        ("Distance to the ulnar nerve 0 mm.", [("ulnar_nerve", "abuts", 0, "=")]),
        (
            "Tibial nerve displaced, not encased; min distance 3 mm.",
            [("tibial_nerve", "displaces", None, "="), ("tibial_nerve", "separated", 3, "=")],
        ),
        ("Radial nerve 30+ mm.", [("radial_nerve", "separated", 30, ">=")]),
        ("Radial nerve nowhere near.", [("radial_nerve", "separated", None, "=")]),
        ("Vessels: radial artery 8 mm.", [("forearm_vessels", "separated", 8, "=")]),
        ("It pushes the radial nerve and is inseparable from it.", [("radial_nerve", "abuts", 0, "=")]),
        ("The radial nerve is 1-3 mm from the tumour.", [("radial_nerve", "separated", 3, "<=")]),
        ("It comes to within 4 mm of the ulnar nerve.", [("ulnar_nerve", "separated", 4, "<=")]),
        ("The axillary vessels lie more than 3 cm away.", [("axillary_vessels", "separated", 30, ">")]),
        ("The axillary vessels lie at least 2 cm away.", [("axillary_vessels", "separated", 20, ">=")]),
        ("No contact with the femoral nerve.", [("femoral_nerve", "separated", None, "=")]),
        ("The popliteal artery has 220 degrees of contact.", [("popliteal_vessels", "encases", 0, "=")]),
        (
            "The sural nerve is displaced but separated by a fat plane.",
            [("sural_nerve", "displaces", None, "="), ("sural_nerve", "separated", None, "=")],
        ),
        (
            "The mass displaces the ulnar nerve by 4 cm, well clear.",
            [("ulnar_nerve", "displaces", None, "="), ("ulnar_nerve", "separated", None, "=")],
        ),
        (
            "It does not involve the ulnar nerve, which is 12 mm away.",
            [("ulnar_nerve", "separated", 12, "=")],
        ),
        ("The ulnar nerve passes through the lesion.", [("ulnar_nerve", "encases", 0, "=")]),
        ("The brachial artery is partly surrounded (100 degrees).", [("brachial_vessels", "abuts", 0, "=")]),
        (
            "The ulnar nerve is stretched over it but a thin rim of fat is preserved.",
            [("ulnar_nerve", "separated", None, "=")],
        ),
        (
            "The brachial artery is contacted (less than 180 degrees).",
            [("brachial_vessels", "abuts", 0, "=")],
        ),
        ("Fat to the ulnar nerve measures 3 mm at the tightest.", [("ulnar_nerve", "separated", 3, "=")]),
        ("MPNST of the left radial nerve, 7.1 cm.", []),
        ("VESSELS/NERVES: Ulnar nerve flattened.", [("ulnar_nerve", "displaces", None, "=")]),
        ("The fat plane to the ulnar nerve measures 4 mm.", [("ulnar_nerve", "separated", 4, "=")]),
        (
            "The ulnar nerve is displaced and separated by 6 mm.",
            [("ulnar_nerve", "displaces", None, "="), ("ulnar_nerve", "separated", 6, "=")],
        ),
        ("In contact with, but separable from, the ulnar nerve.", [("ulnar_nerve", "abuts", 0, "=")]),
        ("Ulnar art not involved, eleven millimetres away.", [("forearm_vessels", "separated", 11, "=")]),
        ("Nerves and vessels: clear", [("neurovascular_bundle", "separated", None, "=")]),
        (
            "The mass lies 11 mm from the median nerve and encases the ulnar nerve.",
            [("median_nerve", "separated", 11, "="), ("ulnar_nerve", "encases", 0, "=")],
        ),
        (
            "Popliteal artery abutted; the tibial nerve is well clear.",
            [("popliteal_vessels", "abuts", 0, "="), ("tibial_nerve", "separated", None, "=")],
        ),
        (
            "Loss of the fat plane with the popliteal artery, the tibial nerve lies 6 mm away.",
            [("popliteal_vessels", "abuts", 0, "="), ("tibial_nerve", "separated", 6, "=")],
        ),
        (
            "It contacts the sciatic nerve, which lies 7 mm from the femur.",
            [("sciatic_nerve", "abuts", 0, "=")],
        ),
    ],
)
def test_relations(text: str, wanted: list[tuple[Any, ...]], packs: Packs) -> None:
    found = said(text, packs)
    assert len(found) == len(wanted)
    assert set(found) == set(wanted)


@pytest.mark.parametrize(
    "text",
    [
        "The femoral vessels are patent.",
        "The femoral vessels are not encased.",
        "A ganglion abuts the ulnar nerve.",
        "Ulnar nerve block with infiltration of the skin.",
        "Carpal tunnel with compression of the median nerve.",
        "The S1 nerve root is displaced by a disc prolapse.",
        "The relation to the sciatic nerve cannot be assessed.",
        "The sciatic nerve is seen over 12 cm.",
        "The mass measures 4 cm. Tibial nerve normal.",
    ],
)
def test_words_that_state_no_relation(text: str, packs: Packs) -> None:
    assert read(text, packs) == []


def test_denied_invasion_is_absent_and_has_no_distance(packs: Packs) -> None:
    (fact,) = read("The neurovascular bundle is not involved.", packs)
    assert (fact.presence, fact.value.relation, fact.value.distance_mm) == ("absent", "invades", None)


@pytest.mark.parametrize(
    "text", ["The mass may abut the ulnar nerve.", "The mass lies close to the ulnar nerve."]
)
def test_contact_that_is_only_possible_is_uncertain(text: str, packs: Packs) -> None:
    (fact,) = read(text, packs)
    assert (fact.presence, fact.value.distance_mm) == ("uncertain", None)


@pytest.mark.parametrize(
    ("text", "note_type", "modality"),
    [
        ("Tumour abuts the ulnar nerve.", "ct", "ct"),
        ("MRI of 3 May: tumour abuts the ulnar nerve.", "clinic letter", "mri"),
        ("MRI was done on 3 May. The tumour abuts the ulnar nerve.", "clinic letter", "mri"),
        ("Tumour abuts the ulnar nerve.", "clinic letter", "clinical"),
        ("Tumour abuts the ulnar nerve.", "radiology", ""),
    ],
)
def test_modality(text: str, note_type: str, modality: str, packs: Packs) -> None:
    (fact,) = read(text, packs, note_type)
    assert fact.value.modality == modality


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("The tumour is 3 mm from the ulnar nerve (previously 8 mm).", "now"),
        ("Previously the tumour abutted the ulnar nerve.", "past"),
    ],
)
def test_when(text: str, time: str, packs: Packs) -> None:
    assert read(text, packs)[0].time == time


def test_the_vessels_of_a_slide_are_no_structure(packs: Packs) -> None:
    assert read("Tumour cells surround vessels and invade nerves.", packs, "pathology") == []
    assert said("Tumour invades the sciatic nerve.", packs, "pathology") == [
        ("sciatic_nerve", "invades", 0, "=")
    ]


def test_vessels_without_a_name_need_a_scan_or_a_tumour(packs: Packs) -> None:
    assert read("The vessel is free of disease.", packs, "clinic") == []
    assert said("The vessel is free.", packs, "mri") == [("vessels", "separated", None, "=")]
    assert said("The tumour is clear of the vessels.", packs, "clinic") == [
        ("vessels", "separated", None, "=")
    ]


def test_lengths_that_are_no_gap() -> None:
    assert distances_in("abuts it over 35 mm") == []
    assert distances_in("a 35 mm mass 4 x 3 cm") == []
    (spoken,) = distances_in("runs twenty four millimetres from the deep surface")
    assert spoken.mm == 24
    (gap,) = distances_in("about 3-4 mm away")
    assert (gap.mm, gap.comparator) == (4, "<=")


def test_the_widest_angle() -> None:
    assert most_degrees("90-120 degrees, then 200 degrees") == 200
    assert most_degrees("no contact") == 0


@pytest.mark.parametrize(
    "text",
    [
        "If the mass involved the artery, a bypass would be needed.",
        "Question: does the mass encase the femoral artery?",
        "The boundary between the muscle and the femoral artery is unclear because of motion.",
        "The femoral artery was wrapped in a swab.",
    ],
)
def test_a_condition_a_question_and_another_boundary_are_no_relation(text: str, packs: Packs) -> None:
    assert read(text, packs, "mri") == []


def test_what_follows_a_condition_or_if_anything_is_told(packs: Packs) -> None:
    assert [item[1] for item in said("The nerve, if anything, is displaced by the mass.", packs)] == [
        "displaces"
    ]
    assert [item[1] for item in said("If the leg is bent, the mass abuts the femoral artery.", packs)] == [
        "abuts"
    ]
