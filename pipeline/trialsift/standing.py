"""What supersedes what between the notes of one patient: preliminary and final, first and second opinion.

Experts who disagree without a consensus leave both their readings standing.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from trialsift.facts import Fact
from trialsift.note import Note

if TYPE_CHECKING:
    from trialsift.chart import Document

_JUDGED = frozenset({"histology", "grade"})
_HEAD = 500  # characters of a report in which its title says what it is
_AROUND = 160  # characters round a statement
_YEAR = dt.timedelta(days=366)
_PRELIMINARY = re.compile(
    r"\b(?:prelim(?:inary)?|provisional report|interim report|not final|draft report)\b", re.IGNORECASE
)
_NO_PRELIMINARY = re.compile(
    r"supersed\w+ (?:the |our )?(?:prelim\w*|provisional|interim)|replaces? (?:the |our )?(?:prelim\w*|provisional|interim)",
    re.IGNORECASE,
)
_SUPERSEDES = re.compile(
    r"\b(?:supersedes?|replaces|amended (?:report|diagnosis)|corrected report|revised (?:report|diagnosis)|in place of the (?:earlier|previous))\b",
    re.IGNORECASE,
)
_SECOND = re.compile(
    r"\b(?:second opinion|consultation report|expert (?:review|opinion)|reference (?:cent(?:re|er)|laboratory|pathologist)|review of (?:outside |referred |submitted )*(?:slides|material|blocks|case)|"
    r"slide review|central review|outside slides reviewed|pathology review|referral review)\b",
    re.IGNORECASE,
)
_DISPUTE = re.compile(
    r"\b(?:no consensus|(?:do|does|did) not agree|disagree\w*|discordan\w+|opinions? (?:differ|divided)|consensus (?:was )?not reached|"
    r"type and grade not|not (?:definitely|definitively|reliably) (?:assignable|classifiable))",
    re.IGNORECASE,
)
_CONSENSUS = re.compile(
    r"\b(?:consensus(?: diagnosis)?|agreed diagnosis|final diagnosis|diagnosis agreed|all agree|pathologists? (?:have )?agreed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Report:
    """A document with its facts on the tumour in question, and what its words say of its rank."""

    document: "Document"
    text: str
    judged: tuple[Fact, ...]

    @property
    def day(self) -> dt.date:
        return self.document.date or dt.date.min

    @property
    def is_pathology(self) -> bool:
        return self.document.family == "pathology"

    @property
    def is_preliminary(self) -> bool:
        head = f"{_spaced(self.document.note_type)} {self.text[:_HEAD]}"
        return bool(_PRELIMINARY.search(_NO_PRELIMINARY.sub("", head)))

    @property
    def overrules(self) -> bool:
        """Whether it says that it replaces an earlier report, or is a review by a second pathologist."""
        head = f"{_spaced(self.document.note_type)} {self.text[:_HEAD]}"
        return bool(_SUPERSEDES.search(self.text) or _SECOND.search(head))

    @property
    def certain(self) -> tuple[Fact, ...]:
        """The tumour types that it states plainly."""
        return tuple(fact for fact in self.judged if fact.kind == "histology" and _is_certain(fact))


def conflict(first: Fact, second: Fact) -> bool:
    """Whether two facts of one kind cannot both be right: a class and a type of it can, two types cannot."""
    one, two = first.value, second.value
    if first.kind == "histology":
        return one.code != two.code and one.code not in two.is_a and two.code not in one.is_a
    if first.kind == "grade":
        return one.scheme == two.scheme and (one.value, one.high) != (two.value, two.high)
    if first.kind == "margin":
        return one.name == two.name and None not in {one.status, two.status} and one.status != two.status
    return bool(one != two)


def across_notes(
    facts: Sequence[Fact], documents: Sequence["Document"], *, notes: Mapping[str, Note] | None = None
) -> tuple[Fact, ...]:
    """The same facts in the same order; types and grades that a later report replaced are superseded.

    A report that calls itself preliminary gives way to the next one, an earlier reading to a report that
    says it replaces it, to a second opinion or to a consensus, unless a note says that they do not agree.
    A diagnosis that pathologists have taken back by name is gone from every note that tells of it.
    """
    texts = {key: note.text for key, note in (notes or {}).items()}
    reports = [_report(document, facts, texts) for document in documents]
    disputed = any(_DISPUTE.search(report.text) for report in reports if not _is_settled(report, reports))
    pairs = [pair for pair in _pairs(reports) if pair[0].is_preliminary or not disputed]
    gone = {id(fact) for older, newer in pairs for fact in _replaced(older, newer)}
    gone |= {id(fact) for fact in _repeats(reports, pairs, gone)}
    gone |= {id(fact) for fact in _taken_back(facts, reports)}
    return tuple(replace(fact, standing="superseded") if id(fact) in gone else fact for fact in facts)


def _spaced(words: str) -> str:
    return re.sub(r"[_\-./]+", " ", words)


def _is_certain(fact: Fact) -> bool:
    return fact.presence == "present" and fact.standing == "stands" and fact.time == "now"


def _report(document: "Document", facts: Sequence[Fact], texts: Mapping[str, str]) -> _Report:
    judged = tuple(
        fact
        for fact in facts
        if fact.note_id == document.note_id
        and fact.kind in _JUDGED
        and fact.about == "this_tumour"
        and fact.person == "patient"
        and fact.standing == "stands"
    )
    return _Report(document, texts.get(document.note_id, ""), judged)


def _is_settled(report: _Report, reports: Sequence[_Report]) -> bool:
    """Whether a dispute was followed by a later report that replaces, or by a consensus."""
    later = [other for other in reports if other.day > report.day]
    return any(other.is_pathology and other.certain for other in later) or any(
        _consensus(other) for other in later
    )


def _consensus(report: _Report) -> tuple[Fact, ...]:
    """The types that a meeting's note states as agreed."""
    return tuple(
        fact
        for fact in report.certain
        if _CONSENSUS.search(
            report.text[max(fact.evidence[0].start - _AROUND, 0) : fact.evidence[0].end + _AROUND]
        )
        and not _DISPUTE.search(report.text)
    )


def _pairs(reports: Sequence[_Report]) -> list[tuple[_Report, _Report]]:
    """Each report with every later one that replaces it."""
    return [
        (older, newer)
        for older in reports
        for newer in reports
        if older.is_pathology and older.day <= newer.day and older is not newer and _gives_way(older, newer)
    ]


def _gives_way(older: _Report, newer: _Report) -> bool:
    if not newer.certain or (newer.is_preliminary and newer.is_pathology):
        return False
    if not newer.is_pathology:
        return bool(_consensus(newer)) and older.day < newer.day
    return older.is_preliminary or (newer.overrules and older.day < newer.day)


def _replaced(older: _Report, newer: _Report) -> list[Fact]:
    """What the newer report leaves of the older: whatever was uncertain or contradicts it is gone."""
    said = newer.certain if newer.is_pathology else _consensus(newer)
    grades = [fact for fact in newer.judged if fact.kind == "grade" and _is_certain(fact)]
    return [
        fact
        for fact in older.judged
        if older.is_preliminary
        or fact.presence == "uncertain"
        or _is_contradicted(fact, said if fact.kind == "histology" else grades)
    ]


def _is_contradicted(fact: Fact, said: Sequence[Fact]) -> bool:
    """Whether one of the newer statements contradicts it; an exclusion only falls to what it excluded."""
    if fact.presence == "absent":
        return any(fact.value == other.value for other in said)
    return any(conflict(fact, other) for other in said)


def _repeats(
    reports: Sequence[_Report], pairs: Sequence[tuple[_Report, _Report]], gone: set[int]
) -> list[Fact]:
    """Letters that repeat a type which the laboratory has taken back, before or after it did."""
    old = [
        fact for older, _ in pairs for fact in older.judged if id(fact) in gone and fact.kind == "histology"
    ]
    new = [fact for _, newer in pairs for fact in newer.certain]
    codes = {fact.value.code for fact in old if fact.presence != "absent"}
    return [
        fact
        for report in reports
        if report.document.family == "clinic"
        for fact in report.judged
        if fact.kind == "histology"
        and fact.value.code in codes
        and all(conflict(fact, other) for other in new)
    ]


def _taken_back(facts: Sequence[Fact], reports: Sequence[_Report]) -> list[Fact]:
    """What a review takes back by name, where it was stated in the year before or is told without a date."""
    reviews = {
        report.document.note_id: report.day for report in reports if report.is_pathology and report.overrules
    }
    reviewed = [
        (fact.value.code, reviews[fact.note_id])
        for fact in facts
        if fact.kind == "histology" and fact.standing == "superseded" and fact.time == "past" and fact.note_id in reviews
    ]  # fmt: skip
    return [
        fact
        for fact in facts
        if fact.kind == "histology" and fact.standing == "stands" and fact.person == "patient" and fact.presence != "absent"
        and any(fact.value.code == code and _in_year_before(fact.date, day) for code, day in reviewed)
    ]  # fmt: skip


def _in_year_before(day: dt.date | None, end: dt.date) -> bool:
    return day is None or dt.timedelta() <= end - day <= _YEAR
