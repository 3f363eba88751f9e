"""What a script here imports first: it then runs this checkout's code with the environment in .venv."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
_VENV = TOP / ".venv"

sys.path.insert(0, str(TOP / "pipeline"))
if find_spec("medspacy") is None:  # another python was asked to run the script
    _python = _VENV / "bin" / "python"
    if not _python.exists() or Path(sys.prefix).resolve() == _VENV.resolve():
        sys.exit("trialsift is not set up in .venv: run scripts/setup test first")
    os.execv(_python, [str(_python), *sys.argv])  # noqa: S606  the same script, by the checkout's own python
