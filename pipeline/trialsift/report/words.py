"""The words and signs by which a report tells flags and verdicts apart, never by colour alone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trialsift.answers import Answer, Flag, Screening, Silence
from trialsift.report.marks import CONTROL

_BRIEF = 90  # characters
FLAGS: tuple[Flag, ...] = ("candidate", "open", "excluded")  # the order in which staff work


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """How a flag or verdict is shown: a key for the style sheet, a symbol, and the word beside it."""

    key: str
    symbol: str
    word: str


FLAG_SIGNS: Mapping[Flag, Sign] = {
    "candidate": Sign(key="candidate", symbol="✓", word="candidate"),
    "open": Sign(key="open", symbol="?", word="open"),
    "excluded": Sign(key="excluded", symbol="✗", word="excluded"),
}

SILENCES: Mapping[Silence, str] = {
    "documented_absent": "the notes say that it is not so",
    "looked_but_silent": "a document of the right kind is there but does not say",
    "no_document": "no such document among the notes",
    "undecided": "the notes speak of it but do not settle it",
}


def verdict(answer: Answer) -> Sign:
    """passes, fails or open, for one answer."""
    if answer.passes is None:
        return Sign(key="open", symbol="?", word="open")
    if answer.passes:
        return Sign(key="pass", symbol="✓", word="passes")
    return Sign(key="fail", symbol="✗", word="fails")


def failing(screening: Screening) -> tuple[Answer, ...]:
    """The answers on which the patient fails."""
    return tuple(answer for answer in screening.answers if answer.passes is False)


def undecided(screening: Screening) -> tuple[Answer, ...]:
    """The answers that are still open."""
    return tuple(answer for answer in screening.answers if answer.passes is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a patient has the flag: the criterion that it is about ("" when about none), and the words."""

    criterion: str
    words: str


def reasons(screening: Screening) -> tuple[Reason, ...]:
    """The reasons of the flag. One that names only a criterion gets that answer's because sentence."""
    because = {answer.criterion: answer.because for answer in screening.answers}
    if not screening.reasons and screening.flag == "candidate":
        return (Reason(criterion="", words="Nothing fails and every deciding criterion passes."),)
    return tuple(_reason(text, because) for text in screening.reasons)


def _reason(text: str, because: Mapping[str, str]) -> Reason:
    first, _, rest = text.strip().partition(" ")
    name = first.rstrip(":,.;")
    if name not in because:
        return Reason(criterion="", words=text)
    return Reason(criterion=name, words=rest.lstrip("-–: ") or because[name])


def questions(screening: Screening) -> tuple[str, ...]:
    """What is to be asked, in the order of asking."""
    return tuple(str(ask) for ask in screening.asks)


def one_line(text: str) -> str:
    """Text for a terminal or a cell: white space squeezed, control and direction characters as their codes (U+202E)."""
    return CONTROL.sub(lambda found: f"U+{ord(found[0]):04X}", " ".join(text.split()))


def first_of(items: Sequence[str], *, number: int) -> str:
    """The first items joined, with how many more there are: "a; b (+3 more)"."""
    more = len(items) - number
    return "; ".join(items[:number]) + (f" (+{more} more)" if more > 0 else "")


def briefly(text: str) -> str:
    """The beginning of a protocol's sentence, enough to know which criterion it is."""
    words = " ".join(text.split())
    return words if len(words) <= _BRIEF else words[: _BRIEF - 2].rsplit(" ", 1)[0] + " …"


def date_words(date: dt.date | None) -> str:
    """2024-03-15, or that there is none."""
    return date.isoformat() if date else "no date"
