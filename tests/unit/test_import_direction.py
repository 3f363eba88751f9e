"""Imports run one way: nouns <- readers, packs, evaluate <- extract <- screen, draft, gold <- the rest."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "pipeline" / "trialsift"
NOUNS = {
    "note",
    "facts",
    "traits",
    "rows",
    "chart",
    "standing",
    "apart",
    "criteria",
    "answers",
    "errors",
    "made_by",
}
RANKS = (
    NOUNS,
    {"packs", "readers", "evaluate", "units", "trials"},
    {"extract"},
    {"screen", "draft", "gold"},
    {"store", "workers", "batch", "facts_file", "export", "report", "worklist", "spark"},
    {"web", "commands", "cli", "bench", "__main__"},
)
ENGINE = {"spacy", "medspacy", "scispacy"}
FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def room(parts: tuple[str, ...]) -> str:
    return parts[0].removesuffix(".py")


def rank(name: str) -> int | None:
    return next((number for number, rooms in enumerate(RANKS) if name in rooms), None)


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_runs_against_the_arrow(path: Path) -> None:
    own = rank(room(path.relative_to(ROOT).parts))
    assert own is not None, "a new room: give it its place in RANKS"
    for module in imported(path):
        if module.startswith("trialsift."):
            other = rank(module.split(".")[1])
            assert other is not None
            assert other <= own, module


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_extract_imports_the_engine(path: Path) -> None:
    names = {module.split(".")[0] for module in imported(path)}
    assert not names & ENGINE or path.relative_to(ROOT).parts[0] == "extract"
