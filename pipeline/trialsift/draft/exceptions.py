"""What a criterion takes back ("… except …", "… unless …") or narrows by words that no condition holds.

Nobody without another cancer is excluded by "another cancer, except one of the skin". So a criterion of which nothing
but such words is missing is decided where the rest of it does not hold, and stays open where it does.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from trialsift.draft.pieces import Piece
from trialsift.draft.variables import names_in

EXCEPTION = (
    r"\b(?:except(?:ions?|ing)?|unless|other\s+than|apart\s+from|excluding)\b|\bnot\s+appl(?:y|icable)\b"
    r"|\b(?:is|are|be)\s+(?:\w+\s+)?(?:allowed|permitted|acceptable|enrolled)\b|(?<!not )\b(?:are|be|is|remain)\s+eligible\b|\bmay\s+(?:participate|enroll?|be\s+included)\b"
)
_TAKES_BACK = re.compile(EXCEPTION, re.IGNORECASE)
_OPENED = r"(?:with\s+the\s+exceptions?\s+of|except(?:ing)?|unless|other\s+than|apart\s+from|excluding)\b"
_CLAUSE = re.compile(rf"\(\s*{_OPENED}[^()]*\)|\b{_OPENED}[^.;()]*(?:\([^()]*\)[^.;()]*)*", re.IGNORECASE)
# "… except of the skin, or any active infection": what comes after is asked again.
_GOES_ON = re.compile(
    r"\b(?:or|and|and/or)\s+(?:(?:any|have|has|had|having|a|an|the|history|known|active|who|is|current|prior|previous|uncontrolled|other|with|requires?|need|presence|evidence)\b"
    r"|(?:\w+\s+){0,4}within\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[.;])\s+(?=[A-Z(])")
# Qualifiers: with them a criterion holds for fewer patients, never for more.
_NARROW = re.compile(
    r"(?:cortico)?steroids?|immunosuppress\w+|intravenous|iv|parenteral|severe|serious|grades?|life-threatening|hospitali[sz]\w+|require[sd]?|requiring|requirement|major|documented"
    r"|uncontrolled|unstable|symptomatic|untreated|extensive|palliative|progressive|persistent(?:ly)?|clinically-evident|detectable|oral|completed|received|treatments?|medications?|therap(?:y|ies)|ongoing",
    re.IGNORECASE,
)


# "Known hypersensitivity to pemetrexed": the last words of a criterion, that name what the allergy is to.
_ALLERGEN = re.compile(
    r"\b(?:hypersensitiv\w+|allerg(?:y|ies|ic))(?:\s+reactions?)?\s+(?:to|of|against)\s+(?:(?!(?:or|and)\b)[\w/-]+\s*){1,4}\.?\s*$",
    re.IGNORECASE,
)


def exceptions_in(text: str) -> list[tuple[int, int]]:
    """The clauses and later sentences that only say whom a criterion spares, and what an allergy must be to."""
    found = [match.span() for match in _CLAUSE.finditer(text) if _only_spares(match.group())]
    if allergen := _ALLERGEN.search(text):
        found.append((text.index(" ", allergen.start()), len(text)))
    starts = [match.end() for match in _SENTENCES.finditer(text)]
    for start, end in pairwise([*starts, len(text)]):
        if _TAKES_BACK.search(text, start, end) and not re.search(
            r"\bnot\s+(?:be\s+)?(?:allowed|permitted|eligible|acceptable)", text[start:end]
        ):
            found.append((start, end))
    return found


def _only_spares(clause: str) -> bool:
    """Not what goes on with the criterion, or a table whose rows have lost their ends: "unless Gilbert's AST ≤ 3 x ULN"."""
    return not _GOES_ON.search(clause.split(" ", 1)[-1]) and not any(
        name.variable for name in names_in(clause)
    )


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with blanks in these places."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def outside(pieces: Sequence[Piece], spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The pieces that stand in none of the places."""
    return [piece for piece in pieces if not any(start <= piece.start < end for start, end in spans)]


def narrows(words: Iterable[str]) -> bool:
    """Whether each of the words that no condition stands for only narrows what is asked."""
    return all(_NARROW.fullmatch(word) for word in words)


def spared(segments: Iterable[str]) -> set[str]:
    """The variables whose bounds an exception of their own clause takes back: "bilirubin ≤ 2, unless …"."""
    clauses = [part for segment in segments for part in re.split(r"[.;]\s", segment)]
    return {name.variable for part in clauses if _TAKES_BACK.search(part) for name in names_in(part)}
