"""Abbreviations that a note defines itself: "dedifferentiated liposarcoma (DDL)", by scispaCy.

scispaCy's detector (the Schwartz and Hearst algorithm) finds the pair; the long form must end in a
vocabulary term for the short form to mean anything here.
"""

import re
import warnings
from collections.abc import Mapping, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from trialsift.extract.words import words_in

_IN_BRACKETS = re.compile(r"\(\s*([A-Z][A-Za-z]{1,8})\s*\)")
_WORDS_BEFORE = 160  # characters
_BRACKET_WORDS = 3  # the bracket, the short form, the bracket


class Abbreviations:
    """Finds what a note's own short forms mean; `terms` maps a normalised long form to a rule key."""

    def __init__(self, nlp: Language, terms: Mapping[str, str]) -> None:
        from scispacy.abbreviation import AbbreviationDetector

        self._vocab = nlp.vocab
        self._detect = AbbreviationDetector(nlp, make_serializable=True)
        self._terms = terms
        self._most = max((len(term.split()) for term in terms), default=0)

    def defined_in(self, folded: str) -> dict[str, str]:
        """Short form -> rule key, for every short form that the note defines for a vocabulary term."""
        meant: dict[str, str] = {}
        for match in _IN_BRACKETS.finditer(folded):
            stretch = words_in(folded, max(0, match.start() - _WORDS_BEFORE), match.end())
            words = [word.text for word in stretch if word.text != "_"]
            if key := self._meaning(words, match.group(1)):
                meant[match.group(1)] = key
        return meant

    def _meaning(self, words: Sequence[str], short: str) -> str | None:
        if self._term([word.lower() for word in words[:-_BRACKET_WORDS]]) is None:
            return None
        doc = Doc(self._vocab, words=list(words))
        with warnings.catch_warnings():  # spaCy warns when the detector finds no pair at all
            warnings.simplefilter("ignore", UserWarning)
            pairs = self._detect(doc)._.abbreviations
        for pair in pairs:
            if pair["short_text"] == short:
                return self._term(pair["long_text"].lower().split())
        return None

    def _term(self, words: Sequence[str]) -> str | None:
        """The longest vocabulary term that the long form ends in."""
        for start in range(max(0, len(words) - self._most), len(words)):
            if key := self._terms.get(" ".join(words[start:])):
                return key
        return None
