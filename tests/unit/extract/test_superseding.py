"""What supersedes what, in one note and between the notes of a patient."""

import datetime as dt

import pytest

from trialsift.chart import Chart, chart_of, document_of
from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.note import Note
from trialsift.packs.rules import Packs


def note(text: str, *, day: int = 1, kind: str = "pathology") -> Note:
    return Note(
        note_id=f"{kind}-{day}", patient_id="p", text=text, note_type=kind, note_date=dt.date(2024, 3, day)
    )


def chart(packs: Packs, *notes: Note) -> Chart:
    facts = [fact for item in notes for fact in facts_in(item, packs)]
    return chart_of("p", facts, [document_of(item) for item in notes], notes=notes)


def codes(facts: tuple[Fact, ...], kind: str = "histology") -> set[str]:
    """What stands of a kind; a type by its code, a grade by its value, uncertain ones with "?"."""
    return {
        (fact.value.code if kind == "histology" else fact.value.value)
        + ("?" if fact.presence == "uncertain" else "")
        for fact in facts
        if fact.kind == kind and fact.standing == "stands" and fact.presence != "absent"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Provisional diagnosis: leiomyosarcoma.\n\nSUPPLEMENTARY REPORT\nAfter stains this is an undifferentiated pleomorphic sarcoma.\n",
        "FROZEN SECTION: leiomyosarcoma.\n\nFINAL DIAGNOSIS: undifferentiated pleomorphic sarcoma.\n",
        "DIAGNOSIS: leiomyosarcoma of the thigh.\n\nADDENDUM 5 March: this replaces the diagnosis above: undifferentiated pleomorphic sarcoma.\n",
    ],
)
def test_a_note_takes_back_its_own_word(text: str, packs: Packs) -> None:
    assert codes(facts_in(note(text), packs)) == {"MFH"}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("MICROSCOPY: The sections show a pleomorphic sarcoma with rhabdoid cells.\n\nFINAL DIAGNOSIS: Pleomorphic rhabdomyosarcoma.\n", {"PLRMS"}),
        ("MICROSCOPY: The sections show a leiomyosarcoma.\n\nCOMMENT: Pleomorphic rhabdomyosarcoma was considered.\n", {"LMS", "PLRMS?"}),  # no diagnosis says otherwise
        ("MICROSCOPY: A leiomyosarcoma, and beside it a liposarcoma.\n\nDIAGNOSIS: A. Leiomyosarcoma. B. Liposarcoma.\n", {"LMS", "LIPO"}),
        ("DIAGNOSIS: Pleomorphic rhabdomyosarcoma. This replaces the provisional diagnosis of leiomyosarcoma.\n", {"PLRMS"}),
        ("DIAGNOSIS: Clear cell sarcoma. The outside diagnosis of leiomyosarcoma is not supported.\n", {"CCS"}),
        ("DIAGNOSIS: The outside diagnosis of leiomyosarcoma is confirmed.\n", {"LMS"}),
        ("DIAGNOSIS: Clear cell sarcoma. The earlier working label of UPS no longer applies.\n", {"CCS"}),
        ("DIAGNOSIS: The initial diagnosis of synovial sarcoma still stands.\n", {"SYNS"}),
        ("COMMENT: I would lean toward solitary fibrous tumour rather than synovial sarcoma.\n", {"SFT?", "SYNS?"}),
    ],
)  # fmt: skip
def test_a_diagnosis_outranks_what_is_described_or_taken_back(
    text: str, stands: set[str], packs: Packs
) -> None:
    assert codes(facts_in(note(text), packs)) == stands


def test_a_grade_of_what_is_only_considered_is_not_given(packs: Packs) -> None:
    text = (
        "COMMENT: Synovial sarcoma is favoured over a low grade malignant peripheral nerve sheath tumour.\n"
    )
    assert codes(facts_in(note(text), packs), "grade") == {"low?"}


@pytest.mark.parametrize(
    ("told", "stands"),
    [
        ("The biopsy in August 2023 was called melanoma.", set()),
        ("Melanoma of the back in 2019.", {"MEL"}),  # another one, long before
    ],
)
def test_a_diagnosis_taken_back_on_review_is_gone_from_letters_too(
    told: str, stands: set[str], packs: Packs
) -> None:
    review = "REVIEW OF OUTSIDE MATERIAL\nDiagnosis: Clear cell sarcoma. The outside diagnosis of melanoma is not supported.\n"
    held = chart(packs, note(review, day=5), note(told, day=9, kind="clinic"))
    assert codes(held.facts) - {"CCS"} == stands


def test_an_addendum_that_only_adds_leaves_the_diagnosis(packs: Packs) -> None:
    text = "DIAGNOSIS: sarcoma of the thigh.\n\nADDENDUM: SS18 is rearranged: synovial sarcoma.\n"
    assert codes(facts_in(note(text), packs)) == {"SARCNOS", "SYNS"}


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("UPS of the thigh, provisional FNCLCC grade 2, final FNCLCC grade 3 after panel review.", {"3"}),
        ("Preliminary report FNCLCC grade 3; final report FNCLCC grade 2.", {"2"}),
        ("UPS of the thigh, provisional FNCLCC grade 2, final report pending.", {"2"}),
    ],
)
def test_a_final_grade_in_the_sentence_of_the_provisional_one(
    text: str, stands: set[str], packs: Packs
) -> None:
    assert codes(facts_in(note(text), packs), "grade") == stands


def test_a_corrected_grade(packs: Packs) -> None:
    text = "DIAGNOSIS: leiomyosarcoma, FNCLCC grade 2.\n\nCORRECTED REPORT: leiomyosarcoma, FNCLCC grade 3, in place of grade 2 above.\n"
    assert codes(facts_in(note(text), packs), "grade") >= {"3"}


def test_a_frozen_section_alone_stands(packs: Packs) -> None:
    assert codes(facts_in(note("FROZEN SECTION: leiomyosarcoma."), packs)) == {"LMS"}


def test_a_final_report_replaces_the_preliminary(packs: Packs) -> None:
    found = chart(
        packs,
        note("PRELIMINARY REPORT\nRound cell sarcoma, synovial sarcoma is favoured."),
        note("Core biopsy: synovial sarcoma (prelim).", day=3, kind="clinic"),
        note(
            "FINAL REPORT, supersedes the preliminary report.\nDiagnosis: extraskeletal Ewing sarcoma.", day=9
        ),
    )
    assert codes(found.facts) == {"ESST"}


def test_a_second_opinion_replaces_the_first(packs: Packs) -> None:
    found = chart(
        packs,
        note("Diagnosis: leiomyosarcoma, grade 1."),
        note("CONSULTATION REPORT\nDiagnosis: myxofibrosarcoma, grade 3.", day=12, kind="second-opinion"),
    )
    assert (codes(found.facts), codes(found.facts, "grade")) == ({"MFS"}, {"3"})


def test_experts_who_disagree_both_stand(packs: Packs) -> None:
    found = chart(
        packs,
        note("Diagnosis: leiomyosarcoma, grade 3."),
        note("CONSULTATION REPORT\nDiagnosis: myxofibrosarcoma, grade 1.", day=12, kind="second-opinion"),
        note("Tumour board. Pathology: NO CONSENSUS, new biopsy.", day=20, kind="tumour-board"),
    )
    assert codes(found.facts) == {"LMS", "MFS"}


def test_a_consensus_settles_it(packs: Packs) -> None:
    found = chart(
        packs,
        note("Diagnosis: leiomyosarcoma."),
        note("Tumour board. Consensus diagnosis: myxofibrosarcoma.", day=20, kind="tumour-board"),
    )
    assert codes(found.facts) == {"MFS"}


def test_two_ordinary_reports_that_differ_both_stand(packs: Packs) -> None:
    found = chart(packs, note("Diagnosis: leiomyosarcoma."), note("Diagnosis: myxofibrosarcoma.", day=20))
    assert codes(found.facts) == {"LMS", "MFS"}


def test_the_order_of_notes_does_not_matter(packs: Packs) -> None:
    notes = [
        note("PRELIMINARY REPORT\nLeiomyosarcoma."),
        note("FINAL REPORT\nMyxofibrosarcoma.", day=4),
    ]
    assert chart(packs, *notes).facts == chart(packs, *reversed(notes)).facts
