"""The day that a sentence gives an illness."""

import datetime as dt

from trialsift.extract.dates import DayOrder, dates_in
from trialsift.extract.form import clause_of
from trialsift.extract.own_cancer import dates_something_else, treats_its_organ
from trialsift.extract.reading import Mention, Reading, Sentence

_WITHIN, _CANCER_WITHIN = (
    60,
    90,
)  # characters behind an illness, or another cancer's name, in which its date stands

_WITH_ITS_DATE = "condition.trial_titled"  # a rule whose words hold the date


def date_of(reading: Reading, sentence: Sentence, mention: Mention, order: DayOrder | None) -> dt.date | None:
    """The date of the mention's clause that is nearest, one behind it before one in front; else the note's."""
    note = reading.note
    before, after = clause_of(sentence, mention)
    first, last = mention.at - len(before), mention.to + len(after)
    dated = dates_in(sentence.text, anchor=note.note_date, order=order)
    cancer = mention.role == "named_cancer"
    if cancer:
        dated = [item for item in dated if not dates_something_else(sentence, item.at)]
    reach = _CANCER_WITHIN if cancer else _WITHIN
    start = mention.at if mention.rule_id == _WITH_ITS_DATE else mention.to
    behind = [item for item in dated if start <= item.at < min(last, mention.to + reach)]
    front = [item for item in dated if max(first, mention.at - 40) <= item.at and item.to <= mention.at]
    if cancer and behind and sentence.text[: behind[0].at].rstrip().endswith("?"):
        return note.note_date  # "?2019 ?2023" is no date
    if behind and not _another_between(sentence, mention, behind[0].at):
        return behind[0].date
    return front[-1].date if front else note.note_date


def _another_between(sentence: Sentence, mention: Mention, at: int) -> bool:
    return any(
        item.kind == "condition"
        and mention.to <= item.at < at
        and item.value != mention.value
        and not (mention.role == "named_cancer" and treats_its_organ(sentence, item))
        for item in sentence.mentions
    )
