"""Growth patterns: the tumour's edge counts, not oedema, anaesthetics or lungs."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 11, 12)


def growth(text: str, packs: Packs, note_type: str = "mri") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "growth_pattern"]


def patterns(text: str, packs: Packs, note_type: str = "mri") -> list[tuple[str, str]]:
    return [(fact.value.pattern, fact.presence) for fact in growth(text, packs, note_type)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The mass is well-defined except for the upper pole, which is infiltrative.",
         [("expansile", "present"), ("infiltrative", "present")]),
        ("No tail sign.", [("tail_sign", "absent")]),
        ("No bone involvement, ill-defined margin of the mass.", [("infiltrative", "present")]),
        ("The mass grows without infiltrative growth or fascial tail.",
         [("infiltrative", "absent"), ("tail_sign", "absent")]),
        ("Infiltrative mass, suspicious for sarcoma.", [("infiltrative", "present")]),
        ("A possible fascial tail is seen.", [("tail_sign", "uncertain")]),
        ("Infiltrative growth cannot be excluded at the deep pole.", [("infiltrative", "uncertain")]),
        ("Diffuse infiltration of the muscle around the mass.", [("diffuse", "present")]),
        ("Edges crisp all round.", [("expansile", "present")]),
        ("Contours: lobulated, mostly smooth.", [("expansile", "present")]),
        ("The borders are not sharp.", []),
        ("Lower pole: borders deep ragged.", [("infiltrative", "present")]),
        ("A spur of 3 cm along the fascia.", [("infiltrative", "present")]),
        ("No tail.", [("tail_sign", "absent")]),
        ("Oedema spreads along the fascia.", []),
        ("Ill-defined enhancement in the resection bed.", []),
    ],
)  # fmt: skip
def test_patterns(text: str, wanted: list[tuple[str, str]], packs: Packs) -> None:
    assert patterns(text, packs) == wanted


@pytest.mark.parametrize(
    ("text", "note_type"),
    [
        ("Ill-defined oedema around the mass.", "mri"),
        ("The skin was infiltrated with 10 ml of lidocaine beside the lump.", "operation-note"),
        ("Bilateral pulmonary infiltrates; a mass in the thigh is known.", "ct"),
        ("Clinical details: ill-defined mass of the calf.", "core-biopsy"),
    ],
)
def test_what_is_not_growth(text: str, note_type: str, packs: Packs) -> None:
    assert patterns(text, packs, note_type) == []


def test_a_letter_quotes_the_mri_and_its_date(packs: Packs) -> None:
    (fact,) = growth("MRI of 4 October 2024: an infiltrative mass of the calf.", packs, "clinic-letter")
    assert (fact.value.modality, fact.date) == ("mri", dt.date(2024, 10, 4))


@pytest.mark.parametrize(
    ("text", "note_type", "modality"),
    [
        ("Tumour with infiltrative borders.", "resection", "pathology"),
        ("A well-defined, mobile lump on examination.", "clinic-letter", "clinical"),
        ("The mass is infiltrative.", "clinic-letter", ""),
        ("CT shows an infiltrative mass, not unchanged since 2019.", "clinic-letter", "ct"),
    ],
)
def test_modality(text: str, note_type: str, modality: str, packs: Packs) -> None:
    (fact,) = growth(text, packs, note_type)
    assert fact.value.modality == modality
    assert fact.date == DAY


@pytest.mark.parametrize(
    "text", ["Tail sign:", "Tail sign: yes / no", "Is the margin infiltrative? Mass of the calf."]
)
def test_a_question_without_an_answer_says_nothing(text: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="mri")
    assert facts_in(note, packs, kinds={"growth_pattern"}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mass in the thigh. The adjacent lymph node has unclear borders.",
        "Mass in the thigh. Smooth margins of the femur.",
        "Growth type: diffuse or focal, not stated.",
        "If the mass is ill-defined, a biopsy is advised.",
    ],
)
def test_edges_of_other_things_and_open_choices(text: str, packs: Packs) -> None:
    assert growth(text, packs) == []
