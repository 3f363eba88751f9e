"""What is asked and not found: the request of an examination, a question, a condition."""

import re

from trialsift.extract.reading import Reading, Sentence

_ASKED = frozenset({"request", "technique"})
_LINE_END = re.compile(r"\.[ \t]*\r?\n")

_QUESTION = re.compile(
    r"(?:^|[:;,] ?)\W{0,3}(?:is|are|does|do|did|has|have|was|were|can|could)\b[^.;:?]{0,200}\?", re.IGNORECASE
)
_CONDITION = re.compile(r"\b(?:if(?! any)|unless|in case)\b[^.;:,]{0,120}$", re.IGNORECASE)


def is_supposed(text: str, at: int) -> bool:
    """Whether the words at a place of a sentence are part of a question or of a condition: "if the mass involves it, ..."."""
    asked = any(question.start() <= at < question.end() for question in _QUESTION.finditer(text))
    return asked or bool(_CONDITION.search(text[:at]))


def is_asked(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence is part of the clinical details or technique.

    Where findings follow without a heading of their own, the request ends with the first line that
    ends in a full stop.
    """
    if sentence.section not in _ASKED:
        return False
    start = sentence.starts[0]
    heading = reading.note.text.lower().rfind(sentence.heading.lower(), 0, start)
    return heading < 0 or not _LINE_END.search(reading.note.text, heading, start)
