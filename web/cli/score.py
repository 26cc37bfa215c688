"""`linkage score`: a quarter's scores as of any position, under any rules, and what differs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import click

from application.asof import position_at
from application.rulebook import digest as text_digest
from application.scoringbook import parse_scoring
from domain.assessment.model import ScoringRules
from domain.assessment.periods import Quarter
from domain.assessment.result import (
    Part,
    Pinned,
    Result,
    UnitDifference,
    canonical,
    digest,
)
from domain.assessment.score import Line, Scored
from domain.errors import DomainError
from projections.bootstrap import Service
from projections.comparing import Compared, Side, compared
from projections.courses import as_computed, as_it_stands, as_of
from web import names, times
from web.cli import language
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import MomentOrSeq
from web.cli.output import bar, print_json, print_table
from web.cli.room import opened, worded
from web.cli.rulefile import read_rules
from web.cli.spoken import as_json, command, option

FOLDING = Text("Folding up to there", "正在折算")
NEITHER = Text(
    "{what} is neither a file nor scoring rules on record (NAME@VERSION).",
    "{what} 既不是文件，也不是已有的计分规则（名称@版本号）。",
)
NOTHING_YET = Text("Nothing was recorded by then.", "那时还没有任何记录。")
THERE_ALREADY = Text(
    "{file} is there already; choose another name.", "{file} 已存在，请另选文件名。"
)
HEAD = Text(
    "{quarter}, {title} ({ref}), as of position {seq}, recorded {as_of}.\nSHA-256 {digest}",
    "{quarter}，{title}（{ref}），截至第 {seq} 条记录（{as_of} 入库）。\nSHA-256 {digest}",
)
CLASS = Text("Class: {name}", "类别：{name}")
NO_CLASS = Text("not classed", "未分类")
UNIT = Text("Unit", "单位")
SCORE = Text("Score", "得分")
BAND = Text("Band", "等次")
PLACE = Text("Place", "名次")
OFF = Text("Deducted", "扣分")
TOO_FEW = Text("too few to rank", "样本太少，不排名")
COMPARED = Text(
    "Against {ref} as of position {seq}: {units} differ.",
    "与 {ref}（截至第 {seq} 条记录）相比：{units} 个不同。",
)
BEFORE = Text("Before", "原得分")
AFTER = Text("After", "现得分")
WHAT = Text("What differs", "不同之处")
NO_SCORE = "—"


class Told(NamedTuple):
    """A result, the sets it was made by, and what differs from what it is compared with."""

    result: Result
    pinned: Sequence[Pinned]
    base: Result | None = None
    compared: Sequence[Compared] = ()


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
            _print(service, told)


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
        return as_of(service, quarter, _seq(service, at), pinned, tell)


def _sets(service: Service, result: Result) -> list[Pinned]:
    """The sets on record a result was made by."""
    book = service.desk.scoring
    known = [one.rules.ref for one in result.parts if one.rules.ref in book.now().versions]
    return [Pinned(book.get(ref), book.sha256(ref)) for ref in known]


def _seq(service: Service, at: datetime | int) -> int:
    log = service.desk.log
    seq = min(at, log.head()) if isinstance(at, int) else position_at(log, at)
    if seq < 1:
        raise Failure(NOTHING_YET())
    return seq


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


def _print(service: Service, told: Told) -> None:
    sets = {(one.rules.ref, one.sha256): one.rules for one in told.pinned}
    with worded(service):
        for part in told.result.parts:
            _print_part(told.result, part, sets[part.rules.ref, part.rules.sha256])
        if told.base is not None:
            for one in told.compared:
                _print_difference(told.base, one)


def _print_part(result: Result, part: Part, rules: ScoringRules) -> None:
    head = HEAD(
        quarter=result.quarter,
        title=_title(rules),
        ref=rules.ref,
        seq=result.seq,
        as_of=times.stamp(result.as_of),
        digest=digest(result),
    )
    click.echo(head)
    scored = sorted((one.scored for one in part.units), key=lambda one: one.unit_class)
    for name, units in groupby(scored, key=lambda one: one.unit_class):
        if rules.subject == "units":
            click.echo(CLASS(name=name or NO_CLASS()))
        heads = [UNIT(), SCORE(), BAND(), PLACE(), *map(_title, rules.indicators), OFF()]
        print_table([str(one) for one in heads], [_row(rules, one) for one in units])


def _title(named: Any) -> str:
    return str(named.title_en if language.current() == "en" else named.title)


def _row(rules: ScoringRules, one: Scored) -> list[str]:
    bands = {band.id: _title(band) for band in rules.bands}
    score = NO_SCORE if one.total is None else str(one.total)
    place = str(one.rank) if one.rank is not None else "" if one.total is None else str(TOO_FEW())
    off = [f"{points.points} ({points.failing} × {points.times})" for points in one.deducted]
    return [
        names.unit(one.unit),
        score,
        bands.get(one.band, ""),
        place,
        *(_line(line) for line in one.lines),
        ", ".join(off),
    ]


def _line(line: Line) -> str:
    """Kept of due first, then the points."""
    tally = line.tally
    if line.points is None:
        return NO_SCORE
    counted = f"{tally.kept}/{tally.due} " if tally.due else ""
    return f"{counted}→ {line.points}/{line.of}"


def _print_difference(base: Result, one: Compared) -> None:
    before = base.part(one.subject)
    ref = before.rules.ref if before is not None else ""
    click.echo(COMPARED(ref=ref, seq=base.seq, units=len(one.units)))
    rows = [
        [names.unit(each.unit), _shown(each.before), _shown(each.after), ", ".join(_reasons(each))]
        for each in one.units
    ]
    if rows:
        print_table([str(head()) for head in (UNIT, BEFORE, AFTER, WHAT)], rows)


def _shown(total: Decimal | None) -> str:
    return NO_SCORE if total is None else str(total)


def _reasons(one: UnitDifference) -> Iterable[str]:
    for line in one.lines:
        before = "" if line.before is None else _line(line.before)
        after = "" if line.after is None else _line(line.after)
        yield f"{line.indicator}: {before or NO_SCORE} ⇒ {after or NO_SCORE}"
    yield from (f"-{failed.failing} {failed.number}" for failed in one.failings_gone)
    yield from (f"+{failed.failing} {failed.number}" for failed in one.failings_new)
