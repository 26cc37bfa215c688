"""`linkage rules whatif`: what would change for recorded cases under another version."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from application.clock import from_ms
from application.rulebook import parse
from application.whatif import Counted, Total, WhatIf, totals
from domain.case.whatif import Difference
from domain.case.words import Role
from domain.errors import RulesUnknown
from domain.rules.model import RuleSet
from projections.bootstrap import Service
from projections.queries.viewer import THE_SERVICE
from projections.queries.whatif import Period, case_ids
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import begins, ends, zone
from web.cli.narrowing import period
from web.cli.output import bar, print_json, print_table
from web.cli.room import account, opened, viewer, worded
from web.cli.rulefile import read_rules
from web.cli.spoken import as_json, command, option

COUNTING = Text("Counting again", "正在重新计算")
NEITHER = Text(
    "{what} is neither a file nor a version on record (NAME@NUMBER).",
    "{what} 既不是文件，也不是已有的版本（名称@版本号）。",
)
SUMMARY = Text(
    "{cases} cases, {limits} time limits counted under {ref}; {moved} would be otherwise. Nothing"
    " was recorded, and no due time moves.",
    "按 {ref} 重新计算 {cases} 件事项、{limits} 项时限，{moved} 项将不同。"
    "不作任何记录，到期时间不变。",
)
TOTALS = (
    Text("Time limit", "时限"),
    Text("Counted", "已计算"),
    Text("Earlier", "提前到期"),
    Text("Later", "推后到期"),
    Text("Only then", "届时才有"),
    Text("No longer", "届时没有"),
    Text("Newly overdue", "新增超期"),
    Text("No longer overdue", "不再超期"),
)
HEADS = (
    Text("Number", "编号"),
    Text("Time limit", "时限"),
    Text("From whom", "责任单位"),
    Text("Due now", "现到期"),
    Text("Due then", "届时到期"),
    Text("Verdict", "判定"),
)
NEWLY = Text("newly overdue", "新增超期")
NO_LONGER = Text("no longer overdue", "不再超期")


class Found(NamedTuple):
    """How many cases were counted again, the totals, and what would be otherwise in which case."""

    cases: int
    totals: Mapping[str, Total]
    rows: list[tuple[str, Difference]]


@command(
    "whatif",
    "What would change under another version: a file, or NAME@NUMBER. Records nothing.\n"
    "Counts open cases, or with --from and --to all cases received then.",
    "测算另一版本将带来的变化：文件或 名称@版本号。不作任何记录。\n"
    "计算在办事项；用 --from、--to 则计算其间接报的全部事项。",
)
@click.argument("what")
@period("--from", "--to")
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@as_json
def whatif(what: str, since: date | None, until: date | None, user: str, *, json_: bool) -> None:
    """Each case is folded once more from its own events."""
    with opened() as service:
        rules = _rules(service, what)
        chosen = _period(service, since, until)
        counts_only = bool(user) and account(service, user).role == Role.ADMIN
        found = _found(_count(service, rules, chosen, "" if counts_only else user))
        if counts_only:
            found.rows.clear()
        if json_:
            print_json(_plain(rules, found))
        else:
            _say(service, rules, found)


def _rules(service: Service, what: str) -> RuleSet:
    if Path(what).is_file():
        return parse(read_rules(what, parse))
    try:
        return service.desk.rules.get(what)
    except RulesUnknown:
        raise Failure(NEITHER(what=what)) from None


def _period(service: Service, since: date | None, until: date | None) -> Period | None:
    """From the first day to the last; left out: from the beginning, up to today."""
    if since is None and until is None:
        return None
    today = service.desk.clock().astimezone(zone()).date()
    first, last = begins(since), ends(until or today)
    return first or from_ms(0), last or service.desk.clock()


def _count(service: Service, rules: RuleSet, chosen: Period | None, user: str) -> Iterator[Counted]:
    who = viewer(service, user) if user else THE_SERVICE
    with service.read() as connection:
        ids = case_ids(connection, viewer=who, period=chosen)
    counting = WhatIf(service.desk, rules, running_only=chosen is None)
    with bar(str(COUNTING)) as tell:
        for done, case_id in enumerate(ids, 1):
            yield counting.case(case_id)
            tell(done, len(ids))


def _found(counted: Iterable[Counted]) -> Found:
    """Of each case no more is kept than what would be otherwise."""
    cases: list[str] = []
    rows: list[tuple[str, Difference]] = []

    def kept() -> Iterator[Counted]:
        for one in counted:
            cases.append(one.case.number)
            rows.extend((one.case.number, limit) for limit in one.moved)
            yield one

    found = totals(kept())
    return Found(len(cases), found, rows)


def _say(service: Service, rules: RuleSet, found: Found) -> None:
    with worded(service):
        from web import names, words  # noqa: PLC0415 - the pages' own words, where they are

        rows = [
            [number, words.word(words.CLOCK, limit.kind), names.unit(limit.holder), *_due(limit)]
            for number, limit in found.rows
        ]
        print_table(list(map(str, HEADS)), rows)
        kinds = [
            [words.word(words.CLOCK, kind), *_numbers(one)] for kind, one in found.totals.items()
        ]
        print_table(list(map(str, TOTALS)), kinds, numbers=len(TOTALS) - 1)
    limits = sum(one.limits for one in found.totals.values())
    moved = sum(one.moved for one in found.totals.values())
    click.echo(SUMMARY(cases=found.cases, limits=limits, ref=rules.ref, moved=moved))


def _due(limit: Difference) -> list[str]:
    times = (
        moment.astimezone(zone()).strftime("%Y-%m-%d %H:%M") if moment else "—"
        for moment in (limit.due, limit.then)
    )
    return [*times, _verdict(limit)]


def _verdict(limit: Difference) -> str:
    if limit.would_be_late and not limit.late:
        return str(NEWLY)
    return str(NO_LONGER) if limit.late and not limit.would_be_late else ""


def _numbers(one: Total) -> list[str]:
    told = (
        one.limits,
        one.earlier,
        one.later,
        one.more,
        one.fewer,
        one.newly_late,
        one.no_longer_late,
    )
    return list(map(str, told))


def _plain(rules: RuleSet, found: Found) -> dict[str, object]:
    return {
        "rules": rules.ref,
        "cases": found.cases,
        "totals": found.totals,
        "limits": [{"case": number, **_told(limit)} for number, limit in found.rows],
    }


def _told(limit: Difference) -> dict[str, object]:
    apart = (limit.then - limit.due).total_seconds() if limit.then and limit.due else None
    return {**limit._asdict(), "seconds": apart}
