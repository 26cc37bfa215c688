"""A quarter's scores as the command line prints them, and what differs from others."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

import click

from domain.assessment.model import ScoringRules
from domain.assessment.result import Part, Pinned, Result, UnitDifference, digest
from domain.assessment.score import Line, Scored
from projections.bootstrap import Service
from projections.comparing import Compared
from web import names, times
from web.cli import language
from web.cli.language import Text
from web.cli.output import print_table
from web.cli.room import worded

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


def print_score(service: Service, told: Told) -> None:
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
