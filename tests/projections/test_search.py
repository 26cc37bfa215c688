"""Cases are found by what is clear, in Chinese and Latin, alike on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select

from application.units import rename_unit
from domain.case.correction import Correct
from domain.case.dispatch import Dispatch, Recall
from domain.case.intake import Screen
from domain.case.words import Track
from domain.rules.categories import Category
from projections.finding import by_name, hits
from projections.projector import Projector
from projections.rebuild import rebuild
from projections.tables import cases, units
from tests.projections.town import Town

Find = Callable[[str], list[str]]
CATEGORIES = [
    Category(code="D", name="环境", name_en="Environment", tracks=()),
    Category(code="D03", name="噪声污染", name_en="Noise", tracks=(), parent="D"),
]


@pytest.fixture(params=["followed", "rebuilt"])
def made(request: pytest.FixtureRequest) -> str:
    """How the read model came about."""
    made: str = request.param
    return made


@pytest.fixture
def find(town: Town, projector: Projector, engine: Engine, made: str) -> Find:
    """Numbers of the cases found, after catching up or after a rebuild."""

    def numbers(sought: str) -> list[str]:
        if projector.position() != town.desk.log.head():
            projector.catch_up() if made == "followed" else rebuild(town.settings)
        with engine.connect() as connection:
            known = connection.execute(select(units.c.code, units.c.name, units.c.name_en)).all()
            codes = by_name(CATEGORIES, [tuple(row) for row in known])
            found = hits(connection.dialect.name, sought, codes)
            assert found is not None
            query = select(cases.c.number).where(cases.c.cid.in_(found)).order_by(cases.c.cid)
            return list(connection.scalars(query))

    return numbers


FOUND = (
    "噪声",
    "施工噪",
    "夜间施工噪声扰民",
    "QS2026-00001",
    "qs2026-1",
    "2026-00001",
    "1",
    "河口",
    "河口村 噪声",
    "三组",
    "F-0042",
    "42",
    "Loud",
    "lou",
    "LOUD works",
    "噪声污染",
    "环境",
    "D03",
    "Environ",
)
NOT_FOUND = ("声噪", "噪扰", "河口村 井盖", "QS2026-00003", "oud", "张三", "F-0043")


def test_a_case_is_found_by_any_part_of_what_is_clear_and_by_nothing_else(
    town: Town, find: Find
) -> None:
    town.receive(
        "夜间施工噪声扰民 Loud works", place="河口村三组", category="D03", reference="F-0042"
    )
    town.receive("井盖破损", place="东街")
    assert [sought for sought in FOUND if find(sought) != ["QS2026-00001"]] == []
    assert [sought for sought in NOT_FOUND if find(sought)] == []


def test_a_case_is_found_by_the_unit_that_leads_now_under_its_name_now(
    town: Town, find: Find
) -> None:
    case_id = town.receive()
    town.do(case_id, Dispatch(unit="police", zone="town"))
    assert find("城关派出所") == ["QS2026-00001"]
    rename_unit(town.desk, "police", "东城派出所", "", "wu")
    assert find("城关") == []
    assert find("东城") == ["QS2026-00001"]
    town.do(case_id, Recall(dispatch=1, reason="改派"), Dispatch(unit="clinic", zone="town"))
    assert find("东城") == []
    assert find("卫生院") == ["QS2026-00001"]


def test_a_case_is_found_by_its_category_and_title_as_they_are_now(town: Town, find: Find) -> None:
    case_id = town.receive("路灯不亮", Track.EMERGENCY)
    town.do(case_id, Screen(category="D03", level="ordinary"))
    assert find("噪声污染") == ["QS2026-00001"]
    town.do(
        case_id, Correct(event=1, field="title", value='"井盖破损"', reason="误", approver="chen")
    )
    assert find("路灯") == []
    assert find("井盖") == ["QS2026-00001"]
    assert find("污染") == ["QS2026-00001"]


def test_nothing_is_sought_by_a_search_without_words(engine: Engine) -> None:
    assert hits(engine.dialect.name, " ，", by_name([], [])) is None
