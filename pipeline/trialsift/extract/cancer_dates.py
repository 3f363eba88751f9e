"""When another cancer was found: "carcinoma of the breast 2011" is of 2011 and not of the letter's date."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from dateutil.relativedelta import relativedelta

from trialsift.extract.dates import Dated, dates_in, day_order
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading, Sentence
from trialsift.extract.told_when import told_when
from trialsift.facts import Evidence, Fact

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"\d{{1,2}}|{'|'.join(_NUMBERS)}"
_CLEAR = quick(
    rf"\b(?P<years>{_COUNT})[- ](?:years?|yrs?)[- ](?:clear|free|disease[- ]free|cured|in remission|post|out|down the line)\b|"
    rf"\b(?:in remission|disease[- ]free|clear|free of disease|no recurrence)[ \"']{{0,2}} ?for (?:over |more than )?(?P<for>{_COUNT}) (?:years|yrs)\b|"
    rf"(?:> ?|\b(?:over|more than) )(?P<over>\d{{1,2}}) ?(?:y|yrs?|years?)\b(?! old)",
    re.IGNORECASE,
)
_CURRENT = quick(
    r"\b(?:recent\w*|new|newly|current\w*|concurrent\w*|synchronous|simultaneous\w*|surveillance|under treatment|on treatment|being treated|undergoing|"
    r"awaiting|found on|incidental\w*|watch and wait|watchful|active|metastatic|progress\w+|now|ongoing|this (?:year|month)|last (?:year|month)|months? ago)\b",
    re.IGNORECASE,
)
_BEFORE, _AFTER, _IN_ITEM = 6, 40, 90  # characters between a date and the name it dates
# "Basal cell carcinoma, right ear, Mohs 4/2021": a list's item that tells when the one cancer in it was treated.
_TREATED = quick(
    r"\b(?:excis\w+|removed|resect\w+|\w+ectomy|mohs|wle|surgery|operated|treated|treatment|radiotherapy|rt|chemo\w*|diagnosed|dx|curett\w+|ablat\w+|"
    r"brachy\w*|found|shaved|cut out|cryo\w*|frozen off|imiquimod|efudix|turbt?|esd|emr|endoscopic\w*|operation|op|operated|radioiodine|rai|laser|transplant|"
    r"r-?chop|abvd|bep|cured|finished|completed|remission since)\b"
    r"(?:(?!\b(?:mri|ct|pet|scans?|mammogra\w+|x ?-?rays?|seen|review\w*|clear|check\w*|last|follow\w*)\b)[^.;\d]){0,45}$",
    re.IGNORECASE,
)

# A look at what has stayed away dates no cancer: "thyroid cancer, ultrasound 2023 clear".
_LOOKED = re.compile(
    r"\b(?:mri|ct|pet|us|uss|ultrasound|scans?|\w+scopy|mammogra\w+|x-?rays?|psa|tsh|cea|afp|ca ?-?\d+|thyroglobulin|\w*globulin|markers?|seen|review\w*|clear|checks?|checked|"
    r"checkup|control\w*|last (?:seen|visit|scan|one|check)|latest|follow\w*|normal|smears?|surveillance|discharged|married|born|died|moved|retired|smok\w+)\b"
    r"[^.;,\d-]{0,25}$|\blast,? $|\blast (?!treat|dose|cycle|chemo|radio|fraction|surg|instill)\w+ $|"
    r"\b(?:sarcoma|lump|mass)(?: (?!after|following|in|with)\w+){0,2} $",
    re.IGNORECASE,
)
_TAKEN_NOW = re.compile(
    r"\b(?:on|taking|takes|receiving|receives|continu\w+|remains|currently|maintenance|under|now|still)(?: (?:on|with|daily|weekly|monthly|oral|maintenance|"
    r"adjuvant|extended|treatment|therapy|taking|a|the)){0,3} ?:? ?$",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\b(?:was|were|had been|previously|formerly|until|till|stopped|finished|completed|ended|discontinued|off|declined|never|not|no|before that|past)\b|"
    r"\d{4} ?(?:-|to|until) ?\d{4}|\bfor (?:a total of )?(?:\d+|two|three|five|ten) ?(?:years|yrs|y)\b|\bx ?\d",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r" ?\(?-?,? ?(?:ongoing|maintenance|continu\w+|to date|at present|currently|still)\b", re.IGNORECASE
)


def is_a_look(before: str) -> bool:
    """Whether the words in front of a date say that one looked then whether the cancer had come back."""
    return bool(_LOOKED.search(before))


def is_treated_now(sentence: Sentence, to: int) -> bool:
    """Whether a drug named behind a cancer is still being taken: "prostate cancer 2019, on goserelin"."""
    clause = re.split(r"[.;](?!\d)", sentence.text[to:])[0]
    return any(
        _is_taken(sentence.text[to : item.at], sentence.text[item.to : to + len(clause)])
        for item in sentence.mentions
        if item.kind == "treatment" and to <= item.at < to + len(clause)
    )


def _is_taken(before: str, after: str) -> bool:
    near = re.split(r"[,;:(]", before)[-1]
    if _NO_MORE.search(near) or _NO_MORE.search(after[:40]):
        return False
    return bool(_TAKEN_NOW.search(before) or _GOES_ON.match(after))


def dated_as_told(reading: Reading, facts: Sequence[Fact], sentences: Sequence[Sentence]) -> list[Fact]:
    """The same facts; other cancers with the last day of the date beside them, or of their first mention's.

    A letter that says "breast cancer 2011" and later "the breast cancer" speaks of one of 2011.
    """
    known: dict[str, dt.date] = {}
    made: list[Fact] = []
    for fact in facts:
        if fact.about == "other_tumour" and "other_cancer" in fact.value.is_a and fact.person == "patient":
            sentence = next((item for item in sentences if _holds(item, fact)), None)
            told = _day_told(reading, sentence, fact) if sentence else None
            if told:
                known.setdefault(fact.value.code, told)
            date = told or known.get(fact.value.code)
            if date is None and fact.presence == "present" and sentence and not is_current(sentence.text):
                made.append(replace(fact, date=None))
                continue
            made.append(replace(fact, date=date) if date else fact)
        else:
            made.append(fact)
    return made


def is_current(text: str) -> bool:
    """Whether words near a cancer say that it is of now; without a date and without them its day is not known."""
    return bool(_CURRENT.search(text))


def clear_since(text: str, anchor: dt.date | None) -> dt.date | None:
    """ "Five years clear" and "in remission for 8 years": so long before the note."""
    match = _CLEAR.search(text)
    if match is None or anchor is None:
        return None
    words = (match["years"] or match["for"] or match["over"]).lower()
    number = int(words) if words.isdigit() else _NUMBERS.index(words) + 2
    return anchor - relativedelta(years=number)


def _holds(sentence: Sentence, fact: Fact) -> bool:
    return sentence.starts[0] <= fact.evidence[0].start < sentence.ends[-1]


def _in_item(sentence: Sentence, first: Evidence, dated: Dated) -> bool:
    between = sentence.text[: dated.at]
    named = {item.at for item in sentence.mentions if item.kind == "histology" and item.role == "histology"}
    distance = sentence.start_of(dated.at) - first.end
    return len(named) == 1 and 0 <= distance <= _IN_ITEM and bool(_TREATED.search(between))


def _day_told(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The day of treatment that goes on, the date beside the name, or the only one of its clause."""
    name = next(
        (
            item
            for item in sentence.mentions
            if item.kind == "histology" and item.start <= fact.evidence[0].start < item.end
        ),
        None,
    )
    if name and is_treated_now(sentence, name.to):
        return reading.note.note_date
    told = _beside(reading, sentence, fact) or _only_date(reading, sentence, fact)
    return told or (told_when(reading, sentence, name) if name else None)


def _only_date(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The one date of a sentence that names one cancer: "in 2008 he was treated for a lymphoma"."""
    note = reading.note
    dated = [
        item
        for item in dates_in(sentence.text, anchor=note.note_date, order=day_order(note.text, note.note_date))
        if not is_a_look(sentence.text[: item.at])
    ]
    named = {item.at for item in sentence.mentions if item.kind == "histology" and item.role == "histology"}
    if len(dated) != 1 or len(named) != 1 or is_current(sentence.text):
        return None
    at, end = sentence.start_of(dated[0].at), fact.evidence[0].end
    if "." in note.text[min(at, end) : max(at, end)] or sentence.text[: dated[0].at].rstrip().endswith("?"):
        return None
    day = dated[0].last
    return min(day, note.note_date) if note.note_date and dated[0].date <= note.note_date else None


def _beside(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The date directly before the name ("2011 carcinoma …") or soon after it ("… (2011)")."""
    note, first = reading.note, fact.evidence[0]
    order = day_order(note.text, note.note_date)
    if free := clear_since(sentence.text, note.note_date):
        return free
    for dated in dates_in(sentence.text, anchor=note.note_date, order=order):
        if sentence.text[: dated.at].rstrip().endswith("?"):
            return None  # "?2019 ?2023"
        if is_a_look(sentence.text[: dated.at]):
            continue
        start, end = sentence.start_of(dated.at), sentence.end_of(dated.to)
        near = 0 <= first.start - end <= _BEFORE or 0 <= start - first.end <= _AFTER
        clear = not any(mark in note.text[first.end : start] for mark in ";,.") if start > first.end else True
        if ((near and clear) or _in_item(sentence, first, dated)) and (
            note.note_date is None or dated.date <= note.note_date
        ):
            return min(dated.last, note.note_date or dated.last)
    return None
