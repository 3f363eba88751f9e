"""Who is signed in: a random cookie whose hash is kept, tokens for forms, and a brake on guessing."""

import hashlib
import hmac
import json
import secrets
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from trialsift.web.database import secret_of, transaction
from trialsift.web.users import User, find_user

IDLE = 60 * 60.0  # seconds without a request until a session ends
LONGEST = 12 * 60 * 60.0  # seconds a session lasts at most
_SEEN_EVERY = 60.0  # a session's last use is written at most this often
WINDOW = 15 * 60.0  # seconds in which failed sign-ins count
MOST_BY_NAME, MOST_BY_ADDRESS = 5, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser. key names it in the table, places is the last view of each trial's list."""

    user: User
    key: str
    form_token: str
    places: Mapping[str, str] = field(default_factory=dict)

    def may(self, *roles: str) -> bool:
        """Whether the user has one of the roles; an administrator has all."""
        return self.user.role in (*roles, "administrator")


def cookie_of(request: Request) -> str:
    """The name of the session's cookie. A browser sends cookies to every port of a machine: each server has its own."""
    return cookie_at(_port(request))


def cookie_at(port: int) -> str:
    """The name of the session's cookie of a server on a port."""
    return f"trialsift-{port}"


def visitor_cookie_of(request: Request) -> str:
    """The name of the cookie before sign-in, which ties the sign-in form to this browser."""
    return f"trialsift-visitor-{_port(request)}"


def _port(request: Request) -> int:
    """The port on which this server listens, 0 on a socket without one."""
    _, port = request.scope.get("server") or ("", None)
    return port or 0


def begin(db: sqlite3.Connection, user: User) -> str:
    """Start a session and return the cookie's value; only its hash is kept."""
    token, now = secrets.token_urlsafe(32), time.time()
    with transaction(db):
        db.execute("DELETE FROM sessions WHERE seen < ? OR begun < ?", (now - IDLE, now - LONGEST))
        db.execute("INSERT INTO sessions (token, user, begun, seen) VALUES (?,?,?,?)", (_key(token), user.name, now, now))  # fmt: skip
    return token


def session_of(db: sqlite3.Connection, token: str | None) -> Session | None:
    """The living session of a cookie, None when there is none, it ran out, or the account was closed."""
    if not token:
        return None
    key, now = _key(token), time.time()
    row = db.execute("SELECT user, begun, seen, places FROM sessions WHERE token = ?", (key,)).fetchone()
    if row is None or row["seen"] < now - IDLE or row["begun"] < now - LONGEST:
        return None
    user = find_user(db, row["user"])
    if user is None or not user.active:
        return None
    if row["seen"] < now - _SEEN_EVERY:
        db.execute("UPDATE sessions SET seen = ? WHERE token = ?", (now, key))
    return Session(user=user, key=key, form_token=form_token(db, token), places=json.loads(row["places"]))


def end(db: sqlite3.Connection, session: Session) -> None:
    """Sign out."""
    db.execute("DELETE FROM sessions WHERE token = ?", (session.key,))


def remember_place(db: sqlite3.Connection, session: Session, trial: str, place: str) -> None:
    """Keep the query string with which a trial's list was last seen, so that the way back leads there."""
    if session.places.get(trial) != place:
        places = json.dumps({**session.places, trial: place})
        db.execute("UPDATE sessions SET places = ? WHERE token = ?", (places, session.key))


def form_token(db: sqlite3.Connection, cookie: str) -> str:
    """The token that every form of the browser with this cookie carries."""
    return hmac.new(secret_of(db), f"form {cookie}".encode(), hashlib.sha256).hexdigest()


def form_fits(db: sqlite3.Connection, cookie: str | None, given: str) -> bool:
    """Whether a form was made for the browser that sends it."""
    return bool(cookie) and hmac.compare_digest(form_token(db, cookie or "").encode(), given.encode())


def wait_before_trying(db: sqlite3.Connection, *, name: str, address: str) -> int:
    """Seconds until a sign-in may be tried for this name from this address; 0 when at once."""
    since = time.time() - WINDOW
    return max(
        _wait(db, _by_name(name), MOST_BY_NAME, since), _wait(db, f"from {address}", MOST_BY_ADDRESS, since)
    )


def note_failure(db: sqlite3.Connection, *, name: str, address: str) -> None:
    """Count a failed sign-in against the name and the address."""
    now = time.time()
    with transaction(db):
        db.execute("DELETE FROM attempts WHERE at < ?", (now - WINDOW,))
        db.executemany("INSERT INTO attempts VALUES (?,?)", [(_by_name(name), now), (f"from {address}", now)])


def forget_failures(db: sqlite3.Connection, *, name: str) -> None:
    """A right password clears the name."""
    db.execute("DELETE FROM attempts WHERE who = ?", (_by_name(name),))


def _wait(db: sqlite3.Connection, who: str, most: int, since: float) -> int:
    rows = db.execute(
        "SELECT at FROM attempts WHERE who = ? AND at > ? ORDER BY at DESC LIMIT ?", (who, since, most)
    ).fetchall()
    return max(1, int(rows[-1]["at"] - since)) if len(rows) == most else 0


def _by_name(name: str) -> str:
    """A hash: people type passwords into the name field."""
    return "name " + hashlib.sha256(name.casefold().encode()).hexdigest()


def _key(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
