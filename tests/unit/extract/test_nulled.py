"""A note of two bytes a letter, read as if it had one, keeps its offsets and is read all the same."""

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()
PLAIN = "DIAGNOSIS\nLeft thigh, excision: myxofibrosarcoma, 7 cm. Margins free."


def note(text: str) -> Note:
    return Note(note_id="n", patient_id="p", text=text, note_type="pathology")


def test_the_same_facts_with_places_in_the_note_as_received() -> None:
    received = note("".join(f"\0{letter}" for letter in PLAIN))
    found = facts_in(received, PACKS)
    assert [(fact.kind, fact.value) for fact in found] == [
        (fact.kind, fact.value) for fact in facts_in(note(PLAIN), PACKS)
    ]
    assert all(received.text[item.start : item.end] == item.quote for fact in found for item in fact.evidence)


def test_a_single_null_changes_nothing() -> None:
    assert facts_in(note(f"{PLAIN} \0"), PACKS) == facts_in(note(PLAIN), PACKS)
