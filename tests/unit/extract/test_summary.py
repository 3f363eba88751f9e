"""One reading of a note: which statement of a kind the summary takes, and what is told of the others."""

from typing import Any

import pytest

from trialsift.extract.summary import losers, summary_of
from trialsift.facts import (
    Evidence,
    Fact,
    Grade,
    Histology,
    LesionCount,
    Margin,
    Metastasis,
    Necrosis,
    Nodes,
    Site,
    TumourSize,
)

SARCOMA = Histology(code="SARCNOS", name="sarcoma", family="soft_tissue_sarcoma", is_a=("sarcoma",))
LMS = Histology(
    code="LMS", name="leiomyosarcoma", family="soft_tissue_sarcoma", is_a=("soft_tissue_sarcoma", "sarcoma")
)
MPNST = Histology(
    code="MPNST", name="malignant peripheral nerve sheath tumour", is_a=("soft_tissue_sarcoma", "sarcoma")
)
MIXED = Histology(code="UCS", name="uterine carcinosarcoma", family="carcinosarcoma")
LEIOMYOMA = Histology(code="LM", name="leiomyoma", family="benign_soft_tissue")


def fact(kind: str, value: Any, *, section: str = "diagnosis", at: int = 0, **axes: Any) -> Fact:
    where = Evidence(note_id="n", start=at, end=at + 1, quote="x", section=section, rule_id=f"{kind}.x")
    return Fact(kind=kind, value=value, evidence=(where,), **axes)


def size(*dims: float, **more: Any) -> TumourSize:
    return TumourSize(dims_mm=dims, max_mm=max(dims), **more)


def test_nothing_stated_gives_nothing() -> None:
    assert summary_of([]) == {}


def test_kinds_not_stated_are_left_out() -> None:
    assert summary_of([fact("necrosis", Necrosis(), presence="absent")]) == {
        "necrosis": {"presence": "absent"}
    }


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        pytest.param([fact("histology", SARCOMA), fact("histology", LMS, section="gross")], "LMS", id="specific"),
        pytest.param([fact("histology", SARCOMA), fact("histology", MPNST, section="gross")], "MPNST", id="not-otherwise-specified"),
        pytest.param([fact("histology", LMS), fact("histology", MIXED, section="gross")], "UCS", id="mixed-over-component"),
        pytest.param([fact("histology", SARCOMA), fact("histology", LMS, section="request")], "SARCNOS", id="only-requested"),
        pytest.param([fact("histology", LEIOMYOMA), fact("histology", LMS, section="gross")], "LMS", id="malignant"),
        pytest.param([fact("histology", LMS, presence="absent"), fact("histology", SARCOMA)], "SARCNOS", id="denied"),
        pytest.param([fact("histology", LMS, about="other_tumour"), fact("histology", SARCOMA)], "SARCNOS", id="other"),
        pytest.param([fact("histology", LMS, standing="superseded"), fact("histology", SARCOMA)], "SARCNOS", id="old"),
        pytest.param([fact("histology", LMS, presence="uncertain")], "LMS", id="guarded-conclusion"),
        pytest.param([fact("histology", LMS, presence="uncertain", section="request")], None, id="only-asked"),
    ],
)  # fmt: skip
def test_histology(facts: list[Fact], code: str | None) -> None:
    assert summary_of(facts).get("histology", {}).get("code") == code


def test_leiomyosarcoma_of_the_uterus_has_its_own_code() -> None:
    made = summary_of([fact("histology", LMS), fact("site", Site(group="uterus"))])
    assert made["histology"] == {"code": "ULMS", "name": "uterine leiomyosarcoma"}


def test_size_of_the_diagnosis_with_the_dimensions_of_the_gross_description() -> None:
    made = summary_of(
        [
            fact("tumour_size", size(210.0, prior=True)),
            fact("tumour_size", size(182.0, modality="pathology")),
            fact("tumour_size", size(182.0, 155.0, 120.0, modality="pathology"), section="gross", at=5),
        ]
    )
    assert made["tumour_size"] == {"max_mm": 182.0, "dims_mm": [182.0, 155.0, 120.0]}


def test_side_comes_from_another_statement_of_the_same_group() -> None:
    made = summary_of(
        [
            fact("site", Site(group="lower_limb")),
            fact("site", Site(group="lower_limb", laterality="left", depth="deep"), section="gross"),
            fact("site", Site(group="trunk_wall", laterality="right"), section="gross"),
        ]
    )
    assert made["site"] == {"group": "lower_limb", "laterality": "left", "depth": "deep"}


@pytest.mark.parametrize(
    ("margins", "read"),
    [
        pytest.param([Margin(status="negative", distance_mm=4), Margin(status="negative", distance_mm=2)], {"status": "negative", "distance_mm": 2}, id="closest"),
        pytest.param([Margin(status="positive"), Margin(status="negative", distance_mm=2)], {"status": "positive"}, id="worst"),
        pytest.param([Margin(status="positive", final=False), Margin(status="negative")], {"status": "negative"}, id="re-excised"),
        pytest.param([Margin(status="positive", name="medial (in situ)"), Margin(status="negative")], {"status": "negative"}, id="invasive-first"),
        pytest.param([Margin(status="positive", name="medial (in situ)")], {"status": "positive"}, id="in-situ-alone"),
        pytest.param([Margin(residual="R1")], {"status": "positive", "residual": "R1"}, id="residual"),
        pytest.param([Margin(name="deep", distance_mm=3)], {"distance_mm": 3}, id="distance-alone"),
    ],
)  # fmt: skip
def test_margin(margins: list[Margin], read: dict[str, Any]) -> None:
    assert summary_of([fact("margin", value, at=at) for at, value in enumerate(margins)])["margin"] == read


def test_a_frozen_section_yields_to_the_final_margins() -> None:
    made = summary_of(
        [
            fact("margin", Margin(status="positive"), section="frozen"),
            fact("margin", Margin(status="negative")),
        ]
    )
    assert made["margin"]["status"] == "negative"


def test_the_distance_of_the_gross_description_when_the_conclusion_gives_none() -> None:
    made = summary_of(
        [
            fact("margin", Margin(status="negative")),
            fact("margin", Margin(status="negative", distance_mm=4), section="gross"),
        ]
    )
    assert made["margin"] == {"status": "negative", "distance_mm": 4}


@pytest.mark.parametrize(
    ("nodes", "read"),
    [
        pytest.param([("A", 1, 4), ("B", 0, 6)], (1, 10), id="parts-are-added"),
        pytest.param([("A", 1, 4), ("B", 1, 4)], (2, 8), id="equal-parts-too"),
        pytest.param([("A", 1, 4), ("A", 1, 4)], (1, 4), id="not-the-same-part"),
        pytest.param([("A", 0, 1), ("B", 0, 44)], (0, 45), id="two-are-added"),
        pytest.param([("A", 1, 4), ("B", 0, 6), ("", 1, 10)], (1, 10), id="a-total-is-not-added"),
        pytest.param([("A", 0, 12), ("B", 0, 12)], (0, 12), id="a-large-count-said-twice"),
        pytest.param([("", 0, 1), ("", 0, 1)], (0, 2), id="a-list-without-letters"),
    ],
)
def test_nodes(nodes: list[tuple[str, int, int]], read: tuple[int, int]) -> None:
    facts = [
        fact("nodes", Nodes(positive=found, examined=of), part=part, at=at)
        for at, (part, found, of) in enumerate(nodes)
    ]
    assert summary_of(facts)["nodes"] == {"positive": read[0], "examined": read[1]}


def test_a_node_that_is_all_of_its_part_counts_as_examined() -> None:
    facts = [
        fact("nodes", Nodes(positive=0, examined=4), part="A"),
        fact("nodes", Nodes(positive=1), part="B", at=5),
    ]
    assert summary_of(facts)["nodes"] == {"positive": 1, "examined": 5}


def test_nodes_said_again_in_the_comment_count_once() -> None:
    value = Nodes(positive=0, examined=2)
    facts = [fact("nodes", value), fact("nodes", value, section="comment")]
    assert summary_of(facts)["nodes"] == {"positive": 0, "examined": 2}


def test_a_stated_total_is_taken() -> None:
    where = Evidence(note_id="n", start=0, end=10, quote="total 4/28", rule_id="nodes.x")
    total = Fact(kind="nodes", value=Nodes(positive=4, examined=28), evidence=(where,))
    made = summary_of([total, fact("nodes", Nodes(positive=2, examined=21), part="E")])
    assert made["nodes"] == {"positive": 4, "examined": 28}


def test_the_forms_count_takes_in_the_parts() -> None:
    where = Evidence(note_id="n", start=40, end=70, quote="Number of lymph nodes involved", rule_id="nodes.x")
    form = Fact(kind="nodes", value=Nodes(positive=4, examined=16), evidence=(where,))
    made = summary_of([fact("nodes", Nodes(positive=0, examined=1), part="A"), form])
    assert made["nodes"] == {"positive": 4, "examined": 16}


def test_the_same_words_count_once() -> None:
    facts = [fact("nodes", Nodes(positive=0, examined=1), part=part) for part in ("I", "")]
    assert summary_of(facts)["nodes"] == {"positive": 0, "examined": 1}


def test_positive_nodes_without_a_total() -> None:
    facts = [fact("nodes", Nodes(positive=2)), fact("nodes", Nodes(positive=1))]
    assert summary_of(facts)["nodes"] == {"positive": 2}


def test_other_fields() -> None:
    made = summary_of(
        [
            fact("grade", Grade(scheme="two_tier", value="high")),
            fact("grade", Grade(scheme="fnclcc", value="3")),
            fact("grade", Grade(scheme="fnclcc", value="", mitoses=2)),
            fact("lesion_count", LesionCount(focality="single")),
            fact("metastasis", Metastasis(), presence="absent"),
            fact("necrosis", Necrosis()),
            fact("necrosis", Necrosis(percent=10), section="gross"),
        ]
    )
    assert made == {
        "grade": {"scheme": "fnclcc", "value": "3"},
        "necrosis": {"presence": "present", "percent": 10},
        "lesion_count": {"focality": "single"},
        "metastasis": {"presence": "absent"},
    }


def test_the_highest_grade_of_the_parts_is_the_tumours() -> None:
    grades = [fact("grade", Grade(scheme="fnclcc", value=value), at=at) for at, value in enumerate("131")]
    assert summary_of(grades)["grade"]["value"] == "3"


@pytest.mark.parametrize(
    ("tumour", "grade"), [("carcinoma", "2"), ("soft_tissue_sarcoma", None), ("benign_soft_tissue", None)]
)
def test_the_grade_of_a_carcinoma_counts_in_a_report_of_one(tumour: str, grade: str | None) -> None:
    facts = [
        fact("histology", Histology(code="X", name="x", family=tumour)),
        fact("grade", Grade(scheme="other", value="2"), about="other_tumour"),
    ]
    assert summary_of(facts).get("grade", {}).get("value") == grade


def test_losers_say_why() -> None:
    facts = [
        fact("grade", Grade(scheme="fnclcc", value="3")),
        fact("grade", Grade(scheme="two_tier", value="high")),
        fact("grade", Grade(scheme="fnclcc", value="2"), person="relative"),
        fact("grade", Grade(scheme="fnclcc", value="1"), section="gross"),
        fact("grade", Grade(scheme="fnclcc", value="3"), at=9),
        fact("histology", SARCOMA),
        fact("histology", LMS),
    ]
    assert {(str(item.fact.value.name if item.fact.kind == "histology" else item.fact.value.value), item.why) for item in losers(facts)} == {
        ("high", "FNCLCC is preferred to two tiers, both to other schemes"),
        ("2", "it is about a relative"),
        ("1", "a section nearer to the conclusion states it"),
        ("3", "an equal statement stands before it"),
        ("sarcoma", "a more specific one is stated"),
    }  # fmt: skip
