"""The packs' section titles where they stand as headings in a raw note."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trialsift.packs.rules import SectionRule


@dataclass(frozen=True, slots=True)
class Heading:
    """A section title where it stands: title start, body start, the rule; inline: text follows on its line."""

    start: int
    body: int
    rule: SectionRule
    title: str
    inline: bool


def starts(heading: Heading) -> int:
    """Where a heading's title begins."""
    return heading.start


class Titles:
    """Finds the packs' section titles that stand as headings."""

    def __init__(self, rules: Sequence[SectionRule]) -> None:
        self._rules = {_key(title): rule for rule in rules for title in rule.titles}
        any_title = _any_of({_plain(title) for rule in rules for title in rule.titles})
        self._any_case = (
            re.compile(rf"(?<![A-Za-z])({any_title})(?![A-Za-z])", re.IGNORECASE) if any_title else None
        )
        # Begins with what stands before a title, which can be skipped to; letters compare faster without their case.
        self._lower = re.compile(rf"[^a-z]({any_title})(?![a-z])") if any_title else None

    def headings(self, text: str) -> list[Heading]:
        """Every title that opens a line, or stands in capitals or with a colon after a full stop."""
        found: list[Heading] = []
        for start, end in self._places(text):
            body = _body_after(text, start, end)
            title = text[start:end]
            if body is not None and not (_key(title) == _FIELD_TOO and _FORM_GOES_ON.match(text, body)):
                found.append(_heading(text, start, body, self._rules[_key(title)], title))
        return found

    def _places(self, text: str) -> list[tuple[int, int]]:
        if self._any_case is None or self._lower is None:
            return []
        if not text.isascii() and _DOTLESS.search(text):  # letters that only a comparison of both cases knows
            return [match.span(1) for match in self._any_case.finditer(text)]
        return [
            (start - 1, end - 1)
            for start, end in map(_first_group, self._lower.finditer(f"\n{text.lower()}"))
        ]


_DOTLESS = re.compile("[\u0130\u0131]")


def _first_group(match: re.Match[str]) -> tuple[int, int]:
    return match.span(1)


def _any_of(titles: Iterable[str]) -> str:
    """A regex of all titles that tries the longest first, each shared beginning once: many times faster.

    Scanners lose the blank in "GrossDescription:", so that it may be missing.
    """
    tree: dict[str, dict[str, Any]] = {}
    for title in titles:
        place = tree
        for character in title:
            place = place.setdefault(character, {})
        place[""] = {}
    return _branches(tree)


def _branches(tree: Mapping[str, Mapping[str, Any]]) -> str:
    ends = "" in tree
    ways = [
        (r"[ \t]*" if character == " " else re.escape(character)) + _branches(rest)
        for character, rest in tree.items()
        if character
    ]
    if not ways:
        return ""
    body = ways[0] if len(ways) == 1 and not ends else f"(?:{'|'.join(ways)})"
    return f"{body}?" if ends else body


def _heading(text: str, start: int, body: int, rule: SectionRule, title: str) -> Heading:
    rest = re.match(r"[ \t]*[^\s]", text[body : body + 80])
    return Heading(start, body, rule, title, inline=rest is not None)


def _plain(title: str) -> str:
    return " ".join(title.lower().replace("-", " ").split())


def _key(title: str) -> str:
    return _plain(title).replace(" ", "")


# "Gross: ulcerating" followed by "Tumour size: 3 cm" is a field of a form and heads nothing.
_FIELD_TOO = "gross"
_FORM_GOES_ON = re.compile(r"[ \t]*[^\s][^\n]{0,70}\n[ \t]*(?:[A-Z][\w/() -]{2,40}[ \t]?:[ \t]?\S|Size\b)")
_AFTER_TITLE = re.compile(r"[ \t]*(?:\([^)\n]{0,40}\))?[ \t]*(?::|-{1,2}[ \t]|={2,}|(?=\r?\n|$))")
_AFTER_STOP = re.compile(r"\.[ \t]+(?=[A-Z])")
_LINE_LEAD = re.compile(
    r"(?:^|[\r\n])[ \t]*(?:[-*#=\u2022]+[ \t]*|\(?\d{1,2}[.)]?[ \t]+|[IVX]{1,4}\.[ \t]+|[A-Z][.)][ \t]+)?$"
)
_INLINE_LEAD = re.compile(r"(?:[.;:!?)\]][ \t]+|[ \t]{2,}|\|[ \t]*)$")


_AFTER_CAPITALS = re.compile(r"[ \t]+(?=[A-Z][a-z])")
_SHORTEST_BARE = 8  # letters of a title in capitals that needs no colon


def _body_after(text: str, start: int, end: int) -> int | None:
    lead = text[max(0, start - 24) : start]
    at_line = not start or bool(_LINE_LEAD.search(lead))
    inline = text[start].isupper() and bool(_INLINE_LEAD.search(lead))
    if not (at_line or inline):
        return None
    after, stop = _AFTER_TITLE.match(text, end), _AFTER_STOP.match(text, end)
    if at_line and after:
        return after.end()
    if at_line and stop and text[start].isupper():
        return stop.end()
    if inline and after and text[after.end() - 1] == ":":
        return after.end()
    # Where line breaks are lost a title still stands out by its capitals: "… colon CA. GROSS DESCRIPTION. Received …".
    stop = stop or _AFTER_CAPITALS.match(text, end)
    bare = inline and end - start >= _SHORTEST_BARE and text[start:end].isupper()
    return stop.end() if stop and bare else None
