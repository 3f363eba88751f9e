"""The command line. A command parses, calls one function, prints.

Exit codes: 0 all done, 2 usage, 10 pack, 11 trial, 12 some notes refused (the rest is done), 13 gold.
"""

import datetime as dt
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from trialsift.errors import NoteError, UsageError, UserError
from trialsift.gold.commands import gold_app
from trialsift.note import Note, Patient, Refusal
from trialsift.report.commands import trial_app

if TYPE_CHECKING:
    from trialsift.batch import Counts
    from trialsift.criteria import Trial
    from trialsift.store import Store

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help=__doc__.split("\n", maxsplit=1)[0],
    pretty_exceptions_enable=False,
)
packs_app = typer.Typer(no_args_is_help=True, help="Check and try the files below patterns/.")
app.add_typer(packs_app, name="packs")
app.add_typer(gold_app, name="gold")
app.add_typer(trial_app, name="trial")

Notes = Annotated[
    Path, typer.Argument(metavar="NOTES", help="A folder of .txt notes, or a .jsonl, .csv or .parquet table.")
]
Out = Annotated[Path | None, typer.Option(help="Where to write; standard output when left out.")]
Patterns = Annotated[Path | None, typer.Option(help="Another patterns/ folder than the one shipped.")]


def main() -> None:
    """Run a command; a user's mistake becomes a message and an exit code, not a traceback."""
    try:
        app()
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


@app.command()
def extract(
    notes: Notes,
    out: Out = None,
    kinds: Annotated[str, typer.Option(help="Only these fact kinds, with commas between.")] = "",
    summary: Annotated[bool, typer.Option("--summary", help="One reading of each note instead.")] = False,
    patterns: Patterns = None,
) -> None:
    """Write every fact of the notes as one JSON line, or one summary line a note."""
    from trialsift.extract import facts_in
    from trialsift.extract.summary import summary_rows
    from trialsift.facts import FACT_KINDS, fact_row
    from trialsift.packs.load import load_packs
    from trialsift.readers import read_notes

    wanted = {kind.strip() for kind in kinds.split(",") if kind.strip()}
    if unknown := wanted - FACT_KINDS.keys():
        raise UsageError(f"unknown kind {', '.join(sorted(unknown))}. Known: {', '.join(FACT_KINDS)}.")
    packs = load_packs(patterns)
    tally = Tally()
    with _writing(out) as stream:
        for note in tally.notes(read_notes(notes)):
            facts = facts_in(note, packs, kinds=wanted)
            rows = [fact_row(fact, patient_id=note.patient_id) for fact in facts]
            for row in summary_rows(note, facts) if summary else rows:
                _write_line(stream, row)
    tally.close()


@app.command()
def screen(
    notes: Notes,
    trial: Annotated[
        list[str], typer.Option(help="A trial file, or the id of a shipped one; may be given again.")
    ],
    on: Annotated[
        str, typer.Option(help="The screening date, as 2025-03-31; default: the patient's own.")
    ] = "",
    out: Annotated[Path, typer.Option(help="The folder for the results.")] = Path("results"),
    workers: Annotated[int, typer.Option(min=1, help="Processes that read notes.")] = 1,
    keep: Annotated[
        bool, typer.Option("--keep", help="NOTES are new ones: earlier notes of the same patients stay.")
    ] = False,
    patterns: Patterns = None,
) -> None:
    """Answer every criterion of a trial for every patient, and say who is a candidate and what to ask."""
    from trialsift.batch import read_into, screen_due
    from trialsift.packs.load import load_packs
    from trialsift.readers import read_notes
    from trialsift.report.run import STORE, write_results
    from trialsift.store import Store
    from trialsift.trials import load_trial

    packs = load_packs(patterns)
    trials = [load_trial(item, packs) for item in trial]
    day = _date(on)
    with Store(out / STORE) as store:
        counts = read_into(store, read_notes(notes), packs, folder=patterns, workers=workers, keep=keep)
        changed = sum(1 for _ in screen_due(store, trials, packs.hash, on=day))
        files = write_results(store, trials, out)
        for item in trials:
            _print_screening(store, item)
    typer.echo("Results:\n" + "\n".join(f"  {path}" for path in files))
    _close_run(counts, changed)


def _print_screening(store: "Store", trial: "Trial") -> None:
    from rich.console import Console

    from trialsift.report.run import counts_of
    from trialsift.report.terminal import MOST_IN_TABLE, summary_table

    counts = counts_of(store, trial)
    if sum(counts.values()) <= MOST_IN_TABLE:
        Console().print(summary_table(store.screenings(trial.id)))
    typer.echo(f"{trial.id}: {', '.join(f'{number} {flag}' for flag, number in counts.items())}")


def _close_run(counts: "Counts", changed: int) -> None:
    for remark in counts.remarks:
        sys.stderr.write(f"{remark}\n")
    if counts.known or counts.gone:
        sys.stderr.write(
            f"{counts.known} notes were read before and are unchanged, {counts.gone} are no longer there; "
            f"{changed} screenings made anew\n"
        )
    tally = Tally()
    tally.done, tally.refused = counts.done + counts.known, counts.refused
    tally.close()


def _date(text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text}" is no date. Write it as 2025-03-31.') from error


@app.command()
def context(
    sentences: Annotated[
        Path, typer.Argument(metavar="SENTENCES.jsonl", help="Lines of id, sentence, concept.")
    ],
    out: Out = None,
    patterns: Patterns = None,
) -> None:
    """Say of each concept how its sentence asserts it: presence, time and person."""
    from trialsift.extract.context import answer
    from trialsift.packs.load import load_packs

    packs = load_packs(patterns)
    tally = Tally()
    with _writing(out) as stream:
        for where, row in _rows(sentences, tally):
            try:
                _write_line(stream, answer(row, packs))
                tally.done += 1
            except KeyError as error:
                tally.refuse(
                    where, f"the key {error.args[0]} is missing; id, sentence and concept are needed"
                )
            except ValueError as error:
                tally.refuse(where, str(error))
    tally.close(what="sentences")


@app.command()
def draft(
    source: Annotated[
        Path, typer.Argument(metavar="CRITERIA.txt|REGISTRY.json", help="A trial's eligibility text.")
    ],
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: criteria and bounds.")] = False,
    patterns: Patterns = None,
) -> None:
    """Draft a trial file from a registry's eligibility text."""
    from trialsift.draft.draft import coverage_line, draft_file, draft_row, draft_text
    from trialsift.packs.load import load_packs

    made = draft_file(source, load_packs(patterns))
    with _writing(out) as stream:
        if as_json:
            _write_line(stream, draft_row(made))
        else:
            stream.write(draft_text(made))
    sys.stderr.write(f"{coverage_line(made)}\n")


@packs_app.command("check")
def packs_check(patterns: Patterns = None) -> None:
    """Read all files below patterns/ strictly and hold every rule against its own hits and misses."""
    from trialsift.errors import Fault, PackError
    from trialsift.extract.examples import check_hit, check_miss
    from trialsift.packs.load import load_packs

    packs = load_packs(patterns)
    rules: list[Any] = [
        *(rule for kind in packs.facts.values() for rule in kind),
        *packs.cues,
        *packs.sections,
    ]
    faults: list[Fault] = []
    checked = 0
    for rule in rules:
        for test, examples in ((check_hit, rule.hits), (check_miss, rule.misses)):
            for example in examples:
                checked += 1
                if wrong := test(rule, example, packs):
                    place = example.place
                    kind = "hit" if test is check_hit else "miss"
                    faults.append(
                        Fault(
                            file=f"patterns/{place.file}",
                            line=place.line,
                            what=f"{kind} of {rule.id}: {wrong}.",
                        )
                    )
    if faults:
        raise PackError(faults)
    typer.echo(
        f"{len(rules)} rules, {checked} examples and {sum(len(v.terms) for v in packs.vocab.values())} terms: all right"
    )


@packs_app.command("try")
def packs_try(sentence: str, patterns: Patterns = None) -> None:
    """Show what the packs find in a sentence: facts, and every rule that matched."""
    from trialsift.extract import facts_in
    from trialsift.extract.engine import engine_for
    from trialsift.facts import plain
    from trialsift.packs.load import load_packs

    packs = load_packs(patterns)
    note = Note(note_id="sentence", patient_id="sentence", text=sentence)
    for fact in facts_in(note, packs):
        own = fact.evidence[0]
        said = f"{fact.presence}, {fact.time}, {fact.person}"
        cues = f" because of {', '.join(own.cues)}" if own.cues else ""
        typer.echo(
            f"fact  {fact.kind} {json.dumps(plain(fact.value), ensure_ascii=False)} [{said}{cues}] in [[{own.quote}]] by {own.rule_id}"
        )
    for part in engine_for(packs).read(note).sentences:
        for mention in part.mentions:
            typer.echo(
                f"rule  {mention.rule_id} matched [[{mention.words}]] as {mention.kind} {mention.role}"
            )


class Tally:
    """Counts what came in, what was done and what was refused; tells it at the end on standard error."""

    def __init__(self) -> None:
        self.done = 0
        self.refused: list[Refusal] = []

    def notes(self, items: Iterable[Note | Patient | Refusal]) -> Iterator[Note]:
        """The notes among the items (a patient's record too), each counted once it is worked off."""
        for item in items:
            if isinstance(item, Refusal):
                self.refused.append(item)
                continue
            note = item.record if isinstance(item, Patient) else item
            if note is None:
                continue
            for remark in note.remarks:
                sys.stderr.write(f"{note.source}: {remark}\n")
            yield note
            self.done += 1

    def refuse(self, where: str, reason: str) -> None:
        """Note one thing that could not be worked off."""
        self.refused.append(Refusal(source=where, reason=reason))

    def close(self, *, what: str = "notes") -> None:
        """Print the count; raise NoteError when something was refused."""
        total = self.done + len(self.refused)
        if not self.refused:
            sys.stderr.write(f"{total} {what} in: {self.done} done, 0 refused\n")
            return
        reasons = Counter(f"{item.source}: {item.reason}" for item in self.refused)
        raise NoteError(
            "\n".join([*reasons, f"{total} {what} in: {self.done} done, {len(self.refused)} refused"])
        )


def _rows(path: Path, tally: Tally) -> Iterator[tuple[str, dict[str, str]]]:
    if not path.is_file():
        raise UsageError(f"{path}: there is no such file. Name a file of JSON lines.")
    with path.open(encoding="utf-8-sig") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                tally.refuse(f"{path}:{number}", "this line is not JSON")
                continue
            yield f"{path}:{number}", row


@contextmanager
def _writing(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if out is None:
        with nullcontext(sys.stdout) as stream:
            yield stream
        return
    part = out.with_name(out.name + ".part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        stream = part.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{out}: cannot be written: {error.strerror}") from error
    with stream:
        yield stream
    part.replace(out)


def _write_line(stream: TextIO, row: object) -> None:
    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
