import pytest

from trialsift.extract.context import answer, concept_place
from trialsift.packs.rules import Packs


@pytest.mark.parametrize(
    ("sentence", "concept", "presence"),
    [
        ("There is no evidence of metastatic disease.", "metastatic disease", "absent"),
        ("CT is negative for lung nodules.", "lung nodules", "absent"),
        ("Lymphovascular invasion is not identified.", "lymphovascular invasion", "absent"),
        ("A metastasis cannot be excluded.", "metastasis", "uncertain"),
        ("No oedema; tail sign present.", "tail sign", "present"),
        ("There is no change in the nodule.", "nodule", "present"),
    ],
)
def test_presence(sentence: str, concept: str, presence: str, packs: Packs) -> None:
    assert answer({"id": "1", "sentence": sentence, "concept": concept}, packs)["presence"] == presence


def test_a_concept_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand in the sentence"):
        concept_place("No fever.", "rash")
