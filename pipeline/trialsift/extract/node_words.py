"""The words of counted lymph nodes: numbers in digits and words, and what nodes are called."""

from trialsift.extract.spelled import ONES

_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
}
_WORD = rf"(?:(?:{'|'.join(_TENS)})(?: (?:{'|'.join(ONES[1:10])}))?|{'|'.join(sorted(ONES, key=len, reverse=True))}|none|all|no|single|a single)"
COUNT = rf"(?:\d{{1,3}}|{_WORD})"
NUMBER = rf"(?<![\w./#])(?<!\d-){COUNT}(?: \( ?\d{{1,3}} ?\))?(?![\w/]|\.\d| ?(?:mm|cm|x \d|%)| ?[RL]\b)"
NODE = r"(?:(?:l'?|t|i)ymph ?)?nodes?(?: ?\(s\))?|\bLNs?|lymphnodes?|SLNs?|sentinels?"
# "benign mesenteric", "of these", "identified regional": what may stand between a number and its nodes.
# Whole words, and at last a part of one ("sentinelnodes"): cutting every word everywhere takes seconds.
_STEP = r" ?,?(?: |-|/)?(?!negative|positive|metasta|involved)"
KIND = rf"(?:{_STEP}[a-z]++){{0,4}}?(?:{_STEP}[a-z]+)??"


def number(written: str) -> int | None:
    """A count in digits or words: "twenty one", "ten (10)", "none". None for what is no count."""
    words = written.lower().split("(")[0].replace("a single", "one").replace("single", "one").strip()
    if words.isdigit():
        return int(words)
    if words in {"none", "no", "all"}:
        return 0
    if words in {"l", "i"}:
        return 1
    parts = words.split()
    if parts and parts[0] in _TENS:
        return _TENS[parts[0]] + (ONES.index(parts[1]) if len(parts) > 1 and parts[1] in ONES else 0)
    return ONES.index(words) if words in ONES else None
