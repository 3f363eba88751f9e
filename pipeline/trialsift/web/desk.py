"""What a request has at hand: the results folder, its trials, an open database, and who asks."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request

from trialsift.criteria import Trial
from trialsift.packs.rules import Packs
from trialsift.web.database import open_desk
from trialsift.web.errors import WebError
from trialsift.web.sessions import Session, cookie_of, form_fits, session_of, visitor_cookie_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The results that are served. trials holds the trial files at hand, by id; packs the rules, None when not at hand."""

    results: Path
    trials: Mapping[str, Trial] = field(default_factory=dict)
    packs: Packs | None = None

    def trial(self, name: str) -> Trial:
        """The trial file, or one without criteria when it is not at hand: answers are shown all the same."""
        return self.trials.get(name) or Trial(id=name, protocol="", criteria=())


def desk_of(request: Request) -> Desk:
    """The desk that the application was made with."""
    return cast("Desk", request.app.state.desk)


def database(request: Request) -> Iterator[sqlite3.Connection]:
    """An open database for one request."""
    with open_desk(desk_of(request).results) as db:
        yield db


TheDesk = Annotated[Desk, Depends(desk_of)]
Database = Annotated[sqlite3.Connection, Depends(database)]


def signed_in(request: Request, db: Database) -> Session:
    """The session of the request; without one nothing is shown."""
    session = session_of(db, request.cookies.get(cookie_of(request)))
    if session is None:
        raise WebError(401)
    return session


SignedIn = Annotated[Session, Depends(signed_in)]


def needs(*roles: str) -> Callable[[Session], Session]:
    """A dependency that lets only these roles (and administrators) pass."""

    def allowed(session: SignedIn) -> Session:
        if not session.may(*roles):
            raise WebError(403)
        return session

    return allowed


async def no_forgery(request: Request, db: Database) -> None:
    """Stands before every route: whatever changes something must carry the token of its own browser's forms."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    given = request.headers.get("x-form-token", "")
    if not given and "form" in request.headers.get("content-type", ""):
        value = (await request.form(max_files=0, max_fields=100)).get("form_token")
        given = value if isinstance(value, str) else ""
    # Both: the cookie of a session that has ended is still there when its owner signs in again.
    cookies = (request.cookies.get(cookie_of(request)), request.cookies.get(visitor_cookie_of(request)))
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"} or not any(
        form_fits(db, cookie, given) for cookie in cookies
    ):
        raise WebError(
            403, "This form is out of date or came from elsewhere.", "Go back, reload, send again."
        )
