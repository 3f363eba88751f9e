"""A draft held against the trial file that people wrote for the same text: do both answer alike?

Both are asked of the same charts: the example cases of the people's file, and patients. A criterion counts as
modelled alike when the draft never contradicts, never decides what people leave open, and leaves open at most
one in ten of the charts that people decide.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from trialsift.chart import Chart
from trialsift.criteria import Trial
from trialsift.evaluate import answers
from trialsift.gold.tables import aligned
from trialsift.packs.rules import Packs
from trialsift.screen import screening_date
from trialsift.trials.cases import case_chart

Verdict = Literal["same", "draft open", "people open", "contradicts"]
_VERDICTS: Sequence[Verdict] = ("same", "draft open", "people open", "contradicts")
_HEAD = ("criterion", "charts", *_VERDICTS, "alike")
_MOST_OPEN = 0.1  # of the charts that people decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What both answer to one criterion of one chart, of which at least one decides."""

    criterion: str
    chart: str
    people: str
    draft: str

    @property
    def verdict(self) -> Verdict:
        """How the draft's answer stands to the people's."""
        if self.people == self.draft:
            return "same"
        if self.draft == "unknown":
            return "draft open"
        return "people open" if self.people == "unknown" else "contradicts"

    def __str__(self) -> str:
        return f"{self.verdict}  {self.criterion} {self.chart}: people {self.people}, draft {self.draft}"


def pairs_of(people: Trial, draft: Trial, packs: Packs, *, patients: Iterable[Chart] = ()) -> list[Pair]:
    """Every criterion that both files have, asked of every chart; where both leave it open there is no pair."""
    asked = [(f"case {case.line}, {case.name}", *case_chart(case, packs)) for case in people.cases]
    asked += [(chart.patient_id, chart, screening_date(chart, None)[0]) for chart in patients]
    found: list[Pair] = []
    for name, chart, day in asked:
        drafted = {item.criterion: item.answer for item in answers(draft, chart, day)}
        found += [
            Pair(criterion=item.criterion, chart=name, people=item.answer, draft=drafted[item.criterion])
            for item in answers(people, chart, day)
            if item.criterion in drafted and {item.answer, drafted[item.criterion]} != {"unknown"}
        ]
    return found


def likeness_table(people: Trial, pairs: Sequence[Pair]) -> list[str]:
    """A line a criterion of the people's file, and how many are modelled alike."""
    rows: list[Sequence[str]] = [_HEAD]
    for criterion in people.criteria:
        counts = Counter(pair.verdict for pair in pairs if pair.criterion == criterion.id)
        cells = [str(counts[verdict]) for verdict in _VERDICTS]
        rows.append((criterion.id, str(counts.total()), *cells, "yes" if _alike(counts) else "no"))
    alike = sum(row[-1] == "yes" for row in rows)
    return [*aligned(rows), f"{alike} of {len(people.criteria)} criteria modelled as people did"]


def _alike(counts: Counter[Verdict]) -> bool:
    """A criterion that neither file decides is alike: both leave it to a person."""
    decided = counts["same"] + counts["draft open"]
    return (
        not counts["contradicts"]
        and not counts["people open"]
        and counts["draft open"] <= _MOST_OPEN * decided
    )
