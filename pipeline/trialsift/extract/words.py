"""Raw text -> words with their places: what every rule is matched against.

Offsets always point into the text as received. The words are its normal form: one kind of dash
and quote, "15 .5" and "15,5" as 15.5, "high-grade" as two words, "leio-\\nmyosarcoma" as one.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

# Equal length, so that an offset into the folded text is an offset into the note.
_FOLD = str.maketrans(
    {
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"',
        "\u00d7": "x", "\u2715": "x", "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ",
        "\u00b5": "\u03bc", "\u017f": "s", "\u212a": "K", "\u00b7": "\u00b7", "\u2264": "\u2264",
        "\u00ef": "i", "\u00f6": "o", "\u00e9": "e", "\u00e8": "e", "\u00ad": "-", "\u200b": " ", "\ufeff": " ", "\x0c": "\n", "\x0b": "\n", "\u2028": "\n",
    }
)  # fmt: skip


class Word(NamedTuple):
    """One word in its normal form, and the characters of the note it stands for."""

    text: str
    start: int
    end: int


# "ECOG 1. 7 cm mass" ends a sentence between two numbers, where "1. 7 cm" alone is a broken one.
_NO_SCORE = "".join(
    rf"(?<!{name}\ \d)"
    for name in (
        "ECOG",
        "ECOG:",
        "WHO",
        "WHO:",
        "PS",
        "PS:",
        "status",
        "status:",
        "Zubrod",
        "grade",
        "Grade",
        "score",
    )
)
# Order matters: a date before a number, a number before a word that ends in digits. A stroke is a word whose l was read as 1.
_WORD_FORMS = r"""
    (?P<date>\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}(?![\d/]))
  | (?P<stroke>1(?!cent|milli|micro|month|times|tablet|capsule)(?=[a-z]{7})[a-z]+)
  | (?P<number>\d+(?:[.,\u00b7]\d+)*(?:\ ?\.\d+(?=\ ?(?:cm|mm|em|ern|[xX*]|by)\b|\ ?[xX]\ ?\d|\ ?,)|\ \.\d+|(?<!\n\d)@SCORE@\.\ \d+(?=\ ?(?:cm|mm|em\b|ern\b|[xX]\ )))?)
  | (?P<times>[xX](?=\ ?\d)|[cCmM][mM](?=[xX]\ ?\d))
  | (?P<word>[^\W\d_][^\W_]*(?:'[^\W\d_]+)?)
  | (?P<mark>[^\w\s]|_)
    """.replace("@SCORE@", _NO_SCORE)
_TOKEN = re.compile(_WORD_FORMS, re.VERBOSE)
# The same for a note that is ASCII throughout: a list of letters is tested faster than "no sign, digit or line".
_ASCII_TOKEN = re.compile(
    _WORD_FORMS.replace(r"[^\W\d_]", "[A-Za-z]").replace(r"[^\W_]", "[A-Za-z0-9]"), re.VERBOSE
)
_NUMBER, _LETTERS, _MARK = (_TOKEN.groupindex[name] for name in ("number", "word", "mark"))
_made: Callable[[type[Word], tuple[str, int, int]], Word] = (
    tuple.__new__
)  # Word(...) without a call in Python
_IN_WORD_DASH = re.compile(
    r"(?:(?<=[^\W\d_])(?:-| -(?=[^\W\d_])|(?<![A-Z]{2})- (?=[^\W\d_]))(?=[^\W\d_])|(?<=[^\W\d_]) -(?=[^\W\d_]))(?!ve\b)"  # "DM-ve" is negative
)
_SOFT_BREAK = re.compile(r"(?<=[^\W\d_]{3})-[ \t]*\r?\n[ \t]*(?=[a-z]{3})")
_THOUSANDS = re.compile(
    r"^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$"
)  # 120,000, or 1,20,000 in lakhs
_DECIMAL_COMMA = re.compile(r"^\d+,\d{1,2}$")


def fold(text: str) -> str:
    """The text with look-alike characters made one, at equal length.

    Where an export wrote ". " for every line break ("the deep. margin"), those stops are blanks; where
    it wrote a run of blanks, lines end there.
    """
    alike = _ODD.sub(_plain, text) if not text.isascii() or "\x0c" in text or "\x0b" in text else text
    folded = _OVERLONG.sub(_with_breaks, alike)
    if len(folded) < _LONGEST_LINE or folded.count("\n") * _LONGEST_LINE > len(folded):
        return folded
    stops = len(_STOP_WITHIN.findall(folded))
    return _STOP_WITHIN.sub(" ", folded) if stops >= _BREAKS else folded


# translate goes letter by letter as soon as one is not ASCII, forty times slower than looking for the odd ones.
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _FOLD)))}]")


def _plain(odd: re.Match[str]) -> str:
    return odd.group().translate(_FOLD)


def _with_breaks(line: re.Match[str]) -> str:
    """A line that nobody wrote so long, ended at its runs of blanks; one with few of them as it is."""
    words = line.group()
    if "   " not in words and "\t" not in words:
        return words
    return _RUN.sub("\n", words) if len(_RUN.findall(words)) >= _BREAKS else words


_LONGEST_LINE = 500  # characters: a note with longer lines has lost its line breaks
_OVERLONG = re.compile(rf"(?<![^\n])[^\n]{{{_LONGEST_LINE},}}")  # asked at the beginning of a line only
_RUN = re.compile(r"(?<![ \t])[ \t](?=[ \t]{2,}[^ \t])")  # asked at the first blank of a run only
_BREAKS = 5  # so many signs of a lost line break are the export's and no abbreviation's or column's
_STOP_WITHIN = re.compile(r"\.(?= [a-z(])(?:(?<=[a-z)][a-z,;)]\.)|(?<=\d\.\d\.)|(?<=[.,] A\.))")


def normal_number(written: str) -> str:
    """A number as Python reads it: "15 .5" and "15,5" give "15.5", "8,900" gives "8900"."""
    joined = written.replace(" ", "").replace("\u00b7", ".")
    if _THOUSANDS.match(joined):
        return joined.replace(",", "")
    if _DECIMAL_COMMA.match(joined):
        return joined.replace(",", ".")
    return joined


def words_in(folded: str, start: int, end: int) -> list[Word]:
    """The words of folded[start:end]; hyphens inside words part them, line-break hyphens join them.

    "high-grade" gives high, grade; "leio-\\nmyosarcoma" gives leiomyosarcoma with one span.
    """
    if folded.find("-", start, end) < 0:
        return [
            _word(match) if match.lastindex == _NUMBER else _made(Word, (match[0], *match.span()))
            for match in _tokens(folded, start, end)
        ]
    return _dashed(folded, start, end)


def _tokens(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return (_ASCII_TOKEN if folded.isascii() else _TOKEN).finditer(folded, start, end)


def _dashed(folded: str, start: int, end: int) -> list[Word]:
    """The words of a stretch that holds hyphens."""
    words: list[Word] = []
    joins = [match.span() for match in _SOFT_BREAK.finditer(folded, start, end)]
    dashes = {
        match.start() + match.group().index("-") for match in _IN_WORD_DASH.finditer(folded, start, end)
    }
    for match in _tokens(folded, start, end):
        word = _word(match)
        kind = match.lastindex
        if kind == _MARK and (word.start in dashes or (joins and _inside(word.start, joins))):
            continue
        if joins and kind == _LETTERS and words and _joined(words[-1].end, word.start, joins):
            words[-1] = Word(words[-1].text + word.text, words[-1].start, word.end)
        else:
            words.append(word)
    return words


def _word(match: re.Match[str]) -> Word:
    text = match[0]
    if match.lastindex == _NUMBER and not text.isdigit():
        text = normal_number(text)
    return _made(Word, (text, *match.span()))


def _inside(at: int, joins: list[tuple[int, int]]) -> bool:
    place = bisect_left(joins, (at + 1, 0)) - 1
    return place >= 0 and joins[place][0] <= at < joins[place][1]


def _joined(end: int, start: int, joins: list[tuple[int, int]]) -> bool:
    place = bisect_left(joins, (end, 0))
    return place < len(joins) and joins[place] == (end, start)


def _parted(first: str, following: str) -> bool:
    """Whether two words that touch are spaced: "10cm" and "3x4" become "10 cm", "3 x 4", "3cmx4cm" becomes "3 cm x 4 cm"."""
    if following in {"x", "X"}:
        return first[-1].isdigit() or first.lower() in {"cm", "mm"}
    return (first[-1].isdigit() and following[0].isalpha()) or (first in "xX" and following[0].isdigit())


def spaced(words: Sequence[Word]) -> tuple[str, tuple[int, ...]]:
    """The normalised text of the words, and where each begins in it."""
    parts: list[str] = []
    at: list[int] = []
    length = 0
    before, stop = "", 0
    for text, start, end in words:
        if before and (start > stop or _parted(before, text)):
            parts.append(" ")
            length += 1
        at.append(length)
        parts.append(text)
        length += len(text)
        before, stop = text, end
    return "".join(parts), tuple(at)
