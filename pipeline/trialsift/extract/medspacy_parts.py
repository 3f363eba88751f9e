"""The parts of spaCy and medspaCy that the engine is made of, brought in without what they never call.

medspaCy loads QuickUMLS, and QuickUMLS nltk, which loads scipy and scikit-learn: more than a second of
every start, for a component that is not used here. nltk is put off until somebody asks it for something.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab


class _Later:
    """Finds one module as Python does, and lets it run when it is first used."""

    def __init__(self, name: str) -> None:
        self.name = name

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        found = PathFinder.find_spec(name, path, target) if name == self.name else None
        if found and found.loader:
            found.loader = LazyLoader(found.loader)
        return found


@contextmanager
def later(name: str) -> Iterator[None]:
    """Inside it an import of the module costs nothing until something in it is used."""
    finder = _Later(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


with later("nltk"):
    from medspacy.context import ConText, ConTextRule
    from medspacy.context.context_graph import ConTextGraph
    from medspacy.context.context_modifier import ConTextModifier
    from medspacy.target_matcher import TargetMatcher, TargetRule

__all__ = [
    "ConText", "ConTextGraph", "ConTextModifier", "ConTextRule", "Doc", "Language", "TargetMatcher", "TargetRule", "bare_language",
]  # fmt: skip


def bare_language() -> Language:
    """A pipeline that knows of its words what the matchers compare, and nothing of English.

    Docs are made of words that are cut already, so that the tokenizer with its thousand exceptions is not wanted.
    """
    return Language(Vocab(lex_attr_getters={LOWER: str.lower}), create_tokenizer=lambda nlp: _Cut(nlp.vocab))


class _Cut:
    """A tokenizer for what is written with one blank between words."""

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self._vocab, words=text.split())
