"""Margins as reports state them: each status with the margin it is said of."""

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact, Margin
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()


def margins(text: str, note_type: str = "pathology") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type)
    return [fact for fact in facts_in(note, PACKS) if fact.kind == "margin"]


def values(text: str, note_type: str = "pathology") -> list[Margin]:
    return [fact.value for fact in margins(text, note_type)]


@pytest.mark.parametrize(
    ("text", "status", "distance", "name"),
    [
        ("All margins are negative.", "negative", None, "all"),
        ("Proximal and distal margins free of sarcoma.", "negative", None, "proximal, distal"),
        ("Deep margin: positive", "positive", None, "deep"),
        ("Sarcoma is 0.1 cm from the deep margin.", "close", 1.0, "deep"),
        ("Tumour is 0.2 cm away from the closest (medial) margin.", "negative", 2.0, "medial"),
        ("Distance from closest margin: 2 mm (deep)", "negative", 2.0, "deep"),
        ("Margins uninvolved by sarcoma.", "negative", None, ""),
        ("Sarcoma is present at the inked superior margin.", "positive", None, "superior"),
        ("No tumour is present at the superior margin.", "negative", None, "superior"),
        ("Tumour does not involve the superior margin.", "negative", None, "superior"),
        ("None of the margins are involved.", "negative", None, ""),
        ("Surgical margins: involved (lateral).", "positive", None, "lateral"),
        ("Surgical margin involvement: All surgical margins free of tumour", "negative", None, "all"),
        ("Margins involved: none", "negative", None, ""),
        ("The tumour extends to within 3 mm of the lateral margin.", "negative", 3.0, "lateral"),
        ("Distance from closest margin (millimeters): 3 mm", "negative", 3.0, "closest"),
        ("Distance from closest margin (mm): 4", "negative", 4.0, "closest"),
        ("Excised with a clearance of 6 mm.", "negative", 6.0, ""),
        ("Deep Margin: (radial) Close - 2mm", "close", 2.0, "deep"),
        ("Mucosal margins: (en face) POSITIVE FOR SARCOMA", "positive", None, "mucosal"),
        ("SURGICAL MARGINS\nFREE OF TUMOUR", "negative", None, ""),
        ("Sarcoma lies less than 1 mm from the\ndeep margin.", "close", 1.0, "deep"),
    ],
)
def test_one_margin(text: str, status: str, distance: float | None, name: str) -> None:
    found = values(text)
    assert [(item.status, item.distance_mm, item.name) for item in found] == [(status, distance, name)]


def test_each_margin_of_a_list_has_its_own_distance() -> None:
    found = values("Margins: superior 12, inferior 8, deep 1 mm.")
    assert {item.name: item.distance_mm for item in found if item.name} == {
        "superior": 12.0,
        "inferior": 8.0,
        "deep": 1.0,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Tumour lies 4 mm, 7 mm and 12 mm from the deep, medial and lateral margins respectively.",
        "The deep, medial and lateral margins are 4, 7 and 12 mm respectively.",
    ],
)
def test_distances_in_the_order_of_their_margins(text: str) -> None:
    assert {item.name: item.distance_mm for item in values(text)} == {"deep": 4, "medial": 7, "lateral": 12}


def test_how_wide_a_cut_end_is_is_no_distance() -> None:
    assert values("The proximal and distal margins are 4.1 and 6.3 cm in circumference respectively.") == []


def test_the_way_from_a_polyp_is_not_the_tumours() -> None:
    text = "GROSS DESCRIPTION:\nA tumour lies 6 cm from the distal margin. There is a small polyp. It is 2 cm from the distal margin."
    assert [item.distance_mm for item in values(text)] == [60]


def test_a_second_lesion_at_a_distance_of_its_own_is_not_the_tumours() -> None:
    text = "GROSS DESCRIPTION:\nInk is put on the tumour. At 35 mm from the green inked margin sits a separate 2 cm polypoid lesion."
    assert values(text) == []


def test_a_wrapped_word_opens_no_section() -> None:
    (fact,) = margins(
        "DIAGNOSIS:\nThigh, excision: myxofibrosarcoma. All\nsurgical\nmargins are negative for sarcoma."
    )
    assert fact.evidence[0].section == "diagnosis"


def test_gross_is_a_field_among_others_and_heads_nothing() -> None:
    (fact,) = margins(
        "DIAGNOSIS:\nThigh: sarcoma.\nGross: Exophytic\nSize: 4 cm in largest dimension\nDeep margin: positive for sarcoma\n"
    )
    assert (fact.evidence[0].section, fact.presence) == ("diagnosis", "present")


def test_one_sentence_holds_an_involved_and_two_clear_margins() -> None:
    found = values("Deep margin involved at ink over 3 mm; medial 4 mm; all other margins over 7 mm.")
    assert [(item.name, item.status, item.distance_mm) for item in found] == [
        ("deep", "positive", None),
        ("medial", "negative", 4.0),
        ("other", "negative", 7.0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The mass has smooth margins and measures 40 mm.",
        "The liver edge is 3 cm below the costal margin.",
        "Eyelid margins are clear.",
        "The lesion was marked with margins of 3 to 4 mm.",
        "If margins are positive then we would give radiotherapy.",
        "Lymph nodes, R2, biopsy.",
        "A suture is present at the proximal margin.",
        "Lymph nodes: 16 identified, all negative for malignancy.",
    ],
)
def test_no_margin(text: str) -> None:
    assert margins(text) == []


def test_an_aim_is_planned_and_uncertain() -> None:
    (fact,) = margins("We aim for negative margins.", "clinic letter")
    assert (fact.presence, fact.time) == ("uncertain", "planned")


def test_a_margin_of_another_cancer_is_about_that_cancer() -> None:
    (fact,) = margins("Breast cancer 2009, margins were clear.", "clinic letter")
    assert fact.about == "other_tumour"


def test_a_margin_sent_as_its_own_specimen_supersedes_the_first() -> None:
    text = (
        "SPECIMENS\nA. Thigh mass\nB. Deep margin, further muscle\n\n"
        "FINAL DIAGNOSIS\nA. Sarcoma, deep margin involved.\nB. Tumour free.\n"
    )
    found = {(item.status, item.final) for item in values(text) if item.name == "deep"}
    assert found == {("positive", False), ("negative", True)}


def test_dysplasia_at_a_margin_is_named() -> None:
    found = values("Proximal margin uninvolved by carcinoma. Proximal margin uninvolved by dysplasia.")
    assert [item.name for item in found] == ["proximal", "proximal (in situ)"]
