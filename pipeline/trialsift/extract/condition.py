"""Conditions and statements about the patient: what the patient has, had, denies, or is said to be able to do.

A bare test name ("HIV") says nothing until a result stands with it; a form's `Seizures: none` is a
documented absence; `HIV: neg / pos` is an unfilled form and says nothing. Headings ("PMH") state
nothing but their denial: what stands under them is read by itself.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import cast

from trialsift.extract.by_role import AROUND, BY_ROLE, of_illnesses
from trialsift.extract.cancer_dates import clear_since, is_current, is_treated_now
from trialsift.extract.condition_context import (
    denies_no_cancer,
    is_illness,
    is_left_blank,
    is_of_something_else,
    outside_brackets,
    outside_questions,
    trimmed,
)
from trialsift.extract.condition_date import date_of
from trialsift.extract.condition_own import ANSWERED_NO, ASKED_OF, is_remedied
from trialsift.extract.condition_person import is_of_family, persons_of
from trialsift.extract.condition_status import (
    days_between,
    is_event_of_long_ago,
    is_taken_back,
    lasts_since,
    status_of,
)
from trialsift.extract.condition_talk import is_found_not_so
from trialsift.extract.condition_told import is_treatment_denied, told
from trialsift.extract.dates import DayOrder, day_order
from trialsift.extract.excepted import is_excepted_from
from trialsift.extract.form import (
    answer_at,
    answer_of,
    clause_of,
    is_unanswered,
    is_unreal,
    is_whole_question,
)
from trialsift.extract.limited import is_limited
from trialsift.extract.making import fact_from
from trialsift.extract.readiness import is_left_open, with_visits
from trialsift.extract.reading import Mention, Reading, Sentence
from trialsift.extract.senses import has_other_sense
from trialsift.extract.serology import (
    CAUGHT,
    TESTS,
    is_another_serology,
    is_e_antigen,
    is_immunity,
    is_inflamed,
    is_looked_for,
    is_no_document,
    past_infections,
    result_of,
    result_to,
)
from trialsift.extract.serology_named import is_listed_illness
from trialsift.extract.told import Said, Status, Told
from trialsift.extract.told_when import told_when
from trialsift.facts import Condition, Fact
from trialsift.packs.rules import Packs

# Statements about the patient; a husband who drives does not make them his.
_OWN = frozenset(
    {
        "access_barrier", "willing_to_comply", "informed_consent", "trial_participation", "prior_enrolment",
        "general_good_health", "poor_medical_risk", "fit_for_anaesthesia", "measurable_disease", "resectable", "unresectable",
        "contraception", "sterilisation",
    }
)  # fmt: skip
_FITNESS = frozenset({"general_good_health", "fit_for_anaesthesia"})
# Events with a day of their own: without a date and without "recent" they are history.
_EVENTS = frozenset({"myocardial_infarction", "stroke", "thromboembolism"})
# Of these an undated one in the past has no date at all, so that no window of time holds it by mistake.
_PAST_UNDATED = _EVENTS | {"other_malignancy"}
_LETTERS = "condition_in_context"  # the role of a vocabulary's short_in_context
_OTHER_STUDY = "other_study"  # the role of a consent that is not this study's
_BESIDE = 24  # characters in which a denial must stand to be of the statement
_CLAUSE = re.compile(r"[.,;:](?!\d)")
# Behind an answer: "no history of stroke", "(+) ankle swelling".
_OF_ONE = re.compile(
    r" (?:[a-z]+ ){0,2}(?:history|hx|h/o|evidence|signs?) ?(?:of )?(?!of note)(?!any (?:problems|disease))[a-z]",
    re.IGNORECASE,
)
_EXAMINED = re.compile(r"\b(?:nad|unremarkable)$", re.IGNORECASE)  # what an examination finds is no history
_WITH_MORE = re.compile(r" [a-z]", re.IGNORECASE)
# "Breast feeding? No    Contraception? pill": the answer to one question stands before the name of the next.
_APART = re.compile(r"no[ \t]{2,}\S", re.IGNORECASE)
_IF = re.compile(
    r"\b(?:if|whether|unless|should (?:she|he|they)|depending on|in case)\b[^.;:]{0,60}$", re.IGNORECASE
)
_STUDY_DRUG = re.compile(r"\b(?:\w+tinib|tkis?|tyrosine|study drug|excipients?)\b", re.IGNORECASE)
_ANSWER_WITHIN = 60  # characters behind a name in which its answer belongs to the quote
_SUBSTANCE = re.compile(r"(?:(?: ?(?::|to|-|=))+ [\w /+-]+)?", re.IGNORECASE)
_PANEL = re.compile(
    r"screen|markers|virology|viral (?:studies|panel|bloods|tests)|viruses|serolog(?:y|ies)$|bbvs?\b|virus tests|triple|items|panel$|blood ?borne",
    re.IGNORECASE,
)
_HEPATITIDES = frozenset({"hepatitis_b", "hepatitis_c"})
_BACK = re.compile(r"^[^,]{0,40}\b(?:ago|in the past|previously|formerly)\b", re.IGNORECASE)
_OWN_STUDY = re.compile(r"\b(?:this|the|the present) (?:study|trial)$", re.IGNORECASE)
_OBSERVED = re.compile(
    r"\b(?:questionnaire|survey|registry|bio ?-?bank\w*|observational|screening|cohort|interview|quality of life|genetic|census|sleep|imaging)\b",
    re.IGNORECASE,
)


def facts(reading: Reading, packs: Packs) -> list[Fact]:  # noqa: ARG001  every kind takes the packs
    """Condition facts with status and, where the sentence gives one, the date of the event."""
    order = day_order(reading.note.text, reading.note.note_date)
    made: list[Fact] = []
    for sentence in reading.sentences:
        if sentence.section == "request":
            continue
        named = [
            item
            for item in sentence.mentions
            if item.kind == "condition" and (item.role != _LETTERS or is_illness(sentence, item))
        ]
        plain = of_illnesses(sentence)
        for mention in _chosen(named):
            whole = mention
            if _concept(mention)[0] == "willing_to_comply":
                whole = with_visits(sentence, mention)
                if is_left_open(sentence, whole):
                    continue
            own = sentence if mention.role in AROUND else plain
            said = outside_questions(own, outside_brackets(own, trimmed(whole)))
            made.extend(_read(reading, own, said, order))
    return past_infections(made)


def _is_consent_there(mention: Mention, other: Mention) -> bool:
    """Whether a consent is the one to a registry, a biobank or the like, which stands at the same place."""
    return _concept(mention)[0] == "informed_consent" and mention.at < other.to and other.at < mention.to


def _chosen(mentions: Sequence[Mention]) -> Iterator[Mention]:
    """A rule that knows the whole phrase speaks for the bare terms inside it."""
    rules = [item for item in mentions if item.role == "value" and isinstance(item.value, dict)]
    elsewhere = [item for item in mentions if item.role == _OTHER_STUDY]
    for mention in mentions:
        if mention in elsewhere or any(_is_consent_there(mention, item) for item in elsewhere):
            continue
        concept = _concept(mention)[0]
        covered = any(
            rule is not mention and rule.at <= mention.at and mention.to <= rule.to and concept in (_concept(rule)[0], *_speaks_for(rule))
            and (rule.to - rule.at > mention.to - mention.at or mention.role != "value")
            for rule in rules
        )  # fmt: skip
        if not covered:
            yield mention


def _speaks_for(rule: Mention) -> tuple[str, ...]:
    """The other concepts whose bare words the rule's phrase uses up."""
    hides = rule.value.get("hides", ()) if isinstance(rule.value, dict) else ()
    return tuple(hides.split() if isinstance(hides, str) else hides)


def _read(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Iterator[Fact]:
    said = _said(reading, sentence, mention, order)
    if (
        said
        and said.concept == "access_barrier"
        and said.presence != "absent"
        and is_remedied(reading, mention)
    ):
        said = Said(said.concept, "uncertain")
    if said is None:
        return
    presence = said.presence or mention.assertion.presence
    to = _quote_end(sentence, mention, said, presence)
    if presence == "absent" and is_excepted_from(sentence, mention, said.concept, to):
        return
    if said.concept in _FITNESS and presence == "absent" and not _is_denied_itself(sentence, mention):
        presence = "present"  # "otherwise healthy, allergies: none"
    own = said.concept in _OWN
    date = reading.note.note_date if presence == "absent" else date_of(reading, sentence, mention, order)
    status = None if presence == "absent" or own else said.status or _status(reading, sentence, mention, date)
    persons = persons_of(sentence, mention, own=own)
    ago = days_between(date, reading.note.note_date)
    undated = date == reading.note.note_date and said.concept in _EVENTS and presence != "absent"
    past_undated = date == reading.note.note_date and said.concept in _PAST_UNDATED and presence != "absent"
    if said.concept == "other_malignancy" and presence != "absent" and is_treated_now(sentence, mention.to):
        date = reading.note.note_date
    elif said.concept == "other_malignancy" and past_undated:
        before, after = clause_of(sentence, mention)
        date = (
            clear_since(sentence, mention.at, mention.to, date)
            or told_when(reading, sentence, mention)
            or (date if is_current(before, after) else None)
        )
    elif past_undated and status != "active" and (said.time or mention.assertion.time) == "past":
        date = None
    for person in persons:
        yield fact_from(
            reading, sentence, [mention], kind="condition", date=date, presence=presence, person=person,
            value=Condition(concept=said.concept, status=status, text=mention.words),
            time=said.time or _time(sentence, mention, status, undated=undated and status != "active", days_since=ago),
            at=mention.at, to=to,
        )  # fmt: skip


def _quote_end(sentence: Sentence, mention: Mention, said: Said, presence: str) -> int:
    """Where the quote ends: behind the form's answer, the test's result or the first substance of an allergy."""
    answer = answer_at(sentence, mention)
    if answer and answer.presence == presence:
        to = answer.to
    elif said.concept in TESTS:
        to = result_to(sentence, mention)
    elif said.concept == "drug_allergy" and presence == "present":
        to = mention.to + _SUBSTANCE.match(sentence.text[mention.to :]).end()  # type: ignore[union-attr]
    else:
        to = mention.to
    return to if mention.to < to <= mention.to + _ANSWER_WITHIN else mention.to


def _status(reading: Reading, sentence: Sentence, mention: Mention, date: dt.date | None) -> Status | None:
    return status_of(reading, sentence, mention, days_since=days_between(date, reading.note.note_date))


def _time(
    sentence: Sentence, mention: Mention, status: Status | None, *, undated: bool, days_since: int | None
) -> str | None:
    """What is resolved is past, and so is an undated event; a condition is never planned, only its treatment is.

    "previous" speaks of what follows it: "diabetes and previous heart attack" leaves the diabetes as it is.
    """
    before, after = clause_of(sentence, mention)
    if undated or status == "resolved":
        return "past"
    if lasts_since(sentence, mention):
        return "now"
    if is_event_of_long_ago(mention, status, days_since):
        return "past"
    spoken = re.sub(r"\b(?:years?|months?|yrs?) old\b", "", before)
    past = mention.assertion.time == "past"
    if past and before and not any(cue in spoken for cue in mention.assertion.cues):
        return None if _BACK.search(after) else "now"
    return "now" if mention.assertion.time == "planned" else None


def _concept(mention: Mention) -> tuple[str, str | None]:
    """The concept, and the presence where the rule's words themselves settle it."""
    if isinstance(mention.value, dict):
        return str(mention.value["concept"]), cast("str | None", mention.value.get("presence"))
    return str(mention.value), None


def _said(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> Said | None:
    """What a mention states; None when it states nothing (options, risks, other senses, headings)."""
    concept, settled = _concept(mention)
    if is_of_something_else(reading, sentence, mention, concept):
        return None
    if mention.role in BY_ROLE:
        return BY_ROLE[mention.role](Told(reading, sentence, mention, order))
    if mention.role == "question":
        return _questioned(sentence, mention, concept)
    if not settled and has_other_sense(sentence, mention, concept):
        return None
    if not settled and (
        is_found_not_so(sentence, mention)
        or (concept not in TESTS and is_taken_back(reading, sentence, mention))
    ):
        return Said(concept, "absent")
    if is_unanswered(sentence, mention) or is_left_blank(reading, sentence, mention):
        return None
    if settled:
        return _by_rule(reading, sentence, mention, concept, settled)
    return _named(sentence, mention, concept)


def _by_rule(
    reading: Reading, sentence: Sentence, mention: Mention, concept: str, settled: str
) -> Said | None:
    """What a rule's own words state, unless they or their neighbours speak of another thing."""
    if settled == "absent":
        if concept == "other_malignancy" and denies_no_cancer(reading, sentence, mention):
            return None
        if _APART.match(reading.note.text[mention.start : mention.end]):
            return None
    well = "present" if concept == "general_good_health" else "absent"
    if settled == well and is_limited(sentence, mention, concept):
        return None
    return _settled(sentence, mention, concept, settled)


def _named(sentence: Sentence, mention: Mention, concept: str) -> Said | None:
    """What a bare name states: a test's result, what was looked for, or the illness itself."""
    if is_treatment_denied(sentence, mention):
        return None
    if concept in TESTS and not is_inflamed(sentence, mention):
        return _tested(sentence, mention, concept)
    if concept in CAUGHT and (looked_for := is_looked_for(sentence, mention)):
        return Said(concept, looked_for) if looked_for != "unknown" else None
    return None if is_unreal(sentence, mention) else told(sentence, mention, concept)


def _questioned(sentence: Sentence, mention: Mention, concept: str) -> Said | None:
    """A form's answer to the name of an organ; what goes on to name one disease answers for that disease only."""
    answer = None if is_unanswered(sentence, mention) else answer_at(sentence, mention)
    if answer is None or sentence.section == "examination":
        return None
    if _EXAMINED.search(sentence.text[mention.to : answer.to]):
        return None
    if sentence.ticked and not is_whole_question(sentence, mention):
        return None
    goes_on = (_OF_ONE if answer.presence == "absent" else _WITH_MORE).match(sentence.text[answer.to :])
    return None if goes_on else Said(concept, answer.presence)


def _tested(sentence: Sentence, mention: Mention, concept: str) -> Said | None:
    """A result, or an infection that is named as one; a panel's name gives way to the tests it lists."""
    listed = _HEPATITIDES if concept == "hepatitis" else TESTS
    if _PANEL.search(mention.words) and any(
        str(item.value) in listed and not _PANEL.search(item.words) for item in sentence.mentions
    ):
        return None
    if is_another_serology(sentence, mention):
        return None
    if is_no_document(sentence, mention):
        return None
    answer = None if is_immunity(sentence, mention) else answer_of(sentence, mention)
    found = answer or result_of(sentence, mention)
    if found is None and is_listed_illness(sentence, mention) and not is_unreal(sentence, mention):
        return Said(concept, "present")
    if found == "absent" and is_e_antigen(mention):
        return None  # without its e antigen the virus may be there all the same
    risk_only = found != "absent" and is_unreal(sentence, mention)
    return Said(concept, found) if found and not risk_only else None


def _settled(sentence: Sentence, mention: Mention, concept: str, settled: str) -> Said | None:
    """A rule whose words carry the presence; a denial around it turns "present", and voids "absent"."""
    if _states_nothing(sentence, mention, concept, settled):
        return None
    if concept in ASKED_OF and ANSWERED_NO.match(sentence.text, mention.to):
        if settled == "present" or concept == "swallowing_difficulty":  # "able to swallow capsules? No"
            return Said(concept, "absent" if settled == "present" else "present")
        return None  # "willing to attend visits: No"
    if mention.rule_id == "condition.access_transport" and re.search(r"\bnot?\b", mention.words):
        return Said(concept, "present")  # "transport is not available"
    if (
        concept == "access_barrier"
        and settled == "present"
        and re.search(r"\bbut\b", sentence.text[mention.to :])
    ):
        return Said(concept, "uncertain")
    around = mention.assertion.presence
    if around == "absent" and (settled == "absent" or not _is_denied_itself(sentence, mention)):
        around = "present"
    if around == "present" or mention.assertion.time == "planned":
        return (
            None
            if mention.assertion.time == "planned" and concept == "informed_consent"
            else Said(concept, settled)
        )
    if around == "uncertain":
        return Said(concept, "uncertain")
    if concept == "general_good_health" and not re.search(
        r"\bnot (?:\w+ )?$", sentence.text[: mention.at], re.IGNORECASE
    ):
        return Said(concept, settled)
    return Said(concept, "absent") if settled == "present" else None


def _states_nothing(sentence: Sentence, mention: Mention, concept: str, settled: str) -> bool:
    """Whether a rule's words are only a risk or an if, of a relative's health, or of a study that treats nobody."""
    if (
        concept == "trial_drug_hypersensitivity"
        and settled == "absent"
        and mention.rule_id != "condition.study_drug_allergy_none"
        and _STUDY_DRUG.search(mention.words)
    ):
        return True  # "allergic to anlotinib only"
    if concept not in _OWN:
        return (concept not in TESTS or settled == "present") and is_unreal(sentence, mention)
    if _IF.search(clause_of(sentence, mention)[0]):
        return True
    if concept == "trial_participation":
        return bool(_OBSERVED.search(mention.words) or _OWN_STUDY.search(mention.words))
    return concept == "general_good_health" and is_of_family(sentence, mention)


def _is_denied_itself(sentence: Sentence, mention: Mention) -> bool:
    """Whether a denial stands in the statement's own clause: "no surgery, swallows tablets whole" denies the surgery."""
    before = _CLAUSE.split(sentence.text[: mention.at])[-1][-_BESIDE:].lower()
    after = _CLAUSE.split(sentence.text[mention.to :])[0][:_BESIDE].lower()
    return any(cue.lower() in before or cue.lower() in after for cue in mention.assertion.cues)
