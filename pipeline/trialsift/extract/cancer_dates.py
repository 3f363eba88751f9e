"""When another cancer was found: "carcinoma of the breast 2011" is of 2011 and not of the letter's date."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from trialsift.extract.dates import dates_in, day_order
from trialsift.extract.reading import Reading, Sentence
from trialsift.facts import Fact

_BEFORE, _AFTER = 6, 40  # characters between a date and the name it dates


def dated_as_told(reading: Reading, facts: Sequence[Fact], sentences: Sequence[Sentence]) -> list[Fact]:
    """The same facts; other cancers with the last day of the date beside them, or of their first mention's.

    A letter that says "breast cancer 2011" and later "the breast cancer" speaks of one of 2011.
    """
    known: dict[str, dt.date] = {}
    made: list[Fact] = []
    for fact in facts:
        if fact.about == "other_tumour" and "other_cancer" in fact.value.is_a and fact.person == "patient":
            sentence = next((item for item in sentences if _holds(item, fact)), None)
            told = _beside(reading, sentence, fact) if sentence else None
            if told:
                known.setdefault(fact.value.code, told)
            date = told or known.get(fact.value.code)
            made.append(replace(fact, date=date) if date else fact)
        else:
            made.append(fact)
    return made


def _holds(sentence: Sentence, fact: Fact) -> bool:
    return sentence.starts[0] <= fact.evidence[0].start < sentence.ends[-1]


def _beside(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The date directly before the name ("2011 carcinoma …") or soon after it ("… (2011)")."""
    note, first = reading.note, fact.evidence[0]
    order = day_order(note.text, note.note_date)
    for dated in dates_in(sentence.text, anchor=note.note_date, order=order):
        start, end = sentence.start_of(dated.at), sentence.end_of(dated.to)
        near = 0 <= first.start - end <= _BEFORE or 0 <= start - first.end <= _AFTER
        clear = not any(mark in note.text[first.end : start] for mark in ";,.") if start > first.end else True
        if near and clear and (note.note_date is None or dated.date <= note.note_date):
            return min(dated.last, note.note_date or dated.last)
    return None
