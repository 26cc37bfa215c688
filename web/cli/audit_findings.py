"""Findings from the command line: noted and followed up by auditors, answered by units."""

from datetime import date, datetime, timedelta
from typing import Any

import click

from application import audit as commands
from domain.audit.finding import Look, Noted, Reply
from domain.audit.words import Grade
from web.cli.audit_act import because, by_whom, do, of_finding, of_sheet, saying
from web.cli.moments import Day, ends
from web.cli.spoken import command, option

A_MINUTE = timedelta(minutes=1)


@command("finding", "Notes a finding.", "记录审计发现。")
@of_sheet
@option(
    "--unit",
    required=True,
    en="Who answers; @inspection for the inspection office.",
    zh="答复单位代码；督查室为 @inspection。",
)
@option(
    "--weight",
    type=click.Choice([one.value for one in Grade]),
    default=Grade.DEFECT.value,
    en="Advice, defect or grave.",
    zh="程度：advice、defect 或 grave。",
)
@option("--case", "number", default="", en="On which matter.", zh="事项编号。")
@option("--record", "records", type=int, multiple=True, en="Shown by it.", zh="依据的记录序号。")
@saying
@option("--demand", required=True, en="What is asked of them.", zh="整改要求。")
@option("--due", type=Day(), required=True, en="To be answered by that day.", zh="答复期限。")
@by_whom
def finding_(sheet: str, user: str, due: date, **said: Any) -> None:
    """By an auditor."""
    noted = Noted(
        said["unit"],
        Grade(said["weight"]),
        said["text"],
        said["demand"],
        _end_of(due),
        said["number"],
        said["records"],
    )
    do(sheet, user, lambda s, by: commands.note_finding(s.desk, sheet, noted, by))


@command("answer", "Answers a finding.", "答复审计发现。")
@of_sheet
@of_finding
@option("--disagree", is_flag=True, en="The finding is not right.", zh="不认可该发现。")
@saying
@by_whom
def answer(sheet: str, finding: int, text: str, user: str, *, disagree: bool) -> None:
    """By who leads the unit; for the inspection office by one of it."""
    reply = Reply(not disagree, text)
    do(sheet, user, lambda s, by: commands.answer_finding(s.desk, sheet, finding, reply, by))


@command("follow", "Follows a finding up.", "跟踪审计发现。")
@of_sheet
@of_finding
@saying
@option("--due", type=Day(), default=None, en="Not settled: due anew.", zh="未了结时的新期限。")
@by_whom
def follow(sheet: str, finding: int, text: str, due: date | None, user: str) -> None:
    """Settled, unless a day is said by which it is to be answered anew."""
    look = Look(due is None, text, None if due is None else _end_of(due))
    do(sheet, user, lambda s, by: commands.follow_up(s.desk, sheet, finding, look, by))


@command("withdraw", "Withdraws a finding.", "撤销审计发现。")
@of_sheet
@of_finding
@because
@by_whom
def withdraw(sheet: str, finding: int, reason: str, user: str) -> None:
    """It was none."""
    do(sheet, user, lambda s, by: commands.withdraw_finding(s.desk, sheet, finding, reason, by))


def _end_of(day: date) -> datetime:
    """The last minute of that day."""
    after = ends(day)
    assert after is not None  # noqa: S101 - a day was given
    return after - A_MINUTE


ACTS = (finding_, answer, follow, withdraw)
