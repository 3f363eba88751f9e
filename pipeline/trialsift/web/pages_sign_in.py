"""Signing in and out."""

import logging
import re
import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from trialsift.web.desk import Database, SignedIn
from trialsift.web.pages import page
from trialsift.web.sessions import (
    LONGEST,
    begin,
    cookie_of,
    end,
    forget_failures,
    form_token,
    note_failure,
    session_of,
    visitor_cookie_of,
    wait_before_trying,
)
from trialsift.web.users import users, verified

router = APIRouter(include_in_schema=False)
log = logging.getLogger("trialsift.web")
_PATH = re.compile(r"(/[\w-]+)+")  # only our own pages: no scheme, no host, no query


@router.get("/sign-in")
def sign_in_page(request: Request, db: Database, next: str = "") -> Response:
    """The form; whoever is signed in goes on to the trials."""
    if session_of(db, request.cookies.get(cookie_of(request))):
        return RedirectResponse("/", status_code=303)
    visitor = request.cookies.get(visitor_cookie_of(request)) or secrets.token_urlsafe(16)
    context = _context(db, visitor, next)
    answer = page(request, "sign_in.html.j2", context)
    answer.set_cookie(visitor_cookie_of(request), visitor, httponly=True, samesite="strict", path="/")
    return answer


@router.post("/sign-in")
def sign_in(
    request: Request,
    db: Database,
    name: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=256)] = "",
    next: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """A session for the right name and password; a wait after several wrong ones."""
    visitor, address = (
        request.cookies.get(visitor_cookie_of(request), ""),
        request.client.host if request.client else "",
    )
    wait = wait_before_trying(db, name=name, address=address)
    if wait:
        words = f"Too many sign-ins failed. Try again in {-(-wait // 60)} minutes."
        answer = page(request, "sign_in.html.j2", _context(db, visitor, next, words), status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    user = verified(db, name, password)
    if user is None:
        note_failure(db, name=name, address=address)
        log.warning("sign-in failed")
        words = "Name or password is wrong."
        return page(request, "sign_in.html.j2", _context(db, visitor, next, words), status=403)
    forget_failures(db, name=name)
    going_on = RedirectResponse(next if _PATH.fullmatch(next) else "/", status_code=303)
    going_on.set_cookie(cookie_of(request), begin(db, user), httponly=True, samesite="strict", path="/", max_age=int(LONGEST))  # fmt: skip
    going_on.delete_cookie(visitor_cookie_of(request), path="/")
    return going_on


@router.post("/sign-out")
def sign_out(request: Request, db: Database, session: SignedIn) -> Response:
    """End the session at both ends."""
    end(db, session)
    going_on = RedirectResponse("/sign-in", status_code=303)
    going_on.delete_cookie(cookie_of(request), path="/")
    return going_on


def _context(db: Database, visitor: str, next_page: str, trouble: str = "") -> dict[str, object]:
    return {
        "form_token": form_token(db, visitor),
        "next": next_page if _PATH.fullmatch(next_page) else "",
        "trouble": trouble,
        "no_users": not users(db),
    }
