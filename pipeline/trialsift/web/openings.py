"""Since when a patient's page is open in a session: the server's own clock, from which review time is counted."""

import sqlite3
import time

from trialsift.web.sessions import LONGEST, Session

LONGEST_LOOK = 15 * 60  # seconds: a page left open for longer is no review time


def note_opening(db: sqlite3.Connection, session: Session, number: int) -> None:
    """Keep that a patient's page is opened now. Reloading the page one is on does not begin anew."""
    now = time.time()
    db.execute("DELETE FROM openings WHERE seen < ?", (now - LONGEST,))
    last = db.execute(
        "SELECT number, since FROM openings WHERE session = ? ORDER BY seen DESC LIMIT 1", (session.key,)
    ).fetchone()
    goes_on = last is not None and last["number"] == number and last["since"] >= now - LONGEST_LOOK
    db.execute(
        "INSERT OR REPLACE INTO openings (session, number, since, seen) VALUES (?, ?, ?, ?)",
        (session.key, number, last["since"] if goes_on else now, now),
    )


def opened_at(db: sqlite3.Connection, session: Session, number: int) -> float:
    """When the session opened a patient's page, in epoch seconds; 0 when it did not."""
    row = db.execute(
        "SELECT since FROM openings WHERE session = ? AND number = ?", (session.key, number)
    ).fetchone()
    return float(row["since"]) if row else 0.0
