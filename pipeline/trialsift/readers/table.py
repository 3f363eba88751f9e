"""A table of notes: .jsonl, .csv (plain or .gz) or .parquet, read row by row."""

import csv
import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from trialsift.errors import UsageError
from trialsift.note import Note, Refusal
from trialsift.readers.dates import written_date
from trialsift.readers.decode import fault_of, wide_encoding

TABLES = (".jsonl", ".jsonl.gz", ".csv", ".csv.gz", ".parquet")
COLUMNS = ("note_id", "patient_id", "note_type", "note_date", "text")
_NEEDED = ("note_id", "text")
_ROWS_AT_ONCE = 512
_REST = "rows behind the last one that was read are missing. Export it anew"


def table_items(path: Path) -> Iterator[Note | Refusal]:
    """The rows of a table as notes. A row that is none is refused by its line; the rest goes on.

    A table that breaks off, as half a download does, is refused after its last whole row. Raises
    UsageError for one that cannot be opened or lacks a column.
    """
    try:
        path.open("rb").close()
    except OSError as error:
        raise UsageError(f"{path}: cannot be opened: {error.strerror}") from error
    try:
        yield from _rows(path)
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        yield Refusal(source=str(path), reason=f"it is damaged ({type(error).__name__}): {_REST}")


def _rows(path: Path) -> Iterator[Note | Refusal]:
    name = path.name.lower()
    if name.endswith(".parquet"):
        yield from _parquet(path)
        return
    with gzip.open(path, "rb") if name.endswith(".gz") else path.open("rb") as stream:
        text = _text_stream(cast("BinaryIO", stream))
        yield from _csv(text, path) if ".csv" in name else _jsonl(text, path)


def _text_stream(stream: BinaryIO) -> io.TextIOWrapper:
    buffered = io.BufferedReader(cast("io.RawIOBase", stream))
    start = buffered.peek(4096)[:4096]
    _, wide = wide_encoding(start)
    encoding = {"utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(wide, wide) or "utf-8-sig"
    return io.TextIOWrapper(
        buffered, encoding=encoding, errors="trialsift-1252" if not wide else "replace", newline=""
    )


def _jsonl(stream: io.TextIOWrapper, path: Path) -> Iterator[Note | Refusal]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except ValueError:
            yield Refusal(source=where, reason="this line is not JSON")
            continue
        if not isinstance(row, dict):
            yield Refusal(source=where, reason="this line is not a JSON object with note_id and text")
            continue
        yield note_of_row(row, where)


def _csv(stream: io.TextIOWrapper, path: Path) -> Iterator[Note | Refusal]:
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    first = stream.readline()
    delimiter = max(",;\t|", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    names = [name.strip().lower() for name in header]
    _check_columns(names, path)
    for number, cells in _csv_rows(stream, delimiter):
        where = f"{path}:{number}"
        if isinstance(cells, str):
            yield Refusal(source=where, reason=cells)
            continue
        if not cells:
            continue
        if len(cells) != len(names):
            yield Refusal(source=where, reason=f"this row has {len(cells)} cells, the header {len(names)}")
            continue
        yield note_of_row(dict(zip(names, cells, strict=True)), where)


def _csv_rows(stream: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line of the file on which it begins; instead of a row's cells, what is wrong with its quotes.

    Read leniently, a quote that is not closed makes the patients below it a part of one note.
    """
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 2
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            last = reader.line_num + 1
            lines = f"lines {number} to {last} are" if last > number else "it is"
            yield number, f"a quote stands alone: {lines} not read. Quotes inside a note are doubled"


def parquet_rows(path: Path) -> int:
    """How many rows a Parquet table has, from its foot."""
    return int(_parquet_file(path).metadata.num_rows)


def _parquet_file(path: Path) -> Any:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise UsageError(f"{path}: not a Parquet table that can be read. Export it anew.") from error


def _parquet(path: Path) -> Iterator[Note | Refusal]:
    table = _parquet_file(path)
    _check_columns(table.schema_arrow.names, path)
    wanted = [name for name in COLUMNS if name in table.schema_arrow.names]
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=wanted):
        for row in batch.to_pylist():
            number += 1
            yield note_of_row(row, f"{path} row {number}")


def _check_columns(names: list[str], path: Path) -> None:
    lacking = [name for name in _NEEDED if name not in names]
    if lacking:
        raise UsageError(
            f"{path}: no column is called {' or '.join(lacking)}. Found: {', '.join(names) or 'none'}. "
            f"Needed: note_id, text; known beside them: patient_id, note_type, note_date."
        )


def note_of_row(row: Mapping[str, Any], where: str) -> Note | Refusal:
    """The note in a row of a table, by the names of COLUMNS; `where` is its source, for messages."""
    note_id = _cell(row, "note_id")
    patient_id = _cell(row, "patient_id") or note_id
    if why := _fault_of_row(row):
        return Refusal(source=where, reason=why, patient_id=patient_id)
    written = _cell(row, "note_date")
    date = written_date(written) if written else None
    remarks = (
        (f"its date {written} cannot be read in one way only; it has no date",)
        if written and not date
        else ()
    )
    return Note(
        note_id=note_id, patient_id=patient_id, text=row["text"],
        note_type=_cell(row, "note_type"), note_date=date, source=where, remarks=remarks,
    )  # fmt: skip


def _cell(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")


def _fault_of_row(row: Mapping[str, Any]) -> str:
    """Why a row holds no note, or ""."""
    lacking = [name for name in _NEEDED if row.get(name) in (None, "")]
    if lacking:
        return f"{' and '.join(lacking)} is missing or empty"
    return fault_of(row["text"]) if isinstance(row["text"], str) else "text is not a string"
