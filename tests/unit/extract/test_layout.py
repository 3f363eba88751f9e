import pytest

from trialsift.extract.headings import Titles
from trialsift.extract.layout import pieces
from trialsift.packs.rules import Packs


def cut(text: str, packs: Packs, *, parts: bool = False) -> list[tuple[str, str, str]]:
    """(words, section, part) of every piece."""
    found = pieces(text, Titles(packs.sections), parts=parts)
    return [(" ".join(text[piece.start : piece.end].split()), piece.section, piece.part) for piece in found]


def test_a_wrapped_line_goes_on_and_a_list_item_does_not(packs: Packs) -> None:
    text = "The biopsy shows an undifferentiated\npleomorphic sarcoma of high grade in the deep thigh.\n- no necrosis\n- margins clear\n"
    assert [words for words, _, _ in cut(text, packs)] == [
        "The biopsy shows an undifferentiated pleomorphic sarcoma of high grade in the deep thigh.",
        "- no necrosis",
        "- margins clear",
    ]


def test_a_page_header_inside_a_sentence_is_passed_over(packs: Packs) -> None:
    text = "The tumour reaches the\nPage 2 of 3\nIIIIIII1111IIIIlllII111\ndeep margin of the specimen.\n"
    found = pieces(text, Titles(packs.sections), parts=False)
    assert len(found) == 1
    assert [text[start:end] for start, end in found[0].dropped] == ["Page 2 of 3", "IIIIIII1111IIIIlllII111"]


def test_sections_and_parts(packs: Packs) -> None:
    text = "DIAGNOSIS:\nA. Left thigh: sarcoma.\nB. Deep margin: no tumour.\nGROSS DESCRIPTION:\nReceived fresh.\n"
    assert cut(text, packs, parts=True)[1:] == [
        ("A. Left thigh: sarcoma.", "diagnosis", "A"),
        ("B. Deep margin: no tumour.", "diagnosis", "B"),
        ("GROSS DESCRIPTION: Received fresh.", "gross", ""),
    ]


def test_what_ended_a_family_history_ends_it_for_the_middle_of_later_lines_too(packs: Packs) -> None:
    text = "Family: father with gout;\nmother well. No sudden deaths.\nRemote history: hernia.\nNo epilepsy, no\ndiabetes. Never transfused."
    section_of = {words: section for words, section, _ in cut(text, packs)}
    assert section_of["No sudden deaths."] == "family_history"
    assert section_of["Never transfused."] == ""


def test_a_bracket_that_opens_a_line_goes_on_with_it(packs: Packs) -> None:
    text = (
        "Pulse 64 and regular, good general condition. Performance status\n(ECOG): 0. Firm mass of the thigh."
    )
    assert "Performance status (ECOG): 0." in [words for words, _, _ in cut(text, packs)]


def test_a_family_history_ends_where_its_line_ends(packs: Packs) -> None:
    text = "Family history: mother had breast cancer\nECOG 1\n"
    assert [section for _, section, _ in cut(text, packs)] == ["family_history", ""]


@pytest.mark.parametrize("text", ["", "\n\n", " \t \n"])
def test_nothing_gives_no_pieces(text: str, packs: Packs) -> None:
    assert cut(text, packs) == []


def test_unticked_options_are_dropped(packs: Packs) -> None:
    text = "Necrosis: [ ] absent [x] present"
    found = pieces(text, Titles(packs.sections), parts=False)
    assert [text[start:end].strip() for start, end in found[0].dropped] == ["[ ] absent"]


def test_a_request_in_one_line_ends_with_its_line(packs: Packs) -> None:
    from trialsift.extract import facts_in
    from trialsift.note import Note

    text = "MRI LEFT THIGH\nIndication: hard lump, ?sarcoma.\nThere is an 81 mm mass in the left thigh. No other mass.\n"
    note = Note(note_id="n", patient_id="p", text=text, note_type="mri")
    kinds = {fact.kind for fact in facts_in(note, packs)}
    assert {"tumour_size", "lesion_count"} <= kinds
