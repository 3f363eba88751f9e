"""Whether a laboratory name is one of the patient's blood, and whether its number was measured or is aimed at."""

import re
from collections.abc import Sequence

from trialsift.extract.lab_value import Value
from trialsift.extract.reading import Mention

# Words before a name that make it another sample's, or another quantity's.
_FLUID = re.compile(
    r"\b(?:csf|ua|u/a|urinalysis|msu|dipstick|fluid|ascit\w+|drain|aspirate|dialysate|effusion|pleural|synovial|peritoneal)"
    r"(?: (?:analysis|cell count|shows?|showed|for))?[ :-]*$",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\b(?:urine|urinary|u|spot|dipstick|sputum|stool|faecal|immature|plasma free|glycated|glycosylated|fo?etal|mean (?:cell|corpuscular)|reticulocyte|"
    r"pre|direct|conjugated|indirect|unconjugated|d|dir|conj|ind)[ .:-]*$",
    re.IGNORECASE,
)
_OF_FLUIDS = {"wbc", "neutrophils", "lymphocytes", "ldh", "albumin"}
_SAME_SAMPLE = re.compile(r"(?:(?!\b(?:serum|blood|plasma)\b)[^.]|\.(?=\d)){0,40}", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|until|keep|maintain|aim|target|transfuse|threshold|withhold|hold|stop|delay|needs?|requires?|required|must|eligib\w+|inclusion|exclusion|criteri\w+|adequate)\b(?:[^.;]|\.\d){0,80}$",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\b(?:target|threshold|trigger|goal|aim(?:ing)?(?: for)?)(?: \w+)? $", re.IGNORECASE)


def is_another(text: str, at: int) -> bool:
    """Whether the words before a name make it another quantity's: "urine creatinine", "D. Bil"."""
    return bool(_ANOTHER.search(text[max(0, at - 20) : at]))


def in_fluid(text: str, named: Sequence[Mention], place: int, *, before: bool) -> bool:
    """Whether a name is measured in another fluid than blood; a list of cells stays with its fluid."""
    at = named[place].at
    if _FLUID.search(text[max(0, at - 40) : at]):
        return True
    listed = before and named[place].value in _OF_FLUIDS
    return listed and bool(_SAME_SAMPLE.fullmatch(text, named[place - 1].to, at))


def is_wanted(before: str, value: Value) -> bool:
    """Whether the number is one that is aimed at or asked for."""
    return bool(_TARGET.search(before) or (value.sign != "=" and _CONDITION.search(before)))
