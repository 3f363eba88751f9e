"""A folder, a file or a table of notes -> Notes, Patients and Refusals, one by one."""

from collections.abc import Iterator
from pathlib import Path

from trialsift.errors import UsageError
from trialsift.note import Note, Patient, Refusal
from trialsift.readers.folder import folder_items, note_of_file
from trialsift.readers.table import TABLES, parquet_rows, table_items

Item = Note | Patient | Refusal


def read_notes(path: Path) -> Iterator[Item]:
    """Everything that stands under a path, in a fixed order; what cannot be read comes as a Refusal.

    path is a folder (a sub-folder a patient), one .txt file, or a .jsonl, .csv or .parquet table
    (.gz too for the first two). Raises UsageError for a path that is none of these. A note whose id
    was met before is refused.
    """
    return _without_repeats(_items(path))


def count_of(path: Path) -> int | None:
    """How many notes a path holds, for a bar that shows progress; None where counting means reading it all."""
    if path.is_dir():
        return sum(file.name == "patient.json" or file.suffix.lower() == ".txt" for file in path.rglob("*"))
    if path.suffix.lower() == ".parquet" and path.is_file():
        return parquet_rows(path)
    if path.suffix.lower() == ".jsonl" and path.is_file():
        with path.open("rb") as stream:
            return sum(1 for _ in stream)
    return None


def _items(path: Path) -> Iterator[Item]:
    if path.is_dir():
        return folder_items(path)
    if not path.exists():
        raise UsageError(
            f"{path}: there is no such folder or file. Name a folder of .txt notes or a table of notes."
        )
    if path.name.lower().endswith(TABLES):
        return table_items(path)
    if path.suffix.lower() == ".txt":
        return iter([note_of_file(path, patient_id=path.stem, note_id=path.name)])
    raise UsageError(
        f"{path}: not a kind of file that holds notes. Known are a folder, .txt, {', '.join(TABLES)}."
    )


def _without_repeats(items: Iterator[Item]) -> Iterator[Item]:
    """A set of hashes keeps memory small over millions of notes; two ids hardly ever share one."""
    seen: set[int] = set()
    for item in items:
        if isinstance(item, Note):
            key = hash(item.note_id)
            if key in seen:
                yield Refusal(
                    source=item.source, reason=f"a note with the id {item.note_id!r} was read before",
                    patient_id=item.patient_id,
                )  # fmt: skip
                continue
            seen.add(key)
        yield item
