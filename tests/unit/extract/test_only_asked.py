"""Questions of forms that nobody answered and what trials ask for: no findings."""

import datetime as dt

import pytest

from trialsift.extract import facts_in
from trialsift.note import Note
from trialsift.packs.rules import Packs


def found(text: str, kind: str, packs: Packs, note_type: str = "mri") -> list[str]:
    note = Note(note_id="n", patient_id="p", note_type=note_type, note_date=dt.date(2025, 3, 1), text=text)
    return [fact.presence for fact in facts_in(note, packs) if fact.kind == kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Metastases   [ ] yes   [ ] no", "metastasis"),
        ("Metastatic disease? Yes[ ] No[ ]", "metastasis"),
        ("Metastases:\nLocal recurrence:\nPlan: CT", "recurrence"),
        ("Local recurrence: Y / N", "recurrence"),
        ("Encasement of vessels [ ] yes [ ] no", "neurovascular_relation"),
        ("Infiltrative margins: [ ] yes [ ] no", "growth_pattern"),
        ("Tail sign:\nGrowth pattern:", "growth_pattern"),
        ("Margins: involved / free", "margin"),
        ("The trial needs a tumour larger than 5 cm abutting the femoral vessels.", "tumour_size"),
        ("The trial needs a tumour larger than 5 cm abutting the femoral vessels.", "neurovascular_relation"),
        ("Distant metastases: not yet assessed", "metastasis"),
        ("She fears lung metastases.", "metastasis"),
        ("He worries about recurrence of his sarcoma.", "recurrence"),
        ("The trial takes sarcomas of the thigh.", "site"),
    ],
)
@pytest.mark.parametrize("note_type", ["clinic", "mri"])
def test_what_is_only_asked(text: str, kind: str, note_type: str, packs: Packs) -> None:
    assert found(text, kind, packs, note_type) == []


@pytest.mark.parametrize(
    ("text", "kind", "presence"),
    [
        ("Metastases   [x] yes   [ ] no", "metastasis", "present"),
        ("Metastases   [ ] yes   [x] no", "metastasis", "absent"),
        ("Local recurrence:\nyes", "recurrence", "present"),
        ("Infiltrative margins: [x] yes [ ] no", "growth_pattern", "present"),
        ("The trial was discussed. The tumour measures 6 cm.", "tumour_size", "present"),
        ("?metastasis", "metastasis", "uncertain"),
        ("The study is limited by motion, a 9 cm mass of the thigh.", "tumour_size", "present"),
        ("This study is for a left thigh mass of 9 cm.", "tumour_size", "present"),
    ],
)
def test_what_is_answered(text: str, kind: str, presence: str, packs: Packs) -> None:
    assert found(text, kind, packs) == [presence]


def test_the_ticked_option_is_the_margin(packs: Packs) -> None:
    assert found("Margins: [ ] involved [x] free", "margin", packs, "pathology") == ["present"]
