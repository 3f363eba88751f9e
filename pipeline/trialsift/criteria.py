"""What is asked: a trial's criteria as trees of conditions over facts.

The trial file (patterns/trials/*.yaml) is read by trialsift.trials; docs/criteria.md is the reference of
the language. Everything here is plain frozen values, so that a criterion can be compared and hashed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Section = Literal["inclusion", "exclusion"]
Pick = Literal["newest", "oldest", "worst", "any", "all", "agree"]
Ties = Literal["agree", "any", "all", "worst"]
AbsentPolicy = Literal["no", "yes", "unknown", "ignored"]
OutsidePolicy = Literal["no", "ignored"]
UndatedPolicy = Literal["unknown", "ignored"]
DoubtPolicy = Literal["yields", "counts", "ignored"]
Op = Literal["is", "one_of", "is_a", "at_least", "at_most", "more_than", "less_than", "between"]
TimeUnit = Literal["hours", "days", "weeks", "months", "years"]
SETTLED_BY = ("interview", "consent", "laboratory", "examination", "records", "office")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A length of time: calendar months and years, not multiples of days."""

    number: int
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.number} {self.unit.removesuffix('s') if self.number == 1 else self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A number in the field's standard unit; times_uln, times_lln: a multiple of the upper or lower limit of normal."""

    number: float
    unit: str = ""
    times_uln: bool = False
    times_lln: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTest:
    """One operator on one field of a fact's value.

    words are the operands of is, one_of and is_a; limits of the comparisons. unclear lists values that
    neither affirm nor deny ("grade 2"). For words of a vocabulary, members holds every term that is
    one of them and wider every term above them: a wider term leaves the question open.
    """

    field: str
    op: Op
    words: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    unclear: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing asked about: the word of the trial file, every term that is it, every term above it.

    parts: what notes say for one illness of a wider term; to deny it ("no cirrhosis") denies nothing below that term.
    """

    word: str
    members: frozenset[str]
    wider: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a fact must have happened, against the screening date or against another fact.

    within: at most so long before; before: at least so long before; since: not earlier than the fact
    named (no period). relative_to, when given, replaces the screening date by the date of that fact.
    """

    op: Literal["within", "before", "since"]
    period: Period | None = None
    relative_to: "FactTest | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many facts must pass, how close together in time; per "lesion" counts a specimen part once."""

    at_least: int
    together: Period | None = None
    per: Literal["fact", "lesion", "day"] = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTest:
    """A leaf: which facts of one kind count, what one of them must show, and which of them decides.

    subjects are the words that say what the fact must be about (a condition's concept, a laboratory
    analyte, a class of treatment): each is a question of its own, answered by its own facts, by those
    below it, and denied by a denial of anything above it. where selects by other fields; tests must
    all hold on the same fact. absent is what a documented absence answers, outside what a fact
    outside the window answers, undated what one without a date does, doubt whether a later doubtful mention reopens a settled question.
    """

    kind: str
    subjects: tuple[Subject, ...] = ()
    tests: tuple[FieldTest, ...] = ()
    where: tuple[FieldTest, ...] = ()
    pick: Pick = "newest"
    ties: Ties = "agree"
    window: Window | None = None
    outside: OutsidePolicy = "ignored"
    sources: tuple[str, ...] = ()
    times: tuple[str, ...] = ("now",)
    person: str = "patient"
    about: tuple[str, ...] = ("this_tumour",)
    absent: AbsentPolicy = "no"
    doubt: DoubtPolicy = "yields"
    undated: UndatedPolicy = "unknown"
    count: Count | None = None
    ask: str = field(
        default="", compare=False
    )  # two tests that ask the same of the chart are one, however worded
    who: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Yes when every part is."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Yes when one part is."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """The opposite; unknown stays unknown."""

    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeastOf:
    """Yes when at least `number` parts are."""

    number: int
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstKnown:
    """The first part that is not unknown decides; a later one that differs is reported."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class IfStated:
    """Counts among its neighbours only when the notes say something of it; silence leaves it out."""

    part: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledOut:
    """The answer of `part`; where that is unknown, no when `by` is yes."""

    part: "Condition"
    by: "Condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForAPerson:
    """A part that no note can settle or the language has no words for: always unknown, asked in these words."""

    words: str


Condition = FactTest | AllOf | AnyOf | Not | AtLeastOf | FirstKnown | IfStated | RuledOut | ForAPerson


def tests_of(condition: Condition) -> Iterator[FactTest]:
    """Every fact test of a condition, in the order in which they stand."""
    if isinstance(condition, FactTest):
        yield condition
    elif isinstance(condition, Not | IfStated):
        yield from tests_of(condition.part)
    elif isinstance(condition, RuledOut):
        yield from tests_of(condition.part)
        yield from tests_of(condition.by)
    elif not isinstance(condition, ForAPerson):
        for part in condition.parts:
            yield from tests_of(part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: its id, the protocol's own words, and the condition its statement comes to.

    condition None: no note can settle it. settled_by says which talk or test will; a deciding
    criterion must pass for a candidate. ask is the question that settles it, for the checklist.
    """

    id: str
    section: Section
    says: str
    condition: Condition | None
    settled_by: str = ""
    deciding: bool = False
    ask: str = ""
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An example in the trial file: facts that a patient has, and the answers they must give."""

    name: str
    have: tuple[tuple[str, Any], ...]
    get: tuple[tuple[str, str], ...]
    on: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UlnRange:
    """Between which values laboratories set an analyte's upper limit of normal, for notes that print none."""

    analyte: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A trial file, checked. hash is sha256 over its bytes."""

    id: str
    protocol: str
    criteria: tuple[Criterion, ...]
    hash: str = ""
    title: str = ""
    cases: tuple[Case, ...] = ()
    upper_limits: tuple[UlnRange, ...] = ()
    status: str = ""
    checked: str = ""
    file: str = ""

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of an id; KeyError when the trial has none."""
        for item in self.criteria:
            if item.id == criterion_id:
                return item
        raise KeyError(criterion_id)
