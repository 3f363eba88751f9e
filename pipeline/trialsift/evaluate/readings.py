"""Which facts of a chart speak to a test, and what each of them says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.answers import Truth
from trialsift.apart import ANOTHER_PATIENTS, SetApart
from trialsift.criteria import FactTest, FieldTest, Subject
from trialsift.evaluate.fields import holds, is_wider, word_of
from trialsift.evaluate.logic import all_of
from trialsift.evaluate.result import Case
from trialsift.facts import TIMES_ULN, Fact, Person
from trialsift.traits import TRAITS, python_name

# What nobody has to write in every trial: an earlier size quoted for comparison and a margin that a
# re-excision replaced are no current findings.
_CURRENT = {
    "tumour_size": FieldTest(field="prior", op="is", words=("no",)),
    "margin": FieldTest(field="final", op="is", words=("yes",)),
}
_QUESTIONS = frozenset({"request", "technique"})  # sections that ask and do not tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One fact and what it says: firm, vague (a wider word than asked, or no value), or in doubt.

    undated: the words tell of an event but not when; such a mention gives way to dated ones.
    """

    fact: Fact
    truth: Truth
    doubt: bool = False
    vague: bool = False
    undated: bool = False


def readings(test: FactTest, case: Case, subject: Subject | None) -> Iterator[Reading]:
    """Every fact that counts for the test, with its answer. Windows are not looked at here."""
    counted = [fact for fact in case.chart.of_kind(test.kind) if _counts(test, fact, case)]
    if subject is not None and test.pick == "newest":
        counted = _not_taken_back(counted, python_name(test.kind, TRAITS[test.kind].subject))
    for fact in _told_closest(counted):
        if found := _reading(test, fact, case, subject):
            yield found


def facts_apart(test: FactTest, case: Case) -> Iterator[SetApart]:
    """What would speak to the test, had the chart not taken it for another tumour's or another patient's."""
    for item in case.chart.apart:
        if (
            item.fact.kind == test.kind
            and (item.why == ANOTHER_PATIENTS or "other_tumour" not in test.about)
            and _counts(test, item.fact, case)
            and any(_reading(test, item.fact, case, subject) for subject in test.subjects or (None,))
        ):
            yield item


def _told_closest(facts: list[Fact]) -> list[Fact]:
    """Without what the same note names more closely: "a high-grade sarcoma" beside "synovial sarcoma" is that one.

    Of one tumour and one day only: "a new carcinoma" beside "breast cancer 2010" is another one.
    """
    wider = {
        (fact.note_id, fact.date, fact.about, word)
        for fact in facts
        if fact.kind == "histology" and fact.presence == "present"
        for word in fact.value.is_a
    }
    return [
        fact for fact in facts
        if fact.kind != "histology" or fact.presence != "present" or (fact.note_id, fact.date, fact.about, fact.value.code) not in wider
    ]  # fmt: skip


def _not_taken_back(facts: list[Fact], subject: str) -> list[Fact]:
    """Without what a later note denies in the same word: HIV denied says nothing of other immune disease, but HIV is gone."""
    denied: dict[str, dt.date] = {}
    for fact in facts:
        if fact.presence == "absent" and fact.date is not None:
            word = getattr(fact.value, subject)
            denied[word] = max(fact.date, denied.get(word, fact.date))
    return [
        fact for fact in facts
        if fact.presence == "absent" or fact.date is None
        or fact.date >= denied.get(getattr(fact.value, subject), fact.date)
    ]  # fmt: skip


def _counts(test: FactTest, fact: Fact, case: Case) -> bool:
    if fact.person != test.person or fact.about not in test.about:
        return False
    if fact.time not in test.times and fact.presence != "absent":
        return False
    if fact.presence == "uncertain" and fact.evidence[0].section in _QUESTIONS:
        return False
    if fact.date is not None and fact.date > case.on and fact.presence != "absent":
        return False
    if test.sources and not _from(test, fact, case):
        return False
    current = _CURRENT.get(test.kind)
    chosen = (*test.where, current) if current else test.where
    passing = {
        "yes",
        None,
    }  # what a fact does not state does not rule it out: "no operations", "operation in 2009"
    return all(holds(item, fact, case) in passing for item in chosen)


def _from(test: FactTest, fact: Fact, case: Case) -> bool:
    """By the modality or confirmation the fact states, else by the family of its document."""
    field = TRAITS[test.kind].source
    if field:
        return word_of(fact, field) in test.sources
    document = case.chart.document(fact.note_id)
    return document is not None and document.family in test.sources


def _reading(test: FactTest, fact: Fact, case: Case, subject: Subject | None) -> Reading | None:
    if subject is not None:
        word = getattr(fact.value, python_name(fact.kind, TRAITS[fact.kind].subject))
        denied = (
            fact.presence == "absent"
        )  # a denial of "hepatitis" denies hepatitis B, never the other way round
        if word not in ({subject.word} | subject.wider if denied else subject.members):
            return None
        if denied and word != subject.word and str(getattr(fact.value, "text", "")).lower() in subject.parts:
            return None
    if fact.presence == "absent":
        return _denied(test, fact, case)
    found = [holds(item, fact, case) for item in test.tests]
    if found and all(item is None for item in found):
        return None if _is_silent(test, fact) else Reading(fact=fact, truth="unknown", vague=True)
    truth = all_of([item or "unknown" for item in found]) if found else "yes"
    if any(holds(item, fact, case) is None for item in test.where) and truth == "yes":
        truth = "unknown"
    if fact.presence == "uncertain":
        return Reading(fact=fact, truth="unknown", doubt=True)
    wide = any(is_wider(item, fact) for item in test.tests) or _is_one_end(fact)
    return Reading(fact=fact, truth=truth, vague=truth == "unknown" and wide)


def _is_one_end(fact: Fact) -> bool:
    """One end of "12 to 18 months": where it decides nothing, the other end may."""
    return isinstance(fact.value, Person) and fact.value.life_expectancy_comparator in {">=", "<="}


def _is_silent(test: FactTest, fact: Fact) -> bool:
    """A fact of another side of the kind (sex where age is asked) does not speak to the test at all."""
    return test.kind in {"person", "mitoses", "necrosis", "stage", "margin"} or (
        test.kind == "lab" and (fact.value.value is None or fact.value.unit == TIMES_ULN)
    )


def _denied(test: FactTest, fact: Fact, case: Case) -> Reading | None:
    """A documented absence answers as the trial file says, when it is of what is asked."""
    if test.absent == "ignored" or _is_of_a_part(fact):
        return None
    if not TRAITS[test.kind].subject and any(holds(item, fact, case) == "no" for item in test.tests):
        return None
    return Reading(fact=fact, truth=test.absent)


# Organs whose freedom from spread tells nothing of the lungs, where a sarcoma spreads first.
_PARTS = frozenset({"lymph node", "bone", "muscle", "skin", "soft tissue", "adrenal", "brain"})


def _is_of_a_part(fact: Fact) -> bool:
    """Whether a metastasis is denied of one organ only: "no lymphadenopathy" is not "no metastasis"."""
    return fact.kind == "metastasis" and fact.value.site in _PARTS
