"""Whether a sentence belongs to the request of an examination: a question is no finding."""

import re

from trialsift.extract.reading import Reading, Sentence

_ASKED = frozenset({"request", "technique"})
_LINE_END = re.compile(r"\.[ \t]*\r?\n")


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
