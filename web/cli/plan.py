"""`linkage plan`: response plans as files, and which of them are in force."""

from pathlib import Path
from typing import Any

import click

from application.plans.commands import (
    assign_post,
    issue_plan,
    known_categories,
    load_plans,
    retire_plan,
)
from application.plans.texts import parse_plans
from domain.errors import PlanUnknown
from domain.plans.checks import POSTS
from domain.plans.state import Version
from domain.rules.model import RuleError
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened, worded
from web.cli.spoken import as_json, group, option

HEADS = Text("plan, version, state, title", "预案, 版本, 状态, 名称")
POST_HEADS = Text("post, units", "岗位, 单位")
FITS = Text("{ref} is a plan that can be used.", "预案 {ref} 可以使用。")
DRAFTED = Text("{ref} is a draft now.", "预案 {ref} 已存为草稿。")
ISSUED = Text("{ref} is in force: it is proposed from now on.", "预案 {ref} 已启用，即日起推荐。")
RETIRED = Text("{ref} is proposed no more.", "预案 {ref} 已停用，不再推荐。")
ASSIGNED = Text("{post} is held by: {units}.", "岗位 {post} 由以下单位担任：{units}。")
NOBODY = Text("nobody", "无")
UNREADABLE = Text("{file} is no text in UTF-8.", "{file} 不是 UTF-8 文本。")

by_whom = option(
    "--as", "user", default="linkage", en="Who says so, for the record.", zh="经办人，记入日志。"
)
a_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@group(
    "plan",
    "Response plans: whom a matter of some kind calls out, and how.",
    "预案：某类事项出动哪些单位、怎样处置。",
)
def plan() -> None:
    """Each version is a record of its own; one that was in force never changes."""


@plan.command("list", about=Text("Every plan with its versions.", "列出全部预案及其版本。"))
@as_json
def list_(*, json_: bool) -> None:
    """Drafts and retired versions too."""
    with opened() as service:
        known = sorted(service.desk.plans.now().versions.values(), key=_order)
        rows = [_row(service, one) for one in known]
    if json_:
        print_json(rows)
    else:
        heads = HEADS().split(", ")
        shown = ("plan", "version", "state", "title")
        print_table(heads, [[str(row[name]) for name in shown] for row in rows])


def _order(one: Version) -> tuple[str, int]:
    return one.code, one.number


def _row(service: Service, one: Version) -> dict[str, Any]:
    found = service.desk.plans.get(one.ref)
    return {
        "plan": one.code,
        "version": one.number,
        "state": one.state,
        "title": found.title if found is not None else "",
        "sha256": one.sha256,
    }


@plan.command(
    "show",
    about=Text(
        "A version's text: linkage plan show flood@1", "预案文本：linkage plan show flood@1"
    ),
)
@click.argument("ref")
@as_json
def show(ref: str, *, json_: bool) -> None:
    """As it stands on record."""
    with opened() as service:
        version, found = _known(service, ref), service.desk.plans.get(ref)
        if json_:
            print_json({"state": version.state, "sha256": version.sha256, "plan": found})
        else:
            click.echo(version.text)


def _known(service: Service, ref: str) -> Version:
    found = service.desk.plans.now().versions.get(ref)
    if found is None:
        raise PlanUnknown(plan=ref)
    return found


@plan.command(
    "check", about=Text("Say whether a file of plans can be used.", "检查预案文件能否使用。")
)
@a_file
@as_json
def check(file: Path, *, json_: bool) -> None:
    """Nothing is recorded."""
    with opened() as service:
        text = _text(file)
        try:
            plans = parse_plans(text, known_categories(service.desk))
        except RuleError as error:
            raise _mistake(service, error) from None
    _tell(FITS, [one.ref for one in plans], json_=json_)


@plan.command(
    "load", about=Text("Record the plans of a file as drafts.", "把文件中的预案存为草稿。")
)
@a_file
@by_whom
@as_json
def load(file: Path, user: str, *, json_: bool) -> None:
    """All of them or none."""
    with opened() as service:
        text = _text(file)
        try:
            plans = load_plans(service.desk, text, user)
        except RuleError as error:
            raise _mistake(service, error) from None
    _tell(DRAFTED, [one.ref for one in plans], json_=json_)


@plan.command("activate", about=Text("Put a version into force: flood@2", "启用某一版本：flood@2"))
@click.argument("ref")
@by_whom
@as_json
def activate(ref: str, user: str, *, json_: bool) -> None:
    """The version that was in force is retired by it."""
    with opened() as service:
        issue_plan(service.desk, ref, user)
    _tell(ISSUED, [ref], json_=json_)


@plan.command(
    "retire", about=Text("Let a version be proposed no more.", "停用某一版本，不再推荐。")
)
@click.argument("ref")
@option("--reason", required=True, en="Why.", zh="原因。")
@by_whom
@as_json
def retire(ref: str, reason: str, user: str, *, json_: bool) -> None:
    """Cases that were handled by it keep it."""
    with opened() as service:
        retire_plan(service.desk, ref, reason, user)
    _tell(RETIRED, [ref], json_=json_)


@plan.command("posts", about=Text("Which units hold which post.", "各岗位由哪些单位担任。"))
@as_json
def posts(*, json_: bool) -> None:
    """Plans call on posts, so that one plan fits any town."""
    with opened() as service:
        held = {post: list(service.desk.plans.posts().get(post, ())) for post in POSTS}
    if json_:
        print_json(held)
    else:
        print_table(POST_HEADS().split(", "), [[one, ", ".join(held[one])] for one in held])


@plan.command(
    "assign",
    about=Text(
        "Say which units hold a post: linkage plan assign police pcs",
        "指定岗位由哪些单位担任：linkage plan assign police pcs",
    ),
)
@click.argument("post")
@click.argument("units", nargs=-1)
@by_whom
@as_json
def assign(post: str, units: tuple[str, ...], user: str, *, json_: bool) -> None:
    """In place of those who held it; no unit at all: nobody holds it."""
    with opened() as service:
        assign_post(service.desk, post, units, user)
    if json_:
        print_json({"post": post, "units": list(units)})
    else:
        click.echo(ASSIGNED(post=post, units=", ".join(units) or NOBODY()))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(UNREADABLE(file=file)) from None


def _mistake(service: Service, error: RuleError) -> Failure:
    with worded(service):
        from web.plans.mistakes import told  # noqa: PLC0415 - speaks the pages' words

        return Failure(told(error))


def _tell(text: Text, refs: list[str], *, json_: bool) -> None:
    if json_:
        print_json(refs)
        return
    for ref in refs:
        click.echo(text(ref=ref))
