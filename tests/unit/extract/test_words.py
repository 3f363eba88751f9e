import pytest

from trialsift.extract.words import fold, spaced, words_in


def normal(text: str) -> str:
    return spaced(words_in(fold(text), 0, len(text)))[0]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("High-grade leio-\nmyosarcoma", "High grade leiomyosarcoma"),
        ("18.5 x 15 .5 x 12,0 cm", "18.5 x 15.5 x 12.0 cm"),
        ("3x4x5mm", "3 x 4 x 5 mm"),
        ("0. 8 cm", "0.8 cm"),
        ("WBC 8,900", "WBC 8900"),
        ("non -specific", "non specific"),
        ("Grade 3 - high", "Grade 3 - high"),
        ("12/05/2025", "12/05/2025"),
        ("pT2bN0", "pT2bN0"),
    ],
)
def test_normal_form(written: str, read: str) -> None:
    assert normal(written) == read


def test_places_point_into_the_text_as_received() -> None:
    text = "a “high–grade” mass, 15 .5 cm"
    words = words_in(fold(text), 0, len(text))
    assert [text[word.start : word.end] for word in words] == [
        "a", "“", "high", "grade", "”", "mass", ",", "15 .5", "cm",
    ]  # fmt: skip
