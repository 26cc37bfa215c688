"""Screening rounds from the command line."""

from pathlib import Path
from zoneinfo import ZoneInfo

from application import rounds
from application.clock import system_clock
from application.rounds import ByHand
from application.rulebook import shipped
from application.settings import Settings
from domain.case.events import Actor
from domain.case.words import Role
from projections.bootstrap import open_service
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place

PLAN = """
[[plans]]
id = "month-end"
title = "月末排查"
title_en = "Month's end"
article = "本地方案"
weeks = 4
first = 2026-01-05
days = 3
subjects = ["欠薪纠纷"]
levels = ["town"]
"""


def test_what_is_shipped_waits_and_a_plan_is_loaded_issued_and_retired(
    centre: None, asked: Asked, linkage: Linkage, tmp_path: Path
) -> None:
    states = {row["plan"]: row["state"] for row in asked("round", "plans")}
    assert states["village-weekly"] == "draft"
    assert states["season"] == "in force"
    file = tmp_path / "plans.toml"
    file.write_text(PLAN, encoding="utf-8")

    assert linkage("round", "check", str(file)).exit_code == 0
    assert linkage("round", "load", str(file), "--as", "root").exit_code == 0
    assert linkage("round", "issue", "month-end", "--as", "li").exit_code == 0
    (row,) = [row for row in asked("round", "plans") if row["plan"] == "month-end"]
    assert (row["version"], row["state"], row["weeks"]) == (1, "in force", 4)
    assert linkage("round", "retire", "month-end", "--as", "li").exit_code == 0
    assert asked("round", "plans")[-1]["state"] == "ended"


def test_only_who_keeps_plans_may_load_them(centre: None, linkage: Linkage, tmp_path: Path) -> None:
    file = tmp_path / "plans.toml"
    file.write_text(PLAN, encoding="utf-8")
    refused = linkage("round", "load", str(file), "--as", "wang")
    assert refused.exit_code == 1
    assert "[not-your-role]" in refused.stderr


def test_a_file_that_looks_for_people_is_refused_with_the_place(
    centre: None, linkage: Linkage, tmp_path: Path
) -> None:
    file = tmp_path / "plans.toml"
    file.write_text(shipped("rounds.toml").replace("欠薪、", "重点人员、"), encoding="utf-8")
    refused = linkage("round", "check", str(file))
    assert refused.exit_code == 1
    assert "village-weekly" in refused.stderr
    assert "重点人" in refused.stderr


def test_a_plan_without_a_draft_is_not_issued(centre: None, linkage: Linkage) -> None:
    refused = linkage("round", "issue", "season", "--as", "li")
    assert refused.exit_code == 1
    assert "[round-plan-unknown]" in refused.stderr


def test_a_round_is_listed_and_shown_unit_by_unit(
    centre: None, asked: Asked, linkage: Linkage, place: Place
) -> None:
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    service = open_service(settings)
    today = system_clock().astimezone(ZoneInfo(settings.timezone)).date()
    asked_of = ByHand("season", today, today, {"levels": (), "units": ("pcs", "sfs")}, "a form")
    desk = Actor("zhang", "centre", Role.OPERATOR)
    code = rounds.open_by_hand(service.desk, asked_of, ["pcs", "sfs"], desk)
    rounds.report_nothing(service.desk, code, (), Actor("wang", "pcs", Role.RESPONDER))
    service.close()

    (row,) = asked("round", "list")
    assert (row["round"], row["units"], row["met"], row["zero"]) == (code, 2, 1, 1)
    reports = {one["unit"]: one["report"] for one in asked("round", "show", code)["reports"]}
    assert reports == {"pcs": "nothing", "sfs": "open"}
    assert code in linkage("round", "list").stdout
    assert "wang" in linkage("round", "show", code).stdout
    assert linkage("round", "show", "none").exit_code == 1
    assert {row["unit"] for row in asked("ledger", "rounds")} == {"pcs", "sfs"}
