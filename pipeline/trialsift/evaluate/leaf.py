"""The test of one fact kind on a chart: which reading decides, and what is missing when none does."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from trialsift.answers import Truth
from trialsift.criteria import Count, FactTest, Subject
from trialsift.evaluate.fields import near_limit, number_of
from trialsift.evaluate.logic import all_of, any_of
from trialsift.evaluate.readings import Reading, readings
from trialsift.evaluate.result import Case, Result
from trialsift.evaluate.windows import before, inside
from trialsift.evaluate.words import missing_for, said
from trialsift.facts import Fact
from trialsift.traits import TRAITS

_MOST_USED = 6  # facts shown for one leaf; the rest stay in the chart


def leaf(test: FactTest, case: Case, *, stated: bool = False) -> Result:
    """The answer of one test; each subject is a question of its own, and one yes is enough.

    stated: the subjects of which the notes say nothing are left out, unless they say nothing of any.
    """
    if test in case.supposed:
        return Result(truth=case.supposed[test], because="supposed")
    found = [_of_subject(test, case, subject) for subject in test.subjects or (None,)]
    if stated:
        found = [item for item in found if not item.silent] or found
    truth = any_of(item.truth for item in found)
    telling = [item for item in found if item.truth == truth] if truth != "no" else found
    return Result(
        truth=truth,
        because=_joined([item.because for item in telling if item.because]),
        used=tuple(dict.fromkeys(fact for item in telling for fact in item.used))[:_MOST_USED],
        missing=()
        if truth != "unknown"
        else tuple(dict.fromkeys(gap for item in telling for gap in item.missing)),
        warnings=tuple(dict.fromkeys(words for item in telling for words in item.warnings)),
        silent=all(item.silent for item in found),
        open_tests=(test,) if truth == "unknown" else (),
    )


def _joined(words: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(words))


def _of_subject(test: FactTest, case: Case, subject: Subject | None) -> Result:
    found = list(readings(test, case, subject))
    timed, older = _in_window(test, case, found)
    if test.count:
        return _counted(test, case, subject, timed, test.count)
    firm = [item for item in timed if not item.doubt]
    doubtful = [item for item in timed if item.doubt]
    counted = [*firm, *_still_open(doubtful, firm)] if test.doubt == "counts" else firm
    if not counted and test.doubt != "ignored":
        counted = doubtful
    picked = _picked(test, case, counted)
    if not picked:
        return _silent(test, case, subject, older)
    return _decided(test, case, subject, picked, timed)


def _still_open(doubtful: list[Reading], firm: list[Reading]) -> list[Reading]:
    """The doubts that no later plain statement has settled."""
    newest = max((item.fact.date or dt.date.min for item in firm), default=dt.date.min)
    return [item for item in doubtful if (item.fact.date or dt.date.min) >= newest]


def _decided(
    test: FactTest, case: Case, subject: Subject | None, picked: list[Reading], timed: list[Reading]
) -> Result:
    truth, conflict = _truth(test, picked)
    telling = [item for item in picked if item.truth == truth] or picked
    used = tuple(dict.fromkeys(item.fact for item in (picked if conflict else telling)))
    return Result(
        truth=truth,
        because=said(used[:_MOST_USED], conflict=conflict),
        used=used[:_MOST_USED],
        missing=missing_for(test, case, subject, used) if truth == "unknown" else (),
        warnings=_warnings(test, case, truth, used, picked, timed, conflict=conflict),
    )


def _silent(test: FactTest, case: Case, subject: Subject | None, older: list[Reading]) -> Result:
    facts = tuple(item.fact for item in older[-2:])
    because = f"Only outside the window: {said(facts)}" if facts else ""
    return Result(
        truth="unknown",
        because=because,
        used=facts,
        missing=missing_for(test, case, subject, ()),
        silent=not facts,
    )


def _in_window(test: FactTest, case: Case, found: list[Reading]) -> tuple[list[Reading], list[Reading]]:
    """The readings that count, and those that are too old (or too new) to. Denials have no window."""
    if test.window is None:
        return found, []
    anchor = _anchor(test, case)
    kept: list[Reading] = []
    older: list[Reading] = []
    for item in found:
        within = _within(test, item, case, anchor)
        if within == "yes":
            kept.append(item)
        elif within == "unknown" and test.undated == "ignored":
            continue
        elif within == "unknown":
            truth: Truth = "no" if item.truth == "no" else "unknown"
            kept.append(replace(item, truth=truth, vague=False, undated=True))
        elif test.outside == "no":
            kept.append(replace(item, truth="no", doubt=False))
        else:
            older.append(item)
    return _without_outdone(kept, case), older


def _within(test: FactTest, item: Reading, case: Case, anchor: dt.date | None) -> Truth:
    """Whether a reading lies in the window. A past event that carries only its note's date has no date of its own."""
    if item.fact.presence == "absent" or test.window is None:
        return "yes"
    if item.fact.time == "past" and item.fact.date == _day_of_note(item, case):
        return "unknown"
    return inside(test.window, item.fact, anchor)


def _without_outdone(found: list[Reading], case: Case) -> list[Reading]:
    """Undated mentions give way to plain statements of the same or a later note: "RT to the breast" to "RT in 2012"."""
    plain = [_day_of_note(item, case) or dt.date.min for item in found if not item.undated and not item.doubt]
    newest = max(plain, default=None)
    if newest is None:
        return found
    return [item for item in found if not item.undated or (_day_of_note(item, case) or dt.date.min) > newest]


def _day_of_note(item: Reading, case: Case) -> dt.date | None:
    document = case.chart.document(item.fact.note_id)
    return document.date if document else None


def _anchor(test: FactTest, case: Case) -> dt.date | None:
    relative = test.window.relative_to if test.window else None
    if relative is None:
        return case.on
    used = leaf(relative, case).used
    return max((fact.date for fact in used if fact.date), default=None)


def _picked(test: FactTest, case: Case, found: list[Reading]) -> list[Reading]:
    """The readings that decide: those of the newest day, of the oldest, the worst value, or all of every day."""
    if not found or test.pick in {"any", "all", "agree"}:
        return found
    found = [
        item for item in found if not item.vague
    ] or found  # "sarcoma" in a later letter takes nothing back
    if test.pick == "worst":
        return _worst(test, case, found)
    days = [item.fact.date or dt.date.min for item in found]
    day = max(days) if test.pick == "newest" else min(days)
    return [item for item, own in zip(found, days, strict=True) if own == day]


def _worst(test: FactTest, case: Case, found: list[Reading]) -> list[Reading]:
    """The largest value, or the smallest where a low one is worse; words: the first that fails least well."""
    traits = TRAITS[test.kind]
    numbers = (
        [(number_of(item.fact, traits.field, case), item) for item in found]
        if traits.unit or test.kind in {"ecog", "lab"}
        else []
    )
    known = [
        (number.high if traits.rising_is_worse else -number.low, item) for number, item in numbers if number
    ]
    if known:
        top = max(worth for worth, _ in known)
        return [item for worth, item in known if worth == top]
    return [item for item in found if item.truth == "yes"] or found


def _truth(test: FactTest, picked: list[Reading]) -> tuple[Truth, bool]:
    """The picked readings as one answer, and whether they contradict each other."""
    ties = test.pick if test.pick in {"any", "all", "agree"} else test.ties
    truths = [item.truth for item in picked]
    if ties == "any":
        return any_of(truths), False
    if ties == "all":
        return all_of(truths), False
    if ties == "worst" and "yes" in truths:
        return "yes", False
    firm = {item.truth for item in picked if not item.vague and not item.doubt} or set(truths)
    if test.pick == "agree" or _are_ends_of_one_range(
        picked
    ):  # of all days: what neither affirms nor denies takes no side
        firm = firm - {"unknown"} or firm
    if len(firm) == 1:
        return firm.pop(), False
    return "unknown", {"yes", "no"} <= firm


def _are_ends_of_one_range(picked: list[Reading]) -> bool:
    """Whether the readings are the limits that one place in a note gives: "6 to 9 months" is told by either."""
    places = {(item.fact.evidence[0].note_id, item.fact.evidence[0].start) for item in picked}
    return len(picked) > 1 and len(places) == 1 and all(item.fact.kind == "person" for item in picked)


def _counted(
    test: FactTest, case: Case, subject: Subject | None, found: list[Reading], count: Count
) -> Result:
    """At least so many facts pass, close enough in time. Fewer than asked, but some, leaves it open, unless a repeat does not pass."""
    firm = [item for item in found if not item.doubt]
    passing = [item.fact for item in firm if item.truth == "yes"]
    best = _closest(passing, count)
    if len(best) >= count.at_least:
        return Result(truth="yes", because=said(best), used=tuple(best[:_MOST_USED]))
    open_ones = [item.fact for item in found if item.truth == "unknown"]
    repeat = [] if open_ones else _repeat(test, passing, [item.fact for item in firm if item.truth == "no"])
    if (passing or open_ones or not firm) and not repeat:
        used = tuple(dict.fromkeys((*passing, *open_ones)))[:_MOST_USED]
        because = f"{len(best)} of {count.at_least} needed: {said(used)}" if used else ""
        return Result(
            truth="unknown",
            because=because,
            used=used,
            silent=not found,
            missing=missing_for(test, case, subject, used),
        )
    facts = (*passing, *repeat)[-_MOST_USED:] if repeat else tuple(item.fact for item in firm)[-_MOST_USED:]
    return Result(truth="no", because=said(facts), used=facts)


def _repeat(test: FactTest, passing: Sequence[Fact], failing: Sequence[Fact]) -> list[Fact]:
    """Where the newest reading decides: measured again on that day or later, the value does not pass."""
    if test.pick != "newest" or not passing or any(fact.date is None for fact in passing):
        return []
    last = max(fact.date for fact in passing if fact.date)
    return [fact for fact in failing if fact.date and fact.date >= last][-1:]


def _closest(facts: list[Fact], count: Count) -> list[Fact]:
    """The largest group of facts within the time asked, one a day or a specimen part where the file says so."""
    distinct = list({_unit(fact, count): fact for fact in facts}.values())
    if count.together is None:
        return distinct
    groups = []
    for fact in distinct:
        if fact.date is not None:
            first = before(fact.date, count.together)
            groups.append([other for other in distinct if other.date and first <= other.date <= fact.date])
    return max(groups, key=len, default=[])


def _unit(fact: Fact, count: Count) -> object:
    if count.per == "day":
        return fact.date
    if count.per == "lesion":
        return (fact.note_id, fact.part)
    return (fact.date, repr(fact.value)) if fact.kind != "ecg" else (fact.date, fact.value.qtc_ms)


def _warnings(
    test: FactTest, case: Case, truth: Truth, used: tuple[Fact, ...], picked: list[Reading], timed: list[Reading],
    *, conflict: bool,
) -> tuple[str, ...]:  # fmt: skip
    words: list[str] = []
    if conflict:
        words.append(f"The notes contradict each other: {said(used)}")
    words += [found for item in test.tests for fact in used if (found := near_limit(item, fact, case))]
    others = [item for item in timed if item not in picked]
    differing = [item.fact for item in others if item.truth not in {truth, "unknown"} and not item.doubt]
    if test.pick == "any" and truth == "yes":
        differing += [item.fact for item in picked if item.truth == "no" and _is_later(item.fact, used)]
    if differing and truth != "unknown":
        words.append(f"Another reading differs: {said(differing[-2:])}")
    later = [item.fact for item in others if item.doubt and _is_later(item.fact, used)]
    if later:
        words.append(f"A later mention is in doubt: {said(later[-1:])}")
    return tuple(dict.fromkeys(words))


def _is_later(fact: Fact, used: tuple[Fact, ...]) -> bool:
    newest = max((item.date for item in used if item.date), default=None)
    return fact.date is not None and newest is not None and fact.date > newest
