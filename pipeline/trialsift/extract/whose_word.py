"""Whose word a statement is: the pathologist's own, a question to the pathologist, or one side of a dispute."""

import re

from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading, Sentence

# Headings under which a diagnosis is a question or a wish, not a finding.
_ASKED = frozenset({"request", "technique"})
_SPECIMEN_LINE = re.compile(r"\n[A-Z][A-Z ,.&()/]{12,}")
_NEAR = 300  # characters
_DISPUTE = quick(
    r"\bgrade (?:is |has |remains |still |yet |therefore ){0,3}to be (?:settled|decided|determined|agreed|resolved)\b|"
    r"\b(?:no consensus|(?:do|does|did) not agree|disagree\w*|discordan\w+|discrepan\w+|no agreement|opinions? (?:are )?(?:differ|divided)|"
    r"consensus (?:was )?(?:not reached|could not be reached)|not (?:yet )?sure|(?:we|they|readers?|pathologists?|graders?) (?:\w+ )?differ|"
    r"undecided|(?:one|another) (?:reader|pathologist|colleague) (?:would|calls|favou?rs)|divided (?:on|over|about))\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:consensus (?:diagnosis|was reached|reached)|after (?:review|discussion)[^.]{0,40} agreed|now agree)\b",
    re.IGNORECASE,
)


def is_asked(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence stands under a request's heading, as what the sender thinks or asks.

    A line of capitals that names a specimen ends the request, also where no heading does.
    """
    if sentence.section not in _ASKED or (
        reading.document == "pathology" and sentence.section == "technique"
    ):
        return False
    start = sentence.starts[0]
    above = reading.note.text[:start]
    opened = above.lower().rfind(sentence.heading.lower()) if sentence.heading else start
    line = above.rfind("\n") if sentence.text[:12].isupper() else start
    return not _SPECIMEN_LINE.search(
        reading.note.text[max(opened, 0) + len(sentence.heading) : max(start, line) + 40]
    )


def experts_disagree(reading: Reading, sentence: Sentence) -> bool:
    """Whether the note says, close to the sentence, that the pathologists do not agree."""
    text = reading.note.text
    near = text[max(sentence.starts[0] - 120, 0) : sentence.ends[-1] + 160]
    return bool(_DISPUTE.search(near)) and not _SETTLED.search(near)


_QUOTED = re.compile(r"(?:^|[\s:(])[\"][^\"]*$")
_SENDER = quick(
    r"\b(?:referral|referrer|referring|referred|verwijs\w*|overwijzing|health cent(?:re|er)|gp|general practitioner|request(?:ed)?|pasted|podiatry|"
    r"sent (?:to us )?(?:as|with)|outside (?:clinic|hospital|letter|case|diagnosis|report)|original (?:diagnosis|report)|local hospital)\b",
    re.IGNORECASE,
)
_SENT_AS = quick(
    r"\b(?:referred|sent|transferred|labelled|labeled|diagnosis at referral|referral diagnosis|referring diagnosis)\b[^.;]{0,60}\b(?:as|:)(?: (?:a|an|having))*(?: [\w-]+){0,3} *[\"']?$",
    re.IGNORECASE,
)
_SENDER_SAYS = quick(
    r"\b(?:referral|referrer|referring (?:doctor|physician|surgeon|clinic|letter|hospital)|gp|general practitioner|outside (?:letter|clinic|hospital)|local hospital)"
    r"(?:'s)?(?: \w+){0,2} "
    r"(?:sp(?:oke|eaks?) of|mention\w*|sa(?:id|ys)|stat(?:ed|es)|call(?:ed|s)|suggest\w*|g(?:ave|ives)|wrote|reads?|describ\w+|talk(?:s|ed) of|quot(?:ed|es)|held|thought)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
# '"… (fibrosarcoma)" as listed by the clinic': somebody else's words, named behind them.
_LISTED = re.compile(
    r"[^.;\"]{0,40}\"? ?(?:as|was|is) (?:listed|coded|entered|labell?ed|written|referred) (?:by|in|on|under)\b",
    re.IGNORECASE,
)
_PATHOLOGIST = re.compile(
    r"\b(?:biops\w+|histolog\w+|patholog\w+|core bx|bx|path|histopath\w*|microscop\w*|proven|confirmed)\b",
    re.IGNORECASE,
)


def is_hearsay(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether words are quoted from a referral, a list or a patient and are not the writer's own finding.

    'Referred as "high-grade liposarcoma"' is; 'the biopsy reads "synovial sarcoma"' is not.
    """
    before = sentence.text[:at]
    if (
        _LISTED.match(sentence.text[at:])
        or _SENT_AS.search(before)
        or (_SENDER_SAYS.search(before) and not _PATHOLOGIST.search(before))
    ):
        return True
    if reading.document == "pathology" or not _QUOTED.search(before) or before.count('"') % 2 == 0:
        return bool(_SENDER.search(before) and before.count('"') % 2)
    return bool(_SENDER.search(sentence.text)) or not _PATHOLOGIST.search(sentence.text)
