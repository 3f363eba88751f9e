"""Margins as pathologists of many places word them, each read as the report's one margin."""

from typing import Any

import pytest

from trialsift.extract import facts_in
from trialsift.extract.summary import summary_of
from trialsift.note import Note
from trialsift.packs.load import load_packs

PACKS = load_packs()


def margin_of(text: str) -> Any:
    note = Note(note_id="n", patient_id="p", text=f"DIAGNOSIS\n{text}", note_type="pathology")
    return summary_of(facts_in(note, PACKS)).get("margin", {})


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Sarcoma. Incision lines outside the tumour infiltrated area.", "negative"),
        ("Sarcoma. The lines of excision pass through healthy tissue.", "negative"),
        ("Sarcoma. Surgical cut lines without neoplastic infiltration.", "negative"),
        ("Sarcoma. Tumour infiltrates the excision line on the deep side.", "positive"),
        ("Sarcoma, not removed in sano.", "positive"),
        ("Sarcoma involves the arbitrarily designated 12 to 3 o'clock margin.", "positive"),
        ("Cancer is seen at the right posterior submucosal/mucosal upper lip margin.", "positive"),
        ("Sarcoma. Tumour cells are seen at ink medially.", "positive"),
        ("Sarcoma. Tumour cells do not touch ink.", "negative"),
        ("Sarcoma extends along the nerve to the proximal margin.", "positive"),
        ("Sarcoma extends very close to the deep margin.", "close"),
        ("The tumour extends no closer than 7 cm to the margin.", "negative"),
        ("Sarcoma. Deep margin - involved", "positive"),
        ("Sarcoma. Margins grossly free; microscopically tumour reaches the ink focally.", "positive"),
        ("Sarcoma with macroscopically positive margin along the nerve (R2).", "positive"),
        ("Sarcoma. Assessment of margins is not possible.", "cannot_assess"),
        ("Margins: Absent", "negative"),
        ("Spindle cell sarcoma, 3.9 cm; nodes 0/3; R0", "negative"),
        ("Transected tumour, referred after a whoops excision.", "positive"),
        ("Excision appears complete but orientation is lost; margins can't be assessed.", "cannot_assess"),
        ("3) LARYNX MARGIN, RIGHT INFERIOR (BIOPSY): SQUAMOUS MUCOSA, NEGATIVE FOR TUMOUR.", "negative"),
        ("Parietal pleural margin: not applicable\nBronchial margin: negative", "negative"),
        ("D. Margin lateral line: lacrimal gland, no tumour present.", "negative"),
        ("SARCOMA FOCALLY INVOLVES THE SUPERIOR\nSOFT TISSUE MARGIN AND FAT.", "positive"),
    ],
)
def test_status_in_other_words(text: str, status: str) -> None:
    assert margin_of(text)["status"] == status


@pytest.mark.parametrize(
    ("text", "distance"),
    [
        ("Margins\nDeep: Negative (0.5 cm)\nPeripheral: Negative (1.2 cm)", 5),
        ("Margin  Status  Distance\nSuperior  Negative  12 mm\nDeep  Negative  3 mm", 3),
        ("Sarcoma. Tumour is separated from the deep margin by a thin layer of fascia (0.4 mm).", 0.4),
        ("Sarcoma. A fascial layer of 2 mm lies between tumour and the deep margin.", 2),
        ("Sarcoma, surrounded by a rim of normal tissue at least 3 mm wide.", 3),
        ("Closest margin: Deep\nDistance: 1.1 cm", 11),
        ("Sarcoma present within 1 mm of, but not at, the inked deep margin.", 1),
        ("Excision is histologically complete with a minimum margin of 1.1 mm.", 1.1),
        ("Sarcoma, completely but narrowly excised (0.7 mm).", 0.7),
        ("Margins: all >2cm.", 20),
        ("Superficial - 9 mm. Medial - 2mm (nearest).", 2),
    ],
)
def test_distance_in_other_words(text: str, distance: float) -> None:
    assert margin_of(text)["distance_mm"] == distance


@pytest.mark.parametrize(
    "text",
    [
        "A. Tongue: carcinoma at posterior margin.\nB. Additional posterior margin: focus of carcinoma; its margins are free of tumour.",
        "A. Thigh: sarcoma, deep margin involved.\nB. Additional deep margin: residual sarcoma, new margin free by 3 mm.",
        "A. Thigh: sarcoma, superior margin positive.\nB. Superior margin, further excision: positive for sarcoma; final margin negative.",
        "The deep margin was initially positive; the re-excised deep margin is free of tumour.",
        "Margin positive on initial excision, negative on re-excision.",
        "Tumour present at deep margin.\nADDENDUM\nThere are negative margins for this overall procedure.",
    ],
)
def test_what_was_cut_last_has_the_last_word(text: str) -> None:
    assert margin_of(text)["status"] == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "Dysplasia at margin: absent",
        "Sections: A1 deep margin, A2 tumour with medial margin, A3 tumour to nearest ink.",
        "Sarcoma with pushing margins and focally infiltrative margins.",
    ],
)
def test_no_status_is_told(text: str) -> None:
    assert "status" not in margin_of(text)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Residual tumour classification: R0 [x]  R1 [ ]  R2 [ ]  RX [ ]", {"negative"}),
        ("Margin status: R0 [ ] R1 [x] R2 [ ]", {"positive"}),
        ("Residual tumour: (R0) R1 R2", {"negative"}),
        ("Residual tumour: R0 / R1 / R2", set()),
        ("Sarcoma excised, margins +ve.", {"positive"}),
        ("Positive margins would need re-excision.", set()),
    ],
)
def test_marked_classes_signs_and_what_would_follow(text: str, statuses: set[str]) -> None:
    note = Note(note_id="n", patient_id="p", text=text, note_type="pathology")
    assert {fact.value.status for fact in facts_in(note, PACKS) if fact.kind == "margin"} == statuses
