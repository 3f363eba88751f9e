"""What stands before every request: which host it names, how large it may be, and the headers of every answer."""

import logging
import re
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("trialsift.web")
MOST_BODY = 64 * 1024  # bytes; the longest form is a note of a few sentences
MOST_URL = 4096  # bytes of path and query string
HOSTS = ("127.0.0.1", "localhost", "[::1]")

CONTENT_POLICY = "; ".join((
    "default-src 'none'", "style-src 'self'", "script-src 'self'", "img-src 'self'", "form-action 'self'",
    "base-uri 'none'", "frame-ancestors 'none'",
))  # fmt: skip
HEADERS = (
    (b"content-security-policy", CONTENT_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_KEPT = b"no-store"  # pages with patients must not stay in the browser's cache after sign-out


Refuse = Callable[[Request, int], Response]


class TooLargeError(HTTPException):
    """A body went past the limit without having said so."""

    def __init__(self) -> None:
        super().__init__(413)


class Guard:
    """An ASGI middleware around the whole application; `refuse` words the answer to what is turned away."""

    def __init__(self, app: ASGIApp, refuse: Refuse, hosts: Iterable[str] = HOSTS) -> None:
        self.app, self.refuse, self.hosts = app, refuse, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it before anything else has read it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def send_on(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                message = {**message, "headers": _with_headers(message.get("headers", ()), scope["path"])}
            await send(message)

        status = self._refusal(scope)
        if not status:
            try:
                await self.app(scope, _Meter(receive).receive, send_on)
            except Exception as error:  # noqa: BLE001 - a server's traceback would print what the error quotes
                _tell(error)
                status = 0 if begun else 500
        if status:
            await self.refuse(Request(scope), status)(scope, receive, send_on)

    def _refusal(self, scope: Scope) -> int:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        if re.sub(r":\d+$", "", headers.get(b"host", "")).casefold() not in self.hosts:
            return 421
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_URL:
            return 414
        length = headers.get(b"content-length", "0")
        return 413 if not length.isdecimal() or int(length[:20]) > MOST_BODY else 0


def _tell(error: Exception) -> None:
    """The kind and the place of a fault go to the log; its words could be a patient's."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    log.error("fault %s at %s:%s", type(error).__name__, Path(last.filename).name, last.lineno)


class _Meter:
    def __init__(self, receive: Receive) -> None:
        self.inner, self.taken = receive, 0

    async def receive(self) -> Message:
        message = await self.inner()
        self.taken += len(message.get("body", b""))
        if self.taken > MOST_BODY:
            raise TooLargeError
        return message


def _with_headers(given: Iterable[tuple[bytes, bytes]], path: str) -> list[tuple[bytes, bytes]]:
    headers: list[Any] = [*given, *HEADERS]
    names = {name.lower() for name, _ in headers}
    if b"cache-control" not in names:
        headers.append((b"cache-control", b"max-age=300" if path.startswith("/static/") else _KEPT))
    return headers
