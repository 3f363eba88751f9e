"""What minutes and lists say of another patient: "Item 15 (other patient): lung metastases" is none of this one's.

Only a stretch that says so itself is set apart; whose a bare next item is, nobody can tell from the words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from trialsift.extract.quick import quick
from trialsift.facts import Fact
from trialsift.note import Note

_WORDED = r"(?:item|case|patient|pt|agenda|no\.?|nr\.?|#)[ \t]*\d{1,3}\b"
_ITEM = rf"(?:{_WORDED}|\d{{1,3}}[.)](?=[ \t]))"
_WHO = r"(?:patient|pt|case)"
# At the beginning of a line, or in brackets anywhere in it.
_OTHER = quick(
    rf"^[ \t]*(?:[-*\u2022>][ \t]*)?(?:{_ITEM}[ \t]*[-:.)]?[ \t]*)?(?:(?:other|another|different|next|previous|unrelated|further) {_WHO}\b(?=[ \t]*(?:[:;.)\]-]|\r?$))|not (?:our|this) {_WHO}\b)"
    rf"|[(\[](?:an?[ \t])?(?:other|another|different|next|unrelated|not (?:our|this)) {_WHO}\b[^)\]\n]{{0,40}}[)\]]"
    rf"|\bbelongs? to (?:another|a different|the next) {_WHO}(?=[ \t]*(?:[.,;)\]]|\r?$))",
    re.IGNORECASE | re.MULTILINE,
)
_OURS = rf"(?:our|this|back to (?:our|this)) {_WHO}\b"
_NEXT_ITEM, _NEXT_WORDED = (
    re.compile(rf"^[ \t]*(?:[-*\u2022>][ \t]*)?(?:{item}|{_OURS})", re.IGNORECASE | re.MULTILINE)
    for item in (_ITEM, _WORDED)
)
_BLANK = re.compile(r"\n[ \t]*\r?\n")


def by_patient(note: Note, facts: Sequence[Fact]) -> tuple[list[Fact], list[Fact]]:
    """The facts of this patient, and those of a stretch about another one: not this patient's, which only standing tells apart."""
    stretches = list(_stretches(note.text)) if facts else []
    mine: list[Fact] = []
    others: list[Fact] = []
    for fact in facts:
        if any(start <= fact.evidence[0].start < end for start, end in stretches):
            others.append(replace(fact, person="relative", standing="other_patient"))
        else:
            mine.append(fact)
    return mine, others


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """From the line that names another patient to the next item; without items to the next blank line."""
    for said in _OTHER.finditer(text):
        start = text.rfind("\n", 0, said.end()) + 1
        line_end = text.find("\n", said.end())
        after = len(text) if line_end < 0 else line_end
        item = _NEXT_ITEM.match(text, start)
        # An item with a word before its number may hold a numbered list.
        ends_it = _NEXT_WORDED if _NEXT_WORDED.match(text, start) else _NEXT_ITEM
        following = ends_it.search(text, after)
        blank = None if item else _BLANK.search(text, said.end())
        ends = [match.start() for match in (following, blank) if match]
        yield start, min(ends, default=len(text))
