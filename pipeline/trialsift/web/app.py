"""The application: routes, their guards, and what they share."""

from collections.abc import Iterable
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from trialsift import __version__, report
from trialsift.criteria import Trial
from trialsift.packs.rules import Packs
from trialsift.web import (
    api,
    pages_log,
    pages_patient,
    pages_review,
    pages_rules,
    pages_sign_in,
    pages_worklist,
)
from trialsift.web.database import prepare
from trialsift.web.desk import Desk, no_forgery
from trialsift.web.errors import add_errors, refused
from trialsift.web.guard import HOSTS, Guard

REPORT_STYLE = Path(report.__file__).with_name("templates") / "report.css"
STATIC = Path(__file__).with_name("static")
# Every module with pages or JSON has a `router`; a new one is added here.
ROUTERS = (
    pages_sign_in.router,
    pages_worklist.router,
    pages_patient.router,
    pages_review.router,
    pages_log.router,
    pages_rules.router,
    api.router,
)


def create_app(
    results: Path, *, trials: Iterable[Trial] = (), packs: Packs | None = None, hosts: Iterable[str] = HOSTS
) -> FastAPI:
    """The worklist over a results folder of `trialsift screen`; UsageError when it holds no store.

    trials are the trial files at hand; the answers of another trial are shown without its words. packs show the rules
    behind a quote. hosts are
    the names under which a browser may ask: a foreign name that points here is refused (DNS rebinding).
    """
    prepare(results)
    app = FastAPI(
        title="trialsift",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(no_forgery)],
    )
    app.state.desk = Desk(results=results, trials={trial.id: trial for trial in trials}, packs=packs)
    app.add_middleware(Guard, refuse=refused, hosts=tuple(hosts))
    add_errors(app)
    app.get("/report.css", include_in_schema=False)(report_style)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    return app


def report_style() -> FileResponse:
    """The report's own style sheet: badges, marks and quotes look the same here and there."""
    return FileResponse(REPORT_STYLE, media_type="text/css", headers={"cache-control": "max-age=300"})
