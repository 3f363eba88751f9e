"""Numbers in words, as dictation leaves them: "seventy four", "one point nine", "two hundred and ten"."""

import re

ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SMALL_NUMBERS = {word: number for number, word in enumerate(ONES)} | {
    word: number * 10 for number, word in enumerate(TENS, 2)
}
_WORD = rf"(?:{'|'.join(sorted(SMALL_NUMBERS, key=len, reverse=True))}|hundred|thousand)"
NUMBER_WORDS = _WORD
_NUMBER = re.compile(
    rf"(?P<whole>{_WORD}(?:[ -](?:and )?{_WORD})*)(?: point (?P<parts>{_WORD}(?: {_WORD})*))?\b",
    re.IGNORECASE,
)


def spelled(text: str, at: int = 0, *, alone: bool = False) -> tuple[float, int] | None:
    """The number whose words begin at `at`, and where they end; "one", "ten" alone may be anything and are none.

    alone: a single word counts too, where what follows says that it is a number.
    """
    match = _NUMBER.match(text, at)
    if match is None:
        return None
    words = re.findall(r"[a-z]+", match["whole"].lower())
    if not alone and match["parts"] is None and len(words) == 1 and words[0] not in TENS:
        return None
    digits = "".join(str(SMALL_NUMBERS.get(word, "")) for word in (match["parts"] or "").lower().split())
    return float(f"{_whole(words)}.{digits or 0}"), match.end()


def _whole(words: list[str]) -> int:
    total = part = 0
    for word in words:
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = total + max(part, 1) * 1000, 0
        else:
            part += SMALL_NUMBERS.get(word, 0)
    return total + part
