"""The facts of a trial file's example cases: {ecog: 1, lab: {hb: 11 g/dL}} made into a Chart."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from dateutil.relativedelta import relativedelta

from trialsift.chart import Chart, Document, chart_of
from trialsift.criteria import Case
from trialsift.facts import (
    FACT_KINDS,
    TIMES_ULN,
    Condition,
    Ecog,
    Evidence,
    Fact,
    Grade,
    Histology,
    Lab,
    Margin,
    NeurovascularRelation,
    Treatment,
)
from trialsift.packs.rules import Packs
from trialsift.packs.yaml_text import unknown
from trialsift.traits import TRAITS, fields_of, python_name
from trialsift.units import days, limit, period

_WORST_ECOG = 5
ON = dt.date(2025, 6, 30)  # the screening date of cases that give none
_AXES = ("presence", "time", "person", "about", "standing", "part")
_DATES = ("from", "to", "birth_date")
_OWN = (*_AXES, "date", "ago", "note")


def case_chart(case: Case, packs: Packs) -> tuple[Chart, dt.date]:
    """The chart that a case describes and its screening date. Facts without a date or `ago` are of that day."""
    facts, on = case_facts(case, packs)
    documents = {fact.note_id: Document(note_id=fact.note_id, date=_told(fact, on)) for fact in facts}
    return chart_of("case", facts, documents.values()), on


def case_facts(case: Case, packs: Packs) -> tuple[list[Fact], dt.date]:
    """The facts of a case, and its screening date. Raises ValueError, worded for the author, when a value is not understood."""
    on = dt.date.fromisoformat(case.on) if case.on else ON
    return [fact for kind, said in case.have for fact in _facts(kind, said, packs, on)], on


def _told(fact: Fact, on: dt.date) -> dt.date | None:
    """The day of a fact's note: its own, but a past event with a date is told on the screening date."""
    return on if fact.time == "past" and fact.date else fact.date


def _facts(kind: str, said: Any, packs: Packs, on: dt.date) -> Iterator[Fact]:
    if kind not in FACT_KINDS:
        raise ValueError(unknown("fact kind", kind, FACT_KINDS))
    for item in said if isinstance(said, list) else [said]:
        yield _fact(kind, item if isinstance(item, dict) else _short(kind, item), packs, on)


def _short(kind: str, word: str) -> dict[str, Any]:
    """A bare word: the main value, or the presence where the kind has none ("metastasis: absent")."""
    main = TRAITS[kind].subject or TRAITS[kind].field
    if not main or (not TRAITS[kind].subject and word in {"present", "absent", "uncertain"}):
        return {"presence": word}
    return {"class" if kind == "treatment" else main: word}


def _fact(kind: str, said: Mapping[str, Any], packs: Packs, on: dt.date) -> Fact:
    if unknown := set(said) - set(fields_of(kind)) - set(_OWN) - {"high", *_DATES}:
        raise ValueError(
            f"{kind} has no {', '.join(sorted(unknown))}. Known: {', '.join((*fields_of(kind), *_OWN))}."
        )
    date = _date(said, on)
    note_id = f"{said.get('note', kind)}_{date or 'undated'}"
    quote = f"{kind} {' '.join(str(part) for part in said.values())}"
    value = _value(kind, {name: part for name, part in said.items() if name not in _OWN}, packs, on)
    axes: dict[str, Any] = {name: said[name] for name in _AXES if name in said}
    evidence = (Evidence(note_id=note_id, start=0, end=len(quote), quote=quote),)
    return Fact(kind=kind, value=value, date=date, evidence=evidence, **axes)


def _date(said: Mapping[str, Any], on: dt.date) -> dt.date | None:
    if said.get("date") == "unknown":
        return None
    if "date" in said:
        return dt.date.fromisoformat(said["date"])
    return on - delta(said["ago"]) if "ago" in said else on


def delta(text: str) -> relativedelta:
    """A period of a trial file as calendar arithmetic."""
    found = period(text)
    return relativedelta(**cast("Any", {found.unit: found.number}))


def _value(kind: str, said: Mapping[str, Any], packs: Packs, on: dt.date) -> Any:
    if special := _SPECIAL.get(kind):
        return special(said, packs, on)
    return FACT_KINDS[kind](**_arguments(kind, said, on))


def _arguments(kind: str, said: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    return {python_name(kind, name): _scalar(kind, name, part, on) for name, part in said.items()}


def _scalar(kind: str, name: str, part: Any, on: dt.date) -> Any:
    shape = fields_of(kind).get(name, ("word", ()))[0]
    if shape == "flag":
        return part == "yes"
    if name in _DATES:
        return (
            on - delta(part.removesuffix(" ago"))
            if str(part).endswith(" ago")
            else dt.date.fromisoformat(part)
        )
    if shape != "number":
        return part
    unit = "mm" if name.endswith("_mm") else TRAITS[kind].unit if name == TRAITS[kind].field else ""
    number = days(part) if name.endswith("_days") else limit(part, unit=unit).number
    return int(number) if float(number).is_integer() and name not in {"qtc_ms", "percent"} else number


def _histology(said: Mapping[str, Any], packs: Packs, on: dt.date) -> Histology:
    vocabulary = packs.vocab["histology"]
    code = said["code"]
    if code not in vocabulary.terms:
        raise ValueError(unknown("histology term", code, vocabulary.terms))
    term = vocabulary.terms[code]
    more = {name: part for name, part in said.items() if name != "code"}
    found = Histology(
        code=code, name=term.name, family=str(term.more.get("family", "")), is_a=vocabulary.ancestors(code), confirmed_by="pathology",
    )  # fmt: skip
    return replace(found, **_arguments("histology", more, on))


def _lab(said: Mapping[str, Any], packs: Packs, _on: dt.date) -> Lab:
    terms = packs.vocab["analyte"].terms
    if said["analyte"] not in terms:
        raise ValueError(unknown("analyte", said["analyte"], terms))
    term = terms[said["analyte"]]
    number = limit(said["value"], unit="", analyte=term) if "value" in said else None
    uln, lln = (
        limit(said[end], unit="", analyte=term).number if end in said else None for end in ("uln", "lln")
    )
    return Lab(
        analyte=term.id, written=str(said.get("value", "")), value=number.number if number else None,
        unit=TIMES_ULN if number and number.times_uln else str(term.more["unit"]),
        uln=1.0 if number and number.times_uln else uln, lln=lln, comparator=said.get("comparator", "="), word=said.get("word"),
    )  # fmt: skip


def _ecog(said: Mapping[str, Any], _packs: Packs, _on: dt.date) -> Ecog:
    low, _, high = str(said["grade"]).partition("-")
    if any(not end.isdecimal() or int(end) > _WORST_ECOG for end in (low, high or low)):
        raise ValueError(f'"{said["grade"]}" is no ECOG grade. Write 0 to {_WORST_ECOG}, or a range: 1-3.')
    return Ecog(
        low=int(low), high=int(high or low), scale=said.get("scale", "ecog"), written=str(said["grade"])
    )


def _size(said: Mapping[str, Any], _packs: Packs, on: dt.date) -> Any:
    found = _arguments("tumour_size", said, on)
    return FACT_KINDS["tumour_size"](**found, dims_mm=(found["max_mm"],))


def _relation(said: Mapping[str, Any], _packs: Packs, on: dt.date) -> NeurovascularRelation:
    found = {
        "structure": "vessel",
        "structure_type": "vessel",
        "relation": "separated",
        **_arguments("neurovascular_relation", said, on),
    }
    if found["relation"] in {"abuts", "encases", "invades"}:
        found.setdefault("distance_mm", 0.0)
    return NeurovascularRelation(**cast("Any", found))


def _grade(said: Mapping[str, Any], _packs: Packs, on: dt.date) -> Grade:
    scheme = "fnclcc" if said["value"].isdecimal() else "two_tier"
    return Grade(**cast("Any", {"scheme": scheme, **_arguments("grade", said, on)}))


def _treatment(said: Mapping[str, Any], _packs: Packs, on: dt.date) -> Treatment:
    return Treatment(**cast("Any", {"treatment_class": "any", **_arguments("treatment", said, on)}))


def _condition(said: Mapping[str, Any], packs: Packs, on: dt.date) -> Condition:
    terms = packs.vocab["condition"].terms
    if said["concept"] not in terms:
        raise ValueError(unknown("condition", said["concept"], terms))
    return Condition(**cast("Any", _arguments("condition", said, on)))


def _margin(said: Mapping[str, Any], _packs: Packs, on: dt.date) -> Margin:
    return Margin(**cast("Any", _arguments("margin", said, on)))


_SPECIAL: Mapping[str, Any] = {
    "histology": _histology, "lab": _lab, "ecog": _ecog, "tumour_size": _size, "neurovascular_relation": _relation,
    "treatment": _treatment, "condition": _condition,
    "grade": _grade, "margin": _margin,
}  # fmt: skip
