"""Local recurrence: found, denied, suspected; and what only sounds like it."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs

DAY = dt.date(2024, 11, 12)


def recurrences(text: str, packs: Packs, note_type: str = "clinic") -> list[Fact]:
    note = Note(note_id="n", patient_id="p", text=text, note_type=note_type, note_date=DAY)
    return [fact for fact in facts_in(note, packs) if fact.kind == "recurrence"]


@pytest.mark.parametrize(
    ("text", "presence"),
    [
        ("The sarcoma recurred in the calf.", "present"),
        ("The lump has grown back beside the scar.", "present"),
        ("Thigh sarcoma under follow-up: no local recurrence or metastases.", "absent"),
        ("There is no lump in the scar to suggest local recurrence.", "absent"),
        ("The tumour is primary, not recurrent.", "absent"),
        ("Local recurrence: no", "absent"),
        ("Primary/recurrent: recurrent", "present"),
        ("Primary/recurrent: primary", "absent"),
        ("?local recurrence of the sarcoma", "uncertain"),
        ("The MRI is suspicious for recurrence.", "uncertain"),
        ("This could represent recurrence of the tumour.", "uncertain"),
    ],
)
def test_presence(text: str, presence: str, packs: Packs) -> None:
    (fact,) = recurrences(text, packs)
    assert (fact.presence, fact.about, fact.person) == (presence, "this_tumour", "patient")


@pytest.mark.parametrize(
    "text",
    [
        "Radiotherapy is given to reduce local recurrence.",
        "We discussed the risks, among them infection, local recurrence and amputation.",
        "The tumour may recur.",
        "If it recurs we shall amputate the tumour.",
        "Recurrent urinary infections.",
        "No recurrence of the hernia.",
        "Follow-up for recurrence every three months.",
        "Clinical details: ?recurrence of sarcoma",
        "Local recurrence:",
        "Primary / recurrent: primary / recurrent",
        "Groin lipoma removed long ago. No recurrence.",
    ],
)
def test_what_is_no_recurrence(text: str, packs: Packs) -> None:
    assert recurrences(text, packs) == []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Third local recurrence of the myxofibrosarcoma.", 3),
        ("The sarcoma has recurred twice.", 2),
        ("A twice recurrent liposarcoma.", 2),
        ("A recurrent liposarcoma.", None),
    ],
)
def test_count(text: str, count: int | None, packs: Packs) -> None:
    (fact,) = recurrences(text, packs)
    assert fact.value.count == count


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sarcoma excised 2019, recurred locally in March 2022.", dt.date(2022, 3, 1)),
        ("MRI 4 October: suspicious for recurrence.", dt.date(2024, 10, 4)),
        ("Sarcoma with local recurrence.", DAY),
    ],
)
def test_date(text: str, date: dt.date, packs: Packs) -> None:
    (fact,) = recurrences(text, packs)
    assert fact.date == date


def test_another_cancer_and_a_relative(packs: Packs) -> None:
    (other,) = recurrences("Her breast cancer recurred in 2015.", packs)
    assert other.about == "other_tumour"
    for text in (
        "Sarcoma of the calf. PMH: breast cancer 2010. No recurrence.",
        "Prostate cancer 2015 (no recurrence), liposarcoma now.",
        "Liposarcoma. Mastectomy 2010, no recurrence.",
    ):
        assert [fact.about for fact in recurrences(text, packs)] == ["other_tumour"]
    for text in (
        "Breast cancer 2010. Liposarcoma resected 2022. No recurrence.",
        "Breast cancer 2010, now with local recurrence of her sarcoma.",
        "Angiosarcoma after breast cancer, no recurrence.",
        "History of melanoma. MRI thigh: no local recurrence. Sarcoma follow up.",
    ):
        assert [fact.about for fact in recurrences(text, packs)] == ["this_tumour"]
    (relative,) = recurrences("Family history: brother had a recurrent sarcoma.", packs)
    assert relative.person == "relative"
