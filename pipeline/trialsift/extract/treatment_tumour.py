"""For which tumour a treatment was given, and whether for a tumour at all: this one, another cancer, or arthritis and the like."""

import re

from trialsift.extract.form import clause_of
from trialsift.extract.quick import quick
from trialsift.extract.treatment_place import Place

_OTHER_TUMOUR = quick(
    r"\b(?:breast|prostate|prostatic|colon|colorectal|bowel|rectal|rectum|ovarian|ovary|cervix|cervical cancer|thyroid|lung cancer|melanoma|"
    r"lymphoma|hodgkin\w*|bladder|renal cell|kidney cancer|endometrial|carcinoma|leuk\w*mia|myeloma|testicular|seminoma|basal cell|bcc|scc|"
    r"gastric cancer|oesophageal|stomach cancer|skin cancer|nasopharyn\w+|"
    r"laryn\w+ ca\w*|glio(?:ma|blastoma)|mesothelioma|(?-i:NPC|SCLC|AML|CLL|CML|NHL|DLBCL|NSCLC|RCC|HCC(?!\))|TCC|DCIS)|adenocarcinoma|lumpectomy|mastectomy|prostatectomy)\b"
    r"(?! feeding| screening| nodul| scan| prep\b| function| habit| open| movement| cysts?\b| lumps?\b| exam| wall| tissue| stones?\b| clinic| implant| augment|"
    r" symptom| control| tox| normal| clear| clean| enlarge| polyps?\b| bleed| abscess| prosthes| spine| disc| protect| preserv| bases?\b| outlet| ok\b| fine|"
    r" unremarkable| (?:and|or|/) ?(?:bowels?|bladder|breasts?|lungs?|thyroid|kidneys?)| metasta| mets\b| was (?:excluded|ruled)| excluded| is (?:excluded|normal)|: ?(?:normal|nad|divert))",
    re.IGNORECASE,
)
_THIS_TUMOUR = quick(
    r"\b(?:sarcoma\w*|ups|lms|liposarcoma|this (?:tumou?r|lesion|mass|cancer)|thigh|limb|leg|arm|shoulder|buttock|calf|groin|knee|forearm)\b",
    re.IGNORECASE,
)
# "Chemo for the sarcoma", "RT to the thigh": said of the treatment itself, whatever else was named before.
_GIVEN_TO_THIS = re.compile(
    r"^[^.;,]{0,40}\b(?:for|to|of|against)(?: (?:the|this|his|her|a))?(?: (?:left|right|lt|rt|l|r|upper|lower|proximal|distal|high grade|primary))* "
    r"(?:\w*sarcoma\w*|ups|lms|thigh|limb|leg|arm|shoulder|buttock|calf|groin|knee|forearm)\b",
    re.IGNORECASE,
)
# "Sarcoma (previous breast cancer), now on doxorubicin": what is of before is not what is treated now.
_PREVIOUS_NOW = re.compile(
    r"\b(?:previous|prior|past|old|history of|hx of|h/o) [^.;]{0,60}\b(?:now|currently|at present) (?:on |receiving |having |under )?$",
    re.IGNORECASE,
)
# Of relatives, of what was excluded or only thought of first, no treatment is told.
_NOT_HAD = re.compile(
    r"\b(?:mother|father|brother|sister|aunt|uncle|cousin|grand\w+|son|daughter|mum|mom|dad|wife|husband|family|fhx?|fh|never|no|not|without|negative for|excluded?|"
    r"misdiagnosed|initially|at first|first|thought|suspected|ruled out)\b[^.]*$",
    re.IGNORECASE,
)
# Hormones that are given for other things than a cancer.
_NO_CANCER = re.compile(
    r"\b(?:fibroids?|endometrios\w+|infertil\w+|fertil\w+|ivf|icsi|pcos|polycystic|ovulation|contracepti\w*|depo(?:t|-provera)?\b|provera|hrt|menopaus\w+|acne|hirsut\w+|gyn(?:ae|e)comastia|"
    r"protection|preservation|suppression of (?:her )?periods|menorrhag\w+|heavy periods|appetite|anorexia|short stature|precocious|puberty|transgender|gender|cysts?|desmoid|fibromatosis)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:other than|apart from|except(?:ing)?(?: for)?|aside from|besides|save for)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# Drugs that are given for other illnesses too, and the words that tell so.
_TWO_USES = frozenset(
    {
        "methotrexate",
        "bevacizumab",
        "bleomycin",
        "fluorouracil",
        "mercaptopurine",
        "cyclophosphamide",
        "rituximab",
        "denosumab",
        "interferon",
        "thalidomide",
        "chlorambucil",
        "sirolimus",
        "everolimus",
        "hydroxycarbamide",
        "ruxolitinib",
    }
)
_OTHER_ILLNESS = re.compile(
    r"\b(?:rheumat\w+|arthritis|psoria\w+|crohn\w*|colitis|lupus|sle|vasculitis|sarcoidosis|osteoporo\w+|multiple sclerosis|hepatitis|uveitis|scleritis|transplant\w*|"
    r"myasthenia|dermatomyositis|sjogren\w*|polymyalgia|giant cell arteritis|nephr\w+|ra\b|thrombocyth\w+|polycyth\w+|macular|amd|intravitreal|retin\w+|"
    r"lep(?:ra|rosy)|keloids?|pleurodesis|warts?|actinic|keratos[ei]s|ectopic|miscarriage)",
    re.IGNORECASE,
)
_OF_THE_EYE = re.compile(r"\b(?:macular|amd|intravitreal|retin\w+|eyes?)\b", re.IGNORECASE)
_ILLNESS_WITHIN = 160  # characters of the sentence on either side in which the other illness is named


def tumour_of(place: Place, cls: str, *, absent: bool) -> str:
    """ "other_tumour" where a cancer that no sarcoma is stands nearer than this one; hormones are never for a sarcoma."""
    before, after = _around(place)
    if absent:
        before, after = _EXCEPT.sub("", before), _EXCEPT.sub("", after)
    if _GIVEN_TO_THIS.match(after) or (cls != "hormone" and _PREVIOUS_NOW.search(before)):
        return "this_tumour"
    others = [
        -match.end()
        for match in _OTHER_TUMOUR.finditer(before)
        if not _NOT_HAD.search(before[: match.start()])
    ]
    mine = [-match.end() for match in _THIS_TUMOUR.finditer(before)]
    words = place.mention.words
    if _OTHER_TUMOUR.search(words) or (others and (not mine or min(others) < min(mine))):
        return "other_tumour"
    behind = _OTHER_TUMOUR.search(after[:70])
    if behind and not _THIS_TUMOUR.search(after[: behind.start()]) and not mine:
        return "other_tumour"
    if cls != "hormone":
        return "this_tumour"
    return "no_tumour" if _is_no_cancer_drug(place) else "other_tumour"


def _is_no_cancer_drug(place: Place) -> bool:
    """Whether a hormone is given for something else, as its clause tells: "leuprorelin for fibroids"."""
    before, after = clause_of(place.sentence, place.mention)
    return bool(_NO_CANCER.search(f"{before} {place.mention.words} {after}"))


def _around(place: Place) -> tuple[str, str]:
    """The note's words before a treatment, back to the paragraph's or list item's beginning, and after it in its clause."""
    text, at = place.reading.note.text, place.mention.start
    before = re.split(r"\n[ \t]*\n|\n[ \t]*(?:\d{1,2}[.)]|[-*\u2022])[ \t]", text[max(0, at - 260) : at])[-1]
    own = place.sentence.text[: place.mention.at]
    crosses = _THIS_TUMOUR.search(own) or _OTHER_TUMOUR.search(own)
    return (own if crosses else _last_sentences(before)), clause_of(place.sentence, place.mention)[1]


def _last_sentences(before: str) -> str:
    """The sentence in progress and the one before it."""
    return ". ".join(re.split(r"[.](?=\s)", before)[-2:])


def is_for_other_illness(place: Place, name: str) -> bool:
    """Whether a drug with two uses is given for arthritis, a transplant or the like: "methotrexate weekly for RA"."""
    text, at = place.sentence.text, place.mention.at
    near = text[max(0, at - _ILLNESS_WITHIN) : place.mention.to + _ILLNESS_WITHIN]
    illness = _OF_THE_EYE if name == "bevacizumab" else _OTHER_ILLNESS
    return (
        name in _TWO_USES
        and bool(illness.search(near))
        and not _THIS_TUMOUR.search(near)
        and not _OTHER_TUMOUR.search(near)
    )
