"""Facts and screenings as JSON rows, and read back from them, so that a store can give them again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from trialsift.answers import Answer, Ask, Missing, Screening
from trialsift.facts import FACT_KINDS, Evidence, Fact


def plain(value: Any) -> Any:
    """A value as JSON holds it: dates as ISO 8601, tuples as lists, names as DESIGN.md spells them.

    Fields that are None, "" or () are left out, so that a row shows what the note stated.
    """
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {
        item.metadata.get("json", item.name): plain(getattr(value, item.name))
        for item in fields(value)
        if getattr(value, item.name) not in (None, "", ())
    }


def fact_row(fact: Fact, *, patient_id: str) -> dict[str, Any]:
    """The contract's JSON row of a fact: one line of `trialsift extract`."""
    return {
        "note_id": fact.note_id,
        "patient_id": patient_id,
        "kind": fact.kind,
        "value": plain(fact.value),
        "presence": fact.presence,
        "time": fact.time,
        "person": fact.person,
        "date": plain(fact.date),
        "evidence": [_evidence_row(item) for item in fact.evidence],
        "part": fact.part,
        "about": fact.about,
        "standing": fact.standing,
    }


def _evidence_row(item: Evidence) -> dict[str, Any]:
    return {
        "note_id": item.note_id,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "section": item.section,
        "rule_id": item.rule_id,
        "cues": list(item.cues),
    }


def screening_row(screening: Screening) -> dict[str, Any]:
    """The contract's JSON row of a screening: one line of screening.jsonl."""
    return {
        "patient_id": screening.patient_id,
        "trial": screening.trial,
        "on": screening.on.isoformat(),
        "on_from": screening.on_from,
        "flag": screening.flag,
        "reasons": list(screening.reasons),
        "answers": [_answer_row(item, screening.patient_id) for item in screening.answers],
        "flip_list": [_ask_row(item) for item in screening.flip_list],
        "checklist": [_ask_row(item) for item in screening.checklist],
        "warnings": list(screening.warnings),
        "pack_hash": screening.pack_hash,
        "trial_hash": screening.trial_hash,
        "code_hash": screening.code_hash,
    }


def _answer_row(answer: Answer, patient_id: str) -> dict[str, Any]:
    return {
        "criterion": answer.criterion,
        "answer": answer.answer,
        "passes": answer.passes,
        "because": answer.because,
        "used": [fact_row(fact, patient_id=patient_id) for fact in answer.used],
        "missing": [
            {"what": item.what, "silence": item.silence, "who": item.who, "question": item.question}
            for item in answer.missing
        ],
        "warnings": list(answer.warnings),
    }


def _ask_row(ask: Ask) -> dict[str, Any]:
    return {"who": ask.who, "question": ask.question, "settles": list(ask.settles)}


def fact_from_row(row: Mapping[str, Any]) -> Fact:
    """The Fact of a row that `fact_row` made. Raises KeyError or ValueError for a row of another make."""
    return Fact(
        kind=row["kind"], value=value_from_row(row["kind"], row["value"]), presence=row["presence"], time=row["time"],
        person=row["person"], date=_date(row["date"]), evidence=tuple(_evidence(item) for item in row["evidence"]),
        part=row.get("part", ""), about=row.get("about", "this_tumour"), standing=row.get("standing", "stands"),
    )  # fmt: skip


def value_from_row(kind: str, said: Mapping[str, Any]) -> Any:
    """The typed value of a kind from its plain form; what the row leaves out takes its default."""
    made = {}
    for name, key, turn in _turns(kind):
        if key in said:
            made[name] = turn(said[key])
    return FACT_KINDS[kind](**made)


def screening_from_row(row: Mapping[str, Any]) -> Screening:
    """The Screening of a row that `screening_row` made."""
    return Screening(
        patient_id=row["patient_id"], trial=row["trial"], on=dt.date.fromisoformat(row["on"]), on_from=row["on_from"],
        flag=row["flag"], reasons=tuple(row["reasons"]), answers=tuple(answer_from_row(item) for item in row["answers"]),
        flip_list=tuple(_ask(item) for item in row["flip_list"]), checklist=tuple(_ask(item) for item in row["checklist"]),
        warnings=tuple(row["warnings"]), pack_hash=row["pack_hash"], trial_hash=row["trial_hash"], code_hash=row.get("code_hash", ""),
    )  # fmt: skip


def answer_from_row(row: Mapping[str, Any]) -> Answer:
    """The Answer of one of the `answers` of a screening's row."""
    return Answer(
        criterion=row["criterion"], answer=row["answer"], passes=row["passes"], because=row["because"],
        used=tuple(fact_from_row(item) for item in row["used"]),
        missing=tuple(Missing(**item) for item in row["missing"]), warnings=tuple(row["warnings"]),
    )  # fmt: skip


def _ask(row: Mapping[str, Any]) -> Ask:
    return Ask(who=row["who"], question=row["question"], settles=tuple(row["settles"]))


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(**{**row, "cues": tuple(row["cues"])})


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


@cache
def _turns(kind: str) -> tuple[tuple[str, str, Any], ...]:
    """Of each field: its attribute, its name in JSON, and what makes the value of the plain one."""
    hints = get_type_hints(FACT_KINDS[kind])
    return tuple(
        (item.name, item.metadata.get("json", item.name), _turn(hints[item.name]))
        for item in fields(FACT_KINDS[kind])
    )


def _turn(hint: Any) -> Any:
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    if dt.date in options:
        return dt.date.fromisoformat
    return tuple if any(get_origin(item) is tuple for item in options) else _as_is


def _as_is(value: Any) -> Any:
    return value
