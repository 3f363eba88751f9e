"""Laboratory values told in words or in multiples of the limit of normal: "ALT and AST normal", "Hb low", "ALT twice the upper limit"."""

import re
from collections.abc import Iterator, Mapping, Sequence

from trialsift.extract.asked import is_supposed
from trialsift.extract.lab_sample import in_fluid, is_another, whose
from trialsift.extract.making import fact_from
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.spelled import NUMBER_WORDS, spelled
from trialsift.facts import TIMES_ULN, Fact, Lab
from trialsift.packs.rules import Term

# What a name for several analytes tells of: "LFTs normal".
_PANELS = {"liver": ("alt", "ast", "bilirubin"), "transaminases": ("alt", "ast"), "clotting": ("inr", "aptt")}
_JOIN = re.compile(r",? and |,? ?& ?|, ?| ?/ ?|,? or ", re.IGNORECASE)
_NORMAL = (
    r"(?P<normal>normal(?:i[sz]ed)?(?! ?(?:range|limits?|values?|interval|saline|variant|ref|:|=|<|>|\(?\d))|within (?:the )?(?:normal |reference |acceptable )?(?:limits?|range)|"
    r"wnl|in (?:the )?(?:normal |reference )?range(?! of)|unremarkable|satisfactory|nad)"
)
_FILL = (
    r"(?:[ :=|-]|,(?= )|\((?:total|tot|abs|absolute|serum|s|plasma|calculated|estimated)\)|"
    r"\b(?:levels?|counts?|values?|results?|tests?|is|are|was|were|remain(?:s|ed)?|stay(?:s|ed)?|both|all|each|also|still|now|today|currently|again|quite|entirely|"
    r"completely|(?:come|came) back(?: as)?|mildly|slightly|moderately|markedly|a little|a bit|rather)\b)++"
)
_WORD = re.compile(
    rf"{_FILL}\(?\b(?:{_NORMAL}|(?P<low>low|reduced|decreased)|(?P<high>raised|elevated|high|increased))\b(?! ?(?:at|to|of|:|=)? ?[<>\d(]| (?:grade|risk|dose|flow|density))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<!to )(?<!not )(?<!if )\bnormal (?:serum |blood |levels? of |values? (?:for|of) )?$", re.IGNORECASE
)
_LIMIT = r"(?:(?:the )?(?:ULN|upper limits?(?: of (?:the )?(?:normal|reference)(?: range| interval)?)?|upper normal limits?|normal(?: (?:limit|value|range))?)\b)"
_TIMES = re.compile(
    rf"{_FILL}(?:(?:about|approximately|approx\.?|around|roughly|nearly|almost|just (?:over|under)|~) ?|at )*+"
    rf"(?:(?P<number>\d+(?:\.\d+)?|{NUMBER_WORDS})(?: ?x(?: ?times)?| times|-?fold| (?=ULN))|(?P<twice>twice|double)|(?P<half>half)) ?{_LIMIT}",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|when|until|unless|once|should|must|provided|aim|target|expect\w*|hop\w+|require\w*|eligib\w+|criteri\w+|inclusion|exclusion|not|no|check\w*|repeat\w*|whether)\b[^.;]{0,60}$",
    re.IGNORECASE,
)


def told_in_words(
    reading: Reading, sentence: Sentence, terms: Mapping[str, Term], *, known: set[str]
) -> Iterator[Fact]:
    """What is said of the names of a sentence that have no number; known: the analytes that have one."""
    text = sentence.text
    named = [
        item
        for item in sentence.mentions
        if (item.kind == "lab" and item.role == "panel") or item.role == "analyte"
    ]
    if not named or in_fluid(text, named, 0, before=False):
        return
    for place, mention in enumerate(named):
        own = mention.assertion
        if (
            mention.value in known
            or own.person != "patient"
            or own.time == "planned"
            or own.presence == "absent"
        ):
            continue
        if _UNREAL.search(text[: mention.at]) or is_supposed(text, mention.at):
            continue
        if (
            is_another(text, mention.at, mention.to)
            or whose(text[: mention.at], person="patient") != "patient"
        ):
            continue
        for analyte in _PANELS.get(str(mention.value), (str(mention.value),)):
            told = (
                _told(text, named, place, terms[analyte])
                if analyte in terms and analyte not in known
                else None
            )
            if told is not None:
                value, at, to = told
                yield fact_from(
                    reading, sentence, [mention], kind="lab", value=value, at=at, to=to, presence="present", time=own.time,
                )  # fmt: skip


def _told(text: str, named: Sequence[Mention], place: int, term: Term) -> tuple[Lab, int, int] | None:
    """The word or multiple behind a name or its list of names, or the "normal" before that list; and where it all stands."""
    first = last = place
    while first and _JOIN.fullmatch(text, named[first - 1].to, named[first].at):
        first -= 1
    while last + 1 < len(named) and _JOIN.fullmatch(text, named[last].to, named[last + 1].at):
        last += 1
    loinc = str(term.more["loinc"]) if "loinc" in term.more else None
    at, to = named[place].at, named[last].to
    if times := _TIMES.match(text, to):
        value = Lab(
            analyte=term.id,
            loinc=loinc,
            written=times.group().strip(),
            value=_number(times),
            unit=TIMES_ULN,
            uln=1.0,
        )
        return value, at, times.end()
    said = _WORD.match(text, to)
    for word in ("normal", "low", "high"):
        if said and said[word]:
            return Lab(analyte=term.id, loinc=loinc, written=word, word=word), at, said.end()
    before = _BEFORE.search(text[: named[first].at])
    return (
        (Lab(analyte=term.id, loinc=loinc, written="normal", word="normal"), before.start(), named[place].to)
        if before
        else None
    )


def _number(times: re.Match[str]) -> float:
    if times["number"]:
        in_words = spelled(times["number"], alone=True)
        return in_words[0] if in_words else float(times["number"])
    return 2.0 if times["twice"] else 0.5
