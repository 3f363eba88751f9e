"""Every way in, and every way a file can be no note."""

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest

from trialsift.errors import UsageError
from trialsift.note import Note, Patient, Refusal
from trialsift.readers import read_notes

TEXT = "Größe 4 cm – naïve\r\nsecond line"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings_give_the_same_text_with_its_line_ends(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "note.txt").write_bytes(TEXT.encode(encoding))
    (note,) = read_notes(tmp_path)
    assert isinstance(note, Note)
    assert note.text == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "empty"), (b" \n", "empty"), (b"%PDF-1.7 ...", "PDF"), (b"a\x00b" * 50, "NUL")],
)
def test_what_is_no_text_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, data: bytes, reason: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    (tmp_path / "b.txt").write_text("fine")
    refused, note = read_notes(tmp_path)
    assert isinstance(refused, Refusal)
    assert refused.source.endswith("a.txt")
    assert reason in refused.reason
    assert isinstance(note, Note)


def test_a_patient_folder(tmp_path: Path) -> None:
    folder = tmp_path / "p1"
    folder.mkdir()
    (folder / "patient.json").write_text('{"id": "P-1", "sex": "female", "screening_date": "2024-11-20"}')
    (folder / "02_core-biopsy_2024-03-15.txt").write_text("text")
    (folder / "02_core-biopsy_2024-03-15.ann").write_text("")
    (folder / "scan.pdf").write_bytes(b"%PDF-")
    patient, note, refused = read_notes(tmp_path)
    assert isinstance(patient, Patient)
    assert patient.screening_date == dt.date(2024, 11, 20)
    assert isinstance(note, Note)
    assert (note.note_id, note.patient_id) == ("p1/02_core-biopsy_2024-03-15.txt", "P-1")
    assert (note.note_type, note.note_date) == ("core-biopsy", dt.date(2024, 3, 15))
    assert isinstance(refused, Refusal)
    assert ".pdf" in refused.reason


def test_an_unknown_key_of_the_record_is_refused_without_its_value(tmp_path: Path) -> None:
    (tmp_path / "patient.json").write_text('{"sxe": "secret"}')
    (refused,) = read_notes(tmp_path)
    assert isinstance(refused, Refusal)
    assert "sxe" in refused.reason
    assert "secret" not in refused.reason


@pytest.mark.parametrize("name", ["notes.jsonl", "notes.jsonl.gz"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    lines = [
        json.dumps({"note_id": "1", "text": "one", "note_date": "2024-03-15"}),
        "not json",
        json.dumps({"note_id": "2"}),
        json.dumps({"note_id": "1", "text": "again"}),
    ]
    data = "\n".join(lines).encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    note, bad, empty, repeated = read_notes(tmp_path / name)
    assert isinstance(note, Note)
    assert (note.patient_id, note.note_date) == ("1", dt.date(2024, 3, 15))
    assert isinstance(bad, Refusal)
    assert bad.source.endswith(f"{name}:2")
    assert isinstance(empty, Refusal)
    assert "text is missing" in empty.reason
    assert isinstance(repeated, Refusal)
    assert "read before" in repeated.reason


def test_a_refusal_says_whose_note_it_would_have_been(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    for name in ("P1/01.txt", "P1/scan.pdf", "P3.txt", "other.pdf"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("")
    (folder / "P2").mkdir()
    (folder / "P4").mkdir()
    (folder / "P4" / "patient.json").write_text('{"id": "Q4"}')
    (folder / "P4" / "01.txt").write_bytes(b"PK\x03\x04")
    refused = {
        Path(item.source).name: item.patient_id for item in read_notes(folder) if isinstance(item, Refusal)
    }
    assert refused == {"01.txt": "Q4", "scan.pdf": "P1", "P2": "P2", "P3.txt": "P3", "other.pdf": ""}
    rows = [{"note_id": "1", "patient_id": "P5", "text": ""}, {"note_id": "2", "text": " "}, {"text": "x"}]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    whose = [item.patient_id for item in read_notes(tmp_path / "t.jsonl") if isinstance(item, Refusal)]
    assert whose == ["P5", "2", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_with_line_breaks_in_cells(tmp_path: Path, delimiter: str) -> None:
    (tmp_path / "n.csv").write_text(f'note_id{delimiter}text\n1{delimiter}"line one\nline two"\n2\n')
    note, refused = read_notes(tmp_path / "n.csv")
    assert isinstance(note, Note)
    assert note.text == "line one\nline two"
    assert isinstance(refused, Refusal)
    assert "1 cells" in refused.reason


def test_parquet(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"note_id": ["1", "2"], "text": ["one", None]}), tmp_path / "n.parquet")
    note, refused = read_notes(tmp_path / "n.parquet")
    assert isinstance(note, Note)
    assert isinstance(refused, Refusal)


def test_a_missing_column_is_told_with_those_found(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,body\n1,x\n")
    with pytest.raises(UsageError, match=r"no column is called note_id or text. Found: id, body"):
        list(read_notes(tmp_path / "n.csv"))


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such folder or file"):
        list(read_notes(tmp_path / "nowhere"))


@pytest.mark.skipif(os.name == "nt", reason="file names are bytes on POSIX only")
def test_names_from_a_windows_archive_are_read(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"M\xfcller")
    folder.mkdir()
    (folder / "01_mri_2024-03-15.txt").write_text("text")
    (note,) = read_notes(tmp_path)
    assert isinstance(note, Note)
    assert (note.note_id, note.patient_id) == ("Müller/01_mri_2024-03-15.txt", "Müller")
    assert note.source.encode("utf-8")


def sources(folder: Path) -> dict[str, str]:
    """What is refused below a folder, and why."""
    return {Path(item.source).name: item.reason for item in read_notes(folder) if isinstance(item, Refusal)}


@pytest.mark.skipif(os.name == "nt", reason="links and pipes need rights on Windows")
def test_links_that_lead_nowhere_and_what_is_no_file_are_refused(tmp_path: Path) -> None:
    patient = tmp_path / "p1"
    patient.mkdir()
    (tmp_path / "elsewhere").mkdir()
    for place in (tmp_path, patient):
        (place / "lost.txt").symlink_to(tmp_path / "nothing")
        os.mkfifo(place / "pipe.txt")
    (patient / "linked").symlink_to(tmp_path / "elsewhere")
    (patient / "a.txt").write_text("fine")
    (tmp_path / "elsewhere" / "b.txt").write_text("fine")
    assert len([item for item in read_notes(tmp_path) if isinstance(item, Refusal)]) == 5
    assert sources(tmp_path) == {
        "lost.txt": "a link that leads to nowhere",
        "pipe.txt": "no file: a pipe, a device or the like",
        "linked": "a link that leads to a folder, which is not followed",
    }


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is closed to an administrator")
def test_a_folder_that_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "p1" / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0)
    try:
        assert "cannot be opened" in sources(tmp_path)["closed"]
    finally:
        closed.chmod(0o700)


def test_a_listing_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p1" / "closed").mkdir(parents=True)
    (tmp_path / "p1" / "a.txt").write_text("fine")
    whole = os.listdir

    def listing(folder: Path) -> list[str]:
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return whole(folder)

    monkeypatch.setattr(os, "listdir", listing)
    assert sources(tmp_path) == {"closed": "cannot be opened: Permission denied"}
    with pytest.raises(UsageError, match="cannot be opened: Permission denied"):
        list(read_notes(tmp_path / "p1" / "closed"))


@pytest.mark.parametrize("asked", ["is_file", "is_dir"])
def test_a_patient_whose_folder_may_not_be_looked_into_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    for name in ("closed", "p1"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("fine")
    whole = getattr(Path, asked)

    def look(path: Path) -> bool:
        if path.parent.name == "closed":
            raise PermissionError(13, "Permission denied")
        return bool(whole(path))

    monkeypatch.setattr(Path, asked, look)
    notes = [item for item in read_notes(tmp_path) if isinstance(item, Note)]
    assert "p1" in [note.patient_id for note in notes]
    if asked == "is_file":
        assert sources(tmp_path) == {"a.txt": "cannot be opened: Permission denied"}


def test_a_patient_without_a_note_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    assert sources(tmp_path) == {tmp_path.name: "the folder holds no note"}
    (tmp_path / "nobody").mkdir()
    (tmp_path / "p1").mkdir()
    (tmp_path / "p1" / "a.txt").write_text("fine")
    assert sources(tmp_path) == {"nobody": "the folder holds no note"}


def test_a_date_in_a_name_that_is_no_day_is_not_said_to_be_two(tmp_path: Path) -> None:
    (tmp_path / "01_mri_2024-13-45.txt").write_text("text")
    (note,) = read_notes(tmp_path)
    assert isinstance(note, Note)
    assert note.remarks == ("the date 2024-13-45 in its name cannot be read in one way only; it has no date",)


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ('{"birth_date": "1960-13-40"}', '"birth_date" is no date'),
        ('{"sex": 3}', '"sex" is not text'),
        ('{"sxe": "female"}', 'unknown key "sxe"'),
        ("{broken", "it is not JSON: "),
        ("[1]", "it is no JSON object with keys"),
    ],
)
def test_what_is_wrong_with_a_record_is_told_in_plain_words(tmp_path: Path, record: str, fault: str) -> None:
    (tmp_path / "patient.json").write_text(record)
    (refused,) = read_notes(tmp_path)
    assert isinstance(refused, Refusal)
    assert refused.reason.startswith(fault)
    assert refused.reason.endswith("Known keys: id, sex, birth_date, screening_date; dates as 2024-03-15")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ('1,"ECOG 1\n2,"ECOG 2"\n3,ECOG 0\n', [("n.csv:2", "lines 2 to 3 are not read"), "3"]),
        ('1,ECOG 1\n2,"ECOG 2\n3,ECOG 0\n', ["1", ("n.csv:3", "lines 3 to 4 are not read")]),
        ('1,"He said "ok" today"\n2,ECOG 2\n', [("n.csv:2", "it is not read"), "2"]),
        ('1,"He said ""ok"" today"\n2,he said "no"\n', ["1", "2"]),
    ],
)
def test_a_quote_that_is_not_closed_makes_no_patient_part_of_another(
    tmp_path: Path, rows: str, told: list[str | tuple[str, str]]
) -> None:
    (tmp_path / "n.csv").write_text(f"note_id,text\n{rows}")
    for item, expected in zip(read_notes(tmp_path / "n.csv"), told, strict=True):
        if isinstance(expected, str):
            assert isinstance(item, Note)
            assert item.note_id == expected
        else:
            assert isinstance(item, Refusal)
            assert item.source.endswith(expected[0])
            assert expected[1] in item.reason


def test_a_folder_with_a_record_is_one_patient_with_all_below_it(tmp_path: Path) -> None:
    (tmp_path / "patient.json").write_text('{"id": "P-1"}')
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "01_mri.txt").write_text("text")
    patient, note = read_notes(tmp_path)
    assert isinstance(patient, Patient)
    assert isinstance(note, Note)
    assert note.patient_id == "P-1"


def test_a_table_that_breaks_off_is_told_after_its_last_row(tmp_path: Path) -> None:
    lines = "".join(
        json.dumps({"note_id": str(number), "text": f"note {number}"}) + "\n" for number in range(9000)
    )
    path = tmp_path / "notes.jsonl.gz"
    whole = gzip.compress(lines.encode())
    path.write_bytes(whole[: len(whole) // 2])
    *notes, last = read_notes(path)
    assert notes
    assert isinstance(last, Refusal)
    assert last.source == str(path)
    assert "rows behind the last one that was read are missing" in last.reason
