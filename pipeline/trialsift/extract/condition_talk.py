"""What is only talk of an illness, and what was looked into and found not to be so.

An example on a form, the options to choose from, a rule of a trial and a question for later state nothing.
"""

import re

from trialsift.extract.condition_status import concept_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence

# "Past history (e.g. asthma, gout):", "any illness (such as gout): ____": what a form offers as an example.
_EXAMPLE_BEFORE = re.compile(
    r"(?:\(|^\W*|: ?|\. ?)(?:e ?\. ?g ?\.?|eg|for example|for instance|such as|i ?\. ?e ?\.?|incl(?:uding)?\.?)[:,]? [^().;]*$",
    re.IGNORECASE,
)
_EXAMPLE_AFTER = re.compile(
    r"^[^().;]*(?:\) ?(?:$|[:?_]|_{2,})|_{2,}|\? ?$|$| (?-i:(?:The|He|She|We|ECOG|Weight|Bloods) ))"
)
_CHOICE = quick(
    r"\b(?:(?:please |pls )?(?:circle|tick|select|choose|underline|delete|highlight|mark|ring)(?: (?:all|any|one|those|which|what|that|as|the|box|boxes|appropriate|relevant|"
    r"applies|apply|applicable)){0,6}) ?: [^.;]*$",
    re.IGNORECASE,
)
_RULE = quick(
    r"\b(?:do not|don.t|not to|cannot|can.t|should not|must not|may not|never) (?:be )?(?:enrol\w*|includ\w+|recruit\w*|randomi[sz]\w+|register\w*|approach)\b[^.;]{0,60}$|"
    r"\b(?:protocol|eligibility|criteri\w+|trial|study|inclusion|exclusion)(?: \w+)? ?: (?:no|must|not|without|absence|free)\b[^.;]{0,60}$|"
    r"\b(?:contra ?-? ?indications?|criteri\w+|exclusions?)(?: (?!(?:met|fulfilled)\b)\w+){0,2} ?: [^.;]{0,80}$|\bcontra ?-? ?indicated (?:in|with) [^.;]{0,60}$|"
    r"\bno (?:patients|participants|subjects|women|men) (?:with|who) [^.;]{0,60}$|\bnot (?:licen[sc]ed|indicated|approved|recommended|advised|suitable|safe) (?:in|"
    r"for|with) [^.;]{0,40}$|"
    r"\b(?:patients|people|women|men|users|cases|those) (?:(?:may|can|will|might|often|sometimes) )?(?:get|develop|suffer|experience|die (?:of|from)) [^.;]{0,40}$|"
    r"\b(?:very )?(?:common|rare|uncommon|frequent|occasional)(?: side effects?)? ?: [^.;]*$|"
    r"\b(?:eligible|suitable|fit|can (?:start|enter|join|proceed|go)|may (?:start|enter|join)|proceed|enrol\w*)\b[^.;]{0,30}\b(?:if|provided|as long as|only if|unless|once|"
    r"subject to) [^.;]{0,60}$",
    re.IGNORECASE,
)
_MUST_NOT = quick(
    r"\b(?:must|should|may|shall) not (?:be(?:come)?|get|fall|have|conceive)(?: \w+){0,2} $|\bnot to (?:become|get|fall) $",
    re.IGNORECASE,
)
_OPERATIONS = frozenset({"sterilisation", "contraception"})
_ONLY_OFFERED = re.compile(
    r"^ (?:was |is |has been |were )?(?:also )?(?:discussed|offered|considered|declined|advised|recommended|planned|booked|refused|suggested|not done|not wanted)\b",
    re.IGNORECASE,
)
_AS_A_BABY = re.compile(r"^ (?:(?:him|her)self )?as an? (?:baby|infant|child)\b", re.IGNORECASE)
_LISTED_EFFECTS = quick(
    r"\b(?:side[ -]?effects?|risks?(?! factors?)|"
    r"(?:possible|potential|known|common|frequent|rare|serious|main|expected) (?:adverse (?:effects?|events?)|complications?))"
    r"(?: (?!(?:of|from|after) )\w+){0,3} ?(?::|incl ?\.|including|are|were) ?[^.;]{0,90}$",
    re.IGNORECASE,
)
_ASKS = quick(
    r"\b(?:insurance|insurer|form|questionnaire|sponsor|gp letter|letter|trial|study) (?:also )?asks? (?:about|for|whether|if|after)\b[^.;]{0,60}$|"
    r"(?:^|[:;,.] ?)(?:please |pls |kindly |to |also |plan ?: ?)*(?:ask|enquire|inquire|clarify|check)(?: (?:him|her|pt|patient|gp|family|again|further))* (?:about|re|regarding|after|whether|if|"
    r"for)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
# "We talked about stroke", "he asked about fits": a subject of the talk; "her diabetes" is one that she has.
_SUBJECT = quick(
    r"\b(?:talk(?:ed|ing)?|spoke|spoken|chat(?:ted)?|ask(?:ed)?|enquired|inquired|counsell?ed|educat(?:ed|ion)|question(?:s|ed)?|advi[cs]ed?|inform(?:ed|ation))(?: (?:him|her|"
    r"them|me|us|with \w+|again|today|also))* (?:about|on|regarding|re|concerning) (?:[\w'-]+(?: ?,| and| or) )*$",
    re.IGNORECASE,
)
_ANSWERED = re.compile(
    r"^[^.;]{0,30}?(?:[:?,-] ?|\b(?:and|but) )(?:yes|no|none|nil|never|negative|positive|denie[sd]|he |she |they |pt |patient )",
    re.IGNORECASE,
)
# "Any stroke within 3 months": a criterion or a question without its answer.
_COURSE = re.compile(
    r"\b(?:course|lecture|seminar|training|study day|workshop|nurse specialists?|specialist nurses?|cns) (?:on|for|in|about) $",
    re.IGNORECASE,
)
_LIST_OF_NAMES = re.compile(
    r"\b(?:checklist|template|proforma|drop ?-? ?down|menu|headings?|prompts?) ?: [^.;:]{0,120}$",
    re.IGNORECASE,
)
_NO_MARK = re.compile(r"^ ?(?:$|[,/)](?! ?(?:no|yes|nil|none)\b))", re.IGNORECASE)
_ANY = re.compile(
    r"(?:^|[.:;] ?|\d[.)] ?)any (?:(?:history|hx|known|prior|previous|active|recent|evidence|of|current|other|serious) )*$",
    re.IGNORECASE,
)
_AWAITED = re.compile(r"\bawait(?:s|ing)? (?:(?:the|his|her|results?|of) )*$", re.IGNORECASE)
_TICKED_BEFORE = re.compile(r"(?:[\[(] ?[xX\u2713\u2714*] ?[\])]|[\u2611\u2612\u2713\u2714\u25a0]) ?$")
_STATUS_TO_COME = quick(
    r"\b(?:will|to|must|should|please|pls|need(?:s)? to|going to|plan to) (?:re ?-? ?)?(?:check|clarify|establish|confirm|determine|find out|chase|request|send) [^.;]{0,40}$",
    re.IGNORECASE,
)
_STATUS = re.compile(r"^[^.;,]{0,20}\b(?:status|serolog\w+|result|titres?|screen|test)\b", re.IGNORECASE)
_UNSETTLED = re.compile(
    r"^[ :(-]*(?:please (?:specify|state|give|describe|list|detail)|if (?:yes|so)\b)|^ (?:is|are|was|would be|counts as) an? (?:exclusion|inclusion|contra\w+|stopping)\b|"
    r"^ (?:would |will |may |might |should )?(?:excludes?|preclude[sd]?|bars?|disqualif\w+) (?:him|her|them|you|from|patients?|people|entry|enrol\w*|participation)\b|"
    r"^ ?(?:: ?\?(?= *$| +(?-i:[A-Z]))|\((?:unconfirmed|not confirmed|unverified|to be confirmed|tbc|\?+)\)|[, ](?:is |are |remains? )?(?:unclear|uncertain|undetermined|"
    r"unverified)\b(?! (?:a?etiology|cause|origin|significance|stage|type)))",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"^ ?[:?.]*[ _]*(?:y(?:es)?[ \t]+no?|no?[ \t]+y(?:es)?)(?! ?[:=(\[])[ _]*(?:$|[.;,)]|(?= (?-i:[A-Z])))",
    re.IGNORECASE,
)

# "Investigated for angina, which was excluded", "work-up for myeloma was negative", "tested for TB: negative".
_LOOKED_INTO = quick(
    r"\b(?:investigat\w+|work(?:ed)? ?-? ?up|test(?:ed|ing|s)?|screen(?:ed|ing)?|evaluat\w+|assess(?:ed|ment)|check(?:ed|s)?|examin\w+|studied|explored|looked) (?:for|regarding|as to|into) "
    r"(?:(?:a|an|any|possible|suspected|underlying|\?) ?)*(?:[\w'-]+(?: [\w'-]+){0,3}(?: ?,| and| or) )*$",
    re.IGNORECASE,
)
_AND_FOUND_NOT = re.compile(
    r"^(?:[^.;]{0,40}?(?:,? (?:which|and (?:this|it|both|all|these)|both|all|this) (?:was|were|has been|have been|is|are|came back|turned out|proved)?|(?: which)? (?:was|were|"
    r"is|has been|came back)| ?:| ?-|,) ?)"
    r"(?:all |both |later |then |subsequently |fortunately |completely |entirely |found to be )*(?:excluded|ruled out|negative|neg\b|normal|clear|unremarkable|not (?:confirmed|"
    r"found|present|the case)|discounted|disproved)",
    re.IGNORECASE,
)
_MISTAKEN = re.compile(
    r"^[^.]{0,50}?(?:[,;:(-]|\bbut|\band) ?(?:but )?(?:(?:this|which|that|it|the (?:label|diagnosis|entry))(?: \w+)? (?:was|is|were|proved|turned out|has been shown)(?: later|"
    r" since| then)?(?: to be)? (?:in |an? |the )?"
    r"(?:error|mistake|wrong|incorrect|erroneous|mistaken|unfounded|false|not (?:to be )?(?:so|the case|true|correct|right))\b|"
    r"(?:the )?diagnosis (?:was |has been |since |then |later )*(?:removed|withdrawn|revoked|refuted|retracted|dropped|overturned|rejected)\b)",
    re.IGNORECASE,
)
_ENTERED_WRONGLY = re.compile(
    r"^[ ,;:(-]{1,3}(?:was |is )?(?:entered|listed|recorded|coded|added|documented|noted) (?:in error|by mistake|wrongly|erroneously)\b",
    re.IGNORECASE,
)


def is_only_talk(sentence: Sentence, mention: Mention) -> bool:
    """Whether a name stands as an example, an option, a rule, a listed side effect or a question for later."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    if (
        mention.assertion.presence != "absent"
        and _EXAMPLE_BEFORE.search(before)
        and _EXAMPLE_AFTER.match(after)
    ):
        return True
    if _TICKED_BEFORE.search(before):
        return False
    if (
        isinstance(mention.value, str)
        and mention.assertion.presence == "present"
        and (
            _AWAITED.search(before)
            or _COURSE.search(before)
            or (_LIST_OF_NAMES.search(before) and _NO_MARK.match(after))
            or (_SUBJECT.search(before) and not _ANSWERED.match(after))
            or (_ANY.search(before) and not _ANSWERED.match(after))
        )
    ):
        return True
    if concept_of(mention) in _OPERATIONS and _ONLY_OFFERED.match(after):
        return True
    if concept_of(mention) == "breast_feeding" and _AS_A_BABY.match(after):
        return True
    return bool(
        _CHOICE.search(before)
        or _MUST_NOT.search(before)
        or _RULE.search(before)
        or _LISTED_EFFECTS.search(before)
        or _ASKS.search(before)
        or _UNSETTLED.match(after)
        or _OPTIONS.match(after)
        or (_STATUS_TO_COME.search(before) and _STATUS.match(after))
    )


def is_found_not_so(sentence: Sentence, mention: Mention) -> bool:
    """Whether it was looked into and excluded, or the label was a mistake."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    if _ENTERED_WRONGLY.match(after) or _MISTAKEN.match(after):
        return True
    return bool(_LOOKED_INTO.search(before) and _AND_FOUND_NOT.match(after))
