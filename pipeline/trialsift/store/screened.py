"""One patient's screening as the rows that a store keeps of it: made where it was screened, written by the one writer."""

import datetime as dt
import json
from dataclasses import dataclass

from trialsift.answers import Screening
from trialsift.rows import screening_row
from trialsift.store.changes import change_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A screening of a patient: its flag, its row, and the row of what changed against the last one."""

    patient_id: str
    trial: str
    flag: str
    row: tuple[str | int | None, ...]
    change: tuple[str | None, ...] | None


def screened(
    screening: Screening, before: Screening | None, *, version: int, asked_on: str, newest_note: dt.date | None,
    flaggable: dt.date | None = None,
) -> Screened:  # fmt: skip
    """The rows of a screening; version is that of the patient's notes as they were read for it.

    flaggable is since when the notes would have made the patient a candidate: see `first_flaggable`.
    """
    now = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
    newest, since = (day.isoformat() if day else None for day in (newest_note, flaggable))
    unknown = sum(answer.passes is None for answer in screening.answers)
    return Screened(
        patient_id=screening.patient_id, trial=screening.trial, flag=screening.flag,
        row=(
            screening.patient_id, screening.trial, screening.flag, unknown, screening.on.isoformat(), newest, version,
            screening.pack_hash, screening.trial_hash, asked_on, now, since, _asks(screening),
            json.dumps(screening_row(screening), ensure_ascii=False), screening.code_hash,
            json.dumps({answer.criterion: answer.passes for answer in screening.answers}),
        ),
        change=change_of(before, screening, written=now, newest=newest, flaggable=since),
    )  # fmt: skip


def _asks(screening: Screening) -> str:
    """What is to be asked, the deciding questions first, for a table that does not open the whole row."""
    return json.dumps(
        [[ask.who, ask.question, list(ask.settles)] for ask in screening.asks], ensure_ascii=False
    )
