"""Which rule read a quote, and notes to the annotators about rules that read wrongly.

A note holds the sentence with the words that were read in [[ ]], as the packs write hits. Notes and their
states are rows that are never changed: the newest state counts, and without one a note is open.
"""

import datetime as dt
import json
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from trialsift.answers import Answer
from trialsift.facts import Evidence, Fact
from trialsift.note import Note
from trialsift.packs.rules import FactRule, Packs, Place, Term
from trialsift.rows import plain

Wrong = Literal[
    "not about this", "negated", "other value", "other person or time", "missed words", "something else"
]  # fmt: skip
WRONGS: tuple[Wrong, ...] = get_args(Wrong)
NoteState = Literal["open", "taken", "done"]
NOTE_STATES: tuple[NoteState, ...] = get_args(NoteState)
_ENDS = re.compile(r"[.!?](?=\s)|\n")
_REACH = 300  # characters to either side: a report without full stops has no sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as staff see it. place is None for what is read by the program itself; phrases or a regex, never both."""

    id: str
    kind: str
    place: Place | None = None
    phrases: tuple[str, ...] = ()
    regex: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One quote of an answer: what stands around it in its sentence, the rules that read it, and what they found."""

    before: str
    quote: str
    after: str
    where: str
    rules: tuple[Rule, ...]
    found: tuple[str, ...]

    @property
    def marked(self) -> str:
        """The sentence as the packs write a hit; brackets of the report's own are set apart."""
        before, quote, after = (
            part.replace("[[", "[ [").replace("]]", "] ]") for part in (self.before, self.quote, self.after)
        )
        return f"{before}[[{quote}]]{after}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNote:
    """A note to the annotators. found is what the rule made of the quote, wrong what is wrong with it."""

    id: int
    at: str
    who: str
    number: int
    criterion: str
    rule: str
    kind: str
    sentence: str
    quote: str
    found: str
    wrong: str
    comment: str
    pack_hash: str
    state: str


def reading_of(answer: Answer, index: int, notes: Sequence[Note], packs: Packs | None) -> Reading | None:
    """The quote at an index, counted as the patient page shows them; None when there is none."""
    places: dict[tuple[str, int, int], list[tuple[Fact, Evidence]]] = {}
    for fact in answer.used:
        for item in fact.evidence:
            places.setdefault((item.note_id, item.start, item.end), []).append((fact, item))
    if not 0 <= index < len(places):
        return None
    held = list(places.values())[index]
    item = held[0][1]
    before, after = _around(item, notes)
    rules = dict.fromkeys((said.rule_id, fact.kind) for fact, said in held)
    return Reading(
        before=before, quote=item.quote, after=after, where=item.note_id,
        rules=tuple(rule_named(name, kind, packs) for name, kind in rules),
        found=tuple(dict.fromkeys(_found(fact) for fact, _ in held)),
    )  # fmt: skip


def rule_named(name: str, kind: str, packs: Packs | None) -> Rule:
    """The rule of an id: one of patterns/facts, a vocabulary's term ("site.stomach"), or the program's own."""
    for rule in packs.facts.get(kind, ()) if packs else ():
        if rule.id == name:
            return _fact_rule(rule)
    family, _, term = name.partition(".")
    vocabulary = packs.vocab.get(family) if packs else None
    if vocabulary and term in vocabulary.terms:
        return _term_rule(name, kind, vocabulary.terms[term])
    return Rule(id=name, kind=kind)


def add_note(
    db: sqlite3.Connection, reading: Reading, rule: Rule, *, number: int, criterion: str, wrong: Wrong, comment: str,
    pack_hash: str, who: str,
) -> None:  # fmt: skip
    """Keep a note about a rule."""
    values = (
        _now(), who, number, criterion, rule.id, rule.kind, reading.marked, reading.quote, "; ".join(reading.found), wrong,
        comment, pack_hash,
    )  # fmt: skip
    db.execute(
        "INSERT INTO rule_notes (at, who, number, criterion, rule, kind, sentence, quote, found, wrong, comment, pack_hash) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        values,
    )


def set_note_state(db: sqlite3.Connection, note: int, state: NoteState, *, who: str) -> bool:
    """Add a state to a note; False when there is no such note."""
    if db.execute("SELECT 1 FROM rule_notes WHERE id = ?", (note,)).fetchone() is None:
        return False
    db.execute(
        "INSERT INTO rule_note_states (at, who, note, state) VALUES (?,?,?,?)", (_now(), who, note, state)
    )
    return True


def rule_notes(db: sqlite3.Connection, *, state: str = "", rule: str = "") -> list[RuleNote]:
    """The notes, newest first, those of one state or rule when these are given."""
    rows = db.execute(
        "SELECT * FROM (SELECT n.*, coalesce((SELECT s.state FROM rule_note_states s WHERE s.note = n.id "
        "ORDER BY s.id DESC LIMIT 1), 'open') AS state FROM rule_notes n) "
        "WHERE (:state = '' OR state = :state) AND (:rule = '' OR rule = :rule) ORDER BY id DESC",
        {"state": state, "rule": rule},
    )
    return [RuleNote(**dict(row)) for row in rows]


def noted_rules(notes: Iterable[RuleNote]) -> tuple[str, ...]:
    """The rules that notes are about, by name."""
    return tuple(sorted({note.rule for note in notes}))


def _fact_rule(rule: FactRule) -> Rule:
    return Rule(
        id=rule.id, kind=rule.kind, place=rule.place, phrases=rule.phrases or rule.labels, regex=rule.regex or "", why=rule.why
    )  # fmt: skip


def _term_rule(name: str, kind: str, term: Term) -> Rule:
    return Rule(id=name, kind=kind, place=term.place, phrases=(*term.words, *term.short), why=term.name)


def _around(item: Evidence, notes: Sequence[Note]) -> tuple[str, str]:
    """The rest of the sentence; nothing when the note is not at hand or reads differently now."""
    text = next((note.text for note in notes if note.note_id == item.note_id), "")
    if text[item.start : item.end] != item.quote:
        return "", ""
    left, right = text[max(0, item.start - _REACH) : item.start], text[item.end : item.end + _REACH]
    begins = [found.end() for found in _ENDS.finditer(left)]
    ends = _ENDS.search(right)
    return left[begins[-1] if begins else 0 :].lstrip(), right[: ends.end() if ends else len(right)].rstrip()


def _found(fact: Fact) -> str:
    value = plain(fact.value)
    told = (
        {name: part for name, part in value.items() if part not in (None, "", [])}
        if isinstance(value, dict)
        else value
    )
    axes = ", ".join((fact.presence, fact.time, fact.person))
    return f"{fact.kind} {json.dumps(told, ensure_ascii=False)} ({axes})"


def _now() -> str:
    return dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
