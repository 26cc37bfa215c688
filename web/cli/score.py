"""`linkage score`: a quarter's scores as of any position, under any rules, and what differs."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from application.rulebook import digest as text_digest
from application.scoringbook import parse_scoring
from domain.assessment.periods import Quarter
from domain.assessment.result import (
    Pinned,
    Result,
    canonical,
    digest,
)
from domain.errors import DomainError
from projections.bootstrap import Service
from projections.comparing import Compared, Side, compared
from projections.courses import as_computed, as_it_stands, as_of
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import MomentOrSeq
from web.cli.output import bar, print_json
from web.cli.reading import position
from web.cli.room import opened
from web.cli.rulefile import read_rules
from web.cli.scoretold import Told, print_score
from web.cli.spoken import as_json, command, option

FOLDING = Text("Folding up to there", "正在折算")
NEITHER = Text(
    "{what} is neither a file nor scoring rules on record (NAME@VERSION).",
    "{what} 既不是文件，也不是已有的计分规则（名称@版本号）。",
)
THERE_ALREADY = Text(
    "{file} is there already; choose another name.", "{file} 已存在，请另选文件名。"
)


@command(
    "score",
    "The scores of a quarter: of the units by class, and of the centre.\n"
    "With --rules or --at also what differs from the rules in force and from today.\n"
    "The file of --out is the same, byte by byte, wherever the same log is assessed.",
    "某季度的考核得分：各类单位及本中心。\n"
    "使用 --rules 或 --at 时，同时给出与现行规则、当前记录相比的差异。\n"
    "--out 写出的文件，凡同一日志在任何机器上计算，逐字节相同。",
)
@click.argument("quarter")
@option(
    "--rules",
    "rules",
    default="",
    en="Other scoring rules: a TOML file, or NAME@VERSION on record.",
    zh="另用计分规则：TOML 文件，或已有的“名称@版本号”。",
)
@option(
    "--at",
    type=MomentOrSeq(),
    en="As it stood then: a time of recording, or a position in the log.",
    zh="按当时的情况：入库时间或记录序号。",
)
@option(
    "--out",
    type=click.Path(dir_okay=False),
    en="Also write the result's file here.",
    zh="同时把结果文件写到这里。",
)
@as_json
def score(
    quarter: str, rules: str, at: datetime | int | None, out: str | None, *, json_: bool
) -> None:
    """Differences of two rule sets only where they assess the same: units, or the centre."""
    if out is not None and Path(out).exists():
        raise Failure(THERE_ALREADY(file=out))
    with opened() as service:
        told = _told(service, Quarter.parse(quarter), rules, at)
        if out is not None:
            Path(out).write_bytes(canonical(told.result))
        if json_:
            print_json(_plain(told))
        else:
            print_score(service, told)


def _told(service: Service, quarter: Quarter, rules: str, at: datetime | int | None) -> Told:
    """A published quarter is what was published; what is asked otherwise is compared with that."""
    base = _base(service, quarter)
    if not rules and at is None:
        return Told(base, _sets(service, base))
    pinned = [_pinned(service, rules)] if rules else []
    result = _asked(service, quarter, pinned, at)
    sets = [*pinned, *_sets(service, result)]
    found = compared(service, Side(base, _sets(service, base)), Side(result, sets))
    return Told(result, sets, base, found)


def _base(service: Service, quarter: Quarter) -> Result:
    course = service.desk.courses.of(quarter)
    if course.published is None:
        return as_it_stands(service, quarter, course)
    with bar(str(FOLDING)) as tell:
        return as_computed(service, course, course.published, tell).result


def _asked(
    service: Service, quarter: Quarter, pinned: Sequence[Pinned], at: datetime | int | None
) -> Result:
    if at is None:
        return as_it_stands(service, quarter, service.desk.courses.of(quarter), pinned)
    with bar(str(FOLDING)) as tell:
        return as_of(service, quarter, position(service, at), pinned, tell)


def _sets(service: Service, result: Result) -> list[Pinned]:
    """The sets on record a result was made by."""
    book = service.desk.scoring
    known = [one.rules.ref for one in result.parts if one.rules.ref in book.now().versions]
    return [Pinned(book.get(ref), book.sha256(ref)) for ref in known]


def _pinned(service: Service, rules: str) -> Pinned:
    if Path(rules).is_file():
        text = read_rules(rules, parse_scoring)
        return Pinned(parse_scoring(text), text_digest(text))
    try:
        return Pinned(service.desk.scoring.get(rules), service.desk.scoring.sha256(rules))
    except DomainError:
        raise Failure(NEITHER(what=rules)) from None


def _plain(told: Told) -> dict[str, Any]:
    """The result as its file has it, its digest, and what differs."""
    found: dict[str, Any] = {"digest": digest(told.result), "result": told.result}
    if told.base is not None:
        found["compared_with"] = {
            "seq": told.base.seq,
            "rules": [one.rules for one in told.base.parts],
        }
        found["differences"] = [_compared(one) for one in told.compared]
    return found


def _compared(one: Compared) -> dict[str, Any]:
    """Unit by unit, indicator by indicator, matter by matter."""
    return {
        "subject": one.subject,
        "units": one.units,
        "cases": [
            {"unit": unit, "indicator": indicator, **cause._asdict()}
            for (unit, indicator), causes in one.cases.items()
            for cause in causes
        ],
    }
