"""The chart of one patient: time order, what was copied forward, and which statements cannot both be right."""

import datetime as dt
from typing import Any

import pytest

from trialsift.chart import chart_of, document_of, family_of
from trialsift.facts import Ecog, Evidence, Fact, Grade, Histology, Margin, Site, evidence_in
from trialsift.note import Note
from trialsift.standing import conflict

COPIED = "On examination a firm, deep mass of the calf; she walks without aid and works half days. ECOG 1 in clinic."
EARLY, LATE = dt.date(2025, 1, 7), dt.date(2025, 3, 4)


def note(name: str, date: dt.date | None, text: str) -> Note:
    return Note(note_id=name, patient_id="p1", note_type="clinic", note_date=date, text=text)


def status(held: Note) -> Fact:
    at = held.text.index("ECOG 1")
    return Fact(
        kind="ecog",
        value=Ecog(low=1, high=1, scale="ecog", written="1"),
        date=held.note_date,
        evidence=(evidence_in(held, at, at + 6),),
    )


@pytest.mark.parametrize(
    ("first", "second", "standings"),
    [
        (note("a", EARLY, COPIED), note("b", LATE, f"Telephone call.\n\n{COPIED}"), ["stands", "copied"]),
        (note("a", EARLY, COPIED), note("b", LATE, "Stairs are harder now. ECOG 1."), ["stands", "stands"]),
        (note("a", EARLY, "ECOG 1."), note("b", LATE, "ECOG 1."), ["stands", "stands"]),  # too short to be a copy
        (note("a", EARLY, COPIED), note("b", None, COPIED), ["stands", "stands"]),  # nobody knows which was first
    ],
)  # fmt: skip
def test_a_paragraph_of_an_earlier_note_counts_once(first: Note, second: Note, standings: list[str]) -> None:
    chart = chart_of("p1", [status(second), status(first)], notes=[second, first])
    found = {fact.note_id: fact.standing for fact in chart.facts}
    assert [found["a"], found["b"]] == standings
    assert len(chart.of_kind("ecog")) == standings.count("stands")


def test_a_chart_is_in_time_order_and_undated_facts_come_first() -> None:
    late, early, undated = (
        status(note(name, day, "ECOG 1.")) for name, day in (("a", LATE), ("b", EARLY), ("c", None))
    )
    assert [fact.note_id for fact in chart_of("p1", [late, early, undated]).facts] == ["c", "b", "a"]


def test_the_newest_note_is_the_newest_dated_one() -> None:
    documents = [document_of(note(name, day, "x")) for name, day in (("a", EARLY), ("b", None), ("c", LATE))]
    assert chart_of("p1", [], documents).newest_note_date == LATE
    assert chart_of("p1", []).newest_note_date is None


@pytest.mark.parametrize(
    ("note_type", "family"),
    [("02_mri_thigh", "mri"), ("core-biopsy", "pathology"), ("CT_chest", "ct"), ("phone call", "clinic"), ("contract", "clinic")],
)  # fmt: skip
def test_a_note_type_names_a_family(note_type: str, family: str) -> None:
    assert family_of(note_type) == family


def said(kind: str, value: Any) -> Fact:
    return Fact(kind=kind, value=value, evidence=(Evidence(note_id="n", start=0, end=1, quote="x"),))


LIPOSARCOMA = Histology(code="LIPO", name="liposarcoma", is_a=("SOFT_TISSUE",))
DEDIFFERENTIATED = Histology(code="DDLS", name="dedifferentiated liposarcoma", is_a=("LIPO", "SOFT_TISSUE"))
SYNOVIAL = Histology(code="SYNS", name="synovial sarcoma", is_a=("SOFT_TISSUE",))


@pytest.mark.parametrize(
    ("kind", "one", "two", "contradict"),
    [
        ("histology", LIPOSARCOMA, DEDIFFERENTIATED, False),  # a class and a type of it
        ("histology", DEDIFFERENTIATED, SYNOVIAL, True),
        ("grade", Grade(scheme="fnclcc", value="2"), Grade(scheme="fnclcc", value="3"), True),
        ("grade", Grade(scheme="fnclcc", value="2"), Grade(scheme="fnclcc", value="2", high="3"), True),
        ("grade", Grade(scheme="fnclcc", value="2"), Grade(scheme="two_tier", value="high"), False),
        ("margin", Margin(status="positive", name="deep"), Margin(status="negative", name="deep"), True),
        ("margin", Margin(status="positive", name="deep"), Margin(status="negative", name="medial"), False),
        ("margin", Margin(status="positive", name="deep"), Margin(name="deep", distance_mm=2.0), False),
        ("ecog", Ecog(low=1, high=1, scale="ecog", written="1"), Ecog(low=2, high=2, scale="ecog", written="2"), True),
    ],
)  # fmt: skip
def test_what_cannot_both_be_right(kind: str, one: Any, two: Any, contradict: bool) -> None:
    assert (
        conflict(said(kind, one), said(kind, two)) is conflict(said(kind, two), said(kind, one)) is contradict
    )


def test_a_seat_of_one_note_stands_against_those_of_three() -> None:
    """Readings that contradict each other are shown, however many notes repeat the one."""
    groups = ["lower_limb", "lower_limb", "lower_limb", "retroperitoneum"]
    notes = [note(str(number), EARLY, "The mass.") for number in range(len(groups))]
    facts = [
        Fact(kind="site", value=Site(group=group), date=EARLY, evidence=(evidence_in(held, 4, 8),))
        for group, held in zip(groups, notes, strict=True)
    ]
    chart = chart_of("p1", facts, [document_of(held) for held in notes], notes=notes)
    assert [fact.standing for fact in chart.facts] == ["stands"] * 4
