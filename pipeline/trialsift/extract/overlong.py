"""Sentences without an end, as damaged exports have them, cut so that reading costs no more than the note's length.

What reads a sentence compares its words with each other, so that the cost grows with the square of its
length or worse. Of 73,000 sentences of real reports two are longer than this.
"""

import re
from collections.abc import Iterator

LONGEST = 1600  # characters
_SEAMS = (re.compile(r"[;\n]\s*"), re.compile(r",\s+"), re.compile(r"\s+"))  # the best place to cut first


def stretches(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """start..end as it is, or in stretches of at most LONGEST characters that end between words where they can."""
    while end - start > LONGEST:
        cut = _seam(text, start)
        yield start, cut
        start = cut
    yield start, end


def _seam(text: str, start: int) -> int:
    """The end of the last separator in the later half of a stretch, the strongest kind that stands there."""
    for seam in _SEAMS:
        places = [match.end() for match in seam.finditer(text, start + LONGEST // 2, start + LONGEST)]
        if places:
            return places[-1]
    return start + LONGEST
