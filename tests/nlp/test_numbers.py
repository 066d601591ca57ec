"""Chinese numerals are read as they are said."""

import pytest

from nlp.numbers import value


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("二十三", 23),
        ("百", 100),
        ("2.1万", 21_000),
        ("1,200", 1200),
        ("数十", 20),
        ("九千二百", 9200),
        ("三百零五", 305),
        ("十", 10),
        ("两", 2),
        ("数百", 200),
        ("二〇〇八", 2008),
        ("拾柒", 17),
        ("五六", 5),
    ],
)
def test_a_numeral_has_its_value(word: str, number: int) -> None:
    assert value(word) == number


def test_what_is_no_numeral_has_none() -> None:
    assert value("人民") is None
    assert value("") is None
