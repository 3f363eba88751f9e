"""The HTML report: one file without scripts or outside assets, written patient by patient."""

import base64
import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from trialsift.answers import Flag, Screening
from trialsift.criteria import Trial
from trialsift.note import Note
from trialsift.report.marks import visible
from trialsift.report.view import Line, sheet_of
from trialsift.report.words import FLAG_SIGNS, FLAGS, briefly

_COPY = 1 << 16  # characters carried at once from the waiting patients into the file


def report_html(screenings: Iterable[Screening], notes: Mapping[str, Note], trial: Trial) -> str:
    """The whole report as text, for a few patients; `write_report` holds one patient at a time."""
    by_patient: dict[str, list[Note]] = {}
    for note in notes.values():
        by_patient.setdefault(note.patient_id, []).append(note)
    out = StringIO()
    patients = ((screening, by_patient.get(screening.patient_id, ())) for screening in screenings)
    _write(out, patients, trial, {flag: StringIO() for flag in FLAGS})
    return out.getvalue()


def write_report(path: Path, patients: Iterable[tuple[Screening, Sequence[Note]]], trial: Trial) -> None:
    """Write the report of a stream of patients, each with the notes that were read.

    Candidates come first, then open, then excluded; within these the order is the stream's. The file
    appears under its name only when it is whole.
    """
    part = path.with_name(path.name + ".part")
    with ExitStack() as files:
        waiting = {flag: files.enter_context(_waiting_room(path.parent)) for flag in FLAGS}
        with part.open("w", encoding="utf-8", newline="\n") as out:
            _write(out, patients, trial, waiting)
    part.replace(path)


def _waiting_room(folder: Path) -> TextIO:
    """Beside the report rather than in /tmp: patients' words stay on the disk chosen for them."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)


def _write(
    out: TextIO,
    patients: Iterable[tuple[Screening, Sequence[Note]]],
    trial: Trial,
    waiting: Mapping[Flag, TextIO],
) -> None:
    """The table on top needs every patient, so the patients' parts wait, by flag, until it is written."""
    pages = _pages()
    one = pages.get_template("patient.html.j2")
    lines: list[Line] = []
    hashes: set[tuple[str, str]] = set()
    for number, (screening, notes) in enumerate(patients, 1):
        sheet = sheet_of(screening, notes, trial, number=number)
        waiting[screening.flag].writelines(one.generate(sheet=sheet, trial=trial))
        lines.append(sheet.line)
        hashes.add(sheet.hashes)
    out.writelines(pages.get_template("top.html.j2").generate(_top(lines, trial)))
    for flag in FLAGS:
        _carry(waiting[flag], out)
    out.writelines(pages.get_template("end.html.j2").generate(hashes=sorted(hashes)))


def _top(lines: Sequence[Line], trial: Trial) -> dict[str, object]:
    groups = [(FLAG_SIGNS[flag], [line for line in lines if line.sign.key == flag]) for flag in FLAGS]
    return {
        "trial": trial,
        "groups": groups,
        "total": len(lines),
        "dates": sorted({line.on for line in lines}),
        "deciding": [criterion.id for criterion in trial.criteria if criterion.deciding],
        "says": {criterion.id: criterion.says for criterion in trial.criteria},
        "style": Markup(_style()),  # noqa: S704 - our own file, never text from outside
        "style_hash": _style_hash(),
    }


def _carry(waiting: TextIO, out: TextIO) -> None:
    waiting.seek(0)
    while words := waiting.read(_COPY):
        out.write(words)


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=PackageLoader("trialsift.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    pages.filters["briefly"] = briefly
    return pages


@cache
def _style() -> str:
    return Path(__file__).with_name("templates").joinpath("report.css").read_text(encoding="utf-8")


def _style_hash() -> str:
    """What the page's content policy allows: this one style sheet, by its hash, and nothing else."""
    return "sha256-" + base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
