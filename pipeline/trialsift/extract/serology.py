"""Results of tests that are named after the disease: a bare "HIV" says nothing until a result stands with it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from trialsift.extract.form import clause_of
from trialsift.extract.reading import Mention, Sentence
from trialsift.facts import Condition, Fact

TESTS = frozenset({"hiv", "hepatitis_b", "hepatitis_c", "hepatitis", "blood_borne_virus", "pregnancy"})
# Germs that are looked for, caught and vaccinated against; what is only looked for is no illness.
CAUGHT = frozenset({"infection", "tuberculosis"})
_LOOKED_FOR = re.compile(
    r" (?:\w+ )?(?:screen\w*|swabs?|tests?|testing|results?|serology|pcr|cultures?|titres?|ig[gm]|antibod\w+|quantiferon|immunity|status|contacts?|exposure)\b",
    re.IGNORECASE,
)
_MET = re.compile(
    r"\b(?:expos(?:ed|ure) to|contacts? (?:with|of)|immune to|immunity (?:to|against)|vaccin\w+|swabs? for|test(?:ed|ing)? for) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# Hepatitis of a known cause that is no virus is an illness and no test.
_INFLAMED = re.compile(
    r"\b(?:alcohol\w*(?: (?:related|induced))?|auto ?-?immune|immune(?: (?:mediated|related))?|drug(?: induced)?|toxic|isch(?:a)?emic|acute|chronic(?: active)?|infective|"
    r"radiation)[ -]*(?:hepatitis)?$",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    r"^[^.;]{0,30}\b(?:as an? (?:child|boy|girl|teenager|student)|in childhood|in (?:19|20)\d\d|aged? \d|full(?:y)? recover\w*|recovered)\b",
    re.IGNORECASE,
)
_NEGATIVE = (
    r"(?:neg(?:ative|s)?\b|non ?-? ?reactive\b|nonreactive\b|not (?:been )?(?:detected|reactive)\b|no evidence of (?:infection|virus|hepatitis|hiv)\b|"
    r"non ?-? ?reagente?\b|n[eé]gati[fv]e?\b|below (?:the )?(?:(?:lower|detection|detectable|quantification|assay) )*(?:limits?|threshold)|"
    r"lower than (?:the )?detection|not infected\b|never infected\b|"
    r"n[aã]o ?-? ?reagente\b|undetected\b|un ?detectable\b|"
    r"seronegative\b|inconspicuous\b|unauff[aä]llig\b|(?:all )?(?-i:NR)\b|excluded\b|(?<!otherwise )(?<!else )(?<!else: )nil\b(?! else)|clear\b|- ?ve\b|(?<!\+)(?<!\+ )ve\b|"
    r"\(-\)|< ?\d|none\b|absent\b|negativ\w*|normal\b|unremarkable\b)"
)
_POSITIVE = (
    r"(?:genotype\b|svr ?\d*\b|sustained virolog\w+|"
    r"(?:completed|finished|after|received) (?:\w+ )?(?:sofosbuvir|ledipasvir|glecaprevir|elbasvir|epclusa|harvoni|maviret|mavyret|zepatier|interferon|ribavirin|daas?\b|direct)\w*|"
    r"pos(?:itive)?\b|reactive\b|reagente?\b|detected\b|detectable\b|seropositive\b|antiretroviral\w*|on (?:haart|art|cart)\b|viral load\b|infection\b|infected\b|"
    r"(?:since|diagnosed(?: in)?|dx ?'?d?(?: in)?) (?:\w+ )?(?:19|20)\d\d\b|carrier\b|known\b|\+ ?ve\b|\(\+\)|\+(?= ?(?:since|on|[,.;)]|$))|\bpositiv\w*|on (?:entecavir|"
    r"tenofovir|lamivudine|treatment|rx|tx|therapy|meds|medication|tdf|tld|dtg|dolutegravir)\b|"
    r"treated\b|cleared\b|eradicated\b|cured\b)"
)
_UNTESTED = (
    r"(?:not (?:been )?(?:determined|tested|done|known|available|checked|sent|requested|performed|recorded|documented|indicated|required)\b|unknown\b|"
    r"awaited\b|awaiting\b|pending\b|to be (?:sent|done|checked|tested)\b|to follow\b|requested\b|declined\b|refused\b|sent\b|offered\b|outstanding\b|"
    r"equivocal\b|indeterminate\b|see (?:below|comment)\b|n/a\b|not applicable\b)"
)
_VIRAL_LOAD = re.compile(
    r"^(?:(?!\b(?:neg|non|not|hbv|hcv|hep|hbsag)|- ?ve)[^.;]){0,60}(?:\b(?:vl|viral load)\b|"
    r"\b(?:on|takes|taking|started) (?:art|cart|haart|antiretrovirals?|biktarvy|triumeq|dolutegravir\w*|tld|atripla|genvoya|dovato|truvada)\b)",
    re.IGNORECASE,
)
_RESULT = re.compile(
    rf"\b(?P<none>{_UNTESTED})|(?<!\w)(?P<no>{_NEGATIVE})|(?<!\w)(?P<yes>{_POSITIVE})", re.IGNORECASE
)
_BEFORE = re.compile(
    r"\b(?:known(?: (?:case|patient|carrier|to have|with))?(?: of)?|k ?/ ?c ?/ ?o|kco|case of|has|have|had|having|chronic|(?:diagnosed|dx ?'?d?)(?: with| as)?|diagnosis of|"
    r"lives with|living with|infected with|"
    r"background(?: history)? of|(?:suffers|suffering) from|comorbid|co ?-? ?infected with|carrier of|(?:man|woman|lady|gentleman|male|female|patient|pt|person|old|"
    r"[0-9][mf]) with|(?:history|hx) of|h ?/ ?o|"
    r"treated for|currently|active|acute|previous|past|prior|is|\d+ weeks?)(?: an?)?(?: (?:chronic|active|currently|acute|known))? ?$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"\b(?:(?P<yes>positive|reactive)|(?P<no>negative)) (?:for )?(?:urine |serum |a )?$", re.IGNORECASE
)
_OPTIONS = re.compile(
    r"\b(?:neg(?:ative)?|non reactive|no) ?[/|] ?(?:pos(?:itive)?|reactive|yes)\b|\bpos(?:itive)? ?[/|] ?neg",
    re.IGNORECASE,
)
# "NR (HIV, HBsAg, HCV)", "Negative: HIV, HCV", "negative serology for HIV, HCV": the result stands before the list.
_RESULT_FIRST = re.compile(
    rf"(?<!\w)(?:(?P<no>(?:{_NEGATIVE}|(?-i:NR\b)))|(?P<yes>pos(?:itive)?\b|reactive\b|\+ ?ve\b)) ?"
    r"(?:(?:for )?[(:\[] ?[^()\[\]:]{0,60}|(?:(?:viral |virus )?(?:serolog\w+|tests?|screen\w*|results?|markers?|antibod\w+) )?(?:for|to|of) [^()\[\]:.;]{0,60})$",
    re.IGNORECASE,
)
# What was not found is a document: "HIV: not found in chart", "no hepatitis screen on file".
_RESULT_BEFORE = re.compile(
    r"(?<!\w)(?:neg(?:ative)?|non ?-? ?reactive)(?:[ /,&-]+(?:hiv|hbv|hcv|hep(?:atitis)?|hbsag|anti|[abc12]|and|or))*[ /,&-]+$",
    re.IGNORECASE,
)
_NO_DOCUMENT_AFTER = re.compile(
    r"^[^.;]{0,40}?\b(?:(?:not|never|can ?not be|could not be|n.t be|none) (?:been )?(?:found|located|traced|seen|on (?:file|record)|in (?:the )?(?:chart|file|notes|records?|system))|"
    r"no (?:results?|records?|reports?|documents?|documentation|data|entry)|(?:results?|reports?|records?) (?:missing|not)|missing|untraceable|"
    r"on (?:file|record)|in (?:the |his |her )?(?:chart|notes|file|records?))\b",
    re.IGNORECASE,
)
_NO_DOCUMENT_BEFORE = re.compile(
    r"\b(?:no|without|cannot find|could not find|unable to find|can.t find|no record of|not? (?:find|see)) (?:an?y? |recent |previous |old |prior |documented |valid |"
    r"(?:hiv|hepatitis|hbv|hcv|hep|b|c|and|or|/|,) ?)*$",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(
    r"(?:test\w*|serolog\w+|screen\w*|panel|markers|status|results?|virology|reports?)$", re.IGNORECASE
)
_A_RESULT = re.compile(
    r" (?:\w+ )?(?:tests?|serolog\w+|screen\w*|panel|results?|reports?|status)\b", re.IGNORECASE
)
# "HIV/HBV/HCV -/-/-": as many signs as names, in their order.
_SIGN = r"(?:neg|pos|nr|[-+])"
_SIGN_ROW = re.compile(
    rf"(?<![\w/])(?P<names>[A-Za-z][\w-]*(?: ?/ ?[A-Za-z][\w-]*){{1,4}}) ?[:=]? ?(?P<signs>{_SIGN}(?: ?/ ?{_SIGN}){{1,4}})(?![\w/])",
    re.IGNORECASE,
)
_NEVER_TESTED = re.compile(
    r"\b(?:never|not|n.t) (?:been |yet )*(?:tested|screened|checked|asked) (?:for|about) (?:[\w/]+ ?,? ?(?:and |or )?){0,3}$",
    re.IGNORECASE,
)
# Antibodies to the surface or core antigen tell of vaccination or a past infection, not of a present one.
_IMMUNITY = re.compile(
    r"\b(?:anti ?-? ?hb[sc]|hb[sc] ?ab|hbe ?ab|anti ?-? ?hbe|(?:surface|core)(?: total| igg)? (?:antibod\w+|abs?\b)|isolated core|total core|"
    r"immune(?! (?:or|and|system|problems?|disorders?|diseases?|defici\w+|suppress\w+|compromis\w+|"
    r"conditions?|status|tolerant|tolerance|active|clearance|escape|control))|immunity|vaccin\w+|immuni[sz]\w+)\b",
    re.IGNORECASE,
)


# A virus that is counted is there: "HBV-DNA: 4.61E+06 IU/mL", "HCV RNA 1.2 million IU/mL".
_COUNTED = re.compile(
    r"^[ :=|(-]{0,4}(?:(?:level|load|quantitative|quant|pcr|was|is|of|at|now|today|result)\b[ :=]{0,3}){0,4}"
    r"[1-9][\d.,]{0,12}(?: ?(?:e[+ ]{0,2}\d{1,2}|[x*\u00d7] ?10 ?\^? ?\d{1,2}|million|mio\b\.?|log(?:10)?))? ?(?:iu|copies|cps?|ui|ie|geq)\b",
    re.IGNORECASE,
)
_CLEARED = re.compile(
    r"\b(?:undetect\w+|not detect\w+|cleared|eradicated|cured|svr\w*|below)\b", re.IGNORECASE
)
_E_ANTIGEN = re.compile(r"\b(?:hbe ?-? ?ag|hbeag|(?:hep(?:atitis)? b )?e ?-? ?antigen)$", re.IGNORECASE)
_E_NEGATIVE = re.compile(
    r"\b(?:hbe ?-? ?ag|e ?-? ?antigen|hbe|e)[ -]*neg(?:ative)?[ -]*(?:chronic )?$", re.IGNORECASE
)
_ANTIBODY = re.compile(r"\b(?:ab|abs|antibod\w+|anti)\b", re.IGNORECASE)
_GENOME_TEST = re.compile(r"\b(?:dna|rna|pcr|viral load|vl)$", re.IGNORECASE)
_GENOME = re.compile(r"\b(?:rna|pcr|viral load|vl)\b", re.IGNORECASE)


def past_infections(facts: Sequence[Fact]) -> list[Fact]:
    """The same facts; antibodies to hepatitis C tell of a past infection where the note finds no virus.

    CDC guidance: reactive antibody without detectable RNA is no current infection.
    """
    cleared = any(
        _is_of(fact, "hepatitis_c", "absent") and _GENOME.search(fact.evidence[0].quote) for fact in facts
    )
    if not cleared:
        return list(facts)
    return [
        replace(fact, time="past", value=replace(fact.value, status="resolved"))
        if _is_of(fact, "hepatitis_c", "present") and _ANTIBODY.search(fact.evidence[0].quote)
        else fact
        for fact in facts
    ]


def _is_of(fact: Fact, concept: str, presence: str) -> bool:
    return isinstance(fact.value, Condition) and fact.value.concept == concept and fact.presence == presence


def is_inflamed(sentence: Sentence, mention: Mention) -> bool:
    """Whether "hepatitis" is an illness that was had ("alcoholic hepatitis", "hepatitis A as a child") and not a test's name."""
    if mention.value != "hepatitis":
        return False
    words = sentence.text[: mention.at] + mention.words
    named = re.search(r"hep(?:atitis)? [ae]$", mention.words, re.IGNORECASE)
    return bool(_INFLAMED.search(words) or (named and _LONG_AGO.match(sentence.text[mention.to :])))


def is_looked_for(sentence: Sentence, mention: Mention) -> str:
    """For a germ that is tested for or met: the result, "unknown" where none is given; "" for an infection that is had."""
    after = sentence.text[mention.to :]
    if _MET.search(sentence.text[: mention.at]):
        return "unknown"
    looked = _LOOKED_FOR.match(after)
    if not looked:
        return ""
    found = _RESULT.search(clause_of(sentence, mention)[1][looked.end() : looked.end() + 40])
    if found is None or found["none"]:
        return "unknown"
    return "absent" if found["no"] else "present"


_POSITIVE_FOR = re.compile(r"(?<!not )\bpositive for (?:[\w/]+(?: ?[,&] ?| and(?: |$)))*$", re.IGNORECASE)
# "Serology negative" is the viruses'; "coeliac serology", "hepatitis serology" name their own.
_BARE_SEROLOGY = re.compile(
    r"(?:^|[^\w ] ?|\b(?:viral|virus|routine|all|full|his|her|the|and|with|bloods?|bbv|screening|pre ?-? ?op|trial|baseline)[ -])$",
    re.IGNORECASE,
)


_ANY_VIRUS = re.compile(
    r"virology|virals|virus (?:serology|tests)|viral (?:studies|panel|bloods|tests|workup)|triple serology|"
    r"infecti\w+ .*|chronic .*",
    re.IGNORECASE,
)
_OF_ANOTHER_PLACE = re.compile(
    r"\b(?:respiratory|nas\w+|throat|csf|lumbar|stool|swabs?|urine|influenza|flu|rsv|covid|sars|norovirus|enteric|gastro\w*|sputum|bronch\w+|"
    r"herpes|hsv|vzv|zoster|cmv|ebv|hpv|mumps|measles|tumou?r|crp|procalcitonin|cultures?|wound|stump|graft|bone|joint|prosthe\w+|chest)\b",
    re.IGNORECASE,
)


def is_another_serology(sentence: Sentence, mention: Mention) -> bool:
    """Whether bare "serology" is one of another illness, or a panel of viruses that are not carried in the blood."""
    if _ANY_VIRUS.fullmatch(mention.words) and (
        _OF_ANOTHER_PLACE.search(sentence.text[: mention.at][-40:])
        or _OF_ANOTHER_PLACE.search(re.split(r"[;.]", sentence.text[mention.to :])[0][:60])
    ):
        return True
    bare = mention.words.lower() in {"serology", "serologies"}
    named = sentence.text.startswith(" for ", mention.to)
    return bare and (named or not _BARE_SEROLOGY.search(sentence.text[: mention.at]))


def result_to(sentence: Sentence, mention: Mention) -> int:
    """Where the result behind a test's name ends in the sentence's text; the name's own end where none follows."""
    found = _RESULT.search(clause_of(sentence, mention)[1][:120])
    return mention.to + found.end() if found else mention.to


def is_immunity(sentence: Sentence, mention: Mention) -> bool:
    """Whether a test is of antibodies that tell of vaccination or the past: "Anti-HBs | Positive"."""
    before, after = clause_of(sentence, mention)
    lead = before or sentence.text[max(0, mention.at - 12) : mention.at]
    behind = re.split(r"[,;]", after[:30])[0]
    if after[30:].strip():  # "a problem with your immune" is cut off before what is immune
        behind = re.sub(r"\bimmune? ?$", "", behind)
    if given := _RESULT.search(behind):
        behind = behind[: given.end()]  # "HBsAg negative (immune)"
    answered = max((found.end() for found in _RESULT.finditer(lead)), default=0)
    lead = lead[answered:]  # "HBsAb (+) anti-HCV (-)": the sign is another test's
    own = re.split(r"[,;]", lead)[-1] + " " + mention.words + behind
    return bool(_IMMUNITY.search(own[-90:]))


# "S/CO 0.08 (<1.00 negative)": a measured value and the limit below which it is negative.
_MEASURED = re.compile(
    r"^[ .:|]*(?:s ?/? ?co|coi|index|ratio)? ?(?P<value>\d+(?:\.\d+)?) ?(?:s ?/? ?co|coi|iu/ml)? ?[(\[] ?(?:neg\w* ?)?(?:<|0(?:\.0+)? ?-) ?(?P<limit>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def _in_row(sentence: Sentence, mention: Mention) -> str | None:
    """The sign of a name in a row of names that a row of signs answers."""
    for row in _SIGN_ROW.finditer(sentence.text):
        signs = row["signs"].lower().split("/")
        if row.start("names") <= mention.at < row.end("names") and len(signs) == row["names"].count("/") + 1:
            sign = signs[sentence.text.count("/", row.start(), mention.at)].strip()
            return "present" if sign in {"+", "pos"} else "absent"
    return None


def is_e_antigen(mention: Mention) -> bool:
    """Whether a test is of hepatitis B's e antigen, which tells how active a hepatitis is and not whether there is one."""
    return bool(_E_ANTIGEN.search(mention.words))


def is_no_document(sentence: Sentence, mention: Mention) -> bool:
    """Whether it is a test's paper that was looked for and not found, and not the virus: "HIV: not found in chart"."""
    before, after = clause_of(sentence, mention)
    if missing := _NO_DOCUMENT_AFTER.match(after):
        return not _RESULT.search(after[: missing.end()])
    named = _DOCUMENT.search(mention.words) or _A_RESULT.match(after)
    return bool(named and _NO_DOCUMENT_BEFORE.search(before) and not _RESULT.search(after[:60]))


def result_of(sentence: Sentence, mention: Mention) -> str | None:
    """ "absent" for a negative result, "present" for a positive one or a named infection; None when none is given.

    In a list the nearest result after the name counts: "HIV, HBsAg negative", "HIV neg  HBsAg pos".
    """
    before, after = clause_of(sentence, mention)
    said = mention.assertion.presence
    if in_row := _in_row(sentence, mention):
        return in_row
    if measured := _MEASURED.match(after):
        return "absent" if float(measured["value"]) < float(measured["limit"]) else "present"
    if (
        _OPTIONS.search(after)
        or is_immunity(sentence, mention)
        or _NEVER_TESTED.search(before)
        or is_no_document(sentence, mention)
    ):
        return None
    if re.search(r"\bpositive\b", mention.words, re.IGNORECASE):
        denied = re.search(r"\b(?:not|no|never|denies)\b(?: \w+){0,3} ?$", before, re.IGNORECASE)
        return "absent" if denied else "uncertain" if said == "uncertain" else "present"
    found = _RESULT.search(after[:120])
    if found and found["none"]:
        return None
    if not found and (first := _RESULT_FIRST.search(before)):
        return "absent" if first["no"] else "present"
    if not found and _RESULT_BEFORE.search(before) and not _E_NEGATIVE.search(before):
        return "absent"
    if said == "uncertain":
        return said
    if _is_counted(mention, after):
        return "present"  # a load is counted in those who have the virus
    return _of_words(before, mention, found)


def _is_counted(mention: Mention, after: str) -> bool:
    """Whether a number of viruses stands behind the name, and nothing that took them away again."""
    if mention.value == "hiv" and _VIRAL_LOAD.match(after):
        return True
    counted = _GENOME_TEST.search(mention.words) and _COUNTED.match(after)
    return bool(counted and not _CLEARED.search(after[counted.end() :]))


def _of_words(before: str, mention: Mention, found: re.Match[str] | None) -> str | None:
    """What the result behind a name, the words before it and the denials around it say together."""
    said = mention.assertion.presence
    if mention.value == "pregnancy" and (led := _LED.search(before)):
        return "present" if led["yes"] else "absent"
    if found and mention.words.lower() == "pregnancy" and (found["no"] or "").lower() == "normal":
        return None  # a pregnancy that is normal
    if found:
        return "absent" if found["no"] or said == "absent" else "present"
    if said == "absent":
        return said
    positive = (
        _BEFORE.search(before)
        or _POSITIVE_FOR.search(before)
        or re.search(
            r"^chronic |\b(?:positive|positivity|infections?|infected|diseases?|illness|carriage|carrier(?: state| status)?|hcg positive)$",
            mention.words,
            re.IGNORECASE,
        )
    )
    return "present" if positive else None
