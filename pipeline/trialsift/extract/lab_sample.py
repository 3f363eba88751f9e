"""Whether a laboratory name is one of the patient's blood, whether its number was measured or is aimed at, and whether its sample was sound."""

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
_URINE = re.compile(r"(?:24 ?-?h(?:our)? )?(?:urine|urinalysis|ua|msu|csf)\b", re.IGNORECASE)
_BLOOD = re.compile(r"\b(?:serum|blood|plasma|fbc|cbc|u&e|lfts?)\b", re.IGNORECASE)
_OF_FLUIDS = {"wbc", "neutrophils", "lymphocytes", "ldh", "albumin"}
_SAME_SAMPLE = re.compile(r"(?:(?!\b(?:serum|blood|plasma)\b)[^.]|\.(?=\d)){0,40}", re.IGNORECASE)
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|until|keep|maintain|aim|target|transfuse|threshold|withhold|hold|stop|delay|needs?|requires?|required|asked for|asks for|must|"
    r"eligib\w+|inclusion|exclusion|criteri\w+|adequate)\b(?:[^.;]|\.\d){0,80}$",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\b(?:repeat|restart|resume|start|proceed|continue|go ahead|operate) (?:[^.;]{0,30} )?(?:when|once|if)\b[^.;]{0,30}$|\btransfuse (?:at|for)(?: an?)? $|"
    r"\b(?:target|threshold|trigger|goal|aim(?:ing)?(?: for)?)(?: \w+)? $",
    re.IGNORECASE,
)


# A tracer, a ratio, a joined name of another meaning: "Cr-51 EDTA", "OT/PT".
_OTHER_AFTER = re.compile(r" ?-?51\b(?=[ -]?(?:EDTA|labelled))|(?: ?/ ?[a-z]+)? ratio\b", re.IGNORECASE)
_OT_BEFORE = re.compile(r"\bOT ?/ ?$")
_LIMITS = r"(?:ref(?:erence)?\.? (?:limits?|ranges?|values?|intervals?)|(?:upper )?limits? of (?:the )?normal|ULN|normal (?:ranges?|limits|intervals?))"
_LIMITS_BEFORE = re.compile(
    rf"\b{_LIMITS}\b(?! (?:in|shown|are) (?:brackets|parenthes\w+))[^.]{{0,50}}$", re.IGNORECASE
)
_LIMIT_OF = re.compile(rf"\b{_LIMITS} (?:(?:for|of) )?(?:the )?$", re.IGNORECASE)
_UP_TO = re.compile(r"\b(?:ref(?:erence)?|normal(?: values?)?)\b(?:[^.]|\.(?=\d)){0,120}$", re.IGNORECASE)


def tells_limits(text: str, first: int, mention: Mention) -> bool:
    """Whether the sentence tells the laboratory's limits: "Upper limit of normal: ALT 40", "normal: bilirubin up to 1.2"."""
    if _LIMITS_BEFORE.search(text[:first]) or _LIMIT_OF.search(text[: mention.at]):
        return True
    up_to = re.match(r" ?:? ?(?:up to|below|under) \d", text[mention.to :])
    return bool(up_to and _UP_TO.search(text[: mention.at]))


def is_another(text: str, at: int, to: int) -> bool:
    """Whether the words beside a name make it another quantity's: "urine creatinine", "D. Bil", "Cr-51 EDTA"."""
    before = text[max(0, at - 20) : at]
    return bool(_ANOTHER.search(before) or _OT_BEFORE.search(before) or _OTHER_AFTER.match(text, to))


def in_fluid(text: str, named: Sequence[Mention], place: int, *, before: bool) -> bool:
    """Whether a name is measured in another fluid than blood; a list of cells stays with its fluid."""
    at = named[place].at
    if _URINE.match(text) and not _BLOOD.search(text[:at]):
        return True
    if _FLUID.search(text[max(0, at - 40) : at]):
        return True
    listed = before and named[place].value in _OF_FLUIDS
    return listed and bool(_SAME_SAMPLE.fullmatch(text, named[place - 1].to, at))


_ASKED_FOR = re.compile(
    r",? ?(?:x ?10\S*|g/d?l|/\S+(?: m\S)?)? ?(?:(?:or|and) (?:more|above|better|over|higher|greater|less|below)\b(?! stable)|(?:is |are )?(?:needed|required|necessary)\b)",
    re.IGNORECASE,
)


_ASKED = re.compile(r"[^.;]{0,30}\?")  # "Is the albumin above 30 g/L?"


def is_wanted(before: str, value: Value, after: str) -> bool:
    """Whether the number is one that is aimed at or asked for."""
    if _TARGET.search(before) or _ASKED_FOR.match(after):
        return True
    return value.sign != "=" and bool(_CONDITION.search(before) or _ASKED.match(after))


_KIN = r"(?:mother|father|brother|sister|sibling|twin|son|daughter|husband|wife|partner|baby|newborn)"
_HAS = r"(?: ?'s (?:[a-z]+ ){0,2}| (?:has|had|with) (?:an? )?(?:[a-z]+ )?)"
# Who gives blood may be the patient, who gives an organ or marrow is somebody else.
_OTHERS = re.compile(
    rf"\b{_KIN}{_HAS}$|(?<!blood )\bdonor(?:{_HAS}| ?[:-] ?| )(?:(?:baseline|serum|plasma|blood|bloods|labs?|results?|latest)[ :]+){{0,2}}$",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:patient|recipient|hers|(?:her|his) own|s?he)\b", re.IGNORECASE)
_CONTROL = re.compile(
    r"\b(?:quality controls?|i?qc|control (?:sample|material|serum|level)s?|calibrators?)(?: (?:level|sample|material|lot|run)| \d)*(?: ?[:=-] ?| (?:is |was |gave |read |for )?)$",
    re.IGNORECASE,
)


def whose(before: str, *, person: str) -> str:
    """Of whom a name tells by the words before it in its sentence; person: of whom the name before it told."""
    if _OTHERS.search(before):
        return "relative"
    return "patient" if _OWN.search(before[-_NEAR:]) else person


_NEAR = 24  # characters


def is_control(before: str) -> bool:
    """Whether the values tell of the laboratory's own control material: "Quality control: haemoglobin 12.0"."""
    return bool(_CONTROL.search(before))


_SAMPLE = r"(?:samples?|specimens?|tubes?)"
_SPOILT = r"(?:h(?:a?e)moly[sz]ed|lip(?:a?e)mic|icteric|clotted|contaminated|insufficient|diluted|under-?filled|mis-?label+ed|unlabel+ed)"
_FILLING = (
    r"(?:(?:but|the|was|were|is|are|and|with|due to|because of|some|large|many|grossly|slightly|moderately|markedly|visibly|"
    r"probably|likely|possibly|appears?|count|result|value|film|smear|shows?|showed|(?:giant )?(?:platelets?|plts?)) ){0,4}"
)
_SPOILT_AFTER = re.compile(
    rf"[ |,;:(*-]*{_FILLING}(?:{_SPOILT} {_SAMPLE}\b|{_SAMPLE} (?:was |is |were |grossly |slightly |moderately |markedly |visibly )*{_SPOILT}\b|"
    r"(?:h(?:a?e)moly[sz]ed|lip(?:a?e)mic)\b|(?:count|result|value|reading|number)s? (?:(?:is|are|was|may be|probably) )?"
    r"(?:unreliable|not reliable|inaccurate|spurious|erroneous|invalid)\b|(?:unreliable|spurious)(?= ?(?:[.,;)]|$)))",
    re.IGNORECASE,
)
_SPOILT_BEFORE = re.compile(rf"(?<!not )(?<!no )\b{_SPOILT} {_SAMPLE}[ ,:;-]*$", re.IGNORECASE)
_CLUMPED_AFTER = re.compile(rf"[ |,;:(*-]*{_FILLING}(?:clump\w*|aggregat(?:es?|ed))\b", re.IGNORECASE)
_CLUMPED_BEFORE = re.compile(
    r"(?<!no )(?<!not )(?<!without )\b(?:(?:platelets?|plts?) (?:clump\w*|aggregat(?:es|ion))|clump\w* (?:platelets?|plts?))"
    r"(?: (?:seen|noted|present|observed|again|on (?:the )?(?:blood )?(?:film|smear)))*[ ,;:-]+(?:so )?(?:the )?$",
    re.IGNORECASE,
)


def is_unsound(text: str, name: int, value: Value, *, analyte: str) -> bool:
    """Whether the words beside a value say that its sample does not bear it: "42, clumped", "haemolysed sample: LDH 900"."""
    after, before = text[value.to :], text[:name]
    if _SPOILT_AFTER.match(after) or _SPOILT_BEFORE.search(before):
        return True
    return analyte == "platelets" and bool(_CLUMPED_AFTER.match(after) or _CLUMPED_BEFORE.search(before))
