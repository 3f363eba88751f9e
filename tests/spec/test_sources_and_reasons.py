"""What only a chart of documents shows: where a fact stands, numbers without a unit, and the sentences for staff."""

import datetime as dt

import pytest

from trialsift.answers import Answer
from trialsift.chart import Document, chart_of
from trialsift.evaluate import answers
from trialsift.evaluate.words import said
from trialsift.facts import Evidence, Fact, Lab, Margin, Person, Value
from trialsift.packs.rules import Packs
from trialsift.trials import trial_from

DAY = dt.date(2025, 6, 30)
MARGIN = "{margin: {is: positive, from: pathology, pick: newest}}"
HB = "{lab: {analyte: haemoglobin, at_least: 9 g/dL, pick: newest}}"


def answer(packs: Packs, condition: str, fact: tuple[str, Value] | None, *, family: str = "") -> Answer:
    """The answer of a chart with one document of a family, and one fact in it or none."""
    text = (
        f"trial: T\ncriteria:\n  - {{id: I1, says: words, include_if: {condition}}}\n"
        "cases:\n  - {have: {}, get: {all: unknown}}\n"
    )
    words = (Evidence(note_id="n", start=0, end=5, quote="words"),)
    facts = [Fact(kind=fact[0], value=fact[1], date=DAY, evidence=words)] if fact else []
    documents = [Document(note_id="n", date=DAY, family=family)] if family else []
    return answers(trial_from(text, packs, file="t.yaml"), chart_of("p", facts, documents), DAY)[0]


@pytest.mark.parametrize(
    ("family", "expected"), [("pathology", "yes"), ("clinic", "unknown"), ("", "unknown")]
)
def test_from_is_the_kind_of_document_where_a_fact_states_no_source(
    family: str, expected: str, packs: Packs
) -> None:
    found = answer(packs, MARGIN, ("margin", Margin(status="positive")), family=family)
    assert found.answer == expected


@pytest.mark.parametrize(("unit", "expected"), [("g/L", "yes"), (None, "unknown")])
def test_a_number_whose_unit_nobody_knows_is_no_value(unit: str | None, expected: str, packs: Packs) -> None:
    lab = Lab(analyte="haemoglobin", written="101", value=101, unit=unit)
    assert answer(packs, HB, ("lab", lab), family="labs").answer == expected


PART = "{for_a_person: whether the wound is clean}"
SAYS = "A person has to say: whether the wound is clean."


@pytest.mark.parametrize(
    ("condition", "family", "because"),
    [
        (HB, "labs", "The notes are silent on this."),
        (HB, "", "The notes are silent on this, and no document of the kind that would say is among them."),
        (PART, "labs", SAYS),
        (f"{{all: [{HB}, {PART}]}}", "labs", f"The notes are silent on this. {SAYS}"),
        (
            f"{{all: [{HB}, {PART}]}}",
            "clinic",
            "The notes are silent on this, and no document of the kind that would say is among them. " + SAYS,
        ),
        (
            "{all: [{for_a_person: one thing}, {for_a_person: another}]}",
            "labs",
            "A person has to say: one thing; another.",
        ),
    ],
)
def test_why_an_answer_is_unknown(condition: str, family: str, because: str, packs: Packs) -> None:
    assert answer(packs, condition, None, family=family).because == because


def test_of_a_criterion_that_is_settled_in_part_only_what_is_missing_is_called_silent(packs: Packs) -> None:
    condition = f"{{all: [{HB}, {{recurrence: {{pick: newest}}}}, {{any: [{{margin: {{is: positive, pick: newest}}}}, {{necrosis: {{pick: any}}}}]}}]}}"
    lab = Lab(analyte="haemoglobin", written="101 g/L", value=10.1, unit="g/dL")
    assert answer(packs, condition, None, family="labs").because.startswith("The notes are silent on this")
    assert answer(packs, condition, ("lab", lab), family="pathology").because == (
        "The notes are silent on recurrence, resection margin and necrosis."
    )


def test_a_line_of_the_patients_record_is_quoted_without_its_own_quotes() -> None:
    quote = '"birth_date": "1951-05-04"'
    evidence = Evidence(note_id="p/patient.json", start=0, end=len(quote), quote=quote)
    fact = Fact(kind="person", value=Person(birth_date=dt.date(1951, 5, 4)), date=DAY, evidence=(evidence,))
    assert said([fact]) == 'Age "birth_date: 1951-05-04" (2025-06-30).'
