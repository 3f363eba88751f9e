"""What a screening run leaves in its folder: screening.jsonl, and a summary and a report for each trial."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from trialsift.criteria import Trial
from trialsift.errors import UsageError
from trialsift.report.html import write_report
from trialsift.report.sheet import write_summary_csv
from trialsift.report.words import FLAGS
from trialsift.store import Store

STORE = "trialsift.sqlite"
MOST_IN_REPORT = 2000  # patients; a longer page is not read by anybody, and the worklist serves them


def write_results(store: Store, trials: Sequence[Trial], folder: Path) -> list[Path]:
    """Write the results of the store's current run, patient by patient; each file appears when it is whole."""
    try:
        files = [_write_rows(store, trials, folder / "screening.jsonl")]
        for trial in trials:
            files += _write_trial(store, trial, folder, end="" if len(trials) == 1 else f"-{trial.id}")
        _take_out_older(folder, trials, files)
    except OSError as error:
        raise UsageError(f"{folder}: cannot be written: {error.strerror}") from error
    return files


def counts_of(store: Store, trial: Trial) -> Mapping[str, int]:
    """How many patients of the run have each flag."""
    found = store.flags(trial.id)
    return {flag: found.get(flag, 0) for flag in FLAGS}


def _write_rows(store: Store, trials: Sequence[Trial], path: Path) -> Path:
    part = path.with_name(path.name + ".part")
    with part.open("w", encoding="utf-8", newline="\n") as stream:
        for trial in trials:
            stream.writelines(f"{row}\n" for row in store.screening_lines(trial.id))
    part.replace(path)
    return path


def _take_out_older(folder: Path, trials: Sequence[Trial], written: Sequence[Path]) -> None:
    """Summaries and reports of an earlier run under the other names: beside the new ones they would be taken for new."""
    ends = ("", *(f"-{trial.id}" for trial in trials))
    names = [name for end in ends for name in (f"summary{end}.csv", f"report{end}.html")]
    for path in {folder / name for name in names} - set(written):
        path.unlink(missing_ok=True)


def _write_trial(store: Store, trial: Trial, folder: Path, *, end: str) -> list[Path]:
    summary, report = folder / f"summary{end}.csv", folder / f"report{end}.html"
    write_summary_csv(summary, store.screenings(trial.id))
    if sum(counts_of(store, trial).values()) > MOST_IN_REPORT:
        return [summary]
    write_report(report, ((item, store.notes(item.patient_id)) for item in store.screenings(trial.id)), trial)
    return [summary, report]
