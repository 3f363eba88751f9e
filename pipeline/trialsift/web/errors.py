"""Every refusal in one shape: JSON below /api, a page that says what to do elsewhere. Never the input's words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from trialsift.errors import UserError
from trialsift.web.pages import page

WORDS = {
    400: ("bad_request", "The request could not be read.", "Go back and try again."),
    401: ("not_signed_in", "You are not signed in.", "Sign in first."),
    403: ("not_allowed", "Your role does not allow this.", "Ask an administrator of this trialsift."),
    404: ("not_found", "There is nothing at this address.", "Go to the list of trials and choose from there."),
    405: ("wrong_method", "This address does not take this kind of request.", "Use the buttons of the page."),
    409: ("changed_meanwhile", "Somebody else changed this meanwhile.", "Look at what is there now, then decide."),
    413: ("too_large", "The request is too large.", "Shorten the text: 64 KB is the limit."),
    414: ("too_long", "The address is too long.", "Go to the list of trials and choose from there."),
    421: ("wrong_host", "This trialsift answers only to this machine.", "Open the address that trialsift serve printed."),
    422: ("bad_value", "A value in the request is not one that can be used.", "Go to the list of trials and choose from there."),
    429: ("too_often", "Too many sign-ins failed.", "Wait, then try again."),
    500: ("fault", "Something went wrong in trialsift.", "Try again; if it stays, give the time of day to whoever runs this trialsift."),
}  # fmt: skip


class WebError(Exception):
    """A request that is refused. `what` and `do` replace the usual words of the status."""

    def __init__(self, status: int, what: str = "", do: str = "", *, headers: dict[str, str] | None = None):
        super().__init__(status)
        self.status, self.what, self.do, self.headers = status, what, do, headers or {}


class ErrorBody(BaseModel):
    """What went wrong: a code for programs, words for people, and the names of the fields at fault."""

    code: str
    message: str
    what_to_do: str
    fields: list[str] = []


class ErrorShape(BaseModel):
    """The one shape of every error below /api."""

    error: ErrorBody


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Context of the error page."""

    status: int
    what: str
    do: str
    fields: tuple[str, ...] = ()


def add_errors(app: FastAPI) -> None:
    """Register the handlers: nothing leaves the application in another shape."""
    app.add_exception_handler(WebError, _web_error)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(UserError, _user_error)


def refused(
    request: Request,
    status: int,
    *,
    what: str = "",
    do: str = "",
    fields: Sequence[str] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer to a refused request; whoever is not signed in is led to the sign-in page."""
    code, usual, usual_do = WORDS.get(status, WORDS[400 if status < 500 else 500])
    what, do = what or usual, do or usual_do
    if request.url.path.startswith("/api"):
        shape = ErrorShape(error=ErrorBody(code=code, message=what, what_to_do=do, fields=list(fields)))
        return JSONResponse(shape.model_dump(), status_code=status, headers=headers)
    if status == 401:
        return RedirectResponse(f"/sign-in{_way_back(request)}", status_code=303)
    answer = page(
        request,
        "error.html.j2",
        Trouble(status=status, what=what, do=do, fields=tuple(fields)),
        status=status,
    )
    answer.headers.update(headers or {})
    return answer


def _way_back(request: Request) -> str:
    path = request.url.path
    return f"?next={path}" if request.method == "GET" and re.fullmatch(r"(/[\w-]+)+", path) else ""


def _web_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, WebError)  # noqa: S101 - registered for this type only
    return refused(request, error.status, what=error.what, do=error.do, headers=error.headers)


def _user_error(request: Request, error: Exception) -> Response:
    return refused(request, 500, what=str(error), do="Tell whoever runs this trialsift.")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    return refused(request, error.status_code, headers=dict(error.headers or {}))


def _invalid(request: Request, error: Exception) -> Response:
    """Names the fields, never their values: a value may be a patient's name."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    names = (str(item["loc"][-1]) for item in error.errors() if item.get("type") != "extra_forbidden")
    known = dict.fromkeys(name for name in names if re.fullmatch(r"\w{1,40}", name))
    return refused(request, 422, fields=tuple(known))
