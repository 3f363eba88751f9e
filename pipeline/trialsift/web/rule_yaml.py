"""Notes about rules as candidate hits and misses, in the shape of the packs."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from trialsift.report.words import one_line
from trialsift.web.rule_notes import RuleNote

_HEAD = """\
# Candidate hits and misses, from notes of staff about what the rules read in reports of patients.
# NOT to be put into a pack as they are: reword each sentence and take out whatever could tell of a patient.
# hits: the words do state something, but not what was found. misses: the rule should not have matched.
"""


def notes_yaml(notes: Iterable[RuleNote]) -> str:
    """YAML with one entry a rule, each text in double quotes."""
    by_rule: dict[str, list[RuleNote]] = {}
    for note in notes:
        by_rule.setdefault(note.rule, []).append(note)
    yaml = YAML()
    yaml.width = 10_000
    yaml.allow_unicode = True
    out = io.StringIO()
    yaml.dump([_entry(name, by_rule[name]) for name in sorted(by_rule)], out)
    return _HEAD + out.getvalue()


def _entry(name: str, notes: Sequence[RuleNote]) -> Mapping[str, Any]:
    misses = [note for note in notes if note.wrong == "not about this"]
    hits = [note for note in notes if note not in misses]
    entry: dict[str, Any] = {"id": _text(name), "kind": _text(notes[0].kind)}
    if hits:
        entry["hits"] = [{"text": _text(note.sentence), **_told(note)} for note in hits]
    if misses:
        plain = [note.sentence.replace("[[", "").replace("]]", "") for note in misses]
        entry["misses"] = [
            {"text": _text(words), **_told(note)} for words, note in zip(plain, misses, strict=True)
        ]
    return entry


def _told(note: RuleNote) -> Mapping[str, Any]:
    return {
        "note": note.id, "state": _text(note.state), "found": _text(note.found), "wrong": _text(note.wrong),
        "comment": _text(note.comment),
    }  # fmt: skip


def _text(words: str) -> str:
    quoted: str = DoubleQuotedScalarString(one_line(words))
    return quoted
