"""summary.csv: one patient a line, for people with a spreadsheet. docs/report.md lists the columns."""

import csv
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from trialsift.answers import Screening
from trialsift.report.words import failing, one_line, questions, reasons, undecided

COLUMNS = (
    "patient_id", "trial", "on", "flag", "reasons", "failed", "unknown", "unknown_criteria",
    "next_question", "questions", "warnings",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_summary_csv(path: Path, screenings: Iterable[Screening]) -> None:
    """Write the screenings, with a column a criterion after the named ones, as UTF-8 with BOM.

    The BOM lets spreadsheets read accents. All screenings must be of one trial: a second set of
    criteria is a ValueError. The file appears under its name only when it is whole.
    """
    part = path.with_name(path.name + ".part")
    stream = iter(screenings)
    first = next(stream, None)
    criteria = tuple(answer.criterion for answer in first.answers) if first else ()
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out)
        rows.writerow([safe_cell(name) for name in (*COLUMNS, *criteria)])
        for screening in chain([first] if first else [], stream):
            rows.writerow([safe_cell(cell) for cell in _row(screening, criteria)])
    part.replace(path)


def safe_cell(text: str) -> str:
    """The text on one line, with an apostrophe before whatever a spreadsheet would run as a formula."""
    cell = one_line(text)
    return f"'{cell}" if text.startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def _row(screening: Screening, criteria: tuple[str, ...]) -> tuple[str, ...]:
    answers = {answer.criterion: answer for answer in screening.answers}
    if tuple(answers) != criteria:
        raise ValueError("the screenings of one summary must answer the same criteria in the same order")
    asks = questions(screening)
    return (
        screening.patient_id,
        screening.trial,
        screening.on.isoformat(),
        screening.flag,
        " | ".join(f"{item.criterion}: {item.words}".removeprefix(": ") for item in reasons(screening)),
        " ".join(answer.criterion for answer in failing(screening)),
        str(len(undecided(screening))),
        " ".join(answer.criterion for answer in undecided(screening)),
        asks[0] if asks else "",
        " | ".join(asks),
        " | ".join(_warnings(screening)),
        *(answers[name].answer for name in criteria),
    )


def _warnings(screening: Screening) -> list[str]:
    own = [f"{answer.criterion}: {words}" for answer in screening.answers for words in answer.warnings]
    return [*own, *screening.warnings]
