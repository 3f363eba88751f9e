"""What stands beside a name: the answer on a form, the clause in running text, the words that make it no finding.

A form says `Seizures: none`, `Diabetes N   Kidneys N`, `HIV 1/2 Ag/Ab    Not detected`, `Fits? [x] no`.
A name whose answer is missing, or that still shows its options ("Y / N"), says nothing.
"""

import re

from trialsift.extract.reading import Mention, Sentence

_NO = (
    r"(?:no|none|nil|nad|denie[sd]|never|negative|neg|nr|absent|unremarkable|non ?-? ?contributory|not known|not present|not detected|"
    r"non ?-? ?reactive|nonreactive|0|nkda|nka|nkma|n|- ?ve|\(-\)|nee|geen|n[aã]o|nega)"
)
# What may follow a "no" that answers; "no longer", "none since", "no growth" answer something else.
_NO_GOES_ON = (
    r"known|history|hx|h/o|evidence|previous|past|prior|such|significant|problems?|issues?|concerns?|symptoms?|complaints?|ever|of note|"
    r"relevant|reported|noted|to date|at all|any|at present|currently|to (?:any |drugs|medic)|allerg\w*|drug|disease|disorders?|had|been|"
    r"difficult\w+|transfused|and|or|but|not"
)
_DENIED = re.compile(
    rf"(?!n ?/ ?a\b|n\.a\b){_NO}(?!\w)(?= ?(?:$|[.,;:)(/|+\-\[]|(?:{_NO_GOES_ON})\b|[a-z]+(?: [a-z]+)? ?:))",
    re.IGNORECASE,
)
_AFFIRMED = re.compile(
    r"(?:yes|y|positive|pos|reactive|detected|present|known|\+ ?ve|\+|\(\+\))(?!\w)", re.IGNORECASE
)
_NAY = r"(?:neg(?:ative)?|non ?-? ?reactive|no?|absent|nil)"
_YEA = r"(?:y(?:es)?|pos(?:itive)?|reactive|present)"
_TEMPLATE = re.compile(
    rf"^[ :?=(\[]*(?:{_NAY} ?[/|] ?{_YEA}|{_YEA} ?[/|] ?{_NAY})\b(?! ?[:=-] ?\w)", re.IGNORECASE
)
_TICK = re.compile(r"^(?:[ :?=.]|\[ ?[xX\u2713\u2714*] ?\]|\( ?[xX] ?\)|[\u2611\u2612\u2714\u25a0])+")
_SPLIT = re.compile(r"[.;](?!\d)|\bbut\b|\bhowever\b|\balthough\b", re.IGNORECASE)
_IN_FAMILY = re.compile(
    r"^ (?:in|among) (?:the |her |his |their )?(?:family|relatives)(?= ?[:?])", re.IGNORECASE
)
_BLANK = re.compile(r"^[\s_.:?=\-]*$")
_BEFORE_UNREAL = re.compile(
    r"\b(?:if|should (?:she|he|they|you|the patient)|in case of|in the event of|risks?|chances? of|to (?:exclude|rule out|prevent|avoid|"
    r"screen for|look for|check for|reduce|minimi[sz]e)|prevention of|prophylaxis|screen(?:ing|ed)? for|complications?|vaccin\w+|"
    r"immuni[sz]\w+|advised|warned|monitor(?:ed|ing)? for|watch(?:ed|ing)? for|predispos\w+|eligib\w+|criteri\w+|exclu(?:sion|des)|inclusion|unless|"
    r"whether|worried about|fear of|should not|must not|before becoming|avoid(?:ing)?|rule out|work ?up for|tests? for|"
    r"precautions?|(?:may|could|might|can) (?:\w+ )?(?:develop|cause|get|have|lead to|result in))\b[^.;:]{0,90}$|\b(?:risks|complications)\b.{0,300}$|"
    r"\bshould (?:the|an?|any) $",
    re.IGNORECASE,
)
_AFTER_UNREAL = re.compile(
    r"^[ -]*(?:prophylaxis|screening|risks?|vaccin\w+|immuni[sz]\w+|precautions?|clinic|service|ward|nurse|specialist|control|team|unit|"
    r"department|scale|questionnaire|score|surface antibod\w+|medication review|trial unit|program(?:me)?|support|guidelines?|"
    r"(?:can|may|could|might|would) (?:\w+ )?(?:be|occur|develop|happen|extend|need|require|cause|result|spread))\b|"
    r"^[^.;]{0,70}\b(?:were|was|had been|have been|has been) (?:explained|discussed|outlined|reviewed with|talked)\b",
    re.IGNORECASE,
)


def answer_of(sentence: Sentence, mention: Mention) -> str | None:
    """The presence that a form's answer gives: `Seizures: none`, `Diabetes N`, `Pregnant? no`."""
    for rest in _rests(sentence, mention):
        bare = _TICK.sub("", rest)
        if bare.startswith("- ") and not bare.startswith("- ve"):
            bare = bare[2:]
        if _DENIED.match(bare):
            return "absent"
        if _AFFIRMED.match(bare):
            return "present"
    return None


def is_unanswered(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name on a form has no answer, or still shows the options to choose from."""
    after = sentence.text[mention.to :]
    if _TEMPLATE.match(after) or _TEMPLATE.match(
        sentence.text[sentence.label_to :] if _in_label(sentence, mention) else ""
    ):
        return True
    if _in_label(sentence, mention) and not sentence.cells:
        return bool(_BLANK.match(sentence.text[sentence.label_to :]))
    return bool(re.match(r" ?[:?] ?[_. ]*$", after))


def _rests(sentence: Sentence, mention: Mention) -> list[str]:
    """The stretches in which the answer to a name may stand, nearest first."""
    text = sentence.text
    number = next((n for n, cell in enumerate(sentence.cells) if cell[0] <= mention.at < cell[1]), None)
    if number is not None:
        own = text[mention.to : sentence.cells[number][1]]
        after = sentence.cells[number + 1 : number + 2]
        return [own, *(text[at:to] for at, to in after)]
    if _in_label(sentence, mention):
        return [text[sentence.label_to :]]
    after_it = re.sub(_IN_FAMILY, "", text[mention.to :], count=1)
    if re.match(r" ?[:?=]| - | ?\((?:no|none|nil|yes)\)", after_it, re.IGNORECASE):
        return [re.sub(r"^ ?\(", "", after_it)]
    return [after_it] if re.match(r" (?:N|Y|NEG|Neg|neg|nil)(?= *(?:[,;./|]|$|[A-Z]))", after_it) else []


def _in_label(sentence: Sentence, mention: Mention) -> bool:
    return bool(sentence.label_to) and mention.to <= sentence.label_to


def clause_of(sentence: Sentence, mention: Mention) -> tuple[str, str]:
    """The words before and after a mention that belong to the same clause."""
    before = _SPLIT.split(sentence.text[: mention.at])[-1]
    after = _SPLIT.split(sentence.text[mention.to :])[0]
    return before, after


def is_unreal(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention is only a risk, a precaution, a condition of something or the name of a service."""
    before, after = clause_of(sentence, mention)
    return bool(_BEFORE_UNREAL.search(before) or _AFTER_UNREAL.match(after))
