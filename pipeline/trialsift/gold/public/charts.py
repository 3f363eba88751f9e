"""Synthetic charts whose truth lists facts with their quotes: is there a fact of that kind at those words?"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from trialsift.extract import facts_in
from trialsift.facts import Fact
from trialsift.gold.public.cases import Case
from trialsift.note import Note
from trialsift.packs.rules import Packs
from trialsift.readers import read_notes
from trialsift.rows import plain

# The truth's names for kinds, and the kinds of ours that may state such a thing.
_KINDS: Mapping[str, tuple[str, ...]] = {
    "neurovascular_distance": ("neurovascular_relation",),
    "prior_treatment": ("treatment",),
    "comorbidity": ("condition", "histology", "treatment", "ecg"),
    "age": ("person",),
    "lab": ("lab", "ecg", "condition"),
    "metastasis": ("metastasis", "nodes"),
}
_NUMBERED = frozenset({"tumour_size", "ecog", "lab", "age", "neurovascular_distance"})
_SCALES = (1.0, 10.0, 0.1)  # cm against mm, g/L against g/dL


def chart_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Every fact of every truth.json: found at its words with its assertion (and number), or not."""
    notes = [item for item in read_notes(data / "charts") if isinstance(item, Note)]
    for path in sorted((data / "charts").glob("*/truth.json")):
        own = {Path(note.source).name: note for note in notes if Path(note.source).parent == path.parent}
        facts = {name: facts_in(note, packs) for name, note in own.items()}
        for told in json.loads(path.read_text(encoding="utf-8")).get("facts", ()):
            yield _case(told, own[told["note"]], facts[told["note"]], where=path.parent.name)


def _case(told: Mapping[str, Any], note: Note, facts: Sequence[Fact], *, where: str) -> Case:
    kinds = _KINDS.get(told["kind"], (told["kind"],))
    places = quote_places(note.text, told["quote"])
    met = [fact for fact in facts if fact.kind in kinds and _meets(fact, places)]
    right = any(_says(fact, told) for fact in met)
    own = [(fact, fact.evidence[0]) for fact in met[:4]]
    return Case(
        field=told["kind"], where=f"{where}/{told['note']}", accept=(_expected(told),),
        read=_expected(told) if right else _read(met[0]) if met else None,
        rests_on="; ".join(f"{item.rule_id} {fact.presence} {fact.time}" for fact, item in own),
    )  # fmt: skip


def _expected(told: Mapping[str, Any]) -> str:
    return ("not: " if told["negated"] else "") + str(told["value"])


def _read(fact: Fact) -> str:
    return f"{fact.presence} {plain(fact.value)}"


def quote_places(text: str, quote: str) -> list[tuple[int, int]]:
    """Every place of a quote in a text, white space in it as any white space."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return [match.span() for match in re.finditer(pattern, text)] if pattern else []


def _meets(fact: Fact, places: Sequence[tuple[int, int]]) -> bool:
    return any(item.start < end and start < item.end for item in fact.evidence for start, end in places)


def _says(fact: Fact, told: Mapping[str, Any]) -> bool:
    """Denied, past, doubtful, a relative's or another tumour's is what "negated" means in these truths."""
    aside = (
        fact.presence != "present"
        or fact.person != "patient"
        or fact.time == "past"
        or fact.about == "other_tumour"
    )
    if told["negated"]:
        return aside
    return fact.presence != "absent" and fact.person == "patient" and _numbers_agree(fact, told)


def _numbers_agree(fact: Fact, told: Mapping[str, Any]) -> bool:
    """Whether the first number of the truth's words is among the fact's, in one of the usual units."""
    first = re.search(r"\d+(?:\.\d+)?", str(told["value"]).replace("0 mm to", "0 mm "))
    if told["kind"] not in _NUMBERED or first is None:
        return True
    numbers = {float(word) for word in re.findall(r"\d+(?:\.\d+)?", json.dumps(plain(fact.value)))}
    return any(abs(number * scale - float(first[0])) < 0.051 for number in numbers for scale in _SCALES)
