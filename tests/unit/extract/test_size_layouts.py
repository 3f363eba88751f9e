"""Sizes in the layouts of other hospitals: units before their numbers, words for numbers, tables, older scans beside them."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2025, 3, 1)


def sizes(text: str, packs: Packs, note_type: str = "mri") -> dict[bool, list[float]]:
    """The sizes of a note: under True those of an earlier scan."""
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    found = [fact for fact in facts_in(note, packs) if fact.kind == "tumour_size"]
    return {prior: [f.value.max_mm for f in found if f.value.prior is prior] for prior in (False, True)}


@pytest.mark.parametrize(
    ("text", "largest"),
    [
        ("Soleus: mass 6.6cmx4.1cmx3.8cm.", 66),
        ("Mass of the soleus of 6·6 x 4·1 cm.", 66),
        ("Mass soleus 66 / 41 / 38 mm.", 66),
        ("Expansive lesion of the calf with diameters of cm 6.6 x 4 x 3.", 66),
        ("Mass of the calf. Dimensions (CC, AP, TV in mm): 66, 41, 38.", 66),
        ("Upper arm, lateral head: lobulated lesion.\nSize 66 x 41 mm (long axis craniocaudal).", 66),
        ("Mass of the calf. Extension: 66 x 41 mm.", 66),
        ("Mass of the calf. 6.6 CC x 4.1 TR x 3.8 AP cm.", 66),
        ("Lobulated mass seen on image 45, long axis 6.6 cm.", 66),
        ("Mass of the calf measures six point six by four point one centimetres.", 66),
        ("Mass of the calf, one hundred and two millimetres craniocaudally by sixty three by fifty.", 102),
        ("Mass of the calf of six and a half centimetres.", 65),
        ("Lesion       CC (mm)   AP (mm)\nThigh mass   96        52\n", 96),
        ("Item | Measurement (mm)\nTumour longest diameter | 96\nOedema | 140\n", 96),
        ("Mass 7 x 5 cm. Adjacent haematoma beside the mass is 9 cm.", 70),
        ("Lesion of 7 cm containing a cyst of 9 cm.", 70),
        ("Mass of 7 cm, growth of 12 mm since the last time.", 70),
        ("The mass is 7 cm, 2 cm larger than before.", 70),
    ],
)
def test_the_present_size(text: str, largest: float, packs: Packs) -> None:
    assert sizes(text, packs)[False] == [largest]


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("Dimension | 14/11/24 | 20/02/25\nAP (mm) | 44 | 52\nCC (mm) | 81 | 96\n", [96], [81]),
        ("Target lesion | Baseline | Current\nThigh mass (mm) | 81 | 96\n", [96], [81]),
        ("Residual mass 4 cm in longest diameter (pre-treatment 9.5 cm).", [40], [95]),
        ("Sarcoma of the arm: it was 3 cm in June, 4 cm in October and today is 6 cm.", [60], [30, 40]),
        ("Buttock mass, 11 cm on this MRI; had been 8 cm on the September ultrasound.", [110], [80]),
        ("Thigh mass: 5 cm (Jan 2024), 7 cm (today).", [70], [50]),
        ("Thigh mass 7 cm (10/2024: 5 cm).", [70], [50]),
        ("Mass 7 cm (prev. 6.6 cm).", [70], [66]),
        ("The mass, which measured 9.1 cm in June, measures 7 cm.", [70], [91]),
        ("Calf lesion 8 cm.\nOlder outside film 4 cm, measured by us on the same image 5 cm.", [80], [50]),
    ],
)
def test_the_size_of_an_older_scan(text: str, now: list[float], before: list[float], packs: Packs) -> None:
    assert sizes(text, packs) == {False: now, True: before}


@pytest.mark.parametrize(
    "text",
    [
        "Item | 14/11/24 | 20/02/25\nOedema (mm) | 81 | 96\nNode (mm) | 6 | 7\n",
        "A mass > 5 cm would need referral.",
        "Any lump larger than 5 cm should be seen.",
        "Contact between the mass and the femur is 5.5 cm long.",
        "The nerve lies two millimetres from the mass.",
        "Wide excision of the mass with a two centimetre margin.",
    ],
)
def test_what_is_no_size(text: str, packs: Packs) -> None:
    assert sizes(text, packs) == {False: [], True: []}
