"""Pairs of runs, trialsift and stock in turn, and their medians: the machine's mood falls on both alike."""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from trialsift.bench import texts
from trialsift.extract import facts_in
from trialsift.extract.engine import engine_for
from trialsift.extract.kinds import facts_of
from trialsift.extract.layout import pieces
from trialsift.extract.stock import stock_pipeline
from trialsift.extract.superseding import within_note
from trialsift.extract.words import fold
from trialsift.note import Note
from trialsift.packs.load import load_packs
from trialsift.packs.rules import Packs

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
PAIRS = 5
STOCK_SECONDS = (
    15.0  # of processor time that stock gets in a run: of more notes than it reads in that, none are measured
)


def main() -> None:
    """Prints the measurements, for people or as one line of JSON."""
    parser = argparse.ArgumentParser(
        description="Speed against a stock medspaCy pipeline with the same rules."
    )
    parser.add_argument("--quick", action="store_true", help="generated text only, within a minute")
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument(
        "--peers", action="store_true", help="instead: beside other libraries; see docs/speed.md"
    )
    asked = parser.parse_args()
    if asked.peers:
        _print_peers(quick=asked.quick)
        return
    found = measured(load_packs(), quick=asked.quick)
    if asked.json:
        print(json.dumps(found))  # noqa: T201  the command's output
        return
    for name, value in found.items():
        print(f"{name:24s} {value}")  # noqa: T201


def _print_peers(*, quick: bool) -> None:
    from trialsift.bench.compare import compared

    count, public = (4 if quick else 40), DATA.exists() and not quick
    notes = (
        texts.public(DATA, "pathology_reports", count)
        if public
        else [texts.report(at) for at in range(count)]
    )
    for name, row in compared(load_packs(), notes).items():
        print(f"{name:12s} {row.get('notes_a_second', row.get('skipped'))}  {row['does']}")  # noqa: T201


def measured(packs: Packs, *, quick: bool) -> dict[str, object]:
    """All figures; the ratios say how many times faster trialsift reads the same notes."""
    generated = quick or not DATA.exists()
    count, size = (4, 19) if quick else (30, 400)
    reports = [texts.report(at) for at in range(count)]
    others = [texts.letter(at) for at in range(size)]
    if not generated:
        reports = texts.public(DATA, "pathology_reports", count)
        others = texts.public(DATA, "sample_transcriptions", size)
    mixed = texts.archive(reports[: max(1, size // 19)], others)
    relevant = _pairs("relevant", packs, reports, kinds=())
    archive = _pairs("archive", packs, mixed, kinds=texts.ARCHIVE_KINDS, at_once=20)
    _say("two workers, pages, shares")
    return {
        "relevant_ratio": relevant["ratio"],
        "archive_ratio": archive["ratio"],
        "two_worker_ratio": _two_workers(packs, [texts.report(at) for at in range(64 if quick else 480)]),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "pages_1": _per_page(packs, 1),
        "pages_500": _per_page(packs, 500),
        **({} if quick else {
            "texts": "generated" if generated else "public", "relevant": relevant, "archive": archive,
            "shares": shares(packs, reports), "floor_ratio": _floor(packs, mixed),
        }),
    }  # fmt: skip


def _say(words: str) -> None:
    """Progress, beside the output."""
    sys.stderr.write(f"{words} ...\n")


def _pairs(
    name: str, packs: Packs, notes: Sequence[Note], *, kinds: Collection[str], at_once: int = 1
) -> dict[str, float]:
    """The medians of pairs of runs over the same notes, after one run of each for warmth.

    The notes are the first ones that stock reads within its time, so many at once taken or left.
    """
    _say(f"{name}: stock pipeline, first run over up to {len(notes)} notes")
    nlp = stock_pipeline(packs, kinds=kinds)
    notes = _in_time(nlp, notes, at_once)

    def ours() -> None:
        for note in notes:
            facts_in(note, packs, kinds=kinds)

    def stock() -> None:
        for note in notes:
            nlp(note.text)

    ours()
    pairs = []
    for at in range(PAIRS):
        _say(f"{name}: pair {at + 1} of {PAIRS} over {len(notes)} notes")
        pairs.append((_seconds(ours), _seconds(stock)))
    return {
        "notes": len(notes),
        "ratio": round(median(theirs / own for own, theirs in pairs), 1),
        "notes_a_second": round(len(notes) / median(own for own, _ in pairs), 1),
        "stock_notes_a_second": round(len(notes) / median(theirs for _, theirs in pairs), 1),
    }


def _in_time(nlp: Callable[[str], object], notes: Sequence[Note], at_once: int) -> Sequence[Note]:
    """The notes up to where stock's time is over; it has read them once."""
    nlp(notes[0].text)  # what is built at first use is nobody's time
    start, read = process_time(), 0
    while read < len(notes) and process_time() - start < STOCK_SECONDS:
        for note in notes[read : read + at_once]:
            nlp(note.text)
        read += at_once
    return notes[:read]


def _seconds(run: Callable[[], object]) -> float:
    start = process_time()
    run()
    return process_time() - start


def _per_page(packs: Packs, pages: int) -> float:
    """Milliseconds a page of one note, the faster of two runs when short."""
    note = texts.report(1, pages=pages)
    runs = max(1, 40 // pages)

    def read() -> None:
        for _ in range(runs):
            facts_in(note, packs)

    return round(1000 * min(_seconds(read) for _ in range(2 if pages == 1 else 1)) / pages / runs, 2)


def _two_workers(packs: Packs, notes: Sequence[Note]) -> float:
    """The throughput of two workers over that of one by the clock, in pairs, both warm and making rows for a store."""
    from trialsift.batch import rows_for_store
    from trialsift.workers import CHUNK, Job, worker_pool

    job = Job(packs=packs, turn=rows_for_store)
    chunks = [notes[at : at + CHUNK // 4] for at in range(0, len(notes), CHUNK // 4)]
    with worker_pool(job, 1) as one, worker_pool(job, 2) as two:
        pairs = [tuple(_clock(lambda: list(read(chunks))) for read in (one, two)) for _ in range(PAIRS + 1)]  # noqa: B023 - called at once
    return round(median(alone / both for alone, both in pairs[1:]), 2)


def _clock(run: Callable[[], object]) -> float:
    start = perf_counter()
    run()
    return perf_counter() - start


def shares(packs: Packs, notes: Iterable[Note]) -> Mapping[str, float]:
    """The share of time of each stage, in per cent."""
    engine = engine_for(packs)
    spent = dict.fromkeys(("scan", "layout", "words, targets and cues", "kinds", "standing"), 0.0)
    for note in notes:
        folded = fold(note.text)
        spent["scan"] += _seconds(lambda: engine.scan(packs.facts).hit(folded))  # noqa: B023 - called at once
        laid = _seconds(lambda: pieces(folded, engine.titles, parts=True))  # noqa: B023 - called at once
        spent["layout"] += laid
        start = process_time()
        reading = engine.read(note)
        spent["words, targets and cues"] += max(process_time() - start - laid, 0.0)
        start = process_time()
        facts = facts_of(reading, packs)
        spent["kinds"] += process_time() - start
        spent["standing"] += _seconds(lambda: within_note(reading, facts))  # noqa: B023 - called at once
    total = sum(spent.values())
    return {name: round(100 * seconds / total, 1) for name, seconds in spent.items()}


def _floor(packs: Packs, notes: Sequence[Note]) -> float:
    """How many times longer reading takes than going over the bytes once with the scan."""
    scan = engine_for(packs).scan(texts.ARCHIVE_KINDS)

    def floor() -> None:
        for note in notes:
            scan.hit(fold(note.text))

    def ours() -> None:
        for note in notes:
            facts_in(note, packs, kinds=texts.ARCHIVE_KINDS)

    floor()
    return round(median(_seconds(ours) / max(_seconds(floor), 1e-9) for _ in range(PAIRS)), 1)
