"""Checks of the words that a rule matches: slots of phrases, and expressions in RE2 syntax."""

import re
from collections.abc import Iterator

import re2

from trialsift.errors import Fault
from trialsift.packs.yaml_text import MapNode, TextNode, fault, unknown

SLOTS = ("number", "size", "date", "word")
_SLOT = re.compile(r"\{([^{}]*)\}")
_LOOKAROUND = re.compile(r"\(\?(?:<?[=!])")
_BACKREFERENCE = re.compile(r"\\[1-9]|\(\?P=")


def slot_faults(text: TextNode, *, owner: str, slots: bool = True) -> Iterator[Fault]:
    """Braces that hold no known slot; with slots=False (abbreviations) braces of any kind."""
    left = _SLOT.sub("", text.text)
    if "{" in left or "}" in left:
        yield fault(text, f"{owner}: a brace is not closed. Slots are written {{number}}.")
    for name in _SLOT.findall(text.text):
        if not slots:
            yield fault(text, f"{owner}: an abbreviation holds no slots.")
        elif name not in SLOTS:
            yield fault(text, f"{owner}: {unknown('slot', name, SLOTS)}")


def regex_faults(rule: MapNode, *, owner: str) -> Iterator[Fault]:
    """A regex without a reason, in other than RE2 syntax, or matching nothing at all."""
    node = rule.get("regex")
    if not isinstance(node, TextNode) or not node.text:
        return
    if rule.get("why") is None:
        yield fault(node, f'{owner}a regex needs a "why": what phrases cannot say here.')
    if problem := _problem(node.text):
        yield fault(node, f"{owner}regex {problem}")


def _problem(pattern: str) -> str:
    try:
        compiled = re2.compile(pattern, _quiet())
    except re2.error as error:
        return f"does not compile: {_reason(pattern, error)}"
    return "matches empty text, so it would match everywhere." if compiled.search("") else ""


def _quiet() -> "re2.Options":
    """RE2 writes the pattern to stderr when it does not compile; the message says it better."""
    options = re2.Options()
    options.log_errors = False
    return options


def _reason(pattern: str, error: Exception) -> str:
    if _LOOKAROUND.search(pattern):
        return "RE2 has no lookaround (?= (?! (?<= (?<!. Use unless_before or unless_after."
    if _BACKREFERENCE.search(pattern):
        return "RE2 has no back references. Write the alternatives out."
    said = error.args[0] if error.args else ""
    said = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{said}. The syntax is RE2's."
