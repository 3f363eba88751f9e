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
    headed = sentence.section == "past_history" or bool(_HEADED.match(sentence.text))
    viruses = {
        item.value for item in sentence.mentions if item.kind == "condition" and str(item.value) in TESTS
    }
    return headed and len(viruses) == 1
