"""Whether a patient will come: what stands around the visits, scans and schedules that a note names.

A rule of the pack finds the visits; who agrees to them, declines them or has still to decide is told before them
("happy with", "will not come for") or behind them (": agreed", "would be too much").
"""

import re

from trialsift.extract.form import is_unanswered
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.told import Said, Told

_CONCEPT = "willing_to_comply"
_NEAR = 110  # characters before and behind the visits that are looked at
_CLINIC = frozenset({"clinic", ""})

_NO_OBJECTION = (
    r"(?:no|without|not any) (?:(?:any|real|major|particular) )?(?:objections?|problems?|hesitations?|trouble|bother|reservations?|worries|qualms|"
    r"resistance|difficult(?:y|ies)|second thoughts)"
)
# What somebody says who will come. Words that only foresee ("will", "can") need all visits, not one.
_READY = (
    r"(?:assurances?|gave (?:his|her) word|willing|happy|glad|keen|prepared|ready|content|comfortable|fine|okay|ok|agreeable|amenable|committed|motivated|determined|"
    r"eager|in agreement|on board|in favour|disposed|"
    r"agree[sd]?|agreeing|agreement|accept(?:s|ed|ing|ance)?|promise[sd]?|pledge[sd]?|commits|commitment|undertakes?|undertook|vow(?:s|ed)|assure[sd]?|"
    r"guarantee[sd]?|confirm(?:s|ed)?|consents?|consented|approve[sd]?|"
    r"intends?|wants|wishes|signs? up|signed up|keeps to|sticks to|says yes|said yes|readiness|willingness|"
    r"cooperat(?:es?|ive|ing)|complies|compliant|adherent|respects?|observes?|does not mind|doesn.t mind|"
    + _NO_OBJECTION
    + r")"
)
_FORESEEN = r"(?:will|.ll|would|can|could|shall|is able|able|is going|be able)"
_FILLER = (
    r"(?:to|for|with|about|of|at|in|on|that|the|his|her|their|all|us|me|him|herself|himself|he/she|he|she|they|and|or|able|willing|happy|prepared|ready|treatment|"
    r"therapy|radiotherapy|chemotherapy|surgery|both|"
    r"will|would|can|is|are|be|being|been|there|present|by|phone|telephone|email|today|verbally|fully|also|always|again|own|it|this|need|having|"
    r"attend(?:s|ing|ance)?|come|comes|coming|turn|turning|up|show|showing|return(?:ing)?|appear|undergo(?:ing)?|have|do|doing|keep|keeping|make|making|manage|"
    r"complete|completing|follow|following|"
    r"comply(?:ing)?|compliance|adhere|adherence|stick|sticking|take|taking|part|participate|participation|go|going|through|back|travel|put|submit|respect|observe|available|coming for|,)"
)
_VERB_OF_COMING = (
    r"(?:attend(?:ing|ance)?|come|coming|turn(?:ing)? up|show(?:ing)? up|be there|be present|return|keep|make|do|complete|comply|adhere|stick|follow|"
    r"undergo|manage|go through|respect|observe|accept)"
)
_BEFORE_READY = quick(rf"\b(?P<said>{_READY})(?: {_FILLER}|,)* $", re.IGNORECASE)
_BEFORE_FORESEEN = quick(
    rf"(?:\b|(?<=i))(?P<said>{_FORESEEN}) (?:{_FILLER} )*{_VERB_OF_COMING}(?: {_FILLER})* $", re.IGNORECASE
)
_AGAINST = (
    r"(?:(?:would |will )?rather not|(?:would )?prefers? not to|no longer (?:\w+ )?(?:willing|prepared|ready|able|happy)|unwilling|refuse[sd]?|refusing|refusal|"
    r"decline[sd]?|declining|reject(?:s|ed)?|opposed|against|object(?:s|ed)|disagree[sd]?|(?:does|do|did) ?(?:not|"
    r"n.t) (?:want|wish|accept|agree|like|intend)|"
    r"doesn.t (?:want|wish|accept|agree)|cannot|can not|can.t|will not|won.t|would not|wouldn.t|could not|couldn.t|unable|not able|"
    r"(?:is |was |are |were |be |been )?not (?:\w+ )?(?:willing|prepared|ready|happy|keen|available|in agreement|agreeable|committed|able)|no time|too busy|fed up)"
)
_BEFORE_AGAINST = quick(
    rf"\b(?P<said>{_AGAINST})(?: (?:{_FILLER}|commit(?:ting)?|agree|accept|more|any|further))* $",
    re.IGNORECASE,
)
_IN_DOUBT = (
    r"(?:unsure|not (?:\w+ )?(?:sure|certain|decided)|uncertain|undecided|hesitant|hesitates|hesitating|in two minds|ambivalent|may|might|perhaps|possibly|maybe|"
    r"considering|think(?:s|ing)? (?:about|over)|"
    r"think about|doubts?|doubtful|not yet|yet to|has still to|concern(?:s|ed) about|worried about|worries about|afraid of|anxious about|probably|prefers?|only if|"
    r"as long as|provided|reluctant(?:ly)?)"
)
_DOUBT_NEAR = quick(rf"\b{_IN_DOUBT}\b", re.IGNORECASE)
# What makes a demand, a question or a plan of it, or tells of another time.
_UNREAL = quick(
    r"\b(?:if|whether|unless|must|should|shall|needs? to|need to be|has to|have to|having to|ask(?:ed|ing)? (?:him|her|them|if|about|the)|please|"
    r"patients?(?= (?:must|should|need|have|are|who))|participants|subjects|"
    r"required|requires?|requirement|expected to|important|advised|encouraged|reminded|told to|invited|in case|until|once|criteri\w+|eligib\w+|"
    r"can (?:he|she|you|the patient|patient|pt|mr|mrs)|is (?:he|she)|are you|do you|would you|will you|does (?:he|she)|declined? to say|used to|formerly|previously|missed|misses|failed)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\b(?:can|will|would|is|are|do|does|could|has|have)\b[^.:;?]{0,60}$|\b(?:willing|able|happy|prepared|ready|agrees?|accepts?)\b[^.:;?]{0,60}$|"
    r"\b(?:attendance|compliance|adherence|availability|willingness|readiness|agreement|commitment|attitude|response|reaction|cooperation)\b[^.:;?]{0,40}$|^[^.:;?]{0,6}$",
    re.IGNORECASE,
)
_OBJECTIONS = re.compile(
    r"\b(?:objections?|problems?|difficult(?:y|ies)|hesitations?|reservations?|reasons? against)\b[^.:;?]{0,30}$",
    re.IGNORECASE,
)
_YES = (
    r"(?:(?:very )?(?:positive|cooperative)|yes|y\b(?! ?/)|ja\b|s[iíì]\b|agreed|agrees|accepted|accepts|ok\b|okay|confirmed|sure\b|of course|certainly|fine\b|no problems?|not a problem|"
    r"without (?:any )?(?:problem|hesitation|reservation)|willing|happy)"
)
_ANSWER = (
    r"(?: ?\))? ?(?:[?:=\u2013-]{1,4}|\.{2,30}) ?(?:(?:a|answer|ans|pt|patient|the patient|he|she|(?:mr|mrs|ms|miss)\.? \w+)\b ?(?:says?|said|answers?|"
    r"answered|replied|states?)? ?[:.-]? ?)?(?:\[ ?[xX\u2713] ?\] ?)?"
)
_ANSWERED_YES = re.compile(rf"{_ANSWER}{_YES}", re.IGNORECASE)
_ANSWERED_NO = re.compile(
    rf"{_ANSWER}(?:no\b(?! (?:problem|objection|difficult))|none|nil|n\b(?! ?/)|refused|declined|not (?:willing|possible))",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(
    r"(?: ?\))? ?(?:[?:=]+ ?(?:$|_|\.\.|\[ ?\]|y(?:es)? ?/ ?n|n/?a|[\u2610\u25a1])|_|\[ ?\])", re.IGNORECASE
)
_TICKED_YES = re.compile(
    r"^(?:\[ ?[xX\u2713] ?\] ?(?:yes)? ?(?:\[ ?\] ?no)?|[\u2611\u2612\u2713\u2714]) *", re.IGNORECASE
)
_GONE_THROUGH = (
    r"(?:(?:is|are|was|were|has|have|been|both|all|explained|discussed|gone|through|read|shown|understood|agreed|with|to|him|her|them|and|,|;|:|-|which|"
    r"that|the|patient|pt|he|she|they|by|so|therefore|also|fully|verbally),? )*"
)
_BEHIND_READY = re.compile(
    rf"^[ ,:;\u2013-]*{_GONE_THROUGH}(?:agreed|accepted|agreeable|agrees?|accepts?|happy|fine|okay|ok\b|no problems?|not a problem|not an issue|acceptable|feasible|"
    rf"confirmed|in agreement|willing|consents|can (?:all )?be (?:kept|attended|met|managed|done)|"
    r"(?:is|are) (?:assured|guaranteed|promised|pledged|certain)|(?:in )?(?:full |complete )?agreement|will (?:all )?be (?:kept|attended|met|observed)|"
    r"would (?:all )?be (?:kept|attended)|suits? (?:him|her|them)|without (?:any )?(?:objection|hesitation|problem|reservation))\b|"
    r"^[^.;:?]{0,60}\b(?:and|,) (?:(?:he|she|they|the patient|pt) )?(?:is |was )?(?:fully |quite |also )?(?:agrees?|agreed|accepts?|accepted|willing|prepared|ready|"
    r"happy|committed|up for (?:it|them)|on board|in (?:full |complete )?agreement|fine with (?:it|that|them)|will (?:keep|stick|comply|come|attend|adhere)|consents)\b",
    re.IGNORECASE,
)
_BEHIND_AGAINST = re.compile(
    rf"^[ ,:;\u2013-]*{_GONE_THROUGH}(?:would be |will be |are |is )?(?:declined|refused|rejected|not (?:accepted|agreed|acceptable|wanted|possible|feasible)|"
    rf"impossible|unacceptable|too (?:much|many|far|often|burdensome))\b|"
    r"^[^.;:?]{0,40}\b(?:and|,) (?:(?:he|she|they) )?(?:declines|refuses|(?:will not|won.t)(?! (?:miss|skip|fail|forget))|does not want)\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all|every|each|any|whole|full|entire|everything|anything|whatever|as (?:many|often|frequently)|schedule|timetable|calendar|programme|program|protocol|"
    r"repeated|regular|returning|study|trial|daily|weekly)\b",
    re.IGNORECASE,
)
_VISITS = re.compile(
    r"visit|appointment|schedule|timetable|calendar|session|check ?-? ?up|controls|program|protocol|follow|study|trial|fractions|attendances|procedures|requirements",
    re.IGNORECASE,
)
_VOUCHED = re.compile(r"confirm|assure|guarantee|approve|want|wish|intend|agreement", re.IGNORECASE)
_WENT_WELL = re.compile(
    r"\b(?:fine|okay|ok|no problems?|not a problem|not an issue|acceptable|feasible|confirmed)$",
    re.IGNORECASE,
)
_MANY = re.compile(rf"s$|surveillance|monitoring|{_ALL.pattern}", re.IGNORECASE)
_BY_STAFF = re.compile(
    r"\b(?:we|I have|the (?:team|ward|nurse|unit|surgeon|radiologist)|radiology|nurse)(?: (?:have|had|also|has|all))* ?$"
)
_AT_WILL = re.compile(r"^(?:everything|anything|whatever)", re.IGNORECASE)
_ONE_DAY = re.compile(
    r"^[ ,]*(?:(?:on|next|tomorrow|today|this|last|at \d|from)\b|in (?:\d|two|three|six|a |one|may|june|july|march|april))|^ (?:result|report|finding)s?\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[.;](?!\d)|\bbut\b|\bhowever\b", re.IGNORECASE)
_ENDS = re.compile(r"[.;](?!\d)|\bbut\b|\bhowever\b|\|", re.IGNORECASE)
_JUST_THAT = re.compile(
    r"^[\s\-*\u2022\d.)]*(?:(?:will|would|can|he|she|pt|patient|come|comes|attend|for|to) )*$", re.IGNORECASE
)


def with_visits(sentence: Sentence, mention: Mention) -> Mention:
    """A statement of readiness with the visits that it is about, so that an answer behind them is its own."""
    about = (
        item
        for item in sentence.mentions
        if item.role == "visits" and mention.at < item.at <= mention.to + 1 and item.to > mention.to
    )
    last = max(about, key=lambda item: item.to, default=None)
    if last is None:
        return mention
    return mention._replace(to=last.to, end=last.end, words=sentence.text[mention.at : last.to])


def is_left_open(sentence: Sentence, mention: Mention) -> bool:
    """Whether a blank, an empty box or both options stand behind them."""
    return bool(_LEFT_OPEN.match(sentence.text, mention.to))


def readiness(place: Told) -> Said | None:
    """Readiness for the visits that are named: present, absent, uncertain; None where nobody says."""
    text, at, to = place.sentence.text, place.mention.at, place.mention.to
    if place.reading.document not in _CLINIC and place.reading.document in _OTHER_PAPERS:
        return None
    before = _CLAUSE.split(text[max(0, at - _NEAR) : at])[-1]
    after = text[to : to + _NEAR]
    if _LEFT_OPEN.match(after):
        return None
    if re.match(
        r"\?\W{0,4}(?:i.ll|i will|he will|she will|of course|sure|no problem)\b", after, re.IGNORECASE
    ):
        return Said(_CONCEPT, "present")
    if (said := _answered(before, after)) and re.search(
        rf"s$|{_ALL.pattern}", place.mention.words, re.IGNORECASE
    ):
        return said
    if is_unanswered(place.sentence, place.mention) or _UNREAL.search(before) or "?" in after[:2]:
        return None
    if place.mention.words.lower().startswith("as ") and _JUST_THAT.match(before):
        return Said(_CONCEPT, "present")
    return _told_before(place.mention.words, before, after) or _told_behind(
        place.mention.words, before, _ENDS.split(after)[0]
    )


_OTHER_PAPERS = frozenset({"pathology", "mri", "ct", "pet", "ultrasound", "imaging", "labs"})


def _answered(before: str, after: str) -> Said | None:
    """The answer to a form's or a caller's question about them."""
    yes, no = _ANSWERED_YES.match(after), _ANSWERED_NO.match(after)
    if _OBJECTIONS.search(before):
        return Said(_CONCEPT, "present") if no else None
    if not _QUESTION.search(before):
        return None
    if yes and not _BEFORE_AGAINST.search(before):
        return Said(_CONCEPT, "present")
    return Said(_CONCEPT, "absent") if no else None


def _told_before(words: str, before: str, after: str) -> Said | None:
    """Who will come, who will not and who does not know yet, in the words that lead up to the visits."""
    against = _BEFORE_AGAINST.search(before)
    ready, foreseen = _BEFORE_READY.search(before), _BEFORE_FORESEEN.search(before)
    said = ready or foreseen
    if not against and not said:
        doubt = _DOUBT_NEAR.search(before[-60:])
        return (
            Said(_CONCEPT, "uncertain")
            if doubt and re.search(rf"{_VERB_OF_COMING}|about|over", before[-60:])
            else None
        )
    if against and not (said and said.start("said") > against.end("said")):
        whole = _MANY.search(words) and not _AT_WILL.match(words)  # "cannot keep anything down"
        return Said(_CONCEPT, "absent") if whole else None
    if said is None:
        return None
    led = before[: said.start("said")]
    if re.search(
        r"\b(?:not|never|n.t|un|withdrew|withdraws|withdrawn|lost|lacks?|lack of|without|no)(?: (?:his|her|their|the|any|\w+))? ?$",
        led,
        re.IGNORECASE,
    ):
        return Said(_CONCEPT, "absent")
    if _BY_STAFF.search(led) and not re.search(r"\bsa(?:ys|id)\b", led):
        return None
    if _DOUBT_NEAR.search(before):
        return Said(_CONCEPT, "uncertain")
    if _ONE_DAY.match(after) or not _is_foreseen(words, ready):
        return None
    if _AT_WILL.match(words) and not re.search(
        rf"(?:{_VERB_OF_COMING}|agree[sd]?)(?: \w+)? $", before, re.IGNORECASE
    ):
        return None
    return Said(_CONCEPT, "present")


def _is_foreseen(words: str, ready: re.Match[str] | None) -> bool:
    """Whether visits to come are meant: "confirmed on review" and "happy with the scan" tell of one that was."""
    if _ALL.search(words):
        return True
    if ready is None or not re.search(r"s$|\bschedule|programme?$", words, re.IGNORECASE):
        return False
    coming = re.search(_VERB_OF_COMING, ready.group()[len(ready["said"]) :], re.IGNORECASE)
    return bool(coming or (_VISITS.search(words) and not _VOUCHED.match(ready["said"])))


def _told_behind(words: str, before: str, after: str) -> Said | None:
    """The same in the words that follow them; bare "as often as needed" is a promise by itself."""
    if _BEHIND_AGAINST.match(after):
        return Said(_CONCEPT, "absent")
    if (found := _BEHIND_READY.match(after)) and (
        _VISITS.search(words) or not _WENT_WELL.search(found.group())
    ):
        doubt = _DOUBT_NEAR.search(before) or _DOUBT_NEAR.search(after)
        return Said(_CONCEPT, "uncertain" if doubt else "present")
    return None
