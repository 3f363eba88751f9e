"""The screening log as a file: CSV or XLSX, each cell plain text that no spreadsheet runs; and the trail of exports."""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import fields
from importlib.util import find_spec
from typing import Literal

from trialsift.errors import MissingExtraError
from trialsift.report.sheet import safe_cell
from trialsift.web.cases import take_in
from trialsift.web.database import keep_export, secret_of
from trialsift.web.log import LogRow, SponsorRow, acts_of, screened_cases, site_rows, sponsor_rows

Audience = Literal["site", "sponsor"]
Form = Literal["csv", "xlsx", "json"]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_rows(
    db: sqlite3.Connection, trial: str, *, audience: Audience, form: Form, who: str
) -> Sequence[LogRow] | Sequence[SponsorRow]:
    """The rows of the log; that they were handed out is kept first, so that no export goes unseen."""
    take_in(db, trial)
    keep_export(db, who=who, trial=trial, form=form, audience=audience)
    screened, done = screened_cases(db, trial), acts_of(db, trial)
    if audience == "sponsor":
        return sponsor_rows(screened, done, trial=trial, secret=secret_of(db))
    return site_rows(screened, done)


def log_file(
    rows: Sequence[LogRow] | Sequence[SponsorRow], *, audience: Audience, form: Literal["csv", "xlsx"]
) -> bytes:
    """The file's bytes; MissingExtraError when XLSX is asked for without openpyxl."""
    table = _table(rows, LogRow if audience == "site" else SponsorRow)
    return _csv(table) if form == "csv" else _xlsx(table)


def file_name(audience: Audience, form: str) -> str:
    """The name under which a browser saves it: fixed, nothing of the results is in it."""
    return f"screening-log-{audience}.{form}"


def _table(
    rows: Sequence[LogRow] | Sequence[SponsorRow], kind: type[LogRow] | type[SponsorRow]
) -> Iterator[list[str]]:
    names = [item.name for item in fields(kind)]
    yield names
    for row in rows:
        yield [safe_cell(_words(getattr(row, name))) for name in names]


def _words(value: object) -> str:
    return " | ".join(value) if isinstance(value, tuple) else str(value)


def _csv(table: Iterator[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(table: Iterator[list[str]]) -> bytes:
    if find_spec("openpyxl") is None:
        raise MissingExtraError("web", "openpyxl")
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Screening log")
    sheet.freeze_panes = "B2"
    for row in table:
        cells = [WriteOnlyCell(sheet, value=words) for words in row]
        for cell in cells:
            cell.data_type = "s"  # openpyxl would make a formula of "=", and an error of "#N/A"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
