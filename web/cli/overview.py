"""`linkage overview`: this quarter against the last, where it slips, what can still be met."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import click

from projections.queries.overview import Change, Owed, falls, still_to_meet
from projections.queries.proportion import Proportion
from projections.queries.viewer import Viewer
from web import times, words
from web.cli.figures import AS_WHOM
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.reading import Asked, as_of, position, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option
from web.overview.comparing import MOST, counted, whole
from web.overview.quarters import Part, so_far
from web.rates import figures
from web.rates.question import Whom, register
from web.rates.targets import targets_on

BY: Final = ("unit", "category")
RATE = Text("Rate", "指标")
SO_FAR = Text("{quarter} so far", "{quarter} 至今")
POINTS = Text("Points", "升降（百分点）")
TARGET = Text("Target", "目标")
OF_WHAT: Final = {"unit": Text("Unit", "单位"), "category": Text("Category", "类别")}
OF_LIMITS = (Text("Time limit", "时限"), Text("Can still be met", "仍可按期"))
FEW = Text("too few", "过少")
NONE_FELL = Text(
    "No share fell where both quarters have thirty or more.",
    "两个季度都满三十件的指标中，没有下降的。",
)
NONE_OWED = Text(
    "No time limit runs that falls due this quarter.", "没有在本季度到期、仍在计时的时限。"
)


class Told(NamedTuple):
    """What there is to tell of this quarter and the last."""

    parts: tuple[Part, Part]
    lines: Sequence[Change]
    targets: Mapping[str, float]
    falls: Sequence[Change]
    owed: Owed


@command(
    "overview",
    "This quarter so far against the last: every rate, where shares fell most by unit or\n"
    "category, and how many time limits can still be met.",
    "本季度至今与上季度对比：各项指标、按单位或类别下降最多之处、仍可按期办理的时限数。",
)
@option(
    "--by", type=click.Choice(BY), default=BY[0], en="Where shares fell, by.", zh="下降项分组。"
)
@AS_WHOM
@as_of
@as_json
def overview(by: str, user: str, at: datetime | int | None, *, json_: bool) -> None:
    """Of the quarter the moment lies in."""
    with opened() as service, reading(service, at) as asked, worded(service):
        upto = None if at is None else position(service, at)
        told = _told(asked, viewer(service, user), by, upto)
        if json_:
            print_json(_plain(told))
        else:
            _print(told, by)


def _told(asked: Asked, who: Viewer, by: str, upto: int | None) -> Told:
    now = times.local(asked.now)
    parts, targets = so_far(now), targets_on(now.date(), upto)
    whom = Whom(who, asked.now, register())
    split = counted(asked.connection, whom, parts, "unit", ())
    other = split if by == BY[0] else counted(asked.connection, whom, parts, by, targets)
    fell = [] if who.of_unit else falls(other.now, other.before, MOST)
    return Told(parts, whole(split, who), targets, fell, _owed(asked, who, parts[0]))


def _owed(asked: Asked, who: Viewer, this: Part) -> Owed:
    until = this.quarter.until(times.zone())
    return still_to_meet(asked.connection, viewer=who, now=asked.now, until=until, most=1)


def _plain(told: Told) -> dict[str, Any]:
    this, last = told.parts
    return {
        "quarter": this.quarter.label,
        "last": last.quarter.label,
        "rates": [
            {**_change(one), "target": told.targets.get(one.rate.name)} for one in told.lines
        ],
        "falls": [{"group": one.group, **_change(one)} for one in told.falls],
        "still_to_meet": told.owed.kinds,
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "rate": one.rate.name,
        "now": _share(one.now),
        "before": _share(one.before),
        "points": one.points if one.enough else None,
        "sure": one.sure,
    }


def _share(value: Proportion) -> dict[str, Any]:
    return {
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_cent": value.per_cent,
        "interval": value.interval,
    }


def _print(told: Told, by: str) -> None:
    this, last = told.parts
    heads = [SO_FAR(quarter=this.quarter.label), last.quarter.label, POINTS()]
    rows = [
        [figures.heading(one.rate), *_cells(one), _target(told.targets.get(one.rate.name))]
        for one in told.lines
    ]
    print_table([RATE(), *heads, TARGET()], rows, numbers=4)
    click.echo()
    if told.falls:
        fell = [
            [figures.label(by, one.group), figures.heading(one.rate), *_cells(one)]
            for one in told.falls
        ]
        print_table([OF_WHAT[by](), RATE(), *heads], fell, numbers=3)
    else:
        click.echo(NONE_FELL())
    click.echo()
    _print_owed(told.owed)


def _print_owed(owed: Owed) -> None:
    if not owed.kinds:
        click.echo(NONE_OWED())
        return
    kinds = (kind for kind in words.CLOCK if kind in owed.kinds)
    rows = [[words.word(words.CLOCK, kind), str(owed.kinds[kind])] for kind in kinds]
    print_table([str(head) for head in OF_LIMITS], rows, numbers=1)


def _cells(one: Change) -> Iterator[str]:
    for value in (one.now, one.before):
        yield f"{figures.figure(value).shown} ({value.numerator}/{value.denominator})"
    if one.points is None:
        yield "—"
    else:
        yield f"{one.points:+.1f}" if one.enough else FEW()


def _target(per_cent: float | None) -> str:
    return "" if per_cent is None else f"{per_cent:g} %"
