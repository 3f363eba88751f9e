"""One thing in a trial file that two readers could read in two ways."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trialsift.criteria import Criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Where it stands, which rule found it, the words in question, and what would mend it.

    criterion is one id, or several with "+" between where the fault lies between them; "" is the trial as a whole.
    """

    criterion: str
    line: int
    rule: str
    words: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.line} {self.criterion or 'trial'} {self.rule}: {self.words} {self.remedy}"


def between(
    criteria: Sequence[Criterion], rule: str, words: str, remedy: str, *, line: int = 0
) -> Iterator[Finding]:
    """A finding that concerns one or several criteria; it stands at the line of the first."""
    yield Finding(
        criterion="+".join(dict.fromkeys(item.id for item in criteria)),
        line=line or min(item.line for item in criteria),
        rule=rule,
        words=words,
        remedy=remedy,
    )
