"""The NegEx test sentences: one concept in one sentence, and how it is asserted."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from trialsift.extract.context import answer
from trialsift.gold.public.cases import Case, rows_in
from trialsift.gold.statistics import Share, f1
from trialsift.packs.rules import Packs

_TIMES = {"Historical": "past", "Recent": "now"}  # "Not particular" is neither, and is not asked


def context_cases(data: Path, packs: Packs) -> Iterator[Case]:
    """Negation, temporality and experiencer; a concept that does not stand in its sentence counts as not denied."""
    for row in rows_in(data / "negation_sentences.jsonl.gz"):
        try:
            said = answer(row, packs)
        except ValueError:
            said = {
                "presence": "present",
                "time": "now",
                "person": "patient",
                "cues": ["not in the sentence"],
            }
        cues = ", ".join(map(str, said["cues"] if isinstance(said["cues"], list) else []))
        denied = {True: "absent", False: "not absent"}
        yield Case(
            field="negation", where=row["id"], accept=(denied[row["negation"] == "Negated"],),
            read=denied[said["presence"] == "absent"], rests_on=cues,
        )  # fmt: skip
        if time := _TIMES.get(row["temporality"]):
            read = "past" if said["time"] == "past" else "now"
            yield Case(field="temporality", where=row["id"], accept=(time,), read=read, rests_on=cues)
        whose = "patient" if row["experiencer"] == "Patient" else "relative"
        yield Case(field="experiencer", where=row["id"], accept=(whose,), read=said["person"], rests_on=cues)


def of_interest(cases: Sequence[Case]) -> list[str]:
    """Precision, recall and F1 of the rarer answer of each field: most sentences affirm, now, of the patient."""
    lines = []
    for field, word in (("negation", "absent"), ("temporality", "past"), ("experiencer", "relative")):
        own = [case for case in cases if case.field == field]
        gold = sum(word in case.accept for case in own)
        found = sum(case.read == word for case in own)
        right = sum(case.read == word and word in case.accept for case in own)
        mean = f1(found=found, right=right, gold=gold)
        shown = "none" if mean is None else f"{mean:.3f}"
        precision, recall = Share(hits=right, total=found), Share(hits=right, total=gold)
        lines.append(f"{field}, {word}: precision {precision}, recall {recall}, F1 {shown}")
    return lines
