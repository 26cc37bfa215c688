"""Words are cut alike for what is found and for what is sought."""

import pytest

from domain.rules.categories import Category
from projections.finding import by_name
from projections.words import query_postgres, query_sqlite, vector, words


def none(_: str) -> list[str]:
    return []


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("噪声扰民", ["噪", "声", "扰", "民"]),
        ("中山路37号", ["中", "山", "路", "37", "号"]),
        ("QS2026-00037", ["qs", "2026", "37"]),
        ("Café, Loud works", ["café", "loud", "works"]),
        ("ＡＢＣ１２", ["abc", "12"]),
        ("ラーメン 떡", ["ラ", "ー", "メ", "ン", "떡"]),
        ("o'clock x_y", ["o", "clock", "x", "y"]),
        ("000", ["0"]),
        ("，。！—", []),
        ("", []),
        ("a" * 100, ["a" * 64, "a" * 36]),
        ("𠮷野家", ["𠮷", "野", "家"]),
    ],
)
def test_characters_are_words_and_letters_stay_together(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_runs_are_sought_as_phrases_and_all_of_them() -> None:
    assert query_sqlite("噪声 河口", none) == '("噪 声") AND ("河 口")'
    assert query_postgres("噪声 河口", none) == "(('噪' <-> '声')) & (('河' <-> '口'))"


def test_a_latin_word_may_go_on_but_a_number_may_not() -> None:
    assert query_sqlite("Loud 37", none) == '("loud" *) AND ("37")'
    assert query_postgres("Loud 37", none) == "(('loud':*)) & (('37'))"


def test_a_name_is_sought_by_its_code_as_well() -> None:
    codes = by_name(
        [
            Category(code="A", name="火灾与救援", name_en="Fire", tracks=()),
            Category(code="A01", name="房屋火灾", name_en="Building", tracks=(), parent="A"),
            Category(code="B01", name="交通", name_en="Traffic", tracks=()),
        ],
        [("S-1", "城关派出所", "Chengguan Police")],
    )
    assert query_sqlite("救援", codes) == '("救 援" OR "c:a" OR "c:a01")'
    assert codes("派出所") == ["u:s_1"]
    assert codes("police") == ["u:s_1"]
    assert codes("po") == []
    assert codes("b01") == ["c:b01"]


@pytest.mark.parametrize("text", ["", "  ", "，。", '"', "'", "()&|!:*<->"])
def test_a_search_without_words_is_none(text: str) -> None:
    assert query_sqlite(text, none) == ""
    assert query_postgres(text, none) == ""


def test_places_in_a_vector_count_from_one() -> None:
    assert vector("噪 声 噪") == "'噪':1 '声':2 '噪':3"
