"""Values that stand in the order of their names: "PT / INR 12.1 / 1.0", "AST and ALT 18 and 16"."""

import re
from collections.abc import Sequence

from trialsift.extract.lab_value import Value
from trialsift.extract.reading import Mention

_JOINED = re.compile(r" ?/ ?| and | ?& ?", re.IGNORECASE)
_LIST = re.compile(
    r"(?: (?:is|are|was|were|of|at))?[ :=|-]*+(\d+(?:\.\d+)?k?(?:(?: ?/ ?| and | ?& ?)\d+(?:\.\d+)?k?)+)",
    re.IGNORECASE,
)
# A pair with a name that is no analyte here: "BUN/Creat 14/0.7", "T.Bil/D.Bil 0.6/0.2".
_UREA_BEFORE = re.compile(r"\b(?:bun|urea|ur|sun) ?/ ?(?:s\.? ?)?$", re.IGNORECASE)
_DIRECT_AFTER = re.compile(
    r" ?(?:total|tot|t)? ?/ ?(?:d\.? ?bil\w*|direct|dbil\w*|db|dir|d|conj\w*)\b[ .]*(?:bil\w*)?",
    re.IGNORECASE,
)
_PAIR = re.compile(r"[ :=|-]*+(?P<first>\d+(?:\.\d+)?) ?/ ?(?P<second>\d+(?:\.\d+)?)(?![/.]?\d)")

# A pair with "and" of which one is no analyte here: "BUN and creatinine 10 and 0.9", "PT and INR of 13.4 seconds and 1.09".
_MEASURED = (
    r"(?:bun|urea|ha?ematocrit|hct|pcv|ha?emoglobin|hgb|hb|sodium|potassium|chloride|bicarb\w*|glucose|calcium|magnesium|ptt|aptt|pt|inr|ast|alt|sgot|sgpt|"
    r"creatinine|cr|albumin|protein|wbc|white count|platelets?|lipase|amylase|prothrombin time|partial thromboplastin time)"
)
_NAME_BEFORE = re.compile(rf"\b{_MEASURED} (?:and|&) $", re.IGNORECASE)
_NAME_AFTER = re.compile(rf" (?:and|&) {_MEASURED}\b", re.IGNORECASE)
_NUMBER = r"\d+(?:\.\d+)?"
_TWO = re.compile(
    rf"(?: (?:levels?|values?|was|were|is|are|at|of|today|now|came back|returned))*[ :=]+(?P<first>{_NUMBER}) ?(?:[a-z%]+(?:/[a-z]+)? ?)?(?:and|&) ?(?P<second>{_NUMBER})(?![\d/])",
    re.IGNORECASE,
)


def paired(text: str, named: Sequence[Mention], place: int) -> Value | None:
    """The value of a name joined with others by strokes or "and", where as many values follow."""
    first = last = place
    while first and _JOINED.fullmatch(text, named[first - 1].to, named[first].at):
        first -= 1
    while last + 1 < len(named) and _JOINED.fullmatch(text, named[last].to, named[last + 1].at):
        last += 1
    if first == last:
        return None
    values = _LIST.match(text, named[last].to)
    if not values or len(numbers := _JOINED.split(values[1])) != last - first + 1:
        return None
    return _value(numbers[place - first].strip(), values.start(1), values.end(1))


def half_of_pair(text: str, mention: Mention) -> Value | None:
    """The value of a name that is joined with one of another quantity."""
    after = _DIRECT_AFTER.match(text, mention.to) if mention.value == "bilirubin" else None
    if after and (pair := _PAIR.match(text, after.end())):
        return _value(pair["first"], pair.start("first"), pair.end())
    if mention.value == "creatinine" and _UREA_BEFORE.search(text[max(0, mention.at - 12) : mention.at]):
        pair = _PAIR.match(text, mention.to)
        return _value(pair["second"], pair.start("second"), pair.end()) if pair else None
    return _half_of_two(text, mention)


def _half_of_two(text: str, mention: Mention) -> Value | None:
    if _NAME_BEFORE.search(text[: mention.at]):
        two = _TWO.match(text, mention.to)
        return _value(two["second"], two.start("first"), two.end()) if two else None
    other = _NAME_AFTER.match(text, mention.to)
    two = _TWO.match(text, other.end()) if other else None
    return _value(two["first"], two.start("first"), two.end()) if two else None


def _value(written: str, at: int, to: int) -> Value:
    thousands = written[-1] in "kK"
    number = float(written.rstrip("kK"))
    return Value(
        number=number * 1000 if thousands else number,
        written=written,
        unit="",
        sign="=",
        low=None,
        high=None,
        at=at,
        to=to,
    )
