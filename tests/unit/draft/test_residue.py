"""The words of a criterion that its conditions leave out."""

import pytest

from trialsift.draft.nodes import Node
from trialsift.draft.residue import in_words, rest_of

AGE: Node = {"person": {"age": {"at_least": "30 years"}, "pick": "newest"}}
ACTIVE: Node = {"condition": {"concept": "gout", "status": "active", "pick": "newest"}}
PREGNANT: Node = {"condition": {"concept": ["pregnancy"], "pick": "newest"}}


@pytest.mark.parametrize(
    ("text", "covered", "node", "rest"),
    [
        ("Male and female patients must be aged 30 years or older", "", AGE, ()),
        ("Aged 30 years or older and fond of oatmeal", "", AGE, ("fond", "oatmeal")),
        ("Patients with a known history of gout", "gout", {"condition": {"concept": "gout"}}, ()),
        ("Uncontrolled gout", "gout", ACTIVE, ()),
        (
            "Uncontrolled gout",
            "gout",
            {"condition": {"concept": "gout", "pick": "newest"}},
            ("Uncontrolled",),
        ),
        ("Gout that would interfere with the walking test", "Gout", ACTIVE, ()),
        ("Women who are pregnant or breast-feeding", "", PREGNANT, ()),
        (
            "Gout in a brother who sails",
            "Gout",
            {"condition": {"concept": "gout", "pick": "newest"}},
            ("brother", "sails"),
        ),
    ],
)
def test_rest(text: str, covered: str, node: Node, rest: tuple[str, ...]) -> None:
    start = text.index(covered)
    spans = [(start, start + len(covered))] if covered else []
    assert rest_of(text, spans, [node], bounds={"age_years"} if node is AGE else ()) == rest


def test_a_long_rest_is_named_by_its_first_words() -> None:
    words = tuple("abcdefghij")
    assert in_words(words) == "the words a, b, c, d, e, f, g, h …"
    assert in_words(words[:2]) == "the words a, b"
