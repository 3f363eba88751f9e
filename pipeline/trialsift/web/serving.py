"""Running the application on this machine."""

import socket
from collections.abc import Sequence
from pathlib import Path

import uvicorn

from trialsift.criteria import Trial
from trialsift.errors import UsageError
from trialsift.packs.load import load_packs
from trialsift.report.run import STORE
from trialsift.store import Store
from trialsift.trials import load_trial
from trialsift.web.app import create_app

LOOPBACK = "127.0.0.1"


def trials_at_hand(results: Path, named: Sequence[str], patterns: Path | None) -> list[Trial]:
    """The trials named, and the shipped ones that patients of these results were screened for."""
    packs = load_packs(patterns)
    given = [load_trial(item, packs) for item in named]
    with Store(results / STORE, make=False) as store:
        others = [name for name in store.trials() if name not in {trial.id for trial in given}]
    for name in others:
        try:
            given.append(load_trial(name, packs))
        except UsageError:  # no such shipped trial: its answers are shown without the protocol's words
            continue
    return given


def run(results: Path, trials: Sequence[Trial], *, port: int, patterns: Path | None = None) -> None:
    """Serve until interrupted. No access log: addresses hold searches."""
    app = create_app(results, trials=trials, packs=load_packs(patterns))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            raise UsageError(f"port {port} is taken. Choose another: --port {port + 1}") from error
    print(f"Worklist at http://{LOOPBACK}:{port}/ (end with Ctrl-C)", flush=True)  # noqa: T201 - as a command prints
    uvicorn.run(
        app, host=LOOPBACK, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False,
        limit_concurrency=64, timeout_keep_alive=5, ws="none", lifespan="off",
    )  # fmt: skip
