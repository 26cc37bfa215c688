"""What the commands on audit sheets share: whose act, on which sheet, what is told."""

from collections.abc import Callable

import click

from domain.audit.state import Sheet
from domain.case.events import Actor
from projections.bootstrap import Service
from web.cli.language import Text
from web.cli.room import actor, opened
from web.cli.spoken import option

DONE = Text(
    "{code}: {matters} matters to go through, {findings} findings waiting.",
    "{code}：未查阅事项 {matters} 件，未了结发现 {findings} 条。",
)
by_whom = option("--as", "user", required=True, en="The account that acts.", zh="操作人的账号。")
of_sheet = click.argument("sheet")
of_finding = click.argument("finding", type=int)
saying = option("--text", required=True, en="What is said; stays in clear.", zh="内容，明文保存。")
because = option("--reason", required=True, en="Why.", zh="理由。")

Act = Callable[[Service, Actor], Sheet]


def do(sheet: str, user: str, act: Act) -> None:
    """Do it, and tell what is left."""
    with opened() as service:
        found = act(service, actor(service, user))
    left, waiting = len(found.unexamined), len(found.waiting)
    click.echo(DONE(code=sheet, matters=left, findings=waiting))
