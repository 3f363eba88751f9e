"""Words that say of a drug or of rays that the course is under way, without a day: "week 3 of", "here for cycle 4"."""

import re

_RECEIVING = re.compile(
    r"\b(?:receiving|having|undergoing|taking|getting|on|under|(?:under|on) (?:treatment|therapy) with|(?:being )?treated with) (?:(?:her|his|the|adjuvant|palliative|neoadjuvant|weekly|oral) )*$",
    re.IGNORECASE,
)
_CURRENTLY_BEHIND = re.compile(
    r"^,? ?\(?(?:currently|at present|presently|at the moment|right now|for now|now|these days)\b(?! (?:stopped|finished|completed|off|on hold|held|ended|discontinued|planned))",
    re.IGNORECASE,
)
_STILL_ON = re.compile(
    r"\b(?:still|currently|presently|remains?|continues?|continuing|now|at present|stays?|maintained|established|stable|settled|doing well|well|kept|keeps|mid ?-?cycle|part ?-?way|half ?-?way) "
    r"(?:on|taking|receiving|having|undergoing)(?: (?:her|his|the|oral|daily|weekly|low ?-?dose|full ?-?dose|maintenance))* $",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"(?:^|[.;,(] ?|\b(?:and|he|she|pt|patient|now|also|currently|is) )(?:takes|taking) ?:? ?(?:(?:her|his|oral|daily) )*$",
    re.IGNORECASE,
)
_IN_PROGRESS = re.compile(
    r"^ ?[:=-]? ?(?:(?:is|are|currently|still|now|remains) )*(?:in progress|under ?-? ?way|on ?-? ?going|continuing|continues|being given|running|half ?-? ?way)\b",
    re.IGNORECASE,
)
_BEEN_ON = re.compile(
    r"\b(?:has|have|.s)(?: now| also| already)* been (?:on|taking|receiving|having|under) (?:(?:her|his|oral|the) )*$",
    re.IGNORECASE,
)
_FOR_SO_LONG = re.compile(
    r"^ (?:for|since|over) (?!.{0,60}\b(?:until|till|stopped|ended|but)\b)", re.IGNORECASE
)
_MEDS_BEFORE = re.compile(
    r"\b(?:meds|medications?|drugs|medicines|tablets|rx|prescriptions?)(?: (?:are|include|includes|on admission|at home|at present))* ?[:-]? ?(?:[^.;:]{0,60}, ?)?$",
    re.IGNORECASE,
)
_DOSE = re.compile(r"^ ?[\d.,]+ ?(?:mg|mcg|g)\b(?! ?/ ?m)", re.IGNORECASE)
_WEEK_OF = re.compile(
    r"(?:^|[,:;(-] ?|\b(?:on|in|at|now|is|her|his|of|the|today|currently) )(?:week|wk|day|fraction|cycle|#) ?\d{1,2} (?:of|on) (?:(?:her|his|the) )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# A later cycle for which somebody comes, or which is due, tells that the earlier ones were given of late.
_COMES_FOR = re.compile(
    r"\b(?:here|attend\w*|comes?|came|admitted|present\w*|in today|seen|review(?:ed)?|day ?-?case|elective admission|due|ready|proceed\w*|go ahead|"
    r"prior to|before|pre|assess\w*|ahead of|today)\b[^.;]{0,30}$",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"^[^.;]{0,14}\b(?:due|today|tomorrow|next week|this week|deferred|delayed|postponed)\b", re.IGNORECASE
)
_LATER_BEFORE = re.compile(
    r"(?:\b(?:cycle|cyc|c|course|dose|infusion)|#) ?(?:no\.? ?)?(?:[2-9]|1\d)(?:,? ?(?:d|day) ?\d{1,2})? ?(?:of )?(?:(?:her|his|the|adjuvant|palliative|neoadjuvant|weekly) )*$|"
    r"\b(?:second|third|fourth|fifth|sixth|[2-9](?:nd|rd|th)) (?:cycle|course|dose|infusion) (?:of )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_LATER_BEHIND = re.compile(
    r"^[ ,(-]*(?:(?:cycle|cyc|c|course|dose)|#) ?(?:no\.? ?)?(?:[2-9]|1\d)\b(?! (?:cycles|courses))",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"\b(?:stopped|completed|finished|discontinued|ended|ceased|last year|then|was|were|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_OFF = re.compile(r"\b(?:not|never|no longer|off|stopped|if|without)\b[^.;]{0,25}$", re.IGNORECASE)

# A dose, a rhythm or "ongoing" behind a drug's name: it is being taken.
_STRENGTH = r"(?:[\d.,]+ ?(?:mg|mcg|g|\u03bcg|iu|mu|mls?)\b(?: ?/ ?(?:m2|m\u00b2|kg))?[ ,x]*)"
_FORM = r"(?:(?:take |takes )?(?:(?:\d|\u00bd|one|two|three|four) ?)?(?:po|p\.o\.?|iv|im|s ?/ ?c|sc|tablets?|tabs?|caps?|capsules?|injections?|orally|oral|by mouth|f/c)\b[ ,|-]*)"
_RHYTHM = (
    r"(?:ongoing|continuous(?:ly)?|continuing|long ?-?term|od|o\.d\.?|bd|bid|b\.i\.d\.?|tds|tid|qd|qds|qid|nocte|mane|"
    r"(?:once |twice |three times |four times )?(?:a |per |every |each )?(?:daily|weekly|monthly|day|week|night|morning|other day)|q ?\d+ ?(?:/ ?\d+|d|w|wk|weeks?)|\d+ ?-? ?weekly|"
    r"take (?:\d|one|two|three|four)(?: (?:tablets?|capsules?))? (?:once |twice )?(?:daily|a day|per day|each day|every day)|(?:\d|one|two|three|four) (?:daily|a day|per day)|"
    r"\d ?x ?\d(?: ?/ ?(?:day|d|tag))?|\d-\d-\d(?:-\d)?|x ?\d ?/ ?(?:day|d)|x ?\d (?:daily|a day|per day|od|bd)|d(?:ays?)? ?\d{1,2} ?(?:-|to) ?\d{1,2}|/ ?(?:day|d|24h)|\d weeks on)"
)
_TAKEN = re.compile(
    rf"^(?![^.;]{{0,50}}(?:(?<!\d )(?<!\d)x ?\d{{1,2}}\b(?! ?/| daily| a day| per day| od| bd)|\d cycles\b))[ ,:(|-]*{_STRENGTH}?[ ,|-]*{_FORM}*(?:[-,:| ]*{_RHYTHM}(?![\w-]))",
    re.IGNORECASE,
)

# What is begun and not said to have ended goes on; and what pauses does not.
GOES_ON = re.compile(
    r"\b(?:ongoing|on ?-? ?going|continu(?:es?|ing|ous)|(?:remains?|still|stays|continues?) (?:on|taking)|to date|"
    r"(?:cycle|fraction|week|course|day|#) ?\d{1,2} ?(?:of|/) ?\d{1,2}|long ?-? ?term|metronomic|maintenance|so far|"
    r"(?:cycle|cyc|c|course|dose|#) ?\d{1,2} (?:\w+ )?(?:due|today|next|deferred|delayed|postponed)|next (?:dose|cycle|due|one)|ever since|since (?:diagnosis|relapse|"
    r"progression|surgery|his|her|the))\b",
    re.IGNORECASE,
)
ENDED = re.compile(
    r"\b(?:stopped|completed|finished|discontinued|ended|ceased|holiday|held|on hold|paused|interrupted|break|off|until|till|last|final|withdrawn|abandoned|suspended|none|nil)\b|"
    r"\b(?:PD|progress\w+|switched|changed to)\b",
    re.IGNORECASE,
)


def is_taken(after: str) -> bool:
    """Whether a dose with its rhythm stands behind a drug: "800 mg od", "1 tab twice daily", "200 mg 1-0-1"."""
    return bool(_TAKEN.match(after))


def is_going_on(before: str, after: str, *, talked: bool) -> bool:
    """Whether an undated course is under way: "receiving X currently", "week 3 of X", "here for X #4"."""
    if _OFF.search(before) or _OVER.search(after[:60]):
        return False
    later = _LATER_BEFORE.search(before[-40:]) or _LATER_BEHIND.match(after)
    if later and (_COMES_FOR.search(before[-70:]) or _DUE.match(after)):
        return True
    if _STILL_ON.search(before[-60:]) or _IN_PROGRESS.match(after):
        return True
    if (_BEEN_ON.search(before[-40:]) and _FOR_SO_LONG.match(after)) or (
        _MEDS_BEFORE.search(before[-80:]) and _DOSE.match(after)
    ):
        return True
    return not talked and bool(
        (_RECEIVING.search(before[-40:]) and _CURRENTLY_BEHIND.match(after))
        or _WEEK_OF.search(before[-50:])
        or _TAKES.search(before[-40:])
    )


def is_kept_on(after: str) -> bool:
    """Whether words in the same breath say that it goes on: "pazo, ongoing", "caelyx 30 mg/m2, cycle 5 due next week"."""
    goes_on = GOES_ON.search(after[:90])
    return bool(goes_on and not ENDED.search(after[: goes_on.end()]))
