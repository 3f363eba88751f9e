"""The questions that are left: each once, in the criterion's own words, and none that the flip list asks already."""

import datetime as dt

from trialsift.chart import chart_of
from trialsift.packs.rules import Packs
from trialsift.screen import screen_chart
from trialsift.trials import trial_from

TRIAL = """
trial: T
criteria:
  - id: I1
    deciding: yes
    says: ECOG 0 to 2
    ask: "ECOG today?"
    include_if: {ecog: {at_most: "2", pick: newest}}
  - id: E1
    says: HIV or hepatitis B
    ask: "HIV and hepatitis B serology?"
    exclude_if: {any: [{condition: {concept: hiv, pick: newest}}, {condition: {concept: hepatitis_b, pick: newest}}]}
  - id: E2
    says: two long questions
    exclude_if: {any: [{condition: {concept: seizure, pick: newest}}, {condition: {concept: pregnancy, pick: newest}}]}
cases:
  - {have: {}, get: {all: unknown}}
"""


def test_each_question_once(packs: Packs) -> None:
    trial = trial_from(TRIAL, packs, file="t.yaml")
    screening = screen_chart(chart_of("p", []), trial, packs_hash="x", on=dt.date(2025, 6, 30))
    assert [ask.question for ask in screening.flip_list] == ["ECOG today?"]
    asked = {ask.question: ask.settles for ask in screening.checklist}
    assert asked["HIV and hepatitis B serology?"] == ("E1",)
    assert "ECOG today?" not in asked
    assert list(asked.values()).count(("E2",)) == 2
