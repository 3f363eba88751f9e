"""What is asked: a trial's criteria as trees of conditions over facts.

The trial file (patterns/trials/*.yaml) is read by trialsift.trials; docs/criteria.md is the reference of
the language. Everything here is plain frozen values, so that a criterion can be compared and hashed.
"""

from dataclasses import dataclass
from typing import Any, Literal

Section = Literal["inclusion", "exclusion"]
Pick = Literal["newest", "oldest", "worst", "any", "all"]
Ties = Literal["agree", "any", "all", "worst"]
AbsentPolicy = Literal["no", "yes", "unknown", "ignored"]
OutsidePolicy = Literal["no", "ignored"]
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
    """A number in the field's standard unit; times_uln: a multiple of the upper limit of normal."""

    number: float
    unit: str = ""
    times_uln: bool = False
    written: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTest:
    """One operator on one field of a fact's value.

    words are the operands of is, one_of and is_a; limits of the comparisons; period of before/since on a
    field that holds a date. unclear lists values that neither affirm nor deny ("grade 2").
    members and wider hold, for words of a vocabulary, every term that is one of them and every term
    above them: a wider term that is present leaves the question open, one that is absent answers it.
    """

    field: str
    op: str
    words: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()
    period: Period | None = None
    unclear: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When a fact must have happened, against the screening date or against another fact.

    within: at most so long before; before: at least so long before; since: after so long before.
    relative_to, when given, replaces the screening date by the date of the fact that this test picks.
    """

    op: Literal["within", "before", "since"]
    period: Period
    relative_to: "FactTest | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many facts must pass, how close together in time; per "lesion" counts specimen parts once."""

    at_least: int
    together: Period | None = None
    per: Literal["fact", "lesion", "day"] = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTest:
    """A leaf: which facts of one kind count, what one of them must show, and which of them decides.

    `of` selects (a fact that fails it is not about the question), `tests` must all hold on the same
    fact. absent says what a documented absence answers, outside what a fact outside the window
    answers; ruled_out_by names other values of the subject field whose documented absence answers no.
    """

    kind: str
    tests: tuple[FieldTest, ...] = ()
    of: tuple[FieldTest, ...] = ()
    pick: Pick = "newest"
    ties: Ties = "agree"
    window: Window | None = None
    outside: OutsidePolicy = "ignored"
    documents: tuple[str, ...] = ()
    times: tuple[str, ...] = ("now",)
    person: str = "patient"
    about: tuple[str, ...] = ("this_tumour",)
    absent: AbsentPolicy = "ignored"
    ruled_out_by: frozenset[str] = frozenset()
    count: Count | None = None
    ask: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    """Yes when every part is."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """Yes when one part is. stated_only: parts on which the notes are silent do not block a no."""

    parts: "tuple[Condition, ...]"
    stated_only: bool = False


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
    """The first part that is not unknown decides; later ones that differ are reported."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unless:
    """The answer of `part`; a documented exception makes it `then`, silence on that changes nothing."""

    part: "Condition"
    exception: "Condition"
    then: Literal["yes", "no", "unknown"] = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuledOut:
    """The answer of `part`; where that is unknown, no when `by` is yes."""

    part: "Condition"
    by: "Condition"


Condition = FactTest | AllOf | AnyOf | Not | AtLeastOf | FirstKnown | Unless | RuledOut


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
    """Between which values laboratories set an analyte's upper limit of normal, where none is printed."""

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
    file: str = ""

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of an id; KeyError when the trial has none."""
        for item in self.criteria:
            if item.id == criterion_id:
                return item
        raise KeyError(criterion_id)
