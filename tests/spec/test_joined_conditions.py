"""all, any, not, at_least_n_of, first_known, if_stated, ruled_out_by: what the parts answer, and the whole."""

from collections.abc import Callable

import pytest

from trialsift.answers import Answer

M = "{margin: {is: positive, pick: newest}}"
R = "{recurrence: {pick: newest}}"
S = "{metastasis: {pick: newest}}"
FACTS = {
    "M": {"yes": "margin: positive", "no": "margin: negative"},
    "R": {"yes": "recurrence: present", "no": "recurrence: absent"},
    "S": {"yes": "metastasis: present", "no": "metastasis: absent"},
}


def have(**truths: str) -> str:
    """Facts by which the parts M, R and S answer so; a part left out is silent."""
    return ", ".join(FACTS[name][truth] for name, truth in truths.items() if truth != "unknown")


THREE = ("yes", "unknown", "no")
ALL = {("yes", "yes"): "yes", ("yes", "unknown"): "unknown", ("unknown", "unknown"): "unknown"}
ANY = {("no", "no"): "no", ("no", "unknown"): "unknown", ("unknown", "unknown"): "unknown"}


@pytest.mark.parametrize("left", THREE)
@pytest.mark.parametrize("right", THREE)
def test_all_and_any(left: str, right: str, answer_to: Callable[..., Answer]) -> None:
    facts, pair = have(M=left, R=right), tuple(sorted((left, right)))
    either_way = (pair, pair[::-1])
    assert answer_to(f"{{all: [{M}, {R}]}}", facts).answer == next(
        (ALL[p] for p in either_way if p in ALL), "no"
    )
    assert answer_to(f"{{any: [{M}, {R}]}}", facts).answer == next(
        (ANY[p] for p in either_way if p in ANY), "yes"
    )


@pytest.mark.parametrize(
    ("condition", "truths", "expected"),
    [
        (f"{{not: {M}}}", {"M": "yes"}, "no"),
        (f"{{not: {M}}}", {"M": "no"}, "yes"),
        (f"{{not: {M}}}", {}, "unknown"),
        # at least two of three
        (f"{{at_least_n_of: {{n: 2, of: [{M}, {R}, {S}]}}}}", {"M": "yes", "R": "yes"}, "yes"),
        (f"{{at_least_n_of: {{n: 2, of: [{M}, {R}, {S}]}}}}", {"M": "yes", "R": "no"}, "unknown"),
        (f"{{at_least_n_of: {{n: 2, of: [{M}, {R}, {S}]}}}}", {"M": "no", "R": "no"}, "no"),
        (f"{{at_least_n_of: {{n: 2, of: [{M}, {R}, {S}]}}}}", {"M": "yes"}, "unknown"),
        # the first that is known
        (f"{{first_known: [{M}, {R}]}}", {"M": "yes", "R": "no"}, "yes"),
        (f"{{first_known: [{M}, {R}]}}", {"R": "no"}, "no"),
        (f"{{first_known: [{M}, {R}]}}", {}, "unknown"),
        # left out where silent, counted where told
        (f"{{all: [{M}, {{if_stated: {R}}}]}}", {"M": "yes"}, "yes"),
        (f"{{all: [{M}, {{if_stated: {R}}}]}}", {"M": "yes", "R": "no"}, "no"),
        (f"{{any: [{M}, {{if_stated: {R}}}]}}", {"M": "no"}, "no"),
        (f"{{any: [{M}, {{if_stated: {R}}}]}}", {"M": "no", "R": "yes"}, "yes"),
        (f"{{all: [{{if_stated: {M}}}, {{if_stated: {R}}}]}}", {}, "unknown"),
        (f"{{at_least_n_of: {{n: 1, of: [{M}, {{if_stated: {R}}}]}}}}", {"M": "no"}, "no"),
        # ruled out by another
        (f"{{that: {M}, ruled_out_by: {R}}}", {"R": "yes"}, "no"),
        (f"{{that: {M}, ruled_out_by: {R}}}", {"R": "no"}, "unknown"),
        (f"{{that: {M}, ruled_out_by: {R}}}", {"M": "yes", "R": "yes"}, "yes"),
        (f"{{that: {M}, ruled_out_by: {R}}}", {"M": "no"}, "no"),
        (f"{{that: {M}, ruled_out_by: {R}}}", {}, "unknown"),
    ],
)  # fmt: skip
def test_joined(
    condition: str, truths: dict[str, str], expected: str, answer_to: Callable[..., Answer]
) -> None:
    assert answer_to(condition, have(**truths)).answer == expected


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (f"{{all: [{M}, {{if_stated: {S}}}]}}", "margin: positive, metastasis: uncertain", "unknown"),  # doubt is no silence
        (f"{{that: {S}, ruled_out_by: {R}}}", "metastasis: uncertain, recurrence: present", "unknown"),  # nor ruled out by a general word
    ],
)  # fmt: skip
def test_doubt_is_not_silence(
    condition: str, facts: str, expected: str, answer_to: Callable[..., Answer]
) -> None:
    assert answer_to(condition, facts).answer == expected


MRI = "modality: mri"
SIZE = "{tumour_size: {more_than: 5 cm, pick: newest}}"


@pytest.mark.parametrize(
    ("condition", "facts", "words"),
    [
        # contradictions are shown
        (SIZE, f"tumour_size: [{{max_mm: 48 mm, {MRI}}}, {{max_mm: 58 mm, {MRI}}}]", "The notes contradict each other"),
        (M, "margin: [positive, negative]", "The notes contradict each other"),
        ("{margin: {is: positive, pick: any}}", "margin: [{status: positive}, {status: negative, ago: 3 weeks}]", ""),
        (M, "margin: [{status: positive}, {status: negative, ago: 3 weeks}]", "Another reading differs"),
        (S, "metastasis: [{presence: absent, ago: 2 weeks}, {presence: uncertain}]", "A later mention is in doubt"),
        (f"{{first_known: [{M}, {R}]}}", "margin: positive, recurrence: absent", "A second source differs"),
        # values on a limit are shown
        (SIZE, "tumour_size: {max_mm: 51 mm}", "within reporting error of the limit 5 cm"),
        (SIZE, "tumour_size: {max_mm: 49 mm}", "within reporting error of the limit 5 cm"),
        (SIZE, "tumour_size: {max_mm: 53 mm}", ""),
        ("{ecg: {more_than: 470 ms, pick: newest}}", "ecg: {qtc_ms: 478 ms}", "within reporting error of the limit 470 ms"),
        ("{ecg: {more_than: 470 ms, pick: newest}}", "ecg: {qtc_ms: 482 ms}", ""),
        ("{lab: {analyte: haemoglobin, at_least: 9 g/dL, pick: newest}}", "lab: {analyte: haemoglobin, value: 91 g/L}", "within reporting error of the limit 9 g/dL"),
        ("{lab: {analyte: haemoglobin, at_least: 9 g/dL, pick: newest}}", "lab: {analyte: haemoglobin, value: 95 g/L}", ""),
        ("{lab: {analyte: bilirubin, at_most: 1.5 xULN, pick: newest}}", "lab: {analyte: bilirubin, value: 30 umol/L, uln: 20 umol/L}", ""),
        ("{ecog: {at_most: 2, pick: newest}}", "ecog: '2'", ""),
        ("{person: {age: {at_least: 18 years}, pick: newest}}", "person: {birth_date: '2007-06-30'}", ""),
    ],
)  # fmt: skip
def test_warnings(condition: str, facts: str, words: str, answer_to: Callable[..., Answer]) -> None:
    told = answer_to(condition, facts).warnings
    assert bool(told) == bool(words)
    assert words in " ".join(told)
