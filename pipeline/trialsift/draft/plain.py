"""Eligibility text in one spelling: comparisons as ≥ ≤ > <, numbers with a point, units as UCUM writes them."""

import html
import re

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SIGNS = str.maketrans(
    {
        "≧": "≥",
        "⩾": "≥",
        "﹥": ">",
        "＞": ">",
        "˃": ">",
        "〉": ">",
        "≦": "≤",
        "⩽": "≤",
        "＜": "<",
        "˂": "<",
        "〈": "<",
        "μ": "µ",
        "×": "x",
        "✕": "x",
        "∗": "*",
        "–": "-",
        "—": "-",
        "‑": "-",
        "−": "-",
        "’": "'",
        "，": ", ",
        "（": "(",
        "）": ")",
        "：": ": ",
        "、": ", ",
        "∼": "-",
        "～": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
    }
)
_ESCAPE = re.compile(r"\\([\\*_~^<>\[\](){}#+.=|!`&-])")

# Order matters: a longer wording stands before the shorter one that it holds.
_COMPARISONS = tuple(
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r">\s*/\s*=|>\s*or\s*=|=\s*/?\s*>|>\s*=|≥\s*=|>\s*or\s+equal\s+to", " ≥ "),
        (r"<\s*/\s*=|<\s*or\s*=|=\s*/?\s*<|<\s*=|≤\s*=|<\s*or\s+equal\s+to", " ≤ "),
        (
            r"\b(?:greater|more|higher|larger|older)\s+(?:than\s+)?(?:or\s+|/\s*)?equal(?:s)?\s+(?:to|than)(?!\s+or\b)|\b(?:greater|more|higher|larger)\s+than,?\s*or\s+equal(?:s)?(?:\s+to)?|\bequal\s+to\s+or\s+(?:greater|more|higher|larger|over|above)(?:\s+than)?|\bgreater\s+or\s+equal\b",
            " ≥ ",
        ),
        (
            r"\b(?:less|lower|fewer|smaller)\s+(?:than\s+)?(?:or\s+|/\s*)?equal(?:s)?\s+(?:to|than)|\b(?:less|lower|fewer|smaller)\s+than,?\s*or\s+equal(?:s)?(?:\s+to)?|\bequal\s+to\s+or\s+(?:less|lower|fewer|smaller|under|below)(?:\s+than)?|\bless\s+or\s+equal\b",
            " ≤ ",
        ),
        (
            r"\b(?:no|not)\s+(?:be\s+)?worse\s+than(?=\s*[0-4](?![\d%]))|\bnot\s+(?:above|over)(?=\s+(?:\d|(?:the\s+)?(?:upper|uln)))",
            " ≤ ",
        ),
        (r"\bbetter\s+than(?=\s*[0-4](?![\d%]))", " < "),
        (r"\bworse\s+than(?=\s*[0-4](?![\d%]))", " > "),
        (
            r"\b(?:no|not)\s+(?:be\s+)?(?:less|lower|smaller|younger|fewer|worse)\s+than|\bat\s+least|\b(?:a\s+)?minimum(?:\s+(?:of|age\s+of|age))?(?=[\s:]*(?:\d|≥))|\bat\s+minimum\b",
            " ≥ ",
        ),
        (
            r"\b(?:no|not)\s+(?:be\s+)?(?:more|greater|higher|larger|older|over|above)\s+than|\bat\s+most|\b(?:a\s+)?maxim(?:um|al)(?:\s+(?:of|age\s+of|age))?(?=[\s:]*(?:\d|≤))|\b(?:does\s+)?not\s+(?:to\s+)?exceed(?:ing|s)?|\bup\s+to(?:\s+and\s+including)?(?=\s*(?:\d|age))|\bwithin(?=\s+(?:\d+(?:\.\d+)?\s*(?:x|times)|x\s*\d|(?:the\s+)?(?:institutional\s+)?(?:uln|upper\s+limit)))",
            " ≤ ",
        ),
        (
            r"\b(?:is|are|be|was)?\s*(?:greater|more|higher|larger|older|longer|better)\s+than|\b(?:over|above|exceed(?:s|ing)?|in\s+excess\s+of)(?=\s*(?:(?:the\s+)?ages?\s+(?:of\s+)?)?(?:\d|the\s+upper|uln))",
            " > ",
        ),
        (
            r"\b(?:less|lower|fewer|smaller|younger|shorter)\s+than|\b(?:below|under)(?=\s*(?:(?:(?:the\s+)?ages?\s+(?:of\s+)?)?(?:\d|the\s+lower|lln)|(?:the\s+)?(?:institutional\s+)?(?:uln|upper\s+limit)))",
            " < ",
        ),
    )
)
# "minimum life expectancy of 12 weeks"
_MINIMUM = re.compile(
    r"\b(?:a\s+)?minim(?:um|al)\s+((?!of\b)(?:(?!between|from)[a-zA-Z]+\s+){1,4}?)(?:of\s+|is\s+|:\s*)?(?=\d)",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    r"\b(?:a\s+)?maxim(?:um|al)\s+((?!of\b)(?:(?!between|from)[a-zA-Z]+\s+){1,4}?)(?:of\s+|is\s+|:\s*)?(?=\d)",
    re.IGNORECASE,
)
_TWICE = re.compile(r"([≥≤<>])\s*(?:\(\s*([≥≤<>])\s*\)|([≥≤<>]))\s*")
_BRACKETED = re.compile(r"\(\s*([≥≤<>])\s*\)(?=\s*\d)")

_NUMBERS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"(?<=\d),(?=\d{3}(?!\d))", ""),  # 100,000
        (r"(?<![\d.])(\d{1,3})\s(000)(?!\d)", r"\1\2"),  # 100 000
        (r"(?<=\d),(?=\d{1,2}(?!\d)\s*(?:x|g/|mg|%|cm|µ|mmol))", "."),  # 1,5 x
        (r"(?<![\d.])\.(?=\d)", "0."),  # .5
        (r"(?<=\d)\s*\.\s(?=\d+\s?(?:cm|mm|x)\b)", "."),  # 1. 5 cm
        (
            r"(?i)(?<=\d)\s*(?:x|\*|·|times)\s*10\s*(?:\^|\*\*?|e|E|exp)?\s*\(?\s*(3|6|9|12)\s*\)?(?=\s*(?:cells?|/|per\b|\)|L\b|l\b|µL|\b))",
            r" x 10^\1",
        ),
        (r"(?<=\d)\s*(?:e|E)\+?0?(9|3)(?=\s*/)", r" x 10^\1"),
        (r"(x 10\^[39])\s*(?=µL\b)", r"\1/"),  # 10^3µL
        (r"\^\s*(?=\d)", "^"),
        (r"(?<=\d)\s*x\s*1000(?=\s*/)", " x 10^3"),
        (r"\bx(?=\d+(?:\.\d+)?\s*ULN)", ""),  # "within x1.5 ULN"
    )
)
_UP_TO_TWENTY = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty
"""
_WORDS = {word: str(number) for number, word in enumerate(_UP_TO_TWENTY.split())} | {
    "thirty": "30",
    "sixty": "60",
    "ninety": "90",
}
_IN_WORDS = re.compile(
    rf"\b(?P<word>{'|'.join(_WORDS)})(?:\s*\(\s*\d+\s*\))?(?=[\s-]+(?:(?:calendar|consecutive|full|completed)\s+)?(?:days?|weeks?|months?|years?|cm|mm|(?:centi|milli)met(?:er|re)s?|times|fold)\b)",
    re.IGNORECASE,
)
_ON_SCALE = re.compile(r"\b(?:ECOG|performance|zubrod)\b[^.;\n]{0,60}", re.IGNORECASE)
_GRADE = re.compile(
    r"(?<=[\s(=:,/-])(?:zero|one|two|three|four)\b(?!\s+(?:of|point|grade|level|measurable|lesion))",
    re.IGNORECASE,
)
_REACHED = re.compile(r"\b(?:reached|attained|completed)\s+(?:the\s+|an\s+)?age\s+of(?=\s*\d)", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with one spelling of signs and numbers; line ends stay.

    "\\>/= 1,500 / mm³" becomes " ≥  1500/mm3": what the rules of `draft` read. It has no offsets.
    """
    text = html.unescape(html.unescape(text)).replace("ƒÊ", "µ").translate(_SIGNS)  # µ in Shift-JIS
    text = _ESCAPE.sub(r"\1", text)
    text = re.sub(r"(?<![\dm)])³(?=\s*\d)", "≥", text)  # the Symbol font's signs, copied as Latin letters
    text = re.sub(r"£(?=\s*\d)", "≤", text)
    text = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda match: "10^" + match[1].translate(_SUPERSCRIPTS), text)
    text = text.translate(_SUPERSCRIPTS)
    text = _REACHED.sub("age ≥ ", text)
    text = _MINIMUM.sub(r"\1 ≥ ", text)
    text = _MAXIMUM.sub(r"\1 ≤ ", text)
    text = _in_digits(text)
    for pattern, sign in _COMPARISONS:
        text = pattern.sub(sign, text)
    text = re.sub(
        r"(?i)(?<=\d)(\s*(?:x|times)\s*)[≥≤<>]\s*(?=(?:the\s+)?(?:institutional\s+)?(?:ULN|upper))",
        r"\1",
        text,
    )
    text = _BRACKETED.sub(r" \1 ", text)
    text = _TWICE.sub(lambda match: f"{match[2] or match[3] or match[1]} ", text)
    for pattern, to in _NUMBERS:
        text = pattern.sub(to, text)
    return re.sub(r"[ \t]+", " ", text)


def _in_digits(text: str) -> str:
    """ "Within four (4) weeks", "three times ULN", "twice the upper limit", "ECOG of two or less": numbers in digits."""
    text = _IN_WORDS.sub(lambda match: _WORDS[match["word"].lower()], text)
    text = re.sub(
        r"(?i)\btwice(?=\s+(?:(?:the|institutional|local|laboratory)\s+)*(?:upper|ULN|normal))", "2 x", text
    )
    return _ON_SCALE.sub(
        lambda match: _GRADE.sub(lambda word: _WORDS[word.group().lower()], match.group()), text
    )
