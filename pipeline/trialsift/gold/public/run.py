"""The table over every public data set that is there, and the list of errors of one of them."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from trialsift.errors import UsageError
from trialsift.gold.public.cases import HEAD, Case, by_field, errors
from trialsift.gold.public.charts import chart_cases
from trialsift.gold.public.context import context_cases, of_interest
from trialsift.gold.public.forms import form_cases
from trialsift.gold.public.registry import registry_cases
from trialsift.gold.public.sarcoma import carcinosarcoma_cases, sarcoma_cases
from trialsift.gold.public.screening import answer_cases
from trialsift.gold.tables import aligned
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSet:
    """A set by name: the file or folder that must be there, and how its cases are made."""

    needs: str
    cases: Callable[[Path, Packs], Iterable[Case]]
    more: Callable[[Sequence[Case]], list[str]] = lambda _: []


SETS: Mapping[str, DataSet] = {
    "context": DataSet(needs="negation_sentences.jsonl.gz", cases=context_cases, more=of_interest),
    "sarcoma": DataSet(needs="sarcoma_gold.jsonl", cases=sarcoma_cases),
    "carcinosarcoma": DataSet(needs="carcinosarcoma_reports.jsonl.gz", cases=carcinosarcoma_cases),
    "registry": DataSet(needs="registry_gold_reports.jsonl.gz", cases=registry_cases),
    "forms": DataSet(needs="pathology_reports.jsonl.gz", cases=form_cases),
    "charts": DataSet(needs="charts", cases=chart_cases),
    "answers": DataSet(needs="charts", cases=answer_cases),
}


def table(data: Path, packs: Packs, *, names: Sequence[str]) -> list[str]:
    """The table of these sets, with the lines that a set adds below it; sets that are not there are named."""
    rows: list[tuple[str, ...]] = [HEAD]
    below: list[str] = []
    for name in names:
        if not (data / SETS[name].needs).exists():
            below.append(f"{name}: not scored, {SETS[name].needs} is not there")
            continue
        cases = list(SETS[name].cases(data, packs))
        rows += [score.cells() for score in by_field(name, cases)]
        below += SETS[name].more(cases)
    return [f"packs {packs.hash[:12]}", *aligned(rows), *below]


def main(words: Sequence[str], *, data: Path) -> None:
    """`score`, `score SET …` and `score --errors SET [FIELD …]`, on standard output."""
    packs = load_packs()
    if words and words[0] == "--errors":
        name, *fields = _known(words[1:2]) + list(words[2:])
        lines: Iterable[str] = errors(SETS[name].cases(data, packs), fields=fields)
    else:
        lines = table(data, packs, names=_known(words) or list(SETS))
    for line in lines:
        sys.stdout.write(f"{line}\n")


def _known(names: Sequence[str]) -> list[str]:
    if unknown := set(names) - SETS.keys():
        raise UsageError(f"unknown set {', '.join(sorted(unknown))}. Known: {', '.join(SETS)}.")
    return list(names)
