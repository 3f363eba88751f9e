"""Who may sign in: names, roles, and passwords kept as argon2 hashes only."""

import datetime as dt
import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from threading import Semaphore
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from trialsift.errors import UsageError

Role = Literal["screener", "annotator", "administrator"]
ROLES: tuple[Role, ...] = get_args(Role)
SHORTEST_PASSWORD = 12  # characters
LONGEST_PASSWORD = 256
_NAME = re.compile(r"[\w.@+-]{1,64}")
_AT_ONCE = Semaphore(2)  # a hash takes 64 MiB; a flood of sign-ins must not take the machine's memory


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may sign in."""

    name: str
    role: Role
    active: bool = True


def add_user(db: sqlite3.Connection, name: str, *, role: str, password: str) -> User:
    """Add a user. UsageError, worded for the person at the terminal, when name, role or password will not do."""
    if not _NAME.fullmatch(name):
        raise UsageError("a user's name has 1 to 64 letters, digits or . @ + - _ and no space.")
    if role not in ROLES:
        raise UsageError(f'"{role}" is no role. Roles: {", ".join(ROLES)}.')
    check_password(name, password)
    now = dt.datetime.now(tz=dt.UTC).isoformat(timespec="seconds")
    try:
        db.execute("INSERT INTO users VALUES (?,?,?,?,1)", (name, role, _hashed(password), now))
    except sqlite3.IntegrityError as error:
        raise UsageError(
            f"there is a user {name} already. For a new password: trialsift users password {name} RESULTS"
        ) from error
    return User(name=name, role=role)


def set_password(db: sqlite3.Connection, name: str, password: str) -> None:
    """Give a user another password and end the user's sessions."""
    user = _existing(db, name)
    check_password(user.name, password)
    db.execute("UPDATE users SET password = ? WHERE name = ?", (_hashed(password), name))
    db.execute("DELETE FROM sessions WHERE user = ?", (user.name,))


def set_active(db: sqlite3.Connection, name: str, *, active: bool) -> None:
    """Close or reopen an account. A closed one stays, so that what its owner did keeps its name."""
    user = _existing(db, name)
    db.execute("UPDATE users SET active = ? WHERE name = ?", (int(active), name))
    db.execute("DELETE FROM sessions WHERE user = ?", (user.name,))


def users(db: sqlite3.Connection) -> list[User]:
    """Everybody, by name."""
    return [_user(row) for row in db.execute("SELECT name, role, active FROM users ORDER BY name")]


def find_user(db: sqlite3.Connection, name: str) -> User | None:
    """A user by name, whatever its case; closed accounts too."""
    row = db.execute("SELECT name, role, active FROM users WHERE name = ?", (name,)).fetchone()
    return _user(row) if row else None


def verified(db: sqlite3.Connection, name: str, password: str) -> User | None:
    """The user of this name and password, None when there is none or the account is closed.

    An unknown name takes as long as a wrong password, so that nobody learns who has an account.
    """
    row = db.execute("SELECT password FROM users WHERE name = ? AND active = 1", (name,)).fetchone()
    fits = _fits(row[0] if row else _decoy(), password[:LONGEST_PASSWORD])
    return find_user(db, name) if row and fits else None


def check_password(name: str, password: str) -> None:
    """UsageError for a password that is too short, too long, or the name again."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise UsageError(
            f"the password must have {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; four words in a row will do."
        )
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        raise UsageError("the password must not hold the name, nor repeat a few characters.")


def _existing(db: sqlite3.Connection, name: str) -> User:
    user = find_user(db, name)
    if user is None:
        raise UsageError(f"there is no user {name}. See: trialsift users list RESULTS")
    return user


def _user(row: sqlite3.Row) -> User:
    return User(name=row["name"], role=row["role"], active=bool(row["active"]))


def _hashed(password: str) -> str:
    with _AT_ONCE:
        return PasswordHasher().hash(password)


def _fits(held: str, password: str) -> bool:
    with _AT_ONCE:
        try:
            return PasswordHasher().verify(held, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _decoy() -> str:
    return _hashed("a password that nobody has")
