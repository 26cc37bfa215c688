"""`linkage`: everything a person can do without a browser."""

import sys
from collections.abc import Sequence
from typing import Any, Never

import click

from web.cli import language
from web.cli.language import Text
from web.cli.spoken import Group

ABOUT = Text(
    "The linkage centre's service.\n"
    "Settings come from the environment (LINKAGE_…); `linkage doctor` checks them.",
    "联动中心服务。\n设置来自环境变量（LINKAGE_…），linkage doctor 可检查设置。",
)
COMMANDS = (
    ("serve", "web.cli.serve:serve"),
    ("worker", "web.cli.worker:worker"),
    ("migrate", "web.cli.store:migrate"),
    ("demo", "web.cli.demo:demo"),
    ("doctor", "web.cli.doctor:doctor"),
    ("user", "web.cli.user:user"),
    ("unit", "web.cli.unit:unit"),
    ("rules", "web.cli.rules:rules"),
    ("scoring", "web.cli.scoring:scoring"),
    ("calendar", "web.cli.calendar:calendar"),
    ("plan", "web.cli.plan:plan"),
    ("round", "web.cli.round:round_"),
    ("case", "web.cli.case:case"),
    ("messages", "web.cli.messages:messages"),
    ("import", "web.cli.bringing:bring"),
    ("replay", "web.cli.replay:replay"),
    ("readings", "web.cli.readings:readings_"),
    ("events", "web.cli.events:events"),
    ("audit", "web.cli.audit:audit"),
    ("ledger", "web.cli.ledger:ledger"),
    ("percentiles", "web.cli.figures:percentiles"),
    ("rates", "web.cli.rates:rates"),
    ("overview", "web.cli.overview:overview"),
    ("workload", "web.cli.workload:workload"),
    ("flow", "web.cli.flow:flow"),
    ("fits", "web.cli.workload:fits"),
    ("score", "web.cli.score:score"),
    ("bulletin", "web.cli.bulletin:bulletin"),
    ("quarter", "web.cli.quarter:quarter"),
    ("checkpoint", "web.cli.checkpoint:checkpoint"),
    ("signer", "web.cli.signer:signer"),
    ("witness", "web.cli.witness:witness"),
    ("verify", "web.cli.verify:verify_"),
    ("export", "web.cli.export:export"),
    ("clock", "web.cli.clock:clock"),
    ("rebuild", "web.cli.store:rebuild"),
    ("key", "web.cli.key:key"),
    ("erase", "web.cli.erase:erase"),
    ("retention", "web.cli.retention:retention"),
    ("backup", "web.cli.backup:backup"),
    ("restore", "web.cli.backup:restore"),
    ("bench", "web.cli.bench:bench"),
)


class Linkage(Group):
    """The whole command line; what goes wrong in it ends as a sentence and an exit code."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002, FBT001, FBT002 - click's own signature
        **extra: Any,
    ) -> Never:
        """Run and exit."""
        language.choose(None)
        try:
            code = super().main(
                args, prog_name or "linkage", complete_var, standalone_mode=False, **extra
            )
        except BaseException as error:  # noqa: BLE001 - whatever nobody foresaw is raised again
            code = _tell(error)
        sys.exit(code if isinstance(code, int) else 0)


def _tell(error: BaseException) -> int:
    if isinstance(error, SystemExit):
        raise error
    if isinstance(error, BrokenPipeError):
        sys.stderr.close()
        return 0
    from web.cli.failures import explain  # noqa: PLC0415 - knows every layer; needed only here

    told = explain(error)
    if told is None:
        raise error
    click.echo(told[0], err=True)
    return told[1]


linkage = Linkage("linkage", about=ABOUT, modules=COMMANDS)


def main() -> None:
    """The console script."""
    linkage.main()
