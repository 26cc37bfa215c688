"""The page of the flow: what it counts, what it draws, what each number opens to."""

import html
import re
import threading
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import cycle

import pytest
from openpyxl import load_workbook

from domain.case.dispatch import Return, SignFor
from projections.flow import following
from projections.flow.found import Flow, Following, Took, Variant
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.test_ledgers import HOSTILE
from web.flow.diagram import NARROW, WIDE, drawn
from web.flow.graph import graph_of

LogIn = Callable[[str], Visitor]
NOW = Took(60, 90)
NARROWING = ("track", "category", "unit", "of", "since")
CHOOSING = ("way", "first", "loop", "lacks", "page", "then", "in")


@pytest.fixture
def closed(desk: Desk, clock: MovableClock) -> list[str]:
    """Two closed emergencies, of which one was handed back first, and one that is open."""
    quick, slow, still = (desk.receive(f"第{n}件") for n in range(3))
    clock.forward(minutes=10)
    desk.dispatch(quick)
    desk.dispatch(slow)
    desk.do(slow, SignFor(dispatch=1), Return(dispatch=1, reason="不属本所"), by="wang")
    clock.forward(minutes=5)
    desk.dispatch(slow)
    desk.do(slow, SignFor(dispatch=2), by="wang")
    desk.close(quick)
    desk.dispatch(still)
    return [quick, slow, still]


def rows(page: str) -> list[str]:
    """The rows of all tables, their cells with bars between, without what only is heard."""
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", page)
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>|</tr>", seen, re.DOTALL)
    text = [html.unescape(re.sub(r"<[^>]*>", "", cell)).strip() or "\n" for cell in cells]
    return ["|".join(line.strip("|").split("|")) for line in "|".join(text).split("\n")]


def link(page: str, part: str) -> str:
    """The first address with this in it."""
    found = re.search(rf'href="(/audit/flow/cases[^"]*{re.escape(part)}[^"]*)"', page)
    assert found is not None, part
    return html.unescape(found[1])


def test_an_auditor_reads_ways_waits_loops_and_what_was_left_out(
    logged_in: LogIn, closed: list[str]
) -> None:
    auditor = logged_in("zhou")

    done = auditor.get("/audit/flow/").text
    everything = auditor.get("/audit/flow/?done=all").text
    dispatches = auditor.get("/audit/flow/?of=dispatch&done=all").text

    assert "1 件 · 1 种走法" in re.sub(r"\s+", " ", re.sub("<[^>]+>", "", done)), done
    assert "接报登记|派单|1|1|10 分 0 秒|10 分 0 秒" in rows(done)
    assert "警情|到场|0|1|0.0 %" in rows(done)
    assert "1|1|派单 → 签收 → 退单 → 派单" in rows(everything)
    assert "签收|退单|1|1|0 分 0 秒|0 分 0 秒" in rows(dispatches)
    assert "缺少的步骤" not in dispatches
    assert done.count("<svg") == 2
    cases = auditor.get(link(everything, "loop=")).text
    assert re.findall(r'href="/audit/cases/([^"/?]+)"', cases) == [closed[1]]
    assert auditor.get(link(done, "first=dispatched")).text.count("/audit/cases/") == 1
    assert auditor.get(link(done, "way=")).text.count("/audit/cases/") == 1
    assert auditor.get("/audit/flow/cases?done=all").text.count("/audit/cases/") == 3


def test_the_same_as_data_and_as_a_workbook(logged_in: LogIn, closed: list[str]) -> None:
    auditor = logged_in("zhou")

    data = auditor.get("/audit/flow/flow.json?done=all").json
    book = load_workbook(BytesIO(auditor.get("/audit/flow/flow.xlsx?done=all").data))

    assert data is not None
    assert (data["runs"], data["measured"]) == (3, 3)
    assert sum(one["runs"] for one in data["variants"]) == 3
    told = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert told[0][:4] == ["步骤", "下一步", "次数", "事项"]
    assert len(told) == 1 + len(data["following"])
    assert told[1][2] == data["following"][0]["times"]
    assert book.sheetnames == ["步骤之间", "各种走法", "反复", "缺少的步骤"]
    ways = list(book["各种走法"].iter_rows(min_row=2, values_only=True))
    assert sum(way[1] for way in ways) == data["runs"]


def test_the_accused_do_not_count_in_it(logged_in: LogIn, desk: Desk) -> None:
    desk.receive("反映推诿", track="petition", kind="accusation", accused=("centre",))
    desk.receive(
        "反映个人",
        track="petition",
        kind="accusation",
        accused=("centre",),
        accused_staff=("chen",),
    )

    def runs(who: str) -> int:
        data = logged_in(who).get("/audit/flow/flow.json?done=all").json
        assert data is not None
        return int(data["runs"])

    assert (runs("zhou"), runs("chen")) == (2, 1)
    assert "反映个人" not in logged_in("chen").get("/audit/flow/cases?done=all").text


def test_what_can_not_be_asked_is_said_and_what_was_typed_stays(logged_in: LogIn) -> None:
    auditor = logged_in("zhou")

    refused = auditor.get("/audit/flow/?since=gestern&until=2026-01-01")

    assert refused.status_code == 422
    assert 'value="gestern"' in refused.text
    assert auditor.get("/audit/flow/flow.json?since=x").status_code == 422
    assert auditor.get("/audit/flow/flow.xlsx?until=x").status_code == 422
    assert auditor.get("/audit/flow/?track=none").status_code == 422
    assert auditor.get("/audit/flow/cases?lacks=nothing").status_code == 404
    for text, narrow, choose in zip(HOSTILE, cycle(NARROWING), cycle(CHOOSING), strict=False):
        assert auditor.get(f"/audit/flow/?{narrow}={text}").status_code in (200, 422)
        assert auditor.get(f"/audit/flow/cases?{choose}={text}").status_code in (200, 404)


def test_a_long_log_is_gathered_while_the_page_says_how_far(
    logged_in: LogIn, closed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = logged_in("zhou")
    monkeypatch.setattr(following, "NEAR", 0)
    started: list[Callable[[], None]] = []

    class Later:
        def __init__(self, target: Callable[[], None], **_: object) -> None:
            started.append(target)

        def start(self) -> None:
            """Not yet."""

    monkeypatch.setattr(threading, "Thread", Later)

    waiting = auditor.get("/audit/flow/")
    assert (waiting.status_code, waiting.headers["Refresh"]) == (200, "2")
    assert "<progress" in waiting.text
    assert auditor.get("/audit/flow/flow.json").status_code == 503
    started[0]()
    assert "<svg" in auditor.get("/audit/flow/").text


# --- the drawing ---


def flow(runs: int, edges: Sequence[tuple[str, str, int]]) -> Flow:
    """So many runs, these successions, the most frequent first."""
    steps = dict.fromkeys((step for edge in edges for step in edge[:2]), runs)
    return Flow(
        runs=runs,
        measured=runs,
        variants=[Variant(1, tuple(steps), runs, NOW)],
        following=[Following(first, then, n, n, NOW) for first, then, n in edges],
        steps=steps,
        loops=(),
        skipped=(),
        took=NOW,
    )


def test_lines_side_by_side_have_lanes_of_their_own_and_the_rest_is_left_to_the_table() -> None:
    some = flow(
        100,
        [
            ("received", "screened", 90),
            ("screened", "dispatched", 80),
            ("received", "dispatched", 70),
            ("screened", "closed", 60),
            ("dispatched", "closed", 50),
            ("closed", "dispatched", 40),
            ("received", "closed", 30),
            ("closed", "closed", 1),
        ],
    )

    graph = graph_of(some, right=2, left=1)

    lanes = {(line.following.first, line.following.then): line.lane for line in graph.lines}
    assert lanes == {
        ("received", "screened"): -1,
        ("screened", "dispatched"): -1,
        ("dispatched", "closed"): -1,
        ("received", "dispatched"): 0,
        ("screened", "closed"): 1,
        ("closed", "dispatched"): 0,
    }
    assert graph.left_out == 2


@pytest.mark.parametrize("sizes", [WIDE, NARROW])
def test_the_drawing_stays_on_its_paper_and_tells_lines_apart_without_colour(
    visitor: Visitor, closed: list[str], sizes: object
) -> None:
    with visitor.client.application.test_request_context():
        edges = [("received", "dispatched", 9000), ("dispatched", "returned", 200)]
        edges += [("returned", "dispatched", 9000), ("received", "returned", 1200)]
        drawing, graph = drawn(flow(9000, edges), sizes)  # type: ignore[arg-type]

    assert graph.left_out == 0
    looks = {shape.look for shape in drawing.shapes}
    assert looks >= {"on-3", "on-1", "on-2", "back-3", "arrow", "step"}
    for shape in drawing.of("step"):
        x, width = float(shape.places["x"]), float(shape.places["width"])
        assert x >= 0
        assert x + width <= drawing.width
    told = [float(shape.places["x"]) for shape in drawing.of("small")]
    assert min(told) > 0
    assert max(told) < drawing.width
    assert "9000" in {shape.words for shape in drawing.of("small")}
