"""What the protocol's own words leave open: lists, negations, fragments, hedges, joined conditions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from trialsift.criteria import (
    AllOf,
    AnyOf,
    Condition,
    Criterion,
    FactTest,
    ForAPerson,
    IfStated,
    Not,
    RuledOut,
    Trial,
)
from trialsift.trials.lint.finding import Finding, between

_LONGEST = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One rule over a criterion's words: its name, the pattern, where it applies, and what would mend it."""

    rule: str
    pattern: re.Pattern[str]
    remedy: str
    section: str = ""


def _words(rule: str, pattern: str, remedy: str, *, section: str = "") -> Words:
    return Words(rule=rule, pattern=re.compile(pattern, re.IGNORECASE), remedy=remedy, section=section)


_HARM = (
    r"prior|previous|history|known|evidence|concurrent|concomitant|other|active|current|uncontrolled|serious|severe|significant|symptomatic|"
    r"major|metasta\w*|brain|cns|contraindication\w*|pregnan\w*|malignan\w*|second"
)
OPEN = (
    r"\b(?:including|includes?)\b(?:,? but)?(?:,? (?:is |are )?not limited to)[^.;]*", r"\bexamples? includes?[^.;]*", r"\be\.\s?g\.[^;]*",
    r"\bsuch as\b[^.;]*", r"\bfor example\b[^.;]*", r"\betc\b\.?", r"\band so on\b",
    r"(?<!\()\bincluding\b[^.;,()]*(?:\([^)]*\))?,[^.;]*",  # "(including hip)" explains one word and opens no list
)  # fmt: skip
WORDINGS = (
    _words("double-negative", rf"(?:^|(?<=[.;] ))(?:there (?:is|are|was|must be) )?(?:no|free of(?: any)?|absence of(?: any)?) (?:{_HARM})\b[^.;,]*",
           'Under Exclusion this would exclude those who do not have it. Ask for it without "no".', section="exclusion"),
    _words("double-negative", r"(?<!investigator )(?<!physician )\b(?:must|should|may|shall) not (?:have|be(?! able)|receive|take|show)\b[^.;,]*",
           "A prohibition under Exclusion is a double negative. Name what excludes.", section="exclusion"),
    _words("double-negative", r"\b(?:not|no|never|without) (?:\w+ ){0,2}(?:unable|inability|unwilling|absence|lack)\b[^.;,]*", "Two negations in one sentence. Say it without them."),
    _words("requirement-under-exclusion", r"\b(?:must|should|shall) (?:have|be)\b(?! (?:excluded|not\b|considered|discussed|reviewed|discontinued if))[^.;,]*|\b(?:is|are) required to\b[^.;,]*",
           "Under Exclusion a requirement excludes those who meet it. Make it an inclusion of its own.", section="exclusion"),
    _words("open-list", "|".join(OPEN), "The list is open. Say whether others count, and by which mark."),
    _words("pointer", r"\b(?:at least|one|any|some|all|more)\b[^.;:()]{0,14}\bof (?:the )?(?:below|above|following|aforementioned)\b(?![^.;]{0,80}:)(?: \w+)?",
           "Name what is counted, and put a colon before the list."),
    _words("hedge", r"\band/or\b|\bif (?:possible|applicable|feasible|appropriate)\b|\bas appropriate\b|\bpreferabl[ey]\b|\bideally\b|\busually\b|\bgenerally\b|\bmore or less\b|\bapproximately\b",
           "This leaves the rule to the reader. Say when it holds."),
    _words("lost-exponent", r"[x×*]\s*10(?:3|6|9|12)\s*/\s*[a-zµμ]+", "The exponent has lost its place. Write 10^9/L."),
    _words("fragment", r"(?:[≤≥<>=]|\b(?:and|or|of|than|with|the|to|least|most|within))\s*$|[≤≥<>]\s*(?=[,;.](?!\d))|\(\s*$", "The sentence breaks off. Ask what follows."),
    _words("undefined-grade", r"\b(?:high|low|intermediate)[ -](?:\w+ )?grade\b(?![^.]*(?:FNCLCC|Trojani|NCI|POG|grade [123]|G[123]\b))", "By which scheme? Say what an FNCLCC grade 2 is."),
)  # fmt: skip


def wordings(trial: Trial) -> Iterator[Finding]:
    """What the table of wordings finds, and nested conditions, criterion by criterion."""
    for item in trial.criteria:
        for words in WORDINGS:
            if words.section in {"", item.section} and (match := words.pattern.search(item.says)):
                yield from between([item], words.rule, _quoted(match[0]), words.remedy)
        yield from _unbalanced(item)
        yield from _nested(item)


def _quoted(words: str) -> str:
    plain = " ".join(words.split())
    return f'"{plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"}".'


def _unbalanced(item: Criterion) -> Iterator[Finding]:
    left, paired = item.says, ""
    while paired != left:
        left, paired = re.sub(r"\([^()]*\)", "", left), left
    left = re.sub(r"(?:^|(?<=\s))(?:\d{1,2}|[a-z]|[ivx]{1,4})\)", "", left)  # "1) … 2) …" opens no bracket
    if "(" in left or ")" in left:
        yield from between(
            [item], "fragment", "A bracket has no partner.", "Ask whether something is missing."
        )


def _nested(item: Criterion) -> Iterator[Finding]:
    """ "And" and "or" side by side in one sentence of a criterion whose condition is nested."""
    if item.condition is None or not _is_nested(item.condition):
        return
    for sentence in re.split(r"(?<=[a-z)])\.\s+(?=[A-Z])", item.says):
        bare = re.sub(r"\([^()]*\)|\bor (?:more|less|equal|greater|higher|lower)\b", "", sentence)
        if re.search(r"\beither\b", bare, re.IGNORECASE):
            continue
        if re.search(r"\bor\b", bare) and re.search(r"\band\b|;|\bin case of\b|\bif\b|\bunless\b", bare):
            yield from between(
                [item], "nested", _quoted(sentence), "Put brackets or numbers round what belongs together."
            )
            return


def _is_nested(condition: Condition, *, above: type | None = None) -> bool:
    """Whether an `any` stands within an `all` or the other way round; what is only ruled out does not count."""
    if isinstance(condition, FactTest | ForAPerson):
        return False
    if isinstance(condition, Not | IfStated | RuledOut):
        return _is_nested(condition.part, above=above)
    asked = [
        part for part in condition.parts if not isinstance(part, ForAPerson)
    ]  # a draft's rest nests nothing
    own = type(condition) if type(condition) in {AllOf, AnyOf} and len(asked) > 1 else above
    if above is not None and own is not above:
        return True
    return any(_is_nested(part, above=own) for part in asked)
