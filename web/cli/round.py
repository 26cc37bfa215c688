"""`linkage round`: screening rounds and their reports, and the plans they follow, as files."""

from pathlib import Path
from typing import Any

import click

from application.roundbook import load_round
from application.rounds import draft_plan, issue_plan, retire_plan
from application.rounds.plans import parse_plans
from domain.rounds.round import Report, Round
from domain.rounds.state import Plans, Version
from domain.rules.model import RuleError
from projections.queries.rounds import past, running
from projections.queries.viewer import THE_SERVICE
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_json, print_table
from web.cli.room import actor, opened
from web.cli.spoken import as_json, group, option

HEADS = Text(
    "round, report due, units, reported, missing, nothing, findings, title",
    "排查, 报送期限, 单位, 已报, 未报, 零报告, 发现, 名称",
)
REPORT_HEADS = Text("unit, report, at, by, findings", "单位, 报送情况, 时间, 报送人, 发现事项")
PLAN_HEADS = Text("plan, version, state, weeks, title", "方案, 版本, 状态, 周期（周）, 名称")
FITS = Text("{file} can be used: {plans}.", "{file} 可以使用：{plans}。")
DRAFTED = Text("Drafted: {plans}. Nothing follows them yet.", "已存为草案：{plans}。启用后生效。")
ISSUED = Text("Rounds follow {plan}@{version} from now on.", "{plan}@{version} 已启用。")
RETIRED = Text("No round follows {plan} any more.", "{plan} 已停用。")
UNREADABLE = Text("{file} is no text in UTF-8.", "{file} 不是 UTF-8 文本。")
MISTAKE = Text("{file}: {mistake}", "{file}：{mistake}")

by_whom = option(
    "--as", "user", required=True, en="Administrator or leader.", zh="管理员或中心领导的账号。"
)
a_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@group(
    "round",
    "Screening rounds: who has reported what, and the plans rounds follow.",
    "排查：各单位报送情况，以及排查方案。",
)
def round_() -> None:
    """A round is an aggregate of its own; plans are kept version by version."""


@round_.command("list", about=Text("Rounds, those that run first.", "列出排查，进行中的在前。"))
@as_json
def list_(*, json_: bool) -> None:
    """The latest of those that are over."""
    with opened() as service, service.read() as connection:
        now = service.desk.clock()
        rows = [
            dict(row)
            for found in (
                running(connection, viewer=THE_SERVICE, now=now),
                past(connection, viewer=THE_SERVICE, now=now),
            )
            for row in found.rows
        ]
        shown = [_shown(load_round(service.desk.log, row["code"]), row) for row in rows]
    if json_:
        print_json(shown)
    else:
        print_table(HEADS().split(", "), [list(map(_text, one.values())) for one in shown])


def _shown(state: Round, row: dict[str, Any]) -> dict[str, Any]:
    names = ("units", "met", "missed", "zero", "findings", "title")
    return {"round": row["code"], "due": state.known().due, **{name: row[name] for name in names}}


@round_.command(
    "show",
    about=Text("The reports of one round, unit by unit.", "一次排查的各单位报送情况。"),
)
@click.argument("code")
@as_json
def show(code: str, *, json_: bool) -> None:
    """As the log has it."""
    with opened() as service:
        state = load_round(service.desk.log, code)
    rows = [_report(state, one) for one in state.reports.values()]
    if json_:
        print_json({"opened": state.opened, "reports": rows})
    else:
        print_table(REPORT_HEADS().split(", "), [list(map(_text, one.values())) for one in rows])


def _report(state: Round, one: Report) -> dict[str, Any]:
    numbers = [found.number for found in one.findings]
    return {
        "unit": one.unit,
        "report": "nothing" if one.nothing else state.state(one),
        "at": one.met_at or one.missed_at,
        "by": one.met_by,
        "findings": numbers,
    }


def _text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(value)
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(zone()):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)


@round_.command("plans", about=Text("The plans with their versions.", "列出排查方案及其版本。"))
@as_json
def plans(*, json_: bool) -> None:
    """Drafts and retired versions too."""
    with opened() as service:
        known = service.desk.rounds.now()
    rows = [_version(name, one) for name, found in known.versions.items() for one in found]
    if json_:
        print_json(rows)
    else:
        print_table(PLAN_HEADS().split(", "), [list(map(_text, row.values())) for row in rows])


def _version(name: str, one: Version) -> dict[str, Any]:
    state = "draft" if one.draft else "in force" if one.in_force else "ended"
    plan = one.plan
    return {
        "plan": name,
        "version": one.number,
        "state": state,
        "weeks": plan.weeks,
        "title": plan.title,
    }


@round_.command(
    "check", about=Text("Say whether a file of plans can be used.", "检查排查方案文件能否使用。")
)
@a_file
def check(file: Path) -> None:
    """Nothing is recorded."""
    click.echo(FITS(file=file, plans=", ".join(one.id for one in _read(file))))


@round_.command("load", about=Text("Draft the plans of a file.", "把文件中的方案存为草案。"))
@a_file
@by_whom
def load(file: Path, user: str) -> None:
    """Each as its next version."""
    found = _read(file)
    with opened() as service:
        by = actor(service, user)
        for one in found:
            draft_plan(service.desk, one, by)
    click.echo(DRAFTED(plans=", ".join(one.id for one in found)))


@round_.command("issue", about=Text("Let rounds follow a plan's draft.", "启用方案的草案。"))
@click.argument("plan")
@by_whom
def issue(plan: str, user: str) -> None:
    """In place of the version in force."""
    with opened() as service:
        version = _waiting(service.desk.rounds.now(), plan)
        issue_plan(service.desk, plan, version, actor(service, user))
    click.echo(ISSUED(plan=plan, version=version))


def _waiting(known: Plans, plan: str) -> int:
    """The draft that waits; 0 where none does, which is refused as unknown."""
    draft = known.draft(plan)
    return draft.number if draft is not None else 0


@round_.command("retire", about=Text("Let no round follow a plan.", "停用排查方案。"))
@click.argument("plan")
@by_whom
def retire(plan: str, user: str) -> None:
    """Rounds that run stay."""
    with opened() as service:
        retire_plan(service.desk, plan, actor(service, user))
    click.echo(RETIRED(plan=plan))


def _read(file: Path) -> Any:
    try:
        return parse_plans(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise Failure(UNREADABLE(file=file)) from None
    except RuleError as error:
        raise Failure(MISTAKE(file=file, mistake=error)) from None
