"""Of whom, of when and how surely a life expectancy is told."""

import datetime as dt
import re

from trialsift.extract.over_time import ended, is_past

_KIN = (
    r"(?:mother|father|brother|sister|sibling|twin|son|daughter|husband|wife|partner|aunt|uncle|grandmother|grandfather|niece|nephew|cousin|neighbou?r|friend|"
    r"(?:mother|father|daughter|son|sister|brother)[ -]in[ -]law)"
)
_KINS = re.compile(
    rf"\b{_KIN}(?: ?'s| (?:is|was|has|had)(?: an?)?)(?: (?:own|estimated|current|limited|poor|short|shorter|only))* ?$",
    re.IGNORECASE,
)
_OF_KIN = re.compile(rf"\b(?:of|for) (?:her|his|the|their) {_KIN}\b", re.IGNORECASE)
# "May" with a capital is the month.
_MIGHT = re.compile(r"\b(?:might|could|may)\b")
_UNTREATED_BEFORE = re.compile(
    r"\b(?:without (?:any )?(?:further )?(?:treatment|therapy|surgery|chemotherapy)|untreated)\b[^.;]{0,24}$",
    re.IGNORECASE,
)
_UNTREATED = re.compile(
    r"\b(?:without (?:treatment|therapy|surgery|chemotherapy)|untreated)\b", re.IGNORECASE
)
# "If treated" is no doubt: a trial asks for the expectancy with treatment.
_CONDITION_AFTER = re.compile(
    r",? (?:unless|(?:only )?if|provided(?: that)?) (?!not (?:more|longer)|"
    r"(?:(?:it|she|he|the|is|was|are|with|given|appropriate|adequate|properly|we|can|tumour) ){0,4}(?:treat|therap|surg|operat|resect|chemo))|"
    r" (?:without (?:any )?(?:further )?(?:treatment|therapy|surgery|chemotherapy)|untreated)\b",
    re.IGNORECASE,
)


def whose_life(text: str, start: int, end: int) -> str:
    """ "relative" where the expectancy is that of one: "her mother has a life expectancy of"."""
    return "relative" if _KINS.search(text[:start]) or _OF_KIN.search(text, start, end) else "patient"


def life_when(text: str, start: int, end: int, note_date: dt.date | None) -> str:
    """ "past" for an expectancy of an earlier time: "was over a year until the stroke", "in 2021"."""
    return "past" if is_past(text, start, end, note_date) or ended(text, start, end) else "now"


def is_doubtful_life(text: str, start: int, end: int) -> bool:
    """Whether it only may be so, or is told of a patient left untreated, whom no trial's limit means."""
    return bool(
        _MIGHT.search(text, start, end)
        or _UNTREATED.search(text, start, end)
        or _UNTREATED_BEFORE.search(text[:start])
        or _CONDITION_AFTER.match(text, end)
    )


_CRITERION = re.compile(
    r"\b(?:(?:in|ex)clusion(?: criteri\w+)?|criteri\w+|eligib\w+|requires?|required)\b[^.;]{0,24}$",
    re.IGNORECASE,
)
_DEMANDED = re.compile(r"\b(?:must|needs to|need to|has to|have to) be\b", re.IGNORECASE)


def is_demanded(text: str, start: int, end: int) -> bool:
    """Whether a trial asks for it: "life expectancy must be", "inclusion: life expectancy"."""
    return bool(_DEMANDED.search(text, start, end) or _CRITERION.search(text[:start]))
