"""Holds a rule against its own examples: what `packs check` and the pack tests run."""

from collections.abc import Iterator
from dataclasses import fields

from trialsift.extract import facts_in
from trialsift.extract.engine import engine_for
from trialsift.extract.reading import Mention, Sentence
from trialsift.facts import FACT_KINDS, Fact
from trialsift.note import Note
from trialsift.packs.rules import CueRule, Example, FactRule, Packs, SectionRule
from trialsift.packs.yaml_text import nearest
from trialsift.rows import plain
from trialsift.traits import json_name

# The concept in a cue's brackets is given from outside, as `trialsift context` does.
Rule = FactRule | CueRule | SectionRule


def check_hit(rule: Rule, example: Example, packs: Packs) -> str | None:
    """What is wrong with a hit, in a sentence; None when the rule does what the example asks."""
    if isinstance(rule, CueRule):
        from trialsift.extract.context import assertion_in

        said = assertion_in(example.text, example.marks[0], packs)
        return (
            None
            if _sets(rule, said)
            else f"the bracketed words come out as {said.presence}, {said.time}, {said.person}"
        )
    if isinstance(rule, SectionRule):
        return None if rule.section in _sections(example, packs) else "no section of this name opens here"
    return _fact_hit(rule, example, packs)


def check_miss(rule: Rule, example: Example, packs: Packs) -> str | None:
    """What is wrong with a miss, in a sentence; None when the rule stays quiet."""
    if isinstance(rule, CueRule):
        from trialsift.extract.context import assertion_in

        if not example.marks:
            return None
        said = assertion_in(example.text, example.marks[0], packs)
        quiet = rule.sets in {"stop", "nothing"} or not _sets(rule, said)
        return None if quiet else f"the bracketed words come out as {rule.sets}"
    if isinstance(rule, SectionRule):
        return "a section of this name opens here" if rule.section in _sections(example, packs) else None
    if any(mention.rule_id == rule.id for _, mention in _mentions(rule, example, packs)) and _facts(
        rule, example, packs
    ):
        return "the rule gives a fact here"
    return None


def _sets(rule: CueRule, said: object) -> bool:
    if rule.sets in {"stop", "nothing"}:
        return getattr(said, "presence", "") != "absent"
    return rule.sets in {getattr(said, axis) for axis in ("presence", "time", "person")}


def _fact_hit(rule: FactRule, example: Example, packs: Packs) -> str | None:
    matched = [mention for _, mention in _mentions(rule, example, packs) if mention.rule_id == rule.id]
    if not matched:
        return "the rule does not match; `trialsift packs try` shows what does in this sentence"
    for start, end in example.marks:
        if not any(mention.start <= start and end <= mention.end for mention in matched):
            covered = ", ".join(repr(example.text[mention.start : mention.end]) for mention in matched)
            return f"the match covers {covered} and not the bracketed words"
    if rule.role == "value" and not _facts(rule, example, packs):
        others = sorted({item.role for item in packs.facts[rule.kind]} - {"value"})
        meant = f"; roles of {rule.kind}: {', '.join(others)}" if others else ""
        return f'the rule matches, but no fact rests on it: give it the role in which it is read, "role: …"{meant}'
    if example.value is None:
        return None
    facts = _facts(rule, example, packs, any_rule=True)
    if any(_agrees(plain(fact.value), example.value) for fact in facts):
        return None
    said = f"no fact has this value; found {[plain(fact.value) for fact in facts]}"
    return ". ".join([said, *_misspelt(rule, example, packs)])


def _misspelt(rule: FactRule, example: Example, packs: Packs) -> Iterator[str]:
    """A role that no other rule of the kind has, and names in the example's value that facts of the kind have not."""
    others = {item.role for item in packs.facts[rule.kind] if item.id != rule.id}
    if others and rule.role not in others:
        yield f'No other rule has the role "{rule.role}". {nearest(rule.role, others)}'.rstrip()
    known = [json_name(rule.kind, item.name) for item in fields(FACT_KINDS[rule.kind])]
    for key in example.value if isinstance(example.value, dict) else ():
        if key not in known:
            yield f'{rule.kind} has no "{key}": {", ".join(known)}'


def _agrees(value: dict[str, object], wanted: dict[str, object] | object) -> bool:
    if not isinstance(wanted, dict):
        return False
    return all(_text(value.get(key)) == _text(item) for key, item in wanted.items())


def _text(value: object) -> str:
    """Values as compared with YAML text: 40.0 and 40 agree, lists by their items."""
    if isinstance(value, list | tuple):
        return ",".join(_text(item) for item in value)
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    try:
        return f"{float(value):g}"  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return str(value)


def _facts(rule: FactRule, example: Example, packs: Packs, *, any_rule: bool = False) -> list[Fact]:
    found = facts_in(_note(rule, example), packs)
    return [fact for fact in found if fact.kind == rule.kind and (any_rule or _rests_on(fact, rule))]


def _rests_on(fact: Fact, rule: FactRule) -> bool:
    return any(item.rule_id == rule.id for item in fact.evidence)


def _mentions(rule: FactRule, example: Example, packs: Packs) -> list[tuple[Sentence, Mention]]:
    reading = engine_for(packs).read(_note(rule, example))
    return [(sentence, mention) for sentence in reading.sentences for mention in sentence.mentions]


def _note(rule: FactRule, example: Example) -> Note:
    """The example as a note of the first kind of document and section in which the rule may speak."""
    return Note(
        note_id="example",
        patient_id="example",
        text=example.text,
        note_type=rule.documents[0] if rule.documents else "",
    )


def _sections(example: Example, packs: Packs) -> set[str]:
    return engine_for(packs).sections_of(example.text)
