"""A virus as an item of a list of illnesses: "PMH: HIV, asthma" has it, "HIV, HBV, HCV" alone are tests."""

import re

from trialsift.extract.reading import Mention, Sentence
from trialsift.extract.serology import TESTS

_A_TEST = re.compile(
    r"(?:test\w*|serolog\w+|screen\w*|panel|markers|status|results?|virology|virals|bbvs?|antigen|antibod\w+|\bag\b|\bab\b|hbs ?-? ?ag|dna|rna|pcr|viral load|items|studies|pregnancy)$",
    re.IGNORECASE,
)
_LIST_BEFORE = re.compile(
    r"(?:^|[,;:/&+.-] ?|\d[.)] ?|# ?|\b(?:and|plus) )(?:(?:known|chronic) )?$", re.IGNORECASE
)
_LIST_AFTER = re.compile(r"^ ?(?:$|[,;/&+.](?!\d)|\((?!\?)|and\b|plus\b)", re.IGNORECASE)
_OF_TESTS = re.compile(
    r"\b(?:test\w*|screen\w*|serolog\w*|virolog\w*|blood(?:s| tests?)|request\w*|sen[dt]|check\w*|order\w*|markers?|panel|swabs?|plan\w*|vaccin\w*|risks?|labs?|status|if|"
    r"exclu\w+|criteri\w+|prophyla\w+|relative|family|mother|father)\b|\?",
    re.IGNORECASE,
)
_HEADED = re.compile(
    r"^\W*(?:(?:past |previous |relevant |significant )?(?:medical|med)? ?(?:history|hx)|pmhx?|phx|pmh/o|background|b/g|comorbidit\w+|co ?-? ?morbid\w+|(?:concomitant|"
    r"associated|secondary|chronic|active|pre ?-? ?existing) \w+|diagnos[ei]s|problems?|problem list|anamnesis) ?[:=-]",
    re.IGNORECASE,
)


def is_listed_illness(sentence: Sentence, mention: Mention) -> bool:
    """Whether a virus is a whole item of what a history lists, beside an illness or alone on its line, and no test of a panel."""
    if _A_TEST.search(mention.words) or mention.assertion.presence != "present":
        return False
    before, after = sentence.text[: mention.at], sentence.text[mention.to :]
    if not (_LIST_BEFORE.search(before) and _LIST_AFTER.match(after)) or sentence.cells or sentence.ticked:
        return False
    viruses = {
        item.value for item in sentence.mentions if item.kind == "condition" and str(item.value) in TESTS
    }
    headed = sentence.section == "past_history" or bool(_HEADED.match(sentence.text))
    return len(viruses) == 1 and (headed or _is_among_illnesses(sentence))


def _is_among_illnesses(sentence: Sentence) -> bool:
    """Whether an illness that no test is named after is told beside it, and no tests are spoken of."""
    told = any(
        item.kind == "condition"
        and item.role == "condition"
        and str(item.value) not in TESTS
        and item.assertion.presence == "present"
        and item.assertion.person == "patient"
        for item in sentence.mentions
    )
    return told and not _OF_TESTS.search(sentence.text)
