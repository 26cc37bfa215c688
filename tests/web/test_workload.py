"""Workload: what came in, open to its matters and ranked by nothing; percentages that can't be."""

import re
from collections.abc import Callable

import pytest

from projections.bootstrap import Service
from tests.web.awaited import Awaited
from tests.web.conftest import Visitor

LogIn = Callable[[str], Visitor]
WIDE = "since=2020-01-01&until=2030-12-31"


@pytest.fixture
def lived(service: Service) -> None:
    """Matters of every kind."""
    Awaited(service.desk, "pcs", "sfs").all()


@pytest.mark.usefixtures("lived")
def test_volumes_stand_in_the_order_of_the_lists_and_open_to_their_matters(
    logged_in: LogIn,
) -> None:
    head = logged_in("chen")
    page = head.get(f"/workload?{WIDE}&by=track").text
    tracks = re.findall(r'track=(\w+)"', page)
    assert len(tracks) > 1
    assert tracks == sorted(tracks)
    assert "排名" in page
    assert "sort=" not in page
    for by in ("category", "group", "channel", "validity", "outcome", "level", "nonsense"):
        assert "合计<" in head.get(f"/workload?{WIDE}&by={by}").text


def test_what_cant_be_shown_is_told_beside_its_field(logged_in: LogIn) -> None:
    head = logged_in("chen")
    answer = head.get("/workload?since=yesterday")
    assert answer.status_code == 422
    assert 'value="yesterday"' in answer.text
    assert "本期没有接报的事项" in head.get("/workload?until=2001-01-01").text
    for claimed, of in (("viel", "20"), ("98", "0"), ("", "x"), ("98", "")):
        answer = head.get(f"/workload/fits?claimed={claimed}&of={of}")
        assert answer.status_code == 422
        assert f'value="{claimed or of}"' in answer.text


def test_a_percentage_no_count_gives_is_shown_as_what_it_can_be(logged_in: LogIn) -> None:
    head = logged_in("chen")
    impossible = head.get("/workload/fits?claimed=98%25&of=20").text
    assert "没有任何件数等于 98%" in impossible
    assert "19 / 20 = 95 %" in impossible
    assert "20 / 20 = 100 %" in impossible
    possible = head.get("/workload/fits?claimed=98.3&of=1449").text
    assert "对得上" in possible
    assert "1424 / 1449" in possible
    assert "505000 / 1000000" in head.get("/workload/fits?claimed=50&of=1000000").text
    assert "最接近：" not in head.get("/workload/fits").text
