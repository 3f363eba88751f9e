"""Names in a row before one limit: "TP, INR ≤ 1.5": does the first have a limit at all?"""

import re
from collections.abc import Iterator

from trialsift.criteria import Trial
from trialsift.packs.rules import Packs, Term
from trialsift.trials.lint.finding import Finding, between

_ROW = re.compile(
    r"(?:^|(?<=[;.,:] )|(?<=\band ))(?P<first>[A-Z][A-Za-z]{1,5}), ?(?P<second>[A-Z][A-Za-z]{1,5}) ?(?=[≤≥<>]|(?:at|up to|less|more|not) )"
)


def dangling(trial: Trial, packs: Packs) -> Iterator[Finding]:
    """Rows of abbreviations with one limit, unless both are known and measured in the same unit (ALT, AST)."""
    for item in trial.criteria:
        for match in _ROW.finditer(item.says):
            pair = [_analyte(match[name], packs) for name in ("first", "second")]
            if None in pair or len({term.more["unit"] for term in pair if term}) > 1:
                words = f'"{match[0].strip()}": {match["first"]} has no limit of its own.'
                yield from between([item], "fragment", words, "Ask whether the limit holds for both.")


def _analyte(word: str, packs: Packs) -> Term | None:
    vocabulary = packs.vocab.get("analyte")
    terms = vocabulary.terms.values() if vocabulary else ()
    named = (
        term
        for term in terms
        if word in term.short or word.lower() in {other.lower() for other in (term.id, *term.words)}
    )
    return next(named, None)
