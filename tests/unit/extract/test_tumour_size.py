"""Which sizes are the tumour's: by head noun, label, or the tumour named in the sentence before."""

import datetime as dt
from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 6, 3)


def read(text: str, packs: Packs, note_type: str = "pathology") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "tumour_size"]


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        ("Sectioning shows a 6.1 x 5.5 x 4 cm firm white mass.", [61]),
        ("Mass in the gastrocnemius, which measures 6.1 x 5.5 cm.", [61]),
        ("Uterus with a mass measuring 7 cm.", [70]),
        ("High grade leiomyosarcoma (9 cm).", [90]),
        ("Myxofibrosarcoma, 71 mm.", [71]),
        ("Tumour size = 3.0 cm", [30]),
        ("Tumour Size (cm) 3.4", [34]),
        ("There is a deep mass in the calf. It measures 8 x 6 cm.", [80]),
        ("TUMOUR SIZE:\nGreatest dimension: 3.7 cm\nAdditional dimensions: 3.5 x 3.5 cm\n", [37]),
        ("The tumour measures 18 x 9 x. 9 cm.", [180]),
        ("Tumour measures up to 8 cm.", [80]),
        ("Local: 7 x 6 cm firm, mobile mass on the calf, skin intact, no ulceration.", [70]),
        ("A mass between the trapezius and the chest wall, total dimensions 12.4 x 9.1 x 8 cm.", [124]),
        ("A mass in the calf.\nDims 5.4 x 3.2 x 3cm.", [54]),
        ("Axilla with a mass 11 x 10 x 8 cm, artery and nerve beside it.", [110]),
    ],
)
def test_the_tumour_is_measured(text: str, largest: list[float], packs: Packs) -> None:
    assert [fact.value.max_mm for fact in read(text, packs)] == largest


@pytest.mark.parametrize(
    "text",
    [
        "Specimen with overlying skin, 14 x 9 x 6 cm.",
        "An ellipse of skin 70 x 22 mm with a mass beneath it.",
        "The tumour is 0.4 cm from the deep margin.",
        "The cords lie on the surface of the mass (0-1 mm).",
        "A tumour with a solid component of 5.2 cm.",
        "Tumour invades to a depth of 12 mm.",
        "Oedema around the mass extends 11 cm.",
        "The mass abuts the artery over 4 cm.",
        "The tumour adheres to the ureter, spanning 6 cm.",
        "Lymph node with metastatic carcinoma, 1.5 cm.",
        "Tumour bed with fibrosis, 3 cm.",
        "pT2: Tumour more than 5 cm",
        "Tumour size: 45",
        "A portion of tumour, 2.5 cm, is submitted.",
        "No residual tumour is seen in the 4 cm scar.",
        "Received is a 9 x 8 cm thing. Cores up to 1.6 cm.",
        "Leiomyomata up to 3.5 cm.",
    ],
)
def test_other_things_are_measured(text: str, packs: Packs) -> None:
    assert read(text, packs) == []


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        ("Gastrocnemius: 66 x 51 x 40 mm, enhancing.", [66]),
        ("In the vastus lateralis, 9.1 x 7 x 5.2 cm.", [91]),
        ("A lump lies between the hamstrings. Longest axis 84 mm.", [84]),
        ("Gastrocnemius: seroma 66 x 51 x 40 mm.", []),
        ("Vastus lateralis with oedema over 9.1 x 7 cm.", []),
        ("Gastrocnemius: 66 mm from the joint.", []),
        ("Liver and psoas: 66 x 51 mm.", []),
        ("Two masses in the gastrocnemius: the lower one 22 x 14 x 12 mm.", []),
        ("Lump seen in the gastrocnemius 66 x 51 x 40 mm.", [66]),
        ("Mass in the calf, CC 7.1 cm. Nodule no. 2, 12 x 9 mm.", [71]),
        ("Mass in the calf, 66 mm. An 8 mm RUL nodule on CT.", [66]),
        ("Sartorius lesion. Craniocaudal 66, transverse 48, AP 40 (all mm).", [66]),
    ],
)
def test_an_mri_gives_diameters_with_a_muscle(text: str, largest: list[float], packs: Packs) -> None:
    assert [fact.value.max_mm for fact in read(text, packs, "mri")] == largest


@pytest.mark.parametrize(
    ("text", "dims"),
    [
        ("Mass of the calf.\nCraniocaudal: 71 mm\nTransverse: 52 mm\nAP: 45 mm\n", (71, 52, 45)),
        ("Mass of the calf: 7.1 cm (CC), 4.5 x 5.2 cm (axial).", (71, 45, 52)),
        ("Mass extending craniocaudally over 7.1 cm, 4.5 x 5.2 cm in the axial plane.", (71, 45, 52)),
        ("Mass of the calf. Maximum AP diameter 45 mm. Maximum transverse diameter 52 mm.", (45, 52)),
    ],
)
def test_diameters_told_apart_are_one_size(text: str, dims: tuple[float, ...], packs: Packs) -> None:
    (fact,) = read(text, packs, "mri")
    assert fact.value.dims_mm == dims


def test_one_axis_told_twice_is_two_sizes(packs: Packs) -> None:
    found = read("Mass of the calf, 71 mm craniocaudal. It measures 52 mm craniocaudal.", packs, "mri")
    assert [fact.value.max_mm for fact in found] == [71, 52]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("The mass measures 8.1 cm (previously 62 mm).", [(81, False), (62, True)]),
        ("The mass has grown from 4.1 to 6.2 cm.", [(41, True), (62, False)]),
        ("The mass has shrunk from 9 cm to 7 cm.", [(90, True), (70, False)]),
        ("Mass now 7.2 cm, was 5.0 cm in March 2024.", [(72, False), (50, True)]),
        ("The tumour measures 5 cm compared with 4 cm on the prior study.", [(50, False), (40, True)]),
        ("The mass measures 82 x 60 mm, compared to 70 x 51 mm previously.", [(82, False), (70, True)]),
        ("The mass, 55 mm on ultrasound in March, now measures 66 mm.", [(55, True), (66, False)]),
        ("A mass of the calf. Currently 8 x 6 cm (previously 9 x 7 cm).", [(80, False), (90, True)]),
        ("A mass of the calf. Was 9 x 7 cm, is now 8 x 6 cm.", [(90, True), (80, False)]),
        ("The mass has gone from 9.1 x 7.0 cm to 8.2 x 6.4 cm.", [(91, True), (82, False)]),
        ("A mass of the calf. Longest diameter 66 mm (81 mm in January 2024).", [(66, False), (81, True)]),
        ("Mass of 66 mm on 1 June 2024.", [(66, False)]),
        ("Marginally larger now: 6.6 (6.1) cm.", [(66, False), (61, True)]),
        ("Mass measures 6.6 (prev 6.1) cm.", [(66, False), (61, True)]),
        ("Mass now 61 mm (43 mm in January).", [(61, False), (43, True)]),
        ("The known sarcoma is stable at 8 cm.", [(80, False)]),
        ("Long axis 125 mm, short axis 80 mm.", [(125, False)]),
        ("TRV 3.4 / AP 2.9 / CC 5.0 cm.", [(50, False)]),
        ("Lump R arm 5 cm, growing.", [(50, False)]),
        ("Large fat-containing retroperitoneal mass measuring 24 cm.", [(240, False)]),
        ("A 7.5-cm soft-tissue mass.", [(75, False)]),
        ("Previously 71 mm, the mass in the calf now measures 88 mm.", [(71, True), (88, False)]),
        ("Popliteal cyst. It measures 3 x 2 cm.", []),
        ("There is a mass. Distance to the femoral artery 4 mm.", []),
        ("The lesion sits 15 mm beneath the skin.", []),
    ],
)
def test_current_and_earlier_sizes(text: str, rows: list[tuple[float, bool]], packs: Packs) -> None:
    found = sorted((fact.value.max_mm, fact.value.prior) for fact in read(text, packs, "mri thigh"))
    assert found == sorted(rows)


@pytest.mark.parametrize(
    ("text", "note_type", "modality", "date"),
    [
        ("MRI 18 April 2024: solitary mass, 10.2 cm.", "clinic letter", "mri", dt.date(2024, 4, 18)),
        ("CT thigh 2 May 2024: 6.2 cm, deep.", "clinic letter", "ct", dt.date(2024, 5, 2)),
        ("O/E: 7 x 6 cm firm mass.", "clinic letter", "clinical", DAY),
        ("Mass of 7 cm.", "mri thigh", "mri", DAY),
        ("INDICATION:\nUltrasound: mass of 7 cm.\n", "mri thigh", "ultrasound", DAY),
        ("Received with a request.\nA 3 cm mass by U/S.", "pathology", "ultrasound", DAY),
        (
            "In the ultrasound of 4 March 2024 the mass had 4.8 cm.",
            "mri thigh",
            "ultrasound",
            dt.date(2024, 3, 4),
        ),
    ],
)
def test_how_and_when_it_was_measured(
    text: str, note_type: str, modality: str, date: dt.date, packs: Packs
) -> None:
    (fact,) = read(text, packs, note_type)
    assert (fact.value.modality, fact.date) == (modality, date)


@pytest.mark.parametrize(
    "text",
    [
        "Baker's cyst 9 x 4 mm.",
        "4 mm nodule in the left lower lobe.",
        "Thigh girth 51.0 cm above the patella.",
        "An enhancing tail runs for a further 6 cm.",
        "Inguinal nodes not enlarged (short axis 6 mm).",
        "Slice thickness 4 mm.",
        "Renal lesion 2 cm.",
        "The nerve lies 44 mm from the mass.",
    ],
)
def test_imaging_measures_other_things(text: str, packs: Packs) -> None:
    assert read(text, packs, "mri thigh") == []


def test_each_part_has_its_own_size(packs: Packs) -> None:
    text = "DIAGNOSIS\nA. Thigh, excision:\nLeiomyosarcoma, 6.0 cm.\nB. Calf, excision:\nLeiomyosarcoma, 2.0 cm.\n"
    found: list[tuple[Any, ...]] = [(fact.part, fact.value.max_mm) for fact in read(text, packs)]
    assert found == [("A", 60), ("B", 20)]


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("MASS: in the thigh. Multinodular, with internal septa. Dimensions 44 x 39 x 73 mm.", 73.0),
        ("Mass in the thigh with some oedema. It measures 44 x 39 mm.", 44.0),
        ("1. 7.3 cm deep multinodular mass.", 73.0),
        ("Mass in the thigh. There is a popliteal cyst. It measures 44 x 39 mm.", None),
    ],
)
def test_what_a_mass_only_has_is_not_measured(text: str, longest: float | None, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="mri", note_date=dt.date(2025, 3, 1))
    sizes = [fact.value.max_mm for fact in facts_in(note, packs) if fact.kind == "tumour_size"]
    assert sizes == ([longest] if longest else [])


def test_a_benign_lesion_is_measured_where_there_is_nothing_else(packs: Packs) -> None:
    (alone,) = read("Lipoma of the left deltoid, 6.1 cm.", packs, "mri shoulder")
    assert (alone.value.max_mm, alone.about) == (61.0, "other_tumour")
    (sarcoma,) = read("Lipoma of the back, 4 cm. Synovial sarcoma of the thigh, 11 cm.", packs, "mri")
    assert (sarcoma.value.max_mm, sarcoma.about) == (110.0, "this_tumour")


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        (
            "In the sagittal plane the mass is 64 mm long and 39 mm deep, and it is 42 mm across on the axial images.",
            [64],
        ),
        ("The tumour measures 83 mm craniocaudally; on axial images it is 42 x 37 mm.", [83]),
        ("The mass is 9.3 cm long. It is 4.2 cm across and 3.4 cm thick.", [93]),
        ("1. 8.2 cm sarcoma of the lateral thigh. 2. Indeterminate 12 mm nodule above it.", [82]),
        ("There is a nodule of 63 mm in the calf. A tiny nodule of 7 mm lies beside it.", [63]),
        ("Deep nodule of 54 mm in the forearm.", [54]),
        (
            "Mass in the thigh 8.1 x 7 x 5 cm.\n\nImpression:\n1. Soft tissue sarcoma.\n2. 9 mm nodule distal to the mass.",
            [81],
        ),
    ],
)
def test_one_tumours_axes_are_one_size_and_a_small_nodule_is_none_of_it(
    text: str, largest: list[float], packs: Packs
) -> None:
    assert [fact.value.max_mm for fact in read(text, packs, "mri")] == largest


@pytest.mark.parametrize(
    "text",
    [
        "The mass of the thigh measures 81 mm. The mass is 5 mm clear of the femoral artery.",
        "The mass of the thigh measures 81 mm. Mass with 12 mm of oedema around it.",
        "The mass of the thigh measures 81 mm. The scar over the mass is twelve centimetres long.",
        "The mass of the thigh measures 81 mm. Volume: tumour plus three centimetres.",
        "The mass of the thigh measures 81 mm. The mass would be a higher stage if > 15 cm.",
    ],
)
def test_lengths_beside_a_mass_that_are_not_its_own(text: str, packs: Packs) -> None:
    assert [fact.value.max_mm for fact in read(text, packs, "mri")] == [81]


def test_an_ellipse_and_a_specimen_row_are_not_measured_as_the_tumour(packs: Packs) -> None:
    table = "Specimen | Length (cm) | Width (cm)\nA thigh tumour | 18 | 12\n"
    assert read(table, packs, "pathology") == []
    ellipse = "Measures: 5 cm ellipse of skin with a 12 mm nodule."
    assert [fact.value.max_mm for fact in read(ellipse, packs, "pathology")] == [12]


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("Tumour: 82 x 61 x 104 mm, deep to the fascia.", [104]),
        ("The mass is 82 mm, deep to the fascia.", [82]),
        ("The mass lies 8 mm deep to the skin.", []),
    ],
)
def test_where_a_tumour_lies_is_no_distance(text: str, longest: list[float], packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", note_type="mri", text=text)
    assert [fact.value.max_mm for fact in facts_in(note, packs) if fact.kind == "tumour_size"] == longest
