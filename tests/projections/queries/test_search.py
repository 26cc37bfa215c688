"""Search: the very number first, then the latest; by words, category and unit."""

import pytest
from sqlalchemy import Connection

from domain.rules.categories import Category
from projections.queries.search import LONGEST, names, search
from projections.queries.viewer import THE_SERVICE
from tests.projections.queries.given import a_case, a_unit

FIRE = Category(code="A01", name="房屋火灾", name_en="Building fire", tracks=("emergency",))


def found(model: Connection, text: str, limit: int = 100) -> list[str]:
    codes = names(model, [FIRE])
    rows = search(model, text, viewer=THE_SERVICE, codes=codes, limit=limit).rows
    return [row["number"] for row in rows]


@pytest.fixture
def town(model: Connection) -> Connection:
    a_unit(model, "police", name="城关派出所", name_en="Police")
    a_case(model, "QS2026-00001", title="老街电动车起火", category="A01", place="老街")
    a_case(model, "QS2026-00002", title="Street light broken", category="B02", lead_unit="police")
    a_case(model, "QS2026-00003", title="老街漏水", category="B02", place="", reference="F-77")
    return model


TYPED = {
    "老街": ["QS2026-00003", "QS2026-00001"],
    "漏水": ["QS2026-00003"],
    "水漏": [],
    "老街 漏水": ["QS2026-00003"],
    "street": ["QS2026-00002"],
    "Stre": ["QS2026-00002"],
    "2026-3": ["QS2026-00003"],
    "QS2026-00002": ["QS2026-00002"],
    "qs2026-00002": ["QS2026-00002"],
    "F-77": ["QS2026-00003"],
    "火灾": ["QS2026-00001"],
    "派出所": ["QS2026-00002"],
    "police": ["QS2026-00002"],
    "": [],
    "   ": [],
    "?!。": [],
    "\x00\ud800": [],
    "' OR 1=1 --": [],
    '")(*': [],
    "%": [],
}


def test_cases_are_found_by_what_a_desk_would_type(town: Connection) -> None:
    assert {text: found(town, text) for text in TYPED} == TYPED


def test_the_very_number_comes_first_and_once(town: Connection) -> None:
    a_case(town, "QS2026-00004", title="同 QS2026-00001 一并处理")

    result = search(town, "QS2026-00001", viewer=THE_SERVICE)

    assert result.exact
    assert [row["number"] for row in result.rows] == ["QS2026-00001", "QS2026-00004"]
    assert not search(town, "老街", viewer=THE_SERVICE).exact


def test_what_is_beyond_the_limit_is_told_of(town: Connection) -> None:
    assert found(town, "2026", limit=2) == ["QS2026-00003", "QS2026-00002"]
    assert search(town, "2026", viewer=THE_SERVICE, limit=2).more
    assert not search(town, "2026", viewer=THE_SERVICE, limit=3).more


def test_a_text_of_any_length_is_a_search(town: Connection) -> None:
    assert found(town, "老" * LONGEST * 50) == []
    assert found(town, " ".join("老街" for _ in range(5000))) == ["QS2026-00003", "QS2026-00001"]
