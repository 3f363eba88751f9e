"""How many tumours, and the sentences that count something else."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def read(text: str, packs: Packs, note_type: str = "mri thigh") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=dt.date(2024, 6, 3))
    return [fact for fact in facts_in(note, packs) if fact.kind == "lesion_count"]


@pytest.mark.parametrize(
    ("text", "focality", "count"),
    [
        ("Solitary mass in the gracilis.", "single", 1),
        ("No additional lesion between hip and knee.", "single", 1),
        ("No satellite nodules.", "single", 1),
        ("Three separate enhancing masses in the calf.", "multiple", 3),
        ("There is a second mass in the soleus, 2.1 cm.", "multiple", None),
        ("A skip lesion lies in the proximal third.", "multiple", None),
    ],
)
def test_counts(text: str, focality: str, count: int | None, packs: Packs) -> None:
    (fact,) = read(text, packs)
    assert (fact.value.focality, fact.value.count, fact.value.modality) == (focality, count, "mri")


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("A second nodule 2 cm below it, ?satellite ?node.", ["uncertain"]),
        ("A second nodule lies below it. Too small to characterise.", ["uncertain"]),
        ("Nodule no. 2, 12 mm below: ?satellite deposit.", ["uncertain", "uncertain"]),
        ("Nodule no. 2, 12 mm below it, enhances like the mass.", ["present"]),
        ("A second mass of 2 cm in the soleus, of the same signal.", ["present"]),
    ],
)
def test_a_second_nodule_may_be_left_open(text: str, presence: list[str], packs: Packs) -> None:
    found = read(text, packs)
    assert [fact.presence for fact in found] == presence
    assert {fact.value.focality for fact in found} == {"multiple"}


@pytest.mark.parametrize(
    ("text", "note_type"),
    [
        ("Two lesions in the liver.", "mri thigh"),
        ("A single nodule in the right lower lobe.", "ct chest"),
        ("Solitary fibrous tumour.", "pathology"),
        ("One section of tumour is submitted.", "pathology"),
        ("Abdomen soft, no other masses.", "clinic"),
        ("The patient asks whether a second mass may develop.", "clinic"),
    ],
)
def test_something_else_is_counted(text: str, note_type: str, packs: Packs) -> None:
    assert read(text, packs, note_type) == []


def test_a_letter_quotes_the_scan(packs: Packs) -> None:
    (fact,) = read("MRI of 21 May 2024: single lesion next to the nerve.", packs, "clinic letter")
    assert (fact.value.modality, fact.date) == ("mri", dt.date(2024, 5, 21))


@pytest.mark.parametrize(
    "text",
    [
        "Patients with a single lesion may take part.",
        "He noticed a single lump.",
        "For trial entry only one lesion is allowed.",
    ],
)
def test_what_is_asked_for_or_noticed_counts_no_tumours(text: str, packs: Packs) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="clinic")
    assert facts_in(note, packs, kinds={"lesion_count"}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Mass in the thigh.\nSatellites: y / n",
        "Mass in the thigh.\nSkip lesions: please assess.",
        "No lesion other than the known two.",
        "This is a unique lesion for which we have no name.",
    ],
)
def test_an_open_field_and_known_others_count_nothing(text: str, packs: Packs) -> None:
    assert read(text, packs, "mri") == []
