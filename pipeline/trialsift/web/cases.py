"""The worklist of a trial: which patients, in which order, one page at a time. A case is one patient in one trial.

A case has a number of its own, so that no patient's name stands in an address.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from trialsift.answers import Ask, Flag
from trialsift.report.run import STORE
from trialsift.report.words import FLAGS
from trialsift.web.database import open_desk

PER_PAGE = 50
STATES = ("to review", "in review", "screened", "declined", "enrolled", "failed")
Sort = Literal["flag", "patient", "unknown", "missing", "newest", "days", "assigned", "state"]
SORTS: tuple[Sort, ...] = get_args(Sort)
# The index holds all that a list shows, so that the wide rows with the answers stay on the disk.
_FROM = (
    "FROM cases c JOIN screened.screenings s INDEXED BY screenings_listed ON s.patient_id = c.patient_id AND s.trial = c.trial "
    "WHERE c.trial = :trial"
)
_FLAG_ORDER = "CASE s.flag WHEN 'candidate' THEN 0 WHEN 'open' THEN 1 ELSE 2 END"
_COLUMNS: Mapping[Sort, str] = {
    "flag": _FLAG_ORDER, "patient": "c.patient_id", "unknown": "s.unknown", "missing": "nullif(s.asks, '[]')",
    "newest": "s.newest_note", "days": "s.flaggable", "assigned": "nullif(c.assigned_to, '')", "state": "c.state",
}  # fmt: skip
_FIRST_BECAUSE = (
    "SELECT json_extract(a.value, '$.because') FROM json_each(s.row, '$.answers') a "
    "WHERE json_extract(a.value, '$.criterion') = json_extract(s.row, '$.reasons[0]')"
)
_FILTERS = {
    "flag": "s.flag = :flag",
    "state": "c.state = :state",
    "assigned": "c.assigned_to = :assigned",
    "who": "instr(s.asks, :asked_of) > 0",
    "q": "c.patient_id LIKE :like ESCAPE '!'",
}


class View(BaseModel):
    """How somebody looks at a list: filters, order and page, as the query string carries them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    flag: Literal["", "candidate", "open", "excluded"] = ""
    state: Literal["", "to review", "in review", "screened", "declined", "enrolled", "failed"] = ""
    assigned: str = Field(default="", max_length=64)
    who: str = Field(default="", max_length=64)
    staff: Literal["", "overruled", "contested"] = ""
    q: str = Field(default="", max_length=100)
    sort: Sort = "flag"
    down: bool = False
    page: int = Field(default=1, ge=1, le=100_000)

    def query(self, **changes: Any) -> str:
        """The query string of this view, changed: "flag=open&page=2"; what is as usual is left out."""
        said = {**self.model_dump(), **changes}
        usual = View().model_dump()
        return urlencode(
            {name: str(value).lower() if value is True else value for name, value in said.items() if value != usual[name]}
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One row of the worklist. flaggable is the date since which the patient could have been a candidate.

    reasons are the criteria on which the flag rests, because is what the answer to the first of them says.
    """

    number: int
    trial: str
    patient_id: str
    flag: Flag
    unknown: int
    newest_note: str | None
    flaggable: str | None
    assigned_to: str
    state: str
    version: int
    asks: tuple[Ask, ...] = ()
    reasons: tuple[str, ...] = ()
    because: str = ""

    @property
    def days(self) -> int | None:
        """Days since the patient first could have been flagged."""
        return (dt.date.today() - dt.date.fromisoformat(self.flaggable)).days if self.flaggable else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseList:
    """One page of a trial's list: how many there are by flag, how many fit the view, and its lines."""

    by_flag: Mapping[str, int]
    fitting: int
    lines: tuple[CaseLine, ...]

    @property
    def pages(self) -> int:
        """How many pages the view has, at least one."""
        return max(1, -(-self.fitting // PER_PAGE))


def take_in(db: sqlite3.Connection, trial: str) -> None:
    """Give a number to every screened patient of a trial that has none yet."""
    counts = "SELECT (SELECT count(*) FROM screened.screenings WHERE trial = ?), (SELECT count(*) FROM cases WHERE trial = ?)"
    screened, held = db.execute(counts, (trial, trial)).fetchone()
    if screened != held:
        db.execute(
            "INSERT OR IGNORE INTO cases (trial, patient_id) SELECT trial, patient_id FROM screened.screenings "
            "WHERE trial = ? ORDER BY patient_id",
            (trial,),
        )


def trials(db: sqlite3.Connection) -> dict[str, dict[str, int]]:
    """Every trial that patients were screened for, with its number of patients by flag."""
    found: dict[str, dict[str, int]] = {}
    for row in db.execute("SELECT trial, flag, count(*) FROM screened.screenings GROUP BY trial, flag"):
        found.setdefault(row[0], dict.fromkeys(FLAGS, 0))[row[1]] = row[2]
    return dict(sorted(found.items()))


def case_list(
    db: sqlite3.Connection, trial: str, view: View, *, only: Collection[int] | None = None
) -> CaseList:
    """The page of a trial's list that a view asks for; only: of these cases, which what staff said has chosen."""
    where, values = _where(trial, view, only)
    fitting = db.execute(f"SELECT count(*) {_FROM}{where}", values).fetchone()[0]
    numbers = _numbers(db, trial, view, only, limit=PER_PAGE, offset=(view.page - 1) * PER_PAGE)
    return CaseList(
        by_flag=trials(db).get(trial, dict.fromkeys(FLAGS, 0)), fitting=fitting, lines=_lines(db, numbers)
    )


def neighbours(
    db: sqlite3.Connection, trial: str, view: View, number: int, *, only: Collection[int] | None = None
) -> tuple[int | None, int | None]:
    """The cases before and after one in the order of a view; None at the ends, and when it is not in it."""
    numbers = _numbers(db, trial, view, only, limit=-1, offset=0)
    if number not in numbers:
        return None, (numbers[0] if numbers else None)
    at = numbers.index(number)
    return (
        numbers[at - 1] if at else None,
        numbers[at + 1] if at + 1 < len(numbers) else None,
    )


def case_of(db: sqlite3.Connection, number: int) -> CaseLine | None:
    """One case by its number."""
    return next(iter(_lines(db, [number])), None)


def asked_people(results: Path, trial: str) -> tuple[str, ...]:
    """Everybody to whom some open question of a trial goes, by name: what the filter offers.

    Every row has to be opened for it, so it is kept until the store's files change.
    """
    files = (results / STORE, results / f"{STORE}-wal")
    stamp = tuple(path.stat().st_mtime_ns for path in files if path.exists())
    return _asked_people(results, trial, stamp)


@lru_cache(maxsize=64)
def _asked_people(results: Path, trial: str, stamp: tuple[int, ...]) -> tuple[str, ...]:  # noqa: ARG001 - the key
    with open_desk(results) as db:
        return _asked(db, trial)


def _asked(db: sqlite3.Connection, trial: str) -> tuple[str, ...]:
    rows = db.execute(
        "SELECT DISTINCT json_extract(a.value, '$[0]') FROM screened.screenings s, json_each(s.asks) a WHERE s.trial = ?",
        (trial,),
    )
    return tuple(sorted(str(row[0]) for row in rows))


def assignees(db: sqlite3.Connection, trial: str) -> tuple[str, ...]:
    """Everybody to whom a case of a trial is assigned."""
    rows = db.execute(
        "SELECT DISTINCT assigned_to FROM cases WHERE trial = ? AND assigned_to != '' ORDER BY 1", (trial,)
    )
    return tuple(str(row[0]) for row in rows)


def _numbers(
    db: sqlite3.Connection, trial: str, view: View, only: Collection[int] | None, *, limit: int, offset: int
) -> list[int]:
    where, values = _where(trial, view, only)
    way = "DESC" if view.down else "ASC"
    column = _COLUMNS[view.sort]
    order = f"{column} IS NULL, {column} {way}, {_FLAG_ORDER}, s.unknown, s.newest_note DESC, c.number"
    rows = db.execute(
        f"SELECT c.number {_FROM}{where} ORDER BY {order} LIMIT :limit OFFSET :offset",
        {**values, "limit": limit, "offset": offset},
    )
    return [row[0] for row in rows]


def _where(trial: str, view: View, only: Collection[int] | None) -> tuple[str, dict[str, str]]:
    chosen = [words for name, words in _FILTERS.items() if getattr(view, name)]
    if only is not None:
        chosen.append("c.number IN (SELECT value FROM json_each(:only))")
    like = "".join(f"!{sign}" if sign in "!%_" else sign for sign in view.q.strip())
    values = {
        "trial": trial, "flag": view.flag, "state": view.state, "assigned": view.assigned,
        "asked_of": f"[{json.dumps(view.who, ensure_ascii=False)},", "like": f"%{like}%",
        "only": json.dumps(sorted(only or ())),
    }  # fmt: skip
    return "".join(f" AND {words}" for words in chosen), values


def _lines(db: sqlite3.Connection, numbers: Sequence[int]) -> tuple[CaseLine, ...]:
    marks = ",".join("?" * len(numbers))
    rows = db.execute(  # the f-string holds question marks only
        "SELECT c.*, s.flag, s.unknown, s.newest_note, s.flaggable, s.asks, "  # noqa: S608
        f"json_extract(s.row, '$.reasons') AS reasons, ({_FIRST_BECAUSE}) AS because FROM cases c JOIN screened.screenings s "
        f"ON s.patient_id = c.patient_id AND s.trial = c.trial WHERE c.number IN ({marks})",
        list(numbers),
    )
    found = {row["number"]: _line(row) for row in rows}
    return tuple(found[number] for number in numbers if number in found)


def _line(row: sqlite3.Row) -> CaseLine:
    apart = {"asks", "reasons", "because"}
    told = {name: row[name] for name in row.keys() if name not in apart}  # noqa: SIM118 - a Row is no mapping
    asks = (Ask(who=who, question=words, settles=tuple(ids)) for who, words, ids in json.loads(row["asks"]))
    return CaseLine(
        **told, asks=tuple(asks), reasons=tuple(json.loads(row["reasons"])), because=row["because"] or ""
    )
