"""The unit of a value that has none, told by the language of the note or by the units of the values beside it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from trialsift.extract.lab_value import standard
from trialsift.facts import Fact
from trialsift.packs.rules import Term


def told_by_language(fact: Fact, terms: Mapping[str, Term], text: str) -> Fact:
    """A bare haemoglobin of 6 to 9 is in g/dL where English is written; the Dutch and the Danes write mmol/L."""
    value = fact.value
    if value.analyte != "haemoglobin" or value.unit or value.value is None or value.uln:
        return fact
    english = _ENGLISH.search(text) and not _FOREIGN.search(text) and "," not in fact.evidence[0].quote[-4:]
    if not english or not _LOW_G_DL[0] <= value.value < _LOW_G_DL[1]:
        return fact
    told = standard(terms["haemoglobin"], value.value, "g/dl", written=value.written, low=value.lln)
    return replace(fact, value=replace(told, comparator=value.comparator))


_LOW_G_DL = (3, 9.5)  # what mmol/L may also be
_ENGLISH = re.compile(
    r"\b(?:the|and|was|with|today|today's|blood|after|but|from|which|since|an(?:a)?emia|admission|discharge|given|seen|well)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:het|een|geen|niet|und|mit|nicht|kein|og|uden|ikke|leukocyten|trombocyten|leukocytter)\b",
    re.IGNORECASE,
)


def in_one_system(found: Sequence[Fact], terms: Mapping[str, Term]) -> list[Fact]:
    """A laboratory writes molar or gram units, not both: creatinine 66 beside bilirubin 7 makes that µmol/L too."""
    known = {unit for fact in found if (unit := _system(fact))}
    if len(known) != 1:
        return list(found)
    system = known.pop()
    return [_told_by_system(fact, terms[fact.value.analyte], system) for fact in found]


def _system(fact: Fact) -> str:
    """ "molar" or "gram" where a value of creatinine or bilirubin shows it by its unit or its size."""
    value = fact.value
    if value.analyte == "haemoglobin":  # g/L is written where molar units are; g/dL beside either
        in_litres = re.match(r"\d{2,3}(?:\.\d+)?$", value.written)
        return "molar" if in_litres and value.unit and float(value.written) > _LEAST_G_L else ""
    if value.analyte not in {"creatinine", "bilirubin"} or value.unit is None or value.value is None:
        return ""
    number = re.match(r"[\d.]+", value.written)
    return "molar" if number and abs(float(number[0]) - value.value) < _SAME else "gram"


def _told_by_system(fact: Fact, term: Term, system: str) -> Fact:
    value = fact.value
    units = {"creatinine": ("umol/l", "mg/dl"), "bilirubin": ("umol/l", "mg/dl"), "haemoglobin": ("", "g/dl")}
    unit = units.get(term.id, ("", ""))[system == "gram"]
    if value.unit is not None or value.value is None or not unit or "?" in value.written:
        return fact
    told = standard(term, value.value, unit, written=value.written, low=value.lln, high=value.uln)
    return replace(fact, value=replace(told, comparator=value.comparator))


_LEAST_G_L = 30
_SAME = 1e-6  # a number that its unit's factor left as it was
