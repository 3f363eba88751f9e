"""Letters that name a treatment only where their neighbours say so: "VAC x6" is chemotherapy, a VAC dressing is not."""

import re

from trialsift.extract.reading import Mention, Sentence

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY = rf"(?:\d{{1,2}} ?[./-] ?\d{{1,2}}\b|\d{{1,2}} ?(?:st|nd|rd|th)? ?-? ?{_MONTH}\b|{_MONTH}\b|(?:19|20)\d\d\b)"
_PART = r"(?:knee|hip|leg|arm|back|spine|foot|ankle|hand|wrist|shoulder|neck|heart|eye|bowel|abdomen|thigh|buttock|breast)"
_COURSE_BEFORE = re.compile(
    r"\b(?:\d{1,2}|one|two|three|four|five|six|seven|eight) ?x? ?(?:cycles?|cyc|courses?|c)? ?(?:of )?$|"
    r"\b(?:chemo\w*|regime|regimen|nact|neo ?-? ?adj\w*|adj|adjuvant|induction|protocol|[1-4] ?l|line|cycles?|courses?|rec'?d|received|completed|finished|commenced)"
    r"(?: (?:was|of|with|as))?[ :=>\u2192-]{0,5}$",
    re.IGNORECASE,
)
_COURSE_AFTER = re.compile(
    r" ?,? ?\(?(?:x ?\d|\d{1,2} (?:cycles?|cyc|courses?)\b|(?:chemo\w*|regimen|regime|protocol)\b|c\d|cycle|# ?\d)",
    re.IGNORECASE,
)
_OPERATED_AFTER = re.compile(
    rf" ?[:=-]* ?(?:date ?:? ?)?(?:on |in )?{_DAY}|"
    rf" (?:on|to) (?:(?:the|his|her|left|right|l|r|lt|rt|my) )*{_PART}\b",
    re.IGNORECASE,
)
_AROUND_IT = re.compile(r"\b(?:post|pre|peri|intra|co|non)[ -]?$", re.IGNORECASE)
_SIDE_BEFORE = re.compile(
    r"\b(?:left|right|lt|rt|l|r|bilat\w*|s/p|had an?|previous|prior|old|his|her) $", re.IGNORECASE
)
_SIDE_AFTER = re.compile(
    rf" ?[,:(-]? ?(?:left|right|lt|rt|l|r|leg|limb|side|stump|for|{_DAY})\b", re.IGNORECASE
)
# "No chemo / RT / previous op."
_OP_DENIED = re.compile(
    r"\b(?:no|nil|never|without|denies)\b[^.;:]{0,40}?\b(?:previous|prior|past|other|or|nor) $", re.IGNORECASE
)
_ENDS = re.compile(r" ?(?:$|[.,;)])")
_OPERATIONS = frozenset({"op", "sx", "surg"})
# "PORT" is post-operative radiotherapy, and a port for drips in a text of capitals or beside its own words.
_OF_A_PORT = re.compile(
    r"^[ -]?(?:a ?-?cath\w*|insert\w*|placement|placed|removal|removed|site|sited|flush\w*|access\w*|needle|line|catheter|care|in situ|chamber|out|wine|"
    r"was (?:inserted|placed|sited|removed|flushed|accessed))\b",
    re.IGNORECASE,
)
_OF_A_PORT_BEFORE = re.compile(
    r"\b(?:via|through|insert\w*|remov\w*|flush\w*|access\w*|venous|power|chemo)(?: (?:a|an|the|her|his))? $",
    re.IGNORECASE,
)
_LIMBS = frozenset({"aka", "bka", "tfa"})


def is_meant(sentence: Sentence, mention: Mention) -> bool:
    """Whether letters of several senses are a course of treatment or an operation here, from the words beside them."""
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    letters = mention.words.lower()
    if letters in _OPERATIONS:
        denied = _OP_DENIED.search(before) and _ENDS.match(after)
        return bool(denied or _OPERATED_AFTER.match(after)) and not _AROUND_IT.search(before)
    if letters == "port":
        beside = [letter for letter in before + after if letter.isalpha()]
        small = not beside or any(letter.islower() for letter in beside)
        return small and not (_OF_A_PORT.match(after) or _OF_A_PORT_BEFORE.search(before))
    if letters in _LIMBS:
        return bool(_SIDE_BEFORE.search(before) or _SIDE_AFTER.match(after))
    return bool(_COURSE_BEFORE.search(before) or _COURSE_AFTER.match(after))
