"""What is asked and not found: questions of a form that nobody answered ("Metastases [ ] yes [ ] no"), what a trial asks for."""

import re
from collections.abc import Sequence

from trialsift.extract.reading import Reading
from trialsift.facts import Fact

_KINDS = frozenset({
    "metastasis", "recurrence", "growth_pattern", "neurovascular_relation", "margin", "necrosis",
    "lymphovascular_invasion", "lesion_count", "nodes", "histology",
})  # fmt: skip
_NAMES_ONLY = _KINDS - {
    "histology",
    "margin",
    "lesion_count",
}  # what a line says before its colon without saying how it is
_EMPTY = r"(?:[\[(][ \t_]*[\])]|[\u2610\u25a1])"
_TICKED = r"(?:[\[(][ \t]*[xXvV/\u2713\u2714\u221a*][ \t]*[\])]|[\u2611\u2612\u25a0])"
_OPTION = r"[^\W_][\w/-]*(?: [\w/-]+){0,2}?"
_BOXES = (
    rf"(?:{_EMPTY}[ \t]?{_OPTION}(?:[ \t/|,]+{_EMPTY}[ \t]?{_OPTION}\b)+(?![ \t/|,]*{_TICKED})|"
    rf"{_OPTION}[ \t]?{_EMPTY}(?:[ \t/|,]*{_OPTION}[ \t]?{_EMPTY})+(?![ \t/|,]*{_OPTION}[ \t]?{_TICKED}))"
)
_FREE = r"(?:free|clear|uninvolved|not[ ]involved|negative)"
_OPPOSITES = (
    ("yes", "no"), ("y", "n"), ("present", "(?:absent|not[ ]present|not[ ]identified|not[ ]seen)"), ("involved", _FREE),
    ("positive", _FREE), ("identified", "not[ ]identified"), ("(?:single|solitary)", "multiple"), ("unifocal", "multifocal"),
    ("seen", "not[ ]seen"), ("found", "not[ ]found"), ("infiltrative", "(?:pushing|circumscribed|well[ -]defined|expansile)"),
)  # fmt: skip
_CHOICE = "|".join(f"{one}[ ]?/[ ]?{other}|{other}[ ]?/[ ]?{one}" for one, other in _OPPOSITES)
_WORDS = (
    rf"[(\[]?(?:{_CHOICE})\b(?:[ ]?/[ ]?[a-z][a-z /]{{0,24}}){{0,3}}[)\]]?"
    r"[ \t]*(?:\((?:delete|circle|please|tick)[^)\n]*\))?[ \t_.:]*(?=\r?\n|$)"
)
_ASKED = r"(?:[ \t]+(?!no\b|none\b|not\b|yes\b)[a-z][\w-]*){0,3}[ \t]*[:?(=-]*[ \t]*"
_BLANK = r"[ \t]*[:?][ \t_.\u2026-]*(?=\r?\n[ \t]*(?:\r?\n|[^\n:]{2,40}:)|\s*$)"
_OPEN = re.compile(rf"{_ASKED}(?:{_BOXES}|{_WORDS})", re.IGNORECASE)
_EMPTY_LINE = re.compile(_BLANK, re.IGNORECASE)
_WITHIN = re.compile(rf"[^\n:;.,]{{2,50}}[:?][ \t]*{_WORDS}", re.IGNORECASE)


# "The trial needs a tumour larger than 5 cm abutting the femoral vessels." What the cues leave in doubt is left to them.
_OF_A_TRIAL = frozenset({"tumour_size", "site", "neurovascular_relation", "growth_pattern", "lesion_count"})
_TRIAL_ASKS = re.compile(
    r"\b(?:trials?|stud(?:y|ies)|protocols?|arms?|cohorts?) (?:(?:only|also|currently|now|still|itself|team|here) )?"
    r"(?:asks? (?:for|that)|calls for|requires?|takes?(?! (?:place|part|about|up))|(?:is|are|was|were) (?:only )?(?:open|meant|designed|limited|restricted|intended) (?:to|for)|"
    r"recruits?|is recruiting|enrol?ls?|accepts?|needs?|wants?|allows?|(?:is|are) (?:for|in)|excludes?)\b(?:[^.,;\n]|\.(?=\d)){0,90}$",
    re.IGNORECASE,
)
_SPEAK_OF_STUDIES = frozenset({"clinic", "patient_record", ""})
_NEAR = 140  # characters before a finding


def stated(reading: Reading, found: Sequence[Fact]) -> list[Fact]:
    """The facts without those that only repeat what a form or a trial asks."""
    return [fact for fact in found if not (fact.presence == "present" and _is_only_asked(reading, fact))]


def _is_only_asked(reading: Reading, fact: Fact) -> bool:
    text, own = reading.note.text, fact.evidence[0]
    if fact.kind in _KINDS and (_OPEN.match(text, own.end) or _WITHIN.match(text, own.start)):
        return True
    if fact.kind in _NAMES_ONLY and _EMPTY_LINE.match(text, own.end):
        return True
    asked = _TRIAL_ASKS.search(text[max(0, own.start - _NEAR) : own.start])
    if asked is None or fact.kind not in _OF_A_TRIAL:
        return False
    # "this study is limited by motion": a report's study is the scan
    return reading.document in _SPEAK_OF_STUDIES or not asked.group().lower().startswith("stud")
