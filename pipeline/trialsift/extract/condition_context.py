"""What the words beside a name make of it: "PE on CTPA" is an embolism, "PE:" an examination; a bracket keeps its denial."""

import re
from dataclasses import replace

from trialsift.extract.condition_in_pathology import is_of_picture, is_of_tissue
from trialsift.extract.condition_own import OWN_DEED, is_no_study, is_of_everyone
from trialsift.extract.condition_talk import is_only_talk
from trialsift.extract.reading import Mention, Reading, Sentence

_TREATED = r"(?:apixaban|rivaroxaban|edoxaban|dabigatran|warfarin|lmwh|heparin|tinzaparin|dalteparin|enoxaparin|clexane|fragmin|anticoag\w*|doacs?)"
_WHEN = r"\(?(?:in |since |aged? |at |about )?(?:(?:19|20)\d\d\b|\d+ (?:years?|yrs?|months?|weeks?) ago|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* )"
_HAD = (
    r"(?:h/o|hx of|history of|previous|prior|past|known|k/c/o|diagnosed with|dx|had an?|has|with|for|of|"
    r"suspected|possible|query|\?|exclude|rule out|no|nil|denies|without|never had an?|or|and|(?:mother|father|sister|brother|aunt|uncle|cousin|son|daughter)(?: ?'s| has|"
    r" had| with| ?-| ?:)?)"
)
_BEFORE = {
    "PE": rf"\b(?:{_HAD}|acute|massive|sub ?-?massive|bilat\w*|(?:un)?provoked|(?:sub)?segmental|saddle|recurrent|incidental|dvt ?(?:/|,|&|\+|-)|clot|pmh\w* ?:?) ?$|\? ?$",
    "BA": rf"(?:\b(?:{_HAD}|pmh\w* ?:?)|/) ?$",
    "TBC": rf"(?:\b(?:{_HAD}|pulmonary|pmh\w* ?:?)|/) ?$",
    "UC": rf"\b(?:{_HAD}|active|quiescent|pmh\w* ?:?) ?$",
    "MS": rf"\b(?:{_HAD}|relapsing(?:[ -]remitting)?|progressive|pmh\w* ?:?) ?$",
    "RA": rf"\b(?:{_HAD}|sero ?-?(?:positive|negative)|erosive|active|severe|longstanding|pmh\w* ?:?) ?$",
}
_AFTER = {
    "PE": rf" ?,? ?(?:{_WHEN}|\(?(?:on ct|after |post|following|provoked|unprovoked|treated|confirmed|excluded|ruled out|suspected)|(?:on|-) {_TREATED}|/ ?dvt\b|diagnosed)",
    "BA": rf" ?,? ?(?:{_WHEN}|since childhood|on (?:inhalers?|mdi|salbutamol|seretide|symbicort|budesonide|asthalin)|/ ?(?:copd|tb|dm|htn)\b)",
    "TBC": rf" ?,? ?(?:{_WHEN}|treated)",
    "UC": rf" ?,? ?(?:{_WHEN}|\(?(?:in remission|pancolitis|left sided|flare|since|diagnosed|quiescent)|on (?:mesalazine|mesalamine|sulfasalazine|azathioprine|"
    rf"vedolizumab|infliximab|asacol|pentasa|steroids?))",
    "MS": rf" ?,? ?(?:{_WHEN}|\(?(?:rr|relapsing|secondary progressive|primary progressive|wheelchair|edss)|on (?:ocrelizumab|natalizumab|fingolimod|interferon|tecfidera|"
    rf"dimethyl|copaxone|teriflunomide|cladribine|beta ?-?feron|avonex)|diagnosed)",
    "RA": rf" ?,? ?(?:{_WHEN}|\(?(?:on|treated with|-) (?:mtx|methotrexate|sulfasalazine|sulphasalazine|leflunomide|hydroxychloroquine|hcq|adalimumab|etanercept|"
    rf"rituximab|tocilizumab|abatacept|biologics?|dmards?|steroids?|pred\w*)|diagnosed|affecting|since|in remission|flare)",
}
_NEVER = {
    "PE": r"^ ?(?::|tubes?\b|findings?\b|exam)",
    "BA": r"^ ?(?::|\.? ?(?:degree|hons?|in)\b|\d)",
    "TBC": r"^ ?(?:by|with|at|on|after|when)\b",
    "UC": r"^ ?(?::|center|centre|\d)",
    "MS": r"^ ?(?::|contin\b|exam|changes?\b|\d)",
    "RA": r"^ ?(?:sat\w*|pressure|dilat\w*|enlarge\w*|size|factor\b|\d)",
}
_IN_AIR = re.compile(
    r"(?:%|\bsp ?o2\b|\bsats?\b|\bsaturat\w+|\bon)(?: \d+ ?%?)?(?: \w+)?(?: (?:on|in|at))? ?$", re.IGNORECASE
)


def is_illness(sentence: Sentence, mention: Mention) -> bool:
    """Whether letters of several senses are the illness here, from the words beside them."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    letters = mention.words
    if sentence.section == "examination" or re.match(_NEVER[letters], after, re.IGNORECASE):
        return False
    if letters == "RA" and _IN_AIR.search(before):
        return False
    return bool(
        re.search(_BEFORE[letters], before, re.IGNORECASE) or re.match(_AFTER[letters], after, re.IGNORECASE)
        or _is_item(sentence, before, after)
    )  # fmt: skip


def _is_item(sentence: Sentence, before: str, after: str) -> bool:
    """Whether the letters are a whole item of a list of illnesses: "PMH: HTN, PE, gout"."""
    listed = (
        sentence.section == "past_history" or sum(item.kind == "condition" for item in sentence.mentions) > 2
    )
    return listed and bool(
        re.search(r"(?:^|[,;:.)/&+] ?|\d[.)] ?)$", before) and re.match(r" ?(?:[,;.(/&+]|$)", after)
    )


def outside_brackets(sentence: Sentence, mention: Mention) -> Mention:
    """A mention without the denial of a bracket that was closed in front of it: "asthma (no admissions), depression"."""
    before = sentence.text[: mention.at]
    if mention.assertion.presence != "absent" or ")" not in before:
        return mention
    open_text = re.sub(r"\([^()]*\)", lambda found: " " * len(found.group()), before).lower()
    after = sentence.text[mention.to :].lower()
    denied = any(cue.lower() in open_text or cue.lower() in after for cue in mention.assertion.cues)
    said = mention.assertion
    return (
        mention
        if denied or not said.cues
        else mention._replace(assertion=replace(said, presence="present", cues=()))
    )


_TWO_QUESTIONS = re.compile(r"[^?]*\?[^?A-Za-z]*[A-Za-z]{3,}[^?]*\?")
_QUESTION_MARK = re.compile(r"(?<=[A-Za-z)])\?")


def outside_questions(sentence: Sentence, mention: Mention) -> Mention:
    """A mention without the answer to another question: "cancer? No  Heart disease? Yes, AF" has the fibrillation.

    A question that only the answer to the next one follows ("Medical problems?   Allergies? none") is left open.
    """
    said, text = mention.assertion, sentence.text
    if said.presence != "absent" or "?" not in text:
        return mention
    before, after = text[: mention.at].lower(), text[mention.to :].lower()
    if before.endswith((" ?", " ? ")):  # "no fracture ?DVT"
        return mention._replace(assertion=replace(said, presence="uncertain"))
    cues = [cue.lower() for cue in said.cues]
    places = [before.rfind(cue) + len(cue) for cue in cues if cue in before]
    if places and not _QUESTION_MARK.search(before, max(places)):
        return mention
    behind = [after.find(cue) + len(cue) for cue in cues if cue in after]
    if behind and not _TWO_QUESTIONS.match(text, mention.to, mention.to + min(behind)):
        return mention
    return mention._replace(assertion=replace(said, presence="uncertain" if behind else "present", cues=()))


_FURTHER = re.compile(
    r"\b(?:additional|further|other|second|another|synchronous) (?:tumou?rs?|neoplasms?)$", re.IGNORECASE
)
_LOCAL = frozenset({"mri", "ultrasound", "pathology"})


# What ends the words of a denial, or goes on with them: "no cancer pain", "no tumour board" deny something else.
_MAY_FOLLOW = re.compile(
    r" ?(?:$|[.,;:)(/|&+!\-\u2013\]\"']|[A-Z]|(?:or|and|nor|but|plus|prior|before|previously|earlier|(?:of|in|on) (?:her|his|their|the patient|own|any|note|record|file|the "
    r"(?:past|history|record))|known|that|she|he|they|pt|patient|except|apart|other|besides|aside|so|ever|to (?:date|her|his|the patient|pt)|up|than|which|has|have|had|until|till|as|"
    r"him|her|them|myself|personally|otherwise|reported|documented|recorded|noted|yet|thus|no|not|never|nil|since|diagnos\w+|dx|hx|history|elsewhere|allerg\w+|for|during|after|"
    r"under|with|while|when|because|whatsoever|"
    r"either|too|only|one|lump|tumou?r|sarcoma|illness|episode|are|were|is (?:this|the)|\d+ (?:years|yrs|y)|described|disclosed|"
    r"declared|admitted|mentioned|present|was (?:ever|reported|disclosed|mentioned)|at all)\b)"
)
_EXAMINED = re.compile(
    r"\b(?:biops\w+|specimens?|cytolog\w+|fna|histolog\w+|colonoscop\w+|gastroscop\w+|cystoscop\w+|\w+scopy|mammogra\w+|smears?|scans?|ct|mri|pet|uss|usg|ultrasound|"
    r"x-?rays?|cores?|nodes?|excis\w+|polyps?|adenomas?|\w*adenoma|lesions?|cysts?|nodules?|n(?:a)?evus|naevi|moles?|dysplasia|goitre|marrow)\b[^.;]*$",
    re.IGNORECASE,
)
# "Negative for malignancy, FNA of thyroid": a result whose specimen stands behind it.
_RESULT = re.compile(r"neg", re.IGNORECASE)
_OF_HISTORY = re.compile(r"\b(?:history|hx|pmhx?|past|previous\w*)\b", re.IGNORECASE)
_SPECIMEN_BEHIND = re.compile(
    r"[^.;]{0,40}\b(?:biops\w+|specimens?|cytolog\w+|fnac?|fine needle|histolog\w+|\w+scopy|mammogra\w+|smears?|scans?|ct|mri|pet|uss?|ultrasound|cores?|nodes?|polyps?|nodules?|washings?|"
    r"brushings?|aspirates?|fluid|effusion|ascites|marrow)\b",
    re.IGNORECASE,
)


def denies_no_cancer(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether the words deny no cancer of the patient's history: masses that a scan counts, a biopsy's result, "no cancer pain"."""
    if reading.document in _LOCAL and _FURTHER.search(mention.words):
        return True
    before = re.split(r"[.;](?!\d)", sentence.text[: mention.at])[-1]
    after = sentence.text[mention.to :]
    ended = mention.words.rstrip()[-1:] in ".,;"
    if _RESULT.match(mention.words) and _SPECIMEN_BEHIND.match(after) and not _OF_HISTORY.search(before):
        return True
    return not (ended or _MAY_FOLLOW.match(after)) or bool(_EXAMINED.search(before))


_LEFT_BLANK = re.compile(r"[ \t]*[:?][ \t_.-]*(?:\n[ \t]*[A-Za-z][\w /()-]{1,40}[:?]|\n[ \t]*\n|\s*$)")


# A label alone on its line, and the next line is another label or begins a sentence of its own.
_LABEL_ALONE = re.compile(
    r"[ \t]*:[ \t_.-]*(?:\n[ \t]*(?:[A-Z][\w /()-]{1,40}[:?]|(?:He|She|The|We|This|There|ECOG|PS|KPS|Weight|BP|Bloods|On exam\w*|O/E|Plan|Thank|I)\b)|\n[ \t]*\n|\s*$)"
)


def is_of_something_else(reading: Reading, sentence: Sentence, mention: Mention, concept: str) -> bool:
    """Whether it is an unanswered row's question, a tissue's, a scan's "studies" or a rule for everyone."""
    asked = sentence.ticked == "open" and mention.to <= sentence.cells[0][1]
    return (
        asked
        or is_of_tissue(reading, sentence, mention, concept)
        or is_of_picture(reading, mention)
        or is_no_study(reading, sentence, mention, concept)
        or (concept in OWN_DEED and is_of_everyone(sentence, mention))
    )


def is_left_blank(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether nobody answered: a line of the family history that the next line follows, an example, an option, a question for later."""
    blank = sentence.section == "family_history" and _LEFT_BLANK.match(reading.note.text, mention.end)
    text = reading.note.text
    alone = not text[text.rfind("\n", 0, mention.start) + 1 : mention.start].strip(" \t-*") and (
        _LABEL_ALONE.match(text, mention.end)
    )
    return bool(blank or alone) or is_only_talk(sentence, mention)


def trimmed(mention: Mention) -> Mention:
    """A mention without the mark that ended it: "PMH nil (" is "PMH nil"."""
    extra = len(mention.words) - len(mention.words.rstrip(" .;,()"))
    if not extra or mention.words.count("(") == mention.words.count(")") > 0:
        return mention
    words = mention.words[:-extra]
    return mention._replace(
        words=words,
        to=mention.to - extra,
        end=mention.end - len(mention.words.rstrip()) + len(words),
    )
