"""Values that stand in the order of their names: "PT / INR 12.1 / 1.0", "AST and ALT 18 and 16"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trialsift.extract.lab_value import Value, value_at
from trialsift.extract.reading import Mention
from trialsift.packs.rules import Term

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


# "Hb, WCC and platelets were 105 g/L, 7.2 and 245 respectively": as many values as names, each with its unit or none.
_LISTED = re.compile(r",? and |,? ?& ?|, ?| ?/ ?", re.IGNORECASE)
_SAID = (
    r"(?: (?:levels?|values?|counts?|results?|both|all|is|are|was|were|of|at|today|now|(?:come|came) back(?: at| as)?|returned|measured|respectively))*+"
    r"[ :=-]*+"
)
_ITEM = (
    r"(?>[<>]? ?\d+(?:\.\d+)?(?: ?(?!(?:and|on|respectively|both|which|with|to|in)\b)(?:x ?10|10[*^(]|[a-z\u00b5\u03bc%/])[^ ,;]*"
    r"(?: ?/ ?[a-z0-9.]+(?: m\S?(?= |$))?| m[2\u00b2]| cent\b| e\d+ ?/ ?[a-z]+)?)?)"
)
_ITEMS = re.compile(
    rf"{_SAID}(?P<items>{_ITEM}(?:(?:{_LISTED.pattern}){_ITEM})++)(?P<each>,? respectively\b)?", re.IGNORECASE
)


def respective(text: str, named: Sequence[Mention], place: int, term: Term) -> Value | None:
    """The value of a name listed with others, where as many values follow in their order, with units of their own."""
    first = last = place
    while first and _LISTED.fullmatch(text, named[first - 1].to, named[first].at):
        first -= 1
    while last + 1 < len(named) and _LISTED.fullmatch(text, named[last].to, named[last + 1].at):
        last += 1
    if first == last or not (told := _ITEMS.match(text, named[last].to)):
        return None
    items = list(re.finditer(_ITEM, told["items"], re.IGNORECASE))
    by_order = told["each"] or "respectively" in text[named[last].to : told.start("items")]
    if len(items) != last - first + 1 or not (by_order or _is_plain(text, named[first], named[last])):
        return None
    item = items[place - first]
    at = told.start("items") + item.start()
    value = value_at(text, at, told.start("items") + item.end(), term)
    shared = value_at(text, told.start("items") + items[-1].start(), told.end("items"), term)
    return replace(value, unit=value.unit or (shared.unit if shared else "")) if value else None


def in_order(text: str, to: int) -> bool:
    """Whether several values follow a name that belong to several names: "... and platelets were 105 and 245 respectively"."""
    told = _ITEMS.match(text, to)
    return bool(told and told["each"])


def _is_plain(text: str, first: Mention, last: Mention) -> bool:
    """Whether two names are joined by "and", as a list with a comma may begin with a name that has no value."""
    return "," not in text[first.to : last.at]


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
