"""Pages of scoring rules: read by whoever is judged, drafted, tried, issued, put in force."""

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from application.scoringbook import shipped_scoring
from domain.assessment.lawful import REASONS
from domain.rules.model import RuleError
from projections.bootstrap import Service
from tests.web.awaited import Awaited
from tests.web.conftest import MovableClock, Visitor
from web.i18n import COOKIE
from web.scoring import mistakes

LogIn = Callable[[str], Visitor]
TEXT = next(one.text for one in shipped_scoring() if one.rules.id == "unit-default")
SECOND = TEXT.replace("version = 1\n", "version = 2\n", 1)
FIELD = re.compile(r'<input[^>]* name="([^"]+)" value="([^"]*)"')


def numbers(page: str) -> dict[str, str]:
    """What the form of numbers would send as it is."""
    form = page[page.index('<form class="lc-plan-form"') :]
    found = FIELD.findall(form[: form.index("</form>")])
    return {name: html.unescape(value) for name, value in found if name != "csrf_token"}


def draft(visitor: Visitor, ref: str = "unit-default@1", **changes: str) -> TestResponse:
    """Send the form of a version with some numbers changed."""
    given = numbers(visitor.get(f"/scoring/{ref}/draft").text)
    assert set(changes) <= set(given)
    return visitor.post(f"/scoring/{ref}/draft", {**given, **changes})


def write(visitor: Visitor, text: str, do: str = "draft", **more: str) -> TestResponse:
    return visitor.post("/scoring/write", {"text": text, "do": do, **more})


# --- reading ---


def test_whoever_is_judged_by_them_reads_them(logged_in: LogIn) -> None:
    for username in ("wang", "li", "chen", "zhou"):
        read(logged_in(username), username)


def read(visitor: Visitor, username: str) -> None:
    overview = visitor.get("/scoring/").text
    assert all(f"/scoring/{one.rules.ref}" in overview for one in shipped_scoring())
    assert overview.count("✓ 现行") == 4  # two sets, each at its head and in its row

    page = visitor.get("/scoring/unit-default@1").text
    assert "25 × 比率" in page
    assert "反映人表示已解决的 / 有效回访数" in page
    assert "[90, ∞)" in page
    assert "超期未催办" not in page
    assert visitor.get("/scoring/unit-default@1/text").text == TEXT
    assert ("/scoring/unit-default@1/try" in page) is (username != "wang")
    assert (f"/scoring/unit-default@1/{'activate'}" in page) is (username == "li")
    assert ("/scoring/unit-default@1/draft" in page) is (username == "chen")


def test_two_sets_are_compared_in_words(logged_in: LogIn) -> None:
    visitor = logged_in("zhou")
    visitor.client.set_cookie(COOKIE, "en")

    page = visitor.get("/scoring/unit-hotline@1/compare?with=unit-default@1").text

    assert "Unit time limits met" in page
    assert "basically satisfied counts" not in page  # neither set says it of another measure
    assert "− Removed" in page
    assert "<del>25</del> → <ins>50</ins>" in page
    same = visitor.get("/scoring/unit-hotline@1/compare?with=unit-hotline@1").text
    assert "The two say the same." in same


# --- from a draft to a quarter that is scored by it ---


def test_numbers_are_drafted_issued_by_one_and_put_in_force_by_another(
    logged_in: LogIn, service: Service
) -> None:
    # given a draft of the inspection office
    chen, li = logged_in("chen"), logged_in("li")
    changes = {
        "indicators-0-points": "２０",  # as a Chinese keyboard types it
        "indicators-1-points": "20",
        "deductions-late_entry-points": "",
        "deductions-late_entry-most": "",
        "deductions-passed_round-points": "4.5",
        "targets-solved-at_least": "0.9",
        "bands-0-at_least": "92",
    }
    answer = draft(chen, **changes)
    assert answer.location.endswith("/scoring/unit-default@2")
    rules = service.desk.scoring.get("unit-default@2")
    assert [str(one.points) for one in rules.indicators][:2] == ["20", "20"]
    assert "late_entry" not in {one.failing.value for one in rules.deductions}
    assert {one.rate for one in rules.targets} == {"taken_up", "mediation", "satisfied", "solved"}

    # then it holds for nobody before it was issued
    assert "scoring/unit-default@2/activate" not in li.get("/scoring/unit-default@2").text
    assert chen.post("/scoring/unit-default@2/issue").status_code == 303
    assert "/scoring/unit-default@2/activate" not in chen.get("/scoring/unit-default@2").text

    # and another person puts it in force from the next quarter on
    assert "selected>2027Q1" in li.get("/scoring/unit-default@2").text
    li.post("/scoring/unit-default@2/activate", {"since": "2027Q1"})
    overview = html.unescape(logged_in("zhou").get("/scoring/").text)
    assert "自2027Q1起" in overview
    assert "到2026Q4为止" in overview


def test_what_is_wrong_in_the_form_stands_at_its_field_and_stays_as_typed(
    logged_in: LogIn,
) -> None:
    visitor = logged_in("chen")

    far = draft(visitor, **{"bands-0-at_least": "很高"})
    assert far.status_code == 422
    assert 'id="f-bands-0-at_least-wrong"' in far.text
    assert 'value="很高"' in far.text

    off = draft(visitor, **{"deductions-passed_round-points": "0"})
    assert 'id="f-deductions-passed_round-points-wrong"' in off.text
    much = draft(visitor, **{"indicators-0-points": "30"})
    assert "全部指标分值合计为 105" in much.text
    assert 'name="indicators-0-points" value="30"' in much.text
    days = draft(visitor, objection_days="10 天")
    assert 'id="f-objection_days-wrong"' in days.text


def test_the_text_of_a_version_is_checked_then_drafted(logged_in: LogIn, service: Service) -> None:
    visitor = logged_in("chen")
    begun = html.unescape(visitor.get("/scoring/write?from=unit-default@1").text)
    assert "version = 2" in begun

    assert "没有问题" in write(visitor, SECOND, "check", of="unit-default").text
    assert service.desk.scoring.now().draft("unit-default") is None
    answer = visitor.post(
        "/scoring/write",
        {"file": (BytesIO(SECOND.encode()), "rules.toml"), "do": "draft", "of": "unit-default"},
    )
    assert answer.location.endswith("unit-default@2")
    assert service.desk.scoring.text("unit-default@2") == SECOND
    assert SECOND in html.unescape(visitor.get("/scoring/write?from=unit-default@2").text)


def test_a_text_that_is_refused_stays_with_the_reason(logged_in: LogIn) -> None:
    visitor = logged_in("chen")
    for old, new, said in (
        ('title = "解决率"', 'title = "越级上访"', "2013"),
        ('failing = "late_entry"', 'failing = "repeat_petition"', "repeat petition"),
        ('measure = "solved"', 'measure = "applause"', "applause"),
        ("points = 15", "points = 14", "99"),
        ("version = 2", "version = 7", "version = 2"),
        ("[[bands]]", "[[bands]", "TOML"),
    ):
        answer = write(visitor, SECOND.replace(old, new, 1), of="unit-default")

        assert answer.status_code == 422
        problem = html.unescape(re.findall(r'id="f-text-wrong">(.*?)</p>', answer.text)[0])
        assert said in problem
        assert re.search("[\u4e00-\u9fff]", problem)
        assert new in html.unescape(answer.text)


def test_a_draft_somebody_wrote_over_is_not_lost(logged_in: LogIn, service: Service) -> None:
    visitor = logged_in("chen")
    given = numbers(visitor.get("/scoring/unit-default@1/draft").text)
    write(visitor, SECOND, of="unit-default")

    late = visitor.post("/scoring/unit-default@1/draft", {**given, "minimum": "20"})
    assert late.status_code == 422
    assert 'value="20"' in late.text
    assert service.desk.scoring.text("unit-default@2") == SECOND
    stale = write(visitor, SECOND.replace("30", "31", 1), of="unit-default", seen="0")
    assert stale.status_code == 422


def test_a_draft_is_dropped_and_a_version_retired_with_a_reason(
    logged_in: LogIn, service: Service
) -> None:
    visitor = logged_in("chen")
    write(visitor, SECOND, of="unit-default")
    assert "理由" in visitor.post("/scoring/unit-default@2/retire", {"reason": " "}).text
    gone = visitor.post("/scoring/unit-default@2/retire", {"reason": "重新拟订"})
    assert gone.location.endswith("/scoring/")
    assert visitor.get("/scoring/unit-default@2").status_code == 404

    visitor.post("/scoring/unit-hotline@1/retire", {"reason": "本中心不用"})
    assert service.desk.scoring.now().versions["unit-hotline@1"].state == "retired"
    assert "正在按" in visitor.post("/scoring/centre@1/retire", {"reason": "不用"}).text


def test_nobody_puts_in_force_what_they_may_not(logged_in: LogIn, service: Service) -> None:
    li = logged_in("li")

    nonsense = li.post("/scoring/unit-hotline@1/activate", {"since": "明年"})
    assert nonsense.status_code == 422
    for username in ("chen", "zhou", "root", "zhang", "wang"):
        answer = logged_in(username).post("/scoring/unit-hotline@1/activate", {"since": "2027Q1"})
        assert answer.status_code == 403
    assert service.desk.scoring.now().spans_of("unit-hotline@1") == []


# --- trying ---


@pytest.fixture
def lived(service: Service, clock: MovableClock) -> None:
    """Matters of every kind, and enough time for their limits to run out."""
    Awaited(service.desk, "pcs", "sfs").all()
    clock.now = clock.now.replace(year=clock.now.year + 1)


@pytest.mark.usefixtures("lived")
def test_a_draft_is_tried_on_a_past_quarter_unit_by_unit(logged_in: LogIn) -> None:
    # given a draft under which units meet more of their limits
    chen = logged_in("chen")
    draft(chen, **{"indicators-0-points": "35", "indicators-2-points": "15"})
    # when somebody tries it
    zhou = logged_in("zhou")
    page = zhou.get("/scoring/unit-default@2/try?quarter=2026Q4").text
    # then each unit stands with its score before and after
    assert "unit-default@1 → unit-default@2" in html.unescape(page)
    assert "派出所" in page
    row = re.findall(r"<tr>.*?派出所.*?</tr>", page)[0]
    scores = [float(one) for one in re.findall(r">(\d+\.\d\d)<| (\d+\.\d\d) ", row)[0] if one]
    assert scores
    # and each of its indicators with what was counted
    unit = zhou.get("/scoring/unit-default@2/try?quarter=2026Q4&unit=pcs").text
    assert "/ 25.00" in unit
    assert "/ 35.00" in unit


@pytest.mark.usefixtures("lived")
def test_the_centres_own_rules_are_tried_on_the_centre(logged_in: LogIn) -> None:
    page = logged_in("li").get("/scoring/centre@1/try?quarter=2026Q4&with=centre@1")
    assert page.status_code == 200
    assert len(re.findall(r"unit=centre", page.text)) == 1


def test_nonsense_is_no_failure(logged_in: LogIn) -> None:
    visitor = logged_in("chen")
    for query in ("quarter=2026Q9", "quarter=x", "quarter=", "with=", "quarter=0000Q1"):
        assert visitor.get(f"/scoring/unit-default@1/try?{query}").status_code == 200
    assert visitor.get("/scoring/unit-default@1/try?unit=nobody").status_code == 404
    for path in ("nothing@1", "unit-default@9", "unit-default@9/text", "x/compare", "x@1/try"):
        assert visitor.get(f"/scoring/{path}").status_code == 404


# --- mistakes ---


def test_each_reason_is_said_in_both_languages(app: Flask) -> None:
    for reason in REASONS:
        error = RuleError("title", f"'上访量' {reason}")
        said = {_said(app, error, lang) for lang in ("zh", "en")}
        assert len(said) == 2
        assert all("上访量" in one for one in said)


def _said(app: Flask, error: RuleError, lang: str) -> str:
    with app.test_request_context(headers={"Cookie": f"{COOKIE}={lang}"}):
        return mistakes.told(error)
