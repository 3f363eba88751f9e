"""The reference page of the criteria language, made from the tables that the loader itself reads."""

from collections.abc import Iterable, Mapping

from trialsift.answers import Truth
from trialsift.evaluate.logic import AND, NOT, OR
from trialsift.facts import FACT_KINDS
from trialsift.traits import TRAITS, fields_of
from trialsift.trials.conditions import BOOLEANS, LIST_KEYS, OTHER_KEYS, WINDOW_KEYS, WORD_KEYS
from trialsift.trials.lint import RULES
from trialsift.trials.load import CRITERION_KEYS, TRIAL_KEYS

_TRUTHS: tuple[Truth, ...] = ("yes", "unknown", "no")
_HEAD = """# The language of trial files

This page is made by `scripts/docs` from the tables that the loader reads. A trial is one file in
patterns/trials/; an unknown key or word is refused with file, line and the nearest known word.

```yaml
trial: DEMO-001
protocol: "v3, section 4"
criteria:
  - id: I2
    says: "ECOG 0 or 1 within 60 days"       # the protocol's words, shown to staff
    include_if: {ecog: {one_of: [0, 1], pick: newest, within_days: 60}}
  - id: E1
    says: "Involved resection margin"
    exclude_if: {margin: {is: positive, pick: newest}}
cases:                                       # facts here are dated on the screening date
  - {have: {ecog: "1", margin: positive}, get: {I2: "yes", E1: "yes"}}
  - {have: {}, get: {all: unknown}}          # the silent chart; required
```

Limits carry units (`5 cm`, `9 g/dL`, `2.5 xULN`, `1 xLLN`, `18 years`, `470 ms`); a bare number only where the field has no
unit (ECOG, counts). A word of a vocabulary stands for everything below it (is-a); a wider word in a note ("sarcoma")
leaves the question open. A case's fact may give `ago: 6 weeks`, `date: 2025-03-01` or `date: unknown`, and presence, time,
person, about; `on:` sets the case's screening date.
"""


def page() -> str:
    """The whole page as Markdown."""
    parts = [
        _HEAD,
        _table("A trial", ("key", "meaning"), TRIAL_KEYS.items()),
        _table("A criterion", ("key", "meaning"), CRITERION_KEYS.items()),
        _table("Joining conditions", ("key", "meaning"), BOOLEANS.items()),
        _kinds(),
        _table("Which facts count, and which decides", ("key", "words", "meaning"), _choices()),
        _table("When", ("key", "meaning"), WINDOW_KEYS.items()),
        _table("Also", ("key", "meaning"), OTHER_KEYS.items()),
        _logic(),
        _table("What `trialsift trial check` finds", ("rule", "what it finds"), RULES.items()),
    ]
    return "\n".join(parts)


def _table(title: str, heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"## {title}\n", f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def _choices() -> Iterable[tuple[str, ...]]:
    for keys in (WORD_KEYS, LIST_KEYS):
        for name, (words, meaning) in keys.items():
            yield name, ", ".join(words), meaning


def _kinds() -> str:
    rows = []
    for kind in FACT_KINDS:
        traits = TRAITS[kind]
        main = f"about {traits.subject}" if traits.subject else traits.field or "presence"
        fields = ", ".join(_field(name, shape, words) for name, (shape, words) in fields_of(kind).items())
        rows.append((kind, main, fields or "none"))
    text = _table("Fact kinds and their fields", ("kind", "main field", "fields"), rows)
    operators = (
        "\nWords take `is`, `one_of`, `is_a` (and `unclear: [...]`, values that neither affirm nor deny, even where they belong to the class asked for); numbers take "
        "`at_least`, `at_most`, `more_than`, `less_than`, `between: [low, high]`, `is`. They stand in the test itself for the main "
        "field, or under a field's name; all tests of one fact test must hold on the same fact.\n"
    )
    return text + operators


def _field(name: str, shape: str, words: tuple[str, ...]) -> str:
    return f"{name} ({' / '.join(words)})" if words else f"{name} ({shape})"


def _logic() -> str:
    parts = ["## Truth\n\nStrong Kleene logic; a part that is left out (if_stated, silent) takes no side.\n"]
    for name, table in (("all", AND), ("any", OR)):
        parts.append(_truths(name, table))
    flipped = " | ".join(NOT[truth] for truth in _TRUTHS)
    parts.append(f"| | {' | '.join(_TRUTHS)} |\n|---|---|---|---|\n| **not** | {flipped} |\n")
    return "\n".join(parts)


def _truths(name: str, table: Mapping[tuple[Truth, Truth], Truth]) -> str:
    lines = [f"| **{name}** | {' | '.join(_TRUTHS)} |", "|---|---|---|---|"]
    for left in _TRUTHS:
        cells = " | ".join(table[left, right] for right in _TRUTHS)
        lines.append(f"| **{left}** | {cells} |")
    return "\n".join(lines) + "\n"
