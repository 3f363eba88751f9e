"""Local recurrence: found, denied, suspected; what is only a risk of recurrence is nothing.

Infections, hernias and low moods recur too: the word counts only where it is said of a tumour.
"""

import datetime as dt
import re

from trialsift.extract.asked import is_asked
from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.feared import FEARED
from trialsift.extract.form import answer_of
from trialsift.extract.making import fact_from, mentions_of
from trialsift.extract.other_tumour import about_recurrence
from trialsift.extract.quick import quick
from trialsift.extract.quoted import source_of
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.facts import Fact, Recurrence
from trialsift.packs.rules import Packs

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "twice": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "once": 1, "two": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
_COUNT_BEFORE = re.compile(
    r"\b(first|1st|second|2nd|third|3rd|fourth|4th|fifth|5th|twice|two|three|four|five|[2-5])(?: ?x)? (?:local |known |documented |previous )*$",
    re.IGNORECASE,
)
_COUNT_AFTER = re.compile(
    r"^(?: locally)? ?\(?(once|twice|(?:two|three|four|five|[2-5])(?= ?(?:times|x|occasions)))", re.IGNORECASE
)
# Talk of what might come: consent, follow-up, prognosis, statistics.
_ONLY_TALK = re.compile(
    rf"\b(?:{FEARED}|risks?|chances?|rates?|likelihood|probability|prevent\w*|reduc\w+|decreas\w+|lower\w*|minimi[sz]\w*|avoid\w*|complications?|"
    r"warned|consent\w*|monitor\w*|surveillance(?! (?:\w+,? ){0,3}(?:without|no|free of)\b)|watch\w*|prone|tend(?:s|ency)?|propensity|potential|prognos\w+|in case of|should (?:it|there|the)|"
    r"if (?:it|there|the|she|he|a|any|this)|in the event|"
    r"(?<!\d )(?<!in )(?<!of )(?<!since )(?<!until )(?<!by )may(?! \d)(?![:.,;)])"
    r"|might|could|would|can|to look for|to detect|to check for|screen\w*|follow(?:ed)? ?up for|"
    r"median|incidence|literature|studies|patients with|score|free survival|signs of a|need for)\b(?!\W*(?:19|20)\d\d)[^.;]*$",
    re.IGNORECASE,
)
_DOUBTED = re.compile(r"\b(?:may|might|could) (?:represent|be|reflect|indicate)\b[^.;]*$", re.IGNORECASE)
_TALK_AFTER = re.compile(
    r"^ ?(?:free|risk|rates?|score|scores|interval|survival|clinic|surveillance|is (?:common|likely to|possible with|rare|unlikely after)|was discussed|discussed|"
    r"are common|occurs? in|could|would|may\b(?! be| represent))\b",
    re.IGNORECASE,
)
# What else recurs.
_NO_TUMOUR = quick(
    r"\b(?:infect\w*|uti|utis|urinary|cystitis|hernia\w*|pain|seizures?|convuls\w+|fits|syncop\w*|depress\w+|psych\w+|bipolar|schizo\w+|alcohol\w*|drug use|"
    r"substance|fever|effusions?|pneumonias?|bronchitis|tonsillitis|pharyngitis|otitis|sinusitis|nerve|laryngeal|stones?|calculi|fibrillation|"
    r"thromb\w+|emboli\w*|dvt|pe|stroke|tia|angina|chest pain|symptoms?|bleeding|ha?emorrhage|h(?:a)?ematoma|seroma|ulcers?|cellulitis|abscess\w*|"
    r"headaches?|migraines?|vertigo|dizz\w+|nausea|vomiting|diarrh\w+|obstruction|stenosis|disc|incontinence|retention|falls?|dislocation\w*|"
    r"sclerosis|arrhythm\w+|attacks?|episodes?|asthma|rash|gout|colitis|crohn\w*|pancreatitis|ha?ematuria|anaemia|anemia|malaria|"
    r"spermatocele|hydrocele|keloid|contracture|cyst|aphasi\w*|myopath\w*|stents?|stented)\b",
    re.IGNORECASE,
)
_TUMOUR = re.compile(
    r"\b(?:tumou?rs?|\w*sarcomas?|neoplasms?|malignan\w+|cancers?|\w*carcinomas?|melanoma|lymphoma|mass|lesions?|disease|lumps?|swelling|growth|"
    r"metasta\w+|resect\w+|excis\w+|margins?|mri|ct|scan|primary|operative bed|surgical bed|tumou?r bed|scar|flap|oncolog\w+)\b",
    re.IGNORECASE,
)
_REPORTS = frozenset({"mri", "ct", "pet", "ultrasound", "pathology"})
# "Recurrent infections after the tumour": these words part what recurs from a tumour named later.
_PARTED = re.compile(
    r"\b(?:after|of|in|with|due|from|since|because|was|were|is|to|for|on|by|nature)\b", re.IGNORECASE
)
_EVENT = re.compile(r"^[^.;,]{0,40}?\b(?:in|on|of|since|dated|:)\s*$", re.IGNORECASE)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Recurrence facts; presence says whether, about whose tumour, count how many where it is told."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence, mention in mentions_of(reading, "recurrence"):
        if mention.role != "field" and _in_field(sentence, mention):
            continue
        fact = _fact(reading, sentence, mention, order)
        if fact:
            made.append(fact)
    return made


def _in_field(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention is part of a form's field name, which its own rule reads."""
    return any(
        other.role == "field" and mention.to <= other.to
        for other in sentence.mentions
        if other.kind == "recurrence"
    )


def _fact(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Fact | None:
    presence = _presence(sentence, mention)
    if presence is None or not _is_finding(reading, sentence, mention, presence):
        return None
    local = re.search(r"\b(?:nodal|distant|pulmonary|lung|pelvic|abdominal|scar|flap|stump)\b", mention.words)
    value = Recurrence(site=local.group() if local else "", count=_count(sentence.text, mention))
    return fact_from(
        reading, sentence, [mention], kind="recurrence", value=value, presence=presence,
        date=_date(reading, sentence, mention, order), about=about_recurrence(reading, sentence, mention),
    )  # fmt: skip


def _presence(sentence: Sentence, mention: Mention) -> str | None:
    """What the rule itself says ("first presentation" is absent), a form's answer, or the cues; None for an empty field."""
    if mention.value == "absent":
        return "absent" if mention.assertion.presence == "present" else None
    if sentence.label_to and mention.to <= sentence.label_to:
        return answer_of(sentence, mention) or _primary_or_recurrent(sentence)
    return mention.assertion.presence


def _primary_or_recurrent(sentence: Sentence) -> str | None:
    """ "Primary or recurrent: primary" as its answer says; None when both or neither stand there."""
    answer = sentence.text[sentence.label_to :].lower()
    recurrent, primary = "recurr" in answer, "primary" in answer
    if recurrent == primary:
        return None
    return "present" if recurrent else "absent"


def _is_finding(reading: Reading, sentence: Sentence, mention: Mention, presence: str) -> bool:
    text = sentence.text
    before, after = _clause(text[: mention.at]), text[mention.to :]
    if presence == "uncertain" and is_asked(reading, sentence):
        return False
    if _TALK_AFTER.search(after) or (_ONLY_TALK.search(before) and not _DOUBTED.search(before)):
        return False
    if mention.assertion.time == "planned" or sentence.section == "plan":
        return False
    if _PARTED.search(mention.words) and mention.rule_id == "recurrence.recurrent_tumour":
        return False
    return mention.value not in {"bare", "absent"} or _of_tumour(reading, text, mention)


def _clause(before: str) -> str:
    """The words before a mention in its own clause: "the risk is 30 %, and there is no" gives "there is no"."""
    place = max(
        (match.end() for match in re.finditer(r"(?:,| and| but|;) (?=there|now|has|she|he|no\b|we)", before)),
        default=0,
    )
    return before[place:]


def _of_tumour(reading: Reading, text: str, mention: Mention) -> bool:
    """Whether a bare "recurrence" is a tumour's: the sentence says so, or the report does and the sentence names nothing else."""
    if _NO_TUMOUR.search(text):
        return False
    rest = text[: mention.at] + " " + text[mention.to :]
    return (
        bool(_TUMOUR.search(rest)) or reading.document in _REPORTS or "sarcoma" in reading.note.text.lower()
    )


def _count(text: str, mention: Mention) -> int | None:
    found = _COUNT_BEFORE.search(text[: mention.at]) or _COUNT_AFTER.search(text[mention.to :])
    if found:
        return _ORDINALS[found.group(1).lower()]
    return 2 if mention.words.lower().startswith("twice") else None


def _date(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> dt.date | None:
    """The recurrence's own date ("recurred in March 2022"), else the scan's, else the note's."""
    for item in dates_in(sentence.text, anchor=reading.note.note_date, order=order):
        if item.at >= mention.to and _EVENT.search(sentence.text[mention.to : item.at]):
            return item.date
    return source_of(reading, sentence, mention, order=order).date
