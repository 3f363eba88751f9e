"""The lengths that a sentence states, before it is asked what they measure."""

import re

from trialsift.extract.quantities import Size, may_hold_length, millimetres, sizes_in
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

_LIMIT = re.compile(r"\d ?(?:cm|mm) ?(?:or (?:less|more|greater|larger)|and (?:above|over))", re.IGNORECASE)
_STAGE_TALK = quick(
    r"\bp?T[0-4] ?[a-d]?\b ?[:=-]|\b[Tt]umou?r(?: is| measures)? (?:more|greater|less|larger|smaller) than \d+ cm\b|\bstaging criteria\b|\b(?:more|"
    r"greater|less) than \d+ cm (?:but|and not)|\b(?:AJCC|TNM)\b[^.]{0,20}:",
)
# What a mass of some size would mean, or what is done with such masses: "any lump > 5 cm should be referred".
_RULE_BEFORE = re.compile(
    r"\b(?:(?:any|all|every|each)\b[^.;]{0,30}|(?:tumou?rs|masses|lumps|lesions|sarcomas)(?: (?:of|that are|which are|measuring))?) ?"
    r"(?:more|greater|larger|bigger|over|above|exceeding|>|\u2265|smaller|less|under|<)[ =]*(?:than )?$|"
    r"\b(?:if|unless|until) (?:\w+ ){0,6}?(?:(?:more|greater|larger|bigger|smaller|less) than |over |above |under |exceed\w* |reach\w* |[<>] ?)(?:to )?$",
    re.IGNORECASE,
)
_RULE_AFTER = re.compile(
    r"(?: in size| across| in diameter)? (?:would|should|must|needs?|warrants?|requires?)\b", re.IGNORECASE
)
_HEADED = quick(
    r"\b(?:size|dimensions?|diameter) ?[(\[] ?(?:in )?(?P<unit>cm|mm) ?[)\]] ?[:=-]? ?(?=\d)", re.IGNORECASE
)
# "6.6 (6.1) cm", "66 (prev 61) mm": the present diameter and, in brackets, the earlier one.
_TWO_IN_ONE = quick(
    r"(?<![\w./])(?P<now>\d+(?:\.\d+)?) ?(?:[cm]m ?)?\( ?(?:prev(?:\.|iously|ious)?|prior|formerly|was|before)?:? ?(?P<then>\d+(?:\.\d+)?) ?\) ?(?P<unit>cm|mm)\b",
    re.IGNORECASE,
)
# Everything that may stand before a diameter in a sentence that has no noun of its own.
_MEASURE_WORDS = (
    r"(?:now|baseline|initial(?:ly)?|at present|current(?:ly)?|today|previous(?:ly)?|was|is|it|this|which|has|measur\w+|marginally|slightly|somewhat|minimally|little|larger|smaller|bigger|"
    r"unchanged|stable|static|increased|decreased|grown|shrunk|size|sized|long(?:est)?|axis|axes|max|maxim\w+|greatest|largest|overall|total|dimensions?|dims?|"
    r"diam(?:eters?)?|extent|length|ld|axial|transaxial|in|of|the|its|about|approx(?:imately)?|up to|cranio ?caudal(?:ly)?|ap|cc|tr|tv)\b"
)
_PUNCTUATION = r"[ ,:;=~()*.-]*"
# Behind the present diameter the earlier one may follow in brackets.
_THEN = r"(?:[\d.x ]+(?:[cm]m)? ?\( ?(?:(?:prev(?:iously|ious)?|prior|formerly|was|before)\b\.?:? ?)?)?"
_ONLY_MEASURE = re.compile(
    rf"\W*(?:{_MEASURE_WORDS}{_PUNCTUATION})*(?:from [\d.x ]+[cm]m(?: in \d{{4}})? to{_PUNCTUATION}(?:{_MEASURE_WORDS}{_PUNCTUATION})*)?{_THEN}",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    rf" ?(?:$|[.;:,()]|(?:in|and|previously|formerly|on|at|ago|last|across|from|to|x|{_MEASURE_WORDS})\b)",
    re.IGNORECASE,
)


def stated_sizes(sentence: Sentence, label: Mention | None) -> list[Size]:
    """The lengths of a sentence, of whatever thing; a label or the table's header may give the unit."""
    if label:
        return sizes_in(sentence.text, unit=_label_unit(sentence))
    return _with_headed(sentence.text) if may_hold_length(sentence.text) else []


def only_measures(text: str, size: Size) -> bool:
    """Whether a size stands with no noun: "Longest diameter 8 cm.", "Marginally larger now: 8 cm", "From 21 mm in 2022 to 23 mm"."""
    if len(size.dims_mm) < 2 and not re.search("[a-z]", text[: size.at], re.IGNORECASE):
        return False
    return bool(_ONLY_MEASURE.fullmatch(text, 0, size.at) and _CLOSES.match(text, size.to))


def _with_headed(text: str) -> list[Size]:
    """The text's sizes, one whose unit stands with its heading ("Tumour size (cm) 3.4"), and two that share one."""
    stated, headed = sizes_in(text), _HEADED.search(text)
    if headed:
        stated = [
            size
            for size in sizes_in(text, unit=headed.group("unit"))
            if size.at == headed.end() or any(other.at == size.at for other in stated)
        ]
    pair = _TWO_IN_ONE.search(text)
    if pair is None:
        return stated
    others = [size for size in stated if not pair.start() <= size.at < pair.end()]
    return sorted([*others, *_both(pair)], key=_place)


def _both(pair: re.Match[str]) -> list[Size]:
    return [
        Size(at=pair.start(name), to=pair.end(), dims_mm=(millimetres(pair[name], pair["unit"]),))
        for name in ("now", "then")
    ]


def _place(size: Size) -> int:
    return size.at


def _label_unit(sentence: Sentence) -> str | None:
    """The unit in brackets of a label or of the table's header: "Size (mm)" gives mm."""
    stated = re.search(
        r"(?:[(\[,] ?(?:in )?|\bin )(cm|mm)\b", " ".join((sentence.label, *sentence.header)), re.IGNORECASE
    )
    return stated.group(1) if stated else None


def is_limit(text: str, size: Size) -> bool:
    """Whether the number is a class limit of a staging scheme or form, not a measurement."""
    return bool(
        _LIMIT.match(text, max(size.to - 4, 0))
        or _LIMIT.search(text[size.at : size.to + 16])
        or _STAGE_TALK.search(text[: size.to + 12])
        or _RULE_BEFORE.search(text[: size.at])
        or (size.comparator in "<=>=" and size.comparator != "=" and _RULE_AFTER.match(text, size.to))
    )
