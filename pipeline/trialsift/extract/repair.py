"""Misspelt and OCR-damaged terms: "Ieiomyosarcoma", "liposarcorna", "leiomyo sarcoma".

A word is repaired only when it is long, unknown, within one letter (two from twelve letters on) of
one vocabulary word and not as near to another, and both do not stand on the guard list of terms
that differ by little and mean much (lipoma and liposarcoma are words of their own, never repaired).
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import add

from rapidfuzz import process
from rapidfuzz.distance import OSA

from trialsift.extract.words import Word

_SHORTEST = 8
_TWO_LETTERS_FROM = 12
_STROKE = re.compile(r"(?<=[a-z])[I1|](?=[a-z])|(?<=[a-z]{2})I$")
# What scanners make of letters: compared after both sides are written in one way.
_LOOKALIKE = str.maketrans({"1": "l", "0": "o", "5": "s", "|": "l", "8": "b"})


OFTEN_MISSPELT = (
    "appendectomy", "appendicectomy", "arrhythmia", "cholecystectomy", "diabetes", "dysphagia", "epilepsy", "fibrillation", "haemophilia",
    "hypertension", "hysterectomy", "malabsorption", "mastectomy", "nephrectomy", "prostatectomy", "schizophrenia", "splenectomy",
    "thyroidectomy", "tonsillectomy", "transfusion", "tuberculosis",
)  # fmt: skip
# Words of their own that differ from one of these by a letter or two.
_WORDS_OF_THEIR_OWN = frozenset(
    {
        "arrhythmic",
        "cholecystostomy",
        "defibrillation",
        "dysphasia",
        "dysphagic",
        "hyperextension",
        "nephrostomy",
        "splenectomies",
    }
)


class Repairer:
    """Repairs words towards a vocabulary's long words; results are kept for words already met."""

    def __init__(self, vocabulary: Iterable[str], known: Iterable[str]) -> None:
        self._targets = sorted(
            {word.lower() for word in vocabulary if len(word) >= _SHORTEST and word.isalpha()}
        )
        self._known = (
            frozenset(word.lower() for word in known) | frozenset(self._targets) | _WORDS_OF_THEIR_OWN
        )
        self._long = frozenset(word for word in self._known if len(word) >= _SHORTEST)
        self.repaired = lru_cache(maxsize=50_000)(self._repaired)

    def _repaired(self, word: str) -> str | None:
        """The vocabulary word meant by a damaged one (lower case), None when none is near enough.

        A stroke inside small letters ("infiItrative", "neutrophi1s") is an l in any word.
        """
        mended = _STROKE.sub("l", word) if len(word) >= _SHORTEST else word
        return self._nearest(mended) or (mended.lower() if mended != word else None)

    def _nearest(self, word: str) -> str | None:
        plain = word.lower().translate(_LOOKALIKE)
        if len(plain) < _SHORTEST or plain in self._known:
            return plain if plain in self._known and plain != word.lower() else None
        if plain.replace("rn", "m") in self._known:
            return plain.replace("rn", "m")
        if plain[0] == "i" and "l" + plain[1:] in self._known:
            return "l" + plain[1:]
        if plain.endswith("s") and plain[:-1] in self._known:
            return None
        allowed = 2 if len(plain) >= _TWO_LETTERS_FROM else 1
        near = process.extract(plain, self._targets, scorer=OSA.distance, score_cutoff=allowed, limit=2)
        if not near or (len(near) > 1 and near[0][1] == near[1][1]):
            return None
        return str(near[0][0])

    def words(self, words: Sequence[Word]) -> list[Word]:
        """The words with damaged ones repaired and a term broken in two put together; spans stay true."""
        lower = [word.text.lower() for word in words]
        long = [word.text for word in words if len(word.text) >= _SHORTEST]
        if not any(map(self.repaired, long)) and self._long.isdisjoint(map(add, lower, lower[1:])):
            return list(words)
        mended: list[Word] = []
        for word in words:
            if mended and self._broken(mended[-1], word):
                mended[-1] = Word((mended[-1].text + word.text).lower(), mended[-1].start, word.end)
                continue
            better = self.repaired(word.text) if len(word.text) >= _SHORTEST else None
            mended.append(Word(better, word.start, word.end) if better else word)
        return mended

    def _broken(self, first: Word, second: Word) -> bool:
        if (
            not (first.text.isalpha() and second.text.isalpha())
            or second.text[0].isupper() != second.text.isupper()
        ):
            return False
        joined = (first.text + second.text).lower()
        return (
            len(joined) >= _SHORTEST
            and second.start - first.end == 1
            and joined in self._known
            and (first.text.lower() not in self._known or second.text.lower() not in self._known)
        )
