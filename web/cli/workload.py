"""`linkage workload` and `linkage fits`: how much came in, and whether a per cent can be true."""

from collections.abc import Sequence
from datetime import date, datetime

import click

from domain.assessment.claimed import LARGEST, Count, Verdict, judge
from domain.errors import WrongValue
from projections.bootstrap import Service
from projections.queries.workload import BY, Volume, in_groups
from projections.queries.workload import workload as count
from web import names, words
from web.cli.failures import FAILED, USAGE, Failure
from web.cli.figures import AS_WHOM
from web.cli.language import Text
from web.cli.narrowing import CODES, filters, narrowed, period, require_known
from web.cli.output import print_json, print_table
from web.cli.reading import as_of, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option

GROUP = "group"
HEADS = (
    Text("Of what", "分组"),
    Text("Received", "接报"),
    Text("Valid", "有效"),
    Text("Invalid", "无效"),
    Text("Duplicate", "重复"),
    Text("Not screened", "未梳理"),
    Text("Closed", "办结"),
    Text("People", "涉及人数"),
)
NONE = Text("(none)", "（无）")
FIT = Text("{claimed} % of {of} can be: {counts}.", "{of} 件的 {claimed}% 可以是：{counts}。")
UNFIT = Text(
    "No count of {of} gives {claimed} %. The nearest are {counts}.",
    "{of} 件中没有任何件数等于 {claimed}%，最接近的是 {counts}。",
)
ONE = Text("{kept} ({per_cent} %)", "{kept} 件（{per_cent}%）")
TO = Text(" to ", "至")
OR = Text(" and ", "和")
NO_CLAIM = Text(
    "{text} is no percentage: write 98, 98.3 or 98.3%, from 0 to 100.",
    "{text} 不是百分比，请写成 98、98.3 或 98.3%（0 至 100）。",
)


@command(
    "workload",
    "What came in of a period: received, valid, invalid, duplicate, closed, and how many people.\n"
    "Volumes are workload: in the order of codes, never ranked.",
    "某一时期的工作量：接报、有效、无效、重复、办结件数与涉及人数。\n"
    "数量只反映工作量，按代码排列，不排名。",
)
@period("--from", "--to")
@option("--by", type=click.Choice((GROUP, *BY)), en="Split by.", zh="分组。")
@narrowed(*CODES)
@AS_WHOM
@as_of
@as_json
def workload(
    since: date | None,
    until: date | None,
    by: str | None,
    user: str,
    at: datetime | int | None,
    *,
    json_: bool,
    **codes: str,
) -> None:
    """By the time of receipt."""
    narrowing = filters(since, until, **codes)
    with opened() as service, reading(service, at) as asked:
        require_known(service, codes)
        who = viewer(service, user)
        kind = "category" if by == GROUP else by or ""
        found = count(asked.connection, viewer=who, filters=narrowing, by=kind)
        if by == GROUP:
            found = in_groups(found, service.desk.categories.now().known)
        if json_:
            print_json([one._asdict() for one in found])
        else:
            _print(service, found, kind)


def _print(service: Service, found: Sequence[Volume], by: str) -> None:
    with worded(service):
        rows = [[_name(by, one.group), *map(str, one[1:])] for one in found]
    print_table([str(head) for head in HEADS], rows, numbers=len(HEADS) - 1)


def _name(by: str, code: str) -> str:
    if not code:
        return str(NONE) if by else ""
    if by == "category":
        return f"{code} {names.category(code)}"
    tables = {
        "channel": words.CHANNEL,
        "track": words.TRACK,
        "outcome": words.OUTCOME,
        "validity": words.VALIDITY,
        "level": words.LEVEL,
    }
    return words.word(tables[by], code)


@command(
    "fits",
    "Whether a published percentage can be that of its denominator: linkage fits 98% --of 20.\n"
    "Says which counts give it; exit 1 when none does, with the nearest.",
    "核对公布的百分比与其分母是否相符，例如：linkage fits 98% --of 20。\n"
    "列出可能的件数；无任何件数相符时退出码为 1，并给出最接近的。",
)
@click.argument("claimed")
@option("--of", type=click.IntRange(1, LARGEST), required=True, en="The denominator.", zh="分母。")
@as_json
@click.pass_context
def fits(ctx: click.Context, claimed: str, of: int, *, json_: bool) -> None:
    """Rounded to as many digits as the claim has."""
    try:
        verdict = judge(claimed, of)
    except WrongValue as error:
        raise Failure(NO_CLAIM(text=claimed), USAGE) from error
    if json_:
        print_json(_plain(verdict))
    else:
        click.echo(_said(verdict))
    ctx.exit(0 if verdict.fitting else FAILED)


def _plain(verdict: Verdict) -> dict[str, object]:
    nearest = {"below": verdict.below, "above": verdict.above}
    return {
        **verdict._asdict(),
        "fitting": [one._asdict() for one in verdict.fitting],
        **{name: one and one._asdict() for name, one in nearest.items()},
    }


def _said(verdict: Verdict) -> str:
    about = {"claimed": verdict.claimed, "of": verdict.of}
    if verdict.fitting:
        joint = str(OR if verdict.number <= len(verdict.fitting) else TO)
        return FIT(**about, counts=_counts(verdict.fitting, joint))
    nearest = [one for one in (verdict.below, verdict.above) if one is not None]
    return UNFIT(**about, counts=_counts(nearest, str(OR)))


def _counts(counts: Sequence[Count], joint: str) -> str:
    return joint.join(ONE(**one._asdict()) for one in counts)
