"""Statements of health that the words behind them limit or turn to another thing: "tablets go down well if crushed"."""

import re
from collections.abc import Mapping

from trialsift.extract.reading import Mention, Sentence

_SOMEBODY = re.compile(
    r"\b(?:baby|infant|newborn|toddler|husband|wife|partner|spouse|friend|neighbou?r|donor|dog|cat)\b(?: ?'s)?(?: (?:also|now|is|who))* ?$",
    re.IGNORECASE,
)
_WHILE = r"(?:only|if|when|once|until|till|unless|provided|at baseline|at (?:that|the) time|on admission|in (?:19|20)\d\d)\b"
_IMAGED = r"(?:on|at|by) (?:(?:the|her|his) )?(?:[\w-]+ )?(?:ct|mri|pet|scans?|imaging|staging|ultrasound|x-?rays?)\b"
_BEHIND: Mapping[str, re.Pattern[str]] = {
    "swallowing_difficulty": re.compile(
        rf"[^.;]{{0,12}}\b(?<!not )(?<!no ){_WHILE}| after (?:the|her|his|dilat)\b|(?:(?!\b(?:no|not|nor|never|without)\b)[^.;]){{0,25}}\b(?:via|syringe|syrup|liquids? only|"
        r"in liquid|crushed|tube|peg|ngt?|"
        r"(?<!no )(?<!out )with (?:some |great )?difficulty|running out|suppl(?:y|ies)|pharmacy|late|interact\w*|saline|"
        r"dispens\w+|deliver\w*|costs?|afford\w*|remember\w*|forget\w*|"
        r"timing|tumou?r type|for this (?:tumou?r|disease|type))\b",
        re.IGNORECASE,
    ),
    "gi_disorder": re.compile(rf" ?,? ?{_WHILE}| (?:with|from|expected|due to) |[ ]{_IMAGED}", re.IGNORECASE),
    "blood_disorder": re.compile(
        rf" ?,? ?{_WHILE}| (?:with|from|during|under|so far on|on cycle|expected) | in (?:(?:the|her|his) )?(?:urine|stools?|csf|sputum|fluid|faeces)\b|[ ]{_IMAGED}",
        re.IGNORECASE,
    ),
    "general_good_health": re.compile(
        rf" ?,? ?(?!only\b){_WHILE}| enough\b|[^.;]{{0,25}}\bbut (?:\w+ )?(?:bed ?-? ?(?:bound|ridden)|frail|weak|cachectic|deteriorat\w+|declin\w+)",
        re.IGNORECASE,
    ),
}


def is_limited(sentence: Sentence, mention: Mention, concept: str) -> bool:
    """Whether a statement of health is another's, holds only for a while or under a condition, or is about something else."""
    behind = _BEHIND.get(concept)
    if behind is None:
        return False
    return bool(_SOMEBODY.search(sentence.text[: mention.at]) or behind.match(sentence.text, mention.to))
