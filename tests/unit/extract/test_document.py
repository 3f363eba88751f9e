"""What kind of document a note is, from its type or from its first lines."""

import pytest

from trialsift.extract.document import document_of
from trialsift.note import Note


@pytest.mark.parametrize(
    ("note_type", "kind"),
    [
        ("opd-card", "clinic"), ("cardiology", "clinic"), ("ward_round", "clinic"), ("telephone", "clinic"), ("geriatric-onc", "clinic"),
        ("haematology", "labs"), ("hpr", "pathology"), ("expert-review", "pathology"), ("histopath", "pathology"), ("mri-thigh", "mri"), ("discharge summary", "clinic"),
        ("pad", "pathology"), ("pad-clinic", "clinic"), ("ap", "pathology"), ("tc-torace", "ct"), ("tac", "ct"), ("telephone tc", "clinic"),
    ],
)  # fmt: skip
def test_a_type_outranks_the_text(note_type: str, kind: str) -> None:
    text = "MRI shows a mass. CT chest clear. Histology awaited."
    assert document_of(Note(note_id="n", patient_id="p", text=text, note_type=note_type)) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Dear Dr Test, the MRI of the thigh shows a mass.", "clinic"),
        ("MRI of the thigh\n\nDear Dr Test, there is a mass.", "mri"),
        ("HISTORY OF PRESENT ILLNESS: biopsy elsewhere, PET pending.", "clinic"),
        (
            "Chief complaint/Pre-op diagnosis: lump.\nSpecimens: A. skin.\nGross description: an ellipse.",
            "pathology",
        ),
        ("Clinical history: lump on ultrasound.\nGross description: a core.", "pathology"),
        ("DEPARTMENT OF PATHOLOGY\nDear Dr Test, thank you for the slides.", "pathology"),
        ("A line about nothing.", ""),
    ],
)
def test_without_a_type_that_tells_the_first_lines_do(text: str, kind: str) -> None:
    assert document_of(Note(note_id="n", patient_id="p", text=text, note_type="scanned")) == kind


def test_an_x_ray_that_names_an_earlier_mri_is_none() -> None:
    text = "X-RAY CHEST\nClinical details: MRI shows a sarcoma of the thigh.\nLungs clear.\n"
    assert document_of(Note(note_id="n", patient_id="p", text=text, note_type="radiology")) == "imaging"
