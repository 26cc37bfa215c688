"""`linkage percentiles` and `linkage rates`: how long things take, and how much was kept."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from projections.assessing import limits_of
from projections.bootstrap import Service
from projections.queries.moments import MOMENTS, STRETCHES, stretch
from projections.queries.percentiles import Percentiles
from projections.queries.percentiles import percentiles as measure
from projections.queries.rates import GROUPS, Rated
from projections.queries.rates import rates as count
from projections.queries.viewer import Viewer
from web import names, times, words
from web.cli import language
from web.cli.language import Text
from web.cli.narrowing import CODES, filters, narrowed, period
from web.cli.output import print_json, print_table
from web.cli.reading import Asked, as_of, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option

AS_WHOM = option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
FROM_AND_TO = Text(
    "Say either --clock, or both --from and --to.", "请用 --clock，或同时用 --from 和 --to。"
)
OF_PERCENTILES = (
    Text("From", "起"),
    Text("To", "止"),
    Text("n", "件数"),
    Text("Not yet", "未到"),
    *(Text(f"p{place}", f"p{place}") for place in (50, 75, 90, 95, 99)),
)
OF_RATES = (
    Text("Rate", "指标"),
    Text("Group", "分组"),
    Text("Kept", "达到"),
    Text("Of", "应有"),
    Text("Per cent", "百分比"),
    Text("95 % interval", "95%区间"),
)
TOO_FEW = Text("too few to rank", "样本太少，不排名")


@command(
    "percentiles",
    "How long it takes from one moment to another: percentiles, never only a mean.\n"
    f"Moments: {', '.join(MOMENTS)}.\n"
    f"Named stretches for --clock: {', '.join(STRETCHES)}.",
    "从一个时间点到另一个时间点用时的百分位数。\n"
    f"时间点：{'、'.join(MOMENTS)}。\n"
    f"--clock 可用的时段：{'、'.join(STRETCHES)}。",
)
@option("--from", "start", default="", en="The first moment.", zh="起点。")
@option("--to", "end", default="", en="The second moment.", zh="终点。")
@option("--clock", default="", en="A stretch that has a name.", zh="已命名的时段。")
@period("--since", "--until")
@narrowed(*CODES)
@AS_WHOM
@as_of
@as_json
def percentiles(  # noqa: PLR0913 - one parameter for each option
    start: str,
    end: str,
    clock: str,
    since: date | None,
    until: date | None,
    user: str,
    at: datetime | int | None,
    *,
    json_: bool,
    **codes: str,
) -> None:
    """The period is that of receipt; seconds in JSON."""
    start, end = _between(start, end, clock)
    narrowing = filters(since, until, **codes)
    with opened() as service, reading(service, at) as asked:
        who = viewer(service, user)
        found = measure(asked.connection, start, end, viewer=who, filters=narrowing)
        if json_:
            print_json({"from": start, "to": end, **_to_milliseconds(asdict(found))})
        else:
            _print(service, start, end, found)


def _between(start: str, end: str, clock: str) -> tuple[str, str]:
    if bool(clock) == bool(start or end) or bool(start) != bool(end):
        raise click.UsageError(FROM_AND_TO())
    if not clock:
        return start, end
    named = stretch(clock)
    return named.start, named.end


def _to_milliseconds(figures: dict[str, Any]) -> dict[str, Any]:
    """Seconds no finer than times are recorded."""
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in figures.items()
    }


def _print(service: Service, start: str, end: str, found: Percentiles) -> None:
    values = (found.p50, found.p75, found.p90, found.p95, found.p99)
    with worded(service):
        spans = ["" if value is None else times.exact(value) for value in values]
    row = [start, end, str(found.n), str(found.missing), *spans]
    print_table([str(head) for head in OF_PERCENTILES], [row], numbers=7)


@command(
    "rates",
    "The rates of a period: kept of due, with the interval that says how sure they are.",
    "某一时期的各项指标：达到数/应有数，并给出置信区间。",
)
@period("--from", "--to")
@option("--by", type=click.Choice(GROUPS), en="Split by.", zh="分组。")
@narrowed(*CODES)
@AS_WHOM
@as_of
@as_json
def rates(
    since: date | None,
    until: date | None,
    by: str | None,
    user: str,
    at: datetime | int | None,
    *,
    json_: bool,
    **codes: str,
) -> None:
    """What fell due in the period; open and overdue counts as failed."""
    with opened() as service, reading(service, at) as asked:
        who = viewer(service, user)
        found = _counted(service, asked, who, by or "", filters(since, until, **codes))
        if json_:
            print_json([_plain(one) for one in found])
        else:
            _print_rates(service, found, by or "")


def _counted(
    service: Service, asked: Asked, who: Viewer, by: str, narrowing: Any
) -> Sequence[Rated]:
    limits = limits_of(service)
    return count(
        asked.connection,
        viewer=who,
        now=asked.now,
        filters=narrowing,
        by=by,
        register=limits,
    )


def _plain(one: Rated) -> dict[str, Any]:
    value = one.value
    return {
        "rate": one.rate.name,
        "group": one.group,
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_cent": value.per_cent,
        "interval": value.interval,
        "too_few": value.too_few,
    }


def _print_rates(service: Service, found: Sequence[Rated], by: str) -> None:
    with worded(service):
        rows = [_row(one, by) for one in found]
    print_table([str(head) for head in OF_RATES], rows, numbers=4)


def _row(one: Rated, by: str) -> list[str]:
    value = one.value
    per_cent = "" if value.per_cent is None else f"{value.per_cent:.1f} %"
    interval = "" if value.interval is None else "{:.1f}–{:.1f}".format(*value.interval)
    heading = one.rate.heading(language.current())
    few = f" ({TOO_FEW})" if value.too_few and value.denominator else ""
    group = _group(by, one.group)
    return [heading, group, str(value.numerator), str(value.denominator), per_cent, interval + few]


def _group(by: str, group: str) -> str:
    if not group:
        return ""
    if by == "unit":
        return names.unit(group)
    if by == "category":
        return names.category(group)
    tables = {"channel": words.CHANNEL, "track": words.TRACK}
    return words.word(tables[by], group) if by in tables else group
