"""When another cancer was found: "carcinoma of the breast 2011" is of 2011 and not of the letter's date."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from dateutil.relativedelta import relativedelta

from trialsift.extract.condition_date import date_of
from trialsift.extract.dates import Dated, dates_in, day_order
from trialsift.extract.own_cancer import dates_something_else, is_a_look
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.told_when import told_when
from trialsift.facts import Evidence, Fact

_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNT = rf"\d{{1,2}}|{'|'.join(_NUMBERS)}"
# What may be named behind "free of", "10 years post" and the like; a stroke, a transplant or a drink is another story.
_OF_IT = (
    r"(?:(?:it|its|all|the|her|his|this|that|any|completion|end|of|last|initial|breast|prostate|skin) )*(?:it|cancer|disease|tumou?r|malignan\w+|treatment|therapy|"
    r"diagnosis|surgery|operation|op|resection|excision|(?!hyst|app)\w+ectomy|chemo\w*|radio\w*|rt|brachy\w*|r-chop|recurrence|relapse|lymphoma|melanoma|"
    r"leuka?emia|carcinoma|remission|with|and|no|without)\b"
)
_CLEAR = quick(
    rf"\b(?P<years>{_COUNT})[- ](?:years?|yrs?)[- ](?:(?P<sound>clear|disease[- ]free)|free|cured|in remission|post|out|down the line)\b(?![ -](?!(?:(?:of|from|after|since) )?{_OF_IT})[a-z])|"
    rf"\b(?:in remission|(?P<so_long>disease[- ]free|clear|free of disease|no recurrence))[ \"']{{0,2}} ?for (?:over |more than )?(?P<for>{_COUNT}) (?:years|yrs)\b|"
    r"(?:> ?|\b(?:over|more than) )(?P<ago>\d{1,2}) ?(?:y|yrs?|years?) (?:ago|back(?! home| pain)|earlier|previously|before|prior|(?P<well>clear)|free|since)\b"
    rf"(?! (?!(?:(?:of|from) )?{_OF_IT}|(?:on|now|in|at|by|for|elsewhere|abroad|here|treated|cured|resected|excised|s?he|they|was|had|an?|there)\b)[a-z])|"
    r"\b(?:cancer|ca|carcinoma|lymphoma|melanoma|leuka?emia|bcc|scc|tumou?r) ?,? *\(?> ?(?P<over>\d{1,2}) ?(?:y|yrs?|years?)(?=\)| ?[,.;]| ?$)",
    re.IGNORECASE,
)
# Words that make a cancer without a date one of now: right before its name, or of its treatment behind it.
_CURRENT_BEFORE = re.compile(
    r"\b(?:recent|recently (?:diagnosed|found|treated|operated)|new|newly (?:diagnosed|found|discovered)|current|concurrent|synchronous|simultaneous|coexist\w+|active|metastatic|progressive|"
    r"ongoing|undergoing|awaiting|being treated for|treated at present for|(?:found|discovered) (?:to have|on \w+)|incidental(?:ly)?)(?: (?!no\b|not\b|and\b|with\b)[\w-]+){0,2} $",
    re.IGNORECASE,
)
_CURRENT_AFTER = quick(
    r"(?<!no )(?<!not )(?<!non )(?<!without )(?<!of )\b(?:(?:under|on|in|still on|currently on) (?:active )?(?:treatment|therapy|chemo\w*)|(?:is |now )?being treated|undergoing \w+|"
    r"awaiting (?!mri|ct|clinic|review|results?)\w+|(?:surgery|operation|resection|excision|\w+ectomy|treatment|radiotherapy|chemotherapy|ablation) (?:is |was )?(?:planned|booked|scheduled|pending|"
    r"ongoing)|found (?:on|at|incidentally)|(?:active|on|under) surveillance(?! (?:of|by|mammo|ct|colono|cysto|scan))|watch ?(?:and|&) ?wait|watchful waiting|active (?:disease|treatment|monitoring)|"
    r"progress(?:ing|ed|ive|ion)|metastatic|newly \w+|currently (?:(?:on|under) (?:treatment|chemo\w*|hormon\w+)|treated|receiving)|ongoing (?:treatment|therapy|chemo\w*)|"
    r"(?:this|last) (?:year|month)|months? ago|weeks? ago)\b",
    re.IGNORECASE,
)
_FILLED = re.compile(
    r"(?:\W|\b(?:now|currently|still|remains?|has been|have been|had|been|is|was|s?he|since|then|well|both|all|complete|full)\b)*"
)
_OWN_YEAR = re.compile(r" \(?(?:in )?(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d\b")
_REACH = 70
_BEFORE, _AFTER, _IN_ITEM = 6, 40, 90  # characters between a date and the name it dates
# "Basal cell carcinoma, right ear, Mohs 4/2021": a list's item that tells when the one cancer in it was treated.
_TREATED = quick(
    r"\b(?:excis\w+|removed|resect\w+|\w+ectomy|mohs|wle|surgery|operated|treated|treatment|radiotherapy|rt|chemo\w*|diagnosed|dx|curett\w+|ablat\w+|"
    r"brachy\w*|found|shaved|cut out|cryo\w*|frozen off|imiquimod|efudix|turbt?|esd|emr|endoscopic\w*|operation|op|operated|radioiodine|rai|laser|transplant|"
    r"r-?chop|abvd|bep|cured|finished|completed|remission since)\b"
    r"(?:(?!\b(?:mri|ct|pet|scans?|mammogra\w+|x ?-?rays?|seen|review\w*|clear|check\w*|last|follow\w*)\b)[^.;\d]){0,45}$",
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
            if (
                date is None
                and fact.presence == "present"
                and sentence
                and not _is_current_in(sentence, fact)
            ):
                made.append(replace(fact, date=None))
                continue
            made.append(replace(fact, date=date) if date else fact)
        else:
            made.append(fact)
    return made


def is_current(before: str, after: str) -> bool:
    """Whether the words on both sides of a cancer's name say that it is of now; else one without a date has none."""
    near = re.split(r"[.;](?!\d)|,? (?:(?<!watch )and|but|or|now has|now with)\b", after)[0][:_REACH]
    found = _CURRENT_AFTER.search(near)
    return bool(_CURRENT_BEFORE.search(before[-_REACH:]) or (found and not is_a_look(near[: found.start()])))


def _is_current_in(sentence: Sentence, fact: Fact) -> bool:
    name = _name(sentence, fact)
    return name is not None and is_current(sentence.text[: name.at], sentence.text[name.to :])


def _name(sentence: Sentence, fact: Fact) -> Mention | None:
    """The mention in its sentence that a fact rests on."""
    start = fact.evidence[0].start
    return next(
        (item for item in sentence.mentions if item.kind == "histology" and item.start <= start < item.end),
        None,
    )


def clear_since(sentence: Sentence, at: int, to: int, anchor: dt.date | None) -> dt.date | None:
    """ "Five years clear" and "in remission for 8 years" of the cancer named from one place to another: so long before the note."""
    match = next((item for item in _CLEAR.finditer(sentence.text) if _is_of(sentence, at, to, item)), None)
    if match is None or anchor is None:
        return None
    words = (match["years"] or match["for"] or match["over"] or match["ago"]).lower()
    number = int(words) if words.isdigit() else _NUMBERS.index(words) + 2
    return anchor - relativedelta(years=number)


def _is_of(sentence: Sentence, at: int, to: int, match: re.Match[str]) -> bool:
    """Whether the years are the cancer's: they stand behind it or its treatment, not behind what else happened then."""
    if match.end() <= at:
        opens = not re.search(r"[^\W\d_]", re.split(r"[.;:]", sentence.text[: match.start()])[-1])
        between = sentence.text[match.end() : at]
        return not re.search(r"[;.]|\b(?:and|but)\b" if opens else r"[;.,]|\b(?:and|but)\b", between)
    between = sentence.text[to : max(to, match.start())]
    if any(item.kind == "histology" and to <= item.at < match.start() for item in sentence.mentions):
        return False
    if match["over"] or match["sound"] or match["so_long"] or match["well"]:
        return True
    if dates_something_else(sentence, match.start()) or any(
        item.kind == "condition"
        and item.role not in {"named_cancer", "cancer_word"}
        and "other_malignancy" not in str(item.value)
        and to <= item.at < match.start()
        for item in sentence.mentions
    ):
        return False
    *items, near = re.split(r"[,;:(.]|\b(?:and|but|with)\b| [-\u2013] ", between)
    return not items or bool(_FILLED.fullmatch(near) or _TREATED.search(near))


def _holds(sentence: Sentence, fact: Fact) -> bool:
    return sentence.starts[0] <= fact.evidence[0].start < sentence.ends[-1]


def _in_item(sentence: Sentence, first: Evidence, dated: Dated) -> bool:
    between = sentence.text[: dated.at]
    named = {item.at for item in sentence.mentions if item.kind == "histology" and item.role == "histology"}
    distance = sentence.start_of(dated.at) - first.end
    return len(named) == 1 and 0 <= distance <= _IN_ITEM and bool(_TREATED.search(between))


def _day_told(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The day of treatment that goes on, the date beside the name, or the only one of its clause."""
    name = _name(sentence, fact)
    if name and is_treated_now(sentence, name.to):
        return reading.note.note_date
    told = _beside(reading, sentence, fact) or _only_date(reading, sentence, fact)
    return told or (_behind(reading, sentence, name) or told_when(reading, sentence, name) if name else None)


def _behind(reading: Reading, sentence: Sentence, name: Mention) -> dt.date | None:
    """The date that stands farther behind the name in its clause: "breast cancer L, 2016: lumpectomy"."""
    note = reading.note
    found = date_of(
        reading, sentence, name._replace(role="named_cancer"), day_order(note.text, note.note_date)
    )
    if found is None or found == note.note_date or (note.note_date and found > note.note_date):
        return None
    return found


def _only_date(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The one date of a sentence that names one cancer: "in 2008 he was treated for a lymphoma"."""
    note = reading.note
    dated = [
        item
        for item in dates_in(sentence.text, anchor=note.note_date, order=day_order(note.text, note.note_date))
        if not dates_something_else(sentence, item.at)
    ]
    named = {item.at for item in sentence.mentions if item.kind == "histology" and item.role == "histology"}
    if len(dated) != 1 or len(named) != 1:
        return None
    at, end = sentence.start_of(dated[0].at), fact.evidence[0].end
    if "." in note.text[min(at, end) : max(at, end)] or sentence.text[: dated[0].at].rstrip().endswith("?"):
        return None
    day = dated[0].last
    return min(day, note.note_date) if note.note_date and dated[0].date <= note.note_date else None


def _touches(reading: Reading, name: Evidence) -> bool:
    """Whether a year of its own stands right behind a name."""
    return bool(_OWN_YEAR.match(reading.note.text, name.end))


def _beside(reading: Reading, sentence: Sentence, fact: Fact) -> dt.date | None:
    """The date directly before the name ("2011 carcinoma …") or soon after it ("… (2011)")."""
    note, first = reading.note, fact.evidence[0]
    order = day_order(note.text, note.note_date)
    name = _name(sentence, fact)
    if name and (free := clear_since(sentence, name.at, name.to, note.note_date)):
        return free
    for dated in dates_in(sentence.text, anchor=note.note_date, order=order):
        if sentence.text[: dated.at].rstrip().endswith("?"):
            return None  # "?2019 ?2023"
        if dates_something_else(sentence, dated.at):
            continue
        start, end = sentence.start_of(dated.at), sentence.end_of(dated.to)
        if end < first.start and "," in note.text[end : first.start] and _touches(reading, first):
            continue  # "groin Mar 25, melanoma 2017": the date before belongs to the item before
        near = 0 <= first.start - end <= _BEFORE or 0 <= start - first.end <= _AFTER
        clear = not any(mark in note.text[first.end : start] for mark in ";,.") if start > first.end else True
        if ((near and clear) or _in_item(sentence, first, dated)) and (
            note.note_date is None or dated.date <= note.note_date
        ):
            return min(dated.last, note.note_date or dated.last)
    return None
