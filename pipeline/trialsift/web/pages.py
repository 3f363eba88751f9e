"""Templates: one frozen Context a page, everything escaped, hidden characters shown."""

from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from trialsift.report.marks import visible
from trialsift.report.words import briefly
from trialsift.web.sessions import Session


def page(
    request: Request, template: str, context: Any = None, *, session: Session | None = None, status: int = 200
) -> HTMLResponse:
    """A page of the application; `context` is `it` in the template."""
    words = (
        templates().get_template(template).render(it=context, session=session, path=request.url.path, root="")
    )
    return HTMLResponse(words, status_code=status)


@cache
def templates() -> Environment:
    """The templates below web/templates."""
    made = Environment(
        loader=PackageLoader("trialsift.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["visible"] = visible
    made.filters["briefly"] = briefly
    return made
