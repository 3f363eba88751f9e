"""Size of the tumour in mm: not of the specimen, a node, the oedema, a cyst or the way to a margin.

A number without a unit is refused, unless its label or table header states the unit. A size that the
text quotes as an earlier one has prior True and the date given with it.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from trialsift.extract.dates import DayOrder, dates_in, day_order
from trialsift.extract.earlier_size import is_earlier
from trialsift.extract.joined_axes import joined
from trialsift.extract.making import fact_from
from trialsift.extract.measured import Noun, head_of, is_no_size, nouns_in
from trialsift.extract.quantities import Size
from trialsift.extract.quick import quick
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.remembered import per_packs
from trialsift.extract.size_subject import subject_of
from trialsift.extract.size_table import table_sizes
from trialsift.extract.stated_sizes import is_limit, only_measures, stated_sizes
from trialsift.facts import Comparator, Fact, Modality, TumourSize
from trialsift.packs.rules import Packs

# Longer than any tumour on record, and shorter than a cell nest: a slip of the pen or another thing.
_LONGEST_MM, _SHORTEST_MM = 700.0, 0.2
_OTHER_ONE = quick(
    r"\b(?:second|third|another|other|additional|smaller|smallest|separate|satellite|adjacent|incidental|metastatic|accessory|two|three|several)\b(?: (?!of\b)[\w,]+){0,4} ?$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r" ?(?:no\.? ?|number |nr\.? ?|# ?)?[2-9]\b(?! ?(?:[x-]|[.,]?\d|cm|mm))", re.IGNORECASE
)
_OTHER_PLACE = re.compile(
    r"\b(?:lungs?|pulmonary|lobes?|RUL|RML|RLL|LUL|LLL|lingula|pleura\w*|subpleural|perifissural|fissur\w*|hepatocellular|thyroid|hepatic|liver|renal|kidneys?|adrenals?|spleen|splenic|breast|nodal|nodes?|"
    r"ovarian|ovary|adnexal|pancrea\w+|prostate|parotid|hilar|mediastin\w+|para ?aortic|vertebra\w*|cyst\w*)\b",
    re.IGNORECASE,
)
# Where the words behind a tumour come to a neighbour that it only touches.
_ITS_OWN = re.compile(
    r"\b(?:displac|compress|abut|encas|indent|push|contact|adherent|inseparable|surround|invad|measur|\d)\w*",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:increas|grow|grew|grown|enlarg|decreas|reduc|shr[iu]n|gone|chang|went|progress)\w*(?: in size| \w+){0,2} from ?$",
    re.IGNORECASE,
)
_NAMED = quick(
    r"(?P<pet>\bPET(?: ?/? ?CT)?\b)|(?P<mri>\b(?:MRI?|RM|MRT)\b|(?i:\bmagnetic resonance\b))|(?P<ct>\b(?:CT|CECT)\b|(?i:\btomogra))"
    r"|(?P<ultrasound>\b(?:US|USS|USG)\b|(?i:\bultraso|\bsonogra))|(?P<pathology>(?i:\bresection specimen|\bhistolog|\bpatholog|\bresected\b|\bexcised\b))"
    r"|(?P<clinical>(?i:\bclinicians?\b|\bclinical (?:details|history|info\w*)|\bon (?:clinical )?examination|\bclinically\b|\bpalpa\w+|\bO ?/ ?E\b))"
)
# "A 3 cm mass by ultrasound", in the request of a pathology report.
_BY_SCAN = re.compile(
    r" ?(?:[a-z]+ ){0,3}(?:by|on|per|at) (?:(?:the |an? )?(?:prior |outside |recent )?)"
    r"(?:(?P<ultrasound>US|U ?/ ?S|USS|USG|ultraso\w+|sonogra\w+)|(?P<mri>MRI|MR imaging|magnetic resonance)|(?P<ct>CT|CECT)|(?P<pet>PET)|"
    r"(?P<clinical>mammogra\w+|palpation|(?:clinical |physical )?exam\w*))\b",
    re.IGNORECASE,
)
_IMAGING = frozenset({"mri", "ct", "pet", "ultrasound"})
_CLINICAL_SECTIONS = frozenset({"request", "history", "past_history", "examination"})
_SCAN_LEAD = re.compile(
    r"^\W*(?:\d+[.)] ?)?(?:(?:interval|repeat|restaging|follow ?-?up|latest|new|outside) )?(?:MRI?|RM|CT|PET(?: CT)?|US|USS|ultrasound|imaging|scan|rads?)\b[^;]{0,40}?: ?(?:about |approx\.? |~ ?)?$",
    re.IGNORECASE,
)
_ANAPHORA = re.compile(
    r"(?:^\W*(?:[a-z]\)|\d+[.)])?\W*(?:max(?:imum|imal)?\.?|greatest|largest|longest|(?:is |was )?(?:currently|now|today|at present|presently|previously|formerly|initially)|is|was)?"
    r"(?: about| approx\.?)? ?:? ?|"
    r"\b(?:is|are) (?:now|currently) |"
    r"\b(?:it|this|which|size|sized|measur\w+|dim(?:ension)?s?|diameters?|durchmesser|extent|extension|ax[ie]s|increased|decreased|grown|shrunk|enlarged|reduced)\b[^.;]{0,40})$",
    re.IGNORECASE,
)
_SIZE_TOLD = re.compile(r"\W*(?:(?:its|the|overall|approximate) )?size\b[^.;]*$", re.IGNORECASE)
_SARCOMA_FAMILIES = frozenset(
    {"soft_tissue_sarcoma", "bone_sarcoma", "intermediate_soft_tissue", "gist", "mesothelioma", ""}
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A tumour's size: the size, the words that make it one, and whether it is a quoted earlier one."""

    size: Size
    mentions: tuple[Mention, ...]
    prior: bool = False


def facts(reading: Reading, packs: Packs) -> list[Fact]:
    """Tumour sizes in text order, each with its modality; earlier ones are marked prior."""
    order = day_order(reading.note.text, reading.note.note_date)
    benign = _benign(packs)
    about = "this_tumour"
    if not _has_tumour(reading, benign):  # a benign lesion is measured only where there is nothing else
        benign, about = frozenset(), "other_tumour"
    made: list[tuple[int, Fact, bool]] = []
    elsewhere = _other_cancers(packs) - _benign(packs)
    told: list[Sentence] = []
    for sentence in reading.sentences:
        if sentence.section == "family_history" or (
            sentence.section == "technique" and reading.document != "pathology"
        ):
            continue
        label = _label(sentence)
        if rows := list(_in_table(reading, sentence, order, elsewhere)):
            made.extend(
                (sentence.index, _fact(reading, sentence, found, order, about), False) for found in rows
            )
        elif stated := stated_sizes(sentence, label):
            nouns = nouns_in(sentence, benign=benign)
            subject = subject_of(sentence, told, benign)
            for found in _sizes(reading, sentence, stated, nouns, subject, label, elsewhere):
                nodule = found.mentions[0].role == "nodule"
                made.append((sentence.index, _fact(reading, sentence, found, order, about), nodule))
        told.append(sentence)
    return joined(made if reading.document == "pathology" else _without_satellites(made))


def _in_table(
    reading: Reading, sentence: Sentence, order: DayOrder | None, elsewhere: frozenset[str]
) -> Iterator[_Found]:
    """The sizes of a table's row that is the tumour's: its first cell names it, or a diameter of what was scanned."""
    if not sentence.cells or not sentence.header:
        return
    to = sentence.cells[0][1]
    own = [item for item in sentence.mentions if item.kind == "tumour_size" and item.at < to]
    if any(item.role in {"other", "edge", "other_label"} for item in own) or _OTHER_PLACE.search(
        sentence.text, 0, to
    ):
        return
    named = next(
        (item for item in own if item.role in {"tumour", "label"} and _stands(reading, item, elsewhere)), None
    )
    rests = named or next((item for item in sentence.mentions if item.kind == "tumour_size"), None)
    if rests is None or (named is None and reading.document not in _IMAGING):
        return
    if _OTHER_ONE.search(sentence.text[: rests.at]) or _NUMBERED.match(sentence.text, rests.to):
        return
    for item in table_sizes(reading, sentence, order, named=named is not None):
        yield _Found(item.size, (rests,), prior=item.prior)


def _without_satellites(made: Sequence[tuple[int, Fact, bool]]) -> list[tuple[int, Fact, bool]]:
    """The sizes without a nodule's that is less than half the tumour's: "sarcoma 8.1 cm. Indeterminate 11 mm nodule"."""
    longest = max((fact.value.max_mm for _, fact, _ in made if not fact.value.prior), default=0)
    return [item for item in made if not item[2] or item[1].value.max_mm * 2 >= longest]


def _has_tumour(reading: Reading, benign: frozenset[str]) -> bool:
    """Whether the note names any tumour, or a mass, that is not a benign type."""
    return any(
        item.assertion.presence != "absent"
        and (
            (item.kind == "tumour_size" and item.role in {"tumour", "nodule"})
            or (item.role == "histology" and str(item.value) not in benign)
        )
        for sentence in reading.sentences
        for item in sentence.mentions
    )


@per_packs
def _benign(packs: Packs) -> frozenset[str]:
    vocabulary = packs.vocab.get("histology")
    if vocabulary is None:
        return frozenset()
    return frozenset(
        key for key, term in vocabulary.terms.items() if str(term.more.get("family", "")).startswith("benign")
    )


@per_packs
def _other_cancers(packs: Packs) -> frozenset[str]:
    """Terms whose size in a clinical note is another cancer's; a vocabulary without families names none."""
    vocabulary = packs.vocab.get("histology")
    terms = vocabulary.terms.items() if vocabulary else ()
    return frozenset(key for key, term in terms if str(term.more.get("family", "")) not in _SARCOMA_FAMILIES)


def _label(sentence: Sentence) -> Mention | None:
    return next(
        (item for item in sentence.mentions if item.kind == "tumour_size" and item.role in _LABELS), None
    )


def _sizes(
    reading: Reading,
    sentence: Sentence,
    stated: Sequence[Size],
    nouns: Sequence[Noun],
    subject: Noun | None,
    label: Mention | None,
    elsewhere: frozenset[str],
) -> Iterator[_Found]:
    """The sentence's sizes that are the tumour's."""
    if label and (label.role == "other_label" or (label.role == "bare_label" and _is_other(subject))):
        return
    since = sentence.label_to if label else 0
    for size in stated:
        if size.at < since or not _SHORTEST_MM <= size.max_mm <= _LONGEST_MM:
            continue
        if size.low_mm == 0 or is_no_size(sentence.text, size) or is_limit(sentence.text, size):
            continue
        mentions = _rests_on(reading, sentence, size, nouns, subject, label, elsewhere)
        if mentions:
            yield from _now_and_before(reading, sentence, size, mentions)


_LABELS = frozenset({"label", "bare_label", "other_label"})


def _is_other(subject: Noun | None) -> bool:
    return subject is not None and subject.thing in {"other", "edge"}


def _rests_on(
    reading: Reading,
    sentence: Sentence,
    size: Size,
    nouns: Sequence[Noun],
    subject: Noun | None,
    label: Mention | None,
    elsewhere: frozenset[str],
) -> tuple[Mention, ...]:
    """The mentions that make a size the tumour's; none when it is another thing's or nobody's."""
    text, since = sentence.text, sentence.label_to if label else 0
    own = [noun for noun in nouns if noun.at >= since]
    head = head_of(text, size, own)
    if label:
        return () if isinstance(head, Noun) and head.thing in {"other", "edge"} else (label,)
    if isinstance(head, Noun):
        led = head.at > size.at and head.thing == "nodule" and _OTHER_PLACE.search(text[: size.at][-60:])
        return (head.mention,) if not led and _is_tumour(reading, sentence, head, elsewhere) else ()
    measure = next((item for item in sentence.mentions if _is_measure(item, size)), None)
    if measure is None:
        return ()
    if head is not None:
        named = _last_tumour(nouns, size)
        three = len(size.dims_mm) > 2 and _is_placed(reading, sentence, size, nouns)
        ours = named is None or _is_tumour(reading, sentence, named, elsewhere)
        return (measure,) if three and ours else ()
    if _SCAN_LEAD.match(text[: size.at]):
        return (measure,)
    if _ITEM_SIZE.search(text[: size.at]) and (listed := _last_tumour(nouns, size)):
        return (listed.mention,) if _is_tumour(reading, sentence, listed, elsewhere) else ()
    if _is_placed(reading, sentence, size, nouns):
        return (measure,)
    return (measure,) if _is_carried(reading, text, nouns, size, subject, elsewhere) else ()


def _is_placed(reading: Reading, sentence: Sentence, size: Size, nouns: Sequence[Noun]) -> bool:
    """Whether an MRI report gives two or three diameters with a muscle or compartment and no other thing.

    "Soleus: 7.0 x 6.6 x 5.1 cm" can only be the lump that the limb was scanned for.
    """
    named = any(noun.to <= size.at and noun.thing != "tumour" for noun in nouns)
    if reading.document != "mri" or len(size.dims_mm) < 2 or named:
        return False
    placed = any(item.kind == "site" and item.role == "site" for item in sentence.mentions)
    return placed and not _OTHER_PLACE.search(sentence.text)


def _is_measure(mention: Mention, size: Size) -> bool:
    at_size = size.at <= mention.to <= size.to + 2
    return mention.kind == "tumour_size" and mention.role in {"size", "unit"} and at_size


def _is_carried(
    reading: Reading,
    text: str,
    nouns: Sequence[Noun],
    size: Size,
    subject: Noun | None,
    elsewhere: frozenset[str],
) -> bool:
    """Whether the size is told of the tumour that an earlier sentence named: "It measures …", "Size …"."""
    if nouns_before(nouns, size):
        return False
    if subject is None:  # what a scan of a limb measures without naming it is the lump
        told = only_measures(text, size) or (not nouns and _SIZE_TOLD.match(text, 0, size.at))
        return reading.document == "mri" and bool(told)
    if subject.thing not in {"tumour", "nodule"}:
        return False
    bare = reading.document != "pathology" and only_measures(text, size)
    told = bare or _ANAPHORA.search(text[: size.at])
    return bool(told) and _stands(reading, subject.mention, elsewhere)


# "… CARCINOMA. - GRADE 2. - SIZE: 9 CM": a size of its own in a list that lost its line breaks.
_ITEM_SIZE = re.compile(
    r"[.,] ?-{1,2} ?(?:size|greatest dimension|(?:maxim\w+|greatest|largest) (?:diameter|dimension))[ :=]*$",
    re.IGNORECASE,
)


def _last_tumour(nouns: Sequence[Noun], size: Size) -> Noun | None:
    return next((noun for noun in reversed(nouns) if noun.to <= size.at and noun.thing == "tumour"), None)


def nouns_before(nouns: Sequence[Noun], size: Size) -> bool:
    """Whether the sentence names anything before the size."""
    return any(noun.to <= size.at for noun in nouns)


def _is_tumour(reading: Reading, sentence: Sentence, head: Noun, elsewhere: frozenset[str]) -> bool:
    """Whether a head noun is the tumour in question: stated, the patient's, and not a second one."""
    if head.thing in {"other", "edge"} or not _stands(reading, head.mention, elsewhere):
        return False
    before, after = sentence.text[: head.at], re.split(r"[,;.(:]", sentence.text[head.to : head.to + 50])[0]
    numbered = reading.document != "pathology" and _NUMBERED.match(sentence.text, head.to)
    if _OTHER_ONE.search(before) or numbered:
        return False
    near = f"{re.split('[,;.(:]', before[-40:])[-1]} {_ITS_OWN.split(after)[0]}"
    placed_elsewhere = reading.document != "pathology" or head.thing == "nodule"
    on_ct = reading.document == "ct" or re.search(r"\bCT\b(?: chest| thorax)?:? *$", before)
    return not (placed_elsewhere and _OTHER_PLACE.search(near)) and not (head.thing == "nodule" and on_ct)


def _stands(reading: Reading, mention: Mention, elsewhere: frozenset[str]) -> bool:
    """Whether the tumour's word is asserted of this patient and names no other cancer in a clinical note."""
    said = mention.assertion
    if said.presence == "absent" or said.person != "patient":
        return False
    return (
        reading.document == "pathology" or mention.kind != "histology" or str(mention.value) not in elsewhere
    )


def _now_and_before(
    reading: Reading, sentence: Sentence, size: Size, mentions: tuple[Mention, ...]
) -> Iterator[_Found]:
    """The size, marked prior where the words say so; "grown from 4 to 6 cm" is two."""
    if size.low_mm is not None and _CHANGE.search(sentence.text[: size.at]):
        earlier = Size(at=size.at, to=size.to, dims_mm=(size.low_mm,))
        yield _Found(earlier, mentions, prior=True)
        yield _Found(size, mentions)
        return
    yield _Found(size, mentions, prior=is_earlier(reading, sentence, size))


def _fact(reading: Reading, sentence: Sentence, found: _Found, order: DayOrder | None, about: str) -> Fact:
    size = found.size
    modality = _modality(reading, sentence, found)
    # "up to 8 cm" is how the largest of several diameters is said.
    comparator = "=" if size.comparator == "<=" else size.comparator
    value = TumourSize(
        dims_mm=size.dims_mm, max_mm=size.max_mm, axes=size.axes, modality=modality, prior=found.prior,
        comparator=cast("Comparator", comparator),
    )  # fmt: skip
    return fact_from(
        reading, sentence, found.mentions, kind="tumour_size", value=value, at=size.at, to=size.to,
        date=_date(reading, sentence, found, modality, order), presence="present", person="patient",
        time="past" if found.prior else "now", about="this_tumour" if found.mentions[0].kind != "histology" else about,
    )  # fmt: skip


def _modality(reading: Reading, sentence: Sentence, found: _Found) -> Modality:
    """How the size was measured: by the scan named before it, else as the document measures."""
    named = list(_NAMED.finditer(sentence.text, 0, found.size.at))
    said = cast("Modality", named[-1].lastgroup) if named else ""
    if later := _BY_SCAN.match(sentence.text, found.size.to):
        return cast("Modality", later.lastgroup)
    asked = found.prior or sentence.section in _CLINICAL_SECTIONS
    if reading.document in _IMAGING and not (asked and said):
        return cast("Modality", reading.document)
    if (
        reading.document == "pathology"
        and sentence.section not in _CLINICAL_SECTIONS
        and not (found.prior and said)
    ):
        return "pathology"
    return said or ("" if reading.document in {"", "imaging"} else "clinical")


def _date(
    reading: Reading, sentence: Sentence, found: _Found, modality: Modality, order: DayOrder | None
) -> dt.date | None:
    """The date of the scan or visit that a quoted size comes from, where the sentence gives it; else the note's."""
    note, text, size = reading.note, sentence.text, found.size
    if not found.prior and modality in {reading.document, "clinical", ""}:
        return note.note_date
    dated = dates_in(text, anchor=note.note_date, order=order)
    after = [
        item
        for item in dated
        if found.prior and 0 <= item.at - size.to < 30 and ";" not in text[size.to : item.at]
    ]
    before = [
        item
        for item in dated
        if item.to <= size.at and size.at - item.to < 90 and ";" not in text[item.to : size.at]
    ]
    if after or before:
        return (after[0] if after else before[-1]).date
    return None if found.prior else note.note_date
