"""From mentions to facts: the evidence, the assertion and the date that every kind gives its facts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, cast

from trialsift.extract.reading import Assertion, Mention, Reading, Sentence
from trialsift.facts import About, Evidence, Fact, Presence, Standing, Time, Whose, evidence_in

_UNSET: Any = object()


def mentions_of(reading: Reading, kind: str, *roles: str) -> Iterator[tuple[Sentence, Mention]]:
    """Every mention of a kind (in these roles, or all) with its sentence, in text order."""
    for sentence in reading.sentences:
        for mention in sentence.mentions:
            if mention.kind == kind and (not roles or mention.role in roles):
                yield sentence, mention


def fact_from(
    reading: Reading,
    sentence: Sentence,
    mentions: Sequence[Mention],
    *,
    kind: str,
    value: object,
    at: int | None = None,
    to: int | None = None,
    assertion: Assertion | None = None,
    date: dt.date | None = _UNSET,
    about: str = "this_tumour",
    more: Sequence[Evidence] = (),
    presence: str | None = None,
    time: str | None = None,
    person: str | None = None,
    standing: str = "stands",
) -> Fact:
    """A fact that rests on mentions of one sentence; the first one lends rule id and assertion.

    at/to widen the quote to a stretch of the sentence's normalised text (a size beside its word).
    date is the note's unless given; more is evidence from other sentences. presence, time and person
    replace what the mention's cues say.
    """
    first = mentions[0]
    asserted = assertion or first.assertion
    places = [(mention.start, mention.end) for mention in mentions]
    if at is not None and to is not None:
        places.append((sentence.start_of(at), sentence.end_of(to)))
    own = evidence_in(
        reading.note,
        min(start for start, _ in places),
        max(end for _, end in places),
        section=sentence.section,
        rule_id=first.rule_id,
        cues=asserted.cues,
    )
    return Fact(
        kind=kind,
        value=value,
        date=reading.note.note_date if date is _UNSET else date,
        evidence=(own, *more),
        part=sentence.part,
        about=cast("About", about),
        presence=cast("Presence", presence or asserted.presence),
        time=cast("Time", time or asserted.time),
        person=cast("Whose", person or asserted.person),
        standing=cast("Standing", standing),
    )
