"""What is said of the whole resection and of no margin by name: "incompletely excised", R0, "clear by 12 mm"."""

import re
from collections.abc import Iterator
from typing import Any, cast

from trialsift.extract.margin_fact import margin_fact, scheme
from trialsift.extract.margin_passages import Event, Passage
from trialsift.extract.margin_standing import CONCLUDING, Found
from trialsift.extract.margin_words import length_of
from trialsift.extract.quick import quick
from trialsift.extract.reading import Reading
from trialsift.facts import Comparator, Margin

SURGICAL = quick(r"\b(?:resect\w*|surgical|excis\w*|R[012])\b", re.IGNORECASE)


def wholes(reading: Reading, passage: Passage) -> Iterator[Found]:
    """Statements about the whole resection: "incompletely excised", "gross residual disease"."""
    for event in passage.of("whole"):
        before = passage.text[max(0, event.at - 40) : event.at]
        if event.mention.assertion.presence == "absent" or re.search(
            r"\b(?:no|not|without) (?:\w+ ){0,3}$", before, re.I
        ):
            continue
        if event.says("is") != "positive" and any(
            item.says("is") == "cannot_assess" for item in passage.of("status")
        ):
            continue  # "excision appears complete, but orientation is lost; margins cannot be assessed"
        length = None if event.says("is") == "positive" else _length_next(passage, event)
        value = Margin(
            distance_mm=length_of(length) if length else None,
            status=cast("Any", event.says("is")), residual=cast("Any", event.says("residual") or None),
            scheme=event.says("scheme") or scheme(passage.text),
        )  # fmt: skip
        yield Found(margin_fact(reading, passage, event, [event], value), frozenset(), new=False)


_BRACKET = re.compile(r",? ?\(?(?:closest|nearest|by|minimum|at)?(?: \w+){0,2}?:? ?(?:by )?(?:[<>~] ?)?")


def _length_next(passage: Passage, event: Event) -> Event | None:
    """The distance right behind such words: "completely excised (0.7 mm)"."""
    lengths = (item for item in passage.of("distance") if item.at >= event.to)
    return next((item for item in lengths if _BRACKET.fullmatch(passage.text[event.to : item.at])), None)


def cleared(reading: Reading, passage: Passage) -> Iterator[Found]:
    """ "Wide local excision (clear by 12 mm)" names no margin and measures the nearest one."""
    stated = passage.of("cleared")
    if not stated or not (reading.document == "pathology" or SURGICAL.search(passage.text)):
        return
    for event in stated:
        anchors = passage.of("anchor")  # "a 12 mm margin of normal tissue" holds the word itself
        if anchors and not (event.says("rim") and all(event.at <= item.at < event.to for item in anchors)):
            continue
        value = Margin(
            status="negative", distance_mm=length_of(event), name="closest",
            comparator=cast("Comparator", dict(event.mention.slots).get("sign") or "="),
        )  # fmt: skip
        yield Found(margin_fact(reading, passage, event, [event], value), frozenset(), new=False)


# A residual class among the classes of a stage: "pT2 pN0 (0/7) L0 V0 R0", "G2, locally R0".
_TNM = re.compile(
    r"(?:\b(?:[ypcr]{0,3}[TNM] ?[0-4XO][a-d]?|L ?[01X]|Pn ?[01X]|V ?[01I2X]|G ?[1-4I]{1,3})(?: ?\([^()]{1,14}\))?)[ ,;:/-]{1,3}(?:locally |local )?(?=$|[A-Za-z])"
)
_CLASS_NEXT = re.compile(r" ?(?:classification|status|situation|category)\b", re.IGNORECASE)
_OF_RESIDUAL: dict[str, Any] = {"0": "negative", "1": "positive", "2": "positive", "X": "cannot_assess"}


def residuals(reading: Reading, passage: Passage) -> Iterator[Found]:
    """R0 to RX beside words of resection, or after a diagnosis ("sarcoma, 41 mm, R1 (deep)")."""
    for event in passage.of("residual"):
        if not _is_residual_class(passage, event) or _is_unmarked(reading, event):
            continue
        level = event.mention.words[-1].upper().replace("O", "0")
        name = next((item for item in passage.of("name") if 0 <= item.at - event.to <= 2), None)
        words = name.mention.words.lower() if name else ""
        value = Margin(
            status=_OF_RESIDUAL[level],
            residual=cast("Any", f"R{level}"),
            name=words,
            scheme=scheme(passage.text),
        )
        events = [event, name] if name else [event]
        yield Found(margin_fact(reading, passage, event, events, value), frozenset({words} - {""}), new=False)


# "R0 [x]  R1 [ ]  R2 [ ]", "(R0) R1 R2", "R0 / R1 / R2": the classes of a form, of which one may be marked.
_CLASSES = re.compile(
    r"R0\b[^\w\n]{1,4}[xX\u2713]?[^\w\n]{0,6}\bR1\b[^\w\n]{1,4}[xX\u2713]?[^\w\n]{0,6}\bR2\b"
)
_BOX_BEFORE = re.compile(r"[\[(] ?[xX\u2713]? ?[\])] ?$")
_REACH = 60


def _is_unmarked(reading: Reading, event: Event) -> bool:
    """Whether a class stands in a form's list of all and is not the one that is marked there."""
    text, start = reading.note.text, event.mention.start
    listed = next(
        (
            item
            for item in _CLASSES.finditer(text, max(start - _REACH, 0), start + _REACH)
            if item.start() <= start < item.end()
        ),
        None,
    )
    if listed is None:
        return False
    level = rf"R{event.mention.words[-1]}"
    if re.search(rf"[(<*]{level}[)>*]", text[max(start - 1, 0) : start + 4]):
        return False
    boxed_before = bool(_BOX_BEFORE.search(text[: listed.start()][-6:]))
    beside = text[max(start - 6, 0) : start] if boxed_before else text[start : start + 8]
    return not re.search(r"[\[(] ?[xX\u2713] ?[\])]", beside)


def _is_residual_class(passage: Passage, event: Event) -> bool:
    near = [item for item in passage.of("residual_label", "anchor") if abs(item.at - event.at) < 60]
    before = passage.text[: event.at]
    if re.search(
        r"\b(?:slides?|blocks?|cassettes?|sections?|rib|ribs|vs|or|and|/|nodes?,?|levels?|stations?) ?$",
        before,
        re.IGNORECASE,
    ):
        return False
    return (
        bool(near or _CLASS_NEXT.match(passage.text, event.to))
        or bool(_TNM.search(before) or _TNM.match(passage.text, event.to))
        or (bool(re.search(r"(?:, ?|\(|\bmm ?)$", before)) and passage.sentences[0].section in CONCLUDING)
        or _stands_last(passage, event)
    )


_BLOCKS = re.compile(r"\b(?:slides?|blocks?|sections?|cassettes?|submitted|stain\w*)\b", re.IGNORECASE)


def _stands_last(passage: Passage, event: Event) -> bool:
    """Whether the class is the last item of a list that tells a tumour in short: "…, 3.9 cm; nodes 0/3; R0"."""
    alone = len(passage.of("residual")) == 1 and not _BLOCKS.search(passage.text)
    listed = re.search(r"[;,] ?$", passage.text[: event.at])
    return bool(alone and listed) and not passage.text[event.to :].strip(" .)")
