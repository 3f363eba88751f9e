"""Binds the bounds of a criterion to what they bound.

Names and bounds are walked in order. Names that stand together ("AST and ALT") share the bounds that
follow them, until the next name. A bound whose unit does not fit the names is left for the rules of
age, life expectancy and size, and else to nobody: a wrong bound is worse than one that is missing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from trialsift.draft.ages import ages_in
from trialsift.draft.bounds import Bound, bounds_in
from trialsift.draft.conditions import NumberCondition
from trialsift.draft.performance import performance_in
from trialsift.draft.plain import plain
from trialsift.draft.sizes import sizes_in
from trialsift.draft.split import Stretch
from trialsift.draft.units import fits
from trialsift.draft.variables import Named, names_in

_DAYS = {"days": 1, "weeks": 7, "months": 30, "years": 365}
_SENTENCE = re.compile(r"[.;]\s+(?=[A-Z(])|\n")
_NAME_LIST = re.compile(r"[^.;:≥≤<>\n]{0,60}$")
_OR = re.compile(r"(?<!and/)\bor\b", re.IGNORECASE)
# "… for those with raised bilirubin levels AST ≤ 3 x ULN": a table's next row, and no list.
_JOINED = re.compile(r"[,/(&+-]|\b(?:and|or|of|with)\b", re.IGNORECASE)
_AND_OR = re.compile(r"\band\s*/\s*or\b", re.IGNORECASE)
# "… ≥ 60 mL/min for patients with creatinine > 1.5 x ULN": the second bound says when the first applies.
_TRIGGER = re.compile(
    r"\b(?:in\s+(?:the\s+)?case\s+(?:of|that)|if|when|where|unless|whose|who\s+have|provided|despite)\b[^.;,)≥≤<>]{0,60}$"
    r"|\b(?:for|in)\s+(?:all\s+|any\s+)?(?:\w+\s+)?(?:patients?|participants?|subjects?|those|individuals?|persons?)\s+(?:with|having|whose|who)\b[^.;,)≥≤<>]{0,60}$"
    r"|(?<!concurrent\s)(?<!together\s)(?<!along\s)(?<!combined\s)(?<!defined\s)(?<!function\s)(?<!evidenced\s)\bwith\s+(?:(?:a|baseline|total|serum)\s+)*$",
    re.IGNORECASE,
)
# "… or direct bilirubin ≤ ULN for participants with bilirubin > …" says so before any bound was read,
# "creatinine > 2 is allowed if GFR > 30" gives the other way in.
_OF_SOME = re.compile(r"\bfor\s+\w+\s+with\s+(?:(?:a|an|baseline|total|serum|elevated)\s+)*$", re.IGNORECASE)
_IF_LET_IN = re.compile(
    r"\b(?:allowed|acceptable|eligible|permitted|enrolled|included)\s+(?:only\s+)?(?:if|when|provided(?:\s+that)?|with)\s+(?:(?:the|their|a|an|calculated|measured|estimated|serum|they|have|has|he|she)\s+)*$",
    re.IGNORECASE,
)
_LET_IN = re.compile(
    r"[^.;,()≥≤<>]{0,40}?\b(?:(?:is|are|be)\s+(?:also\s+)?(?:allowed|acceptable|permitted|eligible)|may\s+(?:enrol|be\s+(?:enrol|includ|eligible))|(?:allowed|acceptable|permitted)\s+(?:if|when|provided))",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(r"\s*(?:only\s+)?(?:if|when|provided)\b", re.IGNORECASE)
# "Dependent on transfusion to maintain ≥ 8 g/dL": what is aimed at is not what is asked.
_KEPT_UP = re.compile(
    r"\b(?:to\s+)?(?:maintain|keep|achiev|reach|attain)(?:ing|e?s|e)?\s+(?:\w+\s+){0,2}$", re.IGNORECASE
)
_NOTED = re.compile(r"[.;]\s+(?:of\s+note|note\b|nb\b)[^.;]*$", re.IGNORECASE)
# "(patients with Gilbert's syndrome and a bilirubin ≤ 3 x ULN may be enrolled)": a special case's limit.
_TAKEN_ALL_THE_SAME = re.compile(
    r"\s*(?:\w+\s+){0,3}(?:may|can|will|are|is|would)\s+(?:also\s+)?(?:be\s+)?(?:enrolled|enroll|eligible|allowed|included|permitted|accepted|acceptable|participate)\b",
    re.IGNORECASE,
)
# A further sentence for some patients ("If there are liver metastases: ≤ 5 x ULN") goes on with the names.
_FURTHER = re.compile(
    r"[^.;]{0,60}[.;]\s+(?:If|In|For|When|Unless|With|Patients?|Participants?|Subjects?)\b[^.;≥≤<>]{0,110}$"
)
_ASIDE = re.compile(r"\([^()]*\)")
_ENDS_WITH_OR = re.compile(r"(?<!and/)\bor\s*[:,]?\s*$", re.IGNORECASE)
_STARTS_WITH_OR = re.compile(r"\s*or\b", re.IGNORECASE)
# "Tumours > 5 cm or of high grade": something that is no number will do as well.
_OR_ELSE = re.compile(
    r"[\s)\],;]*\bor\b(?!\s+(?:older|above|over|more|greater|higher|better|less|lower|below|younger|fewer|equal|equivalent|up|(?:the\s+)?(?:subjects?|patients?|participants?)\s+(?:will|is|are)|longer|beyond|at\s+(?:the|time)|before|after|within|during)\b)",
    re.IGNORECASE,
)
_FARTHEST = 130  # characters between a name and its bound
_OWN_RULES = ("age_years", "ecog", "performance", "karnofsky", "lansky")
_BEFORE_NAME = re.compile(r"\s*(?:of|for|in|as|-|a|an|\s)*\s*(?:\w+\s+){0,2}?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A condition and where its name and bound stand, for the rules about "or"."""

    start: int
    end: int
    condition: NumberCondition
    group: int


def numbers_of(stretch: Stretch) -> tuple[NumberCondition, ...]:
    """The bounds that a criterion states, in the order of its text, none twice."""
    made: list[NumberCondition] = []
    last: tuple[NumberCondition, ...] = ()
    heads: tuple[str, ...] = ()
    before = ""
    for segment in segments(stretch):
        found, heads = _read(segment, heads, before, stretch.section)
        if found and (_ENDS_WITH_OR.search(before) or _STARTS_WITH_OR.match(segment)):
            made = [*made[: len(made) - len(last)], *(replace(item, alternative=True) for item in last)]
            found = tuple(replace(item, alternative=True) for item in found)
        made.extend(found)
        last, before = found, f"{before}\n{segment}"
    return _once(made)


def segments(stretch: Stretch) -> tuple[str, ...]:
    """The criterion's list items and paragraphs, each with its wrapped lines joined, in plain spelling."""
    held: list[list[str]] = []
    for line in stretch.lines:
        if not held or line.mark or line.blank_before:
            held.append([line.words])
        else:
            held[-1].append(line.words)
    return tuple(plain(" ".join(words)) for words in held)


def _once(conditions: Iterable[NumberCondition]) -> tuple[NumberCondition, ...]:
    """Each bound once; a second bound of one variable in the same direction is an alternative."""
    seen: list[NumberCondition] = []
    for item in conditions:
        if any(replace(item, alternative=other.alternative) == other for other in seen):
            continue
        if item.unit.lower().startswith(("lb", "pound")) and any(other.unit == "kg" for other in seen):
            continue  # "35 kg to 154 kg (77 to 340 lbs)"
        if item.variable == "age_years" and any(_contradict(item, other) for other in seen):
            continue
        if any(_exclude_each_other(item, other) for other in seen):  # "Part 1: ≤ 4 cm; part 2: > 4 cm"
            seen = [replace(o, alternative=o.alternative or _exclude_each_other(item, o)) for o in seen]
            item = replace(item, alternative=True)
        again = any(other.variable == item.variable and other.op[0] == item.op[0] for other in seen)
        seen.append(replace(item, alternative=item.alternative or again))
    return tuple(seen)


def _exclude_each_other(item: NumberCondition, other: NumberCondition) -> bool:
    """Whether no number meets both bounds: they are of two groups of patients."""
    if other.variable != item.variable or other.unit != item.unit or {item.op[0], other.op[0]} != {"<", ">"}:
        return False
    low, high = (item, other) if item.op[0] == ">" else (other, item)
    return low.value > high.value or (low.value == high.value and (low.op, high.op) != (">=", "<="))


def _contradict(item: NumberCondition, other: NumberCondition) -> bool:
    """ "≥ 18 years. As there are no data in those < 18 years …": the second age only explains the first."""
    low, high = sorted((item, other), key=lambda one: one.op[0], reverse=True)
    return (
        other.variable == item.variable and low.op[0] == ">" and high.op[0] == "<" and low.value == high.value
    )


def _read(
    text: str, heads: tuple[str, ...], before: str, section: str
) -> tuple[tuple[NumberCondition, ...], tuple[str, ...]]:
    """The conditions of one segment, and the names it leaves open for the segments that follow a colon."""
    names, bounds = names_in(text), bounds_in(text)
    own = tuple(
        _Found(start=start, end=end, condition=condition, group=-1 - number)
        for number, (start, end, condition) in enumerate(
            (
                *performance_in(text, names, bounds),
                *ages_in(text, names, bounds, before=before),
                *sizes_in(text, bounds, section=section),
            )
        )
    )
    walk = _Walk(text=text, section=section, heads=heads)
    marks: list[Named | Bound] = [*names, *bounds]
    for mark in sorted(marks, key=lambda mark: mark.start):
        walk.take(mark)
    found = sorted((*walk.found, *own), key=lambda item: item.start)
    open_names = walk.names if not walk.bound and text.rstrip().endswith((":", "-")) else ()
    ordered = _with_alternatives(text, found)
    return tuple(ordered), tuple(name.variable for name in open_names)


@dataclass
class _Walk:
    """Walks names and bounds in order; names is the group that the next bounds belong to."""

    text: str
    section: str
    heads: tuple[str, ...] = ()
    names: tuple[Named, ...] = ()
    bound: bool = False
    last: int = 0
    any_bound: bool = False
    trigger: bool = False
    way_in: bool = False
    group: int = 0
    found: list[_Found] = field(default_factory=list)
    ahead: list[Bound] = field(default_factory=list)

    def take(self, item: Named | Bound) -> None:
        if isinstance(item, Named):
            self._name(item)
        else:
            self._bound(item)

    def _name(self, name: Named) -> None:
        gap = self.text[self.last : name.start]
        if (
            self.names
            and not self.bound
            and not _OF_SOME.search(gap)
            and not (self.trigger and not _JOINED.search(gap) and name.start > self.names[-1].end)
            and (name.start == self.names[-1].start or _NAME_LIST.fullmatch(gap))
        ):
            self.names = (*self.names, name)
        else:
            self.trigger, self.way_in = self._says_when(gap), bool(_IF_LET_IN.search(gap))
            self.names, self.bound, self.group = (name,), False, self.group + 1
            self._look_back(name)
        self.last = max(self.last, name.end)

    def _says_when(self, gap: str) -> bool:
        """Whether the words before a name say for whom another bound holds, or when."""
        found = _TRIGGER.search(gap)
        if not found or _SENTENCE.search(gap) or _IF_LET_IN.search(gap):
            return False
        return self.any_bound or (bool(self.names) and bool(_OF_SOME.search(gap)))

    def _look_back(self, name: Named) -> None:
        """ "≥ 3 months life expectancy": the bound that stands right before its name and was left."""
        if not self.ahead or name.variable in ("", *_OWN_RULES):
            return
        left = self.ahead[-1]
        between = self.text[left.end : name.start]
        if len(between) <= 30 and _BEFORE_NAME.fullmatch(between) and self._emit(left, (name,)):
            self.ahead.pop()
            self.bound = True

    def _bound(self, bound: Bound) -> None:
        gap = self.text[self.last : bound.start]
        near = bound.start - self.last <= _FARTHEST and not _SENTENCE.search(gap)
        heads = () if self.names else tuple(Named(start=0, end=0, variable=head) for head in self.heads)
        if (
            _KEPT_UP.search(self.text, 0, bound.start)
            or _NOTED.search(self.text, 0, bound.start)
            or (near and not self.trigger and self._lets_in(bound))
        ):
            self.bound = True
        elif (
            self.trigger and near and (_TAKEN_ALL_THE_SAME.match(self.text, bound.end) or self._laxer(bound))
        ) or (self.bound and bound.unit.sort == "uln" and _FURTHER.fullmatch(gap) and self._laxer(bound)):
            self._emit(bound, self.names, alternative=True)
            self.bound = True
        elif (
            (near and not self.trigger and self._emit(bound, self.names or heads))
            or self.trigger
            or (near and any(name.variable == "" for name in self.names))
        ):
            self.bound = True
        else:
            self.ahead.append(bound)
        self.any_bound = True
        self.last = max(self.last, bound.end)

    def _lets_in(self, bound: Bound) -> bool:
        """ "Creatinine < 2 (> 2 is allowed if GFR > 30)": the second only says who may come in another way."""
        let_in = _LET_IN.match(self.text, bound.end)
        if not let_in or self.section != "inclusion":
            return False
        mine = {name.variable for name in self.names}
        other_way = [
            place
            for place, item in enumerate(self.found)
            if item.condition.variable in mine and item.condition.op[0] != bound.op[0]
        ]
        for place in other_way:
            item = self.found[place]
            self.found[place] = replace(item, condition=replace(item.condition, alternative=True))
        return bool(other_way) or bool(_ONLY_IF.match(self.text, let_in.end()))

    def _laxer(self, bound: Bound) -> bool:
        """Whether the names have a narrower bound of the same unit: this one is a special case's limit."""
        return any(
            item.condition.variable == name.variable
            and item.condition.op[0] == bound.op[0] == "<"
            and item.condition.unit == bound.unit.written
            and item.condition.value < bound.number
            for name in self.names
            for item in self.found
        )

    def _emit(self, bound: Bound, names: Sequence[Named], *, alternative: bool = False) -> bool:
        wanted = [name for name in names if name.variable and name.variable not in _OWN_RULES]
        fitting = [name for name in wanted if fits(name.variable, bound.unit.sort, bound.number)]
        if any(name.variable == "" for name in names) and names[-1].variable == "":
            return False
        alternative = alternative or self.way_in
        for name in fitting:
            self.found.append(
                _Found(
                    start=min(name.start, bound.start),
                    end=bound.end,
                    condition=replace(condition_of(name.variable, bound), alternative=alternative),
                    group=self.group,
                )
            )
        return bool(fitting)


def condition_of(variable: str, bound: Bound) -> NumberCondition:
    """The condition, life expectancy in days (a month is 30), sizes in mm."""
    value, unit = bound.number, bound.unit.written
    if variable == "life_expectancy_days":
        value, unit = value * _DAYS[bound.unit.sort], "days"
    return NumberCondition(variable=variable, op=bound.op, value=value, unit=unit)


def _with_alternatives(text: str, found: Sequence[_Found]) -> Iterator[NumberCondition]:
    """Marks what "or" joins: names of one group, and a bound with the one of another name after it."""
    marked: set[int] = set()
    for number, item in enumerate(found):
        mates = [
            other
            for other in found
            if other.group == item.group and other.condition.variable != item.condition.variable
        ]
        if mates and _says_or(text[min(item.start, *(m.start for m in mates)) : item.end]):
            marked.add(number)
        before = [n for n in range(number) if found[n].group != item.group]
        if before and found[before[-1]].condition.variable != item.condition.variable:
            last = found[before[-1]]
            gap = text[last.end : min(item.start, *(mate.start for mate in (item, *mates)))]
            if _says_or(gap) and not _SENTENCE.search(gap) and len(gap) < 90:
                between = bounds_in(_ASIDE.sub("", gap))
                if not between or _of_no_interest(gap):
                    marked |= {n for n in before if found[n].group == last.group}
                marked |= set() if between else {number}
    for number, item in enumerate(found):
        marked |= {number} if _OR_ELSE.match(text, item.end) else set()
        mate = next((n for n in reversed(range(number)) if _same_way(found[n], item)), None)
        if mate is not None and _joined_by_or(text[found[mate].end : item.start]):
            marked |= {mate, number}
    for number, item in enumerate(found):
        yield replace(item.condition, alternative=True) if number in marked else item.condition


def _same_way(item: _Found, other: _Found) -> bool:
    return (
        item.condition.variable == other.condition.variable and item.condition.op[0] == other.condition.op[0]
    )


def _joined_by_or(gap: str) -> bool:
    """ "≥ 12 mm by CT, or ≥ 22 mm by X-ray": nothing else is bounded between them."""
    return (
        len(gap) < 90 and _says_or(gap) and not _SENTENCE.search(gap) and not bounds_in(_ASIDE.sub("", gap))
    )


def _of_no_interest(gap: str) -> bool:
    """ "bilirubin ≤ 2 x ULN or direct bilirubin ≤ ULN, AST ≤ 3 x ULN": the "or" is not the AST's."""
    return any(not name.variable for name in names_in(gap))


def _says_or(gap: str) -> bool:
    """Whether the words between two bounds join them with "or" (not "and/or", not "equal to or")."""
    return bool(_OR.search(_AND_OR.sub(" ", gap)))
