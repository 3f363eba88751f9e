"""Answers of a printed form that are marked without a box: "Y / (N)" has a ring round its no, "Asthma ....N" is led to by dots, a cross is a no."""

import re

_YES, _NO = r"y(?:es)?", r"no?"
_RINGED = re.compile(
    rf"^(?:[/,&]? ?[a-z]+){{0,3}}[ :?.-]*(?:(?P<yes>[(\[] ?{_YES} ?[)\]]) ?[/|, ] ?{_NO}(?!\w)|{_YES} ?[/|, ] ?(?P<no>[(\[] ?{_NO} ?[)\]])|"
    rf"(?P<no_first>[(\[] ?{_NO} ?[)\]]) ?[/|, ] ?{_YES}(?!\w)|{_NO} ?[/|, ] ?(?P<yes_last>[(\[] ?{_YES} ?[)\]]))",
    re.IGNORECASE,
)
_LED_TO = re.compile(
    r"^ ?(?:\.(?: ?\.){2,}|\u2026+|_{3,}|-{3,}) ?(?P<answer>yes|no|none|nil|never|y|n|denie[sd])(?= ?(?:$|[.,;|)]|-{3}|_{3})| {1,}[A-Z]|(?=(?: [a-z-]+){1,5} ?\.\.))",
    re.IGNORECASE,
)


_CROSSED = re.compile(
    r"^ ?[:?]? ?(?:(?P<no>[\u2717\u2718\u2715\u2716])|(?P<yes>[\u2713\u2714]|\+{2,4}))(?= ?(?:$|[.,;|)]| [A-Za-z]))"
)


_LETTER = re.compile(
    r"^ ?[:?]? ?(?:\( ?(?P<round>y|n) ?\)|\[ ?(?P<square>y|n) ?\])(?! ?(?:[/|]|\[|\(?[yn]\b))", re.IGNORECASE
)
_BEFORE = re.compile(r"^\W*?(?P<mark>[\u2717\u2718\u2715\u2716\u2713\u2714]) ?$")


def marked_before(before: str) -> str | None:
    """What a tick or a cross at the head of a line says of the name behind it."""
    found = _BEFORE.match(before)
    return None if found is None else "present" if found["mark"] in "\u2713\u2714" else "absent"


def marked_answer(after: str) -> tuple[str, int] | None:
    """What the mark behind a name says and where it ends; None for options without a mark."""
    if found := _RINGED.match(after):
        return ("present" if found["yes"] or found["yes_last"] else "absent"), found.end()
    if found := _LED_TO.match(after):
        return ("present" if found["answer"].lower().startswith("y") else "absent"), found.end("answer")
    if found := _CROSSED.match(after):
        return ("present" if found["yes"] else "absent"), found.end()
    if found := _LETTER.match(after):
        return ("present" if (found["round"] or found["square"]).lower() == "y" else "absent"), found.end()
    return None
