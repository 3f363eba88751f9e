"""Whether a named place is where the tumour sits, and on which side: the words around one place in one sentence."""

import re
from collections.abc import Sequence
from typing import Literal

from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.packs.rules import Term

Side = Literal["left", "right", "bilateral", "midline"]

# Groups whose places a patient points to; the others lie inside the trunk.
DEPTHS = {
    "deep": "deep", "subfascial": "deep", "intramuscular": "deep", "intermuscular": "deep",
    "superficial": "superficial", "subcutaneous": "superficial", "epifascial": "superficial", "suprafascial": "superficial", "prefascial": "superficial",
}  # fmt: skip
DEPTH_WORD = re.compile(rf"\b(?:{'|'.join(DEPTHS)})\b(?!/| posterior)", re.IGNORECASE)
OUTER = frozenset({"upper_limb", "lower_limb", "pelvic_girdle", "trunk_wall", "head_neck"})
_SIDES: dict[str, Side] = {
    "left": "left", "lt": "left", "l": "left", "l.": "left", "sinistra": "left", "links": "left", "linker": "left",
    "esquerda": "left", "esquerdo": "left", "izquierda": "left", "izquierdo": "left", "gauche": "left",
    "right": "right", "rt": "right", "r": "right", "rechts": "right", "rechter": "right", "direita": "right",
    "direito": "right", "derecha": "right", "derecho": "right", "dta": "right", "droite": "right", "droit": "right",
    "bilateral": "bilateral", "both": "bilateral", "midline": "midline",
}  # fmt: skip
_SIDE = r"(?P<side>(?i:left|right|lt|rt|links|linker|rechts|rechter|esquerd[ao]|direit[ao]|dta|izquierd[ao]|derech[ao]|gauche|droite?|bilateral|both|midline)|L|R)"
_NO_SIDE_WORD = r"(?:and|or|with|no|not|from|to|is|was|are|were|than|of)"
_SIDE_BEFORE = re.compile(
    rf".*\b{_SIDE}\b[.)\]]?(?i: sided)?(?: (?!(?i:{_NO_SIDE_WORD})\b)[\w+/&-]+|(?i: and(?= \w+ (?:compartments?|aspect|part)))){{0,5}} ?[(]?$",
    re.DOTALL,
)
_SIDE_OF = re.compile(
    rf".*\b{_SIDE}\b (?i:side|aspect|part|half|lobe|wall|portion)(?i: of (?:the |her |his )?)(?:\w+ )?$",
    re.DOTALL,
)
_SIDE_AFTER = re.compile(
    r"^(?i: ?(?:region|area|muscles?|compartment|side|wall|fossa|soft tissues?|mass|tumou?r|lesion|sarcoma|lump|swelling|neoplasm))?"
    rf"[ ,(:;/-]*(?:on the |of the |on |the )?{_SIDE}\b(?! (?:and|or|kidney|breast|lung))"
)
# A specimen's title gives the side between commas: "Kidney, right, radical nephrectomy".
_SIDE_IN_TITLE = re.compile(rf".*, ?{_SIDE}, (?:[\w/-]+ ){{0,3}}$", re.DOTALL)
_STOP = re.compile(r"[;:](?= |$)|(?<!\b[LRlr]t)(?<!\b[LR])\.(?= |$)|,(?= )")

# Words right behind a place that make it something else's name.
_ELSE_AFTER = re.compile(
    r" ?(?:lymph|nodes?|nodal|lymphadenopathy|adenopathy|arter\w+|veins?|vessels?|nerves?|hernia\w*|cortex|cortical|marrow|bones?|joints?|effusion|replacement|prosthesis|"
    r"fractures?|pain|ache|weakness|discomfort|injur\w+|cuff repair|thrombosis|emboli\w*|margins?|reflex\w*|flap|drop|raise|raising|brace|cast|splint|surgery|injection|"
    r"dissection|scar|drain|x ?ray|bypass|numbness|stiffness|filters?|stent|oedema|edema|function|stage|sats|breath\w*|infection|flexion|extension|contents|girth|pulses?|"
    r"disease|failure|cells? ca\b|controls? (?:tissue|slide|section|stain))\b",
    re.IGNORECASE,
)
# "Sole therapy", "the sole lesion": where the word goes on it is no part of a foot.
_SOLE_OF_FOOT = re.compile(r" ?(?:$|[^\w ]|(?:of|with|and|is|was|since|for|in|on|at|\d+)\b)", re.IGNORECASE)
# "Nothing in the pelvis or the retroperitoneum".
_NOTHING_IN = re.compile(
    r"\b(?:nothing|none)(?: (?:else|seen|found|visible|noted|palpable|abnormal|of note|suspicious|sinister|new))*,? (?:in|at|within|of)"
    r" (?:[\w ]{1,30} (?:or|nor|and) )?(?:(?:the|his|her|left|right) )*$",
    re.IGNORECASE,
)
# Words right before a place that make it another place ("femoral neck", "on the other hand").
_ELSE_BEFORE = quick(
    r"\b(?:other|one|fibular|femoral|radial|surgical|bladder|pancreatic|humeral|treatment|trial|study|control|deep|inner|came|comes?|coming|went|going|go|walks?|dates?|fall\w*|"
    r"skin|lymph nodes?|nodes?|metasta\w+|mets|pain in|pain)(?: (?:of|in|to)(?: the)?)?(?: left| right)? $",
    re.IGNORECASE,
)
_NORMAL_BEFORE = quick(
    r"\b(?:normal|unremarkable|normally)(?: appearing| looking| sized?| palpated)? (?:\w+ and )?$",
    re.IGNORECASE,
)
_NORMAL_AFTER = re.compile(
    r" ?(?:is|was|are|were|that was|appears?|:)? ?(?:normal|unremarkable|intact|nad|clear|free(?! (?:fluid|air))|spared|clean|uninvolved)\b",
    re.IGNORECASE,
)
# "A tongue of tumour", "a narrow neck", "the size of a fist": a part of the body as a shape or a measure.
_SHAPES = frozenset(
    {
        "tongue",
        "neck",
        "finger",
        "thumb",
        "palm",
        "hand",
        "lip",
        "face",
        "heel",
        "foot",
        "ear",
        "nose",
        "chin",
        "toe",
        "heart",
        "kidney",
    }
)
_SHAPED_AFTER = re.compile(
    r" ?-? ?(?:like|sized|shaped|breadths?|widths?)\b| of (?:the |a )?(?:\w+ )?(?:tumou?r|mass|lesion|tissue|enhancement|enhancing|disease|soft)\b",
    re.IGNORECASE,
)
_SHAPED_BEFORE = re.compile(
    r"\b(?:(?:narrow|thin|broad|thick|short)(?: \w+)?|(?:size|shape|breadth) of (?:an? |the |his |her |my )?(?:\w+ )?|as (?:big|large|wide|small) as (?:an? |the |his |her |my )(?:\w+ )?) ?$",
    re.IGNORECASE,
)
_SHY = frozenset(
    {"hand", "neck", "back", "face", "arm", "leg", "heart", "loin", "hip", "lip", "palm", "renal"}
)
# What the tumour does to a place that it does not sit in.
_SPREAD = quick(
    r"\b(?:exten\w+|infiltrat\w+|invad\w+|invasion|abut\w*|displac\w*|contact\w*|towards?|reach\w*|into|up to|down to|separated|clear|free|remote|distance|away|compress\w*|"
    r"encas\w*|encircl\w*|spar\w+|adheren\w+|attached|surrounding|oedema|edema|atrophy|effac\w*|push\w*|erod\w*|distant|spread\w*|metasta\w*|mets|deposits?|implants?|"
    r"not involv\w+|uninvolved|outside|spares?|mobile|fixed|tethered|moves|approach\w*)(?: [\w/]+){0,6} $",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:adjacent|next|close|near|beneath|deep|superficial|behind|above|below|anterior|posterior|medial|lateral|inferior|superior|cranial|caudal|alongside|along|origin|"
    r"insertion|level|between|with|attached|en bloc)(?:ly)?(?: (?:to|of))?(?: [\w/]+){0,4} $",
    re.IGNORECASE,
)
_INVOLVING = re.compile(r"\binvolv\w+(?: [\w/,]+){0,4} $", re.IGNORECASE)
_DOUBT = quick(
    r"(?:\?|\b(?:query|possibl[ey]|probabl[ey]|presum\w+|\bsuspected|likely|perhaps|rule out|r/o|exclude)) ?(?:[\w]+ ){0,3}$",
    re.IGNORECASE,
)
_SCAN = quick(
    r"\b(?:mri?|ct|cect|hrct|pet|pet ct|ultrasound|us|uss|x ?ray|scans?|rm|radiographs?|tomograph\w+|sonography)\b"
    r"(?: of(?: the)?| and|,|/| \+| scan| thorax| chest| abdomen| pelvis| [ctap]{1,3}| /)* ?$",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r" ?,? ?(?:\(|)(?:of|in|within|at|from|arising|involving|on)?(?: [\w/]+){0,5} ?$", re.IGNORECASE
)


def side_of(sentence: Sentence, place: Mention, term: Term) -> Side | None:
    """The side that the words right before or behind a place give it: "right distal medial thigh", "Thigh Rt".

    The nearest one counts; a place without sides (the uterus) has none whatever stands beside it.
    """
    if term.more.get("laterality") == "never":
        return None
    before = _STOP.split(sentence.text[: place.at])[-1]
    match = (
        _SIDE_BEFORE.match(f" {before}")
        or _SIDE_OF.match(f" {before}")
        or _SIDE_AFTER.match(sentence.text[place.to :])
        or _SIDE_IN_TITLE.match(sentence.text[: place.at])
    )
    return _SIDES[match.group("side").lower()] if match else None


_SIDE_FIELD = re.compile(
    r"\W*(?:(?:tumou?r|specimen|site) )?(?:laterality|side)\W{1,12}(?P<side>left|right|l|r|lt|rt)\b(?! ?(?:/|or\b))",
    re.IGNORECASE,
)


def side_field(sentences: Sequence[Sentence]) -> Side | None:
    """The side that a form gives on a line of its own: "Laterality: left"; none where two lines differ."""
    told = {
        _SIDES[match["side"].lower()] for sentence in sentences if (match := _SIDE_FIELD.match(sentence.text))
    }
    return told.pop() if len(told) == 1 else None


_PART_OF_NAME = quick(
    r"\b(?:chromosom\w+|treatment|study|control) arm$|\b(?:cut|sclerotic cut|sectioned) face$", re.IGNORECASE
)


# A tumour of an organ that a clinician tells of as history: "Hx single papillary bladder tumor, TURBT 2022".
_EARLIER_ORGAN = re.compile(
    r"\b(?:history of|hx|h/o|pmh|previous|prior|papillary|superficial|turbt?|in remission|bcg|mitomycin)\b",
    re.IGNORECASE,
)


def is_of_history(reading: Reading, sentence: Sentence) -> bool:
    """Whether a clinician tells of an organ's tumour as something of the past, in words or by a year well before the note's."""
    if reading.document == "pathology":
        return False
    day = reading.note.note_date
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", sentence.text)]
    long_ago = day is not None and bool(years) and max(years) < day.year - 1
    return long_ago or bool(_EARLIER_ORGAN.search(sentence.text))


def is_other_thing(sentence: Sentence, place: Mention, term: Term) -> bool:
    """Whether the words are part of another name: a node, a vessel, a bone's neck, a turn of speech."""
    if term.more.get("form") == "node" or _ELSE_AFTER.match(sentence.text, place.to):
        return True
    if _is_past_operation(sentence, place):
        return True
    if any(item.role == "structure" and item.at <= place.at < item.to for item in sentence.mentions):
        return True
    if _NORMAL_BEFORE.search(sentence.text[: place.at]) or _NORMAL_AFTER.match(sentence.text, place.to):
        return True
    if place.words.lower() in _SHAPES and (
        _SHAPED_AFTER.match(sentence.text, place.to) or _SHAPED_BEFORE.search(sentence.text[: place.at])
    ):
        return True
    if _NOTHING_IN.search(sentence.text[: place.at]):
        return True
    if place.words.lower() == "sole" and not _SOLE_OF_FOOT.match(sentence.text, place.to):
        return True
    if place.words.lower() in {"back", "face"} and sentence.text[place.to :].startswith(" of"):
        return True
    if _PART_OF_NAME.search(sentence.text[: place.to]):
        return True
    return place.words.lower() in _SHY and bool(_ELSE_BEFORE.search(sentence.text[: place.at]))


# "Anamnesis: hysterectomy 2004": the operation of a history, and no specimen.
_OPERATION = re.compile(r"\w+(?:ectomy|ectomies|plasty|otomy)$", re.IGNORECASE)
_IN_HISTORY = re.compile(
    r"\b(?:anamnes[ie]s|history|hx|h/o|s/p|status post|state after|z\.?n\.?|previous|prior|past|known|after|had)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_IN_A_YEAR = re.compile(
    r" ?(?:\(|in |of |, ?)?(?:\d{1,2}/)?(?:19|20)\d\d\b(?!,? ?(?:specimen|material|resection))", re.IGNORECASE
)


def _is_past_operation(sentence: Sentence, place: Mention) -> bool:
    """Whether the place is only named by an operation that the request tells of as history."""
    if not _OPERATION.search(place.words):
        return False
    before, after = sentence.text[: place.at], sentence.text[place.to :]
    return bool(_IN_HISTORY.search(before) or _IN_A_YEAR.match(after))


def is_spread(sentence: Sentence, place: Mention, term: Term, *, since: int) -> bool:
    """Whether the tumour is said only to reach, touch or lie beside the place; since: where its noun ends."""
    between = sentence.text[min(since, place.at) : place.at]
    clause = re.split(r"[;:](?= )|, ", between)[-1]
    if _SPREAD.search(clause):
        return True
    return term.more.get("form") in {"organ", "bone"} and bool(_BESIDE.search(clause))


def is_involved(sentence: Sentence, place: Mention, *, since: int) -> bool:
    """Whether the place is one that the tumour involves, which may or may not be its seat; since: where its noun ends."""
    return bool(_INVOLVING.search(sentence.text[min(since, place.at) : place.at]))


def is_field_of_view(sentence: Sentence, place: Mention, term: Term) -> bool:
    """Whether a scan is named after the place ("CT abdomen and pelvis: a mass ..."): it shows more than the tumour's seat.

    A scan of a limb is made for what is in the limb.
    """
    return term.more["group"] not in OUTER and bool(_SCAN.search(sentence.text[: place.at]))


def is_doubted(text: str, at: int) -> bool:
    """Whether a question mark or a word of doubt stands right before a place of the text."""
    return bool(_DOUBT.search(text[:at]))


_SERVICE = re.compile(
    r" (?:protocol|clinic|MDT|MDM|cent(?:er|re)|service|unit|team|nurse|meeting|conference|board|network|trial|study|registry|chemo\w*)\b",
    re.IGNORECASE,
)


_CLAUSE_END = quick(r"; |(?<!\b[LRlr]t)(?<!\b[LR])\. |\b(?:but|while|whereas|although)\b")


def in_its_clause(sentence: Sentence, tumour: Mention, place: Mention) -> bool:
    """Whether a tumour's word may speak of the place: in one clause, and not the name of a protocol: "MRI brain (sarcoma protocol)"."""
    start, end = min(tumour.to, place.to), max(tumour.at, place.at)
    if _CLAUSE_END.search(sentence.text[start:end]):
        return False
    return is_named_by(sentence, tumour, place) or not _SERVICE.match(sentence.text, tumour.to)


def is_named_by(sentence: Sentence, tumour: Mention, place: Mention) -> bool:
    """Whether noun and place are one name: "retroperitoneal liposarcoma", "liposarcoma of the left thigh"."""
    if place.at <= tumour.at:
        return place.to >= tumour.at or not sentence.text[place.to : tumour.at].strip()
    return bool(_PLACED.fullmatch(sentence.text[tumour.to : place.at]))
