"""What a screening run leaves in its folder: screening.jsonl, and a summary and a report for each trial."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trialsift.answers import Flag, Screening, screening_row
from trialsift.criteria import Trial
from trialsift.errors import UsageError
from trialsift.note import Note
from trialsift.report.html import write_report
from trialsift.report.sheet import write_summary_csv
from trialsift.report.words import FLAGS

MOST_IN_REPORT = 2000  # patients; a page with more is no longer read, and the worklist serves them


@dataclass
class Run:
    """The results of one run as they come in. `files` are what was written, for the message at the end."""

    folder: Path
    trials: Sequence[Trial]
    screenings: dict[str, list[Screening]] = field(default_factory=dict)
    notes: dict[str, tuple[Note, ...]] = field(default_factory=dict)
    files: list[Path] = field(default_factory=list)

    def add(self, screening: Screening, notes: Sequence[Note]) -> None:
        """Take one patient's screening for one trial, with the notes for the report."""
        self.screenings.setdefault(screening.trial, []).append(screening)
        if len(self.notes) < MOST_IN_REPORT:
            self.notes[screening.patient_id] = tuple(notes)

    def write(self) -> None:
        """Write all files; each appears under its name only when it is whole."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write_rows(self.folder / "screening.jsonl")
            for trial in self.trials:
                self._write_trial(trial)
        except OSError as error:
            raise UsageError(f"{self.folder}: cannot be written: {error.strerror}") from error

    def counts(self, trial: Trial) -> dict[Flag, int]:
        """How many patients have each flag."""
        flags = [item.flag for item in self.screenings.get(trial.id, ())]
        return {flag: flags.count(flag) for flag in FLAGS}

    def _write_rows(self, path: Path) -> None:
        part = path.with_name(path.name + ".part")
        with part.open("w", encoding="utf-8", newline="\n") as stream:
            for found in self.screenings.values():
                for screening in found:
                    stream.write(json.dumps(screening_row(screening), ensure_ascii=False) + "\n")
        part.replace(path)
        self.files.append(path)

    def _write_trial(self, trial: Trial) -> None:
        found = self.screenings.get(trial.id, [])
        end = "" if len(self.trials) == 1 else f"-{trial.id}"
        summary, report = self.folder / f"summary{end}.csv", self.folder / f"report{end}.html"
        write_summary_csv(summary, found)
        self.files.append(summary)
        if len(found) <= MOST_IN_REPORT:
            write_report(report, ((item, self.notes.get(item.patient_id, ())) for item in found), trial)
            self.files.append(report)
