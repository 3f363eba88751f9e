"""Raw text -> words with their places: what every rule is matched against.

Offsets always point into the text as received. The words are its normal form: one kind of dash
and quote, "15 .5" and "15,5" as 15.5, "high-grade" as two words, "leio-\\nmyosarcoma" as one.
"""

import re
from bisect import bisect_left
from typing import NamedTuple

# Equal length, so that an offset into the folded text is an offset into the note.
_FOLD = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00d7": "x", "\u2715": "x", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
        "\u00b5": "\u03bc", "\u017f": "s", "\u212a": "K", "\u00b7": "\u00b7", "\u2264": "\u2264",
        "\u00ad": "-", "\u200b": " ", "\ufeff": " ", "\x0c": "\n", "\x0b": "\n", "\u2028": "\n",
    }
)  # fmt: skip

# Order matters: a date before a number, a number before a word that ends in digits.
_TOKEN = re.compile(
    r"""
    (?P<date>\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}(?![\d/]))
  | (?P<number>\d+(?:[.,]\d+)*(?:\ ?\.\d+(?=\ ?(?:cm|mm|[xX*]|by)\b|\ ?[xX]\ ?\d|\ ?,)|\ \.\d+|\.\ \d(?=\ ?(?:cm|mm|[xX]\ )))?)
  | (?P<times>[xX](?=\ ?\d))
  | (?P<word>[^\W\d_][^\W_]*(?:'[^\W\d_]+)?)
  | (?P<mark>[^\w\s]|_)
    """,
    re.VERBOSE,
)
_IN_WORD_DASH = re.compile(
    r"(?<=[^\W\d_])(?:-| -(?=[^\W\d_])|- (?=[^\W\d_]))(?=[^\W\d_])|(?<=[^\W\d_]) -(?=[^\W\d_])"
)
_SOFT_BREAK = re.compile(r"(?<=[^\W\d_]{3})-[ \t]*\r?\n[ \t]*(?=[a-z]{3})")
_THOUSANDS = re.compile(r"^\d{1,3}(?:,\d{3})+(?:\.\d+)?$")
_DECIMAL_COMMA = re.compile(r"^\d+,\d{1,2}$")


class Word(NamedTuple):
    """One word in its normal form, and the characters of the note it stands for."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text with look-alike characters made one, at equal length.

    Where an export wrote ". " for every line break ("the deep. margin"), those stops are blanks.
    """
    folded = text.translate(_FOLD)
    if len(folded) < _SHORTEST_EXPORT or folded.count("\n") * _LONGEST_LINE > len(folded):
        return folded
    stops = len(_STOP_WITHIN.findall(folded))
    return _STOP_WITHIN.sub(" ", folded) if stops >= _STOPS_FOR_BREAKS else folded


_SHORTEST_EXPORT = 400  # characters of a note without line breaks
_LONGEST_LINE = 500  # characters: a note with longer lines has lost its line breaks
_STOPS_FOR_BREAKS = 5  # stops inside sentences that make them the export's and no abbreviation's
_STOP_WITHIN = re.compile(r"(?:(?<=[a-z)][a-z,;)])|(?<=\d\.\d))\.(?= [a-z(])")


def normal_number(written: str) -> str:
    """A number as Python reads it: "15 .5" and "15,5" give "15.5", "8,900" gives "8900"."""
    joined = written.replace(" ", "")
    if _THOUSANDS.match(joined):
        return joined.replace(",", "")
    if _DECIMAL_COMMA.match(joined):
        return joined.replace(",", ".")
    return joined


def words_in(folded: str, start: int, end: int) -> list[Word]:
    """The words of folded[start:end]; hyphens inside words part them, line-break hyphens join them.

    "high-grade" gives high, grade; "leio-\\nmyosarcoma" gives leiomyosarcoma with one span.
    """
    words: list[Word] = []
    joins = [match.span() for match in _SOFT_BREAK.finditer(folded, start, end)]
    dashes = {
        match.start() + match.group().index("-") for match in _IN_WORD_DASH.finditer(folded, start, end)
    }
    for match in _TOKEN.finditer(folded, start, end):
        at, to = match.span()
        if match.lastgroup == "mark" and (at in dashes or _inside(at, joins)):
            continue
        text = match.group()
        if match.lastgroup == "number":
            text = normal_number(text)
        if match.lastgroup == "word" and words and _joined(words[-1].end, at, joins):
            words[-1] = Word(words[-1].text + text, words[-1].start, to)
            continue
        words.append(Word(text, at, to))
    return words


def _inside(at: int, joins: list[tuple[int, int]]) -> bool:
    place = bisect_left(joins, (at + 1, 0)) - 1
    return place >= 0 and joins[place][0] <= at < joins[place][1]


def _joined(end: int, start: int, joins: list[tuple[int, int]]) -> bool:
    place = bisect_left(joins, (end, 0))
    return place < len(joins) and joins[place] == (end, start)


def _parted(word: Word, following: Word) -> bool:
    """Whether a space stands between two words: "10cm" and "3x4" are spaced as "10 cm", "3 x 4"."""
    if following.start > word.end:
        return True
    first, second = word.text[-1], following.text[0]
    return (first.isdigit() and second.isalpha()) or (word.text in "xX" and second.isdigit())


def spaced(words: list[Word]) -> tuple[str, tuple[int, ...], list[bool]]:
    """The normalised text of the words, where each begins in it, and whether a space follows each."""
    parts: list[str] = []
    at: list[int] = []
    spaces: list[bool] = []
    length = 0
    for number, word in enumerate(words):
        gap = number + 1 < len(words) and _parted(word, words[number + 1])
        at.append(length)
        spaces.append(gap)
        parts.append(word.text + " " if gap else word.text)
        length += len(parts[-1])
    return "".join(parts), tuple(at), spaces
