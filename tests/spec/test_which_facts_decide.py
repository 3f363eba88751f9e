"""pick, ties, absent, outside, doubt, person, time, about, from, where, count: facts in, answers out."""

from collections.abc import Callable

import pytest

from trialsift.answers import Answer

OLD_NEW = "ecog: [{grade: '3', ago: 6 weeks}, {grade: '1', ago: 2 weeks}]"
TWO_OF_A_DAY = "margin: [positive, negative]"
ECOG = "{ecog: {at_most: 1, pick: %s}}"
MARGIN = "{margin: {is: positive, pick: newest, ties: %s}}"
SITE = "{site: {is: lower_limb, pick: %s}}"
SPREAD = "{metastasis: {pick: %s}}"
IMMUNE = "{condition: {concept: immunocompromised, pick: %s}}"
CHEMO = "{treatment: {class: chemotherapy, %s, pick: any}}"


@pytest.mark.parametrize(
    ("condition", "have", "expected"),
    [
        # pick
        (ECOG % "newest", OLD_NEW, "yes"),
        (ECOG % "oldest", OLD_NEW, "no"),
        (ECOG % "worst", OLD_NEW, "no"),
        (ECOG % "any", OLD_NEW, "yes"),
        (ECOG % "all", OLD_NEW, "no"),
        (ECOG % "newest", "ecog: [{grade: '3', date: unknown}, {grade: '1', ago: 9 weeks}]", "yes"),  # undated is oldest
        ("{neurovascular_relation: {less_than: 5 mm, pick: worst}}", "neurovascular_relation: [{distance_mm: 3 mm, ago: 9 weeks}, {distance_mm: 30 mm}]", "yes"),
        # pick agree: facts of every day, those that take a side must take the same one
        (SITE % "agree", "site: [{group: lower_limb, ago: 6 weeks}, {group: lower_limb}]", "yes"),
        (SITE % "agree", "site: [{group: lower_limb, ago: 6 weeks}, {group: head_neck}]", "unknown"),
        (SITE % "newest", "site: [{group: lower_limb, ago: 6 weeks}, {group: head_neck}]", "no"),  # newest forgets it
        (SITE % "agree, unclear: other", "site: [{group: lower_limb, ago: 6 weeks}, {group: other}]", "yes"),
        (SITE % "agree, unclear: other", "site: {group: other}", "unknown"),
        # a wider word of the same note is the closer one's: "a high-grade sarcoma" beside "synovial sarcoma"
        ("{histology: {is: SYNS, unclear: malignant, pick: newest}}", "histology: [SYNS, SARCNOS]", "yes"),
        ("{histology: {is: SYNS, unclear: malignant, pick: newest}}", "histology: [SYNS, LMS]", "unknown"),
        (SITE % "agree, absent: ignored", "site: [{group: lower_limb}, {group: head_neck, presence: absent}]", "yes"),
        # ties: facts of the picked day
        (MARGIN % "agree", TWO_OF_A_DAY, "unknown"),
        (MARGIN % "any", TWO_OF_A_DAY, "yes"),
        (MARGIN % "all", TWO_OF_A_DAY, "no"),
        (MARGIN % "worst", TWO_OF_A_DAY, "yes"),
        (MARGIN % "agree", "margin: [positive, positive]", "yes"),
        # absent
        (SPREAD % "newest", "metastasis: absent", "no"),
        (SPREAD % "newest, absent: 'yes'", "metastasis: absent", "yes"),
        (SPREAD % "newest, absent: unknown", "metastasis: absent", "unknown"),
        (SPREAD % "newest, absent: ignored", "metastasis: absent", "unknown"),
        (SPREAD % "newest, absent: ignored", "metastasis: [absent, present]", "yes"),
        # doubt: yields, counts, ignored
        (SPREAD % "newest", "metastasis: [{presence: absent, ago: 2 weeks}, {presence: uncertain}]", "no"),
        (SPREAD % "newest, doubt: counts", "metastasis: [{presence: absent, ago: 2 weeks}, {presence: uncertain}]", "unknown"),
        (SPREAD % "newest, doubt: counts", "metastasis: [{presence: uncertain, ago: 2 weeks}, {presence: absent}]", "no"),
        (SPREAD % "newest", "metastasis: uncertain", "unknown"),
        (SPREAD % "newest, doubt: ignored", "metastasis: uncertain", "unknown"),
        # person, time, about
        ("{condition: {concept: long_qt_syndrome, pick: any}}", "condition: {concept: long_qt_syndrome, person: relative}", "unknown"),
        ("{condition: {concept: long_qt_syndrome, person: relative, pick: any}}", "condition: {concept: long_qt_syndrome, person: relative}", "yes"),
        ("{condition: {concept: long_qt_syndrome, person: relative, pick: any}}", "condition: long_qt_syndrome", "unknown"),
        (SPREAD % "any", "metastasis: {time: past}", "unknown"),
        (SPREAD % "any, time: [now, past]", "metastasis: {time: past}", "yes"),
        ("{condition: {concept: seizure, pick: any}}", "condition: {concept: seizure, time: past}", "yes"),
        (CHEMO % "time: planned", "treatment: {class: chemotherapy, time: planned}", "yes"),
        (CHEMO % "absent: 'no'", "treatment: {class: chemotherapy, time: planned}", "unknown"),
        ("{histology: {is_a: carcinoma, pick: any}}", "histology: {code: BRCA, about: other_tumour}", "unknown"),
        ("{histology: {is_a: carcinoma, about: other_tumour, pick: any}}", "histology: {code: BRCA, about: other_tumour}", "yes"),
        (CHEMO % "about: this_tumour", "treatment: {class: chemotherapy, about: other_tumour}", "unknown"),
        # what is denied must be what is asked
        (SITE % "newest", "site: {group: lower_limb, presence: absent}", "no"),
        (SITE % "newest", "site: {group: head_neck, presence: absent}", "unknown"),
        # if_stated: of a list, what the notes are silent on is left out, each word by itself
        ("{any: [{recurrence: {pick: newest}}, {if_stated: {condition: {concept: [hiv, mds_aml], pick: newest}}}]}", "recurrence: absent, condition: {concept: hiv, presence: absent}", "no"),
        ("{any: [{recurrence: {pick: newest}}, {if_stated: {condition: {concept: [hiv, mds_aml], pick: newest}}}]}", "recurrence: absent, condition: {concept: hiv, presence: uncertain}", "unknown"),
        ("{any: [{recurrence: {pick: newest}}, {condition: {concept: [hiv, mds_aml], pick: newest}}]}", "recurrence: absent, condition: {concept: hiv, presence: absent}", "unknown"),
        # newest: what a later note denies in the same word is gone from the wider word too
        (IMMUNE % "newest", "condition: [{concept: hiv, ago: 6 weeks}, {concept: hiv, presence: absent}]", "unknown"),
        (IMMUNE % "newest", "condition: [{concept: hiv, presence: absent, ago: 6 weeks}, {concept: hiv}]", "yes"),
        (IMMUNE % "newest", "condition: [{concept: hiv}, {concept: hiv, presence: absent}]", "yes"),  # one day: not taken back
        (IMMUNE % "newest", "condition: [{concept: hiv, date: unknown}, {concept: hiv, presence: absent}]", "yes"),
        (IMMUNE % "any", "condition: [{concept: hiv, ago: 6 weeks}, {concept: hiv, presence: absent}]", "yes"),
        # from and where
        ("{tumour_size: {at_least: 5 cm, from: mri, pick: newest}}", "tumour_size: {max_mm: 60 mm, modality: mri}", "yes"),
        ("{tumour_size: {at_least: 5 cm, from: mri, pick: newest}}", "tumour_size: {max_mm: 60 mm, modality: ct}", "unknown"),
        ("{tumour_size: {at_least: 5 cm, from: [mri, ct], pick: newest}}", "tumour_size: {max_mm: 60 mm, modality: ct}", "yes"),
        ("{histology: {is: LMS, from: pathology, pick: newest}}", "histology: {code: LMS, confirmed_by: imaging}", "unknown"),
        ("{metastasis: {where: {site: lung}, pick: any}}", "metastasis: {site: lung}", "yes"),
        ("{metastasis: {where: {site: lung}, pick: any}}", "metastasis: {site: liver}", "unknown"),
        ("{metastasis: {where: {site: lung}, pick: any}}", "metastasis: absent", "no"),  # "no metastasis" names no site
        # the future is not yet
        (SPREAD % "any", "metastasis: {date: 2025-08-01}", "unknown"),
        # superseded and copied facts do not count
        (SPREAD % "any", "metastasis: {presence: present, standing: superseded}", "unknown"),
        (SPREAD % "any", "metastasis: {presence: present, standing: copied}", "unknown"),
    ],
)  # fmt: skip
def test_one_fact_test(condition: str, have: str, expected: str, answer_to: Callable[..., Answer]) -> None:
    assert answer_to(condition, have).answer == expected


QTC = "{ecg: {more_than: 470 ms, pick: any, count: {at_least: 2%s}}}"


@pytest.mark.parametrize(
    ("count", "have", "expected"),
    [
        ("", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 476 ms}]", "yes"),
        ("", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 440 ms}]", "unknown"),
        ("", "ecg: [{qtc_ms: 430 ms}, {qtc_ms: 440 ms}]", "no"),
        ("", "ecg: {qtc_ms: 480 ms}", "unknown"),
        ("", "ecg: {qtc_ms: 430 ms}", "no"),
        ("", "", "unknown"),
        (", together: 24 hours", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 476 ms, ago: 1 days}]", "yes"),
        (", together: 24 hours", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 476 ms, ago: 3 days}]", "unknown"),
        (", together: 24 hours", "ecg: [{qtc_ms: 480 ms, date: unknown}, {qtc_ms: 476 ms}]", "unknown"),
        (", per: day", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 476 ms}]", "unknown"),
        (", per: day", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 476 ms, ago: 3 days}]", "yes"),
        (", per: lesion", "ecg: [{qtc_ms: 480 ms, part: A}, {qtc_ms: 476 ms, part: A}]", "unknown"),
        (", per: lesion", "ecg: [{qtc_ms: 480 ms, part: A}, {qtc_ms: 476 ms, part: B}]", "yes"),
        ("", "ecg: [{qtc_ms: 480 ms}, {qtc_ms: 480 ms}]", "unknown"),  # said twice is measured once
    ],
)  # fmt: skip
def test_count(count: str, have: str, expected: str, answer_to: Callable[..., Answer]) -> None:
    assert answer_to(QTC % count, have).answer == expected


CHEMO_IN = "{treatment: {class: chemotherapy, %s, pick: any}}"
RELAPSED = "recurrence: {presence: present, ago: 3 months}, metastasis: "
NEAR = "{metastasis: {%s: {period: 1 months, of: {recurrence: {pick: newest}}}, pick: any%s}}"
AFTER = "{metastasis: {since: {recurrence: {pick: newest}}, pick: any}}"


@pytest.mark.parametrize(
    ("condition", "have", "expected"),
    [
        # within: the first day belongs to the window
        (CHEMO_IN % "within: 14 days", "treatment: {class: chemotherapy, ago: 14 days}", "yes"),
        (CHEMO_IN % "within: 14 days", "treatment: {class: chemotherapy, ago: 15 days}", "unknown"),
        (CHEMO_IN % "within: 14 days, outside: 'no'", "treatment: {class: chemotherapy, ago: 15 days}", "no"),
        (CHEMO_IN % "within: 14 days, outside: 'no'", "treatment: [{class: chemotherapy, ago: 15 days}, {class: chemotherapy, ago: 3 days}]", "yes"),
        (CHEMO_IN % "within_days: 14", "treatment: {class: chemotherapy, ago: 2 weeks}", "yes"),
        (CHEMO_IN % "within_weeks: 2", "treatment: {class: chemotherapy, ago: 14 days}", "yes"),
        (CHEMO_IN % "within_months: 6", "treatment: {class: chemotherapy, ago: 6 months}", "yes"),
        (CHEMO_IN % "within: 6 months", "treatment: {class: chemotherapy, date: 2024-12-29}", "unknown"),
        (CHEMO_IN % "within: 6 months", "treatment: {class: chemotherapy, presence: absent, ago: 3 years}", "no"),  # denials have no window
        # before
        (CHEMO_IN % "before: 4 weeks", "treatment: {class: chemotherapy, ago: 4 weeks}", "yes"),
        (CHEMO_IN % "before: 4 weeks, outside: 'no'", "treatment: {class: chemotherapy, ago: 3 weeks}", "no"),
        # against another fact
        (AFTER, RELAPSED + "{presence: present, ago: 2 months}", "yes"),
        (AFTER, RELAPSED + "{presence: present, ago: 3 months}", "yes"),
        (AFTER, RELAPSED + "{presence: present, ago: 4 months}", "unknown"),
        (AFTER, "metastasis: {presence: present, ago: 4 months}", "unknown"),
        (NEAR % ("within", ""), RELAPSED + "{presence: present, ago: 4 months}", "yes"),
        (NEAR % ("within", ", outside: 'no'"), RELAPSED + "{presence: present, ago: 5 months}", "no"),
        (NEAR % ("before", ""), RELAPSED + "{presence: present, ago: 5 months}", "yes"),
        # undated facts
        (CHEMO_IN % "within: 6 months", "treatment: {class: chemotherapy, date: unknown}", "unknown"),
        (CHEMO_IN % "within: 6 months, outside: 'no'", "treatment: {class: chemotherapy, date: unknown}", "unknown"),
        (CHEMO_IN % "absent: 'no'", "treatment: {class: chemotherapy, date: unknown}", "yes"),  # no window, no question of when
    ],
)  # fmt: skip
def test_windows(condition: str, have: str, expected: str, answer_to: Callable[..., Answer]) -> None:
    assert answer_to(condition, have).answer == expected
