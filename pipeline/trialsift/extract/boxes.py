"""The tick boxes of a form: which of its options are not ticked, so that they are not read as findings."""

import re
from collections.abc import Sequence

_EMPTY = re.compile(r"[\[(\u2610\u25a1](?:(?<=[\u2610\u25a1])|(?<=\[)[ _]*\]|(?<=\() *\))")
_ANY_BOX = r"(?:\[[ \t_]*[xXvV/\u2713\u2714\u221a*]?[ \t_]*\]|\([ \t]*[xX/\u2713\u2714\u221a]?[ \t]*\)|[\u2610-\u2612\u25a0\u25a1])"
_OPTION = r"(?:yes|no|y|n|fe?male|male|m|f|[0-5](?!\d)|i{1,3}|iv)"
# "Y[x] N[ ]", "[x] yes [ ] no", "0[ ] 1[x] 2[ ]": the answers to one question, each with its box.
_CHOICE = re.compile(
    rf"(?<![\w.]){_OPTION}[ \t]?{_ANY_BOX}(?:[ \t/|,]*{_OPTION}[ \t]?{_ANY_BOX}){{1,5}}|{_ANY_BOX}[ \t]?{_OPTION}\b(?:[ \t/|,]*{_ANY_BOX}[ \t]?{_OPTION}\b){{1,5}}",
    re.IGNORECASE,
)
_ANSWER_AND_BOX = re.compile(rf"{_OPTION}[ \t]?{_ANY_BOX}|{_ANY_BOX}[ \t]?{_OPTION}", re.IGNORECASE)
_BOX = re.compile(
    r"(?:\[\s*(?P<on>[xXvV/\u2713\u2714\u221a*])\s*\]|\(\s*[xX/\u2713\u2714\u221a]\s*\)|[\u2611\u2612\u2714\u25a0]|(?P<off>\[[ _]*\]|\( *\)|[\u2610\u25a1]))"
)


def unticked(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The options of a form that are not ticked, so that they are not read as findings."""
    if not _EMPTY.search(text, start, end):
        return []
    boxes = list(_BOX.finditer(text, start, end))
    if not any(box.group("off") for box in boxes):
        return []
    questions = list(_CHOICE.finditer(text, start, end))
    if questions:
        spans = [span for question in questions for span in _unchosen(text, question)]
        boxes = [box for box in boxes if not any(q.start() <= box.start() < q.end() for q in questions)]
        edges = sorted(place for q in questions for place in q.span())
        lone = [
            (max((edge for edge in edges if edge <= box.start()), default=start), box.end())
            for box in boxes
            if box.group("off")
        ]
        return sorted([*spans, *lone])
    if _named_before(text, start, end, boxes):
        asked = max((text.rfind(mark, start, boxes[0].start()) + 1 for mark in ":?"), default=start)
        stretches = zip([max(start, asked), *(box.end() for box in boxes)], boxes, strict=False)
        return [(at, box.end()) for at, box in stretches if box.group("off")]
    edges = [*(box.start() for box in boxes[1:]), end]
    return [(box.start(), edge) for box, edge in zip(boxes, edges, strict=True) if box.group("off")]


def _unchosen(text: str, question: re.Match[str]) -> list[tuple[int, int]]:
    """The answers that are not ticked where one is; a question without an answer is left as it stands."""
    answers = list(_ANSWER_AND_BOX.finditer(text, *question.span()))
    empty = [answer for answer in answers if _EMPTY.search(answer.group())]
    return [answer.span() for answer in empty] if len(answers) - len(empty) == 1 else []


def choice_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """The options of a question that begin at a place, spaces apart."""
    return re.compile(r"[ \t.]*(?:" + _CHOICE.pattern + ")", re.IGNORECASE).match(text, start, end)


def _named_before(text: str, start: int, end: int, boxes: Sequence[re.Match[str]]) -> bool:
    """Whether each box stands behind its words ("Diabetes [ ]  Gout [x]", "Family: gout [ ] cancer [x]") and not before them."""
    lead = re.split("[:?]", text[start : boxes[0].start()])[-1]
    return bool(lead.strip(" \t-*\u2022")) and not text[boxes[-1].end() : end].strip(" .\t")
